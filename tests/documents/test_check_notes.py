"""Whatever changes what a check is worth stands in each of its formats."""

from dataclasses import replace
from datetime import date
from typing import get_args
from xml.etree import ElementTree

import msgspec
import pytest
from msgspec.structs import replace as with_values

from ledgerium_cli.against import check_of_nothing
from ledgerium_cli.documents.check.notes import NoteKind, notes_of
from ledgerium_cli.documents.check.render import FORMATS
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.findings.filters import Filtered, parse_conditions
from ledgerium_cli.load import load
from ledgerium_cli.output.text import md
from ledgerium_cli.recording.places import Place
from ledgerium_cli.workflow.accepted import Accepted
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import CaseRule, Sign

from ..conftest import ROOT
from .make import A, Take, analysed, sales_order

FILE = Place("workflow.toml", None)
THRESHOLDS = """
[[thresholds]]
metric = "conformance_rate"
share = 0.9
[[thresholds]]
metric = "cycle"
minutes = 1
"""


def accepted(case):
    return Accepted(
        kind="missing step",
        activity="credit-check",
        case=case,
        who="Ben & Eva",
        why="100 % paid",
        until=date(2026, 3, 1),
    )


def order(number):
    case, at = f"SO-{number}", number * 999
    take = Take(f"r{number}", "Ana", start=at).press(at, case, "Confirm order", "Order confirmed")
    return take.press(at + 90, case, "Release to fulfilment", "Released to fulfilment")


def checked(*, draft):
    """Against the template: of six orders each lacks its checks."""
    again = Take("again", "Ana").press(0, A, "Confirm order").press(60, A, "Release to fulfilment")
    takes = [order(n) for n in range(2000, 2006)]
    recordings = [one.recording() for one in [*takes, again]]
    copy = with_values(recordings[-1], id="copy", sha256="1" * 64)
    cut_off = Take("cut-off", "Eva", start=900).press(900, "SO-3000", "Save order").recording(sealed=False)
    untimed = Take("untimed", "eva").press(0, "SO-2001", "Validate order").recording()
    cut_off = with_values(cut_off, condition=with_values(cut_off.condition, days_only=True))
    made_up = Take("made-up", "eva", start=999).page(999, "SO-3000").recording(generated=True)
    declared = with_values(sales_order(THRESHOLDS), draft=draft)
    analysis = analysed(
        *recordings, copy, cut_off, made_up, with_values(untimed, timed=False), workflow=declared
    )
    never_needed = with_values(accepted(None), kind="out of order", until=date(2099, 1, 1))
    check = check_cases(
        with_values(analysis, unread=2, filtered=Filtered(parse_conditions(["actor=Ana"], []), 3, 0)),
        declared,
        [accepted("SO-2000"), accepted("so 2000"), accepted("SO-9"), never_needed],
    )
    return replace(
        check,
        holds=with_values(check.holds, only_released=() if draft else ("credit",)),
        steps_guessed=True,
        clocks=(ClockDoubt("Ana", "Ben", (A,), 5000, "again"),),
        declared_in=FILE,
        read_by=FILE,
    )


def checked_against_no_demand():
    activities = "\n".join(
        f'[[activities]]\nid = "{one}"\ntitle = "{one}"\nrequired = false' for one in ("enter", "ship")
    )
    flow = parse_workflow(f'format = 1\nname = "Orders"\nordered = false\n{activities}', "workflow.toml")
    return replace(check_cases(analysed(order(1), workflow=flow), flow, []), declared_in=FILE, read_by=FILE)


def checked_by_a_rule_for_cases(rule, *takes):
    flow = with_values(sales_order(), case=rule)
    check = check_cases(analysed(*[one.recording() for one in takes], workflow=flow), flow, [])
    return replace(check, declared_in=FILE, read_by=FILE)


ORD = CaseRule(pattern="ORD-[0-9]+")
SO = CaseRule(pattern="SO-[0-9]+")
CHECKS = {
    "declared": checked(draft=False),
    "a draft": checked(draft=True),
    "nothing": check_of_nothing(),
    "no demand": checked_against_no_demand(),
    "no case": checked_by_a_rule_for_cases(ORD, order(1), order(2)),
    "begun": checked_by_a_rule_for_cases(
        SO, Take("begun", "Ana").press(0, "SO-2000", "Save order", "Order saved")
    ),
    "a case": checked_by_a_rule_for_cases(SO, order(1), Take("calls", "Ana").press(0, "Calls", "Call")),
}


