"""Bytes in, a recording and its problems out. Good lines are kept; every other line is named."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from operator import lt

import msgspec
from msgspec import Struct, field

from ledgerium_cli.problems import Problem
from ledgerium_cli.recording import raw, wire
from ledgerium_cli.recording.clock import CLOCK_JITTER_MS, clock_of, jumps_of
from ledgerium_cli.recording.condition import ClockJump, Condition, LeftOut, SealState
from ledgerium_cli.recording.explain import LONGEST_LINE, explain, is_cut_off
from ledgerium_cli.recording.model import Event, Recording, recording_from
from ledgerium_cli.recording.shows import pages_of, shown_by

_decode_line: Callable[[bytes], wire.Line] = msgspec.json.Decoder(wire.Line).decode
_decode_end = msgspec.json.Decoder(wire.Header | wire.Seal).decode
_event_decoder = msgspec.json.Decoder(raw.Event)
_decode_event: Callable[[bytes], raw.Event] = _event_decoder.decode
_decode_events: Callable[[memoryview], list[raw.Event]] = _event_decoder.decode_lines
_encoder = msgspec.json.Encoder()
_NEXT_EVENT = b'}\n{"kind":"'
"""The end of a line and the beginning of the next, as the recorder writes them."""
_is_document = re.compile(raw.IDENTIFIER).match


class _Lines(Struct):
    """What the lines of one file turned out to be."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    header: wire.Header | None = None
    events: list[raw.Event] = field(default_factory=list)
    numbers: Sequence[int] = ()
    """Of the events, their lines."""
    count: int = 0
    """How many they are before one that stands twice is left out."""
    seal: wire.Seal | None = None
    before_seal: str = ""
    """SHA-256 of the lines before the seal."""
    whole: str = ""
    """SHA-256 of the header and event lines."""
    refused: list[tuple[int, bytes, Exception, bool]] = field(default_factory=list)
    """Lines that cannot be read: number, bytes, error, and whether it is the last one, without a line ending."""
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    jumps: tuple[ClockJump, ...] = ()
    more_jumps: int = 0

    @property
    def is_no_recording(self) -> bool:
        return bool(self.refused) and not self.events and self.header is None and self.seal is None

    def problem(self, line: int | None, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, line, what, remedy))


