"""Writes OCEL 2.0 as JSON: an activity instance is an event; cases, actors and systems are its objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import msgspec

from ledgerium_cli.exports.log import (
    CASE_FACTS,
    STEP_FACTS,
    SUSPENDED,
    EventLog,
    LoggedCase,
    Performance,
    facts,
)
from ledgerium_cli.output.json_pieces import Fields, pieces
from ledgerium_cli.words import instant

TYPES = {"VARCHAR": "string", "BIGINT": "integer", "BOOLEAN": "boolean"}
ALWAYS = "1970-01-01T00:00:00.000Z"
"""The time of an attribute value that holds from the beginning."""
ACTOR, SYSTEM = "actor", "system"
ON_HOLD = "on_hold"
START = "start"


class Attribute(msgspec.Struct):
    name: str
    type: str


class Type(msgspec.Struct):
    name: str
    attributes: list[Attribute]


class Value(msgspec.Struct):
    name: str
    value: object


class TimedValue(msgspec.Struct):
    name: str
    time: str
    value: object


class Relation(msgspec.Struct):
    objectId: str  # noqa: N815 - as the standard spells it
    qualifier: str


class Object(msgspec.Struct):
    id: str
    type: str
    attributes: list[TimedValue]


class Event(msgspec.Struct):
    id: str
    type: str
    time: str
    attributes: list[Value]
    relationships: list[Relation]


def write_ocel(log: EventLog) -> Iterator[bytes]:
    case_type = log.case_name if log.case_name not in ("", ACTOR, SYSTEM) else "case"
    of_case = [*(Attribute(one.name, TYPES[one.type]) for one in CASE_FACTS), Attribute(ON_HOLD, "boolean")]
    of_event = [Attribute(START, "time"), Attribute(SUSPENDED, "string")]
    of_event += (Attribute(one.name, TYPES[one.type]) for one in STEP_FACTS)
    content = Fields({
        "objectTypes": lambda: [Type(case_type, of_case), Type(ACTOR, []), Type(SYSTEM, [])],
        "eventTypes": lambda: [Type(name, of_event) for name in log.activities],
        "objects": lambda: chain((_case(one, case_type, log) for one in log.cases_in_order()), _others(log)),
        "events": lambda: (_event(case, one, log) for case in log.cases_in_order() for one in case.performances),
    })  # fmt: skip
    return pieces(content, at_once=1)


def _id(kind: str, name: str, log: EventLog) -> str:
    """The object id: its name, with its type as a prefix when an object of another type has the same name."""
    return f"{kind}:{name}" if name in log.shared else name


def _case(case: LoggedCase, type: str, log: EventLog) -> Object:
    known = [TimedValue(name, ALWAYS, value) for name, value in facts(case.row, CASE_FACTS)]
    return Object(_id("case", case.id, log), type, [*known, *_holds(case)])


def _holds(case: LoggedCase) -> Iterator[TimedValue]:
    """The on-hold state of the case over time; nothing when holds could not be told, or when no time of one is
    known."""
    holds = case.row.case.holds
    if case.row.case.held is None or (holds and not case.row.case.timed):
        return
    yield TimedValue(ON_HOLD, ALWAYS, False)
    changes = [(hold.start_ms, 1) for hold in holds]
    changes += [(hold.end_ms, -1) for hold in holds if hold.end_ms is not None]
    at_once: dict[int, int] = defaultdict(int)
    for ms, change in changes:
        at_once[ms] += change
    open_holds = 0
    for ms, change in sorted(at_once.items()):
        was, open_holds = open_holds, open_holds + change
        if bool(was) != bool(open_holds):
            yield TimedValue(ON_HOLD, instant(ms), open_holds > 0)


def _others(log: EventLog) -> Iterator[Object]:
    yield from (Object(_id(ACTOR, name, log), ACTOR, []) for name in log.actors)
    yield from (Object(_id(SYSTEM, name, log), SYSTEM, []) for name in log.systems)


def _event(case: LoggedCase, one: Performance, log: EventLog) -> Event:
    start = [Value(START, instant(one.start_ms))] if one.start_ms is not None else []
    related = [Relation(_id("case", case.id, log), "step of")]
    if one.actor:
        related.append(Relation(_id(ACTOR, one.actor, log), "done by"))
    if one.system:
        related.append(Relation(_id(SYSTEM, one.system, log), "done in"))
    rested = [Value(SUSPENDED, text)] if (text := one.suspended_text) is not None else []
    known = [Value(name, value) for name, value in facts(one.row, STEP_FACTS)]
    return Event(one.id, one.activity, instant(one.complete_ms), [*start, *rested, *known], related)
