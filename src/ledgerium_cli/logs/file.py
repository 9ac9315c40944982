"""Reads and writes an imported log: a Parquet file with a row per activity instance and its origin in the metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec

from ledgerium_cli.errors import ImportRefused, OutputError
from ledgerium_cli.logs.columns import shell
from ledgerium_cli.logs.dates import FIRST_MS, LAST_MS
from ledgerium_cli.logs.model import LogFacts
from ledgerium_cli.logs.opened import called_in_utf8, on_disk
from ledgerium_cli.logs.read import Log
from ledgerium_cli.logs.table import INSTANCES, database
from ledgerium_cli.problems import Problem, as_text
from ledgerium_cli.recording.files import Source
from ledgerium_cli.sql import quoted

SUFFIX = ".log.parquet"
KEY = "ledgerium.log"
"""Key in the Parquet metadata; its value is `LogFacts` as JSON."""

_AS_WRITTEN = """
    "case" AS case_id, activity, actor, system, make_timestamp_ms(start_ms) AS start_utc,
    make_timestamp_ms(complete_ms) AS complete_utc, completed, aborted, numbers AS row_numbers, times AS row_times_ms,
    suspended AS suspended_ms, kept AS row_texts
"""
_IN_TURN = "sorting"
"""The role whose column tells the order of what starts at the same time; without it the file has no column `turn`."""
_AS_READ = """
    case_id, activity, actor, system, epoch_ms(start_utc), epoch_ms(complete_utc), completed, aborted, row_numbers,
    row_times_ms, suspended_ms, row_texts
"""
_BROKEN = """
    FROM instances WHERE NOT coalesce(
        trim("case") <> '' AND trim(activity) <> '' AND actor IS NOT NULL AND system IS NOT NULL
        AND completed IS NOT NULL AND aborted IS NOT NULL AND NOT (completed AND aborted)
        AND len(numbers) > 0 AND len(numbers) = len(times) AND numbers[1] > 0 AND times = list_sort(times)
        AND list_count(numbers) = len(numbers) AND list_count(times) = len(times)
        AND times[1] >= {first} AND times[-1] <= {last}
        AND complete_ms = times[-1] AND (start_ms IS NULL OR list_contains(times, start_ms))
        AND turn >= 0
        AND len(suspended) % 2 = 0 AND list_count(suspended) = len(suspended) AND suspended = list_sort(suspended)
        AND (len(suspended) = 0 OR (suspended[1] >= start_ms AND suspended[-1] <= complete_ms))
        AND len(kept) IN (0, len(numbers)) AND list_count(kept) = len(kept)
        AND len(list_filter(kept, lambda one: len(one) NOT IN (0, {kept}) OR list_count(one) <> len(one))) = 0, false)
"""


def write(log: Log, file: Path) -> None:
    """Writes the file; the same log gives the same bytes. Raises OutputError and then leaves an existing file
    untouched."""
    facts = msgspec.json.encode(log.facts).decode()
    turn = ", turn" if _IN_TURN in log.facts.columns else ""
    aside = file.with_name(as_text(f".{file.name}.part"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with called_in_utf8(file.parent) as folder:
            log.tables.execute(
                f"COPY (SELECT {_AS_WRITTEN}{turn} FROM instances ORDER BY numbers[1], complete_ms, activity) TO "
                f"{quoted(str(folder / aside.name))} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{quoted(KEY)}: {quoted(facts)}}})"
            )
        aside.replace(file)
    except (OSError, duckdb.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{file}: cannot be written ({why}). What stood there is whole.") from error
    finally:
        aside.unlink(missing_ok=True)


def facts_in(file: Path) -> LogFacts | None:
    """The facts stored in a Parquet file; None when Ledgerium did not write it, or it cannot be read."""
    try:
        with duckdb.connect() as tables, called_in_utf8(file) as named:
            found = tables.execute(
                f"SELECT decode(value) FROM parquet_kv_metadata({quoted(str(named))}) WHERE decode(key) = {quoted(KEY)}"
            ).fetchone()
        return msgspec.json.decode(found[0], type=LogFacts) if found is not None else None
    except (duckdb.Error, msgspec.DecodeError):
        return None


@contextmanager
def open_log(source: Source, facts: LogFacts, asked: Sequence[str] = ()) -> Iterator[Log]:
    """Opens a file that `write` wrote. Each column in `asked` that the file does not hold is a problem.

    Raises ImportRefused when the file was changed since it was written.
    """
    with on_disk(source) as file, database() as tables:
        try:
            tables.execute(INSTANCES)
            turn = "turn" if _IN_TURN in facts.columns else "0"
            tables.execute(
                f"INSERT INTO instances SELECT {_AS_READ}, {turn} FROM read_parquet({quoted(str(file))})"
            )
            broken = (
                tables.execute(
                    f"SELECT 1 {_BROKEN.format(kept=len(facts.kept), first=FIRST_MS, last=LAST_MS)} LIMIT 1"
                ).fetchone()
                is not None
            )
            empty = tables.execute("SELECT 1 FROM instances LIMIT 1").fetchone() is None
        except duckdb.Error as error:
            raise _changed(source, str(error).splitlines()[0]) from error
        if broken or empty:
            raise _changed(source, "a row is not as it was written")
        yield Log(facts, tuple(_missing(source, name) for name in asked if name not in facts.kept), tables)


def _missing(source: Source, column: str) -> Problem:
    return Problem(
        source.file,
        None,
        f"Column {column!r}, which the workflow file asks for, did not come along.",
        f"Import the log again with --keep {shell(column)}.",
    )


def _changed(source: Source, why: str) -> ImportRefused:
    return ImportRefused(f"{source.file}: the file was changed ({why}). Import the log again.")
