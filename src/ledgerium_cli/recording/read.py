"""Bytes in, a recording and its problems out. Good lines are kept; every other line is named."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args

import msgspec

from ledgerium_cli.problems import Problem
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.explain import LONGEST_LINE, explain
from ledgerium_cli.recording.model import Event, EventKind, Recording, recording_from

CLOCK_JITTER_MS = 100
"""Documents of one browser read the clock at slightly different moments; a smaller step back is not news."""
CLOCK_SET_MS = 5_000
"""The two clocks of one document that drift apart by more were set, or the computer slept."""

_decoder: msgspec.json.Decoder[wire.Line] = msgspec.json.Decoder(wire.Line)
_KINDS: dict[type, EventKind] = {one: one.__struct_config__.tag for one in get_args(wire.Event)}


@dataclass(slots=True)
class _Lines:
    """What the lines of one file turned out to be."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    header: wire.Header | None = None
    events: list[tuple[int, wire.Event]] = field(default_factory=list)
    seal: wire.Seal | None = None
    before_seal: str = ""
    """SHA-256 of the lines before the seal."""
    whole: str = ""
    """SHA-256 of the header and event lines."""

    def problem(self, line: int | None, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, line, what, remedy))


def read_recording(data: bytes, name: str) -> tuple[Recording | None, list[Problem]]:
    """Read one recording.

    `name` is how problems call the file. The recording is None where not one event could be read.
    """
    lines = _read_lines(data, name)
    events = _ordered(lines)
    if not events:
        if data.strip():
            lines.problem(None, "The file has no events.", "Record again, or leave the file out.")
        return None, lines.problems
    header = lines.header or _stand_in_header(lines, events)
    _check_start(lines, header, events)
    sealed = _check_seal(lines, len(lines.events))
    return recording_from(header, events, sealed=sealed, sha256=lines.whole), lines.problems


def _read_lines(data: bytes, name: str) -> _Lines:
    found = _Lines(name)
    if not data.strip():
        found.problem(None, "The file is empty.", "Record again, or leave the file out.")
        return found
    lines = _split(data, found)
    cut_off = len(lines) if not data.endswith(b"\n") else None
    for number, line in enumerate(lines, start=1):
        _take_line(found, number, line, cut_off=number == cut_off)
        if found.seal is not None and not found.before_seal:
            found.before_seal = _digest(lines[: number - 1])
    found.whole = found.before_seal or _digest(lines)
    return found


def _digest(lines: Sequence[bytes]) -> str:
    """SHA-256 of lines, each with one line feed."""
    return hashlib.sha256(b"\n".join([*lines, b""])).hexdigest()


