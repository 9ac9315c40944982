"""GitHub workflow commands, which GitHub shows beside files and in the job log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ledgerium_cli.documents.words import count
from ledgerium_cli.output.text import log_line, plain
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.files import STANDARD_INPUT
from ledgerium_cli.recording.places import Place

Level = Literal["error", "warning"]
Annotation = tuple[Level, Place | None, str]
MOST_SHOWN = 10
"""The most annotations of a level that GitHub shows for a step of a job."""


def workflow_commands(told: Sequence[Annotation], more: Iterable[str]) -> str:
    """One command a line, as many of each level as GitHub shows, the first of `told` before others; the last tells how
    many more there are. These follow as plain lines of the log, then `more`."""
    lines, rest = [], []
    for level in ("error", "warning"):
        own = [one for one in told if one[0] == level]
        shown = own if len(own) <= MOST_SHOWN else own[: MOST_SHOWN - 1]
        lines += [f"::{level} {_at(place)}title=Ledgerium::{_escaped(line)}" for _, place, line in shown]
        if left := own[len(shown) :]:
            stand = f"{count(len(left), f'more {level}')}: the log of this step has each."
            lines.append(f"::{level} title=Ledgerium::{stand}")
            rest += [line for *_, line in left]
    return "".join(f"{line}\n" for line in [*lines, *map(log_line, [*rest, *more])])


def _at(place: Place | None) -> str:
    """File and line as properties of a command, in which colons and commas must be escaped too."""
    if place is None or place.file == STANDARD_INPUT:
        return ""
    file = _escaped(as_text(place.file)).replace(":", "%3A").replace(",", "%2C")
    return f"file={file}," + (f"line={place.line}," if place.line is not None else "")


def _escaped(text: str) -> str:
    """Text with percent signs encoded, as the runner expects."""
    return plain(text).replace("%", "%25")
