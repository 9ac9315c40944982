"""Reads and checks a workflow file: text in, a frozen `Workflow` out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from importlib import resources
from math import isfinite
from pathlib import Path

import msgspec
from msgspec.structs import replace

from ledgerium_cli.by_hand import text_by_hand
from ledgerium_cli.composed import composed
from ledgerium_cli.errors import UsageError, WorkflowFileError
from ledgerium_cli.workflow.contradictions import contradictions
from ledgerium_cli.workflow.lines import Fault, at_their_lines
from ledgerium_cli.workflow.wire import Workflow

FILE_NAME = "workflow.toml"


def find_workflow(given: Path | None, folders: Iterable[Path]) -> Path | None:
    """The named file, else the `workflow.toml` beside the traces, else None.

    Raises WorkflowFileError when the traces are beside different ones.
    """
    if given is not None:
        return given
    beside = [folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()]
    if len(beside) > 1:
        names = ", ".join(sorted(map(str, beside)))
        raise WorkflowFileError(
            f"The traces stand beside several workflow files ({names}). Name one with --workflow."
        )
    return beside[0] if beside else None


def load_workflow(path: Path) -> Workflow:
    return parse_workflow(text_by_hand(path, WorkflowFileError), str(path))


def parse_workflow(text: str, name: str) -> Workflow:
    """Raises WorkflowFileError with all faults found, one a line."""
    text = composed(text)
    try:
        table = tomllib.loads(text, parse_float=_finite)
    except RecursionError as error:
        raise WorkflowFileError(f"{name}: too deeply nested. Write it flat.") from error
    except ValueError as error:
        raise WorkflowFileError(f"{name}: not TOML: {error}. Mend that line.") from error
    encoded = msgspec.json.encode(table, enc_hook=_as_text)
    try:
        workflow = _named_plainly(msgspec.json.decode(encoded, type=Workflow))
    except msgspec.ValidationError as error:
        raise _refused(name, text, _explain(encoded) or [((), f"{error}.")]) from error
    if faults := [*contradictions(workflow)]:
        raise _refused(name, text, faults)
    return workflow


def _named_plainly(workflow: Workflow) -> Workflow:
    """The names of people without blanks at their ends, as recordings and logs are read."""
    roles = tuple([replace(one, actors=tuple(map(str.strip, one.actors))) for one in workflow.roles])
    calendar = workflow.calendar
    if calendar is not None:
        others = [replace(one, actors=tuple(map(str.strip, one.actors))) for one in calendar.others]
        calendar = replace(calendar, others=tuple(others))
    return replace(workflow, roles=roles, calendar=calendar)


def _refused(name: str, text: str, faults: Sequence[Fault]) -> WorkflowFileError:
    return WorkflowFileError(at_their_lines(name, text, faults))


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise NotImplementedError(type(value))


def _explain(encoded: bytes) -> list[Fault]:
    from ledgerium_cli.workflow.faults import faults_of

    return faults_of(encoded)


def _finite(text: str) -> float:
    """A float. The file is checked as JSON, in which infinity and NaN would become null. Raises ValueError for
    those."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is no number that can be reckoned with")
    return number


def template_names() -> list[str]:
    folder = resources.files("ledgerium_cli.workflow") / "templates"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def template_text(name: str) -> str:
    """Raises UsageError for a name that is not in `template_names()`."""
    if name not in template_names():
        known = ", ".join(template_names())
        raise UsageError(f"There is no template {name!r}. Choose one of: {known}.")
    file = resources.files("ledgerium_cli.workflow") / "templates" / f"{name}.toml"
    return file.read_text(encoding="utf-8")
