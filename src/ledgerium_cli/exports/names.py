"""The export formats, and the column names of an event log that other programs expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Format = Literal["xes", "csv", "ocel", "parquet", "bpmn", "pnml"]
Program = Literal["pm4py", "disco", "celonis"]


@dataclass(frozen=True, slots=True)
class Names:
    case: str
    activity: str
    start: str
    complete: str
    actor: str
    of_case: str
    """Prefix of the names of case attributes."""
    other: Callable[[str], str] = str
    """Converts the name of any other column."""
    single: Literal["start", "complete"] = "complete"
    """The column for the time of a performance that has one only: the one without which the program reads no row."""


NAMES: Mapping[Program, Names] = {
    "pm4py": Names(
        "case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource", "case:"
    ),
    "disco": Names("Case ID", "Activity", "Start Timestamp", "Complete Timestamp", "Resource", "(case) "),
    "celonis": Names(
        "_CASE_KEY", "ACTIVITY_EN", "EVENTTIME", "END_TIME", "USER_NAME", "CASE_", str.upper, "start"
    ),
}
"""The names that each program, or the exporter of it, uses. A new program is one line."""
