"""What is true about generated recordings, worked out without the engine that is to be tested.

Time is counted the slow way: every second of an actor's timeline is painted with what it was, and a case
looks at its seconds one by one. The rules are those of `docs/metrics.md`, the numbers whole seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

IDLE_AFTER = 180
INPUTS = frozenset({"click", "field_changed", "form_submitted", "copy", "paste", "drop", "note", "mark"})
ANSWERS = frozenset({"page_shown", "message_shown"})
IN_THE_RECORDER = frozenset({"note", "mark"})
COUNTS_FIRST = ("work", "system_wait", "paused", "idle")
DECLARED = ("enter-order", "validate-order", "credit-check", "decide-hold", "confirm-order", "hand-off")
OPTIONAL = frozenset({"decide-hold"})
AT_MOST = {"validate-order": 2, "confirm-order": 1}
HOLD_CAN_BEGIN = frozenset({"validate-order", "credit-check"})
NOT_WHILE_HELD = frozenset({"confirm-order", "hand-off"})
DONE_BY_MESSAGE = frozenset({"confirm-order"})
"""Complete when the page says so; the others when a button is pressed."""


@dataclass(frozen=True, slots=True)
class Performance:
    """One activity done once for one case by one person."""

    case: str
    activity: str
    actor: str
    recording: str
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it was recorded, with what its maker knows about it."""

    second: int
    """By the clock of the recording, which never goes back."""
    recording: str
    seq: int
    actor: str
    kind: str
    tab: int | None = None
    step: Performance | None = None
    """None where it belongs to no case."""
    system: str = ""
    says: str = ""
    """What the page said."""
    effect: str = ""
    """What it did: `hold`, `release`, `mark hold`, `mark release`, `done` (confirmed, handed off), `complete`
    (the order is at its end), `ended` (it is given up before)."""
    jumped: int = 0
    """Seconds by which the clock of the recording went ahead of the one of the page since the event before, or back."""

    @property
    def place(self) -> tuple[int, str, int]:
        return self.second, self.recording, self.seq


@dataclass(frozen=True, slots=True)
class StepTruth:
    activity: str
    actor: str
    recording: str
    start_ms: int
    complete_ms: int
    work_ms: int
    system_wait_ms: int
    idle_ms: int
    between_step_wait_ms: int
    paused_ms: int
    own_work_ms: int
    """Also where the case counts it at another step."""
    own_pauses: tuple[tuple[int, int], ...]
    """Seconds, from and to, of its pauses: its own from its start on, before it those that the case counts."""
    events: tuple[int, ...]
    """Their numbers in the recording."""
    outcome: str | None
    """The last one that was shown."""
    lost_after: bool
    """Whether it is the last one that is known of a recording that was cut off."""
    cut_short: bool
    """Whether its recording was cut off in the middle of it."""
    busy: tuple[tuple[int, int], ...]
    """Seconds, from and to, in which its actor worked or waited for the system, as the case counts them."""
    waits: tuple[tuple[int, int], ...]
    """Seconds, from and to, of the between-step wait that led to it."""


@dataclass(frozen=True, slots=True)
class HoldTruth:
    kind: str
    activity: str
    start_ms: int
    end_ms: int | None
    begun_by: tuple[str, int]
    """Recording and number of the event."""
    ended_by: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class CaseTruth:
    id: str
    cycle_ms: int
    work_ms: int
    system_wait_ms: int
    idle_ms: int
    between_step_wait_ms: int
    paused_ms: int
    steps: tuple[StepTruth, ...]
    holds: tuple[HoldTruth, ...]
    held: bool
    releases_without_hold: int
    complete: bool
    ended: bool
    deviations: tuple[tuple[str, str], ...]
    """Kind and activity, sorted."""
    not_certain: tuple[tuple[str, str], ...]
    """Kind and activity of deviations that may be none by what is lost where a recording was cut off, sorted."""
    deviating: int
    """Performances that a deviation is about."""
    in_question: int
    """Others that one which is not certain is about."""
    credit_check_wait_ms: int | None
    credit_check_wait: tuple[tuple[int, int], ...] | None
    """The same as seconds, from and to."""
    wait: tuple[tuple[int, int], ...]
    """Seconds, from and to, that are neither work nor paused."""
    start_ms: int
    end_ms: int

    @property
    def variant(self) -> tuple[str, ...]:
        return tuple(step.activity for step in self.steps)


