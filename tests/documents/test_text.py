"""Text from pages in Markdown: shown as it is, and no more marked than it has to be for whoever reads the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.text import md
from ledgerium_cli.documents.words import percent, within


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


def test_a_percentile_can_be_read_aloud():
    assert [*map(within, (0, 400, 1_000, 65_000))] == [
        "90 % within 0 s", "90 % under 1 s", "90 % within 1.0 s", "90 % within 1 min 05 s",
    ]  # fmt: skip


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
