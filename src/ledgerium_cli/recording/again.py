"""Finds recordings of the same work under different ids: a copy saved under another id would count twice, and so would
a file that was imported again under another name of the person."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ledgerium_cli.recording.model import RecordingFacts


def saved_again(recordings: Iterable[RecordingFacts]) -> list[tuple[RecordingFacts, RecordingFacts]]:
    """Pairs of an earlier recording and one that shows the same. This is a suspicion: nobody begins and ends twice at
    the same milliseconds with the same number of events, but the two may differ in what no document uses."""
    first: dict[Hashable, RecordingFacts] = {}
    return [(known, one) for one in recordings if (known := first.setdefault(_shown(one), one)).id != one.id]


def why(one: RecordingFacts) -> str:
    """What the two recordings have in common, in words."""
    if one.log is not None:
        return "they were read from the same content"
    if one.source_sha256 is not None:
        when = ", the first and the last at the same millisecond" if one.timed else ""
        return f"imported from the same file, with as many events{when}"
    return "as many events by the same person, the first and the last at the same millisecond"


def _shown(one: RecordingFacts) -> Hashable:
    if one.log is not None:
        return one.sha256
    times = (one.start_ms, one.first_ms, one.end_ms) if one.timed else ()
    if one.source_sha256 is not None:  # of a file with times each session is a recording
        return one.source_sha256, times, one.events
    return one.actor, times or one.id, one.events