def _split(data: bytes, found: _Lines) -> list[bytes]:
    """Lines without their endings; a byte order mark and CR LF are passed over and named."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        found.problem(1, "The file begins with a byte order mark.", "It was passed over; save without one.")
    lines = data.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    crlf = [number for number, line in enumerate(lines, start=1) if line.endswith(b"\r")]
    if crlf:
        found.problem(
            crlf[0], "Lines end with CR LF.", "They were read as LF; copy recordings as binary files."
        )
        lines = [line.removesuffix(b"\r") for line in lines]
    return lines


def _take_line(found: _Lines, number: int, line: bytes, *, cut_off: bool) -> None:
    try:
        record = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        found.problem(number, *explain(line, error, cut_off=cut_off))
        return
    if found.seal is not None:
        found.problem(number, "A line stands after the seal.", "It was left out; find out who added it.")
    elif isinstance(record, wire.Seal):
        found.seal = record
    elif not isinstance(record, wire.Header):
        found.events.append((number, record))
    elif found.header is None and not found.events:
        found.header = record
    else:
        found.problem(number, "A header stands inside the file.", "It was left out; split joined recordings.")


def _decode(line: bytes) -> wire.Line:
    if len(line) > LONGEST_LINE:
        raise ValueError("too long")
    return _decoder.decode(line)


def _stand_in_header(lines: _Lines, events: tuple[Event, ...]) -> wire.Header:
    """A recording without a header keeps its events, under a name made from its content."""
    lines.problem(
        1, "The file has no header.", "The actor is called unknown; take the file as the recorder saved it."
    )
    return wire.Header(
        format=1,
        recording=f"headless-{lines.whole[:12]}",
        workflow="",
        actor="unknown",
        recorder="unknown",
        time_zone="UTC",
        start_ms=events[0].at_ms,
    )


def _ordered(lines: _Lines) -> tuple[Event, ...]:
    """Events by sequence number, each number once, on a clock that never goes back."""
    rows = lines.events
    if any(later.seq < earlier.seq for (_, earlier), (_, later) in pairwise(rows)):
        at = next(line for (_, earlier), (line, later) in pairwise(rows) if later.seq < earlier.seq)
        lines.problem(at, "Events are out of order.", "They were ordered by sequence number.")
    rows = _each_once(lines, sorted(rows, key=lambda row: row[1].seq))
    _check_clock(lines, rows)
    latest = 0
    events = []
    for _, record in rows:
        latest = max(latest, record.utc_ms)
        events.append(_event(record, latest))
    return tuple(events)


def _each_once(lines: _Lines, rows: list[tuple[int, wire.Event]]) -> list[tuple[int, wire.Event]]:
    kept: list[tuple[int, wire.Event]] = []
    for line, record in rows:
        if not kept or record.seq != kept[-1][1].seq:
            kept.append((line, record))
        elif record == kept[-1][1]:
            lines.problem(
                line, f"Event {record.seq} stands twice.", "The second was left out; nothing is lost."
            )
        else:
            lines.problem(
                line,
                f"Event number {record.seq} is used twice, for different events (first in line {kept[-1][0]}).",
                "The second was left out; take the file as the recorder saved it.",
            )
    return kept


def _check_clock(lines: _Lines, rows: list[tuple[int, wire.Event]]) -> None:
    back = [
        (line, earlier.utc_ms - later.utc_ms)
        for (_, earlier), (line, later) in pairwise(rows)
        if earlier.utc_ms - later.utc_ms > CLOCK_JITTER_MS
    ]
    if back:
        lines.problem(
            back[0][0],
            f"The clock went back {len(back)} time(s), by up to {max(by for _, by in back)} ms.",
            "Time stands still there until the clock caught up; times near it are too short.",
        )
    before: dict[str, wire.Event] = {}
    for line, record in rows:
        if record.document is None:
            continue
        earlier = before.get(record.document)
        if earlier is not None:
            ahead = (record.utc_ms - earlier.utc_ms) - (record.mono_ms - earlier.mono_ms)
            if ahead > CLOCK_SET_MS:
                lines.problem(
                    line,
                    f"The clock jumped ahead by {ahead} ms: it was set, or the computer slept.",
                    "The time is kept as recorded; judge the wait that it makes.",
                )
        before[record.document] = record


def _check_start(lines: _Lines, header: wire.Header, events: Sequence[Event]) -> None:
    ahead = header.start_ms - events[0].at_ms
    if ahead > CLOCK_JITTER_MS:
        lines.problem(
            1,
            f"The recording starts {ahead} ms after its first event: the clock was set back.",
            "Its time begins with its first event.",
        )


def _event(record: wire.Event, at_ms: int) -> Event:
    kind = _KINDS[type(record)]
    if isinstance(record, wire.FieldChanged | wire.FormSubmitted):  # most of them; nothing else in them
        return Event(record.seq, at_ms, kind, record.tab, record.page, record.element)
    return Event(
        seq=record.seq,
        at_ms=at_ms,
        kind=kind,
        tab=record.tab,
        page=record.page,
        element=getattr(record, "element", None),
        presses=getattr(record, "presses", None) or 1,
        dragged=getattr(record, "dragged", None),
        message=getattr(record, "message", None),
        mark=getattr(record, "mark", None),
        case=getattr(record, "case", None),
        text=getattr(record, "text", None),
        went_there=getattr(record, "how", None) in ("history", "address"),
    )


def _check_seal(lines: _Lines, count: int) -> bool:
    if lines.seal is None:
        lines.problem(
            None,
            "The recording has no seal: it was cut off.",
            "What it holds is used; documents say that it is not whole.",
        )
        return False
    if lines.seal.count != count:
        what = f"The seal counts {lines.seal.count} events, the file has {count} readable ones."
    elif lines.seal.sha256 != lines.before_seal:
        what = "The checksum in the seal does not fit the lines."
    else:
        return True
    remedy = "The file was changed after it was saved; documents say so. Use the original if there is one."
    lines.problem(None, what, remedy)
    return False
