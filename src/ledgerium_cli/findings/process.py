"""Which step follows which: directly-follows paths and variants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Evidence, case_ids, shown_by
from ledgerium_cli.findings.statistics import Summary, summarise


class Path(Struct, frozen=True):
    """One activity directly followed by another in a case."""

    source: str | None
    """Activity id; None for the start of a case."""
    target: str | None
    """None for the end of a case."""
    count: int
    cases: tuple[str, ...]
    between: Summary
    """Milliseconds from the completion of the one to the start of the other; zero where they overlap."""
    hand_offs: int
    """How often the actor changed."""
    system_switches: int
    """How often the same actor changed the system."""
    evidence: tuple[Evidence, ...]
    """The last event of the one and the first of the other, for the first case."""


class Variant(Struct, frozen=True):
    activities: tuple[str, ...]
    cases: tuple[str, ...]
    """By their start."""
    share: float
    coverage: float
    """Share of the cases that take this variant or a more frequent one."""
    cycle: Summary
    """Over its cases that reached the declared end; over all where no end is declared."""


class Changes(Struct, frozen=True):
    """How often something changed between two consecutive steps of a case."""

    count: int
    cases: int
    """With at least one."""
    of_cases: int
    most: int
    """In one case."""

    @property
    def per_case(self) -> float:
        return self.count / self.of_cases if self.of_cases else 0.0


Changed = Callable[[TimedStep, TimedStep], bool]


def find_paths(cases: Sequence[Case]) -> tuple[Path, ...]:
    """By how often, then by name; the paths from the start and to the end of cases included."""
    ends: dict[tuple[str | None, str | None], list[Case]] = defaultdict(list)
    rows = defaultdict(list)
    for case in cases:
        ends[None, case.variant[0]].append(case)
        ends[case.variant[-1], None].append(case)
        for path, (before, after) in zip(pairwise(case.variant), pairwise(case.steps), strict=True):
            rows[path].append((case, before, after))
    paths = [
        Path(source, target, len(found), tuple(case.id for case in found), summarise([]), 0, 0, ())
        for (source, target), found in ends.items()
    ]
    for (source, target), found in rows.items():
        _, first, second = found[0]
        paths.append(
            Path(
                source=source,
                target=target,
                count=len(found),
                cases=case_ids(found),
                between=summarise(max(0, after.start_ms - before.complete_ms) for _, before, after in found),
                hand_offs=sum(is_hand_off(before, after) for _, before, after in found),
                system_switches=sum(is_system_switch(before, after) for _, before, after in found),
                evidence=(
                    shown_by(first.step, -1),
                    shown_by(second.step, 0),
                ),
            )
        )
    return tuple(sorted(paths, key=lambda path: (-path.count, path.source or "", path.target or "")))


def find_variants(cases: Sequence[Case]) -> tuple[Variant, ...]:
    """Most frequent first, ties by the earliest case; the first one is the happy path."""
    found: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: (case.start_ms, case.id)):
        found[case.variant].append(case)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0].start_ms, item[1][0].id))
    covered = accumulate(len(own) for _, own in ordered)
    return tuple(
        Variant(
            activities=activities,
            cases=tuple(case.id for case in own),
            share=len(own) / len(cases),
            coverage=reached / len(cases),
            cycle=summarise(case.cycle_ms for case in own if case.complete is not False),
        )
        for (activities, own), reached in zip(ordered, covered, strict=True)
    )


def find_changes(cases: Sequence[Case], changed: Changed) -> Changes:
    counts = [sum(changed(*pair) for pair in pairwise(case.steps)) for case in cases]
    return Changes(sum(counts), sum(map(bool, counts)), len(cases), max(counts, default=0))


def is_hand_off(before: TimedStep, after: TimedStep) -> bool:
    """Where both are known."""
    one, other = before.step.actor, after.step.actor
    return one != other and bool(one and other)


def is_system_switch(before: TimedStep, after: TimedStep) -> bool:
    return before.step.actor == after.step.actor and before.step.system != after.step.system
