"""Fields for something secret: told as filled, marked as sensitive, counted in the seal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from support import Recording

from ledgerium_cli.build import documents_of
from ledgerium_cli.load import load


@pytest.mark.parametrize(
    "html",
    [
        "<input id=t type=password>",
        "<input id=t autocomplete='section-a cc-number'>",
        "<input id=t name=cardNumber>",
        "<input id=t name=user_passwd>",
        "<input id=pwd class=t>",
        "<label>PIN <input id=t></label>",
        "<label>Security code <input id=t type=tel></label>",
        "<label>Kennwort <input id=t></label>",
        "<label>Mot de passe <input id=t></label>",
        "<label>Пароль <input id=t></label>",
        "<label>密码 <input id=t></label>",
        "<input id=t placeholder='One-time code'>",
        "<textarea id=t aria-label='API key'></textarea>",
        "<input id=t style='-webkit-text-security: disc'>",
    ],
)
def test_a_field_for_something_secret(script_page: Callable[[str], Page], html: str) -> None:
    page = script_page(html)
    assert page.evaluate("ledgerium.fieldOf(document.querySelector('input, textarea'))") == "sensitive"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Business name", "text"),
        ("Process notes", "text"),
        ("Shipping address", "text"),
        ("Spinner size", "text"),
        ("Pinned message", "text"),
        ("Passenger", "text"),
        ("Compass heading", "text"),
        ("Secretary", "text"),
        ("Tank number", "text"),
        ("Order number", "text"),
        ("Card holder's greeting", "text"),
    ],
)
def test_a_field_for_something_else(script_page: Callable[[str], Page], name: str, kind: str) -> None:
    page = script_page(f'<label>{name} <input name="{name.replace(" ", "_").lower()}"></label>')
    assert page.evaluate("ledgerium.fieldOf(document.querySelector('input'))") == kind


def test_a_sensitive_field_stays_visible_with_nothing_in_it(recording: Recording) -> None:
    page = recording.show(
        "<h1>Payment</h1><form onsubmit='return false'><label>Card number <input></label>"
        "<label>Reference <input></label><button>Pay</button></form>"
    )
    page.get_by_label("Card number").press_sequentially("4111111111111111")
    page.get_by_label("Reference").press_sequentially("SECRET")
    page.get_by_role("button").click()
    lines = recording.lines()
    fields = [line["element"]["field"] for line in lines if line["kind"] == "field_changed"]
    assert fields == ["sensitive", "text"]
    assert lines[-1]["redactions"] == 1
    sop = documents_of(load([str(recording.path)]).analysis)["sop.md"]
    assert "fill in the sensitive field “Card number”" in sop
    assert "411111" not in sop  # six digits: the page's port, which the SOP tells of, may be 41111
