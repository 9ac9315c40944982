import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.devtools import read
from ledgerium_cli.imports.formats import format_of
from ledgerium_cli.recording.read import read_recording

GIVEN = Given(actor="Ana", recorded_at="2026-03-01T08:00Z")
FLOW = {
    "title": "Enter an order",
    "steps": [
        {"type": "setViewport", "width": 800, "height": 600},
        {"type": "navigate", "url": "https://e.example/orders?customer=Doe",
         "assertedEvents": [{"type": "navigation", "url": "https://e.example/orders?customer=Doe", "title": "Orders"}]},
        {"type": "click", "selectors": [["aria/Customer"], ["#customer"]]},
        {"type": "change", "value": "Jane Doe", "selectors": [["aria/Customer"], ["#customer"]]},
        {"type": "keyDown", "key": "Tab"},
        {"type": "click", "selectors": [["aria/Save[role=\"button\"]"], ["form > button.primary"], ["text/Save"]],
         "assertedEvents": [{"type": "navigation", "url": "https://e.example/orders/saved", "title": "Saved"}]},
    ],
}  # fmt: skip


def recorded(flow, given=GIVEN):
    found = read(json.dumps(flow).encode(), "flow.json", given)
    recording, problems = read_recording(found.recordings[0].trace, "trace.jsonl")
    assert problems == []
    return recording, found


def test_steps_become_events_without_their_values():
    recording, found = recorded(FLOW)
    assert [
        (event.kind, event.page.route, event.element and (event.element.role, event.element.name))
        for event in recording.events
    ] == [
        ("page_shown", "/orders", None),
        ("click", "/orders", ("generic", "Customer")),
        ("field_changed", "/orders", ("textbox", "Customer")),
        ("click", "/orders", ("button", "Save")),
        ("page_shown", "/orders/saved", None),
    ]
    assert [FLOW["steps"][row - 1]["type"] for row in recording.source_rows] == [
        "navigate", "click", "change", "click", "click",
    ]  # fmt: skip
    assert (recording.actor, recording.workflow) == ("Ana", "Enter an order")
    assert found.dropped == {"value": 1, "key": 1}
    assert "Doe" not in found.recordings[0].trace.decode()
    assert [problem.what for problem in found.problems] == [
        "Steps of these kinds were left out: keyDown (1)."
    ]


@pytest.mark.parametrize(
    ("selectors", "named"),
    [
        ([["aria/Log In", "aria/[role=\"generic\"]"], ["form span"], ["text/Log In"]], ("generic", "Log In")),
        ([["aria/Log In[role=\"button\"]", "aria/[role=\"img\"]"], ["svg"]], ("button", "Log In")),
        ([["aria/Delivery", "aria/Street"], ["#street"]], ("generic", "Street")),
        ([["aria/[role=\"generic\"]"], ["aria/Toolbar", "aria/Print[role=\"button\"]"]], ("button", "Print")),
        ([["aria/[role=\"button\"]"], ["#print"], ["text/Print"]], ("button", "#print")),
        ([[1, None], "aria/Print"], ("generic", "Print")),
    ],
)  # fmt: skip
def test_what_is_pressed_inside_a_control_is_called_by_the_control(selectors, named):
    recording, _ = recorded(
        {"title": "t", "steps": [FLOW["steps"][1], {"type": "click", "selectors": selectors}]}
    )
    element = recording.events[-1].element
    assert (element.role, element.name) == named
    assert element.named_by == (None if named[1].startswith("#") else "label")


def test_it_tells_no_time_and_so_no_part_of_time_is_known():
    recording, _ = recorded(FLOW)
    assert not recording.timed
    assert {event.at_ms for event in recording.events} == {recording.start_ms}
    [case] = analyse([recording], None).cases
    assert case.known == ()
    assert case.parts.work is None


def test_when_it_was_recorded_has_to_be_said():
    with pytest.raises(ImportRefused, match="--recorded-at"):
        recorded(FLOW, Given(actor="Ana"))
    with pytest.raises(ImportRefused, match="has no time zone"):
        recorded(FLOW, Given(recorded_at="2026-03-01T08:00"))
    with pytest.raises(ImportRefused, match="is no time"):
        recorded(FLOW, Given(recorded_at="yesterday"))


def test_it_is_recognised_by_what_it_holds():
    assert format_of(json.dumps(FLOW).encode()).name == "Chrome DevTools Recorder"
    assert format_of(b'{"title": "x", "type": "y"}') is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
STEP = st.dictionaries(
    st.sampled_from(["type", "url", "value", "selectors", "assertedEvents", "key"]), ANYTHING
)


@given(st.lists(STEP | ANYTHING, max_size=4), st.sampled_from(["click", "change", "navigate", "doubleClick"]))
def test_whatever_a_step_holds_the_others_are_read(odd, kind):
    recording, _ = recorded(
        {"title": "t", "steps": [*odd, {"type": kind, "selectors": [["aria/Save"]], "url": "x"}]}
    )
    assert recording.events


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"title": "t", "steps": 1}', b'{"title": "t", "steps": []}'])
def test_what_is_no_flow_is_refused_and_named(data):
    with pytest.raises(ImportRefused, match=r"flow\.json"):
        read(data, "flow.json", GIVEN)
