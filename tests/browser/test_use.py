"""The recorder as people use it: in their language, with the keyboard alone, over days and with colleagues."""

from __future__ import annotations

import contextlib
import html.parser
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from recorder import EXTENSION, RecorderBrowser, wait_until
from support import Recording, Site, read

MESSAGES = json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
HTML = (EXTENSION / "popup.html").read_text("utf-8")
SCRIPTS = [
    EXTENSION / "popup.js",
    EXTENSION / "background.js",
    *EXTENSION.glob("lib/*.js"),
    *EXTENSION.glob("view/*.js"),
]
OWN = {"name", "_locale"}
PLURAL = re.compile(r"_(?:zero|one|two|few|many|other)$")
LITERAL = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
KEPT = "() => chrome.storage.local.getKeys().then((keys) => keys.filter((key) => key.startsWith('kept|')).length)"
CLEARED = "() => chrome.storage.local.getKeys().then((keys) => keys.sort().join() === 'last,team,workflows')"


def code(path: Path) -> str:
    """A script without its comments."""
    text = re.sub(r"/\*\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def literals(path: Path) -> list[str]:
    found = ("".join(groups) for groups in LITERAL.findall(code(path)))
    return [re.sub(r"\$\{[^}]*\}", "", text) for text in found]


# ---------------------------------------------------------------------------------------------------- words


def test_every_text_that_is_named_exists_and_every_text_is_named() -> None:
    named = set(re.findall(r"data-i18n[a-z-]*=\"([^\"]+)\"", HTML))
    named |= set(re.findall(r"__MSG_(\w+)__", (EXTENSION / "manifest.json").read_text("utf-8")))
    for path in SCRIPTS:
        named |= set(re.findall(r"\b(?:text|counted|found|say)\(\s*\"([a-z_]+)\"", code(path)))
    in_code = {literal for path in SCRIPTS for literal in literals(path)}
    texts = set(MESSAGES) | {PLURAL.sub("", key) for key in MESSAGES}
    assert named - texts == set()
    unused = {key for key in MESSAGES if not {key, PLURAL.sub("", key)} & (named | in_code)}
    assert unused == set()


def test_texts_and_the_values_in_them_are_complete() -> None:
    for key, message in MESSAGES.items():
        assert message["message"].strip() == message["message"] != "", key
        places = set(re.findall(r"\$(\d)", message["message"]))
        explained = "$1" in message.get("description", "") or key.startswith(("step_", "mark_"))
        assert not places or explained, f"{key} does not say what its values are"
        if PLURAL.search(key):
            assert PLURAL.sub("_other", key) in MESSAGES
    assert len(MESSAGES["description"]["message"]) <= 132


def test_the_page_has_no_words_of_its_own() -> None:
    words: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            words.extend(
                text or "" for name, text in attrs if name in ("alt", "title", "placeholder", "aria-label")
            )

    Reader().feed(HTML)
    assert [text for text in words if re.search(r"\w", text)] == []
    assert re.findall(r"content: \"[^\"]+\"", (EXTENSION / "popup.css").read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_has_words_of_its_own(path: Path) -> None:
    """A sentence has two words, or begins with a capital letter."""
    apart = {"SHA-256", "UTC", "MAIN", "NFKD"}
    lists = {"vendor/sha256 mask roles names data elements page store messages events main"}
    sentences = [
        literal
        for literal in literals(path)
        if literal not in apart | lists and re.search(r"[A-Za-z’]{2,} [A-Za-z]{2,}|^[A-Z][a-z]", literal)
    ]
    assert sentences == []


def test_every_event_has_words(browser: RecorderBrowser) -> None:
    asked = browser.popup.evaluate(
        """async () => {
          const { inWords } = await import('./lib/words.js');
          const asked = new Set();
          const ask = (key) => { asked.add(key); return key; };
          const texts = { text: ask, counted: (key) => ask(`${key}_other`) };
          const page = { system: 'erp', route: '/' };
          const roles = ['link', 'button', 'textbox', 'searchbox', 'combobox', 'listbox', 'spinbutton', 'slider',
            'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'listitem', 'treeitem', 'option', 'row', 'cell',
            'gridcell', 'columnheader', 'rowheader', 'heading', 'img', 'generic', 'constructor'];
          const element = { role: 'button', name: 'Go' };
          const events = [
            ...['page_shown', 'tab_shown', 'tab_hidden'].map((kind) => ({ kind, page })),
            ...roles.map((role) => ({ kind: 'click', element: { role, owner: 'Orders' } })),
            { kind: 'click', element, presses: 2 },
            ...['text', 'choice', 'checkbox'].map((field) => (
              { kind: 'field_changed', element: { ...element, field } })),
            ...['form_submitted', 'copy', 'paste', 'drop'].map((kind) => ({ kind, element })),
            { kind: 'form_submitted', element: { role: 'form' } },
            ...['copy', 'paste', 'drop'].map((kind) => ({ kind })),
            { kind: 'drop', element, dragged: element },
            ...['status', 'alert', 'validation_error', 'dialog'].map((type) => (
              { kind: 'message_shown', message: { type, text: 'x' } })),
            ...['case', 'hold', 'release', 'hand_off', 'end'].map((mark) => ({ kind: 'mark', mark })),
            { kind: 'note', text: 'x' }, { kind: 'paused' }, { kind: 'resumed' }, { kind: 'whatever' },
          ];
          for (const event of events) inWords(event, texts);
          return [...asked];
        }"""
    )
    assert [key for key in asked if key not in MESSAGES] == []
    steps = {key for key in MESSAGES if key.startswith(("step_", "thing_", "mark_"))}
    assert steps - set(asked) <= {"step_pressed_times_one", "mark_added"}


def test_names_that_run_the_other_way_stay_together(recording: Recording) -> None:
    page = recording.show("<title>x</title><h1>הזמנה (12)</h1><button>حفظ الطلب</button>")
    page.get_by_role("button").click()
    steps = recording.browser.popup.get_by_role("list", name="Steps so far").get_by_role("listitem")
    expect(steps).to_have_text(["Page “\u2068הזמנה (12)\u2069”", "Pressed “\u2068حفظ الطلب\u2069”"])


# ------------------------------------------------------------------------------- directions, sizes, access

OVERFLOWING = """() => [...document.querySelectorAll('body *')]
  .filter((el) => el.checkVisibility() && !el.matches('.file, input, option, datalist') && !el.closest('svg'))
  .filter((el) => {
    const { left, right } = el.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5
      || (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline');
  })
  .map((el) => el.outerHTML.slice(0, 80))"""
LONG = "Auftragsabwicklungsprozessdokumentation-" * 4


@contextlib.contextmanager
def size_of(page: Page, width: int, height: int = 800) -> Iterator[None]:
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    yield
    if before:
        page.set_viewport_size(before)


def in_every_state(browser: RecorderBrowser, site: Site, look: Callable[[str], None]) -> None:
    """Lead the recorder through its states and look at each."""
    popup = browser.popup
    browser.clear()
    popup.reload()
    popup.get_by_role("button", name="Start recording").wait_for()
    look("start")
    popup.locator("#team summary").click()
    popup.locator("footer summary").click()
    look("start, unfolded")
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Your name or pseudonym").fill("Ana")
    popup.get_by_label("Sites to record").fill("*")
    popup.get_by_role("button", name="Start recording").click()
    look("start, refused")
    browser.start(LONG, "أنا", case_example="SO-1042")
    look("live, empty")
    site.pages["/work"] = f"<h1>{LONG}</h1><label>{LONG} <input></label>"
    browser.page.goto(site.url("erp", "/work"))
    browser.page.locator("input").fill("x")
    browser.note("Called")
    popup.get_by_role("button", name="Add mark").click()
    look("live")
    popup.evaluate(
        "(site) => { at = (id) => document.getElementById(id); at('other').hidden = false;"
        " at('other-text').textContent = `The page in front is not recorded: ${site}`; }",
        f"https://{LONG}.example.com",
    )
    look("live, on another site")
    browser.pause()
    look("paused")
    browser.stop()
    look("done")
    popup.get_by_role("button", name="Discard").click()
    look("question")
    popup.get_by_role("button", name="Keep it").click()
    popup.locator("#save[data-ready]").wait_for()
    with popup.expect_download():
        popup.get_by_role("link", name="Save recording").click()
    popup.get_by_role("button", name="Remove from this browser").wait_for()
    look("saved")
    popup.get_by_role("button", name="Start a new recording").click()
    past(popup).wait_for()
    look("past")
    browser.start("Orders", "Ana")
    popup.evaluate("() => chrome.storage.session.set({running: null, failed: {events: 3, instant: 0}})")
    popup.reload()
    popup.get_by_role("status").get_by_text("Interrupted").wait_for()
    look("interrupted, and a full disk")
    popup.evaluate("() => chrome.storage.session.remove('failed')")
    popup.get_by_role("button", name="Start a new recording").click()
    popup.get_by_role("button", name="Go on", exact=True).wait_for()
    look("past, interrupted")
    browser.clear()
    popup.reload()


def test_every_state_is_accessible_in_light_and_dark(browser: RecorderBrowser, site: Site) -> None:
    popup = browser.popup
    found: dict[str, Any] = {}

    def look(state: str) -> None:
        for scheme in ("light", "dark"):
            popup.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            popup.wait_for_timeout(200)  # for what fades
            violations = Axe().run(popup).response["violations"]
            if violations:
                found[f"{state}, {scheme}"] = [
                    (broken["id"], node["html"], node["failureSummary"])
                    for broken in violations
                    for node in broken["nodes"]
                ]

    with size_of(popup, 420):
        in_every_state(browser, site, look)
    popup.emulate_media(color_scheme=None, reduced_motion=None)
    assert found == {}


@pytest.mark.parametrize("width", [380, 1200])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_sticks_out_in_either_direction(
    browser: RecorderBrowser, site: Site, width: int, direction: str
) -> None:
    popup = browser.popup
    found: dict[str, Any] = {}

    def look(state: str) -> None:
        popup.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)
        if sticking := popup.evaluate(OVERFLOWING):
            found[state] = sticking

    with size_of(popup, width):
        in_every_state(browser, site, look)
    assert found == {}


def test_styles_know_no_left_and_right() -> None:
    css = (EXTENSION / "popup.css").read_text("utf-8")
    css = re.sub(r"(?m)^\[dir=\"rtl\"\].*$", "", css)  # what is said of one direction alone
    edges = r"(?:^|[\s;{-])(?:left|right)\s*[:;]|(?:margin|padding|border)-(?:left|right|top|bottom)"
    physical = rf"{edges}|[\s;{{](?:width|height):"
    assert re.findall(physical, css, flags=re.MULTILINE) == []


def test_in_an_arabic_browser_the_page_runs_from_right_to_left(tmp_path: Path, site: Site) -> None:
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], language="ar") as browser:
        popup = browser.popup
        popup.get_by_role("button", name="Start recording").wait_for()
        if popup.evaluate("chrome.i18n.getUILanguage()") != "ar":
            pytest.skip("this Chromium has no Arabic (Debian: apt-get install chromium-l10n)")
        assert popup.evaluate("[document.documentElement.dir, document.documentElement.lang]") == [
            "rtl",
            "en",
        ]
        title, state = popup.locator("h1"), popup.locator("header img")
        assert (title.bounding_box() or {})["x"] < (state.bounding_box() or {})["x"]
        assert Axe().run(popup).response["violations"] == []
        browser.start("طلبات", "Ana")
        assert Axe().run(popup).response["violations"] == []
        browser.stop()
        assert read(browser.save(tmp_path / "trace.jsonl"))[0]["workflow"] == "طلبات"


