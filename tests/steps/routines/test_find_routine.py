"""Cases in work that names none: what is divided where, and what is not."""

import sys
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.ui_logger import read
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.case_teller import case_teller, tell_cases
from ledgerium_cli.steps.of_recording import steps_of
from ledgerium_cli.steps.routines import find
from ledgerium_cli.steps.routines.find import find_routine
from ledgerium_cli.steps.routines.work import Work
from ledgerium_cli.steps.rules import Rules

from ..story import CREDIT, ERP, Story, named

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))
sys.path.append(str(Path(__file__).parents[3] / "benchmarks" / "work"))
from segmentation import SEEDS, score
from work_logs import TRIED, Log

from .beside import chats


def entered(story, times, *fields, button="Save", form="Order"):
    for _ in range(times):
        story.open("/new")
        for name in fields:
            story.fill(name, form)
        story.press(button, form)
        story.open("/done")
    return story


def cases(story):
    """The inputs of each case, by their names."""
    found = find_routine(story.events)
    if found is None:
        return None
    told: dict[int, list[str]] = {}
    for event, case in zip(story.events, found.case_of, strict=True):
        if event.is_input:
            told.setdefault(case, []).append(event.element.name)
    return list(told.values())


def marks(story):
    found = find_routine(story.events)
    return [(mark.edge, mark.kind, mark.name) for mark in found.marks] if found is not None else None


def test_the_press_of_the_button_ends_each_case():
    story = entered(Story(), 4, "Name", "Street")
    assert cases(story) == [["Name", "Street", "Save"]] * 4
    assert marks(story) == [("ends", "click", "Save")]


def test_forms_that_are_sent_one_after_the_other_are_one_case():
    story = Story()
    for _ in range(5):
        entered(story, 1, "Name", button="Create customer", form="Customer")
        entered(story, 1, "Article", "Price", button="Place order", form="Order")
    assert cases(story) == [["Name", "Create customer", "Article", "Price", "Place order"]] * 5


def test_two_kinds_of_work_by_turns_are_cases_of_their_own():
    story, expected = Story(), []
    for kind in "abbaabbbaababbaa":
        names, button = (("Name", "Town"), "Create") if kind == "a" else (("Sum", "Why"), "Refund")
        entered(story, 1, *names, button=button, form=button)
        expected.append([*names, button])
    assert cases(story) == expected


def pages_alike(story, *, back_at=()):
    """Questions on a page each, with the same field."""
    for time in range(6):
        story.open("/check/step-1")
        for number in (1, 2, 3, 4):
            story.fill("Finding").press("Next" if number < 4 else "Finish")
            if number < 4:
                story.open(f"/check/step-{number + 1}")
            if (time, number) in back_at:
                story.press("Back").open(f"/check/step-{number}").press("Next").open(
                    f"/check/step-{number + 1}"
                )
        story.says("Stored")
    return story


@pytest.mark.parametrize("back_at", [(), ((1, 2), (4, 3))])
def test_pages_with_the_same_fields_are_pages_of_one_case_where_each_leads_to_the_next(back_at):
    found = cases(pages_alike(Story(), back_at=back_at))
    assert [own.count("Finish") for own in found] == [1] * 6
    assert marks(pages_alike(Story(), back_at=back_at)) == [("ends", "click", "Finish")]


def test_what_always_closes_ends_cases_rather_than_what_may_come_in_between():
    random = Random(7)
    for times in (4, 8, 25, 60):
        story, expected = Story(), []
        for _ in range(times):
            again = random.randrange(3)
            story.open("/samples/new").fill("Barcode").fill("Kind").press("Register").says("Registered")
            story.open("/results").fill("Value")
            for _ in range(again):
                story.press("Repeat measurement").fill("Value")
            story.press("Release").says("Released")
            repeated = ["Repeat measurement", "Value"] * again
            expected.append(["Barcode", "Kind", "Register", "Value", *repeated, "Release"])
        assert cases(story) == expected


def test_buttons_side_by_side_end_cases_also_where_they_come_by_turns():
    story, expected = Story(), []
    for button in ["Grant", "Deny"] * 6:
        story.open("/requests/next").follow("Details").fill("Comment").press(button).says("Stored")
        expected.append(["Details", "Comment", button])
    assert cases(story) == expected


def test_chats_by_turns_in_tabs_of_their_own_are_a_case_each():
    found = cases(chats(Story(), "abaabbcdcdcdcefeefff"))
    assert found == [
        ["Accept", *["Message", "Send"] * messages, "Category", "End chat"] for messages in (1, 1, 2, 1, 1, 2)
    ]


