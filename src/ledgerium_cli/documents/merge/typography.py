"""How words look, which says nothing: emphasis, kinds of quotation marks, dashes and blanks."""

from __future__ import annotations

import re
from functools import cache

from ledgerium_cli.documents.merge.likeness import CITATION

_ALIKE = str.maketrans({
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛‹›", "'"),
    **dict.fromkeys("‐‑–—", "-"),
    "…": "...",
    **dict.fromkeys("\u00a0\u202f", " "),
})  # fmt: skip
MARK = rf"(?:{CITATION}|[*_]\((?:declared|edited)\)[*_])"
"""What stands behind a sentence."""
_ONLY_MARKS = re.compile(rf"(?<!\S)([*_]{{1,3}}|~~)((?:{MARK}\s*)+)\1(?=\s|$)")
_LAST_INSIDE = re.compile(rf"((?:\s*{MARK})+)((?:[*_]{{1,3}}|~~)[.,;:]?)(?=\s|$)")
_TRAILING = re.compile(rf"(?:\s*{MARK})+$")
_EMPHASIS = r"[*_]*"
_HYPHENS = re.compile(r"-{2,3}")


def typewritten(text: str) -> str:
    """With the characters of a typewriter; of two or three hyphens, which some programs write for a dash, one."""
    return _HYPHENS.sub("-", text.translate(_ALIKE))


def set_apart(text: str) -> str:
    """Marks outside of the emphasis that people put around the sentence and them as well."""
    return _LAST_INSIDE.sub(r"\2\1", _ONLY_MARKS.sub(r"\2", text))


def split_marks(text: str) -> tuple[str, str]:
    """The words of a sentence, and the marks behind it."""
    found = _TRAILING.search(text)
    return (text[: found.start()], found[0]) if found else (text, "")


def behind(text: str, begins: str) -> str | None:
    """What follows in a line of Markdown that begins so, whatever is emphasised; None where it begins otherwise."""
    if text.startswith(begins):
        return text.removeprefix(begins)
    found = _emphasised(begins).match(typewritten(text))
    if found is None:
        return None
    opened = re.findall(r"[*_]+", found[0])
    return (opened[-1] if len(opened) % 2 else "") + text[found.end() :]


@cache  # the few ways in which generated sentences begin
def _emphasised(begins: str) -> re.Pattern[str]:
    # no … in it, so that each of its characters stays one
    letters = (re.escape(char) for char in typewritten(begins) if char not in "*_")
    return re.compile(_EMPHASIS + _EMPHASIS.join(letters) + _EMPHASIS)
