"""The longest single waits: at which step, who had the case, and what they did meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from msgspec import Struct

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Slice
from ledgerium_cli.documents.report.clocks import in_a_jump
from ledgerium_cli.documents.view.facts import AT_MOST, may_be_work
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    NOT_KNOWN,
    PART_WORDS,
    count,
    duration,
    first_named,
    percent,
    then,
)
from ledgerium_cli.findings.activities import shown_by
from ledgerium_cli.findings.busy import Stretch, union
from ledgerium_cli.findings.waiting import when_busy
from ledgerium_cli.output.text import Blocks, Markdown, md, row, table_of_first
from ledgerium_cli.steps.model import Step, StepKey

MOST_WAITS = 10
WAITED = [PARTS.index(part) for part in WAITS]
LEAST = 0.01
OF_LONGEST = 0.1
"""Shares of all wait and of the longest stretch; a stretch below both gets no row."""


class Wait(Struct, frozen=True, order=True):
    """A stretch of wait; they sort with the longest first."""

    shorter_than: int
    """Minus its length in milliseconds."""
    start_ms: int
    of_case: str
    case: int
    """The index of the case among those given."""
    place: int
    """The index of the stretch in the case's timeline."""

    @property
    def length_ms(self) -> int:
        return -self.shorter_than


class Waits(Struct, frozen=True):
    longest: Sequence[Wait]
    n: int
    length_ms: int
    """The total of all waits."""


def waits_in(cases: Iterable[Case], most: int = MOST_WAITS, activity: str | None = None) -> Waits:
    """The number and total length of all stretches of wait, or of those at one activity, and the longest ones."""
    n = length_ms = 0

    def each() -> Iterator[Wait]:
        nonlocal n, length_ms
        for number, case in enumerate(cases):
            for place, (since, until, part, step) in enumerate(case.timeline.stretches()):
                if part in WAITED and activity in (None, case.variant[step]):
                    n += 1
                    length_ms += until - since
                    yield Wait(since - until, since, case.id, number, place)

    longest = nsmallest(most, each())
    return Waits(longest, n, length_ms)


def around(case: Case, piece: Slice) -> tuple[tuple[Step, int], tuple[Step, int]]:
    """The last event of the case before a stretch and the first one after it: (step, index of the event)."""
    events = sorted(
        ((timed.step, at) for timed in case.steps for at in range(len(timed.step.times))),
        key=lambda one: (one[0].times[one[1]], one[0].recording, one[0].numbers[one[1]]),
    )
    before = [(step, at) for step, at in events if step.times[at] <= piece.start_ms][-1]
    return before, next((step, at) for step, at in events if step.times[at] >= piece.end_ms)


def waits(view: View) -> Blocks:
    cases = view.analysis.cases
    found = waits_in(cases)
    if not found.n:
        known = any(case.parts.wait is not None for case in cases)
        return ["No wait was seen." if known else "How long cases waited is not known."]
    waited = found.length_ms
    least, words = min(
        (LEAST * waited, "1 % of it"), (OF_LONGEST * found.longest[0].length_ms, "a tenth of the longest")
    )
    largest = [one for one in found.longest if one.length_ms >= least]
    shown = [(cases[one.case], one.place) for one in largest]
    rows = [(case, case.slices[place], place in {*may_be_work(case)}) for case, place in shown]
    most = AT_MOST if view.facts.doubtful_wait else ""
    of_size = f"; each is at least {words}" if len(largest) < len(found.longest) else ""
    head = [
        "How long",
        "Case",
        "Step",
        "Kind",
        view.in_zone("From"),
        "Who had it",
        "Seen meanwhile",
        "Evidence",
    ]
    return [
        f"The {count(len(largest), 'longest stretch', 'longest stretches')} of wait of {found.n} in "
        f"{view.all_timed}{view.open_too}, {most}{duration(waited)} in sum{of_size}."
        if found.n > 1
        else f"The one stretch of wait in {view.all_timed}{view.open_too}.",
        *table_of_first(head, _waits(view, rows), {0}),
        *_rest(found.n - len(largest), waited - sum(one.length_ms for one in largest), waited),
        "A between-step wait stands at the step that was waited for; one that lies within a step, which was left for "
        "another case or answered late, at that step. *Who had it*: who acted on the case before "
        "the wait, then after it. *Seen meanwhile*: work of the one after on other recorded cases; what nobody "
        "recorded is not known. Evidence: the last event before the wait and the first one after. A between-step "
        "wait ends where the work towards the event after it begins, so it may be shorter than the time between "
        "the two.",
    ]


def _rest(others: int, length: int, waited: int) -> Blocks:
    if not others:
        return []
    return [f"{others} more, {duration(length)} together ({percent(length / waited)})."]


def _waits(view: View, rows: Sequence[tuple[Case, Slice, bool]]) -> Iterator[list[Markdown]]:
    """Each stretch, and whether it may be work."""
    places = [around(case, piece) for case, piece, _ in rows]
    asked = [(case, piece, after[0].actor) for (case, piece, _), (_, after) in zip(rows, places, strict=True)]
    for (case, piece, doubtful), ((earlier, before), (later, after)), meanwhile in zip(
        rows, places, _meanwhile(view, asked), strict=True
    ):
        yield row(
            f"{AT_MOST if doubtful else ''}{duration(piece.length_ms)}",
            md(case.id),
            view.title(step_in(case, piece.step).activity.id),
            PART_WORDS[piece.part] + in_a_jump(view, case.id, piece.start_ms, piece.end_ms),
            view.time(piece.start_ms),
            then(earlier.actor, later.actor),
            meanwhile,
            view.cite([shown_by(earlier, before), shown_by(later, after)]),
        )


def step_in(case: Case, key: StepKey) -> Step:
    return next(timed.step for timed in case.steps if timed.step.key == key)


def _meanwhile(view: View, asked: Sequence[tuple[Case, Slice, str]]) -> Iterator[str]:
    """For each stretch, what its actor was seen to do in other cases; on several at once counts once in all."""
    others: list[dict[str, list[Stretch]]] = [{} for _ in asked]
    for other in view.analysis.cases:
        for (case, piece, actor), found in zip(asked, others, strict=True):
            is_beside = other.start_ms < piece.end_ms and other.end_ms > piece.start_ms
            if actor and other.id != case.id and is_beside and (worked := _worked(other, piece, actor)):
                found[other.id] = worked
    for (_, _, actor), found in zip(asked, others, strict=True):
        if not actor:
            yield NOT_KNOWN
            continue
        cases = sorted(found, key=lambda other: -_covered(found[other]))
        total = _covered([one for worked in found.values() for one in worked])
        yield f"{duration(total)} on {first_named(cases, most=3)}" if cases else "nothing"


def _worked(case: Case, piece: Slice, actor: str) -> list[Stretch]:
    """When an actor worked on a case within a stretch."""
    return [
        (max(since, piece.start_ms), min(until, piece.end_ms))
        for timed, stretches in zip(case.steps, when_busy(case), strict=True)
        if timed.step.actor == actor
        for since, until in stretches
        if since < piece.end_ms and until > piece.start_ms
    ]


def _covered(stretches: Iterable[Stretch]) -> int:
    """Milliseconds that any of them covers."""
    return sum(until - since for since, until in union(stretches))
