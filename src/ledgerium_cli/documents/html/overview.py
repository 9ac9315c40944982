"""The head of the page: the numbers that matter, each with its n, its definition and the way to its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ledgerium_cli.cases.model import PARTS, Case, Part
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.report_health import first_time_right, health_score
from ledgerium_cli.documents.report_holds import hold_rate
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import NOT_KNOWN, PART_WORDS, SECOND, count, duration, percent, spread
from ledgerium_cli.findings.health import FORMULA, Share, TargetMet
from ledgerium_cli.findings.metrics import Interval
from ledgerium_cli.findings.statistics import FEW, Summary
from ledgerium_cli.workflow.wire import Settings

MOST_TICKS = 400
"""Of a strip of values; of more every so-and-so-many-th one."""
STRIP, STRIP_HEIGHT = 1_000, 40


def overview(view: View) -> Html:
    metrics = view.analysis.metrics
    cards = [
        _times(
            view,
            "cycle",
            "Cycle time",
            metrics.cycle,
            [case.cycle_ms for case in view.counted],
            _cycle(view),
            "cycle",
        ),
        _work_and_wait(view),
        *(_interval(number, one, view) for number, one in enumerate(metrics.intervals)),
        _holds(view),
        _right(view),
        *([_conformance(view)] if view.declared else []),
        _health(view),
    ]
    return el("div", *cards, class_="cards")


def _card(
    name: str,
    title: str,
    big: str,
    below: str,
    *figure: Html,
    says: str,
    wide: bool = False,
    few: bool = False,
) -> Html:
    """`name` says to the page's scripts which evidence to show."""
    return el(
        "article",
        el("h3", text(title)),
        el("p", text(big), class_="big few" if few else "big"),
        el("p", text(below), class_="below"),
        *figure,
        el(
            "div",
            el("details", el("summary", text("Definition")), el("p", text(says))),
            el(
                "button",
                text("Evidence"),
                el("span", text(f" for {title}"), class_="unseen"),
                type="button",
                class_="needs-script",
                data_evidence=name,
            ),
            class_="card-foot",
        ),
        class_="card wide-card" if wide else "card",
        id=f"card-{name}",
    )


# Times


def _times(
    view: View, name: str, title: str, times: Summary, values: Sequence[int], says: str, metric: str
) -> Html:
    big, below = _in_words(times)
    figure = _strip(values, times), _target(view, metric)
    return _card(name, title, big, below, *figure, says=says, few=times.values is not None and times.n > 1)


def _in_words(times: Summary) -> tuple[str, str]:
    if not times.n:
        return "not seen", "n = 0"
    if times.values is not None:
        return ", ".join(map(duration, times.values)), f"every value, n = {times.n}"
    return duration(times.median or 0), f"median; 90 % within {duration(times.p90 or 0)}, n = {times.n}"


