"""Reads a recording from bytes, with its problems. Valid lines are kept; every other line is reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, islice, pairwise
from operator import lt

import msgspec

from ledgerium_cli.composed import composed_in
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording import raw, wire
from ledgerium_cli.recording.clock import CLOCK_JITTER_MS, clock_of, jumps_of
from ledgerium_cli.recording.condition import ClockJump, Condition, SealState
from ledgerium_cli.recording.lines import Lines, NotWhole, each_line, whole_file
from ledgerium_cli.recording.model import NOBODY_TOLD, NOT_TOLD, Event, Recording, recording_from
from ledgerium_cli.recording.shows import pages_of, shown_by

MOST_MISSING = 5
"""The most missing event numbers that are listed."""
_is_document = re.compile(raw.IDENTIFIER).match


def read_recording(data: bytes, name: str) -> tuple[Recording | None, list[Problem]]:
    """Read one recording.

    `name` is the file name used in problems. The recording is None when no event could be read.
    """
    try:
        lines = whole_file(data, name)
        events = _events(lines)
    except (NotWhole, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        lines = each_line(data, name)
        if not _rise([one.seq for one in lines.events]):
            _put_in_order(lines)
        events = _events(lines)
    if not events:
        if data.strip() and not lines.is_no_recording:
            lines.problem(None, "The file has no events.", "Record again, or leave the file out.")
        return None, lines.problems
    header = composed_in(lines.header or _stand_in_header(lines, events))
    _check_start(lines, header, events)
    seal = _check_seal(lines)
    missing = max(0, events[-1].seq - len(events) - lines.left_out["unreadable"])
    if missing and seal in ("fits", "missing"):
        _tell_missing(lines)
    counted = lines.seal.count if lines.seal is not None and seal == "other count" else None
    left_out = tuple(sorted(lines.left_out.items()))
    condition = Condition(seal, counted, left_out, missing, lines.jumps, lines.more_jumps, lines.dropped)
    rows = tuple([one.source_row for one in lines.events]) if header.source is not None else ()
    return recording_from(header, events, condition, sha256=lines.whole, source_rows=rows), lines.problems


def _rise(numbers: Sequence[int]) -> bool:
    return all(map(lt, numbers, numbers[1:]))


def _stand_in_header(lines: Lines, events: tuple[Event, ...]) -> wire.Header:
    """A header for a recording that lacks one, so that its events can be used; its id is made from the content."""
    lines.problem(
        1, "The file has no header.", "The actor is called unknown; take the file as the recorder saved it."
    )
    return wire.Header(
        format=1,
        recording=f"headless-{lines.whole[:12]}",
        workflow="",
        actor=NOBODY_TOLD,
        recorder=NOT_TOLD,
        time_zone="UTC",
        start_ms=events[0].at_ms,
    )


def _events(lines: Lines) -> tuple[Event, ...]:
    """The events of sorted lines, on a clock that never goes back. Raises NotWhole and msgspec.DecodeError for
    faults that only reading line by line can explain."""
    records = lines.events
    numbers, times = [one.seq for one in records], [one.utc_ms for one in records]
    if not (_rise(numbers) and all(map(_is_document, _check_clock(lines, times)))):
        raise NotWhole
    tabs = [one.tab for one in records]
    return tuple(map(Event, numbers, accumulate(times, max), shown_by(records), tabs, pages_of(records)))


def _put_in_order(lines: Lines) -> None:
    """Sort by sequence number, and keep each number once."""
    rows = list(zip(lines.numbers, lines.events, strict=True))
    if any(later.seq < earlier.seq for (_, earlier), (_, later) in pairwise(rows)):
        at = next(line for (_, earlier), (line, later) in pairwise(rows) if later.seq < earlier.seq)
        lines.problem(at, "Events are out of order.", "They were ordered by sequence number.")
    rows = _each_once(lines, sorted(rows, key=lambda row: row[1].seq))
    lines.numbers, lines.events = [line for line, _ in rows], [record for _, record in rows]


def _each_once(lines: Lines, rows: list[tuple[int, raw.Event]]) -> list[tuple[int, raw.Event]]:
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


def _check_clock(lines: Lines, times: Sequence[int]) -> Sequence[str]:
    """Report clock jumps; gives the documents of the events, each once."""
    records = lines.events
    documents = [one.document for one in records]
    clock = clock_of(times, [one.mono_ms for one in records], documents)
    if clock.back:
        lines.problem(
            lines.numbers[clock.back[0][0]],
            f"The clock went back {count(len(clock.back), 'time')}, by up to {max(by for _, by in clock.back)} ms.",
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


def _check_start(lines: Lines, header: wire.Header, events: Sequence[Event]) -> None:
    ahead = header.start_ms - events[0].at_ms
    if ahead > CLOCK_JITTER_MS:
        first = events[0]
        lines.jumps = ClockJump(first.seq, first.at_ms, first.at_ms, -ahead), *lines.jumps
        lines.problem(
            1,
            f"The recording starts {ahead} ms after its first event: the clock was set back.",
            "Its time begins with its first event.",
        )


def _missing(lines: Lines) -> str:
    """`number 7 is missing`: gaps in the sequence numbers of the events; empty without any."""
    numbers = [0, *sorted(one.seq for one in lines.events)]
    gaps = (range(one + 1, next_one) for one, next_one in pairwise(numbers))
    gone = [*islice(chain.from_iterable(gaps), MOST_MISSING + 1)]
    if not gone:
        return ""
    if len(gone) > MOST_MISSING:
        return f"numbers {', '.join(map(str, gone[:-1]))} and more are missing"
    [*others, last] = map(str, gone)
    return f"numbers {', '.join(others)} and {last} are missing" if others else f"number {last} is missing"


def _tell_missing(lines: Lines) -> None:
    lines.problem(
        None,
        f"Event {_missing(lines)}: recorders number events from 1 without a gap.",
        "They were taken out before the file was sealed, or it was sealed anew; documents say so. Use the original if "
        "there is one.",
    )


def _check_seal(lines: Lines) -> SealState:
    if lines.seal is None:
        lines.problem(
            None,
            "The recording has no seal: it was cut off.",
            "What it holds is used; documents say that it is not whole.",
        )
        return "missing"
    state: SealState
    if lines.seal.count != lines.count:
        state, sealed = "other count", count(lines.seal.count, "event")
        missing = "".join(f"; {gaps}" for gaps in [_missing(lines)] if gaps)
        what = f"The seal counts {sealed}, the file has {lines.count} that can be read{missing}."
    elif lines.seal.sha256 != lines.before_seal:
        state, what = "other content", "The checksum in the seal does not fit the lines."
    else:
        return "fits"
    remedy = "The file was changed after it was saved; documents say so. Use the original if there is one."
    lines.problem(None, what, remedy)
    return state