@dataclass(frozen=True, slots=True)
class RecordingTruth:
    id: str
    actor: str
    start_ms: int
    end_ms: int
    events: int
    pauses: tuple[int, ...]
    """Numbers of the events that begin and end one: they are of no step."""
    clock: tuple[tuple[int, int], ...]
    """Numbers of the events before which the clock was set or the computer slept, and by how many milliseconds."""
    sealed: bool
    """Else the last line is cut off."""


@dataclass(frozen=True, slots=True)
class Truth:
    recordings: tuple[RecordingTruth, ...]
    cases: tuple[CaseTruth, ...]
    held: int
    """Cases with at least one hold."""
    reached: int
    """Cases that reached a step where a hold can begin."""
    variants: tuple[tuple[tuple[str, ...], int], ...]
    hand_offs: int


Starts = Mapping[str, int]
"""Recording and the second in which it began."""
Painted = Mapping[int, tuple[str, Performance]]
"""Second and what an actor spent it on."""
Spent = Mapping[int, tuple[str, Performance]]
"""Second of a case and what was spent on it: part and step."""


def truth_of(seen: Sequence[Seen], starts: Starts, cut_off: Collection[str] = ()) -> Truth:
    painted = by_case_of(paint_actors(seen, starts).values())
    by_case: dict[str, list[Seen]] = defaultdict(list)
    for event in sorted(seen, key=lambda one: one.place):
        if event.step is not None:
            by_case[event.step.case].append(event)
    last = {event.recording: event.step for event in sorted(seen, key=lambda one: one.seq)}
    lost = {step for name in cut_off if (step := last[name]) is not None}
    cases = tuple(case_truth(events, painted[case], lost) for case, events in sorted(by_case.items()))
    return Truth(
        recordings=tuple(_recordings(seen, starts, cut_off)),
        cases=cases,
        held=sum(case.held for case in cases),
        reached=sum(case.held or bool(HOLD_CAN_BEGIN & set(case.variant)) for case in cases),
        variants=tuple(sorted(Counter(case.variant for case in cases).items())),
        hand_offs=sum(a.actor != b.actor for case in cases for a, b in pairwise(case.steps)),
    )


def _recordings(seen: Iterable[Seen], starts: Starts, cut_off: Collection[str]) -> Iterator[RecordingTruth]:
    own: dict[str, list[Seen]] = defaultdict(list)
    for event in seen:
        own[event.recording].append(event)
    for name, events in sorted(own.items(), key=lambda item: (starts[item[0]], item[0])):
        end = max(event.second for event in events)
        pauses = tuple(event.seq for event in events if event.kind in ("paused", "resumed"))
        clock = tuple((event.seq, event.jumped * 1000) for event in events if event.jumped)
        begin = starts[name] * 1000
        sealed = name not in cut_off
        yield RecordingTruth(name, events[0].actor, begin, end * 1000, len(events), pauses, clock, sealed)


# --------------------------------------------------------------------------------------------------- time


def paint_actors(seen: Iterable[Seen], starts: Starts) -> dict[str, Painted]:
    """What each second of each actor was: one timeline per actor over all their recordings."""
    by_actor: dict[str, list[Seen]] = defaultdict(list)
    for event in seen:
        by_actor[event.actor].append(event)
    return {actor: dict(_paint(events, starts)) for actor, events in by_actor.items()}


def _paint(events: Sequence[Seen], starts: Starts) -> Iterator[tuple[int, tuple[str, Performance]]]:
    recordings = {event.recording: event.actor for event in events}
    begun = [Seen(starts[one], one, 0, actor, "start") for one, actor in recordings.items()]
    moments = sorted([*begun, *events], key=lambda one: one.place)
    paused = _paused_seconds(events)
    bounds = [at for at, moment in enumerate(moments) if moment.kind in INPUTS or moment.kind == "start"]
    for opening, closing in pairwise(bounds):
        inside, after = moments[opening + 1 : closing], moments[closing]
        yield from _paint_gap(moments[opening], inside, after, paused[after.recording])
    last = moments[bounds[-1]]
    yield from _paint_gap(last, moments[bounds[-1] + 1 :], None, paused[last.recording])


