"""Looking closer: `ledgerium mine`, `steps`, `validate`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import (
    Input,
    Noise,
    Quiet,
    Traces,
    emit,
    only_recordings,
    reads_recordings,
    tell,
)
from ledgerium_cli.plural import count

ModelFormat = Annotated[Literal["text", "json"], typer.Option("--format", help="Words, or JSON.")]
StepsFormat = Annotated[
    Literal["table", "csv", "json"],
    typer.Option("--format", help="A table to read, CSV, or a JSON object a line."),
]


@reads_recordings
def mine(given: Input, format: ModelFormat = "text", noise: Noise = None) -> None:
    """Print the process model that is mined from the variants.

    By pm4py's inductive miner, with its fitness and precision. Example:

    ledgerium mine recordings --noise 0.2
    """
    from ledgerium_cli.documents.analysis.render import render_model_json
    from ledgerium_cli.documents.model_text import render_model

    analysis = given.load(model=True, noise=noise).analysis
    model = analysis.mined
    if format == "text":
        emit(render_model(model, analysis.titles.__getitem__, analysis.filtered))
    else:
        emit(render_model_json(model, analysis.filtered))


@reads_recordings
def steps(given: Input, format: StepsFormat = "table") -> None:
    """Print every step, and why it was cut where it was.

    With its case, its time and its events. Example:

    ledgerium steps trace.jsonl --format csv > steps.csv
    """
    from ledgerium_cli.documents.steps_table import steps_csv, steps_json, steps_table

    analysis = given.load().analysis
    emit({"table": steps_table, "csv": steps_csv, "json": steps_json}[format](analysis))


def validate(traces: Traces, quiet: Quiet = False) -> None:
    """Check recordings against trace format 1.

    Exits 1 when anything is wrong. Prints file, line, what is wrong and what to do, a line each. Example:

    ledgerium validate recordings
    """
    from ledgerium_cli.output.text import plain
    from ledgerium_cli.recording.files import read_files

    only_recordings(traces, "validate")
    found = read_files(traces)
    emit("".join(f"{plain(str(problem))}\n" for problem in found.problems))
    if not quiet:
        events = sum(len(recording.events) for recording in found.recordings)
        tell(
            f"{count(len(found.recordings), 'recording')}, {count(events, 'event')}, "
            f"{count(len(found.problems), 'problem')}."
        )
    if found.problems:
        raise typer.Exit(1)
