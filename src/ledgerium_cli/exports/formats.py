"""The formats an analysis can be exported to. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from ledgerium_cli.exports.bpmn import write_bpmn
from ledgerium_cli.exports.days import days_as_times
from ledgerium_cli.exports.log import EventLog, event_log, unordered
from ledgerium_cli.exports.mined import MinedProcess, mined_process
from ledgerium_cli.exports.names import NAMES, Format, Names, Program
from ledgerium_cli.exports.ocel import write_ocel
from ledgerium_cli.exports.pnml import write_pnml
from ledgerium_cli.exports.rows import write_csv, write_parquet
from ledgerium_cli.exports.xes import write_xes
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.content import Streamed

LOGS: Mapping[Format, Callable[[EventLog, Names], Iterator[bytes]]] = {
    "xes": lambda log, _: write_xes(log),
    "csv": write_csv,
    "ocel": lambda log, _: write_ocel(log),
    "parquet": write_parquet,
}
"""Writers of the event log: activity instances with their cases, actors and times."""

WITHOUT_ORDER: Mapping[Format, str] = {
    "xes": "left out",
    "ocel": "left out",
    "csv": "no step has a place, nor those of recordings without times a time",
    "parquet": "no step has a place, nor those of recordings without times a time",
}
"""What a log tells of cases of which it is not known which of their steps came first."""

OF_DAYS: Collection[Format] = ("xes", "csv", "parquet")
"""Logs that can hold days without clock times."""

MODELS: Mapping[Format, Callable[[MinedProcess], bytes]] = {"bpmn": write_bpmn, "pnml": write_pnml}
"""Writers of the mined process model, which the analysis must contain."""


def _without_order(analysis: Analysis, format: Format) -> list[str]:
    """What a reader of a log must know of cases of which the order is not known."""
    told = unordered(analysis) if format in WITHOUT_ORDER else None
    return [f"{told}: {WITHOUT_ORDER[format]}."] if told is not None else []


def told(analysis: Analysis, format: Format) -> list[str]:
    """What a reader of a log must know, and it has no place for."""
    of_days = days_as_times(analysis, alone=format in OF_DAYS) if format in LOGS else ()
    return [*_without_order(analysis, format), *of_days]


def export(analysis: Analysis, format: Format, program: Program = "pm4py") -> bytes | Streamed:
    """The content of the exported file; `program` chooses the column names of CSV and Parquet."""
    if format in MODELS:
        return MODELS[format](mined_process(analysis))
    return Streamed(partial(LOGS[format], event_log(analysis), NAMES[program]))
