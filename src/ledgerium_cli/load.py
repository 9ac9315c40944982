"""Recordings and a workflow file in, an analysis out, as a library.

from ledgerium_cli.load import load

analysis = load(["trace.jsonl"]).analysis
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.aside import Room
from ledgerium_cli.engine.local import OnProgress, map_files
from ledgerium_cli.engine.models import Models
from ledgerium_cli.engine.operations import conclude, reduce_mapped
from ledgerium_cli.engine.store import Store, is_worth_a_store, rules_of
from ledgerium_cli.errors import NoRecording
from ledgerium_cli.findings.analysis import Analysis, Miner
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.findings.filters import Condition
from ledgerium_cli.findings.in_two_logs import InTwoLogs
from ledgerium_cli.findings.shared_cases import SharedCases, shared_cases
from ledgerium_cli.findings.work_names import called_differently
from ledgerium_cli.logs.alike import alike, tell_alike
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.output.names import KEPT_FOLDER, OUTPUT_FOLDER
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem, in_short, refuse_if_strict
from ledgerium_cli.recording.files import Source, each_name, find_traces, folders_of, is_remote
from ledgerium_cli.recording.model import Recording, RecordingFacts
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.case_teller import tells_apart
from ledgerium_cli.workflow.load import find_workflow, load_workflow
from ledgerium_cli.workflow.wire import Workflow


class Loaded(Struct, frozen=True):
    analysis: Analysis
    problems: tuple[Problem, ...]
    workflow_file: Path | None
    """The workflow file that was used, if any."""
    folder: Path
    """The default output folder: `ledgerium-out` beside the first trace."""
    sources: Mapping[str, Source]
    """The source of each recording, by recording id."""
    notice: str | None = None
    """Something to tell the person although nothing is wrong with the input."""
    joined: SharedCases | None = None

    @property
    def about_input(self) -> tuple[str, ...]:
        """Lines for the person about the input: problems, joined cases, guesses, filters."""
        lines = in_short(self.problems)
        if self.joined is not None and not self.joined.in_doubt:
            lines.append(f"{_joined(self.joined)}.")
        if different := called_differently(self.analysis):
            lines.append(different)
        if self.analysis.filtered is not None:
            lines.append(str(self.analysis.filtered))
        recorded = any(one.log is None for one in self.analysis.recordings)
        if recorded and self.workflow_file is None:
            lines.append(
                "No workflow file: steps and cases are guesses. `ledgerium init --from` drafts one from them."
            )
        elif self.analysis.workflow is not None and self.analysis.workflow.draft:
            lines.append(
                f"{self.workflow_file} is a draft: what `init --from` wrote there is a guess, until its line "
                "`draft = true` is taken out."
            )
        elif recorded and self.analysis.workflow is not None and not tells_apart(self.analysis.workflow.case):
            lines.append(f"{self.workflow_file} does not tell cases apart: those of recordings are guesses.")
        return tuple(lines)

    def recordings(self) -> Iterator[Recording]:
        """Read the recordings of the analysis again, with their events. Logs are left out: they have none."""
        for one in self.analysis.recordings:
            yield from self._again(one)

    def recordings_at_hand(self, ids: Container[str]) -> Iterator[Recording]:
        """The same, of those with these ids that this machine can read: where a cluster reads, they may stand at an
        address."""
        for one in self.analysis.recordings:
            if one.id in ids:
                with suppress(NoRecording):
                    yield from self._again(one)

    def _again(self, one: RecordingFacts) -> Iterator[Recording]:
        if one.log is None:
            recording, _ = read_recording(self.sources[one.id].read(), one.id)
            if recording is not None:
                yield recording


class NoCaseLeft(NoRecording):
    """The filters match no case."""


class Read(Struct, frozen=True):
    """Recordings and cases as read, before filters on cases are applied."""

    recordings: Sequence[RecordingFacts]
    """Sorted by start."""
    cases: Sequence[Case]
    workflow: Workflow | None
    workflow_file: Path | None
    problems: Sequence[Problem]
    folder: Path
    """The folder of the first trace."""
    sources: Mapping[str, Source]
    unread: int
    """The number of files without a recording."""
    notice: str | None
    strict: bool


def load(
    traces: Sequence[str],
    workflow: Path | None = None,
    *,
    strict: bool = False,
    model: bool = False,
    noise: float | None = None,
    keep: bool = True,
    told: OnProgress | None = None,
    conditions: Sequence[Condition] = (),
    engine: str | None = None,
    declared: bool = True,
) -> Loaded:
    """Read traces (files, folders, globs, `-`) and analyse them.

    `workflow` is by default a `workflow.toml` beside the traces; with `declared=False` no workflow file is read at all.
    `model` asks for the mined model, and `noise` is the miner's noise threshold. `keep` stores mapped recordings and
    mined models beside the documents for the next run when that saves time. `told` is called with the progress after
    every file. `conditions` filter recordings and cases. `engine` names a cluster that maps and reduces instead of this
    machine.

    Raises NoRecording, UsageError, WorkflowFileError; StrictProblems with `strict` when the input has any problem;
    OutputError when the data fits neither into memory nor on the disk.
    """
    found = read(
        traces,
        workflow,
        strict=strict,
        keep=keep,
        told=told,
        conditions=conditions,
        engine=engine,
        declared=declared,
    )
    return analysed(found, conditions, model=model, noise=noise, keep=keep)


def read(
    traces: Sequence[str],
    workflow: Path | None = None,
    *,
    strict: bool = False,
    keep: bool = True,
    told: OnProgress | None = None,
    conditions: Sequence[Condition] = (),
    engine: str | None = None,
    declared: bool = True,
) -> Read:
    """The first half of `load`, for several analyses of the same input. Only conditions on recordings apply here."""
    names = each_name(traces)
    remote = [name for name in names if engine is not None and is_remote(name)]
    there = find_traces([name for name in names if name not in remote])
    files = there.files
    folders = folders_of(files)
    file = find_workflow(workflow, folders) if declared else None
    rules = load_workflow(file) if file is not None else None
    folder, notice = folders[0] if folders else Path(), None
    recordings: Sequence[RecordingFacts]
    cases: Sequence[Case]
    if engine is not None:
        from ledgerium_cli.engine.cluster import cases_on
        from ledgerium_cli.engine.named import cluster_of

        on_it = cases_on(cluster_of(engine), [*remote, *files], rules, conditions, not_read=there.not_read)
        problems, sources, unread = on_it.problems, on_it.sources, on_it.unread
        refuse_if_strict(problems, strict)
        recordings, cases = on_it.recordings, on_it.cases
    else:
        store = Store(folder, rules_of(rules)) if keep and is_worth_a_store(files) else None
        room = Room(folder / KEPT_FOLDER if store is not None else None)
        found = map_files(files, rules, told=told, store=store, room=room, not_read=there.not_read)
        problems, sources, unread = found.problems, found.sources, found.unread
        notice = store.trouble if store is not None else None
        refuse_if_strict(problems, strict)
        recordings, cases = reduce_mapped(found.mapped, rules, conditions)
    return Read(recordings, cases, rules, file, problems, folder, sources, unread, notice, strict)


def analysed(
    found: Read,
    conditions: Sequence[Condition],
    *,
    model: bool = False,
    noise: float | None = None,
    keep: bool = True,
) -> Loaded:
    """The second half of `load`: filter the cases and analyse them."""
    miner: Miner = Models(found.folder / KEPT_FOLDER, noise) if keep else partial(mine, noise=noise)
    analysis = conclude(
        found.recordings, found.cases, found.workflow, model=model, miner=miner, conditions=conditions
    )
    analysis = replace(analysis, unread=found.unread)
    if not analysis.cases:
        if conditions:
            raise NoCaseLeft(f"No case is left by {' '.join(map(str, conditions))}. Ask for less at once.")
        raise NoRecording("Nothing was pressed, filled in or said in the recordings. Record the work itself.")
    joined = shared_cases(analysis.recordings, analysis.cases)
    more = [_clock_problem(one, found.sources) for one in analysis.clocks]
    more += [_overlap_problem(one, found.sources) for one in analysis.in_two_logs]
    more += _alike_problems(analysis, found.sources)
    if joined is not None and joined.in_doubt:
        more.append(_joined_problem(joined, found.sources))
    refuse_if_strict(more, found.strict)
    folder = found.folder / OUTPUT_FOLDER
    problems = (*found.problems, *more)
    return Loaded(analysis, problems, found.workflow_file, folder, found.sources, found.notice, joined)


def _clock_problem(doubt: ClockDoubt, sources: Mapping[str, Source]) -> Problem:
    what = (
        f"In all {len(doubt.cases)} cases that {doubt.earlier} and {doubt.later} share ({doubt.cases[0]} first) what "
        f"{doubt.later} does is over before what comes first begins: their clocks differ by at least "
        f"{doubt.at_least_ms} ms, or the declared order was never kept."
    )
    remedy = "Times are kept as recorded; set both clocks by a time server, and do not trust waits between the two."
    return Problem(sources[doubt.recording].file, None, what, remedy)


def _overlap_problem(found: InTwoLogs, sources: Mapping[str, Source]) -> Problem:
    stands = "stands" if found.steps == 1 else "stand"
    steps, first = count(found.steps, "step"), found.first.events[0]
    what = f"{steps} of {found.again} {stands} in {found.known} too, row {first} first."
    remedy = "Each counts as done again; if two exports overlap, leave out of one what stands in the other."
    return Problem(sources[found.again].file, None, what, remedy)


def _alike_problems(analysis: Analysis, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Of people, and of the activities and systems that logs name: a workflow file names its activities, and recordings
    their hosts, by itself."""
    logs = [one.id for one in analysis.recordings if one.log is not None]
    people = {name for own in alike(analysis.people) for name in own}
    first = [*logs, *(one.id for one in analysis.recordings if one.actor in people)][:1]
    names: dict[str, Iterable[str]] = {"person": people}
    if logs:
        names = {
            "activity": (
                one.activity.title for one in analysis.activities if one.activity.decided_by == "log"
            ),
            "person": people,
            "system": (name for one in analysis.activities for name in one.systems),
        }
    return chain.from_iterable(tell_alike(sources[one].file, names) for one in first)


def _joined(joined: SharedCases) -> str:
    files = f"{' and '.join(joined.sources[:2])}"
    if len(joined.sources) > 2:
        files += f" (and {len(joined.sources) - 2} more)"
    if joined.shared == 1:
        return f"1 case, {joined.first}, stands in {files}, and counts as one"
    return f"{joined.shared} cases stand in {files}, {joined.first} first, and count as one case each"


def _joined_problem(joined: SharedCases, sources: Mapping[str, Source]) -> Problem:
    begin = count(joined.anew, "of them begins", "of them begin")
    what = f"{_joined(joined)}; {begin} anew after all was over."
    remedy = (
        "If only their numbers are the same, import the logs with --apart, and build from what that writes."
    )
    return Problem(sources[joined.sources[0]].file, None, what, remedy)
