"""Decides whether an output name means one file or a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ledgerium_cli.errors import OutputError, UsageError

ENDINGS = tuple(
    ".csv .db .dot .gz .html .json .jsonl .log .md .ndjson .parquet .sqlite .svg .toml .tsv .txt .xes .xls .xlsx .xml "
    ".zip".split()
)
"""Endings of files. Anything else after a dot, as in `2026.03`, is part of a folder's name."""


STANDARD_OUTPUT = "-"


class Place(NamedTuple):
    path: Path
    is_folder: bool = False
    """It exists as a folder, or was given with a trailing slash."""

    def is_one_file(self, ending: str, what: str, count: int) -> bool:
        """Whether the name means a single file rather than a folder. `what` is the plural of the things written,
        `count` their number.

        Raises OutputError for a file name when there are several things to write, or when it has the ending of
        another kind.
        """
        if self.is_folder:
            return False
        if self.path.name.lower().endswith(ending[ending.rindex(".") :]):
            if count == 1:
                return True
            raise OutputError(
                f"{self.path}: is the name of one file, and there are {count} {what}. {self._instead()}"
            )
        if os.path.isfile(self.path) or self.path.name.lower().endswith(ENDINGS):
            raise OutputError(
                f"{self.path}: is the name of a file, and {what} are written to files that end in {ending}. Name one, "
                f"where there is one to write. {self._instead()}"
            )
        return False

    def _instead(self) -> str:
        return (
            f"For a folder of that name write {self.path}/"
            if not os.path.exists(self.path)
            else "Or name a folder."
        )


def names_folder(name: str) -> bool:
    """Whether it can mean nothing but a folder, be there one or not."""
    return name.endswith(_SLASHES)


def place_of(name: str) -> Place:
    """Raises UsageError for standard output."""
    return Place(one_folder(name), names_folder(name) or os.path.isdir(name))


def one_folder(name: str) -> Path:
    """The path of a folder that may not exist yet. Raises UsageError for standard output."""
    if name == STANDARD_OUTPUT:
        raise UsageError(f"{name}: means standard output, and files are written. Name a file or a folder.")
    return Path(name)


def one_file(name: str) -> Path:
    """The path of the file. Raises UsageError when the name means a folder."""
    if names_folder(name) or os.path.isdir(name):
        raise UsageError(f"{name}: is a folder, and one file is written. Name a file: {Path(name) / 'NAME'}")
    return Path(name)


_SLASHES = tuple(filter(None, (os.sep, os.altsep)))
