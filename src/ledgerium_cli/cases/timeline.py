"""One timeline per actor: what the time between two inputs was, and which step it belongs to.

The rules are those of `docs/metrics.md`. Only inputs and the start of a recording bound a gap; pages,
messages and pauses refine it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.cases.model import Part, Slice, StepKey
from ledgerium_cli.recording.model import INPUTS, Event, Recording

WAITS_FOR_ANSWER = frozenset({"click", "field_changed", "form_submitted", "copy", "paste", "drop"})
"""Inputs of a page; what a person does in the recorder is not answered by one."""

EventKey = tuple[str, int]
Stretch = tuple[int, int]
"""Milliseconds, from and to."""


_Moment = tuple[int, str, int, Event | None]
"""When, in which recording, its number, and the event; number 0 and None for the start of a recording."""


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
    answered = 0
    for moment in _moments(own):
        at_ms, recording, _, event = moment
        if event is None or event.kind in INPUTS:
            if opening is not None:
                yield from _slices_of_gap(
                    opening, answered, moment, pauses[recording], step_of, idle_after_ms
                )
            opening, answered = moment, at_ms
        elif opening is not None and event.is_answer and _answers(moment, opening, idle_after_ms):
            answered = at_ms
    if opening is not None:
        yield from _slices_of_gap(opening, answered, None, pauses[opening[1]], step_of, idle_after_ms)


def _moments(recordings: Sequence[Recording]) -> list[_Moment]:
    moments: list[_Moment] = []
    for recording in recordings:
        starts = min(recording.start_ms, recording.events[0].at_ms)
        moments.append((starts, recording.id, 0, None))
        moments += [(event.at_ms, recording.id, event.seq, event) for event in recording.events]
    return moments if len(recordings) == 1 else sorted(moments, key=lambda moment: moment[:3])


def _answers(moment: _Moment, opening: _Moment, within_ms: int) -> bool:
    """Whether a page or message was caused by the input that opens the gap. The last one counts."""
    at_ms, recording, _, event = moment
    opened_ms, opened_in, _, asked = opening
    if event is None or asked is None or asked.kind not in WAITS_FOR_ANSWER:
        return False
    return recording == opened_in and event.tab == asked.tab and at_ms - opened_ms <= within_ms


def _slices_of_gap(
    opening: _Moment,
    answered: int,
    closing: _Moment | None,
    pauses: Sequence[Stretch],
    step_of: Mapping[EventKey, StepKey],
    idle_after_ms: int,
) -> Iterator[Slice]:
    """The time between two neighbouring inputs of an actor; after the last one only the wait for its answer is
    known."""
    start = opening[0]
    before = step_of.get(opening[1:3])
    after = step_of.get(closing[1:3]) if closing is not None else None
    end = closing[0] if closing is not None else answered
    paused = [
        (max(since, start), min(until, end)) for since, until in pauses if since < end and until > start
    ]
    if before is not None and answered > start:
        yield from _spread(start, answered, paused, "system_wait", before)
    if after is None:
        return
    yield from (Slice(since, until, "paused", after) for since, until in paused)
    rest = sum([until - since for since, until in _outside(answered, end, paused)])
    if rest <= idle_after_ms:
        yield from _spread(answered, end, paused, "work", after)
    elif before == after:
        yield from _spread(answered, end, paused, "idle", after)


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


def _outside(start: int, end: int, pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    """What remains of a stretch without the pauses, which are in order and apart."""
    if not pauses:
        if start < end:
            yield start, end
        return
    for pause_start, pause_end in pauses:
        if pause_start > start:
            yield start, min(pause_start, end)
        start = max(start, pause_end)
    if start < end:
        yield start, end


def _spread(start: int, end: int, pauses: Sequence[Stretch], part: Part, step: StepKey) -> Iterator[Slice]:
    for piece_start, piece_end in _outside(start, end, pauses):
        if piece_end > piece_start:
            yield Slice(piece_start, piece_end, part, step)
