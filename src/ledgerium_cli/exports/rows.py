"""Writes the event log as rows of CSV or Parquet, one per activity instance."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from ledgerium_cli.exports.log import CASE_FACTS, STEP_FACTS, SUSPENDED, EventLog, LoggedCase, Performance
from ledgerium_cli.exports.names import Names
from ledgerium_cli.output.text import cell
from ledgerium_cli.tables.model import Column
from ledgerium_cli.tables.rows import CaseRow, StepRow
from ledgerium_cli.words import instant

Value = Callable[[LoggedCase, Performance], object]


@dataclass(frozen=True, slots=True)
class LogColumn:
    name: str
    type: str
    """A DuckDB type."""
    value: Value


def columns(names: Names, *, days_only: bool) -> list[LogColumn]:
    """The columns: those of the activity instance, then those of its case."""
    other, moment = names.other, "DATE" if days_only else "TIMESTAMPTZ"
    own = [
        LogColumn(names.case, "VARCHAR", lambda case, _: case.id),
        LogColumn(names.activity, "VARCHAR", lambda _, one: one.activity),
        LogColumn(names.start, moment, _started(names)),
        LogColumn(names.complete, moment, _completed(names)),
        LogColumn(names.actor, "VARCHAR", lambda _, one: one.actor or None),
        LogColumn(other("system"), "VARCHAR", lambda _, one: one.system or None),
        LogColumn(other("step"), "VARCHAR", lambda _, one: one.id),
        LogColumn(other("place"), "BIGINT", lambda _, one: one.row.place),
    ]
    own.append(LogColumn(other(SUSPENDED), "VARCHAR", lambda _, one: one.suspended_text))
    own += [LogColumn(other(fact.name), fact.type, _of_step(fact)) for fact in STEP_FACTS]
    own += [LogColumn(names.of_case + other(fact.name), fact.type, _of_case(fact)) for fact in CASE_FACTS]
    return own


def _started(names: Names) -> Value:
    def value(case: LoggedCase, one: Performance) -> object:
        is_single = one.start_ms is None and names.single == "start"
        return _moment(one, case.complete_ms(one) if is_single else one.start_ms)

    return value


def _completed(names: Names) -> Value:
    def value(case: LoggedCase, one: Performance) -> object:
        is_single = one.start_ms is None and names.single == "start"
        return None if is_single else _moment(one, case.complete_ms(one))

    return value


def _of_step(fact: Column[StepRow]) -> Value:
    return lambda _, one: fact.value(one.row)


def _of_case(fact: Column[CaseRow]) -> Value:
    return lambda case, _: fact.value(case.row)


def write_csv(log: EventLog, names: Names) -> Iterator[bytes]:
    shown = columns(names, days_only=log.days_only)
    yield _lines([[column.name for column in shown]])
    for case in log.cases():
        yield _lines([_cell(value) for value in row] for row in _rows(case, shown))


def _lines(rows: Iterable[list[object]] | list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def write_parquet(log: EventLog, names: Names) -> Iterator[bytes]:
    from ledgerium_cli.tables.fill import as_parquet

    shown = columns(names, days_only=log.days_only)
    rows = chain.from_iterable(_rows(case, shown) for case in log.cases())
    return as_parquet({column.name: column.type for column in shown}, rows)


def _rows(case: LoggedCase, shown: list[LogColumn]) -> Iterator[list[object]]:
    return ([column.value(case, one) for column in shown] for one in case.performances)


def _moment(one: Performance, ms: int | None) -> str | None:
    return None if ms is None else one.day(ms) or instant(ms)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return cell(value) if isinstance(value, str) else value
