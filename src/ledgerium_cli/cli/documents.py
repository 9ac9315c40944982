"""One document to standard output: `ledgerium sop`, `map`, `report`, `opportunities`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import Input, emit, reads_recordings

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


@reads_recordings
def sop(given: Input) -> None:
    """Print the SOP: step by step, who does what in which system, with the evidence."""
    from ledgerium_cli.documents.sop.render import render_sop

    emit(render_sop(given.load().analysis))


@reads_recordings
def map_(given: Input, format: MapFormat = "dot") -> None:
    """Print the process map. Example: ledgerium map trace.jsonl | dot -Tpng > map.png"""
    from ledgerium_cli.documents.map.dot import render_dot
    from ledgerium_cli.documents.map.svg import draw_svg

    dot = render_dot(given.load().analysis)
    emit(dot if format == "dot" else draw_svg(dot))


@reads_recordings
def report(given: Input, format: ReportFormat = "md") -> None:
    """Print the workflow intelligence report: time, waits, holds, variants, deviations, health.

    With --format html the page that holds every document: ledgerium report trace.jsonl --format html > report.html
    """
    from ledgerium_cli.build import documents_of
    from ledgerium_cli.documents.analysis.render import render_part
    from ledgerium_cli.documents.report.render import render_report

    analysis = given.load(model=True).analysis
    if format == "html":
        emit(documents_of(analysis)["report.html"])
    else:
        emit(render_report(analysis) if format == "md" else render_part(analysis, "report"))


@reads_recordings
def opportunities(given: Input, format: TextFormat = "md", assume: Assume = None) -> None:
    """Print the AI and automation opportunities, each with its evidence and what it would save.

    Example: ledgerium opportunities trace.jsonl --assume batch=0.1..0.3 --assume cases-per-week=120
    """
    from ledgerium_cli.documents.opportunities.handover import render_handover
    from ledgerium_cli.documents.opportunities.render import render_opportunities
    from ledgerium_cli.findings.analysis import assuming
    from ledgerium_cli.findings.opportunities.assume import assumed

    loaded = given.load()
    analysis = loaded.analysis
    if assume:
        analysis = assuming(analysis, assumed(assume, analysis.assumptions))
    emit(render_opportunities(analysis) if format == "md" else render_handover(analysis, loaded.recordings()))
