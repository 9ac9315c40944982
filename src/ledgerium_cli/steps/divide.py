"""Divides work that names no case at the signs that the workflow file declares."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Division
from ledgerium_cli.steps.presses import after_answers, causes_of, refused_presses
from ledgerium_cli.workflow.signs import Signs
from ledgerium_cli.workflow.wire import CaseRule, System


def divided_by_signs(events: Sequence[Event], rule: CaseRule, systems: Sequence[System]) -> Division | None:
    """The events divided into cases; None when no sign is declared.

    A case begins at a start sign. Where end signs are declared, it ends with one, the form that it sends and the
    answers to it; a press that the page refused ends none. Where both are declared, a start sign within a case is
    ignored, and events between an end and the next start belong to the case that ended.
    """
    if not rule.starts_with and not rule.ends_with:
        return None
    starts, ends = Signs(rule.starts_with, systems).shown_by, Signs(rule.ends_with, systems).shown_by
    causes = causes_of(events)
    refused = refused_presses(events, causes)
    case, ended, answered = 0, False, 0
    begun, shown = not rule.starts_with, False
    numbers, all_ends = [], set()
    for index, event in enumerate(events):
        if rule.starts_with:
            if starts(event):
                case += begun and (ended or not rule.ends_with)
                begun, ended, shown = True, False, True
        elif ended and index >= answered:
            case, ended = case + 1, False
        numbers.append(case)
        if ends(event) and index not in refused:
            ended, answered = True, after_answers(events, causes, index)
            all_ends.add(index)
    return Division(tuple(numbers), frozenset(all_ends), shown=shown or bool(all_ends))
