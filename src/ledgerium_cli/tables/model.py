"""What a table is: its grain, its columns with type and meaning, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ledgerium_cli.tables.rows import Asked

SqlType = Literal["VARCHAR", "BIGINT", "BOOLEAN", "TIMESTAMP"]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    name: str
    type: SqlType
    """DuckDB type. A TIMESTAMP is UTC, with milliseconds."""
    meaning: str
    value: Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    name: str
    grain: str
    """What one row is."""
    columns: tuple[Column[Row], ...]
    rows: Callable[[Asked], Iterator[Row]]
