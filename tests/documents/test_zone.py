"""In which time zone documents tell times: that of the calendar, else the one of the recordings, else UTC."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.differences.render import as_text
from ledgerium_cli.documents.differences.side import side_of_json
from ledgerium_cli.documents.steps_table import steps_table
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.differences.compare import compare

from .make import HOUR, Take, record, sales_order, worked_example

AUCKLAND = '[calendar]\nzone = "Pacific/Auckland"\nhours = ["Mon-Fri 09:00-17:00"]\n'
LATE = 14.5 * HOUR
"""Half past eleven in the evening, UTC."""


def of_zones(*zones: str, calendar: str = "", takes: tuple[Take, ...] | None = None) -> Analysis:
    """The worked example, which begins at 9:00 UTC on 2 March 2026, recorded by people with these clocks."""
    recordings = [one.recording() for one in takes or worked_example()]
    named = [replace(one, time_zone=zone) for one, zone in zip(recordings, zones, strict=True)]
    return analyse(named, sales_order(calendar))


@dataclass(frozen=True)
class Told:
    zones: tuple[str, str]
    calendar: str
    zone: str
    wait: str
    """When the longest wait began."""


@pytest.mark.parametrize(
    "told",
    [
        Told(("UTC", "UTC"), "", "UTC", "2026-03-02 09:01:41"),
        Told(("Europe/Berlin", "Europe/Berlin"), "", "Europe/Berlin", "2026-03-02 10:01:41"),
        Told(("Europe/Berlin", "Europe/London"), "", "UTC", "2026-03-02 09:01:41"),
        Told(("Europe/Berlin", "Europe/Berlin"), AUCKLAND, "Pacific/Auckland", "2026-03-02 22:01:41"),
        Told(("Mars/Olympus", "Mars/Olympus"), "", "UTC", "2026-03-02 09:01:41"),
        Told(("localtime", "localtime"), "", "UTC", "2026-03-02 09:01:41"),
    ],
    ids=["UTC", "one zone", "two zones", "calendar", "unknown zone", "a name that depends on the machine"],
)
def test_times_are_those_of_the_calendar_s_clock_else_of_everybody_s_and_name_it(told: Told) -> None:
    analysis = of_zones(*told.zones, calendar=told.calendar)
    made = documents_of(analysis)
    row = record(made["report.md"].replace("\u00a0", " "), "Where cases wait", "6 min 39 s")
    assert row[f"From ({told.zone})"] == told.wait
    assert f"Start ({told.zone})" in made["sop.md"]
    assert f"Start ({told.zone})" in steps_table(analysis)
    assert f'"zone":"{told.zone}"' in made["report.html"]
    assert json.loads(made["analysis.json"])["time_zone"] == told.zone
    assert json.loads(made["analysis.json"])["cases"][0]["start"] == "2026-03-02T09:00:00.000Z"


def test_days_are_those_of_the_same_clock_in_documents_tables_and_comparisons() -> None:
    late = Take("ana-1", "Ana").page(LATE, "SO-1").press(LATE + 9, "SO-1", "Save order")
    berlin, utc = (of_zones(zone, takes=(late,)) for zone in ("Europe/Berlin", "UTC"))
    assert ", 2026-03-03." in documents_of(berlin)["sop.md"]
    assert ", 2026-03-02." in documents_of(utc)["sop.md"]
    builds = [documents_of(one)["analysis.json"].encode() for one in (utc, berlin)]
    told = as_text(compare(*(side_of_json(one, name) for one, name in zip(builds, "ab", strict=True))))
    assert "A: a: 1 case, 2026-03-02;" in told
    assert "B: b: 1 case, 2026-03-03 by the clocks of Europe/Berlin;" in told


def test_a_time_that_clocks_showed_twice_stands_with_its_offset() -> None:
    """In Berlin it was half past two twice in the night of 25 October 2026, an hour apart."""
    night = 20_446_200
    twice = (Take(f"ana-{at}", "Ana", at).press(at, f"SO-{at}", "Save order") for at in (night, night + HOUR))
    sop = documents_of(of_zones("Europe/Berlin", "Europe/Berlin", takes=tuple(twice)))["sop.md"]
    assert "2026-10-25 02:30:00+02:00" in sop
    assert "2026-10-25 02:30:00+01:00" in sop
