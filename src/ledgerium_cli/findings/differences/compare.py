"""Compares two sides: every value of both, how much it differs, and whether by more than noise.

Times are tested by Mann-Whitney, shares by Fisher's exact test, and all p-values are corrected together (Holm): when
nothing differs, the probability of reporting any difference is at most 5 %, as far as cases are independent. Steps of
one case are not independent: a case with several times of one kind is tested once, with their mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from ledgerium_cli.findings.differences.side import TOPICS, Share, Side, Times, Topic, What
from ledgerium_cli.findings.differences.unsettled import Letter, going_on
from ledgerium_cli.findings.effects import Estimate, cliffs_delta, difference_of_shares, shift_of
from ledgerium_cli.findings.noise import SIGNIFICANT, can_tell, fisher_of, holm
from ledgerium_cli.findings.rank_test import rank_test
from ledgerium_cli.findings.settled import is_settled
from ledgerium_cli.findings.statistics import FEW, Summary, summarise
from ledgerium_cli.findings.titles import titles_apart

USUAL = 0.1
"""The least share of the cases of both sides that a way needs to be compared."""
Untold = Literal["unsettled", "chosen", "few", "rare", "alike", "unknown"]
"""Why nothing can be said: the cases of a side may not have ended; fewer than five cases on a side; so few are the
one or the other that no division between the sides could be significant; so for times, and nearly all of them are the
same; not known on a side."""
NONE = Times((), (), (), ())
Verdict = Literal["differs", "noise", "untold"]


@dataclass(frozen=True, slots=True)
class Timing:
    times: Summary
    cases: int


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A. Times are milliseconds."""

    what: What
    a: Timing | Share | None
    """None when it is not known."""
    b: Timing | Share | None
    effect: Estimate | None
    """Hodges-Lehmann shift, or difference of the shares; None where nothing was tested."""
    delta: float | None
    """Cliff's delta, for times."""
    p: float | None
    """Mann-Whitney or Fisher, two-sided."""
    least: float
    """The least p that the same values could give, however they were divided between the sides."""
    corrected: float | None
    """p corrected for all tests; None when the test could not be significant."""
    untold: Untold | None

    @property
    def verdict(self) -> Verdict:
        if self.untold is not None:
            return "untold"
        return "differs" if self.corrected is not None and self.corrected <= SIGNIFICANT else "noise"


@dataclass(frozen=True, slots=True)
class Given:
    """An activity that people named."""

    title: str
    """As declared or observed."""
    a: str | None
    """The name that people gave to it in A."""
    b: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Process health over the shares that both sides have, 0 to 100."""

    shares: tuple[str, ...]
    """Their names."""
    a: float
    b: float


@dataclass(frozen=True)
class Diff:
    a: Side
    b: Side
    differences: tuple[Difference, ...]
    tests: int
    """The number of tests corrected for."""
    going_on: Mapping[Letter, int]
    """How many cases of each side may not have ended."""

    def of(self, verdict: Verdict) -> list[Difference]:
        return [one for one in self.differences if one.verdict == verdict]

    @property
    def differs(self) -> bool:
        return bool(self.of("differs"))

    @property
    def health(self) -> Health | None:
        """None where a side gives no number or is not settled, or the two have no share in common."""
        a, b = self.a.health_shares, self.b.health_shares
        both = tuple(one for one in a if one in b)
        if self.a.health is None or self.b.health is None or self.unsettled or not both:
            return None
        return Health(
            both, *(100 * sum(side[one].met / side[one].n for one in both) / len(both) for side in (a, b))
        )

    def side(self, letter: Letter) -> Side:
        return self.a if letter == "a" else self.b

    @property
    def unsettled(self) -> tuple[Letter, ...]:
        """The sides of which so many cases may not have ended that nothing of them is compared."""
        return tuple(one for one, n in self.going_on.items() if not is_settled(n, len(self.side(one).cases)))

    @property
    def open_differs(self) -> bool:
        """Whether one side has more open cases, by more than noise: those are often the slow ones, and their times
        are not compared."""
        a, b = self.a, self.b
        return fisher_of(a.open, len(a.cases), b.open, len(b.cases))[0] <= SIGNIFICANT

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """(title in A, title in B) of activities with the same id."""
        pairs = [(title, self.b.titles.get(one, title)) for one, title in self.a.titles.items()]
        return [(one, other) for one, other in pairs if one != other]

    @property
    def given(self) -> list[Given]:
        """The activities that people named on a side."""
        titles = {**self.a.titles, **self.b.titles}
        sides = self.a.given, self.b.given
        return [
            Given(titles[one], *(side.get(one) for side in sides))
            for one in titles
            if any(one in side for side in sides)
        ]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The names that people gave, else the titles, told apart; those of B where it shows the activity."""
        titles = {**self.a.titles, **self.b.titles, **self.a.given, **self.b.given}
        return titles_apart(titles, {**self.a.systems, **self.b.systems})

    def title(self, activity: str) -> str:
        return self.titles.get(activity, activity)


