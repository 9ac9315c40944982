"""Generated text that people put back as it had been, after builds counted otherwise."""

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.keep import keep_edits

from .make import BASE, CHECK, section

FIRST = BASE.replace("Then “Release", "Then “Enter the order” (1); also seen: “Release")
LATER = (
    FIRST.replace("Then “Enter the order” (1); also seen: “Release", "Then “Release")
    .replace("R1: ", "R2: ")
    .replace("9 of 9", "18 of 19")
    .replace("work 14 s", "work 25 s")
)


def built(theirs: str, base: str, new: str) -> tuple[str, str]:
    """`sop.md` and `sop.base.md` of a build without conflicts, which building again does not change."""
    for _ in range(2):
        before = theirs, base
        kept = keep_edits("sop.md", theirs.encode(), base.encode(), new)
        theirs, base = kept.content.decode(), base_of(new, gone=kept.merged.gone)
        assert not kept.merged.conflicts
    assert (theirs, base) == before
    return theirs, base


@pytest.mark.parametrize(
    ("had", "now"),
    [
        pytest.param(section(FIRST, CHECK.title), section(LATER, CHECK.title), id="step"),
        pytest.param("- Time: work 14 s (n = 9).", "- Time: work 25 s (n = 9).", id="time"),
        pytest.param(
            "1. Open “Credit check”. (R1: 22)", "1. Open “Credit check”. (R2: 22)", id="instruction"
        ),
    ],
)
def test_what_people_take_out_and_put_back_as_it_was_is_as_generated_now(had, now):
    _, base = built(FIRST.replace(f"{had}\n", ""), base_of(FIRST), FIRST)
    _, base = built(LATER.replace(f"{now}\n", ""), base, LATER)
    assert LATER.count(now) == 1
    assert built(LATER.replace(now, had), base, LATER) == (LATER, base_of(LATER))


def test_what_people_change_in_what_they_put_back_is_theirs():
    had, now = (section(text, CHECK.title) for text in (FIRST, LATER))
    _, base = built(FIRST.replace(f"{had}\n", ""), base_of(FIRST), LATER)
    own = had.replace("Open “Credit check”.", "Open “Credit check” at the bank.")
    text, _ = built(LATER.replace(now, own), base, LATER)
    assert "1. Open “Credit check” at the bank. *(edited)*" in text


@pytest.mark.parametrize(
    ("cited", "now", "shown"),
    [
        ("(R1: 22)", "(R2: 22)", "(R2: 22)"),
        ("(R1: 22; R2: 40)", "(R2: 22; R3: 40; R4: 5)", "(R2: 22; R3: 40; R4: 5)"),
        ("(R1: 22; R2: 40; 3 more)", "(R1: 8; R2: 22; 4 more)", "(R1: 8; R2: 22; 4 more)"),
        ("(R1: 23)", "(R2: 22)", "(R2: 22) (R1: 23) *(edited)*"),
        ("(R2: 22; R1: 7)", "(R2: 22)", "(R2: 22) (R1: 7) *(edited)*"),
    ],
)
def test_events_of_recordings_that_another_build_numbered_otherwise_are_the_same(cited, now, shown):
    new = BASE.replace("(R1: 22)", now)
    text, _ = built(BASE.replace("(R1: 22)", cited), base_of(new), new)
    assert f"1. Open “Credit check”. {shown}\n" in text


def test_what_people_put_into_a_comment_is_taken_out_and_as_generated_when_they_lift_it():
    had, now = "- Time: work 14 s (n = 9).", "- Time: work 25 s (n = 9)."
    commented = f"<!--\n{had}\n-->"
    text, base = built(FIRST.replace(had, commented), base_of(FIRST), FIRST)
    text, base = built(text, base, LATER)
    assert commented in text
    assert now not in text
    text, _ = built(text.replace(commented, had), base, LATER)
    assert f"{now}\n" in text
    assert "people**" not in text


def test_a_build_without_a_base_keeps_of_what_people_took_out_what_the_next_one_would():
    theirs = FIRST.replace("- Time: work 14 s (n = 9).\n", "")
    kept = keep_edits("sop.md", theirs.encode(), None, LATER)
    base = base_of(LATER, gone=kept.merged.gone)
    again = keep_edits("sop.md", kept.content, base.encode(), LATER)
    assert again.content == kept.content
    assert base_of(LATER, gone=again.merged.gone) == base
