"""What a log cannot show is not known: it was neither held nor not held, and no rule was kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledgerium_cli.against import check_against
from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.check.lines import not_known_line
from ledgerium_cli.documents.check.notes import notes_of
from ledgerium_cli.findings.causes import Causes
from ledgerium_cli.load import Loaded, load

from .make import at

HELD = """
format = 1
name = "Orders"
ends_with = "ship"
[[activities]]
id = "check"
title = "Check"
[[activities]]
id = "ship"
title = "Ship"
[[holds]]
kind = "block"
activity = "check"
begins = [{begins}]
ends = [{{ activity = "^release$" }}]
[[never]]
activity = "ship"
condition = "hold_open"
why = "Blocked."
"""
BLOCKED = '{ column = "Block", value = "." }'


def loaded(folder: Path, rules: str, *lines: str) -> Loaded:
    (folder / "log.csv").write_text("\n".join(lines) + "\n")
    (folder / "workflow.toml").write_text(rules)
    return load([str(folder / "log.csv")], folder / "workflow.toml")


def rows(*cells: str) -> list[str]:
    """Of three cases that are checked and shipped, with more cells behind."""
    more = "".join(f",{cell}" for cell in cells)
    return [
        f"{case},{what},{at(second)}{more}"
        for case in "ABC"
        for what, second in (("Check", 0), ("Ship", 100))
    ]


@pytest.mark.parametrize(
    "begins", [BLOCKED, '{ message = "blocked" }'], ids=["no such column", "a page's message"]
)
def test_where_nothing_in_a_log_could_show_a_hold_it_is_not_known_and_no_rule_about_it_was_kept(
    tmp_path, begins
):
    found = loaded(tmp_path, HELD.format(begins=begins), "case,activity,timestamp", *rows())
    assert [case.held for case in found.analysis.cases] == [None] * 3
    check = check_against(found)
    question = "whether “Ship” went through while a hold was open"
    told = [note.text for note in notes_of(check) if note.level == "warning"]
    assert not_known_line(question, ["A", "B", "C"], "no sign") in told
    assert check.conforming_cases == (0, 0)
    documents = documents_of(found.analysis)
    assert "holds are declared, and nothing in the log could show them" in documents["report.md"]
    assert "of 3 more, A, B and C, it is not known, since nothing there could show it" in documents["sop.md"]


def test_a_column_that_says_nothing_shows_that_nothing_was_held(tmp_path):
    rules = HELD.format(begins=BLOCKED)
    found = loaded(tmp_path, rules, "case,activity,timestamp,Block", *rows(""))
    assert [case.held for case in found.analysis.cases] == [False] * 3
    assert check_against(found).conforming_cases == (3, 3)


def test_of_several_signs_one_that_a_log_can_show_is_enough(tmp_path):
    rules = HELD.format(begins=f'{BLOCKED}, {{ activity = "^hold$" }}')
    found = loaded(tmp_path, rules, "case,activity,timestamp", *rows(), f"A,Hold,{at(50)}")
    assert [case.held for case in found.analysis.cases] == [True, False, False]


def test_nor_was_a_rule_about_breached_checks_kept_where_no_breach_could_be_shown(tmp_path):
    rules = """
format = 1
name = "Orders"
[[activities]]
id = "check"
title = "Check"
check = true
outcomes = [{ name = "Refused", result = "breached", when = { message = "refused" } }]
[[activities]]
id = "ship"
title = "Ship"
[[never]]
activity = "ship"
condition = "check_breached"
why = "It was refused."
"""
    check = check_against(loaded(tmp_path, rules, "case,activity,timestamp", *rows()))
    assert [(one.case, one.untold) for one in check.not_known] == [("A", True), ("B", True), ("C", True)]


def test_a_result_in_words_that_are_not_declared_is_no_passed_check(tmp_path):
    rules = """
format = 1
name = "Orders"
[[activities]]
id = "check"
title = "Check"
check = true
outcomes = [
    { name = "Fine", result = "passed", when = { column = "Result", value = "^ok$" } },
    { name = "Refused", result = "breached", when = { column = "Result", value = "^refused$" } },
]
[[activities]]
id = "ship"
title = "Ship"
[[never]]
activity = "ship"
condition = "check_breached"
why = "It was refused."
"""
    lines = [
        f"{case},{what},{at(second)},{result if what == 'Check' else ''}"
        for case, result in (("A", "ok"), ("B", "refused"), ("C", "declined"), ("D", ""))
        for what, second in (("Check", 0), ("Ship", 100))
    ]
    check = check_against(loaded(tmp_path, rules, "case,activity,timestamp,Result", *lines))
    assert [one.deviation.case for one in check.found] == ["B"]
    assert [(one.case, one.untold) for one in check.not_known] == [("C", True)]


def test_who_came_to_the_end_before_the_hold_did_not_do_so_all_the_same(tmp_path):
    rules = HELD.format(begins='{ activity = "^hold$" }')
    before = loaded(tmp_path, rules, "case,activity,timestamp", *rows(), f"A,Hold,{at(200)}")
    report = documents_of(before.analysis)["report.md"]
    assert "A was put on hold and never seen to be released (" in report
    after = loaded(tmp_path, rules, "case,activity,timestamp", *rows(), f"A,Hold,{at(50)}")
    report = documents_of(after.analysis)["report.md"]
    assert "A was put on hold and never seen to be released; it came to “Ship” all the same (" in report


def test_what_somebody_worked_on_at_once_with_a_colleague_explains_what_waited_for_them(tmp_path):
    """Ben reviews X from 10 to 20, while Ana drafts it from 5 to 20; Y could be reviewed from 12 on."""
    lines = [
        f"{case},{what},{at(60 * since)},{at(60 * until)},{who}"
        for case, what, since, until, who in (
            ("X", "Draft", 5, 20, "Ana"),
            ("X", "Review", 10, 20, "Ben"),
            ("Y", "Receive", 0, 12, "Cem"),
            ("Y", "Review", 25, 26, "Ben"),
        )
    ]
    (tmp_path / "log.csv").write_text("\n".join(["case,activity,start,complete,resource", *lines]) + "\n")
    found = load([str(tmp_path / "log.csv")]).analysis
    assert found.waiting is not None
    review = next(one for one in found.waiting.passages if (one.source, one.target) == ("receive", "review"))
    assert review.causes == Causes(contention=8 * 60_000, extraneous=5 * 60_000)


def test_of_a_case_that_took_no_time_the_work_is_known_and_its_share_is_not(tmp_path):
    (tmp_path / "log.csv").write_text(f"case,activity,start,complete\nA,Check,{at(0)},{at(0)}\n")
    page = documents_of(load([str(tmp_path / "log.csv")]).analysis)["report.html"]
    card = page.partition("Work and wait")[2][:2000]
    assert re.search(r"0.s of work in 0.s", card)
    assert "nothing tells work from wait" not in card


def test_cases_of_a_log_that_tells_nothing_are_none_that_were_not_held(tmp_path):
    told = [row + (",x" if row.startswith("A,Check") else ",") for row in rows()]
    (tmp_path / "other.csv").write_text(
        "\n".join(["case,activity,timestamp", *(f"other-{row}" for row in rows())]) + "\n"
    )
    loaded(tmp_path, HELD.format(begins=BLOCKED), "case,activity,timestamp,Block", *told)
    both = load([str(tmp_path / "log.csv"), str(tmp_path / "other.csv")], tmp_path / "workflow.toml")
    rate = both.analysis.metrics.hold_rate
    assert (rate.held, rate.n, rate.all_cases) == (1, 3, 6)
