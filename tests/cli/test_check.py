"""`ledgerium check`: do recordings follow the committed process?"""

import json
import os
import re
import shutil
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from ..command import ledgerium

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sales-order"
ACCEPTED = """
format = 1
[[accepted]]
kind = "missing step"
activity = "credit-check"
case = "SO-1046"
who = "Finance lead"
why = "Paid in advance."
until = 2026-11-30
"""


def found(ran):
    return [(one["kind"], one["case"], one["activity"]) for one in json.loads(ran.stdout)["deviations"]]


@pytest.fixture
def office(tmp_path):
    """The recordings of the example and their workflow file."""
    for file in [*EXAMPLE.glob("*.jsonl"), EXAMPLE / "workflow.toml"]:
        shutil.copy(file, tmp_path)
    return tmp_path


def add(folder, text, name="workflow.toml"):
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_deviation_fails_and_is_told_with_its_evidence(office):
    ran = ledgerium("check", ".", "-q", "--against", "workflow.toml", cwd=office)
    assert ran.returncode == 1
    first, *_, last = ran.stdout.splitlines()
    assert first.startswith(
        "SO-1046: missing step: “Run the credit check” was not seen; the order went on to "
    )
    assert "[ana-20261123T0" in first
    assert last == (
        "Failed: 10 cases against Sales order processing: 1 deviation, 0 accepted, 0 thresholds missed."
    )


def test_what_somebody_accepted_passes_and_says_who_and_why(office):
    (office / "accepted.toml").write_text(ACCEPTED)
    ran = ledgerium("check", ".", "-q", "--accepted", "accepted.toml", cwd=office)
    assert ran.returncode == 0
    assert "Accepted by Finance lead until 2026-11-30: Paid in advance." in ran.stdout


def test_an_acceptance_of_a_case_in_another_spelling_covers_nothing_and_names_the_near_one(office):
    other = ACCEPTED.partition("[[")[2].replace("SO-1046", "SO-9")
    (office / "accepted.toml").write_text(ACCEPTED.replace("SO-1046", "so 1046") + f"[[{other}")
    asked = ("check", ".", "-q", "--accepted", "accepted.toml", "--format")
    told = {name: ledgerium(*asked, name, cwd=office) for name in ("text", "md", "github", "sarif", "json")}
    assert {one.returncode for one in told.values()} == {1}
    misspelt = (
        "Covers nothing: missing step of “Run the credit check” in so 1046, accepted by Finance lead, since"
    )
    assert f"{misspelt} no such case was checked. If SO-1046 is meant, write it so.\n" in told["text"].stdout
    elsewhere = "Covers nothing here: what was accepted in SO-9 (line 10), since no such case was checked."
    assert elsewhere in told["text"].stdout
    assert elsewhere in told["md"].stdout
    assert f"::warning file=accepted.toml,line=3,title=Ledgerium::{misspelt}" in told["github"].stdout
    assert elsewhere in told["github"].stdout.splitlines()
    assert json.loads(told["sarif"].stdout)["runs"][0]["results"][-1]["ruleId"] == "misspelt-acceptance"
    assert [one["near"] for one in json.loads(told["json"].stdout)["of_no_case"]] == ["SO-1046", None]


@pytest.mark.parametrize(
    ("case", "why"),
    [('case = "SO-1042"', "SO-1042 does not deviate so"), ("", "no case that was checked deviates so")],
)
def test_an_acceptance_that_nothing_needs_is_told_in_every_format_with_its_line(office, case, why):
    other = (
        f'[[accepted]]\nkind = "too often"\nactivity = "credit-check"\n{case}\nwho = "Ana"\nwhy = "Old."\n'
    )
    (office / "accepted.toml").write_text(f"{ACCEPTED}# Still needed?\n{other}until = 2099-01-01\n")
    line = (office / "accepted.toml").read_text().splitlines().index("# Still needed?") + 2
    asked = ("check", ".", "-q", "--accepted", "accepted.toml", "--format")
    told = {
        name: ledgerium(*asked, name, cwd=office)
        for name in ("text", "md", "github", "sarif", "junit", "json")
    }
    assert {one.returncode for one in told.values()} == {0}
    unused = f"Covers nothing here (accepted.toml:{line}): too often of “Run the credit check”"
    assert f", accepted by Ana, since {why}.\n" in told["text"].stdout
    for name in ("text", "github", "sarif", "junit", "json"):
        assert unused in told[name].stdout
    assert unused in told["md"].stdout.replace("\\", "")
    assert [one["line"] for one in json.loads(told["json"].stdout)["unused"]] == [line]


