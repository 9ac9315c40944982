"""The sentences of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ledgerium_cli.documents.merge.text.typography import depth_behind, in_usual_quotes, split_marks

BEGINS_MARK = ("(R", "*(", "_(")
"""Beginnings of a mark behind a sentence."""
_ORDINAL = re.compile(r"\d{1,3}\.")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph: each ends with a stop before a space, outside of brackets and quotation marks,
    or with its marks. The mark of a footnote behind one is a sentence of its own. The stop of an ordinal ends none, as
    many languages write it: `90. Perzentil`."""
    found: list[str] = []
    words: list[str] = []
    depth = 0
    plains = [*in_usual_quotes(text).split(), ""]
    for word, (plain, behind) in zip(text.split(), pairwise(plains), strict=True):
        if depth == 0 and _ends_with_marks(words, word):
            found.append(" ".join(words))
            words = []
        words.append(word)
        depth = depth_behind(plain, depth)
        is_footnote = words[:-1] == [] and word.startswith("[^") and word.endswith("]")
        is_end = plain.rstrip("”)*_")[-1:] in (".", "!", "?") and not _is_ordinal(plain, behind)
        if is_footnote or (depth == 0 and is_end):
            found.append(" ".join(words))
            words = []
    return [*found, *([" ".join(words)] if words else [])]


def _is_ordinal(word: str, behind: str) -> bool:
    return _ORDINAL.fullmatch(word) is not None and behind[:1].isalpha()


def _ends_with_marks(words: Sequence[str], behind: str) -> bool:
    """Whether a sentence without a stop ends, by its marks, before the word `behind`. Generated text never continues
    after marks; a person may, in lower case, unless the sentence is a lead-in ending in a colon."""
    if not words or not words[-1].rstrip("*_").endswith(")") or behind.startswith(BEGINS_MARK):
        return False
    said, marks = split_marks(" ".join(words))
    return bool(said and marks) and (said.rstrip("*_").endswith(":") or not behind[0].islower())
