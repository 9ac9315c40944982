"""CSV as people have it: any delimiter and encoding, packed, ragged, cut off."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import unicodedata
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.composed import composed
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.load import load
from ledgerium_cli.logs.cells import NOTHING
from ledgerium_cli.logs.csv_lines import Lines
from ledgerium_cli.logs.csv_rows import read as read_rows
from ledgerium_cli.logs.model import MOST_PROBLEMS, Faults, Given
from ledgerium_cli.recording.files import Source

from .make import Read, at, read

LOG = f"case,activity,timestamp\nA,Prüfen,{at(0)}\nA,Senden,{at(5)}\n"
SPANS = [("A", "Prüfen", None, 0), ("A", "Senden", None, 5)]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "^"])
def test_any_delimiter_is_known(delimiter: str) -> None:
    assert read(LOG.replace(",", delimiter)).spans == SPANS


@pytest.mark.parametrize("name", ["Amount, net, gross, tax, rebate", '"Items, prices, terms, and notes"'])
def test_a_name_may_hold_other_delimiters(name: str) -> None:
    header, *rows = LOG.replace(",", ";").splitlines()
    assert read("\n".join([f"{header};{name}", *(f"{row};1,5" for row in rows)])).spans == SPANS


def test_a_row_that_lacks_a_cell_leaves_the_delimiter_to_the_others() -> None:
    header, first, *rows = LOG.replace(",", ";").splitlines()
    found = read("\n".join([f"{header};Amount, net;note", f"{first};1,5", *(f"{row};1,5;x" for row in rows)]))
    assert found.spans == SPANS[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_known_by_its_mark(encoding: str) -> None:
    assert read(LOG.encode(encoding)).spans == SPANS


def test_another_encoding_is_named_by_the_person() -> None:
    with pytest.raises(ImportRefused, match=r"log.csv:2: the line is not UTF-8.*--encoding latin-1"):
        read(LOG.encode("latin-1"))
    assert read(LOG.encode("latin-1"), encoding="latin-1").spans == SPANS
    with pytest.raises(ImportRefused, match="no encoding 'klingon'"):
        read(LOG, encoding="klingon")


def test_a_packed_file_is_unpacked_whatever_it_is_called() -> None:
    assert read(gzip.compress(LOG.encode())).spans == SPANS


@pytest.mark.parametrize(
    ("data", "encoding"),
    [("sep=,\n" + LOG, None), (LOG.encode("latin-1"), "latin-1"), (gzip.compress(LOG.encode()), None)],
    ids=["row by row", "converted", "packed"],
)
def test_no_file_is_read_by_its_name_while_it_is_written(
    data: bytes | str, encoding: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows opens none of another: of a file that tempfile keeps open no log could be read there."""
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    assert read(data, encoding=encoding).spans == SPANS


def test_of_a_packed_file_that_is_cut_off_what_came_is_kept_and_the_end_is_named() -> None:
    many = LOG + "".join(f"B{number},Check,{at(number)}\n" for number in range(50_000))
    found = read(gzip.compress(many.encode())[:-2000])
    assert 10_000 < len(found.instances) < 50_000
    assert "cut off" in found.problems[-1].what


@pytest.mark.parametrize("nothing", ["NA", "NULL", "nan", "#N/A"])
@pytest.mark.parametrize("quick", [True, False])
def test_what_programs_write_for_an_empty_cell_is_nobody_and_no_case(nothing: str, quick: bool) -> None:
    head = (
        "case,activity,start,complete,resource\n"
        if quick
        else "sep=,\ncase,activity,start,complete,resource\n"
    )
    rows = f"A,Check,{nothing},{at(0)},{nothing}\nA,Send,{at(1)},{at(5)},Nadia\n{nothing},Send,{at(6)},{at(7)},Ana\n"
    found = read(head + rows)
    assert found.spans == [("A", "Check", None, 0), ("A", "Send", 1, 5)]
    assert [one.actor for one in found.instances] == ["", "Nadia"]
    told = [one.what for one in found.problems]
    assert "It names no case." in told[0]
    assert f"In 1 row column 'resource' says what stands for nothing, such as {nothing!r}." in told


