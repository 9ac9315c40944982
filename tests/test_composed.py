"""Names that read the same are the same, however a program writes letters with accents."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import load
from ledgerium_cli.recording.read import read_recording

from .logs.make import at, read

START = 1_795_422_900_000
PAGE = {"system": "erp.example", "route": "/aufträge/Ü-1001", "title": "Auftrag Ü-1001", "heading": "Prüfung"}
CHECK = {
    "role": "button", "name": "Prüfen", "owner": "Aufträge", "selectors": ["text/Prüfen"],
    "within": {"role": "form", "name": "Bestätigung"},
}  # fmt: skip
WORKFLOW = """
format = 1
name = "Prüfung"
[case]
name = "Auftrag"
pattern = 'Ü-\\d+'
[[activities]]
id = "check"
title = "Prüfen"
belongs = [{ route = '^/aufträge' }]
"""


def as_macos(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def recorded(name: str, *, composed: bool, escaped: bool = False) -> bytes:
    on_page = {"mono_ms": 0, "document": "d-1", "tab": 1, "page": PAGE}
    lines = [
        {"kind": "header", "format": 1, "recording": name, "workflow": "Prüfung", "actor": "Jörg Müller",
         "recorder": "r", "time_zone": "UTC", "start_ms": START},
        {"kind": "page_shown", "seq": 1, "utc_ms": START, **on_page, "how": "load"},
        {"kind": "click", "seq": 2, "utc_ms": START + 1000, **on_page, "element": CHECK},
        {"kind": "message_shown", "seq": 3, "utc_ms": START + 2000, **on_page,
         "message": {"type": "status", "text": "Geprüft"}},
        {"kind": "mark", "seq": 4, "utc_ms": START + 3000, "mono_ms": 0, "mark": "case", "case": "Ü-1001",
         "text": "für später"},
    ]  # fmt: skip
    texts = [json.dumps(line, ensure_ascii=False) for line in lines]
    if not composed:
        texts = [as_macos(text) for text in texts]
    if escaped:
        texts = [json.dumps(json.loads(text)) for text in texts]
    return "".join(f"{text}\n" for text in texts).encode()


@pytest.mark.parametrize("escaped", [False, True])
def test_a_recording_in_decomposed_letters_is_read_in_composed_ones(escaped: bool) -> None:
    usual, _ = read_recording(recorded("r", composed=True), "r.jsonl")
    found, _ = read_recording(recorded("r", composed=False, escaped=escaped), "r.jsonl")
    assert usual is not None
    assert found is not None
    assert (found.actor, found.workflow) == (usual.actor, usual.workflow) == ("Jörg Müller", "Prüfung")
    assert [one.page for one in found.events] == [one.page for one in usual.events]
    assert [one.shown for one in found.events[2:]] == [one.shown for one in usual.events[2:]]
    mine, other = found.events[1].element, usual.events[1].element
    assert mine is not None
    assert other is not None
    assert (mine.name, mine.owner, mine.within) == (other.name, other.owner, other.within)
    assert mine.selectors == (as_macos("text/Prüfen"),), "a selector has to match the page"


def test_one_person_one_case_and_one_step_however_their_names_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(recorded("a", composed=True))
    (tmp_path / "b.jsonl").write_bytes(recorded("b", composed=False))
    (tmp_path / "workflow.toml").write_text(as_macos(WORKFLOW))
    conditions = parse_conditions([as_macos("actor=Jörg Müller")], [])
    found = load([str(tmp_path)], conditions=conditions).analysis
    assert [case.id for case in found.cases] == ["Ü-1001"]
    assert [(one.activity.title, one.actors) for one in found.activities] == [("Prüfen", ("Jörg Müller",))]
    for name, document in documents_of(found).items():
        assert unicodedata.is_normalized("NFC", document), name


def test_one_name_in_a_log_however_it_is_written_and_it_is_told() -> None:
    names = ("Prüfen", "Müller", "Ä-1")
    rows = [f"{case},{step},{at(0)},{actor}\n" for step, actor, case in (names, map(as_macos, names))]
    found = read("case,activity,timestamp,resource\n" + "".join(rows))
    assert {(one.activity, one.actor, one.case) for one in found.instances} == {names}
    assert [one.what for one in found.problems[:3]] == [
        f"1 name of {role} has letters with accents as one character in some rows and as two in others, "
        f"{name!r} first."
        for role, name in (("case", "Ä-1"), ("activity", "Prüfen"), ("actor", "Müller"))
    ]


def test_a_log_all_in_decomposed_letters_is_read_in_composed_ones_without_a_word() -> None:
    found = read(as_macos(f"case,activity,timestamp\nA,Prüfen,{at(0)}\n"))
    assert [one.activity for one in found.instances] == ["Prüfen"]
    assert not found.problems


def test_what_kept_columns_say_is_composed_too() -> None:
    found = read(as_macos(f"case,activity,timestamp,Stand\nA,x,{at(0)},geprüft\n"), keep=("Stand",))
    assert [one.kept for one in found.instances] == [[["geprüft"]]]
