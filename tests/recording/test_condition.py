"""In which condition a recording is: how many lines were left out and why, whether its seal fits, where its clock was
set."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ledgerium_cli.recording.clock import MOST_JUMPS, clock_of, jumps_of
from ledgerium_cli.recording.condition import WHOLE, ClockJump, Condition
from ledgerium_cli.recording.read import read_recording

FIXTURES = Path(__file__).parent / "fixtures"
START = 1_795_422_900_000

CONDITIONS = {
    "whole": WHOLE,
    "blank-line": WHOLE,  # nothing is lost
    "doubled": WHOLE,
    "not-json": Condition(left_out=(("unreadable", 1),)),
    "not-an-event": Condition(left_out=(("unreadable", 1),)),
    "not-utf8": Condition(left_out=(("unreadable", 1),)),
    "same-number-twice": Condition(left_out=(("number used twice", 1),)),
    "after-seal": Condition(left_out=(("after the seal", 1),)),
    "two-headers": Condition(left_out=(("second header", 1),)),
    "cut-off-line": Condition("missing", left_out=(("cut off", 1),)),
    "no-seal": Condition("missing"),
    "wrong-seal": Condition("other count", 5),
    "changed-after-seal": Condition("other content"),
    "clock-back": Condition(jumps=(ClockJump(3, START + 10_000, START + 10_000, -6_000),)),
    "clock-ahead": Condition(jumps=(ClockJump(3, START + 20_000, START + 3_620_000, 3_600_000),)),
}


def condition_of(data: bytes) -> Condition:
    recording, _ = read_recording(data, "t")
    assert recording is not None
    assert recording.facts.condition == recording.condition
    return recording.condition


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_is_wrong_with_a_file_is_kept_with_the_recording(name: str) -> None:
    assert condition_of((FIXTURES / f"{name}.jsonl").read_bytes()) == CONDITIONS[name]


def test_a_line_that_cannot_be_read_is_counted_where_it_stands_last_too() -> None:
    whole = (FIXTURES / "whole.jsonl").read_bytes()
    header, shown, *_ = whole.splitlines(keepends=True)
    assert condition_of(header + shown + b"Quantity: 12\n").left_out == (("unreadable", 1),)
    assert condition_of(header + shown + b"Quantity: 12").left_out == (("unreadable", 1),)
    assert condition_of(header + shown + b'{"kind":"cli').left_out == (("cut off", 1),)


@pytest.mark.parametrize(
    ("out", "told"),
    [((2,), "Event number 2 is missing"), ((1, 2), "Event numbers 1 and 2 are missing")],
)
def test_events_that_were_taken_out_before_a_file_was_sealed_anew_are_missed(
    out: tuple[int, ...], told: str
) -> None:
    """A seal is a checksum: whoever can write the file can write it anew."""
    header, *events, _ = (FIXTURES / "whole.jsonl").read_bytes().splitlines(keepends=True)
    left = [line for line in events if json.loads(line)["seq"] not in out]
    before = header + b"".join(left)
    seal = {"kind": "seal", "count": len(left), "sha256": sha256(before).hexdigest(), "redactions": 0}
    data = before + json.dumps(seal).encode() + b"\n"
    recording, problems = read_recording(data, "t")
    assert recording is not None
    assert (recording.sealed, recording.condition) == (True, Condition(missing=len(out)))
    assert not recording.condition.is_whole
    [problem] = problems
    assert problem.what.startswith(told)


def test_a_start_after_the_first_event_is_a_clock_that_was_set_back() -> None:
    header, *rest = (FIXTURES / "whole.jsonl").read_bytes().splitlines(keepends=True)
    later = {**json.loads(header), "start_ms": START + 5_000}
    assert condition_of(json.dumps(later).encode() + b"\n" + b"".join(rest)).jumps == (
        ClockJump(1, START + 1_000, START + 1_000, -4_000),
    )


# ------------------------------------------------------------------------------------------- where it jumped

Row = tuple[int, int, str | None]
"""UTC and the document's own clock, both in seconds, and the document."""
HOUR = 3_600


def jumps(*rows: Row) -> list[tuple[int, int, int, int]]:
    """Each as the number of its event, from, until and by how many seconds; the first event has the number 1."""
    times, opened = ([1_000 * row[place] for row in rows] for place in (0, 1))
    documents = [document for _, _, document in rows]
    found, _ = jumps_of(clock_of(times, opened, documents), range(1, len(rows) + 1), times, documents)
    return [(one.event, one.since_ms // 1000, one.until_ms // 1000, one.by_ms // 1000) for one in found]


def test_a_jump_is_seen_by_the_clock_of_the_document() -> None:
    assert jumps((10, 10, "a"), (20, 20, "a"), (HOUR + 30, 30, "a")) == [(3, 30, HOUR + 30, HOUR)]


def test_time_that_passed_is_no_jump() -> None:
    assert not jumps((10, 10, "a"), (HOUR, HOUR, "a"), (HOUR + 5, 0, "b"), (2 * HOUR, HOUR - 5, "b"))


def test_a_jump_that_several_documents_show_counts_once() -> None:
    assert jumps(
        (10, 10, "a"), (12, 5, "b"), (HOUR + 20, 20, "a"), (HOUR + 30, 23, "b"), (HOUR + 40, 40, "a")
    ) == [(3, 20, HOUR + 20, HOUR)]


def test_a_jump_stands_where_it_was_not_where_it_is_seen_first() -> None:
    """A page that was opened after it shows nothing of it."""
    assert jumps((10, 10, "a"), (HOUR + 20, 0, "b"), (HOUR + 50, 30, "b"), (HOUR + 70, 70, "a")) == [
        (2, 20, HOUR + 20, HOUR)
    ]


def test_of_very_many_jumps_the_first_are_kept_and_the_others_counted() -> None:
    n = 4 * MOST_JUMPS
    times = [at * 1_000_000 for at in range(n)]
    found, more = jumps_of(clock_of(times, [0] * n, ["a"] * n), range(1, n + 1), times, ["a"] * n)
    assert (len(found), more) == (MOST_JUMPS, n - 1 - MOST_JUMPS)