def test_a_recording_with_the_keyboard_alone(browser: RecorderBrowser, site: Site) -> None:
    popup = browser.popup
    browser.page.goto("about:blank")
    popup.reload()
    popup.locator("#start").wait_for()

    def go_to(name: str) -> None:
        for _ in range(40):
            popup.keyboard.press("Tab")
            labelled = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            if popup.evaluate(labelled) == name:
                return
        raise AssertionError(f"Tab never came to {name}")

    def write(name: str, text: str) -> None:
        go_to(name)
        popup.keyboard.press("Control+a")
        popup.keyboard.type(text)

    write("Workflow", "Orders")
    write("Your name or pseudonym", "Ana")
    write("Sites to record", site.url("erp"))
    go_to("Start recording")
    popup.keyboard.press("Enter")
    expect(popup.locator("#live-workflow")).to_be_focused()
    go_to("Pause")
    popup.keyboard.press("Space")
    expect(popup.locator("#state")).to_have_text("Paused")
    expect(popup.get_by_role("button", name="Resume")).to_be_focused()
    popup.keyboard.press("Space")
    expect(popup.locator("#state")).to_have_text("Recording")
    write("Note", "Phoned")
    popup.keyboard.press("Enter")
    expect(popup.locator("#own-said")).to_have_text("Note added.")
    write("Case number", "SO-1042")
    go_to("Add mark")
    popup.keyboard.press("Enter")
    expect(popup.locator("#steps")).to_contain_text("Case starts · SO-1042")
    popup.keyboard.press("Shift+Tab")
    for _ in range(12):
        popup.keyboard.press("Shift+Tab")
        if popup.evaluate("document.activeElement.id") == "stop":
            break
    popup.keyboard.press("Enter")
    expect(popup.locator("#done-title")).to_be_focused()
    popup.locator("#save[data-ready]").wait_for()
    go_to("Save recording")
    with popup.expect_download() as downloading:
        popup.keyboard.press("Enter")
    kinds = [line["kind"] for line in read(Path(downloading.value.path()))]
    assert kinds == ["header", "paused", "resumed", "note", "mark", "seal"]
    expect(popup.get_by_role("button", name="Remove from this browser")).to_be_visible()
    go_to("Remove from this browser")
    popup.keyboard.press("Space")
    expect(popup.locator("#start-title")).to_be_focused()
    wait_until(popup, CLEARED)


