"""names.js against Chromium's own accessible names, and where the two must differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

SAME_AS_CHROMIUM = [
    "<button id=t>Save <b>order</b></button>",
    "<button id=t aria-label='Save order'>x</button>",
    "<span id=a>Save</span> <span id=b>order</span><button id=t aria-labelledby='a b'>x</button>",
    "<button id=t title='Save order'></button>",
    "<button id=t><img alt='Save order'></button>",
    "<button id=t><svg aria-label='Save order' role=img></svg></button>",
    "<button id=t>Save<span hidden> now</span><span style='display:none'> here</span> order</button>",
    "<button id=t>Save <span aria-hidden=true>»</span></button>",
    "<button id=t><div>Save</div><div>order</div></button>",
    "<input id=t type=submit>",
    "<input id=t type=submit value='Save order'>",
    "<input id=t type=image alt='Save order'>",
    "<a id=t href=#>All <i>orders</i></a>",
    "<div id=t role=tab>Prices</div>",
    "<div id=t role=menuitem>Duplicate</div>",
    "<label>Quantity <input id=t></label>",
    "<label for=t>Quantity</label><input id=t>",
    "<label for=t>Quantity</label><label for=t>in boxes</label><input id=t>",
    "<label for=t style='display:none'>Quantity</label><input id=t>",
    "<input id=t placeholder='Your reference'>",
    "<input id=t title=Reference placeholder='Your reference'>",
    "<label for=t>Terms</label><select id=t><option>Cash</option></select>",
    "<label>Remarks <textarea id=t></textarea></label>",
    "<fieldset id=t><legend>Delivery</legend></fieldset>",
    "<table id=t><caption>Orders</caption><tr><td>1</table>",
    "<section id=t aria-labelledby=h><h2 id=h>Prices</h2></section>",
    "<form id=t aria-label='New order'></form>",
    "<form id=t><h2>New order</h2></form>",
    "<dialog id=t open aria-labelledby=h><h2 id=h>Release?</h2></dialog>",
    "<details><summary id=t>More</summary></details>",
    "<div id=t role=switch>Rush</div>",
    "<input id=t type=checkbox aria-label=Rush>",
    "<div id=t>Nothing</div>",
]


def ours(page: Page) -> Any:
    return page.evaluate("ledgerium.nameOf(document.getElementById('t')).name")


def chromiums(page: Page) -> str | None:
    session = page.context.new_cdp_session(page)
    try:
        return ax_name(session, "document.getElementById('t')")
    finally:
        session.detach()


def ax_name(session: CDPSession, element: str) -> str | None:
    """What Chromium's accessibility tree calls an element."""
    found = session.send("Runtime.evaluate", {"expression": element})
    tree = session.send(
        "Accessibility.getPartialAXTree", {"objectId": found["result"]["objectId"], "fetchRelatives": False}
    )
    name = tree["nodes"][0].get("name", {}).get("value")
    return (name or "").strip() or None


@pytest.mark.parametrize("html", SAME_AS_CHROMIUM)
def test_names_agree_with_chromium(script_page: Callable[[str], Page], html: str) -> None:
    page = script_page(html)
    assert ours(page) == chromiums(page)


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<input id=t type=checkbox><label for=t>Flash <input value=SECRET> times</label>", "Flash times"),
        ("<input id=t type=checkbox><label for=t>In <select><option>SECRET</select> days</label>", "In days"),
        ("<label for=t><span contenteditable>SECRET</span> days</label><input id=t>", "days"),
        ("<input id=a value=SECRET><input id=t aria-labelledby=a>", None),
        ("<textarea id=a>SECRET</textarea><input id=t aria-labelledby=a>", None),
        ("<button id=t>Pay <output>SECRET</output></button>", "Pay"),
        (
            "<div role=combobox aria-haspopup=listbox><label for=t>Customer</label><input id=t value=SECRET></div>",
            "Customer",
        ),
        ("<label>Size <span role=slider aria-valuetext=SECRET>SECRET</span><input id=t></label>", "Size"),
    ],
)
def test_names_hold_no_values(script_page: Callable[[str], Page], html: str, name: str | None) -> None:
    assert ours(script_page(html)) == name


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<select id=t aria-label=Spain><option>Poland<option> Spain </select>", None),
        ("<select id=t aria-label=Spain><option label=Spain>ES</select>", None),
        ("<select id=t aria-label='Ship to'><option>Ship<option>to Spain</select>", "Ship to"),
        (f"<select id=t aria-label=Town>{'<option>Town of Bath' * 2000}</select>", "Town"),
        ("<button id=t aria-haspopup=listbox aria-label='Ann Smith'>Ann<i hidden>x</i>Smith</button>", None),
        ("<button id=t aria-expanded=true title='Ann Smith'><img alt='Ann Smith'></button>", "Ann Smith"),
        (f"<div id=t role=listbox aria-label=Customers>{'<div>Ann' * 200}</div>", "Customers"),
        (f"<div id=t role=listbox aria-label=Ann>{'<div>Ann Smith' * 200}</div>", None),
    ],
)
def test_a_label_that_repeats_what_is_shown_there_is_no_name(
    script_page: Callable[[str], Page], html: str, name: str | None
) -> None:
    assert ours(script_page(html)) == name


@pytest.mark.parametrize(
    "change",
    [
        "t.append(new Option('Spain'))",
        "t[0].text = 'Spain'",
        "t[0].firstChild.data = 'Spain'",
        "t[0].label = 'Spain'",
        "t[0].setAttribute('aria-label', 'Spain')",
    ],
)
def test_a_list_that_comes_to_hold_its_label_loses_its_name_at_once(
    script_page: Callable[[str], Page], change: str
) -> None:
    page = script_page("<select id=t aria-label=Spain><option>Poland</select>")
    asked = "ledgerium.nameOf(t).name"
    found = page.evaluate(f"() => {{ const before = {asked}; {change}; return [before, {asked}] }}")
    assert found == ["Spain", None]


