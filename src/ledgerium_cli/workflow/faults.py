"""Explains in words why the pydantic model refuses a workflow file. Imported only then, since pydantic is slow to
import."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ledgerium_cli.workflow.format import COUNTRY, DAY, END, HOURS, METRIC_ID, SLUG, Workflow
from ledgerium_cli.workflow.lines import Fault

_WRITTEN = {
    SLUG: "It is written in small letters from a to z and digits, with single hyphens between words: 'credit-check'",
    END: "It is the id of an activity, or that and the name of an outcome: 'decide: Rejected'",
    METRIC_ID: "It is written in small letters from a to z, digits and underscores, a letter first: 'credit_wait'",
    DAY: "A day is written like 2026-12-24",
    HOURS: "Hours are written like 'Mon-Fri 09:00-17:30'",
    COUNTRY: "A country is written like 'DE'",
}
"""How texts with a fixed form are written, by their pattern."""


def faults_of(encoded: bytes) -> list[Fault]:
    """Each fault with its place and a remedy; none if the model accepts the file."""
    try:
        Workflow.model_validate_json(encoded)
    except ValidationError as wrong:
        return [*map(_fault, _own(_nearest(wrong.errors(include_url=False, include_input=False))))]
    return []


def _fault(fault: ErrorDetails) -> Fault:
    place = _in_file(fault["loc"])
    return place, f"{'.'.join(map(str, place))}: {_fault_words(fault)}"


def _own(faults: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without what a list lacks for the fault of an entry alone."""
    places = [one["loc"] for one in faults]
    return [
        fault
        for fault in faults
        if not (fault["type"] == "too_short" and any(_is_inside(one, fault["loc"]) for one in places))
    ]


def _is_inside(place: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    """Whether an entry of a list is wrong itself: then the list lacks it for that alone."""
    return len(place) > len(other) and place[: len(other)] == other


def _nearest(faults: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without what is told of the other forms of an entry that may be a text or a list: what is wrong is meant as the
    form that it has."""
    of_forms = [fault for fault in faults if _in_file(fault["loc"]) != fault["loc"]]
    others = [
        fault
        for fault in of_forms
        if len(fault["loc"]) == 2 and fault["type"] in ("string_type", "tuple_type")
    ]
    left_out = others if len(others) < len(of_forms) else others[1:]
    return [fault for fault in faults if fault not in left_out]


def _in_file(place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A place without the form of `ends_with` that pydantic tried."""
    return (*place[:1], *place[2:]) if place[:1] == ("ends_with",) else place


def _fault_words(fault: ErrorDetails) -> str:
    kind, place = fault["type"], fault["loc"]
    names = [part for part in place if isinstance(part, str)]
    if place == ("format",) and kind != "missing":
        return "this version of Ledgerium reads format 1. Update it to read a later one."
    if kind == "missing":
        return "is missing. docs/workflow-file.md says what it is for."
    if kind == "extra_forbidden":
        known = _names_in(place[:-1])
        near = get_close_matches(names[-1], known, n=1, cutoff=0.7)
        which = f"Perhaps it is {near[0]!r}" if near else f"There are {', '.join(known)}"
        return f"there is no such entry. {which}."
    if kind == "string_pattern_mismatch":
        return f"is not written as it must be. {_WRITTEN[fault['ctx']['pattern']]}."
    if kind == "too_short":
        return "is empty. Give at least one."
    if kind == "greater_than_equal":
        return f"must be {fault['ctx']['ge']} or more."
    if kind == "tuple_type":
        end = "The activity that ends a case is `ends_with` above all sections, not in `case`"
        where = f" {end}." if place == ("case", "ends_with") else ""
        return f"is a list, which stands in square brackets.{where}"
    return f"{fault['msg']}. See `ledgerium schema workflow`."


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
