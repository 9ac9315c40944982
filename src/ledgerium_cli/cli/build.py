"""`ledgerium build`: every document into one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings
from ledgerium_cli.cli.settings import away_from_defaults
from ledgerium_cli.errors import EditConflict

if TYPE_CHECKING:
    from ledgerium_cli.documents.change_words import Why
    from ledgerium_cli.unchanged import Outcome

DECIDING = frozenset({"except", "only", "output", "workflow"})
"""Settings that decide what stands in the documents, or which documents are looked at."""


@reads_recordings
def build(
    given: Input,
    context: typer.Context,
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
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Lines, or JSON.")] = "text",
) -> None:
    """Build every document from recordings into one folder.

    SOP, map, report, opportunities, report.html, analysis.json. What people changed in sop.md is kept.

    Prints the documents, one a line; with --check what would change, and the settings that may be why. Examples:

    ledgerium build trace.jsonl

    ledgerium build recordings --check
    """
    from ledgerium_cli.documents.change_words import told_changes, told_documents

    asked = given.wanted(output, fresh=fresh)
    if asked is not None and (made := asked.made_before()) is not None:
        files, told = made
        given.tell_all(told.about_input)
        if check:
            emit(told_changes(str(asked.folder), [], [], format))
        else:
            given.tell_all([f"Unchanged since the last build: {told.counts}", *told.about_edits])
            emit(told_documents([*map(str, files)], format))
        _allow_no_conflict(told)
        return
    from ledgerium_cli.build import changes_in, documents_anew, documents_with_edits, outcome_of, remember
    from ledgerium_cli.documents.write import write_documents

    loaded = given.load(model=True)
    folder = output if output is not None else loaded.folder
    documents, kept = (
        (documents_anew(loaded.analysis), None) if fresh else documents_with_edits(loaded.analysis, folder)
    )
    told = outcome_of(loaded, folder, kept)
    if check:
        found = changes_in(folder, documents)
        emit(told_changes(str(folder), found, _why(context) if found else [], format))
        if found:
            raise typer.Exit(1)
        _allow_no_conflict(told)
        return
    written = write_documents(folder, documents)
    given.tell_all([told.counts, *told.about_edits])
    emit(told_documents([*map(str, written)], format))
    if asked is not None:
        remember(asked, loaded, documents, fresh=fresh)
    _allow_no_conflict(told)


def _why(context: typer.Context) -> list[Why]:
    from ledgerium_cli.documents.change_words import Why

    return [Why(one.key, one.value, one.origin) for one in away_from_defaults(context, DECIDING)]


def _allow_no_conflict(told: Outcome) -> None:
    if told.conflicts is not None:
        raise EditConflict(told.conflicts)
