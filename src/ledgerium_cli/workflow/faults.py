"""Explains in words why the pydantic model refuses a workflow file. Imported only then, since pydantic is slow to
import."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from ledgerium_cli.workflow.format import Workflow
from ledgerium_cli.workflow.lines import Fault

_LIKE = {
    "hours": "Mon-Fri 09:00-17:30",
    "days_off": "2026-12-24",
    "effective": "2026-12-01",
    "review": "2027-06-01",
    "country": "DE",
    "id": "enter-order",
    "kind": "credit",
}
"""Examples for texts with a fixed form, by name of the entry."""


def faults_of(encoded: bytes) -> list[Fault]:
    """Each fault with its place and a remedy; none if the model accepts the file."""
    try:
        Workflow.model_validate_json(encoded)
    except ValidationError as wrong:
        return [
            (
                fault["loc"],
                f"{'.'.join(map(str, fault['loc']))}: {_fault_words(fault['type'], fault['msg'], fault['loc'])}",
            )
            for fault in wrong.errors(include_url=False, include_input=False)
        ]
    return []


def _fault_words(kind: str, message: str, place: Sequence[str | int]) -> str:
    names = [part for part in place if isinstance(part, str)]
    if kind == "missing":
        return "is missing. docs/workflow-file.md says what it is for."
    if kind == "extra_forbidden":
        known = _names_in(place[:-1])
        near = get_close_matches(names[-1], known, n=1, cutoff=0.7)
        which = f"Perhaps it is {near[0]!r}" if near else f"There are {', '.join(known)}"
        return f"there is no such entry. {which}."
    if kind == "string_pattern_mismatch" and names[-1] in _LIKE:
        return f"is not written as it must be. Write it like {_LIKE[names[-1]]!r}."
    return f"{message}. See `ledgerium schema workflow`."


def _names_in(place: Sequence[str | int]) -> list[str]:
    """The entries that may be declared at a place in the file."""
    section: type[BaseModel] = Workflow
    for part in place:
        if isinstance(part, str):
            section = _section(section.model_fields[part].annotation) or section
    return list(section.model_fields)


def _section(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, directly or in a tuple; None if none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_section, get_args(annotation))), None)
