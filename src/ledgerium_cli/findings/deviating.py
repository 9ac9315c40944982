"""The deviations of all cases: in memory when the cases are, else packed in a few bytes each."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import msgspec

from ledgerium_cli.cases.model import Case
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.deviations import (
    Deviation,
    DeviationKind,
    Forbidden,
    NotKnown,
    Usual,
    deviating_steps,
    missing_in,
    of_variant,
)
from ledgerium_cli.findings.forbidden import forbidden
from ledgerium_cli.findings.order import CaseIds, Made, Order, walk_all
from ledgerium_cli.findings.sentence import Sentence
from ledgerium_cli.findings.unordered import Judged, in_question, judge, sorted_out
from ledgerium_cli.workflow.wire import Activity, Workflow

Edge = tuple[str | None, str | None]
"""Ids of two consecutive activities; None for the start or the end of a case."""


def edge_to(activities: Sequence[str], at: int | None) -> Edge:
    """The edge on which a case reaches the activity at index `at`, or its end when None."""
    if at is None:
        return activities[-1], None
    return activities[at - 1] if at else None, activities[at]


class Rules:
    """Judges cases by the declared workflow. Without declared activities nothing deviates."""

    def __init__(self, workflow: Workflow | None) -> None:
        self._workflow = workflow if workflow is not None and workflow.activities else None
        self._usual = Usual(workflow) if workflow is not None else None
        self._declared = {one.id for one in workflow.activities} if workflow is not None else set[str]()

    def missing_in(self, case: Case) -> Iterator[tuple[Activity, int, bool]]:
        return missing_in(case, self._workflow) if self._workflow is not None else iter(())

    def unknown_in(self, case: Case) -> int:
        """The number of its steps in which a recording was cut off and which no declared activity is known to be."""
        shapes = (timed.step.shape for timed in case.steps)
        return sum(shape.cut_short and shape.activity.id not in self._declared for shape in shapes)

    def judge(self, case: Case) -> Judged:
        workflow, usual = self._workflow, self._usual
        if workflow is None or usual is None:
            return _NOTHING
        if not case.is_ordered:
            return judge(case, workflow)
        found: list[Deviation | NotKnown] = []
        if not usual(case):
            found += of_variant(case, workflow)
        if usual.may_break_a_rule(case):
            found += forbidden(case, workflow)
        return sorted_out(found) if found else _NOTHING


_NOTHING = Judged()


class Deviations(Made[Deviation]):
    """All deviations, by case, then by declared order of activities. When the cases are not held in memory, each is
    decoded anew whenever it is asked for."""

    __slots__ = (
        "_held", "_number", "_order", "_packed", "_places", "_unjudged", "conforming_steps", "due",
        "not_known", "skipped",
    )  # fmt: skip

    def __init__(self, found: DeviationFold, order: Order) -> None:
        self._order = order
        self._places = found.places
        self._number, self._held, self._packed = found.number, found.held, found.packed
        self.due = order.steps - found.unknown + found.missing
        """All steps performed or missing, without those in which a recording was cut off before it could be told which
        they are."""
        self._unjudged = found.unjudged
        self.not_known = found.not_known
        """What could not be judged; by case."""
        judged = self.due - found.in_question
        self.conforming_steps = judged - found.missing - found.deviating, judged
        """(steps that conform, all due ones that could be judged)."""
        self.skipped: Mapping[Edge, Mapping[str, int]] = found.skipped
        """By the edge on which cases skipped required activities: for each such activity the number of cases.
        Activities that were at least tried are not counted."""

    @property
    def cases(self) -> CaseIds:
        """The cases that deviate."""
        return self._order.named(self._places)

    @property
    def unjudged(self) -> CaseIds:
        """The cases that may deviate or not: they count neither as deviating nor as conforming."""
        return self._order.named(self._unjudged)

    @property
    def conforming_cases(self) -> tuple[int, int]:
        """(cases that conform, all that could be judged)."""
        judged = len(self._order.ids) - len(self._unjudged)
        return judged - len(self._places), judged

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> Deviation: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Deviation]: ...
    def __getitem__(self, at: int | slice) -> Deviation | Sequence[Deviation]:
        return (self._held if self._held is not None else [*self])[at]

    def __iter__(self) -> Iterator[Deviation]:
        return iter(self._held) if self._held is not None else self._packed.of(self.cases)


def find_deviations(cases: Sequence[Case], workflow: Workflow | None) -> Deviations:
    fold = DeviationFold(workflow, hold=isinstance(cases, tuple))
    return fold.conclude(walk_all(cases, fold))


class DeviationFold:
    def __init__(self, workflow: Workflow | None, *, hold: bool) -> None:
        """`hold` says whether all findings fit into memory."""
        self._rules = Rules(workflow)
        self.places = array("I")
        """Numbers of the cases that deviate."""
        self.unjudged = array("I")
        self.not_known: list[NotKnown] = []
        self.number = self.missing = self.deviating = self.in_question = self.unknown = 0
        """Counts of deviations, of missing steps, of steps that deviate, of others that may, and of steps of unknown
        activity."""
        self.held: list[Deviation] | None = [] if hold else None
        self.packed = Packed()
        self.skipped: dict[Edge, Counter[str]] = defaultdict(Counter)

    def add(self, case: Case, place: int, first: int) -> None:
        self.unknown += self._rules.unknown_in(case)
        judged = self._rules.judge(case)
        if judged.not_known:
            self._add_not_known(judged, place)
        if found := judged.found:
            missing, deviating = deviating_steps(found)
            self.places.append(place)
            self.number += len(found)
            self.missing += missing
            self.deviating += deviating
            if missing and case.is_ordered:
                self._add_skipped(case)
            if self.held is not None:
                self.held += found
            else:
                self.packed.add(found)

    def _add_not_known(self, judged: Judged, place: int) -> None:
        self.not_known += judged.not_known
        if not judged.found:
            self.unjudged.append(place)
        self.in_question += len(in_question(judged.not_known, judged.found))

    def _add_skipped(self, case: Case) -> None:
        for activity, at, went_on in self._rules.missing_in(case):
            if activity.id not in case.variant:
                self.skipped[edge_to(case.variant, at if went_on else None)][activity.id] += 1

    def conclude(self, order: Order) -> Deviations:
        return Deviations(self, order)


_What = tuple[DeviationKind, str, Sentence, Forbidden | None]
"""What many deviations share: kind, activity, reason, condition."""


class _Row(msgspec.Struct, array_like=True, gc=False):
    what: int
    """Its index in a table, as for each recording."""
    evidence: list[tuple[int, tuple[int, ...]]]
    own: int
    """The length of the tail of `evidence` that is `Deviation.own`."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[_Row])


