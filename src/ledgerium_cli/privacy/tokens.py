"""Tokens: stand-ins for what a recording must not name, the same for the same thing in all recordings of a team.

A token is a prefix of an HMAC under the team's key: without the key nobody can try out which number or address it
stands for, and it cannot be reversed.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Literal

from ledgerium_cli.composed import composed

TokenKind = Literal["number", "e-mail", "person"]
Token = Callable[[TokenKind, str], str]
"""Gives the token of a piece of text: ten hexadecimal digits."""

DIGITS = 10
TOKEN = rf"\[(?:number|e-mail)(?: [0-9a-f]{{{DIGITS}}})?\]"
"""A token as written in text; without a key only its kind."""
STANDS_FOR_SOMETHING = re.compile(TOKEN)

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
UNSEEN = r"\u00ad\u200b-\u200d\u2060\ufeff"
"""For use in a character class: what has no width, which pages put into long words so that these wrap."""
_UNSEEN = re.compile(f"[{UNSEEN}]")


def tokens(key: str) -> Token:
    """`key` is the team's key in hexadecimal."""
    secret = bytes.fromhex(key)

    def token(kind: TokenKind, piece: str) -> str:
        message = f"{kind}:{_normalised(kind, piece)}".encode(errors="surrogatepass")
        return hmac.digest(secret, message, "sha256").hex()[:DIGITS]

    return token


def _normalised(kind: TokenKind, piece: str) -> str:
    """Equal for numbers grouped and addresses wrapped differently, and for names spaced or composed differently."""
    match kind:
        case "e-mail":
            return _UNSEEN.sub("", piece).lower()
        case "number":
            return _NEITHER_LETTER_NOR_DIGIT.sub("", piece).lower()
        case "person":
            return " ".join(composed(piece).split()).lower()


def without_tokens(text: str) -> str:
    """The text with “…” in place of all tokens."""
    return STANDS_FOR_SOMETHING.sub("…", text)


def without_names(text: str) -> str:
    """The text with tokens reduced to their kinds, so that it does not depend on what they stand for."""
    return STANDS_FOR_SOMETHING.sub(lambda found: found.group().split(" ")[0].rstrip("]") + "]", text)