@pytest.mark.parametrize(
    "nothing", ["0000-00-00 00:00:00", "9999-12-31T00:00:00+01:00", "9999-12-31T22:00:00Z"]
)
def test_a_date_that_stands_for_none_is_no_time(nothing: str) -> None:
    rows = f"A,Check,{at(0)},{nothing}\nA,Check,{nothing},{nothing}\nA,Send,{at(1)},{at(5)}\n"
    found = read(f"case,activity,start,complete\n{rows}")
    assert [one.completed for one in found.instances] == [False, True]
    assert [(one.line, one.what) for one in found.problems] == [
        (3, "It has no time."),
        (None, f"In 1 row column 'complete' says what stands for nothing, such as {nothing!r}."),
    ]


def test_where_no_row_has_an_end_each_step_has_one_time() -> None:
    rows = "".join(f"{case},{activity},{at(5)},\n" for case in "AB" for activity in ("Check", "Send"))
    found = read(f"case,activity,start,complete\n{rows}")
    assert {(one.start_ms, one.completed) for one in found.instances} == {(None, True)}
    assert [one.what for one in found.problems] == ["No row has a time in column 'complete'."]


def test_rows_may_all_end_with_a_delimiter_that_the_header_lacks() -> None:
    rows = f"A;Check;{at(5)};\nA;Send, register;{at(9)};\n"
    found = read(f"case;activity;time\n{rows}")
    assert (found.spans, found.problems) == ([("A", "Check", None, 5), ("A", "Send, register", None, 9)], ())
    found = read(f"case;activity;time\n{rows * 30}B;Check;{at(7)}\n")
    assert len(found.instances) == 60
    assert "The row has 3 cells, the header 4." in [one.what for one in found.problems]


def test_a_row_alone_that_ends_with_a_delimiter_may_be_shifted_and_is_left_out() -> None:
    found = read(f"case,time,activity\nA,{at(5)},Check\nA,{at(7)},Send, with a comma\nA,{at(9)},Check,\n")
    assert [one.line for one in found.problems] == [3, 4]


def test_rows_that_say_the_same_are_counted_and_told() -> None:
    found = read(f"{LOG}A,Senden,{at(5)}\nA,Senden,{at(5)}\nB,Senden,{at(5)}\n")
    assert len(found.instances) == 5
    assert [one.what for one in found.problems] == [
        "2 rows say in the columns that are read what an earlier one says, line 4 first."
    ]


def test_line_ends_of_windows_and_lines_without_anything_are_no_rows() -> None:
    found = read(LOG.replace("\n", "\r\n\r\n"))
    assert found.spans == SPANS
    assert [one.numbers for one in found.instances] == [[3], [5]]


def test_evidence_is_the_line_in_which_a_row_begins() -> None:
    found = read(f'case,activity,timestamp\nA,"two\nlines",{at(0)}\nA,Check,{at(5)}\n')
    assert [(one.activity, one.numbers) for one in found.instances] == [("two\nlines", [2]), ("Check", [4])]


def test_rows_of_another_length_are_left_out_and_named() -> None:
    found = read(f"{LOG}A,Check\nA,Check,{at(9)},more\n")
    assert found.spans == SPANS
    assert [(one.line, one.what) for one in found.problems] == [
        (4, "The row has 2 cells, the header 3."),
        (5, "The row has 4 cells, the header 3."),
    ]
    assert (found.facts.rows, found.facts.left_out) == (4, 2)


def test_rows_that_lack_what_a_row_must_have_are_left_out_and_named() -> None:
    found = read(f"{LOG},Check,{at(1)}\nA, ,{at(1)}\nA,Check,\n")
    assert [(one.line, one.what) for one in found.problems] == [
        (4, "It names no case."), (5, "It names no activity."), (6, "It has no time."),
    ]  # fmt: skip


def test_not_every_bad_row_of_many_is_named() -> None:
    found = read(LOG + "A,Check,never\n" * 1000)
    assert len(found.problems) == MOST_PROBLEMS + 1
    assert found.problems[-1].what == f"{1000 - MOST_PROBLEMS} more rows were left out."
    assert found.facts.left_out == 1000


