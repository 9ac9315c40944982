"""`ledgerium export`: the event log for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from ledgerium_cli.cli.options import Input, OutputFile, reads_recordings, write
from ledgerium_cli.errors import UsageError
from ledgerium_cli.exports.names import Format, Program

ExportFormat = Annotated[Format, typer.Option("--format", help="Of the file.")]
ForProgram = Annotated[
    Program | None,
    typer.Option("--for", help="Whose names the columns of CSV and Parquet have; by default pm4py's."),
]


@reads_recordings
def export(
    given: Input, format: ExportFormat = "xes", program: ForProgram = None, output: OutputFile = None
) -> None:
    """Give away the event log: XES, CSV, Parquet, or OCEL 2.0.

    ledgerium export DIR --format csv --for disco -o orders.csv
    """
    from ledgerium_cli.exports.formats import export_log

    if program is not None and format not in ("csv", "parquet"):
        raise UsageError(f"--for names the columns of CSV and Parquet; {format} has its own.")
    write(export_log(given.load().analysis, format, program or "pm4py"), output)
