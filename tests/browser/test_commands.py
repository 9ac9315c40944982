"""What of menus, bars, groups and buttons is told: what is known to be a command, and no name of anything else."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

import pytest
from holidays.registry import COUNTRIES
from recorder import EXTENSION
from support import Recording

LAYER = "style='position: absolute; z-index: 9'"
LEXICON = (EXTENSION / "content/lexicon.js").read_text("utf-8")
TRADE = (EXTENSION / "content/trade.js").read_text("utf-8")
SPEECH = (EXTENSION / "content/speech.js").read_text("utf-8")


def menu(*entries: str, opener: str = "Actions", more: str = "") -> str:
    items = "".join(f"<div role=menuitem {more}>{entry}</div>" for entry in entries)
    return (
        f"<button id=o aria-haspopup=menu aria-controls=m>{opener}</button>"
        f"<div {LAYER}><div role=menu id=m aria-labelledby=o>{items}</div></div>"
    )


def told(recording: Recording, html: str, *pressed: str) -> list[tuple[str | None, str | None]]:
    """Name and owner of each element that was pressed, by its text."""
    page = recording.show(html)
    for text in pressed:
        page.get_by_text(text, exact=True).last.click()
    elements = [event["element"] for event in recording.events("click", "field_changed")]
    return [(element.get("name"), element.get("owner")) for element in elements]


@pytest.mark.parametrize(
    ("entries", "pressed", "name"),
    [
        (("Spain", "France", "Northern region"), "Northern region", None),
        (("Acme Ltd", "Bolt Inc", "Settings", "Log out"), "Acme Ltd", None),
        (("Acme Ltd", "Bolt Inc", "Cole KG", "New workspace", "Log out"), "New workspace", None),
        (("Release order", "Hold", "Delivery note"), "Release order", "Release order"),
        (("Release order", "Hold", "Delivery note"), "Delivery note", None),
        (("Assign to Ann Meyer", "Assign to Bob Cole"), "Assign to Bob Cole", "Assign to [text]"),
        (("Open Acme Ltd", "Rename…"), "Rename…", "Rename…"),
        (("Rename Notebook…", "Mark as paid"), "Mark as paid", "Mark as paid"),
        (("Auftrag freigeben", "Löschen", "Müller zuordnen"), "Auftrag freigeben", "Auftrag freigeben"),
        (("Auftrag freigeben", "Löschen", "Müller zuordnen"), "Müller zuordnen", "[text] zuordnen"),
        (("Enregistrer la commande", "Supprimer"), "Enregistrer la commande", "Enregistrer la commande"),
        (("Zatwierdź zamówienie", "Usuń"), "Zatwierdź zamówienie", "Zatwierdź zamówienie"),
        (("Filter by: sea", "Print"), "Filter by: sea", "Filter by: [text]"),
        (("保存", "削除"), "保存", None),
        (("10", "25", "50"), "25", None),
        (("Spain", "Bold Ctrl+B"), "Bold Ctrl+B", "Bold Ctrl+B"),
        (("Spain", "Acme Ctrl+1"), "Acme Ctrl+1", None),
    ],
)
def test_an_entry_of_a_menu_is_named_where_it_is_known_to_be_a_command(
    recording: Recording, entries: tuple[str, ...], pressed: str, name: str | None
) -> None:
    assert told(recording, menu(*entries), pressed) == [(name, None if name else "Actions")]


def test_a_menu_is_called_as_what_opened_it_unless_that_shows_a_value(recording: Recording) -> None:
    assert told(recording, menu("Spain", "France", opener="Italy"), "France", "Italy") == [(None, None)] * 2


@pytest.mark.parametrize(
    ("html", "pressed", "expected"),
    [
        ("<button aria-haspopup=menu>Ann Meyer</button>", "Ann Meyer", (None, None)),
        ("<button aria-haspopup=menu>More actions</button>", "More actions", ("More actions", None)),
        ("<button aria-expanded=false>Acme Ltd</button>", "Acme Ltd", (None, None)),
        ("<button aria-expanded=false>Delivery</button>", "Delivery", ("Delivery", None)),
        ("<details><summary>Acme Ltd</summary></details>", "Acme Ltd", (None, None)),
        ("<nav><button aria-expanded=false>Acme Ltd</button></nav>", "Acme Ltd", (None, None)),
        ("<nav><button aria-expanded=false>Customers</button></nav>", "Customers", ("Customers", None)),
        (
            "<div><span>Region:</span> <button aria-expanded=false>Spain</button></div>",
            "Spain",
            ("Region", None),
        ),
        (
            "<span id=l>Region</span><button id=b aria-haspopup=true aria-labelledby='l b'>Spain</button>",
            "Spain",
            ("Region", None),
        ),
        (
            "<div role=combobox tabindex=0 title=Spain><span>Spain</span><div>x</div></div>",
            "Spain",
            (None, None),
        ),
        ("<button aria-expanded=false aria-label='Spain'> Spain </button>", "Spain", (None, None)),
        # A button of the page is the page's own.
        ("<button>Acme Ltd</button>", "Acme Ltd", ("Acme Ltd", None)),
    ],
)
def test_what_a_button_shows_that_opens_something_is_named_where_it_is_no_value(
    recording: Recording, html: str, pressed: str, expected: tuple[str | None, str | None]
) -> None:
    assert told(recording, html, pressed) == [expected]


def links(*names: str, at: str = "#/place") -> str:
    return "<ul>" + "".join(f"<li><a href='{at}'>{name}</a></li>" for name in names) + "</ul>"


@pytest.mark.parametrize(
    ("html", "pressed", "name"),
    [
        (f"<nav>{links('Orders', 'Reports', 'Planning board')}</nav>", "Planning board", "Planning board"),
        (f"<nav>{links('Orders', 'Reports', 'Acme', at='#/c/17')}</nav>", "Acme", None),
        (f"<nav>{links('Spain', 'France', 'Orders')}</nav>", "Spain", None),
        (f"<nav>{links('Spain', 'France', 'Orders')}</nav>", "Orders", "Orders"),
        (f"<nav aria-label=Breadcrumb>{links('Home', 'Orders', 'Acme Ltd')}</nav>", "Acme Ltd", None),
        (f"<header>{links('Orders', 'Reports', 'Ann Meyer')}</header>", "Ann Meyer", None),
        (links("Add order", "Import orders"), "Add order", "Add order"),
        (links("Spain", "France", "Add region"), "Add region", None),
        (links("Add bolts", "Add pipes"), "Add bolts", "Add [text]"),
        (f"<div {LAYER}><a href='#x'>Spain</a><a href='#x'>France</a></div>", "France", None),
        (
            f"<nav {LAYER}>{links('Orders', 'Reports')}</nav>",
            "Reports",
            "Reports",
        ),  # a bar that stays in place
    ],
)
def test_a_link_of_a_list_is_named_where_it_is_a_command_or_a_usual_place(
    recording: Recording, html: str, pressed: str, name: str | None
) -> None:
    assert [found for found, _ in told(recording, html, pressed)] == [name]


def boxes(kind: str, *names: str, form: str = "") -> str:
    inputs = (f"<label><input type={kind} {form.format(name)}>{name}</label>" for name in names)
    return f"<fieldset><legend>Region</legend>{''.join(inputs)}</fieldset>"


@pytest.mark.parametrize(
    ("html", "pressed", "expected"),
    [
        (boxes("radio", "Spain", "France"), "France", (None, "Region")),
        (boxes("radio", "Keep both", "Replace"), "Replace", ("Replace", None)),
        (boxes("checkbox", "Spain", "France"), "France", (None, "Region")),
        (boxes("checkbox", "Urgent", "Insured", form="name={}"), "Insured", ("Insured", None)),
        ("<p>Site: <label><input type=radio name=s>Spain</label></p>", "Spain", ("Spain", None)),
        (
            "<div><span>Site:</span> <label><input type=radio name=s>Spain</label>"
            "<label><input type=radio name=s>France</label></div>",
            "France",
            (None, "Site"),
        ),
    ],
)
def test_a_box_of_a_group_is_told_by_the_group_unless_its_form_names_each(
    recording: Recording, html: str, pressed: str, expected: tuple[str | None, str | None]
) -> None:
    assert told(recording, html, pressed) == [expected]


def test_buttons_of_a_group_that_stay_pressed_are_told_by_the_group(recording: Recording) -> None:
    area = "<button aria-pressed=true>Spain</button><button aria-pressed=false>France</button>"
    found = told(
        recording,
        f"<div role=group aria-label=Area>{area}</div><button aria-pressed=false>Bold</button>",
        "France",
        "Bold",
    )
    assert found == [(None, "Area"), ("Bold", None)]


def test_a_dialog_names_its_buttons_unless_several_are_no_commands(recording: Recording) -> None:
    asks = "<div role=dialog><button>Cancel</button><button>Ship it!</button></div>"
    offers = (
        "<div role=dialog><button>Spain</button><button>France</button>"
        "<button>Close</button><button>Apply</button></div>"
    )
    found = told(recording, asks + offers, "Ship it!", "France")
    assert found == [("Ship it!", None), (None, None)]


def test_a_heading_and_a_dialog_that_repeat_what_was_pressed_are_told_without_it(
    recording: Recording,
) -> None:
    page = recording.show(
        "<h1>Customers</h1><ul role=listbox><li role=option>Acme Ltd</li></ul>"
        "<div role=dialog aria-label='Edit Acme Ltd'><button>Save</button></div><script>"
        "document.querySelector('li').onclick = () => { history.pushState({}, '', '/other');"
        " document.title = 'Acme Ltd – Sales';"
        " document.querySelector('h1').textContent = 'Customer: Acme Ltd' }</script>"
    )
    page.get_by_role("option").click()
    page.wait_for_timeout(200)
    page.get_by_role("button").click()
    *_, shown, pressed = recording.events("page_shown", "click")
    assert (shown["page"]["heading"], shown["page"]["title"]) == ("Customer: [text]", "[text] – Sales")
    assert pressed["element"]["within"]["name"] == "Edit [text]"


def test_a_menu_that_opens_in_a_live_region_is_no_message(recording: Recording) -> None:
    page = recording.show(
        "<button>Assign to</button><div aria-live=polite></div><script>document.querySelector('button').onclick = () =>"
        " document.querySelector('div').innerHTML = '<ul role=menu><li role=menuitem>Ann Meyer</ul>'</script>"
    )
    page.get_by_role("button").click()
    page.wait_for_timeout(200)
    assert recording.events("message_shown") == []


def lists() -> list[list[str]]:
    return [block.split() for block in re.findall(r"`([^`]+)`", LEXICON + SPEECH + TRADE)]


def test_the_words_are_sorted_small_and_once_in_each_list() -> None:
    assert len(lists()) == 24 + 8 + 8
    for words in lists():
        assert words == sorted(set(words))
        assert [word for word in words if word != word.lower()] == []


def test_no_word_is_a_country() -> None:
    names = {name.lower() for entity in COUNTRIES.values() for name in entity[:1]}
    assert "spain" in names
    assert names & {word for words in lists() for word in words} == set()


def test_no_word_is_a_city() -> None:
    """Of those that the time zones are called after."""
    continents = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Pacific/")
    zones = [zone for zone in available_timezones() if zone.startswith(continents)]
    names = {zone.rpartition("/")[2].replace("_", " ").lower() for zone in zones}
    assert "tallinn" in names
    assert names & {word for words in lists() for word in words} == set()


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("Expedite", "Expedite"), "Expedite"),
        (("Expedite", "Expedite", "Expedite", "Dun"), "Expedite"),
        (("Acme Ltd", "Bolt Inc", "Acme Ltd"), None),
        (("Acme Ltd", "Bolt Inc"), None),
        (("Release", "Hold", "Dun"), "Release"),
    ],
)
def test_a_button_of_a_row_is_named_where_most_other_rows_have_it_or_it_is_a_command(
    recording: Recording, rows: tuple[str, ...], name: str | None
) -> None:
    body = "".join(f"<tr><td>{at}<td><button>{text}</button>" for at, text in enumerate(rows))
    page = recording.show(f"<table><tr><th>Order<th><button>Customer</button></tr>{body}</table>")
    page.get_by_role("button", name=rows[0]).first.click()
    (event,) = recording.events("click")
    assert (event["element"].get("name"), event["element"].get("owner")) == (
        name,
        None if name else "Customer",
    )
