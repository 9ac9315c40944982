"""The fast decoder and the models of the format accept the same lines and take them for the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from generate import generate
from ledgerium_cli.recording import format as trace_format
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.explain import refused_by_model
from ledgerium_cli.recording.read import read_recording

from .recordings import BUSY, always

LINES = sorted(
    {
        (line["kind"], tuple(line)): line
        for data in generate(orders=12, seed=5, people=2, options=BUSY).recordings.values()
        for line in map(json.loads, data[: data.rindex(b"\n")].splitlines())
    }.items()
)
"""A line of each kind and shape that the generator writes."""
HEADER, CLICK = (next(line for _, line in LINES if line["kind"] == kind) for kind in ("header", "click"))
ODD_VALUES: list[object] = [
    None, True, False, 0, 1, -1, 1.0, 1.5, 2**53, 2**64, 10**30, float("inf"), float("nan"), "", "1", "true",
    "a" * 81, "a" * 201, "é" * 200, "x\n", "d-1\n", "d-1\u2028", "\x00", "\ud800", "button", "😀",
    [], ["a"], ["a"] * 7, {}, {"role": "form"},
]  # fmt: skip
ODD_TEXTS = [
    "1.0", "1e3", "1E1", "-0", "-0.0", "01", "+1", "0x1", "1_0", "1e400", "1.0000000000000000001", "1" * 5000,
    "1795422905120.5", "9007199254740993.0", "NaN", "Infinity", "-Infinity", "true", "'x'", '"x', "x", "", "/**/1",
    r'"\ud800"', r'"\udc00\ud800"', r'"\ud83d\ude00"', r'"\ud800\u0041"', r'"\u000"', r'"\x41"', r'"\/"', '"a\tb"',
    '"a\x7fb"', '"\ufeff"', "[" * 3000 + "]" * 3000, '{"a":' * 600 + "1" + "}" * 600, "[,]", '{"a"}',
]  # fmt: skip
"""What may stand for a value in the text of a line, JSON or not."""
_VALUE = re.compile(r':("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)')


def with_odd_values(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The record with each of its values, at any depth, replaced by each odd one."""
    for key, value in record.items():
        yield from ({**record, key: odd} for odd in ODD_VALUES)
        if isinstance(value, dict):
            yield from ({**record, key: inner} for inner in with_odd_values(value))


@st.composite
def mutated_lines(draw: st.DrawFn) -> bytes:
    """A valid line in which a key was lost, added, renamed or doubled, a value written oddly, or bytes changed."""
    line = draw(st.sampled_from(LINES))[1]
    key = draw(st.sampled_from(sorted(line)))
    match draw(st.sampled_from(["lost", "added", "renamed", "doubled", "doubled within", "odd", "damaged"])):
        case "lost":
            return as_json({name: value for name, value in line.items() if name != key})
        case "added":
            name = draw(st.sampled_from(["value", "case", "tab", "text", "how", "mark"]))
            return as_json({**line, name: draw(st.sampled_from(ODD_VALUES))})
        case "renamed":
            return as_json({f"{name}s" if name == key else name: value for name, value in line.items()})
        case "doubled":
            more = as_json({key: draw(st.sampled_from([line[key], *ODD_VALUES]))})[1:-1]
            whole = as_json(line)[1:-1]
            return b"{" + b",".join(draw(st.permutations([more, whole]))) + b"}"
        case "doubled within":
            more = as_json({"role": draw(st.sampled_from(["form", "button", *ODD_VALUES]))})[1:-1]
            return as_json(line).replace(b'"role":', more + b',"role":')
        case "odd":
            text = as_json(line).decode("utf-8", "surrogatepass")
            values = list(_VALUE.finditer(text))
            start, end = draw(st.sampled_from(values)).span(1)
            odd = text[:start] + draw(st.sampled_from(ODD_TEXTS)) + text[end:]
            return odd.encode("utf-8", "surrogatepass")
        case _:
            return draw(_damaged(as_json(line)))


