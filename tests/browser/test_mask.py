"""mask.js alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

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
    result = script_page("").evaluate("text => ledgerium.mask(text, 'SO-1042')", text)
    assert result == {"text": masked, "count": count}


@pytest.mark.parametrize(
    ("example", "text", "masked"),
    [
        ("4500012345", "Order 4500098765, account 12345678", "Order 4500098765, account [number]"),
        ("4711", "Card 4111 1111 1111 1111", "Card [number]"),
        ("#1042", "Order #1043", "Order #1043"),
        ("2026/SO.17", "2026/SO.18 and 2026/SOX18", "2026/SO.18 and 2026/SOX18"),
        ("no digits", "Account 1234567", "Account [number]"),
        ("", "Account 1234567", "Account [number]"),
    ],
)
def test_references_that_look_like_the_example_survive(
    script_page: Callable[[str], Page], example: str, text: str, masked: str
) -> None:
    result: Any = script_page("").evaluate(
        "([text, example]) => ledgerium.mask(text, example)", [text, example]
    )
    assert result["text"] == masked
