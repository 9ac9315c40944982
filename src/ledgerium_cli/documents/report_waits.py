"""The longest single waits: at which step, in whose hands the case was, what they did meanwhile."""

from __future__ import annotations

from collections import Counter

from ledgerium_cli.cases.model import WAITS, Case, Slice
from ledgerium_cli.documents.text import Blocks, Markdown, md, row, table_of_first
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import (
    PART_WORDS,
    count,
    duration,
    first_named,
    percent,
    then,
    to_the_second,
)
from ledgerium_cli.findings.activities import Evidence

MOST_WAITS = 10


def waits(view: View) -> Blocks:
    found = sorted(
        ((case, piece) for case in view.analysis.cases for piece in case.slices if piece.part in WAITS),
        key=lambda one: (-one[1].length_ms, one[1].start_ms, one[0].id),
    )
    if not found:
        return ["No wait was seen."]
    largest = found[:MOST_WAITS]
    waited, within = (sum(piece.length_ms for _, piece in some) for some in (found, largest))
    head = ["How long", "Case", "Step", "Kind", "From (UTC)", "Who had it", "Seen meanwhile", "Evidence"]
    return [
        f"The {count(len(largest), 'longest stretch', 'longest stretches')} of wait of {len(found)}, "
        f"{duration(within)} of {duration(waited)} in sum ({percent(within / waited)}). A between-step wait "
        "stands at the step that was waited for. *Who had it*: who acted on the case before the wait, "
        "then after it. *Seen meanwhile*: work of the one after on other recorded cases; what nobody "
        "recorded is not known. Evidence: the event before the wait and the one after.",
        *table_of_first(head, [_wait(view, case, piece) for case, piece in largest], {0}),
    ]


def _wait(view: View, case: Case, piece: Slice) -> list[Markdown]:
    steps = [timed.step for timed in case.steps]
    events = sorted(
        (event.at_ms, one.recording, event.seq, one.actor) for one in steps for event in one.events
    )
    before = [one for one in events if one[0] <= piece.start_ms][-1]
    after = next(one for one in events if one[0] >= piece.end_ms)
    return row(
        duration(piece.length_ms),
        md(case.id),
        view.title(view.step_by_key[piece.step].activity.id),
        PART_WORDS[piece.part],
        to_the_second(piece.start_ms),
        then(before[3], after[3]),
        _meanwhile(view, case, after[3], piece),
        view.cite(Evidence(recording, (seq,)) for _, recording, seq, _ in (before, after)),
    )


def _meanwhile(view: View, case: Case, actor: str, piece: Slice) -> str:
    others: Counter[str] = Counter()
    for other in view.analysis.cases:
        for busy in other.slices if other is not case else ():
            shared = min(busy.end_ms, piece.end_ms) - max(busy.start_ms, piece.start_ms)
            works = busy.part in ("work", "system_wait")
            if shared > 0 and works and view.step_by_key[busy.step].actor == actor:
                others[other.id] += shared
    cases = [other for other, _ in others.most_common()]
    return f"{duration(others.total())} on {first_named(cases, most=3)}" if others else "nothing"
