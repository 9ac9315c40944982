"""One timeline per actor: what the time between two inputs was, and which step it belongs to.

The rules are those of `docs/metrics.md`. Only inputs and the start of a recording bound a gap; pages,
messages and pauses refine it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledgerium_cli.cases.model import Part, Slice, StepKey
from ledgerium_cli.recording.model import Event, Recording

WAITS_FOR_ANSWER = frozenset({"click", "field_changed", "form_submitted", "copy", "paste"})
"""Inputs of a page; what a person does in the recorder is not answered by one."""

EventKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Moment:
    """An event on the timeline of an actor, or the start of a recording."""

    at_ms: int
    recording: str
    event: Event | None


def slices_of_actor(
    recordings: Iterable[Recording], step_of: Mapping[EventKey, StepKey], idle_after_ms: int
) -> Iterator[Slice]:
    """What the actor's recordings show of the actor's time, in order and without overlap.

    Time that leads from one step to another without work is left open: it is between-step wait of the
    case unless somebody else works on it meanwhile.
    """
    opening: _Moment | None = None
    gap: list[_Moment] = []
    for moment in _moments(recordings):
        if moment.event is not None and not moment.event.is_input:
            gap.append(moment)
            continue
        yield from _slices_of_gap(opening, gap, moment, step_of, idle_after_ms)
        opening, gap = moment, []
    yield from _slices_of_gap(opening, gap, None, step_of, idle_after_ms)


def _moments(recordings: Iterable[Recording]) -> list[_Moment]:
    moments = []
    for recording in recordings:
        starts = min([recording.start_ms, *(event.at_ms for event in recording.events[:1])])
        moments.append((starts, recording.id, 0, _Moment(starts, recording.id, None)))
        moments += [
            (event.at_ms, recording.id, event.seq, _Moment(event.at_ms, recording.id, event))
            for event in recording.events
        ]
    return [moment for *_, moment in sorted(moments, key=lambda row: row[:3])]


def _slices_of_gap(
    opening: _Moment | None,
    gap: list[_Moment],
    closing: _Moment | None,
    step_of: Mapping[EventKey, StepKey],
    idle_after_ms: int,
) -> Iterator[Slice]:
    if opening is None:
        return
    end = closing.at_ms if closing is not None else max([opening.at_ms, *(moment.at_ms for moment in gap)])
    pauses = _pauses(gap, end)
    before, after = _step(opening, step_of), _step(closing, step_of)
    answered = _last_answer(opening, gap, idle_after_ms)
    if before is not None:
        yield from _spread(opening.at_ms, answered, pauses, "system_wait", before)
    if after is None:
        return
    for start, stop in pauses:
        if stop > start:
            yield Slice(start, stop, "paused", after)
    rest = sum(stop - start for start, stop in _outside(answered, end, pauses))
    if rest <= idle_after_ms:
        yield from _spread(answered, end, pauses, "work", after)
    elif before == after:
        yield from _spread(answered, end, pauses, "idle", after)


def _step(moment: _Moment | None, step_of: Mapping[EventKey, StepKey]) -> StepKey | None:
    if moment is None or moment.event is None:
        return None
    return step_of.get((moment.recording, moment.event.seq))


def _last_answer(opening: _Moment, gap: list[_Moment], within_ms: int) -> int:
    """When the last page or message came that the opening input caused; its own time without any."""
    if opening.event is None or opening.event.kind not in WAITS_FOR_ANSWER:
        return opening.at_ms
    answers = (
        moment.at_ms
        for moment in gap
        if moment.event is not None
        and moment.event.is_answer
        and moment.recording == opening.recording
        and moment.event.tab == opening.event.tab
        and moment.at_ms - opening.at_ms <= within_ms
    )
    return max(answers, default=opening.at_ms)


def _pauses(gap: list[_Moment], end: int) -> list[tuple[int, int]]:
    """Stretches in which every recording that was paused in the gap stayed so."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for moment in gap:
        kind = moment.event.kind if moment.event is not None else None
        if kind == "paused" and since is None:
            since = moment.at_ms
        elif kind == "resumed" and since is not None:
            found.append((since, moment.at_ms))
            since = None
    return found if since is None else [*found, (since, end)]


def _outside(start: int, end: int, pauses: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What remains of a stretch without the pauses, which are in order and apart."""
    for pause_start, pause_end in pauses:
        if pause_start > start:
            yield start, min(pause_start, end)
        start = max(start, pause_end)
    if start < end:
        yield start, end


def _spread(
    start: int, end: int, pauses: list[tuple[int, int]], part: Part, step: StepKey
) -> Iterator[Slice]:
    for piece_start, piece_end in _outside(start, end, pauses):
        if piece_end > piece_start:
            yield Slice(piece_start, piece_end, part, step)
