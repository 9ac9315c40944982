"""mask.js alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from recorder import RecorderBrowser

CASES = [
    ("Sent to ann.o'neil+x@mail.example.com.", "Sent to [e-mail].", 1),
    ("Call +49 (0)30 1234-567 or 030 / 1234567", "Call [number] or [number]", 2),
    ("Call (555) 123-4567 or 555-123-4567", "Call [number] or [number]", 2),
    ("IBAN DE44 5001 0517 5407 3249 31 is wrong", "IBAN [number] is wrong", 1),
    ("Card 4111 1111 1111 1111 refused", "Card [number] refused", 1),
    ("Account 1234567 and A123456B", "Account [number] and [number]", 2),
    ("Order SO-1042 and SO-7654321 saved", "Order SO-1042 and SO-7654321 saved", 0),
    ("XSO-7654321 is another thing", "XSO-[number] is another thing", 1),
    ("Customer “Acme Ltd” was not found", "Customer “[text]” was not found", 1),
    ("Customer 'Acme Ltd' and \"B\" and „C“", "Customer '[text]' and \"[text]\" and „[text]“", 3),
    ("“SO-1042” and “Acme, SO-1042” saved", "“SO-1042” and “[text] SO-1042” saved", 1),
    ("The customer's order isn't complete", "The customer's order isn't complete", 0),
    (
        "Due 2026-11-23 at 08:35, 01/02/2026 or 23.11.2026",
        "Due 2026-11-23 at 08:35, 01/02/2026 or 23.11.2026",
        0,
    ),
    ("Limit 50,000.00 EUR exceeded by 12 %", "Limit 50,000.00 EUR exceeded by 12 %", 0),
    ("Page 3 of 12", "Page 3 of 12", 0),
    ("", "", 0),
]


@pytest.mark.parametrize(("text", "masked", "count"), CASES, ids=[text[:30] for text, *_ in CASES])
def test_mask(script_page: Callable[[str], Page], text: str, masked: str, count: int) -> None:
    result = script_page("").evaluate("text => ledgerium.mask(text, 'SO-#')", text)
    assert result == {"text": masked, "count": count}


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
