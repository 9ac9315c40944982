"""Checks cases against the declared workflow: deviations against accepted ones, measured values against thresholds."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from ledgerium_cli.cases.model import Case, Parts, total
from ledgerium_cli.findings.activities import evidence_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.findings.conformance import TriedFold, align_cases
from ledgerium_cli.findings.deviating import find_deviations
from ledgerium_cli.findings.deviations import Deviation, DeviationKind, NotKnown, can_conform, deviating_steps
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.findings.in_two_logs import InTwoLogs
from ledgerium_cli.findings.order import Order, walk
from ledgerium_cli.findings.rates import HoldRate
from ledgerium_cli.findings.statistics import FEW, Summary
from ledgerium_cli.findings.told_apart import ToldApart, ToldApartFold
from ledgerium_cli.findings.unordered import in_question
from ledgerium_cli.findings.variants import taken_by
from ledgerium_cli.findings.zone import zone_of
from ledgerium_cli.mining.model import Quality
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.recording.places import Place
from ledgerium_cli.workflow.accepted import Accepted
from ledgerium_cli.workflow.calendar import date_of
from ledgerium_cli.workflow.contradictions import CONFORMANCE
from ledgerium_cli.workflow.ends import required_in
from ledgerium_cli.workflow.limits import in_ms
from ledgerium_cli.workflow.wire import Threshold, Workflow

FORBIDDEN: DeviationKind = "forbidden combination"
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A deviation, and the acceptance that covers it, if any."""

    deviation: Deviation
    accepted: Accepted | None
    lost: Parts | None
    """Time of the case spent on extra or repeated steps and on the waits for them; None for other deviations."""
    place: Place | None = None
    """Where the first event of its evidence stands; None until it is looked up."""
    from_draft: bool = False
    """Whether it differs from a draft that nobody has confirmed."""

    @property
    def lost_ms(self) -> int | None:
        return self.lost.total if self.lost is not None else None


@dataclass(frozen=True, slots=True)
class OfNoCase:
    """An acceptance that names a case which was not checked, so that it covers nothing."""

    accepted: Accepted
    near: str | None
    """The checked case that differs in upper and lower case, blanks and punctuation only; None if there is none."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold and the measured value: a 90th percentile in milliseconds, or a share."""

    threshold: Threshold
    value: float | None
    """None when it cannot be measured; for times also when there are fewer than five."""
    n: int
    met: bool | None
    """None when it is not judged: it cannot be measured, or there are fewer than five values."""
    of_draft: bool = False
    """Whether it asks for conformance to a draft, which was made from such cases."""

    @property
    def bound(self) -> float:
        """The threshold in the unit of `value`."""
        minutes, share = self.threshold.minutes, self.threshold.share
        return share if share is not None else in_ms(minutes or 0)


@dataclass(frozen=True, slots=True)
class Check:
    workflow: Workflow
    cases: int
    conforming_cases: tuple[int, int]
    """(cases without an unaccepted deviation, all that could be judged). Of a draft it says nothing, since it was made
    from such cases."""
    conforming_steps: tuple[int, int]
    """The same for steps; missing ones count among all steps, accepted or not."""
    found: tuple[Found, ...]
    not_known: tuple[NotKnown, ...]
    """What could not be judged, since it is not known which steps came first; nothing that would be accepted."""
    limits: tuple[Limit, ...]
    expired: tuple[Accepted, ...]
    """Acceptances that ended before the recordings did; those of one case: before that case began."""
    of_no_case: tuple[OfNoCase, ...]
    unused: tuple[Accepted, ...]
    """The other acceptances that cover nothing: no case that was checked deviates so."""
    fitness: Quality | None
    """None where nothing is declared, and of a draft."""
    filtered: Filtered | None = None
    """The filter that selected the cases; None for all cases."""
    recordings: tuple[RecordingFacts, ...] = ()
    """Sorted by start."""
    people: tuple[str, ...] = ()
    """The names of all who did a step, each once, sorted."""
    holds: HoldRate | None = None
    """What was seen of holds; None where nothing was checked."""
    told_apart: ToldApart = field(default_factory=ToldApart)
    never_seen: tuple[str, ...] = ()
    """Ids of required activities that no case performed, and of which nothing tells that one left it out: it may still
    come in each. In the order of the workflow."""
    not_read: int = 0
    """The number of files without a readable recording."""
    clocks: tuple[ClockDoubt, ...] = ()
    in_two_logs: tuple[InTwoLogs, ...] = ()
    steps_guessed: bool = False
    """Whether the steps of recordings are guesses, for want of a workflow file."""
    declared_in: Place | None = None
    """The file that declares the workflow."""
    read_by: Place | None = None
    """The workflow file by which cases, steps and holds are told in recordings: another one where these are checked
    against a document, or by `--workflow`."""
    threshold_at: Mapping[Threshold, Place] = field(default_factory=dict)
    """Where each threshold stands."""
    accepted_in: Place | None = None
    accepted_at: Mapping[Accepted, Place] = field(default_factory=dict)
    """Where each acceptance stands."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The file of each recording, by recording id."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of activities, by id, told apart; an acceptance may name them so."""

    def called(self, activity: str) -> str:
        return self.titles.get(activity, activity)

    @property
    def in_question(self) -> int:
        """The number of steps that may deviate or not."""
        return len(in_question(self.not_known, [one.deviation for one in self.open]))

    @property
    def not_whole(self) -> list[RecordingFacts]:
        """Incomplete recordings: what they miss may be the cause of a deviation."""
        return [one for one in self.recordings if not one.condition.is_whole]

    def place_of_threshold(self, threshold: Threshold) -> Place | None:
        return self.threshold_at.get(threshold, self.declared_in)

    def place_of_acceptance(self, accepted: Accepted) -> Place | None:
        return self.accepted_at.get(accepted, self.accepted_in)

    def place_of(self, recording: str) -> Place | None:
        file = self.files.get(recording)
        return Place(file, None) if file is not None else None

    @property
    def open(self) -> list[Found]:
        """Deviations that are not accepted."""
        return [one for one in self.found if one.accepted is None]

    @property
    def misspelt(self) -> list[OfNoCase]:
        return [one for one in self.of_no_case if one.near is not None]

    @property
    def each_counts(self) -> bool:
        """Whether any single open deviation fails the check. It does not when a threshold that was judged says how
        many cases or steps must conform."""
        return all(one.threshold.metric not in CONFORMANCE or one.met is None for one in self.limits)

    def fails(self, one: Found) -> bool:
        """Whether a deviation by itself fails the check. A forbidden combination does whatever share may deviate: what
        must never happen is no matter of shares."""
        return one.accepted is None and (self.each_counts or one.deviation.kind == FORBIDDEN)

    @property
    def passed(self) -> bool:
        """A rule for cases that fits nothing leaves whole recordings to be judged as if each were a case, which says
        nothing of the cases in them."""
        kept = not any(map(self.fails, self.found)) and all(one.met is not False for one in self.limits)
        return kept and self.told_apart.fits


