"""Evidence beside words of people: what was recorded stays cited, and what they cite says that it is theirs."""

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, edited


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
