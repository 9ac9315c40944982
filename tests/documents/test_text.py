"""Text from pages in Markdown: shown as it is, and no more marked than it has to be for whoever reads the file."""

import pytest

from ledgerium_cli.documents.text import md
from ledgerium_cli.documents.words import within


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
