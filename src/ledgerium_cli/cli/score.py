"""`ledgerium score`: how good is an SOP, by published rules?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import OutputFile, write

Sops = Annotated[
    list[Path],
    typer.Argument(metavar="SOP...", help="SOPs in Markdown, whoever wrote them, or - for standard input."),
]
ScoreFormat = Annotated[
    Literal["text", "json", "md"], typer.Option("--format", help="Lines, JSON, or Markdown.")
]
Least = Annotated[
    int | None,
    typer.Option("--min", min=0, max=100, metavar="N", help="Exit 1 when one has less than N of 100."),
]


def score(sops: Sops, format: ScoreFormat = "text", least: Least = None, output: OutputFile = None) -> None:
    """Score SOPs from 0 to 100 by twelve criteria.

    Says what earns the next point of each criterion. Example, for CI:

    ledgerium score --min 80 ledgerium-out/sop.md
    """
    from ledgerium_cli.score.files import score_files
    from ledgerium_cli.score.told import FORMATS

    scored = score_files(sops, lambda: sys.stdin.buffer.read())
    write(FORMATS[format](scored), output)
    if least is not None and any(one.score.total < least for one in scored):
        raise typer.Exit(1)