# ------------------------------------------------------------------------------------------------ sites


def test_a_site_can_be_switched_off_and_on_again(recording: Recording) -> None:
    site, popup = recording.site, recording.browser.popup
    page = recording.show(
        "<h1>Orders</h1><button>First</button><button>Second</button><button>Third</button>"
    )
    host = f"erp.localhost:{site.port}"
    switch = popup.get_by_role("switch", name=host)
    page.get_by_role("button", name="First").click()
    expect(popup.locator("#steps")).to_contain_text("First")
    expect(switch).to_be_checked()
    switch.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    page.get_by_role("button", name="Second").click()
    switch.click()
    expect(switch).to_be_checked()
    page.get_by_role("button", name="Third").click()
    expect(popup.locator("#steps")).to_contain_text("Third")
    assert [event["element"]["name"] for event in recording.events("click")] == ["First", "Third"]


# --------------------------------------------------------------------------------------- past recordings


def past(popup: Page) -> Any:
    return popup.get_by_role("complementary", name="Recordings in this browser").get_by_role("listitem")


def test_recordings_stay_in_the_browser_until_they_are_removed(recording: Recording, tmp_path: Path) -> None:
    browser, popup = recording.browser, recording.browser.popup
    recording.show("<h1>Work</h1><button>Go</button>").get_by_role("button").click()
    expect(popup.locator("#events")).to_have_text("2")
    browser.stop()
    popup.get_by_role("button", name="Start a new recording").click()
    expect(past(popup)).to_have_count(1)
    expect(past(popup)).to_contain_text("Ana · ")
    expect(past(popup)).to_contain_text("2 events")
    expect(past(popup)).to_contain_text("Not saved")
    browser.start("Returns", "Ana")
    expect(past(popup)).to_have_count(0)
    browser.note("Phoned")
    browser.stop()
    browser.save(tmp_path / "returns.jsonl")
    popup.get_by_role("button", name="Start a new recording").click()
    expect(past(popup)).to_have_count(2)
    orders, returns = (past(popup).filter(has_text=name) for name in ("Sales order", "Returns"))
    expect(returns.locator(".tag")).to_have_text("Saved")
    with popup.expect_download() as downloading:
        orders.get_by_role("button", name="Save").click()
    lines = read(Path(downloading.value.path()))
    assert [line["kind"] for line in lines] == ["header", "page_shown", "click", "seal"]
    assert downloading.value.suggested_filename == f"{lines[0]['recording']}.jsonl"
    expect(orders.locator(".tag")).to_have_text("Saved")
    returns.get_by_role("button", name="Remove").click()
    expect(past(popup)).to_have_count(1)
    orders.get_by_role("button", name="Remove").click()
    expect(past(popup)).to_have_count(0)
    wait_until(popup, CLEARED)


