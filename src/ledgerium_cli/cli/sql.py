"""`ledgerium sql`: an analyst's own queries."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, OutputFile, keep_off_terminal, reads_recordings, write
from ledgerium_cli.errors import UsageError

Query = Annotated[
    str | None,
    typer.Option(
        "--query", "-c", metavar="SQL", help="What to ask; by default it is read from standard input."
    ),
]
TableName = Annotated[
    Literal["recordings", "cases", "steps", "events", "holds", "paths"] | None,
    typer.Option("--table", help="All of one table, in place of a query."),
]
AnswerFormat = Annotated[
    Literal["table", "csv", "json", "parquet"],
    typer.Option("--format", help="Columns to read, CSV, a JSON object a line, or a Parquet file."),
]


@reads_recordings
def sql(
    given: Input,
    query: Query = None,
    table: TableName = None,
    format: AnswerFormat = "table",
    output: OutputFile = None,
) -> None:
    """Ask the recordings a question in SQL.

    Recordings, cases, steps, events, holds and paths are tables. Examples:

    ledgerium sql recordings -c "SELECT count(*) FROM cases WHERE held"

    ledgerium sql recordings --table steps --format parquet -o steps.parquet
    """
    from ledgerium_cli.tables.query import as_csv, as_json, as_table, ask, ask_parquet
    from ledgerium_cli.tables.rows import Asked

    keep_off_terminal(format, output)
    if table is not None and query is not None:
        raise UsageError("Give --query or --table: a table is asked for as a whole.")
    if table is not None:
        query = f"SELECT * FROM {table}"
    elif query is None:
        query = _from_standard_input()
    loaded = given.load()
    asked = Asked(loaded.analysis, loaded.recordings)
    if format == "parquet":
        answer: str | bytes = ask_parquet(asked, query)
    else:
        answer = {"table": as_table, "csv": as_csv, "json": as_json}[format](ask(asked, query))
    write(answer, output)


def _from_standard_input() -> str:
    if sys.stdin.isatty():
        raise UsageError("Ask with --query, name a --table, or give the query on standard input.")
    return sys.stdin.read()
