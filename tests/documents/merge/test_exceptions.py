"""What people write at one exception, when the list of exceptions is another one."""

import pytest

from .make import BASE, Folder

REFUSED = (
    "**Entry refused** at “Enter the order”, 1 time. The page said “Not saved” (SO-1). "
    "Next came “Enter the order” (1). (R1: 66)"
)
FAILED = REFUSED.replace("Entry refused", "Validation failed").replace("66", "70")
CHECKED = REFUSED.replace("at “Enter", "at “Check").replace("66", "80")
OPEN = "**Forbidden combination** in 1 order (SO-5): Confirm the order while the hold was open. (R1: 185)"
OPEN_LATER = OPEN.replace("Confirm", "Release")
MISSING = (
    "**Missing step** in 1 order (SO-6): Run the check was not seen; "
    "the case went on to Release the order. (R1: 209)"
)
MISSING_FIRST = MISSING.replace("Run the check", "Enter the order")
EXTRA = "**Extra step** in 1 order (SO-8): Print the order is not a declared activity. (R1: 2)"
EXTRA_LAST = EXTRA.replace("Print", "Mail")
HELD = (
    "**Hold** (credit) at “Check the order” on 2 orders (SO-1 and SO-2). "
    "Released by Ben after 5 min 07 s (n = 1). (R2: 18)"
)
HELD_FIRST = HELD.replace("Check", "Enter").replace("18", "28")
PAIRS = {
    "a result": (REFUSED, FAILED),
    "a step": (REFUSED, CHECKED),
    "a rule": (OPEN, OPEN_LATER),
    "a missing step": (MISSING, MISSING_FIRST),
    "an extra step": (EXTRA, EXTRA_LAST),
    "a hold": (HELD, HELD_FIRST),
}


def told(*exceptions: str) -> str:
    listed = "".join(f"- {one}\n" for one in exceptions)
    return BASE.replace("## Rules", f"## Exceptions and holds\n\n{listed}\n## Rules")


@pytest.mark.parametrize(("was", "now"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("own", ["{} Ask Zoe.", "{}\n  - Ask Zoe.", "Ask Zoe: {}"])
def test_words_at_an_exception_stay_with_it_when_another_one_comes_in_its_place(was, now, own):
    folder = Folder(told(own.format(was)), told(was))
    mine = folder.build(told(was))
    sop = folder.build(told(now))
    assert f"- {now}\n" in sop
    assert folder.conflicts == 1
    assert sop.count("the build no longer says:\n  >\n  > " + was) == 1
    assert folder.build(told(was)) == mine


def test_an_exception_of_the_same_events_is_the_same_under_another_name():
    folder = Folder(told(f"{REFUSED} Ask Zoe."), told(REFUSED))
    folder.build(told(REFUSED.replace("Entry refused", "Order refused")))
    assert folder.sop.count("Entry refused") == folder.conflicts
    assert folder.sop.count("Ask Zoe.") == 1
    assert "the build no longer says" not in folder.sop


def test_words_in_place_of_an_exception_stand_where_it_is_generated():
    folder = Folder(told("Ask Zoe.", EXTRA), told(OPEN, EXTRA))
    folder.build(told(REFUSED, OPEN, MISSING, EXTRA))
    listed = f"- {REFUSED}\n- Ask Zoe. *(added)*\n- {MISSING}\n- {EXTRA}\n"
    assert listed in folder.sop
    folder.build(told(REFUSED, FAILED, OPEN, MISSING, EXTRA))
    assert f"- {REFUSED}\n- {FAILED}\n- Ask Zoe. *(added)*\n- {MISSING}\n" in folder.sop