def test_what_is_not_saved_is_removed_after_a_question_alone(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.browser.stop()
    popup.get_by_role("button", name="Start a new recording").click()
    past(popup).get_by_role("button", name="Remove").click()
    expect(popup.get_by_role("dialog")).to_contain_text("“Sales order processing” is not saved.")
    popup.keyboard.press("Escape")
    assert popup.evaluate(KEPT) == 1
    past(popup).get_by_role("button", name="Remove").click()
    popup.get_by_role("button", name="Discard it").click()
    expect(past(popup)).to_have_count(0)
    wait_until(popup, CLEARED)


def test_an_interrupted_recording_that_was_put_away_can_go_on(tmp_path: Path, site: Site) -> None:
    site.pages["/work"] = "<h1>Work</h1><button>Go</button>"
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")]) as browser:
        browser.start("Orders", "Ana")
        browser.note("Before")
        browser.kill()
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")]) as browser:
        popup = browser.popup
        expect(popup.locator("#done-title")).to_have_text("An unfinished recording")
        popup.get_by_role("button", name="Start a new recording").click()
        expect(past(popup)).to_contain_text("Interrupted")
        browser.start("Returns", "Ana")
        browser.stop()
        past(popup).get_by_role("button", name="Go on").click()
        popup.get_by_role("button", name="Stop").wait_for()
        expect(popup.locator("#steps")).to_contain_text("Note: Before")
        browser.note("After")
        browser.stop()
        lines = read(browser.save(tmp_path / "trace.jsonl"))
        assert [line.get("text") for line in lines if line["kind"] == "note"] == ["Before", "After"]
        expect(past(popup)).to_contain_text("Returns")


def test_a_full_disk_is_told_with_what_to_do(recording: Recording) -> None:
    popup = recording.browser.popup
    recording.browser.worker.evaluate(
        "chrome.storage.session.set({failed: {events: 3, instant: Date.now()}})"
    )
    alert = popup.get_by_role("alert").filter(has_text="could not store everything")
    expect(alert).to_contain_text("3 events are not stored yet. Your disk is probably full: free some space")
    alert.get_by_role("button", name="I made room").click()
    expect(alert).to_be_hidden()
    assert popup.evaluate("chrome.action.getBadgeText({})") == "REC"


# ------------------------------------------------------------------------------------------- performance


def test_the_page_keeps_a_few_of_many_events_and_counts_them_all(browser: RecorderBrowser) -> None:
    kept = browser.popup.evaluate(
        """async () => {
          const { openTally } = await import('./lib/tally.js');
          const entry = (count, more) => ({ writer: 'd', count, revision: 0, event: { n: count }, ...more });
          const key = (count, revision = 0) => `event|x|${String(count).padStart(7, '0')}|${revision}`;
          const entries = { [key(0)]: entry(0), [key(0, 1)]: entry(0, { revision: 1 }) };
          const tally = openTally({ folded: 1000, entries });
          for (let n = 1; n <= 50000; n += 1) tally.add(key(n), entry(n));
          tally.add(key(50000, 1), entry(50000, { revision: 1, event: { n: 'told again' } }));
          tally.add(key(50001), entry(50001, { replaces: 49999 }));
          tally.add(key(50001, 1), entry(50001, { replaces: 49999, revision: 1 }));
          tally.add(key(2, 1), entry(2, { revision: 1, event: { n: 'old, told again' } }));
          return [tally.count(), tally.events().length, tally.events().slice(-3).map(({ n }) => n)];
        }"""
    )
    assert kept[0] == 1000 + 1 + 50_000
    assert kept[1] <= 60
    assert kept[2] == [49998, "told again", 50001]


def test_a_page_that_writes_much_does_not_keep_the_recorder_busy(recording: Recording) -> None:
    popup = recording.browser.popup
    popup.evaluate(
        """() => {
          globalThis.drawn = 0;
          new MutationObserver(() => drawn += 1).observe(document.getElementById('steps'), { childList: true });
        }"""
    )
    before = time.monotonic()
    recording.browser.worker.evaluate(
        """async () => {
          const { recording } = await chrome.storage.local.get('recording');
          for (let n = 0; n < 400; n += 1) {
            const key = ['event', recording.header.recording, String(n).padStart(15, '0'), '0', 'd-x', n, 0].join('|');
            const event = { kind: 'note', utc_ms: n, text: `Note ${n}` };
            const place = { writer: 'd-x', clock: 0, count: n, revision: 0, redactions: 0 };
            await chrome.storage.local.set({ [key]: { event, ...place } });
          }
        }"""
    )
    expect(popup.locator("#events")).to_have_text("400")
    expect(popup.locator("#steps li")).to_have_count(30)
    assert popup.evaluate("drawn") <= (time.monotonic() - before) * 4 + 2


# ------------------------------------------------------------------------------------------------- team


def chosen(popup: Page, **changes: Any) -> None:
    """Choose a colleague's file."""
    file = {
        "ledgerium_team": 1,
        "token_key": "ab" * 32,
        "workflow": "Returns",
        "case_example": "RET-77",
        "sites": ["crm.example.com", "https://*.example.org"],
    }
    file.update(changes)
    content = json.dumps({name: value for name, value in file.items() if value is not ...}).encode()
    popup.locator("#team-file").set_input_files(
        {"name": "ledgerium-team.json", "mimeType": "application/json", "buffer": content}
    )


@pytest.fixture
def settings(browser: RecorderBrowser) -> Iterator[Page]:
    """The start form with the team's settings unfolded, in a browser that remembers nothing."""
    popup = browser.popup
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    popup.locator("#team summary").click()
    yield popup
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    assert browser.errors == []


def test_a_workflow_that_was_recorded_before_brings_its_case_number_and_sites(
    browser: RecorderBrowser,
) -> None:
    popup, sites = browser.popup, browser.sites
    browser.start("Orders", "Ana", case_example="SO-1042")
    browser.clear()
    browser.sites = [sites[1]]
    browser.start("Returns", "Ben", case_example="RET-77")
    browser.clear()
    browser.sites = sites
    options = popup.locator("#workflows option").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert {"Orders", "Returns"} <= set(options)
    expect(popup.get_by_label("Workflow")).to_have_value("Returns")
    popup.get_by_label("Workflow").fill("Orders")
    popup.keyboard.press("Tab")
    expect(popup.get_by_label("Example of a case number (optional)")).to_have_value("SO-1042")
    expect(popup.get_by_label("Sites to record")).to_have_value(
        "\n".join(site.removesuffix("/*") for site in sites)
    )
    expect(popup.get_by_label("Your name or pseudonym")).to_have_value("Ben")
    expect(popup.locator("#filled-in")).to_have_text("Filled in as you recorded “Orders” before.")
    popup.get_by_label("Workflow").fill("Something new")
    popup.keyboard.press("Tab")
    expect(popup.get_by_label("Example of a case number (optional)")).to_have_value("SO-1042")
    popup.reload()


def test_the_settings_of_a_team_go_from_one_browser_to_another(settings: Page) -> None:
    popup = settings
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Example of a case number (optional)").fill("SO-1042")
    popup.get_by_label("Sites to record").fill("erp.example.com\nhttps://crm.example.com/start")
    with popup.expect_download() as downloading:
        popup.get_by_role("button", name="Share settings…").click()
    assert downloading.value.suggested_filename == "ledgerium-team.json"
    path = Path(downloading.value.path())
    told = json.loads(path.read_text("utf-8"))
    key = told.pop("token_key")
    assert re.fullmatch("[0-9a-f]{64}", key)
    assert told == {
        "ledgerium_team": 1,
        "workflow": "Orders",
        "case_example": "SO-1042",
        "sites": ["erp.example.com", "https://crm.example.com"],
    }
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    popup.locator("#team summary").click()
    popup.locator("#team-file").set_input_files(path)
    expect(popup.locator("#team-said")).to_have_text("Settings for “Orders” are in use.")
    expect(popup.get_by_label("Workflow")).to_have_value("Orders")
    expect(popup.get_by_label("Sites to record")).to_have_value("erp.example.com\nhttps://crm.example.com")
    stored = popup.evaluate("() => chrome.storage.local.get(['team', 'workflows'])")
    assert stored == {
        "team": {"tokenKey": key},
        "workflows": {
            "Orders": {
                "caseExample": "SO-1042",
                "sites": ["*://erp.example.com/*", "https://crm.example.com/*"],
            }
        },
    }


def test_another_team_key_is_replaced_after_a_question_alone(settings: Page) -> None:
    popup = settings
    popup.evaluate("() => chrome.storage.local.set({team: {tokenKey: 'cd'.repeat(32)}})")
    team = "() => chrome.storage.local.get('team').then(({team}) => team.tokenKey)"
    chosen(popup)
    popup.get_by_role("button", name="Keep mine").click()
    assert popup.evaluate(team) == "cd" * 32
    assert popup.evaluate("() => chrome.storage.local.get('workflows')") == {}
    chosen(popup)
    popup.get_by_role("button", name="Replace it").click()
    expect(popup.locator("#team-said")).to_have_text("Settings for “Returns” are in use.")
    assert popup.evaluate(team) == "ab" * 32
    chosen(popup)  # the same key: nothing to ask
    expect(popup.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ledgerium_team": ...}, "This is no file of team settings."),
        ({"ledgerium_team": 2}, "This file is from a newer recorder."),
        ({"token_key": "AB" * 32}, "“token_key” is missing"),
        ({"token_key": ["ab" * 32]}, "“token_key” is missing"),
        ({"token_key": ...}, "“token_key” is missing"),
        ({"workflow": ""}, "“workflow” is missing"),
        ({"workflow": 7}, "“workflow” is missing"),
        ({"case_example": "x"}, "“case_example” is missing"),
        ({"sites": []}, "“sites” is missing"),
        ({"sites": ["<all_urls>"]}, "“sites” is missing"),
        ({"sites": "erp.example.com"}, "“sites” is missing"),
        ({"more": 1}, "“more” is missing, unknown"),
    ],
)
def test_a_file_that_is_not_right_is_refused(settings: Page, changes: dict[str, Any], problem: str) -> None:
    chosen(settings, **changes)
    expect(settings.locator("#team-problem")).to_contain_text(problem)
    assert settings.evaluate("() => chrome.storage.local.get(null)") == {}