def compare(a: Side, b: Side) -> Diff:
    found = [_times(what, a, b) for what in _order(a, b, {*a.times, *b.times})]
    found += [_shares(what, a, b) for what in _order(a, b, _share_topics(a, b))]
    diff = Diff(a, b, (), 0, going_on(a, b))
    if diff.unsettled:
        found = [one if one.p is None else _untested(one, "unsettled") for one in found]
    chosen = divided_by(a, b)
    found = [
        _untested(one, "chosen")
        if one.p is not None and any(_is_decided(one.what, condition, b) for condition in chosen)
        else one
        for one in found
    ]
    tested = [one for one in found if one.p is not None]
    able = can_tell([one.least for one in tested], SIGNIFICANT)
    corrected = iter(
        holm([one.p for one, can in zip(tested, able, strict=True) if can and one.p is not None])
    )
    judged = {
        one.what: replace(one, corrected=next(corrected)) if can else _too_rare(one)
        for one, can in zip(tested, able, strict=True)
    }
    return replace(diff, differences=tuple(judged.get(one.what, one) for one in found), tests=sum(able))


def _untested(one: Difference, why: Untold) -> Difference:
    return replace(one, effect=None, delta=None, p=None, least=1.0, untold=why)


def divided_by(a: Side, b: Side) -> list[str]:
    """Conditions that B requires and A excludes, by which the two sides were therefore divided."""
    asked = [one.removeprefix("--only ") for one in b.conditions if one.startswith("--only ")]
    return [one for one in asked if f"--except {one}" in a.conditions]


_DECIDED: Mapping[str, tuple[Topic, ...]] = {
    "held": ("held", "hold", "first_time_right"),
    "rework": ("rework", "repeated", "first_time_right"),
    "deviates": ("conforming", "deviation"),
    "longer": ("cycle",),
    "shorter": ("cycle",),
}
"""By the key of a condition, what it decides by its definition: a test of that would test the choice."""


def _is_decided(what: What, condition: str, side: Side) -> bool:
    key, _, value = condition.partition("=")
    if key == "activity" and what.topic == "activity":
        [activity] = what.of
        return value in (activity, side.titles.get(activity or ""))
    return what.topic in _DECIDED.get(key, ())


def _too_rare(one: Difference) -> Difference:
    """Marked as too few to tell, unless both sides are equal, which holds however few cases there are."""
    no_shift = one.effect is not None and not one.effect.value
    if no_shift and one.p == 1:
        return one
    return replace(one, untold="alike" if no_shift and isinstance(one.a, Timing) else "rare")


def _share_topics(a: Side, b: Side) -> set[What]:
    """All topics of shares except rare ways, of which there may be thousands. What is rare is decided by both sides
    together, so that the choice favours neither."""
    found = {*a.shares, *b.shares}
    return {what for what in found if what.topic != "way" or _is_usual(a.share(what), b.share(what))}


def _is_usual(a: Share | None, b: Share | None) -> bool:
    n = sum(one.n for one in (a, b) if one is not None)
    return sum(one.met for one in (a, b) if one is not None) >= USUAL * n


def _order(a: Side, b: Side, found: set[What]) -> list[What]:
    """Sorted by topic, then by the order of activities in A, then in B."""
    rank = {activity: place for place, activity in enumerate(dict.fromkeys((*a.titles, *b.titles)))}
    names = len(rank)

    def key(what: What) -> tuple[int, list[tuple[int, str]]]:
        places = [(-1 if one is None else rank.get(one, names), one or "") for one in what.of]
        return TOPICS.index(what.topic), places

    return sorted(found, key=key)


def _times(what: What, a: Side, b: Side) -> Difference:
    one, other = a.times.get(what, NONE), b.times.get(what, NONE)
    a_side, b_side = (
        None if side.lacks(what) else Timing(summarise(own.values), own.cases)
        for side, own in ((a, one), (b, other))
    )
    difference = Difference(what, a_side, b_side, None, None, None, 1.0, None, None)
    untold = what.topic == "step_wait" and not (a.waits_told and b.waits_told)
    if untold or a_side is None or b_side is None:
        return replace(difference, untold="unknown")
    if min(one.cases, other.cases) < FEW:
        return replace(difference, untold="few")
    tested = rank_test(one.by_case, other.by_case)
    return replace(
        difference,
        effect=shift_of(one.by_case, other.by_case),
        delta=cliffs_delta(one.by_case, other.by_case),
        p=tested.p,
        least=tested.least,
    )


def _shares(what: What, a: Side, b: Side) -> Difference:
    one, other = a.share(what), b.share(what)
    difference = Difference(what, one, other, None, None, None, 1.0, None, None)
    if one is None or other is None:
        return replace(difference, untold="unknown")
    if min(one.n, other.n) < FEW:
        return replace(difference, untold="few")
    p, least = fisher_of(one.met, one.n, other.met, other.n)
    return replace(
        difference, effect=difference_of_shares(one.met, one.n, other.met, other.n), p=p, least=least
    )


def one_sided(diff: Diff) -> Iterator[tuple[Letter, Difference, Share]]:
    """Activities, paths, holds and deviations that only one side shows, however few, and that are not told to
    differ."""
    for one in diff.differences:
        if one.verdict != "differs" and one.what.topic in ("activity", "path", "hold", "deviation"):
            yield from alone(one)


def alone(one: Difference) -> Iterator[tuple[Letter, Difference, Share]]:
    if isinstance(one.a, Share) and isinstance(one.b, Share) and bool(one.a.met) != bool(one.b.met):
        yield ("a", one, one.a) if one.a.met else ("b", one, one.b)
