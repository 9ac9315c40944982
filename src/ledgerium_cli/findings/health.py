"""Process health: the mean of those of four shares that can be measured, 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.deviations import Deviation, can_deviate, conforming_steps
from ledgerium_cli.findings.metrics import Metrics, Span
from ledgerium_cli.workflow.wire import Target, Workflow

MINUTE_MS = 60_000
FORMULA = "100 × mean of the shares that can be measured"


class Share(Struct, frozen=True):
    name: str
    met: int | None
    """None where it cannot be measured."""
    n: int

    @property
    def value(self) -> float | None:
        return self.met / self.n if self.met is not None and self.n else None


class TargetMet(Struct, frozen=True):
    metric: str
    minutes: int | None
    share: float | None
    met: int
    n: int
    missed: tuple[str, ...]
    """Cases beyond a target of minutes, open ones included."""


class Health(Struct, frozen=True):
    shares: tuple[Share, ...]
    steps: Share
    """As declared, beside the conformance rate, which is of cases; no part of the score."""
    targets: tuple[TargetMet, ...]

    @property
    def score(self) -> float | None:
        known = [share.value for share in self.shares if share.value is not None]
        return 100 * sum(known) / len(known) if known else None


def health_of(
    cases: Sequence[Case], metrics: Metrics, deviations: Sequence[Deviation], workflow: Workflow | None
) -> Health:
    targets = tuple(
        _target(one, cases, metrics) for one in (workflow.targets if workflow is not None else ())
    )
    deviating = {deviation.case for deviation in deviations}
    timed = [one for one in targets if one.minutes is not None]
    right, counted = metrics.first_time_right
    rate, can = metrics.hold_rate, can_deviate(workflow)
    as_declared, steps = conforming_steps(cases, deviations)
    return Health(
        shares=(
            Share("First-time-right", right, counted),
            Share("Conformance rate", len(cases) - len(deviating) if can else None, len(cases)),
            Share("Not held", rate.n - rate.held if rate.n and rate.held is not None else None, rate.n or 0),
            Share(
                "Within target", sum(one.met for one in timed) if timed else None, sum(one.n for one in timed)
            ),
        ),
        steps=Share("Conforming steps", as_declared if can else None, steps),
        targets=targets,
    )


def _target(target: Target, cases: Sequence[Case], metrics: Metrics) -> TargetMet:
    if target.minutes is None:
        rate = metrics.hold_rate.rate
        met = rate is not None and target.share is not None and rate <= target.share
        return TargetMet(target.metric, None, target.share, int(met), int(rate is not None), ())
    bound = target.minutes * MINUTE_MS
    spans = _spans(target.metric, cases, metrics)
    known = [(span, span.counted_ms) for span in spans if span.counted_ms is not None]
    missed = [span.case for span, counted in known if counted > bound]
    # An open case can still meet its target, until it is past it.
    settled = [span for span, counted in known if span.finished or counted > bound]
    return TargetMet(
        target.metric, target.minutes, None, len(settled) - len(missed), len(settled), tuple(missed)
    )


def _spans(metric: str, cases: Sequence[Case], metrics: Metrics) -> Sequence[Span]:
    if metric == "cycle":
        ages = dict(metrics.open_cases)
        return [
            Span(
                case=case.id,
                since_ms=case.start_ms,
                until_ms=case.end_ms,
                counted_ms=ages.get(case.id, case.cycle_ms),
                finished=case.complete is not False,
            )
            for case in cases
        ]
    return next((interval.spans for interval in metrics.intervals if interval.id == metric), ())
