"""Splits a file into decoded lines: a file as the recorder saves it in one go, any other line by line with a problem
for each refused line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct, field

from ledgerium_cli.problems import Problem
from ledgerium_cli.recording import raw, wire
from ledgerium_cli.recording.condition import ClockJump, LeftOut
from ledgerium_cli.recording.explain import LONGEST_LINE, explain, is_cut_off

_decode_line: Callable[[bytes], wire.Line] = msgspec.json.Decoder(wire.Line).decode
_decode_end = msgspec.json.Decoder(wire.Header | wire.Seal).decode
_event_decoder = msgspec.json.Decoder(raw.Event)
_decode_event: Callable[[bytes], raw.Event] = _event_decoder.decode
_decode_events: Callable[[memoryview], list[raw.Event]] = _event_decoder.decode_lines
_encoder = msgspec.json.Encoder()
_NEXT_EVENT = b'}\n{"kind":"'
"""The end of a line and the beginning of the next, as the recorder writes them."""


class Lines(Struct):
    """The result of reading the lines of one file."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    header: wire.Header | None = None
    events: list[raw.Event] = field(default_factory=list)
    numbers: Sequence[int] = ()
    """For each event, its line."""
    count: int = 0
    """The number of events before duplicates are removed."""
    seal: wire.Seal | None = None
    before_seal: str = ""
    """SHA-256 of the lines before the seal."""
    whole: str = ""
    """SHA-256 of the header and event lines."""
    refused: list[tuple[int, bytes, Exception, bool]] = field(default_factory=list)
    """Lines that cannot be read: (line, bytes, error, whether it is the last one without a line ending)."""
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    jumps: tuple[ClockJump, ...] = ()
    more_jumps: int = 0

    @property
    def dropped(self) -> int | None:
        """The number of values that an import left out, according to the seal."""
        return self.seal.dropped if self.seal is not None else None

    @property
    def is_no_recording(self) -> bool:
        return bool(self.refused) and not self.events and self.header is None and self.seal is None

    def problem(self, line: int | None, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, line, what, remedy))


class NotWhole(Exception):
    """The file must be read line by line."""


def whole_file(data: bytes, name: str) -> Lines:
    """Read a file as the recorder saves it, in one go: a header, events in order and, unless it was cut off, a seal,
    each on a line of its own. Raises NotWhole for any other file, and whatever msgspec raises."""
    begin, last = data.find(b"\n") + 1, data.rfind(b"\n", 0, -1) + 1
    is_sealed = 0 < begin <= last and data.startswith(b'{"kind":"seal"', last)
    end = last if is_sealed else len(data)
    if not begin or max(begin, len(data) - end) > LONGEST_LINE or not data.endswith(b"\n") or b"\r" in data:
        raise NotWhole
    header = _decode_end(data[:begin])
    seal = _decode_end(data[end:]) if is_sealed else None
    if not isinstance(header, wire.Header) or not isinstance(seal, wire.Seal | None):
        raise NotWhole
    events = _decode_events(memoryview(data)[begin:end])
    if not _each_is_a_line(events, data, begin, end):
        raise NotWhole
    digest = hashlib.sha256(memoryview(data)[:end]).hexdigest()
    numbers = range(2, len(events) + 2)
    return Lines(name, [], header, events, numbers, len(events), seal, digest, digest)


def _each_is_a_line(events: Sequence[raw.Event], data: bytes, begin: int, end: int) -> bool:
    """Whether each event is exactly one line between `begin` and `end` and contains everything on that line.

    Parts that are not decoded yet could hide a repeated key with an unchecked value, and there may be blanks; so the
    events are encoded again in the shortest form, which must have the same length. If length agrees but bytes do
    not, keys are in another order, and a line could break within an event while two events share a line: so a line
    feed between braces, which occurs in no event, must precede each event.
    """
    written = _encoder.encode_lines(events)
    if len(written) != end - begin:
        return False
    return data.startswith(written, begin) or data.count(_NEXT_EVENT, begin - 2, end) == len(events)


def each_line(data: bytes, name: str) -> Lines:
    found = Lines(name, numbers=[])
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


def _explain_refused(found: Lines) -> None:
    """A problem for each line that cannot be read; for a file that is no recording at all, e.g. a spreadsheet, only
    for the first."""
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
    """SHA-256 of lines, each followed by one line feed."""
    return hashlib.sha256(b"\n".join([*lines, b""])).hexdigest()


def _split(data: bytes, found: Lines) -> list[bytes]:
    """Lines without endings; a byte order mark and CR LF are tolerated and reported."""
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


def _take_line(found: Lines, number: int, line: bytes, *, cut_off: bool) -> bool:
    """Take a line into account; returns whether it is an event."""
    try:
        record = _decode(line)
    except (ValueError, RecursionError) as error:  # errors of msgspec and UTF-8 are ValueErrors
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
