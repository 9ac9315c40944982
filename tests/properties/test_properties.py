"""What holds for every recording: nothing is lost or counted twice, time adds up, order does not matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from known_truth import Performance, Seen, by_case_of, paint_actors, spent_on
from ledgerium_cli.cases.model import Case, total
from ledgerium_cli.engine.operations import analyse, cases_of
from ledgerium_cli.findings.analysis import assuming
from ledgerium_cli.findings.opportunities.model import RuleName
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.case_teller import case_teller, tell_cases
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.presses import answers_of, causes_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.workflow.wire import Assumptions, Saved, Workflow

from .recordings import DECLARED, always, from_the_generator
from .strategies import several_recordings

ANY_RECORDINGS = several_recordings() | st.sampled_from([from_the_generator(seed) for seed in range(8)])
ANY_WORKFLOW = st.sampled_from([None, DECLARED])


# --------------------------------------------------------------------------------------------------- steps


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_steps_partition_the_events_that_belong_to_a_case_but_for_a_last_look(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    for recording in recordings:
        teller = case_teller(recording, workflow)
        causes = causes_of(recording.events)
        rules = Rules(workflow)
        declared = rules.order_of(rules.looks_of(recording.events))
        told = tell_cases(recording, teller, causes, answers_of(recording.events, causes, 180_000), declared)
        of_case = {event: known.case for event, known in zip(recording.events, told, strict=True) if known}
        steps = steps_of(recording, teller, rules)
        by_number = {event.seq: event for event in recording.events}
        found = [(by_number[number], step.case) for step in steps for number in step.events]
        assert len(dict(found)) == len(found)  # none in two steps
        assert dict(found).items() <= of_case.items()
        for look in of_case.keys() - dict(found).keys():
            done = [event.seq for event, case in found if case == of_case[look] and event.is_input]
            assert look.kind in LOOKS or (look.kind == "message_shown" and not done)
            assert look.seq > max(done, default=0)


LOOKS = {"page_shown", "tab_shown", "tab_hidden", "paused", "resumed", "click", "field_changed", "copy"}
"""Ways to look at a case: pages, links and searches. Nothing was sent, said, pasted or declared; what a page
says of its own accord makes no case of a look."""


# ---------------------------------------------------------------------------------------------------- time


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_time_adds_up(recordings: list[Recording], workflow: Workflow | None) -> None:
    for case in cases_of(recordings, workflow):
        assert case.parts.total == case.cycle_ms
        assert total(timed.parts for timed in case.steps) == case.parts
        assert all(piece.length_ms > 0 for piece in case.slices)
        assert all(one.end_ms == other.start_ms for one, other in pairwise(case.slices))
        assert all(
            case.start_ms <= timed.start_ms <= timed.complete_ms <= case.end_ms for timed in case.steps
        )
        assert all(hold.end_ms is None or hold.end_ms >= hold.start_ms for hold in case.holds)


@always(40)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_opportunities_together_never_save_more_than_there_is(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    """Whatever is assumed: here that each saves all that it touches."""
    found = analyse(recordings, workflow)
    if not found.cases:
        return
    everything = [Saved(rule=rule, low=1.0, high=1.0) for rule in get_args(RuleName)]
    found = assuming(found, Assumptions(saved=tuple(everything)))
    steps = [timed.parts for case in found.cases for timed in case.steps]
    claimed: Counter[tuple[int, str]] = Counter()
    for one in found.opportunities:
        claimed.update({(step, "work"): length for step, length in one.claims.work})
        claimed.update({(step, "wait"): length for step, length in one.claims.wait})
    for (step, part), length in claimed.items():
        assert 0 < length <= (getattr(steps[step], part) or 0)
    spent = total(case.parts for case in found.cases)
    assert sum(one.work.high_ms for one in found.opportunities) <= (spent.work or 0)
    assert sum(one.wait.high_ms for one in found.opportunities) <= (spent.wait or 0)


@always(40)
@given(ANY_RECORDINGS, ANY_WORKFLOW, st.sampled_from([-3_600_000, -61_000, -1, 1, 45_000, 86_400_000]))
def test_clocks_that_disagree_never_make_time_negative(
    recordings: list[Recording], workflow: Workflow | None, by_ms: int
) -> None:
    actor = recordings[0].actor
    moved = [_moved(one, DAY_MS + (by_ms if one.actor == actor else 0)) for one in recordings]
    for case in cases_of(moved, workflow):
        for parts in (case.parts, *(timed.parts for timed in case.steps)):
            lengths = (parts.work, parts.system_wait, parts.idle, parts.between_step_wait, parts.paused)
            assert all(length is not None and length >= 0 for length in lengths)
        assert case.parts.total == case.cycle_ms
        assert all(hold.end_ms is None or hold.end_ms >= hold.start_ms for hold in case.holds)


def _moved(recording: Recording, by_ms: int) -> Recording:
    events = tuple(msgspec.structs.replace(event, at_ms=event.at_ms + by_ms) for event in recording.events)
    return replace(recording, start_ms=recording.start_ms + by_ms, events=events)


DAY_MS = 86_400_000


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_nobody_works_longer_than_their_timeline(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    work: Counter[str] = Counter()
    for case in cases_of(recordings, workflow):
        for timed in case.steps:
            work[timed.step.actor] += timed.parts.work
    moments: dict[str, list[int]] = defaultdict(list)
    for recording in recordings:
        moments[recording.actor] += [recording.start_ms, *(event.at_ms for event in recording.events)]
    assert all(work[actor] <= max(times) - min(times) for actor, times in moments.items())


@always(80)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_each_part_of_time_is_what_counting_second_by_second_gives(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    cases = cases_of(recordings, workflow)
    starts = {one.id: one.start_ms // 1000 for one in recordings}
    painted = by_case_of(paint_actors(_seen(recordings, cases), starts).values())
    for case in cases:
        span = range(case.start_ms // 1000, case.end_ms // 1000)
        rank: dict[Performance, int] = defaultdict(int)  # which step it was does not matter here
        spent = spent_on(span, painted.get(case.id, []), rank)
        seconds = Counter(part for part, _ in spent.values())
        found = (case.parts.work, case.parts.system_wait, case.parts.idle, case.parts.paused)
        assert found == tuple(seconds[part] * 1000 for part in ("work", "system_wait", "idle", "paused"))


def _seen(recordings: Sequence[Recording], cases: Sequence[Case]) -> list[Seen]:
    """The events, with the steps that the engine found: here only its time is on trial."""
    step_of = {
        (step.recording, number): Performance(case.id, step.activity.id, step.actor, *step.key)
        for case in cases
        for step in (timed.step for timed in case.steps)
        for number in step.events
    }
    return [
        Seen(
            event.at_ms // 1000,
            recording.id,
            event.seq,
            recording.actor,
            event.kind,
            event.tab,
            step_of.get((recording.id, event.seq)),
        )
        for recording in recordings
        for event in recording.events
    ]


# --------------------------------------------------------------------------------------------------- order


@always(50)
@given(ANY_RECORDINGS, ANY_WORKFLOW, st.randoms(use_true_random=False))
def test_the_order_of_recordings_does_not_matter(
    recordings: list[Recording], workflow: Workflow | None, random: Any
) -> None:
    shuffled = random.sample(recordings, len(recordings))
    assert cases_of(shuffled, workflow) == cases_of(recordings, workflow)


@always(40)
@given(ANY_RECORDINGS, ANY_WORKFLOW)
def test_the_same_recordings_give_the_same_analysis(
    recordings: list[Recording], workflow: Workflow | None
) -> None:
    assert analyse(recordings, workflow) == analyse(recordings, workflow)
