"""`ledgerium diff`: what differs between two builds or two sets of recordings, by more than noise?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledgerium_cli.cli.github import add_to_summary
from ledgerium_cli.cli.options import Input, OutputFile, reads_recordings, write
from ledgerium_cli.errors import UsageError
from ledgerium_cli.output.place import one_file

if TYPE_CHECKING:
    from ledgerium_cli.findings.differences.compare import Diff
    from ledgerium_cli.findings.differences.side import Side
    from ledgerium_cli.findings.filters import Condition

Sides = Annotated[
    list[str],
    typer.Argument(
        metavar="A B",
        help="Recordings, event logs or builds, each a file, a folder or a quoted glob; with --at or --where one set.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="DAY",
        help="Compare the cases that began before a day, or a time with its zone, with the others.",
    ),
]  # fmt: skip
Where = Annotated[
    str | None,
    typer.Option(
        "--where", metavar="WHAT",
        help="Compare the cases of which it is not true with those of which it is: held, longer=2h, actor=Ben, and "
        "whatever --only takes.",
    ),
]  # fmt: skip
DiffFormat = Annotated[
    Literal["text", "md", "json", "github"],
    typer.Option("--format", help="Lines, Markdown, JSON, or annotations of GitHub."),
]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        parser=one_file,
        help="Also draw A and B as one map into this SVG file, with what differs.",
    ),
]
ExitCode = Annotated[
    bool,
    typer.Option(
        "--exit-code/--no-exit-code",
        help="Exit 1 when something differs by more than noise.",
    ),
]


@partial(reads_recordings, named=Sides)
def diff(
    given: Input,
    at: At = None,
    where: Where = None,
    format: DiffFormat = "text",
    output: OutputFile = None,
    map: Map = None,
    exit_code: ExitCode = False,
) -> None:
    """Tell what differs between two sets of recordings or builds.

    Steps, paths, times, holds and rates of A and of B, and whether they differ by more than noise. A and B are
    recordings, logs, or builds by their folder or analysis.json. Examples:

    ledgerium diff ledgerium-out new

    ledgerium diff recordings --at 2026-11-23T03:37Z

    ledgerium diff recordings --where held

    ledgerium diff ledgerium-out new --map diff.svg
    """
    from ledgerium_cli.documents.differences.render import FORMATS, as_md

    found = _divided(given, at, where) if at is not None or where is not None else _two(given)
    write(FORMATS[format](found), output)
    if map is not None:
        from ledgerium_cli.documents.differences.picture import ABOUT, diff_dot
        from ledgerium_cli.documents.map.svg import draw_svg

        write(draw_svg(diff_dot(found), ABOUT), map)
    if format == "github":
        add_to_summary(as_md(found))
    if exit_code and found.differs:
        raise typer.Exit(1)


def _two(given: Input) -> Diff:
    from ledgerium_cli.between import compare

    if len(given.traces) != 2:
        raise UsageError(
            "Name two to compare, A and B; or one set of recordings, and how to divide it with --at or --where."
        )
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


def _divided(given: Input, at: str | None, where: str | None) -> Diff:
    """Compare two parts of one set of cases."""
    from ledgerium_cli.between import compare
    from ledgerium_cli.documents.differences.side import side_of
    from ledgerium_cli.findings.filters import NotShown
    from ledgerium_cli.load import NoCaseLeft

    if at is not None and where is not None:
        raise UsageError("--at and --where both divide the cases. Give one, and the other with --only.")
    for name in given.traces:
        _must_be_recordings(name)
    _must_mean_something(at, where)
    sides = _around(given, at) if at is not None else _with_and_without(given, str(where))
    try:
        a, b = given.load_each([side for _, side in sides])
    except NoCaseLeft as error:
        asked = f"--at {at}" if at is not None else f"--where {where}"
        raise NoCaseLeft(
            f"No case is on one side of {asked}. Divide them otherwise, or ask for less."
        ) from error
    except NotShown as error:
        if where is not None and where not in (given.only or ()) and _asks(error.condition, where):
            raise UsageError(f"--where {where}: {error.why}") from error
        raise
    return compare(*(side_of(one.analysis, name) for one, (name, _) in zip((a, b), sides, strict=True)))


def _must_mean_something(at: str | None, where: str | None) -> None:
    """Raises UsageError under the name of the option that was given: what divides the cases becomes two filters."""
    from ledgerium_cli.findings.filters import condition, must_be_instant

    try:
        if at is not None:
            must_be_instant(at)
        else:
            condition(str(where), keep=True)
    except ValueError as error:
        told = f"--at {at}: {error}" if at is not None else f"--where {error}"
        raise UsageError(f"{told}.") from None


def _asks(asked: Condition, where: str) -> bool:
    from ledgerium_cli.findings.filters import condition

    meant = condition(where, keep=True)
    return (asked.key, asked.value) == (meant.key, meant.value)


def _around(given: Input, at: str) -> list[tuple[str, Input]]:
    """The cases that began before a day, and those from that day on."""
    from ledgerium_cli.findings.filters import day_of

    day = day_of(at)
    last = day - timedelta(days=1) if day is not None else at
    before = [*_without(given.only, "until"), f"until={last}"]
    after = [*_without(given.only, "since"), f"since={at}"]
    return [(f"before {at}", replace(given, only=before)), (f"from {at} on", replace(given, only=after))]


def _with_and_without(given: Input, where: str) -> list[tuple[str, Input]]:
    key = where.partition("=")[0].strip()
    if key in ("recording", "since", "until"):
        raise UsageError(f"--where {where}: divide by a day with --at; of recordings name both sides.")
    if _without(given.only, key) != [*(given.only or ())]:
        raise UsageError(f"--where {where}: --only {key} asks the same of both sides. Leave one.")
    without = replace(given, without=[*(given.without or ()), where])
    return [("the others", without), (where, replace(given, only=[*(given.only or ()), where]))]


def _without(only: list[str] | None, key: str) -> list[str]:
    """Without conditions of one key, which the division replaces on this side."""
    return [one for one in only or () if one.partition("=")[0].strip() != key]
