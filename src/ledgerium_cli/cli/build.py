"""`ledgerium build`: every document into one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings
from ledgerium_cli.cli.settings import away_from_defaults
from ledgerium_cli.errors import DrawingError, EditConflict
from ledgerium_cli.output.place import one_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerium_cli.documents.change_words import Format
    from ledgerium_cli.documents.changes import Change
    from ledgerium_cli.unchanged import Outcome

DECIDING = frozenset({"except", "only", "output", "workflow"})
"""Settings that decide the content of the documents, or which folder is compared."""


@reads_recordings
def build(
    given: Input,
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            parser=one_folder,
            help="Folder; by default ledgerium-out beside the first trace.",
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
    asked = given.wanted(output, fresh=fresh)
    if asked is not None and (made := asked.made_before()) is not None:
        _tell_unchanged(given, asked.folder, *made, check=check, format=format)
        return
    from ledgerium_cli.build import Drawn, begun_documents, changes_in, outcome_of, remember, undrawn_in_words
    from ledgerium_cli.documents.view.model import View
    from ledgerium_cli.output.write import write_documents

    loaded = given.load(model=True)
    folder = output if output is not None else loaded.folder
    begun = begun_documents(loaded.analysis, folder, fresh=fresh) if not check else None
    view = View(loaded.analysis, loaded.recordings_at_hand)
    drawn = Drawn(loaded.analysis, folder, view, fresh=fresh)
    if begun is None:
        _tell_changes(context, folder, changes_in(folder, drawn.documents), format)
        _end_with(outcome_of(loaded, view, folder, drawn.kept), undrawn_in_words(drawn.undrawn))
        return
    written = write_documents(folder, drawn.with_begun(begun), drawn.late)
    told = outcome_of(loaded, view, folder, drawn.kept)
    given.tell_all([told.counts, *told.about_work, *told.about_edits])
    _tell_documents(written, format)
    if asked is not None and not drawn.undrawn:
        remember(asked, loaded, drawn.documents, view, fresh=fresh)
    _end_with(told, undrawn_in_words(drawn.undrawn))


def _tell_unchanged(
    given: Input, folder: Path, files: Sequence[Path], told: Outcome, *, check: bool, format: Format
) -> None:
    given.tell_all(told.about_input)
    if check:
        from ledgerium_cli.documents.change_words import told_changes

        emit(told_changes(str(folder), [], [], format))
    else:
        unchanged = f"Unchanged since the last build: {told.counts}"
        given.tell_all([unchanged, *told.about_work, *told.about_edits])
        _tell_documents(files, format)
    _end_with(told)


def _tell_documents(files: Sequence[Path], format: Format) -> None:
    from ledgerium_cli.documents.change_words import told_documents

    emit(told_documents([*map(str, files)], format))


def _tell_changes(context: typer.Context, folder: Path, found: Sequence[Change], format: Format) -> None:
    """Print what would change and the settings that may be the reason; exits with 1 if anything would."""
    from ledgerium_cli.documents.change_words import Why, told_changes

    settings = away_from_defaults(context, DECIDING) if found else []
    why = [Why(one.key, one.value, one.origin) for one in settings]
    emit(told_changes(str(folder), found, why, format))
    if found:
        raise typer.Exit(1)


def _end_with(told: Outcome, undrawn: str | None = None) -> None:
    """Exits with an error when people have to settle a conflict, or when the map is not drawn."""
    if told.conflicts is not None:
        raise EditConflict(" ".join(filter(None, [told.conflicts, undrawn])))
    if undrawn is not None:
        raise DrawingError(undrawn)
