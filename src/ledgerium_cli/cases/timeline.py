"""One timeline per actor: what the time between two inputs was, and which step it belongs to.

The rules are in `docs/metrics.md`. Only inputs and the start of a recording bound a gap; pages, messages and pauses
refine it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat

from ledgerium_cli.cases.model import PARTS
from ledgerium_cli.recording.model import Event, Recording, Shown
from ledgerium_cli.steps.model import Step, StepKey
from ledgerium_cli.steps.presses import turns_to

WAITS_FOR_ANSWER = frozenset({"click", "field_changed", "form_submitted", "copy", "paste", "drop"})
"""Inputs that a page may answer; notes and marks, made in the recorder, get no answer."""

Stretch = tuple[int, int]
"""Start and end in milliseconds."""
Slices = list[int]
"""The slices of a step as a flat list: start, end, part, start, end, part, …"""

WORK, SYSTEM_WAIT, IDLE, _, PAUSED = range(len(PARTS))
_START = Shown("mark")
"""The start of a recording bounds a gap like a mark; as event 0 it belongs to no step."""


def slices_of_actor(
    recordings: Iterable[Recording], steps: Mapping[str, Sequence[Step]], idle_after_ms: int
) -> dict[StepKey, bytes]:
    """The actor's time as packed slices for each step, in order and without overlap.

    `steps` has the steps of each recording. Time between two steps without work is left out: it becomes between-step
    wait of the case unless somebody else works on the case meanwhile.
    """
    own = list(recordings)
    pauses = {recording.id: _pauses(recording) for recording in own}
    found: dict[StepKey, Slices] = {step.key: [] for one in own for step in steps[one.id]}
    slices_of = {one.id: _by_input(steps[one.id], found) for one in own}
    before: Slices | None = None
    opened_in, tab, opened, answered, waits, has_answer = "", None, 0, 0, False, False
    for name, event in _in_order(own):
        shown = event.shown
        if shown.is_input:
            at_ms, after = event.at_ms, slices_of[name].get(event.seq)
            if opened_in:
                _take_gap(opened, answered, at_ms, before, after, pauses[name], idle_after_ms)
            opened_in, tab, opened, answered, before = name, event.tab, at_ms, at_ms, after
            waits, has_answer = shown.kind in WAITS_FOR_ANSWER, False
        elif shown.kind == "paused" and name == opened_in:
            waits = False  # what comes after the pause answers no earlier input
        elif waits and event.tab == tab and name == opened_in:
            if turns_to(shown, answered=has_answer):
                waits = False
            elif shown.is_answer:
                has_answer = True
                if event.at_ms - opened <= idle_after_ms:
                    answered = event.at_ms  # the last one counts
    if opened_in:  # after the last input only its system wait is known
        _take_gap(opened, answered, answered, before, None, pauses[opened_in], idle_after_ms)
    return {step: array("q", slices).tobytes() for step, slices in found.items()}


def _by_input(steps: Iterable[Step], slices: Mapping[StepKey, Slices]) -> dict[int, Slices]:
    """The slices of the step of each input, by event number."""
    found: dict[int, Slices] = {}
    for step in steps:
        own, numbers = slices[step.key], step.numbers
        for at in step.shape.inputs:
            found[numbers[at]] = own
    return found


def _in_order(recordings: Sequence[Recording]) -> Iterable[tuple[str, Event]]:
    """Starts and events of all recordings of an actor in time order, each with the id of its recording."""
    each = [zip(repeat(one.id), chain([_start_of(one)], one.events)) for one in recordings]
    if len(each) == 1:
        return each[0]
    return sorted(chain.from_iterable(each), key=lambda row: (row[1].at_ms, row[0], row[1].seq))


def _start_of(recording: Recording) -> Event:
    return Event(0, min(recording.start_ms, recording.events[0].at_ms), _START)


def _take_gap(
    opened: int,
    answered: int,
    end: int,
    before: Slices | None,
    after: Slices | None,
    pauses: list[Stretch],
    idle_after_ms: int,
) -> None:
    """Add the gap between two neighbouring inputs to the slices of the steps `before` and `after`. `opened` is the
    first input, `answered` the last answer to it, `end` the second input. Pauses that ended before the gap are
    removed from `pauses`."""
    while pauses and pauses[0][1] <= opened:
        del pauses[0]
    if pauses and pauses[0][0] < end:
        _take_paused_gap((opened, answered, end), before, after, pauses, idle_after_ms)
        return
    if before is not None and answered > opened:
        _add(before, opened, answered, SYSTEM_WAIT)
    if after is not None and end > answered:
        if end - answered <= idle_after_ms:
            _add(after, answered, end, WORK)
        elif before is after:
            _add(after, answered, end, IDLE)


def _take_paused_gap(
    span: tuple[int, int, int],
    before: Slices | None,
    after: Slices | None,
    pauses: Sequence[Stretch],
    idle_after_ms: int,
) -> None:
    start, answered, end = span
    pauses = [(max(since, start), min(until, end)) for since, until in pauses if since < end]
    if before is not None and answered > start:
        for since, until in _outside(start, answered, pauses):
            _add(before, since, until, SYSTEM_WAIT)
    if after is None:
        return
    for since, until in pauses:
        _add(after, since, until, PAUSED)
    rest = _outside(answered, end, pauses)
    is_work = sum([until - since for since, until in rest]) <= idle_after_ms
    if is_work or before is after:
        for since, until in rest:
            _add(after, since, until, WORK if is_work else IDLE)


def _add(slices: Slices, since: int, until: int, part: int) -> None:
    """Append a slice, or extend the last one when it is adjacent and of the same part."""
    if slices and slices[-1] == part and slices[-2] == since:
        slices[-2] = until
    else:
        slices += since, until, part


def _pauses(recording: Recording) -> list[Stretch]:
    """Pauses in order, without overlap. Notes and marks do not end a pause; the last pause may last to the end of
    the recording."""
    found: list[Stretch] = []
    since: int | None = None
    for event in recording.events:
        if not event.shown.is_quiet:
            continue
        if event.shown.kind == "paused" and since is None:
            since = event.at_ms
        elif event.shown.kind == "resumed" and since is not None:
            found.append((since, event.at_ms))
            since = None
    return found if since is None else [*found, (since, recording.events[-1].at_ms)]


def _outside(start: int, end: int, pauses: Sequence[Stretch]) -> Sequence[Stretch]:
    """What remains of a stretch outside the pauses, which are sorted and disjoint."""
    found = []
    for pause_start, pause_end in pauses:
        if pause_start > start:
            found.append((start, min(pause_start, end)))
        start = max(start, pause_end)
    found.append((start, end))
    return [(since, until) for since, until in found if since < until]
