"""Build one case from everything recorded about it: a timeline without gap or overlap, its steps, its holds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import pairwise, repeat

from msgspec import Struct

from ledgerium_cli.cases.ends import ends_case
from ledgerium_cli.cases.holds import find_holds
from ledgerium_cli.cases.model import (
    PARTS,
    PAUSED,
    WORK,
    WORKED,
    Case,
    Part,
    TimedStep,
    Timeline,
    chain_of,
    parts_of,
    unpacked,
)
from ledgerium_cli.cases.time import Arrival, Piece, resolve
from ledgerium_cli.steps.hold_signs import declares_holds
from ledgerium_cli.steps.model import Step, StepKey, TimedBy
from ledgerium_cli.workflow.ends import End, declared_ends
from ledgerium_cli.workflow.wire import Settings, Workflow

BY_START_AND_COMPLETION: tuple[Part, ...] = ("work", "between_step_wait")
"""The parts of time that a log with start and completion can show."""


class CaseRules(Struct, frozen=True):
    """What the workflow file declares about cases as a whole."""

    declares_holds: bool
    ends: tuple[End, ...]
    release_proves_hold: bool
    ranks: Mapping[str, int] = {}
    """`declared_ranks`."""


def case_rules(workflow: Workflow | None) -> CaseRules:
    settings = workflow.settings if workflow is not None else Settings()
    return CaseRules(
        declares_holds=declares_holds(workflow),
        ends=declared_ends(workflow),
        release_proves_hold=settings.release_proves_hold,
        ranks=declared_ranks(workflow),
    )


def declared_ranks(workflow: Workflow | None) -> dict[str, int]:
    """The place of each activity in the declared order; empty without one."""
    ordered = workflow.activities if workflow is not None and workflow.ordered else ()
    return {one.id: place for place, one in enumerate(ordered)}


def case_of(steps: Sequence[Step], slices: Sequence[bytes], rules: CaseRules) -> Case:
    """Build a case from all its steps and, for each, the packed slices of its actor's timeline."""
    times = [array("q", step.packed_times) for step in steps]
    timed_by = {step.shape.timed_by for step in steps}
    known, untimed = _known_parts(timed_by), _untimed(steps) if "order" in timed_by else ()
    start, end = _span(steps, times, untimed)
    begun = _in_turn(steps, times, slices, (start, end), rules.ranks)
    if untimed:
        begun.sort(key=lambda row: chain_of(row[3].recording, untimed))
    timeline = _timeline(begun, start, end) if known else Timeline()
    lengths = lengths_of(timeline, len(steps))
    beside = _counted_elsewhere(begun, timeline, start, end) if known and _overlap(begun) else None
    held = find_holds(
        steps,
        could_tell=rules.declares_holds and all(step.shape.holds_told for step in steps),
        untimed=untimed,
        release_proves=rules.release_proves_hold,
    )
    reached = _reached_end(steps, rules)
    # Where another step began after the mark, nothing ended there.
    last_begun = max([row[0] for row in begun])
    marked = any(
        untimed or step.times[step.shape.ends_case_at] >= last_begun
        for step in steps
        if step.shape.ends_case_at is not None
    )
    return Case(
        id=steps[0].case,
        steps=tuple(
            [
                TimedStep(
                    step, begins, complete, parts_of(own, _known_parts_of(step, known)), work, pauses, busy
                )
                for (begins, complete, _, step, _, _), own, (work, pauses, busy) in zip(
                    begun, lengths, beside or repeat((0, 0, b"")), strict=beside is not None
                )
            ]
        ),
        variant=tuple([row[3].shape.activity.id for row in begun]),
        timeline=timeline,
        parts=parts_of([*map(sum, zip(*lengths, strict=True))], known),
        start_ms=start,
        end_ms=end,
        complete=marked or None if reached is None else reached,
        holds=held.holds,
        held=held.held,
        releases_without_hold=held.releases_without_hold,
        known=known,
        untimed=untimed,
        ended=marked and not reached,
    )


