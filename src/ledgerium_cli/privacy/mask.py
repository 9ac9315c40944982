"""Finds pieces of text that may identify a person or an account, and replaces them. Pure.

The recorder's `content/mask.js` does the same before anything is stored; `tests/mask_cases.json` keeps both in
agreement. In JavaScript `[^\\W_]` is `[\\p{L}\\p{N}]` and `\\d` is `\\p{Nd}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from ledgerium_cli.privacy.tokens import TOKEN, UNSEEN, Token, TokenKind

PieceKind = Literal["email", "uuid", "iban", "card", "phone", "long", "opaque", "code", "quoted"]

_START = r"(?<![^\W_])"
_END = r"(?![^\W_])"
_GAP = r" \u00a0\u00ad\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""For use in a character class: spaces, including non-breaking and zero-width ones."""
_DASH = r"\u2010-\u2015\u2212\ufe58\ufe63\uff0d-"
"""For use at the end of a character class."""
_OF_DATE = f"[./{_DASH}]"
_YEAR = "(?:19|20)[0-9][0-9]"
_DATE = (
    rf"(?:{_YEAR}{_OF_DATE}[0-1]?[0-9]{_OF_DATE}[0-3]?[0-9]"
    rf"|[0-3]?[0-9]{_OF_DATE}[0-3]?[0-9]{_OF_DATE}(?:{_YEAR}|[0-9]{{2}}))(?!{_OF_DATE}[0-9])"
)
_TIME = r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"
_CURRENCY = "(?:[$€£¥]|AUD|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|NOK|PLN|RON|SEK|USD)"
_WHOLE = "[1-9][0-9]{0,8}"
_THOUSANDS = f"[1-9][0-9]{{0,2}}(?:[{_GAP}][0-9]{{3}})*"
_PEACEFUL = "|".join(
    (
        rf"{_START}{_DATE}(?:T?{_TIME})?{_END}",
        rf"{_START}{_TIME}{_END}",
        rf"{_START}{_YEAR}(?:[{_GAP}]{_YEAR})+{_END}(?![{_GAP}][0-9])",
        rf"{_START}(?:{_WHOLE}|{_THOUSANDS})[.,][0-9]{{1,2}}{_END}(?![.,{_DASH}]?[0-9])",
        rf"{_START}{_THOUSANDS}[{_GAP}]000{_END}(?![{_GAP}.{_DASH}][0-9])",
        rf"(?<![^\W_]){_CURRENCY}[{_GAP}]?{_WHOLE}{_END}(?![{_GAP}.{_DASH}][0-9])",
        rf"{_START}{_WHOLE}[{_GAP}]?{_CURRENCY}{_END}",
    )
)
"""Dates, times and amounts, which stay. An amount has a currency, decimals, or whole thousands apart."""
_EMAIL = rf"(?:[^\W_]|[._%+'{UNSEEN}-])+(?:[@\uff20\ufe6b]|%40)[{UNSEEN}]*[^\W_](?:(?:[^\W_]|[.{UNSEEN}-])*[^\W_])?"
_UUID = rf"{_START}[0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}}{_END}"
_IBAN = "|".join(
    (
        rf"{_START}[A-Z]{{2}}[0-9]{{2}}(?:[{_GAP}]?[A-Z0-9]{{4}}){{2,7}}(?:[{_GAP}]?[A-Z0-9]{{1,3}})?{_END}",
        # In lower case only the first group may be all letters; otherwise it would match words.
        rf"{_START}[A-Za-z]{{2}}[0-9]{{2}}[{_GAP}]?[A-Za-z0-9]{{4}}"
        rf"(?:[{_GAP}]?(?=[A-Za-z]*[0-9])[A-Za-z0-9]{{4}}){{2,6}}(?:[{_GAP}]?[A-Za-z0-9]{{1,3}})?{_END}",
    )
)
_BETWEEN = f"[{_GAP}.{_DASH}]"
_CARD = (
    rf"{_START}(?:[0-9]{{4}}(?:{_BETWEEN}[0-9]{{4}}){{2}}{_BETWEEN}[0-9]{{1,7}}"
    rf"|[0-9]{{4}}{_BETWEEN}[0-9]{{6}}{_BETWEEN}[0-9]{{5}}){_END}"
)
_PHONE = "|".join(
    (
        rf"\+[0-9][0-9{_GAP}()/.{_DASH}]{{5,}}[0-9]",
        rf"\([0-9]{{2,5}}\)[{_GAP}]?[0-9][0-9{_GAP}/{_DASH}]{{3,}}[0-9]",
        rf"{_START}[0-9]{{3}}{_BETWEEN}[0-9]{{3}}{_BETWEEN}[0-9]{{4}}{_END}",
        rf"{_START}[0-9]{{3}}[{_GAP}{_DASH}][0-9]{{2}}[{_GAP}{_DASH}][0-9]{{4}}{_END}",  # social security, in the USA
        rf"{_START}0[0-9]{{1,4}}(?:[{_GAP}][/{_DASH}][{_GAP}]|[{_GAP}/{_DASH}])"
        rf"[0-9][0-9{_GAP}/{_DASH}]{{3,}}[0-9]{_END}",
        rf"{_START}[0-9]{{2,}}(?:[{_GAP}][0-9]{{2,}}){{2,}}{_END}",
    )
)
_LONG = rf"[^\W_]*\d(?:[{UNSEEN}]*\d){{5,}}[^\W_]*"
_OPAQUE = rf"{_START}(?=[A-Za-z0-9_]*[A-Za-z])(?=(?:[A-Za-z_]*[0-9]){{3}})[A-Za-z0-9_]{{12,}}{_END}"
"""A mix of letters and at least three digits: a key made by a program."""
_NO_YEAR = r"(?!(?:19|20)[0-9][0-9](?![^\W_]|[-_][0-9]))"
_CODE = rf"{_START}[^\W\d_]{{1,10}}(?:[-_]{_NO_YEAR}[0-9]{{3,}}|{_NO_YEAR}[0-9]{{4,}})[^\W_]*(?:[-_][0-9][^\W_]*)*"
"""What looks like a reference number: letters and digits, such as R-203 or K10293, but not a year."""
_QUOTES = (("“", "”"), ("„", "[“”]"), ("«", "»"), ("»", "«"), ("‹", "›"), ('"', '"'), ("`", "`"))
_QUOTED = "|".join(
    (
        *(f"{opening}[^{opening}]{{1,200}}?{closing}" for opening, closing in _QUOTES),
        # An apostrophe is not a quotation mark: these two must stand at the edges of words.
        rf"{_START}'[^']{{1,200}}?'{_END}",
        rf"{_START}[‘‚][^‘‚]{{1,200}}?[’‘]{_END}",
    )
)
_OF_DIGITS = frozenset[PieceKind](("iban", "card", "phone"))
_LONG_REFERENCE = 7
"""Digits of a reference that is none of the groups of an account or a phone number."""
_MASKED_BEFORE = rf"{TOKEN}|\[text\]|\[(?:number|e-mail) [0-9a-f]{{0,10}}…\Z"
"""Already masked text, which stays as it is; the last form is a token cut where its text was too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that is replaced."""

    kind: PieceKind
    text: str
    instead: str


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    pieces: tuple[Piece, ...]
    """In the order of the text."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    all: re.Pattern[str]
    reference: re.Pattern[str] | None


@lru_cache(maxsize=8192)  # texts of a recording repeat
def mask(text: str, case_form: str = "", token: Token | None = None, codes: bool = True) -> Masked:
    """The text with private pieces replaced; references to cases of the form stay.

    Without `token` all numbers become `[number]` and all addresses `[e-mail]`. With `codes`, if cases have a form,
    other reference numbers are replaced too; without a form any of them might be the case.
    """
    patterns = _patterns(case_form, codes)
    pieces: list[Piece] = []

    def instead(found: re.Match[str]) -> str:
        piece = found.group()
        if found.lastgroup in ("masked", "peaceful", "reference"):
            return piece
        kind = cast("PieceKind", found.lastgroup)
        if (
            kind in _OF_DIGITS
            and patterns.reference is not None
            and _is_of_references(piece, patterns.reference)
        ):
            return piece
        if kind == "quoted":
            replaced = _quoted(piece, patterns.reference)
        else:
            replaced = named("e-mail" if kind == "email" else "number", piece, token)
        if replaced != piece:
            pieces.append(Piece(kind, piece, replaced))
        return replaced

    masked = patterns.all.sub(instead, text)
    return Masked(masked, tuple(pieces))


def named(kind: TokenKind, piece: str, token: Token | None) -> str:
    return f"[{kind} {token(kind, piece)}]" if token is not None else f"[{kind}]"


def is_reference(text: str, case_form: str) -> bool:
    reference = _patterns(case_form, codes=True).reference
    return reference is not None and reference.fullmatch(text) is not None


@lru_cache(maxsize=64)
def _patterns(form: str, codes: bool) -> _Patterns:
    reference = _reference(form)
    return _Patterns(
        re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _alternatives(reference, codes))),
        re.compile(reference) if reference is not None else None,
    )


def _alternatives(reference: str | None, codes: bool) -> Iterator[tuple[str, str]]:
    """(name, pattern) of all kinds; where two match at the same place, the first one wins."""
    yield from (("masked", _MASKED_BEFORE), ("peaceful", _PEACEFUL))
    yield from (("email", _EMAIL), ("uuid", _UUID), ("iban", _IBAN), ("card", _CARD), ("phone", _PHONE))
    if reference is not None:
        yield "reference", reference
    yield from (("long", _LONG), ("opaque", _OPAQUE))
    if reference is not None and codes:
        yield "code", _CODE
    yield "quoted", _QUOTED


def _reference(form: str) -> str | None:
    """A pattern for the references of a case form: `#` is any number of digits, several `#` exactly that many."""
    if "#" not in form:
        return None
    parts = (
        re.escape(part) if not part.startswith("#") else "[0-9]+" if part == "#" else f"[0-9]{{{len(part)}}}"
        for part in re.split("(#+)", form)
    )
    return f"{_START}{''.join(parts)}{_END}"


def _is_of_references(piece: str, reference: re.Pattern[str]) -> bool:
    """Whether a number that looks like another one is a reference to a case, or a list of those: short ones may be
    parts of it."""
    if reference.fullmatch(piece):
        return True
    rest = reference.sub(
        lambda one: "" if sum(map(str.isdigit, one[0])) >= _LONG_REFERENCE else one[0], piece
    )
    return not any(map(str.isdigit, rest))


def _quoted(quoted: str, reference: re.Pattern[str] | None) -> str:
    """Replace the text between quotation marks, except references to cases."""
    inside = quoted[1:-1]
    kept = [found.group() for found in reference.finditer(inside)] if reference is not None else []
    if kept == [inside]:
        return quoted
    return f"{quoted[0]}{' '.join(['[text]', *kept])}{quoted[-1]}"
