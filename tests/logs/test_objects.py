"""Object-centric logs (OCEL 2.0 and 1.0 as JSON, XML, SQLite): which object is the case is said, not guessed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.errors import ImportRefused

from .make import at, read, read_file

# Two orders, three items; one shipment takes both orders; stock is counted for no order.
EVENTS = (
    ("e1", "Place order", 0, {"resource": "Ana"}, ("o1", "i2", "i1")),
    ("e2", "Place order", 5, {"resource": "Ben"}, ("o2", "i3")),
    ("e3", "Count stock", 7, {}, ("i1",)),
    ("e4", "Ship & bill", 9, {"resource": "Ben", "weight": 3.5}, ("o1", "o2")),
)
TYPES = {"o1": "order", "o2": "order", "i1": "item", "i2": "item", "i3": "item"}
SPANS = [
    ("o1", "Place order", None, 0), ("o2", "Place order", None, 5),
    ("o1", "Ship & bill", None, 9), ("o2", "Ship & bill", None, 9),
]  # fmt: skip


def as_json() -> str:
    return json.dumps(
        {
            "objectTypes": [{"name": name, "attributes": []} for name in ("order", "item")],
            "eventTypes": [{"name": name, "attributes": []} for name in ("Place order", "Count stock", "Ship & bill")],
            "objects": [{"id": one, "type": kind, "attributes": []} for one, kind in TYPES.items()],
            "events": [
                {
                    "id": one, "type": activity, "time": at(second),
                    "attributes": [{"name": name, "value": value} for name, value in attributes.items()],
                    "relationships": [{"objectId": each, "qualifier": "for"} for each in objects],
                }
                for one, activity, second, attributes, objects in EVENTS
            ],
        }
    )  # fmt: skip


def as_old_json() -> str:
    return json.dumps(
        {
            "ocel:global-log": {"ocel:version": "1.0"},
            "ocel:events": {
                one: {
                    "ocel:activity": activity, "ocel:timestamp": at(second),
                    "ocel:vmap": attributes, "ocel:omap": objects,
                }
                for one, activity, second, attributes, objects in EVENTS
            },
            "ocel:objects": {one: {"ocel:type": kind, "ocel:ovmap": {}} for one, kind in TYPES.items()},
        }
    )  # fmt: skip


def as_xml() -> str:
    objects = "".join(
        f'<object id="{one}" type="{kind}"><attributes/></object>\n' for one, kind in TYPES.items()
    )
    events = ""
    for one, activity, second, attributes, linked in EVENTS:
        told = "".join(f'<attribute name="{name}">{value}</attribute>' for name, value in attributes.items())
        links = "".join(f'<relationship object-id="{each}" qualifier="for"/>' for each in linked)
        name = activity.replace("&", "&amp;")
        events += (
            f'<event id="{one}" type="{name}" time="{at(second)}"><attributes>{told}</attributes>'
            f"<objects>{links}</objects></event>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n<object-types><object-type name="order"/></object-types>\n'
        f"<event-types/>\n<objects>\n{objects}</objects>\n<events>\n{events}</events>\n</log>\n"
    )


def as_sqlite(file: Path, more: str = "") -> bytes:
    with sqlite3.connect(file) as tables:
        tables.executescript(
            "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
            "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
            "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
            "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);"
        )
        for number, name in enumerate(dict.fromkeys(activity for _, activity, *_ in EVENTS)):
            tables.execute("INSERT INTO event_map_type VALUES (?, ?)", (name, f"type {number}"))
            tables.execute(
                f'CREATE TABLE "event_type {number}" (ocel_id TEXT, ocel_time TEXT, resource TEXT, weight REAL)'
            )
        for one, activity, second, attributes, objects in EVENTS:
            tables.execute("INSERT INTO event VALUES (?, ?)", (one, activity))
            [(table,)] = tables.execute(
                "SELECT ocel_type_map FROM event_map_type WHERE ocel_type = ?", (activity,)
            )
            row = one, at(second), attributes.get("resource"), attributes.get("weight")
            tables.execute(f'INSERT INTO "event_{table}" VALUES (?, ?, ?, ?)', row)
            tables.executemany(
                "INSERT INTO event_object VALUES (?, ?, 'for')", [(one, each) for each in objects]
            )
        tables.executemany("INSERT INTO object VALUES (?, ?)", TYPES.items())
        tables.executescript(more)
    tables.close()
    return file.read_bytes()


def as_old_sqlite(file: Path, more: str = "") -> bytes:
    with sqlite3.connect(file) as tables:
        tables.executescript(
            'CREATE TABLE "EVENTS" ("ocel:eid" TEXT, "ocel:timestamp" TIMESTAMP, "ocel:activity" TEXT, resource TEXT,'
            'weight REAL); CREATE TABLE "OBJECTS" ("ocel:oid" TEXT, "ocel:type" TEXT);'
            'CREATE TABLE "RELATIONS" ("ocel:eid" TEXT, "ocel:oid" TEXT, "ocel:qualifier" TEXT);'
        )
        for one, activity, second, attributes, objects in EVENTS:
            row = one, at(second), activity, attributes.get("resource"), attributes.get("weight")
            tables.execute('INSERT INTO "EVENTS" VALUES (?, ?, ?, ?, ?)', row)
            tables.executemany(
                "INSERT INTO \"RELATIONS\" VALUES (?, ?, '')", [(one, each) for each in objects]
            )
        tables.executemany('INSERT INTO "OBJECTS" VALUES (?, ?)', TYPES.items())
        tables.executescript(more)
    tables.close()
    return file.read_bytes()


@pytest.fixture(params=["json", "old json", "xml", "sqlite", "old sqlite"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    if "sqlite" in request.param:
        return (as_sqlite if request.param == "sqlite" else as_old_sqlite)(tmp_path / "log")
    return {"json": as_json, "old json": as_old_json, "xml": as_xml}[request.param]().encode()


def test_the_events_of_an_object_are_a_case(log: bytes) -> None:
    found = read(log, case_type="order")
    assert found.spans == SPANS
    assert [one.actor for one in found.instances] == ["Ana", "Ben", "Ben", "Ben"]
    assert [one.numbers for one in found.instances] == [[1], [2], [3], [4]]
    assert (found.facts.case_type, found.facts.unit) == ("order", "link")


def test_events_of_several_cases_and_of_none_are_counted(log: bytes) -> None:
    assert [one.what for one in read(log, case_type="order").problems] == [
        "1 event belongs to more than one 'order'.",
        "1 event belongs to no 'order'.",
    ]


def test_a_link_to_an_object_that_is_not_there_is_told() -> None:
    found = read(as_json().replace('"objectId": "o2"', '"objectId": "o9"'), case_type="order")
    told = "2 links of events lead to 1 object that is not in the log, 'o9' first."
    assert told in [one.what for one in found.problems]


def test_which_objects_are_cases_is_asked_with_what_there_is(log: bytes) -> None:
    with pytest.raises(
        ImportRefused, match=r"--case-type TYPE. The types of objects are 'item' \(3\), 'order' \(2\)"
    ):
        read(log)
    with pytest.raises(ImportRefused, match=r"no type of objects 'invoice'. Say another with"):
        read(log, case_type="invoice")


def test_an_object_may_be_who_did_it_and_several_have_no_order(log: bytes) -> None:
    found = read(log, case_type="order", columns={"actor": "item"})
    assert [one.actor for one in found.instances] == ["i1, i2", "i3", "", ""]
    [told] = [one for one in found.problems if "'item'" in one.what]
    assert told.what == "1 event names several of 'item'."
    assert told.remedy.startswith("They count as one actor together, another than each of them")


def test_one_type_of_objects_needs_no_choice() -> None:
    only = json.loads(as_json())
    only["objects"] = [one for one in only["objects"] if one["type"] == "order"]
    assert read(json.dumps(only)).spans == SPANS


def test_what_is_broken_is_refused() -> None:
    for data in (
        as_json()[:-40],
        as_json().replace('"id": "o1"', '"id": 7'),
        '{"ocel:events": [], "ocel:objects": {}}',
    ):
        with pytest.raises(ImportRefused, match="cannot be read as OCEL JSON"):
            read(data, case_type="order")
    with pytest.raises(ImportRefused, match="a document type is declared"):
        read(as_xml().replace("<log>", "<!DOCTYPE log><log>"), case_type="order")


def test_a_database_is_only_read_and_computes_nothing(tmp_path: Path) -> None:
    forever = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT i AS ocel_event_id FROM n"
    data = as_sqlite(tmp_path / "log", f"DROP TABLE event_object; CREATE VIEW event_object AS {forever};")
    with pytest.raises(ImportRefused, match="there is no table 'event_object'"):
        read(data, case_type="order")
    old = as_old_sqlite(tmp_path / "old", f'DROP TABLE "RELATIONS"; CREATE VIEW "RELATIONS" AS {forever};')
    with pytest.raises(ImportRefused, match="there is no table 'RELATIONS'"):
        read(old, case_type="order")
    with pytest.raises(ImportRefused, match="cannot be read as OCEL SQLite"):
        read(b"SQLite format 3\0" + b"\xff" * 4096, case_type="order")


@pytest.mark.filterwarnings("ignore")
def test_what_pm4py_writes_is_read_as_it_was(tmp_path: Path, pm4py: Any) -> None:
    (tmp_path / "ours.json").write_text(as_json(), "utf-8")
    theirs = pm4py.read_ocel2_json(str(tmp_path / "ours.json"))
    for suffix, write in (
        ("json", pm4py.write_ocel2_json), ("xml", pm4py.write_ocel2_xml),
        ("sqlite", pm4py.write_ocel2_sqlite), ("old.sqlite", pm4py.write_ocel_sqlite),
        ("jsonocel", pm4py.write_ocel_json), ("xmlocel", pm4py.write_ocel_xml),
    ):  # fmt: skip
        file = tmp_path / f"theirs.{suffix}"
        write(theirs, str(file))
        assert sorted(map(str, read_file(file, case_type="order").spans)) == sorted(
            str((case, activity, start, float(end))) for case, activity, start, end in SPANS
        )
