"""Finds the recordings in a folder, and what is called like one there and cannot be read."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct

from ledgerium_cli.output.names import KEPT_FOLDER
from ledgerium_cli.problems import Problem

IN_FOLDERS = (".jsonl", ".log.parquet")
"""Suffixes looked for in folders: recordings, and imported logs."""
PACKED = ".jsonl.gz"


class Traces(Struct, frozen=True):
    files: tuple[str, ...]
    not_read: tuple[Problem, ...] = ()
    """What stands in a folder that is looked into, seems to be a recording or may hold some, and cannot be read."""


class _Folder(Struct, frozen=True):
    path: str
    """As it is named, by way of links."""
    place: str
    """Its path without links."""

    def under(self, name: str) -> _Folder:
        return _Folder(self.to(name), os.path.join(self.place, name))

    def to(self, name: str) -> str:
        return name if self.path == os.curdir else os.path.join(self.path, name)


def inside(folder: Path) -> Traces:
    """The recordings in a folder and its subfolders, sorted. Linked folders belong to it, but each folder counts once,
    and a link to a folder around it is not followed.

    Raises OSError when the folder itself cannot be read.
    """
    os.scandir(folder).close()
    walk = _Walk()
    walk.linked.append(_Folder(str(folder), os.path.realpath(folder)))
    while walk.linked:
        walk.linked.sort(key=lambda one: one.path)  # so that no name depends on the order of the disk
        walk.below(walk.linked.pop(0))
    return Traces(tuple(sorted(walk.files)), tuple(sorted(walk.not_read)))


class _Walk:
    def __init__(self) -> None:
        self.files: list[str] = []
        self.not_read: list[Problem] = []
        self.linked: list[_Folder] = []
        """Linked folders that are still to be walked, behind those that stand where they are."""
        self._walked: set[str] = set()

    def below(self, folder: _Folder) -> None:
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            if here.place in self._walked:
                continue
            self._walked.add(here.place)
            try:
                with os.scandir(here.path) as entries:
                    waiting += [below for one in entries if (below := self._folder_or_taken(here, one))]
            except (FileNotFoundError, NotADirectoryError):
                continue  # it went meanwhile
            except OSError as error:
                what = f"The folder cannot be read ({error.strerror})."
                remedy = "What is in it is missing; check its permissions."
                self.not_read.append(Problem(here.path, None, what, remedy))

    def _folder_or_taken(self, here: _Folder, entry: os.DirEntry[str]) -> _Folder | None:
        """The folder if the entry is one; anything else is taken if it is a recording or a link to a folder."""
        if entry.is_dir(follow_symlinks=False):
            return here.under(entry.name) if not entry.name.startswith(KEPT_FOLDER) else None
        path = here.to(entry.name)
        if entry.is_symlink() and os.path.isdir(path):
            place = os.path.realpath(path)
            if not Path(here.place).is_relative_to(place):
                self.linked.append(_Folder(path, place))
        elif entry.name.lower().endswith(PACKED):
            remedy = "Unpack it: a recording is read as it was saved."
            self.not_read.append(Problem(path, None, "The recording is packed with gzip.", remedy))
        elif entry.name.lower().endswith(IN_FOLDERS):
            is_file = entry.is_file(follow_symlinks=False) or os.path.isfile(path)
            if is_file and os.access(path, os.R_OK):
                self.files.append(path)
            elif (problem := _unreadable(path)) is not None:
                self.not_read.append(problem)
        return None


def _unreadable(path: str) -> Problem | None:
    """The problem with a file that is called like a recording; None when it went meanwhile."""
    try:
        is_file = S_ISREG(os.stat(path).st_mode)
        why = "Permission denied" if is_file else "it is no file"
    except OSError as error:
        if not os.path.lexists(path):
            return None
        why = str(error.strerror)
    remedy = "Check the file and its permissions."
    if os.path.islink(path):
        remedy = f"It is a link to {os.readlink(path)}: fetch what belongs there, or remove the link."
    return Problem(path, None, f"The recording cannot be read ({why}).", remedy)
