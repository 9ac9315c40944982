"""A step that a person renamed in the SOP."""

import json
import re
from pathlib import Path

import pytest

from ledgerium_cli.against import check_against
from ledgerium_cli.build import Drawn, begun_documents, changes_in, view_with_names
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.errors import OutputError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load
from ledgerium_cli.output.content import bytes_of

from .make import ATTACKS, analysed, edited, nine_orders, sales_order, tokens

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"
BEFORE = "Run the credit check"


def built(analysis: Analysis, folder: Path) -> dict[str, str]:
    drawn = Drawn(analysis, folder)
    assert not drawn.kept.merged.conflicts
    for name, content in drawn.documents.items():
        (folder / name).write_bytes(bytes_of(content))
    return {name: bytes_of(content).decode() for name, content in drawn.documents.items()}


def without_revisions(sop: str) -> str:
    """Without these, which tell what a step was called, and without what the base knows of all builds."""
    return re.sub(r"<!-- (?:whole|generated before): .*\n", "", sop.partition("\n## Revisions\n")[0])


def renamed(folder: Path, *names: tuple[str, str]) -> None:
    """Gives steps other names, as a person does in an editor."""
    sop = (folder / "sop.md").read_text("utf-8")
    for before, now in names:
        [heading] = re.findall(rf"^### \d+\. {re.escape(before)}$", sop, re.M)
        sop = sop.replace(heading, heading.replace(before, now))
    (folder / "sop.md").write_text(sop, "utf-8")


@pytest.fixture
def analysis() -> Analysis:
    return analysed(*nine_orders(), workflow=sales_order())


def test_the_name_that_a_person_gave_to_a_step_is_its_name_wherever_the_sop_speaks_of_it(tmp_path, analysis):
    first = built(analysis, tmp_path)["sop.md"]
    theirs = first.replace("- Time: work", "- Careful. Time: work", 1)
    (tmp_path / "sop.md").write_text(theirs, "utf-8")
    renamed(tmp_path, (BEFORE, "Ask <the> bank"))
    named = built(analysis, tmp_path)["sop.md"]
    assert "### 3. Ask <the> bank\n" in named
    assert without_revisions(named).count(BEFORE) == 1
    assert '"title": "Ask \\u003cthe\\u003e bank", "name": "Run the credit check"' in named
    assert "go on with “Ask \\<the\\> bank” (7)" in named
    assert "“Ask \\<the\\> bank” was not seen; the order went on to “Confirm the order”." in named
    assert 's3["Ask #60;the#62; bank"]' in named
    assert built(analysis, tmp_path)["sop.md"] == named
    renamed(tmp_path, ("Ask <the> bank", BEFORE))
    assert "bank" not in without_revisions(built(analysis, tmp_path)["sop.md"])


def test_every_document_for_readers_calls_the_step_so_and_says_once_where_events_are_what_it_was(
    tmp_path, analysis
):
    first = built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    now = built(analysis, tmp_path)
    for name in ("map.dot", "map.svg", "report.md", "opportunities.md"):
        assert BEFORE in first[name], name
        assert "Ask the bank" in now[name], name
    assert [line.split(" | ")[:2] for line in now["report.md"].splitlines() if BEFORE in line] == [
        ["| Ask the bank", f"renamed from “{BEFORE}”"]
    ]
    assert BEFORE not in now["map.dot"] + now["map.svg"]
    told = [line for line in now["opportunities.md"].splitlines() if BEFORE in line]
    assert told
    assert all(f"at “Ask the bank” (renamed from “{BEFORE}”)" in line for line in told)
    assert '"title":"Ask the bank",' in now["report.html"]
    assert f'"before":"{BEFORE}"' in now["report.html"]


def test_programs_get_the_title_as_it_was_and_the_name_beside_it(tmp_path, analysis):
    before = json.loads(built(analysis, tmp_path)["analysis.json"])
    assert {one["renamed"] for one in before["activities"]} == {None}
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    after = json.loads(built(analysis, tmp_path)["analysis.json"])
    assert [(one["title"], one["renamed"]) for one in after["activities"] if one["renamed"]] == [
        (BEFORE, "Ask the bank")
    ]
    for one in after["activities"]:
        one["renamed"] = None
    assert after == before


def test_a_second_build_changes_nothing_and_a_name_that_is_taken_back_stands_in_the_revisions_only(
    tmp_path, analysis
):
    first = built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    named = built(analysis, tmp_path)
    assert changes_in(tmp_path, Drawn(analysis, tmp_path).documents) == []
    assert built(analysis, tmp_path) == named
    renamed(tmp_path, ("Ask the bank", BEFORE))
    again = built(analysis, tmp_path)
    for name in {*first} - {"report.html", "sop.base.md"}:
        assert without_revisions(again[name]) == without_revisions(first[name])
    assert re.findall(".*Ask the bank.*", again["report.html"]) == [
        "<td>Changed by people: step 3 “Run the credit check” (now “Ask the bank”).</td>"
    ]


