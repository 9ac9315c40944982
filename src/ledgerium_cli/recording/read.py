"""Bytes in, a recording and its problems out. Good lines are kept; every other line is named."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import lt, sub
from typing import cast, get_args

import msgspec
from msgspec import Struct, field

from ledgerium_cli.problems import Problem
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.explain import LONGEST_LINE, explain
from ledgerium_cli.recording.model import Event, EventKind, Recording, Shown, recording_from

CLOCK_JITTER_MS = 100
"""Documents of one browser read the clock at slightly different moments; a smaller step back is not news."""
CLOCK_SET_MS = 5_000
"""The two clocks of one document that drift apart by more were set, or the computer slept."""

MANY = 8192
"""Pages, and other things that events show, that are known again."""

_decoder: msgspec.json.Decoder[wire.Line] = msgspec.json.Decoder(wire.Line)
_KINDS: dict[type, EventKind] = {one: one.__struct_config__.tag for one in get_args(wire.Event)}


class _Lines(Struct):
    """What the lines of one file turned out to be."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    header: wire.Header | None = None
    events: list[wire.Event] = field(default_factory=list)
    numbers: Sequence[int] = ()
    """Of the events, their lines."""
    seal: wire.Seal | None = None
    before_seal: str = ""
    """SHA-256 of the lines before the seal."""
    whole: str = ""
    """SHA-256 of the header and event lines."""
    refused: list[tuple[int, bytes, Exception, bool]] = field(default_factory=list)
    """Lines that cannot be read: number, bytes, error, and whether it is the last one, without a line ending."""

    @property
    def is_no_recording(self) -> bool:
        return bool(self.refused) and not self.events and self.header is None and self.seal is None

    def problem(self, line: int | None, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, line, what, remedy))


def read_recording(data: bytes, name: str) -> tuple[Recording | None, list[Problem]]:
    """Read one recording.

    `name` is how problems call the file. The recording is None where not one event could be read.
    """
    lines = _whole(data, name) or _read_lines(data, name)
    count = len(lines.events)
    events = _ordered(lines)
    if not events:
        if data.strip() and not lines.is_no_recording:
            lines.problem(None, "The file has no events.", "Record again, or leave the file out.")
        return None, lines.problems
    header = lines.header or _stand_in_header(lines, events)
    _check_start(lines, header, events)
    sealed = _check_seal(lines, count)
    return recording_from(header, events, sealed=sealed, sha256=lines.whole), lines.problems


def _whole(data: bytes, name: str) -> _Lines | None:
    """A file as the recorder saves it, read in one go: a header, events and, where it was not cut off, a seal, each on
    a line of its own. None for any other, of which each line is looked at."""
    lines = data.split(b"\n")
    if lines.pop() or not lines or b"\r" in data or max(map(len, lines)) > LONGEST_LINE:
        return None
    try:
        header, *events = map(_decoder.decode, lines)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    seal = events.pop() if events and isinstance(events[-1], wire.Seal) else None
    if not isinstance(header, wire.Header) or not isinstance(seal, wire.Seal | None):
        return None
    if not _NO_EVENTS.isdisjoint(map(type, events)):
        return None
    end = len(data) - len(lines[-1]) - 1 if seal is not None else len(data)
    digest = hashlib.sha256(memoryview(data)[:end]).hexdigest()
    numbers = range(2, len(events) + 2)
    return _Lines(name, [], header, cast("list[wire.Event]", events), numbers, seal, digest, digest)


_NO_EVENTS = {wire.Header, wire.Seal}


def _read_lines(data: bytes, name: str) -> _Lines:
    found = _Lines(name, numbers=[])
    if not data.strip():
        found.problem(None, "The file is empty.", "Record again, or leave the file out.")
        return found
    lines = _split(data, found)
    cut_off = len(lines) if not data.endswith(b"\n") else None
    numbers: list[int] = []
    for number, line in enumerate(lines, start=1):
        if _take_line(found, number, line, cut_off=number == cut_off):
            numbers.append(number)
        if found.seal is not None and not found.before_seal:
            found.before_seal = _digest(lines[: number - 1])
    found.numbers = numbers
    found.whole = found.before_seal or _digest(lines)
    _explain_refused(found)
    return found


def _explain_refused(found: _Lines) -> None:
    """Each line that cannot be read; of a file that is no recording at all, such as a spreadsheet, only the first."""
    if found.is_no_recording:
        number, line, error, _ = found.refused[0]
        what, _ = explain(line, error, cut_off=False)
        remedy = "Name a file that the recorder saved; save a table of a spreadsheet as CSV."
        found.problems = [
            Problem(found.name, None, f"The file is no recording. Line {number}: {what}", remedy)
        ]
        return
    for number, line, error, cut_off in found.refused:
        found.problem(number, *explain(line, error, cut_off=cut_off))
    found.problems.sort(key=lambda one: one.line or 0)


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


