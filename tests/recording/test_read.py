"""What can be wrong with a recording: where it is said to be, why, what to do, and what is kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledgerium_cli.privacy.lines import is_in_the_format
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.explain import LONGEST_LINE
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.read import read_recording

FIXTURES = Path(__file__).parent / "fixtures"
START = 1_795_422_900_000


@dataclass(frozen=True)
class Fault:
    says: tuple[str, ...]
    """What is reported, but for the file's name."""
    keeps: tuple[int, ...] | None = (1, 2, 3, 4)
    """Numbers of the events that are kept; None where nothing is left."""
    sealed: bool = True


NO_SEAL = (
    ": The recording has no seal: it was cut off. What it holds is used; documents say that it is not whole."
)
CHANGED = " The file was changed after it was saved; documents say so. Use the original if there is one."

FAULTS = {
    "whole": Fault(()),
    "not-json": Fault(
        (":3: The line is not JSON. The line was left out; take the file as the recorder saved it.",),
        (1, 3, 4),
    ),
    "not-an-event": Fault(
        (
            ":3: The line is not an event of trace format 1: value: Extra inputs are not permitted."
            " The line was left out; see `ledgerium schema trace`.",
        ),
        (1, 3, 4),
    ),
    "not-utf8": Fault(
        (
            ":3: The line is not UTF-8 (byte 241)."
            " The line was left out; copy the recording as a binary file.",
        ),
        (1, 3, 4),
    ),
    "blank-line": Fault((":3: The line is empty. The line was left out; nothing is lost.",)),
    "out-of-order": Fault((":4: Events are out of order. They were ordered by sequence number.",)),
    "doubled": Fault((":4: Event 2 stands twice. The second was left out; nothing is lost.",)),
    "same-number-twice": Fault(
        (
            ":5: Event number 3 is used twice, for different events (first in line 4)."
            " The second was left out; take the file as the recorder saved it.",
        )
    ),
    "bom": Fault((":1: The file begins with a byte order mark. It was passed over; save without one.",)),
    "crlf": Fault((":1: Lines end with CR LF. They were read as LF; copy recordings as binary files.",)),
    "cut-off-line": Fault(
        (
            ":5: The last line is cut off. The line was left out; the recording ended while it was written.",
            NO_SEAL,
        ),
        (1, 2, 3),
        sealed=False,
    ),
    "no-seal": Fault((NO_SEAL,), sealed=False),
    "wrong-seal": Fault(
        (f": The seal counts 5 events, the file has 4 that can be read.{CHANGED}",),
        sealed=False,
    ),
    "changed-after-seal": Fault(
        (f": The checksum in the seal does not fit the lines.{CHANGED}",),
        sealed=False,
    ),
    "after-seal": Fault((":7: A line stands after the seal. It was left out; find out who added it.",)),
    "no-header": Fault(
        (":1: The file has no header. The actor is called unknown; take the file as the recorder saved it.",)
    ),
    "two-headers": Fault((":4: A header stands inside the file. It was left out; split joined recordings.",)),
    "clock-back": Fault(
        (
            ":4: The clock went back 1 time, by up to 6000 ms."
            " Time stands still there until the clock caught up; times near it are too short.",
        )
    ),
    "clock-ahead": Fault(
        (
            ":4: The clock jumped ahead by 3600000 ms: it was set, or the computer slept."
            " The time is kept as recorded; judge the wait that it makes.",
        )
    ),
    "empty": Fault((": The file is empty. Record again, or leave the file out.",), None),
    "no-events": Fault((": The file has no events. Record again, or leave the file out.",), None),
}


def read(name: str) -> tuple[Recording | None, list[Problem]]:
    return read_recording((FIXTURES / f"{name}.jsonl").read_bytes(), f"{name}.jsonl")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line_cause_and_remedy(name: str) -> None:
    _, problems = read(name)
    assert [str(problem) for problem in problems] == [f"{name}.jsonl{what}" for what in FAULTS[name].says]


