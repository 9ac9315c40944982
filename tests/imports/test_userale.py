import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.draft import draft_of
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.files import import_files
from ledgerium_cli.imports.formats import format_of
from ledgerium_cli.imports.userale import read
from ledgerium_cli.load import load
from ledgerium_cli.output.place import Place
from ledgerium_cli.privacy.lint import lint_files
from ledgerium_cli.recording.files import Source, read_files
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.load import parse_workflow


def event(kind, target="button#save.btn", path=(), at=0, **more):
    return {
        "useraleVersion": "2.4.0", "logType": "raw", "type": kind, "target": target, "path": [target, *path],
        "clientTime": 1_700_000_000_000 + at, "pageUrl": "https://e.example/orders?customer=Doe#x",
        "pageTitle": "Orders", "userId": "ana", "sessionID": "s1", **more,
    }  # fmt: skip


def recorded(*events, lines=False):
    data = "\n".join(map(json.dumps, events)) if lines else json.dumps(events)
    found = read(data.encode(), "log.json", Given())
    recordings = []
    for one in found.recordings:
        recording, problems = read_recording(one.trace, "trace.jsonl")
        assert problems == []
        recordings.append(recording)
    return recordings


def acts(*events):
    [recording] = recorded(*events)
    return [
        (
            event.kind,
            event.element.role if event.element else None,
            event.element.name if event.element else None,
        )
        for event in recording.events[1:]
    ]


@pytest.mark.parametrize("lines", [False, True])
def test_an_array_and_an_object_a_line_are_read_and_know_no_query(lines):
    [recording] = recorded(event("click"), lines=lines)
    assert [(event.kind, event.page.system, event.page.route) for event in recording.events] == [
        ("page_shown", "e.example", "/orders"),
        ("click", "e.example", "/orders"),
    ]
    assert recording.actor == "ana"
    assert recording.source_rows == (1, 1)


@pytest.mark.parametrize("lines", [False, True])
def test_what_was_typed_is_at_its_last_event_in_the_file(lines):
    typed = [event("input", "input#city", at=at) for at in range(3)]
    [recording] = recorded(event("click"), *typed, lines=lines)
    assert recording.source_rows == (1, 1, 4)


def test_a_control_is_called_by_its_id_or_by_what_it_is_and_where_it_stands():
    assert acts(
        event("click", "button#save.btn"),
        event("click", "button.btn", ["div", "div#toolbar"], at=1),
        event("click", "i.icon", ["button#print"], at=2),
    ) == [("click", "button", "save"), ("click", "button", "button in toolbar"), ("click", "button", "print")]


def test_what_is_chosen_from_a_list_has_no_name_of_its_own():
    [recording] = recorded(event("click", "div.Select__option", ["div#region"]))
    element = recording.events[-1].element
    assert (element.role, element.name, element.owner, element.selectors) == ("option", None, "region", ())


def test_an_option_that_is_called_after_a_control_is_chosen_in_it_whether_it_was_searched_for_or_not():
    option = event("click", "div#react-select-2-option-26.Select__option", ["div#region"], at=9)
    typed = [event("input", "input#react-select-2-input", ["div#region"], at=at) for at in (3, 5)]
    assert acts(option) == acts(*typed, option) == [("field_changed", "combobox", "react-select-2")]
    assert acts(*typed) == [("field_changed", "textbox", "react-select-2")]


def test_a_press_that_only_opens_a_field_is_one_into_that_field():
    opened = event("click", "div.Select__placeholder", ["div.Select", "div#region"])
    [recording] = recorded(opened, event("input", "input#town", ["div#region"], at=2))
    assert recording.events[1].element == recording.events[2].element
    assert acts(opened, event("input", "input#town", ["div#elsewhere"], at=2))[0] == (
        "click", "generic", "place in region",
    )  # fmt: skip


def test_a_picture_that_removes_something_is_a_button_called_so():
    removes = event(
        "click", "svg.[object SVGAnimatedString]", ["div.css-1 Select__multi-value__remove", "div#region"]
    )
    assert acts(removes) == [("click", "button", "remove in region")]


def test_typing_is_one_change():
    keys = [event("input", "input#town", at=at) for at in range(5)]
    assert acts(
        *keys,
        event("change", "input#town", at=9, details={"value": "Lima"}),
        event("submit", "form#f", at=10),
    ) == [
        ("field_changed", "textbox", "town"),
        ("form_submitted", "form", "f"),
    ]


