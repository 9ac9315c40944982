"""Files to start with: `ledgerium init` and `ledgerium schema`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import emit, tell
from ledgerium_cli.errors import OutputError, UsageError


def init(
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TRACE]...", show_default=False, help="More recordings or logs for --from."),
    ] = None,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            "-t",
            metavar="NAME",
            help="What to begin with: a workflow file that comes with Ledgerium.",
        ),
    ] = "sales-order",
    recorded: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="TRACE", help="Draft it from recordings or event logs instead of a template."
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = Path(
        "workflow.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write a workflow file, to be fitted to your work.

    From a template, or drafted from recordings or logs. Examples:

    ledgerium init --template sales-order -o orders.toml

    ledgerium init --from trace.jsonl -o drafted.toml

    ledgerium init --from recordings/*.jsonl -o work.toml
    """
    from ledgerium_cli.output.write import write_documents

    if more and not recorded:
        raise UsageError(f"{more[0]}: to draft a workflow file from it: ledgerium init --from {more[0]}")
    if recorded:
        from ledgerium_cli.draft import drafted

        text = drafted([*recorded, *(more or ())])
    else:
        text = _from_template(template)
    if str(output) == "-":
        emit(text)
        return
    if os.path.exists(output) and not force:
        raise OutputError(
            f"{output}: there is a file already. Name another with -o, or overwrite it with --force."
        )
    write_documents(output.parent, {output.name: text})
    tell("Put it beside the traces, correct it, and look at `ledgerium steps`.")
    emit(f"{output}\n")


def _from_template(name: str) -> str:
    from ledgerium_cli.workflow.load import template_text

    return template_text(name)


def schema(
    context: typer.Context,
    of: Annotated[
        Literal["trace", "workflow", "analysis", "diff", "settings"],
        typer.Argument(metavar="FORMAT", help="Of which: trace, workflow, analysis, diff or settings."),
    ],
) -> None:
    """Print the JSON Schema of a format.

    Of a trace's lines, the workflow file, analysis.json, what diff writes, or ledgerium.toml. Example:

    ledgerium schema workflow > workflow.schema.json
    """
    from importlib import resources

    if of == "settings":
        import json

        from ledgerium_cli.settings.schema import settings_schema

        emit(json.dumps(settings_schema(context.obj.settings.commands), indent=2, ensure_ascii=False) + "\n")
        return
    schemas = resources.files("ledgerium_cli.schema").iterdir()
    emit(next(one for one in schemas if one.name.startswith(f"{of}-")).read_text(encoding="utf-8"))
