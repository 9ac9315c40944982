"""`report.html` in windows of every width: the whole map first, and nothing that is cut off."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from report_page import Opened, cases, html_of
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "generated"))
from generate import Options, generate

GENERATED = Path(__file__).parents[2] / "examples" / "generated"
WIDTHS = [1280, 768, 390]
SEEN = """() => {
  const canvas = document.getElementById("canvas").getBoundingClientRect();
  const inside = (one) => one.left >= canvas.left - 1 && one.right <= canvas.right + 1
    && one.top >= canvas.top - 1 && one.bottom <= canvas.bottom + 1;
  return [...document.querySelectorAll("svg.map:not(.off) :is(g.box, g.end, g.arrow .line)")]
    .map((one) => one.getBoundingClientRect()).filter((one) => one.width + one.height > 0).map(inside);
}"""
SIGHT = """() => {
  const [canvas, box] = ["#canvas", "g.box:focus"].map((one) => document.querySelector(one).getBoundingClientRect());
  return [canvas.top, box.top, box.bottom, canvas.bottom];
}"""
"""In one go, since the page scrolls smoothly to what has the focus."""


def fifty(folder: Path) -> Analysis:
    """Fifty activities, one after the other, of which one case in three leaves out every fourth."""
    rows = ["case,activity,start,end,resource"]
    for case in range(6):
        for place in range(50):
            if case % 3 or place % 4:
                hour, minute = divmod(place, 6)
                at = f"2026-03-0{1 + case}T{8 + hour:02}:{10 * minute:02}"
                rows.append(f"PO-{case},Step number {place:02} of the work,{at}:00Z,{at}:30Z,Ana")
    (folder / "log.csv").write_text("\n".join(rows), "utf-8")
    return load([str(folder / "log.csv")], keep=False).analysis


def test_a_map_that_could_not_be_read_in_a_column_has_a_sheet_of_its_own(
    opened: Opened, tmp_path: Path
) -> None:
    rows = [
        f"A,Step number {place:02},2026-03-01T{8 + place:02}:00:00Z,2026-03-01T{8 + place:02}:30:00Z,Ana"
        for place in range(14)
    ]
    (tmp_path / "log.csv").write_text("\n".join(["case,activity,start,end,resource", *rows]), "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    page.set_viewport_size({"width": 688, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    map_ = page.locator("svg.map:not(.off)").evaluate("one => one.getBoundingClientRect().toJSON()")
    assert page.locator("#map").evaluate("one => getComputedStyle(one).breakBefore") == "page"
    assert 700 < map_["height"] < 1000
    assert opened.found_wrong() == []


def test_the_first_sheet_of_a_large_map_is_one_sheet_with_notices_above_it(large: Page) -> None:
    """What is told beside a small map stands side by side where the map has a sheet of its own."""
    assert fits_one_sheet(large)


def test_the_first_sheet_is_one_sheet_where_each_card_and_notice_is_on_it(
    opened: Opened, tmp_path: Path
) -> None:
    """Sixty orders, generated, of recordings that were cut off, with clocks that jumped; and nothing of it is torn."""
    odd = Options(hurdles=0.8, asleep=0.05, cut_off=0.8)
    for name, text in generate(60, 11, 4, odd).recordings.items():
        (tmp_path / name).write_bytes(text)
    (tmp_path / "workflow.toml").write_bytes((GENERATED / "workflow.toml").read_bytes())
    page = opened.show(html_of(load([str(tmp_path)], keep=False).analysis), tmp_path)
    assert (page.locator(".notice").count(), page.locator("article.card").count()) == (3, 8)
    assert fits_one_sheet(page)


def fits_one_sheet(page: Page) -> bool:
    """Whether what is told is on the first sheet, in three parts beside one another."""
    page.set_viewport_size({"width": 688, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    parts = page.locator("#first-sheet > div").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((one) => [one.top, one.bottom + scrollY])"
    )
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return len({top for top, _ in parts}) == 1 and max(bottom for _, bottom in parts) <= 1000


@pytest.fixture
def large(opened: Opened, tmp_path: Path) -> Iterator[Page]:
    yield opened.show(html_of(fifty(tmp_path)), tmp_path)
    assert opened.found_wrong() == []


def width_of_box(page: Page) -> float:
    return float(page.locator("svg.map:not(.off) g.box:not(.rare) .card").first.evaluate(
        "(one) => one.getBoundingClientRect().width"
    ))  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_a_large_map_is_large_enough_to_read_at_first_and_one_button_shows_all_of_it(
    width: int, large: Page
) -> None:
    large.set_viewport_size({"width": width, "height": 860})
    start = large.locator("svg.map:not(.off) g.end").first
    assert width_of_box(large) > 180
    start.scroll_into_view_if_needed()
    expect(start).to_be_in_viewport()
    assert large.locator("#canvas").evaluate("one => getComputedStyle(one).touchAction") == "pan-y", (
        "a finger on a map that nobody has moved scrolls the page"
    )
    large.get_by_role("button", name="All of it").click()
    seen = large.evaluate(SEEN)
    assert len(seen) > 100
    assert all(seen)
    large.get_by_role("button", name="Reading size").click()
    assert width_of_box(large) > 180
    assert not all(large.evaluate(SEEN))
    assert large.locator("#canvas").evaluate("one => getComputedStyle(one).touchAction") == "none"


def test_the_map_is_read_by_keyboard_each_step_coming_into_sight(large: Page) -> None:
    canvas = large.locator("#canvas")
    canvas.focus()
    large.keyboard.press("1")
    assert width_of_box(large) > 180
    for _ in range(20):
        large.keyboard.press("Tab")
    expect(large.locator("g.box:focus")).to_have_attribute("data-activity", "19")
    sight = large.evaluate(SIGHT)
    assert sight == sorted(sight)


def test_a_window_of_another_size_shows_the_map_as_large_as_before(large: Page) -> None:
    large.set_viewport_size({"width": 1280, "height": 860})
    large.get_by_role("button", name="Reading size").click()
    before = width_of_box(large)
    large.set_viewport_size({"width": 390, "height": 700})
    assert width_of_box(large) == pytest.approx(before, abs=1)
    large.get_by_role("button", name="All of it").click()
    large.set_viewport_size({"width": 768, "height": 900})
    assert all(large.evaluate(SEEN))


def test_paper_shows_all_of_the_map_whatever_part_of_it_was_read(large: Page) -> None:
    large.get_by_role("button", name="Reading size").click()
    large.evaluate("dispatchEvent(new Event('beforeprint'))")
    large.emulate_media(media="print")
    large.set_viewport_size({"width": 690, "height": 1000})  # as wide as the sheet
    assert all(large.evaluate(SEEN))
    large.emulate_media(media="screen")
    large.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_the_table_of_cases_is_cut_off_and_it_stays_a_table(width: int, example: Page) -> None:
    example.set_viewport_size({"width": width, "height": 860})
    assert example.locator("#case-list .wide").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    table = example.get_by_role("table").filter(has=example.get_by_role("rowheader", name="SO-1042"))
    assert table.get_by_role("columnheader").all_inner_texts()[2:6] == [
        "Start (UTC)",
        "Cycle",
        "Work",
        "Wait",
    ]
    row = table.get_by_role("row").filter(has=example.get_by_role("rowheader", name="SO-1043"))
    numbers = [one.inner_text() for one in row.locator(".number").all()]
    assert len(numbers) == 3
    line, marks = row.locator(".line svg").bounding_box(), row.locator(".marks").bounding_box()
    assert line is not None
    assert marks is not None
    assert line["width"] > 200
    assert marks["x"] + marks["width"] <= width
    said = row.locator(".number").first.evaluate("(one) => getComputedStyle(one, '::before').content")
    assert (said == "none") == (width == 1280)


def test_a_table_that_is_wider_than_its_box_has_a_shadow_where_it_goes_on(example: Page) -> None:
    example.set_viewport_size({"width": 390, "height": 860})
    example.locator("#numbers details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    boxes = example.locator("#numbers .wide")
    wider = "all => all.findIndex((one) => one.scrollWidth > one.clientWidth + 60)"
    box = boxes.nth(boxes.evaluate_all(wider))
    box.scroll_into_view_if_needed()
    box.locator("td, th").evaluate_all(
        "all => all.forEach((one) => { one.style = 'color: transparent; border: 0'; })"
    )
    assert edges(example, box.screenshot()) == [False, True]
    box.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    assert edges(example, box.screenshot()) == [True, False]
    expect(box).to_have_attribute("tabindex", "0")


EDGES = """async (picture) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const [left, middle, right] = [2, image.width / 2, image.width - 3]
    .map((x) => pen.getImageData(x, image.height / 2, 1, 1).data[0]);
  return [left < middle - 10, right < middle - 10];
}"""


def edges(page: Page, picture: bytes) -> list[bool]:
    """Whether the left and the right edge are darker than the middle."""
    other = page.context.new_page()
    found: list[bool] = other.evaluate(EDGES, b64encode(picture).decode())
    other.close()
    return found


# Each once, since no width has colours of its own.
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (768, "dark")])
def test_axe_finds_nothing_wrong_in_a_narrow_window(width: int, scheme: str, example: Page) -> None:
    example.set_viewport_size({"width": width, "height": 860})
    example.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    for press in ("Reading size", "All of it"):
        example.get_by_role("button", name=press).click()
        found = Axe().run(example).response["violations"]
        assert [(one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in found] == []


def test_times_are_of_the_zone_of_the_documents_or_of_the_reader_s_own(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    """The documents of the example are in UTC, the reader is in New York, five hours behind."""
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "America/New_York"})
    page = opened.show(example_html, tmp_path)
    head, first = page.locator("#case-list thead th").nth(2), page.locator("#case-list td.start").first
    assert (head.inner_text(), first.inner_text()) == ("Start (UTC)", "2026-11-23 03:27")
    page.get_by_label("Times of").select_option("yours: America/New_York")
    assert (head.inner_text(), first.inner_text()) == ("Start (America/New_York)", "2026-11-22 22:27")
    page.get_by_role("button", name="SO-1043").first.click()
    expect(page.locator("#drawer-body")).to_contain_text(
        re.compile(r"from 2026-11-22 22:\d\d:\d\d to .* America/New_York")
    )
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("zone=own"))
    assert opened.found_wrong() == []


def test_where_the_reader_s_zone_is_that_of_the_documents_none_is_offered(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
    expect(opened.show(example_html, tmp_path).get_by_label("Times of")).to_be_hidden()


def test_the_chosen_cases_are_a_csv_file_with_the_columns_of_the_table_of_cases(
    example: Page, tmp_path: Path
) -> None:
    columns = (
        "case_id, start_utc, end_utc, variant, steps, actors, complete, ended, held, holds, cycle_ms, work_ms, "
        "system_wait_ms, idle_ms, between_step_wait_ms, paused_ms"
    )
    folder = str(Path(__file__).parents[2] / "examples" / "sales-order")
    example.get_by_label("Only").select_option("held")
    with example.expect_download() as saved:
        example.get_by_role("button", name="Download CSV").click()
    assert saved.value.suggested_filename == "cases.csv"
    asked = f"SELECT {columns} FROM cases WHERE held"
    answer = CliRunner().invoke(app, ["sql", "-q", folder, "--format", "csv", "-c", asked])
    assert Path(saved.value.path()).read_text("utf-8") == answer.stdout


def test_a_name_of_a_case_in_the_csv_file_is_no_formula(opened: Opened, tmp_path: Path) -> None:
    rows = ["case,activity,start,end,resource"]
    rows += [
        f'"{name}",Enter,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z,Ana' for name in ("=1+1", 'a ""b"", c')
    ]
    (tmp_path / "log.csv").write_text("\n".join(rows), "utf-8")
    page = opened.show(html_of(load([str(tmp_path / "log.csv")], keep=False).analysis), tmp_path)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    names = [line.split(",2026")[0] for line in Path(saved.value.path()).read_text("utf-8").splitlines()[1:]]
    assert names == ["'=1+1", '"a ""b"", c"']


def test_the_theme_that_was_chosen_is_there_at_the_next_visit(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    page = opened.show(example_html, tmp_path)
    page.emulate_media(color_scheme="light")
    dark = page.get_by_role("button", name="Dark")
    for visit in ("true", "false"):
        dark.click()
        page.reload()
        expect(dark).to_have_attribute("aria-pressed", visit)


def test_a_browser_that_keeps_nothing_for_files_shows_the_page_and_changes_its_theme(
    opened: Opened, example_html: str, tmp_path: Path
) -> None:
    opened.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = opened.show(example_html, tmp_path)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert len(cases(page)) == 10
    assert opened.found_wrong() == []


def test_long_lists_begin_on_the_sheet_of_their_heading_and_go_on_on_the_next(example: Page) -> None:
    """A row of a grid stays with the next one where a heading in it does, and a grid is divided between rows alone."""
    example.emulate_media(media="print")
    heads = "all => all.map((one) => getComputedStyle(one).breakAfter)"
    assert {*example.locator(".by-step h4").evaluate_all(heads)} == {"auto"}
    assert {*example.locator("#distributions > .lead, #opportunities > .lead").evaluate_all(heads)} == {
        "avoid"
    }
    assert example.locator("ol.savings").evaluate("one => getComputedStyle(one).display") == "block"
