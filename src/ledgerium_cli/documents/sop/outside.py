"""What happens where no recording shows it: as declared, and as noted by the people recording."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import MOST_CITED, MOST_NAMED, count, listed, person
from ledgerium_cli.findings.activities import Evidence, shown_by
from ledgerium_cli.output.text import bullets, quoted
from ledgerium_cli.steps.model import Step

MOST_NOTES = 50


def outside(view: View) -> str:
    """The section; empty when there is nothing to say."""
    declared = ["Not observed, since no recording shows it:", bullets(view.outside)] if view.outside else []
    notes = [*_notes(view)]
    if len(notes) > MOST_NOTES:
        notes = [*notes[:MOST_NOTES], f"{count(len(notes) - MOST_NOTES, 'more note')}, rarer than these."]
    noted = ["Noted by the people recording, in their words:", bullets(notes)] if notes else []
    return "\n\n".join(["## Outside the browser", *declared, *noted]) if declared or noted else ""


def _notes(view: View) -> Iterator[str]:
    """Each text once, most frequent first."""
    found: dict[str, _Noted] = {}
    for case in view.analysis.cases:
        for timed in case.steps:
            for note in timed.step.shape.notes:
                found.setdefault(note.text, _Noted()).add(timed.step, note.at)
    for text, own in sorted(found.items(), key=lambda item: -len(item[1].cited)):
        people = listed([*map(person, own.people)])
        at = listed([quoted(view.called(one)) for one in own.activities], 3)
        often = f", {len(own.cited)} times," if len(own.cited) > 1 else ""
        yield (
            f"{quoted(text)}: noted by {people}{often} at {at} on {view.cases_named(own.cases)} "
            f"{view.cite(own.cited)}"
        )


class _Noted:
    """Where and by whom one text was noted."""

    def __init__(self) -> None:
        self.cases: First[str] = First(MOST_NAMED)
        self.cited: First[Evidence] = First(MOST_CITED)
        self.people: dict[str, None] = {}
        self.activities: dict[str, None] = {}

    def add(self, step: Step, at: int) -> None:
        self.cases.once(step.case)
        self.cited.add(shown_by(step, at))
        self.people[step.actor] = self.activities[step.activity.id] = None