def test_an_acceptance_ends_with_its_day_whenever_the_check_runs(office):
    (office / "accepted.toml").write_text(ACCEPTED.replace("2026-11-30", "2026-11-22"))
    ran = ledgerium("check", ".", "-q", "--accepted", "accepted.toml", cwd=office)
    assert ran.returncode == 1
    assert (
        "Expired on 2026-11-22: missing step of “Run the credit check” in SO-1046, accepted by Finance lead."
        in ran.stdout
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("credit-check", "credit"),
            "accepts 'missing step' of 'credit', which the workflow file does not declare",
        ),
        (('who = "Finance lead"', ""), "has no 'who'"),
        (("until = 2026-11-30", 'until = "soon"'), "until is a day, like 2026-11-30."),
        (("format = 1", "format ="), "not TOML"),
    ],
)
def test_a_file_of_acceptances_that_says_nothing_clear_is_refused(office, change, fault):
    (office / "accepted.toml").write_text(ACCEPTED.replace(*change))
    ran = ledgerium("check", ".", "-q", "--accepted", "accepted.toml", cwd=office)
    assert ran.returncode == 5
    assert ran.stdout == ""
    assert fault in ran.stderr


THRESHOLDS = """
[[thresholds]]
metric = "conformance_rate"
share = 0.9
[[thresholds]]
metric = "hold_rate"
share = 0.1
[[thresholds]]
metric = "cycle"
minutes = 1
"""


def test_thresholds_are_judged_and_a_rate_of_conformance_allows_single_deviations(office):
    add(office, THRESHOLDS)
    ran = ledgerium("check", ".", "-q", "--format", "json", cwd=office)
    assert ran.returncode == 1
    told = {one["metric"]: (one["met"], one["n"]) for one in json.loads(ran.stdout)["thresholds"]}
    assert told == {"conformance_rate": (True, 10), "hold_rate": (False, 9), "cycle": (False, 9)}
    (office / "workflow.toml").write_bytes((EXAMPLE / "workflow.toml").read_bytes())
    add(office, THRESHOLDS.split('[[thresholds]]\nmetric = "hold_rate"')[0])
    assert ledgerium("check", ".", "-q", cwd=office).returncode == 0


def test_of_few_cases_no_share_is_judged_and_each_deviation_counts(office):
    add(office, THRESHOLDS)
    of_ben = ledgerium("check", ".", "-q", "--only", "actor=Ben", cwd=office)
    assert "hold_rate: not judged, at most 10 % is declared (2 of 2; it takes five).\n" in of_ben.stdout
    assert of_ben.returncode == 0
    deviating = ledgerium("check", ".", "-q", "--only", "case=SO-1046", cwd=office)
    assert (
        "conformance_rate: not judged, at least 90 % is declared (0 of 1; it takes five).\n"
        in deviating.stdout
    )
    assert deviating.returncode == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe that has a name")
def test_a_workflow_file_that_comes_through_a_pipe_is_read_once(office):
    add(office, THRESHOLDS)
    declared = (office / "workflow.toml").read_text()
    (office / "workflow.toml").unlink()
    os.mkfifo(office / "declared.toml")
    writer = threading.Thread(target=(office / "declared.toml").write_text, args=(declared,))
    writer.start()
    ran = ledgerium("check", ".", "-w", "declared.toml", "--format", "github", cwd=office)
    writer.join()
    assert ran.returncode == 1
    assert "hold_rate" in ran.stdout


