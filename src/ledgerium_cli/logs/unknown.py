"""Explains why a file that seems meant as a log is not recognised."""

from __future__ import annotations

import msgspec

from ledgerium_cli.logs.csv_rows import FEWEST_COLUMNS, header_below
from ledgerium_cli.logs.opened import head, is_packed
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def problem_with(source: Source) -> Problem | None:
    """The problem with the file; None when it may be a recording or nothing is known. Raises NoRecording for a file
    that cannot be read."""
    beginning = head(source)
    told = _told(beginning, packed=is_packed(source))
    return Problem(source.file, None, *told) if told is not None else None


def _told(beginning: bytes, *, packed: bool) -> tuple[str, str] | None:
    if beginning.startswith(WORKBOOKS):
        return "The file is a workbook or an archive, no table of text.", "Save its table as CSV."
    if beginning.lstrip().startswith(b"<"):
        if b"<!DOCTYPE" in beginning:
            return (
                "The file declares a document type, which no log needs and which could hide anything.",
                "Remove the DOCTYPE.",
            )
        return "The file is XML, and neither XES nor OCEL.", "Export the log as one of them, or as CSV."
    if _is_json_of_rows(beginning):
        return (
            "The file is JSON, and neither a recording nor an object-centric log (OCEL).",
            "Export the log as CSV, XES or OCEL.",
        )
    if (line := header_below(beginning)) is not None:
        return (
            f"The table does not begin with the names of its columns; they seem to stand in line {line}.",
            "Remove the lines above them.",
        )
    if packed:
        return (
            "The file is packed with gzip, and what can be unpacked of it is no log that is known.",
            "Copy it again, should it be cut off; unpack a recording.",
        )
    return None


def _is_json_of_rows(beginning: bytes) -> bool:
    """Whether the first line is an object with as many names as a log needs, and no event of a recording."""
    first = beginning.lstrip(b"\xef\xbb\xbf[ \t\r\n").split(b"\n", 1)[0].rstrip(b",] \t\r")
    try:
        row = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(row, dict) and "kind" not in row and len(row) >= FEWEST_COLUMNS
