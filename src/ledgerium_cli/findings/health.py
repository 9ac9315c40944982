"""Process health: the mean of those of four shares that can be measured, 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.workflow.wire import Target, Workflow

FORMULA = "100 × mean of the shares that can be measured"


@dataclass(frozen=True, slots=True)
class Share:
    name: str
    met: int | None
    """None where it cannot be measured."""
    n: int

    @property
    def value(self) -> float | None:
        return self.met / self.n if self.met is not None and self.n else None


@dataclass(frozen=True, slots=True)
class TargetMet:
    metric: str
    minutes: int | None
    share: float | None
    met: int
    n: int
    missed: tuple[str, ...]
    """Cases beyond a target of minutes."""


@dataclass(frozen=True, slots=True)
class Health:
    shares: tuple[Share, ...]
    targets: tuple[TargetMet, ...]

    @property
    def score(self) -> float | None:
        known = [share.value for share in self.shares if share.value is not None]
        return 100 * sum(known) / len(known) if known else None


def health_of(
    cases: Sequence[Case], metrics: Metrics, deviations: Sequence[Deviation], workflow: Workflow | None
) -> Health:
    declared = workflow is not None and bool(workflow.activities)
    targets = tuple(
        _target(one, cases, metrics) for one in (workflow.targets if workflow is not None else ())
    )
    deviating = {deviation.case for deviation in deviations}
    timed = [one for one in targets if one.minutes is not None]
    right, counted = metrics.first_time_right
    rate = metrics.hold_rate
    return Health(
        shares=(
            Share("First-time-right", right, counted),
            Share("Conformance rate", len(cases) - len(deviating) if declared else None, len(cases)),
            Share("Not held", rate.n - rate.held if rate.n and rate.held is not None else None, rate.n or 0),
            Share(
                "Within target", sum(one.met for one in timed) if timed else None, sum(one.n for one in timed)
            ),
        ),
        targets=targets,
    )


def _target(target: Target, cases: Sequence[Case], metrics: Metrics) -> TargetMet:
    if target.minutes is None:
        rate = metrics.hold_rate.rate
        met = rate is not None and target.share is not None and rate <= target.share
        return TargetMet(target.metric, None, target.share, int(met), int(rate is not None), ())
    times = _times(target.metric, cases, metrics)
    missed = tuple(case for case, length in times if length > target.minutes * 60_000)
    return TargetMet(target.metric, target.minutes, None, len(times) - len(missed), len(times), missed)


def _times(metric: str, cases: Sequence[Case], metrics: Metrics) -> Sequence[tuple[str, int]]:
    if metric == "cycle":
        return [(case.id, case.cycle_ms) for case in cases if case.complete is not False]
    return next((interval.by_case for interval in metrics.intervals if interval.id == metric), ())
