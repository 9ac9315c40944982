"""The proof that nothing is in a recording that should not be there.

Distinct secrets are typed into, pasted into and chosen in every kind of field, in left-to-right and
right-to-left scripts, and put into titles, addresses, headings and messages. Then the saved file, the
extension's storage and every document built from the file are searched for each of them.
"""

from __future__ import annotations

import json
from itertools import count

import pytest
from playwright.sync_api import Page
from recorder import choose
from support import Recording
from test_capture import show

from ledgerium_cli.build import documents_of
from ledgerium_cli.load import load
from ledgerium_cli.privacy.lint import lint_files

WORDS = {"ltr": "Zyxwort", "rtl": "סודכמוס", "arabic": "سريخفي"}
TEXT_KINDS = ("text", "password", "email", "tel", "url", "search")
DIGIT_KINDS = {"number": "8675309", "date": "12312041", "time": "0911PM", "month": "December2041"}
STOPS = 35
SENSITIVE = ("current-password", "new-password", "one-time-code", "cc-number", "cc-csc", "cc-exp")

FORM = """
<title>New order</title><h1>New order</h1>
<form onsubmit="return false" {direction} oninput="said.textContent = 'You wrote ' + event.target.value">
{inputs}
<label>Notes <textarea></textarea></label>
<div contenteditable aria-label=Remarks></div>
<div role=textbox contenteditable=plaintext-only aria-label=Comment></div>
<label>Item <input list=items></label><datalist id=items><option>{choice}</datalist>
<label>Terms <select><option>Cash<option>{choice}</select></label>
<label>Colours <select multiple><option>{choice}<option>Red</select></label>
<label><input type=checkbox value="{choice}"> Express</label>
<label><input type=radio name=way value="{choice}"> Ship</label>
<label>Limit <input type=range></label>
<label>Customer <input role=combobox aria-expanded=true aria-controls=found></label>
<ul role=listbox id=found aria-label=Found><li role=option>{choice}</ul>
<table aria-label=Orders><thead><tr><th>Order<th>Customer<tbody>
<tr><td><a href="#top">{choice}</a><td style="cursor: pointer">{choice}</table>
<ul role=tree aria-label=Folders><li role=treeitem tabindex=0>{choice}</ul>
<div role=grid aria-label=Days><div role=row><div role=gridcell tabindex=0>{choice}</div></div></div>
<output id=said></output><p role=status id=echo></p>
<button>Send</button></form>
"""


@pytest.fixture(params=["ltr", "rtl", "arabic"])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    return Secrets(request.param)


class Secrets:
    """A secret for every place, so that a leak names its place."""

    def __init__(self, script: str) -> None:
        self.direction = "" if script == "ltr" else "dir=rtl"
        self.word = WORDS[script]
        self.used: dict[str, str] = {}
        self._number = count(10)

    def new(self, place: str) -> str:
        self.used[place] = f"{self.word}{next(self._number)}q"
        return self.used[place]

    def know(self, place: str, secret: str) -> str:
        self.used[place] = secret
        return secret

    def found_in(self, text: str) -> list[str]:
        """The places whose secret stands in the text, as it is or as an address or JSON escapes it."""
        return [
            place for place, secret in self.used.items() if secret in text or json.dumps(secret)[1:-1] in text
        ]


def test_no_secret_is_in_the_file_the_storage_or_any_document(recording: Recording, secrets: Secrets) -> None:
    page = recording.page
    recording.browser.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill_the_form(recording, page, secrets)
    show_pages_that_tell(recording, page, secrets)
    stored = json.dumps(recording.browser.stored(), ensure_ascii=False)
    saved = recording.path
    lines = recording.lines()
    assert sum(line["kind"] == "field_changed" for line in lines) >= 20
    assert sum(line["kind"] == "paste" for line in lines) == 3
    assert lines[-1]["redactions"] >= 20
    assert lint_files([str(saved)]) == []
    documents = documents_of(load([str(saved)], model=True).analysis)
    assert len(documents) == 8
    for name, text in {"storage": stored, "file": saved.read_text("utf-8"), **documents}.items():
        assert secrets.found_in(text) == [], f"secrets of these places are in {name}"