# --------------------------------------------------------------------------------------------- shortcuts


def press(browser: RecorderBrowser, command: str) -> None:
    """What Chromium does when the person presses the shortcut of a command."""
    browser.worker.evaluate("(command) => chrome.commands.onCommand.dispatch(command)", command)


def badge(browser: RecorderBrowser, text: str) -> None:
    shows = "text => chrome.action.getBadgeText({}).then((now) => now === text)"
    wait_until(browser.popup, shows, text)


def test_shortcuts_pause_and_mark_and_say_so_on_the_button(recording: Recording) -> None:
    browser = recording.browser
    recording.show("<h1>Work</h1>")
    press(browser, "pause")
    badge(browser, "II")
    press(browser, "pause")
    badge(browser, "REC")
    press(browser, "hold")
    badge(browser, "HOLD")
    badge(browser, "REC")
    press(browser, "hold")
    badge(browser, "GO")
    badge(browser, "REC")
    browser.mark("hold")
    press(browser, "hold")
    badge(browser, "GO")
    told = [event.get("mark", event["kind"]) for event in recording.events("paused", "resumed", "mark")]
    assert told == ["paused", "resumed", "hold", "release", "hold", "release"]


def test_shortcuts_do_nothing_where_nothing_is_recorded(browser: RecorderBrowser) -> None:
    for command in ("pause", "hold", "note"):
        press(browser, command)
    badge(browser, "OFF")
    badge(browser, "")
    assert "recording" not in browser.stored()