def test_a_column_that_is_there_twice_is_refused_where_it_is_read() -> None:
    twice = f"case,activity,activity,timestamp,note,note\nA,Check,Send,{at(0)},x,y\n"
    with pytest.raises(
        ImportRefused, match=r"log\.csv: 2 columns are called 'activity', and each could be meant"
    ):
        read(twice)
    with pytest.raises(ImportRefused, match="2 columns are called 'note'"):
        read(twice, columns={"activity": "note"})
    assert read(f"case,activity,timestamp,note,note\nA,Check,{at(0)},x,y\n").spans == [
        ("A", "Check", None, 0)
    ]


def test_a_row_that_ends_before_it_starts_is_left_out() -> None:
    found = read(f"case,activity,start,end\nA,Check,{at(5)},{at(0)}\nA,Send,{at(0)},{at(5)}\n")
    assert found.spans == [("A", "Send", 0, 5)]
    assert found.problems[0].what == "It is complete before it starts."


def test_a_start_without_an_end_is_a_step_that_nobody_saw_completed() -> None:
    found = read(f"case,activity,start,end\nA,Check,{at(5)},\nA,Send,,{at(7)}\n").instances
    assert [(one.start_ms, one.completed) for one in found] == [(None, False), (None, True)]


def test_a_cell_that_is_too_long_costs_its_row() -> None:
    whole = read(LOG)
    found = read(f"{LOG}A,{'x' * 2_000_001},{at(0)}\nA,Check,{at(9)}\n")
    assert len(found.instances) == len(whole.instances) + 1
    [problem] = found.problems
    assert (problem.line, problem.what) == (4, "A cell of it has more than 2,000,000 characters.")


NOTED = "case,activity,timestamp,note\n"


def noted(*notes: str) -> Read:
    return read(NOTED + "".join(f"A,Check,{at(place)},{note}\n" for place, note in enumerate(notes, start=2)))


def kept(found: Read) -> list[int]:
    return [number for one in found.instances for number in one.numbers]


NOT_CLOSED = "It opens a quote that is not closed before a delimiter or the end of a line"


def test_a_quote_that_is_never_closed_costs_the_row_in_which_it_opens() -> None:
    found = noted("a", '"5 inch', "b", '"c, d"', "e")
    assert kept(found) == [2, 4, 5, 6]
    assert [(one.line, one.what) for one in found.problems] == [
        (3, f"{NOT_CLOSED}: 2 lines after it would be in that cell.")
    ]
    assert (found.facts.rows, found.facts.left_out) == (5, 1)


def test_a_quote_that_another_one_seems_to_close_takes_no_rows_away() -> None:
    found = noted("a", '"5 inch', "b", '"6 inch', "c")
    assert kept(found) == [2, 4, 6]
    assert [(one.line, one.what) for one in found.problems] == [
        (3, f"{NOT_CLOSED}: 2 lines after it would be in that cell."),
        (5, f"{NOT_CLOSED}: 1 line after it would be in that cell."),
    ]


def test_a_quote_that_is_open_in_the_last_line_is_told() -> None:
    found = noted("a", '"5 inch')
    assert kept(found) == [2]
    assert [(one.line, one.what) for one in found.problems] == [(3, f"{NOT_CLOSED}.")]


def test_a_quote_in_the_middle_of_a_cell_takes_nothing_away() -> None:
    assert kept(noted('5"', '"5" inch', '"6" ', '"two\nlines"', '"said ""so"""')) == [2, 3, 4, 5, 7]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.sampled_from(["a", '"5 inch', '"c, d"', '""', '","', 'x"y', '"said ""so"""', '"two\nlines"']),
        min_size=1,
    )
)
def test_only_rows_in_which_a_quote_is_not_closed_are_left_out(notes: list[str]) -> None:
    faults = Faults("log.csv")
    text = "".join(f"{place},{note}\n" for place, note in enumerate(notes))
    rows = list(Lines(iter(text.splitlines(keepends=True)), ",", faults))
    whole = [str(place) for place, note in enumerate(notes) if note != '"5 inch']
    assert [row[0] for row in rows if row] == whole
    assert len(whole) + faults.count == len(notes)


