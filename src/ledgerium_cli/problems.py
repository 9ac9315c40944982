"""A problem: something about the input that a person should know. Collected and reported, never raised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import force_setattr

from ledgerium_cli.errors import StrictProblems
from ledgerium_cli.plural import count

_NO_TEXT = re.compile("[\ud800-\udfff]")

MOST_OF_A_FILE = 5
MOST_OF_ALL = 50
"""The most problems that are listed at once."""


def as_text(name: str) -> str:
    """A file name as valid text for a document. Names may be any bytes; those that are not UTF-8 are written like
    `\\xfc`."""
    return _NO_TEXT.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", name)


class Problem(Struct, frozen=True, order=True):
    """What is wrong, where, and what to do about it, in text that is safe in any document."""

    file: str
    """As the person named it; `-` is standard input."""
    line: int | None
    """Counted from 1; None when it concerns the whole file."""
    what: str
    remedy: str
    is_intended: bool = False
    """Whether Ledgerium did it on purpose, so that nothing is wrong with the input and `--strict` allows it."""

    def __post_init__(self) -> None:
        for field, text in (("file", self.file), ("what", self.what), ("remedy", self.remedy)):
            if not text.isascii() and (told := as_text(text)) != text:
                force_setattr(self, field, told)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what} {self.remedy}"


def in_short(problems: Iterable[Problem]) -> list[str]:
    """One line for each of the first problems, and a last line that counts the rest: a file may have a problem in every
    line, and a folder in every file."""
    lines: list[str] = []
    untold: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.file] += 1
        if seen[problem.file] <= MOST_OF_A_FILE and len(lines) < MOST_OF_ALL:
            lines.append(str(problem))
        else:
            untold[problem.file] += 1
    if untold:
        names = ", ".join([*untold][:2]) + (f" and {len(untold) - 2} more files" if len(untold) > 2 else "")
        lines.append(
            f"{count(untold.total(), 'more problem')} in {names}. `ledgerium validate` names each one of a recording, "
            "`ledgerium import` the first hundred of a log."
        )
    return lines


def refuse_if_strict(problems: Iterable[Problem], strict: bool) -> None:
    """Raises StrictProblems if something is wrong with the input and `strict` allows nothing."""
    faults = [one for one in problems if not one.is_intended]
    if strict and faults:
        lines = "\n".join(in_short(faults))
        raise StrictProblems(f"{lines}\nNothing was written, since --strict allows no problem.")
