"""`analysis.json` is written in pieces, and is one text all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.build import load
from ledgerium_cli.documents.analysis.render import analysis_pieces, render_analysis
from ledgerium_cli.documents.analysis.shape import AnalysisJson
from ledgerium_cli.documents.analysis.write import AT_ONCE, pieces, written
from ledgerium_cli.documents.changes import HOW_IT_IS_WRITTEN, changed_keys, changes
from ledgerium_cli.documents.content import Streamed

from .make import analysed, hostile_takes

EXAMPLE = "examples/sales-order"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=9,
)


KEYS = st.dictionaries(
    st.sampled_from(["", "a", "bö", 'c": "', "d\n"]), st.lists(VALUES, max_size=4), min_size=1
)


@given(KEYS, st.booleans())
def test_pieces_together_are_the_value_as_the_library_lays_it_out(
    value: dict[str, list[object]], one_by_one: bool
) -> None:
    whole = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
    parts = {key: (lambda own=own: iter(own) if one_by_one else own) for key, own in value.items()}
    assert b"".join(pieces(parts)) == whole


def test_a_long_list_is_never_held_as_a_whole() -> None:
    made: list[int] = []

    def numbers() -> Iterator[str]:
        for number in range(40):
            made.append(number)
            yield "x" * (AT_ONCE // 10)

    made_by_each_piece = [len(made) for piece in pieces({"numbers": numbers}) if b"x" in piece]
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
        found = changed_keys("analysis.json", file, Streamed(lambda: pieces(parts)))
    assert found == [
        one
        for one in changes({"analysis.json": written(before)}, {"analysis.json": written(now)})
        if one.part != HOW_IT_IS_WRITTEN
    ]


def test_a_file_that_is_laid_out_otherwise_has_to_be_read_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "analysis.json"
    for text in (b'{"format": 1}', b"", b"[\n]"):
        file.write_bytes(text)
        assert changed_keys(file.name, file, Streamed(lambda: pieces({"format": lambda: 1}))) is None
