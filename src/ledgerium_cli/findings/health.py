"""Process health: the mean of those of four shares that can be measured, 0 to 100. For few cases only the shares."""

from __future__ import annotations

from array import array

from msgspec import Struct

from ledgerium_cli.findings.deviating import Deviations
from ledgerium_cli.findings.deviations import can_conform, demands_nothing
from ledgerium_cli.findings.metrics import Metrics
from ledgerium_cli.findings.order import CaseIds, Order
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.workflow.limits import as_written, in_ms
from ledgerium_cli.workflow.wire import Target, Workflow

FORMULA = "100 × mean of the shares that can be measured"


class Share(Struct, frozen=True):
    name: str
    met: int | None
    """None when it cannot be measured."""
    n: int

    @property
    def value(self) -> float | None:
        return self.met / self.n if self.met is not None and self.n else None


class TargetMet(Struct, frozen=True):
    metric: str
    minutes: float | None
    share: float | None
    met: int
    n: int
    missed: CaseIds
    """Cases beyond a target in minutes, open ones included."""
    still_open: int = 0
    """The number of cases in `missed` that had not reached the end of the interval."""


class Health(Struct, frozen=True):
    shares: tuple[Share, ...]
    steps: Share
    """The share of conforming steps, shown beside the conformance rate of cases; not part of the score."""
    targets: tuple[TargetMet, ...]
    cases: int
    counted: int
    """The number of cases in cycle time statistics: those that reached the declared end, or all when none is
    declared."""

    @property
    def is_few(self) -> bool:
        """Whether a single score would claim too much: there are fewer than five cases, or none is complete."""
        return self.cases < FEW or not self.counted

    @property
    def score(self) -> float | None:
        if self.is_few:
            return None
        known = [share.value for share in self.shares if share.value is not None]
        return 100 * sum(known) / len(known) if known else None


def health_of(order: Order, metrics: Metrics, deviations: Deviations, workflow: Workflow | None) -> Health:
    targets = tuple(
        _target(one, order, metrics) for one in (workflow.targets if workflow is not None else ())
    )
    timed = [one for one in targets if one.minutes is not None]
    right, counted = metrics.first_time_right
    rate, cases = metrics.hold_rate, len(order.ids)
    can = can_conform(workflow) and (bool(deviations) or workflow is None or not demands_nothing(workflow))
    conforming, judged = deviations.conforming_cases
    as_declared, steps = deviations.conforming_steps
    return Health(
        shares=(
            Share("First-time-right", right, counted),
            Share("Conformance rate", conforming if can else None, judged),
            Share("Not held", rate.n - rate.held if rate.n and rate.held is not None else None, rate.n or 0),
            Share(
                "Within target", sum(one.met for one in timed) if timed else None, sum(one.n for one in timed)
            ),
        ),
        steps=Share("Conforming steps", as_declared if can else None, steps),
        targets=targets,
        cases=cases,
        counted=metrics.counted,
    )


def _target(target: Target, order: Order, metrics: Metrics) -> TargetMet:
    missed = array("I")
    if target.minutes is None:
        rate = metrics.hold_rate.rate
        met = rate is not None and target.share is not None and rate <= target.share
        return TargetMet(
            target.metric, None, target.share, int(met), int(rate is not None), order.named(missed)
        )
    bound = in_ms(target.minutes)
    settled = still_open = 0
    for span in metrics.spans_of(target.metric):
        if span.counted_ms is None:
            continue
        if span.counted_ms > bound:
            missed.append(span.case)
            still_open += int(not span.finished)
        # An open case may still meet its target until it has passed it.
        settled += span.finished or span.counted_ms > bound
    in_time, late = settled - len(missed), order.named(missed)
    return TargetMet(target.metric, as_written(target.minutes), None, in_time, settled, late, still_open)
