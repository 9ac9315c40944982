"""Redacted copies: nothing to find in them, the same each time, and of use to the rest of the program."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.privacy import clean
from ledgerium_cli.privacy.lines import lines_of
from ledgerium_cli.privacy.lint import lint_lines
from ledgerium_cli.privacy.redact import redact
from ledgerium_cli.privacy.tokens import tokens
from ledgerium_cli.recording import wire
from ledgerium_cli.recording.read import read_recording

from .make import header, line, recording

ROOT = Path(__file__).parents[2]
TOKEN = tokens("0f" * 32)

SECRETS = [
    "ann@example.com", "zoë@exämple.de", "+49 (0)30 1234-567", "030 901820 - 12", "DE44 5001 0517 5407 3249 31",
    "4111 1111 1111 1111", "1234567", "٣٤٥٦٧٨٩", "A123456B", "“Acme”", "'Acme'", '"x"',
    "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "a1b2c3d4e5f6", "?q=acme", ";id=9", "=acme", "%22Acme%22",
    "[phone 3f9a1c2b]",
]  # fmt: skip
HARMLESS = ["Order", "SO-1042", "SO-1234567", "saved", "isn't", "23.11.2026", "12 %", "50,000.00 EUR", "[e-mail]",
            "[number 1234567890]", "“[text]”"]  # fmt: skip
GLUE = ["", " ", "/", "-", ".", "'", "“", "”", '"', "@", "=", "%", "#", "[", "]", "1", "x", "é", "…"]
SELECTOR = "[name={}]".format
texts = st.lists(st.sampled_from(SECRETS + HARMLESS + GLUE), max_size=9).map("".join)


def short(most):
    return texts.map(lambda text: text[:most])


elements = st.fixed_dictionaries(
    {"role": st.sampled_from(["button", "option", "row"])},
    optional={
        "name": short(200),
        "owner": short(200),
        "selectors": st.lists(texts.map(lambda text: SELECTOR(json.dumps(text))[:300]), max_size=3),
        "within": st.fixed_dictionaries({"role": st.just("form"), "name": short(200)}),
    },
)  # fmt: skip
pages = st.fixed_dictionaries(
    {"system": st.just("erp.example.com"), "route": texts.map(lambda text: f"/{text}"), "title": short(200)}
)
events = st.one_of(
    st.builds(lambda page, element: line(page=page, element=element), pages, elements),
    st.builds(lambda text: line(kind="note", text=text[:1000] or "x"), texts),
    st.builds(lambda text: line(kind="mark", mark="case", case=text[:80] or "x"), texts),
    st.builds(lambda text: line(kind="message_shown", message={"type": "status", "text": text[:300]}), texts),
    st.builds(lambda text: {**line(), "value": text}, texts),
)
headers = st.builds(
    lambda form, actor, workflow: header(case_form=form, actor=actor[:80] or "Ana", workflow=workflow[:200]),
    st.sampled_from(["SO-#", "##########", "#", "é 1234567#"]), texts, texts,
)  # fmt: skip


def copy_of(data, **options):
    copy, problems = redact(data, "trace.jsonl", TOKEN, **options)
    assert copy is not None, problems
    return copy.text.encode()


def found_in(data):
    return [str(one) for one in lint_lines(list(lines_of(data)), "trace.jsonl")]


@given(headers, st.lists(events, min_size=1, max_size=4), st.booleans())
def test_nothing_is_found_in_a_copy_and_a_copy_of_it_is_the_same(head, lines, pseudonyms):
    lines = [{**one, "seq": number} for number, one in enumerate(lines, start=1)]
    data = recording(*lines, head=head)
    copy = copy_of(data, pseudonyms=pseudonyms)
    assert found_in(copy) == []
    assert copy_of(copy, pseudonyms=pseudonyms) == copy
    assert len(list(lines_of(copy))) >= len(lines) + 1
    read, problems = read_recording(copy, "copy")
    assert read is not None
    assert len(read.events) == len(lines)
    assert {problem.what for problem in problems} <= {"The recording has no seal: it was cut off."}


@pytest.mark.parametrize(
    "example", sorted((ROOT / "examples" / "sales-order").glob("*.jsonl")), ids=lambda f: f.name
)
def test_a_recording_in_which_nothing_is_found_is_copied_to_the_byte(example):
    assert copy_of(example.read_bytes()) == example.read_bytes()


def test_a_copy_says_the_same_token_for_the_same_thing_in_every_field_and_nothing_of_data():
    data = recording(
        line(1, page={"route": "/orders/4500012345/edit?tab=2", "title": "Order 4500012345 · “Acme”"}),
        line(2, kind="note", text="Called about 4500 012345, wrote to ann@example.com"),
        line(3, element={"role": "option", "name": "Acme", "selectors": ['role=option[name="Acme"]', "li"]}),
        {**line(4), "value": "hunter2"},
    )  # fmt: skip
    order, mail = TOKEN("number", "4500012345"), TOKEN("e-mail", "ann@example.com")
    first, note, option, last = map(json.loads, copy_of(data, pseudonyms=False).splitlines()[1:])
    assert first["page"]["route"] == f"/orders/[number {order}]/edit"
    assert first["page"]["title"] == f"Order [number {order}] · “[text]”"
    assert note["text"] == f"Called about 4500 [number {TOKEN('number', '012345')}], wrote to [e-mail {mail}]"
    assert option["element"] == {"role": "option", "selectors": ["li"]}
    assert last == line(4)


def test_a_seal_is_made_anew_where_there_was_a_right_one_with_the_redactions_added():
    lines = [line(1), line(2, page={"title": "1234567 and 7654321"})]
    read, problems = read_recording(copy_of(recording(*lines)), "copy")
    assert (read.sealed, problems) == (True, [])
    assert json.loads(copy_of(recording(*lines)).splitlines()[-1])["redactions"] == 5
    unsealed = copy_of(recording(*lines, seal=False))
    assert b'"seal"' not in unsealed
    changed = recording(*lines).replace(b"1234567", b"1234568")
    copy, problems = redact(changed, "trace.jsonl", TOKEN)
    assert '"seal"' not in copy.text
    assert [str(one) for one in problems] == [
        "trace.jsonl: The seal does not fit the lines: the file was changed after it was saved. "
        "The copy has none, and documents say so."
    ]


def test_lines_that_cannot_be_read_are_left_out_and_named():
    data = (
        recording("not json", line(1), header(), line(2, kind="keystroke"), '{"kind":"note"}')
        + b'{"kind":"x"}\n'
    )
    copy, problems = redact(data, "t", TOKEN)
    assert [json.loads(one)["kind"] for one in copy.text.splitlines()] == ["header", "click"]
    assert [(one.line, one.what) for one in problems] == [
        (2, "The line is not of trace format 1."),
        (4, "A header stands inside the file."),
        (5, "The line is not of trace format 1."),
        (6, "The line is not of trace format 1."),
        (8, "A line stands after the seal."),
        (None, "The seal does not fit the lines: the file was changed after it was saved."),
    ]


def test_a_pseudonym_takes_the_place_of_the_persons_name_in_the_recordings_id_too():
    head = header(actor="Zoë  Müller", recording="zoe-muller-20261123T081500-4f3a")
    person = f"person-{TOKEN('person', 'zoë müller')}"
    found = json.loads(copy_of(recording(line(), head=head), pseudonyms=True).splitlines()[0])
    assert found["actor"] == person
    assert found["recording"] == f"{person}-20261123T081500-4f3a"


@pytest.mark.parametrize("name", ["Zoë Müller", "zoe_muller", "ZoeMuller", "MÜLLER, Zoë"])
def test_a_pseudonym_takes_the_place_of_the_name_however_a_file_or_a_workflow_spells_it(name):
    head = header(actor="Zoë Müller", workflow=f"Orders of {name}", source=f"2026-11-23 {name}.csv")
    found = json.loads(copy_of(recording(line(), head=head), pseudonyms=True).splitlines()[0])
    person = found["actor"]
    assert (found["workflow"], found["source"]) == (f"Orders of {person}", f"2026-11-23 {person}.csv")


@pytest.mark.parametrize("role", [{}, ["button"], 1, None])
def test_a_role_that_is_no_text_is_looked_at_like_any_line_that_the_format_refuses(role):
    data = recording(line(element={"role": role, "name": "ana@example.com"}))
    assert [one for one in found_in(data) if "e-mail" in str(one)]
    assert b"ana@example.com" not in copy_of(
        recording(line(element={"role": role}), line(seq=2)), pseudonyms=False
    )


def test_an_address_as_a_persons_name_goes_from_the_recordings_id_without_being_asked():
    head = header(actor="ann@example.com", recording="ann-example-com-20261123T081500-4f3a")
    assert b"example" not in copy_of(recording(line(page={"system": "erp"}), head=head))


def test_the_bounds_of_texts_are_those_of_the_format():
    import msgspec

    def longest(struct, field):
        [found] = [one.type for one in msgspec.inspect.type_info(struct).fields if one.name == field]
        texts = [one for one in getattr(found, "types", [found]) if isinstance(one, msgspec.inspect.StrType)]
        return texts[0].max_length

    places = {
        wire.Page: ("system", "route", "title", "heading"),
        wire.Element: ("name", "owner"),
        wire.Within: ("name",),
        wire.Header: ("workflow", "actor", "recorder", "time_zone", "case_form", "source"),
        wire.Note: ("text", "case"),
        wire.Mark: ("text", "case"),
    }
    for struct, fields in places.items():
        for field in fields:
            assert clean.LONGEST[field] == longest(struct, field), (struct, field)
    assert clean.LONGEST["message.text"] == longest(wire.Message, "text")
