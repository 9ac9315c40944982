"""Check new recordings against the committed process, as a library.

from ledgerium_cli.against import check_against
from ledgerium_cli.load import load

check = check_against(load(["recordings"]), Path("workflow.toml"), Path("accepted.toml"))
assert check.passed, check.open
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeGuard

import msgspec

from ledgerium_cli.by_hand import text_by_hand
from ledgerium_cli.documents.merge.folder import standing_in
from ledgerium_cli.documents.merge.given_names import steps_in
from ledgerium_cli.documents.merge.keep import refuse_conflict_of_git
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.errors import UsageError, WorkflowFileError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.checks import Check, Found, check_cases
from ledgerium_cli.findings.sentence import sentence
from ledgerium_cli.load import Loaded
from ledgerium_cli.logs import csv_rows
from ledgerium_cli.output.names import ANALYSIS_NAME, SOP_NAME
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.files import Source
from ledgerium_cli.recording.places import Place, lines_of
from ledgerium_cli.workflow.accepted import load_accepted
from ledgerium_cli.workflow.lines import declared_in
from ledgerium_cli.workflow.load import FILE_NAME, load_workflow
from ledgerium_cli.workflow.wire import Activity, CaseRule, Threshold, Workflow

DOCUMENTS = (".md", ".json")


class _Named(msgspec.Struct, frozen=True):
    id: str
    title: str
    renamed: str | None = None
    """The name that people gave it, if any."""


class _Process(msgspec.Struct, frozen=True):
    """The part of an `analysis.json` that lists the steps."""

    activities: tuple[_Named, ...]


def check_against(loaded: Loaded, against: Path | None = None, accepted: Path | None = None) -> Check:
    """Check the cases of `loaded` against a declared process; deviations in the file `accepted` count as accepted.

    `against` is a workflow file, an `sop.md` or an `analysis.json`; by default the workflow file of the recordings. An
    SOP or an analysis gives only the steps and their order: everything else comes from the workflow file, and without
    one no step is required. Raises UsageError, WorkflowFileError, and OutputError when the SOP holds a git merge
    conflict.
    """
    workflow = _declared(loaded, against)
    acceptances = load_accepted(accepted, workflow, loaded.analysis.titles) if accepted is not None else {}
    check = check_cases(loaded.analysis, workflow, [*acceptances])
    if _is_document(against):
        check = _told_of_document(check, as_text(against.name), loaded.analysis.workflow)
    own, declared = loaded.workflow_file, against or loaded.workflow_file
    return replace(
        check,
        declared_in=Place(str(declared), None) if declared is not None else None,
        read_by=Place(str(own), None) if own is not None else None,
        threshold_at=_thresholds_at(own if _is_document(against) else declared, workflow),
        accepted_in=Place(str(accepted), None) if accepted is not None else None,
        accepted_at={one: Place(str(accepted), line) for one, line in acceptances.items()},
        files={name: source.file for name, source in loaded.sources.items()},
    )


def check_of_nothing() -> Check:
    """The check when there are no recordings and that is allowed: it passes and reports zero cases."""
    nothing = Workflow(format=1, name="", case=CaseRule(), activities=())
    none = (0, 0)
    return Check(
        nothing,
        0,
        none,
        none,
        found=(),
        not_known=(),
        limits=(),
        expired=(),
        of_no_case=(),
        unused=(),
        fitness=None,
    )


def with_places(check: Check, loaded: Loaded) -> Check:
    """The same check with the file and line of each deviation. Reads the recordings that show one again."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in check.found:
        for evidence in one.deviation.evidence[:1]:
            wanted[evidence.recording].update(evidence.events[:1])
    logs = {one.id for one in loaded.analysis.recordings if one.log is not None}
    lines = {
        name: _rows_on_lines(loaded.sources[name], events)
        if name in logs
        else lines_of(loaded.sources[name].read(), events)
        for name, events in wanted.items()
    }
    return replace(check, found=tuple(replace(one, place=_place(one, loaded, lines)) for one in check.found))


def refuse_a_folder(against: Path) -> None:
    """Raises UsageError with the file in it that tells the process: of a build its SOP, which people agree on."""
    if against.is_dir():
        files = (against / name for name in (SOP_NAME, FILE_NAME, ANALYSIS_NAME))
        found = next(
            (file for file in files if file.is_file()), f"a {FILE_NAME}, {SOP_NAME} or {ANALYSIS_NAME}"
        )
        raise UsageError(f"{against}: is a folder. Name {found}.")


def with_files_named(check: Check, named: Callable[[str], str]) -> Check:
    """The same check with another name for each file that a reader is sent to."""

    def at(place: Place) -> Place:
        return replace(place, file=named(place.file))

    def if_any(place: Place | None) -> Place | None:
        return at(place) if place is not None else None

    return replace(
        check,
        found=tuple(replace(one, place=if_any(one.place)) for one in check.found),
        declared_in=if_any(check.declared_in),
        read_by=if_any(check.read_by),
        threshold_at={one: at(place) for one, place in check.threshold_at.items()},
        accepted_in=if_any(check.accepted_in),
        accepted_at={one: at(place) for one, place in check.accepted_at.items()},
        files={name: named(file) for name, file in check.files.items()},
    )


