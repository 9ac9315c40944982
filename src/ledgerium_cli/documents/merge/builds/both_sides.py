"""What git leaves of lines that two builds wrote where people keep both sides of a conflict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

from ledgerium_cli.documents.merge.builds.known import Build

_NUMBERED = re.compile(r"\d+[.)] ")
_CELL = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\|[ :|-]+\|")


def both_sides(text: str, builds: Sequence[Build]) -> str:
    """The text with paragraphs apart and rows in their table again, as the builds wrote them."""
    written = [one for build in builds for one in (build.generated, build.shown)]
    if text in written:
        return text
    # A build left rows of people wherever they wrote them.
    generated = {line for build in builds for line in build.generated.split("\n")}
    known = generated.union(*(build.shown.split("\n") for build in builds))
    return _paragraphs_apart(_rows_in_tables(text, generated), written, known)


def _paragraphs_apart(text: str, written: Sequence[str], known: Set[str]) -> str:
    """With an empty line above each paragraph of a build, a line each, that no build wrote below the line there."""
    lines = text.split("\n")
    found = lines[:1]
    for above, line in pairwise(lines):
        is_paragraph = (line[:1].isalnum() or line[:2] == "**") and not _NUMBERED.match(line)
        is_both = is_paragraph and above.strip() and line in known and above in known
        is_both = is_both and not any(f"\n{above}\n{line}\n" in one for one in written)
        found += ["", line] if is_both else [line]
    return "\n".join(found)


def _rows_in_tables(text: str, generated: Set[str]) -> str:
    """With rows of which a build generated at least one, and which no table has, at the end of the table above them."""
    found: list[str] = []
    end = 0  # of the last table in the section
    for is_row, run in _runs(text.split("\n")):
        if not is_row:
            found += run
            end = 0 if any(line.startswith("#") for line in run) else end
        elif len(run) > 1 and _DELIMITER.fullmatch(run[1]):
            found += run
            end = len(found)
        elif end and len({_cells(line) for line in [found[end - 1], *run]}) == 1 and generated & {*run}:
            found[end:end] = run
            end += len(run)
        else:
            found += run
    return "\n".join(found)


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Neighbouring lines, and whether they are rows."""
    for is_row, run in groupby(lines, lambda line: line.startswith("|") and line.rstrip().endswith("|")):
        yield is_row, [*run]


def _cells(row: str) -> int:
    return len(_CELL.findall(row))
