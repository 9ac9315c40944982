"""The formats of other recorders, and which of them a file has: told by what it holds, never by its name.

A new format is one file with a `Format`, and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledgerium_cli.imports import devtools, smart_rpa, ui_logger, userale
from ledgerium_cli.imports.acts import Given, ImportedFile

HEAD = 65_536
"""Bytes at the beginning of a file by which it is recognised."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    """As documents and `--help` call it."""
    recognises: Callable[[bytes], bool]
    """Asked with the beginning of a file; must be quick, and say no to whatever it does not know."""
    read: Callable[[bytes, str, Given], ImportedFile]
    """The whole file, how problems call it, and what a person says of it. Raises ImportRefused."""


FORMATS: tuple[Format, ...] = (
    Format(ui_logger.NAME, ui_logger.recognises, ui_logger.read),
    Format(smart_rpa.NAME, smart_rpa.recognises, smart_rpa.read),
    Format(userale.NAME, userale.recognises, userale.read),
    Format(devtools.NAME, devtools.recognises, devtools.read),
)


def format_of(head: bytes) -> Format | None:
    """The format of a file that begins so; None for a trace of Ledgerium and for what nobody knows."""
    return next((one for one in FORMATS if one.recognises(head)), None)
