"""Privacy: `ledgerium lint`, `redact`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import Quiet, Traces, emit, only_recordings, tell, tell_problems
from ledgerium_cli.output.place import Place, place_of
from ledgerium_cli.plural import count

LintFormat = Annotated[
    Literal["text", "json"], typer.Option("--format", help="Words, or a JSON object a line.")
]


def lint(traces: Traces, format: LintFormat = "text", quiet: Quiet = False) -> None:
    """Look for what should not be in recordings.

    Typed values, persons, accounts; exits 1 when anything is found. Prints file, line, field and what it looks
    like, a line each; never what it says. Example:

    ledgerium lint recordings
    """
    import json
    from dataclasses import asdict

    from ledgerium_cli.output.text import plain
    from ledgerium_cli.privacy.lint import lint_files

    only_recordings(traces, "lint")
    findings = lint_files(traces)
    lines = (plain(str(one)) if format == "text" else json.dumps(asdict(one)) for one in findings)
    emit("".join(f"{line}\n" for line in lines))
    if not quiet:
        tell(
            f"{count(len(findings), 'finding')}."
            + (" `ledgerium redact` writes a copy without." if findings else "")
        )
    if findings:
        raise typer.Exit(1)


def redact(
    traces: Traces,
    output: Annotated[
        Place,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            parser=place_of,
            help="A file for one recording, a folder for several; OUT/ is always a folder.",
        ),
    ],
    team: Annotated[
        Path | None,
        typer.Option(
            "--team",
            metavar="FILE",
            help="With the secret key of the tokens; by default ledgerium-team.json beside the traces, else your own.",
        ),
    ] = None,
    pseudonyms: Annotated[
        bool,
        typer.Option(
            "--pseudonyms/--no-pseudonyms",
            help="Replace the names of those who recorded, too.",
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write copies of recordings without what lint finds.

    Tokens stand in its place: the same for the same thing in all recordings redacted with one team file; nothing turns
    them back. Who has the key in that file can try out what they stand for: never commit it or send it along. Where a
    token is needed and you have none, one that only you can read is made in your folder of settings. Prints the files
    that were written, one a line. Example:

    ledgerium redact recordings -o to-share
    """
    from ledgerium_cli.privacy.redact import redact_files
    from ledgerium_cli.privacy.team import FILE_NAME

    only_recordings(traces, "redact")
    own = Path(typer.get_app_dir("ledgerium")) / FILE_NAME
    written = redact_files(traces, output, own_team=own, team=team, pseudonyms=pseudonyms)
    if not quiet:
        tell_problems(written.problems)
        if written.new_team is not None:
            tell(
                f"{written.new_team}: made, with the key of your tokens. It is a secret: never commit it, never send "
                "it along with the copies. Keep it, or the next copies have other tokens."
            )
        if written.key_beside is not None:
            tell(f"{written.key_beside}: the key stands in the folder of the copies. Do not send it along.")
        tell(f"{count(len(written.files), 'recording')}, {count(written.redactions, 'redaction')}.")
    emit("".join(f"{path}\n" for path in written.files))