@pytest.mark.parametrize("name", FAULTS)
def test_everything_that_can_be_read_is_kept(name: str) -> None:
    recording, _ = read(name)
    kept = None if recording is None else tuple(event.seq for event in recording.events)
    assert kept == FAULTS[name].keeps


@pytest.mark.parametrize("name", FAULTS)
def test_a_recording_that_was_cut_off_or_changed_is_not_whole(name: str) -> None:
    recording, _ = read(name)
    assert recording is None or recording.sealed == FAULTS[name].sealed


def test_numbers_that_no_line_has_are_named_beside_a_seal_that_counts_more() -> None:
    header, *events, seal = (
        (FIXTURES / "crlf.jsonl").read_bytes().replace(b"\r\n", b"\n").splitlines(keepends=True)
    )
    assert len(events) > 2
    _, problems = read_recording(b"".join([header, events[0], *events[2:], seal]), "gap.jsonl")
    assert re.search(
        r"counts (\d+) events, the file has \d+ that can be read; number 2 is missing\.", str(problems[0])
    )


def test_there_is_a_test_for_each_fixture() -> None:
    assert sorted(FAULTS) == sorted(file.stem for file in FIXTURES.glob("*.jsonl"))


def test_the_fixtures_are_those_of_their_script() -> None:
    script: dict[str, object] = {"__name__": "make_fixtures", "__file__": __file__}
    exec((FIXTURES.parent / "make_fixtures.py").read_text(encoding="utf-8"), script)
    made = script["fixtures"]
    assert callable(made)
    assert made() == {file.stem: file.read_bytes() for file in FIXTURES.glob("*.jsonl")}


# ------------------------------------------------------------------------------------------- what is read


