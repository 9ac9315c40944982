"""Finds case ids used by both a log and another file: one case each, unless only the numbers coincide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.recording.model import RecordingFacts


class SharedCases(Struct, frozen=True):
    """The number of cases with steps both from a log and from another source."""

    sources: tuple[str, ...]
    """Ids of the recordings and logs with shared cases, most first; at least two."""
    first: str
    """The id of the first such case."""
    shared: int
    anew: int
    """Shared cases that begin anew in each source: with the same activity, and after everything in the source
    before."""

    @property
    def in_doubt(self) -> bool:
        """Whether most shared cases look like two different cases with the same number."""
        return self.anew * 2 > self.shared


def shared_cases(recordings: Sequence[RecordingFacts], cases: Iterable[Case]) -> SharedCases | None:
    """The cases that a log and other files tell of together; None where there are none."""
    logs = {one.id for one in recordings if one.log is not None}
    if not logs or len(recordings) < 2:
        return None
    shared: list[str] = []
    anew, counts = 0, dict.fromkeys((one.id for one in recordings), 0)
    for case in cases:
        by_source: dict[str, list[TimedStep]] = {}
        for step in case.steps:
            by_source.setdefault(step.step.recording, []).append(step)
        if len(by_source) > 1 and logs & by_source.keys():
            shared.append(case.id)
            anew += case.is_ordered and _begins_anew(list(by_source.values()))
            for source in by_source:
                counts[source] += 1
    if not shared:
        return None
    most = sorted((one for one, count in counts.items() if count), key=lambda one: (-counts[one], one))
    return SharedCases(tuple(most), shared[0], len(shared), anew)


def _begins_anew(sources: Sequence[Sequence[TimedStep]]) -> bool:
    """`sources` are sorted by their first step."""
    same = len({steps[0].step.activity.id for steps in sources}) == 1
    apart = (
        max(one.complete_ms for one in before) < after[0].start_ms for before, after in pairwise(sources)
    )
    return same and all(apart)
