"""Tables with a row for each case, and a column for the time of each of its steps."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ledgerium_cli.errors import ImportRefused

from .make import at, read, read_file

WIDE = f"order,customer,created,checked,shipped\nA,x,{at(0)},{at(60)},{at(300)}\nB,y,{at(10)},,{at(90)}\n"
STEPS = ("created", "checked", "shipped")
SPANS = [
    ("A", "created", None, 0), ("A", "checked", None, 60), ("A", "shipped", None, 300),
    ("B", "created", None, 10), ("B", "shipped", None, 90),
]  # fmt: skip


def test_such_a_table_is_refused_with_the_options_that_read_it() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(WIDE)
    assert "--column case=NAME --step created --step checked --step shipped." in str(refused.value)


@pytest.mark.parametrize("end", ["", "\n\n"])  # as DuckDB reads it, and row by row
def test_each_time_is_a_step_that_is_called_after_its_column(end: str) -> None:
    found = read(WIDE + end, columns={"case": "order"}, steps=STEPS)
    assert found.spans == SPANS
    assert [one.numbers for one in found.instances] == [[4], [5], [6], [7], [9]]  # cells of lines 2 and 3
    assert (found.facts.unit, found.facts.rows, found.problems) == ("cell", 5, ())


def test_columns_that_must_not_be_steps_are_left_out() -> None:
    found = read(WIDE, columns={"case": "order", "actor": "customer"}, steps=("created", "shipped"))
    assert [(one.activity, one.actor) for one in found.instances] == [
        ("created", "x"), ("shipped", "x"), ("created", "y"), ("shipped", "y"),
    ]  # fmt: skip


def test_who_owns_a_case_did_its_steps_only_where_a_person_says_so() -> None:
    owned = WIDE.replace("customer", "User")
    found = read(owned, columns={"case": "order"}, steps=STEPS)
    assert ({one.actor for one in found.instances}, found.problems) == ({""}, ())
    said = read(owned, columns={"case": "order", "actor": "User"}, steps=STEPS)
    assert {one.actor for one in said.instances} == {"x", "y"}
    assert [one.what for one in said.problems] == ["Column 'User' has one actor for all steps of a case."]


def test_a_table_in_parquet_likewise(tmp_path: Path) -> None:
    file, text = tmp_path / "wide.parquet", tmp_path / "wide.csv"
    text.write_text(WIDE)
    duckdb.sql(f"COPY (FROM read_csv('{text}')) TO '{file}'")
    with pytest.raises(ImportRefused, match="--step created --step checked --step shipped"):
        read_file(file)
    assert read_file(file, columns={"case": "order"}, steps=STEPS, time_zone="UTC").spans == SPANS


def test_a_time_that_is_none_is_told_with_its_line() -> None:
    [problem] = read(WIDE.replace(at(60), "soon"), columns={"case": "order"}, steps=STEPS).problems
    assert (problem.line, "'soon'" in problem.what) == (2, True)


def test_a_step_must_be_a_column_and_the_case_known() -> None:
    with pytest.raises(ImportRefused, match="no column 'paid' to be the time"):
        read(WIDE, columns={"case": "order"}, steps=("paid",))
    with pytest.raises(ImportRefused, match="--column case=NAME"):
        read(WIDE, steps=STEPS)


def test_what_is_no_table_has_no_such_columns() -> None:
    with pytest.raises(ImportRefused, match="--step is for tables"):
        read('<log xes.version="1.0"><trace></trace></log>', steps=("created",))
