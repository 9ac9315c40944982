"""`report.html` in a real Chromium: every control does what it says, for everybody."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from recorder import RecorderBrowser
from report_page import Opened, cases, html_of

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.html import data
from ledgerium_cli.documents.words import duration
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load

sys.path.insert(0, str(Path(__file__).parents[1]))
from documents.make import Take, analysed, nine_orders, sales_order

WORDS = Path(__file__).parents[2] / "src/ledgerium_cli/documents/html/words.js"
LOG = """case,activity,start,end,resource
A,Enter,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z,Ana
A,Check,2026-03-02T09:10:00Z,2026-03-02T09:15:00Z,Ben
"""
ENDS = "[...one.querySelectorAll('rect')].map((r) => +r.getAttribute('x') + +r.getAttribute('width'))"


# The overview


def test_each_number_has_its_definition_and_its_evidence_one_click_away(example: Page) -> None:
    for card in example.locator(".card").all():
        if card.evaluate("one => one.tagName") != "ARTICLE":
            continue
        card.get_by_text("Definition").click()
        expect(card.locator("details p").first).to_be_visible()
        title = card.locator("h3").inner_text()
        evidence = card.get_by_role("button", name="Evidence")
        assert evidence.text_content() == f"Evidence for {title}"
        evidence.click()
        expect(example.get_by_role("dialog")).to_be_visible()
        assert example.locator("#drawer-title").inner_text() != ""
        assert example.locator("#drawer-body tbody tr").count() > 0, title
        example.get_by_role("button", name="Close").click()
        expect(example.get_by_role("dialog")).to_be_hidden()


def test_a_definition_stands_over_the_cards_and_moves_none_and_escape_closes_it(example: Page) -> None:
    place = "all => all.map((one) => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight])"
    parts = example.locator("article.card, article.card [data-evidence]")
    before = parts.evaluate_all(place)
    definition = example.locator("#card-cycle").get_by_text("Definition")
    definition.press("Enter")
    told = example.locator("#card-cycle .definition")
    expect(told).to_be_visible()
    assert parts.evaluate_all(place) == before
    example.keyboard.press("Escape")
    expect(told).to_be_hidden()
    expect(definition).to_be_focused()


def test_a_citation_leads_to_the_recording_the_case_and_the_step(example: Page) -> None:
    example.get_by_role("button", name="Evidence R1: 209–219").first.click()
    body = example.locator("#drawer-body")
    expect(body).to_contain_text("ana-20261123T032727-6fb1")
    events, steps = body.locator("table").all()
    assert steps.locator("tbody tr td:nth-child(-n+2)").all_inner_texts() == ["SO-1046", "Confirm the order"]
    seen = [row.locator("td").all_inner_texts() for row in events.locator("tbody tr").all()]
    assert events.locator("th.group").all_inner_texts() == ["2026-11-23 (UTC)"]
    assert seen.pop(0) == []
    assert [row[0] for row in seen] == [str(number) for number in range(209, 220)]
    assert seen[0] == [
        "209", "03:36:46", "Pressed link “Confirm order”", "ERP · /orders/SO-1046 · Order SO-1046",
    ]  # fmt: skip
    assert seen[-1][2].startswith("Status: “")
    body.get_by_role("button", name="SO-1046").click()
    expect(body).to_contain_text("“Run the credit check” was not seen")


def test_the_evidence_of_a_target_says_which_cases_missed_it(example: Page) -> None:
    def past(card: str, of: int = 1) -> list[str]:
        example.locator(f"#card-{card}").get_by_role("button", name="Evidence").click()
        rows = example.locator("#drawer-body tbody tr", has_text="past the target")
        found = [
            f"{row.locator('th, td').nth(0).inner_text()}: {row.locator('td').nth(of).inner_text()}"
            for row in rows.all()
        ]
        example.keyboard.press("Escape")
        return [one.replace("\xa0", " ") for one in found]

    assert past("interval-0") == [
        "SO-1045: 5 min 50 s, past the target of at most 2 min 00 s",
        "SO-1048: not at its end, past the target of at most 2 min 00 s",
    ]
    assert [one.split(":")[0] for one in past("health")] == ["SO-1045", "SO-1048"]
    example.get_by_label("Only", exact=True).select_option(label="past a target")
    assert cases(example) == ["SO-1045", "SO-1048"]
    example.get_by_role("button", name="SO-1045").first.click()
    expect(example.locator("#drawer-body")).to_contain_text("Credit-check wait past the target of at most")
    example.keyboard.press("Escape")
    assert example.locator("#card-interval-0 .of-chosen .marks-key").inner_text().split("\n")[-1] == "target"


def test_the_words_for_times_are_those_of_the_other_documents(example: Page) -> None:
    seconds = [
        0,
        1,
        9.949,
        9.95,
        10.5,
        11.5,
        59.499,
        59.5,
        61,
        3599.499,
        3599.5,
        3630,
        5430,
        86369.999,
        86370,
    ]
    lengths = [
        1,
        999,
        1150,
        1250,
        1350,
        *(round(1000 * one) for one in [*seconds, 88_200, 90_000, 95_400, 1e6]),
    ]
    lengths += [number * 1_237 + 50 for number in range(400)]
    script = f"(lengths) => {{ {WORDS.read_text('utf-8')}; return lengths.map(duration); }}"
    assert example.evaluate(script, lengths) == [*map(duration, lengths)]


# The map


def test_the_map_switches_between_how_often_and_how_long(example: Page) -> None:
    path = example.locator("svg.map:not(.off) g.arrow", has_text="58 s")
    expect(path.locator(".when-often text").first).to_be_visible()
    expect(path.locator(".when-long text").first).to_be_hidden()
    example.get_by_role("radio", name="How long").check()
    expect(path.locator(".when-often text").first).to_be_hidden()
    expect(path.locator(".when-long text").first).to_have_text("12 s, 58 s")
    box = example.locator("svg.map:not(.off) g.box", has_text="Run the credit check").first
    expect(box.get_by_text("work 14 s")).to_be_visible()


def test_the_map_stands_in_lanes_of_systems_or_roles(example: Page) -> None:
    def lanes() -> list[str]:
        return example.locator("svg.map:not(.off) .lane text").all_text_contents()

    assert lanes() == []
    example.get_by_role("radio", name="System").check()
    assert sorted(lanes()) == ["Credit desk", "ERP"]
    example.get_by_role("radio", name="Role").check()
    assert sorted(lanes()) == ["Credit reviewer", "Order management"]
    expect(example.locator("#lanes-by")).to_have_text(re.compile("the role declared for a step"))
    expect(example.locator("#lanes-by")).to_be_visible()
    example.get_by_role("radio", name="None").check()
    assert lanes() == []
    expect(example.locator("#lanes-by")).to_be_hidden()


def test_rare_paths_go_and_what_stays_keeps_its_place(example: Page) -> None:
    shown = example.locator("svg.map:not(.off) g.arrow:not(.rare)")
    box = example.locator("svg.map:not(.off) g.box", has_text="Enter the order")
    place = "one => [one.getBBox().x, one.getBBox().y]"
    before, all_of_them = box.evaluate(place), shown.count()
    slider = example.get_by_label("Paths", exact=True)
    slider.focus()
    slider.press("ArrowLeft")
    assert shown.count() < all_of_them
    assert box.evaluate(place) == before
    expect(example.locator("#paths-says")).to_have_text(
        re.compile(r"taken 2× or more and 1 rarer: \d+ of 12, \d+ % of all moves")
    )
    slider.press("Home")
    often = "all => all.filter((one) => !one.classList.contains('skips')).map((one) => one.dataset.times)"
    assert set(shown.evaluate_all(often)) == {"12"}
    assert example.locator("svg.map:not(.off) g.arrow.skips:not(.rare)").count() == 1, "it is never hidden"
    expect(example.locator("#paths-rarer")).to_have_text("rarer paths: 1 over a required step")
    assert example.locator("svg.map:not(.off) g.box:not(.rare)").count() == 3
    assert example.locator("svg.map:not(.off) g.end:not(.rare)").count() == 0, "no arrow leads there"
    slider.press("End")
    assert shown.count() == all_of_them
    assert example.locator("svg.map:not(.off) g.end:not(.rare)").count() == 3


def forty_ways() -> Analysis:
    """Ways through the six steps of the template in any order, each second one without the last."""
    take = Take("many", "Ana")
    buttons = ["Save order", "Validate order", "Run credit check", "Confirm order", "Hand over to warehouse"]
    for case, way in enumerate([*permutations(buttons)][:40]):
        for place, button in enumerate(way[: 5 - case % 2]):
            take.press(1000 * case + 60 * place, f"SO-{1000 + case}", button)
    return analysed(take, workflow=sales_order())


def test_the_map_shows_at_first_sight_what_its_picture_shows(opened: Opened, tmp_path: Path) -> None:
    documents = documents_of(forty_ways())
    page = opened.show(documents["report.html"], tmp_path)
    paths = "all => all.map((one) => Number(one.dataset.times))"
    shown = page.locator("svg.map:not(.off) g.arrow:not(.rare)").evaluate_all(paths)
    drawn = [int(one) for one in re.findall(r"-> .*<B>(\d+)×</B>", documents["map.dot"])]
    assert sorted(shown) == sorted(drawn)
    assert len(shown) < page.locator("svg.map:not(.off) g.arrow").count()
    assert opened.found_wrong() == []


def test_a_path_over_a_required_step_says_which_and_how_often(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(forty_ways()), tmp_path)
    over = page.locator("svg.map:not(.off) g.arrow.skips")
    assert over.count() > 3
    for one in over.all():
        labels = one.locator(".label.when-often .skip").all_text_contents()
        assert labels
        says = ", ".join(label.removeprefix("without ") for label in labels)
        times = one.get_attribute("data-times")
        assert one.locator("title").text_content().endswith(f": {times}×, without {says}")  # type: ignore[union-attr]
        one.dispatch_event("click")
        assert f"Without the required\n{says}\n" in page.locator("#drawer-body").inner_text()
        page.keyboard.press("Escape")


def test_the_map_stands_still_while_its_paths_are_chosen(example: Page) -> None:
    example.set_viewport_size({"width": 1440, "height": 900})
    slider, canvas = example.get_by_label("Paths", exact=True), example.locator("#canvas")
    places = []
    for key in ("End", *["ArrowLeft"] * 5):
        slider.press(key)
        places.append(canvas.evaluate("one => one.offsetTop - one.parentElement.offsetTop"))
    assert places == places[:1] * 6


def test_the_map_is_looked_at_closer_by_buttons_keys_wheel_and_drag(example: Page) -> None:
    map_ = example.locator("svg.map:not(.off)")

    def view() -> list[float]:
        return [float(one) for one in (map_.get_attribute("viewBox") or "").split()]

    whole = view()
    example.get_by_role("button", name="Zoom in").click()
    assert view()[2] < whole[2]
    example.get_by_role("button", name="Zoom out").click()
    assert view()[2] == pytest.approx(whole[2])
    canvas = example.locator("#canvas")
    canvas.focus()
    example.keyboard.press("+")
    before = view()
    example.keyboard.press("ArrowRight")
    assert view()[0] > before[0]
    example.keyboard.press("0")
    assert view() == pytest.approx(whole, abs=1)
    canvas.hover()
    example.keyboard.down("Control")
    example.mouse.wheel(0, -200)
    example.keyboard.up("Control")
    expect(map_).not_to_have_attribute("viewBox", " ".join(f"{one:g}" for one in whole))
    place = canvas.bounding_box()
    assert place is not None
    before = view()
    example.mouse.move(place["x"] + 200, place["y"] + 200)
    example.mouse.down()
    example.mouse.move(place["x"] + 100, place["y"] + 150, steps=4)
    example.mouse.up()
    assert view()[0] > before[0]
    assert not example.get_by_role("dialog").is_visible()
    example.get_by_role("button", name="All of it").click()
    assert view() == pytest.approx(whole, abs=1)


def test_a_step_and_a_path_of_the_map_tell_what_they_are_made_of(example: Page) -> None:
    box = example.get_by_role("button", name=re.compile("^Decide on the hold: 2 times in 2 orders"))
    box.focus()
    example.keyboard.press("Enter")
    body = example.locator("#drawer-body")
    expect(body).to_contain_text("a person, as declared")
    expect(body).to_contain_text("33 s, 38 s (n = 2)")
    body.get_by_role("button", name="Run the credit check → Decide on the hold").click()
    expect(body).to_contain_text("12 s, 58 s (n = 2)")
    assert body.locator("tbody td:first-child").all_inner_texts() == ["SO-1045", "SO-1048"]
    example.keyboard.press("Escape")
    expect(box).to_be_focused()


def test_by_keyboard_one_goes_on_behind_the_case_that_was_opened_wherever_the_address_leads(
    example: Page,
) -> None:
    example.evaluate("() => { location.hash = 'cases'; }")
    first, second = (example.locator("#case-list").get_by_role("button").nth(at) for at in (0, 1))
    first.focus()
    example.keyboard.press("Enter")
    expect(example.locator("#drawer-body")).to_be_visible()
    example.wait_for_function("() => location.hash.includes('open=')")
    example.keyboard.press("Escape")
    example.wait_for_function("() => location.hash === '#cases'")
    example.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    expect(first).to_be_focused()
    example.keyboard.press("Tab")
    expect(second).to_be_focused()


# What is chosen


def test_an_unfinished_variant_is_not_said_to_have_left_out_what_may_come(example: Page) -> None:
    told = example.locator(".missing").all_inner_texts()
    assert told == [
        "Without “Run the credit check”",
        "So far without “Confirm the order”, “Hand off to fulfilment”",
    ]


def test_a_name_with_quotation_marks_is_quoted_with_single_ones_in_it(opened: Opened, tmp_path: Path) -> None:
    take = Take("two", "Ana")
    for number, buttons in enumerate(
        [["Call them", "Save order"], ["Call them", "Save order"], ["Save order"]]
    ):
        for place, button in enumerate(buttons):
            take.press(100 * number + 10 * place, f"SO-104{number}", button, "Done")
    page = opened.show(html_of(analysed(take)), tmp_path)
    [told] = page.locator(".missing").all_inner_texts()
    assert told.endswith("ithout “Press ‘Call them’”")


def test_a_way_that_no_case_has_finished_is_no_happy_path(opened: Opened, tmp_path: Path) -> None:
    take = Take("open", "Ana").press(40, "SO-1042", "Save order", "Order saved")
    page = opened.show(html_of(analysed(take, workflow=sales_order())), tmp_path)
    assert page.locator(".variant-head .quiet").all_inner_texts() == ["the most frequent", "still open"]


def test_a_variant_that_is_chosen_filters_cases_map_and_distributions(example: Page) -> None:
    variant = example.get_by_role("button", name="Variant 2", exact=True)
    variant.click()
    expect(variant).to_have_attribute("aria-pressed", "true")
    assert cases(example) == ["SO-1044", "SO-1047"]
    expect(example.get_by_role("region", name="Filter")).to_contain_text("2 of 10 orders chosen")
    taken = example.locator("svg.map:not(.off) g.box.taken .title").all_text_contents()
    assert "Decide on the hold" not in taken
    assert len(taken) == 5
    box = example.locator("svg.map:not(.off) g.box", has_text="Enter the order")
    expect(box.get_by_text("4 times in 2 chosen")).to_be_visible()
    expect(example.locator("#distribution p").first).to_have_text(
        "Cycle time: 2 min 32 s, 3 min 26 s (n = 2), of 2 orders; the target of 10 min 00 s is beyond the axis"
    )
    below = example.locator("#distribution").evaluate("one => [...one.childNodes].map((own) => own.nodeName)")
    assert below == ["P", "svg", "svg"], (
        "of few values no key to a median and a percentile, and no word in its place"
    )
    example.get_by_role("button", name="Show all", exact=True).click()
    expect(example.get_by_role("region", name="Filter")).to_be_hidden()
    expect(box.get_by_text("13 times in 10 orders")).to_be_visible()
    assert len(cases(example)) == 10


BARS = """all => all.flatMap((bar) => ["x", "width"].map((side) => Number(bar.getAttribute(side))))"""
TOLD_BY_THE_MAP = """() => [...document.querySelectorAll("svg.map:not(.off) :is(g.box, g.arrow)")].map((one) => [
  ...[...one.querySelectorAll("text:not(.title)")].map((text) =>
    text.textContent.replace(/ (chosen|orders?|cases?)$/, "")),
  [...one.classList].filter((name) => name !== "taken").sort().join(" "),
])"""


@pytest.mark.parametrize("declared", [False, True])
def test_the_map_of_all_cases_that_are_chosen_is_the_map_of_all(
    declared: bool, opened: Opened, example_html: str, tmp_path: Path
) -> None:
    html = example_html if declared else html_of(analysed(*nine_orders()))
    page = opened.show(html, tmp_path)
    bars = page.locator("svg.map:not(.off) .bar")
    of_all, lengths = page.evaluate(TOLD_BY_THE_MAP), bars.evaluate_all(BARS)
    page.get_by_label("Find").fill("SO-")
    expect(page.locator("#filter-says")).to_contain_text("chosen")
    assert page.evaluate(TOLD_BY_THE_MAP) == of_all
    assert bars.evaluate_all(BARS) == pytest.approx(lengths, abs=1)
    page.get_by_label("Find").fill("")
    assert page.evaluate(TOLD_BY_THE_MAP) == of_all


def test_the_map_of_chosen_cases_has_their_times_bars_and_signs(example: Page) -> None:
    example.get_by_role("radio", name="How long").check()
    example.get_by_label("Find").fill("SO-1045")
    check = example.locator("svg.map:not(.off) g.box", has_text="Run the credit check")
    texts = "text:visible:not(.title)"
    assert check.locator(texts).all_text_contents() == ["work 13 s", "wait 2.2 s", "held in 1 of 1"]
    expect(check).to_have_class(re.compile("held"))
    example.get_by_label("Find").fill("SO-1042")
    assert [one for one in check.locator(texts).all_text_contents() if one] == ["work 12 s", "wait 1.3 s"]
    expect(check).not_to_have_class(re.compile("held"))
    decide = example.locator("svg.map:not(.off) g.box", has_text="Decide on the hold")
    assert [one for one in decide.locator(texts).all_text_contents() if one] == ["in none of the chosen"]
    expect(example.locator("#map-note")).to_have_text(
        "How often, how long and the signs are those of the 1 order chosen; which paths are drawn, their colours and "
        "dashes and the words about them below are of all 10 orders."
    )
    told = example.locator("svg.map:not(.off) g.arrow title").all_text_contents()
    assert "Run the credit check → Decide on the hold: 0× among the chosen; of all 2×" in told


def test_steps_that_no_chosen_case_took_stay_legible_on_the_map(example: Page) -> None:
    example.get_by_role("button", name="Variant 2", exact=True).click()
    other = example.locator("svg.map:not(.off) g.box:not(.taken) .title")
    assert other.all_text_contents() == ["Decide on the hold"]
    faint = """one => {
      const chain = [];
      for (let at = one; at; at = at.parentElement) chain.push(Number(getComputedStyle(at).opacity));
      return Math.min(...chain);
    }"""
    assert other.evaluate(faint) == 1
    expect(example.locator("svg.map:not(.off) g.arrow:not(.taken) .label.when-often").first).to_be_hidden()


def test_a_case_that_is_not_finished_does_not_lead_to_the_end_of_the_map(example: Page) -> None:
    example.get_by_role("button", name="Variant 6", exact=True).click()
    taken = example.locator("svg.map:not(.off) g.end.taken text").all_text_contents()
    assert taken == ["Start", "Not finished"]
    example.get_by_role("button", name=re.compile("^Decide on the hold: ")).click()
    example.get_by_role("button", name="Decide on the hold → Not finished").click()
    expect(example.locator("#drawer-body")).to_contain_text("SO-1048")


def test_cases_of_a_step_or_a_path_alone(example: Page) -> None:
    example.get_by_role("button", name=re.compile("^Decide on the hold: ")).click()
    example.get_by_role("button", name="Show only orders with it").click()
    assert cases(example) == ["SO-1045", "SO-1048"]
    example.get_by_role("button", name=re.compile("^Decide on the hold: ")).click()
    example.get_by_role("button", name="Decide on the hold → Confirm the order").click()
    example.get_by_role("button", name="Show only orders that take it").click()
    assert cases(example) == ["SO-1045"]
    example.get_by_role("button", name=re.compile("^Remove: ")).click()
    assert len(cases(example)) == 10


def test_where_nothing_is_chosen_nothing_is_said_of_it(example: Page) -> None:
    example.get_by_label("Find").fill("zzz")
    assert example.locator("#by-step").inner_text() == "No order is left."
    assert example.locator("#case-list").inner_text() == "No order is left."


def test_cases_are_found_kept_apart_and_sorted(example: Page) -> None:
    example.get_by_label("Find").fill("1048")
    assert cases(example) == ["SO-1048"]
    example.get_by_label("Find").fill("")
    only = example.get_by_label("Only", exact=True)
    kept = {}
    for name in ("held", "still open", "with rework", "with a deviation"):
        only.select_option(label=name)
        kept[name] = cases(example)
    assert kept == {
        "held": ["SO-1045", "SO-1048"],
        "still open": ["SO-1048"],
        "with rework": ["SO-1043", "SO-1044", "SO-1047"],
        "with a deviation": ["SO-1046"],
    }
    only.select_option(label="all")
    first = {}
    for name in (
        "start",
        "longest cycle",
        "longest wait",
        "most work",
        "age of those still open",
        "most steps",
        "name",
    ):
        example.get_by_label("Sort by").select_option(label=name)
        first[name] = cases(example)[0]
    assert first == {
        "start": "SO-1042",
        "longest cycle": "SO-1045",
        "longest wait": "SO-1045",
        "most work": "SO-1047",
        "age of those still open": "SO-1048",
        "most steps": "SO-1044",
        "name": "SO-1042",
    }


def test_cases_are_found_by_step_person_and_system_and_sorted_as_people_count(
    opened: Opened, tmp_path: Path
) -> None:
    rows = [f"{case},Check,2026-03-0{1 + n}T09:00:00Z,2026-03-0{1 + n}T09:05:00Z,{who}" for n, (case, who) in
            enumerate([("10", "Ana"), ("9", "Ben"), ("100", "Ana")])]  # fmt: skip
    (tmp_path / "log.csv").write_text("\n".join(["case,activity,start,end,resource", *rows]), "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    page.get_by_label("Sort by").select_option(label="name")
    assert cases(page) == ["9", "10", "100"]
    find = page.get_by_label("Find")
    find.fill("ben")
    assert cases(page) == ["9"]
    find.fill("check")
    assert len(cases(page)) == 3
    assert opened.found_wrong() == []


def test_of_the_longest_cycles_those_that_are_not_finished_come_last(example: Page) -> None:
    example.get_by_label("Sort by").select_option(label="longest cycle")
    assert cases(example)[-1] == "SO-1048"


def test_the_list_says_when_each_case_began_and_hides_nothing_of_it(example: Page) -> None:
    first = example.locator("#case-list tbody tr").first
    assert first.locator("td.start").inner_text() == "2026-11-23 03:27"
    for width in (1000, 1280):
        example.set_viewport_size({"width": width, "height": 800})
        box = example.locator("#case-list .wide")
        assert box.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_a_line_of_time_is_as_long_as_its_case_or_fills_its_width(example: Page) -> None:
    line = example.locator("#case-list tr", has_text="SO-1042").locator("svg")

    def length() -> float:
        return float(line.evaluate(f"(one) => Math.max(...{ENDS})"))

    assert length() == pytest.approx(1000 * 119_869 / 504_710, rel=0.02)
    example.get_by_role("radio", name="Full width").check()
    assert length() == pytest.approx(1000, rel=0.01)
    assert line.get_attribute("aria-label") == "1 min 57 s work, 2.8 s system wait"


def _one_far_longer() -> Analysis:
    take = Take("long", "Ana")
    for number in range(12):
        at = 1000 * number
        take.fill(at, f"SO-{1000 + number}").press(at + 60, f"SO-{1000 + number}", "Save order", "Saved")
    take.fill(50_000, "SO-1000").press(50_010, "SO-1000", "Save order", "Saved")
    return analysed(take)


def test_one_case_far_longer_than_all_others_leaves_them_their_scale(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_one_far_longer()), tmp_path)
    expect(page.locator("#case-list thead")).to_contain_text("what is longer is cut off")
    assert page.locator("#case-list tr", has_text="SO-1000").locator(".cut").count() == 1
    line = page.locator("#case-list tr", has_text="SO-1001").locator("svg")
    assert line.locator(".cut").count() == 0
    assert float(line.evaluate(f"(one) => Math.max(...{ENDS})")) > 900
    page.get_by_role("radio", name="Full width").check()
    assert page.locator("#case-list .cut").count() == 0
    assert opened.found_wrong() == []


def test_a_few_open_cases_of_great_age_leave_the_others_their_scale(opened: Opened, tmp_path: Path) -> None:
    take = Take("open", "Ana")
    for number in range(12):
        at, order = 1_000_000 * (number > 1) + 1000 * number, f"SO-{1000 + number}"
        take.fill(at, order).press(at + 60, order, "Save order", "Saved")
        if number > 1:
            take.press(at + 600, order, "Hand over to warehouse")
            take.message(at + 602, order, "Released to fulfilment")
    page = opened.show(html_of(analysed(take, workflow=sales_order())), tmp_path)
    expect(page.locator("#case-list thead")).to_contain_text(
        "from 0 to 10 min 02 s; what is longer is cut off"
    )
    still_open = page.locator("#case-list tr", has=page.locator(".still-open"))
    assert cases(page)[:2] == still_open.locator("th").all_inner_texts() == ["SO-1000", "SO-1001"]
    assert [row.locator(".cut").count() for row in still_open.all()] == [1, 1]
    complete = page.locator("#case-list tr", has_text="SO-1005").locator("svg")
    assert float(complete.evaluate(f"(one) => Math.max(...{ENDS})")) > 900
    page.get_by_label("Only").select_option(label="still open")
    expect(page.locator("#case-list thead")).to_contain_text("from 0 to 1 min 01 s;")


def test_open_cases_that_were_seen_at_one_moment_each_are_drawn_by_their_ages(
    opened: Opened, tmp_path: Path
) -> None:
    log, workflow = tmp_path / "log.csv", tmp_path / "workflow.toml"
    log.write_text(
        "case,activity,time\n"
        "A,Receive,2026-03-02T08:00Z\nB,Receive,2026-03-02T09:00Z\n"
        "C,Receive,2026-03-02T09:00Z\nC,done,2026-03-02T10:00Z\n"
    )
    workflow.write_text(
        'format = 1\nname = "Orders"\nends_with = "done"\n[[activities]]\nid = "done"\ntitle = "done"\n'
    )
    page = opened.show(html_of(load([str(log)], workflow=workflow).analysis), tmp_path)
    page.get_by_label("Only").select_option(label="still open")
    assert cases(page) == ["A", "B"]
    expect(page.locator("#case-list thead")).to_contain_text("from 0 to 2 h 00 min")
    expect(page.locator("#case-list thead")).not_to_contain_text("cut off")
    ends = "all => all.map((one) => +one.getAttribute('x2'))"
    assert page.locator("#case-list .still-open").evaluate_all(ends) == [1000, 500]
    page.get_by_role("radio", name="Full width").check()
    assert page.locator("#case-list .still-open").evaluate_all(ends) == [1000, 1000]
    assert opened.found_wrong() == []


def test_a_long_variant_is_folded_where_it_is_as_the_first_one(opened: Opened, tmp_path: Path) -> None:
    take = Take("steps", "Ana")
    for number, skipped in enumerate([None, None, 9]):
        for step in range(18):
            if step != skipped:
                take.press(1000 * number + 10 * step, f"SO-{1000 + number}", f"Button {step:02}", "ok")
    page = opened.show(html_of(analysed(take)), tmp_path)
    assert page.locator(".variants > li").nth(0).locator(".chips .run").count() == 0
    other = page.locator(".variants > li").nth(1)
    [fold] = other.locator(".chips button").all()
    shown = other.locator(".chips li").count()
    fold.press("Enter")
    assert other.locator(".chips li").count() == 17 > shown
    assert other.locator(".chips button").count() == 0
    assert opened.found_wrong() == []


def test_of_a_log_the_page_names_what_is_not_known_once_and_no_sign_that_is_not_there(
    opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    assert page.locator("#card-not-known b").all_inner_texts() == [
        "Hold rate", "First-time-right", "Process health",
    ]  # fmt: skip
    assert page.locator("#card-holds, #card-right, #card-health").count() == 0
    assert page.locator("#part-key li").all_inner_texts() == ["work", "between-step wait"]
    assert "holds begin here" not in page.locator(".map-key").inner_text()
    expect(page.locator("#card-work .key")).to_contain_text("not known: system wait, idle, paused")
    assert opened.found_wrong() == []


def test_of_a_log_a_name_is_the_log_s_and_evidence_a_row_of_it(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    page.get_by_role("button", name=re.compile("^Check: ")).click()
    told = page.locator("#drawer-body dd").all_inner_texts()
    assert "as in the log" in told
    page.locator("#drawer-body").get_by_role("button", name="Evidence R1: 3").click()
    log, row = page.locator("#drawer-body dd").all_inner_texts()
    assert re.fullmatch(r"log\.csv@\w+ \(CSV\), 2 events", log)
    assert row == "3"


def test_who_is_not_named_and_hand_offs_to_them_are_not_known(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(re.sub(",(resource|Ana|Ben)$", "", LOG, flags=re.MULTILINE), "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    body = page.locator("#drawer-body")
    told = []
    for arrow in page.locator("svg.map:not(.off) g.arrow").all():
        arrow.dispatch_event("click")
        told.append(
            [what in body.inner_text() for what in ("Time between", "not known: nothing says who did both")]
        )
    assert sorted(told) == [[False, False], [False, False], [True, True]], (
        "from the start, to the end, between"
    )
    body.get_by_role("button", name="A", exact=True).first.click()
    assert body.locator("tbody tr td:nth-child(2)").all_inner_texts() == ["not known", "not known"]


def test_where_no_target_is_declared_none_can_be_past(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_many(6)), tmp_path)
    assert "past a target" not in page.get_by_label("Only").locator("option").all_inner_texts()
    page.evaluate("location.hash = '#cases?only=past'")
    expect(page.locator("#case-list tbody tr")).to_have_count(6)
    assert opened.found_wrong() == []


def test_many_cases_come_page_by_page(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_many(60)), tmp_path)
    assert len(cases(page)) == 25
    expect(page.locator(".pager")).to_contain_text("1 to 25 of 60 cases")
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    assert len(cases(page)) == 10
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".pager")).to_contain_text("26 to 50 of 60 cases")
    assert opened.found_wrong() == []


def test_lines_of_time_on_all_pages_of_the_list_have_one_scale(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_many(60)), tmp_path)
    first = page.locator("#case-list thead").inner_text()
    page.get_by_role("button", name="Next").click()
    assert page.locator("#case-list thead").inner_text() == first


def test_numbers_of_a_page_that_does_not_carry_all_cases_say_of_which_they_are(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "MOST_CASES", 40)
    page = opened.show(html_of(_many(60)), tmp_path)
    told = "its distributions with their numbers, what is chosen, and the cases that a click lists, are of these."
    expect(page.locator(".notice", has_text="This page carries 40 of 60 cases")).to_contain_text(told)
    expect(page.locator("#distribution p").first).to_contain_text("of 40 cases in this page")
    expect(page.locator("#by-step .lead")).to_contain_text("All are of 40 cases in this page.")
    expect(page.locator(".pager")).to_contain_text("1 to 25 of 40 cases in this page")
    page.get_by_role("button", name="Variant 1", exact=True).click()
    expect(page.get_by_role("region", name="Filter")).to_contain_text("40 of 40 cases in this page chosen")
    page.locator("svg.map:not(.off) g.box").first.click()
    assert page.locator("#drawer-body h3").all_inner_texts()[-1] == "40 cases in this page"
    page.locator("#drawer-body .paths button").first.click()
    assert page.locator("#drawer-body h3").all_inner_texts()[-1] == "40 cases in this page"
    page.keyboard.press("Escape")


def _many(n: int) -> Analysis:
    take = Take("many", "Ana")
    for number in range(n):
        at = 100 * number
        take.fill(at + 10, f"SO-{1000 + number}").press(
            at + 30 + number, f"SO-{1000 + number}", "Save order", "Saved"
        )
    return analysed(take)


def test_values_are_dots_while_few_and_columns_when_many(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_many(200)), tmp_path)
    assert page.locator("#distribution circle").count() == 0
    assert page.locator("#distribution .column").count() == 40
    page.get_by_label("Find").fill("SO-110")
    assert page.locator("#distribution circle").count() == 10
    assert page.locator("#distribution line.median").count() == 1
    page.get_by_label("Find").fill("SO-1100")
    assert page.locator("#distribution line.median").count() == 0, "of few values no percentile is shown"
    assert opened.found_wrong() == []


def test_columns_say_how_many_they_stand_for(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_many(200)), tmp_path)
    picture = page.locator("#distribution svg.values")
    standing_for = [int(one.split()[0]) for one in picture.locator(".column title").all_text_contents()]
    assert sum(standing_for) == 200
    assert picture.locator("text").text_content() == f"{max(standing_for)} cases in the highest column"
    cells = page.locator("#by-step svg.values", has=page.locator(".column"))
    assert cells.count()
    for cell in cells.all():
        of_steps = [int(one.split()[0]) for one in cell.locator(".column title").all_text_contents()]
        assert sum(of_steps) == 200
        assert cell.locator("text").text_content() == f"{max(of_steps)} steps in the highest column"


@pytest.mark.parametrize(("n", "drawn"), [(12, "circle"), (30, "rect")])
def test_equal_values_are_dots_that_can_be_counted_or_a_column(
    n: int, drawn: str, opened: Opened, tmp_path: Path
) -> None:
    take = Take("same", "Ana")
    for number in range(n):
        take.fill(1000 * number, f"SO-{1000 + number}").press(
            1000 * number + 30, f"SO-{1000 + number}", "Save order"
        )
    page = opened.show(html_of(analysed(take)), tmp_path)
    picture = page.locator("#distribution svg.values")
    own = "all => all.map((one) => one.getBoundingClientRect().toJSON()).filter((one) => one.height > 0)"
    places = {(one["left"], one["top"]) for one in picture.locator(drawn).evaluate_all(own)}
    assert len(places) == (n if drawn == "circle" else 1)


def test_few_that_are_far_longer_stand_behind_a_break_and_leave_the_others_their_scale(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(_one_far_longer()), tmp_path)
    said = page.locator("#distribution p").first.inner_text().replace("\xa0", " ")
    assert said.endswith(
        "longest 13 h 54 min (n = 12), of 12 cases; 1 longer than 2 min 02 s stands behind the break"
    )
    assert page.locator("#distribution circle").count() == 12
    assert (
        page.locator("#distribution .beyond").evaluate("one => one.textContent").replace("\xa0", " ")
        == "13 h 54 min →"
    )
    assert page.locator("#distribution .break").count() == 1
    median = float(str(page.locator("#distribution line.median").get_attribute("x1")))
    length = float(str(page.locator("#distribution line.axis").get_attribute("x2")))
    assert 0.4 < median / length < 0.6
    assert (
        page.locator("#card-cycle .ends")
        .inner_text()
        .replace("\xa0", " ")
        .endswith("2 min 02 s; 1 longer, up to 13 h 54 min")
    )
    page.get_by_role("radio", name="Logarithmic").check()
    assert page.locator("#distribution circle").count() == 12
    assert page.locator("#distribution .break").count() == 0


def test_the_extreme_and_the_target_of_a_measure_are_drawn(example: Page) -> None:
    example.locator("#measure").select_option(label="Credit-check wait")
    picture = example.locator("#distribution svg.values")
    assert picture.locator("circle").count() == 8
    assert (
        picture.locator(".beyond").evaluate("one => one.textContent").replace("\xa0", " ") == "5 min 50 s →"
    )
    goal = float(picture.locator("line.goal").get_attribute("x1") or 0)
    whole = float(picture.locator("line.axis").get_attribute("x2") or 0)
    assert goal / whole == pytest.approx(0.84 * 120 / 213, abs=0.01)
    expect(example.locator("#distribution .key")).to_contain_text("target")
    example.locator("#measure").select_option(label="Cycle time")
    goal = float(picture.locator("line.goal").get_attribute("x1") or 0)
    assert goal == pytest.approx(whole), "the axis goes on to a target that is near its end"


@pytest.mark.parametrize("width", [320, 1440])
def test_dots_are_as_large_on_a_phone_as_on_a_desk(width: int, example: Page) -> None:
    example.set_viewport_size({"width": width, "height": 800})
    size = "all => all.map((one) => one.getBoundingClientRect().width)"
    for part, least in (("#distribution", 11), ("#by-step", 6.5)):
        sizes = example.locator(f"{part} circle").evaluate_all(size)
        assert least < min(sizes) <= max(sizes) < 14


def test_each_measure_has_its_distribution_on_a_linear_or_a_logarithmic_axis(example: Page) -> None:
    said = {}
    for option in example.locator("#measure option").all_inner_texts():
        example.locator("#measure").select_option(label=option)
        said[option] = example.locator("#distribution p").first.inner_text().replace("\xa0", " ")
    assert said["Credit-check wait"].startswith("Credit-check wait: median 1.7 s, 90th percentile 1 min 46 s")
    for measure in ("Cycle time", "Work per case", "Wait per case"):
        assert "(n = 9), of 10 orders; 1 still open" in said[measure]
    assert ", of 10 orders; 2 without it" in said["Credit-check wait"]
    assert list(said) == ["Cycle time", "Work per case", "Wait per case", "Credit-check wait"]
    at = "all => all.map((one) => Number(one.getAttribute('cx')))"
    linear = example.locator("#distribution circle").evaluate_all(at)
    example.get_by_role("radio", name="Logarithmic").check()
    assert sum(example.locator("#distribution circle").evaluate_all(at)) > sum(linear)


# The address


def address(page: Page, ends: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(ends) + "$"))


def test_back_undoes_a_choice_and_an_open_case(example: Page) -> None:
    says = example.locator("#filter-says")
    example.get_by_role("button", name="Variant 2", exact=True).click()
    address(example, "?variant=2")
    example.get_by_label("Only", exact=True).select_option(label="with rework")
    address(example, "?variant=2&only=again")
    opener = example.locator("#case-list .case-name").first
    opener.click()
    address(example, "?variant=2&only=again&open=case%3ASO-1044")
    example.locator("#drawer-body .case-name").first.click()
    address(example, "&open=step%3AEnter+the+order")
    example.go_back()
    expect(example.locator("#drawer-title")).to_have_text("SO-1044")
    example.keyboard.press("Escape")
    address(example, "?variant=2&only=again")
    expect(opener).to_be_focused()
    example.keyboard.press("Enter")
    address(example, "?variant=2&only=again&open=case%3ASO-1044")
    example.go_back()
    address(example, "?variant=2&only=again")
    expect(opener).to_be_focused()
    example.go_back()
    address(example, "?variant=2")
    expect(example.get_by_role("dialog")).to_be_hidden()
    expect(says).to_have_text("2 of 10 orders chosen")
    example.go_back()
    expect(example.locator("#filter")).to_be_hidden()
    example.go_forward()
    expect(says).to_have_text("2 of 10 orders chosen")
    example.locator("nav a", has_text="Distributions").click()
    address(example, "#distributions?variant=2")
    expect(says).to_have_text("2 of 10 orders chosen")


def test_what_a_choice_does_not_touch_says_of_which_cases_it_is(example: Page) -> None:
    note = example.locator("#opportunities .of-whole")
    expect(note).to_be_hidden()
    example.get_by_role("button", name="Variant 2", exact=True).click()
    expect(note).to_have_text("Of all 10 orders, whatever is chosen.")
    example.get_by_role("button", name="Show all", exact=False).first.click()
    expect(note).to_be_hidden()


def test_an_address_given_in_the_open_page_chooses_and_goes_there(example: Page) -> None:
    example.evaluate("location.hash = '#opportunities'")
    expect(example.locator("#opportunities-title")).to_be_in_viewport()
    example.evaluate("location.hash = '#cases?only=held'")
    expect(example.locator("#filter-says")).to_have_text("2 of 10 orders chosen")
    expect(example.locator("#cases-title")).to_be_in_viewport()


def test_a_reload_and_a_link_keep_what_is_chosen(opened: Opened, example_html: str, tmp_path: Path) -> None:
    example = opened.show(example_html, tmp_path)
    example.get_by_role("radio", name="How long").check()
    example.get_by_role("radio", name="Role").check()
    example.locator("#measure").select_option(label="Credit-check wait")
    example.get_by_label("Find").press_sequentially("SO-104")
    address(example, "?search=SO-104&mode=long&lanes=role&measure=3")
    link = example.url

    def kept() -> list[object]:
        return [
            example.locator("#map").get_attribute("data-mode"),
            example.locator("svg.map:not(.off)").get_attribute("data-lanes"),
            example.locator("#distribution p").first.inner_text().split(":")[0],
            example.get_by_label("Find").input_value(),
            len(cases(example)),
        ]

    assert kept() == ["long", "role", "Credit-check wait", "SO-104", 8]
    for visit in (example.reload, lambda: (example.goto("about:blank"), example.goto(link))):
        visit()
        assert kept() == ["long", "role", "Credit-check wait", "SO-104", 8]


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_in_light_or_dark(
    scheme: str, opened: Opened, example_html: str, tmp_path: Path
) -> None:
    page = opened.show(example_html, tmp_path)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    states: list[Callable[[], object]] = [
        lambda: page.get_by_role("button", name="Variant 2", exact=True).click(),
        lambda: page.get_by_role("radio", name="How long").check(),
        lambda: page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })"),
        lambda: page.locator("#case-list .case-name").first.click(),
    ]
    for change in states:
        change()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in found] == []


def test_the_theme_is_the_reader_s_until_they_choose_another(example: Page) -> None:
    def paper() -> str:
        return str(example.evaluate("getComputedStyle(document.body).backgroundColor"))

    example.emulate_media(color_scheme="light")
    light = paper()
    button = example.get_by_role("button", name="Dark")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    assert paper() != light
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert paper() == light
    example.emulate_media(color_scheme="light")


BROKEN_WORDS = """(names) => names.flatMap((name) => {
  const text = document.createTreeWalker(name, NodeFilter.SHOW_TEXT).nextNode();
  return [...text.data.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map((word) => word[0]);
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_the_panel_of_a_case_breaks_no_name_of_a_step_inside_a_word(width: int, example: Page) -> None:
    example.set_viewport_size({"width": width, "height": 800})
    example.get_by_role("button", name="SO-1045", exact=True).click()
    steps = example.locator("#drawer-body td .case-name")
    assert steps.count() == 6
    assert steps.evaluate_all(BROKEN_WORDS) == []


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_panel_of_a_case_in_a_zone_of_a_long_name_shows_all_of_each_step(
    width: int, opened: Opened, tmp_path: Path
) -> None:
    zone = 'zone = "America/Argentina/ComodRivadavia"\nhours = ["Mon-Fri 09:00-17:00"]'
    workflow = sales_order(f"[calendar]\n{zone}")
    page = opened.show(html_of(analysed(*nine_orders(), workflow=workflow)), tmp_path)
    page.set_viewport_size({"width": width, "height": 860})
    page.locator("#case-list .case-name").first.click()
    box = page.locator("#drawer-body .wide").first
    assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    for cite in box.locator(".cite").all():
        expect(cite).to_be_visible()
    assert box.locator("th.group").all_inner_texts() == ["2026-03-02 (America/Argentina/ComodRivadavia)"]
    name, own = box.locator(".case-name").first, box.locator(".cite").first
    bottom = "(one) => one.getBoundingClientRect().bottom"
    assert own.evaluate(bottom) > name.evaluate(bottom), "the events stand below the name of their step"
    assert opened.found_wrong() == []


def test_the_panel_of_a_case_says_what_the_wait_at_each_step_is_made_of(example: Page) -> None:
    example.get_by_role("button", name="SO-1045", exact=True).click()
    decided = example.locator("#drawer-body tr", has_text="Decide on the hold").locator("td").last
    assert decided.inner_text().replace("\xa0", " ").split("\n") == [
        "4 min 29 s",
        "under 1 s system wait",
        "3 min 32 s idle",
        "58 s between-step wait: nothing recorded explains it (extraneous) 58 s",
    ]


def test_an_open_case_shows_its_age_and_where_it_stands(example: Page) -> None:
    row = example.locator("#case-list tr", has_text="SO-1048")
    said = row.locator("td.number").first.inner_text().replace("\xa0", " ")
    assert said == "age 8 min 52 s"
    assert row.locator(".mark-held").inner_text() == "held since 2026-11-23 03:43"
    whole = example.locator("#case-list tr", has_text="SO-1045").locator("svg")
    end = float(row.locator(".still-open").get_attribute("x2") or 0)
    assert end > float(whole.evaluate(f"(one) => Math.max(...{ENDS})")), "older than the longest of all"
    example.get_by_label("Sort by").select_option(label="age of those still open")
    assert cases(example)[0] == "SO-1048"
    example.get_by_role("button", name="SO-1048", exact=True).click()
    told = {
        name: value.replace("\xa0", " ")
        for name, value in zip(
            example.locator("#drawer-body dt").all_inner_texts(),
            example.locator("#drawer-body dd").all_inner_texts(),
            strict=True,
        )
    }
    assert told["Age"].startswith("8 min 52 s, to the last moment of the recordings, 2026-11-23 03:51:32")
    assert told["Held since"] == "2026-11-23 03:43:58 UTC, for 7 min 34 s"
    assert told["Last step"].startswith("“Decide on the hold”, 2026-11-23 03:44:43")
    assert told["Last person"] == "Ben"


def test_the_results_of_a_step_and_those_without_any_add_up_to_all_of_it(
    opened: Opened, tmp_path: Path
) -> None:
    ana = Take("checks", "Ana")
    for number, says in enumerate(["Credit approved", "Credit approved", None]):
        order = f"SO-{1000 + number}"
        ana.fill(1000 * number, order).press(1000 * number + 60, order, "Run credit check", says)
    page = opened.show(html_of(analysed(ana, workflow=sales_order())), tmp_path)
    page.locator("svg.map:not(.off) g.box", has_text="Run the credit check").first.click()
    expect(page.locator("#drawer-body")).to_contain_text("3 times in 3 orders")
    results = page.locator("#drawer-body dt", has_text="Results seen").locator("+ dd")
    assert results.inner_text() == "Credit approved (2), none (1)"
    assert opened.found_wrong() == []


def test_a_number_stays_beside_its_unit_in_the_panel(example: Page) -> None:
    example.get_by_role("button", name="SO-1045", exact=True).click()
    time = example.locator("#drawer-body dd").nth(1).text_content()
    assert str(time).startswith("2\xa0min\xa033\xa0s work, 3.7\xa0s system wait, 3\xa0min\xa032\xa0s idle, ")


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_sticks_out_of_a_narrow_or_a_wide_window(width: int, example: Page) -> None:
    example.set_viewport_size({"width": width, "height": 800})
    assert example.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("media", ["screen", "print"])
def test_each_cell_of_a_table_stands_in_its_column(media: Literal["screen", "print"], example: Page) -> None:
    example.emulate_media(media=media)
    cells = example.locator(".prose td")
    assert cells.count() > 100
    assert {*cells.evaluate_all("all => all.map((one) => getComputedStyle(one).display)")} == {"table-cell"}
    example.emulate_media(media="screen")


def test_on_paper_all_is_unfolded_and_nothing_to_press_is_left(example: Page, tmp_path: Path) -> None:
    paper = example.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 40
    example.evaluate("dispatchEvent(new Event('beforeprint'))")
    example.emulate_media(media="print")
    assert example.locator("main details:not([open])").evaluate_all(
        "all => all.every((one) => one.closest('.card'))"
    )
    for nothing in ("nav", "#theme", ".controls", "[data-evidence]", "#page-on"):
        expect(example.locator(nothing).first).to_be_hidden()
    example.emulate_media(media="screen")
    example.evaluate("dispatchEvent(new Event('afterprint'))")
    assert example.locator("main details[open]").count() == 0


SHEET = {"width": 688, "height": 1002}
"""What the margins leave of A4, in pixels."""
ON_PAPER = """() => {
  dispatchEvent(new Event("beforeprint"));
  const bottom = (id) => document.getElementById(id).getBoundingClientRect().bottom + scrollY;
  const found = {
    wide: document.documentElement.scrollWidth,
    low: Math.max(...["overview", "first-sheet", "map"].map(bottom)),
    order: [...document.querySelectorAll("main > section")].filter((one) => one.checkVisibility()).map((one) => one.id),
    text: document.getElementById("first-sheet").innerText,
  };
  dispatchEvent(new Event("afterprint"));
  return found;
}"""
PRINTED = ["overview", "map", "variants", "distributions", "opportunities", "numbers", "cases"]


def on_paper(page: Page) -> dict[str, Any]:
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    found: dict[str, Any] = page.evaluate(ON_PAPER)
    page.emulate_media(media="screen")
    return found


def test_the_first_sheet_tells_the_whole_story_and_cases_stand_on_the_last_one(example: Page) -> None:
    paper = on_paper(example)
    assert paper["low"] <= SHEET["height"]
    assert paper["order"] == PRINTED
    for heading in ("The way through", "Largest opportunities", "What is not known"):
        assert heading in paper["text"]
    assert "The usual way, taken from start to end by 4 of 10 orders: “Enter the order”" in paper["text"]
    expect(example.locator("#first-sheet")).to_be_hidden()
    ids = example.locator("main > section").evaluate_all("all => all.map((one) => one.id)")
    assert ids.index("cases") < ids.index("distributions")


MORE_STANDS_OUT = """() => {
  const line = document.querySelector(".stands-out li");
  for (let more = 0; more < 2; more += 1) line.after(line.cloneNode(true));
}"""
NOTICE = """() => {
  for (const line of [...document.querySelectorAll(".stands-out li")].slice(0, 3)) {
    line.append(" and more of it".repeat(14));
  }
  document.querySelector("#first-sheet > div").remove();
  document.querySelector("main").insertAdjacentHTML("afterbegin", '<div class="notice"><p>Guessed.</p></div>');
}"""


@pytest.mark.parametrize("more", [(MORE_STANDS_OUT,), (MORE_STANDS_OUT, NOTICE)])
def test_the_legend_stays_with_the_map_on_the_first_sheet_where_much_stands_out(
    more: tuple[str, ...], opened: Opened, example_html: str, tmp_path: Path
) -> None:
    page = opened.show(example_html, tmp_path)
    for one in more:
        page.evaluate(one)
    assert page.locator(".stands-out li").count() == 7
    assert on_paper(page)["low"] <= SHEET["height"]


TALL_MAP = """() => {
  const map = document.querySelector("svg.map:not(.off)");
  for (const size of ["height", "max-height"]) map.style.setProperty(size, "140mm", "important");
}"""


def test_the_numbers_stay_on_the_first_sheet_where_the_map_has_no_room_on_it(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    def texts_on_it() -> int:
        sheet = page.pdf(format="A4", prefer_css_page_size=True, page_ranges="1")
        drawn = [
            zlib.decompress(one) for one in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", sheet, re.DOTALL)
        ]
        return sum(one.count(b"BT\n") for one in drawn)

    page = opened.show(example_html, tmp_path)
    with_map = texts_on_it()
    page.evaluate(TALL_MAP)
    assert with_map > texts_on_it() > with_map / 2


def test_names_without_a_blank_do_not_shrink_a_sheet(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG.replace("Enter", "E" * 120).replace("Ana", "A" * 90))
    analysis = load([str(tmp_path / "log.csv")]).analysis
    assert on_paper(opened.show(html_of(analysis), tmp_path))["wide"] <= SHEET["width"]


def test_a_sheet_says_what_of_it_is_of_the_cases_that_are_chosen(example: Page) -> None:
    example.emulate_media(media="print")
    expect(example.locator("#filter")).to_be_hidden()
    example.emulate_media(media="screen")
    example.get_by_role("button", name="Variant 2", exact=True).click()
    example.get_by_label("Find").fill("SO-10")
    paper = on_paper(example)
    assert paper["low"] <= SHEET["height"]
    example.emulate_media(media="print")
    assert example.locator("#filter").inner_text() == (
        "2 of 10 orders chosen: variant 2; found by “SO-10”. The map, the list of cases, the distributions and "
        "the numbers that do not say otherwise are of these; all else is of all."
    )
    expect(example.locator("#distribution p").first).to_contain_text("Cycle time: ")
    example.emulate_media(media="screen")


def test_a_sheet_says_which_paths_its_map_leaves_out(example: Page) -> None:
    printed = example.locator("#paths-printed")
    example.emulate_media(media="print")
    expect(printed).to_be_hidden()
    example.emulate_media(media="screen")
    example.get_by_label("Paths").press("ArrowLeft")
    expect(printed).to_be_hidden()
    example.emulate_media(media="print")
    expect(printed).to_have_text("paths taken 2× or more and 1 rarer: 9 of 12, 95 % of all moves")
    expect(example.locator("#paths-without")).to_have_text("without “Not finished”")
    example.emulate_media(media="screen")


@pytest.mark.parametrize("width", [320, 1000, 1280])
@pytest.mark.parametrize(
    "name", ["Orders", "Orders of customers who pay in advance, from request to hand-over " * 2]
)
def test_what_is_chosen_stands_right_below_the_head_and_covers_nothing(
    name: str, width: int, example: Page
) -> None:
    example.emulate_media(reduced_motion="reduce")
    example.set_viewport_size({"width": width, "height": 800})
    example.locator("h1").evaluate("(one, name) => { one.textContent = name; }", name)
    example.get_by_role("button", name="Variant 2", exact=True).click()
    example.locator("nav a", has_text="Distributions").click()
    head, bar, title = (
        example.locator(one).evaluate("one => one.getBoundingClientRect().toJSON()")
        for one in (".top", "#filter", "#distributions-title")
    )
    assert bar["top"] == pytest.approx(max(head["bottom"], 0), abs=1)
    assert bar["bottom"] <= title["top"] < bar["bottom"] + 60


def test_the_sop_is_printed_alone(opened: Opened, example_html: str, tmp_path: Path) -> None:
    opened.page.add_init_script(
        "window.print = () => { window.alone = document.documentElement.classList.contains('sop-alone'); }"
    )
    page = opened.show(example_html, tmp_path)
    page.get_by_role("button", name="Variant 2", exact=True).click()
    page.get_by_role("button", name="Print the SOP alone").click()
    assert page.evaluate("window.alone")
    page.emulate_media(media="print")
    expect(page.locator("#sop h2")).to_be_visible()
    for nothing in ("#overview", "#first-sheet", "#map", "#numbers", "#filter", ".foot"):
        expect(page.locator(nothing)).to_be_hidden()
    assert page.locator("#sop").evaluate("one => getComputedStyle(one).breakBefore") == "auto"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#sop")).to_be_hidden()
    expect(page.locator("#overview")).to_be_visible()


def test_the_sop_that_is_printed_alone_says_what_of_it_is_guessed(opened: Opened, tmp_path: Path) -> None:
    opened.page.add_init_script("window.print = () => {}")
    page = opened.show(html_of(_many(6)), tmp_path)
    page.get_by_role("button", name="Print the SOP alone").click()
    page.emulate_media(media="print")
    expect(page.locator(".notice", has_text="Guessed").first).to_be_visible()


def test_the_print_button_prints(opened: Opened, example_html: str, tmp_path: Path) -> None:
    opened.page.add_init_script("window.print = () => { window.printed = true; }")
    page = opened.show(example_html, tmp_path)
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed")


def test_without_scripts_the_numbers_the_map_and_the_sop_are_there(
    browser: RecorderBrowser, example_html: str, tmp_path: Path
) -> None:
    page = browser.context.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    file = tmp_path / "report.html"
    file.write_text(example_html, encoding="utf-8")
    page.goto(file.as_uri())
    words = page.locator("body").inner_text()
    shown = page.locator("main h2:visible").all_inner_texts()
    page.get_by_text("Variants", exact=True).and_(page.locator(":visible")).click()
    ways = page.locator("#numbers table:visible").inner_text()
    page.close()
    assert shown == [
        "Overview",
        "Process map",
        "Opportunities",
        "Standard operating procedure",
        "All numbers",
    ]
    assert "time between two steps" not in words, "in the key, of what only a script switches to"
    assert "Enter the order → Validate the order → Confirm the order" in ways
    for part in ("2 min 11 s", "Scripts are not run here", "1. Enter the order", "Decide on the hold"):
        assert part in words
