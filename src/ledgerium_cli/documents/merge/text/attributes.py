"""The attribute block that Pandoc, MkDocs and Docusaurus read behind a heading: `{#confirm .wide}`. It is no part of
the name."""

from __future__ import annotations

import re

_ONE = r"""(?:[#.][^\s{}"'=]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)|-)"""
_BLOCK = re.compile(rf"(?<=[^\s\\])[ \t]*\{{:?[ \t]*{_ONE}(?:[ \t]+{_ONE})*[ \t]*\}}[ \t]*$")


def with_attributes_apart(title: str) -> tuple[str, str]:
    """The title and the attribute block behind it, with the blanks between them; an empty one if there is none."""
    found = _BLOCK.search(title) if title.endswith("}") else None
    return (title[: found.start()], found[0]) if found is not None else (title, "")
