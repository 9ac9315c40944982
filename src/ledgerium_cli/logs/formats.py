"""The supported formats of event logs. A format is recognised by the content of a file, never by its name."""

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
    """The name of the format in documents."""
    recognises: Callable[[bytes], bool]
    """Called with the uncompressed beginning of a file; must be quick and False for anything it does not know."""
    read: Callable[[Source, Given, Faults], AbstractContextManager[Reading]]
    """Reads a log. Raises ImportRefused."""


FORMATS: tuple[Format, ...] = (
    Format(ocel_xml.KIND, ocel_xml.recognises, ocel_xml.read),
    Format(xes.KIND, xes.recognises, xes.read),
    Format(ocel_json.KIND, ocel_json.recognises, ocel_json.read),
    Format(ocel_sqlite.KIND, ocel_sqlite.recognises, ocel_sqlite.read),
    Format(parquet_rows.KIND, parquet_rows.recognises, parquet_rows.read),
    Format(csv_rows.KIND, csv_rows.recognises, csv_rows.read),
)
"""In the order in which they are tried; CSV is last, as it accepts almost anything."""


def format_of(head: bytes) -> Format | None:
    """The format of a file; None for a trace of Ledgerium and for an unknown format."""
    if head.startswith(b'{"kind"'):
        return None
    return next((one for one in FORMATS if one.recognises(head)), None)
