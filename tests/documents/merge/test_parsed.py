"""A version of a document is parsed part by part, since most of it stands in other versions too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.markdown.parse import _made_of, parse_content
from ledgerium_cli.documents.merge.markdown.tokens import Part, parser, parts_of

LINES = [
    "# SOP",
    "## Purpose",
    "### 1. Press “Save”",
    " ## Indented",
    "    ## code",
    "Under a line",
    "===",
    "---",
    "- an entry",
    "  ## in an entry",
    "> quoted",
    "> ## quoted",
    "| a | b |",
    "|---|---|",
    "```",
    "~~~",
    "<div>",
    "</div>",
    "<!-- begun",
    "ended -->",
    "<!-- ledgerium:step a1 -->",
    "[sop]: https://example.com/sop",
    "As [sop] and [the sop][sop] say.",
    "#",
    "#no heading",
    "",
    "",
]


def sections(text: str) -> list[object]:
    return [one for _, part in parts_of(text) for one in _made_of(part) if one.level or one.blocks]


@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
def test_in_parts_a_text_says_what_it_says_as_a_whole(text: str) -> None:
    whole = _made_of(Part(text, parser().parse(text)))
    assert sections(text) == [one for one in whole if one.level or one.blocks]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("# SOP\n\nWhy.\n\n## Purpose\nThis.\n\n\n### 1. Press “Save”\n", [0, 4, 8]),
        ("Before.\n# SOP\n\n## Purpose", [0, 1, 3]),
        ("# SOP\n```\n## Purpose\n```\n## Scope", [0]),
        ("# SOP\n<!--\n## Purpose\n-->\n## Scope", [0]),
        ("# SOP\n[Scope] of it.\n## Scope\n[scope]: https://example.com", [0]),
        ("", []),
    ],
)
def test_a_part_begins_with_a_heading_unless_one_hangs_on_another(text: str, starts: list[int]) -> None:
    assert [start for start, _ in parts_of(text)] == starts


def test_whatever_ends_its_lines_and_encodes_it_a_file_says_the_same() -> None:
    text = "# SOP\n\nWhy.\n\n## Purpose\nThis.\n"
    ends = ("\n", "\r\n", "\r")
    said = [[one.said for one in parse_content(text.replace("\n", end).encode()).sections] for end in ends]
    assert said == [["SOP", "Purpose"]] * 3
    assert [one.said for one in parse_content(text.replace("Why.", "Why\rso.").encode()).sections] == said[0]
    for wide in (text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        assert [one.said for one in parse_content(wide).sections] == said[0]