def test_a_list_that_no_longer_holds_its_label_gets_its_name_back(script_page: Callable[[str], Page]) -> None:
    page = script_page("<select id=t aria-label=Spain><option>Poland<option>Spain</select>")
    assert ours(page) is None
    page.evaluate("t[1].remove()")
    assert ours(page) == "Spain"


def test_what_is_asked_for_one_event_is_asked_anew_for_the_next(script_page: Callable[[str], Page]) -> None:
    page = script_page("<div id=t role=tab>Prices</div>")
    roles = page.evaluate(
        """() => {
          const asked = ledgerium.during(() => ledgerium.roleOf(t));
          const first = asked();
          t.setAttribute('role', 'link');
          return [first, asked(), ledgerium.roleOf(t)];
        }"""
    )
    assert roles == ["tab", "link", "link"]


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ("<h1>Orders</h1><h1>Others</h1>", "Orders"),
        ("<h1 hidden>Old</h1><h1></h1><h1>Orders</h1>", "Orders"),
        ("<h1 hidden>Old</h1><h1 hidden>Older</h1><h3>Lines</h3><h2>Orders</h2>", "Orders"),
        ("<p>Orders</p>", None),
    ],
)
def test_the_heading_of_a_page_is_the_first_of_the_highest_that_is_shown(
    script_page: Callable[[str], Page], html: str, heading: str | None
) -> None:
    assert script_page(html).evaluate("ledgerium.pageNow().heading ?? null") == heading


def test_a_path_leads_to_its_element_whatever_stands_beside_it(script_page: Callable[[str], Page]) -> None:
    page = script_page(
        "<section><p></p><div></div><o:p></o:p><div></div><x-a></x-a><p></p><o:p></o:p><x-a></x-a><div><b></b></div>"
        "<svg><g></g><path></path><g></g></svg><svg><text></text><path></path><path></path></svg></section>"
        f"<table>{'<tr><td><td>' * 30}</table>"
    )
    wrong = page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
             .filter((el) => document.querySelector(ledgerium.describe(el).selectors.at(-1)) !== el)
             .map((el) => el.outerHTML)"""
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<label>Quantity</label><input id=t>", "Quantity"),
        ("<div><label>Quantity</label></div><div><input id=t></div>", "Quantity"),
        ("<div>Quantity: <input id=t></div>", "Quantity"),
        ("<div><span>Delivery date *</span><span><input id=t type=date></span></div>", "Delivery date"),
        ("<fieldset><legend>Discount</legend><input id=t></fieldset>", "Discount"),
        ("<div role=group aria-label=Discount><input id=t></div>", "Discount"),
        ("<table><tr><th>Customer<td><input id=t><tr><th>Item<td><input></table>", "Customer"),
        ("<table><tr><td>Customer:<td><input id=t></table>", "Customer"),
        ("<table role=presentation><tr><td>Customer:<td><input id=t></table>", "Customer"),
        ("<table><thead><tr><th>Item<th>Quantity<tbody><tr><td>DATA<td><input id=t></table>", "Quantity"),
    ],
)
def test_a_field_without_a_name_is_called_after_what_stands_beside_it(
    script_page: Callable[[str], Page], html: str, name: str
) -> None:
    found = script_page(html).evaluate("ledgerium.describe(document.getElementById('t'))")
    assert (found["name"], found["named_by"]) == (name, "nearby")


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>DATA bolt<td><input id=t><tr><td>DATA nut<td><input></table>",
        "<ul><li>DATA bolt <input id=t><li>DATA nut <input></ul>",
        "<p>From <input value=DATA> to</p><p><input id=t></p>",
        "<select><option>DATA</select><input id=t>",
        "<div contenteditable>DATA</div><input id=t>",
        f"<p>{'A long text that explains much and labels nothing at all. ' * 2}</p><input id=t>",
        "<table><tr><td><input value=DATA><td><input id=t></table>",
    ],
)
def test_what_is_data_names_no_field_beside_it(script_page: Callable[[str], Page], html: str) -> None:
    found = script_page(html).evaluate("ledgerium.describe(document.getElementById('t'))")
    assert "name" not in found


CONTROLS = "a[href], button, input, select, textarea, summary, fieldset, form, " + ", ".join(
    f"[role={role}]"
    for role in "combobox dialog grid listbox menuitem radio radiogroup switch tab textbox tree".split()
)


def names_on(page: Page) -> list[tuple[str | None, str | None]]:
    """What we and what Chromium call every control of a page, in order."""
    session = page.context.new_cdp_session(page)
    ours = page.evaluate(
        "css => [...document.querySelectorAll(css)].map((el) => ledgerium.nameOf(el).name)", CONTROLS
    )
    theirs = [ax_name(session, f"document.querySelectorAll(`{CONTROLS}`)[{at}]") for at in range(len(ours))]
    session.detach()
    return list(zip(ours, theirs, strict=True))


@pytest.mark.parametrize(
    ("name", "controls"), [("native", 30), ("widgets", 30), ("keys", 13), ("editors", 7)]
)
def test_every_control_of_a_page_is_called_as_chromium_calls_it(
    script_page: Callable[[str], Page], name: str, controls: int
) -> None:
    html = (Path(__file__).parent / "pages" / f"{name}.html").read_text("utf-8")
    page = script_page(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
    page.evaluate("document.querySelectorAll('[hidden]').forEach((el) => (el.hidden = false))")
    found = names_on(page)
    assert len(found) == controls
    assert [pair for pair in found if pair[0] != pair[1]] == []