@pytest.mark.parametrize("shared_first", [True, False])
def test_what_is_done_for_all_chats_in_one_tab_is_no_case(shared_first):
    story = Story()
    for number in range(12):
        story.tab = 10 + number
        story.page = Page(system=CREDIT, route="/chat")
        if not number and shared_first:
            story.tab = 1
            story.fill("Customer")
            story.tab = 10
        story.add("page_shown").press("Accept")
        for acts in (("Search",), ("Status", "Save")):
            story.tab, story.page = 1, Page(system=ERP, route="/orders")
            for act in acts:
                story.press(act).says("Done")
            story.tab, story.page = 10 + number, Page(system=CREDIT, route="/chat")
            story.press("Send")
        story.press("End chat").says("Ended")
    told = ["Accept", "Search", "Send", "Status", "Save", "Send", "End chat"]
    assert [acts[-7:] for acts in cases(story)] == [told] * 12


def test_the_recording_may_begin_and_end_within_a_chat():
    story = chats(Story(), "aabaabbcdcdcdcefeefff")
    story.events = story.events[2:-3]
    found = cases(story)
    assert len(found) == 6
    assert found[0] == ["Message", "Send", "Message", "Send", "Category", "End chat"]
    assert found[-1] == ["Accept", *["Message", "Send"] * 2]


@pytest.mark.parametrize(
    "story",
    [entered(Story(), 20, "Name"), chats(Story(), "aabaabbcdcdcdcefeefff" * 2)],
    ids=["form", "chats"],
)
def test_a_long_recording_is_spelled_as_a_whole_once(monkeypatch, story):
    spelled = []

    class Spelled(Work):
        def __init__(self, events, *more):
            spelled.append(len(events))
            super().__init__(events, *more)

    monkeypatch.setattr(find, "Work", Spelled)
    monkeypatch.setattr(find, "LONGEST_SEARCH", 40)
    assert find_routine(story.events) is not None
    assert spelled == [40, len(story.events)]


def test_a_spreadsheet_and_a_form_in_two_tabs_are_one_case():
    story, expected = Story(), []
    for _ in range(5):
        story.tab = 1
        story.fill("Sheet")
        story.tab = 2
        story.fill("Name").press("Save").says("Saved")
        expected.append(["Sheet", "Name", "Save"])
    assert cases(story) == expected


def test_the_lines_of_an_order_are_no_cases():
    story, expected = Story(), []
    for lines in (1, 3, 2, 2, 4, 1, 3):
        story.open("/new").fill("Customer")
        for _ in range(lines):
            story.fill("Article").fill("Quantity").press("Add line")
        story.press("Submit order").open("/sent")
        expected.append(["Customer", *["Article", "Quantity", "Add line"] * lines, "Submit order"])
    assert cases(story) == expected


def test_a_case_may_end_by_one_of_several_buttons():
    story = Story()
    for button in (
        "Approve",
        "Approve",
        "Refuse",
        "Approve",
        "Refuse",
        "Refuse",
        "Approve",
        "Approve",
        "Refuse",
    ):
        entered(story, 1, "Comment", button=button)
    assert {tuple(case) for case in cases(story)} == {("Comment", "Approve"), ("Comment", "Refuse")}


def test_a_link_after_the_end_belongs_to_the_next_case_where_the_first_one_began_with_it():
    story = Story()
    for _ in range(4):
        entered(story.open("/list").follow("New order"), 1, "Name", "Town")
    assert cases(story) == [["New order", "Name", "Town", "Save"]] * 4


def test_a_link_after_the_end_belongs_to_the_ended_case_where_the_first_one_began_without():
    story = Story()
    for _ in range(4):
        entered(story, 1, "Name", "Town").follow("One more")
    assert cases(story) == [["Name", "Town", "Save", "One more"]] * 4


def test_work_that_is_left_for_work_in_another_system_is_put_together_again():
    story = Story()
    for kind in "oxoocxcocooxcoccoo":  # an order; a call; an order with a call in the middle
        if kind != "c":
            story.open("/new").fill("Customer")
        if kind != "o":
            story.open("/call", CREDIT).fill("Caller", "Call").press("Close call", "Call")
        if kind != "c":
            story.open("/new", ERP).fill("Article").press("Save")
    assert {tuple(case) for case in cases(story)} == {
        ("Customer", "Article", "Save"),
        ("Caller", "Close call"),
    }


