"""The numbers of `analysis.json`: times, rates, paths, variants; `numbers_shape.py` defines their shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from ledgerium_cli.cases.model import Parts
from ledgerium_cli.documents.analysis.numbers_shape import (
    ChangesJson,
    HealthJson,
    HoldKindJson,
    HoldRateJson,
    IntervalJson,
    PassageJson,
    PathJson,
    ReworkJson,
    ReworkTotalJson,
    ShareJson,
    TargetJson,
    TimesJson,
    TotalsJson,
    VariantJson,
    WaitingJson,
    WorkingTimesJson,
)
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.causes import Causes
from ledgerium_cli.findings.health import Health, Share, TargetMet
from ledgerium_cli.findings.metrics import Interval, Metrics, length_of
from ledgerium_cli.findings.paths import Changes, Path
from ledgerium_cli.findings.rates import HoldKind, HoldRate
from ledgerium_cli.findings.rework import Rework
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.findings.variants import Variant
from ledgerium_cli.findings.waiting import Passage, Waiting
from ledgerium_cli.findings.working_time import WorkingTimes
from ledgerium_cli.output.json_pieces import Entries, Fields, in_fields


def metrics_json(analysis: Analysis) -> Fields:
    metrics = analysis.metrics
    return Fields(
        {
            "cycle": partial(times_json, metrics.cycle),
            "hold_rate": partial(_hold_rate, metrics.hold_rate),
            "first_time_right": partial(_first_time_right, *metrics.first_time_right),
            "credit_check_wait": lambda: None,
            **{interval.id: partial(_interval, interval) for interval in metrics.intervals},
        }
    )


def _first_time_right(right: int | None, counted: int) -> ShareJson:
    return ShareJson(n=counted, met=right, rate=right / counted if counted and right is not None else None)


def totals_json(metrics: Metrics) -> Fields:
    whole = TotalsJson(
        cases=metrics.cycle.n,
        cases_known=metrics.known,
        cycle_ms=metrics.parts.total,
        efficiency=metrics.efficiency,
        open_ms={},
        **parts_json(metrics.parts),
    )
    return in_fields(
        whole, open_ms=lambda: Entries((case, length_of(age)) for case, age in metrics.open_cases)
    )


def parts_json(parts: Parts) -> dict[str, int | None]:
    return {
        "work_ms": parts.work,
        "system_wait_ms": parts.system_wait,
        "idle_ms": parts.idle,
        "between_step_wait_ms": parts.between_step_wait,
        "paused_ms": parts.paused,
    }


def times_json(summary: Summary) -> TimesJson:
    return TimesJson(**_times_fields(summary))


def _times_fields(summary: Summary) -> dict[str, Any]:
    return {
        "n": summary.n,
        "values_ms": list(summary.values) if summary.values is not None else None,
        "median_ms": summary.median,
        "p90_ms": summary.p90,
        "min_ms": summary.minimum,
        "max_ms": summary.maximum,
        "mean_ms": summary.mean,
        "mean_low_ms": summary.mean_low,
        "mean_high_ms": summary.mean_high,
    }


def _interval(interval: Interval) -> Fields:
    whole = IntervalJson(
        title=interval.title,
        by_case_ms={},
        without=[],
        unfinished=[],
        unknown=[],
        **_times_fields(interval.times),
    )
    return in_fields(
        whole,
        by_case_ms=lambda: Entries(interval.by_case),
        without=lambda: iter(interval.without),
        unfinished=lambda: iter(interval.unfinished),
        unknown=lambda: iter(interval.unknown),
    )


def _hold_rate(rate: HoldRate) -> HoldRateJson:
    return HoldRateJson(
        n=rate.n,
        held=rate.held,
        rate=rate.rate,
        all_cases=rate.all_cases,
        by_kind=[_hold_kind(one) for one in rate.by_kind],
        closed=rate.closed,
        re_held=list(rate.re_held),
        time_to_release=times_json(rate.time_to_release),
        open=list(rate.open_holds),
        releases_without_hold=rate.releases_without_hold,
        may_be_open=list(rate.may_be_open),
        guessed=rate.guessed,
        never_begun=list(rate.never_begun),
        only_released=list(rate.only_released),
    )


def _hold_kind(one: HoldKind) -> HoldKindJson:
    return HoldKindJson(
        kind=one.kind,
        activity=one.activity,
        cases=one.cases,
        reached=one.reached,
        rate=one.rate,
        closed=one.closed,
        open=one.open,
        not_known=one.not_known,
        time_to_release=times_json(one.time_to_release),
    )


def path_json(path: Path) -> Fields:
    whole = PathJson(
        source=path.source,
        target=path.target,
        count=path.count,
        cases=[],
        between=times_json(path.between),
        hand_offs=path.hand_offs,
        hand_offs_known=path.hand_offs_known,
        system_switches=path.system_switches,
        system_switches_known=path.system_switches_known,
    )
    return in_fields(whole, cases=lambda: iter(path.cases))


def variant_json(one: Variant) -> Fields:
    whole = VariantJson(
        activities=list(one.activities),
        ordered=one.is_ordered,
        cases=[],
        share=one.share,
        coverage=one.coverage,
        cycle=times_json(one.cycle),
    )
    return in_fields(whole, cases=lambda: iter(one.cases))


def rework_json(one: Rework) -> ReworkJson:
    return ReworkJson(
        activity=one.activity,
        how=one.how,
        by=one.by,
        count=one.count,
        cases=list(one.cases),
        share_of_steps=one.share_of_steps,
        share_of_cases=one.share_of_cases,
    )


def rework_total_json(rework: Sequence[Rework], steps: int, cases: int) -> ReworkTotalJson:
    """`steps` and `cases` are the numbers of all."""
    types = [one for one in rework if one.activity is None]
    count, reworked = (
        sum(one.count for one in types),
        len({place for one in types for place in one.cases.places}),
    )
    return ReworkTotalJson(
        count=count,
        cases=reworked,
        share_of_steps=count / steps if steps else None,
        share_of_cases=reworked / cases if cases else None,
    )


def changes_json(changes: Changes) -> ChangesJson:
    is_known = changes.of_cases > 0
    return ChangesJson(
        count=changes.count if is_known else None,
        cases=changes.cases if is_known else None,
        of_cases=changes.of_cases,
        per_case=changes.per_case,
        most=changes.most if is_known else None,
        moves=changes.moves,
        known=changes.known,
    )


def health_json(health: Health) -> HealthJson:
    return HealthJson(
        score=health.score,
        shares={one.name: _share(one) for one in health.shares},
        conforming_steps=_share(health.steps),
        targets=[_target(one) for one in health.targets],
    )


def _share(one: Share) -> ShareJson:
    return ShareJson(n=one.n, met=one.met, rate=one.value)


def _target(one: TargetMet) -> TargetJson:
    return TargetJson(
        metric=one.metric,
        minutes=one.minutes,
        share=one.share,
        met=one.met,
        n=one.n,
        missed=list(one.missed),
    )


def working_json(found: WorkingTimes) -> Fields:
    whole = WorkingTimesJson(
        zone=found.zone,
        cycle=times_json(found.cycle),
        wait=times_json(found.wait),
        time_to_release=times_json(found.time_to_release),
        intervals={name: times_json(times) for name, times in found.intervals},
        cycle_ms={},
        wait_ms={},
    )
    return in_fields(
        whole,
        cycle_ms=lambda: Entries((one.case, one.cycle_ms) for one in found.cases),
        wait_ms=lambda: Entries((one.case, one.wait_ms) for one in found.cases),
    )


def waiting_json(found: Waiting) -> Fields:
    whole = WaitingJson(
        zone=found.zone,
        batch_gap_ms=found.batch_gap_ms,
        steps=found.steps,
        cases=found.cases,
        passages=[],
        efficiency=found.efficiency,
        impact=dict(found.impact),
        **_causes(found.causes),
    )
    return in_fields(whole, passages=lambda: map(_passage, found.passages))


def _passage(one: Passage) -> Fields:
    causes = _causes(one.causes)
    whole = PassageJson(source=one.source, target=one.target, count=one.count, cases=[], **causes)
    return in_fields(whole, cases=lambda: iter(one.cases))


def _causes(causes: Causes) -> dict[str, Any]:
    return {
        "batching_ms": causes.batching,
        "contention_ms": causes.contention,
        "prioritisation_ms": causes.prioritisation,
        "unavailability_ms": causes.unavailability,
        "extraneous_ms": causes.extraneous,
        "not_identifiable_ms": causes.not_identifiable,
        "prioritisation_new_cases_ms": causes.new_cases,
        "batching_at_work_ms": causes.batching_at_work,
    }
