"""Maps one recording to its steps, independent of any other recording."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence, Set
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.actions import leaving_another
from ledgerium_cli.steps.case_teller import CaseTeller, is_called_after, tell_cases
from ledgerium_cli.steps.cut import Seen, Segment, cut
from ledgerium_cli.steps.looks import Look, Meaning
from ledgerium_cli.steps.model import CUT_OFF, DecidedBy, EventCase, Step, ToldBy, step_of
from ledgerium_cli.steps.presses import answers_of, causes_of, settles
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.steps.shape import Decided, shape_of
from ledgerium_cli.steps.titles import guess_activity

Item = TypeVar("Item")


def steps_of(recording: Recording, teller: CaseTeller, rules: Rules) -> tuple[Step, ...]:
    """The steps of a recording, sorted by their first event. No event is in two of them."""
    events = recording.events
    causes = causes_of(events)
    answers = answers_of(events, causes, rules.answers_within_ms)
    looks = rules.looks_of(events)
    told = tell_cases(recording, teller, causes, answers, rules.order_of(looks))
    _silence_others(looks, told, teller)
    answered = _ends(told, teller) | {cause for at, cause in answers.items() if settles(events[at])}
    seen = Seen(events, looks, causes, answered, answers)
    times = array("q", [one.at_ms for one in events])
    mapping = _Mapping(
        recording, teller, rules, seen, told, _numbers(events), times, recording.tells_messages
    )
    steps = [
        mapping.step(case, segment)
        for case, places in _by_case(told).items()
        for segment in cut(seen, places, rules)
    ]
    if recording.condition.seal == "missing":
        last = next((one.seq for one in reversed(events) if not one.shown.is_quiet), None)
        steps = [_cut_off(step, rules) if step.numbers[-1] == last else step for step in steps]
    return tuple(sorted(steps, key=lambda step: step.key))


def _silence_others(looks: list[Look], told: Sequence[EventCase | None], teller: CaseTeller) -> None:
    """A message about another case, as a notification that comes meanwhile, shows nothing of this one."""
    for at in [at for at, look in enumerate(looks) if look.tells]:
        look, own = looks[at], told[at]
        message = look.shown.message
        if message is not None and own is not None and teller.is_of_others(message.text, own.case):
            looks[at] = replace(look, meaning=Meaning(activity=look.meaning.activity))


def _cut_off(step: Step, rules: Rules) -> Step:
    """The step that an unsealed recording ends with: cut short, unless it was completed. Where activities are declared
    and none is known by what was seen of it, it has no name of its own either."""
    shape = replace(step.shape, lost_after=True)
    if not step.completed:
        is_known = not rules.activities or step.activity.id in rules.activities
        shape = replace(shape, cut_short=True, activity=step.activity if is_known else CUT_OFF)
    return replace(step, shape=shape)


class _Mapping(Struct):
    """A recording with everything that is known of its events."""

    recording: Recording
    teller: CaseTeller
    rules: Rules
    seen: Seen
    told: Sequence[EventCase | None]
    numbers: Sequence[int]
    times: Sequence[int]
    tells_messages: bool

    def step(self, case: str, segment: Segment) -> Step:
        places, rules = sorted(segment.places), self.rules
        events = _standing_at(places, self.seen.events)
        ways = {one.by for one in _standing_at(places, self.told) if one is not None}
        declared = rules.activities.get(segment.activity) if segment.activity is not None else None
        activity = declared or guess_activity(segment.commit, events)
        division = self.teller.division
        decided = Decided(
            activity=activity,
            declares_passing=rules.declares_passing(activity.id),
            tells_breach=rules.tells_breach(activity.id),
            cut_by=segment.cut_by,
            completed=segment.completed,
            told_by=tuple(sorted(ways)),
            case_decided_by=self._decided_by(ways),
            case_marks=division.marks if division is not None and "repetition" in ways else (),
            timed_by="inputs" if self.recording.timed else "order",
            messages_told=self.tells_messages,
            holds_told=self.tells_messages or not rules.holds_by_messages,
            breaches_told=self.tells_messages or not rules.breaches_by_messages,
        )
        leaving = () if is_called_after(case, self.recording) else leaving_another(events, case)
        shape = shape_of(_standing_at(places, self.seen.looks), case, leaving, decided)
        numbers, times = _standing_at(places, self.numbers), _standing_at(places, self.times)
        return step_of(case, self.recording.id, self.recording.actor, shape, numbers, times)

    def _decided_by(self, ways: Set[ToldBy]) -> DecidedBy:
        if "recording" in ways:
            return "guess"
        return "rule" if ways == {"mark"} else self.teller.decided_by


def _numbers(events: Sequence[Event]) -> Sequence[int]:
    """The rising numbers of the events, as a range when none is missing, so that slices of it are ranges too."""
    numbers = [one.seq for one in events]
    first, end = numbers[0], numbers[-1] + 1
    return range(first, end) if end - first == len(numbers) else numbers


def _standing_at(places: Sequence[int], items: Sequence[Item]) -> Sequence[Item]:
    """The items at sorted indexes; a slice when they are consecutive, as they are for most steps."""
    first, end = places[0], places[-1] + 1
    return items[first:end] if end - first == len(places) else [items[at] for at in places]


def _ends(told: Sequence[EventCase | None], teller: CaseTeller) -> set[int]:
    """Indexes of the events that end cases. They count as answered, even when the recording stops before the page
    answers."""
    division = teller.division
    is_divided = division is not None and any(
        one is not None and one.by in ("sign", "repetition") for one in told
    )
    return set(division.ends) if division is not None and is_divided else set()


def _by_case(told: Sequence[EventCase | None]) -> dict[str, list[int]]:
    """Indexes of the events of each case."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, known in enumerate(told):
        if known is not None:
            found[known.case].append(at)
    return found
