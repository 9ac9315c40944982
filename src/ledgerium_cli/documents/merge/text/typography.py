"""Typography that carries no meaning: emphasis, kinds of quotation marks, dashes and spaces."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ledgerium_cli.documents.merge.text.counted import CITATION

_ALIKE = str.maketrans({
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛‹›", "'"),
    **dict.fromkeys("‐‑–—", "-"),
    "…": "...",
    **dict.fromkeys("\u00a0\u202f", " "),
})  # fmt: skip
_WHO = "(?:declared|edited|added)"
_WHOSE = rf"\({_WHO}\)"
MARK = rf"(?:{CITATION}|[*_]{_WHOSE}[*_])"
"""A mark behind a sentence, as it stands in a text that was `set_apart`."""
_IN_OTHER_EMPHASIS = re.compile(rf"(?<!\\)(\*{{2,3}}|_{{1,3}})({_WHOSE})\1")
_OPENS = r"(?<![^\W_])(?<!\\)(\*{1,3}|_{1,3})(?=[^\s*_])"
_EMPHASISED = r"(?:\*\*|__|(?<=\w)_(?=\w)|(?!\1).)+?"
_CLOSES = r"\1(?![^\W_])"
_ENDS_EMPHASIS = re.compile(rf"{_OPENS}({_EMPHASISED})\s+({_WHOSE}){_CLOSES}", re.DOTALL)
_AMID_EMPHASIS = re.compile(
    rf"{_OPENS}({_EMPHASISED}[.!?][”\"]?)\s+({_WHOSE})\s+({_EMPHASISED}){_CLOSES}", re.DOTALL
)
"""A mark in the emphasis of the words around it, behind a sentence: elsewhere it is one of these words."""
_WITHOUT_EMPHASIS = re.compile(
    rf"(?<![^\s|]){_WHOSE}(?=\s*(?:$|\|))|(?<=[.!?] ){_WHOSE}(?= )|(?<=[”\"] )\(declared\)(?=[,:])",
    re.MULTILINE,
)
"""A mark whose emphasis a program took away, at the end of a passage or a cell, behind a sentence, or behind a name."""
_ESCAPED = re.compile(rf"(?:\\?[*_]){{0,3}}\\?\((?:{_WHO}|R\d+:\s[^()]*?)\\?\)(?:\\?[*_]){{0,3}}")
"""A mark, also where a program escaped characters of it."""
_ONLY_MARKS = re.compile(rf"(?<!\S)([*_]{{1,3}}|~~)((?:{MARK}\s*)+)\1(?=\s|$)")
_LAST_INSIDE = re.compile(rf"((?:\s*{MARK})+)((?:[*_]{{1,3}}|~~)[.,;:]?)(?=\s|$)")
_MARKS = re.compile(rf"\s*{MARK}")
_TRAILING = re.compile(rf"(?:\s*{MARK})+$")
_BROKEN_CITATION = re.compile(r"(\(R\d+:[^()\n]*)\n[ \t]*(\d+\))")
_FOOTNOTE_BELOW = re.compile(r"(?<=[^\n])\n(?=\[\^[^\]\s]+\]: )")
_RIGHT_BEHIND, _PARTED = (
    re.compile(rf"(?<=[{ends}]){blank}(?=\[\^[^\]\s]+\])|(^\w+: {CITATION}){blank}(?=[.,;!?])")
    for blank, ends in (("", ".!?:)*_"), (" ", ".!?:)"))
)
"""Where something stands right behind the sentence that it is no part of, and the same with a blank between them."""
_EMPHASIS = r"[*_]*"
_HYPHENS = re.compile(r"-{2,3}")
_OPENING, _CLOSING = "(“[", ")”]"
_NAMES = re.compile(r"“[^“”]*”|(?<![^\W_])\"[^\"]*\"(?![^\W_])|(?<!\\)\*\*.+?(?<!\\)\*\*")
_OTHER_QUOTES = re.compile("„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«")


def with_whole_citations(text: str) -> str:
    """The text with citations joined that an editor broke before the last number: at the beginning of a line `16)`
    would start a list."""
    return _BROKEN_CITATION.sub(r"\1 \2", text)


def with_footnotes_apart(text: str) -> str:
    """The text with each footnote (`[^1]: …`) a paragraph of its own: CommonMark, which knows none, takes those on
    consecutive lines for one."""
    return _FOOTNOTE_BELOW.sub("\n\n", text)


def in_plain_characters(text: str) -> str:
    return text.translate(_ALIKE)


@lru_cache(maxsize=4096)  # a passage is compared with each beginning of generated sentences
def typewritten(text: str) -> str:
    """The text in plain characters; two or three hyphens, which some programs write for a dash, become one."""
    return _HYPHENS.sub("-", in_plain_characters(text))


@lru_cache(maxsize=4096)  # the same passages come up again and again
def set_apart(text: str) -> str:
    """The text with marks moved out of emphasis that people put around a sentence and its marks, each in the emphasis
    that a build gives it."""
    before = None if "(" in text else text
    while text != before:
        before, text = text, unescaped(text)
        text = _IN_OTHER_EMPHASIS.sub(r"*\2*", text)
        text = _WITHOUT_EMPHASIS.sub(lambda found: f"*{found[0]}*", text)
        text = _ENDS_EMPHASIS.sub(r"\1\2\1 *\3*", text)
        text = _AMID_EMPHASIS.sub(r"\1\2\1 *\3* \1\4\1", text)
        text = _LAST_INSIDE.sub(r"\2\1", _ONLY_MARKS.sub(r"\2", text))
    return text


@lru_cache(maxsize=4096)  # as above
def set_all_apart(text: str) -> str:
    """The same, with the mark of a footnote parted from the evidence or the stop that it stands behind, and with what
    people put right behind the evidence that is all of a passage."""
    return _RIGHT_BEHIND.sub(r"\1 ", set_apart(text))


def with_remarks_as_in(own: str, text: str) -> str:
    """The inverse for a text, if people's `own` has something right behind."""
    return _PARTED.sub(r"\1", text) if _RIGHT_BEHIND.search(own) else text


