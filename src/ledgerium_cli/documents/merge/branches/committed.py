"""Finds what was committed beside a version of a file that git hands over by its content alone, as to merge drivers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

GIT_HEAD = "GITHEAD_"
"""What the names of environment variables begin with in which git names the commits that it merges."""


def committed_beside(
    content: bytes, path: PurePosixPath, name: str, fits: Callable[[bytes], bool]
) -> bytes | None:
    """The file `name` beside the file with this content: at the commits that are merged, else as it was in the last one
    that made `path`, or else any file, have it, else in one that changed `name` alone; the first that `fits`, or else
    the first. None where there is none. `path` is relative to the root of the repository, which is the working
    directory."""
    first = None
    for version in _as_committed(content):
        blob = _git("hash-object", "-t", "blob", "--stdin", given=version)
        if blob is None:
            return None
        for beside in _all_beside(blob.decode().strip(), path, name):
            if fits(beside):
                return beside
            first = beside if first is None else first
    return first


def _all_beside(blob: str, path: PurePosixPath, name: str) -> Iterator[bytes]:
    at_tips = ((tip, str(path)) for tip in ("HEAD", *_merged()) if _blob_at(tip, path) == blob)
    commits = chain(
        at_tips, _commits_of(blob, [str(path)]), _commits_of(blob, []), _commits_with(blob, path, name)
    )
    for commit, place in commits:
        beside = PurePosixPath(place).parent / name
        if (found := _git("cat-file", "blob", f"{commit}:{beside}")) is not None:
            yield found


def standing_beside(path: PurePosixPath, name: str) -> bytes | None:
    file = Path(path).parent / name
    return file.read_bytes() if file.is_file() else None


def _as_committed(content: bytes) -> Iterator[bytes]:
    """Git may have changed its line ends before it merges."""
    yield content
    lf = content.replace(b"\r\n", b"\n")
    yield from (one for one in (lf, lf.replace(b"\n", b"\r\n")) if one != content)


def _commits_of(blob: str, paths: list[str]) -> Iterator[tuple[str, str]]:
    """The commits that made a file have this content, the last one first, each with the file."""
    # Of a merge each of its parents is compared; and a branch may be known by the log of references alone.
    told = _git(
        "-c", "log.showRoot=true", "-c", "core.quotePath=false", "log", "--all", "--reflog", "HEAD", *_merged(),
        "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames", f"--find-object={blob}", "--format=%H", "--",
        *paths,
    )  # fmt: skip
    commit = ""
    for line in (told or b"").decode(errors="surrogateescape").split("\n"):
        if not line.startswith(":"):
            commit = line or commit
        elif line.split()[3] == blob:
            yield commit, line.partition("\t")[2]


def _commits_with(blob: str, path: PurePosixPath, name: str) -> Iterator[tuple[str, str]]:
    """The commits that changed the file `name` beside `path` while that had this content, as where each of the two is
    committed by itself."""
    changed = _git("rev-list", "--all", "--reflog", "HEAD", *_merged(), "--", str(path.parent / name)) or b""
    commits = changed.decode().split()
    asked = "".join(f"{commit}:{path}\n" for commit in commits)
    answers = _git("cat-file", "--batch-check=%(objectname)", given=asked.encode()) or b""
    yield from (
        (commit, str(path))
        for commit, answer in zip(commits, answers.decode(errors="replace").splitlines(), strict=False)
        if answer == blob
    )


def _merged() -> list[str]:
    return [one.removeprefix(GIT_HEAD) for one in os.environ if one.startswith(GIT_HEAD)]


def _blob_at(commit: str, path: PurePosixPath) -> str | None:
    found = _git("rev-parse", "--verify", "--quiet", f"{commit}:{path}")
    return found.decode().strip() if found is not None else None


def _git(*asked: str, given: bytes | None = None) -> bytes | None:
    """What git answers; None where it does not know."""
    try:
        done = subprocess.run(["git", *asked], input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
