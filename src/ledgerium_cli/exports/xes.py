"""Writes XES (IEEE 1849-2023): a start and a complete event for every activity instance, with suspend and resume
events in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledgerium_cli.exports.log import CASE_FACTS, STEP_FACTS, EventLog, LoggedCase, Performance, facts
from ledgerium_cli.output.text import xml
from ledgerium_cli.words import instant

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2023" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <string key="concept:instance" value=""/>
    <string key="lifecycle:transition" value="complete"/>
    <string key="org:resource" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Resource" keys="org:resource"/>
  <string key="lifecycle:model" value="standard"/>
"""


def write_xes(log: EventLog) -> Iterator[bytes]:
    yield "".join(_head(log)).encode()
    for case in log.cases_in_order():
        yield "".join(_trace(case)).encode()
    yield b"</log>\n"


def _head(log: EventLog) -> Iterator[str]:
    yield HEAD
    yield f'  <string key="concept:name" value="{xml(log.name)}"/>\n'
    if log.filter is not None:
        yield f'  <string key="filter" value="{xml(log.filter)}"/>\n'
    if log.unordered is not None:
        yield f'  <string key="left_out" value="{xml(log.unordered)}"/>\n'
    if log.days_only:
        yield '  <boolean key="days_only" value="true"/>\n'


def _trace(case: LoggedCase) -> Iterator[str]:
    yield "  <trace>\n"
    yield f'    <string key="concept:name" value="{xml(case.id)}"/>\n'
    yield from _attributes(facts(case.row, CASE_FACTS), "    ")
    for one, transition, ms, is_last in _moments(case):
        yield from _event(one, transition, ms, is_last)
    yield "  </trace>\n"


def _moments(case: LoggedCase) -> list[tuple[Performance, str, int, bool]]:
    """The events of the case, each with whether it is the last of its instance, sorted by time. Ties: the instance
    that stands first comes first, and none completes before it starts."""
    found = []
    for place, one in enumerate(case.performances):
        own = _transitions(one)
        for turn, (ms, transition) in enumerate(own, start=1):
            found.append((ms, place, turn, one, transition, turn == len(own)))
    found.sort(key=lambda row: row[:3])
    return [(one, transition, ms, is_last) for ms, _, _, one, transition, is_last in found]


def _transitions(one: Performance) -> list[tuple[int, str]]:
    """Times and lifecycle transitions in order. What was neither seen to be completed nor told to be aborted ends with
    the last that was heard of it, as a transition that says nothing more."""
    end = one.complete_ms
    over = "complete" if one.completed else "ate_abort" if one.aborted else None
    if one.start_ms is None:
        return [(end, over or "start")]
    rests = [each for since, until in one.suspended for each in ((since, "suspend"), (until, "resume"))]
    begun = [(one.start_ms, "start"), *rests]
    if over is None and rests and rests[-1][0] == end:
        return begun
    return [*begun, (end, over or "unknown")]


def _event(one: Performance, transition: str, ms: int, is_last: bool) -> Iterator[str]:
    resource = f'      <string key="org:resource" value="{xml(one.actor)}"/>\n' if one.actor else ""
    yield (
        "    <event>\n"
        f'      <string key="concept:name" value="{xml(one.activity)}"/>\n'
        f'      <string key="concept:instance" value="{xml(one.id)}"/>\n'
        f'      <string key="lifecycle:transition" value="{transition}"/>\n'
        f"{resource}"
        f'      <date key="time:timestamp" value="{_moment(one, ms)}"/>\n'
    )
    if is_last:
        yield from _attributes([("system", one.system)] if one.system else [], "      ")
        yield from _attributes(facts(one.row, STEP_FACTS), "      ")
    yield "    </event>\n"


def _moment(one: Performance, ms: int) -> str:
    """Where only its day is known, the midnight of no zone: XES wants a clock time, and the day is that of any zone."""
    day = one.day(ms)
    return f"{day}T00:00:00.000" if day is not None else instant(ms)


def _attributes(values: Iterable[tuple[str, object]], indent: str) -> Iterator[str]:
    for name, value in values:
        match value:
            case bool():
                yield f'{indent}<boolean key="{name}" value="{str(value).lower()}"/>\n'
            case int():
                yield f'{indent}<int key="{name}" value="{value}"/>\n'
            case _:
                yield f'{indent}<string key="{name}" value="{xml(str(value))}"/>\n'
