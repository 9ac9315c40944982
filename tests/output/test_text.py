"""Text from pages in Markdown: shown as it is, and no more marked than it has to be for whoever reads the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.words import declared_percent, percent, percent_against, within
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


def test_a_percentile_can_be_read_aloud():
    assert [*map(within, (0, 400, 1_000, 65_000))] == [
        "90 % within 0 s", "90 % under 1 s", "90 % within 1.0 s", "90 % within 1 min 05 s",
    ]  # fmt: skip


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
