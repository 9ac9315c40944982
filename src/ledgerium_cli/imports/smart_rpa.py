"""smartRPA: the CSV of a recorder derived from RPA UI Logger, with other column names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgerium_cli.imports import ui_logger
from ledgerium_cli.imports.acts import Given, ImportedFile
from ledgerium_cli.imports.rows import Columns, Row, rows_of
from ledgerium_cli.logs.model import Faults

NAME = "smartRPA CSV"
_TIME = "timestamp"
_CALLED = {
    _TIME: ui_logger.TIME, "user": "userID", "application": "targetApp", "event_type": "eventType",
    "browser_url": "url", "clipboard_content": "content", "workbook": "target.workbookName",
    "current_worksheet": "target.sheetName", "tag_category": "target.tagName", "tag_type": "target.type",
    "tag_name": "target.name", "tag_value": "target.value", "tag_checked": "target.checked",
    "tag_html": "target.innerHTML", "tag_innerText": "target.innerText", "tag_option": "target.option",
    "id": "target.id",
}  # fmt: skip
_COLUMNS = Columns(
    needed=(_TIME, "application", "event_type"),
    further=(*_CALLED, "category", "cell_range", "cell_range_number", "cell_content"),
    address="browser_url",
    told_by=(_TIME, "category", "application", "event_type"),
    own=("browser_url", "clipboard_content", "current_worksheet", "cell_range", "tag_category", "tag_innerText"),
)  # fmt: skip
_MILLISECONDS = re.compile(r":(?=[0-9]{3,6}$)")
"""The milliseconds, which follow a colon."""


def recognises(head: bytes) -> bool:
    return _COLUMNS.are_in(head)


def read(data: bytes, name: str, given: Given) -> ImportedFile:
    """Reads the file like one of RPA UI Logger; its times have no zone."""
    faults = Faults(name)
    return ui_logger.read_rows(_rows(data, faults), data, faults, given, NAME, _TIME)


def _rows(data: bytes, faults: Faults) -> Iterator[Row]:
    for row in rows_of(data, _COLUMNS, faults):
        fields = {ours: row[theirs] for theirs, ours in _CALLED.items()}
        fields[ui_logger.TIME] = _MILLISECONDS.sub(".", row[_TIME].strip())
        fields["target.id"] = row["cell_range"] or row["cell_range_number"] or fields["target.id"]
        if (
            fields["targetApp"].strip().casefold() == "clipboard"
            or row["category"].strip().casefold() == "clipboard"
        ):
            fields["targetApp"] = ui_logger.CLIPBOARD
        if row["cell_content"]:
            fields["target.value"] = row["cell_content"]
        yield Row(row.line, fields)