def _paint_gap(
    opening: Seen, inside: Sequence[Seen], closing: Seen | None, recording_paused: set[int]
) -> Iterator[tuple[int, tuple[str, Performance]]]:
    stop = closing.second if closing is not None else max(one.second for one in [opening, *inside])
    paused = recording_paused & set(range(opening.second, stop))
    answered = _answered(opening, inside)
    if opening.step is not None:
        for second in range(opening.second, answered):
            if second not in paused:
                yield second, ("system_wait", opening.step)
    if closing is None or closing.step is None:
        return
    for second in paused:
        yield second, ("paused", closing.step)
    rest = [second for second in range(answered, stop) if second not in paused]
    if len(rest) <= IDLE_AFTER or opening.step == closing.step:
        part = "work" if len(rest) <= IDLE_AFTER else "idle"
        for second in rest:
            yield second, (part, closing.step)


def _answered(opening: Seen, inside: Sequence[Seen]) -> int:
    if opening.kind in IN_THE_RECORDER or opening.kind == "start":
        return opening.second
    own_pause = (one for one in inside if one.kind == "paused" and one.recording == opening.recording)
    paused = next(own_pause, None)
    return max(
        (
            one.second
            for one in (inside if paused is None else inside[: inside.index(paused)])
            if one.kind in ANSWERS
            and (one.recording, one.tab) == (opening.recording, opening.tab)
            and one.second - opening.second <= IDLE_AFTER
        ),
        default=opening.second,
    )


def _paused_seconds(events: Iterable[Seen]) -> dict[str, set[int]]:
    """The seconds in which each recording was paused, whatever its person noted meanwhile."""
    seconds: dict[str, set[int]] = defaultdict(set)
    since: dict[str, int] = {}
    last: dict[str, int] = {}
    for one in sorted(events, key=lambda one: one.place):
        last[one.recording] = one.second
        if one.kind == "paused":
            since.setdefault(one.recording, one.second)
        elif one.kind == "resumed" and one.recording in since:
            seconds[one.recording] |= set(range(since.pop(one.recording), one.second))
    for recording, second in since.items():
        seconds[recording] |= set(range(second, last[recording]))
    return seconds


def by_case_of(painted: Iterable[Painted]) -> dict[str, list[Painted]]:
    """For each case what each actor spent on it."""
    found: dict[str, list[Painted]] = defaultdict(list)
    for timeline in painted:
        own: dict[str, dict[int, tuple[str, Performance]]] = defaultdict(dict)
        for second, spent in timeline.items():
            own[spent[1].case][second] = spent
        for case, seconds in own.items():
            found[case].append(seconds)
    return found


def spent_on(span: range, painted: Iterable[Painted], rank: Mapping[Performance, int]) -> Spent:
    """What each second of a case was that somebody spent on it; the others are between-step wait. Where several do, the
    part that counts first, then the step whose input came first."""
    spent: dict[int, tuple[str, Performance]] = {}
    for timeline in painted:
        for second, (part, step) in timeline.items():
            if second in span:
                both = (part, step), spent.get(second, (part, step))
                spent[second] = min(both, key=lambda one: (COUNTS_FIRST.index(one[0]), rank[one[1]]))
    return spent


