"""New counts and times in sentences that people worded in their own way."""

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.text.counted import meaning_of

from .make import BASE, COUNTED_ANEW, edited, in_conflict, section


def test_new_numbers_go_into_a_sentence_in_the_words_of_a_person():
    theirs = edited(
        ("Press “Save order”.", "Press “Save order”, then note the number."),
        ("Order saved,", "The order is saved,"),
    )
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "2. Press “Save order”, then note the number. *(edited)*" in merged.text
    assert (
        "- Result seen: The order is saved, 18 of 19 times. *(edited)* Then “Check the credit” (18)."
        in merged.text
    )
    assert merged.conflicts == ()


TWO = "If it is “Refused” *(declared)*, 2 of 9 times (R1: 73): go on with “Ask” (2). The page said “No” (2)."
TIME = "Time: work median 11 s, 90th percentile 12 s (n = 10)."
ALL = "Ana (clerk) in ERP · seen in all 9 orders"
SCOPE = "Version: `1234567890ab`, based on 9 orders in 1 recording, 2026-11-23."
HOLD = "Hold on 1 order (SO-3). Released by Ben, 1 time (R1: 80)."


@pytest.mark.parametrize(
    ("was", "own", "now", "stands"),
    [
        (
            TWO,
            TWO.replace("it is", "the outcome is").replace("page", "screen"),
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "If the outcome is “Refused”, 4 of 32 times: go on with “Ask” (4). The screen said “No” (4). *(edited)*",
        ),
        (
            TWO,
            "Bei “Refused” *(declared)*, 2 of 9 Mal (R1: 73): weiter mit “Ask” (2). Die Seite sagte “No” (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "Bei “Refused”, 4 of 32 Mal: weiter mit “Ask” (4). Die Seite sagte “No” (4). *(edited)*",
        ),
        (
            TWO,
            "Bei „Refused“ *(declared)*, 2 von 9 Malen: weiter mit „Ask“ (2). Die Seite sagte „No“ (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "Bei „Refused“, 4 von 32 Malen: weiter mit „Ask“ (4). Die Seite sagte „No“ (4). *(edited)*",
        ),
        (
            TWO,
            "When you see “Refused” (2 of 9 times), continue with *Ask* (2). The page said “No” (2).",
            "If it is “Refused” *(declared)*, 4 of 32 times (R1: 73): go on with “Ask” (4). The page said “No” (4).",
            "When you see “Refused” (4 of 32 times), continue with *Ask* (4). *(edited)* The page said “No” (4).",
        ),
        (
            TIME,
            "Zeit: Arbeit im Median 11 s, 90. Perzentil 12 s (n = 10).",
            TIME.replace("10", "18").replace("12 s", "13 s"),
            "Zeit: Arbeit im Median 11 s, 90. Perzentil 13 s (n = 18). *(edited)*",
        ),
        (
            ALL,
            ALL.replace("Ana", "Anna"),
            ALL.replace("all 9", "23 of 24"),
            "Anna (clerk) in ERP · seen in 23 of 24 orders *(edited)*",
        ),
        (
            ALL.replace("all 9", "7 of 9"),
            "Ana (clerk) in ERP · gesehen in 7 von 9 Fällen",
            ALL.replace("all 9", "all 24"),
            "Ana (clerk) in ERP · gesehen in 24 von 24 Fällen *(edited)*",
        ),
        (
            ALL,
            "Ana (clerk) in ERP · gesehen in 9 von 9 Fällen",
            ALL.replace("all 9", "23 of 24"),
            "Ana (clerk) in ERP · gesehen in 23 von 24 Fällen *(edited)*",
        ),
        (
            SCOPE,
            SCOPE.replace("orders", "requests"),
            "Version: `ba0987654321`, based on 24 orders in 4 recordings, 2026-11-23 to 2027-01-22.",
            "Version: `ba0987654321`, based on 24 requests in 4 recordings, 2026-11-23 to 2027-01-22. *(edited)*",
        ),
        (
            HOLD,
            HOLD.replace("1 order", "1 request"),
            "Hold on 2 orders (SO-3 and SO-5). Released by Ben, 2 times (R1: 80).",
            "Hold on 2 requests (SO-3 and SO-5). *(edited)* Released by Ben, 2 times (R1: 80).",
        ),
    ],
    ids=[
        "sentences beside each other",
        "translated",
        "with other quotation marks",
        "in brackets",
        "with the ordinals of another language",
        "all of them",
        "all of them by now",
        "all of them as a count of some",
        "scope",
        "beside a replaced word",
    ],
)
def test_new_numbers_go_into_whatever_words_of_people_are_about_them(was, own, now, stands):
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    merged = merge(base, theirs, new)
    assert f"{stands}\n" in merged.text
    assert merged.conflicts == ()


