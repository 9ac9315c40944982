"""Explains why the decoder refused a line, and what to do. pydantic is imported only then, since it is slow to
import."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

LONGEST_LINE = 65_536
"""Bytes. A longer line cannot come from the recorder, since every text of the format has a maximum length."""
_LEFT_OUT = "The line was left out"


def explain(line: bytes, error: Exception, *, cut_off: bool) -> tuple[str, str]:
    """What is wrong, and the remedy. `cut_off`: it is the last line of its file and has no line ending."""
    if not line.strip():
        return "The line is empty.", f"{_LEFT_OUT}; nothing is lost."
    if len(line) > LONGEST_LINE:
        return (
            f"The line has {len(line)} bytes, more than {LONGEST_LINE}.",
            f"{_LEFT_OUT}; no recorder writes it.",
        )
    if cut_off and is_cut_off(line):
        return "The last line is cut off.", f"{_LEFT_OUT}; the recording ended while it was written."
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        where = f"The line is not UTF-8 (byte {wrong.start + 1})."
        return where, f"{_LEFT_OUT}; copy the recording as a binary file."
    return _explain_json(line, error)


def is_cut_off(last: bytes) -> bool:
    """Whether the last line of a file, unreadable and without a line ending, is the beginning of a line of the
    format."""
    return last.lstrip().startswith(b"{") and len(last) <= LONGEST_LINE


def _explain_json(line: bytes, error: Exception) -> tuple[str, str]:
    found = refused_by_model(line)
    if found is None:
        return f"The line cannot be read: {error}.", f"{_LEFT_OUT}; take the file as the recorder saved it."
    first, *more = found
    if first["type"] == "json_invalid":
        return "The line is not JSON.", f"{_LEFT_OUT}; take the file as the recorder saved it."
    others = f" ({len(more)} more in this line)" if more else ""
    return (
        f"The line is not an event of trace format 1: {_fault(first)}{others}.",
        f"{_LEFT_OUT}; see `ledgerium schema trace`.",
    )


def _fault(found: Any) -> str:
    """`element.role: Field required`; for an unknown kind of event, the list of kinds."""
    if found["type"] == "union_tag_invalid":
        return f"{found['ctx']['tag']!r} is no kind of event; there are {found['ctx']['expected_tags']}"
    field_name = ".".join(str(part) for part in found["loc"][1:]) or "line"
    return f"{field_name}: {found['msg']}"


def refused_by_model(line: bytes) -> list[Any] | None:
    """pydantic's errors for a line; None when the model accepts it.

    When a key occurs several times in an object, every value must be valid although only the last one counts.
    """
    from pydantic import TypeAdapter, ValidationError

    from ledgerium_cli.recording.format import Line

    model: TypeAdapter[Any] = TypeAdapter(Line)
    try:
        model.validate_json(line)
        for version in _versions(json.loads(line, object_pairs_hook=_Pairs)):
            model.validate_json(json.dumps(version))
    except ValidationError as wrong:
        return wrong.errors(include_url=False, include_input=False)
    return None


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its pairs, repeated keys included."""


def _versions(value: Any) -> Iterator[Any]:
    """Versions of a JSON value without repeated keys: first with the values that count, then one for each value
    hidden by a later one."""
    if not isinstance(value, _Pairs):
        yield value
        return
    whole = {key: next(_versions(one)) for key, one in value}
    yield whole
    for at, (key, one) in enumerate(value):
        first, *others = _versions(one)
        hidden = any(key == later for later, _ in value[at + 1 :])
        yield from ({**whole, key: version} for version in ([first] if hidden else []) + others)