@pytest.mark.parametrize(
    "story",
    [
        Story().open("/new").fill("Name").press("Save"),
        Story().open("/new").fill("Name").fill("Name").press("Save").press("Print").fill("Remark"),
        entered(entered(Story(), 1, "Name", "Town", "Phone", button="Next"), 1, "Card", "Sum"),
    ],
)
def test_work_that_is_done_once_is_one_case(story):
    assert find_routine(story.events) is None


def test_clicks_in_any_order_are_one_case_but_for_chance():
    divided = 0
    for seed in range(60):
        random, story = Random(seed), Story().open("/board")
        for _ in range(40 + 4 * seed):
            story.press(f"control {random.randrange(6 + seed // 3)}")
        divided += find_routine(story.events) is not None
    assert divided <= 3


STORIES = st.lists(
    st.tuples(
        st.sampled_from(["fill", "press", "follow", "open", "send"]),
        st.sampled_from("abcdef"),
        st.integers(1, 900),
    ),
    min_size=1,
    max_size=60,
)


def told(acts, names="abcdef"):
    called = dict(zip("abcdef", names, strict=True))
    story = Story().open("/start")
    for how, name, wait in acts:
        match how:
            case "open":
                story.add("page_shown", wait=wait)
            case "fill":
                story.add(
                    "field_changed", wait=wait, element=named("textbox", called[name], "Form", field="text")
                )
            case "send":
                story.add("form_submitted", wait=wait, element=named("form", called[name], called[name]))
            case _:
                role = "button" if how == "press" else "link"
                story.add("click", wait=wait, element=named(role, called[name], None))
    return story.events


@given(STORIES)
def test_every_event_is_in_one_case_and_cases_are_numbered_as_they_appear(acts):
    events = told(acts)
    found = find_routine(events)
    if found is not None:
        assert len(found.case_of) == len(events)
        assert list(dict.fromkeys(found.case_of)) == list(range(max(found.case_of) + 1))
        assert found.marks


@given(STORIES, st.permutations("abcdef"))
def test_neither_time_nor_names_decide(acts, names):
    found = find_routine(told(acts))
    other = find_routine(told([(how, name, 1) for how, name, _ in acts], names))
    assert (found.case_of if found else None) == (other.case_of if other else None)


def test_cases_are_called_after_their_recording_and_are_guesses():
    recording = entered(Story(), 3, "Name", "Street").recording(case_form=None)
    steps = steps_of(recording, case_teller(recording, None), Rules(None))
    assert [(step.case, step.told_by, step.case_decided_by) for step in steps] == [
        (f"r-{number}", ("repetition",), "guess") for number in (1, 2, 3)
    ]


def test_a_reference_that_a_page_shows_wins():
    story = Story()
    for number in (1, 2, 2, 3):
        story.open(f"/orders/SO-10{number}").fill("Name").fill("Town").press("Save").says("Saved")
    recording = story.recording(case_form=None)
    teller = case_teller(recording, None)
    assert {one.case for one in tell_cases(recording, teller, [None] * len(story.events), {}) if one} == {
        "SO-101", "SO-102", "SO-103",
    }  # fmt: skip


def test_a_reference_that_never_changes_tells_nothing_apart():
    story = Story().open("/tenants/4711/new")
    for _ in range(3):
        story.fill("Name").fill("Town").press("Save").says("Saved")
    recording = story.recording(case_form=None)
    assert {step.case for step in steps_of(recording, case_teller(recording, None), Rules(None))} == {
        "r-1", "r-2", "r-3",
    }  # fmt: skip


@pytest.mark.parametrize("family", TRIED, ids=lambda family: family.__name__)
def test_shapes_of_work_are_told_apart(family):
    found = []
    for seed in SEEDS[:2]:
        log = Log(Random(f"{family.__name__} 25 {seed}"))
        family(log, 25)
        routine = find_routine(log.events)
        found.append(
            score(log.events, log.truth, routine.case_of if routine else [0] * len(log.events)).boundary
        )
    assert sum(found) / len(found) >= 0.75


def test_the_cases_of_a_real_log_are_found_with_time_hidden(public_data):
    data = (public_data / "ui-logs" / "student-record" / "student-record.csv").read_bytes()
    recording, _ = read_recording(read(data, "log.csv", Given()).recordings[0].trace, "log")
    events = [msgspec.structs.replace(event, at_ms=0) for event in recording.events]
    found = find_routine(events)
    assert found is not None
    assert max(found.case_of) + 1 == 50
    assert [(mark.edge, mark.name) for mark in found.marks] == [("ends", "Submit")]
