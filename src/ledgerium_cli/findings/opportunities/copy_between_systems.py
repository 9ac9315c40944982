"""Rule: connect two systems between which people carry data by the clipboard."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import ClassVar

from msgspec import Struct

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence, Shown
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Rule, Sightings
from ledgerium_cli.findings.opportunities.part_of_step import work_before
from ledgerium_cli.findings.sentence import sentence
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.5, 0.9
ENOUGH = 2
"""Cases in which it happened; fewer are chance."""


class CopyBetweenSystems(Rule):
    """For each pair of systems: applies when in two cases what was copied last in a recording, before a paste in the
    one, was copied in the other; in the same step or in one before."""

    name: ClassVar[RuleName] = "copy-between-systems"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: dict[tuple[str, str], Sightings] = defaultdict(partial(Sightings, by_input=True))
        self._events = array("Q")
        """For each sighting, the numbers of the copy and of the paste."""

    def add(self, case: Case, place: int, first: int) -> None:
        for one in sorted(_carried_in(case)):
            timed = case.steps[one.pasted_in]
            work = work_before(case, one.pasted_in, one.inputs)
            self._found[one.source, one.target].see_part(
                place, first + one.pasted_in, timed, len(self._events), work
            )
            self._events.extend((one.copied, one.pasted))

    def proposals(self) -> list[Proposal]:
        return [
            _proposal(self._findings, source, target, found, self._shown)
            for (source, target), found in sorted(self._found.items())
            if len(found.cases) >= ENOUGH
        ]

    def _shown(self, step: Step, which: int) -> Evidence:
        return Evidence(step.recording, tuple(self._events[which : which + 2]))


class _Carried(Struct, frozen=True, order=True):
    """Something copied in one system and pasted in another."""

    pasted_in: int
    """The place of the step in its case."""
    copied: int
    """Number of the event, as of the paste."""
    pasted: int
    source: str
    target: str
    inputs: tuple[int, ...]
    """The indexes of the paste in its step, and before it of the copy, if that was there and pasted for the first
    time."""


class _Copied(Struct):
    """What the clipboard holds."""

    number: int
    system: str
    step: int
    """The place of the step in its case."""
    inputs: tuple[int, ...]
    """The index of the copy in it, until it is pasted."""


def _carried_in(case: Case) -> Iterator[_Carried]:
    clips = [
        (timed.step.recording, timed.step.numbers[one.at], at, one)
        for at, timed in enumerate(case.steps)
        for one in timed.step.shape.clips
    ]
    held: dict[str, _Copied] = {}
    """By recording."""
    for recording, number, at, one in sorted(clips, key=itemgetter(0, 1)):
        if not one.pastes:
            held[recording] = _Copied(number, one.system, at, (one.at,))
        elif one.system and recording in held:
            copy = held[recording]
            if copy.system not in ("", one.system):
                inputs = (*(copy.inputs if copy.step == at else ()), one.at)
                yield _Carried(at, copy.number, number, copy.system, one.system, inputs)
                copy.inputs = ()


def _proposal(
    findings: Findings,
    copied: str,
    pasted: str,
    found: Sightings,
    part: Callable[[Step, int], Evidence],
) -> Proposal:
    share = findings.share(CopyBetweenSystems.name, LOW, HIGH)
    source, target = findings.system_name(copied), findings.system_name(pasted)
    return Proposal(
        rule=CopyBetweenSystems.name,
        kind="integration between two systems",
        title=sentence(f"Carry data from {source} to {target} without the clipboard"),
        activities=tuple(found.activities),
        why=sentence(
            f"In {len(found.cases)} cases something was copied in {source} and pasted in {target} "
            f"({len(found)} times)."
        ),
        cases=findings.named(found),
        evidence=Shown(findings.order, found.steps, found.which, part),
        claims=found.claims,
        share=share,
        assumptions=(share.of("the work of the paste, and of the copy where that is in the same step,"),),
        against=("The content of the clipboard is not recorded: whether it is the same data was not seen.",),
        risk="What a person would have noticed on the way is carried over unread.",
        measure=sentence("Pastes per case, and the time that they take."),
    )
