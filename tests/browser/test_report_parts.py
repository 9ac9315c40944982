"""`report.html` where a part of it cannot be had, in an older browser or without a map; and how its scripts read what
all parts have from its data."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from report_page import Opened, html_of, press_everything

from ledgerium_cli.documents.html import data_shape
from ledgerium_cli.documents.html.data_shape import HoldRow, StepRow
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


def with_a_field_in_front(data: dict[str, Any]) -> dict[str, Any]:
    """The data as they are once each kind of row has another field before all others."""
    for case in data["cases"]:
        case["steps"] = [["new", *step] for step in case["steps"]]
        case["holds"] = [["new", *hold] for hold in case["holds"]]
        case["parts"] = ["new", *case["parts"]]
        own = case["slices"]
        case["slices"] = [
            value for at in range(0, len(own), 3) for value in [-1, own[at], own[at + 1] + 1, own[at + 2]]
        ]
    for kind in ("deviations_told", "deviations"):
        data[kind] = [["new", *one] for one in data[kind]]
    events = data["events"]["by_recording"]
    data["events"]["by_recording"] = {
        label: [["new", *one] for one in rows] for label, rows in events.items()
    }
    data["fields"] = {kind: ["new", *names] for kind, names in data["fields"].items()}
    return data


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data).replace("<", r"\u003c")


SHOWN = """() => {
  const drawer = document.getElementById("drawer"), seen = [document.getElementById("main").outerHTML];
  for (const some of ["g.box", "g.arrow", "[data-evidence]", ".case-name", ".cite"]) {
    for (const one of [...document.querySelectorAll(some)]) {
      one.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      seen.push(drawer.innerText);
      drawer.close();
    }
  }
  const only = document.getElementById("case-only");
  for (const { value } of only.options) {
    only.value = value;
    only.dispatchEvent(new Event("change"));
    seen.push(document.getElementById("main").outerHTML);
  }
  return seen;
}"""


def test_a_field_that_the_rows_of_the_data_get_shifts_no_other_on_the_page(
    opened: Opened, tmp_path: Path
) -> None:
    html = html_of(analysed(*nine_orders(), workflow=sales_order()))
    data = re.compile(r'(?<=<script type="application/json" id="data">).*?(?=</script>)', re.DOTALL)
    other = data.sub(
        lambda found: json.dumps(with_a_field_in_front(json.loads(found[0]))).replace("<", r"\u003c"), html
    )
    assert other != html
    as_it_is = opened.show(html, tmp_path).evaluate(SHOWN)
    assert opened.show(other, tmp_path).evaluate(SHOWN) == as_it_is
    assert [one for one in opened.wrong if not one.startswith("request: file:")] == []


def test_the_scripts_ask_rows_only_for_fields_that_they_have() -> None:
    scripts = "".join(one.read_text("utf-8") for one in Path(data_shape.__file__).parent.glob("*.js"))
    for name, row in [("step", StepRow), ("hold", HoldRow)]:
        asked = {*re.findall(rf"\b{name}\.(\w+)", scripts)}
        assert asked, f"nothing is called {name}"
        assert asked <= {*row.__struct_fields__}
        assert not re.search(rf"\b{name}\[", scripts)
