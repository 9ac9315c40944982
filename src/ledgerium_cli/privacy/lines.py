"""Reads the lines of any file that may be a recording, and what in them is not in the format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from ledgerium_cli.privacy.clean import Masking, case_form_of, clean
from ledgerium_cli.privacy.found import Found, shape
from ledgerium_cli.privacy.persons import Json, Record
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.explain import LONGEST_LINE

_decoder: msgspec.json.Decoder[wire.Line] = msgspec.json.Decoder(wire.Line)
_PLAIN_NAME = re.compile(r"[a-z_]{1,40}")
_NOT_IN_THE_FORMAT = "is not in the format"
_TOO_LONG = "is longer than the format allows"
_FAULTS = {
    "extra_forbidden": "is a field that is not in the format",
    "string_too_long": _TOO_LONG,
    "missing": None,  # a missing field reveals nothing
}
"""By pydantic's type of error, the finding to report; None for none."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    raw: bytes
    record: Record | None
    """The line limited to fields of the format; None when no event can be read from it."""
    found: tuple[Found, ...]
    """Content that the format does not allow, which may be anything."""


def lines_of(data: bytes) -> Iterator[Line]:
    """Every line that is not empty."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        raw = raw.removesuffix(b"\r")
        if raw.strip():
            yield _line(number, raw)


def is_in_the_format(raw: bytes) -> bool:
    try:
        _decoder.decode(raw)
    except (ValueError, RecursionError):
        return False
    return len(raw) <= LONGEST_LINE


def dumps(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def first_case_form(lines: Iterable[Line]) -> str:
    """The form of case references from the header; a header that the format refuses or that follows events does not
    count."""
    for line in lines:
        if line.record is None:
            continue
        if line.record.get("kind") != "header":
            break
        known, _ = clean(line.record, Masking())
        if is_in_the_format(encoded(known)):
            return case_form_of(line.record)
    return ""


def encoded(record: Record) -> bytes:
    """The record as UTF-8. Unpaired surrogates, which JSON can express, become bytes that the format refuses."""
    return dumps(record).encode(errors="surrogatepass")


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > LONGEST_LINE:
        return Line(number, raw, None, (Found("line", _TOO_LONG),))
    twice: list[Found] = []

    def once(pairs: list[tuple[str, Json]]) -> Record:
        record = dict(pairs)
        if len(record) < len(pairs):  # readers see only the last one, the others are hidden
            twice.append(Found("line", "has a field twice"))
        return record

    try:
        record = json.loads(raw, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return Line(number, raw, None, (Found("line", "is not JSON"),))
    if not isinstance(record, dict):
        return Line(number, raw, None, (Found("line", _NOT_IN_THE_FORMAT),))
    if is_in_the_format(raw):
        return Line(number, raw, record, tuple(twice))
    known, faults = _known_part(raw, record)
    return Line(number, raw, known, (*twice, *faults))


def _known_part(raw: bytes, record: Record) -> tuple[Record | None, list[Found]]:
    """The record without unknown fields, and what was refused. pydantic is imported only here, since it is slow to
    import."""
    from pydantic import TypeAdapter, ValidationError

    from ledgerium_cli.recording.format import Line as Format

    try:
        TypeAdapter[object](Format).validate_json(raw)
    except ValidationError as wrong:
        faults = wrong.errors(include_url=False, include_input=False)
    else:
        return None, [Found("line", _NOT_IN_THE_FORMAT)]
    found = []
    for fault in faults:
        path = fault["loc"][1:]  # without the kind
        if fault["type"] == "extra_forbidden":
            record = _without(record, path)
        place = ".".join(_shown(part) for part in path) or "line"
        if (what := _FAULTS.get(fault["type"], _NOT_IN_THE_FORMAT)) is not None:
            found.append(Found(place, what))
    return (record if any(fault["loc"] for fault in faults) else None), found


def _shown(part: str | int) -> str:
    """A field name as it is or, if it may itself be private, its shape."""
    return str(part) if isinstance(part, int) or _PLAIN_NAME.fullmatch(part) else shape(part)


def _without(record: Json, path: tuple[str | int, ...]) -> Json:
    first, *rest = path
    if isinstance(record, list) and isinstance(first, int):
        return [_without(one, tuple(rest)) if at == first else one for at, one in enumerate(record)]
    if not isinstance(record, dict):
        return record
    if not rest:
        return {key: value for key, value in record.items() if key != first}
    return {key: _without(value, tuple(rest)) if key == first else value for key, value in record.items()}
