"""GitHub workflow commands, which GitHub shows beside files and in the job log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ledgerium_cli.output.text import plain
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.places import Place

Annotation = tuple[Literal["error", "warning"], Place | None, str]


def workflow_commands(told: Sequence[Annotation], more: Iterable[str]) -> str:
    """One command a line, then `more` as plain lines. GitHub shows at most ten annotations of a kind; the log has
    all."""
    lines = [f"::{kind} {_at(place)}title=Ledgerium::{_escaped(line)}" for kind, place, line in told]
    return "".join(f"{line}\n" for line in [*lines, *map(plain, more)])


def _at(place: Place | None) -> str:
    """File and line as properties of a command, in which colons and commas must be escaped too."""
    if place is None:
        return ""
    file = _escaped(as_text(place.file)).replace(":", "%3A").replace(",", "%2C")
    return f"file={file}," + (f"line={place.line}," if place.line is not None else "")


def _escaped(text: str) -> str:
    """Text with percent signs encoded, as the runner expects."""
    return plain(text).replace("%", "%25")
