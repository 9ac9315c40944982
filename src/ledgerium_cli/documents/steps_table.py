"""Every step with the reason for its cut: as a table for the terminal, as CSV, as JSON lines."""

from __future__ import annotations

import csv
import io
import shutil
import sys

import msgspec

from ledgerium_cli.documents.analysis.cases import steps_of
from ledgerium_cli.documents.analysis.cases_shape import StepJson
from ledgerium_cli.documents.words import NOT_KNOWN, duration, ranges, to_the_second, worked
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import cell, plain

WIDE = 200
"""Width in columns when the output is a file or a pipe."""


def steps_table(analysis: Analysis) -> str:
    """Drawn with Rich, as wide as the terminal; without colours when there is no terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    zone = analysis.zone
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (
        "Case",
        "Step",
        "Actor",
        f"Start ({zone.key})",
        "Work",
        "Wait before and in",
        "Cut by",
        "Events",
    ):
        table.add_column(
            name, overflow="fold", justify="right" if name.startswith(("Work", "Wait")) else "left"
        )
    titles = analysis.titles
    for case in analysis.cases:
        for timed in case.steps:
            step = timed.step
            guessed = " (guess)" if step.activity.decided_by == "guess" else ""
            start = to_the_second(timed.start_ms, zone) if step.timed else NOT_KNOWN
            cells = (
                case.id, f"{titles[step.activity.id]}{guessed}", step.actor, start,
                worked(timed.work), duration(timed.parts.wait), step.cut_by,
                f"{step.recording} {ranges(step.events)}",
            )  # fmt: skip
            table.add_row(*(Text(plain(cell)) for cell in cells))
        table.add_section()
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else WIDE
    console = Console(file=io.StringIO(), width=width, force_terminal=on_terminal, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def steps_json(analysis: Analysis) -> str:
    """The steps of `analysis.json`, one a line, with their case."""
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in _rows(analysis))


def steps_csv(analysis: Analysis) -> str:
    """The same as CSV; text that a spreadsheet would take for a formula is prefixed with an apostrophe."""
    rows = _rows(analysis)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue()


def _rows(analysis: Analysis) -> list[dict[str, object]]:
    return [_row(case.id, step) for case in analysis.cases for step in steps_of(case, analysis.enabling)]


def _row(case: str, step: StepJson) -> dict[str, object]:
    return {"case": case, **msgspec.structs.asdict(step)}


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = ranges(value) if all(isinstance(one, int) for one in value) else ", ".join(map(str, value))
    return cell(value) if isinstance(value, str) else value
