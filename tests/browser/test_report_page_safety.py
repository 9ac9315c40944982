"""`report.html` in a real Chromium: no hostile text runs or fetches, and odd input makes a whole page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from report_page import Opened, cases, html_of, press_everything

from ledgerium_cli.findings.analysis import Analysis

sys.path.insert(0, str(Path(__file__).parents[1]))
from documents.make import (
    Take,
    analysed,
    hostile_takes,
    hostile_workflow,
    sales_order,
    with_times_unknown,
    worked_example,
)
from documents.test_html import ATTACKS
from documents.test_unordered import analysis as with_untimed

FITS = """(box) => [...box.querySelectorAll("text")].every((own) => {
  const text = own.getBBox(), card = box.querySelector(".card").getBBox();
  return text.x + text.width <= card.x + card.width;
})"""


# Hostile texts


@pytest.mark.parametrize("declared", [False, True])
def test_no_hostile_text_of_a_page_runs_or_asks_for_anything(
    declared: bool, opened: Opened, tmp_path: Path
) -> None:
    workflow = sales_order(hostile_workflow()) if declared else None
    page = opened.show(html_of(analysed(*hostile_takes(), workflow=workflow)), tmp_path)
    press_everything(page)
    assert opened.found_wrong() == []
    assert page.locator("#case-list tbody th").first.inner_text().startswith("<img src=x onerror=alert(1)>")


def test_a_corpus_of_attacks_is_shown_as_it_is_written(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(html_of(_attacked()), tmp_path)
    page.get_by_label("Find").fill("<script>")
    press_everything(page)
    assert opened.found_wrong() == []
    assert "</script><script>alert(1)</script>" in page.locator("#variant-list").inner_text()


def _attacked() -> Analysis:
    takes = []
    for number, attack in enumerate(ATTACKS):
        take = Take(
            f"r{number}", f"{attack} {number}", start=1000 * number, host="erp.example.com", title=attack
        )
        for place, other in enumerate(ATTACKS):
            take.press(1000 * number + 20 * place, f"SO-{number}", other, attack)
        takes.append(take)
    return analysed(*takes)


@pytest.mark.parametrize(
    "fragment",
    [
        "#cases?only=constructor&variant=99&activity=<img src=x onerror=alert(1)>&path=__proto__&measure=9&lanes=x",
        "#map?open=number:__proto__&mode=javascript:alert(1)&scale=",
        "#<img src=x onerror=alert(1)>?open=toString:1&search=%20",
        "#?%E0%A4%A&open=events:R99: 1&open=case:x&axis=%",
        "#javascript:alert(1)",
    ],
)
def test_a_fragment_that_somebody_made_up_chooses_nothing(
    fragment: str, opened: Opened, example_html: str, tmp_path: Path
) -> None:
    page = opened.show(example_html, tmp_path)
    page.goto("about:blank")
    opened.wrong.clear()
    page.goto((tmp_path / "report.html").as_uri() + fragment)
    assert [one for one in opened.found_wrong() if not one.startswith("request: file:")] == []
    assert len(cases(page)) == 10
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Variant 2", exact=True).click()
    assert len(cases(page)) == 2


def test_what_is_sought_by_a_fragment_is_a_text(opened: Opened, example_html: str, tmp_path: Path) -> None:
    page = opened.show(example_html, tmp_path)
    page.evaluate("location.hash = '#?search=<img src=x onerror=alert(1)>&open=case:SO-1042'")
    expect(page.locator("#filter-chips")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#drawer-title")).to_have_text("SO-1042")
    assert opened.found_wrong() == []


def test_a_script_that_was_put_into_the_file_does_not_run(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    page = opened.show(
        example_html.replace(
            "<footer", "<script>alert(1)</script><img src=//example.com/x onerror=alert(2)><footer"
        ),
        tmp_path,
    )
    assert page.locator("h1").inner_text() == "Sales order processing"
    assert not [
        one for one in opened.found_wrong() if one.startswith(("dialog", "request: https", "request: http:"))
    ]
    assert [one for one in opened.found_wrong() if "script-src" in one]


# Small and odd


def test_one_case_of_one_step_by_one_person(opened: Opened, tmp_path: Path) -> None:
    page = opened.show(
        html_of(analysed(Take("one", "Ana").press(10, "SO-1", "Save order", "Saved"))), tmp_path
    )
    expect(page.locator("#lanes")).to_be_hidden()
    assert cases(page) == ["one"]
    press_everything(page)
    assert opened.found_wrong() == []


def test_long_names_and_names_from_right_to_left(opened: Opened, tmp_path: Path) -> None:
    names = [
        "W" * 300,
        "حفظ الطلب ثم إرساله إلى المستودع",
        "受注を登録する" * 20,
        "long words again and again " * 20,
        "Create Purchase Requisition",
        "Send Request for Quotation to Supplier",
    ]
    take = Take("r" * 300, "Ana " * 60, host="personal.localhost:8829")
    for place, name in enumerate(names):
        take.press(10 + 20 * place, "SO-1", f"Save {name}", name)
    page = opened.show(html_of(analysed(take)), tmp_path)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    boxes = page.locator("svg.map:not(.off) g.box")
    for box in boxes.all():
        assert box.evaluate(FITS)
    assert opened.found_wrong() == []


def test_a_log_that_does_not_tell_work_from_wait_shows_steps_without_parts(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(with_times_unknown(analysed(*worked_example()))), tmp_path)
    line = page.locator("#case-list svg.timeline").first
    assert line.locator(".part-unknown").count() == 4
    assert line.get_attribute("aria-label") == "What was work and what was wait is not known."
    page.locator("#measure").select_option(label="Work per case")
    expect(page.locator("#distribution")).to_have_text("Work per case: No value among the chosen cases.")
    press_everything(page)
    assert opened.found_wrong() == []


def test_the_worked_example_without_a_workflow_file_says_what_is_not_known(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened.show(html_of(analysed(*worked_example())), tmp_path)
    expect(page.locator("#card-not-known")).to_contain_text("nothing could tell whether a case was held")
    page.locator("#case-list .case-name").first.click()
    expect(page.locator("#drawer-body")).to_contain_text("not known: nothing could tell")
    assert opened.found_wrong() == []


@pytest.mark.parametrize("others", [1, 0])
def test_a_page_of_recordings_without_times_draws_no_scale_and_claims_no_order(
    others: int, opened: Opened, tmp_path: Path
) -> None:
    """Also of one case alone, of which the order is not known."""
    page = opened.show(html_of(with_untimed(timed=False, others=others, ana_timed=False)), tmp_path)
    text = page.locator("body").inner_text()
    assert "0 to 0 s" not in text
    assert "time: not known" in text.casefold()  # the style may set capitals
    assert "Neither work nor wait is known of any step." in text
    assert "1 order of which it is not known which steps came first." in text
    page.get_by_role("button", name="SO-1001").first.click()
    assert "which of its steps came first is not known" in page.locator("#drawer").inner_text()
    assert "whether it was released is not known" in page.locator("#drawer").inner_text()
    press_everything(page)
    assert opened.found_wrong() == []