def _strip(values: Sequence[int], times: Summary) -> Html:
    """Every value as a tick between nothing and the largest; where there are enough, the median and the 90 %."""
    most = max(values, default=0)
    if not most:
        return Html("")
    shown = sorted(values)
    if len(shown) > MOST_TICKS:
        shown = [shown[place * len(shown) // MOST_TICKS] for place in range(MOST_TICKS)]
    marks = [(times.median, "median"), (times.p90, "p90")]
    ticks = [el("line", class_="tick", **_upright(value / most, 12, 40)) for value in dict.fromkeys(shown)]
    ticks += [
        el("line", class_=kind, **_upright(value / most, 0, 40)) for value, kind in marks if value is not None
    ]
    picture = el(
        "svg",
        el("line", x1=0, y1=39.5, x2=STRIP, y2=39.5, class_="axis"),
        *ticks,
        viewBox=f"-2 0 {STRIP + 4} {STRIP_HEIGHT}",
        preserveAspectRatio="none",
        class_="strip",
        aria_hidden="true",
    )
    ends = el("p", el("span", text("0")), el("span", text(duration(most))), class_="ends", aria_hidden="true")
    return el("div", picture, ends)


def _upright(share: float, top: int, bottom: int) -> dict[str, float]:
    return {"x1": round(STRIP * share, 1), "x2": round(STRIP * share, 1), "y1": top, "y2": bottom}


def _cycle(view: View) -> str:
    which = (
        f"the {view.cases(len(view.counted))} that reached the declared end; open ones stand apart"
        if view.ends_with is not None
        else "all, since no end is declared"
    )
    return f"From the first event of a {view.case} to its last, responses included. Counted: {which}."


def _interval(number: int, one: Interval, view: View) -> Html:
    left_out = [
        *([f"{view.cases(len(one.without))} never came to its start"] if one.without else []),
        *([f"{view.cases(len(one.unfinished))} not to its end"] if one.unfinished else []),
        *([f"of {view.cases(len(one.unknown))} the time is not known"] if one.unknown else []),
    ]
    metric = next(
        (found for found in (view.workflow.metrics if view.workflow else ()) if found.id == one.id), None
    )
    says = "Declared in the workflow file."
    if metric is not None:
        titles = [view.analysis.title(point.activity) for point in (metric.since, metric.until)]
        parts = ", ".join(PART_WORDS[part] for part in metric.counts)
        says = (
            f"From the {metric.since.point} of “{titles[0]}” to the {metric.until.point} of “{titles[1]}”, as "
            f"declared in the workflow file; {parts} count."
        )
    says += f" Left out: {'; '.join(left_out)}." if left_out else ""
    values = [ms for _, ms in one.by_case]
    return _times(view, f"interval-{number}", one.title, one.times, values, says, one.id)


# Work and wait


def _work_and_wait(view: View) -> Html:
    metrics, cases = view.analysis.metrics, view.counted
    sums = [(part, _sum(cases, part)) for part in PARTS]
    whole = sum(ms or 0 for _, ms in sums)
    n = sum(case.parts.work is not None for case in cases)
    if metrics.efficiency is None:
        big, below = NOT_KNOWN, "nothing tells work from wait"
    else:
        big = f"{percent(metrics.efficiency)} work"
        below = f"{duration(metrics.parts.work)} of work in {duration(metrics.parts.total)}, n = {n}"
    idle = (view.workflow.settings if view.workflow is not None else Settings()).idle_after_s
    return _card(
        "work",
        "Work and wait",
        big,
        below,
        _bar([(part, ms or 0) for part, ms in sums], whole),
        _key([(part, ms) for part, ms in sums], whole),
        says="Every millisecond of a case is in exactly one part: cycle = work + system wait + idle + "
        f"between-step wait + paused. Work: between two inputs of a person, up to {duration(idle * SECOND)}. "
        "A longer gap is idle within a step and between-step wait where it leads to another one. System wait: "
        "from an action to the last page or message that it caused. The share of work is the cycle-time "
        "efficiency, work ÷ cycle.",
        wide=True,
    )


def _sum(cases: Sequence[Case], part: Part) -> int | None:
    """None where it is not known of any."""
    known: list[int | None] = [getattr(case.parts, part) for case in cases]
    found = [ms for ms in known if ms is not None]
    return sum(found) if found else None


def _bar(sums: Sequence[tuple[str, int]], whole: int) -> Html:
    return el(
        "svg",
        *_lengths(sums, whole),
        viewBox=f"0 0 {STRIP} 10",
        preserveAspectRatio="none",
        class_="parts",
        aria_hidden="true",
    )


def _lengths(sums: Sequence[tuple[str, int]], whole: int) -> Iterator[Html]:
    since = 0.0
    for part, ms in sums:
        if ms and whole:
            length = STRIP * ms / whole
            yield el(
                "rect", class_=f"part-{part.replace('_', '-')}", x=round(since, 1), y=0,
                width=round(length, 1), height=10,
            )  # fmt: skip
            since += length


def _key(sums: Sequence[tuple[Part, int | None]], whole: int) -> Html:
    return el(
        "ul",
        *(
            el(
                "li",
                el("span", class_=f"dot dot-{part.replace('_', '-')}", aria_hidden="true"),
                text(PART_WORDS[part]),
                Html(" "),
                el("b", text(duration(ms))),
                Html(" "),
                text(percent(ms / whole) if ms and whole else ""),
            )
            for part, ms in sums
        ),
        class_="key",
    )


# Rates


def _holds(view: View) -> Html:
    rate = view.analysis.metrics.hold_rate
    big, below = _share_in_words(rate.held, rate.n, hold_rate(rate))
    if rate.open_holds and rate.rate is not None:
        below += f"; {len(rate.open_holds)} still open"
    below += "; guessed from a message" if rate.guessed else ""
    return _card(
        "holds",
        "Hold rate",
        big,
        below,
        _meter(rate.rate, "held"),
        _facts(_about_holds(view)),
        _target(view, "hold_rate"),
        says=f"Each {view.case} with at least one hold, of those that reached a step at which a hold can begin; it "
        "counts once. A hold begins at a declared sign or a mark and ends at its release. An error corrected in "
        "the same visit is rework, not a hold. Where nothing could tell, it is not known.",
    )


def _right(view: View) -> Html:
    met, n = view.analysis.metrics.first_time_right
    big, below = _share_in_words(met, n, first_time_right(view))
    return _card(
        "right",
        "First-time-right",
        big,
        below,
        _meter(met / n if met is not None and n else None, "good"),
        _facts(_about_right(view)),
        says=f"Each {view.case} without rework (a step performed again) and without a hold, of all.",
    )


def _conformance(view: View) -> Html:
    share = next(one for one in view.analysis.health.shares if one.name == "Conformance rate")
    big, below = _share_in_words(share.met, share.n, "absent: no rule is declared")
    found = view.analysis.deviations
    return _card(
        "deviations",
        "Conformance",
        big,
        f"{below}; {count(len(found), 'deviation')}",
        _meter(share.value, "good"),
        _facts(Counter(one.kind for one in found)),
        says=f"Conformance rate: each {view.case} without a deviation from the declared workflow, of all. A deviation "
        "is a step that is missing, extra, out of order or done too often, or a combination that must not happen.",
    )


def _about_holds(view: View) -> dict[str, str | int]:
    rate = view.analysis.metrics.hold_rate
    facts: dict[str, str | int] = dict.fromkeys((f"{one.kind} hold" for one in rate.by_kind), 0)
    for one in rate.by_kind:
        facts[f"{one.kind} hold"] = int(facts[f"{one.kind} hold"]) + one.cases
    if rate.time_to_release.n:
        facts["time to release"] = spread(rate.time_to_release)
    return facts


def _about_right(view: View) -> dict[str, int]:
    cases = view.analysis.cases
    return {
        "with rework": sum(len(set(case.variant)) < len(case.variant) for case in cases),
        "held": sum(bool(case.held) for case in cases),
    }


def _facts(facts: Mapping[str, str | int]) -> Html:
    rows = [el("li", el("span", text(name)), el("b", text(str(value)))) for name, value in facts.items()]
    return el("ul", *rows, class_="shares") if rows else Html("")


def _share_in_words(part: int | None, whole: int | None, absent: str) -> tuple[str, str]:
    """Of few cases what it is made of, not a percentage."""
    if part is None or not whole:
        return NOT_KNOWN, absent.removeprefix("absent: ")
    if whole < FEW:
        return f"{part} of {whole}", f"n = {whole}"
    return percent(part / whole), f"{part} of {whole}"


def _meter(share: float | None, kind: str) -> Html:
    if share is None:
        return Html("")
    return el(
        "svg",
        el("rect", class_="meter-rest", x=0, y=0, width=STRIP, height=10),
        el("rect", class_=f"meter-{kind}", x=0, y=0, width=round(STRIP * share, 1), height=10),
        viewBox=f"0 0 {STRIP} 10",
        preserveAspectRatio="none",
        class_="parts",
        aria_hidden="true",
    )


def _health(view: View) -> Html:
    health = view.analysis.health
    known = [one for one in health.shares if one.value is not None]
    big = f"{health.score:.0f}" if health.score is not None else NOT_KNOWN
    below = f"of 100, from {len(known)} of {len(health.shares)} shares" if known else health_score(view)
    return _card(
        "health",
        "Process health",
        big,
        below,
        el("ul", *map(_share_line, health.shares), class_="shares"),
        says=f"{FORMULA}. Each share counts the same. What cannot be measured is left out, so compare scores only "
        "where the same shares were measured.",
    )


def _share_line(share: Share) -> Html:
    """A row of the score, the bar of it behind its words."""
    words = "not measured"
    if share.value is not None:
        words = (
            f"{percent(share.value)} ({share.met} of {share.n})"
            if share.n >= FEW
            else f"{share.met} of {share.n}"
        )
    return el("li", el("span", text(share.name)), el("b", text(words)), _meter(share.value or 0, "good"))


# Targets


def _target(view: View, metric: str) -> Html:
    lines = [one for one in view.analysis.health.targets if one.metric == metric]
    return joined(el("p", text(_target_words(one)), class_="target") for one in lines)


def _target_words(target: TargetMet) -> str:
    if target.minutes is None:
        met = ("met" if target.met else "not met") if target.n else "nothing to judge by it"
        return f"Target: at most {percent(target.share or 0)}; {met}"
    met = f"met in {target.met} of {target.n}" if target.n else "no case to judge by it"
    return f"Target: at most {target.minutes} min; {met}"
