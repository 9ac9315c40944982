"""Finds what was committed beside a version of a file that git hands over by its content alone, as to merge drivers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

GIT_HEAD = "GITHEAD_"
"""What the names of environment variables begin with in which git names the commits that it merges."""


def committed_beside(content: bytes, path: PurePosixPath, name: str) -> bytes | None:
    """The file `name` beside the file with this content: at the commits that are merged, else as it was in the last one
    that made `path`, or else any file, have it; None where there is none. `path` is relative to the root of the
    repository, which is the working directory."""
    for version in _as_committed(content):
        blob = _git("hash-object", "-t", "blob", "--stdin", given=version)
        if blob is None:
            return None
        blob_id = blob.decode().strip()
        at_tips = [(tip, str(path)) for tip in ("HEAD", *_merged()) if _blob_at(tip, path) == blob_id]
        for commits in (at_tips, _commits_of(blob_id, [str(path)]), _commits_of(blob_id, [])):
            for commit, place in commits:
                beside = PurePosixPath(place).parent / name
                if (found := _git("cat-file", "blob", f"{commit}:{beside}")) is not None:
                    return found
    return None


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
