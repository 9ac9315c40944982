"""Reads object-centric logs in SQLite: OCEL 2.0, and 1.0 as pm4py writes it.

The file is opened read-only, and no view or trigger in it is run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Faults, Given, Reading
from ledgerium_cli.logs.objects import ObjectEvent, reading
from ledgerium_cli.logs.opened import on_disk
from ledgerium_cli.recording.files import Source

KIND = "OCEL SQLite"
OWN = ("ocel_id", "ocel_type", "ocel:activity")
"""Columns of the table of an event type that are not attributes."""


def recognises(head: bytes) -> bool:
    return head.startswith(b"SQLite format 3\0")


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    with on_disk(source) as file:
        try:
            with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True)) as tables:
                tables.execute("PRAGMA trusted_schema = OFF")
                log = _Tables(tables)
                kind = _OldLog(log) if "EVENTS" in log.there else _Log(log)
                events, types = kind.events(), kind.types()
        except (sqlite3.Error, OverflowError) as error:
            raise ImportRefused(
                f"{source.file}: cannot be read as {KIND} ({error}). Export it again."
            ) from error
    yield reading(events, types, given, faults)


class _Tables:
    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables
        # Tables only: a view or a virtual table could compute anything.
        self.there = {
            name
            for name, sql in tables.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
            if str(sql).lstrip().upper().startswith("CREATE TABLE")
        }

    def rows(self, table: str, columns: str) -> sqlite3.Cursor:
        if table not in self.there:
            raise sqlite3.DatabaseError(f"there is no table {table!r}")
        quoted = table.replace('"', '""')
        return self._tables.execute(f'SELECT {columns} FROM "{quoted}"')

    def texts(self, table: str) -> Iterator[dict[str, str]]:
        """The values of each row that are not null, by column name."""
        rows = self.rows(table, "*")
        names = [str(one[0]) for one in rows.description]
        for row in rows:
            yield {name: str(value) for name, value in zip(names, row, strict=True) if value is not None}


class _Log:
    """OCEL 2.0."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def types(self) -> dict[str, str]:
        return {str(one): str(kind) for one, kind in self._tables.rows("object", "ocel_id, ocel_type")}

    def events(self) -> list[ObjectEvent]:
        """In the order of the table that lists all events."""
        found: dict[str, ObjectEvent] = {
            str(one): ObjectEvent(str(kind), None)
            for one, kind in self._tables.rows("event", "ocel_id, ocel_type")
        }
        for _, name in self._tables.rows("event_map_type", "ocel_type, ocel_type_map"):
            self._attributes(f"event_{name}", found)
        for event, one in self._tables.rows("event_object", "ocel_event_id, ocel_object_id"):
            if str(event) in found:
                found[str(event)].objects.append(str(one))
        return list(found.values())

    def _attributes(self, table: str, events: dict[str, ObjectEvent]) -> None:
        for values in self._tables.texts(table):
            event = events.get(values.get("ocel_id", ""))
            if event is not None:
                event.time = values.pop("ocel_time", None)
                event.attributes = {name: value for name, value in values.items() if name not in OWN}


class _OldLog:
    """OCEL 1.0."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def types(self) -> dict[str, str]:
        return {str(one): str(kind) for one, kind in self._tables.rows("OBJECTS", "[ocel:oid], [ocel:type]")}

    def events(self) -> list[ObjectEvent]:
        """In the order of the events table."""
        found: dict[str, ObjectEvent] = {}
        for values in self._tables.texts("EVENTS"):
            name = values.pop("ocel:eid", "")
            activity, time = values.pop("ocel:activity", None), values.pop("ocel:timestamp", None)
            found[name] = ObjectEvent(activity, time, values)
        for event, one in self._tables.rows("RELATIONS", "[ocel:eid], [ocel:oid]"):
            if str(event) in found:
                found[str(event)].objects.append(str(one))
        return list(found.values())
