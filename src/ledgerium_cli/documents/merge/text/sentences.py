"""The sentences of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledgerium_cli.documents.merge.text.typography import depth_behind, in_usual_quotes, split_marks

BEGINS_MARK = ("(R", "*(", "_(")
"""Beginnings of a mark behind a sentence."""
_ORDINAL = re.compile(r"(?:^|\s)\d{1,3}\.$")
"""The end of what many languages write `90. Perzentil`."""


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph: each ends with a stop before a space, outside of brackets and quotation marks,
    or with its marks. The mark of a footnote behind one is a sentence of its own."""
    found: list[str] = []
    words: list[str] = []
    depth = 0
    for word, plain in zip(text.split(), in_usual_quotes(text).split(), strict=True):
        if depth == 0 and _ends_with_marks(words, word):
            found.append(" ".join(words))
            words = []
        words.append(word)
        depth = depth_behind(plain, depth)
        is_footnote = words[:-1] == [] and word.startswith("[^") and word.endswith("]")
        if is_footnote or (depth == 0 and plain.rstrip("”)*_")[-1:] in (".", "!", "?")):
            found.append(" ".join(words))
            words = []
    return [*found, *([" ".join(words)] if words else [])]


def sentences_like(text: str, generated: Sequence[str]) -> list[str]:
    """The sentences that people made of those `generated`. Where they are more, the stop of an ordinal ends none."""
    found = sentences(text)
    joined = _with_ordinals(found) if len(found) > len(generated) else found
    return joined if len(joined) >= len(generated) else found


def _with_ordinals(found: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for one in found:
        if joined and _ORDINAL.search(joined[-1]) and one[:1].isalpha():
            joined[-1] += f" {one}"
        else:
            joined.append(one)
    return joined


def _ends_with_marks(words: Sequence[str], behind: str) -> bool:
    """Whether a sentence without a stop ends, by its marks, before the word `behind`. Generated text never continues
    after marks; a person may, in lower case, unless the sentence is a lead-in ending in a colon."""
    if not words or not words[-1].rstrip("*_").endswith(")") or behind.startswith(BEGINS_MARK):
        return False
    said, marks = split_marks(" ".join(words))
    return bool(said and marks) and (said.rstrip("*_").endswith(":") or not behind[0].islower())
