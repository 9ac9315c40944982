"""What a GitHub job tells in its environment: its summary, to which the GitHub formats add their tables, and where the
repository is, from which GitHub takes the names of files."""

from __future__ import annotations

import os
from pathlib import Path

from ledgerium_cli.errors import OutputError

VARIABLE = "GITHUB_STEP_SUMMARY"
WORKSPACE = "GITHUB_WORKSPACE"


def from_workspace(file: str) -> str:
    """The name of a file in the repository of the job, wherever the command runs; others stay as they are."""
    from ledgerium_cli.recording.files import STANDARD_INPUT

    if file == STANDARD_INPUT or not (workspace := os.environ.get(WORKSPACE)):
        return file
    root, path = Path(workspace).resolve(), Path(file)
    place = path.parent.resolve() / path.name
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else file


def add_to_summary(text: str) -> None:
    """Append to the summary; does nothing outside GitHub."""
    if not (name := os.environ.get(VARIABLE)):
        return
    try:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{name}: cannot be written ({error.strerror}). Check {VARIABLE}.") from error