def test_the_clicks_of_a_double_click_are_one():
    [recording] = recorded(event("click"), event("click"), event("click", at=1), event("dblclick", at=2))
    assert [event.shown.presses for event in recording.events if event.kind == "click"] == [1, 2]


def test_what_is_not_done_is_left_out_and_told():
    log = [
        event("mouseover"),
        event("scroll"),
        event("mouseover"),
        event("click"),
        event("click", logType="interval"),
    ]
    found = read(json.dumps(log).encode(), "log.json", Given())
    assert [str(problem) for problem in found.problems] == [
        "log.json: Events of these kinds were left out: mouseover (2), scroll (1), sum of an interval (1). "
        "A trace has no room for them."
    ]


def test_sessions_of_a_page_are_recordings_and_tabs_of_a_browser_are_one():
    assert len(recorded(event("click"), event("click", sessionID="s2"))) == 2
    [recording] = recorded(
        event("click", browserSessionId="b", httpSessionId="h1"),
        event("click", browserSessionId="b", httpSessionId="h2", sessionID="s2"),
    )
    assert {one.tab for one in recording.events} == {1, 2}


def test_a_page_of_a_browser_extension_is_in_a_system_that_says_so():
    [recording] = recorded(
        event("click", pageUrl="chrome-extension://glifkfgnpmliakinpibmjodbclonhjd/options.html")
    )
    assert {one.page.system for one in recording.events} == {"browser extension glifkfgn"}


def test_a_page_from_a_file_keeps_only_the_name_of_the_file():
    [recording] = recorded(event("click", pageUrl="file:///C:/Users/Jane%20Doe/form.html"))
    assert (recording.events[0].page.system, recording.events[0].page.route) == ("file", "/form.html")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*sorted(event("click")), "details"]), ANYTHING, max_size=6))
def test_whatever_a_file_holds_the_rest_of_it_is_read(odd):
    [good, *_] = recorded(event("click", sessionID="good", userId="good"), {**event("click", at=5), **odd})
    assert good.events


@given(
    st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=8, max_size=12).map(
        lambda text: f"q{text}z"
    )
)
def test_no_value_comes_through(secret):
    [recording] = recorded(
        event(
            "change",
            "input#town",
            details={"value": secret},
            pageUrl=f"https://e.example/a?b={secret}#{secret}",
        ),
        event("keydown", details={"key": secret}),
        event("click", at=3, pageTitle=f"Order of {secret}"),
    )
    assert secret not in repr(recording)


@pytest.mark.parametrize(
    "data", [b"[", b'[{"useraleVersion": 1, "logType": "raw"}', b"{}\n{", b"[]", b"\xff"]
)
def test_what_is_no_json_or_holds_nothing_is_refused_and_named(data):
    with pytest.raises(ImportRefused, match=r"log\.json"):
        read(data, "log.json", Given())


def test_real_logs_come_through_and_lint_finds_nothing(public_data, tmp_path):
    for name in ("task_example", "sample_data_multiusers", "sample_data"):
        file = public_data / "ui-logs" / "userale" / f"{name}.json"
        assert format_of(file.read_bytes()[:65_536]).name == "Apache Flagon UserALE"
        import_files([Source(str(file))], Place(tmp_path / name), Given())
        assert lint_files([str(tmp_path / name)]) == []


def test_four_sessions_of_one_task_on_one_dashboard_are_four_cases(public_data, tmp_path):
    import_files(
        [Source(str(public_data / "ui-logs" / "userale" / "task_example.json"))],
        Place(tmp_path, is_folder=True),
        Given(),
    )
    analysis = load([str(tmp_path)]).analysis
    by_recording = [{timed.step.recording for timed in case.steps} for case in analysis.cases]
    assert sorted(by_recording, key=min) == [
        {one.id} for one in sorted(analysis.recordings, key=lambda one: one.id)
    ]


def test_a_draft_of_pages_whose_forms_have_masked_names_is_a_workflow_file(public_data, tmp_path):
    """A sign of such a name would be found in every text, and refused."""
    source = Source(str(public_data / "ui-logs" / "userale" / "task_example.json"))
    import_files([source], Place(tmp_path, is_folder=True), Given())
    draft = draft_of(read_files([str(tmp_path)]).recordings, load([str(tmp_path)]).analysis)
    assert parse_workflow(draft, "draft").activities
