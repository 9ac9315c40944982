"""Rule: show in one system what people look up in another."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import partial
from typing import ClassVar

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, Rows, Rule, Sightings
from ledgerium_cli.findings.sentence import sentence
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.05, 0.3
ENOUGH = 2
"""Cases in which it happened; fewer are chance."""


class LookUpBetweenSystems(Rule):
    """For each pair of systems: applies when in two cases one was looked at, but not used, during a step in the
    other."""

    name: ClassVar[RuleName] = "look-up-between-systems"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._looking, self._hosts = Rows(), array("I")
        """Steps during which other hosts were looked at, and for each the number of its set of hosts. Hosts left
        open by the step before are removed later."""
        self._host_sets: dict[tuple[str, ...], int] = {}
        self._shown: dict[str, array[int]] = defaultdict(partial(array, "Q"))
        """By recording, one integer for each step: the number of its first event and the number of its set of hosts."""

    def add(self, case: Case, place: int, first: int) -> None:
        for at, timed in enumerate(case.steps):
            step, shape = timed.step, timed.step.shape
            recording, number = step.key
            self._shown[recording].append(number << BITS | self._number(shape.seen_in))
            if shape.seen_in not in ((), (shape.system,)) and (hosts := _looked_up(case, at)):
                self._looking.add(place, first + at)
                self._hosts.append(self._number(hosts))

    def _number(self, hosts: tuple[str, ...]) -> int:
        return self._host_sets.setdefault(hosts, len(self._host_sets))

    def proposals(self) -> list[Proposal]:
        for own in self._shown.values():
            own[:] = array("Q", sorted(own))
        found: dict[tuple[str, str], Sightings] = defaultdict(Sightings)
        hosts, looking, order = [*self._host_sets], self._looking.steps, self._findings.order
        for step, timed, shown in zip(looking, order.timed(looking), self._hosts, strict=True):
            left = self._left_open(timed.step)
            for host in hosts[shown]:
                if left is None or host not in hosts[left]:
                    found[host, timed.step.system].see(order.case_of(step), step, timed)
        return [
            _proposal(self._findings, shown, used, one)
            for (shown, used), one in sorted(found.items())
            if len(one.cases) >= ENOUGH
        ]

    def _left_open(self, step: Step) -> int | None:
        """The set of hosts of the previous step in the same recording, of any case, since it may still have been in
        front."""
        recording, number = step.key
        own = self._shown[recording]
        before = bisect_left(own, number << BITS) - 1
        return own[before] & (1 << BITS) - 1 if before >= 0 else None


BITS = 20
"""Bits for the number of a set of hosts."""


def _looked_up(case: Case, at: int) -> tuple[str, ...]:
    """The hosts looked at in a step. Hosts used by the steps before and after, or that only led on to another host,
    were merely passed and are left out."""
    shape = case.steps[at].step.shape
    near = {one.step.system for one in case.steps[max(0, at - 1) : at + 2]}
    if not shape.system:
        return ()
    passed = {*near, *shape.led_on, *shape.used_in}
    return tuple(host for host in shape.seen_in if host not in passed)


def _proposal(findings: Findings, shown: str, used: str, found: Sightings) -> Proposal:
    share = findings.share(LookUpBetweenSystems.name, LOW, HIGH)
    source, target = findings.system_name(shown), findings.system_name(used)
    return Proposal(
        rule=LookUpBetweenSystems.name,
        kind="integration between two systems",
        title=sentence(f"Show in {target} what people look up in {source}"),
        activities=tuple(found.activities),
        why=sentence(
            f"In {len(found.cases)} cases {source} was looked at during a step in {target}; nothing that belongs to "
            "these cases was entered or changed there."
        ),
        cases=findings.named(found),
        evidence=findings.shown(found),
        claims=found.claims,
        share=share,
        assumptions=(share.of("the work of the steps in which it happened"),),
        against=("What was read there is not recorded, nor whether it was needed.",),
        risk="What is shown in a second place may be older than in the first.",
        measure=sentence(
            f"Steps in {target} during which {source} is looked at, and the work of these steps."
        ),
    )
