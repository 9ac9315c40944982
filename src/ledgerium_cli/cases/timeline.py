"""One timeline per actor: what the time between two inputs was, and which step it belongs to.

The rules are those of `docs/metrics.md`. Only inputs and the start of a recording bound a gap; pages,
messages and pauses refine it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledgerium_cli.cases.model import Part, Slice, StepKey
from ledgerium_cli.recording.model import Event, Recording

WAITS_FOR_ANSWER = frozenset({"click", "field_changed", "form_submitted", "copy", "paste", "drop"})
"""Inputs of a page; what a person does in the recorder is not answered by one."""

EventKey = tuple[str, int]
Stretch = tuple[int, int]
"""Milliseconds, from and to."""


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
    own = list(recordings)
    pauses = {recording.id: _pauses(recording) for recording in own}
    opening: _Moment | None = None
    answers: list[_Moment] = []
    for moment in _moments(own):
        if moment.event is not None and moment.event.is_answer:
            answers.append(moment)
        elif moment.event is None or moment.event.is_input:
            if opening is not None:
                gap = _Gap(opening, moment, _last_answer(opening, answers, idle_after_ms), idle_after_ms)
                yield from _slices_of_gap(gap, pauses[moment.recording], step_of)
            opening, answers = moment, []
    if opening is not None:
        gap = _Gap(opening, None, _last_answer(opening, answers, idle_after_ms), idle_after_ms)
        yield from _slices_of_gap(gap, pauses[opening.recording], step_of)


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


@dataclass(frozen=True, slots=True)
class _Gap:
    """The time between two neighbouring inputs of an actor."""

    opening: _Moment
    closing: _Moment | None
    """None after the last input: only the wait for its answer is known."""
    answered_ms: int
    idle_after_ms: int

    @property
    def end_ms(self) -> int:
        return self.closing.at_ms if self.closing is not None else self.answered_ms


def _slices_of_gap(
    gap: _Gap, pauses: Iterable[Stretch], step_of: Mapping[EventKey, StepKey]
) -> Iterator[Slice]:
    start, answered, end = gap.opening.at_ms, gap.answered_ms, gap.end_ms
    paused = [
        (max(since, start), min(until, end)) for since, until in pauses if since < end and until > start
    ]
    before, after = _step(gap.opening, step_of), _step(gap.closing, step_of)
    if before is not None:
        yield from _spread(start, answered, paused, "system_wait", before)
    if after is None:
        return
    yield from (Slice(since, until, "paused", after) for since, until in paused)
    rest = sum(until - since for since, until in _outside(answered, end, paused))
    if rest <= gap.idle_after_ms:
        yield from _spread(answered, end, paused, "work", after)
    elif before == after:
        yield from _spread(answered, end, paused, "idle", after)


def _step(moment: _Moment | None, step_of: Mapping[EventKey, StepKey]) -> StepKey | None:
    if moment is None or moment.event is None:
        return None
    return step_of.get((moment.recording, moment.event.seq))


def _last_answer(opening: _Moment, answers: Iterable[_Moment], within_ms: int) -> int:
    """When the last page or message came that the opening input caused; its own time without any."""
    if opening.event is None or opening.event.kind not in WAITS_FOR_ANSWER:
        return opening.at_ms
    own = (
        answer.at_ms
        for answer in answers
        if answer.event is not None
        and (answer.recording, answer.event.tab) == (opening.recording, opening.event.tab)
        and answer.at_ms - opening.at_ms <= within_ms
    )
    return max(own, default=opening.at_ms)


def _pauses(recording: Recording) -> list[Stretch]:
    """In order and apart. A note or mark made meanwhile leaves a pause as it is; the last may never end."""
    found: list[Stretch] = []
    since: int | None = None
    for event in recording.events:
        if event.kind == "paused" and since is None:
            since = event.at_ms
        elif event.kind == "resumed" and since is not None:
            found.append((since, event.at_ms))
            since = None
    return found if since is None else [*found, (since, recording.events[-1].at_ms)]


def _outside(start: int, end: int, pauses: Iterable[Stretch]) -> Iterator[Stretch]:
    """What remains of a stretch without the pauses, which are in order and apart."""
    for pause_start, pause_end in pauses:
        if pause_start > start:
            yield start, min(pause_start, end)
        start = max(start, pause_end)
    if start < end:
        yield start, end


def _spread(start: int, end: int, pauses: Iterable[Stretch], part: Part, step: StepKey) -> Iterator[Slice]:
    for piece_start, piece_end in _outside(start, end, pauses):
        if piece_end > piece_start:
            yield Slice(piece_start, piece_end, part, step)
