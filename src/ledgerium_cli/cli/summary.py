"""The summary of a GitHub job, to which the GitHub formats add their tables."""

from __future__ import annotations

import os
from pathlib import Path

from ledgerium_cli.errors import OutputError

VARIABLE = "GITHUB_STEP_SUMMARY"


def add_to_summary(text: str) -> None:
    """Append to the summary; does nothing outside GitHub."""
    if not (name := os.environ.get(VARIABLE)):
        return
    try:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{name}: cannot be written ({error.strerror}). Check {VARIABLE}.") from error