def test_of_two_steps_with_one_name_each_is_told_with_what_it_was(tmp_path, analysis):
    built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Check"), ("Validate the order", "Check"))
    now = built(analysis, tmp_path)
    for name in ("report.md", "map.svg"):
        assert f"Check ({BEFORE})" in now[name].replace("\u200b", ""), name
        assert "Check (Validate the order)" in now[name]
    assert now["sop.md"].count("\n### ") == 6
    assert len(re.findall(r"^### \d+\. Check$", now["sop.md"], re.M)) == 2
    assert f"“Check ({BEFORE})”" in now["sop.md"]
    assert now["sop.md"].count('"title": "Check"') == 2
    assert built(analysis, tmp_path) == now


def test_a_step_with_the_name_of_another_is_told_from_it(tmp_path, analysis):
    built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Validate the order"))
    report = built(analysis, tmp_path)["report.md"]
    assert "| Validate the order | declared |" in report
    assert f"| Validate the order ({BEFORE}) | renamed from “{BEFORE}” |" in report


def test_two_steps_may_change_their_names(tmp_path, analysis):
    built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Later"), ("Validate the order", BEFORE))
    renamed(tmp_path, ("Later", "Validate the order"))
    report = built(analysis, tmp_path)["report.md"]
    assert f"| Validate the order | renamed from “{BEFORE}” |" in report
    assert f"| {BEFORE} | renamed from “Validate the order” |" in report


def test_a_name_is_text_whatever_it_says(analysis):
    def markup(name: str) -> list[str]:
        view = View(analysis).naming({"credit-check": name})
        texts = [render(view) for render in (render_report, render_opportunities, render_sop)]
        return [
            one.tag or one.type for text in texts for one in tokens(text) if one.tag or "html" in one.type
        ]

    usual = markup("Ask the bank")
    for name in (*ATTACKS, "\\", "`a`", '“a” "b"', "a | b", "{{ title }}"):
        assert markup(name) == usual, name


def test_a_step_is_called_as_it_was_named_before_a_workflow_file_gave_it_another_id(tmp_path):
    """The build that meets the new id finds the name already, as the one after it does."""
    guessed = analysed(*nine_orders())
    first = built(guessed, tmp_path)["sop.md"]
    (tmp_path / "sop.md").write_text(
        re.sub(r"^(### 1\. ).*$", r"\1Enter it", first, count=1, flags=re.M), "utf-8"
    )
    built(guessed, tmp_path)
    declared = analysed(*nine_orders(), workflow=sales_order())
    for _ in range(2):
        drawn = Drawn(declared, tmp_path)
        now = {name: bytes_of(content) for name, content in drawn.documents.items()}
        for name, content in now.items():
            (tmp_path / name).write_bytes(content)
        assert b"Enter it" in now["report.md"]
        assert changes_in(tmp_path, Drawn(declared, tmp_path).documents) == []


def test_what_was_begun_under_other_names_is_made_anew(tmp_path, analysis, monkeypatch):
    from ledgerium_cli import build
    from ledgerium_cli.engine.beside import Beside

    monkeypatch.setattr(build, "for_so_many", lambda *_: Beside(1))
    built(analysis, tmp_path)
    begun = begun_documents(analysis, tmp_path)
    same = Drawn(analysis, tmp_path).with_begun(begun)["analysis.json"]
    assert same is begun.documents["analysis.json"]
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    drawn = Drawn(analysis, tmp_path)
    assert b"Ask the bank" in bytes_of(drawn.with_begun(begun)["analysis.json"])


def test_a_name_that_is_saved_while_documents_are_written_is_in_all_of_them(tmp_path, analysis):
    built(analysis, tmp_path)
    drawn = Drawn(analysis, tmp_path)
    assert drawn.late() == {}
    sop = tmp_path / "sop.md"
    sop.write_text(sop.read_text("utf-8").replace("## Purpose", "## Why"), "utf-8")
    assert "analysis.json" not in drawn.late()
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    late = drawn.late()
    assert all(b"Ask the bank" in bytes_of(late[name]) for name in ("sop.md", "map.dot", "analysis.json"))


def test_the_name_that_a_person_gave_to_a_step_is_no_guess(tmp_path):
    analysis = analysed(*nine_orders())
    built(analysis, tmp_path)
    renamed(tmp_path, ("Save the order *(guessed name)*", "Enter it *(guessed name)*"))
    drawn = Drawn(analysis, tmp_path)
    sop = drawn.kept.merged.text
    assert "“Enter it”" in sop
    assert "“Save the order”" not in without_revisions(sop)
    page = bytes_of(drawn.documents["report.html"]).decode()
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    [step] = [one for one in data["activities"] if one["title"] == "Enter it"]
    assert step["before"] == "Save the order"