def check_cases(analysis: Analysis, workflow: Workflow, accepted: Sequence[Accepted]) -> Check:
    """`workflow` may declare more or less than the workflow that the steps were mapped with.

    An acceptance covers the cases that began on or before its last day, so the result depends on the recordings
    only, not on the current date.
    """
    zone = zone_of(workflow, analysis.recordings)
    deviations = find_deviations(analysis.cases, workflow)
    named = sorted({*deviations.cases.places, *deviations.unjudged.places})
    by_id = {case.id: case for case in analysis.order.chosen(analysis.order.named(named))}
    began = {case.id: date_of(case.start_ms, zone) for case in by_id.values()}
    found = tuple(
        Found(
            one,
            _accepted(one, began[one.case], accepted),
            _lost(one, by_id[one.case]),
            from_draft=workflow.draft,
        )
        for one in deviations
    )
    fitness, told_apart = _fitness(analysis, workflow)
    counted = [one.deviation for one in found if one.accepted is None]
    not_known = tuple(
        one for one in deviations.not_known if _accepted(one, began[one.case], accepted) is None
    )
    expired = _expired(accepted, analysis, zone)
    of_no_case = tuple(_of_no_case(accepted, analysis.order.ids))
    told = {*expired, *(one.accepted for one in of_no_case)}
    unused = _unused(accepted, [*deviations, *deviations.not_known], began)
    conforming = _conforming(analysis.order, deviations.due, counted, not_known)
    return Check(
        workflow=workflow,
        cases=len(analysis.cases),
        conforming_cases=conforming["conformance_rate"],
        conforming_steps=conforming["conforming_steps"],
        found=found,
        not_known=not_known,
        limits=tuple(_limit(one, analysis, conforming, draft=workflow.draft) for one in workflow.thresholds),
        expired=expired,
        of_no_case=of_no_case,
        unused=tuple(one for one in unused if one not in told),
        fitness=fitness,
        filtered=analysis.filtered,
        recordings=analysis.recordings,
        people=tuple(analysis.people),
        holds=analysis.metrics.hold_rate,
        told_apart=told_apart,
        never_seen=tuple(_never_seen(analysis, workflow, [*deviations, *deviations.not_known])),
        not_read=analysis.unread,
        clocks=analysis.clocks,
        in_two_logs=analysis.in_two_logs,
        titles={one.id: one.title for one in workflow.activities} | analysis.titles,
        steps_guessed=analysis.workflow is None and any(one.log is None for one in analysis.recordings),
    )


def _never_seen(
    analysis: Analysis, workflow: Workflow, told: Iterable[Deviation | NotKnown]
) -> Iterator[str]:
    known = {one.activity.id for one in analysis.activities} | {one.activity for one in told}
    required = required_in(workflow)
    yield from (one.id for one in workflow.activities if one.id in required and one.id not in known)


