"""A bare number that every recording shows tells nothing apart; a reference does, and so does other work."""

import pytest
from msgspec.structs import replace

from ledgerium_cli.engine.operations import analyse

from ..steps.test_cut import Story


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
