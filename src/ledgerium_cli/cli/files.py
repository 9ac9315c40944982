"""Files to begin with: `ledgerium init` and `ledgerium schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import emit, tell
from ledgerium_cli.errors import OutputError


def init(
    template: Annotated[
        str, typer.Option("--template", "-t", metavar="NAME", help="Which template.")
    ] = "sales-order",
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = Path(
        "workflow.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write a workflow file from a template, to be fitted to your systems."""
    from ledgerium_cli.documents.write import write_documents
    from ledgerium_cli.workflow.load import template_text

    text = template_text(template)
    if str(output) == "-":
        emit(text)
        return
    if output.exists() and not force:
        raise OutputError(
            f"{output}: there is a file already. Name another with -o, or overwrite it with --force."
        )
    write_documents(output.parent, {output.name: text})
    tell("Put it beside the traces, name your systems in it, and look at `ledgerium steps`.")
    emit(f"{output}\n")


def schema(
    of: Annotated[
        Literal["trace", "workflow", "analysis"], typer.Argument(metavar="trace|workflow|analysis")
    ],
) -> None:
    """Print the JSON Schema of a trace's lines, of the workflow file, or of analysis.json."""
    from importlib import resources

    emit((resources.files("ledgerium_cli.schema") / f"{of}-1.json").read_text(encoding="utf-8"))
