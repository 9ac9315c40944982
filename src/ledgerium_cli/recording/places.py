"""The file and line of an event, for programs that show a finding beside the line it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    """As the person named it."""
    line: int | None
    """Counted from 1; None in a log whose rows are not lines."""


class _Event(msgspec.Struct, frozen=True):
    seq: int


def lines_of(data: bytes, numbers: Collection[int]) -> dict[int, int]:
    """The first line of each of these events, by sequence number; other lines are skipped."""
    found: dict[int, int] = {}
    for line, text in enumerate(data.split(b"\n"), start=1):
        try:
            number = msgspec.json.decode(text, type=_Event).seq
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if number in numbers:
            found.setdefault(number, line)
    return found
