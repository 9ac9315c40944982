"""What people put into a heading for other programs, which is no part of the name: behind it the attribute block that
Pandoc, MkDocs and Docusaurus read, `{#confirm .wide}`; anywhere in it HTML and pictures."""

from __future__ import annotations

import re

_ONE = r"""(?:[#.][^\s{}"'=]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)|-)"""
_BLOCK = re.compile(rf"(?<=[^\s\\])[ \t]*\{{:?[ \t]*{_ONE}(?:[ \t]+{_ONE})*[ \t]*\}}[ \t]*$")


def with_attributes_apart(title: str) -> tuple[str, str]:
    """The title and the attribute block behind it, with the blanks between them; an empty one if there is none."""
    found = _BLOCK.search(title) if title.endswith("}") else None
    return (title[: found.start()], found[0]) if found is not None else (title, "")


_TAGS = (
    "a abbr b big br center code del em font i img ins kbd mark p picture s small span strong sub sup u wbr"
)
"""Those of HTML that people put into a heading; words in other angle brackets, `<amount>`, are a part of the name."""
LAYOUT = (
    rf"(?<!\\)(?:<!--.*?-->|</?(?:{_TAGS.replace(' ', '|')})(?:\s[^<>]*)?/?>"
    r"|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\]))"
)
"""A tag or comment of HTML, or a picture: `<a id="pay"></a>`, `![bank](bank.png)`."""
_CODE_OR_LAYOUT = re.compile(rf"(`+)(?:(?!\1).)*\1|{LAYOUT}")


def without_layout(title: str) -> str:
    """The words of a title without HTML and pictures; the title itself where there are no others."""
    if "<" not in title and "![" not in title:
        return title
    words = _CODE_OR_LAYOUT.sub(lambda one: one[0] if one[1] else " ", title)
    return " ".join(words.split()) or title