def runs(seconds: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring seconds, from and to."""
    first = last = None
    for second in sorted(seconds):
        if first is None or last is None or second > last + 1:
            if first is not None and last is not None:
                yield first, last + 1
            first = second
        last = second
    if first is not None and last is not None:
        yield first, last + 1


def waited_for(
    span: range, spent: Spent, inputs: Sequence[tuple[int, Performance]], last: Performance
) -> dict[Performance, list[tuple[int, int]]]:
    """Each stretch that nobody spent on the case leads to the step of the next input in it (`inputs` in order, those of
    one second as their steps stand in the case), else to the one that is spent time on next."""
    waits: dict[Performance, list[tuple[int, int]]] = defaultdict(list)
    free_from = span.start
    for since, until in [*runs(spent), (span.stop, span.stop)]:
        for second, step in inputs:
            if free_from < second <= since:
                waits[step].append((free_from, second))
                free_from = second
        if free_from < since:
            waits[spent[since][1] if since in spent else last].append((free_from, since))
        free_from = until
    return waits


# --------------------------------------------------------------------------------------------------- case


def case_truth(
    events: Sequence[Seen], painted: Sequence[Painted], lost: Collection[Performance] = ()
) -> CaseTruth:
    """`events` are all of the case, in order; `lost` the steps that were under way when their recording was cut off."""
    case = events[0].step.case if events[0].step is not None else ""
    span = range(events[0].second, events[-1].second)
    inputs = [(one.second, one.step) for one in events if one.kind in INPUTS and one.step is not None]
    order = dict.fromkeys(
        [*(step for _, step in inputs), *(one.step for one in events if one.step is not None)]
    )
    spent = spent_on(span, painted, {step: rank for rank, step in enumerate(order)})
    last = events[-1].step
    assert last is not None
    places = _places(events)
    begins = _begins(places, span, painted)
    waits = waited_for(span, spent, sorted(inputs, key=lambda one: (one[0], places[one[1]])), last)
    parts = Counter(part for part, _ in spent.values())
    steps = _steps(events, places, begins, spent, waits, _own(span, painted, begins, spent), lost)
    holds, unmatched = _holds(events)
    complete = any("complete" in event.effect for event in events)
    last_begun = max(step.start_ms for _, step in steps)  # a mark before that ended nothing
    ended = any("ended" in event.effect and last_begun <= event.second * 1000 for event in events)
    told = [*_deviations(steps, events, holds, complete)]
    deviations = [one for one in told if one.certain]
    deviating = {place for one in deviations for place in one.places}
    waited = _credit_check_wait([step for _, step in steps], span, spent)
    return CaseTruth(
        id=case,
        cycle_ms=len(span) * 1000,
        work_ms=parts["work"] * 1000,
        system_wait_ms=parts["system_wait"] * 1000,
        idle_ms=parts["idle"] * 1000,
        between_step_wait_ms=(len(span) - len(spent)) * 1000,
        paused_ms=parts["paused"] * 1000,
        steps=tuple(step for _, step in steps),
        holds=holds,
        held=bool(holds),
        releases_without_hold=unmatched,
        complete=complete,
        ended=ended,
        deviations=tuple(sorted((one.kind, one.activity) for one in deviations)),
        not_certain=tuple(sorted((one.kind, one.activity) for one in told if not one.certain)),
        deviating=len(deviating),
        in_question=len({place for one in told for place in one.places} - deviating),
        credit_check_wait_ms=None if waited is None else sum(b - a for a, b in waited) * 1000,
        credit_check_wait=waited,
        wait=tuple(_without(span.start, span.stop, spent)),
        start_ms=span.start * 1000,
        end_ms=span.stop * 1000,
    )


Place = tuple[int, int, int, str, int]
"""Of a step in its case: the second in which it was first acted on, its place in the declared order, the second of its
completion, its recording, the number of its first event."""


def _places(events: Iterable[Seen]) -> dict[Performance, Place]:
    places: dict[Performance, Place] = {}
    for step, seen in _by_step(events).items():
        first = next((one for one in seen if one.kind in INPUTS), seen[0])
        rank = DECLARED.index(step.activity) if step.activity in DECLARED else len(DECLARED)
        places[step] = first.second, rank, seen[-1].second, step.recording, seen[0].seq
    return places


def _begins(
    places: Mapping[Performance, Place], span: range, painted: Iterable[Painted]
) -> dict[Performance, int]:
    """The second of the first work or system wait of each step, else that in which it was first acted on."""
    begins: dict[Performance, int] = {}
    for timeline in painted:
        for second, (part, step) in timeline.items():
            if part in ("work", "system_wait") and second in span:
                begins[step] = min(second, begins.get(step, second))
    return {step: begins.get(step, place[0]) for step, place in places.items()}


def _own(
    span: range, painted: Iterable[Painted], begins: Mapping[Performance, int], spent: Spent
) -> dict[tuple[str, Performance], list[int]]:
    """The seconds of each part of each step, whatever else was done on the case meanwhile; before its start only those
    that the case counts."""
    own: dict[tuple[str, Performance], list[int]] = defaultdict(list)
    for timeline in painted:
        for second, (part, step) in sorted(timeline.items(), key=lambda item: item[0]):
            if second in span and (second >= begins[step] or spent[second] == (part, step)):
                own[part, step].append(second)
    return own


def _by_step(events: Iterable[Seen]) -> dict[Performance, list[Seen]]:
    own: dict[Performance, list[Seen]] = defaultdict(list)
    for event in events:
        if event.step is not None:
            own[event.step].append(event)
    return own


def _steps(
    events: Sequence[Seen],
    places: Mapping[Performance, Place],
    begins: Mapping[Performance, int],
    spent: Spent,
    waits: Mapping[Performance, Sequence[tuple[int, int]]],
    own: Mapping[tuple[str, Performance], Sequence[int]],
    lost: Collection[Performance],
) -> list[tuple[Performance, StepTruth]]:
    parts: dict[Performance, Counter[str]] = defaultdict(Counter)
    for part, step in spent.values():
        parts[step][part] += 1000
    rows = []
    for step, seen in _by_step(events).items():
        truth = StepTruth(
            activity=step.activity,
            actor=step.actor,
            recording=step.recording,
            start_ms=begins[step] * 1000,
            complete_ms=seen[-1].second * 1000,
            work_ms=parts[step]["work"],
            system_wait_ms=parts[step]["system_wait"],
            idle_ms=parts[step]["idle"],
            between_step_wait_ms=sum(until - since for since, until in waits.get(step, ())) * 1000,
            paused_ms=parts[step]["paused"],
            own_work_ms=len(own.get(("work", step), ())) * 1000,
            own_pauses=tuple(runs(own.get(("paused", step), ()))),
            events=tuple(sorted(one.seq for one in seen)),
            outcome=next(filter(None, (outcome_of(one.says) for one in reversed(seen))), None),
            lost_after=step in lost,
            cut_short=step in lost and (seen[-1].kind == "field_changed" or step.activity in DONE_BY_MESSAGE),
            busy=tuple(runs(sorted([*own.get(("work", step), ()), *own.get(("system_wait", step), ())]))),
            waits=tuple(waits.get(step, ())),
        )
        rows.append((places[step], (step, truth)))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


OUTCOMES = {
    "Order saved": "Order saved",
    "Changes saved": "Order saved",
    "Order not saved": "Entry refused",
    "Validation passed": "Validation passed",
    "Validation failed": "Validation failed",
    "Credit approved": "Credit approved",
    "On hold": "Credit limit breached",
    "Hold released": "Hold released",
    "Hold kept": "Hold kept",
    "Order confirmed": "Order confirmed",
    "Not confirmed": "Confirmation refused",
    "Released to fulfilment": "Released to fulfilment",
}


ATTEMPTS = ("Entry refused", "Confirmation refused")
REFUSED = (*ATTEMPTS, "Validation failed", "Hold kept")


def outcome_of(says: str) -> str | None:
    return next((outcome for text, outcome in OUTCOMES.items() if says.startswith(text)), None)


def _holds(events: Iterable[Seen]) -> tuple[tuple[HoldTruth, ...], int]:
    open_since: dict[str, Seen] = {}
    closed: list[HoldTruth] = []
    unmatched = 0
    for event in events:
        if event.effect in ("hold", "mark hold"):
            open_since.setdefault("credit" if event.effect == "hold" else "marked", event)
        elif event.effect in ("release", "mark release"):
            ended = [kind for kind in open_since if kind == "credit" or event.effect == "mark release"]
            closed += [_hold(kind, open_since.pop(kind), event) for kind in ended]
            unmatched += not ended
    still_open = [_hold(kind, begun, None) for kind, begun in open_since.items()]
    return tuple(sorted([*closed, *still_open], key=lambda hold: (hold.start_ms, hold.kind))), unmatched


def _hold(kind: str, begun: Seen, ended: Seen | None) -> HoldTruth:
    assert begun.step is not None
    return HoldTruth(
        kind=kind,
        activity=begun.step.activity,
        start_ms=begun.second * 1000,
        end_ms=None if ended is None else ended.second * 1000,
        begun_by=(begun.recording, begun.seq),
        ended_by=None if ended is None else (ended.recording, ended.seq),
    )


def _is_after(step: StepTruth, other: StepTruth) -> bool:
    """Whether it began later, and not only while the other one was under way."""
    return other.start_ms < step.start_ms and step.complete_ms >= other.complete_ms


@dataclass(frozen=True, slots=True)
class _Told:
    kind: str
    activity: str
    places: Sequence[int]
    """Of the performances that deviate."""
    certain: bool


def _deviations(
    steps: Sequence[tuple[Performance, StepTruth]],
    events: Iterable[Seen],
    holds: Iterable[HoldTruth],
    complete: bool,
) -> Iterator[_Told]:
    def is_certain(before: StepTruth, since_ms: int = 0) -> bool:
        """Whether nothing of the case is lost between then and when a step was complete."""
        return not any(
            since_ms <= one.complete_ms < before.complete_ms if one is not before else one.cut_short
            for _, one in steps
            if one.lost_after
        )

    first: dict[str, int] = {}
    for at, (_, step) in sorted(enumerate(steps), key=lambda one: one[1][1].cut_short):
        if step.outcome not in REFUSED:  # an attempt that was refused is not at its place, nor at a wrong one
            first.setdefault(step.activity, at)  # the first that was only begun where none was completed
    done_or_decided = {step.activity for _, step in steps if step.outcome not in ATTEMPTS}
    for rank, activity in enumerate(DECLARED):
        beyond = DECLARED[rank + 1 :]
        went_on = [one for _, one in steps if one.activity in beyond and one.outcome not in ATTEMPTS]
        if activity not in done_or_decided and activity not in OPTIONAL and (went_on or complete):
            yield _Told("missing step", activity, (), is_certain([*went_on, steps[-1][1]][0]))
        if activity in first:
            own = steps[first[activity]][1]
            late = [first[one] for one in beyond if one in first and _is_after(own, steps[first[one]][1])]
            if late:
                yield _Told("out of order", activity, (first[activity],), is_certain(steps[min(late)][1]))
    for activity, most in AT_MOST.items():
        done_at = [
            at
            for at, (_, one) in enumerate(steps)
            if one.activity == activity and one.outcome not in ATTEMPTS
        ]
        whole = [at for at in done_at if not steps[at][1].cut_short]
        if len(done_at) > most:
            yield _Told("too often", activity, done_at[most:], len(whole) > most)
    done = {event.step for event in events if "done" in event.effect}
    for at, (performance, step) in enumerate(steps):
        still = [
            hold
            for hold in holds
            if hold.start_ms < step.complete_ms and (hold.end_ms is None or hold.end_ms >= step.complete_ms)
        ]
        if performance in done and still and step.activity in NOT_WHILE_HELD:
            certain = any(is_certain(step, hold.start_ms) for hold in still)
            yield _Told("forbidden combination", step.activity, (at,), certain)


def _credit_check_wait(
    steps: Sequence[StepTruth], span: range, spent: Spent
) -> tuple[tuple[int, int], ...] | None:
    """From the first time that a step before it was complete to the start of the confirmation, minus work and pause."""
    arrivals = [
        max(
            (
                (step.complete_ms, place)
                for place, step in enumerate(steps)
                if step is not check and step.complete_ms <= check.start_ms
            ),
            default=(span.start * 1000, -1),
        )
        for check in steps
        if check.activity == "credit-check"
    ]
    if not arrivals:
        return None
    since, at = min(arrivals)
    confirmed = [
        step.start_ms
        for place, step in enumerate(steps)
        if step.activity == "confirm-order"
        and (step.start_ms, place) > (since, at)
        and step.outcome not in ATTEMPTS
    ]
    if not confirmed:
        return None
    return tuple(_without(since // 1000, confirmed[0] // 1000, spent))


def _without(since: int, until: int, spent: Spent) -> Iterator[tuple[int, int]]:
    """A stretch without its seconds of work and pause."""
    left_out = [
        one for one, (part, _) in spent.items() if part in ("work", "paused") and since <= one < until
    ]
    for start, end in [*runs(left_out), (until, until)]:
        if since < start:
            yield since, start
        since = end
