"""`ledgerium build`: every document into one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings, tell


@reads_recordings
def build(
    given: Input,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder; by default ledgerium-out beside the first trace."
        ),
    ] = None,
) -> None:
    """Build every document from recordings: SOP, map, report, opportunities, report.html, analysis.json.

    Prints the files that were written, one a line. Example:

    ledgerium build trace.jsonl
    """
    from ledgerium_cli.build import documents_of
    from ledgerium_cli.documents.write import write_documents

    loaded = given.load(model=True)
    folder = output if output is not None else loaded.folder
    written = write_documents(folder, documents_of(loaded.analysis))
    if not given.quiet:
        analysis = loaded.analysis
        tell(
            f"{len(analysis.recordings)} recording(s), {len(analysis.cases)} case(s), "
            f"{sum(len(case.steps) for case in analysis.cases)} steps. Open {folder / 'report.html'} first."
        )
    emit("".join(f"{path}\n" for path in written))
