"""The longest single waits: at which step, in whose hands the case was, what they did meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

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
from ledgerium_cli.findings.activities import shown_by
from ledgerium_cli.steps.model import Step

MOST_WAITS = 10
LEAST = 0.01
"""Of all wait: a shorter stretch is not worth a row."""


def waits_of(cases: Iterable[Case]) -> list[tuple[Case, Slice]]:
    """Every stretch of wait, the longest first."""
    return sorted(
        ((case, piece) for case in cases for piece in case.slices if piece.part in WAITS),
        key=lambda one: (-one[1].length_ms, one[1].start_ms, one[0].id),
    )


def around(case: Case, piece: Slice) -> tuple[tuple[Step, int], tuple[Step, int]]:
    """The last event of the case before a stretch of its time and the first one after: their steps and places."""
    events = sorted(
        ((timed.step, at) for timed in case.steps for at in range(len(timed.step.times))),
        key=lambda one: (one[0].times[one[1]], one[0].recording, one[0].numbers[one[1]]),
    )
    before = [(step, at) for step, at in events if step.times[at] <= piece.start_ms][-1]
    return before, next((step, at) for step, at in events if step.times[at] >= piece.end_ms)


def waits(view: View) -> Blocks:
    found = waits_of(view.analysis.cases)
    if not found:
        known = any(case.parts.wait is not None for case in view.analysis.cases)
        return ["No wait was seen." if known else "How long cases waited is not known."]
    waited = sum(piece.length_ms for _, piece in found)
    largest = [one for one in found[:MOST_WAITS] if one[1].length_ms >= LEAST * waited]
    if not largest:
        return [
            f"None of the {len(found)} stretches of wait is as long as 1 % of the {duration(waited)} in sum."
        ]
    head = ["How long", "Case", "Step", "Kind", "From (UTC)", "Who had it", "Seen meanwhile", "Evidence"]
    return [
        f"The {count(len(largest), 'longest stretch', 'longest stretches')} of wait of {len(found)}, "
        f"{duration(waited)} in sum; each is at least 1 % of it.",
        *table_of_first(head, [_wait(view, case, piece) for case, piece in largest], {0}),
        *_rest(found[len(largest) :], waited),
        "A between-step wait stands at the step that was waited for. *Who had it*: who acted on the case before "
        "the wait, then after it. *Seen meanwhile*: work of the one after on other recorded cases; what nobody "
        "recorded is not known. Evidence: the last event before the wait and the first one after. A between-step "
        "wait ends where the work towards the event after it begins, so it may be shorter than the time between "
        "the two.",
    ]


def _rest(others: Sequence[tuple[Case, Slice]], waited: int) -> Blocks:
    if not others:
        return []
    length = sum(piece.length_ms for _, piece in others)
    return [f"{len(others)} more, {duration(length)} together ({percent(length / waited)})."]


def _wait(view: View, case: Case, piece: Slice) -> list[Markdown]:
    (earlier, before), (later, after) = around(case, piece)
    return row(
        duration(piece.length_ms),
        md(case.id),
        view.title(view.step_by_key[piece.step].activity.id),
        PART_WORDS[piece.part],
        to_the_second(piece.start_ms),
        then(earlier.actor, later.actor),
        _meanwhile(view, case, later.actor, piece),
        view.cite([shown_by(earlier, before), shown_by(later, after)]),
    )


def _at_once(case: Case, piece: Slice) -> bool:
    return case.start_ms < piece.end_ms and case.end_ms > piece.start_ms


def _meanwhile(view: View, case: Case, actor: str, piece: Slice) -> str:
    others: Counter[str] = Counter()
    for other in view.analysis.cases:
        for busy in other.slices if other is not case and _at_once(other, piece) else ():
            shared = min(busy.end_ms, piece.end_ms) - max(busy.start_ms, piece.start_ms)
            works = busy.part in ("work", "system_wait")
            if shared > 0 and works and view.step_by_key[busy.step].actor == actor:
                others[other.id] += shared
    cases = [other for other, _ in others.most_common()]
    return f"{duration(others.total())} on {first_named(cases, most=3)}" if others else "nothing"
