"""The flowchart in the SOP: what Mermaid draws, within what it can draw."""

import re

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.sop.flowchart import MOST_CHARACTERS, label
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View

from .make import HOSTILE, A, B, Take, analysed, nine_orders, sales_order, tokens


def charts(text):
    return [token.content for token in tokens(text) if token.type == "fence" and token.info == "mermaid"]


def test_the_chart_has_every_step_and_how_often_each_path_was_taken_the_usual_way_in_bold():
    [chart] = charts(render_sop(View(analysed(*nine_orders(), workflow=sales_order()))))
    assert chart.startswith(
        'flowchart TD\n  start(["start"])\n  finish(["end"])\n  unfinished(["Not finished"])\n'
        '  s1["Enter the order"]\n'
    )
    assert re.search(r"^  start ==>\|9\| s1$", chart, re.MULTILINE)
    assert re.search(r"^  s3 -->\|1\| s4$", chart, re.MULTILINE)


def test_open_cases_are_led_to_not_finished_where_an_end_is_declared():
    first = (
        Take("a", "Ana")
        .press(0, A, "Save order")
        .press(9, A, "Hand over to warehouse", "Released to fulfilment")
    )
    other = Take("b", "Ana", start=50).press(0, B, "Save order").press(9, B, "Validate order")
    [declared] = charts(render_sop(View(analysed(first, other, workflow=sales_order()))))
    assert '  unfinished(["Not finished"])\n' in declared
    assert "  s2 -->|1| unfinished\n" in declared
    assert "| finish\n" in declared
    [unknown] = charts(render_sop(View(analysed(first, other))))
    assert "Not finished" not in unknown
    assert unknown.count("| finish\n") == 2


def test_one_step_is_no_chart():
    ana = Take("a", "Ana").page(0, "SO-1").press(5, "SO-1", "Save order").page(6, "SO-1")
    assert charts(render_sop(View(analysed(ana, workflow=sales_order())))) == []


def many_paths():
    """Three hundred orders with ten kinds of steps in every order of two."""
    ana = Take("a", "Ana")
    for number in range(300):
        case, at = f"SO-{5000 + number}", 1000 * number
        for place, letter in enumerate([number % 30, number // 10, (7 * number) % 30]):
            ana.press(at + 10 * place, case, f"Approve part {chr(65 + letter)}{'x' * 70}", "Saved")
    return analysed(ana)


def test_of_many_paths_the_most_frequent_are_drawn_and_how_much_that_is_stands_there():
    text = render_sop(View(many_paths()))
    [chart] = charts(text)
    edges = re.findall(r"^  \w+ [=-]+>\|\d+\| \w+$", chart, re.MULTILINE)
    assert len(edges) <= 500
    assert len(chart) < 50_000
    [told] = re.findall(r"The chart shows (\d+) of (\d+) paths, \d+ % of all moves\.", text)
    assert int(told[0]) == len(edges) < int(told[1])


def test_a_chart_of_the_most_frequent_paths_leads_to_every_step_and_on_from_it():
    ana = Take("a", "Ana")
    for number in range(40):
        case, at = f"SO-{5000 + number}", 1000 * number
        for place, step in enumerate([0, *([1 + number % 20] if number >= 20 else range(1, 21)), 21]):
            ana.press(at + 10 * place, case, f"Approve part {chr(65 + step)}", "Saved")
    [chart] = charts(render_sop(View(analysed(ana))))
    edges = re.findall(r"^  (\w+) [=-]+>\|\d+\| (\w+)$", chart, re.MULTILINE)
    steps = {f"s{number}" for number in range(1, 23)}
    assert steps <= {source for source, _ in edges}
    assert steps <= {target for _, target in edges}
    assert len(edges) < 20 + 20 + 21 + 2


@pytest.mark.parametrize(
    "text", [HOSTILE, 'a"] --> b', "x\n  click s1 call f()", "`*b*`", "#quot;", "%%{init: {}}%%", "end"]
)
def test_nothing_that_a_page_says_is_more_than_a_label(text):
    assert re.fullmatch(r"(?:[\w .,\-–…“”’]|#\d+;)*", label(text))
    assert len(label(text)) <= MOST_CHARACTERS


def test_letters_of_every_script_stay_readable():
    assert label("Auftrag prüfen, 注文を確認") == "Auftrag prüfen, 注文を確認"


def test_a_case_that_a_person_ended_is_in_no_picture_among_those_that_are_not_finished():
    ana = (
        Take("a", "Ana")
        .press(0, A, "Save order")
        .press(9, A, "Hand over to warehouse", "Released to fulfilment")
    )
    ana.press(20, B, "Save order").mark(25, B, "end")
    documents = documents_of(analysed(ana, workflow=sales_order()))
    [chart] = charts(documents["sop.md"])
    assert '  ended(["Ended by a person"])\n' in chart
    assert "| ended" in chart
    assert "Ended by a person" in documents["map.svg"]
    markup, _, script = documents["report.html"].partition("<script")
    assert ">Ended by a person</text>" in markup
    assert '"target":"ended"' in script
    for picture in (chart, documents["map.dot"], documents["map.svg"], markup.partition('id="variants"')[0]):
        assert "Not finished" not in picture
