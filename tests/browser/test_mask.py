"""mask.js alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from recorder import RecorderBrowser

CORPUS = json.loads((Path(__file__).parents[1] / "mask_cases.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def mask(script_page: Callable[[str], Page]) -> Page:
    page = script_page("")
    folder = Path(__file__).parents[2] / "recorder-extension" / "content"
    page.add_script_tag(path=folder / "vendor" / "sha256.js")
    return page


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["text"][:30])
def test_mask(mask: Page, case: dict[str, Any]) -> None:
    """The same corpus holds `ledgerium redact` to the same."""
    result = mask.evaluate(
        "([text, form]) => ledgerium.mask(text, form ?? '')", [case["text"], case["case_form"]]
    )
    assert result == {"text": case["masked"], "count": case["count"]}


@pytest.mark.parametrize("case", CORPUS["routes"], ids=lambda case: case["route"] + case["case_form"])
def test_mask_of_a_route(mask: Page, case: dict[str, Any]) -> None:
    result = mask.evaluate(
        "([route, form]) => ledgerium.maskRoute(route, form)", [case["route"], case["case_form"]]
    )
    assert result == {"text": case["masked"], "count": case["count"]}


@pytest.mark.parametrize("case", CORPUS["named"], ids=lambda case: case["text"][:30])
def test_the_same_thing_has_the_same_token(mask: Page, case: dict[str, Any]) -> None:
    result = mask.evaluate(
        "([text, form, key]) => ledgerium.mask(text, form ?? '', ledgerium.tokens(key)).text",
        [case["text"], case["case_form"], CORPUS["token_key"]],
    )
    assert result == case["masked"]


def test_a_page_that_shows_very_many_things_keeps_their_tokens(mask: Page) -> None:
    once, again = mask.evaluate(
        """(key) => {
          const token = ledgerium.tokens(key);
          const all = () => Array.from({ length: 500 }, (_, n) => ledgerium.mask(`${1e6 + n}`, '', token).text);
          return [all(), all()];
        }""",
        CORPUS["token_key"],
    )
    assert once == again
    assert len(set(once)) == 500


@pytest.mark.parametrize(
    ("example", "form", "text", "masked"),
    [
        (
            "4500012345",
            "##########",
            "Order 4500098765, account 12345678",
            "Order 4500098765, account [number]",
        ),
        ("4711", "####", "Card 4111 1111 1111 1111", "Card [number]"),
        ("#1042", "####", "Order #1043", "Order #1043"),
        ("123-4567890", "###-#######", "123-1234567, 1-1234567", "123-1234567, 1-[number]"),
        ("7-1234567", "#-#######", "10-1234567, 7-12345678", "10-1234567, 7-[number]"),
        ("2026/SO.17", "#/SO.#", "2026/SO.1234567 and 2026/SOX1234567", "2026/SO.1234567 and 2026/[number]"),
        ("SO-1042", "SO-#", "SO-7 and SO-1234567", "SO-7 and SO-1234567"),
        ("7", None, "Account 1234567", "Account [number]"),
        ("1-2", None, "Account 1234567", "Account [number]"),
        ("no digits", None, "Account 1234567", "Account [number]"),
        ("", None, "Account 1234567", "Account [number]"),
    ],
)
def test_references_that_look_like_the_example_survive(
    browser: RecorderBrowser,
    script_page: Callable[[str], Page],
    example: str,
    form: str | None,
    text: str,
    masked: str,
) -> None:
    found = browser.popup.evaluate(
        "async (text) => (await import('./lib/header.js')).caseForm(text)", example
    )
    assert found == form
    result: Any = script_page("").evaluate("([text, form]) => ledgerium.mask(text, form)", [text, form or ""])
    assert result["text"] == masked
