"""Recordings and logs in, a drafted workflow file out, as a library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.case_draft import OF_A_LOG, case_tables
from ledgerium_cli.documents.workflow_draft import draft_workflow
from ledgerium_cli.engine.operations import cases_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import Workflow


def drafted(traces: Sequence[str]) -> str:
    """A workflow file for these traces. Raises what `load` raises."""
    loaded = load(traces, keep=False, declared=False)
    return draft_of([*loaded.recordings()], loaded.analysis)


def draft_of(recordings: Sequence[Recording], guessed: Analysis) -> str:
    """A workflow file that declares what was guessed, of the same cases: where no rule for all recordings makes them,
    the file declares none, so that they go on being guessed as they were."""
    if not recordings:
        return draft_workflow(recordings, guessed, OF_A_LOG)
    cases = _by_step(guessed.cases)
    tables = case_tables(recordings)
    made = (table for table in tables.declared if _by_step(cases_of(recordings, _with(table))) == cases)
    return draft_workflow(recordings, guessed, next(made, tables.undeclared))


def _with(table: str) -> Workflow:
    return parse_workflow(f'format = 1\nname = "a draft"\n{table}\n', "a draft")


def _by_step(cases: Iterable[Case]) -> set[tuple[str, str, tuple[int, ...]]]:
    """The case, the recording and the event numbers of each recorded step."""
    steps = (timed.step for case in cases for timed in case.steps)
    return {
        (step.case, step.recording, tuple(step.numbers)) for step in steps if step.case_decided_by != "log"
    }
