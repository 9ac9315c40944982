"""`ledgerium export`: the event log and the mined model for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli.cli.options import Input, Noise, OutputFile, keep_off_terminal, reads_recordings, write
from ledgerium_cli.errors import UsageError
from ledgerium_cli.exports.names import Format, Program

ExportFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="The log: xes, csv, ocel or parquet; the mined model: bpmn or pnml. By default what --output ends with.",
    ),
]
ForProgram = Annotated[
    Program | None,
    typer.Option("--for", help="Whose names the columns of CSV and Parquet have; by default pm4py's."),
]
ENDINGS: Mapping[str, Format] = {
    "": "xes",
    ".xes": "xes",
    ".csv": "csv",
    ".parquet": "parquet",
    ".json": "ocel",
    ".ocel": "ocel",
    ".bpmn": "bpmn",
    ".pnml": "pnml",
}
OTHERS: Mapping[str, str] = {
    ".sqlite": "SQLite",
    ".sqlite3": "SQLite",
    ".db": "SQLite",
    ".xmlocel": "OCEL as XML",
    ".jsonl": "JSON Lines",
    ".xlsx": "an Excel workbook",
    ".gz": "a compressed file",
    ".zip": "a compressed file",
}
"""What files are that end so, none of which is written."""


@reads_recordings
def export(
    given: Input,
    context: typer.Context,
    format: ExportFormat = None,
    program: ForProgram = None,
    noise: Noise = None,
    output: OutputFile = None,
) -> None:
    """Give the event log or the mined model to other programs.

    The log as XES, CSV, Parquet or OCEL 2.0, the model as BPMN 2.0 or PNML. Example:

    ledgerium export recordings --format csv --for disco -o orders.csv
    """
    from ledgerium_cli.exports import formats

    into = _format_of(output, format)
    if into not in ("csv", "parquet"):
        _must_not_be_given(
            context, "program", f"--for names the columns of CSV and Parquet; {into} has its own."
        )
    if into not in formats.MODELS:
        _must_not_be_given(
            context, "noise", "--noise is about the mined model; ask for --format bpmn or pnml."
        )
    keep_off_terminal(into, output)
    analysis = given.load(model=into in formats.MODELS, noise=noise).analysis
    given.tell_all(formats.told(analysis, into))
    write(formats.export(analysis, into, program or "pm4py"), output)


def _must_not_be_given(context: typer.Context, argument: str, why: str) -> None:
    """Raises UsageError for an option of other formats on the command line. A setting waits for its formats."""
    source = context.get_parameter_source(argument)
    if source is not None and source.name == "COMMANDLINE":
        raise UsageError(why)


def _format_of(output: Path | None, format: Format | None) -> Format:
    """The format that was asked for, by default the one that the name says. Raises UsageError where the name says none,
    or another one: no program would open the file."""
    ending = output.suffix.lower() if output is not None else ""
    if format is None and ending not in ENDINGS:
        endings = ", ".join(filter(None, ENDINGS))
        raise UsageError(
            f"{output}: the name says no format. End it with one of {endings}, or give --format."
        )
    if format is None:
        return ENDINGS[ending]
    says = OTHERS.get(ending, ENDINGS.get(ending, format))
    if ending and says != format:
        own = " or ".join(one for one, kind in ENDINGS.items() if one and kind == format)
        raise UsageError(f"{output}: the name says {says}, --format says {format}. End the name with {own}.")
    return format
