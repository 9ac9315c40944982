"""What the documents say of a log: what it shows, and of all else that it is not known."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.analysis.render import render_analysis
from ledgerium_cli.documents.check.render import as_text
from ledgerium_cli.draft import draft_of
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import load
from ledgerium_cli.logs.keep import keep_logs
from ledgerium_cli.logs.model import Given
from ledgerium_cli.output.place import place_of
from ledgerium_cli.recording.files import Source
from ledgerium_cli.tables.query import ask
from ledgerium_cli.tables.rows import Asked
from ledgerium_cli.workflow.load import parse_workflow

from ..documents.make import HOSTILE, tokens
from .make import at

ORDERS = (
    ("SO-1", "Enter order", 0, 60, "Ana"), ("SO-1", "Check credit", 600, 700, "Ben"),
    ("SO-1", "Put on hold", 700, 710, "Ben"),
    ("SO-1", "Release", 2000, 2010, "Ben"), ("SO-1", "Confirm", 2100, 2160, "Ana"),
    ("SO-2", "Enter order", 30, 90, "Ana"), ("SO-2", "Confirm", 3000, 3060, "Ana"),
)  # fmt: skip
WORKFLOW = """
format = 1
name = "Orders"
ends_with = "confirm"
case = { name = "order", pattern = 'SO-\\d+' }
[[activities]]
id = "enter"
title = "Enter order"
[[activities]]
id = "credit"
title = "Run the credit check"
check = true
belongs = [{ activity = "^check credit$" }]
[[activities]]
id = "hold"
title = "Decide on the hold"
required = false
belongs = [{ activity = "hold" }, { activity = "^release$" }]
[[activities]]
id = "confirm"
title = "Confirm the order"
belongs = [{ activity = "confirm" }]
[[holds]]
kind = "credit"
activity = "credit"
begins = [{ activity = "put on hold" }]
ends = [{ activity = "release" }]
[[metrics]]
id = "credit_check_wait"
title = "Credit-check wait"
since = { activity = "credit", point = "arrive" }
until = { activity = "confirm", point = "start" }
"""


def with_both_times() -> str:
    rows = [f"{case},{what},{at(start)},{at(end)},{who}\n" for case, what, start, end, who in ORDERS]
    return "case,activity,start,end,resource\n" + "".join(rows)


def with_one_time() -> str:
    return "case,activity,timestamp\n" + "".join(
        f"{case},{what},{at(end)}\n" for case, what, _, end, _ in ORDERS
    )


def analysed(folder: Path, text: str, workflow: str = "", only: str = "") -> Analysis:
    (folder / "orders.csv").write_text(text)
    if workflow:
        parse_workflow(workflow, "workflow.toml")
        (folder / "workflow.toml").write_text(workflow)
    conditions = parse_conditions([only] if only else [], [])
    return load([str(folder / "orders.csv")], model=True, conditions=conditions).analysis


@pytest.fixture(scope="module")
def untimed(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analysed(tmp_path_factory.mktemp("log"), with_one_time(), WORKFLOW)


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analysed(tmp_path_factory.mktemp("log"), with_both_times(), WORKFLOW)


def test_of_start_and_completion_work_and_wait_add_up(timed: Analysis) -> None:
    for case in timed.cases:
        parts = case.parts
        assert parts.work is not None
        assert parts.between_step_wait is not None
        assert parts.work + parts.between_step_wait == case.cycle_ms
        assert (parts.system_wait, parts.idle, parts.paused) == (None, None, None)
        assert sum(one.parts.work or 0 for one in case.steps) == parts.work
    assert [case.parts.work for case in timed.cases] == [240_000, 120_000]


def test_of_one_time_neither_work_nor_wait_is_known_and_nothing_is_zero(untimed: Analysis) -> None:
    for case in untimed.cases:
        assert case.cycle_ms > 0
        assert {case.parts.work, case.parts.wait, case.parts.total} == {None}
    assert untimed.metrics.efficiency is None
    assert untimed.metrics.intervals[0].unknown == ("SO-1",)
    documents = documents_of(untimed)
    assert "| Work per case | not known |" in documents["report.md"]
    assert "the log has one time for each of them" in documents["report.md"]
    assert "Time: work not known; wait at this step not known." in documents["sop.md"]
    assert '"work_ms": null' in documents["analysis.json"]
    assert "work 0" not in documents["map.dot"]
    assert "bars: total time" not in documents["map.dot"]


def test_efficiency_and_sums_say_of_how_many_cases_work_is_known(tmp_path: Path) -> None:
    text = with_both_times() + "".join(
        f"SO-{case},{what},,{at(end)},Ana\n"
        for case in (3, 4)
        for what, end in (("Enter order", 0), ("Confirm", 90))
    )
    found = analysed(tmp_path, text)
    report = documents_of(found)["report.md"]
    assert "Only 2 of 4 cases count for it: what of the time of the rest was work is not known." in report
    assert (
        "In sum over the 2 of 4 cases: 1 h 26 min = 6 min 00 s work + 1 h 20 min between-step wait." in report
    )
    totals = json.loads(render_analysis(found))["totals"]
    assert (totals["cases"], totals["cases_known"], totals["work_ms"]) == (4, 2, 360_000)


def test_of_days_without_clock_times_neither_work_nor_wait_is_known(tmp_path: Path) -> None:
    rows = "A,Enter,2026-03-01,2026-03-02\nA,Send,2026-03-03,2026-03-03\n"
    (tmp_path / "days.csv").write_text(f"case,activity,start,end\n{rows}")
    source = Source(str(tmp_path / "days.csv"))
    written_as = log_format(source)
    assert written_as is not None
    [kept] = keep_logs([(source, written_as)], place_of(str(tmp_path)), Given(time_zone="UTC"))
    found = load([str(kept.file)]).analysis
    [case] = found.cases
    assert (case.cycle_ms, case.parts.work, case.parts.wait) == (2 * 86_400_000, None, None)
    assert {one.parts.work for one in case.steps} == {None}
    report = documents_of(found)["report.md"]
    assert "| Work per case | not known |" in report
    assert (
        "The work at 2 of 2 steps, and the wait in their cases: the log has days without clock times"
        in report
    )


def test_the_sop_says_that_it_holds_activities_only(timed: Analysis) -> None:
    sop = documents_of(timed)["sop.md"]
    assert "a log holds activities only, no clicks, pages or messages" in sop
    assert "What was typed or chosen" not in sop
    assert "Nothing was pressed" not in sop
    assert "the page answered with no message" not in sop
    assert "no page in front" not in sop


def test_names_of_a_log_are_no_guess_and_those_that_are_declared_take_their_place(
    timed: Analysis, tmp_path: Path
) -> None:
    assert [one.activity.id for one in timed.activities] == ["enter", "credit", "hold", "confirm"]
    plain = analysed(tmp_path, with_both_times())
    assert {one.activity.decided_by for one in plain.activities} == {"log"}
    assert "Guessed" not in "".join(documents_of(plain).values())


def test_holds_are_known_by_the_steps_that_begin_and_end_them(timed: Analysis) -> None:
    [hold] = timed.cases[0].holds
    assert ((hold.end_ms or 0) - hold.start_ms, hold.kind, hold.guessed) == (1_300_000, "credit", False)
    assert [case.held for case in timed.cases] == [True, False]
    assert [case.complete for case in timed.cases] == [True, True]
    assert {(one.kind, one.case) for one in timed.deviations} == {("missing step", "SO-2")}


def test_filters_work_on_a_log(tmp_path: Path) -> None:
    assert [case.id for case in analysed(tmp_path, with_both_times(), only="actor=Ben").cases] == ["SO-1"]
    assert [case.id for case in analysed(tmp_path, with_both_times(), only="activity=Release").cases] == [
        "SO-1"
    ]


def test_a_log_that_ends_before_1970_ends_there(tmp_path: Path) -> None:
    found = analysed(
        tmp_path, "case,activity,timestamp\nA,x,1965-01-05T08:00:00Z\nA,y,1966-01-06T08:00:00Z\n"
    )
    for name, document in documents_of(found).items():
        assert "1970" not in document, name
    assert "1 case in 1 log, 1965-01-05 to 1966-01-06." in documents_of(found)["report.md"]
    assert (found.order.begun_ms, found.order.ended_ms) == (-157_392_000_000, -125_769_600_000)


def test_who_did_it_is_not_known_where_the_log_does_not_say(untimed: Analysis) -> None:
    documents = documents_of(untimed)
    assert "Who did 7 of 7 steps, and whether cases were handed off there." in documents["report.md"]
    assert "In which system 7 of 7 steps were done" in documents["report.md"]
    assert "The log does not name who or where · seen in" in documents["sop.md"]


def test_exceptions_are_not_known_where_nothing_says_what_would_be_one(
    tmp_path: Path, untimed: Analysis
) -> None:
    log = f"case,activity,timestamp\nA,New,{at(0)}\nA,On Hold,{at(5)}\nA,Closed,{at(9)}\n"
    sop = documents_of(analysed(tmp_path, log))["sop.md"]
    assert (
        "## Exceptions and holds\n\nNot known: a log names steps only, and no workflow file declares" in sop
    )
    assert "None were seen" not in sop
    assert "from this log and no workflow file." in sop
    assert "| no: logs have no seal |" in sop
    assert "Not known: a log names" not in documents_of(untimed)["sop.md"], "its workflow file declares holds"


def test_a_name_of_the_map_s_own_and_hostile_names_are_names(tmp_path: Path) -> None:
    name = HOSTILE.replace('"', "").replace(",", "")
    names = "_start", "Start", "start", "--> <b>", "***", "=1+1", name
    rows = "".join(f"{name},{one},{at(place)}\n" for place, one in enumerate(names))
    found = analysed(tmp_path, f"case,activity,timestamp\n{rows}")
    assert sorted(one.activity.title for one in found.activities) == sorted(names)
    assert all(re.fullmatch(r"[\w-]+", one.activity.id) for one in found.activities)
    documents = documents_of(found)
    for document in ("sop.md", "report.md", "opportunities.md"):
        markup = [one for one in tokens(documents[document]) if one.type in MARKUP]
        assert all(re.fullmatch(r"(<!-- [^<>]* -->\s*)+", one.content) for one in markup)


MARKUP = {"html_inline", "html_block", "link_open"}


def test_a_workflow_file_for_a_log_need_not_tell_cases_apart(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(with_both_times())
    before = load([str(tmp_path / "orders.csv")]).analysis
    (tmp_path / "workflow.toml").write_text(
        'format = 1\nname = "Orders"\n[[activities]]\nid = "enter"\ntitle = "Enter order"\n'
    )
    after = load([str(tmp_path / "orders.csv")]).analysis
    assert [case.id for case in after.cases] == [case.id for case in before.cases]
    assert {one.activity.decided_by for one in after.activities if one.activity.title == "Enter order"} == {
        "rule"
    }


def test_a_drafted_workflow_file_declares_the_activities_of_a_log(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(with_both_times())
    found = load([str(tmp_path / "orders.csv")], declared=False)
    text = draft_of([*found.recordings()], found.analysis)
    assert "belongs = [{ activity = '^Check credit$' }]" in text
    assert [one.title for one in parse_workflow(text, "drafted.toml").activities] == [
        one.activity.title for one in found.analysis.activities
    ]
    (tmp_path / "workflow.toml").write_text(text)
    again = load([str(tmp_path / "orders.csv")]).analysis
    assert {one.activity.decided_by for one in again.activities} == {"log"}
    assert [one.activities for one in again.variants] == [one.activities for one in found.analysis.variants]


def test_steps_that_start_at_the_same_time_keep_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [("Pack", 0, 60), ("Weigh", 0, 0), ("Label", 0, 30)]
    (tmp_path / "log.csv").write_text(
        "case,activity,start,end\n"
        + "".join(f"A,{what},{at(start)},{at(end)}\n" for what, start, end in rows)
    )
    [case] = load([str(tmp_path / "log.csv")]).analysis.cases
    assert case.variant == ("pack", "weigh", "label")


def test_what_a_log_cannot_show_is_not_said_to_have_been_looked_for_in_vain(
    untimed: Analysis, timed: Analysis
) -> None:
    waits, acts = "how long cases waited is not known.", "a log names steps, no clicks, pages or messages."
    told = documents_of(untimed)["opportunities.md"]
    for what, why in (
        ("A wait between steps, of a cause that the recordings show", waits),
        ("Cases that wait for a busy person, where others do the same work", waits),
        ("Data carried over the clipboard from one system to another", acts),
        ("A longer text that people write again and again", acts),
        (
            "Cases held at a step, for want of what could be asked for before, or of somebody to release them",
            waits,
        ),
    ):
        assert f"- {what}: cannot be found, because {why}" in told
    assert waits not in documents_of(timed)["opportunities.md"]


def test_holds_that_nothing_declares_are_not_said_to_have_been_looked_for_in_a_log(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(with_both_times())
    told = documents_of(load([str(tmp_path / "orders.csv")]).analysis)["opportunities.md"]
    assert "release them: cannot be found, because nothing tells whether a case was held.\n" in told


LATE = """
[[targets]]
metric = "cycle"
minutes = 1
[calendar]
hours = ["Mon-Fri 00:00-24:00"]
zone = "UTC"
"""


def test_of_cases_past_a_target_it_is_not_said_that_what_they_took_was_no_wait(tmp_path: Path) -> None:
    (tmp_path / "workflow.toml").write_text(WORKFLOW + LATE)
    log = tmp_path / "log.csv"
    log.write_text(
        f"case,activity,time\nSO-1,Enter order,{at(0)}\nSO-1,Confirm,{at(600)}\n".replace("time", "timestamp")
    )
    documents = documents_of(load([str(log)]).analysis)
    told = documents["opportunities.md"]
    assert "How much of what 1 of them took beyond the target was wait is not known." in told
    assert "| alert on stalled cases | not known | not known | not known | not known |" in told
    assert "|  | **Sum** |  |  |  | **not known** | **not known** |" in told
    assert "| Wait per case | not known | not known |" in documents["report.md"]
    assert "wait that a few cases or one step have" not in documents["report.md"]


def test_which_steps_are_taken_for_concurrent_is_told_as_a_guess_since_waits_hang_on_it(
    tmp_path: Path,
) -> None:
    def told_of(one_way: int, other_way: int) -> tuple[str, object]:
        rows = [
            f"{n}-{ways},{name},{at(n * 9000 + place * 600)},{at(n * 9000 + place * 600 + 60)}\n"
            for ways, cases in (("ABCD", one_way), ("ACBD", other_way))
            for n in range(cases)
            for place, name in enumerate(ways)
        ]
        (tmp_path / "log.csv").write_text(f"case,activity,start,end\n{''.join(rows)}")
        documents = documents_of(load([str(tmp_path / "log.csv")]).analysis)
        return documents["report.md"], json.loads(documents["analysis.json"])["concurrent"]

    line = "Guessed to go on beside each other, so that neither waits for the other or is enabled by it: “B” and “C”."
    report, pairs = told_of(6, 5)
    assert line in report
    assert pairs == [["b", "c"]]
    report, pairs = told_of(9, 2)
    assert "beside each other" not in report
    assert pairs == []


def test_programs_are_told_what_of_a_log_counts_twice_and_that_it_has_no_clock_times(tmp_path: Path) -> None:
    first = "A,Enter,2026-03-02\nA,Check,2026-03-03\nA,Check,2026-03-03\n"
    (tmp_path / "1.csv").write_text(f"case,activity,time\n{first}")
    (tmp_path / "2.csv").write_text(f"case,activity,time\n{first.replace('Check', 'Ship')}")
    logs = [Source(str(tmp_path / f"{n}.csv")) for n in (1, 2)]
    as_written = [(one, log_format(one)) for one in logs]
    kept = keep_logs(as_written, place_of(str(tmp_path)), Given(time_zone="UTC"))
    loaded = load([str(one.file) for one in kept])
    told = json.loads(render_analysis(loaded.analysis))
    assert [(one["rows_twice"], one["days_only"]) for one in told["recordings"]] == [(1, True), (1, True)]
    asked = Asked(loaded.analysis, list)
    assert ask(asked, "SELECT rows_twice, days_only FROM recordings").rows == [(1, True), (1, True)]
    assert [one["steps"] for one in told["in_two_logs"]] == [1], "“Enter”"


def test_wait_that_may_be_work_on_a_step_of_one_time_is_told_so_and_does_not_stand_out(
    tmp_path: Path,
) -> None:
    def documents(check: str, waited: int = 0) -> tuple[str, str]:
        rows = "".join(
            f"{case},Enter,{at(0)},{at(600)},Ana\n{case},Check,{check},Ben\n{case},Ship,{at(9000)},{at(9600)},Cy\n"
            f"{case},Bill,{at(9600 + waited)},{at(9700 + waited)},Cy\n"
            for case in "AB"
        )
        (tmp_path / "log.csv").write_text(f"case,activity,start,end,resource\n{rows}")
        made = documents_of(load([str(tmp_path / "log.csv")]).analysis)
        return made["report.md"].replace("\u00a0", " "), made["report.html"].replace("\u00a0", " ")

    end, start, both = f",{at(9000)}", f"{at(600)},", f"{at(8900)},{at(9000)}"
    for one_time in (end, start):
        report, page = documents(one_time)
        assert "up to 4 h 40 min of the wait beside those may be work on them." in report
        assert "of the wait, 4 h 40 min" not in report
        assert "| Cycle-time efficiency | at least 13 %" in report
        assert ": at most 100 % of all wait" in report
        assert "at least 13 % work" in page
    report, _ = documents(end, waited=90_000)
    assert "“Bill” has at least 91 % of the wait" in report
    assert ": at least 91 % of all wait" in report
    assert "| at most 2 h 20 min | A | Check | between-step wait |" in report
    assert "| 1 d 1 h | A | Bill | between-step wait |" in report
    assert "| Enter | Check | 2 in 2 | at most 4 h 40 min |" in report
    assert "At most 2 d 7 h of between-step wait" in report
    opportunities = documents_of(load([str(tmp_path / "log.csv")]).analysis)["opportunities.md"]
    assert "recorded:** at most 4 h 40 min of wait" in opportunities.replace("\u00a0", " ")
    assert "recorded:** 2 d 2 h of wait" in opportunities.replace("\u00a0", " ")
    report, page = documents(both)
    assert "of the wait, 4 h 37 min" in report
    assert "may be work on them" not in report
    assert "at least 14 %" not in report + page


def test_where_only_the_time_that_passed_is_known_an_interval_says_how_it_is_measured(tmp_path: Path) -> None:
    rows = "".join(
        f"SO-1,{name},{at(place * 60)}\n"
        for place, name in enumerate(("Enter order", "Check credit", "Confirm"))
    )
    (tmp_path / "log.csv").write_text(f"case,activity,time\n{rows}")
    told = []
    for counts in ("", 'counts = ["work", "system_wait", "idle", "between_step_wait", "paused"]\n'):
        (tmp_path / "workflow.toml").write_text(f"{WORKFLOW}{counts}")
        told.append(
            documents_of(load([str(tmp_path / "log.csv")]).analysis)["report.md"].replace("\u00a0", " ")
        )
    assert (
        'only how much time passed: it is measured where all parts count, `counts = ["work", "system'
        in told[0]
    )
    assert "Seen: 2 min 00 s (n = 1)." in told[1]


def test_of_a_log_that_is_cut_off_every_document_says_so_also_once_it_is_imported(tmp_path: Path) -> None:
    source = Source(str(tmp_path / "orders.csv.gz"))
    Path(source.file).write_bytes(gzip.compress(with_both_times().encode())[:-20])
    written_as = log_format(source)
    assert written_as is not None
    [kept] = keep_logs([(source, written_as)], place_of(str(tmp_path)), Given())
    found = load([str(kept.file)]).analysis
    told = {name: text.replace("\u00a0", " ") for name, text in documents_of(found).items()}
    cut_off = "R1, cut off or damaged: only what stands before that was read"
    for name in ("sop.md", "report.md", "opportunities.md"):
        assert cut_off in told[name], name
    assert "Not whole: R1" in told["map.dot"]
    assert f"**Not whole:** {cut_off}. What is missing there is missing here.\n" in told["report.md"]
    [log] = json.loads(told["analysis.json"])["recordings"]
    assert (log["sealed"], log["seal"]) == (False, "missing")
    declared = parse_workflow(WORKFLOW, "workflow.toml")
    assert "Not whole: orders.csv.gz" in as_text(check_cases(found, declared, ()))
