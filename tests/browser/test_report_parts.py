"""`report.html` where a part of it cannot be had: in an older browser, or without a map."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from report_page import Opened, html_of, press_everything

from ledgerium_cli.documents.map import svg

sys.path.insert(0, str(Path(__file__).parents[1]))
from documents.make import analysed, nine_orders, sales_order


def is_used(page: Page) -> None:
    """The filter that its address names is set, and a citation opens."""
    expect(page.locator(".filter")).to_be_visible()
    expect(page.locator(".filter")).to_contain_text("held")
    page.locator(".cite").first.evaluate("one => one.click()")
    expect(page.get_by_role("dialog")).to_be_visible()


def nine() -> str:
    return html_of(analysed(*nine_orders(), workflow=sales_order()))


def test_a_browser_of_2023_has_all_of_the_page(opened: Opened, tmp_path: Path) -> None:
    """It knows neither Map.groupBy nor Object.groupBy."""
    opened.page.add_init_script("delete Map.groupBy; delete Object.groupBy;")
    page = opened.show(nine(), tmp_path)
    expect(page.locator("#distribution svg").first).to_be_visible()
    page.goto(f"{page.url}#cases?only=held")
    is_used(page)
    press_everything(page)
    assert opened.found_wrong() == []


def test_a_part_of_the_page_that_fails_leaves_the_others_working(opened: Opened, tmp_path: Path) -> None:
    """A browser before 2022 does not know findLastIndex, which the map needs."""
    opened.page.add_init_script("delete Array.prototype.findLastIndex;")
    page = opened.show(nine(), tmp_path)
    expect(page.locator("#distribution svg").first).to_be_visible()
    page.goto(f"{page.url}#cases?only=held")
    is_used(page)
    assert [one for one in opened.found_wrong() if "findLastIndex" not in one] == []
    assert opened.found_wrong() != [], "nothing failed: this tests nothing"


def test_a_page_without_a_map_has_all_its_other_parts(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: str) -> str:
        raise svg.NotDrawn("too many arrows")

    monkeypatch.setattr(svg, "_run", failing)
    page = opened.show(nine(), tmp_path)
    expect(page.locator("#map")).to_contain_text("The map is not drawn")
    expect(page.locator("#map .controls")).to_be_hidden()
    page.goto(f"{page.url}#cases?only=held")
    is_used(page)
    press_everything(page)
    assert opened.found_wrong() == []
