"""Evidence beside words of people: what was recorded stays cited, and what they cite says that it is theirs."""

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, Folder, edited


@pytest.mark.parametrize("remark", ["See also the wiki.", "(see the wiki)", "see the wiki"])
@pytest.mark.parametrize("shown", ["Evidence: (R1: 16–19)", "**Evidence:** (R1: 16–19)"])
def test_evidence_stays_when_a_remark_is_written_behind_it(shown, remark):
    base = edited(("- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 16–19)"))
    theirs = edited(("Evidence: (R1: 16–19)", f"{shown} {remark}"), of=base)
    merged = merge(base, theirs, base)
    assert f"\n- {shown} {remark} *(edited)*\n" in merged.text
    assert merge(base, merged.text, base).text == merged.text
    new = edited(("(R1: 16–19)", "(R1: 16–19; R2: 4)"), of=base)
    assert f"\n- {shown[:-1]}; R2: 4) {remark} *(edited)*\n" in merge(base, merged.text, new).text


def test_events_stay_behind_a_note_without_a_stop_that_a_person_remarks_on():
    noted = "“Called the customer”: noted by Ana on 1 order (SO-1) (R3: 26)"
    base = edited(("Never release an order on hold.", noted))
    theirs = edited((noted, f"{noted} They answered at once."), of=base)
    assert f"- {noted} They answered at once. *(edited)*\n" in merge(base, theirs, base).text


def test_events_stay_behind_a_remark_before_the_colon_that_announces_them():
    base = edited(
        ("- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 16–19; 5 more)")
    )
    remark = "- Evidence (see ticket 12):"
    merged = merge(base, base.replace("- Evidence:", remark), base).text
    assert f"{remark} (R1: 16–19; 5 more) *(edited)*\n" in merged
    assert merge(base, merged, base).text == merged
    new = base.replace("16–19; 5 more", "16–18")
    later = merge(base, merged, new)
    assert (later.conflicts, f"{remark} (R1: 16–18) *(edited)*\n" in later.text) == ((), True)


def test_an_event_that_a_person_cites_beside_the_recorded_one_says_that_it_is_theirs():
    theirs = edited(("Press “Save order”. (R1: 16)", "Press “Save order”. (R1: 99)"))
    merged = merge(BASE, theirs, BASE).text
    assert "Press “Save order”. (R1: 16) (R1: 99) *(edited)*\n" in merged
    assert merge(BASE, merged, BASE).text == merged
    inside = edited(("9 of 9 times (R1: 19).", "9 of 9 times (R1: 77)."))
    merged = merge(BASE, inside, BASE).text
    assert "9 of 9 times (R1: 77). *(edited)* Then" in merged
    assert merge(BASE, merged, BASE).text == merged


FIRST_ROW = "| R1 | rec-1 | Ana | 10 |"


def numbered(*recordings: str) -> str:
    """The SOP made of these recordings, the earliest first, of which “late” has all that is done."""
    rows = "\n".join(f"| R{n} | {name} | Ana | 10 |" for n, name in enumerate(recordings, start=1))
    label = f"(R{recordings.index('late') + 1}:"
    return edited((FIRST_ROW, rows)).replace("(R1:", label)


CITED_BY_PEOPLE = (
    (
        "1. On “New order”, choose “Customer”. (R1: 6–15)\n",
        "1. On “New order”, look.\n2. Choose “Customer”. (R1: 6)\n",
    ),
    ("\n## Rules that must hold\n", "\nLook at the price as Ana does (R1: 9).\n\n## Rules that must hold\n"),
)


def test_what_people_cite_follows_its_recording_when_an_earlier_one_gives_it_another_number():
    folder = Folder(edited(*CITED_BY_PEOPLE, of=numbered("late")), numbered("late"))
    before = folder.build(numbered("late"))
    assert "as Ana does (R1: 9)" in before
    after = folder.build(numbered("early", "late"))
    assert after.replace("(R2:", "(R1:") == before.replace(
        "| R1 | late | Ana | 10 |", "| R1 | early | Ana | 10 |\n| R2 | late | Ana | 10 |"
    )
    assert folder.build(numbered("late")) == before


def test_what_people_cite_of_a_recording_that_is_gone_names_it_until_it_is_back():
    made = numbered("late", "gone")
    theirs = edited(("Press “Release”. (R1: 39)", "Press “Release” as Ben does (R2: 9)."), of=made)
    folder = Folder(theirs, made)
    before = folder.build(made)
    assert "as Ben does (gone: 9)" in folder.build(numbered("late", "new"))
    assert folder.build(made) == before
