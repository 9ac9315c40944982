"""Several ways to do a step, each below its heading, of which some are not seen for a time."""

import re

import pytest

from .make import BASE, CHECK, ENTER, RELEASE, Folder, Sop

NOTES = re.compile(r"(?m)^ *> \*\*Conflict(?:.*\n *>)*.*\n\n?")
SAVED = ("Open “New order”. (R1: 2)", "Fill in “Customer”. (R1: 3)", "Press “Save order”. (R1: 6)")
CHANGED = ("Open “Edit order”. (R1: 22)", "Fill in “Quantity”. (R1: 23)", "Press “Save changes”. (R1: 26)")
CANCELLED = ("Open “Edit order”. (R1: 32)", "Press “Cancel”. (R1: 36)")
OWN = "Press “Save changes” and tell the customer. *(edited)*"


def with_ways(*ways: tuple[str, ...]) -> str:
    """The first step as builds write one that was done in several ways, or in one."""
    lists = ["\n".join(f"{n}. {one}" for n, one in enumerate(way, start=1)) for way in ways]
    heads = [f"**Last pressed: {re.findall('“.*?”', way[-1])[0]}** (3 of 9 times):\n\n" for way in ways]
    told = "\n\n".join(map("".join, zip(heads if len(ways) > 1 else [""], lists, strict=True)))
    actions = "\n".join(f"{n}. {one}" for n, one in enumerate(ENTER.actions, start=1))
    return BASE.replace(actions, told)


@pytest.mark.parametrize("ways", [(SAVED, CHANGED), (CHANGED, SAVED), (CANCELLED, CHANGED, SAVED)])
@pytest.mark.parametrize("meanwhile", [(SAVED,), (CANCELLED,), (SAVED, CANCELLED)])
@pytest.mark.parametrize("settle", [False, True])
def test_what_people_changed_in_one_way_to_do_a_step_is_in_no_other_when_it_comes_back(
    ways, meanwhile, settle
):
    whole = with_ways(*ways)
    own = whole.replace("Press “Save changes”. (R1: 26)", OWN)
    folder = Folder(own, whole)
    told = folder.build(whole)
    assert f"3. {OWN}" in told
    folder.build(with_ways(*meanwhile))
    assert folder.conflicts == 1
    if settle:
        folder.settle()
        folder.build(with_ways(*meanwhile))
    back = folder.build(whole)
    assert re.sub(r"\n{3,}", "\n\n", back) == told
    assert "Moved by people" not in back


@pytest.mark.parametrize("ways", [(SAVED, CHANGED), (CHANGED, SAVED), (CANCELLED, CHANGED, SAVED)])
@pytest.mark.parametrize("settle", [False, True])
def test_what_people_wrote_into_one_way_to_do_a_step_stays_below_its_heading_when_it_goes(ways, settle):
    whole = with_ways(*ways)
    last = "3. Press “Save changes”. (R1: 26)"
    head = "**Last pressed: “Save changes”** (3 of 9 times):"
    own = whole.replace(last, f"{last}\n4. Tell the customer.").replace(head, f"{head}\n\n> Ask Eva first.")
    folder = Folder(own, whole)
    told = folder.build(whole)
    sop = folder.build(with_ways(SAVED))
    assert folder.conflicts == 1
    assert sop.index("3. Press “Save order”") < sop.index(head) < sop.index("> Ask Eva first.")
    assert sop.index("> Ask Eva first.") < sop.index("1. Tell the customer.") < sop.index("- Result seen")
    if settle:
        folder.sop = NOTES.sub("", folder.sop)
        folder.build(with_ways(SAVED))
    assert folder.build(whole) == told