def test_a_threshold_may_be_of_steps_instead_of_cases(office):
    """One of ten orders lacks one step: 90 % of the orders are as declared, and more of their steps."""
    add(office, '[[thresholds]]\nmetric = "conforming_steps"\nshare = 0.95\n')
    ran = ledgerium("check", ".", "-q", cwd=office)
    assert ran.returncode == 0
    rate = re.search(
        r"^conforming_steps: 9\d % \(\d+ of (\d+)\), at least 95 % is declared: met\.$", ran.stdout, re.M
    )
    assert rate is not None
    assert f"As declared or accepted: 9 of 10 cases, {int(rate[1]) - 1} of {rate[1]} steps.\n" in ran.stdout
    told = json.loads(ledgerium("check", ".", "-q", "--format", "json", cwd=office).stdout)
    n = told["conforming"]["steps"]["n"]
    assert told["conforming"] == {"cases": {"met": 9, "n": 10}, "steps": {"met": n - 1, "n": n}}
    (office / "accepted.toml").write_text(ACCEPTED)
    ran = ledgerium("check", ".", "-q", "--accepted", "accepted.toml", cwd=office)
    assert f"As declared or accepted: 10 of 10 cases, {n} of {n} steps.\n" in ran.stdout


def test_a_percentile_of_fewer_than_five_times_is_not_judged(office):
    add(office, '[[thresholds]]\nmetric = "cycle"\nminutes = 1\n')
    ran = ledgerium("check", ".", "-q", "--only", "case=SO-1042", cwd=office)
    assert ran.returncode == 0
    assert "90th percentile of cycle: not judged, at most 1 min 00 s is declared (n = 1;" in ran.stdout


def test_a_step_that_the_sop_does_not_have_is_extra_and_what_it_took_is_told(office):
    sop = (EXAMPLE / "ledgerium-out" / "sop.md").read_text("utf-8")
    (office / "sop.md").write_text(sop, "utf-8")
    against = "check", ".", "-q", "--format", "json", "--against"
    assert found(ledgerium(*against, "sop.md", cwd=office)) == [("missing step", "SO-1046", "credit-check")]
    analysis = json.loads((EXAMPLE / "ledgerium-out" / "analysis.json").read_bytes())
    analysis["activities"] = [one for one in analysis["activities"] if one["id"] != "decide-hold"]
    (office / "analysis.json").write_text(json.dumps(analysis))
    ran = ledgerium(*against, "analysis.json", cwd=office)
    assert ran.returncode == 1
    extra = [one for one in json.loads(ran.stdout)["deviations"] if one["kind"] == "extra step"]
    assert {one["case"] for one in extra} == {"SO-1045", "SO-1048"}
    assert all(one["lost_ms"] > 0 and one["evidence"] for one in extra)
    assert {one["reason"] for one in extra} == {
        "“Decide on the hold” is not a step of analysis.json, though the workflow file declares it."
    }


def test_steps_that_are_all_guesses_are_not_called_extra_to_a_document_of_declared_ones(office):
    (office / "sop.md").write_bytes((EXAMPLE / "ledgerium-out" / "sop.md").read_bytes())
    declared = (office / "workflow.toml").rename(office / "declared.toml")
    against = "check", ".", "-q", "--no-store", "--against", "sop.md"
    ran = ledgerium(*against, cwd=office)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("ledgerium: sop.md: none of its steps was found.")
    assert "1 deviation," in ledgerium(*against, "--workflow", str(declared), cwd=office).stdout


def test_guessed_steps_are_checked_against_a_document_of_guesses(office):
    (office / "workflow.toml").unlink()
    assert ledgerium("build", ".", "-q", "-o", "out", cwd=office).returncode == 0
    analysis = json.loads((office / "out" / "analysis.json").read_bytes())
    analysis["activities"] = analysis["activities"][1:]
    (office / "analysis.json").write_text(json.dumps(analysis))
    ran = ledgerium("check", ".", "-q", "--against", "analysis.json", cwd=office)
    assert " is not a step of analysis.json. " in ran.stdout
    assert "declared activity" not in ran.stdout


def test_a_step_is_called_as_in_the_document_that_is_checked_against(office):
    for name in ("sop.md", "sop.base.md", "analysis.json"):
        (office / name).write_bytes((EXAMPLE / "ledgerium-out" / name).read_bytes())
    sop = office / "sop.md"
    sop.write_text(sop.read_text("utf-8").replace("3. Run the credit check", "3. Ask the bank"), "utf-8")
    ran = ledgerium("check", ".", "-q", "--against", "sop.md", cwd=office)
    assert ran.stdout.startswith("SO-1046: missing step: “Ask the bank” was not seen; ")
    analysis = json.loads((office / "analysis.json").read_bytes())
    [check] = [one for one in analysis["activities"] if one["id"] == "credit-check"]
    check["renamed"] = "Ask the bank"
    (office / "analysis.json").write_text(json.dumps(analysis))
    ran = ledgerium("check", ".", "-q", "--against", "analysis.json", cwd=office)
    assert ran.stdout.startswith("SO-1046: missing step: “Ask the bank” was not seen; ")