class Packed:
    """Deviations packed case by case, about twenty bytes each."""

    def __init__(self) -> None:
        self._whats: dict[_What, int] = {}
        self._recordings: dict[str, int] = {}
        self._rows, self._ends = bytearray(), array("Q", [0])

    def add(self, found: Sequence[Deviation]) -> None:
        """Add all deviations of one case."""
        self._rows += _encoder.encode([self._row(one) for one in found])
        self._ends.append(len(self._rows))

    def _row(self, one: Deviation) -> _Row:
        what = one.kind, one.activity, one.reason, one.condition
        recordings = self._recordings
        evidence = [
            (recordings.setdefault(own.recording, len(recordings)), own.events) for own in one.evidence
        ]
        return _Row(self._whats.setdefault(what, len(self._whats)), evidence, len(one.own))

    def of(self, cases: Sequence[str]) -> Iterator[Deviation]:
        """The deviations; `cases` are the ids of the added cases, in order."""
        whats, recordings = [*self._whats], [*self._recordings]
        rows, ends = memoryview(self._rows), self._ends
        for place, case in enumerate(cases):
            for row in _decoder.decode(rows[ends[place] : ends[place + 1]]):
                kind, activity, reason, condition = whats[row.what]
                evidence = tuple([Evidence(recordings[at], events) for at, events in row.evidence])
                own = evidence[len(evidence) - row.own :]
                yield Deviation(kind, case, activity, reason, evidence, own, condition)
