"""Of XES as programs write it, events are taken by an expression: the same rows as a parser gives, or none."""

from __future__ import annotations

import gzip
from xml.sax.saxutils import escape

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.logs import xes_quick
from ledgerium_cli.logs.model import Faults, Given
from ledgerium_cli.logs.xes import read as read_rows
from ledgerium_cli.recording.files import Source

from .make import at, read
from .xes import event, log, trace

ANA = '<string key="org:resource" value="Ana"/>'
WHOLE = log(
    trace("A", event("Check", 0, ANA), event("Send &amp; close", 5)), trace("Ä", event("Check", 1, ANA))
)


def quickly(data: bytes, piece: int = 1000) -> list[tuple[str, ...]] | None:
    """Rows that DuckDB was given, None where they are read one by one."""
    found: list[tuple[str, ...]] = []
    with (
        pytest.MonkeyPatch.context() as patched,
        read_rows(Source("log.xes", data), Given(), Faults("log.xes")) as reading,
        duckdb.connect() as tables,
    ):
        patched.setattr(xes_quick, "AT_ONCE", piece)
        assert reading.quick is not None
        return (
            found
            if reading.quick(tables, lambda query: found.extend(tables.execute(query).fetchall()))
            else None
        )


@pytest.mark.parametrize("piece", [700, 10**6])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_events_of_plain_attributes_are_taken_at_once(piece: int, pack: type[bytes]) -> None:
    rows = quickly(pack(WHOLE.encode()), piece)
    assert rows is not None
    assert [row[:2] for row in rows] == [("A", "Check"), ("A", "Send & close"), ("Ä", "Check")]


def test_a_log_with_an_event_in_no_trace_is_not_taken_at_once() -> None:
    assert quickly(log(event("Lost", 0), trace("A", event("Check", 1))).encode()) is None
    assert quickly(log(trace("A", event("Check", 1)), event("Lost", 0)).encode()) is None


def test_an_attribute_that_comes_late_is_learnt() -> None:
    many = [trace(f"C{number}", event("Check", number)) for number in range(20)]
    later = trace("D", event("Check", 1, '<string key="org:group" value="x"/>' + ANA), event("Send", 2, ANA))
    rows = quickly(log(*many, later, trace("E", event("End", 3))).encode())
    assert rows is not None
    found = read(log(*many, later, trace("E", event("End", 3))))
    assert [one.actor for one in found.instances][-4:] == ["", "Ana", "Ana", ""]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("</log>", "<!-- the end --></log>"),
        WHOLE.replace("<event>", "<!-- <event> --><event>", 1),
        WHOLE.replace("<trace>", "<!-- <trace> --><trace>", 1),
        WHOLE.replace('value="Ana"', "value='Ana'", 1),
        WHOLE.replace('key="org:resource" value="Ana"', 'value="Ana" key="org:resource"', 1),
        WHOLE.replace(ANA, '<string key="note" value="x"><string key="org:resource" value="x"/></string>', 1),
        WHOLE.replace(ANA, f'<list key="parts"><values>{ANA}</values></list>', 1),
        WHOLE.replace("Ana", "&#65;na", 1),
        WHOLE.replace("Ana", "A\nna", 1),
        WHOLE.replace(ANA, ANA + ANA, 1),
        WHOLE.replace("</trace>", '<string key="concept:name" value="late"/></trace>', 1),
        WHOLE.replace("</event>", "some text</event>", 1),
        WHOLE.replace("</event>", "<![CDATA[<event>]]></event>", 1),
        WHOLE.replace("<event>", '<event xmlns:x="">', 1),
        WHOLE.replace("<log", "<x:log").replace("</log", "</x:log"),
        WHOLE.replace("<trace>", "<trace><event/>", 1),
        WHOLE[:-20],
        WHOLE + "<!-- more -->",
        log(trace("A", event("Check", 0, ANA), event("Send", 5).replace("<date", f"{ANA}<date"))),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_left_to_the_parser(text: str) -> None:
    assert quickly(text.encode()) is None


def test_so_is_what_is_no_utf_8_or_no_xml() -> None:
    assert quickly(WHOLE.replace("UTF-8", "ISO-8859-1").encode("latin-1")) is None
    assert quickly(WHOLE.encode("latin-1")) is None
    assert quickly(WHOLE.replace("Ana", "\uffff").encode()) is None
    assert quickly(WHOLE.replace("Ana", "A\x01na").encode()) is None
    assert quickly(WHOLE.replace("<log", "<!DOCTYPE log><log").encode()) is None
    assert quickly(gzip.compress(WHOLE.encode())[:-9]) is None


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4) | st.sampled_from(
    ["", " ", "<", "&amp;", '"', "'", 'key="concept:name" value="', "<event>", "</trace>"]
)
KEYS = (
    "string concept:name",
    "date time:timestamp",
    "string org:resource",
    "string lifecycle:transition",
    "int cost",
)
EVENT = st.dictionaries(st.sampled_from(KEYS), TEXT, max_size=5).map(
    lambda own: own | {KEYS[1]: at(1)}
) | st.dictionaries(st.sampled_from(KEYS), TEXT, max_size=5)
BLANK = st.sampled_from(["", "\n", "\n  ", "\t", "\r\n"])


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.tuples(TEXT, st.lists(EVENT, max_size=3)), max_size=4),
    BLANK,
    BLANK,
    st.sampled_from([100, 10**6]),
)
def test_both_ways_give_the_same(
    traces: list[tuple[str, list[dict[str, str]]]], between: str, within: str, piece: int
) -> None:
    def attribute(kind: str, value: str) -> str:
        tag, key = kind.split()
        return f'<{tag} key="{key}" value="{escape(value, {chr(34): "&quot;"})}"/>{within}'

    def written(events: list[dict[str, str]]) -> str:
        return between.join(
            f"<event>{''.join(attribute(*one) for one in own.items())}</event>" for own in events
        )

    body = between.join(
        f"<trace>{attribute(KEYS[0], case)}{written(events)}{between}</trace>" for case, events in traces
    )
    text = (
        f"<log>{between}<trace>{attribute(KEYS[0], 'A')}{event('Check', 0)}</trace>{between}{body}{between}"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(xes_quick, "AT_ONCE", piece)
        quick, slow = read(f"{text}</log>", "log.xes"), read(f"{text}<!-- --></log>", "log.xes")
    assert quick.instances == slow.instances
    assert quick.problems == slow.problems
    assert (quick.facts.rows, quick.facts.left_out) == (slow.facts.rows, slow.facts.left_out)
