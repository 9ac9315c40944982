"""Reads a side of a comparison from an `analysis.json`; recordings are first analysed into one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from ledgerium_cli.cases.model import Parts
from ledgerium_cli.documents.analysis.numbers_shape import HealthJson, HoldRateJson, IntervalJson, ShareJson
from ledgerium_cli.documents.analysis.render import analysis_pieces
from ledgerium_cli.documents.analysis.shape import DeviationJson, FilterJson, NotKnownJson
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.differences.side import Days, Share, Side, Times, What
from ledgerium_cli.findings.zone import UTC
from ledgerium_cli.steps.model import CUT_OFF
from ledgerium_cli.workflow.calendar import zone_named
from ledgerium_cli.workflow.limits import as_written


class _Step(msgspec.Struct, frozen=True, gc=False):
    activity: str
    work_ms: int | None
    own_work_ms: int | UnsetType | None = UNSET
    """Unset in an older build, which had `work_ms` for it."""
    wait_at_step_ms: int | UnsetType | None = UNSET


class _Hold(msgspec.Struct, frozen=True, gc=False):
    start: str | None
    end: str | None
    released: bool | UnsetType | None = UNSET

    @property
    def is_closed(self) -> bool | None:
        """None where it is not known."""
        return self.end is not None if self.released is UNSET else self.released


class _Case(msgspec.Struct, frozen=True):
    id: str
    variant: tuple[str, ...]
    complete: bool | None
    start: str | None
    end: str | None
    cycle_ms: int | None
    work_ms: int | None
    system_wait_ms: int | None
    idle_ms: int | None
    between_step_wait_ms: int | None
    paused_ms: int | None
    holds: tuple[_Hold, ...]
    steps: tuple[_Step, ...]
    ordered: bool = True
    ended: bool = False

    @property
    def parts(self) -> Parts:
        return Parts(
            self.work_ms, self.system_wait_ms, self.idle_ms, self.between_step_wait_ms, self.paused_ms
        )


class _Activity(msgspec.Struct, frozen=True):
    id: str
    title: str
    systems: tuple[str, ...]
    renamed: str | None = None


class _Recording(msgspec.Struct, frozen=True):
    start: str
    sha256: str
    sealed: bool
    lines_left_out: dict[str, int] = {}
    events_missing: int = 0
    timed: bool = True


class _Metrics(msgspec.Struct, frozen=True):
    hold_rate: HoldRateJson
    first_time_right: ShareJson


class _AnalysisJson(msgspec.Struct, frozen=True):
    """The parts of an `analysis.json` that are compared; fields with defaults may be missing in files of earlier
    versions."""

    format: Literal[1, 2]
    workflow: str | None
    filter: FilterJson | None
    recordings: tuple[_Recording, ...]
    cases: tuple[_Case, ...]
    activities: tuple[_Activity, ...]
    metrics: dict[str, msgspec.Raw]
    health: HealthJson
    deviations: tuple[DeviationJson, ...]
    workflow_sha256: str | UnsetType | None = UNSET
    time_zone: str = UTC
    seen_until: str | UnsetType = UNSET
    not_judged: tuple[NotKnownJson, ...] = ()


def side_of(analysis: Analysis, name: str) -> Side:
    """The side of recordings, under the name that the person gave: read from what a build of them writes, so that
    recordings and builds are compared by the same numbers. It holds `analysis.json` in memory."""
    return side_of_json(b"".join(analysis_pieces(analysis)), name)


def side_of_json(content: bytes, name: str) -> Side:
    """Raises UsageError unless it is an `analysis.json` with at least one case."""
    try:
        told = msgspec.json.decode(content, type=_AnalysisJson)
        metrics = msgspec.json.decode(msgspec.json.encode(told.metrics), type=_Metrics)
        intervals = [*_intervals(told.metrics)]
        return _Counted(told, metrics, intervals).side(name)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UsageError(
            f"{name}: is no analysis.json that can be compared ({error}). Build it anew."
        ) from error


def _day(instant: str, zone: str) -> str:
    return datetime.fromisoformat(instant).astimezone(zone_named(zone)).date().isoformat()


def _intervals(metrics: Mapping[str, msgspec.Raw]) -> Iterator[tuple[str, IntervalJson]]:
    for name, raw in metrics.items():
        if name not in ("cycle", "hold_rate", "first_time_right"):
            told = msgspec.json.decode(raw, type=IntervalJson | None)
            if told is not None:
                yield name, told


@dataclass(slots=True)
class _Taken:
    """The cases that took an activity, a way or a path."""

    cases: int = 0
    marks: int = 0
    """The sum of their marks."""


@dataclass(frozen=True, slots=True)
class _Counted:
    told: _AnalysisJson
    metrics: _Metrics
    intervals: Sequence[tuple[str, IntervalJson]]

    def side(self, name: str) -> Side:
        told, counted, taken = self.told, self.counted, self._taken()
        marked = sum(case.ended for case in told.cases if case.complete is False)
        if not told.cases:
            raise ValueError("it has no case")
        days = [day for case in told.cases for day in (case.start, case.end) if day is not None]
        days += [one.start for one in told.recordings if not one.timed]
        digest = told.workflow_sha256
        return Side(
            name=name,
            workflow=told.workflow,
            rules="" if digest is UNSET else digest,
            conditions=tuple(told.filter.conditions) if told.filter is not None else (),
            recordings=frozenset(one.sha256 for one in told.recordings),
            not_whole=sum(
                bool(one.lines_left_out or one.events_missing) or not one.sealed for one in told.recordings
            ),
            lines_left_out=sum(sum(one.lines_left_out.values()) for one in told.recordings),
            cases=frozenset(case.id for case in told.cases),
            open=len(told.cases) - len(counted) - marked,
            untold=tuple(
                _instant(case.start)
                for case in told.cases
                if case.complete is None and case.start is not None
            ),
            seen_until_ms=self._seen_until_ms,
            marked=marked,
            first_day=_day(min(days), told.time_zone),
            last_day=_day(max(days), told.time_zone),
            zone=told.time_zone,
            days=_days(told.recordings),
            titles={one.id: one.title for one in told.activities},
            given={one.id: one.renamed for one in told.activities if one.renamed is not None},
            systems={one.id: one.systems for one in told.activities},
            metrics={one: told.title for one, told in self.intervals},
            usual_way=_usual_way(taken),
            health=told.health.score,
            health_shares=_measured(told.health),
            can_be_held=self.metrics.hold_rate.held is not None,
            can_deviate=self._can_deviate,
            in_order=len(self.in_order),
            not_judged=self._not_judged,
            not_known=frozenset(self._not_known()),
            waits_told=all(one.wait_at_step_ms is not UNSET for case in told.cases for one in case.steps),
            times={what: times for what, times in self._times() if times.values},
            shares={what: _possible(share) for what, share in self._shares(taken) if share.n},
            taken_by={what: one.marks for what, one in taken.items()},
            performing=_performing(counted),
            reaching=_performing(told.cases),
        )

    @property
    def counted(self) -> list[_Case]:
        return [case for case in self.told.cases if case.complete is not False]

    @property
    def _seen_until_ms(self) -> int:
        if self.told.seen_until is not UNSET:
            return _instant(self.told.seen_until)
        return max((_instant(case.end) for case in self.told.cases if case.end is not None), default=0)

    @property
    def in_order(self) -> list[_Case]:
        return [case for case in self.counted if case.ordered]

    @property
    def _not_judged(self) -> Counter[tuple[str, str]]:
        deviating = {(one.kind, one.activity, one.case) for one in self.told.deviations}
        asked = {(one.kind, one.activity, one.case) for one in self.told.not_judged} - deviating
        return Counter((kind, activity) for kind, activity, _ in asked)

    def _not_known(self) -> Iterator[What]:
        yield from (What("interval", (metric,)) for metric, told in self.intervals if told.unknown)
        holds = (hold for case in self.told.cases for hold in case.holds)
        if any(hold.is_closed is not False for hold in holds):
            yield What("time_to_release")

    @property
    def _can_deviate(self) -> bool:
        rate = self.told.health.shares.get("Conformance rate")
        return rate is not None and rate.met is not None

    def _times(self) -> Iterator[tuple[What, Times]]:
        counted = self.counted
        yield What("cycle"), _of_cases((case.id, case.cycle_ms) for case in counted)
        yield What("wait"), _of_cases((case.id, case.parts.wait) for case in counted)
        for part in ("work", "system_wait", "idle", "between_step_wait", "paused"):
            yield What(part), _of_cases((case.id, getattr(case.parts, part)) for case in counted)
        for metric, told in self.intervals:
            yield What("interval", (metric,)), _of_cases(told.by_case_ms.items())
        known = [case for case in self.told.cases if self.told.format > 1 or case.cycle_ms is not None]
        rows = [(case.id, ms) for case in known for one in case.holds if (ms := _ms(one)) is not None]
        yield What("time_to_release"), _of_steps(rows)
        yield from self._step_times()

    def _step_times(self) -> Iterator[tuple[What, Times]]:
        found: dict[What, list[tuple[str, int]]] = defaultdict(list)
        for case in self.told.cases:
            for step in case.steps:
                work = step.work_ms if step.own_work_ms is UNSET else step.own_work_ms
                if isinstance(work, int):
                    found[What("step_work", (step.activity,))].append((case.id, work))
                if isinstance(step.wait_at_step_ms, int):
                    found[What("step_wait", (step.activity,))].append((case.id, step.wait_at_step_ms))
        yield from ((what, _of_steps(rows)) for what, rows in found.items())

    def _taken(self) -> dict[What, _Taken]:
        """By activity, way and path."""
        ways: dict[tuple[tuple[str, ...], bool], list[int]] = defaultdict(list)
        for case in self.counted:
            ways[case.variant, case.ordered].append(_mark(case.id))
        found: dict[What, _Taken] = defaultdict(_Taken)
        for (way, ordered), marks in ways.items():
            for what in _taken_on(way, ordered=ordered):
                found[what].cases += len(marks)
                found[what].marks += sum(marks)
        return found

    def _shares(self, taken: Mapping[What, _Taken]) -> Iterator[tuple[What, Share]]:
        counted, all_cases = self.counted, len(self.told.cases)
        yield from self._rates()
        performing = _performing(counted)
        again = [own for case in counted if (own := _repeated(case.variant))]
        yield What("rework"), Share(len(again), len(counted))
        repeated = Counter(activity for own in again for activity in own)
        yield from ((What("repeated", (one,)), Share(n, performing[one])) for one, n in repeated.items())
        of = {"activity": len(counted), "way": len(self.in_order), "path": len(self.in_order)}
        yield from ((what, Share(one.cases, of[what.topic])) for what, one in taken.items())
        deviating = dict.fromkeys((one.kind, one.activity, one.case) for one in self.told.deviations)
        by_kind = Counter((kind, activity) for kind, activity, _ in deviating)
        not_judged = self._not_judged
        yield from (
            (What("deviation", one), Share(n, all_cases - not_judged[one])) for one, n in by_kind.items()
        )

    def _rates(self) -> Iterator[tuple[What, Share]]:
        rate, right, health = self.metrics.hold_rate, self.metrics.first_time_right, self.told.health
        if rate.held is not None and rate.n:
            yield What("held"), Share(rate.held, rate.n)
        yield from (
            (What("hold", (one.kind, one.activity)), Share(one.cases, one.reached)) for one in rate.by_kind
        )
        if right.met is not None:
            yield What("first_time_right"), Share(right.met, right.n)
        conforming = health.shares.get("Conformance rate")
        if conforming is not None and conforming.met is not None:
            yield What("conforming"), Share(conforming.met, conforming.n)
        for one in health.targets:
            if one.minutes is not None:
                yield What("target", (one.metric, str(as_written(one.minutes)))), Share(one.met, one.n)


def _repeated(variant: Sequence[str]) -> list[str]:
    return [activity for activity, n in Counter(variant).items() if n > 1 and activity != CUT_OFF.id]


def _performing(cases: Sequence[_Case]) -> Counter[str]:
    """The number of cases in which each activity is performed."""
    return Counter(activity for case in cases for activity in {*case.variant})


def _measured(health: HealthJson) -> dict[str, Share]:
    shares = {
        name: _possible(Share(one.met, one.n)) for name, one in health.shares.items() if one.met is not None
    }
    return {name: share for name, share in shares.items() if share.n}


def _usual_way(taken: Mapping[What, _Taken]) -> tuple[str, ...]:
    ways = (what for what in taken if what.topic == "way")
    usual = max(ways, key=lambda what: taken[what].cases, default=What("way"))
    return tuple(one for one in usual.of if one is not None)


def _mark(case: str) -> int:
    """A number of the case alone, so that sums of them tell sets of cases apart."""
    return int.from_bytes(blake2b(case.encode(), digest_size=16).digest(), "big")


def _possible(share: Share) -> Share:
    if not 0 <= share.met <= share.n:
        raise ValueError(f"it counts {share.met} of {share.n}")
    return share


def _taken_on(way: tuple[str, ...], *, ordered: bool) -> Iterator[What]:
    """The activities of a way; where their order is known, the way itself and its paths."""
    yield from (What("activity", (one,)) for one in dict.fromkeys(way))
    if ordered:
        yield What("way", way)
        yield from (What("path", path) for path in dict.fromkeys(pairwise((None, *way, None))))


def _of_cases(rows: Iterable[tuple[str, int | None]]) -> Times:
    """Rows of a case and its only value."""
    found = [(case, value) for case, value in rows if value is not None]
    values = tuple(value for _, value in found)
    return Times(values, values, tuple(case for case, _ in found), values)


def _of_steps(rows: Sequence[tuple[str, int]]) -> Times:
    found: dict[str, list[int]] = defaultdict(list)
    for case, value in rows:
        found[case].append(value)
    return Times(
        values=tuple(value for _, value in rows),
        by_case=tuple(round(sum(own) / len(own)) for own in found.values()),
        ids=tuple(found),
        sums=tuple(map(sum, found.values())),
    )


def _days(recordings: Sequence[_Recording]) -> Days:
    timed = {one.timed for one in recordings}
    return "recorded" if False not in timed else "given" if True not in timed else "in part given"


def _ms(hold: _Hold) -> int | None:
    if hold.start is None or hold.end is None:
        return None
    return _instant(hold.end) - _instant(hold.start)


def _instant(told: str) -> int:
    """UTC milliseconds."""
    return round(datetime.fromisoformat(told).timestamp() * 1000)
