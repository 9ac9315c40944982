"""Reads object-centric logs in XML: OCEL 2.0, and 1.0, where everything is a key with a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ledgerium_cli.logs.model import Faults, Given, Reading, Row
from ledgerium_cli.logs.objects import ObjectEvent, reading
from ledgerium_cli.logs.opened import opened
from ledgerium_cli.logs.xml_stream import read_xml
from ledgerium_cli.recording.files import Source

KIND = "OCEL XML"
TYPES = (b"<object-types", b"<event-types", b'"object-types"', b'"ocel:')


def recognises(head: bytes) -> bool:
    beginning = head.replace(b"\0", b"")  # UTF-16 as well
    return b"<log" in beginning and any(one in beginning for one in TYPES)


@contextmanager
def read(source: Source, given: Given, faults: Faults) -> Iterator[Reading]:
    log = _Log()
    with opened(source) as stream:
        for _ in read_xml(stream, source.file, KIND, log, faults):
            pass  # rows are made once all objects are known
    yield reading(log.events, log.type_of, given, faults)


class _Log:
    line: Callable[[], int]

    def __init__(self) -> None:
        self.type_of: dict[str, str] = {}
        self.events: list[ObjectEvent] = []
        self.event: ObjectEvent | None = None
        self.object: dict[str, str] | None = None
        """OCEL 1.0: the object being read."""
        self.list: str | None = None
        """OCEL 1.0: the key of the list being read."""
        self.attribute: str | None = None
        self.value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "event":
            self.event = ObjectEvent(attributes.get("type"), attributes.get("time"), line=self.line())
        elif tag == "list":
            self.list = attributes.get("key")
        elif "key" in attributes and "value" in attributes:
            self._told(attributes["key"], attributes["value"])
        elif self.event is not None:
            if tag == "attribute":
                self.attribute, self.value = attributes.get("name"), ""
            elif tag in ("relationship", "object") and (name := attributes.get("object-id")) is not None:
                self.event.objects.append(name)
        elif tag == "object" and "id" in attributes:
            self.type_of[attributes["id"]] = attributes.get("type", "")
        elif tag == "object":
            self.object = {}

    def _told(self, key: str, value: str) -> None:
        """Takes a key with its value, as in OCEL 1.0."""
        if self.event is None:
            if self.object is not None and self.list is None:
                self.object[key] = value
        elif self.list == "omap":
            self.event.objects.append(value)
        elif self.list is not None:
            self.event.attributes[key] = value
        elif key == "activity":
            self.event.activity = value
        elif key == "timestamp":
            self.event.time = value

    def text(self, text: str) -> None:
        if self.attribute is not None:
            self.value += text

    def end(self, tag: str) -> None:
        if tag == "list":
            self.list = None
        elif tag == "object" and self.object is not None:
            if "id" in self.object:
                self.type_of[self.object["id"]] = self.object.get("type", "")
            self.object = None
        elif self.event is None:
            return
        elif tag == "event":
            self.events.append(self.event)
            self.event = None
        elif tag == "attribute" and self.attribute is not None:
            self.event.attributes[self.attribute] = self.value
            self.attribute = None

    def taken(self) -> list[Row]:
        return []

    def rest(self) -> list[Row]:
        """One empty row, to signal that events were read."""
        return [{}] if self.events else []