def seconds(recording: Recording | None) -> list[int]:
    assert recording is not None
    return [(event.at_ms - START) // 1000 for event in recording.events]


def test_a_whole_recording_is_read_as_it_was_written() -> None:
    recording, _ = read("whole")
    assert recording is not None
    assert (recording.id, recording.actor, recording.time_zone) == ("ana-1", "Ana", "Europe/Berlin")
    assert [event.kind for event in recording.events] == [
        "page_shown", "field_changed", "click", "message_shown",
    ]  # fmt: skip
    assert seconds(recording) == [1, 10, 20, 21]
    assert recording.events[1].element is not None
    assert recording.events[1].element.name == "Quantity"


def test_time_stands_still_while_the_clock_is_back() -> None:
    assert seconds(read("clock-back")[0]) == [1, 10, 10, 10]


def test_time_is_kept_where_the_clock_jumped_ahead() -> None:
    assert seconds(read("clock-ahead")[0]) == [1, 10, 3620, 3621]


def test_a_recording_without_header_is_named_after_its_content() -> None:
    recording, _ = read("no-header")
    assert recording is not None
    assert (recording.id, recording.actor, recording.start_ms) == (
        f"headless-{recording.sha256[:12]}",
        "unknown",
        START + 1000,
    )


def test_line_endings_do_not_change_what_a_recording_is() -> None:
    whole, crlf, bom = read("whole")[0], read("crlf")[0], read("bom")[0]
    assert whole == crlf == bom


def test_a_line_that_is_too_long_is_left_out() -> None:
    header, shown, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    longer = shown + b" " * (LONGEST_LINE - len(shown) + 1)
    recording, problems = read_recording(b"\n".join([header, shown, longer, b""]), "t")
    assert recording is not None
    assert [event.seq for event in recording.events] == [1]
    assert str(problems[0]) == (
        "t:3: The line has 65537 bytes, more than 65536. The line was left out; no recorder writes it."
    )


def test_the_longest_texts_that_the_format_allows_can_be_read() -> None:
    """Each character written in six."""
    element = {
        "role": "\x01" * 40,
        "name": "\x01" * 200,
        "owner": "\x01" * 200,
        "selectors": ["\x01" * 300] * 6,
    }
    page = {"system": "\x01" * 253, "route": "\x01" * 500, "title": "\x01" * 200, "heading": "\x01" * 200}
    dropped = {"element": {**element, "within": {"role": "form", "name": "\x01" * 200}}, "dragged": element}
    header, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    event = {
        "kind": "drop",
        "seq": 1,
        "utc_ms": START,
        "mono_ms": 1,
        "document": "d",
        "tab": 1,
        "page": page,
        **dropped,
    }
    for ending in (b"\n", b"\r\n"):
        recording, problems = read_recording(header + ending + json.dumps(event).encode() + ending, "t")
        assert recording is not None
        assert recording.events[0].page is not None
        assert recording.events[0].page.route == "\x01" * 500
        assert not any("left out" in problem.remedy for problem in problems)


def test_a_line_of_brackets_in_brackets_is_left_out() -> None:
    header, shown, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    deep = b'{"kind":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    recording, problems = read_recording(b"\n".join([header, shown, deep, b""]), "t")
    assert recording is not None
    assert [event.seq for event in recording.events] == [1]
    assert str(problems[0]).startswith("t:3: The line is not JSON. The line was left out")
    assert not is_in_the_format(deep)


def test_a_start_after_the_first_event_is_reported() -> None:
    header, *lines = (FIXTURES / "no-seal.jsonl").read_bytes().splitlines()
    later = header.replace(str(START).encode(), str(START + 4_000).encode())
    recording, problems = read_recording(b"\n".join([later, *lines, b""]), "t")
    assert seconds(recording)[0] == 1
    assert str(problems[0]) == (
        "t:1: The recording starts 3000 ms after its first event: the clock was set back. "
        "Its time begins with its first event."
    )


def test_a_small_step_back_of_the_clock_is_not_news() -> None:
    header, shown, filled, *_ = (FIXTURES / "no-seal.jsonl").read_bytes().splitlines()
    earlier = filled.replace(str(START + 10_000).encode(), str(START + 900).encode())
    recording, problems = read_recording(b"\n".join([header, shown, earlier, b""]), "t")
    assert [problem.line for problem in problems] == [None]
    assert recording is not None
    assert [event.at_ms - START for event in recording.events] == [1000, 1000]


# ------------------------------------------------------------------------------------------- to be mended


def test_notes_without_a_page_say_nothing_about_the_clock() -> None:
    """Their `mono_ms` is of the recorder's worker, which begins anew whenever the browser stopped it."""
    header, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    notes = [
        {"kind": "note", "seq": seq, "utc_ms": START + seq * 60_000, "mono_ms": 100, "text": "called"}
        for seq in (1, 2)
    ]
    _, problems = read_recording(b"\n".join([header, *(json.dumps(one).encode() for one in notes), b""]), "t")
    assert [problem.line for problem in problems] == [None]  # only the missing seal


def test_a_line_cut_off_inside_a_letter_is_cut_off() -> None:
    header, shown, filled, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    cut = filled[: filled.index(b"Quantity")] + "Stückzahl".encode()[:3]
    _, problems = read_recording(b"\n".join([header, shown, cut]), "t")
    assert problems[0].what == "The last line is cut off."


@pytest.mark.parametrize(
    "other", [b"%PDF-1.7\n" * 500, b"PK\x03\x04" + bytes(range(256)) * 40, b"# An SOP\n\nText\n" * 9]
)
def test_of_a_file_that_is_no_recording_that_alone_is_said(other: bytes) -> None:
    recording, (problem,) = read_recording(other, "t")
    assert recording is None
    assert problem.what.startswith("The file is no recording. Line 1: The line is not ")


def test_one_line_that_can_be_read_makes_a_recording_of_which_every_other_line_is_named() -> None:
    _, shown, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    recording, problems = read_recording(b"x\n\n" + shown + b"\n", "t")
    assert recording is not None
    assert [problem.line for problem in problems] == [1, 2, 1, None]  # no header, no seal


def test_a_file_without_events_is_said_to_have_none_whatever_else_is_wrong() -> None:
    header, *_ = (FIXTURES / "whole.jsonl").read_bytes().splitlines()
    recording, problems = read_recording(header + b"\r\n", "t")
    assert recording is None
    assert "The file has no events." in [problem.what for problem in problems]
