"""The rows of “Revisions” on the two branches that git merged: since which of them the next row tells, and what those
told that people did not keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.history import revisions_in, versions_in
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.sop.edits import Before, remembered

GENERATED = ("New: ", "Gone: ", "Renamed: ", "Moved: ", "Changed: ")
"""The beginnings of sentences about what the build says otherwise."""
_NEXT = re.compile(
    r"(?<=[.:]) (?=(?:New|Gone|Renamed|Moved|Changed|Slower|Faster|Changed for programs|As generated again"
    r"|Changed, not all of it known|Other than generated, by whom is not known"
    r"|(?:Changed|Added|Taken out|Moved) by people): )"
)


def last_rows(last: Sequence[Build], shown: str) -> tuple[Before, ...]:
    """People's edits when the last row was written. `last` are the last builds, of each branch; of two, those
    count whose last row is in a table of `shown`, the `sop.md` as people settled it, and which did not go on to
    be the other, as with a revert."""
    in_table = "\n".join(line for line in shown.split("\n") if line.startswith("|"))
    newest = versions_in(shown)[:1]
    found, rows = [], [versions_in(one.generated) for one in last]
    for build, versions in zip(last, rows, strict=True):
        row = next(iter(versions), "")
        is_replaced = newest not in ([], [row])
        found.append(replace(remembered(build) or Before(row), row=row, is_replaced=is_replaced))
    standing = [
        one
        for one, versions in zip(found, rows, strict=True)
        if f"`{one.row}`" in in_table and not any(_goes_on(versions, other) for other in rows)
    ]
    return tuple(standing or found[:1])


def _goes_on(versions: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the other table has all these rows below newer ones."""
    return len(versions) < len(other) and other[len(other) - len(versions) :] == versions


def told_elsewhere(last: Sequence[Build], shown: str) -> tuple[str, ...]:
    """What the build said otherwise by the rows of a branch, the oldest first, that people did not keep in `shown`
    beside those of the other branch."""
    kept = {*versions_in(shown)}
    if len(last) < 2 or any(one.is_replaced for one in last_rows(last, shown)):
        return ()
    rows = {one.line: one for build in last for one in reversed(revisions_in(build.generated))}
    known = {told for one in rows.values() if one.version in kept for told in _generated(one.told)}
    new = (told for one in rows.values() if one.version not in kept for told in _generated(one.told))
    return tuple(dict.fromkeys(told for told in new if told not in known))


def _generated(told: str) -> Iterator[str]:
    return (one for one in _NEXT.split(told) if one.startswith(GENERATED))
