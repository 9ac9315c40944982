"""`ledgerium export`: the event log and the mined model for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from ledgerium_cli.cli.options import Input, Noise, OutputFile, keep_off_terminal, reads_recordings, write
from ledgerium_cli.errors import UsageError
from ledgerium_cli.exports.names import Format, Program

ExportFormat = Annotated[
    Format,
    typer.Option("--format", help="The log: xes, csv, ocel or parquet; the mined model: bpmn or pnml."),
]
ForProgram = Annotated[
    Program | None,
    typer.Option("--for", help="Whose names the columns of CSV and Parquet have; by default pm4py's."),
]


@reads_recordings
def export(
    given: Input,
    format: ExportFormat = "xes",
    program: ForProgram = None,
    noise: Noise = None,
    output: OutputFile = None,
) -> None:
    """Give the event log or the mined model to other programs.

    The log as XES, CSV, Parquet or OCEL 2.0, the model as BPMN 2.0 or PNML. Example:

    ledgerium export recordings --format csv --for disco -o orders.csv
    """
    from ledgerium_cli.exports import formats

    if program is not None and format not in ("csv", "parquet"):
        raise UsageError(f"--for names the columns of CSV and Parquet; {format} has its own.")
    if noise is not None and format not in formats.MODELS:
        raise UsageError("--noise is about the mined model; ask for --format bpmn or pnml.")
    keep_off_terminal(format, output)
    analysis = given.load(model=format in formats.MODELS, noise=noise).analysis
    write(formats.export(analysis, format, program or "pm4py"), output)
