"""From one recording to its steps: needs nothing of any other recording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from msgspec import Struct

from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.cut import Seen, Segment, cut
from ledgerium_cli.steps.looks import Look
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
    answered = _ends(told, teller) | _answered(recording.events, causes, rules.answers_within_ms)
    seen = Seen(recording.events, rules.looks_of(recording.events), causes, answered)
    ways = [one.by if one is not None else None for one in told]
    steps = []
    for case, places in _by_case(told).items():
        for segment in cut(seen, places, rules):
            told_by = {way for at in segment.places if (way := ways[at]) is not None}
            steps.append(_step(recording, seen.looks, case, segment, _Known(told_by, teller), rules))
    return tuple(sorted(steps, key=lambda step: step.key))


class _Known(Struct, frozen=True):
    """How the case of a segment is known."""

    ways: Set[ToldBy]
    teller: CaseTeller

    @property
    def decided_by(self) -> DecidedBy:
        if "recording" in self.ways:
            return "guess"
        return "rule" if self.ways == {"mark"} else self.teller.decided_by


def _ends(told: Sequence[Told | None], teller: CaseTeller) -> set[int]:
    """Indices of the events that are taken for the ends of cases. What ends a case did something, also where the
    recording stops before the page answers."""
    division = teller.division
    is_divided = division is not None and any(
        one is not None and one.by in ("sign", "repetition") for one in told
    )
    return set(division.ends) if division is not None and is_divided else set()


def _answered(events: Sequence[Event], causes: Sequence[int | None], within_ms: int) -> set[int]:
    return {
        cause
        for event, cause in zip(events, causes, strict=True)
        if cause is not None and event.shown.is_answer and _settles(event, events[cause], within_ms)
    }


def _by_case(told: Sequence[Told | None]) -> dict[str, list[int]]:
    """Indices of the events of each case."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, known in enumerate(told):
        if known is not None:
            found[known.case].append(at)
    return found


def _settles(answer: Event, asked: Event, within_ms: int) -> bool:
    """Whether an answer ends what was asked for. A dialog that opens asks for more; a message that comes
    much later was not caused by the input that happens to be the last one."""
    message = answer.shown.message
    return answer.at_ms - asked.at_ms <= within_ms and (message is None or message.type != "dialog")


def _step(
    recording: Recording, looks: Sequence[Look], case: str, segment: Segment, known: _Known, rules: Rules
) -> Step:
    places = sorted(segment.places)
    events = [recording.events[at] for at in places]
    declared = rules.activities.get(segment.activity) if segment.activity is not None else None
    shape = shape_of(
        events,
        [looks[at] for at in places],
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
    numbers, times = [one.seq for one in events], [one.at_ms for one in events]
    return step_of(case, recording.id, recording.actor, shape, numbers, times)
