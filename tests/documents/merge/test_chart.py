"""The flowchart of an SOP that people laid out, when paths and steps are new."""

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.sop.edits import edits_in

from .make import BASE, edited

LINES = (
    "flowchart TD",
    '  start(["start"])',
    '  s1["Enter the order"]',
    '  s2["Check the credit"]',
    '  s3["Release the order"]',
    "  start ==>|9| s1",
    "  s1 ==>|9| s2",
    "  s2 ==>|9| s3",
)


def charted(*lines: str, of: str = BASE) -> str:
    return edited(("## Procedure\n", "\n".join(["## Procedure", "", "```mermaid", *lines, "```", ""])), of=of)


def lines_of(text: str) -> list[str]:
    return text.partition("```mermaid\n")[2].partition("\n```")[0].split("\n")


BEFORE = charted(*LINES)
NEW_PATH = charted(*LINES[:-1], "  s2 -->|1| s1", "  s2 ==>|18| s3")
LAID_OUT = {
    "direction": ("flowchart TD", "flowchart LR"),
    "style": ('  s2["Check the credit"]', '  s2["Check the credit"]\n  style s2 fill:#f96'),
    "label": ('  s2["Check the credit"]', '  s2["Ask the bank"]'),
    "line": ("  s1 ==>|9| s2", "  s1 -.->|9| s2"),
}


@pytest.mark.parametrize("change", LAID_OUT.values(), ids=LAID_OUT)
def test_a_new_path_goes_into_a_chart_that_people_laid_out(change):
    merged = merge(BEFORE, edited(change, of=BEFORE), NEW_PATH)
    assert not merged.conflicts
    assert lines_of(merged.text) == lines_of(edited(change, of=NEW_PATH))
    assert merge(NEW_PATH, merged.text, NEW_PATH).text == merged.text


def test_a_step_may_be_renamed_in_a_chart_that_people_turned():
    renamed = BEFORE.replace("Check the credit", "Ask the bank")
    merged = merge(BEFORE, edited(LAID_OUT["direction"], of=BEFORE), renamed)
    assert not merged.conflicts
    assert lines_of(merged.text) == lines_of(edited(LAID_OUT["direction"], of=renamed))


def test_a_style_stays_with_its_step_when_another_one_comes_before_it():
    new = charted(
        *LINES[:3],
        '  s2["Validate the order"]',
        '  s3["Check the credit"]',
        '  s4["Release the order"]',
        "  start ==>|9| s1",
        "  s1 ==>|9| s2",
        "  s2 ==>|9| s3",
        "  s3 ==>|9| s4",
    )
    merged = merge(BEFORE, edited(LAID_OUT["style"], of=BEFORE), new)
    assert not merged.conflicts
    assert '  s3["Check the credit"]\n  style s3 fill:#f96\n' in merged.text


RED = ("  s2 ==>|9| s3", "  s2 ==>|9| s3\n  linkStyle 2 stroke:#f00")


def test_the_look_of_a_path_stays_with_it_when_another_one_comes_before_it_or_goes():
    merged = merge(BEFORE, edited(RED, of=BEFORE), NEW_PATH)
    assert not merged.conflicts
    assert lines_of(merged.text) == [*lines_of(NEW_PATH), "  linkStyle 3 stroke:#f00"]
    assert merge(NEW_PATH, merged.text, NEW_PATH).text == merged.text
    back = merge(NEW_PATH, merged.text, BEFORE)
    assert lines_of(back.text) == lines_of(edited(RED, of=BEFORE))


def test_the_look_of_a_path_that_is_gone_is_a_conflict():
    new = charted(*LINES[:-1], "  s1 ==>|9| s3")
    assert merge(BEFORE, edited(RED, of=BEFORE), new).conflicts == ("Procedure",)


@pytest.mark.parametrize(
    "own",
    ["s1 -- by hand --> s3", "s1 -. by hand .-> s3", "s1 ~~~ s3", 's1 --> s3["A --> B"]', "s1 <--> s3"],
)
def test_the_look_of_a_path_of_people_stays_with_it(own):
    mine = ("  s2 ==>|9| s3", f"  {own}\n  s2 ==>|9| s3\n  s2 --> s1 & s3\n  linkStyle 2,5 stroke:#f00")
    new = charted(*LINES[:-3], "  start ==>|9| s1", "  start -->|1| s2", *LINES[-2:])
    merged = merge(BEFORE, edited(mine, of=BEFORE), new)
    assert not merged.conflicts
    assert "\n  linkStyle 3,6 stroke:#f00\n" in merged.text


@pytest.mark.parametrize(
    ("theirs", "new"),
    [
        (("  s1 ==>|9| s2", "  s1 ==>|nine| s2"), ("  s1 ==>|9| s2", "  s1 ==>|18| s2")),
        (
            LAID_OUT["style"],
            ('  s2["Check the credit"]\n', ""),
        ),
    ],
    ids=["one line", "a step that is gone"],
)
def test_what_people_and_the_build_say_otherwise_in_one_line_is_a_conflict(theirs, new):
    assert merge(BEFORE, edited(theirs, of=BEFORE), edited(new, of=BEFORE)).conflicts == ("Procedure",)


def test_direction_and_styles_make_no_other_version():
    theirs = edited(LAID_OUT["direction"], LAID_OUT["style"], of=BEFORE)
    assert not edits_in(theirs, BEFORE)
    assert edits_in(edited(LAID_OUT["label"], of=BEFORE), BEFORE)


def test_a_label_is_the_same_edit_whatever_paths_are_new():
    edits = [edits_in(edited(LAID_OUT["label"], of=made), made) for made in (BEFORE, NEW_PATH)]
    assert edits[0] == edits[1] != ()
