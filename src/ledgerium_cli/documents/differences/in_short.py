"""What changed, in one plain sentence without statistics. Names come from pages and people: whoever prints it must
escape it."""

from __future__ import annotations

from ledgerium_cli.documents.differences.words import inside, not_ended, signed
from ledgerium_cli.documents.words import count, duration, listed, probability, told_apart
from ledgerium_cli.findings.differences.compare import Diff, Difference, Timing
from ledgerium_cli.findings.differences.follows import Follower, Root, roots_of
from ledgerium_cli.findings.differences.same_cases import Fact, facts_of
from ledgerium_cli.findings.differences.side import Share
from ledgerium_cli.findings.noise import SIGNIFICANT

MOST = 3
"""The most differences named, with what follows from them."""


def in_short(diff: Diff) -> str:
    """`In short: the wait at “Check” is 4 h 00 min longer in B (median 2 h 00 min in A, 6 h 00 min in B). From this
    follow cycle time (+4 h 00 min, without it −2.6 s) …`"""
    differing = diff.of("differs")
    if not differing:
        return _nothing(diff)
    roots = roots_of(diff)[:MOST]
    following = {one.difference.what for root in roots for one in root.followers}
    followed = following | {root.difference.what for root in roots}
    facts = facts_of(diff, (one for one in differing if one.what not in followed))
    largest = sorted(facts, key=_size, reverse=True)[: MOST - len(roots)]
    told = [f"{_plainly(root.difference, diff)}.{_following(root, diff)}" for root in roots]
    if largest:
        told.append(f"{'; '.join(_fact(one, diff) for one in largest)}.")
    rest = len(differing) - len(followed) - sum(1 + len(one.others) for one in largest)
    return f"In short: {' Also: '.join(told)}{_others(rest)}"


def _fact(fact: Fact, diff: Diff) -> str:
    told = _plainly(fact.told, diff)
    n = len(fact.others)
    return (
        f"{told}, and {n} more {'step or path' if n == 1 else 'steps and paths'} in the same cases"
        if n
        else told
    )


def _nothing(diff: Diff) -> str:
    """That nothing differs, with what comes nearest to it; or that it cannot be told."""
    tested = diff.of("noise")
    if not tested:
        if diff.unsettled:
            return f"In short: whether anything differs by more than noise cannot be told: {not_ended(diff)}."
        sides = f"A has {count(len(diff.a.cases), 'case')}, B {len(diff.b.cases)}"
        return f"In short: whether anything differs by more than noise cannot be told: {sides}."
    nearest = min(tested, key=lambda one: 1 if one.p is None else one.p)
    if nearest.p is None or nearest.p > SIGNIFICANT or nearest.corrected is None:
        return "In short: nothing differs by more than noise."
    alone = f"{probability(nearest.p)} alone, {probability(nearest.corrected)} as one of {diff.tests}"
    return f"In short: nothing differs by more than noise. Nearest to it: {_plainly(nearest, diff)}; {alone}."


def _following(root: Root, diff: Diff) -> str:
    told = listed([_follower(one, diff) for one in root.followers])
    return f" From this {'follows' if len(root.followers) == 1 else 'follow'} {told}."


def _follower(one: Follower, diff: Diff) -> str:
    difference = one.difference
    if one.without is None or difference.effect is None:
        return _plainly(difference, diff)
    return (
        f"{_inside(difference, diff)} ({signed(difference.effect.value)}, without it {signed(one.without)})"
    )


def _plainly(one: Difference, diff: Diff) -> str:
    name = _inside(one, diff)
    if isinstance(one.a, Share) and isinstance(one.b, Share):
        return f"{name}: {one.a.met} of {one.a.n} in A, {one.b.met} of {one.b.n} in B"
    assert isinstance(one.a, Timing)
    assert isinstance(one.b, Timing)
    assert one.effect is not None
    shift = round(one.effect.value)
    how = f"{duration(abs(shift))} {'longer' if shift > 0 else 'shorter'}" if shift else "not the same"
    in_a, in_b = told_apart(one.a.times.median or 0, one.b.times.median or 0)
    medians = f"{in_a} in both" if in_a == in_b else f"{in_a} in A, {in_b} in B"
    return f"{name} is {how} in B (median {medians})"


def _inside(one: Difference, diff: Diff) -> str:
    name = inside(one.what, diff)
    return f"the {name}" if one.what.topic in ("step_wait", "step_work") else name


def _others(n: int) -> str:
    return f" {n} more {'differs' if n == 1 else 'differ'} by more than noise." if n else ""


def _size(fact: Fact) -> tuple[float, bool]:
    """Cliff's delta or the difference of the shares; of equal ones, what is done or not comes first."""
    one = fact.told
    by = one.delta if one.delta is not None else one.effect.value if one.effect is not None else 0
    return abs(by), one.what.topic == "activity"
