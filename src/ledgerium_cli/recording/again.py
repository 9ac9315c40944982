"""Recordings that show the same work under different ids: a copy that was saved under another one counts twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ledgerium_cli.recording.model import RecordingFacts


def saved_again(recordings: Iterable[RecordingFacts]) -> list[tuple[RecordingFacts, RecordingFacts]]:
    """Each that shows what one before it shows, behind that one. It is a doubt: nobody begins and ends twice in the
    same milliseconds with the same number of events, but the two may be told apart by what no document asks for."""
    first: dict[Hashable, RecordingFacts] = {}
    return [(known, one) for one in recordings if (known := first.setdefault(_shown(one), one)).id != one.id]


def why(one: RecordingFacts) -> str:
    """By what it shows the same."""
    if one.log is not None:
        return "they were read from the same content"
    return "as many events by the same person, the first and the last at the same millisecond"


def _shown(one: RecordingFacts) -> Hashable:
    if one.log is not None:
        return one.sha256
    return one.actor, one.start_ms, one.first_ms, one.end_ms, one.events
