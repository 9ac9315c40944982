"""Other people's data: `ledgerium import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli.cli.options import Quiet, emit, tell, tell_problems


def import_(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="What another recorder wrote, or - for standard input."),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="OUT.jsonl for one recording, else a folder."),
    ],
    actor: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", help="Who recorded, where the file names one or none."),
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(
            "--time-zone", metavar="ZONE", help="Of times without one: an IANA name, Europe/Berlin."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make traces of what another recorder wrote; typed values are dropped, and counted.

    Prints the files that were written, one a line. Example:

    ledgerium import ui-log.csv -o trace.jsonl
    """
    from ledgerium_cli.imports.acts import Given
    from ledgerium_cli.imports.files import import_files

    written = import_files(files, output, Given(actor, time_zone))
    if not quiet:
        tell_problems(written.problems)
        columns = ", ".join(f"{count} of {column}" for column, count in sorted(written.dropped.items()))
        dropped = f"{sum(written.dropped.values())} value(s) dropped" + (f": {columns}." if columns else ".")
        tell(f"{len(written.files)} recording(s), {written.events} events; {dropped}")
    emit("".join(f"{path}\n" for path in written.files))
