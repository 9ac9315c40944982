"""The overview of `report.html` under a filter: the numbers of the chosen cases, as a report of them alone has them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from report_page import Opened, html_of

from ledgerium_cli.engine.operations import finish, map_all
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.filters import Condition, parse_conditions
from ledgerium_cli.load import load

sys.path.insert(0, str(Path(__file__).parents[1]))
from documents.make import nine_orders, sales_order

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")
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


def test_a_card_that_cannot_follow_the_filter_says_that_it_is_of_all(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(example()), tmp_path)
    of_all = page.get_by_text("of all 10 orders", exact=True)
    assert [one.is_visible() for one in of_all.all()] == [False] * of_all.count()
    before = page.locator("#overview .cards").inner_text()
    page.get_by_label("Only").select_option("held")
    titles = of_all.locator("xpath=../h3").all_inner_texts()
    assert titles == ["Why cases wait between steps", "Conformance", "Process health"]
    assert page.locator("#overview-note").inner_text() == (
        "The numbers are those of the 2 orders chosen where a card does not say that they are of all; what stands "
        "out is of all 10 orders."
    )
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#overview-note")).to_be_hidden()
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_wrong_in_the_overview_of_chosen_cases(
    width: int, scheme: str, opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(example()), tmp_path)
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.get_by_label("Only").select_option("held")
    assert Axe().run(page).response["violations"] == []
