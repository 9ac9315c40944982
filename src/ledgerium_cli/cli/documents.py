"""One document to standard output: `ledgerium sop`, `map`, `report`, `opportunities`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ledgerium_cli.cli.options import Quiet, Strict, Traces, WorkflowFile, emit, load_and_tell

MapFormat = Annotated[Literal["dot", "svg"], typer.Option("--format", help="DOT, or the drawn map.")]
TextFormat = Annotated[
    Literal["md", "json"], typer.Option("--format", help="Markdown, or the same facts as JSON.")
]


def sop(traces: Traces, workflow: WorkflowFile = None, strict: Strict = False, quiet: Quiet = False) -> None:
    """Print the SOP: step by step, who does what in which system, with the evidence."""
    from ledgerium_cli.documents.sop import render_sop

    emit(render_sop(load_and_tell(traces, workflow, strict=strict, quiet=quiet).analysis))


def map_(
    traces: Traces,
    workflow: WorkflowFile = None,
    format: MapFormat = "dot",
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Print the process map. Example: ledgerium map trace.jsonl | dot -Tpng > map.png"""
    from ledgerium_cli.documents.map_dot import render_dot
    from ledgerium_cli.documents.map_svg import draw_svg

    dot = render_dot(load_and_tell(traces, workflow, strict=strict, quiet=quiet).analysis)
    emit(dot if format == "dot" else draw_svg(dot))


def report(
    traces: Traces,
    workflow: WorkflowFile = None,
    format: TextFormat = "md",
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Print the workflow intelligence report: time, waits, holds, variants, deviations, health."""
    from ledgerium_cli.documents.analysis_json import render_part
    from ledgerium_cli.documents.report import render_report

    analysis = load_and_tell(traces, workflow, strict=strict, quiet=quiet, model=True).analysis
    emit(render_report(analysis) if format == "md" else render_part(analysis, "report"))


def opportunities(
    traces: Traces,
    workflow: WorkflowFile = None,
    format: TextFormat = "md",
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Print the AI and automation opportunities, each with its evidence and what it would save."""
    from ledgerium_cli.documents.analysis_json import render_part
    from ledgerium_cli.documents.opportunities import render_opportunities

    analysis = load_and_tell(traces, workflow, strict=strict, quiet=quiet).analysis
    emit(render_opportunities(analysis) if format == "md" else render_part(analysis, "opportunities"))