def as_json(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """Some bytes in the middle replaced by others, or by none."""
    cut = st.tuples(st.integers(0, len(data)), st.integers(0, 3), st.binary(max_size=3))
    return cut.map(lambda how: data[: how[0]] + how[2] + data[how[0] + how[1] :])


MODEL: TypeAdapter[object] = TypeAdapter(trace_format.Line)
DECODER = msgspec.json.Decoder(wire.Line)


def by_model(line: bytes) -> object:
    if refused_by_model(line):
        return "refused"
    return MODEL.dump_python(MODEL.validate_json(line))


def by_decoder(line: bytes) -> object:
    try:
        record = DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "refused"
    return {"kind": type(record).__struct_config__.tag, **_as_dict(record)}


def _as_dict(record: msgspec.Struct) -> dict[str, object]:
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    return {
        name: _as_dict(value) if isinstance(value, msgspec.Struct) else value
        for name, value in values.items()
    }


def same(one: object, other: object) -> bool:
    """`true` is not 1, and 1.0 is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    return type(one) is type(other) and one == other


def hidden(line: str, seq: str) -> bytes:
    """A note in which one value hides another."""
    return f'{{"seq":{seq},"kind":"note","utc_ms":1,"mono_ms":1,"text":"x"{line}}}'.encode()


@always(1500)
@given(mutated_lines())
@example(hidden(',"seq":2', '"x"'))
@example(hidden(',"kind":"mark"', "1"))
@example(hidden(',"seq":2', "1"))
def test_the_decoder_accepts_and_refuses_what_the_models_do(line: bytes) -> None:
    assert same(by_decoder(line), by_model(line))


@pytest.mark.parametrize("line", [line for _, line in LINES], ids=lambda line: line["kind"])
def test_the_decoder_takes_each_value_as_the_models_do(line: dict[str, Any]) -> None:
    assert by_decoder(as_json(line)) == by_model(as_json(line)) != "refused"
    for odd in with_odd_values(line):
        assert same(by_decoder(as_json(odd)), by_model(as_json(odd))), odd


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    recording, problems = read_recording(hidden(',"seq":2', "1") + b"\n", "t")
    assert recording is not None
    assert [event.seq for event in recording.events] == [2]
    assert [problem.line for problem in problems] == [1, None, None]  # no header, no number 1, no seal


def test_of_a_key_that_stands_twice_each_value_has_to_be_valid() -> None:
    _, problems = read_recording(hidden(',"seq":2', '"x"') + b"\n", "t")
    assert problems[0].what == (
        "The file is no recording. "
        "Line 1: The line is not an event of trace format 1: seq: Input should be a valid integer."
    )


@always(300)
@given(mutated_lines().filter(lambda line: b"\n" not in line and b"\r" not in line))
def test_a_refused_line_is_named_by_file_line_field_and_remedy(line: bytes) -> None:
    header, first = as_json(HEADER), as_json(CLICK)
    _, problems = read_recording(b"\n".join([header, first, line, first, b""]), "ana.jsonl")
    own = [one for one in problems if one.line == 3 and "left out" in one.remedy]
    if by_decoder(line) != "refused":
        assert not any("format 1" in one.what or "cannot be read" in one.what for one in own)
        return
    (problem,) = own
    assert str(problem).startswith("ana.jsonl:3: ")
    assert problem.remedy.startswith("The line was left out")
    wrong = refused_by_model(line)
    if "format 1" in problem.what:
        assert wrong is not None
        assert ".".join(map(str, wrong[0]["loc"][1:])) in problem.what
    else:
        assert re.match("The line is (not JSON|not UTF-8|empty)", problem.what)


def hiding_page(hidden: str) -> bytes:
    """A note in which one page hides another."""
    return (
        f'{{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"page":{hidden},"text":"x","page":{PAGE}}}'.encode()
    )


PAGE = '{"system":"erp","route":"/"}'
NOTE = b'{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"text":"x"}'
NEXT = NOTE.replace(b'"seq":1', b'"seq":2')
LONG = b'{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"page":{"system":"erp",%b"route":"/"},"text":"x"}'


@always(400)
@given(mutated_lines().filter(lambda line: b"\r" not in line))
@example(NOTE + NEXT)
@example(NOTE + NEXT + b"\n")
@example(NOTE.replace(b",", b",\n", 1) + NEXT)
@example(NOTE.replace(b",", b",\n", 1) + b"\n" + NEXT)
@example(NOTE.replace(b'"seq":1,', b"") + b"\n" + NEXT)
@example(LONG % b"\n")
@example(LONG % (b" " * 20_000))
@example(LONG % (b" " * 70_000))
@example(LONG % (b'"route":"/other",' * 3_000))
@example(hiding_page(PAGE))
@example(hiding_page("5"))
@example(hiding_page('"'))
@example(b'{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"text":"x","page":null}')
@example(b'{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"text":"x","document":"%s"}' % (b"d" * 81))
@example(b'{"kind":"note","seq":1,"utc_ms":1,"mono_ms":1,"text":"x","document":""}')
def test_a_file_says_the_same_read_in_one_go_and_line_by_line(line: bytes) -> None:
    """Of one with CR LF each line is looked at. A line feed within what should be a line makes two of it."""
    data = b"\n".join([as_json(HEADER), line, b""])
    recording, problems = read_recording(data, "ana.jsonl")
    by_line, (crlf, *others) = read_recording(data.replace(b"\n", b"\r\n"), "ana.jsonl")
    assert "CR LF" in crlf.what
    assert (recording, problems) == (by_line, others)


def test_events_with_keys_in_any_order_are_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def each_line(*_: object) -> None:
        raise AssertionError("each line was looked at")

    monkeypatch.setattr("ledgerium_cli.recording.read.each_line", each_line)
    backwards = dict(reversed(CLICK.items())) | {"page": dict(reversed(CLICK["page"].items()))}
    lines = [HEADER, {"kind": "click", **backwards}, CLICK | {"seq": CLICK["seq"] + 1}]
    recording, _ = read_recording(b"".join(as_json(line) + b"\n" for line in lines), "t")
    assert recording is not None
    assert [event.page for event in recording.events] == [recording.events[0].page] * 2


WHOLE_FILE = next(iter(generate(orders=2, seed=5, people=1).recordings.values()))


@always(150)
@given(st.binary(max_size=200) | _damaged(WHOLE_FILE[:3_000]) | st.lists(mutated_lines()).map(b"\n".join))
def test_reading_never_raises(data: bytes) -> None:
    recording, problems = read_recording(data, "trace.jsonl")
    assert recording is not None or problems
    assert all(problem.what.endswith(".") and problem.remedy.endswith(".") for problem in problems)
