"""Writing documents so that a full disk or a kill leaves the old ones or the new ones, each whole."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from weakref import finalize

from ledgerium_cli.documents.content import Content, Streamed, pieces_of
from ledgerium_cli.errors import OutputError
from ledgerium_cli.meanwhile import Meanwhile

OUTPUT_FOLDER = "ledgerium-out"
"""Beside the first trace: where documents go when nobody names a folder."""
AT_ONCE = 8
"""Files that wait for the disk."""
_PREFIX = ".ledgerium-"


def write_documents(folder: Path, documents: Mapping[str, Content]) -> list[Path]:
    """Write every document beside the old ones, then put each in its place. Other files are left alone.

    Raises OutputError; what stood in the folder before is then untouched.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        aside = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
        try:
            _write_together({aside / name: content for name, content in documents.items()})
            for name in documents:
                if (folder / name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
            for name in documents:
                (aside / name).replace(folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{folder}: cannot be written ({reason}). Make room or name another folder with -o; "
            "the documents that stood there are whole."
        ) from error
    return [folder / name for name in documents]


def begin(folder: Path, content: Streamed, meanwhile: Meanwhile) -> Streamed:
    """The same content, which somebody begins to write into a folder, aside from what stands there, for
    `write_documents`. Never raises: what cannot be begun is written at its turn."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Streamed(content.pieces, _Begun(folder, content, meanwhile).put)
    except OSError:
        return content


class _Begun:
    def __init__(self, folder: Path, content: Streamed, meanwhile: Meanwhile) -> None:
        aside = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
        self._remove = finalize(self, shutil.rmtree, aside, ignore_errors=True)
        self._path = aside / "begun"
        self._finish = meanwhile(partial(_write_whole, self._path, content))

    def put(self, path: Path) -> None:
        self._finish()
        self._path.replace(path)
        self._remove()


def _write_together(contents: Mapping[Path, Content]) -> None:
    """At the same time, since each waits for the disk."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_write_whole, contents, contents.values()):
            pass  # an error of one is raised here


def _write_whole(path: Path, content: Content) -> None:
    if isinstance(content, Streamed) and content.put is not None:
        content.put(path)
        return
    with path.open("wb") as file:
        file.writelines(pieces_of(content))
        file.flush()
        os.fsync(file.fileno())


def _remove_leftovers(folder: Path) -> None:
    """What a build that was killed left aside; a build that still runs keeps its own."""
    for left in folder.glob(f"{_PREFIX}*-*"):
        number = left.name.removeprefix(_PREFIX).split("-")[0]
        if number.isdigit() and not _runs(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
