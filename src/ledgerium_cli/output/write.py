"""Writes documents so that a full disk or a kill leaves each of them whole, either old or new."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from weakref import finalize

from msgspec import Struct

from ledgerium_cli.errors import OutputError
from ledgerium_cli.meanwhile import Meanwhile
from ledgerium_cli.output.content import Content, Streamed, pieces_of
from ledgerium_cli.output.names import BASE_NAME, SOP_NAME
from ledgerium_cli.output.staging import NEW, OLD, Staging, finish_and_remove

AT_ONCE = 8
"""Files written at the same time."""
MOST_TIMES = 5
"""How often documents may change while they are being written."""

Late = Callable[[], Mapping[str, Content]]
"""Gives the documents that changed since they were made."""


def write_documents(folder: Path, documents: Mapping[str, Content], late: Late = dict) -> list[Path]:
    """Write every document to a staging folder, then move each into place.

    Other files are left alone; a link is kept and its target written; a replaced file keeps its mode. `late` is called
    when everything is written and nothing is in place: what it gives is written anew, until it gives nothing.

    Raises OutputError. Then the old documents are restored, and the message names any that could not be. A kill
    while documents are moved leaves some old and some new, each whole; if the SOP was moved but not its base, the
    next build finds that base.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        finish_and_remove(folder)
        with _places(folder, documents) as places:
            _stage(places, documents)
            _stage_late(folder, places, late)
            _put_all(places)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{folder}: cannot be written ({reason}). Make room or name another folder with -o; "
            f"{_what_stands(error)}"
        ) from error
    return [folder / name for name in documents]


def begin(folder: Path, content: Streamed, meanwhile: Meanwhile) -> Streamed:
    """The same content, of which writing to a staging folder begins at once, for `write_documents` to move. Never
    raises: if it cannot begin, the content is written later."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Streamed(content.pieces, _WrittenAhead(folder, content, meanwhile).put)
    except OSError:
        return content


class _WrittenAhead:
    def __init__(self, folder: Path, content: Streamed, meanwhile: Meanwhile) -> None:
        staging = Staging(folder)
        self._remove = finalize(self, staging.remove)
        self._path = staging.path / NEW / "begun"
        self._finish = meanwhile(partial(_write_whole, self._path, content))

    def put(self, path: Path) -> None:
        self._finish()
        self._path.replace(path)
        self._remove()


class _Place(Struct, frozen=True):
    staging: Staging
    """In the folder of the target, so that moving the file is a rename."""
    name: str
    target: Path

    @property
    def new(self) -> Path:
        return self.staging.path / NEW / self.name

    @property
    def old(self) -> Path:
        return self.staging.path / OLD / self.name

    def keep_old(self) -> None:
        """Keep the old file for `put_back`. If it cannot be kept, it is replaced all the same."""
        if self.target.exists():
            os.chmod(self.new, stat.S_IMODE(self.target.stat().st_mode))
            with suppress(OSError):
                try:
                    os.link(self.target, self.old)
                except OSError:  # no hard links on this file system
                    shutil.copy2(self.target, self.old)

    def put_back(self, *, stood: bool) -> None:
        """Restore the old file. Raises OSError."""
        if stood:
            self.old.replace(self.target)
        else:
            self.target.unlink(missing_ok=True)


class _PartlyReplaced(OSError):
    """Some documents are new, and the old ones could not be restored."""

    def __init__(self, cause: OSError, names: Sequence[str]) -> None:
        super().__init__(cause.errno, cause.strerror or str(cause))
        self.names = names


def _what_stands(error: OSError) -> str:
    if isinstance(error, _PartlyReplaced):
        return f"{', '.join(error.names)}: new already, all else is as it was, each is whole. Build again."
    return "the documents that stood there are whole."


@contextmanager
def _places(folder: Path, names: Mapping[str, Content]) -> Iterator[list[_Place]]:
    """Where each document is written and where it goes; first the SOP, then its base."""
    stagings: dict[Path, Staging] = {}
    try:
        places = []
        for name in sorted(names, key=lambda name: (name != SOP_NAME, name != BASE_NAME)):
            target = folder / name
            if target.is_symlink():
                target = Path(os.path.realpath(target))
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
            if target.exists() and not target.is_file():
                raise OSError(errno.EINVAL, f"{name} is no file")
            if target.parent not in stagings:
                stagings[target.parent] = Staging(target.parent)
            places.append(_Place(stagings[target.parent], name, target))
        yield places
    finally:
        for staging in stagings.values():
            staging.remove()


def _stage(places: Sequence[_Place], contents: Mapping[str, Content]) -> None:
    """Write documents to their staging folders, several at a time, since each waits for the disk."""
    staged = [place for place in places if place.name in contents]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_write_whole, [one.new for one in staged], [contents[one.name] for one in staged]):
            pass  # raises the error of any of them


def _stage_late(folder: Path, places: Sequence[_Place], late: Late) -> None:
    for _ in range(MOST_TIMES):
        if not (more := late()):
            return
        _stage(places, more)
    raise OutputError(
        f"{folder}: somebody saves a document there again and again while they are written. Nothing was written, "
        "and what was saved stands there: build again."
    )


def _put_all(places: Sequence[_Place]) -> None:
    """Put all documents in place, or none."""
    stood = [place.target.exists() for place in places]
    for place in places:
        place.keep_old()
    for staging in {place.staging.path: place.staging for place in places}.values():
        staging.place()
    begun: list[tuple[_Place, bool]] = []
    try:
        for place, was in zip(places, stood, strict=True):
            begun.append((place, was))
            place.new.replace(place.target)
    except BaseException as error:
        _put_back(begun, error)
        raise


def _put_back(begun: Sequence[tuple[_Place, bool]], error: BaseException) -> None:
    """Raises _PartlyReplaced when an old document cannot be restored."""
    left = []
    for place, was in reversed(begun):
        if place.new.exists():  # not moved yet
            continue
        try:
            place.put_back(stood=was)
        except OSError:
            left.append(place.name)
    if left and isinstance(error, OSError):
        raise _PartlyReplaced(error, left) from error


def _write_whole(path: Path, content: Content) -> None:
    if isinstance(content, Streamed) and content.put is not None:
        content.put(path)
        return
    with path.open("wb") as file:
        file.writelines(pieces_of(content))
        file.flush()
        os.fsync(file.fileno())
