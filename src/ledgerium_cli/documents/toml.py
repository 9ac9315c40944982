"""Texts as they stand in a TOML file: strings, and patterns that are easy to read."""

from __future__ import annotations

import json
import re

from ledgerium_cli.steps.titles import without_numbers


def literally(text: str) -> str:
    """A pattern that matches exactly this text, with no more backslashes than needed."""
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)


def any_number(text: str) -> str:
    """A pattern that matches this text with whatever numbers."""
    return ".*".join(map(literally, without_numbers(text).split("…")))


def pattern(text: str) -> str:
    """A TOML literal string, in which patterns are easiest to read, if the text can be one."""
    return f"'{text}'" if text.isprintable() and "'" not in text else quote(text)


def quote(text: str) -> str:
    """A TOML basic string; JSON differs only in the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
