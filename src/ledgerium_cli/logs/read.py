"""Reads a log of any format: its facts and all its activity instances."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs import csv_rows, parquet_rows
from ledgerium_cli.logs.formats import Format
from ledgerium_cli.logs.model import Faults, Given, Instance, LogFacts
from ledgerium_cli.logs.opened import name_of, sha256_of
from ledgerium_cli.logs.table import columns_there, database, fill
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source

AT_ONCE = 10_000
TABLES = (csv_rows.KIND, parquet_rows.KIND)
COLUMNS = """
    "case", activity, actor, system, start_ms, complete_ms, completed, aborted, numbers, times, suspended, kept, turn
"""


@dataclass(frozen=True, slots=True)
class Log:
    """A log that was read; usable only within `read_log`."""

    facts: LogFacts
    problems: tuple[Problem, ...]
    tables: duckdb.DuckDBPyConnection
    """Holds the table or view `instances`."""

    def activities(self) -> list[str]:
        """The distinct activity names, sorted."""
        rows = self.tables.execute("SELECT DISTINCT activity FROM instances ORDER BY activity").fetchall()
        return [name for (name,) in rows]

    def instances(self) -> Iterator[Instance]:
        """All instances, ordered by their first row."""
        found = self.tables.cursor().execute(
            f"SELECT {COLUMNS} FROM instances ORDER BY numbers[1], complete_ms, activity"
        )
        while rows := found.fetchmany(AT_ONCE):
            yield from (Instance(*row) for row in rows)


@contextmanager
def read_log(source: Source, format: Format, given: Given) -> Iterator[Log]:
    """Reads a log. Raises ImportRefused when it cannot be read, or not without further options."""
    if given.steps and format.kind not in TABLES:
        raise ImportRefused(
            f"{source.file}: --step is for tables with a row for each case, not for {format.kind}."
        )
    faults = Faults(source.file)
    with ThreadPoolExecutor(1) as aside, database() as tables, format.read(source, given, faults) as reading:
        sha256 = aside.submit(sha256_of, source)  # takes as long as reading a fast format
        rows = fill(tables, reading, given, faults)
        facts = LogFacts(
            source=name_of(source),
            kind=format.kind,
            sha256=sha256.result(),
            columns=columns_there(tables, reading, given, faults),
            time_zone=given.time_zone,
            date_format=given.date_format,
            case_type=given.case_type,
            unit=reading.unit,
            rows=rows,
            left_out=faults.count,
            kept=reading.kept,
            twice=faults.twice,
            first_twice=faults.first_twice,
            days_only=faults.days_only,
            cut_off=faults.cut_off,
        )
        yield Log(facts, faults.all(), tables)
