"""What must never be recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from recorder import EXTENSION, choose
from support import Recording

from ledgerium_cli import __version__

SCRIPTS = sorted(EXTENSION.rglob("*.js"))
FIELDS = """
<form onsubmit="return false">
  {fields}
  <label>Notes <textarea></textarea></label>
  <label>Terms <select><option>Cash</option><option>SECRETchoice</option></select></label>
  <label>Tick <input type=checkbox value=SECRETbox></label>
  <label>Pick <input type=radio name=pick value=SECRETradio></label>
  <div contenteditable aria-label=Remarks>SECRETremark</div>
  <input type=checkbox id=flash><label for=flash>Flash the screen <input value=SECRETinside size=3
    aria-label=Number> times</label>
  <input type=hidden value=SECREThidden>
  <output>SECREToutput</output>
  <button>Send</button>
</form>
"""
KINDS = ("text", "password", "email", "tel", "url", "search", "number", "date", "time", "month", "week")

TYPED = {"number": "7654321", "date": "12312041", "time": "0911PM"}


def test_nothing_that_was_typed_is_in_the_file_or_in_storage(recording: Recording) -> None:
    labelled = "".join(f"<label>{kind} <input type={kind} name={kind}></label>" for kind in KINDS)
    page = recording.show(FIELDS.format(fields=labelled))
    for kind in KINDS:
        field = page.get_by_label(kind, exact=True)
        field.click()
        page.keyboard.type(
            {"number": "7654321", "date": "12312041", "time": "0911PM"}.get(kind, f"SECRET{kind}")
        )
    page.get_by_label("Notes").fill("SECRETnotes")
    choose(page.get_by_label("Terms"), "SECRETchoice")
    page.get_by_label("Tick").check()
    page.get_by_label("Pick").check()
    page.get_by_label("Remarks").click()
    page.keyboard.type("SECRETmore")
    page.get_by_label("Number", exact=True).fill("SECRETtimes")
    page.locator("#flash").check()
    page.get_by_role("button").click()
    stored = json.dumps(recording.browser.stored())
    lines = recording.lines()
    changed = {line["element"]["name"] for line in lines if line["kind"] == "field_changed"}
    assert {"text", "password", "number", "Notes", "Terms", "Tick", "Pick", "Remarks"} <= changed
    assert "Flash the screen times" in changed
    for text in (stored, json.dumps(lines)):
        for secret in ("SECRET", "7654321", "2041-", "/2041", "09:11", "21:11"):  # bare, it may be in a time
            assert secret not in text


def test_data_in_tables_and_lists_is_told_by_its_column_or_list(recording: Recording) -> None:
    page = recording.show(
        "<table aria-label=Orders><thead><tr><th>Order<th>Customer<th>Actions</thead><tbody>"
        "<tr><td><a href=#1>DATA-1</a><td style='cursor:pointer'>DATA Ltd<td><button>Release</button>"
        "<tr><td><a href=#2>DATA-2</a><td>DATA Inc<td><button>Release</button></table>"
        "<ul aria-label=Customers><li><a href=#3>DATA GmbH</a></ul>"
        "<nav><ul><li><a href=#4>Orders</a></ul></nav>"
        "<ul role=listbox aria-label=Items><li role=option>DATA bolt</ul>"
        "<dl><dt>Sold to<dd><a href=#5>DATA AG</a></dl>"
    )
    page.get_by_text("DATA-1").click()
    page.get_by_text("DATA Ltd").click()
    page.get_by_role("button", name="Release").first.click()
    page.get_by_text("DATA GmbH").click()
    page.get_by_role("link", name="Orders").click()
    page.get_by_text("DATA bolt").click()
    page.get_by_text("DATA AG").click()
    events = recording.events("click")
    elements = [event["element"] for event in events]
    told = [(element["role"], element.get("name"), element.get("owner")) for element in elements]
    assert told == [
        ("link", None, "Order"),
        ("cell", None, "Customer"),
        ("button", "Release", None),
        ("link", None, "Customers"),
        ("link", "Orders", None),
        ("option", None, "Items"),
        ("link", None, "Sold to"),
    ]
    assert "DATA" not in json.dumps(events)


ECHOES = """
<output></output><p role=status></p><p role=alert></p><p aria-live=polite></p><p role=log></p>
<p role=status style="display: none"></p><dialog open aria-labelledby=title><p id=title></p></dialog>
"""


@pytest.mark.parametrize("wait", [0, 60], ids=["at once", "later"])
def test_what_the_page_repeats_while_a_person_types_is_not_recorded(recording: Recording, wait: int) -> None:
    """Nor later, when the page writes the same again: what was not told stays untold while it stands there."""
    page = recording.show(
        f"""<div id=regions>{ECHOES}</div>
        <form onsubmit="return false" oninput="if (wait) setTimeout(echo, wait); else echo()">
        <label>Name <input name=q></label><label>Next <input></label><button onclick="echo()">Go</button></form>
        <script>const wait = {wait};
        function echo() {{
          for (const region of document.querySelectorAll("#regions > :not(dialog), #title")) {{
            region.textContent = "SECRET" + document.querySelector("input").value;
            region.style.display = "block";
          }}
        }}</script>"""
    )
    page.get_by_label("Name").press_sequentially("hello", delay=5)
    page.wait_for_timeout(wait * 2)
    page.get_by_label("Next").click()
    page.get_by_role("button").click()
    page.wait_for_timeout(100)
    events = recording.events()
    kinds = [event["kind"] for event in events if event["kind"] != "message_shown"]
    assert kinds == ["page_shown", "field_changed", "click", "form_submitted"]
    assert "SECRET" not in json.dumps(events)


def test_a_region_that_repeated_what_was_typed_may_say_something_else(recording: Recording) -> None:
    page = recording.show(
        "<label>Name <input oninput=\"p.textContent = 'SECRET' + this.value\"></label><p id=p role=status></p>"
        "<button onclick=\"p.textContent = 'Saved'\">Save</button>"
    )
    page.get_by_label("Name").press_sequentially("hello")
    page.get_by_role("button").click()
    events = recording.events("message_shown")
    assert [event["message"]["text"] for event in events] == ["Saved"]


def test_a_chosen_value_on_a_button_names_nothing(recording: Recording) -> None:
    page = recording.show(
        "<button aria-haspopup=listbox>SECRET GmbH</button>"
        "<span id=l>Customer</span><div role=button tabindex=0 aria-haspopup=listbox id=b aria-labelledby='l b'>"
        "SECRET Ltd</div>"
        "<span id=m>Partner</span><button aria-haspopup=listbox aria-labelledby='m v'><i id=v>SECRET AG</i></button>"
        "<label>Terms <button aria-haspopup=tree>SECRET days</button></label>"
        "<button role=combobox>SECRET plc</button><div role=combobox aria-label=Agent>SECRET SA</div>"
        "<div aria-haspopup=listbox style='cursor: pointer'>SECRET BV</div>"
        "<button aria-haspopup=menu>More</button>"
    )
    for text in ("GmbH", "Ltd", "AG", "days", "plc", "SA", "BV", "More"):
        page.get_by_text(text).last.click()
    events = recording.events("click")
    names = [event["element"].get("name") for event in events]
    assert names == [None, "Customer", "Partner", "Terms", None, "Agent", None, "More"]
    assert "SECRET" not in json.dumps(events)


def test_what_is_written_in_an_editor_is_no_heading_of_the_page(recording: Recording) -> None:
    page = recording.show("<div contenteditable aria-label=Text><h1>SECRET</h1></div><button>Send</button>")
    page.get_by_role("button").click()
    assert "SECRET" not in json.dumps(recording.events())


def test_a_completion_is_data_of_its_field(recording: Recording) -> None:
    page = recording.show(
        "<label>Customer <input></label><div style='position: absolute'>"
        "<div style='cursor: pointer' onmousedown='event.preventDefault()'>DATA Ltd</div></div>"
    )
    page.get_by_label("Customer").press_sequentially("da")
    page.get_by_text("DATA Ltd").click()
    events = recording.events("click")
    assert events[0]["element"]["owner"] == "Customer"
    assert "DATA" not in json.dumps(events)


def test_buttons_of_a_row_are_told_only_where_they_read_like_actions(recording: Recording) -> None:
    page = recording.show(
        "<table><tr><th>Customer<th>Do</tr>"
        "<tr><td><button>Acme Ltd</button><td><button>Approve</button>"
        "<button aria-label='Delete Acme'>x</button>"
        "<tr><td><button>Bolt Inc</button><td><button>Approve</button></table>"
        "<table><tr><th>Do</tr><tr><td><button>Hold order</button></table>"
    )
    for name in ("Acme Ltd", "Delete Acme", "Hold order"):
        page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Approve").last.click()
    elements = [event["element"] for event in recording.events("click")]
    told = [(element.get("name"), element.get("owner")) for element in elements]
    assert told == [(None, "Customer"), ("Delete [text]", None), ("Hold order", None), ("Approve", None)]


def test_fields_of_a_row_are_told_by_their_column(recording: Recording) -> None:
    page = recording.show(
        "<table><thead><tr><th>Item<th>Quantity<th>Price<tbody>"
        "<tr><td>DATA<td><input id=a aria-label='Quantity of DATA'><td><input id=b aria-label=Price>"
        "<tr><td>DATB<td><input aria-label='Quantity of DATB'><td><input aria-label=Price></table>"
    )
    page.locator("#a").fill("1")
    page.locator("#b").fill("2")
    page.locator("#b").blur()
    elements = [event["element"] for event in recording.events("field_changed")]
    assert [(element["name"], element["named_by"]) for element in elements] == [
        ("Quantity", "nearby"),
        ("Price", "label"),
    ]


def test_selectors_hold_no_ids_of_records(recording: Recording) -> None:
    page = recording.show(
        "<div id=SO-1042><button id=row-4711 name='order[4711]'>Release SO-1042</button></div>"
        "<div id=main><button id=save-order data-testid=save>Save order</button></div>"
    )
    page.get_by_role("button", name="Release").click()
    page.get_by_role("button", name="Save").click()
    release, save = (event["element"] for event in recording.events("click"))
    assert release["name"] == "Release SO-1042"
    assert "1042" not in str(release["selectors"])
    assert "4711" not in str(release["selectors"])
    assert save["selectors"] == [
        "#save-order",
        '[data-testid="save"]',
        'role=button[name="Save order"]',
        "#main > button",
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_reads_a_value_or_opens_a_connection(path: Path) -> None:
    text = path.read_text("utf-8")
    reads = re.findall(
        r"\.value\b|\[\s*[\"'`]value[\"'`]\s*\]|\.checked\b|\.selectedOptions|valueAs|clipboardData", text
    )
    reads += re.findall(r"FormData", text) if path.parent.name == "content" else []
    # The label of a button that its author wrote; a file's name, a colour and a choice have other doors, all closed.
    reads += [one for one in re.findall(r"getAttribute\([^)]*value[^)]*\)", text) if path.name != "names.js"]
    reads += re.findall(
        r"\.files\b|selectedIndex|getSelection|\.innerText|event\.data\b|dataTransfer|caretPosition", text
    )
    sends = re.findall(
        r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeer|importScripts", text
    )
    assert reads + sends == []


def test_the_manifest_asks_for_little() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    assert manifest["permissions"] == ["storage", "unlimitedStorage", "scripting", "activeTab"]
    assert "host_permissions" not in manifest
    assert "content_scripts" not in manifest
    assert manifest["incognito"] == "not_allowed"
    policy = manifest["content_security_policy"]["extension_pages"]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy


def test_the_manifest_has_the_version_of_the_programme() -> None:
    assert json.loads((EXTENSION / "manifest.json").read_text("utf-8"))["version"] == __version__


def test_without_a_recording_no_page_is_listened_to(recording: Recording) -> None:
    recording.browser.stop()
    registered = recording.browser.worker.evaluate("chrome.scripting.getRegisteredContentScripts()")
    assert registered == []


def test_the_recorder_asks_for_nothing_from_any_network(recording: Recording) -> None:
    """What the browser asks for is what the pages ask for: two documents."""
    asked: list[str] = []
    context = recording.browser.context
    context.on("request", lambda request: asked.append(request.url))
    served = recording.site.asked
    served.clear()
    page = recording.show("<h1>Work</h1><button>Go</button>")
    page.get_by_role("button").click()
    recording.browser.note("Phoned")
    recording.browser.stop_worker()
    page.goto(recording.site.url("erp", "/next"))
    recording.browser.stop()
    recording.browser.save(recording.path)
    strangers = [
        url
        for url in asked
        if not url.startswith((recording.site.url("erp"), "chrome-extension://", "blob:"))
    ]
    assert strangers == []
    assert [path for path in served if path != "/favicon.ico"] == ["/page", "/next"]


ECHOED = {
    "address": ("history.replaceState(0, '', '/page/' + this.value)", ["/page", "/page/[text]"]),
    "hash": ("location.hash = '#/find/' + this.value", ["/page", "/page#/[text]"]),
    "title": ("document.title = 'New ' + this.value", ["/page"]),
    "heading": ("h.textContent = 'New ' + this.value", ["/page"]),
    "dialog": ("d.setAttribute('aria-label', 'New ' + this.value)", ["/page"]),
}


@pytest.mark.parametrize(("echo", "routes"), ECHOED.values(), ids=ECHOED)
def test_what_an_address_a_title_or_a_heading_repeats_while_a_person_types_is_not_recorded(
    recording: Recording, echo: str, routes: list[str]
) -> None:
    """An address that changes with every key is told once, when the typing has ended."""
    page = recording.show(
        f'<title>New order</title><h1 id=h>New order</h1><div role=dialog id=d aria-label="New order">'
        f'<label>Name <input oninput="{echo}"></label><button>Save</button></div>'
    )
    page.get_by_label("Name").press_sequentially("SECRET", delay=5)
    page.get_by_role("button").click()
    events = recording.events()
    assert [event["page"]["route"] for event in events if event["kind"] == "page_shown"] == routes
    acts = [event["kind"] for event in events if not event["kind"].endswith("_shown")]
    assert acts == ["field_changed", "click"]
    assert not re.search("S|SE|SEC", re.sub("Save", "", json.dumps(events[1:])))
    assert {event["page"]["title"] for event in events} <= {"New order", "New [text]"}


def test_a_reference_of_the_given_form_that_comes_while_a_person_types_stays(recording: Recording) -> None:
    page = recording.show(
        "<title>Orders</title><label>Find "
        "<input oninput=\"if (this.value.length > 6) document.title = 'Order SO-1042'\"></label><button>Save</button>"
    )
    page.get_by_label("Find").press_sequentially("SO-1042")
    page.get_by_role("button").click()
    assert recording.events("click")[0]["page"]["title"] == "[text] SO-1042"


KEYBOARDS = {
    "buttons": "".join(f"<button type=button>{one}</button>" for one in "QWERTZ"),
    "digits of a drawing": "<svg>"
    + "".join(
        f"<g role=button tabindex=0 aria-label={one}><rect x={one}0 width=9 height=9 /></g>"
        for one in range(1, 8)
    )
    + "</svg>",
}


@pytest.mark.parametrize("keys", KEYBOARDS.values(), ids=KEYBOARDS)
def test_which_keys_of_a_keyboard_of_the_page_are_pressed_and_how_many_is_not_recorded(
    recording: Recording, keys: str
) -> None:
    page = recording.show(
        f"<label>Password <input readonly></label><div>{keys}</div><button>Sign in</button>"
    )
    for at in (4, 1, 2):
        page.locator("div button, g").nth(at).click()
    page.get_by_text("Sign in").click()
    pressed, signed_in = recording.events("click")
    assert signed_in["element"]["name"] == "Sign in"
    assert "name" not in pressed["element"]
    assert ":nth-of-type" not in pressed["element"]["selectors"][0].split(" > ")[-1]


@pytest.mark.parametrize("opens", ["popovertarget=p", "commandfor=p command=show-popover"])
def test_a_value_on_a_button_that_opens_something_by_html_alone_names_nothing(
    recording: Recording, opens: str
) -> None:
    page = recording.show(
        f"<button {opens}>SECRET GmbH</button><div id=p popover>Customers</div><button>Save order</button>"
    )
    page.get_by_text("SECRET").click()
    page.keyboard.press("Escape")
    page.get_by_text("Save order").click()
    events = recording.events("click")
    assert [event["element"].get("name") for event in events] == [None, "Save order"]
    assert "SECRET" not in json.dumps(events)


@pytest.mark.parametrize("role", ["checkbox", "radio", "switch"])
def test_boxes_of_a_pages_own_making_in_rows_are_told_by_their_column(
    recording: Recording, role: str
) -> None:
    rows = "".join(
        f'<tr><td><div role={role} tabindex=0 aria-label="Select {name}">o</div><td>{name}'
        for name in ("SECRET GmbH", "Abc Ltd", "Def AG")
    )
    page = recording.show(f"<table><thead><tr><th>Chosen<th>Customer<tbody>{rows}</table>")
    page.get_by_role(role).first.click()  # type: ignore[arg-type]
    [event] = recording.events("click")
    assert event["element"]["name"] == "Chosen"
    assert "SECRET" not in json.dumps(event)