def test_the_manifest_suggests_no_more_keys_than_chromium_takes() -> None:
    commands = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["commands"]
    assert set(commands) == {"_execute_action", "pause", "note", "hold"}
    keys = [command["suggested_key"]["default"] for command in commands.values()]
    assert len(keys) == len(set(keys)) <= 4


@pytest.fixture
def screen() -> Iterator[Callable[..., None]]:
    """A screen that is not there, and a way to press keys on it."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("needs Xvfb and xdotool (Debian: apt-get install xvfb xdotool)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = display
    yield lambda *keys: subprocess.run(
        ["xdotool", "key", *keys], check=True, env={**os.environ, "DISPLAY": display}
    )
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    server.terminate()
    server.wait()


def test_shortcuts_on_a_screen(screen: Callable[..., None], tmp_path: Path, site: Site) -> None:
    """With the keys of a keyboard and nothing else: pause, resume, hold, and a note in the toolbar's popup."""
    site.pages["/work"] = "<h1>Work</h1>"
    with RecorderBrowser(tmp_path / "profile", [site.url("erp", "/*")], headless=False) as browser:
        browser.start("Orders", "Ana")
        browser.page.goto(site.url("erp", "/work"))
        browser.page.bring_to_front()
        browser.page.get_by_role("heading").click()
        for keys, text in [("alt+shift+s", "II"), ("alt+shift+s", "REC"), ("alt+shift+h", "HOLD")]:
            screen(keys)
            badge(browser, text)
        screen("alt+shift+m")
        contexts = "chrome.runtime.getContexts({contextTypes: ['POPUP']}).then((all) => all.length)"
        for _ in range(50):
            if browser.worker.evaluate(contexts):
                break
            time.sleep(0.1)
        time.sleep(0.5)  # until the popup has the keyboard
        screen(*"Phoned", "Return")
        expect(browser.popup.locator("#steps")).to_contain_text("Note: Phoned")
        browser.stop()
        own = [
            line
            for line in read(browser.save(tmp_path / "trace.jsonl"))
            if line["kind"] in ("paused", "resumed", "mark", "note")
        ]
    assert [line["kind"] for line in own] == ["paused", "resumed", "mark", "note"]
    assert {line["page"]["heading"] for line in own} == {"Work"}


def test_the_browsers_question_on_a_screen(screen: Callable[..., None], tmp_path: Path, site: Site) -> None:
    """Denied, then allowed: "Deny" has the focus, "Allow" comes next."""
    site.pages["/work"] = "<h1>Work</h1>"
    with RecorderBrowser(tmp_path / "profile", [], headless=False) as browser:
        popup = browser.popup
        popup.bring_to_front()
        popup.get_by_label("Workflow").fill("Orders")
        popup.get_by_label("Your name or pseudonym").fill("Ana")
        popup.get_by_label("Sites to record").fill(site.url("erp"))
        start = popup.get_by_role("button", name="Start recording")
        start.click()
        time.sleep(1)  # until the question has the keyboard
        screen("Return")
        expect(popup.locator("#start-problem")).to_contain_text("was not allowed to record these sites")
        start.click()
        time.sleep(1)
        screen("Tab", "Return")
        popup.get_by_role("button", name="Stop").wait_for()
        badge(browser, "REC")
        browser.page.goto(site.url("erp", "/work"))
        expect(popup.locator("#steps")).to_contain_text("Page “Work”")
