"""Describes findings by kind and shape, without revealing any of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledgerium_cli.privacy.mask import Piece, PieceKind

STRANGE_TOKEN = re.compile(r"\[[a-z-]{1,20} (?=[a-f]*[0-9])[0-9a-f]{6,64}\]")


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a line that should not be there."""

    place: str
    """The field: `page.title`."""
    what: str
    shape: str = ""
    """What it looks like, without any of its letters and digits."""


def shape(text: str) -> str:
    """The shape of a text: `+## (#)## a…`. Letters and digits are replaced, and runs of letters shortened."""
    kept = "".join("#" if char.isdigit() else char if _says_nothing(char) else "a" for char in text[:60])
    return re.sub("a{2,}", "a…", kept)


def _says_nothing(char: str) -> bool:
    return (char.isascii() and not char.isalnum()) or char in "“”„«»‹›‘’‚…"


_LOOKS_LIKE: dict[PieceKind, str] = {
    "email": "an e-mail address",
    "phone": "a phone number",
    "uuid": "an identifier",
    "opaque": "an identifier",
    "code": "an identifier",
}


def looks_like(piece: Piece) -> str:
    """What a piece is, in words that do not reveal it."""
    if piece.kind == "quoted":
        return "quotes a text"
    if STRANGE_TOKEN.fullmatch(piece.text):
        return "has a token that is not of Ledgerium"
    plain = re.sub(r"[\W_]+", "", piece.text)
    if piece.kind == "iban" and _is_iban(plain):
        return "looks like an IBAN"
    if piece.kind in ("card", "long", "phone") and _is_card(plain):
        return "looks like a card number"
    return f"looks like {_LOOKS_LIKE.get(piece.kind, 'a long number')}"


def shape_of(piece: Piece) -> str:
    return "a…@…" if piece.kind == "email" else shape(piece.text)


def _is_iban(plain: str) -> bool:
    """ISO 13616: with the first four characters moved to the end and letters as numbers from 10, the number modulo
    97 is 1."""
    if not plain.isascii() or not plain.isalnum():
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _is_card(digits: str) -> bool:
    """ISO/IEC 7812: 13 to 19 digits with a valid Luhn checksum."""
    if not digits.isdecimal() or not 13 <= len(digits) <= 19:
        return False
    counted = [sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits))]
    return sum(counted) % 10 == 0
