"""Options that several commands share, and how they print."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ledgerium_cli.build import Loaded
    from ledgerium_cli.problems import Problem

Traces = Annotated[
    list[str],
    typer.Argument(
        metavar="TRACE...", help="Recordings: files, folders, quoted globs, or - for standard input."
    ),
]
WorkflowFile = Annotated[
    Path | None,
    typer.Option("--workflow", "-w", metavar="FILE", help="By default workflow.toml beside the traces."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop when anything is wrong with the input.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors on standard error.")]


def load_and_tell(
    traces: list[str], workflow: Path | None, *, strict: bool, quiet: bool, model: bool = False
) -> Loaded:
    """Load the traces; what is wrong with them goes to standard error."""
    from ledgerium_cli.build import load

    loaded = load(traces, workflow, strict=strict, model=model)
    if not quiet:
        tell_problems(loaded.problems)
        if loaded.workflow_file is None:
            tell("No workflow file: steps and cases are guesses. `ledgerium init` writes one.")
    return loaded


def tell_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        tell(str(problem))


def tell(text: str) -> None:
    """A line for the person, on standard error, without what could steer a terminal."""
    from ledgerium_cli.documents.text import plain

    print(plain(text).encode(errors="replace").decode(), file=sys.stderr)


def emit(text: str) -> None:
    """The product, on standard output: UTF-8 and LF whatever the locale or the platform."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="surrogateescape"))  # a file's name may be any bytes
    sys.stdout.buffer.flush()