def _take_line(found: _Lines, number: int, line: bytes, *, cut_off: bool) -> bool:
    """Whether it is an event."""
    try:
        record = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        found.refused.append((number, line, error, cut_off))
        return False
    if found.seal is not None:
        found.problem(number, "A line stands after the seal.", "It was left out; find out who added it.")
    elif isinstance(record, wire.Seal):
        found.seal = record
    elif not isinstance(record, wire.Header):
        found.events.append(record)
        return True
    elif found.header is None and not found.events:
        found.header = record
    else:
        found.problem(number, "A header stands inside the file.", "It was left out; split joined recordings.")
    return False


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
    numbers = [one.seq for one in lines.events]
    if not all(map(lt, numbers, numbers[1:])):
        _put_in_order(lines)
    records = lines.events
    times = [one.utc_ms for one in records]
    _check_clock(lines, times)
    return tuple(
        [
            Event(one.seq, at_ms, _shown(one), one.tab, _known_page(one.page))
            for one, at_ms in zip(records, accumulate(times, max), strict=True)
        ]
    )


def _put_in_order(lines: _Lines) -> None:
    rows = list(zip(lines.numbers, lines.events, strict=True))
    if any(later.seq < earlier.seq for (_, earlier), (_, later) in pairwise(rows)):
        at = next(line for (_, earlier), (line, later) in pairwise(rows) if later.seq < earlier.seq)
        lines.problem(at, "Events are out of order.", "They were ordered by sequence number.")
    rows = _each_once(lines, sorted(rows, key=lambda row: row[1].seq))
    lines.numbers, lines.events = [line for line, _ in rows], [record for _, record in rows]


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


def _check_clock(lines: _Lines, times: Sequence[int]) -> None:
    back = list(map(sub, times, times[1:]))
    if back and max(back) > CLOCK_JITTER_MS:
        jumps = [(line, by) for line, by in zip(lines.numbers[1:], back, strict=True) if by > CLOCK_JITTER_MS]
        lines.problem(
            jumps[0][0],
            f"The clock went back {len(jumps)} time(s), by up to {max(back)} ms.",
            "Time stands still there until the clock caught up; times near it are too short.",
        )
    before: dict[str, int] = {}
    for line, at_ms, record in zip(lines.numbers, times, lines.events, strict=True):
        if (document := record.document) is None:
            continue
        apart = at_ms - record.mono_ms
        ahead = apart - before.get(document, apart)
        if ahead > CLOCK_SET_MS:
            lines.problem(
                line,
                f"The clock jumped ahead by {ahead} ms: it was set, or the computer slept.",
                "The time is kept as recorded; judge the wait that it makes.",
            )
        before[document] = apart


def _check_start(lines: _Lines, header: wire.Header, events: Sequence[Event]) -> None:
    ahead = header.start_ms - events[0].at_ms
    if ahead > CLOCK_JITTER_MS:
        lines.problem(
            1,
            f"The recording starts {ahead} ms after its first event: the clock was set back.",
            "Its time begins with its first event.",
        )


_WITH_ELEMENT = (wire.FieldChanged, wire.FormSubmitted, wire.Copy, wire.Paste)


def _shown(record: wire.Event) -> Shown:
    kind = _KINDS[type(record)]
    if isinstance(record, wire.PageShown):
        return _known(kind, None, 1, None, record.how == "history" or record.how == "address")
    if isinstance(record, wire.Click):
        return _known(kind, record.element, record.presses or 1)
    if isinstance(record, _WITH_ELEMENT):
        return _known(kind, record.element)
    if isinstance(record, wire.MessageShown):
        return _known(kind, record.element, 1, record.message)
    if isinstance(record, wire.Drop):
        return Shown(kind, record.element, dragged=record.dragged)
    if isinstance(record, wire.Mark):
        return Shown(kind, mark=record.mark, case=record.case, text=record.text)
    if isinstance(record, wire.Note):
        return Shown(kind, case=record.case, text=record.text)
    return _known(kind)


@lru_cache(MANY)
def _known(
    kind: EventKind,
    element: wire.Element | None = None,
    presses: int = 1,
    message: wire.Message | None = None,
    went_there: bool = False,
) -> Shown:
    """What is shown again is the same value, so that whatever hangs on it is found again at once."""
    return Shown(kind, element, presses, message=message, went_there=went_there)


@lru_cache(MANY)
def _known_page(page: wire.Page | None) -> wire.Page | None:
    return page


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