def _fitness(analysis: Analysis, workflow: Workflow) -> tuple[Quality | None, ToldApart]:
    """How well the cases fit the workflow, and, of the same walk over them, how they were told apart."""
    confirmed = workflow if can_conform(workflow) else None
    tried, telling = TriedFold(confirmed), ToldApartFold()
    walk(analysis.cases, tried, telling)
    conformance = align_cases(analysis.order, taken_by(analysis.variants), confirmed, tried.conclude())
    told_apart = telling.conclude(analysis.recordings, analysis.workflow)
    return conformance.fitness if conformance is not None else None, told_apart


def _conforming(
    order: Order, due: int, counted: Sequence[Deviation], not_known: Sequence[NotKnown]
) -> Mapping[str, tuple[int, int]]:
    """By metric, (what conforms, all that could be judged). `counted` are the deviations that are not accepted,
    `due` is the number of steps that were performed or are missing, accepted or not."""
    deviating = {one.case for one in counted}
    judged = len(order.ids) - len({one.case for one in not_known} - deviating)
    steps = due - len(in_question(not_known, counted))
    return {
        "conformance_rate": (judged - len(deviating), judged),
        "conforming_steps": (steps - sum(deviating_steps(counted)), steps),
    }


def _accepted(deviation: Deviation | NotKnown, began: date, accepted: Sequence[Accepted]) -> Accepted | None:
    return next(
        (
            one
            for one in accepted
            if (one.kind, one.activity) == (deviation.kind, deviation.activity)
            and one.case in (None, deviation.case)
            and began <= one.until
        ),
        None,
    )


def _unused(
    accepted: Sequence[Accepted], deviations: Iterable[Deviation | NotKnown], began: Mapping[str, date]
) -> Iterator[Accepted]:
    first: dict[tuple[str, str, str | None], date] = {}
    for one in deviations:
        for case in (one.case, None):
            key = one.kind, one.activity, case
            first[key] = min(first.get(key, date.max), began[one.case])
    for own in accepted:
        if first.get((own.kind, own.activity, own.case), date.max) > own.until:
            yield own


def _of_no_case(accepted: Sequence[Accepted], cases: Sequence[str]) -> Iterator[OfNoCase]:
    """Exactly as it is spelt: in a log two cases may differ in nothing but upper and lower case."""
    named = [(one, one.case) for one in accepted if one.case is not None]
    known = {*cases} if named else set()
    by_letters = {_letters(case): case for case in known}
    for one, case in named:
        if case not in known:
            yield OfNoCase(one, by_letters.get(_letters(case)))


def _letters(case: str) -> str:
    return _NO_LETTER.sub("", case).casefold()


def _expired(accepted: Sequence[Accepted], analysis: Analysis, zone: ZoneInfo) -> tuple[Accepted, ...]:
    order, named = analysis.order, {one.case for one in accepted if one.case is not None}
    places = array("I", [place for place, case in enumerate(order.ids) if case in named] if named else ())
    began = {case.id: date_of(case.start_ms, zone) for case in order.chosen(order.named(places))}
    last = date_of(analysis.seen_until_ms, zone)
    return tuple(
        one for one in accepted if one.until < (last if one.case is None else began.get(one.case, date.min))
    )


def _lost(deviation: Deviation, case: Case) -> Parts | None:
    if deviation.kind not in ("extra step", "too often"):
        return None
    needless = [one.parts for one in case.steps if evidence_of(one.step) in deviation.own]
    known = [one for one in needless if one.total is not None]
    return total(known) if known else None


def _limit(
    threshold: Threshold, analysis: Analysis, conforming: Mapping[str, tuple[int, int]], *, draft: bool
) -> Limit:
    value, n = _measured(threshold.metric, analysis, conforming)
    if draft and threshold.metric in CONFORMANCE:
        return Limit(threshold, None, n, None, of_draft=True)
    limit = Limit(threshold, value, n, None)
    if value is None or n < FEW:
        return limit
    at_most = threshold.minutes is not None or threshold.metric == "hold_rate"
    return replace(limit, met=value <= limit.bound if at_most else value >= limit.bound)


def _measured(
    metric: str, analysis: Analysis, conforming: Mapping[str, tuple[int, int]]
) -> tuple[float | None, int]:
    metrics = analysis.metrics
    if metric in conforming:
        met, n = conforming[metric]
        return met / n if n else None, n
    if metric == "hold_rate":
        return metrics.hold_rate.rate, metrics.hold_rate.n or 0
    if metric == "first_time_right":
        right, counted = metrics.first_time_right
        return right / counted if right is not None and counted else None, counted
    if metric == "cycle":
        return _p90(metrics.cycle)
    return _p90(next(one.times for one in metrics.intervals if one.id == metric))


def _p90(times: Summary) -> tuple[float | None, int]:
    return times.p90 if times.n >= FEW else None, times.n
