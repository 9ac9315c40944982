"""Rule: draft texts that people write by hand again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, Shown, shown_by
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Rule, Sightings
from ledgerium_cli.findings.opportunities.part_of_step import work_before
from ledgerium_cli.findings.sentence import quoted, sentence
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.steps.model import Activity, Shape, Step
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.2, 0.6
ENOUGH = 3
"""Cases in which the text was written; for fewer a draft is not worthwhile."""
LONG = ("multiline", "rich_text")
"""Kinds of field for more than a word or two."""


class DraftText(Rule):
    """For each field for longer text in an activity: applies when it was filled in in three cases."""

    name: ClassVar[RuleName] = "draft-text"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._long: dict[int, tuple[Shape, list[int]]] = {}
        self._found: dict[tuple[Activity, str], Sightings] = defaultdict(partial(Sightings, by_input=True))

    def add(self, case: Case, place: int, first: int) -> None:
        for at, timed in enumerate(case.steps):
            shape = timed.step.shape
            if (known := self._long.get(id(shape))) is None:  # shared by many steps
                known = self._long[id(shape)] = shape, [*_long_texts(shape)]
            for which in known[1]:
                name = shape.actions[which].name or ""
                work = work_before(case, at, shape.actions[which].shown_by)
                self._found[shape.activity, name].see_part(place, first + at, timed, which, work)

    def proposals(self) -> list[Proposal]:
        return [
            _proposal(self._findings, activity, name, found)
            for (activity, name), found in sorted(
                self._found.items(), key=lambda one: (one[0][0].id, one[0][1])
            )
            if len(found.cases) >= ENOUGH
        ]


def _long_texts(shape: Shape) -> Iterator[int]:
    """Indexes of the actions that fill in a field for longer text."""
    for which, action in enumerate(shape.actions):
        if action.doing == "fill" and action.field in LONG and action.name is not None:
            yield which


def _written(step: Step, which: int) -> Evidence:
    return shown_by(step, *step.shape.actions[which].shown_by)


def _proposal(findings: Findings, activity: Activity, name: str, found: Sightings) -> Proposal:
    share, text = findings.share(DraftText.name, LOW, HIGH), in_quotation_marks(name)
    return Proposal(
        rule=DraftText.name,
        kind="drafting help",
        title=sentence(f"Draft {text} at ", quoted(activity), " for a person to correct"),
        activities=(activity.id,),
        why=sentence(f"The text {text} was written in {len(found.cases)} cases ({len(found)} times)."),
        cases=findings.named(found),
        evidence=Shown(findings.order, found.steps, found.which, _written),
        claims=found.claims,
        share=share,
        assumptions=(share.of("the work of writing it"),),
        against=("What was written is not recorded: whether the texts resemble one another was not seen.",),
        risk="A draft that reads well is sent without being read.",
        measure=sentence(
            "The time to write it at ", quoted(activity), ", and how much of each draft a person changes."
        ),
        person_decides=True,
    )
