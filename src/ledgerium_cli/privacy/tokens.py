"""Tokens: names for what a recording must not name, the same for the same thing in all recordings of a team.

A token is the beginning of an HMAC under the team's key: nobody without the key can try out which number or
address it stands for, and nothing turns it back.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Literal

TokenKind = Literal["number", "e-mail", "person"]
Token = Callable[[TokenKind, str], str]
"""What a piece of text is called: ten hexadecimal digits."""

DIGITS = 10
TOKEN = rf"\[(?:number|e-mail)(?: [0-9a-f]{{{DIGITS}}})?\]"
"""A token as it stands in a text; without a key only its kind."""
STANDS_FOR_SOMETHING = re.compile(TOKEN)

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


def tokens(key: str) -> Token:
    """`key` is the team's, in hexadecimal digits."""
    secret = bytes.fromhex(key)

    def token(kind: TokenKind, piece: str) -> str:
        message = f"{kind}:{_normalised(kind, piece)}".encode(errors="surrogatepass")
        return hmac.digest(secret, message, "sha256").hex()[:DIGITS]

    return token


def _normalised(kind: TokenKind, piece: str) -> str:
    """A number is the same however it is grouped, a person however the name is spaced."""
    match kind:
        case "e-mail":
            return piece.lower()
        case "number":
            return _NEITHER_LETTER_NOR_DIGIT.sub("", piece).lower()
        case "person":
            return " ".join(piece.split()).lower()


def without_tokens(text: str, instead: str = "…") -> str:
    """What a text says whatever its tokens stand for."""
    return STANDS_FOR_SOMETHING.sub(instead, text)


def without_names(text: str) -> str:
    """A text with the kinds of its tokens only: it reads the same whatever they stand for."""
    return STANDS_FOR_SOMETHING.sub(lambda found: found.group().split(" ")[0].rstrip("]") + "]", text)
