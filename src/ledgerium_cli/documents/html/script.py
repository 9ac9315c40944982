"""The data of the page as the script element has it."""

from __future__ import annotations

import msgspec


def as_script(data: object) -> str:
    """JSON that cannot end a script element or open a comment, whatever texts it contains."""
    encoded = msgspec.json.encode(data).decode()
    for char in "<>&\u2028\u2029":
        encoded = encoded.replace(char, f"\\u{ord(char):04x}")
    return encoded


def length_in_page(data: object) -> int:
    """In bytes."""
    return len(as_script(data).encode())
