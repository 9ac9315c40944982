"""Reads object-centric logs in JSON: OCEL 2.0 and 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import Faults, Given, Reading
from ledgerium_cli.logs.objects import ObjectEvent, reading
from ledgerium_cli.logs.opened import CUT_OFF, opened
from ledgerium_cli.recording.files import Source

KIND = "OCEL JSON"


class _Attribute(msgspec.Struct):
    name: str
    value: Any


class _Link(msgspec.Struct):
    object_id: str = msgspec.field(name="objectId")


class _Event(msgspec.Struct):
    type: str | None = None
    time: str | None = None
    attributes: list[_Attribute] = []
    relationships: list[_Link] = []


class _Object(msgspec.Struct):
    id: str
    type: str


class _Log(msgspec.Struct):
    events: list[_Event]
    objects: list[_Object]


class _OldEvent(msgspec.Struct):
    activity: str | None = msgspec.field(default=None, name="ocel:activity")
    time: str | None = msgspec.field(default=None, name="ocel:timestamp")
    attributes: dict[str, Any] = msgspec.field(default_factory=dict, name="ocel:vmap")
    objects: list[str] = msgspec.field(default_factory=list, name="ocel:omap")


class _OldObject(msgspec.Struct):
    type: str = msgspec.field(name="ocel:type")


class _OldLog(msgspec.Struct):
    """OCEL 1.0."""

    events: dict[str, _OldEvent] = msgspec.field(name="ocel:events")
    objects: dict[str, _OldObject] = msgspec.field(name="ocel:objects")


def recognises(head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    return any(key in head for key in (b'"objectTypes"', b'"eventTypes"', b'"ocel:', b'"relationships"'))


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    try:
        with opened(source) as stream:
            data = stream.read().removeprefix(b"\xef\xbb\xbf")
        log = _decoded(data)
    except (*CUT_OFF, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ImportRefused(f"{source.file}: cannot be read as {KIND} ({error}). Export it again.") from error
    if isinstance(log, _OldLog):
        events = [
            ObjectEvent(one.activity, one.time, _texts(one.attributes), one.objects)
            for one in log.events.values()
        ]
        types = {name: one.type for name, one in log.objects.items()}
    else:
        events = [
            ObjectEvent(
                one.type,
                one.time,
                _texts({each.name: each.value for each in one.attributes}),
                [each.object_id for each in one.relationships],
            )
            for one in log.events
        ]
        types = {one.id: one.type for one in log.objects}
    yield reading(events, types, given, faults)


def _decoded(data: bytes) -> _Log | _OldLog:
    if b'"ocel:events"' in data:
        return msgspec.json.decode(data, type=_OldLog)
    return msgspec.json.decode(data, type=_Log)


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else str(value)
        for name, value in values.items()
        if value is not None
    }
