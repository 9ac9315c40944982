"""Compare two builds or two sets of recordings, as a library.

from ledgerium_cli.between import compare, read_side
from ledgerium_cli.load import load

diff = compare(read_side("march/ledgerium-out", load), read_side("may/recordings", load))
for one in diff.of("differs"):
    print(one.what, one.effect)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ledgerium_cli.documents.differences.side import side_of, side_of_json
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.differences.compare import Diff, compare
from ledgerium_cli.findings.differences.side import Side
from ledgerium_cli.load import Loaded
from ledgerium_cli.output.names import ANALYSIS_NAME
from ledgerium_cli.problems import as_text

__all__ = ["Diff", "analysis_in", "compare", "read_side"]

BEGINS = (b'{"format":1,"workflow":', b'{"format":2,"workflow":')
"""The first bytes of every `analysis.json`, with white space removed."""


def read_side(name: str, load: Callable[[list[str]], Loaded]) -> Side:
    """One side of a comparison: `name` is an `analysis.json`, a folder that holds one, or recordings or logs for
    `load`.

    Raises UsageError when the `analysis.json` cannot be read or compared, and whatever `load` raises.
    """
    if (file := analysis_in(name)) is None:
        return side_of(load([name]).analysis, as_text(name))
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}). Check the name.") from error
    return side_of_json(content, as_text(name))


def analysis_in(name: str) -> Path | None:
    """The `analysis.json` that `name` stands for, or None when `name` is not a build."""
    path = Path(name)
    if os.path.isdir(path):
        path = path / ANALYSIS_NAME
        return path if os.path.isfile(path) else None
    return path if path.name == ANALYSIS_NAME or (path.suffix == ".json" and _is_build(path)) else None


def _is_build(path: Path) -> bool:
    """Whether a JSON file is a renamed `analysis.json`, not a log or recording of another program."""
    try:
        with path.open("rb") as file:
            return b"".join(file.read(100).split()).startswith(BEGINS)
    except OSError:
        return False