def test_no_names_are_taken_from_a_file_with_a_conflict_of_git(tmp_path, analysis):
    sop = built(analysis, tmp_path)["sop.md"]
    heading = f"### 3. {BEFORE}"
    half = f"<<<<<<< HEAD\n### 3. Ask the bank\n=======\n{heading}\n>>>>>>> theirs"
    (tmp_path / "sop.md").write_text(sop.replace(heading, half), "utf-8")
    line = sop.split("\n").index(heading) + 1
    says = re.escape(
        f"sop.md:{line}: holds a conflict of git, or a line that is left of one. Settle it first."
    )
    with pytest.raises(OutputError, match=says):
        view_with_names(analysis, tmp_path)
    loaded = load([str(EXAMPLE)])
    with pytest.raises(OutputError, match=says):
        check_against(loaded, tmp_path / "sop.md")


GO_ON = "(R1: 7): go on with “Run the credit check” (7)"


def test_a_sentence_that_a_person_edited_and_that_names_a_step_they_renamed_is_no_conflict(
    tmp_path, analysis
):
    built(analysis, tmp_path)
    edited(
        tmp_path,
        (GO_ON, GO_ON.replace("go on", "at once go on")),
        ("- **Credit limit breached** at", "- **A breach** at"),
        ("Hand off to fulfilment (7) |", "Hand off to fulfilment (7), by phone |"),
    )
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    sop = built(analysis, tmp_path)["sop.md"]
    assert (
        "8 of 9 times: at once go on with “Ask the bank” (7); also seen: “Confirm the order” (1, without “Ask"
        in sop
    )
    assert "- **A breach** at “Ask the bank”, 2 times." in sop
    assert "Ask the bank (7); Confirm the order (7); Hand off to fulfilment (7), by phone *(edited)* |" in sop
    assert "**Conflict" not in sop


def test_what_a_person_took_out_stays_out_when_a_step_that_it_names_has_another_name(tmp_path, analysis):
    built(analysis, tmp_path)
    sop = (tmp_path / "sop.md").read_text("utf-8")
    [line] = [one for one in sop.splitlines() if one.startswith("- If the result is “Validation passed”")]
    edited(tmp_path, (f"{line}\n", ""))
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    assert "If the result is “Validation passed”" not in built(analysis, tmp_path)["sop.md"]


def test_the_name_that_the_workflow_file_gives_goes_into_edited_sentences(tmp_path, analysis):
    built(analysis, tmp_path)
    edited(tmp_path, (GO_ON, GO_ON.replace("go on", "at once go on")))
    sop = built(analysed(*nine_orders(), workflow=sales_order(**{BEFORE: "Check the credit"})), tmp_path)[
        "sop.md"
    ]
    assert "at once go on with “Check the credit” (7)" in sop


def test_of_a_step_that_people_and_the_workflow_file_name_each_the_note_and_the_revisions_tell_both(
    tmp_path, analysis
):
    built(analysis, tmp_path)
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    drawn = Drawn(analysed(*nine_orders(), workflow=sales_order(**{BEFORE: "Check the credit"})), tmp_path)
    sop = bytes_of(drawn.documents["sop.md"]).decode()
    assert drawn.kept.merged.conflicts == ("Ask the bank",)
    assert "> **Conflict at “Ask the bank”**: people changed what stands above" in sop
    assert (
        "Renamed: “Run the credit check” is now “Check the credit”, called “Ask the bank” by people." in sop
    )


def test_names_that_change_places_stay_with_their_steps_in_edited_sentences(tmp_path, analysis):
    built(analysis, tmp_path)
    edited(tmp_path, (GO_ON, GO_ON.replace("go on", "at once go on")))
    renamed(tmp_path, (BEFORE, "x"), ("Confirm the order", BEFORE))
    renamed(tmp_path, ("x", "Confirm the order"))
    sop = built(analysis, tmp_path)["sop.md"]
    assert "go on with “Confirm the order” (7); also seen: “Run the credit check” (1, without “Confirm" in sop


def test_what_a_person_adds_keeps_the_name_that_they_wrote_there(tmp_path, analysis):
    built(analysis, tmp_path)
    edited(
        tmp_path,
        (GO_ON, GO_ON.replace("go on", "at once go on")),
        ("**Ben** in", "We said “Run the credit check” once. **Ben** in"),
        ("## Roles", "See “Run the credit check”.\n\n## Roles"),
    )
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    sop = built(analysis, tmp_path)["sop.md"]
    assert "See “Run the credit check”. *(added)*\n" in sop
    assert "We said “Run the credit check” once." in sop


def test_of_a_step_that_was_renamed_and_edited_each_conflict_is_told(tmp_path, analysis):
    built(analysis, tmp_path)
    edited(
        tmp_path,
        ("- If the result is “Credit limit breached”", "- When the result is “Credit limit breached”"),
        ("- **Credit limit breached** at", "- **Above the limit** at"),
    )
    renamed(tmp_path, (BEFORE, "Ask the bank"))
    other = sales_order(**{BEFORE: "Check the credit", '"Credit limit breached"': '"Limit passed"'})
    found = Drawn(analysed(*nine_orders(), workflow=other), tmp_path).kept.merged
    assert found.conflicts == ("Ask the bank", "Ask the bank", "Exceptions and holds")
    assert "says:\n>\n> Check the credit\n" in found.text
    assert "> If the result is “Limit passed” *(declared)*" in found.text
