"""`analysis.json` is written in pieces, and is one text all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.analysis.render import analysis_pieces, render_analysis
from ledgerium_cli.documents.analysis.shape import AnalysisJson
from ledgerium_cli.documents.changes import HOW_IT_IS_WRITTEN, changed_keys, changes
from ledgerium_cli.load import load
from ledgerium_cli.output.content import Streamed
from ledgerium_cli.output.json_pieces import AT_ONCE, Entries, Fields, held, pieces, written

from .make import A, B, Take, analysed, hostile_takes, sales_order

EXAMPLE = "examples/sales-order"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=9,
)


KEYS = st.dictionaries(
    st.sampled_from(["", "a", "bö", 'c": "', "d\n"]), st.lists(VALUES, max_size=4), min_size=1
)


def to_be_made(value: object) -> object:
    """The same value, none of it made before it is asked for."""
    if isinstance(value, dict):
        return Fields({key: (lambda own=own: to_be_made(own)) for key, own in value.items()})
    return map(to_be_made, value) if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=3))
def test_pieces_together_are_the_value_as_the_library_lays_it_out(value: dict[str, object]) -> None:
    laid_out = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
    assert b"".join(pieces(Fields({key: (lambda own=own: own) for key, own in value.items()}))) == laid_out
    assert b"".join(pieces(to_be_made(value))) == laid_out
    assert held(to_be_made(value)) == value


@given(st.dictionaries(st.text(max_size=3), VALUES), st.integers(1, 99))
def test_an_object_made_entry_by_entry_is_laid_out_like_any_other(
    value: dict[str, object], at_once: int
) -> None:
    whole = Fields(
        {
            "a": lambda: Entries(value.items()),
            "b": lambda: map(Fields, [{"c": lambda: Entries(value.items())}]),
        }
    )
    assert b"".join(pieces(whole, at_once)) == written({"a": value, "b": [{"c": value}]})
    assert held(whole) == {"a": value, "b": [{"c": value}]}


@pytest.mark.parametrize("shape", ["list", "object"])
def test_what_is_long_is_never_held_as_a_whole(shape: str) -> None:
    made: list[int] = []

    def entries() -> Iterator[tuple[str, str]]:
        for number in range(40):
            made.append(number)
            yield f"{number}", "x" * (AT_ONCE // 10)

    def texts() -> Iterator[str]:
        return (text for _, text in entries())

    whole = Fields({"long": texts if shape == "list" else lambda: Entries(entries())})
    made_by_each_piece = [len(made) for piece in pieces(whole) if b"x" in piece]
    assert made_by_each_piece == [10, 20, 30, 40]


def test_hostile_pages_and_all_keys_are_in_one_valid_text() -> None:
    text = render_analysis(analysed(*hostile_takes()))
    assert text == msgspec.json.format(text, indent=1) + "\n"
    assert [*json.loads(text)] == [*AnalysisJson.__struct_fields__]


def test_the_same_pieces_come_whenever_they_are_asked_for() -> None:
    analysis = load([EXAMPLE]).analysis
    assert [*analysis_pieces(analysis)] == [*analysis_pieces(analysis)]


@given(KEYS, KEYS)
def test_of_two_large_files_the_same_keys_are_told_as_of_two_small_ones(
    before: dict[str, list[object]], now: dict[str, list[object]]
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "analysis.json"
        file.write_bytes(written(before))
        parts = {key: (lambda own=own: iter(own)) for key, own in now.items()}
        found = changed_keys("analysis.json", file, Streamed(lambda: pieces(Fields(parts))))
    assert found == [
        one
        for one in changes({"analysis.json": written(before)}, {"analysis.json": written(now)})
        if one.part != HOW_IT_IS_WRITTEN
    ]


def test_a_file_that_is_laid_out_otherwise_has_to_be_read_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "analysis.json"
    for text in (b'{"format": 1}', b"", b"[\n]"):
        file.write_bytes(text)
        assert changed_keys(file.name, file, Streamed(lambda: pieces(Fields({"format": lambda: 1})))) is None


def test_rework_has_a_total_in_which_a_case_with_several_types_of_it_counts_once() -> None:
    ana = Take("ana", "Ana").page(0, A).press(10, A, "Save order").press(30, A, "Validate order")
    ana.press(40, A, "Save order").page(60, B).press(70, B, "Save order")
    ben = Take("ben", "Ben", start=100).page(100, A).press(110, A, "Validate order")
    found = json.loads(render_analysis(analysed(ana, ben, workflow=sales_order())))
    assert [(one["by"], one["count"]) for one in found["rework"] if one["activity"] is None] == [
        ("other", 1),
        ("same", 1),
    ]
    assert found["rework_total"] == {"count": 2, "cases": 1, "share_of_steps": 0.4, "share_of_cases": 0.5}
