"""The overview of `report.html` under a filter: the numbers of the chosen cases, as a report of them alone has them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from report_page import Opened, html_of

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.words import duration
from ledgerium_cli.engine.operations import finish, map_all
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.filters import Condition, parse_conditions
from ledgerium_cli.load import load

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "generated"))
from documents.make import nine_orders, sales_order
from generate import Options, generate

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = str(EXAMPLES / "sales-order")
TARGETS = """
[[targets]]
metric = "cycle"
minutes = 110
[[targets]]
metric = "hold_rate"
share = 0.1
"""
COMPUTED = ["cycle", "work", "interval-0", "holds", "right"]
CARDS = r"""(names) => Object.fromEntries(names.map((name) => {
  const card = document.getElementById(`card-${name}`);
  const shown = card && [...card.querySelector(".card-body:not([hidden])").childNodes];
  return [name, shown && shown.map((one) => one.textContent.replaceAll("\u00a0", " "))];
}))"""
LENGTHS = """(names) => names
  .map((name) => document.getElementById(`card-${name}`)?.querySelector(".card-body:not([hidden])"))
  .map((body) => body && [...body.querySelectorAll("svg :is(line, rect)")].map((one) => (
    [one.getAttribute("class"), ...["x", "width", "x1", "x2"].map((of) => (+one.getAttribute(of)).toFixed(1))])))"""


Only = tuple[str, ...]


def conditions(only: str = "", without: str = "") -> tuple[Condition, ...]:
    return parse_conditions(filter(None, [only]), filter(None, [without]))


def nine(only: Only = ()) -> Analysis:
    """Nine orders: two held, one of them to the end; one of them open; with targets."""
    workflow = sales_order(TARGETS)
    return finish(map_all(nine_orders(), workflow), workflow, conditions=conditions(*only))


def example(only: Only = ()) -> Analysis:
    return load([EXAMPLE], keep=False, conditions=conditions(*only)).analysis


@pytest.mark.parametrize(
    ("made", "asked", "only"),
    [
        (nine, "only=held", ("held",)),
        (nine, "only=open", ("", "complete")),
        (nine, "variant=1", ("variant=1",)),
        (nine, "activity=Run+the+credit+check", ("activity=credit-check",)),
        (example, "only=held", ("held",)),
        (example, "only=again", ("rework",)),
        (example, "variant=1", ("variant=1",)),
        (example, "activity=Decide+on+the+hold", ("activity=Decide on the hold",)),
        (example, "activity=Run+the+credit+check", ("activity=Run the credit check",)),
    ],
)
def test_the_numbers_of_chosen_cases_are_those_of_a_report_of_them_alone(
    made: Callable[[Only], Analysis], asked: str, only: Only, opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(made(())), tmp_path)
    page.evaluate("(asked) => { location.hash = `overview?${asked}`; }", asked)
    expect(page.locator("#overview-note")).to_be_visible()
    chosen = page.evaluate(CARDS, COMPUTED), page.evaluate(LENGTHS, COMPUTED)
    page.evaluate("(asked) => { location.hash = 'overview?'; }", asked)
    alone = opened.show(html_of(made(only)), tmp_path)
    assert chosen[0] == alone.evaluate(CARDS, COMPUTED)
    assert chosen[1] == alone.evaluate(LENGTHS, COMPUTED)


READ = """(names) => {
  const words = (one) => one.textContent.replaceAll("\u00a0", " ");
  const body = (name) => document.querySelector(`#card-${name} .card-body:not([hidden])`);
  const boxes = [...document.querySelectorAll("g.box")].map((one) => one.getAttribute("aria-label"));
  return {
    ...Object.fromEntries(names.filter(body).map((name) => [name, [...body(name).childNodes].map(words)])),
    boxes: [...new Set(boxes.filter((one) => !one.includes("in none of the chosen")))].sort(),
  };
}"""
LISTED = """() => {  // each case with its times and its marks
  const found = [];
  for (;;) {
    for (const row of document.querySelectorAll("#case-list tbody tr")) {
      const cells = [row.querySelector("th"), ...row.querySelectorAll("td.number, .mark:not(.mark-clock)")];
      found.push(cells.map((one) => one.textContent.replaceAll("\u00a0", " ")));
    }
    const next = document.getElementById("page-on");
    if (!next || next.disabled) return found;
    next.click();
  }
}"""


class Choice(NamedTuple):
    """A filter of the page, and the conditions of `ledgerium report` for the same cases, where there are any."""

    asked: str
    only: str = ""
    without: str = ""


CHOICES = [
    Choice("only=held", "held"),
    Choice("only=open", "", "complete"),
    Choice("only=again", "rework"),
    Choice("only=deviating", "deviates"),
    Choice("only=past"),
    Choice("only=clock"),
    Choice("variant=1", "variant=1"),
    Choice("activity=Decide+on+the+hold", "activity=decide-hold"),
    Choice("path=Run+the+credit+check+%E2%86%92+Confirm+the+order", "path=credit-check > confirm-order"),
    Choice("search=Ben"),
]


def generated(folder: Path) -> Path:
    """Orders that were held, held again, reworked, left open, ended by a person; clocks that jump; and a log of which
    only the times are known at which steps ended."""
    folder.mkdir()
    for name, text in generate(40, 11, 4, Options(hurdles=0.8, asleep=0.05, cut_off=0.8)).recordings.items():
        (folder / name).write_bytes(text)
    targets = '[[targets]]\nmetric = "credit_check_wait"\nminutes = 20\n'
    declared = (EXAMPLES / "generated" / "workflow.toml").read_text("utf-8")
    (folder / "workflow.toml").write_text(f"{declared}\n{TARGETS}{targets}", "utf-8")
    activities = ["Enter the order", "Run the credit check", "Run the credit check", "Hand off to fulfilment"]
    rows = [
        f"SO-8{order:03},{activity},2026-11-24T{8 + order:02}:{10 * at:02}:00Z,Ana"
        for order in range(5)
        for at, activity in enumerate(activities[: 4 if order else 1])
    ]
    (folder / "erp.csv").write_text("\n".join(["case_id,activity,timestamp,resource", *rows, ""]), "utf-8")
    return folder


def as_listed(case: Case, deviates: bool, ages: dict[str, int]) -> list[str]:
    """`ages`: of the open ones among all cases, whatever is chosen."""
    starts = [one.known_start_ms for one in case.holds if one.released is False and case.is_open]
    since = min((start for start in starts if start is not None), default=None)
    held = (
        "held" if since is None else f"held since {datetime.fromtimestamp(since / 1000, UTC):%Y-%m-%d %H:%M}"
    )
    marks = {
        "still open": case.is_open,
        "ended by a person": case.ended,
        held: case.held,
        "rework": case.has_rework,
        "deviation": deviates,
    }
    times = [duration(ms) for ms in (case.cycle_ms, case.parts.work, case.parts.wait)]
    if case.is_open:
        times[0] = f"age {duration(ages[case.id])}"
    return [case.id, *times, *(mark for mark, has in marks.items() if has)]


def comparable(read: dict[str, Any]) -> dict[str, Any]:
    """Without what only says of how many cases all are, or where a clock that jumped is told of otherwise."""
    text = {key: own if isinstance(own, list) else [own] for key, own in read.items()}
    changes = [
        (r"^(?:The clocks of|Of this time .* in) (\d+) orders? .*", r"clocks of \1"),
        (r"in (\d+) (?:chosen|orders?)\b", r"in \1"),
    ]
    for before, after in changes:
        text = {key: [re.sub(before, after, one) for one in own] for key, own in text.items()}
    return text


def test_what_the_page_computes_of_chosen_cases_is_what_the_report_says_of_them_whatever_is_chosen(
    opened: Opened, tmp_path: Path
) -> None:
    """The page has its own hold rate, first-time-right, rework, quantiles and wait: there is one truth all the same."""
    folder = generated(tmp_path / "recordings")

    def of(*conditions: Condition) -> Analysis:
        return load([str(folder), str(folder / "erp.csv")], keep=False, conditions=conditions).analysis

    whole = of()
    ages = dict(whole.metrics.open_cases)
    assert whole.metrics.hold_rate.re_held, "nothing is held again: this tests less than it says"
    assert any(case.is_open and not case.held and len(case.steps) == 1 for case in whole.cases)
    assert {case.is_open for case in whole.cases} == {case.ended for case in whole.cases} == {False, True}
    page = opened.show(html_of(whole), tmp_path)
    seen: list[tuple[Choice, list[list[str]], dict[str, Any]]] = []
    for choice in CHOICES:
        page.evaluate("(asked) => { location.hash = `overview?${asked}`; }", choice.asked)
        expect(page.locator("#filter-chips button")).to_have_count(1)
        seen.append((choice, page.evaluate(LISTED), page.evaluate(READ, COMPUTED)))
        page.evaluate("() => { location.hash = 'overview?'; }")
        expect(page.locator("#filter-chips button")).to_have_count(0)
    for choice, rows, read in seen:
        listed = [case for case, *_ in rows]
        assert listed, choice
        if choice.only or choice.without:
            named = of(*conditions(choice.only, choice.without))
            assert {*listed} == {one.id for one in named.cases if not (choice.without and one.ended)}, choice
        apart = of(*parse_conditions([f"case={one}" for one in listed], []))
        deviating = {one.case for one in apart.deviations}
        assert sorted(rows) == sorted(as_listed(one, one.id in deviating, ages) for one in apart.cases), (
            choice
        )
        alone = opened.show(html_of(apart), tmp_path)
        known = alone.evaluate(READ, COMPUTED)
        assert {*known} >= {"cycle", "work", "boxes"}
        # Of all cases it is not known whether they are right, since of those of the log nothing shows a hold.
        assert "right" not in read
        of_both = comparable(read), comparable({key: own for key, own in known.items() if key != "right"})
        assert {key: own for key, own in of_both[0].items() if key in known} == of_both[1], choice


def test_a_card_that_cannot_follow_the_filter_says_that_it_is_of_all(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(example()), tmp_path)
    of_all = page.get_by_text("of all 10 orders", exact=True)
    assert [one.is_visible() for one in of_all.all()] == [False] * of_all.count()
    before = page.locator("#overview .cards").inner_text()
    bases = page.get_by_text("Cycle time, work and wait count 9 complete orders")
    expect(bases).to_be_visible()
    page.get_by_label("Only").select_option("held")
    titles = of_all.locator("xpath=../h3").all_inner_texts()
    assert titles == ["Why cases wait between steps", "Conformance", "Process health"]
    assert page.locator("#overview-note").inner_text() == (
        "The numbers are those of the 2 orders chosen where a card does not say that they are of all; what stands "
        "out is of all 10 orders."
    )
    expect(bases).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#overview-note")).to_be_hidden()
    expect(bases).to_be_visible()
    assert page.locator("#overview .cards").inner_text() == before


def test_the_evidence_of_a_number_of_chosen_cases_is_of_them(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(example()), tmp_path)
    page.get_by_label("Only").select_option("held")
    page.get_by_role("button", name="Evidence for First-time-right").click()
    body = page.locator("#drawer-body")
    expect(body).to_contain_text("Of the 2 orders chosen.")
    assert body.locator("tbody tr td:first-child").all_inner_texts() == ["SO-1045", "SO-1048"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Evidence for Process health").click()
    assert body.locator("tbody tr").count() > 2


# Each once, since no width has colours of its own.
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_wrong_in_the_overview_of_chosen_cases(
    width: int, scheme: str, opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(example()), tmp_path)
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.get_by_label("Only").select_option("held")
    assert Axe().run(page).response["violations"] == []