def _untimed(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(sorted({step.recording for step in steps if not step.timed}))


def _span(steps: Iterable[Step], times: Iterable[Sequence[int]], untimed: Container[str]) -> tuple[int, int]:
    """The first and the last time; the instant that is given to a recording without times counts only where there is
    nothing else."""
    known = [(own[0], own[-1], step.recording in untimed) for step, own in zip(steps, times, strict=True)]
    told = [row for row in known if not row[2]] if untimed else known
    return min([row[0] for row in told or known]), max([row[1] for row in told or known])


def _known_parts(timed_by: set[TimedBy]) -> tuple[Part, ...]:
    """The parts of time that a case can show. None if logs and recordings are mixed, since their times are not
    comparable, if every step has a single time, or if some step has none or those of days only: from one day to the
    next may be a minute or two days."""
    if timed_by == {"inputs"}:
        return PARTS
    if not timed_by.isdisjoint(("inputs", "order", "days")) or timed_by == {"one time"}:
        return ()
    return BY_START_AND_COMPLETION


def _known_parts_of(step: Step, known: tuple[Part, ...]) -> tuple[Part, ...]:
    if step.shape.timed_by != "one time":
        return known
    return tuple(part for part in known if part != "work")


_StepRow = tuple[int, int, StepKey, Step, Sequence[int], list[tuple[int, int, int]]]
"""(start, completion, key, step, times, slices of the actor's timeline) of a step."""


def _in_turn(
    steps: Iterable[Step],
    times: Iterable[Sequence[int]],
    slices: Iterable[bytes],
    span: tuple[int, int],
    ranks: Mapping[str, int],
) -> list[_StepRow]:
    """In the order in which they were first acted on: while one page stood open, somebody else may have done another
    step, and then what is done on the page comes after that, however long ago the time began that it took."""
    rows: list[_StepRow] = []
    for step, own, packed in zip(steps, times, slices, strict=True):
        pieces = [*unpacked(packed)]
        begins = _begins(pieces, *span)
        rows.append(
            (begins if begins is not None else step.first_input_ms, own[-1], step.key, step, own, pieces)
        )
    acted = {row[3].first_input_ms for row in rows}
    return sorted(rows, key=_acted if len(acted) == len(rows) else _turn_in(rows, ranks))


def _acted(row: _StepRow) -> int:
    return row[3].first_input_ms


def _turn_in(
    rows: Iterable[_StepRow], ranks: Mapping[str, int]
) -> Callable[[_StepRow], tuple[int, tuple[int, int], int, StepKey]]:
    """Steps first acted on at the same time keep the order of their recording, or of their log, which may tell another
    than that of its rows. Recordings have no common order: between them the declared one holds, so that nothing is out
    of order by it; without one, the one that completes a step first comes first."""
    first: dict[tuple[int, str], tuple[int, int]] = {}
    for _, completed, (recording, _), step, *_ in sorted(rows, key=lambda row: (_acted(row), *row[1:3])):
        rank = ranks.get(step.shape.activity.id, len(ranks))
        first.setdefault((step.first_input_ms, recording), (rank, completed))

    def turn(row: _StepRow) -> tuple[int, tuple[int, int], int, StepKey]:
        _, _, key, step, *_ = row
        return _acted(row), first[_acted(row), key[0]], step.shape.turn, key

    return turn


def _begins(pieces: Iterable[tuple[int, int, int]], start: int, end: int) -> int | None:
    """The start of the first work or system wait within the case; None if there is none."""
    for since, until, part in pieces:
        if part in WORKED and since < end and until > start:
            return max(since, start)
    return None


def _timeline(begun: Sequence[_StepRow], start: int, end: int) -> Timeline:
    pieces: list[Piece] = []
    arrivals: list[Arrival] = []
    for place, (*_, key, step, times, own) in enumerate(begun):
        pieces += [(since, until, part, place) for since, until, part in own]
        numbers, recording = step.numbers, key[0]
        arrivals += [(times[at], recording, numbers[at], place) for at in step.shape.inputs]
    return resolve(pieces, start, end, sorted(arrivals), _last_step(begun, end))


def _last_step(begun: Sequence[_StepRow], end: int) -> int:
    """The index of the step with the last event."""
    places = [place for place, row in enumerate(begun) if row[1] == end]
    return (
        places[0]
        if len(places) == 1
        else max(places, key=lambda place: (begun[place][2][0], begun[place][3].numbers[-1]))
    )


def lengths_of(timeline: Timeline, steps: int) -> list[list[int]]:
    """For each step, milliseconds in each of `PARTS`."""
    found = [[0] * len(PARTS) for _ in range(steps)]
    for since, until, part, place in timeline.stretches():
        found[place][part] += until - since
    return found


def _overlap(begun: Iterable[_StepRow]) -> bool:
    """Whether a step begins before the one before it is complete."""
    return any([later[0] < earlier[1] for earlier, later in pairwise(begun)])  # noqa: C419 (for every case)


def _counted_elsewhere(
    begun: Sequence[_StepRow], timeline: Timeline, start: int, end: int
) -> list[tuple[int, int, bytes]]:
    """For each step, milliseconds of its work and its pauses from its start on that the case counts at another step;
    and when it was worked on or a page answered, if any of that is."""
    own = [[0] * len(PARTS) for _ in begun]
    busy = [array("q") for _ in begun]
    for place, (begins, *_, pieces) in enumerate(begun):
        for since, until, part in pieces:
            since, until = max(since, start), min(until, end)
            if since >= begins:
                own[place][part] += max(0, until - since)
                busy[place].extend((since, until) if part in WORKED and since < until else ())
    for since, until, part, place in timeline.stretches():
        if since >= begun[place][0]:
            own[place][part] -= until - since
    return [
        (lengths[WORK], lengths[PAUSED], when.tobytes() if any(lengths[part] for part in WORKED) else b"")
        for lengths, when in zip(own, busy, strict=True)
    ]


def _reached_end(steps: Iterable[Step], rules: CaseRules) -> bool | None:
    """Whether a declared end was reached; None when no end is declared."""
    if not rules.ends:
        return None
    return any(ends_case(step.shape, rules.ends) for step in steps)
