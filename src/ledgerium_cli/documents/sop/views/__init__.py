"""Shorter versions of the SOP for other readers, made of its own sentences."""

from __future__ import annotations

from typing import Literal

from ledgerium_cli.documents.sop.views.parts import Parts
from ledgerium_cli.documents.sop.views.quick import EARLIEST, EARLIEST_KNOWN, IN_NO_ORDER, USUAL, quick_guide
from ledgerium_cli.documents.sop.views.training import training_checklist
from ledgerium_cli.findings.analysis import Analysis


def view_for(
    audience: Literal["full", "quick", "training"], sop: str, analysis: Analysis, generated: str | None = None
) -> str:
    """Markdown. `sop` is the content of `sop.md` with LF line ends; `generated` is the SOP before people's edits, if
    there are any."""
    if audience == "full":
        return sop
    parts = Parts(sop, generated)
    if audience == "quick":
        first = analysis.variants[0]
        if not first.is_ordered:
            return quick_guide(parts, [one.activity.id for one in analysis.activities], IN_NO_ORDER)
        earliest = EARLIEST_KNOWN if analysis.unordered else EARLIEST
        return quick_guide(parts, first.activities, USUAL if analysis.has_usual_way else earliest)
    return training_checklist(parts)