@pytest.mark.parametrize("order", [(SAVED, CHANGED), (CHANGED, SAVED)])
def test_a_way_to_do_a_step_that_people_took_out_stays_out_whatever_is_done_in_it_now(order):
    """Also when it was not seen for a time."""
    whole, without = with_ways(*order), with_ways(SAVED)
    [told] = re.findall(r"(?s)\*\*Last pressed: “Save changes”\*\*.*?“Save changes”\. \(R1: 26\)\n\n", whole)
    folder = Folder(whole.replace(told, ""), whole)
    folder.build(whole)
    other = (CHANGED[0], "Open “Price list”. (R1: 24)", CHANGED[2])
    others = tuple(other if one is CHANGED else one for one in order)
    for new in (with_ways(*others), without, with_ways(*others), whole, without, whole):
        sop = folder.build(new)
        assert folder.conflicts == 0
        assert [one for one in (*CHANGED, *other, "Save changes") if one in sop] == []
        assert "3. Press “Save order”. (R1: 6)" in sop


@pytest.mark.parametrize("order", [(SAVED, CHANGED), (CHANGED, SAVED)])
@pytest.mark.parametrize("first", [(SAVED,), (CANCELLED, SAVED), (CHANGED,)])
@pytest.mark.parametrize("then", [(CANCELLED,), (SAVED, CANCELLED), (CHANGED,)])
def test_what_people_wrote_below_the_heading_of_a_way_is_there_again_whatever_was_seen_meanwhile(
    order, first, then
):
    whole = with_ways(*order)
    head = "**Last pressed: “Save changes”** (3 of 9 times):"
    folder = Folder(whole.replace(head, f"{head}\n\nAsk Eva first."), whole)
    told = folder.build(whole)
    for ways in (first, then):
        assert "Ask Eva first." in folder.build(with_ways(*ways))
        assert folder.conflicts == (len(ways) == 1 or CHANGED not in ways)
    assert folder.build(whole) == told
    assert folder.conflicts == 0


def test_a_note_that_something_is_no_longer_said_goes_when_the_step_comes_back_as_a_whole():
    whole = with_ways(SAVED, CHANGED)
    head = "**Last pressed: “Save changes”** (3 of 9 times):"
    folder = Folder(whole.replace(head, f"{head}\n\nAsk Eva first."), whole)
    folder.build(whole)
    folder.build(with_ways(SAVED))
    assert "Ask Eva first." in folder.build(Sop((CHECK, RELEASE)).markdown())
    assert f"{head}\n\nAsk Eva first. *(added)*\n\n1. Open “Edit order”" in folder.build(whole)
    assert folder.conflicts == 0


@pytest.mark.parametrize("order", [(SAVED, CHANGED), (CHANGED, SAVED)])
@pytest.mark.parametrize("meanwhile", [(SAVED,), (CANCELLED,), (SAVED, CANCELLED)])
def test_an_order_that_people_gave_to_one_way_is_there_again_when_it_comes_back(order, meanwhile):
    whole = with_ways(*order)
    first, second = (f"{n}. {one}\n" for n, one in enumerate(CHANGED[:2], start=1))
    folder = Folder(whole.replace(first + second, f"1. {CHANGED[1]}\n2. {CHANGED[0]}\n"), whole)
    told = folder.build(whole)
    assert "**Moved by people**: 1 passage at “Enter the order”" in told
    folder.build(with_ways(*meanwhile))
    assert folder.build(whole) == told


DONE = {
    "first": ("Open “New order”. (R1: 2)", "Fill in “Customer”. (R1: 3)", "Press “Save”. (R1: 6)"),
    "second": ("Open “Edit order”. (R1: 22)", "Fill in “Quantity”. (R1: 23)", "Press “Save”. (R1: 26)"),
    "third": ("Open “Edit order”. (R1: 32)", "Fill in “Note”. (R1: 33)", "Press “Save”. (R1: 36)"),
    "fourth": ("Open “Price list”. (R1: 42)", "Fill in “Quantity”. (R1: 43)", "Press “Save”. (R1: 46)"),
}
"""What is done the first, second, … time that a case comes to the step; the same button is pressed each time."""


