"""XES, as the standard has it and as it comes."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.errors import ImportRefused

from .make import at, read, read_file
from .xes import event, log, trace


def test_events_of_traces_are_steps_of_cases() -> None:
    ana = '<string key="org:resource" value="Ana"/>'
    found = read(
        log(trace("A", event("Check", 0, ana), event("Send &amp; close", 5)), trace("B", event("Check", 1)))
    )
    assert found.spans == [("A", "Check", None, 0), ("A", "Send & close", None, 5), ("B", "Check", None, 1)]
    assert [one.actor for one in found.instances] == ["Ana", "", ""]
    assert [one.numbers for one in found.instances] == [[1], [2], [3]]
    assert (found.facts.kind, found.facts.unit, found.problems) == ("XES", "event", ())


def test_events_in_no_trace_are_left_out_and_told() -> None:
    whole = log(
        event("Lost", 0), trace("A", event("Check", 1)), event("Lost", 2), trace("A2", event("Check", 3))
    )
    found = read(whole.replace("</log>", f"{event('Lost', 4)}</log>"))
    assert found.spans == [("A", "Check", None, 1), ("A2", "Check", None, 3)]
    assert [one.numbers for one in found.instances] == [[2], [4]]
    assert [one.what for one in found.problems] == ["The event is in no trace."] * 3
    assert (found.facts.rows, found.facts.left_out) == (5, 3)


@pytest.mark.parametrize("comment", ["", "<!-- read element by element -->"])
def test_traces_of_one_name_are_one_case_and_told(comment: str) -> None:
    cases = ["A", "B", "A", "C &amp; D", "C &amp; D", "A"]
    found = read(
        log(
            *(trace(case, event("Check", at)) for at, case in enumerate(cases)),
            trace("E"),
            trace("E"),
            comment,
        )
    )
    assert {one.case for one in found.instances} == {"A", "B", "C & D"}
    assert [one.what for one in found.problems] == [
        "3 traces are called like one before, 'A' first.",
        "2 traces have no events, 'E' first.",
    ]
    assert found.facts.left_out == 0


def test_where_a_person_says_what_the_case_is_traces_may_share_it() -> None:
    customer = '<string key="customer" value="X"/>'
    both = [
        f'<trace><string key="concept:name" value="{case}"/>{customer}{event("Check", minute)}</trace>'
        for minute, case in enumerate("AB")
    ]
    found = read(log(*both), columns={"case": "customer"})
    assert ({one.case for one in found.instances}, found.problems) == ({"X"}, ())


def test_the_name_of_a_case_may_come_after_its_events() -> None:
    late = f'<trace>{event("Check", 0)}<string key="concept:name" value="A"/></trace>'
    assert read(log(late)).spans == [("A", "Check", None, 0)]


def test_attributes_of_attributes_and_lists_are_not_those_of_the_event() -> None:
    nested = (
        '<list key="parts"><values><string key="concept:name" value="no"/></values></list>'
        '<string key="note" value="x"><string key="org:resource" value="nobody"/></string>'
    )
    [one] = read(log(trace("A", event("Check", 0, nested)))).instances
    assert (one.activity, one.actor) == ("Check", "")


def test_start_and_complete_are_one_step() -> None:
    found = read(log(trace("A", event("Check", 0, lifecycle="start"), event("Check", 5), event("Send", 9))))
    assert found.spans == [("A", "Check", 0, 5), ("A", "Send", None, 9)]


def test_an_instance_says_which_start_a_completion_has() -> None:
    def of(instance: str, second: float, lifecycle: str) -> str:
        return event("Check", second, f'<string key="concept:instance" value="{instance}"/>', lifecycle)

    events = of("1", 0, "start"), of("2", 1, "start"), of("2", 3, "complete"), of("1", 9, "complete")
    assert read(log(trace("A", *events))).spans == [("A", "Check", 0, 9), ("A", "Check", 1, 3)]


def test_what_an_event_lacks_is_a_problem_with_its_line() -> None:
    found = read(log(trace("A", event("Check", 0), "<event/>"), f"<trace>{event('Check', 0)}</trace>"))
    assert [one.what for one in found.problems] == ["It names no activity.", "It names no case."]
    assert [one.line for one in found.problems] == [8, 10]


def test_a_document_type_is_refused_before_it_can_do_anything() -> None:
    laughs = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>\n'
    with pytest.raises(ImportRefused, match=r"log.xes:2: a document type is declared.*Remove the DOCTYPE"):
        read(log(trace("&c;", event("Check", 0)), head=laughs), "log.xes")
    outside = '<!DOCTYPE log SYSTEM "file:///etc/passwd">\n'
    with pytest.raises(ImportRefused, match="document type"):
        read(log(trace("A", event("Check", 0)), head=outside), "log.xes")


def test_of_a_broken_file_what_stands_before_is_kept() -> None:
    whole = log(trace("A", event("Check", 0)), trace("B", event("Check", 1), event("Send", 2)))
    found = read(whole[: whole.index("Send")])
    assert found.spans == [("A", "Check", None, 0), ("B", "Check", None, 1)]
    assert "broken in line" in found.problems[0].what
    assert found.facts.cut_off
    assert not read(whole).facts.cut_off


def test_of_a_packed_file_that_is_cut_off_what_can_be_unpacked_is_kept() -> None:
    many = gzip.compress(log(*(trace(f"T{n}", event("Check", n)) for n in range(5000))).encode())
    found = read(many[: len(many) // 2])
    assert 1000 < len(found.instances) < 4000
    assert str(found.problems[-1]).endswith(
        "cut off, or damaged. What could be unpacked was read; copy it again."
    )
    assert found.facts.cut_off
    with pytest.raises(ImportRefused, match=r"cut off, or damaged, before its first event\. Copy it again"):
        read(many[:200])


def test_a_file_that_is_no_xml_further_on_is_refused() -> None:
    with pytest.raises(ImportRefused, match="cannot be read as XES"):
        read('<log xes.version="1.0"><<<', "log.xes")


def test_packed_and_in_other_encodings() -> None:
    text = log(trace("Ä", event("Check", 0)))
    assert read(gzip.compress(text.encode())).spans == [("Ä", "Check", None, 0)]
    assert read(text.replace("UTF-8", "ISO-8859-1").encode("latin-1")).spans == [("Ä", "Check", None, 0)]
    assert read(text.replace("UTF-8", "UTF-16").encode("utf-16")).spans == [("Ä", "Check", None, 0)]


def test_other_attributes_can_be_named() -> None:
    more = '<string key="group" value="Sales"/>'
    [one] = read(log(trace("A", event("Check", 0, more))), columns={"actor": "group"}).instances
    assert one.actor == "Sales"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_pm4py_writes_is_read_as_it_was(tmp_path: Path, pm4py: Any) -> None:
    import pandas

    rows = [
        ("A", 'Check <&> "x"', 0.0, 5.25, "Ana"),
        ("A", "Send", 5.25, 9.001, "Ben"),
        ("B", "Check", 1.0, 1.0, "Ana"),
    ]
    frame = pandas.DataFrame(
        {
            "case:concept:name": [row[0] for row in rows],
            "concept:name": [row[1] for row in rows],
            "start_timestamp": pandas.to_datetime([at(row[2]) for row in rows], format="ISO8601"),
            "time:timestamp": pandas.to_datetime([at(row[3]) for row in rows], format="ISO8601"),
            "org:resource": [row[4] for row in rows],
        }
    )
    for name in ("log.xes", "log.xes.gz"):
        pm4py.write_xes(frame, str(tmp_path / name))
        found = read_file(tmp_path / name)
        assert found.spans == [row[:4] for row in rows]
        assert [one.actor for one in found.instances] == [row[4] for row in rows]


BOUND = f"""\
<?xml version="1.0"?>
<x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:string key="concept:name" value="A"/>
<x:event><x:string key="concept:name" value="Check"/><x:date key="time:timestamp" value="{at(0)}"/></x:event>
</x:trace></x:log>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("comment", ["", f"<!-- {'long ' * 1000}-->"])
def test_a_log_may_name_its_elements_with_a_prefix_and_be_in_utf_16(encoding: str, comment: str) -> None:
    text = BOUND.replace("?>\n", f' encoding="{encoding}"?>\n')
    assert read(text.encode(encoding), "log.xes").spans == [("A", "Check", None, 0)]
    plain = text.replace("x:", "").replace(' xmlns:x="http://www.xes-standard.org/"', "")
    assert read(plain.replace("<trace>", f"{comment}<trace>").encode(encoding)).spans == [
        ("A", "Check", None, 0)
    ]


def test_only_columns_are_named_that_events_have() -> None:
    found = read(BOUND)
    assert found.facts.columns == {
        "activity": "concept:name", "case": "concept:name", "time": "time:timestamp",
    }  # fmt: skip
    [told] = read(BOUND, columns={"actor": "who"}).problems
    assert str(told).endswith("No event has an attribute 'who'. Nothing is the actor; name another.")
