"""The cards of the overview and the parts they show: bars, meters, strips of values, lists of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.documents.html.markup import Html, el, joined, text, with_units
from ledgerium_cli.documents.report.targets import at_most, past_it, share_met
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import declared_percent, duration
from ledgerium_cli.findings.health import TargetMet
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.workflow.limits import in_ms

MOST_TICKS = 400
"""Most ticks in a strip; of more values an evenly spaced sample is drawn."""
STRIP, STRIP_HEIGHT, BESIDE = 1_000, 40, 8
MARKS = {"median": "median", "p90": "90th percentile", "goal": "target"}
FAR_LONGER = 3
"""A value this many times the 90th percentile is off the scale; the page's scripts use the same factor."""


def card(
    name: str,
    title: str,
    big: str,
    below: str,
    *figure: Html,
    says: str,
    wide: bool = False,
    few: bool = False,
) -> Html:
    """One card. `name` tells the page's scripts which evidence its button shows."""
    return el(
        "article",
        el("h3", text(title)),
        el(
            "div",
            el("p", text(big), class_="big few" if few else "big"),
            el("p", with_units(below), class_="below"),
            *figure,
            class_="card-body",
        ),
        el(
            "div",
            el(
                "details",
                el("summary", text("Definition")),
                el("div", el("p", text(says)), class_="definition"),
                name_="definition",
            ),
            el(
                "button",
                text("Evidence"),
                Html(" "),
                el("span", text(f"for {title}"), class_="unseen"),
                type="button",
                class_="needs-script",
                data_evidence=name,
            ),
            class_="card-foot",
        ),
        class_="card wide-card" if wide else "card",
        id=f"card-{name}",
    )


def strip(values: Sequence[int], times: Summary, goals: Sequence[int] = ()) -> Html:
    """A strip plot with a tick per value, from 0 to the maximum, and marks for median, 90th percentile and targets.
    A few values far above the 90th percentile are cut off and counted, so that they do not compress the scale."""
    longest = max(values, default=0)
    if not longest:
        return Html("")
    most = longest
    if times.p90 and longest > FAR_LONGER * times.p90:
        most = round(2 * times.p90)
    shown = sorted(value for value in values if value <= most)
    longer = len(values) - len(shown)
    if len(shown) > MOST_TICKS:
        shown = [shown[place * len(shown) // MOST_TICKS] for place in range(MOST_TICKS)]
    known = [(times.median, "median"), (times.p90, "p90"), *((goal, "goal") for goal in goals)]
    marks = [(value, kind) for value, kind in known if value is not None and value <= most]
    ticks = [el("line", class_="tick", **_upright(value / most, 12, 40)) for value in dict.fromkeys(shown)]
    ticks += [el("line", class_=kind, **_upright(value / most, 0, 40)) for value, kind in marks]
    picture = el(
        "svg",
        el("line", x1=0, y1=39.5, x2=STRIP, y2=39.5, class_="axis"),
        *ticks,
        viewBox=f"{-BESIDE} 0 {STRIP + 2 * BESIDE} {STRIP_HEIGHT}",
        preserveAspectRatio="none",
        class_="strip",
        aria_hidden="true",
    )
    end = duration(most) + (f"; {longer} longer, up to {duration(longest)}" if longer else "")
    ends = el("p", el("span", text("0")), el("span", with_units(end)), class_="ends", aria_hidden="true")
    return el("div", picture, ends, _meaning(dict.fromkeys(kind for _, kind in marks)))


def _meaning(kinds: Iterable[str]) -> Html:
    signs = [el("span", el("span", class_=f"sign-{kind}"), text(MARKS[kind])) for kind in kinds]
    return el("p", *signs, class_="marks-key", aria_hidden="true") if signs else Html("")


def _upright(share: float, top: int, bottom: int) -> dict[str, float]:
    return {"x1": round(STRIP * share, 1), "x2": round(STRIP * share, 1), "y1": top, "y2": bottom}


def bar(sums: Sequence[tuple[str, int]], whole: int, prefix: str = "part-") -> Html:
    return el(
        "svg",
        *_lengths([(f"{prefix}{name}".replace("_", "-"), ms) for name, ms in sums], whole),
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
                "rect", class_=part, x=round(since, 1), y=0,
                width=round(length, 1), height=10,
            )  # fmt: skip
            since += length


def meter(share: float | None, kind: str) -> Html:
    """A bar filled to `share`, from 0 to 1; nothing when it is not known."""
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


def facts(pairs: Mapping[str, str | int]) -> Html:
    rows = [
        el("li", el("span", text(name)), el("b", with_units(str(value)))) for name, value in pairs.items()
    ]
    return el("ul", *rows, class_="shares") if rows else Html("")


def goals(view: View, metric: str) -> list[int]:
    """The declared targets for a metric, in milliseconds."""
    targets = view.analysis.health.targets
    return [in_ms(one.minutes) for one in targets if one.metric == metric and one.minutes is not None]


def target(view: View, metric: str) -> Html:
    lines = [one for one in view.analysis.health.targets if one.metric == metric]
    return joined(el("p", with_units(_target_words(view, one)), class_="target") for one in lines)


def not_known(rows: Mapping[str, str], more: str) -> Html:
    """One card for all numbers that are not known, each with the reason."""
    listed = [el("li", el("b", text(name)), el("span", text(why))) for name, why in rows.items()]
    return el(
        "article",
        el("h3", text("Not known")),
        el("ul", *listed, class_="reasons"),
        *([el("p", text(more), class_="below")] if more else []),
        class_="card wide-card",
        id="card-not-known",
    )


def _target_words(view: View, one: TargetMet) -> str:
    if one.minutes is None:
        return f"Target: at most {declared_percent(one.share or 0)}; {share_met(view, one)}"
    met = f"met in {one.met} of {view.cases(one.n)}{past_it(one)}" if one.n else "no case to judge by it"
    return f"Target: {at_most(one.minutes)}; {met}"
