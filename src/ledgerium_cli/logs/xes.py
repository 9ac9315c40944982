"""Reads a log in XES (IEEE 1849-2023), compressed or not, as a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ledgerium_cli.logs.columns import FURTHER, cells_of
from ledgerium_cli.logs.model import Cells, Faults, Given, Loaded, Reading, Row
from ledgerium_cli.logs.opened import opened
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.logs.trace_names import TraceNames
from ledgerium_cli.logs.xes_quick import lines_of, read_quickly
from ledgerium_cli.logs.xml_stream import read_xml
from ledgerium_cli.recording.files import Source

if TYPE_CHECKING:
    import duckdb

KIND = "XES"
_LOG, _TRACE = (re.compile(rb"<(?:[\w.-]+:)?" + tag + rb"\b") for tag in (b"log", b"trace"))
"""With an optional namespace prefix."""
KEYS: Mapping[Role, str] = {
    "case": "concept:name",
    "activity": "concept:name",
    "time": "time:timestamp",
    "start": "start_timestamp",
    "actor": "org:resource",
    "lifecycle": "lifecycle:transition",
    "instance": "concept:instance",
}
"""Attribute keys: of the trace for the case, of the event for all other roles. `start_timestamp` is pm4py's
addition."""


def recognises(head: bytes) -> bool:
    beginning = head.replace(b"\0", b"")  # UTF-16 as well
    return _LOG.search(beginning[:4096]) is not None and (
        b"xes" in beginning[:4096] or _TRACE.search(beginning) is not None
    )


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    columns = {role: name for role, name in {**KEYS, **given.columns}.items() if name}
    with opened(source) as stream:
        cells = cells_of(columns, given, [*columns.values(), *given.keep])
        names = TraceNames() if columns.get("case") == KEYS["case"] else None
        rows = _told(read_xml(stream, source.file, KIND, _Log(cells, faults, names), faults), names, faults)
        quick = partial(_quickly, source=source, cells=cells, names=names, faults=faults)
        yield Reading(columns, cells, rows, "event", quick, FURTHER, partial(lines_of, source))


def _told(rows: Iterator[Row], names: TraceNames | None, faults: Faults) -> Iterator[Row]:
    yield from rows
    if names is not None:
        names.tell(faults)


def _quickly(
    tables: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    source: Source,
    cells: Cells,
    names: TraceNames | None,
    faults: Faults,
) -> bool:
    """Loads the rows by `xes_quick`, as a `Quick`."""
    own = TraceNames() if names is not None else None  # a slow read adds all again
    if not read_quickly(tables, loaded, source, cells, own):
        return False
    if own is not None:
        own.tell(faults)
    return True


class _Log:
    """The state of the parser: in a log (depth 1), trace (2), event (3) or attribute (4)."""

    line: Callable[[], int]

    def __init__(self, cells: Cells, faults: Faults, names: TraceNames | None) -> None:
        self.faults, self.names = faults, names
        self.case_key = cells.get("case", "")
        self.cells: dict[str, list[str]] = {}
        for cell, key in cells.items():
            if cell != "case":
                self.cells.setdefault(key, []).append(cell)
        self.number = 0
        self.depth = 0
        self.rows: list[Row] = []
        """Rows of the traces that are complete."""
        self.of_trace: list[Row] = []
        self.case: str | None = None
        self.event: Row | None = None

    def taken(self) -> list[Row]:
        rows, self.rows = self.rows, []
        return rows

    def rest(self) -> list[Row]:
        """The rows of a trace that is not closed."""
        self._end_trace()
        return self.taken()

    def _end_trace(self) -> None:
        """Sets the case of the rows, since the trace may name itself after its events."""
        if self.of_trace and self.names is not None:
            self.names.add([self.case or ""])
        for row in self.of_trace:
            row["case"] = self.case
        self.rows += self.of_trace
        self.of_trace = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 4:
            if self.event is not None:
                self._attribute(self.event, attributes)
        elif self.depth == 3:
            if tag.endswith("event"):
                self.number += 1
                self.event = {"number": self.number, "line": self.line()}
            elif self.case is None and attributes.get("key") == self.case_key:
                self.case = attributes.get("value")
        elif self.depth == 2:
            self.case = None
            if tag.endswith("event"):
                self.number += 1
                self.faults.leave_out(
                    self.line(), "The event is in no trace.", "put it into that of its case."
                )

    def text(self, text: str) -> None:
        """Ignored: XES keeps nothing in text."""

    def _attribute(self, event: Row, attributes: dict[str, str]) -> None:
        for cell in self.cells.get(attributes.get("key", ""), ()):
            event.setdefault(cell, attributes.get("value"))

    def end(self, tag: str) -> None:
        if self.depth == 3 and self.event is not None:
            self.of_trace.append(self.event)
            self.event = None
        elif self.depth == 2:
            if tag.endswith("trace") and not self.of_trace and self.names is not None:
                self.names.add_empty([self.case or ""])
            self._end_trace()
        self.depth -= 1
