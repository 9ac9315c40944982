"""What is found in recordings, and that nothing is said of it."""

from pathlib import Path

import pytest

from ledgerium_cli.privacy.lines import lines_of
from ledgerium_cli.privacy.lint import lint_files, lint_lines

from .make import header, line, recording

ROOT = Path(__file__).parents[2]


def lint(data):
    return [f"{one.line}: {one.place}: {one.what}" for one in lint_lines(list(lines_of(data)), "trace.jsonl")]


def test_the_example_and_the_generated_recordings_hold_nothing_that_should_not_be_there(tmp_path):
    from generate import Options, generate

    for name, data in generate(orders=3, seed=1, people=2, options=Options(cut_off=0)).recordings.items():
        (tmp_path / name).write_bytes(data)
    assert lint_files([str(ROOT / "examples" / "sales-order"), str(tmp_path)]) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"page": {"title": "Mail of ann@example.com"}}, "page.title: looks like an e-mail address"),
        ({"page": {"heading": "Call +49 30 901820"}}, "page.heading: looks like a phone number"),
        ({"page": {"title": "DE44 5001 0517 5407 3249 31"}}, "page.title: looks like an IBAN"),
        ({"page": {"title": "DE00 5001 0517 5407 3249 31"}}, "page.title: looks like a long number"),
        ({"page": {"title": "4111 1111 1111 1111"}}, "page.title: looks like a card number"),
        ({"page": {"title": "4111111111111111"}}, "page.title: looks like a card number"),
        ({"page": {"title": "4111 1111 1111 1112"}}, "page.title: looks like a long number"),
        ({"page": {"title": "Account 1234567"}}, "page.title: looks like a long number"),
        ({"page": {"title": "Order ٣٤٥٦٧٨٩"}}, "page.title: looks like a long number"),
        ({"page": {"title": "Customer “Acme”"}}, "page.title: quotes a text"),
        ({"page": {"title": "[phone 3f9a1c2b4d]"}}, "page.title: has a token that is not of Ledgerium"),
        ({"page": {"system": "u1234567.example.com"}}, "page.system: looks like a long number"),
        ({"page": {"route": "/orders?q=acme"}}, "page.route: has a query"),
        ({"page": {"route": "/orders;id=acme/edit"}}, "page.route: has a parameter"),
        ({"page": {"route": "/app#/orders/name=acme"}}, "page.route: has a value after “=”"),
        ({"page": {"route": "/mail/ann%2540example.com"}}, "page.route: looks like an e-mail address"),
        (
            {"page": {"route": "/orders/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/edit"}},
            "page.route: looks like an identifier",
        ),
        ({"page": {"route": "/orders/a1b2c3d4e5f6"}}, "page.route: looks like an identifier"),
        ({"page": {"route": "/customers/4711"}}, "page.route: looks like an identifier"),
        ({"page": {"heading": "Request R-203"}}, "page.heading: looks like an identifier"),
        (
            {"element": {"role": "option", "name": "Acme"}},
            "element.name: names an element that shows data (option)",
        ),
        (
            {"element": {"role": "row", "name": None, "selectors": ['role=row[name="Acme"]']}},
            "element.selectors: finds an element that shows data by its name",
        ),
        ({"element": {"name": "Open 1234567"}}, "element.name: looks like a long number"),
        ({"element": {"owner": "ann@example.com"}}, "element.owner: looks like an e-mail address"),
        ({"element": {"role": "Ann Smith"}}, "element.role: is not a role"),
        ({"element": {"selectors": ["#c1234567"]}}, "element.selectors: looks like a long number"),
        (
            {"element": {"selectors": ['[data-test="a1b2c3d4e5f6"]']}},
            "element.selectors: looks like an identifier",
        ),
        (
            {"element": {"within": {"role": "form", "name": "Bill 1234567"}}},
            "element.within.name: looks like a long number",
        ),
        (
            {"kind": "drop", "dragged": {"role": "cell", "name": "Acme"}},
            "dragged.name: names an element that shows data (cell)",
        ),
        (
            {"kind": "message_shown", "message": {"type": "status", "text": "Sent to a@b.de"}},
            "message.text: looks like an e-mail address",
        ),
        ({"kind": "note", "text": "Call 030 901820-12"}, "text: looks like a phone number"),
        ({"kind": "mark", "mark": "case", "case": "1234567"}, "case: looks like a long number"),
        ({"document": "d-ann-1234567"}, "document: looks like a long number"),
        ({"value": "Acme"}, "value: is a field that is not in the format"),
        ({"element": {"value": "Acme"}}, "element.value: is a field that is not in the format"),
        ({"Ann Smith": 1}, "a… a…: is a field that is not in the format"),
        ({"utc_ms": "hunter2"}, "utc_ms: is not in the format"),
        ({"kind": "keystroke"}, "line: is not in the format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_should_not_be_there_is_found_in_its_field(change, finding):
    assert lint(recording(line(**change))) == [f"2: {finding}"]


@pytest.mark.parametrize(
    "change",
    [
        {"page": {"title": "Order SO-1234567, 50,000.00 EUR, 23.11.2026 08:35"}},
        {"page": {"title": "Order [number 1234567890] of [e-mail] “[text]”"}},
        {"page": {"route": "/orders/[number 1234567890]/SO-1234567/edit"}},
        {"page": {"route": "/orders/id=SO-1042/id="}},
        {"page": {"system": "erp-1042.example.com"}},
        {"kind": "mark", "mark": "case", "case": "R-203"},  # a person's own word
        {"kind": "note", "text": "As agreed in R-203"},
        {"page": {"route": "/B%C3%BCro/50%"}},
        {
            "element": {
                "role": "option",
                "name": None,
                "owner": "Customer",
                "selectors": ["tr:nth-of-type(12) > td"],
            }
        },
        {"element": {"selectors": ['[name="lines[0][qty]"]', 'role=link[name="Don\'t save"]']}},
        {"kind": "note", "text": "The customer's phone was busy, 2 times"},
        {"document": "d-123456789012"},
    ],
    ids=str,
)
def test_what_work_needs_is_left_in_peace(change):
    assert lint(recording(line(**change))) == []


def test_the_header_is_checked_too():
    assert lint(recording(line(), head=header(actor="ann@example.com", recording="ann-example-com-1"))) == [
        "1: recording: holds what the actor's name holds",
        "1: actor: looks like an e-mail address",
    ]
    assert lint(recording(line(), head=header(recording="ana-1234567-20261123T081500-4f3a"))) == [
        "1: recording: looks like a long number"
    ]
    assert lint(recording(line(), head=header(workflow="Orders of “Acme”"))) == ["1: workflow: quotes a text"]


def test_a_form_that_every_number_has_lets_none_through():
    data = recording(line(page={"title": "1234567"}), head=header(case_form="#"))
    assert lint(data) == ["2: page.title: looks like a long number"]


def test_lines_that_are_no_events_are_found_with_all_that_can_be_seen_in_them():
    data = recording(
        "not json", '["list"]', '{"kind":"note","text":"a","text":"b"}', {"value": "x", **line(page={"title": "a@b"})},
        '{"long": "' + "x" * 70_000 + '"}', line(page={"title": "\ud800"}), "", "[" * 30_000, seal=False,
    )  # fmt: skip
    assert lint(data) == [
        "2: line: is not JSON",
        "3: line: is not in the format",
        "4: line: has a field twice",
        "5: value: is a field that is not in the format",
        "5: page.title: looks like an e-mail address",
        "6: line: is longer than the format allows",
        "7: line: is not in the format",
        "9: line: is not JSON",
    ]


def test_a_text_of_any_length_is_read_in_time():
    [finding] = lint(recording(line(page={"title": "x" * 60_000})))
    assert finding == "2: page.title: is longer than the format allows"