TIMES = [
    "Time: work 54 s (n = 1); wait at this step at once (n = 1).",
    "Time: work 42 s, 54 s, 1 min 02 s (n = 3); wait at this step each under 1 s (n = 3).",
    "Time: work median 54 s, 90th percentile 1 min 24 s (n = 29); wait at this step median 7 d 0 h, "
    "90th percentile 8 d 14 h (n = 29).",
]


@pytest.mark.parametrize("was", TIMES)
@pytest.mark.parametrize("now", TIMES)
def test_a_line_of_times_that_people_took_out_stays_out_however_many_there_are_by_now(was, now):
    base, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, now))
    merged = merge(base, BASE, new)
    assert (merged.text.count("Time: work"), merged.conflicts) == (BASE.count("Time: work"), ())


def test_what_people_took_out_stays_out_when_counts_put_it_in_another_order():
    was = "Then “Pay” (7); also seen: nothing more was seen (2), “Release the hold, if any” (1)."
    now = "Then “Pay” (14); also seen: “Release the hold, if any” (8), nothing more was seen (2)."
    other = "Then “Pay” (14); also seen: “Refuse” (8), nothing more was seen (2)."
    base, new, changed = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, now, other))
    merged = merge(base, BASE, new)
    assert ("also seen: " in merged.text, merged.conflicts) == (False, ())
    assert merge(base, BASE, changed).conflicts == ("Purpose",)


@pytest.mark.parametrize("own", ["“B” (1) in winter, “C” (1).", "“B” (1), “C” (1), the worst."])
def test_what_people_wrote_beside_one_of_several_stays_beside_it_when_counts_put_them_in_another_order(own):
    was, now = "Also seen: “A” (2), “B” (1), “C” (1).", "Also seen: “C” (9), “B” (4), “A” (3)."
    base, theirs, new = (
        BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, f"Also seen: “A” (2), {own}", now)
    )
    merged = merge(base, theirs, new)
    stands = own.replace("“B” (1)", "“B” (4)").replace("“C” (1)", "“C” (9)")
    assert (f"Also seen: “A” (3), {stands}" in merged.text, merged.conflicts) == (True, ())


def test_a_text_that_does_not_end_is_compared_as_soon_as_any_other():
    """As a list without a stop that somebody pasted in, which would be read to its end from each of its letters."""
    long = f"“Pay” (7), {'word ' * 50_000}"
    assert meaning_of(long) == ("Pay", *["word"] * 50_000)


WORKED = "Work took 54 s (n = 1) in 1 order (R1: 80)."


@pytest.mark.parametrize(
    ("was", "own", "now"),
    [
        (
            "Hold on 1 order (SO-3).",
            "Gesperrt: 1 Auftrag (SO-3).",
            "Hold on 2 orders (SO-3 and SO-5).",
        ),
        (WORKED, WORKED.replace("54 s ", "54 sec "), WORKED.replace("54 s ", "2.0 min ")),
        ("Hold on 1 order (SO-3).", "Hold on one order (SO-3).", "Hold on 2 orders (SO-3 and SO-5)."),
    ],
    ids=["a noun that is not English", "a unit", "a number as a word"],
)
def test_what_people_put_beside_a_number_is_in_conflict_where_it_would_be_wrong_beside_the_new_one(
    was, own, now
):
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    assert merge(base, theirs, new).conflicts == ("Purpose",)


def test_what_people_call_a_single_one_is_counted_in_its_plural_and_back():
    one, many = "In 1 delivery (SO-3).", "In 2 deliveries (SO-3 and SO-4)."
    for was, now, own, stands in (
        (one, many, "In 1 rush purchase (SO-3).", "In 2 rush purchases (SO-3 and SO-4)."),
        ("In 2 deliveries.", "In 1 delivery.", "In 2 batches.", "In 1 batch."),
    ):
        base, theirs, new = (BASE.replace("## Roles", f"{text}\n\n## Roles") for text in (was, own, now))
        merged = merge(base, theirs, new)
        assert (f"{stands} *(edited)*\n" in merged.text, merged.conflicts) == (True, ()), merged.text


def test_what_the_build_says_as_people_do_by_now_is_no_conflict():
    was, own, new = (SCOPE.replace("orders", noun) for noun in ("orders", "requests", "requests"))
    new = new.replace("1234567890ab", "ba0987654321")
    base, theirs, now = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, new))
    assert merge(base, theirs, now) == Merged(now, (), ())


def test_a_number_beside_one_that_a_person_replaced_is_never_left_as_it_was():
    was, own, now = "Seen 2 of 9 times (R1: 3).", "Seen 3 of 9 times (R1: 3).", "Seen 4 of 12 times (R1: 3)."
    base, theirs, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, own, now))
    assert merge(base, theirs, new).conflicts == ("Purpose",)


SEEN = "Seen after “Ask”, in {} of {} orders. (R1: 3)"
FIELDS = "Fill in “Item”, “Terms”{} and “Date”. (R1: 6)"


