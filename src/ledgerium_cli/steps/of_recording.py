"""From one recording to its steps: needs nothing of any other recording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.cut import Seen, Segment, cut
from ledgerium_cli.steps.model import DecidedBy, Step, Told, ToldBy, step_of
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.steps.shape import shape_of
from ledgerium_cli.steps.titles import guess_activity
from ledgerium_cli.steps.told import CaseTeller, tell_cases


def steps_of(recording: Recording, teller: CaseTeller, rules: Rules) -> tuple[Step, ...]:
    """The steps of a recording by their first event. No event is in two of them."""
    causes = causes_of(recording.events)
    told = tell_cases(recording, teller, causes, rules.answers_within_ms)
    by_case: dict[str, list[Seen]] = defaultdict(list)
    ways: dict[int, ToldBy] = {}
    ends = _ends(told, teller)
    for seen, known in zip(_seen(recording, causes, rules, ends), told, strict=True):
        if known is not None:
            by_case[known.case].append(seen)
            ways[seen.event.seq] = known.by
    steps = []
    for case, own in by_case.items():
        for segment in cut(own, rules):
            told_by = {ways[event.seq] for event in segment.events}
            steps.append(_step(recording, case, segment, _Known(told_by, teller), rules))
    return tuple(sorted(steps, key=lambda step: step.key))


@dataclass(frozen=True, slots=True)
class _Known:
    """How the case of a segment is known."""

    ways: Set[ToldBy]
    teller: CaseTeller

    @property
    def decided_by(self) -> DecidedBy:
        if "recording" in self.ways:
            return "guess"
        return "rule" if self.ways == {"mark"} else self.teller.decided_by


def _ends(told: Sequence[Told | None], teller: CaseTeller) -> Set[int]:
    """Indices of the events that are taken for the ends of cases."""
    is_divided = any(known is not None and known.by in ("sign", "repetition") for known in told)
    return teller.division.ends if is_divided and teller.division is not None else frozenset()


def _seen(recording: Recording, causes: Sequence[int | None], rules: Rules, ends: Set[int]) -> list[Seen]:
    """What ends a case did something, also where the recording stops before the page answers."""
    events = recording.events
    answered = {
        cause
        for event, cause in zip(events, causes, strict=True)
        if cause is not None and _settles(event, events[cause], rules.answers_within_ms)
    }
    return [
        Seen(
            event=event,
            cause=events[cause].seq if cause is not None else None,
            answered=index in answered or index in ends,
            activity=rules.activity_of(event),
        )
        for index, (event, cause) in enumerate(zip(events, causes, strict=True))
    ]


def _settles(answer: Event, asked: Event, within_ms: int) -> bool:
    """Whether an answer ends what was asked for. A dialog that opens asks for more; a message that comes
    much later was not caused by the input that happens to be the last one."""
    if not answer.is_answer or answer.at_ms - asked.at_ms > within_ms:
        return False
    return answer.message is None or answer.message.type != "dialog"


def _step(recording: Recording, case: str, segment: Segment, known: _Known, rules: Rules) -> Step:
    events = tuple(sorted(segment.events, key=lambda event: event.seq))
    declared = rules.activities.get(segment.activity) if segment.activity is not None else None
    shape = shape_of(
        events,
        case,
        declared or guess_activity(segment.commit, events),
        rules,
        cut_by=segment.cut_by,
        completed=segment.completed,
        told_by=tuple(sorted(known.ways)),
        case_decided_by=known.decided_by,
        case_marks=known.teller.division.marks
        if "repetition" in known.ways and known.teller.division
        else (),
        timed_by="inputs" if recording.timed else "one time",
    )
    numbers, times = [event.seq for event in events], [event.at_ms for event in events]
    return step_of(case, recording.id, recording.actor, shape, numbers, times)
