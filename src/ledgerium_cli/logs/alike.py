"""Tells of names that perhaps mean the same, since they differ in upper and lower case or blanks only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ledgerium_cli.problems import Problem
from ledgerium_cli.words import listed, more

MOST_GROUPS, MOST_SPELLINGS = 3, 4
REMEDY = "Each counts by itself; if they are the same, write them in one way in the log or recording"
DECLARED = ", or declare the activity in a workflow file, with a sign (`belongs`) for each"


def alike(names: Iterable[str]) -> list[list[str]]:
    """The names that are written in several ways, those of one way together."""
    groups = defaultdict[str, list[str]](list)
    for name in sorted({*names} - {""}):
        groups["".join(name.split()).casefold()].append(name)
    return sorted(own for own in groups.values() if len(own) > 1)


def tell_alike(file: str, names: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """`names` are by what they are names of: `activity`, `person`, `system`."""
    for what, own in names.items():
        found = alike(own)
        groups = [listed([*map(shown_apart, group)], MOST_SPELLINGS) for group in found[:MOST_GROUPS]]
        if groups:
            yield Problem(
                file,
                None,
                f"Perhaps the same {what}, since only case or blanks differ: "
                f"{'; '.join([*groups, *more(len(found), MOST_GROUPS)])}.",
                f"{REMEDY}{DECLARED if what == 'activity' else ''}.",
            )


def shown_apart(name: str) -> str:
    """The name, with blanks that can be seen where they are more than single ones."""
    return repr(
        name if name == " ".join(name.split()) else "".join("␣" if one.isspace() else one for one in name)
    )
