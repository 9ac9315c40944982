"""Both sides of a comparison as one map: what differs stands on the step or the path where it differs."""

from __future__ import annotations

import re

import pytest

from ledgerium_cli.documents.differences import picture
from ledgerium_cli.documents.differences.picture import diff_dot
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.documents.map.svg import draw_svg
from ledgerium_cli.findings.differences.compare import Diff, compare

from .make import Take, analysed, hostile_takes
from .two_sides import orders, side


def drawn(diff: Diff) -> list[str]:
    """The texts of the picture, line by line."""
    texts = re.findall(r"<text\b[^>]*>(.*?)</text>", draw_svg(diff_dot(diff)))
    return [one.replace("&#160;", " ").replace("\u00a0", " ").strip() for one in texts]


def node(diff: Diff, title: str) -> str:
    return next(line for line in diff_dot(diff).splitlines() if f"<B>{title}<" in line)


def test_a_longer_wait_stands_at_its_step_in_words_and_in_amber() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, wait=25)))
    confirm = node(diff, "Confirm")
    assert "wait 20 min 00 s longer" in confirm
    assert 'fillcolor="#FFF3D6"' in confirm
    assert "longer" not in node(diff, "Enter")
    back = compare(side("A", orders("A", 20, wait=25)), side("B", orders("B", 20)))
    assert "wait 20 min 00 s shorter" in node(back, "Confirm")
    assert "fillcolor" not in node(back, "Confirm")


def test_a_step_and_a_path_of_one_side_say_so_and_whether_it_may_be_noise() -> None:
    gone = compare(side("A", orders("A", 20)), side("B", orders("B", 20, check=False)))
    check = node(gone, "Credit")
    assert "in 20 of 20 → 0 of 20 cases" in check
    assert "<B>only in A</B>" in check
    assert 'style="rounded,filled,dashed"' in check
    texts = drawn(gone)
    assert texts.count("0 of 20 → 20 of 20") == 1
    assert "only in B" in texts
    rare = orders("B", 19) + orders("C", 1, check=False)
    assert "only in B, may be noise" in drawn(compare(side("A", orders("A", 20)), side("B", rare)))


def test_what_does_not_differ_has_numbers_and_no_words() -> None:
    same = compare(side("A", orders("A", 20)), side("B", orders("B", 20)))
    texts = " ".join(drawn(same))
    assert "in 20 of 20 → 20 of 20 cases" in texts
    legend = texts.index("amber box")
    assert not re.search(
        "only in|more often|less often|longer", texts[legend + len("amber box: takes longer") :]
    )


def test_of_many_paths_those_that_differ_are_drawn_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_PATHS", 3)
    gone = compare(side("A", orders("A", 20)), side("B", orders("B", 20, check=False)))
    assert diff_dot(gone).count(" -> ") == 3
    texts = drawn(gone)
    assert any(
        re.fullmatch(r"3 of \d+ paths: those that differ and the most frequent ones", one) for one in texts
    )
    assert texts.count("only in B") == 1


def test_a_hostile_name_stays_text_and_an_activity_is_not_taken_for_the_start() -> None:
    hostile = side_of(analysed(*hostile_takes()), "<img src=x>")
    made = draw_svg(diff_dot(compare(hostile, hostile)), picture.ABOUT)
    assert "<img" not in made
    assert '<title id="map-title">A and B as one map</title>' in made
    start = Take("r", "Ana").press(1, "SO-1", "start").press(9, "SO-1", "Save")
    one = side_of(analysed(start), "a")
    assert diff_dot(compare(one, one)).count('\n  "start" [') == 1


def test_the_same_comparison_is_the_same_picture() -> None:
    diff = compare(side("A", orders("A", 6)), side("B", orders("B", 6, wait=25)))
    assert diff_dot(diff) == diff_dot(compare(side("A", orders("A", 6)), side("B", orders("B", 6, wait=25))))