def test_an_sop_whose_steps_lost_the_lines_that_name_them_is_checked_against_as_it_was(office):
    for name in ("sop.md", "sop.base.md"):
        (office / name).write_bytes((EXAMPLE / "ledgerium-out" / name).read_bytes())
    against = ("check", ".", "--format", "json", "--against", "sop.md")
    before = found(ledgerium(*against, cwd=office))
    sop = (office / "sop.md").read_text("utf-8")
    (office / "sop.md").write_text(re.sub(r"<!-- step: .* -->\n\n", "", sop), "utf-8")
    assert found(ledgerium(*against, cwd=office)) == before


@pytest.mark.parametrize("base", [True, False], ids=["with its base", "without one"])
def test_a_step_that_people_put_below_the_heading_of_another_is_one_still(office, base):
    for name in ("sop.md", "sop.base.md")[: 2 if base else 1]:
        (office / name).write_bytes((EXAMPLE / "ledgerium-out" / name).read_bytes())
    against = ("check", ".", "--format", "json", "--against", "sop.md")
    before = found(ledgerium(*against, cwd=office))
    assert before == [("missing step", "SO-1046", "credit-check")]
    sop = (office / "sop.md").read_text("utf-8")
    below = sop.replace("### 3. Run the credit check\n", "**Then the credit check:**\n")
    assert below != sop
    (office / "sop.md").write_text(below, "utf-8")
    assert found(ledgerium(*against, cwd=office)) == before
    assert "“Run the credit check”" in ledgerium("check", ".", "-q", "--against", "sop.md", cwd=office).stdout


def test_an_sop_that_lost_its_comments_and_its_base_is_known_by_what_it_tells_programs(office):
    """As from a wiki or a word processor; the names are then those that stand there."""
    sop = (EXAMPLE / "ledgerium-out" / "sop.md").read_text("utf-8")
    (office / "from-the-wiki.md").write_text(re.sub(r"<!--.*?-->\n*", "", sop), "utf-8")
    ran = ledgerium("check", ".", "--format", "json", "--against", "from-the-wiki.md", cwd=office)
    assert found(ran) == [("missing step", "SO-1046", "credit-check")]


def test_a_rule_for_cases_that_fits_nothing_is_sought_in_the_workflow_file_not_in_the_sop(office):
    shutil.copy(EXAMPLE / "ledgerium-out" / "sop.md", office)
    next(office.glob("ana-*487b.jsonl")).unlink()  # a person marked cases there
    rules = office / "workflow.toml"
    rules.write_text(rules.read_text("utf-8").replace(r"\bSO-", r"\bORD-"), "utf-8")
    ran = ledgerium("check", ".", "-q", "--against", "sop.md", "--format", "github", cwd=office)
    assert "::error file=workflow.toml,title=Ledgerium::No case as declared: " in ran.stdout


def test_without_anything_to_check_against_that_is_said(office):
    (office / "workflow.toml").unlink()
    ran = ledgerium("check", ".", "-q", cwd=office)
    assert (ran.returncode, ran.stdout) == (2, "")
    (office / "sop.md").write_text("# Nothing\n")
    assert "sop.md: names no step." in ledgerium("check", ".", "--against", "sop.md", cwd=office).stderr


def test_against_a_folder_the_document_in_it_is_named(office):
    (office / "empty").mkdir()
    ran = ledgerium("check", ".", "--against", ".", cwd=office)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (
        2,
        "ledgerium: .: is a folder. Name workflow.toml.",
    )
    (office / "sop.md").write_text("# Nothing\n")
    assert ".: is a folder. Name sop.md.\n" in ledgerium("check", ".", "--against", ".", cwd=office).stderr
    told = "empty: is a folder. Name a workflow.toml, sop.md or analysis.json.\n"
    assert told in ledgerium("check", ".", "--against", "empty", cwd=office).stderr


