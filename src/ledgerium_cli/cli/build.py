"""`ledgerium build`: every document into one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings, tell
from ledgerium_cli.errors import EditConflict

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.written import Kept


@reads_recordings
def build(
    given: Input,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder; by default ledgerium-out beside the first trace."
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Write sop.md anew, without what people changed in it.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write no document; exit 1 when one would change, naming which parts."),
    ] = False,
) -> None:
    """Build every document from recordings: SOP, map, report, opportunities, report.html, analysis.json.

    What people changed in sop.md is kept.

    Prints the files that were written, one a line; with --check what would change. Examples:

    ledgerium build trace.jsonl

    ledgerium build recordings --check
    """
    from ledgerium_cli.build import changes_in, documents_of, documents_with_edits
    from ledgerium_cli.documents.text import plain
    from ledgerium_cli.documents.write import write_documents

    loaded = given.load(model=True)
    folder = output if output is not None else loaded.folder
    documents, kept = (
        (documents_of(loaded.analysis), None) if fresh else documents_with_edits(loaded.analysis, folder)
    )
    if check:
        found = changes_in(folder, documents)
        emit("".join(f"{folder}/{plain(str(one))}\n" for one in found))
        if found:
            raise typer.Exit(1)
        _allow_no_conflict(kept)
        return
    written = write_documents(folder, documents)
    if not given.quiet:
        analysis = loaded.analysis
        logs = sum(one.log is not None for one in analysis.recordings)
        tell(
            f"{len(analysis.recordings) - logs} recording(s), {f'{logs} log(s), ' if logs else ''}"
            f"{len(analysis.cases)} case(s), "
            f"{sum(len(case.steps) for case in analysis.cases)} steps. Open {folder / 'report.html'} first."
        )
        if kept is not None:
            for line in kept.told:
                tell(line)
    emit("".join(f"{path}\n" for path in written))
    _allow_no_conflict(kept)


def _allow_no_conflict(kept: Kept | None) -> None:
    if kept is not None and kept.merged.conflicts:
        raise EditConflict(kept.conflicts)
