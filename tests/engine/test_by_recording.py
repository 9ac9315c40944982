"""A bare number that every recording shows tells nothing apart; a reference does, and so does other work."""

import pytest
from msgspec.structs import replace

from ledgerium_cli.engine.operations import analyse

from ..steps.story import Story


def recorded(name, route, *buttons, heading=None):
    story = Story().open(route, heading=heading)
    for button in buttons:
        story.fill("Name").press(button).says("Done")
    return replace(story.recording(case_form=None), id=name)


def cases(*recordings):
    return sorted(case.id for case in analyse(recordings, None).cases)


def test_the_same_work_below_the_same_number_is_a_case_in_each_recording():
    assert cases(recorded("a", "/boards/10", "Save"), recorded("b", "/boards/10", "Save")) == ["a", "b"]


def test_the_same_work_below_the_same_code_in_a_heading_is_a_case_in_each_recording():
    ward = {"heading": "Ward B12"}
    assert cases(recorded("a", "/app", "Save", **ward), recorded("b", "/app", "Save", **ward)) == ["a", "b"]


def test_a_case_that_headings_show_is_one_whoever_recorded():
    first, second = {"heading": "Invoice INV-100"}, {"heading": "Invoice INV-101"}
    assert cases(
        recorded("a", "/app", "Enter", **first),
        recorded("b", "/app", "Enter", **second),
        recorded("c", "/app", "Approve", **first),
    ) == ["INV-100", "INV-101"]


def entered_and_paid(*claims):
    """What is entered on a page without a reference is shown with one; it is opened from a list, and paid like that."""
    eva, femi = Story(), Story()
    for claim in claims:
        eva.open("/new", heading="New claim").fill("Purpose").press("Submit")
        eva.open("/claim", heading=f"Claim {claim}").says("Submitted")
        femi.open("/inbox", heading="Inbox").follow("Open claim")
        femi.open("/review", heading=f"Review {claim}").press("Approve").says("Approved")
        femi.open("/pay", heading="New payment").fill("Amount").press("Release")
        femi.open("/paid", heading=f"Payment {claim}").says("Released")
    return [replace(one.recording(case_form=None), id=name) for one, name in ((eva, "eva"), (femi, "femi"))]


def test_a_case_that_headings_show_once_the_work_is_done_is_one_whoever_recorded():
    assert cases(*entered_and_paid("EC-301", "EC-302")) == ["EC-301", "EC-302"]
    assert cases(*entered_and_paid("EC-301"), *renamed(entered_and_paid("EC-302"))) == ["EC-301", "EC-302"]


def renamed(recordings):
    return [replace(one, id=f"{one.id}-2") for one in recordings]


def test_a_reference_in_headings_off_the_way_of_most_work_tells_no_case():
    eva, _ = entered_and_paid("EC-301", "EC-302")
    mail = Story()
    for room in ("R-10", "R-11"):
        mail.open("/mail", heading="Mail").fill("Answer").press("Send").fill("Answer").press("Send")
        mail.open("/room", heading=f"Room {room}").press("Book")
        mail.open("/mail", heading="Mail").fill("Answer").press("Send").fill("Answer").press("Send")
        mail.open("/mails", heading="Mails")
    told = cases(eva, replace(mail.recording(case_form=None), id="mail"))
    assert not {"R-10", "R-11"} & {*told}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("/orders/SO-10", "Save"), ("/orders/SO-10", "Save")),  # a reference
        (("/orders/10", "Enter"), ("/orders/10", "Approve")),  # each their own work
    ],
)
def test_a_case_that_several_recordings_show_stays_one(first, second):
    assert len(cases(recorded("a", *first), recorded("b", *second))) == 1


def test_numbers_that_differ_tell_cases_apart():
    assert cases(recorded("a", "/orders/10", "Save"), recorded("b", "/orders/11", "Save")) == [
        "orders/10",
        "orders/11",
    ]


def form_of_three_pages(name):
    story = Story().open("/new/1", heading="Basics").fill("Name", "Basics").press("Next", "Basics")
    story.open("/new/2", heading="Bank").fill("IBAN", "Bank").press("Next", "Bank")
    story.open("/new/3", heading="Review").press("Create supplier").says("Created")
    return replace(story.recording(case_form=None), id=name)


def test_the_pages_of_a_form_that_all_recordings_show_are_no_cases():
    assert cases(*map(form_of_three_pages, "abc")) == ["a", "b", "c"]


def test_numbers_on_which_the_same_work_is_done_in_all_recordings_stay_cases():
    first, second = [
        replace(
            Story().open("/orders/1").fill("Name").press("Save").says("Done").open("/orders/2").fill("Name")
            .press("Save").says("Done").recording(case_form=None),
            id=name,
        )
        for name in "ab"
    ]  # fmt: skip
    assert cases(first, second) == ["orders/1", "orders/2"]