def test_no_recording_is_an_error_unless_it_is_allowed(office):
    (office / "new").mkdir()
    assert ledgerium("check", "new", cwd=office).returncode == 3
    ran = ledgerium("check", "new", "--allow-none", cwd=office)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (
        0, "Passed: there is no recording, so nothing was checked.",
    )  # fmt: skip


def test_a_name_that_means_nothing_is_an_error_where_no_recording_is_none(office):
    ran = ledgerium("check", "nwe", "--allow-none", cwd=office)
    assert ran.returncode == 3
    assert "nwe: there is no such file or folder" in ran.stderr


@pytest.mark.parametrize("names", [["new", "."], ["*"]])
def test_a_folder_without_a_recording_keeps_no_other_from_being_checked(office, names):
    (office / "new").mkdir()
    ran = ledgerium("check", "-q", "--allow-none", *names, cwd=office)
    assert ran.returncode == 1
    assert ran.stdout.startswith("SO-1046: missing step")


def test_where_no_recording_is_fine_the_report_is_of_none_and_no_older_one_stays(office):
    (office / "new").mkdir()
    (office / "check.xml").write_text("of an earlier run")
    asked = "check", "-q", "new", "--allow-none", "--format"
    assert ledgerium(*asked, "junit", "-o", "check.xml", cwd=office).returncode == 0
    [test] = ElementTree.parse(office / "check.xml").getroot().iter("testcase")
    assert test.find("skipped").get("message") == "Passed: there is no recording, so nothing was checked."
    junit(ledgerium(*asked, "junit", cwd=office))
    told = json.loads(ledgerium(*asked, "json", cwd=office).stdout)
    assert (told["passed"], told["cases"], told["workflow"], told["deviations"]) == (True, 0, None, [])
    [run] = json.loads(ledgerium(*asked, "sarif", cwd=office).stdout)["runs"]
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert (run["results"], told["level"]) == ([], "warning")
    assert told["message"]["text"] == "Passed: there is no recording, so nothing was checked."


def test_github_gets_annotations_and_a_job_summary(office):
    (office / "summary.md").write_text("# Before\n")
    ran = ledgerium("check", ".", "-q", "--format", "github", cwd=office, GITHUB_STEP_SUMMARY="summary.md")
    assert ran.returncode == 1
    place = re.match(
        r"::error file=(ana-[^,]+\.jsonl),line=(\d+),title=Ledgerium::SO-1046: missing step: ", ran.stdout
    )
    assert place is not None
    line = (office / place[1]).read_text("utf-8").splitlines()[int(place[2]) - 1]
    evidence = re.search(rf"\[{place[1].removesuffix('.jsonl')}: (\d+)", ran.stdout)
    assert evidence is not None
    assert json.loads(line)["seq"] == int(evidence[1])
    summary = (office / "summary.md").read_text("utf-8")
    assert summary.startswith("# Before\n## Failed: 10 cases against Sales order processing")
    assert "| missing step | Run the credit check | 1: SO-1046 | 0 | – |" in summary


def test_no_name_of_a_file_is_a_command_for_the_runner_which_reads_standard_error_too(office):
    recording = next(office.glob("ana-*.jsonl")).read_text("utf-8")
    for name in ("::stop-commands::x.jsonl", "##[error]x.jsonl"):
        (office / name).write_text(f"{recording}{{}}\n", "utf-8")
        told = ledgerium("check", name, "--format", "github", cwd=office).stderr
        assert name.removeprefix("##") in told
        assert not re.search(r"^\s*::|##\[", told, re.MULTILINE), told


def test_github_gets_every_deviation_whether_there_is_a_job_summary_or_not(office):
    analysis = json.loads((EXAMPLE / "ledgerium-out" / "analysis.json").read_bytes())
    analysis["activities"] = [one for one in analysis["activities"] if one["id"] != "enter-order"]
    (office / "analysis.json").write_text(json.dumps(analysis))
    ran = ledgerium("check", ".", "-q", "--format", "github", "--against", "analysis.json", cwd=office)
    lines = [line for line in ran.stdout.splitlines() if re.search(r": (extra|missing) step: ", line)]
    shown = [line for line in lines if line.startswith("::error file=")]
    assert (ran.returncode, len(shown)) == (1, 9)
    assert (
        f"::error title=Ledgerium::{len(lines) - 9} more errors: the log of this step has each.\n"
        in ran.stdout
    )
    assert f" {len(lines)} deviations, 0 accepted" in ran.stdout.splitlines()[-1]


