"""Generated lines as they read when people took them out or changed them.

Who puts them back, from a copy or an older version, has written nothing, whatever was counted since. The base keeps
them for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import dropwhile, groupby

from ledgerium_cli.documents.merge.text.counted import uncounted
from ledgerium_cli.documents.merge.text.likeness import align, passage
from ledgerium_cli.documents.merge.text.typography import typewritten
from ledgerium_cli.documents.merge.text.wording import BEFORE, REVISIONS, STEP

Line = tuple[str, str]
"""The line that begins its part of the document, and the line."""
_MARK_OF_LIST = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
FENCE = "```"


def in_parts(lines: Iterable[str]) -> Iterator[Line]:
    """Each line behind the one that begins its part: the id of its step, or the heading of its chapter."""
    part = ""
    for line in lines:
        part = line if line.startswith((STEP, "## ")) else part
        yield part, line


@lru_cache(maxsize=4096)  # the same lines come up again and again
def plain(line: str) -> str:
    """The line without typography and the mark of a list."""
    return re.sub(r"[*_]", "", typewritten(unmarked(line))).strip()


def unmarked(line: str) -> str:
    """The line without the mark of a list."""
    return _MARK_OF_LIST.sub("", line, count=1)


def mark_of(line: str) -> str:
    """The mark of a list that the line begins with, if any."""
    return line[: len(line) - len(unmarked(line))]


def read_before(known: Sequence[Line], made: Iterable[str], shown: Iterable[str]) -> tuple[Line, ...]:
    """Of the lines that the last build `made` those that people took out or changed in what is `shown`, as they read
    then: those `known` from earlier builds as they are there."""
    read = [(part, plain(line)) for part, line in in_parts(_outside_comments(shown))]
    stands = {line for _, line in read}
    counted = {(part, uncounted(line)) for part, line in read}
    still = [
        one
        for one in known
        if plain(one[1]) not in stands and (one[0], uncounted(plain(one[1]))) not in counted
    ]
    sentences = (one for one in passages(made) if is_told(one) and not one[1].startswith(FENCE))
    missing = [one for one in sentences if plain(one[1]) not in stands]
    more = [
        one for part in dict.fromkeys(part for part, _ in missing) for one in _beyond(still, missing, part)
    ]
    return tuple(sorted([*still, *more], key=lambda one: one[0]))


def _beyond(known: Sequence[Line], missing: Sequence[Line], part: str) -> list[Line]:
    """The missing lines of a part that are none of the known ones with other words."""
    had, now = ([one for one in some if one[0] == part] for some in (known, missing))
    found = align([passage("line", line) for _, line in now], [passage("line", line) for _, line in had])
    return [one for at, one in enumerate(now) if at not in found]


def passages(lines: Iterable[str]) -> Iterator[Line]:
    """The lines behind those that begin their part; a block of code as one."""
    code: list[str] = []
    for part, line in in_parts(lines):
        is_fence = line.startswith(FENCE)
        if code or is_fence:
            code.append(line)
        else:
            yield part, line
        if is_fence and len(code) > 1:
            yield part, "\n".join(code)
            code = []


def kind_of(code: str) -> str:
    """What a block of code is, as its first line says."""
    return code.partition("\n")[0]


def _outside_comments(lines: Iterable[str]) -> Iterator[str]:
    """The lines that readers see: whoever puts a passage into a comment took it out."""
    is_comment = False
    for line in lines:
        begins = line.startswith("<!--") and not line.startswith(STEP)
        is_comment = (is_comment or begins) and "-->" not in line
        if not (is_comment or begins):
            yield line


def is_told(one: Line) -> bool:
    part, line = one
    return bool(line.strip()) and not line.startswith(("#", "<!--")) and part != f"## {REVISIONS}"


def before_text(lines: Sequence[Line]) -> str:
    """Lines for the base; empty when there are none."""
    parts = (
        "\n".join([part, *(line for _, line in some)]) for part, some in groupby(lines, lambda one: one[0])
    )
    return "\n".join([BEFORE, *parts]) if lines else ""


def before_in(lines: Iterable[str]) -> tuple[Line, ...]:
    """The inverse of `before_text`, from lines of the base."""
    kept = [*dropwhile(lambda line: line != BEFORE, lines)][1:]
    return tuple(one for one in in_parts(filter(str.strip, kept)) if one[0] != one[1])
