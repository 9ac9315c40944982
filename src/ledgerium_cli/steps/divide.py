"""Cases that begin and end where the workflow file says so, in work that names none."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Division
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.workflow.signs import Signs
from ledgerium_cli.workflow.wire import CaseRule, System


def divided_by_signs(events: Sequence[Event], rule: CaseRule, systems: Sequence[System]) -> Division | None:
    """None where no sign is declared.

    A case begins at a sign of its start. Where ends are declared, it ends with a sign of its end and what answers that;
    where both are, a start within a case starts none, and what lies between an end and the next start still belongs to
    the case that ended.
    """
    if not rule.starts_with and not rule.ends_with:
        return None
    starts, ends = Signs(rule.starts_with, systems).shown_by, Signs(rule.ends_with, systems).shown_by
    case, ended, last_end = 0, False, -1
    begun = not rule.starts_with
    numbers, all_ends = [], set()
    for index, (event, cause) in enumerate(zip(events, causes_of(events), strict=True)):
        answers_the_end = ended and not event.is_input and cause == last_end
        if rule.starts_with:
            if starts(event):
                case += begun and (ended or not rule.ends_with)
                begun, ended = True, False
        elif ended and not answers_the_end:
            case, ended = case + 1, False
        numbers.append(case)
        if ends(event):
            ended, last_end = True, index
            all_ends.add(index)
    return Division(tuple(numbers), frozenset(all_ends))
