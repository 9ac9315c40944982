"""A comparison in words. Names come from pages and people: whoever prints them must escape them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgerium_cli.documents.words import (
    SECOND,
    as_given,
    count,
    duration,
    listed,
    probability,
    share,
    spread,
    worked,
)
from ledgerium_cli.findings.differences.compare import (
    Diff,
    Difference,
    Given,
    Timing,
    Untold,
    divided_by,
    one_sided,
)
from ledgerium_cli.findings.differences.same_cases import Fact
from ledgerium_cli.findings.differences.side import Share, Side, Topic, What
from ledgerium_cli.findings.effects import size_of
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.findings.zone import UTC
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.workflow.limits import in_ms

MOST = 20
"""The most comparisons listed of those that do not differ by more than noise."""
MOST_NAMED = 8
"""The most items listed in one line."""
MOST_SAME = 3
"""The most steps, and as many paths, named beside the one that is told for the same cases."""
NAMES: dict[Topic, str] = {
    "cycle": "Cycle time",
    "work": "Work per case",
    "wait": "Wait per case",
    "system_wait": "System wait per case",
    "idle": "Idle per case",
    "between_step_wait": "Between-step wait per case",
    "paused": "Paused per case",
    "time_to_release": "Time to release",
    "held": "Hold rate",
    "first_time_right": "First-time-right",
    "rework": "Cases with rework",
    "conforming": "Conformance rate",
}
WHY: dict[Untold, str] = {
    "unsettled": "the cases of a side may not have ended",
    "chosen": "decided by what the sides were divided by",
    "few": f"fewer than {FEW} cases on a side",
    "rare": "too few with or without it to tell, however the cases had been divided",
    "alike": "the same but for too few to tell",
    "unknown": "not known on a side",
}


def named(what: What, diff: Diff) -> str:
    """`Wait at “Run the credit check”`."""
    if what.topic in NAMES:
        return NAMES[what.topic]
    titles = [in_quotation_marks(diff.title(one)) if one is not None else "" for one in what.of]
    match what.topic:
        case "interval":
            return _metric(what.of[0], diff)
        case "step_wait":
            return f"Wait at {titles[0]}"
        case "step_work":
            return f"Work at {titles[0]}"
        case "hold":
            return f"Held ({what.of[0]}){f' at {titles[1]}' if titles[1] else ''}"
        case "repeated":
            return f"{titles[0]} performed again"
        case "deviation":
            return f"Deviation: {what.of[0]}, {titles[1]}"
        case "target":
            return f"Within target: {_metric(what.of[0], diff)} of {duration(in_ms(float(what.of[1] or 0)))}"
        case "activity":
            return f"{titles[0]} performed"
        case "way":
            return f"The way {' → '.join(diff.title(one or '') for one in what.of)}"
        case _:
            return _path(*titles)


def inside(what: What, diff: Diff) -> str:
    """Its name within a sentence; titles stay as they are."""
    name = named(what, diff)
    return name if name[:1] in "“‘" or what.topic == "interval" else f"{name[:1].lower()}{name[1:]}"


def _path(source: str, target: str) -> str:
    if not source:
        return f"Begins with {target}"
    return f"{source} → {target}" if target else f"Ends with {source}"


def _metric(id: str | None, diff: Diff) -> str:
    known = {"cycle": "cycle time"} | {**diff.a.metrics} | {**diff.b.metrics}
    return known.get(id or "", id or "")


# --------------------------------------------------------------------------------------------- one comparison


def change(one: Difference) -> str:
    """Both values in short: `median 4 min 05 s (n = 8) → median 4 min 10 s (n = 9)`."""
    return f"{value(one.a, one.what)} → {value(one.b, one.what)}"


def value(side: Timing | Share | None, what: What) -> str:
    if isinstance(side, Timing) and side.times.median is not None:
        return f"median {_told(what)(side.times.median)} (n = {side.times.n}){_in_cases(side)}"
    return in_full(side, what)


def in_full(side: Timing | Share | None, what: What) -> str:
    """`median 4 min 05 s, 90th percentile 9 min 30 s (n = 12) in 8 cases`; the values when fewer than five; both counts
    for shares."""
    if side is None:
        return "not known"
    if isinstance(side, Timing):
        return f"{spread(side.times, told=_told(what))}{_in_cases(side)}"
    return share(side.met, side.n) if side.n else "none (n = 0)"


def _told(what: What) -> Callable[[int | None], str]:
    """How a time of it is told."""
    return worked if what.topic in ("work", "step_work") else duration


def _in_cases(side: Timing) -> str:
    """The number of cases, when it differs from n because a case may have several steps or holds."""
    return f" in {count(side.cases, 'case')}" if side.cases != side.times.n else ""


def effect(one: Difference) -> str:
    """`shift +1 h 02 min (95 % interval +40 min 00 s to +1 h 30 min), Cliff’s delta +0.62 (large)`."""
    if one.delta is None:
        return estimate(one)
    delta = f"{one.delta:+.2f}".replace("-", "−")
    return f"{estimate(one)}, Cliff’s delta {delta} ({size_of(one.delta)})"


def estimate(one: Difference) -> str:
    """How much B differs from A, with the interval: `difference −88 points (95 % interval −98 … to −40 …)`."""
    if one.effect is None:
        return ""
    name, words = ("difference", points) if one.delta is None else ("shift", signed)
    low, high = words(one.effect.low), words(one.effect.high)
    return f"{name} {words(one.effect.value)} (95 % interval {low} to {high})"


def signed(ms: float) -> str:
    """`+1 h 02 min`, `−140 ms`."""
    rounded = round(ms)
    told = duration(abs(rounded)) if abs(rounded) >= SECOND or not rounded else f"{abs(rounded)} ms"
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{told}"


def points(share: float) -> str:
    rounded = round(100 * share)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{count(abs(rounded), 'point')}"


def why(one: Difference, diff: Diff) -> str:
    """Why nothing can be said of it."""
    assert one.untold is not None
    few_times = one.untold == "rare" and isinstance(one.a, Timing)
    return "too few times to tell, however they had been divided" if few_times else _reason(one.untold, diff)


def _reason(untold: Untold, diff: Diff) -> str:
    return not_ended(diff) if untold == "unsettled" else WHY[untold]


def not_ended(diff: Diff) -> str:
    """`the cases of B may not have ended`."""
    return f"the cases {listed([f'of {side.upper()}' for side in diff.unsettled])} may not have ended"


def in_the_same_cases(fact: Fact, diff: Diff, most: int | None = None) -> str:
    """`in the same cases: “Approve” and “Pay” performed; “Check” → “Approve”`; empty where it is alone. At most `most`
    of each kind are named."""
    performed = [one.what.of[0] or "" for one in fact.others if one.what.topic == "activity"]
    titles = [in_quotation_marks(diff.title(one)) for one in performed]
    others = [inside(one.what, diff) for one in fact.others if one.what.topic != "activity"]
    told = [f"{listed(titles, most)} performed"] if titles else []
    told += [listed(others, most)] if others else []
    return f"in the same cases: {'; '.join(told)}" if told else ""


def test(one: Difference, diff: Diff) -> str:
    """`Mann-Whitney, p < 0.001; of 31 tests p = 0.004`."""
    if one.p is None:
        return ""
    name = "Mann-Whitney" if isinstance(one.a, Timing) else "Fisher’s exact test"
    corrected = (
        f"; of {count(diff.tests, 'test')} {probability(one.corrected)}" if one.corrected is not None else ""
    )
    return f"{name}, {probability(one.p)}{corrected}"


# ----------------------------------------------------------------------------------------------- all of them


def headline(diff: Diff) -> str:
    differing, noise, untold = (len(diff.of(verdict)) for verdict in ("differs", "noise", "untold"))
    return f"{differing} differ by more than noise, {noise} do not, {untold} cannot be told."


def method(diff: Diff) -> str:
    return (
        "B against A. Times: shift of Hodges and Lehmann, Mann-Whitney; shares: difference with Newcombe’s interval, "
        f"Fisher’s exact test. More than noise: p ≤ 0.05 after Holm’s correction for {count(diff.tests, 'test')}. "
        "Each interval is of its own number."
    )


def side_line(side: Side) -> str:
    """What one side is made of: its cases, when, and what is left out."""
    first, last = side.first_day, side.last_day
    period = (first if first == last else f"{first} to {last}") + as_given(side.days)
    zone = "" if side.zone == UTC else f" by the clocks of {side.zone}"
    left_out = [
        *([f"{side.open} open"] if side.open else []),
        *([f"{side.marked} ended by a person before the declared end"] if side.marked else []),
    ]
    still = f"; {listed(left_out)}, left out of cycle time, work, wait, steps and paths" if left_out else ""
    made = f"; {' '.join(side.conditions)}" if side.conditions else ""
    return f"{side.name}: {count(len(side.cases), 'case')}, {period}{zone}{still}{made}"


def notes(diff: Diff) -> Iterator[str]:
    """Notes that a reader must know before trusting the numbers."""
    a, b = diff.a, diff.b
    if a.workflow != b.workflow:
        yield f"The workflow is {_workflow(a)} in A and {_workflow(b)} in B: steps may be told apart otherwise."
    elif "" in (a.rules, b.rules):
        yield "A build does not say what its workflow file declared; the two may differ."
    elif a.rules != b.rules:
        yield "The workflow files do not declare the same; what differs may come from them."
    if not (a.waits_told and b.waits_told):
        yield "A build does not tell the wait at each step. Build it anew."
    if (both := a.cases & b.cases) and (a.recordings & b.recordings or len(both) < len(a.cases)):
        yield f"{count(len(both), 'case')} of the same reference in A and in B: they are no independent groups."
    yield from _unsettled(diff)
    if diff.open_differs and not diff.unsettled:
        yield (
            f"Open: {a.open} of {count(len(a.cases), 'case')} in A, {b.open} of {len(b.cases)} in B. Open ones are "
            "often the slow ones, and are not among the times."
        )
    for what in divided_by(a, b):
        yield f"Divided by {what}: what that decides differs by choice, and what hangs on it may differ for that alone."
    yield from (
        f"Renamed: {in_quotation_marks(one)} is now {in_quotation_marks(other)}."
        for one, other in diff.renamed
    )
    yield from map(_given, diff.given)
    if a.usual_way != b.usual_way and a.usual_way and b.usual_way and not diff.unsettled:
        yield f"The usual way is {_way(a, diff)} in A, {_way(b, diff)} in B."
    for side, letter in ((a, "A"), (b, "B")):
        if n := side.counted - side.in_order:
            yield (
                f"Of {count(n, 'case')} of {letter} it is not known which of their steps came first: they count in no "
                "way and no path."
            )
        if side.not_whole:
            lines = f", with {count(side.lines_left_out, 'line')} left out" if side.lines_left_out else ""
            yield (
                f"{count(side.not_whole, 'recording')} of {letter} not whole{lines}: what is missing there counts "
                "nowhere."
            )
    yield from _health(diff)


def _unsettled(diff: Diff) -> Iterator[str]:
    """Why nothing of a side is compared, and what can be done about it."""
    for letter in diff.unsettled:
        side = diff.side(letter)
        going_on = f"{diff.going_on[letter]} of {count(len(side.cases), 'case')} of {letter.upper()}"
        late = "no end is declared, and after them the recordings end sooner than nine in ten take"
        how = "are open" if side.open else f"may not have ended: {late}"
        yield (
            f"{going_on} {how}. What the quick ones took and did does not stand for all, so nothing is compared. Leave "
            "out the cases that began last, with --only until=DAY."
        )
    if told := [letter for letter, side in (("A", diff.a), ("B", diff.b)) if _is_of_complete(side)]:
        yield (
            f"Only complete cases in {listed(told)}: of those that began last only the quick ones are, and the "
            "others do not count for whether a side has ended. Leave out the cases that began last as well, with "
            "--only until=DAY."
        )


def _is_of_complete(side: Side) -> bool:
    """Whether the cases that have not ended were left out, and none for having begun last."""
    until = any(one.startswith("--only until=") for one in side.conditions)
    return "--only complete" in side.conditions and not until


def _health(diff: Diff) -> Iterator[str]:
    """The mean of the shares that both sides have; each side's own number where it is of other shares too."""
    if (health := diff.health) is None:
        return
    names = listed([one[:1].lower() + one[1:] for one in health.shares])
    yield (
        f"Process health, 0 to 100: {health.a:.0f} (n = {len(diff.a.cases)}) → {health.b:.0f} (n = "
        f"{len(diff.b.cases)}), each the mean of the {count(len(health.shares), 'share')} that A and B both have, "
        f"which are compared one by one: {names}."
    )
    for side, letter in ((diff.a, "A"), (diff.b, "B")):
        if side.health is not None and len(side.health_shares) > len(health.shares):
            yield (
                f"The documents of {letter} give {side.health:.0f}, of {len(side.health_shares)} shares: no number to "
                "compare."
            )


def _given(one: Given) -> str:
    title = in_quotation_marks(one.title)
    named = [
        (side, in_quotation_marks(name)) for side, name in (("A", one.a), ("B", one.b)) if name is not None
    ]
    if one.a == one.b:
        return f"{named[0][1]} is the name that people gave to {title}."
    return f"People named {title} {listed([f'{name} in {side}' for side, name in named])}."


def _workflow(side: Side) -> str:
    return in_quotation_marks(side.workflow) if side.workflow is not None else "a guess"


def _way(side: Side, diff: Diff) -> str:
    return " → ".join(map(diff.title, side.usual_way))


def only_lines(diff: Diff) -> Iterator[str]:
    """What only one side shows, and why it is not told to differ: `only in B, no more than noise: “Approve” performed
    (3 of 52)`."""
    found = [*one_sided(diff)]
    for side in ("a", "b"):
        for untold in (None, *WHY):
            own = [
                f"{named(one.what, diff)} ({seen.met} of {seen.n})"
                for where, one, seen in found
                if where == side and one.untold == untold
            ]
            if own:
                reason = "no more than noise" if untold is None else _reason(untold, diff)
                yield f"only in {side.upper()}, {reason}: {listed(own, MOST_NAMED)}"
