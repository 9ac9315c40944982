"""Conflict notes that people wrote on in: what is the build's in them, and what is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.wording import CONFLICT, SAYS, SETTLE

_TITLE = r"(?:“(?:[^“”]|“[^“”]*”)*”|\"[^\"]*\"|the beginning)"
_BEGINS = re.compile(rf"{CONFLICT}(?:\"|“|the beginning)")
_HEAD = re.compile(rf"[*_]*{CONFLICT}[*_]*{_TITLE}[*_]*:?")
_OF_BUILD = re.compile("|".join(re.escape(one) for one in (*SAYS.values(), SETTLE)))


class Part(Struct, frozen=True):
    """A paragraph, list or the like in a quotation."""

    said: str
    source: str


class Noted(Struct, frozen=True):
    """A conflict note taken apart."""

    says: str
    """What the build says about the quotation; empty if people deleted it."""
    quoted: Sequence[int]
    """The indexes of the parts that are quoted; none if that is not known."""
    remark: str
    """What people wrote into it, as Markdown."""


def noted_in(parts: Sequence[Part]) -> Noted | None:
    """The conflict note that a quotation of such parts is: it begins as one, or ends as one where people deleted the
    beginning; None for any other quotation. A build quotes one passage, but for one that people wrote."""
    ends = next((at for at, one in enumerate(parts) if one.said.startswith(SETTLE)), None)
    first = parts[0].said if parts else ""
    begins = _BEGINS.match(first) is not None and (
        parts[0].source.startswith(("**", "__")) or any(one in first for one in SAYS.values())
    )
    if not begins and ends is None:
        return None
    says = first if begins else ""
    until = len(parts) if ends is None else ends
    if ends is None or SAYS["said by whom"] not in says:
        until = min(until, begins + 1)
    quoted = range(int(begins), until)
    left = (
        _remark(one.source) if at == ends or (begins and at == 0) else one.source
        for at, one in enumerate(parts)
        if at not in quoted
    )
    return Noted(says, quoted, "\n\n".join(filter(None, left)))


def _remark(text: str) -> str:
    """What is left of a paragraph without the words of the build."""
    own = _OF_BUILD.sub(" ", _HEAD.sub(" ", " ".join(text.split()), count=1))
    return " ".join(own.split()).lstrip(":").strip(" ")


def as_quotation(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
