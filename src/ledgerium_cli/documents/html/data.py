"""Builds the data from which the page's scripts draw: the analysis in fewer bytes than `analysis.json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from ledgerium_cli.cases.model import PARTS, Case, Hold, Slice
from ledgerium_cli.documents.analysis.numbers import times_json
from ledgerium_cli.documents.condition import clock_of_case, what_is_wrong
from ledgerium_cli.documents.html.data_shape import (
    ActivityRow,
    CaseRow,
    DeviationRow,
    DeviationToldRow,
    Fields,
    HoldRow,
    IntervalRow,
    PageData,
    PathRow,
    RecordingRow,
    StepRow,
    TargetRow,
    VariantRow,
)
from ledgerium_cli.documents.html.events import NO_EVENTS, events_of
from ledgerium_cli.documents.html.script import length_in_page
from ledgerium_cli.documents.map.model import ENDED, OPEN, Arrow, ProcessMap, short_case_noun, shown_at
from ledgerium_cli.documents.report.causes import NAMES
from ledgerium_cli.documents.report.targets import at_most
from ledgerium_cli.documents.view.model import View, evidence_of_hold
from ledgerium_cli.documents.words import declared_percent, ranges
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.causes import CAUSES, Causes
from ledgerium_cli.findings.metrics import length_of
from ledgerium_cli.findings.rates import can_be_held
from ledgerium_cli.output.text import plain
from ledgerium_cli.steps.hold_signs import declared_at
from ledgerium_cli.steps.model import StepKey
from ledgerium_cli.workflow.limits import in_ms

MOST_CASES, MOST_BYTES = 2_000, 4_980_000
"""More cases, or more bytes of the file but for its notices, would make it too large to mail and slow to open. Of more
cases an evenly spaced sample is in the page."""
FOR_CASES = 0.75
"""The share that cases may take of the bytes that all else leaves. Their recordings and events take what is left."""
MOST_VARIANTS = 500


_LABEL = re.compile(r"\bR\d+(?=: \d)")
"""The label of a recording in a citation of its events."""


def page_data(view: View, drawn: ProcessMap, texts: Iterable[str] = (), beside: int = 0) -> PageData:
    """The data of a page that has so many bytes of other things. It lists only recordings cited in the data or in
    `texts`, as there may be a hundred thousand."""
    room = MOST_BYTES - beside
    page, rows = _fitting(view, int(FOR_CASES * (room - length_in_page(_Page(view, []).data(drawn, [])))))
    data = page.data(drawn, rows)
    cited = (label for text in texts for label in _LABEL.findall(text))
    data = replace(data, recordings=[*page.recordings(cited)])
    return replace(data, events=events_of(page.cases, view, room - length_in_page(data)))


def carried(n: int, most: int) -> list[int]:
    """Indexes of the cases that the page carries: of all `n`, or of `most` evenly spaced ones."""
    return [place * n // most for place in range(most)] if most < n else [*range(n)]


def _fitting(view: View, room: int) -> tuple[_Page, list[CaseRow]]:
    """The page of as many cases as fit, with all that is told of them, into so many bytes, and their rows."""
    numbers = carried(len(view.analysis.cases), MOST_CASES)
    page = _Page(view, numbers)
    rows = page.rows()
    sizes = page.sizes(rows)
    room -= length_in_page([*page.told])
    n = len(numbers)
    while n > 1 and sum(sizes[place] for place in carried(len(numbers), n)) > room:
        n -= 1
    if n < len(numbers):
        page = _Page(view, [numbers[place] for place in carried(len(numbers), n)])
        rows = page.rows()
    return page, rows


class _Page:
    """Builds the rows; holds the index of each name in its list."""

    def __init__(self, view: View, numbers: Sequence[int]) -> None:
        self.view = view
        self.numbers = numbers
        """Indexes of the cases of the page among all."""
        self.cases = [view.analysis.cases[number] for number in numbers]
        steps = [timed.step for case in self.cases for timed in case.steps]
        self.activity = {one.activity.id: place for place, one in enumerate(view.analysis.activities)}
        self.actor = _places(sorted({step.actor for step in steps}))
        self.system = _places(sorted({step.system for step in steps}))
        used = {step.recording for step in steps}
        self.recording = _places([one.id for one in view.analysis.recordings if one.id in used])
        """Recordings of the cases; other cited ones come after them."""
        self.cited: set[str] = set()
        """Labels of the recordings cited in the data."""
        self.variants = [one for one in view.analysis.variants if one.is_ordered]
        """Those of which the order is known."""
        variants = self.variants[:MOST_VARIANTS]
        self.variant = {one.way: place for place, one in enumerate(variants)}
        self.place = _places([case.id for case in self.cases])
        self.where = declared_at(view.workflow)
        """Activities at which a hold can begin."""
        self.ages = {case: length_of(age) for case, age in view.analysis.metrics.open_cases}
        """By id of an open case its age in milliseconds, None where no time of it is known."""
        self.told: dict[DeviationToldRow, int] = {}
        """Index of what the deviations of these cases share."""
        self.deviations = [*self._deviations()]

    def rows(self) -> list[CaseRow]:
        return [self._case(*one) for one in zip(self.numbers, self.cases, strict=True)]

    def sizes(self, rows: Sequence[CaseRow]) -> list[int]:
        """Of each case the bytes of its row and of all else in the data that is of it alone."""
        sizes = [0] * len(rows)
        for place, told in self._of_single_cases(rows):
            sizes[place] += length_in_page(told) + len(",")
        return sizes

    def _of_single_cases(self, rows: Sequence[CaseRow]) -> Iterator[tuple[int, object]]:
        yield from enumerate(rows)
        yield from ((one.case, one) for one in self.deviations)
        for interval in self._intervals():
            yield from ((place, {place: ms}) for place, ms in interval.by_case.items())
            yield from ((place, place) for place in interval.unknown)
        yield from ((place, place) for target in self._targets() for place in target.missed)

    def data(self, drawn: ProcessMap, rows: list[CaseRow]) -> PageData:
        """All but the recordings and events."""
        view, analysis = self.view, self.view.analysis
        case, case_plural = short_case_noun(analysis)
        return PageData(
            fields=Fields(),
            case=case,
            case_plural=case_plural,
            zone=view.zone.key,
            ends=bool(view.ends),
            all_cases=len(analysis.cases),
            all_variants=len(self.variants),
            unordered=len(view.facts.unordered),
            recordings=[],
            actors=[*map(plain, self.actor)],
            systems=[plain(view.system_name(one)) for one in self.system],
            causes=[NAMES[cause] for cause in CAUSES],
            activities=self._activities(),
            paths=[self._path(arrow) for arrow in drawn.arrows],
            all_paths=drawn.all_arrows,
            all_moves=sum(path.count for path in analysis.paths),
            variants=[*self._variants()],
            cases=rows,
            cycle=times_json(analysis.metrics.cycle),
            intervals=[*self._intervals()],
            targets=[*self._targets()],
            held_at_most=[
                (declared_percent(one.share), one.share)
                for one in analysis.health.targets
                if one.metric == "hold_rate" and one.share is not None
            ],
            deviations_told=[*self.told],
            deviations=self.deviations,
            events=NO_EVENTS,
        )

    def recordings(self, cited: Iterable[str]) -> Iterator[RecordingRow]:
        """Recordings of the cases first, by index; then other cited ones."""
        labels, known = {*cited, *self.cited}, self.view.cite.labels
        of_cases = [one for one in self.view.analysis.recordings if one.id in self.recording]
        others = (one for one in self.view.analysis.recordings if one.id not in self.recording)
        for one in [*of_cases, *(one for one in others if known[one.id] in labels)]:
            yield RecordingRow(
                plain(one.id), known[one.id], plain(one.actor),
                one.start_ms, one.timed, one.events, what_is_wrong(one), one.log,
            )  # fmt: skip

    def _activities(self) -> list[ActivityRow]:
        view = self.view
        return [
            ActivityRow(
                title=plain(view.called(one.activity.id)) or "(no name)",
                named_by=one.activity.decided_by,
                judgement=view.is_judgement(one.activity.id),
                steps=one.steps,
                cases=len(one.cases),
                systems=list(dict.fromkeys(plain(view.system_name(host)) for host in one.systems)),
                actors=[*map(plain, one.actors)],
                work=times_json(one.work),
                wait=times_json(one.wait),
                outcomes=[(plain(seen.name), seen.steps) for seen in one.outcomes],
                before=plain(view.before(one.activity.id)),
            )
            for one in view.analysis.activities
        ]

    def _path(self, arrow: Arrow) -> PathRow:
        path = arrow.path
        ends: dict[str, Literal["open", "ended"]] = {OPEN: "open", ENDED: "ended"}
        return PathRow(
            source=self.activity[path.source] if path.source is not None else None,
            target=self.activity[path.target] if path.target is not None else ends.get(arrow.target, "end"),
            count=arrow.times,
            between=times_json(path.between),
            hand_offs=path.hand_offs,
            hand_offs_known=path.hand_offs_known,
            evidence=self._cited(path.evidence),
            skipped=[(plain(title), times) for title, times in arrow.skipped],
        )

    def _case(self, number: int, case: Case) -> CaseRow:
        steps = {timed.step.key: place for place, timed in enumerate(case.steps)}
        parts = case.parts
        return CaseRow(
            id=plain(case.id) or "(no name)",
            start=case.start_ms,
            cycle=case.cycle_ms,
            complete=case.complete,
            ended=case.ended,
            held=case.held,
            variant=self.variant.get(case.way),
            ordered=case.is_ordered,
            can_be_held=can_be_held(case, self.where),
            parts=[getattr(parts, part) for part in PARTS],
            steps=self._steps(number, case),
            slices=_slices(case.slices, steps),
            holds=[self._hold(case, one) for one in case.holds],
            clock_marks=tuple(self.view.clock_marks(case.id)),
            clock=clock_of_case(self.view, case.id),
            age=self.ages.get(case.id),
        )

    def _steps(self, number: int, case: Case) -> list[StepRow]:
        waiting, first = self.view.analysis.waiting, self.view.analysis.order.firsts[number]
        steps = range(first, first + len(case.steps))
        waits = self.view.analysis.enabling.waits(case)
        causes = [waiting.by_step.get(one) if waiting is not None else None for one in steps]
        return [
            StepRow(
                activity=self.activity[timed.step.activity.id],
                start=timed.start_ms - case.start_ms if timed.step.timed else None,
                end=timed.complete_ms - case.start_ms if timed.step.timed else None,
                actor=self.actor[timed.step.actor],
                system=self.system[timed.step.system],
                recording=self.recording[timed.step.recording],
                events=ranges(evidence_of(timed.step).events),
                work=timed.work,
                wait=wait,
                why=_by_cause(waited) if waited is not None else [],
            )
            for timed, wait, waited in zip(case.steps, waits, causes, strict=True)
        ]

    def _hold(self, case: Case, hold: Hold) -> HoldRow:
        steps = {timed.step.key: timed.step for timed in case.steps}
        return HoldRow(
            start=_since(case, hold.known_start_ms),
            end=_since(case, hold.known_end_ms),
            kind=plain(hold.kind),
            activity=self.activity.get(hold.activity) if hold.activity is not None else None,
            guessed=hold.guessed,
            evidence=self._cited(evidence_of_hold(hold)),
            released=hold.released,
            shown_at=self.activity[shown_at(hold, steps[hold.begun_by], self.view)],
        )

    def _variants(self) -> Iterator[VariantRow]:
        for (steps, _), one in zip(self.variant, self.variants, strict=False):
            yield VariantRow(
                [self.activity[step] for step in steps],
                len(one.cases),
                one.counted > 0,
                times_json(one.cycle),
            )

    def _intervals(self) -> Iterator[IntervalRow]:
        for one in self.view.analysis.metrics.intervals:
            yield IntervalRow(
                plain(one.title),
                times_json(one.times),
                {self.place[case]: ms for case, ms in one.by_case if case in self.place},
                [self.place[case] for case in one.unknown if case in self.place],
            )

    def _deviations(self) -> Iterator[DeviationRow]:
        for one in self.view.analysis.deviations:
            if one.case in self.place:
                activity, reason = self.activity.get(one.activity), plain(self.view.says(one.reason))
                told = self.told.setdefault(DeviationToldRow(one.kind, activity, reason), len(self.told))
                yield DeviationRow(self.place[one.case], told, self._cited(one.evidence))

    def _targets(self) -> Iterator[TargetRow]:
        places: dict[str, int | None] = {"cycle": None}
        places |= {one.id: place for place, one in enumerate(self.view.analysis.metrics.intervals)}
        for one in self.view.analysis.health.targets:
            if one.minutes is not None and one.metric in places:
                missed = [self.place[case] for case in one.missed if case in self.place]
                yield TargetRow(places[one.metric], at_most(one.minutes), in_ms(one.minutes), missed)

    def _cited(self, evidence: Sequence[Evidence]) -> str:
        words = self.view.cite(evidence, most=8).strip("()") if evidence else ""
        self.cited.update(_LABEL.findall(words))
        return words


def _since(case: Case, ms: int | None) -> int | None:
    return ms - case.start_ms if ms is not None else None


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _by_cause(waited: Causes) -> list[int]:
    """The index of each cause in `CAUSES`, followed by its milliseconds."""
    known = ((place, getattr(waited, cause)) for place, cause in enumerate(CAUSES))
    return [number for place, ms in known if ms for number in (place, ms)]


def _slices(slices: Sequence[Slice], steps: dict[StepKey, int]) -> list[int]:
    """The slices as values of `SLICE` in turn; adjacent slices of the same part and step are merged."""
    rows: list[int] = []
    for (part, step), pieces in groupby(slices, key=lambda one: (one.part, one.step)):
        rows += [sum(piece.length_ms for piece in pieces), PARTS.index(part), steps[step]]
    return rows
