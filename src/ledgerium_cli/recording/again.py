"""Finds recordings of the same work under different ids: a copy saved under another id would count twice."""

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
    return "as many events by the same person, the first and the last at the same millisecond"


def _shown(one: RecordingFacts) -> Hashable:
    if one.log is not None:
        return one.sha256
    if not one.timed:
        return one.actor, one.source_sha256 or one.id, one.events
    return one.actor, one.start_ms, one.first_ms, one.end_ms, one.events