def read_recording(data: bytes, name: str) -> tuple[Recording | None, list[Problem]]:
    """Read one recording.

    `name` is how problems call the file. The recording is None where not one event could be read.
    """
    try:
        lines = _whole(data, name)
        events = _events(lines)
    except (_NotWhole, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        lines = _read_lines(data, name)
        if not _rise([one.seq for one in lines.events]):
            _put_in_order(lines)
        events = _events(lines)
    if not events:
        if data.strip() and not lines.is_no_recording:
            lines.problem(None, "The file has no events.", "Record again, or leave the file out.")
        return None, lines.problems
    header = lines.header or _stand_in_header(lines, events)
    _check_start(lines, header, events)
    seal = _check_seal(lines)
    counted = lines.seal.count if lines.seal is not None and seal == "other count" else None
    left_out = tuple(sorted(lines.left_out.items()))
    condition = Condition(seal, counted, left_out, lines.jumps, lines.more_jumps)
    return recording_from(header, events, condition, sha256=lines.whole), lines.problems


class _NotWhole(Exception):
    """Each line of the file has to be looked at."""


def _whole(data: bytes, name: str) -> _Lines:
    """A file as the recorder saves it, read in one go: a header, events in order and, where it was not cut off, a seal,
    each on a line of its own. Raises _NotWhole for any other, and what msgspec raises."""
    begin, last = data.find(b"\n") + 1, data.rfind(b"\n", 0, -1) + 1
    is_sealed = 0 < begin <= last and data.startswith(b'{"kind":"seal"', last)
    end = last if is_sealed else len(data)
    if not begin or max(begin, len(data) - end) > LONGEST_LINE or not data.endswith(b"\n") or b"\r" in data:
        raise _NotWhole
    header = _decode_end(data[:begin])
    seal = _decode_end(data[end:]) if is_sealed else None
    if not isinstance(header, wire.Header) or not isinstance(seal, wire.Seal | None):
        raise _NotWhole
    events = _decode_events(memoryview(data)[begin:end])
    if not _each_is_a_line(events, data, begin, end):
        raise _NotWhole
    digest = hashlib.sha256(memoryview(data)[:end]).hexdigest()
    numbers = range(2, len(events) + 2)
    return _Lines(name, [], header, events, numbers, len(events), seal, digest, digest)


def _rise(numbers: Sequence[int]) -> bool:
    return all(map(lt, numbers, numbers[1:]))


def _each_is_a_line(events: Sequence[raw.Event], data: bytes, begin: int, end: int) -> bool:
    """Whether each event is a line between `begin` and `end`, and says all that stands in it.

    Parts that are not decoded yet could hide another value of the same key that nobody looked at, and there may be
    blanks; but written again, in the shortest way, nothing may be missing. Where that gives the same length and not the
    same bytes, the keys have another order, and a line could still break within an event, and two events share another
    line: so before each there has to be a line feed between braces, which is in no event.
    """
    written = _encoder.encode_lines(events)
    if len(written) != end - begin:
        return False
    return data.startswith(written, begin) or data.count(_NEXT_EVENT, begin - 2, end) == len(events)


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
    found.numbers, found.count = numbers, len(numbers)
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
        if line.strip():
            found.left_out["cut off" if cut_off and is_cut_off(line) else "unreadable"] += 1
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
    except (ValueError, RecursionError) as error:  # msgspec's and UTF-8's are values that are wrong, too
        found.refused.append((number, line, error, cut_off))
        return False
    if found.seal is not None:
        found.left_out["after the seal"] += 1
        found.problem(number, "A line stands after the seal.", "It was left out; find out who added it.")
    elif isinstance(record, wire.Seal):
        found.seal = record
    elif not isinstance(record, wire.Header):
        found.events.append(_decode_event(_encoder.encode(record)))
        return True
    elif found.header is None and not found.events:
        found.header = record
    else:
        found.left_out["second header"] += 1
        found.problem(number, "A header stands inside the file.", "It was left out; split joined recordings.")
    return False


def _decode(line: bytes) -> wire.Line:
    if len(line) > LONGEST_LINE:
        raise ValueError("too long")
    return _decode_line(line)


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


def _events(lines: _Lines) -> tuple[Event, ...]:
    """Of lines in order, on a clock that never goes back. Raises _NotWhole and msgspec.DecodeError for what only a look
    at each line refuses."""
    records = lines.events
    numbers, times = [one.seq for one in records], [one.utc_ms for one in records]
    if not (_rise(numbers) and all(map(_is_document, _check_clock(lines, times)))):
        raise _NotWhole
    tabs = [one.tab for one in records]
    return tuple(map(Event, numbers, accumulate(times, max), shown_by(records), tabs, pages_of(records)))


def _put_in_order(lines: _Lines) -> None:
    """By sequence number, each number once."""
    rows = list(zip(lines.numbers, lines.events, strict=True))
    if any(later.seq < earlier.seq for (_, earlier), (_, later) in pairwise(rows)):
        at = next(line for (_, earlier), (line, later) in pairwise(rows) if later.seq < earlier.seq)
        lines.problem(at, "Events are out of order.", "They were ordered by sequence number.")
    rows = _each_once(lines, sorted(rows, key=lambda row: row[1].seq))
    lines.numbers, lines.events = [line for line, _ in rows], [record for _, record in rows]


def _each_once(lines: _Lines, rows: list[tuple[int, raw.Event]]) -> list[tuple[int, raw.Event]]:
    kept: list[tuple[int, raw.Event]] = []
    for line, record in rows:
        if not kept or record.seq != kept[-1][1].seq:
            kept.append((line, record))
        elif record == kept[-1][1]:
            lines.problem(
                line, f"Event {record.seq} stands twice.", "The second was left out; nothing is lost."
            )
        else:
            lines.left_out["number used twice"] += 1
            lines.problem(
                line,
                f"Event number {record.seq} is used twice, for different events (first in line {kept[-1][0]}).",
                "The second was left out; take the file as the recorder saved it.",
            )
    return kept


def _check_clock(lines: _Lines, times: Sequence[int]) -> Sequence[str]:
    """Gives the documents of the events."""
    records = lines.events
    documents = [one.document for one in records]
    clock = clock_of(times, [one.mono_ms for one in records], documents)
    if clock.back:
        lines.problem(
            lines.numbers[clock.back[0][0]],
            f"The clock went back {len(clock.back)} time(s), by up to {max(by for _, by in clock.back)} ms.",
            "Time stands still there until the clock caught up; times near it are too short.",
        )
    for at, by in clock.ahead:
        lines.problem(
            lines.numbers[at],
            f"The clock jumped ahead by {by} ms: it was set, or the computer slept.",
            "The time is kept as recorded; judge the wait that it makes.",
        )
    if clock.back or clock.ahead:
        lines.jumps, lines.more_jumps = jumps_of(clock, [one.seq for one in records], times, documents)
    return clock.documents


def _check_start(lines: _Lines, header: wire.Header, events: Sequence[Event]) -> None:
    ahead = header.start_ms - events[0].at_ms
    if ahead > CLOCK_JITTER_MS:
        first = events[0]
        lines.jumps = ClockJump(first.seq, first.at_ms, first.at_ms, -ahead), *lines.jumps
        lines.problem(
            1,
            f"The recording starts {ahead} ms after its first event: the clock was set back.",
            "Its time begins with its first event.",
        )


def _check_seal(lines: _Lines) -> SealState:
    if lines.seal is None:
        lines.problem(
            None,
            "The recording has no seal: it was cut off.",
            "What it holds is used; documents say that it is not whole.",
        )
        return "missing"
    state: SealState
    if lines.seal.count != lines.count:
        state = "other count"
        what = f"The seal counts {lines.seal.count} events, the file has {lines.count} readable ones."
    elif lines.seal.sha256 != lines.before_seal:
        state, what = "other content", "The checksum in the seal does not fit the lines."
    else:
        return "fits"
    remedy = "The file was changed after it was saved; documents say so. Use the original if there is one."
    lines.problem(None, what, remedy)
    return state
