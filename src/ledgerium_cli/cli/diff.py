"""`ledgerium diff`: what differs between two builds or two sets of recordings, and is it more than noise?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, OutputFile, reads_recordings, write
from ledgerium_cli.errors import UsageError

if TYPE_CHECKING:
    from ledgerium_cli.findings.differences.compare import Diff
    from ledgerium_cli.findings.differences.side import Side

At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="DAY",
        help="Compare the cases that began before a day (UTC) with those that began on it or later.",
    ),
]  # fmt: skip
DiffFormat = Annotated[
    Literal["text", "md", "json"], typer.Option("--format", help="Lines, Markdown, or JSON.")
]
ExitCode = Annotated[
    bool,
    typer.Option(
        "--exit-code/--no-exit-code",
        show_default=False,
        help="Exit 1 when something differs by more than noise.",
    ),
]


@reads_recordings
def diff(
    given: Input,
    at: At = None,
    format: DiffFormat = "text",
    output: OutputFile = None,
    exit_code: ExitCode = False,
) -> None:
    """Tell what differs between two sets of recordings or builds.

    Steps, paths, times, holds and rates of A and of B, and whether they differ by more than noise. A and B are
    recordings, logs, or builds by their folder or analysis.json. Examples:

    ledgerium diff ledgerium-out new

    ledgerium diff recordings --at 2026-11-23T03:37Z
    """
    from ledgerium_cli.documents.differences.render import FORMATS

    found = _around(given, at) if at is not None else _two(given)
    write(FORMATS[format](found), output)
    if exit_code and found.differs:
        raise typer.Exit(1)


def _two(given: Input) -> Diff:
    from ledgerium_cli.between import compare

    if len(given.traces) != 2:
        raise UsageError("Name two to compare, A and B; or one set of recordings and a day with --at.")
    a, b = (_side(given, name) for name in given.traces)
    return compare(a, b)


def _side(given: Input, name: str) -> Side:
    from ledgerium_cli.between import read_side

    if given.only or given.without or given.workflow:
        _must_be_recordings(name)
    return read_side(name, lambda names: replace(given, traces=names).load())


def _must_be_recordings(name: str) -> None:
    from ledgerium_cli.between import analysis_in

    if analysis_in(name) is not None:
        raise UsageError(
            f"{name}: is a build, which can be neither filtered nor told apart anew. Name its recordings."
        )


def _around(given: Input, at: str) -> Diff:
    """The cases of one set before a day against the others."""
    from ledgerium_cli.between import compare
    from ledgerium_cli.documents.differences.side import side_of

    for name in given.traces:
        _must_be_recordings(name)
    day = f"{at}T00:00Z" if len(at) == len("2026-03-01") else at
    before = [*_without(given.only, "until"), f"until={day}"]
    after = [*_without(given.only, "since"), f"since={day}"]
    a, b = given.load_each([before, after])
    return compare(side_of(a.analysis, f"before {at}"), side_of(b.analysis, f"from {at} on"))


def _without(only: list[str] | None, key: str) -> list[str]:
    """The day bounds this side in place of a later or an earlier one."""
    return [one for one in only or () if one.partition("=")[0].strip() != key]