def test_quotes_of_which_none_is_closed_are_refused_in_a_time_that_grows_with_the_file() -> None:
    body = 'A,x",y,"z\n' * 100_000
    with pytest.raises(
        ImportRefused, match=r"log\.csv:\d+: it opens a quote .* Write each quote in a cell twice"
    ):
        read(f'{NOTED}A,x,{at(0)},"z\n{body}')


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='",'), max_size=8)


CELL = st.sampled_from(["", " ", '"', '""', ",", "\r", "\n", "x", "é", "\t", '","', '"\n"']) | PLAIN


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.lists(CELL, max_size=3).map("".join), PLAIN, PLAIN | st.just(at(3)),
            st.sampled_from(["", "", "", ",", ",more"]),
        ),
        max_size=5,
    ),
    st.sampled_from(["as it is", "quoted", "quoted where needed"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)  # fmt: skip
def test_what_duckdb_reads_by_itself_is_read_as_everything_else_is(
    rows: list[tuple[str, str, str, str]], quoting: str, end: str, ended: bool
) -> None:
    def written(cell: str) -> str:
        quoted = '"' + cell.replace('"', '""') + '"'
        needed = quoting == "quoted" or (quoting != "as it is" and any(one in cell for one in '",\r\n'))
        return quoted if needed else cell

    body = "".join(f"{','.join(map(written, cells))}{more}{end}" for *cells, more in rows)
    text = f"case,activity,timestamp{end}{body}A,Check,{at(0)}{end if ended else ''}"
    fast, slow = (outcome(f"{text}{more}") for more in ("", f"{end}{end}"))
    assert fast == slow


def outcome(text: str) -> object:
    """An empty line says nothing; but where there is one, every row is read one by one."""
    try:
        found = read(text, time_zone="UTC")
    except ImportRefused as error:
        return str(error)
    return found.instances, found.problems, found.facts.rows, found.facts.left_out


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        (LOG, True),
        (LOG.replace("\n", "\r\n"), True),
        (LOG.replace("Prüfen", '"Prüfen ""gut"", ja"'), True),
        (LOG.replace("Prüfen", ' "Prüfen"'), False),
        (f"{LOG}\n", False),
        (f'{LOG}A,"two\nlines",{at(3)}\n', False),
        (f"{LOG}A,Senden,{at(9)},\n", False),
        (f'{LOG}A,Senden,"{at(9)}\n', False),
        (f'{LOG}A,"Senden,{at(9)}\nA,"Prüfen,{at(9)}\n', False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_duckdb_reads_a_table_by_itself_where_that_makes_no_difference(
    text: str, quick: bool, encoding: str
) -> None:
    with read_rows(Source("log.csv", text.encode(encoding)), Given(), Faults("log.csv")) as reading:
        assert reading.quick is not None
        with duckdb.connect() as tables:
            try:
                assert reading.quick(tables, list[str]().append) == quick
            except duckdb.Error:
                assert not quick


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
            st.integers(0, 10**6),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_a_cell_holds_comes_through_composed_but_for_blanks_at_its_ends(
    rows: list[tuple[str, str, int]],
) -> None:
    rows = [("A", "Check", 0), *rows]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["case", "activity", "timestamp"])
    writer.writerows((case, activity, at(second)) for case, activity, second in rows)
    found = read(out.getvalue())
    blanks = "".join(filter(lambda one: unicodedata.category(one) == "Zs", map(chr, range(0x3001))))
    named = [tuple(_named(one.strip(blanks)) for one in (case, activity)) for case, activity, _ in rows]
    assert [(one.case, one.activity) for one in found.instances] == [
        one for one in named if all(one) and not {*NOTHING} & {*one}
    ]


def _named(text: str) -> str:
    return text if "\0" in text else composed(text)


def test_a_log_without_rows_is_told_so_and_no_option_is_offered(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("case,activity,start,end\n")
    with pytest.raises(ImportRefused) as raised:
        load([str(tmp_path / "empty.csv")])
    assert str(raised.value).endswith("empty.csv: it has no rows. Export it again.")