@pytest.mark.parametrize(
    ("was", "own", "now", "stands"),
    [
        (SEEN.format(1, 5), ("1 of", "one of"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("in 1 of 5 orders", "einmal von 5"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("1 of 5", "one of five"), SEEN.format(1, 10), None),
        (SEEN.format(4, 5), ("in 4 of 5 orders", "mostly"), SEEN.format(5, 10), None),
        (SEEN.format(1, 5), ("1 of 5", "5"), SEEN.format(2, 10), None),
        (SEEN.format(1, 5), ("1 of", "one of"), SEEN.format(1, 10), "Seen after “Ask”, in one of 10 orders."),
        (SEEN.format(1, 5), (", in 1 of 5 orders", ""), SEEN.format(2, 10), "Seen after “Ask”."),
        (SCOPE, ("9 orders in 1", "nine orders in one"), SCOPE.replace("9 orders", "10 orders"), None),
        (
            SCOPE,
            ("9 orders in 1 recording, ", ""),
            SCOPE.replace("9 orders in 1 recording", "10 orders in 2 recordings"),
            "Version: `1234567890ab`, based on 2026-11-23.",
        ),
        (
            FIELDS.format(""),
            ("“Terms”", "“Terms” (as agreed)"),
            FIELDS.format(" (1 of 2 times)"),
            "Fill in “Item”, “Terms” (1 of 2 times) (as agreed) and “Date”.",
        ),
        (
            FIELDS.format(""),
            ("“Item”, “Terms”", "“Item”"),
            FIELDS.format(" (1 of 2 times)"),
            "Fill in “Item” and “Date”.",
        ),
        (FIELDS.format(""), ("“Item”, “Terms” and “Date”", "all"), FIELDS.format(" (1 of 2 times)"), None),
    ],
)
def test_what_people_put_in_place_of_a_count_or_behind_a_field_hides_no_new_count(was, own, now, stands):
    base, new = (BASE.replace("## Roles", f"{one}\n\n## Roles") for one in (was, now))
    theirs = merge(base, edited(own, of=base), base).text
    merged = merge(base, theirs, new)
    kept = was.replace(*own).removesuffix(" (R1: 3)").removesuffix(" (R1: 6)")
    assert f"\n{stands or kept} *(edited)*\n" in merged.text
    assert merged.conflicts == (() if stands else ("Purpose",))
    assert merge(new, merged.text, new, gone=merged.gone) == merged


FILLED = (
    "1. On “New order”, fill in “Customer”, “Item”, “Quantity” (4 of 5 times), “Price” and “Date” (3 of 5 times). "
    "(R1: 6)"
)
FILLED_MORE = FILLED.replace("4 of 5", "9 of 10").replace("3 of 5", "8 of 10")
REST = "“Quantity” (4 of 5 times), “Price” and “Date” (3 of 5 times)."


@pytest.mark.parametrize(
    "own",
    [
        f"1. On “New order”, fill in “Customer” and “Item”.\n2. Then fill in {REST}",
        f"1. On “New order”, fill in “Customer” and “Item”. Then fill in {REST}",
        "1. On “New order”, fill in “Customer”, “Item”, “Quantity” (4 of 5 times).\n2. “Date” (3 of 5 times).",
        "1. Fill in “Customer”.\n2. Fill in “Item”.\n3. “Quantity” (4 of 5 times).\n4. “Date” (3 of 5 times).",
    ],
)
def test_a_sentence_that_people_divided_is_a_conflict_where_a_number_would_stay_behind(own):
    was = "1. Press “Release”. (R1: 39)"
    base, new = BASE.replace(was, FILLED), BASE.replace(was, FILLED_MORE)
    merged = merge(base, base.replace(FILLED, own), new)
    assert merged.conflicts == ("Release the order",)
    assert FILLED_MORE.removeprefix("1. ") in section(merged.text, "Release the order")
    assert merge(new, merged.text, new).text == merged.text
    settled = own.replace("4 of 5", "9 of 10").replace("3 of 5", "8 of 10")
    assert merge(new, new.replace(FILLED_MORE, settled), new).conflicts == ()


def test_a_sentence_that_people_made_shorter_goes_on_counting():
    was = "1. Press “Release”. (R1: 39)"
    own = "1. On “New order”, fill in “Customer” and “Quantity” (4 of 5 times). (R1: 6)"
    base, new = BASE.replace(was, FILLED), BASE.replace(was, FILLED_MORE)
    text = merge(base, base.replace(FILLED, own), new).text
    assert "fill in “Customer” and “Quantity” (9 of 10 times)." in text
    assert in_conflict(text) == []


def test_both_halves_of_a_declared_sentence_that_people_divided_are_theirs():
    whole = "Confirmations sent from an e-mail client happen outside the browser. *(declared)*"
    base = edited(("Never release an order on hold.", whole))
    halves = whole.replace("e-mail", "e-mail.\n-")
    merged = merge(base, base.replace(whole, halves), base).text
    assert halves.replace(" *(declared)*", " *(edited)*").replace("e-mail.", "e-mail. *(edited)*") in merged
    assert merge(base, merged, base).text == merged
