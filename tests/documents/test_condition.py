"""What every document says of recordings that are not whole, and of clocks that were set."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.documents.analysis.render import render_analysis
from ledgerium_cli.documents.check.render import as_json, as_md, as_text
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.documents.differences.words import notes
from ledgerium_cli.documents.html.page import Texts, render_html
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.findings.differences.compare import compare
from ledgerium_cli.load import load
from ledgerium_cli.recording.condition import ClockJump, Condition
from ledgerium_cli.recording.model import Recording

from .make import EPOCH, HOUR, MINUTE, A, B, Take, analysed, record, sales_order, sections, tables

WHOLE = Path(__file__).parents[1] / "recording" / "fixtures" / "whole.jsonl"


def at(seconds: float) -> int:
    return EPOCH + round(seconds * 1000)


def an_order(condition: Condition) -> Recording:
    """Of two, of which the first one stood still for 47 minutes and 20 seconds."""
    ana = Take("ana-1", "Ana").page(0, A).fill(10, A).fill(20, A, "Items")
    ana.fill(50 * MINUTE, A, "Terms").press(50 * MINUTE + 10, A, "Save order").page(50 * MINUTE + 11, A)
    ana.page(51 * MINUTE, B).fill(51 * MINUTE + 10, B).press(51 * MINUTE + 20, B, "Save order")
    return replace(ana.recording(), condition=condition)


def documents(analysis: Analysis) -> dict[str, str]:
    texts = Texts(
        render_sop(View(analysis)), render_report(View(analysis)), render_opportunities(View(analysis))
    )
    page = render_html(View(analysis), texts).text
    made = {"sop": texts.sop, "report": texts.report, "opportunities": texts.opportunities, "page": page}
    return {name: text.replace("\u00a0", " ") for name, text in made.items()}


BROKEN = Condition("missing", left_out=(("cut off", 1), ("unreadable", 2)))
WORDS = "R1, 3 lines left out (the last one, cut off; 2 cannot be read), no seal: it was cut off"


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_how_many_lines_were_left_out_of_which_recording_and_why(name: str) -> None:
    assert WORDS in documents(analysed(an_order(BROKEN)))[name]


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_how_many_files_held_no_recording(name: str, tmp_path: Path) -> None:
    """One is empty, and one is something else."""
    for file, data in (("a", WHOLE.read_bytes()), ("b", b""), ("c", b"Dear all,\n")):
        (tmp_path / f"{file}.jsonl").write_bytes(data)
    analysis = load([str(tmp_path)]).analysis
    assert "2 files hold no recording that could be read" in documents(analysis)[name]


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_what_was_done_that_belongs_to_no_case(name: str) -> None:
    """Filled in and sent in a system that names no case, while nothing was carried there by the clipboard."""
    ana = Take("ana-1", "Ana").page(0, A).fill(10, A).press(20, A, "Save order").page(21, A)
    mail = Take("ana-2", "Ana", host="mail.example.com").fill(30, "inbox").press(40, "inbox", "Send")
    events = [replace(one, seq=4 + at, tab=2) for at, one in enumerate(mail.events, 1)]
    recording = replace(ana.recording(), events=(*ana.recording().events, *events))
    says = "Outside of any case: 2 acts in mail.example.com (2) of R1 are in no step"
    found = documents(analysed(recording, workflow=sales_order()))[name].replace("**", "")
    assert says in re.sub(r"<[^>]*>", "", found)
    assert "Outside of any case" not in documents(analysed(ana.recording()))[name]


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_whole_recordings_need_no_word(name: str) -> None:
    assert "Not read" not in documents(analysed(an_order(Condition())))[name]
    assert "Not whole" not in documents(analysed(an_order(Condition())))[name]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (Condition(left_out=(("after the seal", 1),)), "1 line left out (behind the seal)"),
        (Condition(left_out=(("unreadable", 1),)), "1 line left out (cannot be read)"),
        (Condition("other count", 12), "its seal counts 12 events, 9 are here: lost, or changed after it was saved"),
        (Condition("other content"), "its seal does not fit: changed after it was saved"),
        (Condition(missing=4), "4 events missing, as the numbers of the others show"),
    ],
)  # fmt: skip
def test_what_is_known_of_the_cause_is_said(condition: Condition, says: str) -> None:
    analysis = analysed(an_order(condition))
    assert f"**Not whole:** R1, {says}. " in render_report(View(analysis))
    [row] = tables(sections(render_report(View(analysis)))["What this is based on"])[0][1:]
    assert row[6] == says


def test_the_map_says_so_too() -> None:
    assert "Not whole: R1, 3 lines left out" in render_dot(View(analysed(an_order(BROKEN))))


def test_a_check_and_a_comparison_say_so_too() -> None:
    broken, whole = analysed(an_order(BROKEN)), analysed(an_order(Condition()))
    check = check_cases(broken, sales_order(), ())
    assert "Not whole: ana-1: 3 lines left out (the last one, cut off; 2 cannot be read)" in as_text(check)
    assert "Not whole: ana-1: 3 lines left out" in as_md(check)
    assert json.loads(as_json(check))["not_whole"][0]["recording"] == "ana-1"
    found = [*notes(compare(side_of(whole, "a"), side_of(broken, "b")))]
    assert any(one.startswith("1 recording of B not whole, with 3 lines left out") for one in found)


def test_files_without_a_recording_are_counted_for_programs_and_in_a_check() -> None:
    analysis = replace(analysed(an_order(Condition())), unread=2)
    assert json.loads(render_analysis(analysis))["files_not_read"] == 2
    check = check_cases(analysis, sales_order(), ())
    assert json.loads(as_json(check))["not_read"] == 2
    assert "Not read: 2 files hold no recording that could be read." in as_text(check)


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_rows_of_a_log_that_were_left_out_are_told_in_every_document(name: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Case ID,Activity,Timestamp\nA,Enter,2026-01-01T10:00Z\nA,Check,never\nA,Check,never\n")
    analysis = load([str(log)]).analysis
    assert "2 lines left out (2 cannot be read)" in documents(analysis)[name]
    assert "`ledgerium import` names each" in render_report(View(analysis))
    told = json.loads(render_analysis(analysis))["recordings"][0]
    assert (told["events"], told["lines_left_out"]) == (1, {"unreadable": 2})


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_that_a_recording_may_count_twice(name: str, tmp_path: Path) -> None:
    (tmp_path / "day.jsonl").write_bytes(WHOLE.read_bytes())
    (tmp_path / "again.jsonl").write_bytes(WHOLE.read_bytes().replace(b'"ana-1"', b'"ana-2"'))
    analysis = load([str(tmp_path)]).analysis
    assert (
        "R2 shows what R1 shows (as many events by the same person, the first and the last at the same millisecond). "
        "If one is a copy of the other, its work counts twice here."
    ) in documents(analysis)[name]
    assert "Perhaps twice" not in documents(analysed(an_order(Condition())))[name]


def recorded_by(folder: Path, *names: str) -> list[str]:
    """The same work of several people, an hour apart."""
    files = []
    for number, name in enumerate(names):
        file, moved = (
            folder / f"{number}.jsonl",
            WHOLE.read_bytes().replace(b'"ana-1"', f'"r-{number}"'.encode()),
        )
        file.write_bytes(moved.replace(b'"Ana"', json.dumps(name, ensure_ascii=False).encode()))
        files.append(str(file))
    return files


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_that_two_names_may_be_one_person_who_counts_as_two(
    name: str, tmp_path: Path
) -> None:
    loaded = load(recorded_by(tmp_path, "Ana", "ana"), keep=False)
    assert loaded.analysis.people == ["Ana", "ana"]
    told = html.unescape(documents(loaded.analysis)[name])
    assert (
        "only case or blanks differ in 'Ana' and 'ana'. Each name counts as a person here, and work that goes from "
        "one to the other counts as handed over." in told
    )
    check = check_cases(loaded.analysis, sales_order(), ())
    assert "Perhaps one person: only case or blanks differ in 'Ana' and 'ana'." in as_text(check)
    [problem] = (str(one) for one in loaded.problems if "Perhaps the same" in str(one))
    assert "same person, since only case or blanks differ: 'Ana' and 'ana'." in problem


def test_a_check_of_a_log_says_that_two_names_in_it_may_be_one_person(tmp_path: Path) -> None:
    [log] = logs_in(tmp_path, "A,Enter,2026-01-01T10:00Z,Ana\nA,Check,2026-01-01T11:00Z,ana\n")
    check = check_cases(load([log]).analysis, sales_order(), ())
    assert "Perhaps one person: only case or blanks differ in 'Ana' and 'ana'." in as_text(check)


def test_blanks_around_a_name_and_how_its_accents_are_composed_make_no_other_person(tmp_path: Path) -> None:
    names = "René", " René", "Rene\u0301 "
    declared = tmp_path / "workflow.toml"
    declared.write_text('format = 1\nname = "Orders"\n[[roles]]\nname = "Clerk"\nactors = ["Rene\u0301 "]\n')
    loaded = load(recorded_by(tmp_path, *names), declared, keep=False)
    assert loaded.analysis.people == ["René"]
    assert View(loaded.analysis).role_of("René") == "Clerk"
    assert not any("Perhaps the same" in str(one) for one in loaded.problems)


def test_a_log_that_is_built_with_a_copy_of_it_may_count_twice(tmp_path: Path) -> None:
    for file in ("orders", "copy"):
        (tmp_path / f"{file}.csv").write_text("Case ID,Activity,Timestamp\nA,Enter,2026-01-01T10:00Z\n")
    loaded = load([str(tmp_path / "orders.csv"), str(tmp_path / "copy.csv")])
    assert "R2 shows what R1 shows (they were read from the same content)" in render_report(
        View(loaded.analysis)
    )
    assert any(
        "orders.csv shows: they were read" in str(one) or "copy.csv shows: they were read" in str(one)
        for one in loaded.problems
    )


LOG = "Case ID,Activity,Timestamp,Resource\n"
JANUARY = "A,Enter,2026-01-01T10:00Z,Ana\nA,Ship,2026-01-31T10:00Z,Ben\n"
OVERLAPPING = "A,Ship,2026-01-31T10:00Z,Ben\nA,Bill,2026-02-01T10:00Z,Ben\n"
OF_BOTH = "1 step of R2 stands in R1 too, beginning with (R2: 2). All that is read of them is alike"


def logs_in(folder: Path, *logs: str) -> list[str]:
    files = [folder / f"{number}.csv" for number, _ in enumerate(logs)]
    for file, rows in zip(files, logs, strict=True):
        file.write_text(LOG + rows)
    return [*map(str, files)]


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
def test_every_document_says_that_exports_overlap_since_that_looks_like_rework(
    name: str, tmp_path: Path
) -> None:
    loaded = load(logs_in(tmp_path, JANUARY, OVERLAPPING))
    assert OF_BOTH in documents(loaded.analysis)[name].replace("<wbr>", "")
    assert any("1 step of 1.csv" in str(one) and "too, row 2 first" in str(one) for one in loaded.problems)
    apart = OVERLAPPING.replace("T10:00Z,Ben\nA,Bill", "T10:00Z,Eva\nA,Bill")
    assert "Perhaps twice" not in documents(load(logs_in(tmp_path, JANUARY, apart)).analysis)[name]


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
@pytest.mark.parametrize("imported", [False, True])
def test_every_document_says_that_rows_of_a_log_are_alike_also_where_it_was_imported_first(
    name: str, tmp_path: Path, *, imported: bool
) -> None:
    [file] = logs_in(tmp_path, JANUARY + JANUARY)
    if imported:
        kept = tmp_path / "kept.log.parquet"
        assert CliRunner().invoke(app, ["import", file, "-o", str(kept)]).exit_code == 0
        file = str(kept)
    told = documents(load([file]).analysis)[name]
    assert "2 rows of R1 say what earlier ones say, beginning with (R1: 4)." in told


@pytest.mark.parametrize("name", ["sop", "report", "opportunities", "page"])
@pytest.mark.parametrize("imported", [False, True])
def test_every_document_says_that_a_log_has_days_only_so_that_its_rows_alone_tell_the_order_within_one(
    name: str, tmp_path: Path, *, imported: bool
) -> None:
    [file] = logs_in(tmp_path, JANUARY.replace("T10:00Z", ""))
    if imported:
        kept = tmp_path / "kept.log.parquet"
        given = ["-o", str(kept), "--time-zone", "UTC"]
        assert CliRunner().invoke(app, ["import", file, *given]).exit_code == 0
        file = str(kept)
    else:
        (tmp_path / "0.csv").write_text(LOG + JANUARY.replace("T10:00Z", "T00:00Z"))
    told = documents(load([file]).analysis)[name]
    line = (
        "R1 tells no clock times. Times are right to the day, and steps of one day stand in the order of the rows, "
        "which may not be that in which they were done."
    )
    assert (line in told) is imported


CUT_OFF = Condition("missing", left_out=(("cut off", 1),))


def notice_of(*conditions: Condition) -> str:
    """Of a report on a recording in each condition."""
    takes = [
        replace(Take(f"r{n}", f"P{n}", n).page(n, A).fill(n + 5, A).recording(), condition=condition)
        for n, condition in enumerate(conditions)
    ]
    [notice] = [line for line in render_report(View(analysed(*takes))).splitlines() if "**Not whole" in line]
    return notice


def test_recordings_to_which_the_same_happened_are_told_together() -> None:
    one_cut = "1 line of each left out (the last one, cut off), no seal"
    assert f"**Not whole:** 2 of 3 recordings (R1 and R3): {one_cut}. " in notice_of(
        CUT_OFF, Condition(), CUT_OFF
    )
    several = notice_of(
        CUT_OFF,
        Condition("other content"),
        BROKEN,
        CUT_OFF,
        replace(BROKEN, left_out=(("cut off", 1), ("unreadable", 5))),
    )
    assert (
        f"**Not whole:** 2 of 5 recordings (R1 and R4): {one_cut}; R2, its seal does not fit: changed after it was "
        "saved; 2 of 5 recordings (R3 and R5): 9 lines in all left out, no seal. "
    ) in several


def test_of_very_many_broken_recordings_the_first_are_named() -> None:
    assert "10 of 10 recordings (R1, R2, R3, R4, R5, R6, R7, R8 and 2 more): 1 line" in notice_of(
        *[CUT_OFF] * 10
    )


def test_scripts_get_the_same() -> None:
    [told] = json.loads(render_analysis(analysed(an_order(BROKEN))))["recordings"]
    assert (told["sealed"], told["seal"]) == (False, "missing")
    assert told["lines_left_out"] == {"cut off": 1, "unreadable": 2}


# --------------------------------------------------------------------------------------------- clocks


def jumped() -> Analysis:
    """For 47 minutes the clock of Ana is ahead: nothing shows that order A stood still for longer than 2 min 40 s."""
    jump = ClockJump(4, at(3 * MINUTE), at(50 * MINUTE), 47 * MINUTE * 1000)
    return analysed(an_order(Condition(jumps=(jump,))))


def test_what_a_jump_of_the_clock_counts_as_is_found() -> None:
    [one] = jumped().jumps.found
    assert (one.case, one.recording, one.jump.event) == (A, "ana-1", 4)
    assert (one.parts.idle, one.parts.total) == (47 * MINUTE * 1000, 47 * MINUTE * 1000)


def test_no_millisecond_is_taken_from_the_case() -> None:
    with_jump, without = jumped().cases, analysed(an_order(Condition())).cases
    assert with_jump == without


@pytest.mark.parametrize("name", ["report", "opportunities", "page"])
def test_documents_that_tell_times_say_first_that_a_clock_jumped(name: str) -> None:
    text = documents(jumped())[name]
    assert f"a clock was set, or a computer slept, in the time of 1 of 2 cases ({A})" in text
    assert "it accounts for 47 min 00 s idle, which may not have passed" in text


def test_the_numbers_that_a_jump_touches_say_so() -> None:
    text = render_report(View(jumped())).replace("\u00a0", " ")
    note = "Of this time 47 min 00 s idle in 1 case is made by a clock that jumped ahead: see “Clocks”."
    for section in ("The numbers", "Time per case", "Time per step"):
        assert note in sections(text)[section]
    assert record(text, "Time per case", A)["State"] == "not known; clock jumped"
    assert record(text, "Time per case", B)["State"] == "not known"
    [_, [_, *wait]] = tables(sections(text)["Where cases wait"])[0]
    assert wait[2] == "idle (clock jumped)"
    [_, clock] = tables(sections(text)["Clocks"])[0]
    assert clock == [
        "R1, jumped ahead by 47 min 00 s",
        "2026-03-02 09:50:00",
        f"{A} (47 min 00 s idle)",
        "(R1: 4)",
    ]
    assert "47 min 00 s of the 50 min 31 s of 2 cases is made by a clock" in sections(text)["What stands out"]


def test_the_page_leads_to_its_own_section_on_clocks() -> None:
    found = documents(jumped())
    assert "See “Clocks” in the workflow report." in found["opportunities"]
    assert found["page"].count('id="clocks"') == found["page"].count('href="#clocks"') == 1
    assert "in the workflow report" not in found["page"]


def test_an_opportunity_leaves_out_what_a_clock_may_have_made() -> None:
    """Of the 50 minutes that order A took, 47 passed on the clock alone; the target allows one."""
    jump = ClockJump(4, at(3 * MINUTE), at(50 * MINUTE), 47 * MINUTE * 1000)
    target = sales_order('[[targets]]\nmetric = "cycle"\nminutes = 1\n')
    text = render_opportunities(View(analysed(an_order(Condition(jumps=(jump,))), workflow=target)))
    assert "47 min 00 s may be made by a clock that jumped ahead" in text.replace("\u00a0", " ")
    assert "made by a clock" not in render_opportunities(
        View(analysed(an_order(Condition()), workflow=target))
    )


def test_scripts_get_what_a_jump_counts_as() -> None:
    found = json.loads(render_analysis(jumped()))
    [jump] = found["clocks"]["jumps"]
    assert (jump["case"], jump["idle_ms"], jump["by_ms"]) == (A, 2_820_000, 2_820_000)
    assert found["recordings"][0]["clock_jumps"] == [{"event": 4, "by_ms": 2_820_000}]


def test_the_list_of_cases_in_the_page_marks_the_case() -> None:
    page = documents(jumped())["page"]
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    first, second = data["cases"]
    assert first["clock_marks"] == ["clock jumped"]
    assert first["clock"].replace("\u00a0", " ") == "jumped ahead by 47 min 00 s: 47 min 00 s idle (R1: 4)"
    assert "clock_marks" not in second


def test_a_clock_that_was_set_back_marks_the_case_and_makes_no_time() -> None:
    back = ClockJump(3, at(20), at(20), -6000)
    analysis = analysed(an_order(Condition(jumps=(back,))))
    text = render_report(View(analysis)).replace("\u00a0", " ")
    assert analysis.jumps.parts.total == 0
    assert record(text, "Time per case", A)["State"] == "not known; clock set back"
    assert "made by a clock" not in text
    [_, clock] = tables(sections(text)["Clocks"])[0]
    assert clock[:3:2] == ["R1, was set back by 6.0 s", A]


def test_clocks_of_two_people_that_cannot_both_be_right_are_told_in_the_documents() -> None:
    takes = []
    for n in range(3):
        order, late = f"SO-100{n}", n * HOUR + 1800
        ana = Take(f"a{n}", "Ana", late).page(late, order).press(late + 30, order, "Save order")
        ben = Take(f"b{n}", "Ben", n * HOUR).page(n * HOUR, order)
        ben.press(n * HOUR + 30, order, "Confirm order", "Order confirmed")
        takes += [ana.page(late + 32, order), ben]
    analysis = analysed(*takes, workflow=sales_order())
    assert len(analysis.clocks) == 1
    found = documents(analysis)
    for name in ("report", "opportunities", "page"):
        assert "the clocks of Ana and Ben seem to disagree" in found[name]
    assert (
        "In all 3 orders that Ana and Ben share (SO-1000, SO-1001 and SO-1002), what Ben does"
        in found["report"]
    )
    assert record(found["report"], "Time per case", "SO-1001")["State"].endswith("; clocks disagree")
    many = replace(analysis, clocks=tuple(replace(analysis.clocks[0], later=f"P{n}") for n in range(11)))
    assert "Ana and P6, Ana and P7 and 3 more seem to disagree" in documents(many)["report"]
    [doubt] = json.loads(render_analysis(analysis))["clocks"]["doubts"]
    assert (doubt["earlier"], doubt["later"], doubt["cases"]) == (
        "Ana",
        "Ben",
        ["SO-1000", "SO-1001", "SO-1002"],
    )


def test_a_step_in_which_the_recording_was_cut_off_is_not_held_against_the_case():
    ana = (
        Take("a", "Ana")
        .page(0, A)
        .fill(5, A)
        .press(10, A, "Save order")
        .page(12, A)
        .press(20, A, "Print order")
    )
    whole, cut = ana.recording(), ana.recording(sealed=False)
    assert [one.kind for one in analysed(whole, workflow=sales_order()).deviations] == ["extra step"]
    assert [*analysed(cut, workflow=sales_order()).deviations] == []


def test_of_recordings_without_times_it_is_not_said_that_times_were_recorded():
    ana = Take("a", "Ana").page(0, A).fill(5, A).press(10, A, "Save order").recording()
    ben = Take("b", "Ben", start=900).page(900, B).press(920, B, "Save order").recording()
    untimed = replace(ana, timed=False)
    assert "The events and their times were recorded." in render_sop(View(analysed(ana)))
    assert "The events were recorded in their order, without their times." in render_sop(
        View(analysed(untimed))
    )
    assert "The events were recorded, and their times but in R1." in render_sop(View(analysed(untimed, ben)))


def test_holds_of_recordings_without_times_have_no_age_and_age_nothing():
    ana = Take("a", "Ana").page(0, A).press(10, A, "Run credit check", "On hold: over the limit").recording()
    ben = (
        Take("b", "Ben", start=900)
        .page(900, B)
        .press(920, B, "Run credit check", "On hold: overdue")
        .recording()
    )
    late = (
        Take("c", "Ben", start=90 * HOUR)
        .page(90 * HOUR, "SO-9")
        .press(90 * HOUR, "SO-9", "Save order")
        .recording()
    )
    both = analysed(replace(ana, timed=False), replace(ben, timed=False), workflow=sales_order())
    assert "at least" not in sections(render_report(View(both)))["Holds"]
    assert "Not released to the end of the recordings: SO-1001 and SO-1002." in render_sop(View(both))
    assert render_opportunities(View(both)).count("in one go") == 0
    mixed = analysed(ana, ben, replace(late, timed=False), workflow=sales_order())
    assert (
        "Not released to the end of the recordings: SO-1001 (15 min 10 s) and SO-1002 (begun by the last event)."
        in render_sop(View(mixed))
    )
