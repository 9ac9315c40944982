"""Quotation marks around names."""

from __future__ import annotations

import re

_STRAIGHT = re.compile(r'"([^"]*)"')


def in_quotation_marks(text: str) -> str:
    """The text in double quotation marks; quotation marks within it become single ones."""
    single = _STRAIGHT.sub(r"‘\1’", text).replace("“", "‘").replace("”", "’")
    return f"“{single}”"
