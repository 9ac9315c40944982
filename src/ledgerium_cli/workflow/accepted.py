"""Reads the file of accepted deviations, which people review."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from ledgerium_cli.by_hand import text_by_hand
from ledgerium_cli.composed import composed
from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.lines import at_their_lines, declared_in, place_in
from ledgerium_cli.workflow.wire import Workflow

_HEADER = re.compile(r"\s*\[\[\s*accepted\s*\]\]")
Kind = Literal["missing step", "extra step", "out of order", "too often", "forbidden combination"]
Words = Annotated[str, Meta(min_length=1, max_length=1000)]
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    kind: Kind
    activity: Words
    """Id of the activity that deviates; in the file its title may stand for it."""
    case: Words | None = None
    """The only case covered; None for all cases."""
    who: Words
    """Who accepts it."""
    why: Words
    until: date
    """Covers cases that begin on or before this day."""


class AcceptedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: Literal[1]
    accepted: tuple[Accepted, ...] = ()


def load_accepted(
    path: Path, workflow: Workflow, titles: Mapping[str, str] = _NO_TITLES
) -> Mapping[Accepted, int | None]:
    """What is accepted, each with its line; what stands there twice once. `titles` are those of observed activities, by
    id. Raises WorkflowFileError when the file cannot be read or accepts something that cannot happen."""
    return parse_accepted(text_by_hand(path, WorkflowFileError), str(path), workflow, titles)


def parse_accepted(
    text: str, name: str, workflow: Workflow, titles: Mapping[str, str] = _NO_TITLES
) -> Mapping[Accepted, int | None]:
    """Raises WorkflowFileError."""
    try:
        file = msgspec.convert(tomllib.loads(composed(text)), AcceptedFile)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WorkflowFileError(f"{name}: not TOML: {error}. Mend that line.") from error
    except msgspec.ValidationError as error:
        fault = _in_words(str(error))
        raise WorkflowFileError(at_their_lines(name, text, [(place_in(str(error)), fault)])) from error
    declared = {one.id: one.title for one in workflow.activities}
    ids = {title: own_id for own_id, title in {**titles, **declared}.items()}
    found = [replace(one, activity=_id_of(one.activity, ids)) for one in file.accepted]
    faults = [
        (
            ("accepted", at, "activity"),
            f"accepts {one.kind!r} of {one.activity!r}, which the workflow file does not declare. Correct the name.",
        )
        for at, one in enumerate(found)
        if one.kind != "extra step" and one.activity not in declared
    ]
    if faults:
        raise WorkflowFileError(at_their_lines(name, text, faults))
    lines: dict[Accepted, int | None] = {}
    for one, line in zip(found, _lines_of(text, len(found)), strict=True):
        lines.setdefault(one, line)
    return lines


def _id_of(activity: str, ids: Mapping[str, str]) -> str:
    """`ids` are by title; an id is no title of another."""
    return activity if activity in ids.values() else ids.get(activity, activity)


def _in_words(message: str) -> str:
    """What is wrong, and what may stand there, from a message of msgspec."""
    field = next((part for part in reversed(place_in(message)) if isinstance(part, str)), "")
    if missing := re.match(r"Object missing required field `(\w+)`", message):
        return f"has no {missing[1]!r}. {_HOLDS if 'accepted' in message else _BEGINS}"
    if unknown := re.match(r"Object contains unknown field `(.*?)`(?: - at |$)", message):
        known = _HOLDS if "accepted[" in message else _BEGINS
        return f"has {unknown[1]!r}, which cannot stand there. {known}"
    return _MAY_BE.get(field, _BEGINS)


_HOLDS = "An acceptance holds kind, activity, who, why and until, and may hold case."
_BEGINS = "The file begins with 'format = 1'; each acceptance stands below a line '[[accepted]]'."
_MAY_BE = {
    "kind": f"kind is one of {', '.join(map(repr, get_args(Kind)))}.",
    "until": "until is a day, like 2026-11-30.",
    **{one: f"{one} is a text of 1 to 1000 characters." for one in ("activity", "case", "who", "why")},
}


def _lines_of(text: str, entries: int) -> Sequence[int | None]:
    """The line of each entry, of inline ones that of the list."""
    declared = declared_in(text)
    starts = [0, *declared.ends[:-1]]
    headers = [start + 1 for start in starts if _HEADER.match(declared.lines[start])]
    return headers if len(headers) == entries else [declared.line_of(("accepted",))] * entries