def test_a_deviation_in_a_csv_log_is_told_at_its_line(office, tmp_path):
    (tmp_path / "orders.csv").write_text(
        "case,activity,timestamp,note\n"
        "A,Enter,2026-01-01T08:00:00Z,\n"
        'A,Ship,2026-01-02T08:00:00Z,"of two\nlines"\n'
        "B,Ship,2026-01-03T08:00:00Z,\n"
    )
    (tmp_path / "workflow.toml").write_text(
        'format = 1\nname = "Orders"\nends_with = "ship"\n'
        '[[activities]]\nid = "enter"\ntitle = "Enter"\n[[activities]]\nid = "ship"\ntitle = "Ship"\n'
    )
    ran = ledgerium("check", "orders.csv", "-w", "workflow.toml", "-q", "--format", "github", cwd=tmp_path)
    assert ran.stdout.startswith("::error file=orders.csv,line=5,title")
    sarif = json.loads(
        ledgerium(
            "check", "orders.csv", "-w", "workflow.toml", "-q", "--format", "sarif", cwd=tmp_path
        ).stdout
    )
    [found] = sarif["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 5}
    ledgerium("import", "orders.csv", "-o", "o.log.parquet", cwd=tmp_path)
    ran = ledgerium("check", "o.log.parquet", "-w", "workflow.toml", "-q", "--format", "github", cwd=tmp_path)
    assert ran.stdout.startswith("::error file=o.log.parquet,title")


def test_sarif_is_valid_and_names_rule_file_line_and_who_accepted(office):
    model = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif is not installed")
    add(office, '[[thresholds]]\nmetric = "cycle"\nminutes = 1\n')
    (office / "accepted.toml").write_text(ACCEPTED)
    asked = ("check", ".", "-q", "--accepted", "accepted.toml", "--format", "sarif")
    ran = ledgerium(*asked, cwd=office)
    assert ran.returncode == 1
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(ran.stdout)
    [run] = json.loads(ran.stdout)["runs"]
    missing, cycle = run["results"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in (missing, cycle)] == ["missing-step", "threshold"]
    where = missing["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"].startswith("ana-")
    assert where["region"]["startLine"] > 1
    assert missing["suppressions"][0]["justification"] == "Finance lead, until 2026-11-30: Paid in advance."
    where = cycle["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "workflow.toml"
    declared = (office / "workflow.toml").read_text().splitlines()
    assert declared[where["region"]["startLine"] - 1] == "[[thresholds]]"
    shutil.copy(EXAMPLE / "ledgerium-out" / "sop.md", office)
    for against in ("workflow.toml", "sop.md"):
        told = ledgerium("check", ".", "-q", "--against", against, "--format", "github", cwd=office).stdout
        assert f"::error file=workflow.toml,line={where['region']['startLine']},title=Ledgerium::90th" in told
    (office / "moved").mkdir()
    for file in office.glob("*.jsonl"):
        file.rename(office / "moved" / file.name)
    again = json.loads(ledgerium(*asked, "-w", "workflow.toml", cwd=office).stdout)["runs"][0]["results"]
    assert [one["partialFingerprints"] for one in again] == [
        one["partialFingerprints"] for one in run["results"]
    ]


def junit(ran):
    """As the schema has it by which Jenkins judges reports (tests/cli/junit-10.xsd, of its xUnit plugin)."""
    report = etree.fromstring(ran.stdout.encode())
    etree.XMLSchema(etree.parse(Path(__file__).with_name("junit-10.xsd"))).assertValid(report)
    return report


def test_junit_is_valid_and_its_counts_are_those_of_its_tests(office):
    add(office, THRESHOLDS)
    (office / "accepted.toml").write_text(ACCEPTED)
    whole = "check", ".", "-q", "--format", "junit"
    for asked in (whole, (*whole, "--accepted", "accepted.toml"), (*whole, "--only", "case=SO-1042")):
        report = junit(ledgerium(*asked, cwd=office))
        [suite] = report.iter("testsuite")
        for name, element in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(suite.get(name)) == len([*suite.iter(element)])
        assert report.get("failures") == suite.get("failures")


def test_junit_says_what_nobody_accepted_where_a_share_judges_all_together(office):
    add(office, '[[thresholds]]\nmetric = "conformance_rate"\nshare = 0.9\n')
    (office / "accepted.toml").write_text(ACCEPTED)
    asked = "check", ".", "-q", "--format", "junit"
    for more, told in (
        ([], "Accepted by nobody:"),
        (["--accepted", "accepted.toml"], "Accepted by Finance lead"),
    ):
        [skipped] = junit(ledgerium(*asked, *more, cwd=office)).iter("skipped")
        assert told in skipped.get("message")


def test_no_two_tests_of_junit_have_the_same_name(office):
    analysis = json.loads((EXAMPLE / "ledgerium-out" / "analysis.json").read_bytes())
    analysis["activities"] = [one for one in analysis["activities"] if one["id"] != "enter-order"]
    (office / "analysis.json").write_text(json.dumps(analysis))
    asked = "check", ".", "-q", "--format", "junit", "--against", "analysis.json"
    tests = [
        (one.get("classname"), one.get("name"))
        for one in junit(ledgerium(*asked, cwd=office)).iter("testcase")
    ]
    assert len(tests) == len({*tests})
    assert any(name.endswith(" (2)") for _, name in tests)


def test_junit_has_a_failure_for_each_deviation_and_is_written_before_the_check_fails(office):
    ran = ledgerium("check", ".", "-q", "--format", "junit", "-o", "check.xml", cwd=office)
    assert ran.returncode == 1
    root = ElementTree.parse(office / "check.xml").getroot()
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "1", "1")
    [test] = root.iter("testcase")
    assert test.get("name") == "SO-1046: Run the credit check"
    assert "“Run the credit check” was not seen" in test.find("failure").get("message")


def test_recordings_of_a_folder_that_cannot_be_read_are_told(office):
    [ben] = office.glob("ben-*.jsonl")
    ben.unlink()
    ben.symlink_to("/nowhere/fetched.jsonl")  # as git-annex leaves what was not fetched
    told = f"{ben.name}: The recording cannot be read (No such file or directory)."
    checked = ledgerium("check", ".", "--format", "json", cwd=office)
    assert json.loads(checked.stdout)["not_read"] == 1
    assert told in checked.stderr
    assert "**Not read:** 1 file holds no recording" in ledgerium("sop", ".", cwd=office).stdout
    for command, code in ((["validate"], 1), (["lint"], 3), (["check", "--strict"], 4)):
        ran = ledgerium(*command, ".", cwd=office)
        assert (ran.returncode, told in ran.stdout + ran.stderr) == (code, True)


@pytest.mark.parametrize(
    "command", ["check", "validate", "build", "import -o out", "init -o work.toml --from", "diff ."]
)
def test_a_list_of_files_that_was_quoted_is_no_file(office, command):
    names = "\n".join(f"recording-of-the-order-desk-{n}.jsonl" for n in range(20))
    ran = ledgerium(*command.split(), names, cwd=office)
    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr


def test_a_report_whose_name_no_disk_takes_is_an_error_of_writing(office):
    ran = ledgerium("check", ".", "-o", "x" * 300, cwd=office)
    assert ran.returncode == 6
    assert "(File name too long)" in ran.stderr


@pytest.mark.parametrize(
    ("workspace", "prefix"), [("..", "REPOSITORY/"), (".", ""), ("", ""), ("elsewhere", "")]
)
def test_github_is_told_files_from_the_root_of_the_repository(office, workspace, prefix):
    (office / "elsewhere").mkdir()
    (office / "accepted.toml").write_text(ACCEPTED.replace("SO-1046", "so-1046"))
    root = str((office / workspace).resolve()) if workspace else ""
    asked = "check", ".", "-q", "--format", "github", "--accepted", "accepted.toml"
    told = ledgerium(*asked, cwd=office, GITHUB_WORKSPACE=root).stdout
    prefix = prefix.replace("REPOSITORY", office.name)
    assert re.search(rf"^::error file={prefix}ana-[^/]*\.jsonl,line=\d+,", told, re.MULTILINE)
    assert f"::warning file={prefix}accepted.toml,line=" in told
    sarif = ledgerium("check", ".", "-q", "--format", "sarif", cwd=office, GITHUB_WORKSPACE=root).stdout
    assert re.search(rf'"uri": ?"{prefix}ana-[^/]*\.jsonl"', sarif)
