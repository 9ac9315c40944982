"""The formats of event logs, and which of them a file has: told by what it holds, never by its name.

A new format is one file with `KIND`, `recognises` and `read`, and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from ledgerium_cli.logs import csv_rows, ocel_json, ocel_sqlite, ocel_xml, parquet_rows, xes
from ledgerium_cli.logs.model import Faults, Given, Reading
from ledgerium_cli.recording.files import Source


@dataclass(frozen=True, slots=True)
class Format:
    kind: str
    """As documents call it."""
    recognises: Callable[[bytes], bool]
    """Asked with the beginning of a file, unpacked; must be quick, and say no to whatever it does not know."""
    read: Callable[[Source, Given, Faults], AbstractContextManager[Reading]]
    """Raises ImportRefused."""


FORMATS: tuple[Format, ...] = (
    Format(ocel_xml.KIND, ocel_xml.recognises, ocel_xml.read),
    Format(xes.KIND, xes.recognises, xes.read),
    Format(ocel_json.KIND, ocel_json.recognises, ocel_json.read),
    Format(ocel_sqlite.KIND, ocel_sqlite.recognises, ocel_sqlite.read),
    Format(parquet_rows.KIND, parquet_rows.recognises, parquet_rows.read),
    Format(csv_rows.KIND, csv_rows.recognises, csv_rows.read),
)
"""In the order in which they are asked; CSV takes almost anything."""


def format_of(head: bytes) -> Format | None:
    """None for a trace of Ledgerium and for what nobody knows."""
    if head.startswith(b'{"kind"'):
        return None
    return next((one for one in FORMATS if one.recognises(head)), None)
