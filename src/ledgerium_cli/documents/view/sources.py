"""The recordings and logs that an analysis is made from."""

from __future__ import annotations

from collections.abc import Container, Sequence

from ledgerium_cli.recording.model import RecordingFacts


class Sources:
    def __init__(self, recordings: Sequence[RecordingFacts], with_case: Container[str]) -> None:
        """`with_case` has the ids of those that hold a case."""
        self.with_case = [one for one in recordings if one.id in with_case]
        """The recordings and logs that hold a case."""
        self.without_case = [one for one in recordings if one.id not in with_case]
        logs = sum(one.log is not None for one in self.with_case)
        self.holding = {"recording": len(self.with_case) - logs, "log": logs}
        """How many of those that hold a case are recordings, and how many logs."""
        self.has_recordings = any(one.log is None for one in recordings)
        self.called = "recordings" if self.has_recordings else "log"
        self.has_logs = any(one.log is not None for one in recordings)
        self.is_made_up = any(one.generated for one in recordings)
        """Whether a program generated at least one of them."""
        self.is_named_strictly = any(one.naming is not None for one in recordings)
        """Whether names in at least one were restricted to known words."""
