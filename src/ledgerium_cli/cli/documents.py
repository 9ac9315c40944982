"""One document to standard output: `ledgerium sop`, `map`, `report`, `opportunities`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings
from ledgerium_cli.errors import DrawingError, EditConflict

MapFormat = Annotated[Literal["dot", "svg"], typer.Option("--format", help="DOT, or the drawn map.")]
ReportFormat = Annotated[
    Literal["md", "html", "json"],
    typer.Option("--format", help="Markdown, one page with every document, or the same facts as JSON."),
]
TextFormat = Annotated[
    Literal["md", "json"], typer.Option("--format", help="Markdown, or the same facts as JSON.")
]

Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="RULE=LOW..HIGH",
        help="What share an opportunity saves, from 0 to 1, or cases-per-week=NUMBER; instead of [assumptions] in the "
        "workflow file.",
    ),
]


Audience = Annotated[
    Literal["full", "quick", "training"],
    typer.Option("--for", help="All of it, a quick guide on one page, or a checklist for learning the work."),
]
SopFormat = Annotated[
    Literal["md", "html"], typer.Option("--format", help="Markdown, or a page to print or mail.")
]
Edits = Annotated[
    Path | None,
    typer.Option(
        "--edits", metavar="DIR",
        help="Where the sop.md stands whose edits go into the quick guide, the checklist and pages; by default "
        "ledgerium-out beside the first trace.",
    ),
]  # fmt: skip
Names = Annotated[
    Path | None,
    typer.Option(
        "--edits", metavar="DIR",
        help="Where the sop.md stands in which people renamed steps; by default ledgerium-out beside the first trace.",
    ),
]  # fmt: skip


@reads_recordings
def sop(given: Input, audience: Audience = "full", format: SopFormat = "md", edits: Edits = None) -> None:
    """Print the SOP: step by step, with the evidence.

    Who does what in which system, with the results, holds and exceptions that were seen. With --for quick or training
    a view of it, with --format html a page to print or mail, both with what people wrote into sop.md. Examples:

    ledgerium sop recordings --only since=2026-11-01 > sop.md

    ledgerium sop recordings --for quick --format html > quick.html
    """
    loaded = given.load()
    if audience == "full" and format == "md":
        from ledgerium_cli.documents.sop.render import render_sop
        from ledgerium_cli.documents.view.model import View

        emit(render_sop(View(loaded.analysis)))
        return
    from ledgerium_cli.build import sop_with_edits
    from ledgerium_cli.documents.html.sheet import render_sheet
    from ledgerium_cli.documents.sop.views import view_for

    kept, generated = sop_with_edits(loaded.analysis, edits if edits is not None else loaded.folder)
    text = view_for(audience, kept.merged.text, loaded.analysis, generated)
    emit(render_sheet(text) if format == "html" else text)
    if kept.merged.conflicts:
        raise EditConflict(kept.conflicts)


@reads_recordings
def map_(given: Input, format: MapFormat = "dot", edits: Names = None) -> None:
    """Print the process map, for Graphviz or drawn. Steps are called as people renamed them in sop.md. Example:

    ledgerium map trace.jsonl --format svg > map.svg
    """
    from ledgerium_cli.build import view_with_names
    from ledgerium_cli.documents.map.dot import render_dot
    from ledgerium_cli.documents.map.picture import picture_of

    loaded = given.load()
    view = view_with_names(loaded.analysis, edits or loaded.folder)
    dot = render_dot(view)
    emit(dot if format == "dot" else picture_of(view, dot))


@reads_recordings
def report(given: Input, format: ReportFormat = "md", edits: Names = None) -> None:
    """Print the workflow intelligence report.

    Time, waits, holds, variants, deviations, health. With --format html the page that holds every document. Examples:

    ledgerium report recordings --only held

    ledgerium report recordings --format html > report.html
    """
    from ledgerium_cli.build import made_anew, undrawn_in_words, view_with_names
    from ledgerium_cli.documents.analysis.render import render_part
    from ledgerium_cli.documents.report.render import render_report

    loaded = given.load(model=True)
    analysis = loaded.analysis
    view = view_with_names(analysis, edits or loaded.folder, loaded.recordings_at_hand)
    if format == "html":
        made = made_anew(view)
        emit(made.documents["report.html"])
        if says := undrawn_in_words([name for name in made.undrawn if name == "report.html"]):
            raise DrawingError(says)
    else:
        emit(render_report(view) if format == "md" else render_part(analysis, "report", view.given))


@reads_recordings
def opportunities(
    given: Input, format: TextFormat = "md", assume: Assume = None, edits: Names = None
) -> None:
    """Print the AI and automation opportunities.

    Each with its evidence and what it would save. Example:

    ledgerium opportunities recordings --assume cases-per-week=120
    """
    from ledgerium_cli.build import view_with_names
    from ledgerium_cli.documents.opportunities.handover import render_handover
    from ledgerium_cli.documents.opportunities.render import render_opportunities
    from ledgerium_cli.findings.analysis import assuming
    from ledgerium_cli.findings.opportunities.assume import assumed

    loaded = given.load()
    analysis = loaded.analysis
    if assume:
        analysis = assuming(analysis, assumed(assume, analysis.assumptions))
    view = view_with_names(analysis, edits or loaded.folder)
    if format == "md":
        emit(render_opportunities(view))
    else:
        emit(render_handover(analysis, loaded.recordings(), view.given))
