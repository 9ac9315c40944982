"""Runs the operations on a cluster: the functions that its machines run, and what is decided centrally.

An adapter only moves bytes and knows nothing of recordings. `spark.py` and `dask.py` are two; another engine is one
more file. The bytes are packed structs with integers, so no engine's notion of time, zones or quantiles matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case
from ledgerium_cli.engine.cases_aside import in_order
from ledgerium_cli.engine.local import RECORDED
from ledgerium_cli.engine.logs import log_format, map_log_file, with_other_ids
from ledgerium_cli.engine.operations import at_the_same_time, group_by_case, map_recordings, reduce_cases
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.filters import Condition, keep_recordings
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source, each_once, is_remote, no_recording, source_of
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.steps.case_teller import tells_apart
from ledgerium_cli.steps.mapped import Mapped, MappedFile, Unpacker, pack
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.wire import Workflow

Row = tuple[str, str | None, bytes]
"""(file, case, packed step), or (file, None, everything else that the file says)."""
Mapper = Callable[[str, bytes], list[Row]]
"""Takes a file name and its content, gives rows."""
Reducer = Callable[[Sequence[bytes]], bytes]
"""Takes the packed steps of one case, gives the packed case."""


class Cluster(Protocol):
    """What an adapter for an engine must provide."""

    def map(self, files: Sequence[str], mapper: Mapper) -> None:
        """Map every file on the machine that reads it. The rows stay on the cluster."""

    def heads(self) -> Iterable[tuple[str, bytes]]:
        """Of every file, its name and what it says beside its steps."""

    def contents(self, files: Sequence[str]) -> Iterable[tuple[str, bytes]]:
        """Name and content of files, read again."""

    def reduce(self, without: Sequence[str], more: Sequence[Row], reducer: Reducer) -> Iterable[bytes]:
        """Every packed case, from the rows of all files except `without`, and from the rows `more`."""


class ClusterCases(Struct, frozen=True):
    recordings: tuple[RecordingFacts, ...]
    """Sorted by start, then id."""
    cases: Sequence[Case]
    """Sorted by start, then id; only cases of the recordings that the conditions keep."""
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source]
    """The source of each recording, by recording id."""
    unread: int
    """The number of files without a recording."""


class _Step(msgspec.Struct, array_like=True):
    step: Step
    slices: bytes
    recording: RecordingFacts


_encoder = msgspec.msgpack.Encoder()
_step_decoder = msgspec.msgpack.Decoder(_Step)
_case_decoder = msgspec.msgpack.Decoder(Case)


def cases_on(
    cluster: Cluster,
    files: Sequence[str],
    workflow: Workflow | None,
    conditions: Sequence[Condition] = (),
    *,
    not_read: Sequence[Problem] = (),
) -> ClusterCases:
    """The same result as the local engine gives, with mapping and reducing done on the cluster. Logs are mapped on
    this machine, since each is one file, and reduced on the cluster. `not_read` are problems with further files, which
    count as files without a recording.

    Raises UsageError for recordings without a workflow file that tells cases apart, NoRecording when no file holds an
    event.
    """
    logs = {file: log for file in files if (log := _as_log(file, workflow)) is not None}
    names = {file: log.names for file, log in logs.items()}
    beside = [name for own in names.values() for name in own]
    logs |= {
        file: log for file in with_other_ids(names) if (log := _as_log(file, workflow, beside)) is not None
    }
    recorded = [file for file in files if file not in logs]
    if recorded and (workflow is None or not tells_apart(workflow.case)):
        raise UsageError(
            "A cluster needs a workflow file that tells cases apart: else that is guessed from all recordings at once. "
            "`ledgerium init --from TRACE` writes one from a few of them."
        )
    cluster.map(recorded, partial(rows_of, workflow=workflow))
    unpacked = Unpacker()
    heads = sorted((unpacked(head).named(file) for file, head in cluster.heads()), key=lambda one: one.file)
    heads += logs.values()
    problems = [*not_read, *(problem for one in heads for problem in one.problems)]
    found = [(one.file, one.mapped.recording) for one in heads if one.mapped is not None]
    if not found:
        raise no_recording(problems)
    kept, doubled = each_once(found, lambda recording: recording)
    file_of = {recording.id: file for file, recording in kept}
    recordings = [recording for _, recording in kept]
    asked = {one.id for one in keep_recordings(recordings, conditions)}
    together = _overlapping_rows(cluster, [one for one in recordings if one.id in asked], file_of, workflow)
    for name in asked:
        if (log := logs.get(file_of[name])) is not None and log.mapped is not None:
            together += _step_rows(log.file, log.mapped)
    alone = {file_of[name] for name in asked} - {file for file, _, _ in together}
    without = [one.file for one in heads if one.file not in alone]
    cases = map(
        _case_decoder.decode, cluster.reduce(without, together, partial(case_of_rows, workflow=workflow))
    )
    return ClusterCases(
        tuple(recordings),
        in_order(cases),
        (*problems, *doubled),
        {name: Source(file) for name, file in file_of.items()},
        len(not_read) + len(heads) - len(found),
    )


def _overlapping_rows(
    cluster: Cluster, recordings: Sequence[RecordingFacts], file_of: dict[str, str], workflow: Workflow | None
) -> list[Row]:
    """Rows of overlapping recordings of one actor. They must be mapped together; there are few, so it is done here."""
    groups = [group for group in at_the_same_time(recordings) if len(group) > 1]
    files = [file_of[name] for group in groups for name in group]
    read = (
        {file: read_recording(content, file)[0] for file, content in cluster.contents(files)} if files else {}
    )
    rows = []
    for group in groups:
        own = [one for name in group if (one := read[file_of[name]]) is not None]
        for mapped in map_recordings(own, workflow):
            rows += _step_rows(file_of[mapped.recording.id], mapped)
    return rows


def _as_log(file: str, workflow: Workflow | None, beside: Sequence[str] = ()) -> MappedFile | None:
    """The mapped log; None for a recording. Files of the engine's own readers cannot be looked into here."""
    if file.endswith(RECORDED) or is_remote(file):
        return None
    source = source_of(file)
    written_as = log_format(source)
    return map_log_file(source, written_as, workflow, beside) if written_as is not None else None


def rows_of(file: str, data: bytes, workflow: Workflow | None) -> list[Row]:
    """Map one file. Runs on the cluster."""
    recording, problems = read_recording(data, file)
    if recording is None:
        return [(file, None, pack(MappedFile(file, tuple(problems), None)))]
    [mapped] = map_recordings([recording], workflow)
    head = MappedFile(file, tuple(problems), replace(mapped, steps=(), slices=()))
    return [(file, None, pack(head)), *_step_rows(file, mapped)]


def _step_rows(file: str, mapped: Mapped) -> list[Row]:
    pairs = zip(mapped.steps, mapped.slices, strict=True)
    return [
        (file, step.case, _encoder.encode(_Step(step, slices, mapped.recording))) for step, slices in pairs
    ]


def case_of_rows(packed: Sequence[bytes], workflow: Workflow | None) -> bytes:
    """Reduce one case. Runs on the cluster, which gives the rows in any order."""
    rows = sorted(
        map(_step_decoder.decode, packed),
        key=lambda row: (row.recording.start_ms, row.recording.id, row.step.numbers[0]),
    )
    mapped = [Mapped(row.recording, (row.step,), (row.slices,)) for row in rows]
    [case] = reduce_cases(group_by_case(mapped), workflow)
    return _encoder.encode(case)