def strings_in(value):
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from strings_in(one)
        case dict():
            yield from strings_in([*value.values()])


def words_of(name, text):
    """What a reader of that format gets to see."""
    if name in ("json", "sarif"):
        return "\n".join(strings_in(msgspec.json.decode(text)))
    if name == "junit":
        return "\n".join(
            value for one in ElementTree.fromstring(text).iter() for value in one.attrib.values()
        )
    return text.replace("%25", "%")


def test_these_checks_have_every_kind_of_note():
    assert {note.kind for check in CHECKS.values() for note in notes_of(check)} == {*get_args(NoteKind)}


@pytest.mark.parametrize("against", CHECKS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_every_note(name, against):
    check = CHECKS[against]
    told = words_of(name, FORMATS[name](check))
    for note in notes_of(check):
        assert (md(note.text) if name == "md" else note.text) in told


@pytest.mark.parametrize("name", ["text", "github", "junit", "sarif"])
def test_what_differs_from_a_draft_is_called_so(name):
    line = "SO-2000: differs from the draft: missing step: “Run the credit check” was not seen"
    assert line in words_of(name, FORMATS[name](CHECKS["a draft"]))
    assert "differs from the draft" not in words_of(name, FORMATS[name](CHECKS["declared"]))


def test_a_rule_that_tells_no_case_apart_fails_the_check_and_one_that_does_in_some_recordings_says_where_not():
    none, some = CHECKS["no case"], CHECKS["a case"]
    assert not replace(none, found=()).passed
    assert notes_of(none)[-1].text.startswith(
        "Failed: 2 cases against Sales order processing, none as declared: "
    )
    [error] = [note for note in notes_of(none) if note.level == "error"]
    assert error.text == (
        "No case as declared: nothing in r1 and r2 shows one; taken for one case each, which is a guess. Correct what "
        "the workflow file says tells cases apart (pattern, starts_with, ends_with of case), or check other recordings."
    )
    assert "::error file=workflow.toml,title=Ledgerium::No case as declared: " in FORMATS["github"](none)
    failing = ElementTree.fromstring(FORMATS["junit"](none)).findall(".//testcase[@name='case rule']/failure")
    assert [one.get("message") for one in failing] == [error.text]
    nowhere = CaseRule(starts_with=(Sign(element="^Start$"),))
    assert not replace(checked_by_a_rule_for_cases(nowhere, order(1)), found=()).passed
    assert replace(some, found=()).passed
    assert [(note.level, note.text) for note in notes_of(some) if note.kind == "case rule"] == [
        (
            "warning",
            "Not told apart: nothing in calls shows a case as the workflow file declares it; taken for one case, which "
            "is a guess.",
        )
    ]


def test_a_log_beside_recordings_does_not_make_a_rule_fit_that_tells_no_case_in_them(tmp_path):
    """A log names its cases itself."""
    [ben] = (ROOT / "examples" / "sales-order").glob("ben-*.jsonl")
    (tmp_path / "log.csv").write_text("Case ID,Activity,Timestamp\nA,Enter,2026-01-01T10:00Z\n")
    (tmp_path / "workflow.toml").write_text('format = 1\nname = "Orders"\n[case]\npattern = "ORD-[0-9]+"\n')
    analysis = load(
        [str(ben), str(tmp_path / "log.csv")], workflow=tmp_path / "workflow.toml", keep=False
    ).analysis
    check = check_cases(analysis, analysis.workflow, [])
    assert (check.cases, check.told_apart.fits, check.passed) == (2, False, False)


@pytest.mark.parametrize("ends", [True, False], ids=["an end that none reached", "no end"])
def test_a_required_step_that_may_still_come_in_every_case_is_told_to_have_come_in_none(ends):
    """No case can lack it, so the check passes: which must not look as if each had done it."""
    flow = sales_order(**({} if ends else {"ends_with =": "# ends_with ="}))
    takes = [
        Take(f"r{n}", "Ana").press(0, f"SO-{2000 + n}", "Save order", "Order saved").recording()
        for n in range(6)
    ]
    check = check_cases(analysed(*takes, workflow=flow), flow, [])
    assert check.passed
    [note] = [note for note in notes_of(check) if note.kind == "never seen"]
    assert (note.level, check.never_seen[-1]) == ("warning", "hand-off")
    assert (
        "“Hand off to fulfilment” are required, and none of 6 cases came to them. This fails nothing, "
        in note.text
    )
    why = "no case is known to have come to a declared end." if ends else "the file declares no end."
    assert note.text.endswith(f"since {why}")
    one_more = Take("all", "Ana").press(0, "SO-2009", "Save order", "Order saved")
    for n, (button, says) in enumerate(
        [("Validate order", "Validation passed"), ("Run credit check", "Credit approved"),
         ("Confirm order", "Order confirmed"), ("Release to fulfilment", "Released to fulfilment")], start=1,
    ):  # fmt: skip
        one_more.press(60 * n, "SO-2009", button, says)
    with_one = check_cases(analysed(*takes, one_more.recording(), workflow=flow), flow, [])
    assert not with_one.never_seen


def test_a_file_that_declares_no_rule_for_cases_leaves_them_to_a_guess_which_is_said():
    flow = with_values(sales_order(), case=CaseRule())
    check = check_cases(analysed(*(order(n).recording() for n in range(3)), workflow=flow), flow, [])
    assert check.told_apart.fits
    assert [note.text for note in notes_of(check) if note.kind == "guessed"] == [
        "Guessed: the workflow file does not declare what tells one case from another, so cases are guesses."
    ]


def test_a_draft_fails_by_what_differs_from_it_and_has_no_conformance():
    check = CHECKS["a draft"]
    told = msgspec.json.decode(FORMATS["json"](check))
    assert (told["passed"], told["draft"], told["conforming"], told["fitness"]) == (False, True, None, None)
    assert [(one["metric"], one["met"]) for one in told["thresholds"]] == [
        ("conformance_rate", None),
        ("cycle", False),
    ]
    text = FORMATS["text"](check)
    assert "(n = 8; it asks for conformance, which a draft does not show)." in text
    assert (
        "against Sales order processing, a draft: 20 differences, 0 accepted, 1 threshold missed, 1 not known.\n"
        in text
    )
    assert "As declared or accepted" not in text
    assert "| Difference from the draft | Activity |" in FORMATS["md"](check)


def test_github_has_what_was_accepted_in_its_log():
    until = with_values(accepted(None), until=date(2027, 1, 1))
    declared = sales_order()
    check = check_cases(
        analysed(Take("r", "Ana").press(0, A, "Confirm order"), workflow=declared), declared, [until]
    )
    assert "\nSO-1001: missing step: “Run the credit check” was not seen" in f"\n{FORMATS['github'](check)}"


def test_a_check_against_a_file_that_demands_nothing_says_so_where_it_passes():
    check = CHECKS["no demand"]
    demands = [note for note in notes_of(check) if note.kind == "demands nothing"]
    assert [(one.level, one.text) for one in demands] == [
        (
            "warning",
            "Demands nothing: the workflow file requires no step and no order, and forbids nothing. No case can break "
            "that: only a step that the file does not declare is a deviation.",
        )
    ]
    assert "against Orders, which demands nothing: " in notes_of(check)[-1].text


def test_a_check_whose_result_is_worded_otherwise_by_now_is_asked_about_and_passes_no_order():
    flow = sales_order()
    ana = Take("r", "Ana").press(0, A, "Run credit check", "The customer is beyond its means")
    ana.press(60, A, "Confirm order", "Order confirmed")
    check = check_cases(analysed(ana, workflow=flow), flow, [])
    asked = [one for one in check.not_known if one.condition == "check_breached"]
    assert [(one.case, one.why) for one in asked] == [(A, "no sign")]
    told = FORMATS["text"](check)
    assert (
        "went through while a breached check was not settled, in SO-1001: nothing there could show it, for "
        in told
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_says_that_rows_of_logs_are_alike_since_that_may_be_why_a_step_was_done_too_often(
    name, tmp_path
):
    rows = "A,Enter,2026-01-01T10:00Z\nA,Ship,2026-01-02T10:00Z\n"
    for file, again in (("one", rows + rows), ("two", f"{rows}A,Bill,2026-01-03T10:00Z\n")):
        (tmp_path / f"{file}.csv").write_text(f"Case ID,Activity,Timestamp\n{again}")
    analysis = load([str(tmp_path / "one.csv"), str(tmp_path / "two.csv")]).analysis
    told = words_of(name, FORMATS[name](check_cases(analysis, sales_order(THRESHOLDS), [])))
    for text in ("2 rows of one.csv@", "say what earlier ones say, beginning with 4.", "2 steps of two.csv@"):
        assert (md(text) if name == "md" else text) in told
