"""An event log of another program: what its columns mean, what a person says of it, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import msgspec

from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem

if TYPE_CHECKING:
    import duckdb

Role = Literal[
    "case",
    "activity",
    "time",
    "start",
    "complete",
    "actor",
    "system",
    "lifecycle",
    "instance",
    "suspended",
    "completed",
]
"""What a column says. `time` is when a row happened, be it a start or a completion; `start` and `complete` stand in one
row, where `suspended` says when it rested; `completed` says whether a row was complete at its end; `lifecycle` says
which of these a row is, and `instance` which rows are one performance."""

Row = dict[str, str | int | None]
"""`number` in the file, from 1; `line`, where the file has lines; and a text for each cell of `Cells` that has one."""

Cells = Mapping[str, str]
"""The column of each cell that is read: of a role by its name, of the clock beside a day (`two_columns.py`), and of
what is kept beside the roles, `kept_0`, `kept_1`, …; of a row that is a whole case, of the times of its steps,
`step_0`, `step_1`, …"""

Loaded = Callable[[str], None]
"""Is told a query of further rows, in the order of the file: `number`, else they are numbered from 1; `line` where the
file has lines; and a column for each cell that is read."""

Quick = Callable[["duckdb.DuckDBPyConnection", Loaded], bool]
"""Reads the rows without a step of Python for each, several times as fast. False, or an error of DuckDB, rather than
other rows than those that are read one by one."""

KEPT = "kept_"
STEP = "step_"

MOST_PROBLEMS = 100
"""Rows of a file that are named one by one."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a log that it does not say itself."""

    columns: Mapping[Role, str] = field(default_factory=dict)
    """Names of columns by what they say; empty where a column must not be read; `DAYS + CLOCK` for a time in two."""
    time_zone: str | None = None
    """IANA name, of times without one."""
    date_format: str | None = None
    """As of `strptime`; `seconds` or `milliseconds` since 1970; `excel`."""
    encoding: str | None = None
    case_type: str | None = None
    """Of objects: the type that is the case."""
    steps: tuple[str, ...] = ()
    """Of a table with a row for each case: columns with times, each of a step that is called after it."""
    case_prefix: str = ""
    """Before the name of each case, so that another log may have cases of the same names."""
    keep: tuple[str, ...] = ()
    """Columns that come along, for signs of the workflow file; those that are not there are told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A log while it is read."""

    columns: Mapping[Role, str]
    """How the file calls what has a role."""
    cells: Cells
    rows: Iterator[Row]
    unit: str = "row"
    """What the number of a row counts: `line`, `event`, `row`; or `cell`, of the columns of steps in each row."""
    quick: Quick | None = None
    """The same rows, where the format knows a quicker way to them."""
    may_lack: Collection[Role] = ()
    """Roles of which only reading shows whether the log has their columns."""
    lines: Callable[[Collection[int]], Mapping[int, int]] | None = None
    """In which lines rows begin, by their numbers, where `quick` does not tell."""

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns that come along."""
        return tuple(name for cell, name in self.cells.items() if cell.startswith(KEPT))


class LogFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Where a log comes from and how it was read: it goes along with what was made of it."""

    format: Literal[1] = 1
    source: str
    """Name of the file."""
    kind: str
    """`CSV`, `XES`, …"""
    sha256: str
    """Of the file."""
    columns: dict[str, str]
    time_zone: str | None
    date_format: str | None
    case_type: str | None
    unit: str
    """What evidence counts."""
    rows: int
    """How many were read."""
    left_out: int
    """How many of them were left out, each a problem when it was read."""
    kept: tuple[str, ...] = ()
    """Columns that came along."""

    @property
    def id(self) -> str:
        """As evidence calls it; another content is another log."""
        return f"{self.source}@{self.sha256[:6]}"


class Instance(msgspec.Struct, frozen=True, gc=False):
    """One performance of an activity."""

    case: str
    activity: str
    actor: str
    """Empty where the log does not say."""
    system: str
    start_ms: int | None
    """UTC; None where the log has one time only."""
    complete_ms: int
    """When it was complete; where it never was, when it was last heard of."""
    completed: bool
    numbers: list[int]
    """Of its rows, by time; with start and complete in one row, that row twice."""
    times: list[int]
    """Of these rows, UTC milliseconds."""
    suspended: list[int]
    """From when to when it rested, in turn, within start and completion; UTC milliseconds."""
    kept: list[list[str]]
    """For each of its rows what the columns that came along say in it; nothing in what comes from a row before."""


@dataclass(slots=True)
class Faults:
    """Rows that were left out."""

    name: str
    """How problems call the file."""
    count: int = 0
    problems: list[Problem] = field(default_factory=list)

    def leave_out(self, line: int | None, what: str, remedy: str) -> None:
        self.count += 1
        if self.count <= MOST_PROBLEMS:
            self.problems.append(Problem(self.name, line, what, f"The row was left out; {remedy}"))

    def tell(self, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, None, what, remedy))

    def all(self) -> tuple[Problem, ...]:
        more = self.count - MOST_PROBLEMS
        if more <= 0:
            return tuple(self.problems)
        return (
            *self.problems,
            Problem(
                self.name,
                None,
                f"{count(more, 'more row was', 'more rows were')} left out.",
                "See those above.",
            ),
        )
