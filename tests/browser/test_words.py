"""What the recorder says: every text in one file of words, whole, and none in scripts or pages."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from recorder import EXTENSION, RecorderBrowser
from support import Recording

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


def code(path: Path) -> str:
    """A script without its comments."""
    text = re.sub(r"/\*\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def literals(path: Path) -> list[str]:
    found = ("".join(groups) for groups in LITERAL.findall(code(path)))
    return [re.sub(r"\$\{[^}]*\}", "", text) for text in found]


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
