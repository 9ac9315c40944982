"""Finds steps that stand in two logs: exports that overlap hold the same rows, and each counts as done again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.model import Step


class InTwoLogs(Struct, frozen=True):
    """Steps of one log that a log before it tells of as well, in all that is read of them. This is a suspicion: the
    same may have been done twice at the same millisecond by the same person."""

    known: str
    """The id of the log before it."""
    again: str
    steps: int
    first: Evidence
    """The first of them, in `again`."""


class InTwoLogsFold:
    def __init__(self, recordings: Sequence[RecordingFacts]) -> None:
        """`recordings` are sorted by start."""
        logs = [one for one in recordings if one.log is not None]
        self._logs = {one.id: place for place, one in enumerate(logs)}
        self._contents = {one.id: one.sha256 for one in logs}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], tuple[int, tuple[int, ...]]] = {}

    def add(self, case: Case, place: int, first: int) -> None:
        if len(self._logs) < 2 or len({timed.step.recording for timed in case.steps}) < 2:
            return
        told: dict[Hashable, dict[str, list[Step]]] = defaultdict(dict)
        for timed in case.steps:
            if (step := timed.step).recording in self._logs:
                own = told[step.actor, step.shape, step.packed_times]
                own.setdefault(step.recording, []).append(step)
        for by_log in told.values():
            known, *others = sorted(by_log, key=self._logs.__getitem__)
            for again in others:
                self._count(known, again, by_log[again][: len(by_log[known])])

    def _count(self, known: str, again: str, steps: Sequence[Step]) -> None:
        """Two logs of one content are told of as a whole (`recording/again.py`)."""
        if self._contents[known] == self._contents[again]:
            return
        self._counts[known, again] += len(steps)
        for one in steps:
            number = one.key[1], one.events
            self._first[known, again] = min(self._first.get((known, again), number), number)

    def conclude(self) -> tuple[InTwoLogs, ...]:
        pairs = sorted(self._counts, key=lambda pair: (self._logs[pair[1]], self._logs[pair[0]]))
        return tuple(
            InTwoLogs(known, again, self._counts[known, again], Evidence(again, self._first[known, again][1]))
            for known, again in pairs
        )