def _rows_on_lines(log: Source, rows: Collection[int]) -> dict[int, int]:
    """Of a CSV file evidence is the line of a row; other logs have no lines."""
    written_as = log_format(log)
    return {row: row for row in rows} if written_as is not None and written_as.kind == csv_rows.KIND else {}


def _place(one: Found, loaded: Loaded, lines: Mapping[str, Mapping[int, int]]) -> Place | None:
    for evidence in one.deviation.evidence[:1]:
        line = lines[evidence.recording].get(evidence.events[0]) if evidence.events else None
        return Place(loaded.sources[evidence.recording].file, line)
    return None


def _is_document(against: Path | None) -> TypeGuard[Path]:
    return against is not None and against.suffix in DOCUMENTS


def _thresholds_at(file: Path | None, workflow: Workflow) -> Mapping[Threshold, Place]:
    """The line at which the workflow file declares each threshold. What comes through a pipe is read once, and gone."""
    if file is None or not file.is_file() or not workflow.thresholds:
        return {}
    declared = declared_in(text_by_hand(file, WorkflowFileError))
    return {
        one: Place(str(file), declared.line_of(("thresholds", at)))
        for at, one in enumerate(workflow.thresholds)
    }


def _declared(loaded: Loaded, against: Path | None) -> Workflow:
    own = loaded.analysis.workflow
    if against is None:
        if own is None:
            raise UsageError("Nothing to check against. Name a workflow.toml, sop.md or analysis.json.")
        return own
    refuse_a_folder(against)
    if not _is_document(against):
        return load_workflow(against)
    try:
        content = against.read_bytes()
    except OSError as error:
        raise UsageError(f"{against}: cannot be read ({error.strerror}). Check the name.") from error
    steps = _of_sop(content, against) if against.suffix == ".md" else _of_analysis(content)
    if not steps:
        raise UsageError(f"{against}: names no step. Build it anew, or name the workflow file.")
    if own is None and _are_guesses_at_others(loaded.analysis, steps):
        raise UsageError(
            f"{against}: none of its steps was found. Without a workflow file the steps of the recordings are guesses: "
            "name the one that declares them with --workflow."
        )
    return _restricted(own, steps, as_text(against.stem))


def _are_guesses_at_others(analysis: Analysis, steps: Sequence[_Named]) -> bool:
    """Whether the steps of the recordings are guesses of which no document with these `steps` was made: each would be
    an extra one, though the document may tell of the same work."""
    found = {one.activity for one in analysis.activities}
    is_guessed = all(one.decided_by == "guess" for one in found)
    return bool(found) and is_guessed and {one.id for one in found}.isdisjoint(one.id for one in steps)


def _told_of_document(check: Check, name: str, own: Workflow | None) -> Check:
    """The check with steps that the document lacks told as that, since the workflow file may declare them."""
    declared = {one.id for one in own.activities} if own is not None else set[str]()

    def told(found: Found) -> Found:
        extra = found.deviation
        if extra.kind != "extra step":
            return found
        though = ", though the workflow file declares it" if extra.activity in declared else ""
        reason = sentence(*extra.reason.parts[:1], f" is not a step of {name}{though}.")
        return replace(found, deviation=msgspec.structs.replace(extra, reason=reason))

    return replace(check, found=tuple(map(told, check.found)))


def _of_sop(content: bytes, against: Path) -> Sequence[_Named]:
    refuse_conflict_of_git(str(against), content)
    base = standing_in(against.parent).base if against.name == SOP_NAME else None
    return [_Named(step, title) for step, title in steps_in(content, base)]


def _of_analysis(content: bytes) -> Sequence[_Named]:
    try:
        return msgspec.json.decode(content, type=_Process).activities
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ()


def _restricted(own: Workflow | None, steps: Sequence[_Named], name: str) -> Workflow:
    """The declared workflow limited to the steps of a document, in the document's order and by its names."""
    declared = {one.id: one for one in own.activities} if own is not None else {}
    each_once = {one.id: one for one in steps}.values()
    unknown = Activity(id="", title="", required=False)
    activities = tuple(
        msgspec.structs.replace(of, id=one.id, title=one.renamed or one.title or of.title or one.id)
        for one in each_once
        for of in [declared.get(one.id, unknown)]
    )
    if own is None:
        return Workflow(format=1, name=name, case=CaseRule(), activities=activities)
    never = tuple(one for one in own.never if one.activity in {step.id for step in activities})
    return msgspec.structs.replace(own, activities=activities, never=never)
