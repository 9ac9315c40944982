"""What happens where no recording sees it: as it is declared, and as the people recording noted it."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.documents.text import bullets, quoted
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import count, listed, person
from ledgerium_cli.findings.activities import Evidence, shown_by
from ledgerium_cli.steps.model import Step

MOST_NOTES = 50


def outside(view: View) -> str:
    """The section; empty where there is nothing to say."""
    declared = ["Not observed, since no recording shows it:", bullets(view.outside)] if view.outside else []
    notes = [*_notes(view)]
    if len(notes) > MOST_NOTES:
        notes = [*notes[:MOST_NOTES], f"{count(len(notes) - MOST_NOTES, 'more note')}, rarer than these."]
    noted = ["Noted by the people recording, in their words:", bullets(notes)] if notes else []
    return "\n\n".join(["## Outside the browser", *declared, *noted]) if declared or noted else ""


def _notes(view: View) -> Iterator[str]:
    """Each text once, the most frequent first."""
    found: dict[str, list[tuple[Step, Evidence]]] = {}
    for case in view.analysis.cases:
        for timed in case.steps:
            for note in timed.step.shape.notes:
                found.setdefault(note.text, []).append((timed.step, shown_by(timed.step, note.at)))
    for text, rows in sorted(found.items(), key=lambda item: -len(item[1])):
        cases = [*dict.fromkeys(step.case for step, _ in rows)]
        people = listed([person(actor) for actor in dict.fromkeys(step.actor for step, _ in rows)])
        at = listed([quoted(title) for title in dict.fromkeys(step.activity.title for step, _ in rows)], 3)
        often = f", {len(rows)} times," if len(rows) > 1 else ""
        yield (
            f"{quoted(text)}: noted by {people}{often} at {at} on {view.cases_named(cases)} "
            f"{view.cite([cited for _, cited in rows])}"
        )