def with_times(*told: str) -> str:
    """The first step as builds write one that is done otherwise another time: `second and fourth` is done as the
    second."""
    lists = []
    for times in told:
        actions = "\n".join(f"{n}. {one}" for n, one in enumerate(DONE[times.split()[0]], start=1))
        lists.append(f"**Last pressed: “Save”**, the {times} time (3 of 9 times):\n\n{actions}")
    actions = "\n".join(f"{n}. {one}" for n, one in enumerate(ENTER.actions, start=1))
    return BASE.replace(actions, "\n\n".join(lists))


QUANTITY = "Fill in “Quantity”. (R1: 23)"
FIRST_TWO = "1. Open “Edit order”. (R1: 22)\n2. Fill in “Quantity”. (R1: 23)\n"


@pytest.mark.parametrize(
    "was",
    [("first", "second and fourth", "third"), ("first", "second", "third", "fourth"), ("first", "second")],
)
@pytest.mark.parametrize(
    "meanwhile",
    [
        ("first and second", "third"),
        ("first and third", "second"),
        ("first", "second and third"),
        ("first", "third"),
        ("first", "third and fourth"),
    ],
)
@pytest.mark.parametrize(
    ("edit", "own"),
    [
        ((QUANTITY, "Fill in how many. *(edited)*"), "Fill in how many."),
        ((f"{QUANTITY}\n", f"{QUANTITY}\n3. Tell Ben.\n"), "Tell Ben."),
        ((FIRST_TWO, "1. Fill in “Quantity”. (R1: 23)\n2. Open “Edit order”. (R1: 22)\n"), None),
        (("3. Press “Save”. (R1: 26)\n", ""), None),
    ],
)
def test_what_people_did_to_the_way_of_one_time_is_at_no_other_time(was, meanwhile, edit, own):
    whole = with_times(*was)
    folder = Folder(whole.replace(*edit), whole)
    told = folder.build(whole)
    sop = folder.build(with_times(*meanwhile))
    if own is not None:
        [way] = [one for one in sop.split("**Last pressed: ") if own in one]
        assert "second" in way.partition("(")[0]
    assert folder.build(whole) == told
    assert folder.conflicts == 0


@pytest.mark.parametrize("own", ["Click “Edit order”. *(edited)*", "Open “Edit order”. (R1: 22) Ask Ben."])
def test_a_note_stands_while_only_another_way_to_do_the_step_says_what_people_had_changed(own):
    other = ("Open “Edit order”. (R1: 32)", "Press “Cancel”. (R1: 36)")
    folder = Folder(
        with_ways(SAVED, CHANGED, other).replace(CHANGED[0], own), with_ways(SAVED, CHANGED, other)
    )
    without = with_ways(SAVED, CHANGED[1:], other)
    for _ in range(2):
        assert own.partition(".")[0] in folder.build(without)
        assert folder.conflicts == 1


def test_a_half_of_an_entry_that_people_divided_is_in_no_way_that_is_new():
    def saving(n: int, of: int, button: str = "Save order") -> tuple[str, ...]:
        counted = f"“Terms” ({n} of {of} times)"
        entry = f"On “New order”, fill in “Customer”, “Item”, “Price”, {counted} and “Date”. (R1: 3)"
        return SAVED[0], entry, f"Press “{button}”. (R1: 6)"

    first, later = with_ways(saving(9, 10), CHANGED), with_ways(saving(18, 20), CHANGED)
    halves = "2. On “New order”, fill in “Customer” and “Item”.\n3. Fill in “Price”, “Terms” (9 of 10 times), “Date”."
    whole = f"2. {saving(9, 10)[1]}\n3. Press"
    assert whole in first
    folder = Folder(first.replace(whole, f"{halves}\n4. Press"), first)
    folder.build(first)
    folder.build(later)
    assert folder.conflicts == 1
    folder.settle()
    folder.build(later)
    sent = saving(9, 10, "Save and send")
    built = folder.build(with_ways(saving(18, 20), sent, CHANGED))
    assert "\n".join(f"{n}. {one}" for n, one in enumerate(sent, start=1)) in built
    assert built.index(". Fill in “Price”") < built.index("Press “Save order”")
