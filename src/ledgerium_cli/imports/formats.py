"""The supported formats of other recorders. A format is recognised by the content of a file, never by its name.

A new format is one file with a `Format`, and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledgerium_cli.imports import devtools, smart_rpa, ui_logger, userale
from ledgerium_cli.imports.acts import Given, ImportedFile


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    """The name of the format in documents and `--help`."""
    recognises: Callable[[bytes], bool]
    """Called with the beginning of a file; must be quick and False for anything it does not know."""
    read: Callable[[bytes, str, Given], ImportedFile]
    """Takes the whole file, its name in problems, and the import options. Raises ImportRefused."""


FORMATS: tuple[Format, ...] = (
    Format(ui_logger.NAME, ui_logger.recognises, ui_logger.read),
    Format(smart_rpa.NAME, smart_rpa.recognises, smart_rpa.read),
    Format(userale.NAME, userale.recognises, userale.read),
    Format(devtools.NAME, devtools.recognises, devtools.read),
)


def format_of(head: bytes) -> Format | None:
    """The format of a file with this beginning; None for a trace of Ledgerium and for an unknown format."""
    return next((one for one in FORMATS if one.recognises(head)), None)
