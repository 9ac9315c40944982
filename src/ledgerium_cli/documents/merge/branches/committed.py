"""Finds what was committed beside a version of a file that git hands over by its content alone, as to merge drivers."""

from __future__ import annotations

import os
import subprocess
from pathlib import PurePosixPath

GIT_HEAD = "GITHEAD_"
"""What the names of environment variables begin with in which git names the commits that it merges."""


def committed_beside(content: bytes, path: PurePosixPath, name: str) -> bytes | None:
    """The file `name` in the folder of `path`, as it was in the last commit that made `path` have this content; None
    where there is none. `path` is relative to the root of the repository, which is the working directory."""
    blob = _git("hash-object", "-t", "blob", "--stdin", given=content)
    commit = _commit_of(blob.decode().strip(), path) if blob is not None else None
    return _git("cat-file", "blob", f"{commit}:{path.parent / name}") if commit is not None else None


def _commit_of(blob: str, path: PurePosixPath) -> str | None:
    merged = [one.removeprefix(GIT_HEAD) for one in os.environ if one.startswith(GIT_HEAD)]
    # Of a merge each of its parents is compared; and a branch may be known by the log of references alone.
    told = _git(
        "-c", "log.showRoot=true", "log", "--all", "--reflog", "HEAD", *merged, "--full-history", "-m", "--raw",
        "--no-abbrev", "--no-renames", f"--find-object={blob}", "--format=%H", "--", str(path),
    )  # fmt: skip
    commit: str | None = None
    for line in (told or b"").decode(errors="replace").split("\n"):
        if not line.startswith(":"):
            commit = line or commit
        elif line.split()[3] == blob:
            return commit
    return None


def _git(*asked: str, given: bytes | None = None) -> bytes | None:
    """What git answers; None where it does not know."""
    try:
        done = subprocess.run(["git", *asked], input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
