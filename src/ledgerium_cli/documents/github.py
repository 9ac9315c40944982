"""What GitHub shows beside files and in the log of a job: its workflow commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ledgerium_cli.output.text import plain
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.places import Place

Told = tuple[Literal["error", "warning"], Place | None, str]


def workflow_commands(told: Sequence[Told], last: str) -> str:
    """A command each, and `last` behind them for who reads the log. GitHub shows ten of a kind, the log has all."""
    lines = [f"::{kind} {_at(place)}title=Ledgerium::{_escaped(line)}" for kind, place, line in told]
    return "".join(f"{line}\n" for line in [*lines, plain(last)])


def _at(place: Place | None) -> str:
    """Properties of a command, in which colons and commas end something too."""
    if place is None:
        return ""
    file = _escaped(as_text(place.file)).replace(":", "%3A").replace(",", "%2C")
    return f"file={file}," + (f"line={place.line}," if place.line is not None else "")


def _escaped(text: str) -> str:
    """What would end the line or begin another command is encoded, as the runner decodes it."""
    return plain(text).replace("%", "%25")
