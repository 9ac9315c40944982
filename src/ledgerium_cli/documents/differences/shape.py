"""The shape of `ledgerium diff --format json`, format 1, and its schema. Differences are B minus A; times are
milliseconds."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledgerium_cli.documents.analysis.numbers import times_json
from ledgerium_cli.documents.analysis.numbers_shape import TimesJson
from ledgerium_cli.documents.differences.in_short import in_short
from ledgerium_cli.documents.differences.words import named, notes
from ledgerium_cli.findings.differences.compare import Diff, Difference, Health, Timing, Untold, Verdict
from ledgerium_cli.findings.differences.same_cases import facts_of
from ledgerium_cli.findings.differences.side import Days, Share, Topic
from ledgerium_cli.findings.differences.unsettled import Letter
from ledgerium_cli.findings.noise import SIGNIFICANT
from ledgerium_cli.output.text import plain


class SideJson(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    workflow: str | None
    conditions: list[str]
    """The conditions of the filter: `--only actor=Ana`."""
    cases: int
    open: int
    """Not counted in cycle time, work, wait, activities, ways and paths."""
    may_not_have_ended: int
    """Those that are open, or began so late that fewer than nine in ten would have ended before the recordings do."""
    settled: bool
    """Whether these are at most one in five; else nothing is compared."""
    ended: int
    """Ended by a person before the declared end; not counted there either."""
    first_day: str
    last_day: str
    time_zone: str
    """IANA name of the zone of these days."""
    days: Days
    """Given by a person for recordings that tell no times."""
    usual_way: list[str]
    health: float | None
    """Of all shares that this side has; `health` of the comparison is of those that both have."""


class CountedJson(msgspec.Struct, frozen=True, kw_only=True):
    met: int
    n: int
    share: float | None


class EffectJson(msgspec.Struct, frozen=True, kw_only=True):
    """B minus A, estimated from all cases of both sides."""

    what: Literal["shift_ms", "difference_of_shares"]
    """Hodges-Lehmann shift with Moses' interval, milliseconds; or difference of shares with Newcombe's interval."""
    value: float
    low: float
    """This and the next one are the bounds of the 95 % interval."""
    high: float


class ComparedJson(msgspec.Struct, frozen=True, kw_only=True):
    topic: Topic
    of: list[str | None]
    """By topic: the metric of an interval; the activity of a step; kind and activity of a hold or a deviation;
    metric and minutes of a target; both activities of a path (null for the start and the end of a case); the
    activities of a way."""
    title: str
    verdict: Verdict
    """`differs` means by more than noise."""
    untold: Untold | None
    """The cases of a side may not have ended; fewer than five cases on a side; so few are the one or the other that
    no division of the cases could be significant; so for times, and nearly all are the same; not known on a side."""
    times_a: TimesJson | None
    """For topics that are times."""
    times_b: TimesJson | None
    cases_a: int | None
    """The number of cases that the times come from."""
    cases_b: int | None
    share_a: CountedJson | None
    """For topics that are shares."""
    share_b: CountedJson | None
    effect: EffectJson | None
    """Null when nothing was tested."""
    cliffs_delta: float | None
    test: Literal["mann_whitney", "fisher"] | None
    """For times, and for shares. Null when nothing was tested."""
    p: float | None
    """The two-sided p of the test."""
    p_corrected: float | None
    """p corrected by Holm for all tests; null when the test could not be significant."""
    told_with: str | None
    """For steps, paths and ways that the same cases took: the title of the one that is told for all of them, null for
    that one itself."""


class RenamedJson(msgspec.Struct, frozen=True, kw_only=True):
    before: str
    after: str


class GivenJson(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    """As declared or observed."""
    a: str | None
    """The name that people gave to it in A."""
    b: str | None


class HealthJson(msgspec.Struct, frozen=True, kw_only=True):
    shares: list[str]
    """Those that both sides have."""
    a: float
    """Their mean, 0 to 100."""
    b: float


class DiffJson(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal[1]
    a: SideJson
    b: SideJson
    same_workflow: bool | None
    """Whether both workflow files declare the same; null when a build does not say."""
    cases_in_both: int
    renamed: list[RenamedJson]
    named_by_people: list[GivenJson]
    health: HealthJson | None
    """Null where a side has no number or is not settled, or the two have no share in common."""
    in_short: str
    """What changed, in one sentence."""
    notes: list[str]
    """What a reader must know before trusting the numbers, in words."""
    differs: bool
    """Whether anything differs by more than noise."""
    tests: int
    """The number of tests corrected for."""
    level: float
    differences: list[ComparedJson]


def json_of(diff: Diff) -> DiffJson:
    rules = diff.a.rules, diff.b.rules
    return DiffJson(
        format=1,
        a=_side("a", diff),
        b=_side("b", diff),
        same_workflow=None if "" in rules else rules[0] == rules[1],
        cases_in_both=len(diff.a.cases & diff.b.cases),
        renamed=[RenamedJson(before=one, after=other) for one, other in diff.renamed],
        named_by_people=[GivenJson(title=one.title, a=one.a, b=one.b) for one in diff.given],
        health=_health(diff.health),
        in_short=plain(in_short(diff)),
        notes=[plain(line) for line in notes(diff)],
        differs=diff.differs,
        tests=diff.tests,
        level=SIGNIFICANT,
        differences=_all_compared(diff),
    )


def _side(letter: Letter, diff: Diff) -> SideJson:
    side = diff.side(letter)
    return SideJson(
        name=side.name,
        workflow=side.workflow,
        conditions=list(side.conditions),
        cases=len(side.cases),
        open=side.open,
        may_not_have_ended=diff.going_on[letter],
        settled=letter not in diff.unsettled,
        ended=side.marked,
        first_day=side.first_day,
        last_day=side.last_day,
        time_zone=side.zone,
        days=side.days,
        usual_way=list(side.usual_way),
        health=side.health,
    )


def _health(health: Health | None) -> HealthJson | None:
    return None if health is None else HealthJson(shares=list(health.shares), a=health.a, b=health.b)


def _all_compared(diff: Diff) -> list[ComparedJson]:
    facts = facts_of(diff, diff.differences)
    told_with = {one.what: named(fact.told.what, diff) for fact in facts for one in fact.others}
    return [_compared(one, diff, told_with.get(one.what)) for one in diff.differences]


def _compared(one: Difference, diff: Diff, told_with: str | None) -> ComparedJson:
    return ComparedJson(
        topic=one.what.topic,
        of=list(one.what.of),
        title=named(one.what, diff),
        verdict=one.verdict,
        untold=one.untold,
        times_a=times_json(one.a.times) if isinstance(one.a, Timing) else None,
        times_b=times_json(one.b.times) if isinstance(one.b, Timing) else None,
        cases_a=one.a.cases if isinstance(one.a, Timing) else None,
        cases_b=one.b.cases if isinstance(one.b, Timing) else None,
        share_a=_counted(one.a),
        share_b=_counted(one.b),
        effect=_effect(one),
        cliffs_delta=one.delta,
        test=None if one.p is None else "mann_whitney" if isinstance(one.a, Timing) else "fisher",
        p=one.p,
        p_corrected=one.corrected,
        told_with=told_with,
    )


def _effect(one: Difference) -> EffectJson | None:
    if one.effect is None:
        return None
    return EffectJson(
        what="shift_ms" if isinstance(one.a, Timing) else "difference_of_shares",
        value=one.effect.value,
        low=one.effect.low,
        high=one.effect.high,
    )


def _counted(side: Timing | Share | None) -> CountedJson | None:
    return CountedJson(met=side.met, n=side.n, share=side.value) if isinstance(side, Share) else None


def diff_schema() -> dict[str, object]:
    (_,), parts = msgspec.json.schema_components([DiffJson], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ledgerium diff, format 1",
        "$ref": "#/$defs/DiffJson",
        "$defs": dict(sorted(parts.items())),
    }