@pytest.mark.parametrize(
    "name", ["native", "widgets", "library", "frames", "roots", "editors", "drags", "boxes", "rewritten"]
)
def test_no_secret_is_kept_wherever_on_a_page_it_is_typed_or_pasted(
    recording: Recording, secrets: Secrets, name: str
) -> None:
    """From stop to stop of the Tab key, which leads into every frame and every root, closed ones too."""
    recording.browser.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = show(recording, name)
    page.evaluate("text => navigator.clipboard.writeText(text)", secrets.new("clipboard"))
    for stop in range(STOPS):
        page.keyboard.press("Tab")
        page.keyboard.insert_text(secrets.new(f"stop {stop}"))
        page.keyboard.press("Control+V")
    stored = json.dumps(recording.browser.stored(), ensure_ascii=False)
    lines = recording.lines()
    assert sum(line["kind"] == "field_changed" for line in lines) >= 1
    documents = documents_of(load([str(recording.path)]).analysis)
    for place, text in {"storage": stored, "file": recording.path.read_text("utf-8"), **documents}.items():
        assert secrets.found_in(text) == [], f"secrets of these places are in {place}"


def fill_the_form(recording: Recording, page: Page, secrets: Secrets) -> None:
    inputs = [f"<label>{kind} <input type={kind}></label>" for kind in (*TEXT_KINDS, *DIGIT_KINDS)]
    inputs += [f"<label>{auto} <input autocomplete={auto}></label>" for auto in SENSITIVE]
    choice = secrets.new("choice")
    recording.show(FORM.format(direction=secrets.direction, inputs="".join(inputs), choice=choice))
    for kind in TEXT_KINDS:
        page.get_by_label(kind, exact=True).press_sequentially(secrets.new(kind))
    for kind, typed in DIGIT_KINDS.items():
        page.get_by_label(kind, exact=True).focus()
        page.keyboard.type(typed)
    secrets.know("number", DIGIT_KINDS["number"])
    for auto in SENSITIVE:
        page.get_by_label(auto, exact=True).press_sequentially(secrets.new(auto))
    for name in ("Notes", "Remarks", "Comment", "Item", "Customer"):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.type(secrets.new(name))
    for name in ("text", "Notes", "Remarks"):
        page.evaluate("text => navigator.clipboard.writeText(text)", secrets.new(f"clipboard for {name}"))
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Control+V")
        page.keyboard.press("Control+A")
        page.keyboard.press("Control+C")
    choose(page.get_by_label("Terms"), choice)
    page.get_by_label("Colours").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Express").check()
    page.get_by_label("Ship").check()
    page.get_by_label("Limit").focus()
    page.keyboard.press("ArrowRight")
    for role in ("link", "cell", "treeitem", "gridcell", "option"):
        page.get_by_role(role, name=choice).last.click()  # type: ignore[arg-type]
    page.get_by_role("button", name="Send").click()


def show_pages_that_tell(recording: Recording, page: Page, secrets: Secrets) -> None:
    """Pages that tell what they should not, in every place that a recording holds texts of."""
    pieces = [
        secrets.know("e-mail", "zoe.q@secret-mail.example"),
        secrets.know("phone", "+49 (0)30 5550 199"),
        secrets.know("IBAN", "DE44 5001 0517 5407 3249 31"),
        secrets.know("card", "4111 1111 1111 1111"),
        secrets.know("account", "99887766"),
        f"“{secrets.new('quoted')}”",
    ]
    uuid = secrets.know("uuid", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")
    key = secrets.know("key", "a1b2c3d4e5f6a7b8")
    for number, piece in enumerate(pieces):
        recording.serve(
            f"<title>Customer {piece}</title><h1>About {piece} today</h1><p role=status></p>"
            f"<button aria-label='Open {piece}'>x</button><a href='#x' title='See {piece}'>y</a>"
            f"<dialog open aria-label='Really {piece}?'></dialog>"
            f"<script>document.querySelector('button').onclick = () =>"
            f" document.querySelector('[role=status]').textContent = {json.dumps('Sent to ' + piece)}</script>",
            f"/tells/{number}",
        )
        page.goto(recording.site.url("erp", f"/tells/{number}?q={secrets.new(f'query {number}')}"))
        page.get_by_role("button").click()
        page.get_by_role("link").click()
    for path in (
        f"/orders/{uuid}/edit",
        f"/orders/{key}",
        "/mail/zoe.q@secret-mail.example",
        "/accounts/99887766",
        "/mail/zoe.q%2540secret-mail.example",
        "/list/name=99887766",
    ):
        page.goto(recording.site.url("erp", f"{path}#filter={secrets.new(path)}"))
        page.evaluate(
            "q => history.pushState(null, '', location.pathname + '?q=' + q)", secrets.new(f"push {path}")
        )
        page.evaluate("q => { location.hash = '#/list?q=' + q }", secrets.new(f"hash {path}"))
        page.wait_for_timeout(50)
