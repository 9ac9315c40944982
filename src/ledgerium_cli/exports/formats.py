"""What an analysis can be given away as. A new format is one file and one line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledgerium_cli.exports.log import EventLog, event_log
from ledgerium_cli.exports.names import NAMES, Format, Names, Program
from ledgerium_cli.exports.ocel import write_ocel
from ledgerium_cli.exports.rows import write_csv, write_parquet
from ledgerium_cli.exports.xes import write_xes
from ledgerium_cli.findings.analysis import Analysis

FORMATS: Mapping[Format, Callable[[EventLog, Names], bytes]] = {
    "xes": lambda log, _: write_xes(log),
    "csv": write_csv,
    "ocel": lambda log, _: write_ocel(log),
    "parquet": write_parquet,
}
"""Of the event log: what was done, by whom, when."""


def export_log(analysis: Analysis, format: Format, program: Program = "pm4py") -> bytes:
    """The event log as a file; `program` says how the columns of CSV and Parquet are called."""
    return FORMATS[format](event_log(analysis), NAMES[program])
