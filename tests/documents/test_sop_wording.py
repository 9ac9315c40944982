"""A version of Ledgerium that words what it says otherwise, where people edited the SOP."""

from pathlib import Path

import pytest

from ledgerium_cli.build import Drawn
from ledgerium_cli.documents.merge.base_file import last_builds
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.sop import actions, holds, results
from ledgerium_cli.output.content import bytes_of

from .make import Take, analysed, edited, nine_orders, sales_order

NAMES = ("sop.md", "sop.base.md")


def built(analysis, folder: Path) -> Merged:
    drawn = Drawn(analysis, folder)
    for name in NAMES:
        (folder / name).write_bytes(bytes_of(drawn.documents[name]))
    return drawn.kept.merged


@pytest.fixture
def analysis():
    return analysed(*nine_orders(), workflow=sales_order())


@pytest.fixture
def new_words(monkeypatch):
    monkeypatch.setitem(actions.VERBS, "press", "click on the button")
    monkeypatch.setattr(results, "GO_ON", "the next step is ")
    monkeypatch.setattr(holds, "RELEASED", "It was released by ")


def test_a_sentence_that_a_person_edited_stays_when_ledgerium_words_the_same_anew(
    tmp_path, analysis, monkeypatch
):
    built(analysis, tmp_path)
    edited(tmp_path, ("Press “Confirm order”. (R1: 85)", "Press “Confirm order” and wait."))
    monkeypatch.setitem(actions.VERBS, "press", "click on the button")
    merged = built(analysis, tmp_path)
    assert merged.conflicts == ()
    assert "2. Press “Confirm order” and wait. *(edited)*\n" in merged.text
    assert "2. Click on the button “Save order”. (R1: 4)" in merged.text
    assert built(analysis, tmp_path).text == merged.text


def test_so_does_one_of_another_section_while_the_recordings_are_the_same(tmp_path, analysis, monkeypatch):
    built(analysis, tmp_path)
    edited(tmp_path, ("Released by Ben after", "Ben let it go after"))
    monkeypatch.setattr(holds, "RELEASED", "Its release was by the hand of ")
    assert built(analysis, tmp_path).conflicts == ()


def test_what_a_person_took_out_stays_out(tmp_path, analysis, monkeypatch):
    built(analysis, tmp_path)
    edited(tmp_path, ("2. Press “Confirm order”. (R1: 85)\n", ""))
    monkeypatch.setitem(actions.VERBS, "press", "click on the button")
    merged = built(analysis, tmp_path)
    assert merged.conflicts == ()
    assert "“Confirm order”" not in merged.text


def test_new_numbers_in_new_words_are_a_conflict(tmp_path, analysis, monkeypatch):
    ana, ben = nine_orders()
    more = Take("more", "Ana", start=10_000)
    more.press(10_100, "SO-1060", "Validate order", "Validation passed")
    built(analysis, tmp_path)
    edited(tmp_path, ("8 of 9 times (R1: 7): go on with", "8 of 9 times: at once go on with"))
    monkeypatch.setattr(results, "GO_ON", "the next step is ")
    found = built(analysed(ana, ben, more, workflow=sales_order()), tmp_path)
    assert "Validate the order" in found.conflicts


def test_what_is_done_otherwise_is_a_conflict_in_whatever_words(tmp_path, monkeypatch):
    def take(*buttons: str):
        take = Take("one", "Ana")
        for place, button in enumerate(buttons):
            take.press(10 * place + 10, "SO-1", button)
        return analysed(take, workflow=sales_order())

    built(take("Open it", "Save order"), tmp_path)
    edited(tmp_path, ("2. Press “Save order”. (R1: 2)", "2. Press “Save order” twice."))
    monkeypatch.setitem(actions.VERBS, "press", "click on the button")
    found = built(take("Open this", "Save order"), tmp_path)
    assert "Enter the order" in found.conflicts


def test_another_declared_rule_is_a_conflict(tmp_path):
    first = analysed(*nine_orders(), workflow=sales_order())
    built(first, tmp_path)
    edited(tmp_path, ("An order on hold waits for the credit reviewer. *(declared)*", "It waits for Eve."))
    other = sales_order(**{"waits for the credit reviewer": "waits for the reviewer of credit"})
    assert built(analysed(*nine_orders(), workflow=other), tmp_path).conflicts == ("Rules that must hold",)


def test_the_base_tells_what_each_step_says_and_a_new_recording_of_the_same_leaves_that_as_it_is(tmp_path):
    def said(*takes):
        built(analysed(*takes, workflow=sales_order()), tmp_path)
        [last] = last_builds((tmp_path / "sop.base.md").read_bytes())
        return [*last.said.values()]

    def take(name: str, at: int):
        return Take(name, "Ana", start=at).press(at + 10, f"SO-{at}", "Save order")

    one, two = said(take("a", 1000)), said(take("a", 1000), take("b", 5000))
    assert len(one) == len(two) == 2
    assert one[0] != two[0]
    assert one[1] == two[1]