def unescaped(text: str) -> str:
    """The text without what programs put before characters of marks, lest they be markup."""
    return _ESCAPED.sub(lambda found: found[0].replace("\\", ""), text) if "\\" in text else text


def in_usual_quotes(text: str) -> str:
    """The text, as long as before, with the quotation marks of generated text in place of German and French ones."""
    return _OTHER_QUOTES.sub(lambda found: f"“{found[0][1:-1]}”", text)


def outside_names(text: str) -> str:
    """The text, as long as before, with blanks for what stands in quotation marks or in bold: names and words of pages,
    which say nothing of how the sentence around them goes on."""
    return _NAMES.sub(lambda found: " " * len(found[0]), in_usual_quotes(text))


def depth_behind(text: str, depth: int) -> int:
    """How deep in brackets and quotation marks a text ends that begins so `depth`."""
    return max(0, depth + sum((char in _OPENING) - (char in _CLOSING) for char in text))


def without_marks(text: str) -> str:
    return _MARKS.sub("", text)


def split_marks(text: str) -> tuple[str, str]:
    """(the words of a sentence, the marks behind it)."""
    found = _TRAILING.search(text)
    return (text[: found.start()], found[0]) if found else (text, "")


def behind(text: str, begins: str) -> str | None:
    """The rest of a Markdown line that begins with `begins`, ignoring emphasis; None if it begins otherwise."""
    if text.startswith(begins):
        return text.removeprefix(begins)
    found = _emphasised(begins).match(typewritten(text))
    if found is None:
        return None
    opened = re.findall(r"[*_]+", found[0])
    return (opened[-1] if len(opened) % 2 else "") + text[found.end() :]


@cache  # only a few beginnings of generated sentences occur
def _emphasised(begins: str) -> re.Pattern[str]:
    # `begins` has no …, so every character stays a single one.
    letters = (re.escape(char) for char in typewritten(begins) if char not in "*_")
    return re.compile(_EMPHASIS + _EMPHASIS.join(letters) + _EMPHASIS)
