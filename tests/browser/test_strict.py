"""The strict way of naming: of what pages say nothing is kept but known words, whatever it looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from recorder import RecorderBrowser
from support import Lines, Recording, Site

from ledgerium_cli.build import documents_of
from ledgerium_cli.load import load

VALUES = ("Ann", "Meyer", "Spain", "Bath", "Acme", "Walnut", "Leipzig")
VALUE = re.compile(r"\b(?:" + "|".join(VALUES) + r")\b", re.IGNORECASE)
ORDER = """<title>Acme Ltd – Order SO-1042</title><h1>Order of Ann Meyer</h1>
<button id=save>Save order</button><button id=spain data-testid=ship-spain>Ship to Spain</button>
<a href="#">Ann Meyer</a><div role=tablist><div role=tab>Walnut desk</div><div role=tab>Prices</div></div>
<label><input type=checkbox>Ann Meyer</label><label>Torque <input></label>
<label>Town <select><option>Bath<option>Leipzig</select></label>
<fieldset><legend>Gauge</legend><label><input type=radio name=g>Bath</label>
<label><input type=radio name=g>Spain</label></fieldset>
<table><tr><th>Torque code<th></tr><tr><td><button>Acme Ltd</button><td><button>Release</button>
<tr><td><button>Acme Ltd</button><td><button>Release</button></table>
<div role=dialog aria-label="Credit of Acme"><button>Approve</button></div><p role=status></p>
<script>save.onclick = () => document.querySelector("p").textContent = "The order of Ann Meyer was saved."</script>"""

FIELDS = ("Torque", "Town")


@pytest.fixture
def strict(browser: RecorderBrowser, site: Site, tmp_path: Path) -> Iterator[Recording]:
    site.pages.clear()
    browser.page.goto("about:blank")
    browser.start("Sales order processing", "Ben", case_example="SO-1042", known_words=True)
    yield Recording(browser, browser.page, site, tmp_path / "trace.jsonl")
    browser.clear()
    assert browser.errors == []


def worked_on(recording: Recording) -> Lines:
    page = recording.page
    page.goto(recording.serve(ORDER, "/customers/ann-meyer/orders"))
    for name in ("Save order", "Ship to Spain", "Acme Ltd", "Release", "Approve"):
        page.get_by_role("button", name=name).first.click()
    for tab in ("Walnut desk", "Prices"):
        page.get_by_role("tab", name=tab).click()
    page.get_by_role("link").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("radio", name="Spain").check()
    page.get_by_label("Torque", exact=True).fill("Leipzig")
    page.get_by_label("Town").press("ArrowDown")
    return recording.lines()


def test_no_name_of_anybody_or_anything_is_kept(strict: Recording) -> None:
    lines = worked_on(strict)
    assert lines[0]["naming"] == "known_words"
    assert VALUE.findall(strict.path.read_text("utf-8")) == []
    stored = strict.browser.stored()
    entries = {key: one for key, one in stored.items() if key.startswith(("event|", "folded|"))}
    assert VALUE.findall(json.dumps(entries)) == []
    assert lines[-1]["redactions"] > 0


def test_commands_labels_of_fields_and_headings_of_columns_are_kept(strict: Recording) -> None:
    def said(event: dict[str, Any]) -> str | None:
        element = event["element"]
        found: str | None = element.get("name") or element.get("owner")
        return found

    lines = worked_on(strict)
    acts = [said(line) for line in lines[1:-1] if line["kind"] in ("click", "field_changed")]
    assert acts == [
        "Save order",
        "Ship to [text]",
        None,
        "Release",
        "Approve",
        None,
        "Prices",
        None,
        None,
        "Gauge",
        *FIELDS,
    ]
    shown = next(line["page"] for line in lines if line["kind"] == "page_shown")
    assert (shown["route"], shown["title"]) == ("/customers/[text]/orders", "[text] – Order SO-1042")
    assert shown["heading"] == "Order of [text]"
    messages = [line["message"]["text"] for line in lines if line["kind"] == "message_shown"]
    assert "The order of [text] was saved." in messages


def test_the_words_of_trade_are_put_into_pages_in_the_strict_way_alone(
    browser: RecorderBrowser, site: Site, strict: Recording
) -> None:
    def scripts() -> set[str]:
        asked = "() => chrome.scripting.getRegisteredContentScripts()"
        return {name for one in browser.popup.evaluate(asked) for name in one["js"]}

    assert "content/trade.js" in scripts()
    browser.clear()
    browser.start("Sales order processing", "Ben")
    assert "content/trade.js" not in scripts()


def test_the_documents_say_that_names_were_not_kept(strict: Recording) -> None:
    worked_on(strict)
    documents = documents_of(load([str(strict.path)]).analysis)
    said = "**Named strictly:** names and texts were not kept where they are no known words"
    assert said in str(documents["sop.md"])
    assert not any(VALUE.search(str(content)) for content in documents.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Order SO-1042 | Acme ERP", "Order SO-1042 | [text] ERP"),
        ("Credit limit exceeded for Ann Meyer (12 %)", "Credit limit exceeded for [text] (12 %)"),
        ("2 walnut desks added", "2 [text] added"),
        ("Mark as paid", "Mark as paid"),
        ("Mark Meyer", "[text]"),
        ("Will Can van Meyer", "[text] van [text]"),
        ("Please fill out this field.", "Please fill out this field."),
        ("[number 3f9a1c2b4d] of [number Ann]", "[number 3f9a1c2b4d] of [number [text]]"),
        ("Bestellung von Müller gespeichert", "Bestellung von [text] gespeichert"),
        ("ACME-1042, SO-1042", "[text], SO-1042"),
        ("保存", "[text]"),
        ("Lieferadresse und Kundengruppen", "Lieferadresse und Kundengruppen"),
        ("Lieferantenfreigabeliste von Neumann", "Lieferantenfreigabeliste von [text]"),
        ("Date d'échéance de d'Artagnan", "Date d'échéance de [text]"),
        ("Release wave Ctrl+Shift+R", "Release wave Ctrl+Shift+R"),
        ("Close (Shift+Enter)", "Close (Shift+Enter)"),
        ("Release wave ⌘R, Ctrl+Ann", "Release wave ⌘R, Ctrl+[text]"),
        ("VAT No. and PO qty", "VAT No. and PO qty"),
        # What cases are called where people apply for something and somebody decides.
        ("Der Antrag von Krüger ist genehmigt.", "Der Antrag von [text] ist genehmigt."),
        ("Resturlaub reicht nicht aus: 12 Tage übrig.", "Resturlaub reicht nicht aus: 12 Tage übrig."),
        ("Urlaubsantrag, Kreditanträge, Förderantrag", "Urlaubsantrag, Kreditanträge, Förderantrag"),
        ("Claim of Meyer: decision on the appeal", "Claim of [text]: decision on the appeal"),
        ("Demande de congé de Martin refusée", "Demande de congé de [text] refusée"),
        ("Solicitud de permiso de García aprobada", "Solicitud de permiso de [text] aprobada"),
        ("Richiesta di ferie di Rossi approvata", "Richiesta di ferie di [text] approvata"),
        ("Aanvraag van Bakker: bezwaar en besluit", "Aanvraag van [text]: bezwaar en besluit"),
        ("Wniosek Kowalskiego został zatwierdzony", "Wniosek [text] został zatwierdzony"),
        ("Solicitação de férias de Souza aprovada", "Solicitação de férias de [text] aprovada"),
    ],
)
def test_of_a_text_the_known_words_are_told(script_page: Callable[[str], Page], text: str, told: str) -> None:
    assert script_page("").evaluate("(text) => ledgerium.knownText(text, 'SO-#').text", text) == told


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("/customers/ann-meyer/orders/SO-1042", "/customers/[text]/orders/SO-1042"),
        ("/web/salesOrder/4711/edit", "/web/salesOrder/4711/edit"),
        ("/%2541nn/orders", "/[text]/orders"),
    ],
)
def test_of_a_path_the_segments_of_known_words_are_told(
    script_page: Callable[[str], Page], route: str, told: str
) -> None:
    assert script_page("").evaluate("(route) => ledgerium.knownRoute(route).text", route) == told
