"""Merges one passage of which both branches changed something: another line of it, another cell, another sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.branches.three_way import Clash, three_way
from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.markdown.rows import in_line, rows_of
from ledgerium_cli.documents.merge.text.sentences import sentences
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED


def passage_together(clash: Clash[Block]) -> Block | Clash[Block]:
    """The passage with what each branch changed of it; the clash where both changed the same, or it is not of one
    passage."""
    if not len(clash.ancestor) == len(clash.ours) == len(clash.theirs) == 1:
        return clash
    had, own, other = clash.ancestor[0], clash.ours[0], clash.theirs[0]
    if not had.kind == own.kind == other.kind:
        return clash
    source = _together(
        (had.source, own.source, other.source), *(_BY_CELLS if had.kind == "table" else _BY_SENTENCES)
    )
    return replace(own, source=source) if source is not None else clash


_Parts = tuple[Callable[[str], Sequence[str]], Callable[[Sequence[str]], str]]
"""Divides a text, and puts it together."""


def _together(versions: tuple[str, str, str], parts: _Parts, *finer: _Parts) -> str | None:
    """The text, put together by its parts, and by finer parts of one that both changed; None where that does not do."""
    divided, whole = parts
    had, own, other = map(divided, versions)
    found = list[str]()
    for one in three_way(had, own, other, str.strip):
        if isinstance(one, str):
            found.append(one)
            continue
        sides = one.ancestor, one.ours, one.theirs
        if not finer or [*map(len, sides)] != [1, 1, 1]:
            return None
        text = _together((sides[0][0], sides[1][0], sides[2][0]), *finer)
        if text is None:
            return None
        found.append(text)
    return whole(found)


def _sentences(text: str) -> list[str]:
    """Each with the marks behind it."""
    found = list[str]()
    for one in sentences(text):
        marks = _MARKS.match(one)
        if marks and found:
            found[-1] += f" {marks[0].rstrip()}"
            one = one[marks.end() :]
        found += [one] if one else []
    return found


_MARKS = re.compile(rf"(?:(?:{'|'.join(map(re.escape, (EDITED, ADDED)))})(?: +|$))+")
_LINES: _Parts = (lambda text: text.split("\n"), "\n".join)
_BY_SENTENCES = (_LINES, (_sentences, " ".join))
_BY_CELLS = (_LINES, (lambda line: rows_of(line)[0], in_line))
