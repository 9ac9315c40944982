"""The data model of an event log: the roles of its columns, the import options, and the resulting instances."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from ledgerium_cli.composed import composed
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem

if TYPE_CHECKING:
    import duckdb

Row = dict[str, str | int | None]
"""`number` in the file, from 1; `line` when the file has lines; and a text for each cell of `Cells` that has one."""

Cells = Mapping[str, str]
"""The column name of each cell that is read. The key is a role, the clock cell of a role (`two_columns.py`),
`kept_0`, `kept_1`, … for columns kept beside the roles, or, for tables with one row per case, `step_0`, `step_1`, …
for the times of the steps."""

Loaded = Callable[[str], None]
"""Takes a query that selects further rows in file order: `number`, else rows are numbered from 1; `line` when the
file has lines; and a column for each cell that is read."""

Quick = Callable[["duckdb.DuckDBPyConnection", Loaded], bool]
"""Reads the rows inside DuckDB, without running Python per row, several times as fast. When it could not give the
same rows as the slow reader, it returns False or raises an error of DuckDB."""

KEPT = "kept_"
STEP = "step_"

MOST_PROBLEMS = 100
"""How many left-out rows of a file are reported one by one."""


@dataclass(frozen=True, slots=True)
class Given:
    """The import options: what a person states about a log that the log itself does not say."""

    columns: Mapping[Role, str] = field(default_factory=dict)
    """Column names by role; empty when no column is to be read for the role; `DAYS + CLOCK` for a time in two
    columns."""
    time_zone: str | None = None
    """IANA name of the zone for times without one."""
    date_format: str | None = None
    """A `strptime` format, `seconds` or `milliseconds` since 1970, or `excel`."""
    encoding: str | None = None
    case_type: str | None = None
    """For object-centric logs: the object type that is the case."""
    steps: tuple[str, ...] = ()
    """For tables with one row per case: the columns with times, each giving a step named after it."""
    case_prefix: str = ""
    """Put before each case name, so that cases of two logs with the same name stay apart."""
    keep: tuple[str, ...] = ()
    """Columns to keep as well, for signs of the workflow file; missing ones are reported."""
    nobody: tuple[str, ...] = ()
    """Names of actors that stand for nobody, in place of what programs write for an empty cell."""


def columns_by_role(texts: Sequence[str]) -> dict[Role, str]:
    """Parse `case=Order number`; `lifecycle=` means that this column must not be read. Raises ValueError."""
    found: dict[Role, str] = {}
    for text in texts:
        name, equals, column = text.partition("=")
        role = next((one for one in get_args(Role) if one == name.strip()), None)
        if role is None or not equals:
            raise ValueError(f"{text}: write ROLE=NAME, the role one of {', '.join(get_args(Role))}")
        if role in found:
            raise ValueError(f"{role} is there twice: {found[role]!r} and {column!r}; name one column")
        found[role] = column
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A log that is being read."""

    columns: Mapping[Role, str]
    """The file's column name for each role."""
    cells: Cells
    rows: Iterator[Row] | None
    """None when `quick` is the only reader: then its error is that of the log."""
    unit: str = "row"
    """What a row number counts: `line`, `event` or `row`; or `cell`, for the step columns of each row."""
    quick: Quick | None = None
    """A faster reader of the same rows, if the format has one."""
    may_lack: Collection[Role] = ()
    """Roles whose columns may turn out to be missing only while the rows are read."""
    lines: Callable[[Collection[int]], Mapping[int, int]] | None = None
    """Returns the lines on which the rows with the given numbers begin, when `quick` does not say."""

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the columns that are kept beside the roles, as people write them."""
        return tuple(composed(name) for cell, name in self.cells.items() if cell.startswith(KEPT))


class LogFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Where a log comes from and how it was read; stored in the file that is made from it."""

    format: Literal[1] = 1
    source: str
    """Name of the source file."""
    kind: str
    """`CSV`, `XES`, …"""
    sha256: str
    """Of the source file."""
    columns: dict[str, str]
    time_zone: str | None
    date_format: str | None
    case_type: str | None
    unit: str
    """What the row numbers in evidence count."""
    rows: int
    """Number of rows read."""
    left_out: int
    """Number of these rows that were left out; each was reported as a problem."""
    kept: tuple[str, ...] = ()
    """Columns that were kept beside the roles."""
    twice: int = 0
    """Number of rows that say what an earlier one says; each counts as done again."""
    first_twice: int = 0
    """The number of the first of them, 0 without any."""
    days_only: bool = False
    """Whether its times are days without a clock time, each read as its midnight."""
    cut_off: bool = False
    """Whether the file is cut off or damaged: only what stands before that was read."""

    @property
    def id(self) -> str:
        """The name of the log in evidence; a log with other content has another id."""
        return f"{self.source}@{self.sha256[:6]}"


class Instance(msgspec.Struct, frozen=True, gc=False):
    """One activity instance."""

    case: str
    activity: str
    actor: str
    """Empty when the log does not say."""
    system: str
    start_ms: int | None
    """UTC; None when the log has only one time per instance."""
    complete_ms: int
    """UTC. The time of completion, or the last time seen when it was never completed."""
    completed: bool
    aborted: bool
    """The log tells that it ended without being complete."""
    numbers: list[int]
    """Its row numbers, ordered by time; a row that holds both start and completion is listed twice."""
    times: list[int]
    """UTC milliseconds of these rows."""
    suspended: list[int]
    """UTC milliseconds at which it was suspended and resumed, in turn, between start and completion."""
    kept: list[list[str]]
    """For each of its rows the texts of the kept columns; an empty list for a repeated row."""
    turn: int = 0
    """Its place among the instances of its case that start at the same time, if a column tells it."""


@dataclass(slots=True)
class Faults:
    """Collects the rows that are left out, and other problems of a file."""

    name: str
    """The name of the file in problems."""
    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    twice: int = 0
    """How many rows say what an earlier one says, and the number of the first of them; as in `LogFacts`."""
    first_twice: int = 0
    days_only: bool = False
    cut_off: bool = False

    def leave_out(self, line: int | None, what: str, remedy: str) -> None:
        self.count += 1
        if self.count <= MOST_PROBLEMS:
            self.problems.append(Problem(self.name, line, what, f"The row was left out; {remedy}"))

    def end_early(self, what: str, remedy: str) -> None:
        """Reports that the file is cut off or damaged, so that what stood behind is not read."""
        self.cut_off = True
        self.tell(what, remedy)

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
