"""Text from pages in Markdown: shown as it is, and no more marked than it has to be for whoever reads the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.words import (
    declared_percent,
    duration,
    percent,
    percent_against,
    percents_apart,
    spread,
    spread_between,
    told_apart,
    worked,
)
from ledgerium_cli.findings.statistics import summarise
from ledgerium_cli.output.text import in_quotes, md
from ledgerium_cli.quotation import in_quotation_marks


@pytest.mark.parametrize(
    "text", ["erp.example.com:8802", "09:00-17:30", "Terms & conditions", "Totals: 7", "Wow! Saved", "50 %"]
)
def test_what_means_nothing_stands_as_it_is(text):
    assert md(text) == text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("saved :smile: :+1: :8ball: :100:", "saved \\:smile: \\:+1: \\:8ball: \\:100:"),
        ("https://x.example", "https\\:\\//x.example"),
        ("&amp; &#60; R&D &", "\\&amp; \\&\\#60; R\\&D \\&"),
        ("!7 ![x](y) Saved!", "\\!7 \\!\\[x\\](y) Saved\\!"),
    ],
)
def test_what_could_mean_something_to_any_renderer_is_marked(text, marked):
    assert md(text) == marked


def test_quotation_marks_within_quotation_marks_are_single_ones_in_every_document():
    assert in_quotes(md('Press "Save" or “Send”')) == in_quotation_marks('Press "Save" or “Send”')
    assert in_quotes(md('Press "Save" or “Send”')) == "“Press ‘Save’ or ‘Send’”"


def test_a_percentile_of_few_values_is_not_told_as_a_share_of_them():
    """Eight of these nine are within it, which is no 90 %."""
    times = [10_000] * 8 + [100_000]
    assert spread(summarise(times)) == "median 10 s, 90th percentile 28 s (n = 9)"
    assert sum(one <= 28_000 for one in times) / len(times) < 0.9


HOUR = 3_600_000


def test_work_is_told_in_hours_since_nobody_works_days_of_24():
    assert [*map(worked, (60_000, 23 * HOUR, 48 * HOUR, 10_448 * HOUR))] == [
        "1 min 00 s", "23 h 00 min", "48 h", "10,448 h",
    ]  # fmt: skip
    assert duration(48 * HOUR) == "2 d 0 h"
    assert duration(295_758 * HOUR) == "12,323 d 6 h"


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ((47 * HOUR, 3 * HOUR), ["1 d 23 h", "3 h 00 min"]),
        ((46 * HOUR, 46 * HOUR + 360_000), ["1 d 22 h 00 min", "1 d 22 h 06 min"]),
        ((2 * HOUR - 39_000, 2 * HOUR - 68_000), ["1 h 59 min 21 s", "1 h 58 min 52 s"]),
        ((65_400, 65_440), ["1 min 05.40 s", "1 min 05.44 s"]),
        ((12_001, 12_002), ["12.001 s", "12.002 s"]),
        ((HOUR, HOUR), ["1 h 00 min", "1 h 00 min"]),
    ],
)
def test_different_times_beside_one_another_never_read_the_same(lengths, told):
    assert told_apart(*lengths) == told


def test_different_work_and_shares_beside_one_another_never_read_the_same():
    assert told_apart(50 * HOUR, 50 * HOUR + 60_000, told=worked) == ["50 h 00 min", "50 h 01 min"]
    assert percents_apart(0.25, 0.5) == ["25 %", "50 %"]
    assert percents_apart(0.9912, 0.9934) == ["99.1 %", "99.3 %"]


@pytest.mark.parametrize("times", [[0] * 12, [400] * 12, [0, 999, 0]])
def test_what_never_took_a_second_was_at_once(times):
    assert spread_between(summarise(times)) == f"at once (n = {len(times)})"
    assert spread(summarise(times)) == f"each {'under 1 s' if max(times) else '0 s'} (n = {len(times)})"


def test_a_declared_share_is_told_as_it_was_declared():
    assert [*map(declared_percent, (0, 0.125, 0.205, 0.9, 0.999, 1))] == [
        "0 %", "12.5 %", "20.5 %", "90 %", "99.9 %", "100 %",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "bound", "told"),
    [
        (1 / 8, 0.25, "13 %"), (43 / 48, 0.9, "89.6 %"), (9 / 43, 0.2095, "20.9 %"), (399 / 400, 0.999, "99.8 %"),
        (0.9, 0.9, "90 %"), (1, 0.999, "100 %"), (1 / 1000, 0.1, "0.1 %"), (1999 / 2000, 0.9, "99.95 %"),
    ],
)  # fmt: skip
def test_a_share_lies_on_the_side_of_a_bound_where_it_is_said_to_lie(share, bound, told):
    assert percent_against(share, bound) == told


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_halves_of_a_percent_are_rounded_up(part, whole):
    part = part % (whole + 1)
    told = percent(part / whole)
    if told.startswith("under"):
        assert 0 < 200 * part < whole
    elif told.startswith("over"):
        assert 0 < 200 * (whole - part) <= whole
    else:
        assert told == f"{(200 * part + whole) // (2 * whole)} %"
