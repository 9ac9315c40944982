"""`ledgerium check`: do new recordings follow the committed process?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledgerium_cli.cli.github import add_to_summary, from_workspace
from ledgerium_cli.cli.options import Input, OutputFile, reads_recordings, write

if TYPE_CHECKING:
    from ledgerium_cli.findings.checks import Check

Against = Annotated[
    Path | None,
    typer.Option(
        "--against", metavar="FILE",
        help="workflow.toml, sop.md or analysis.json; by default the workflow file beside the traces.",
    ),
]  # fmt: skip
AcceptedFile = Annotated[
    Path | None,
    typer.Option(
        "--accepted", metavar="FILE",
        help="Deviations that somebody accepted: what, who, why, and until which day a case may have begun, for "
        "recordings without times as the day was given.",
    ),
]  # fmt: skip
CheckFormat = Annotated[
    Literal["text", "json", "md", "github", "junit", "sarif"],
    typer.Option("--format", help="Lines, JSON, Markdown, annotations of GitHub, JUnit XML, or SARIF."),
]
AllowNone = Annotated[
    bool,
    typer.Option("--allow-none/--no-allow-none", help="No recording at all is fine."),
]


@reads_recordings
def check(
    given: Input,
    against: Against = None,
    accepted: AcceptedFile = None,
    format: CheckFormat = "text",
    output: OutputFile = None,
    allow_none: AllowNone = False,
) -> None:
    """Check whether recordings follow the committed process.

    Exits 1 when they do not: for deviations that nobody accepted, and for thresholds of the workflow file that are
    missed. Examples:

    ledgerium check new --against workflow.toml --accepted accepted.toml

    ledgerium check new --against sop.md --format junit -o check.xml
    """
    from ledgerium_cli.against import with_files_named
    from ledgerium_cli.documents.check.render import FORMATS, as_md

    if allow_none:
        given = _without_empty(given)
    checked = _checked(given, against, accepted, placed=format in ("github", "sarif"))
    if format in ("github", "sarif"):
        checked = with_files_named(checked, from_workspace)
    write(FORMATS[format](checked), output)
    if format == "github":
        add_to_summary(as_md(checked))
    if not checked.passed:
        raise typer.Exit(1)


def _without_empty(given: Input) -> Input:
    from ledgerium_cli.recording.files import without_empty

    return replace(given, traces=without_empty(given.traces))


def _checked(given: Input, against: Path | None, accepted: Path | None, *, placed: bool) -> Check:
    from ledgerium_cli.against import check_against, check_of_nothing, refuse_a_folder, with_places

    if not given.traces:
        given.tell_all(["There is no recording: nothing was checked."])
        return check_of_nothing()
    if against is not None:
        refuse_a_folder(against)
    if against is not None and given.workflow is None and against.suffix not in (".md", ".json"):
        given = replace(given, workflow=against)
    loaded = given.load()
    checked = check_against(loaded, against, accepted)
    return with_places(checked, loaded) if placed else checked
