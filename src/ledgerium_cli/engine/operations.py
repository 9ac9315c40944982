"""The four operations of every analysis: map recordings, group by case, reduce a case, finish.

Pure functions over frozen values: this process, a process pool or a cluster gives the same analysis.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.cases.in_turn import in_turn
from ledgerium_cli.cases.model import Case
from ledgerium_cli.cases.packed import Table, pack_case, unpack_case
from ledgerium_cli.cases.reduce import CaseRules, case_of, case_rules
from ledgerium_cli.cases.timeline import slices_of_actor
from ledgerium_cli.engine.aside import MappedAside, recordings_of
from ledgerium_cli.engine.beside import for_so_many
from ledgerium_cli.engine.by_recording import apart_by_recording
from ledgerium_cli.engine.cases_aside import cases_aside
from ledgerium_cli.engine.cut_short import known_by_beginnings
from ledgerium_cli.findings.analysis import Analysis, Around, Miner, find
from ledgerium_cli.findings.filters import Condition, Filtered, keep_cases, keep_recordings
from ledgerium_cli.findings.zone import zone_of
from ledgerium_cli.meanwhile import Meanwhile, at_its_turn
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.recording.model import Recording, RecordingFacts
from ledgerium_cli.steps.case_teller import CaseTeller, case_teller, tells_apart
from ledgerium_cli.steps.elsewhere import outside_of
from ledgerium_cli.steps.mapped import Mapped
from ledgerium_cli.steps.model import Step
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.rules import Rules
from ledgerium_cli.workflow.wire import Settings, Workflow


class CaseShare(Struct):
    """Everything recorded about one case."""

    steps: list[Step] = field(default_factory=list)
    slices: list[bytes] = field(default_factory=list)
    """The packed time slices of each step."""


def map_recordings(recordings: Sequence[Recording], workflow: Workflow | None) -> list[Mapped]:
    """Steps and time of one recording, or of overlapping recordings of one actor.

    Recordings of one actor that do not overlap give the same result mapped together or apart, since the start of a
    recording bounds a gap.
    """
    rules = _rules(workflow)
    tellers = {one.id: case_teller(one, workflow) for one in recordings}
    steps = {one.id: steps_of(one, tellers[one.id], rules) for one in recordings}
    settings = workflow.settings if workflow is not None else Settings()
    timed = [one for one in recordings if one.timed]
    slices = slices_of_actor(timed, steps, settings.idle_after_s * 1000)
    return [
        Mapped(
            _facts(one, tellers[one.id], steps[one.id]),
            steps[one.id],
            tuple([slices.get(step.key, b"") for step in steps[one.id]]),
        )
        for one in recordings
    ]


def _facts(recording: Recording, teller: CaseTeller, steps: Sequence[Step]) -> RecordingFacts:
    """With what was done outside of any case, and with the references that tell its cases apart, if some do."""
    facts = recording.facts
    if done := outside_of(recording.events, steps):
        facts = replace(facts, outside=done)
    if teller.references and any({"route", "heading"} & {*step.told_by} for step in steps):
        facts = replace(facts, references=teller.references)
    return facts


@lru_cache(maxsize=4)  # every recording of a run has the same workflow
def _rules(workflow: Workflow | None) -> Rules:
    return Rules(workflow)


def at_the_same_time(recordings: Iterable[RecordingFacts]) -> list[list[str]]:
    """The ids of recordings in groups that must be mapped together: overlapping recordings of one actor form a
    group, any other recording and every log is alone."""
    groups: list[list[str]] = []
    last: dict[str, tuple[int, list[str]]] = {}
    for one in sorted(recordings, key=lambda one: (_begins(one), one.id)):
        if one.log is not None:
            groups.append([one.id])
            continue
        until, group = last.get(one.actor, (-1, []))
        if _begins(one) > until:
            groups.append(group := [])
        group.append(one.id)
        last[one.actor] = max(until, one.end_ms), group
    return groups


def _begins(recording: RecordingFacts) -> int:
    return min(recording.start_ms, recording.first_ms)


def group_by_case(mapped: Iterable[Mapped]) -> dict[str, CaseShare]:
    """The steps of each case, with the slices of time that belong to them."""
    cases: dict[str, CaseShare] = defaultdict(CaseShare)
    for one in mapped:
        for step, slices in zip(one.steps, one.slices, strict=True):
            share = cases[step.case]
            share.steps.append(step)
            share.slices.append(slices)
    return cases


def reduce_cases(
    shares: Mapping[str, CaseShare], workflow: Workflow | None, meanwhile: Meanwhile = at_its_turn
) -> tuple[Case, ...]:
    """Every case, in turn. `meanwhile` other processes may reduce their part of them."""
    rules, each, parts = case_rules(workflow), [*shares.values()], 1 + meanwhile.others
    begun = [_reduce_elsewhere(each[part::parts], rules, meanwhile) for part in range(1, parts)]
    cases = [case_of(share.steps, share.slices, rules) for share in each[::parts]]
    cases += chain.from_iterable(elsewhere() for elsewhere in begun)
    return tuple(sorted(cases, key=in_turn))


def _reduce_elsewhere(
    shares: Sequence[CaseShare], rules: CaseRules, meanwhile: Meanwhile
) -> Callable[[], Iterator[Case]]:
    table = Table()
    for step in chain.from_iterable(share.steps for share in shares):
        table.packed(step)  # before the other process starts, so that both have the same table
    begun = meanwhile(partial(_reduced_and_packed, shares, rules, table))
    return lambda: (unpack_case(packed, table) for packed in begun())


def _reduced_and_packed(shares: Iterable[CaseShare], rules: CaseRules, table: Table) -> list[bytes]:
    return [pack_case(case_of(share.steps, share.slices, rules), table) for share in shares]


def cases_in(mapped: Iterable[Mapped], workflow: Workflow | None) -> tuple[Case, ...]:
    """Every case of mapped recordings, sorted by start, then id."""
    return reduce_cases(group_by_case(mapped), workflow)


def finish(
    mapped: Sequence[Mapped],
    workflow: Workflow | None,
    *,
    model: bool = False,
    miner: Miner = mine,
    conditions: Sequence[Condition] = (),
) -> Analysis:
    """The analysis of the cases that the conditions keep.

    `model` asks for the mined model, which takes longer than everything else together; `miner` mines it. Raises
    UsageError.
    """
    recordings, found = reduce_mapped(mapped, workflow, conditions)
    return conclude(recordings, found, workflow, model=model, miner=miner, conditions=conditions)


def reduce_mapped(
    mapped: Sequence[Mapped], workflow: Workflow | None, conditions: Sequence[Condition] = ()
) -> tuple[Sequence[RecordingFacts], Sequence[Case]]:
    """The first half of `finish`: all recordings by start, and the cases of the recordings that the conditions keep."""
    recordings = recordings_of(mapped)
    named = {one.id for one in keep_recordings(recordings, conditions)}
    meant: Iterable[Mapped] = (one for one in mapped if one.recording.id in named)
    if workflow is None:
        meant = map(known_by_beginnings(recordings, mapped), meant)
    if workflow is None or not tells_apart(workflow.case):
        meant = map(apart_by_recording(mapped), meant)
    if isinstance(mapped, MappedAside):
        reduce = partial(cases_in, workflow=workflow)
        meanwhile = for_so_many(
            mapped.steps, most=sys.maxsize
        )  # no process keeps the cases it made in memory
        return recordings, cases_aside(meant, mapped.steps, reduce, mapped.folder, meanwhile)
    shares = group_by_case(meant)
    return recordings, reduce_cases(shares, workflow, for_so_many(len(shares)))


def conclude(
    recordings: Sequence[RecordingFacts],
    found: Sequence[Case],
    workflow: Workflow | None,
    *,
    model: bool = False,
    miner: Miner = mine,
    conditions: Sequence[Condition] = (),
) -> Analysis:
    """The second half of `finish`, given the result of the first."""
    meanwhile = for_so_many(len(found))
    if not conditions:
        return find(recordings, found, workflow, model=model, miner=miner, meanwhile=meanwhile)
    read = keep_recordings(recordings, conditions)
    zone = zone_of(workflow, read)
    cases = keep_cases(found, conditions, workflow, zone)
    shown = {timed.step.recording for case in cases for timed in case.steps}
    return find(
        [one for one in recordings if one.id in shown],
        cases,
        workflow,
        model=model,
        miner=miner,
        around=Around(read, found),
        filtered=Filtered(tuple(conditions), len(found) - len(cases), len(recordings) - len(shown)),
        meanwhile=meanwhile,
    )


def cases_of(recordings: Sequence[Recording], workflow: Workflow | None) -> tuple[Case, ...]:
    return cases_in(map_all(recordings, workflow), workflow)


def analyse(recordings: Sequence[Recording], workflow: Workflow | None, *, model: bool = False) -> Analysis:
    return finish(map_all(recordings, workflow), workflow, model=model)


def map_all(recordings: Sequence[Recording], workflow: Workflow | None) -> list[Mapped]:
    """Map every recording in this process; sorted by start, then id."""
    by_id = {one.id: one for one in recordings}
    groups = at_the_same_time(one.facts for one in recordings)
    mapped = [one for group in groups for one in map_recordings([by_id[name] for name in group], workflow)]
    return sorted(mapped, key=lambda one: (one.recording.start_ms, one.recording.id))
