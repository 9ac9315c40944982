"""The version of the SOP is of what it means as it stands, whoever wrote it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledgerium_cli.build import _sop
from ledgerium_cli.documents.merge.base_file import last_builds
from ledgerium_cli.documents.merge.builds.known import text_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.folder import standing_in
from ledgerium_cli.documents.sop.edits import edits_in
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.draft import draft_of
from ledgerium_cli.load import load

from .folder import EXAMPLE, SAVE, Folder, generated_in, recorded, revisions
from .make import BASE, by_ours, edited
from .processes import edit, edits, sops, without_tally


def alone(folder: Folder, **changes: object) -> None:
    """Leave in the base no more than the last build, changed."""
    base = folder.path / "sop.base.md"
    [last] = last_builds(base.read_bytes())
    base.write_text(text_of(replace(last, **changes), None), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name in ("sop.md", "sop.base.md"):
        shutil.copy(EXAMPLE / "ledgerium-out" / name, tmp_path)
    return Folder(tmp_path)


def version(sop: str) -> str:
    return re.search(r"^- Version: `([0-9a-f]{12})`", sop, re.MULTILINE)[1]


def part(sop: str, title: str) -> str:
    found = re.search(rf"^### \d+\. {title}\n.*?(?=^##)", sop, re.MULTILINE | re.DOTALL)
    return found[0]


DAY = 86_400_000


def test_the_row_tells_of_a_step_that_a_person_copied_with_its_id(folder):
    step = part(folder.build(), "Confirm the order")
    copy = step.replace("Confirm the order", "Confirm an export order", 1)
    sop = folder.edited((step, step + copy))
    assert revisions(sop)[0][1] == "Added by people: step 6 “Confirm an export order”."


def test_a_name_as_code_in_a_declared_result_makes_no_other_version(folder):
    first = folder.build()
    assert "If the result is “Order saved” *(declared)*" in first
    sop = folder.edited(
        ("If the result is “Order saved” *(declared)*", "If the result is `Order saved` *(declared)*")
    )
    assert "If the result is `Order saved` *(declared)*" in sop
    assert version(sop) == version(first)


def test_what_a_person_changed_makes_another_version_and_taking_it_back_the_old_one(folder):
    first = folder.build()
    sop = folder.edited((SAVE, "9. Never press “Save order”."))
    assert [told for _, told in revisions(sop)] == [
        "Changed by people: step 1 “Enter the order”.",
        "First version.",
    ]
    assert version(sop) == revisions(sop)[0][0] != version(first)
    assert version(sop) in view_for("quick", sop, folder.analysis)
    assert version(sop) in view_for("training", sop, folder.analysis)
    assert f'"version": "{version(sop)}"' in sop
    assert folder.build() == sop
    back = folder.edited(("9. Never press “Save order”.", SAVE))
    assert version(back) == version(first)
    assert revisions(back)[0] == (version(first), "As generated again: step 1 “Enter the order”.")
    assert folder.build() == back


def test_each_row_tells_only_what_people_did_since_the_one_before(folder):
    first = folder.build()
    decide = part(first, "Decide on the hold")
    folder.edited((decide, ""), ("## Completion", "## Who helps | when\n\nDana.\n\n## Completion"))
    folder.edited(("### 3. Run the credit check", "### 3. Ask the bank"))
    confirm = part((folder.path / "sop.md").read_text("utf-8"), "Confirm the order")
    folder.edited((confirm, ""), ("### 1. Enter", f"{confirm}### 1. Enter"))
    last = folder.edited(("## Who helps | when\n\nDana.\n\n", ""))
    assert [told for _, told in reversed(revisions(last))] == [
        "First version.",
        "Added by people: “Who helps \\| when”. Taken out by people: step “Decide on the hold”.",
        "Changed by people: step 3 “Run the credit check” (now “Ask the bank”).",
        "Moved by people: step 1 “Confirm the order”.",
        "Taken out by people: “Who helps \\| when”.",
    ]


PICKS = {"ours": (True, False), "theirs": (False, True), "both": (True, True)}


def merged_by_git(
    folder: Folder, edits: tuple[tuple[str, str], tuple[str, str]], pick: str, base: str = ""
) -> str:
    """Two branches with an edit each, brought together. Of what git cannot settle in sop.md a person keeps `pick`; both
    of the revisions only. `base` is an option of git for sop.base.md: `--ours`.
    """
    both = ("sop.md", "sop.base.md")
    folder.build()
    first = {name: (folder.path / name).read_text("utf-8") for name in both}
    branches = []
    for change in edits:
        for name in both:
            (folder.path / name).write_text(first[name], "utf-8")
        folder.edited(change)
        branches.append({name: (folder.path / name).read_text("utf-8") for name in both})
    for name in both:
        files = [folder.path / f"{side}-{name}" for side in ("ours", "first", "theirs")]
        for file, text in zip(files, (branches[0][name], first[name], branches[1][name]), strict=True):
            file.write_text(text, "utf-8")
        option = [base] if base and name == "sop.base.md" else []
        done = subprocess.run(["git", "merge-file", "-p", *option, *files], capture_output=True, check=False)
        (folder.path / name).write_bytes(done.stdout)

    def settled(found: re.Match[str]) -> str:
        ours, theirs = PICKS[pick] if found[1].startswith("| `") else (pick != "theirs", pick == "theirs")
        return found[1] * ours + found[2] * theirs

    sop = (folder.path / "sop.md").read_text("utf-8")
    sop = re.sub(r"<{7} .*\n((?:.*\n)*?)={7}\n((?:.*\n)*?)>{7} .*\n", settled, sop)
    (folder.path / "sop.md").write_text(sop, "utf-8")
    return folder.build()


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        ("ours", ["2 “Validate the order”.", "1 “Enter the order”."]),
        ("theirs", ["1 “Enter the order”.", "2 “Validate the order”."]),
        ("both", ["1 “Enter the order”.", "2 “Validate the order”."]),
    ],
)
def test_after_a_merge_of_git_a_row_tells_what_the_row_below_it_does_not_have(folder, pick, told):
    edits = (
        (SAVE, f"{SAVE} Write the number down."),
        ("press “Validate order”.", "press “Validate order” once."),
    )
    sop = merged_by_git(folder, edits, pick)
    rows = revisions(sop)
    assert rows[0][0] == version(sop)
    assert "Conflict" not in sop
    assert "at “Revisions”" not in sop
    people = [f"Changed by people: step {one}" for one in told]
    if pick == "both":
        people.insert(0, f"Merged from `{rows[1][0]}` and `{rows[2][0]}`.")
    assert [one for _, one in rows] == [*people, "First version."]
    assert folder.build() == sop
    assert revisions(folder.edited(("press “Validate order” once.", "press “Validate order” twice.")))[0][
        1
    ] == ("Changed by people: step 2 “Validate the order”.")


def test_where_the_base_is_of_one_branch_and_the_rows_are_of_the_other_a_row_names_its_version(folder):
    edits = (
        (SAVE, f"{SAVE} Write the number down."),
        ("press “Validate order”.", "press “Validate order” once."),
    )
    sop = merged_by_git(folder, edits, "theirs", "--ours")
    rows = revisions(sop)
    assert rows[0][0] == version(sop)
    assert re.fullmatch(
        r"Since `[0-9a-f]{12}`: Changed by people: step 2 “Validate the order”[.]", rows[0][1]
    )
    ours = rows[0][1][7:19]
    assert ours not in [row for row, _ in rows]
    assert [told for _, told in rows[1:]] == [
        "Changed by people: step 2 “Validate the order”.",
        "First version.",
    ]
    assert "at “Revisions”" not in sop
    assert "“For programs”." not in sop
    assert folder.build() == sop


def test_after_a_revert_of_git_a_row_tells_what_is_as_generated_again_and_nothing_is_merged(folder):
    states = []
    for change in (
        (),
        ((SAVE, f"{SAVE} Note it."),),
        (("press “Validate order”.", "press “Validate order” once."),),
    ):
        folder.edited(*change)
        states.append({name: (folder.path / name).read_text("utf-8") for name in ("sop.md", "sop.base.md")})
    first, noted, last = states
    rows = revisions(last["sop.md"])
    for name in first:
        files = [folder.path / f"{side}-{name}" for side in ("ours", "base", "theirs")]
        for file, state in zip(files, (last, noted, first), strict=True):
            file.write_text(state[name], "utf-8")
        done = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, check=False)
        (folder.path / name).write_bytes(done.stdout)
    sop = (folder.path / "sop.md").read_text("utf-8")
    ours = by_ours(sop)
    (folder.path / "sop.md").write_text(ours.replace(f"{SAVE} Note it.", SAVE), "utf-8")
    reverted = folder.build()
    assert revisions(reverted) == [
        (version(reverted), "As generated again: step 1 “Enter the order”."),
        *rows,
    ]


def declaring(folder: Folder, *changes: tuple[str, str]) -> str:
    """The next build, after the workflow file was changed."""
    declared = (EXAMPLE / "workflow.toml").read_text("utf-8")
    for was, now in changes:
        assert was in declared
        declared = declared.replace(was, now)
    file = folder.path / "workflow.toml"
    file.write_text(declared, "utf-8")
    folder.analysis = load([*map(str, EXAMPLE.glob("*.jsonl"))], file).analysis
    return folder.build()


IN_STOCK = "- Rule: The quantity is in stock. *(declared)*"


@pytest.mark.parametrize("own", [f"{IN_STOCK} Ask the warehouse.", f"{IN_STOCK}\n  - Ask the warehouse."])
def test_a_conflict_over_what_people_remarked_on_is_told_as_no_edit_of_theirs(folder, own):
    folder.edited((IN_STOCK, own))
    sop = declaring(folder, ("The quantity is in stock", "The quantity is free in stock"))
    assert "Conflict at “Validate the order”" in sop
    assert [told for _, told in revisions(sop)] == [
        "Changed: rules of “Validate the order”.",
        "Changed by people: step 2 “Validate the order”.",
        "First version.",
    ]
    assert revisions(folder.edited(("Ask the warehouse", "Ask in the warehouse")))[0][1] == (
        "Changed by people: step 2 “Validate the order”."
    )


NEVER = (
    "- Never “Hand off to fulfilment” while a hold is open: An order on hold must not reach the warehouse."
)


@pytest.mark.parametrize(
    ("edit", "declared", "told"),
    [
        (
            ("Next came “Decide on the hold” (2).", "Then came “Decide on the hold” (2)."),
            ('title = "Decide on the hold"', 'title = "Decide"'),
            "Renamed: “Decide on the hold” is now “Decide”.",
        ),
        (
            (IN_STOCK, f"{IN_STOCK}\n- Rule: Ask Dana."),
            ("The quantity is in stock", "The quantity is here"),
            "Changed: rules of “Validate the order”.",
        ),
        (
            ("| Credit reviewer | Ben |", "| Boss | Eve | all |\n| Credit reviewer | Ben |"),
            ("Credit reviewer", "Credit controller"),
            "Changed: the roles that do “Decide on the hold”.",
        ),
    ],
)
def test_what_people_did_is_told_once_whatever_is_generated_around_it_later(folder, edit, declared, told):
    folder.build()
    assert "by people" in revisions(folder.edited(edit))[0][1]
    assert revisions(declaring(folder, declared))[0][1] == told


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (("minutes = 10", "minutes = 15"), "Changed: “Completion”."),
        (("begin in the warehouse after", "begin in the hall after"), "Changed: “Outside the browser”."),
        (("is learnt with the credit reviewer", "is learnt in a course"), "Changed: “Learning this work”."),
        (("the sales operations lead", "the help desk"), "Changed: “Document control”."),
        (
            ('name = "Credit desk"', 'name = "Credit portal"'),
            "Renamed: the system “Credit desk” is now “Credit portal”.",
        ),
        (
            ('name = "CRM"', 'name = "Customer system"'),  # where a step goes, and none ends
            "Renamed: the system “CRM” is now “Customer system”.",
        ),
        (
            ('name = "Sales order processing"', 'name = "Sales orders"'),
            "Renamed: the work “Sales order processing” is now “Sales orders”.",
        ),
        (('"credit-check"', '"check-credit"'), "Changed for programs: the id of “Run the credit check”."),
    ],
)
def test_what_is_declared_otherwise_is_named(folder, declared, told):
    first = folder.build()
    sop = declaring(folder, declared)
    assert version(sop) != version(first)
    assert revisions(sop)[0][1] == told
    assert folder.build() == sop


def test_names_of_people_that_hold_the_ones_before_are_told_as_no_change(folder):
    folder.build()
    folder.edited(
        ("### 1. Enter the order", "### I. Enter the order"), ("### 2. Validate", "### II. Validate")
    )
    sop = declaring(folder, ("The quantity is in stock", "The quantity is here"))
    assert revisions(sop)[0][1] == "Changed: rules of “II. Validate the order”."


OPEN_CHECK = "1. In ERP on “Order …”, open “Credit check”."


def test_a_system_that_is_renamed_is_in_conflict_where_people_put_another_name_for_it(folder):
    folder.build()
    folder.edited((OPEN_CHECK, OPEN_CHECK.replace("ERP", "SAP")))
    sop = declaring(folder, ('name = "ERP"', 'name = "ERP Neo"'))
    check = part(sop, "Run the credit check")  # whose own system is another one
    assert f"{OPEN_CHECK.replace('ERP', 'SAP')} *(edited)*\n\n   > **Conflict at" in check
    assert f"   > {OPEN_CHECK.removeprefix('1. ').replace('ERP', 'ERP Neo')}" in check


def test_digests_of_another_version_make_no_conflict_by_themselves(folder):
    folder.build()
    sop = folder.edited((OPEN_CHECK, OPEN_CHECK.replace("ERP", "SAP")))
    [last] = last_builds((folder.path / "sop.base.md").read_bytes())
    alone(folder, said={step: digest[::-1] for step, digest in last.said.items()})
    assert folder.build() == sop


def test_another_number_in_a_rule_is_told_as_a_change_of_rules(folder):
    limit = ("The quantity is in stock.", "Orders over 10000 EUR need a second look.")
    declaring(folder, limit)
    more = (limit[0], limit[1].replace("10000", "20000"))
    assert revisions(declaring(folder, more))[0][1] == "Changed: rules of “Validate the order”."


def test_an_edit_is_no_news_where_only_the_id_of_its_step_is_another(folder):
    folder.build()
    folder.edited(("Press “Confirm order”.", "Press “Confirm order” and phone the customer."))
    sop = declaring(folder, ('"confirm-order"', '"promise-order"'))
    assert "Press “Confirm order” and phone the customer. *(edited)*" in part(sop, "Confirm the order")
    assert [told for _, told in revisions(sop)][:2] == [
        "Changed for programs: the id of “Confirm the order”.",
        "Changed by people: step 5 “Confirm the order”.",
    ]
    assert folder.build() == sop


def test_a_step_that_was_guessed_goes_on_under_a_workflow_file_that_calls_it_the_same(folder):
    caution = "> **Warning:** look at the price list first."
    declared = folder.analysis
    folder.analysis = load([*map(str, EXAMPLE.glob("*.jsonl"))], declared=False).analysis
    for name in ("sop.md", "sop.base.md"):
        (folder.path / name).unlink()
    guessed = re.search(r"### 2\. Validate the order [*]\(guessed name\)[*]\n\n<!-- .*\n", folder.build())[0]
    folder.edited((guessed, f"{guessed}\n{caution}\n"))
    folder.analysis = declared
    sop = folder.build()
    assert f"{caution} *(added)*" in part(sop, "Validate the order")
    assert "Kept from" not in sop
    told = revisions(sop)[0][1]
    assert told.startswith(
        "Gone: “Save the changes” and “Keep on hold”. Renamed: “Save the order” is now “Enter"
    )
    assert "by people" not in told
    assert folder.build() == sop


def test_a_name_that_people_gave_before_is_how_a_later_row_calls_the_step(folder):
    folder.build()
    folder.edited(("### 2. Validate the order", "### 2. Check price and stock"))
    assert revisions(folder.edited((f"{IN_STOCK}\n", "")))[0][1] == (
        "Changed by people: step 2 “Check price and stock”."
    )
    assert revisions(folder.edited(("### 2. Check price and stock", "### 2. Look at it")))[0][1] == (
        "Changed by people: step 2 “Check price and stock” (now “Look at it”)."
    )


def test_a_part_that_was_moved_is_told_as_the_same_one_everywhere(folder):
    sop = folder.build()
    outside, completion = (
        re.search(rf"## {title}\n.*?(?=^## )", sop, re.MULTILINE | re.DOTALL)[0]
        for title in ("Outside the browser", "Completion")
    )
    moved = folder.edited((outside + completion, completion + outside))
    assert "**Moved by people**: the part “Completion”." in moved
    assert revisions(moved)[0][1] == "Moved by people: “Completion”."


def test_steps_are_numbered_anew_after_one_was_taken_out_or_moved_and_when_it_is_back(folder):
    first = folder.build()
    decide, confirm = part(first, "Decide on the hold"), part(first, "Confirm the order")
    without = folder.edited((decide, ""))
    assert re.findall(r"^### (\d)\. (\w+)", without, re.MULTILINE) == [
        ("1", "Enter"), ("2", "Validate"), ("3", "Run"), ("4", "Confirm"), ("5", "Hand"),
    ]  # fmt: skip
    assert folder.build() == without
    back = folder.edited(("### 4. Confirm", f"{decide}### 4. Confirm"))
    assert (back.partition("## Revisions")[0], version(back)) == (
        first.partition("## Revisions")[0],
        version(first),
    )
    moved = folder.edited((confirm, ""), ("### 3. Run", f"{confirm}### 3. Run"))
    assert re.findall(r"^### (\d)\. (\w+)", moved, re.MULTILINE)[2:] == [
        ("3", "Confirm"), ("4", "Run"), ("5", "Decide"), ("6", "Hand"),
    ]  # fmt: skip


def test_steps_are_numbered_anew_after_a_person_took_their_own_step_out(folder):
    sop = folder.build()
    own = "### 2. Call the customer\n\n1. Ring the customer.\n\n"
    assert "### 7. Hand off" in folder.edited(("### 2. Validate", f"{own}### 2. Validate"))
    without = folder.edited((own, ""))
    assert re.findall(r"^### \d\..*", without, re.MULTILINE) == re.findall(r"^### \d\..*", sop, re.MULTILINE)


def test_what_people_took_out_of_a_step_stood_there_under_the_name_they_gave_it(folder):
    folder.build()
    sop = folder.edited(("### 2. Validate the order", "### 2. Check price and stock"))
    evidence = re.search(r"^- Evidence: .*\n", part(sop, "Check price and stock"), re.MULTILINE)[0]
    assert "**Taken out by people**: 1 passage at “Check price and stock”." in folder.edited((evidence, ""))


def test_the_guide_says_of_a_step_to_which_it_leads_that_people_took_it_out(folder):
    sop = folder.build()
    assert "Taken out" not in view_for("quick", sop, folder.analysis)
    without = folder.edited((part(sop, "Decide on the hold"), ""))
    generated = generated_in(folder)
    guide = view_for("quick", without, folder.analysis, generated)
    assert "If the result is “On hold”, 2 of 9 times: go on with “Decide on the hold”." in guide
    assert "**Taken out of `sop.md` by people:** “Decide on the hold”." in guide


def test_the_guide_says_of_a_step_to_which_it_leads_below_which_other_heading_people_put_it(folder):
    folder.build()
    below = folder.edited(("### 4. Decide on the hold\n\n<!-- step: decide-hold -->\n\n", ""))
    guide = view_for("quick", below, folder.analysis, generated_in(folder))
    assert "**Moved in `sop.md` by people:** “Decide on the hold” into “Run the credit check”." in guide
    assert "Taken out" not in guide
    assert revisions(below)[0][1].endswith("Moved by people: step 4 “Decide on the hold”.")


@pytest.mark.parametrize("number", ["2.1", "`2.1`"])
def test_a_version_number_of_people_stays_with_new_counts_beside_it(folder, number):
    sop = folder.build()
    own = folder.edited((f"Version: `{version(sop)}`, based on 10", f"Version: {number}, based on 10"))
    assert (
        f"- Version: {number}, based on 10 orders in 3 recordings, 2026-11-23. *(edited)* “Revisions” gets"
        in own
    )
    again = folder.edited((SAVE, f"{SAVE} Write the number down."))
    folder.analysis = load(
        [str(one) for one in EXAMPLE.glob("ana-*.jsonl")], EXAMPLE / "workflow.toml"
    ).analysis
    fewer = folder.build()
    assert "Conflict at “Document control”" not in again + fewer
    assert f"- Version: {number}, based on 10 orders in 2 recordings, 2026-11-23. *(edited)*" in fewer


def test_a_passage_in_another_part_is_moved_once_though_it_reads_otherwise_later(folder):
    sop = folder.build()
    [whole] = [line for line in sop.split("\n") if line.startswith(NEVER)]
    [result] = [line for line in sop.split("\n") if line.startswith("- Result seen: Released")]
    folder.edited((f"{whole}\n", ""), (result, f"{result}\n{whole}"))
    last = declaring(folder, ("An order on hold must not reach the warehouse", "It must not leave"))
    assert revisions(last)[0][1] == "Changed: “Rules that must hold”."


@pytest.mark.parametrize(
    "heading", ["## Revision history", "## REVISIONS", "# Revisions", "### Revisions", ""]
)
def test_the_revisions_are_no_part_of_the_version_whatever_people_call_them(folder, heading):
    first = folder.build()
    again = folder.edited(("## Revisions\n", f"{heading}\n"))
    assert version(again) == version(first)
    assert folder.build() == again


@pytest.mark.parametrize(
    "change",
    [
        ("- Owner: Sales operations", "- Approved by: Dana, 2026-12-01\n- Owner: Sales operations"),
        ("- Rule: The quantity is in stock.", "*   Rule: The quantity\n    is in stock."),
        ("First version.", "First version, approved by Dana."),
        ("(R1: 2)", "(R1: 3)"),
    ],
)
def test_layout_evidence_and_what_is_said_of_the_document_are_no_part_of_the_version(folder, change):
    assert version(folder.edited(change)) == version(folder.build())
    assert version(folder.build()) == version((EXAMPLE / "ledgerium-out" / "sop.md").read_text("utf-8"))


def test_whom_to_ask_is_a_part_of_the_version(folder):
    first = folder.build()
    assert version(folder.edited(("to: the sales operations lead", "to: Dana"))) != version(first)


def test_more_recordings_leave_the_version_of_an_edited_document_as_it_is(folder):
    folder.edited(
        (SAVE, "9. Press “Save order” within 5 min."),
        ("- Time: work median", "- It takes a while: work median"),
        ("- Rule: The quantity is in stock.", "- Rule: The quantity is in stock.\n- Ask Dana."),
        ("10 orders in 3 recordings, 2026", "10 orders in 3 captures, 2026"),
        ("2 times. The page said “Validation failed: unit", "2 times. It said “Validation failed: unit"),
        ("Missing step** in 1 order", "Missing step** at 1 order"),
        ("Called the customer: they take", "Called the buyer: they take"),
        ("Still open at the end", "Still open in the end"),
        ("“Decide on the hold”, 1 time.", "“Decide on the hold”, 1 visit."),
        ("at “Run the credit check”, 2 times.", "at “Run the credit check”, 2."),
        ("at “Enter the order”, 1 time.", "at “Enter the order”, 1."),
    )
    before = folder.build()
    again = []
    for place, recording in enumerate(sorted(EXAMPLE.glob("*.jsonl"))):
        text = (
            recording.read_text("utf-8").replace("SO-10", "SO-20").replace('"recording":"', '"recording":"2-')
        )
        text = re.sub(r'((?:start|utc)_ms":)(\d+)', lambda time: f"{time[1]}{int(time[2]) + DAY}", text)
        (folder.path / f"{place}.jsonl").write_text(text, "utf-8")
        again.append(str(folder.path / f"{place}.jsonl"))
    folder.analysis = recorded((*again,))
    after = folder.build()
    assert "20 orders in 6 captures, 2026-11-23 to 2026-11-24" in after
    assert "Missing step** at 2 orders (SO-1046 and SO-2046)" in after
    assert "they take the 18 in stock now, the rest later”: noted by Ana, 2 times, at" in after
    assert "“Decide on the hold”, 2 visits. *(edited)*" in after
    assert "at “Run the credit check”, 4. *(edited)*" in after
    assert "at “Enter the order”, 2. *(edited)*" in after
    assert version(after) == version(before)


def test_who_did_a_step_most_often_leaves_the_version_of_words_that_people_put_below_as_it_is():
    def enter(people):
        return edited(
            (
                "**Ana** in **ERP** · seen in 9 of 9 orders\n\n1. On",
                f"**{people}** · seen in 9 of 9 orders\n\n1. On",
            )
        )

    codes = set()
    for generated in map(enter, ("Ana and Ben", "Cem, Ana and Ben")):
        own = edited(("\n\n1. On", "\n\nLook at the paper first.\n\n1. On"), of=generated)
        [one] = edits_in(own, generated)
        codes.add((one.code, one.done))
    assert len(codes) == 1


def test_what_was_done_in_some_performances_leaves_the_version_of_words_that_people_put_beside_it_as_it_is():
    fields = "On “New order”, fill in “Item” and “Price”"
    made = edited(("On “New order”, choose “Customer”", fields))
    some = made.replace(fields, f"{fields} (7 of 9 times)")
    own = made.replace(f"{fields}. (R1: 6–15)", f"{fields} with tax.")
    now = merge(made, own, some).text
    assert "“Price” (7 of 9 times) with tax." in now
    assert edits_in(now, some) == edits_in(own, made)


def test_without_a_base_it_is_not_told_that_people_wrote_what_differs(folder):
    (folder.path / "sop.base.md").unlink()
    sop = folder.edited((SAVE, "9. Never press “Save order”."))
    assert revisions(sop)[0][1] == "Other than generated, by whom is not known: step 1 “Enter the order”."


LAYOUTS = (
    (r"^- ", "*  "), (r"\*\*(\w+)\*\*", r"__\1__"), (r"^(\d+)\. (?!\w+ the)", r"\1) "),
    ("from entry", "from\n  entry"),
    ("[“”]", '"'), (r"\n\n\n*", "\n\n\n"), (r" \(R\d+: [^()]*\)", ""), (r"\d of 9", "7 of 9"),
)  # fmt: skip
"""What says nothing else: list marks, emphasis, line breaks, quotation marks, evidence, counts."""


def words(sop: str) -> list[str]:
    """An SOP as it is read, passage by passage, without what stands behind its sentences."""
    text = re.sub(
        r"<!--.*?-->|\(R\d+: [^()]*\)|\*\((?:edited|declared|added)\)\*|\d of 9", " ", without_tally(sop)
    )
    text = re.sub(r"^\s*(?:[-*]|\d+[.)]|#+(?: \d+\.)?)\s|\n\s*\n", "¶", text, flags=re.MULTILINE)
    text = re.sub(r"¶[\s¶]*", " ¶ ", text)
    return re.sub(r"[*_]", "", text.replace("“", '"').replace("”", '"')).split()


@given(sops, edits, edits, st.booleans(), st.sampled_from(LAYOUTS))
@settings(max_examples=60)
def test_two_documents_have_one_version_where_they_mean_the_same_and_only_there(
    sop, changes, others, same, layout
):
    base = sop.markdown()
    one, _ = edit(base, changes, "zq")
    other, _ = edit(base, changes if same else others, "zq")
    first = merge(base, one, base).text
    second = merge(base, re.sub(*layout, other, flags=re.MULTILINE), base).text
    made = [{(part.key, part.code) for part in edits_in(text, base)} for text in (first, second)]
    assert (made[0] == made[1]) == (words(first) == words(second)), (first, second)


def test_a_document_without_edits_has_the_version_of_what_is_generated():
    assert edits_in(merge(BASE, BASE, BASE).text, BASE) == ()


def test_a_workflow_file_drafted_from_the_guesses_is_no_conflict_with_edits_and_no_edit(folder, tmp_path):
    traces = [*map(str, EXAMPLE.glob("*.jsonl"))]
    held = load(traces, declared=False)
    folder.analysis = held.analysis
    guessed = tmp_path / "guessed"
    guessed.mkdir()
    folder.path = guessed
    sop = folder.build()
    [step] = re.findall(r"^### \d+\. Run the credit check .*$", sop, re.M)
    folder.edited(
        (step, step.replace("Run the credit check *(guessed name)*", "Ask the credit desk")),
        (
            "Nobody has stated it yet. Declare `purpose` in a workflow file: `ledgerium init --from` drafts one.",
            "Orders reach the warehouse the same day.",
        ),
    )
    file = guessed / "workflow.toml"
    draft = draft_of([*held.recordings()], held.analysis)
    file.write_text(draft.replace('# purpose = ""', 'purpose = "Deliver what was ordered."'), "utf-8")
    folder.analysis = load(traces, file).analysis
    own = folder.build()
    assert "Conflict" not in own
    assert "Ask the credit desk\n" in own
    assert "by people" not in revisions(own)[0][1]
    assert "“Purpose”" in revisions(own)[0][1]
    assert folder.build() == own
    file.write_text(
        file.read_text("utf-8").replace('title = "Validate the order"', 'title = "Look it over"'), "utf-8"
    )
    folder.analysis = load(traces, file).analysis
    assert revisions(folder.build())[0][1] == "Renamed: “Validate the order” is now “Look it over”."


def test_a_step_of_people_that_they_reword_later_is_not_added_again(folder):
    folder.build()
    own = "### Call the customer\n\nJan calls before noon.\n\n## Rules that must hold"
    assert revisions(folder.edited(("## Rules that must hold", own)))[0][1].startswith("Added by people:")
    reworded = revisions(folder.edited(("Jan calls", "Eve calls")))[0][1]
    assert reworded == "Changed by people: “Call the customer”."


def test_a_step_that_people_added_or_had_moved_before_is_told_as_moved_each_time(folder):
    folder.build()
    folder.edited(("### 2. Validate", "### 2. Call the customer\n\nJan calls.\n\n### 2. Validate"))
    for title, before in (
        ("Call the customer", "Decide on the hold"),
        ("Confirm the order", "Enter the order"),
        ("Confirm the order", "Run the credit check"),
    ):
        sop = (folder.path / "sop.md").read_text("utf-8")
        [head] = re.findall(rf"^### \d\. {before}$", sop, re.MULTILINE)
        moved = part(sop, title)
        sop = folder.edited((moved, ""), (head, f"{moved}{head}"))
        [number] = re.findall(rf"^### (\d)\. {title}$", sop, re.MULTILINE)
        assert revisions(sop)[0][1] == f"Moved by people: step {number} “{title}”."
        assert folder.build() == sop


def test_a_chapter_in_which_the_build_says_something_else_is_told_as_people_call_it(folder):
    folder.build()
    folder.edited(("## Completion", "## Abschluss"))
    told = revisions(declaring(folder, ("minutes = 10", "minutes = 15")))[0][1]
    assert told == "Changed: “Abschluss”."


def test_what_changes_in_a_step_that_people_took_out_is_no_news(folder):
    sop = folder.build()
    step = part(sop, "Decide on the hold")
    assert "Taken out by people" in revisions(folder.edited((step, "")))[0][1]
    told = revisions(
        declaring(folder, ("Credit reviewer", "Credit controller"), ("minutes = 10", "minutes = 15"))
    )[0][1]
    assert told == "Changed: “Completion”."


def test_a_version_that_only_a_step_makes_which_people_took_out_says_so(folder):
    folder.edited((part(folder.build(), "Validate the order"), ""))
    told = revisions(declaring(folder, ("is in stock.", "is in stock or ordered.")))[0][1]
    assert told == "Changed in what people took out: rules of “Validate the order”."


@pytest.mark.parametrize("reworded", ["- Rule: The quantity is in stock or ordered.", ""])
def test_a_rule_that_goes_from_the_workflow_file_is_no_edit_of_those_who_had_reworded_it_or_taken_it_out(
    folder, reworded
):
    folder.build()
    assert "by people" in revisions(folder.edited((f"{IN_STOCK}\n", reworded and f"{reworded}\n")))[0][1]
    told = revisions(declaring(folder, ('    "The quantity is in stock.",\n', "")))[0][1]
    assert told == "Changed: rules of “Validate the order”."


def test_a_part_that_people_renamed_and_moved_later_is_told_as_moved(folder):
    folder.build()
    assert "(now “Done”)" in revisions(folder.edited(("## Completion", "## Done")))[0][1]
    sop = (folder.path / "sop.md").read_text("utf-8")
    done = re.search(r"^## Done\n.*?(?=^## )", sop, re.MULTILINE | re.DOTALL)[0]
    moved = folder.edited((done, ""), ("## Procedure", f"{done}## Procedure"))
    assert revisions(moved)[0][1] == "Moved by people: “Done”."
    assert folder.build() == moved


def test_a_part_that_people_renamed_and_moved_at_once_is_told_as_both(folder):
    sop = folder.build()
    done = re.search(r"^## Completion\n.*?(?=^## )", sop, re.MULTILINE | re.DOTALL)[0]
    renamed = done.replace("## Completion", "## Done")
    moved = folder.edited((done, ""), ("## Procedure", f"{renamed}## Procedure"))
    assert revisions(moved)[0][1] == (
        "Changed by people: “Completion” (now “Done”). Moved by people: “Done”."
    )
    reworded = folder.edited(("## Done", "## Ready"))
    assert revisions(reworded)[0][1] == "Changed by people: “Done” (now “Ready”)."
    assert folder.build() == reworded


def test_revisions_under_another_title_that_became_a_list_stay_theirs_at_every_build(folder):
    for name in ("sop.md", "sop.base.md"):
        (folder.path / name).unlink()
    first = next(EXAMPLE.glob("ana-*6fb1.jsonl"))
    folder.analysis = load([str(first)], EXAMPLE / "workflow.toml").analysis
    folder.build()
    folder.edited(("(R1: 20)", "(R1: 20) Slowly."))
    folder.analysis = recorded(())
    folder.build()
    folder.edited(("## Revisions", "## Änderungen"))
    sop = declaring(folder, ('title = "Validate the order"', 'title = "Check the order"'))
    [row] = re.findall(r"\n\| `[0-9a-f]+` \| [^|]*\| Changed by people: step 2[^\n]*", sop)
    sop = folder.edited((row, ""))
    table = sop[sop.index("| Version | Recorded") :]
    rows = table.rstrip().split("\n")[2:]
    own = folder.edited((table, "".join(f"- {row.strip('| ').replace(' | ', ', ')}\n" for row in rows)))
    assert folder.build() == own
    again = folder.edited(("(R1: 39)", "(R1: 39) Hurry."))
    assert folder.build() == again


def test_without_a_base_what_people_did_is_no_news_of_the_work(folder):
    sop = folder.build()
    folder.edited(
        ("### 3. Run the credit check", "### 3. Test the credit"), (part(sop, "Validate the order"), "")
    )
    (folder.path / "sop.base.md").unlink()
    told = revisions(folder.build())[0][1]
    assert "New:" not in told
    assert "Renamed:" not in told


@pytest.mark.parametrize("known", [True, False])
def test_an_older_copy_put_over_a_newer_build_has_todays_numbers_and_conflicts_if_it_is_too_old(
    folder, known
):
    for name in ("sop.md", "sop.base.md"):
        (folder.path / name).unlink()
    first = next(EXAMPLE.glob("ana-*6fb1.jsonl"))
    folder.analysis = load([str(first)], EXAMPLE / "workflow.toml").analysis
    folder.build()
    older = folder.edited(("(R1: 20)", "(R1: 20) Slowly."))
    folder.analysis = recorded(())
    folder.build()
    (folder.path / "sop.md").write_text(older, "utf-8")
    if not known:
        alone(folder, earlier={}, after=())
    own = _sop(View(folder.analysis), folder.path, standing_in(folder.path)).kept
    text = own.content.decode()
    assert bool(own.merged.conflicts) is not known
    assert own.knew_base is known
    assert "based on 10 orders in 3 recordings" in text
    assert "Slowly." in text
    assert "*(edited)*" not in part(text, "Hand off to fulfilment")


TRANSLATED = {
    "Owner": "Inhaber",
    "Approver": "Freigabe",
    "Effective from": "Ab",
    "Review by": "Bis",
    "Questions to": "Fragen an",
    "Version": "Fassung",
}


@pytest.mark.parametrize("form", ["list", "table"])
def test_document_control_in_other_words_and_another_form_is_known_by_its_version(folder, form):
    control = re.search(r"## Document control\n\n((?:- .*\n)+)", folder.build())
    named = [line.removeprefix("- ").split(": ", 1) for line in control[1].splitlines()]
    entries = [(TRANSLATED[name], value) for name, value in named]
    if form == "list":
        own = "".join(f"- {name}: {value}\n" for name, value in entries)
    else:
        own = "| Angabe | Wert |\n| --- | --- |\n" + "".join(
            f"| {name} | {value} |\n" for name, value in entries
        )
    sop = folder.edited((control[0], f"## Dokumentenlenkung\n\n{own}"))
    assert revisions(sop)[0][1] == "Changed by people: “Document control” (now “Dokumentenlenkung”)."
    assert "Taken out by people" not in sop
    assert "*(declared)*" not in sop.partition("## Dokumentenlenkung")[2].partition("\n## ")[0]
    assert (
        re.search(r"^(?:- Fassung:|\| Fassung \|) `([0-9a-f]{12})`", sop, re.MULTILINE)[1]
        == revisions(sop)[0][0]
    )
    assert folder.build() == sop
    declared = declaring(folder, ('approver = "Finance lead"', 'approver = "Head of finance"'))
    assert "Conflict at “Dokumentenlenkung”" in declared
    assert "> Approver: Head of finance *(declared)*" in declared


def test_what_the_build_had_said_behind_words_of_people_is_theirs_too_when_it_is_said_no_more(folder):
    why = "An order on hold must not reach the warehouse."
    folder.edited((why, "No order on hold leaves the house."))
    never = f'[[never]]\nactivity = "hand-off"\ncondition = "hold_open"\nwhy = "{why}"\n\n'
    sop = declaring(folder, (never, ""))
    [rule] = re.findall(r"^- Never .*No order on hold leaves the house\..*", sop, re.MULTILINE)
    assert re.search(r"Broken in \d of \d+ orders in which it was done\. \*\(edited\)\*$", rule)
    assert rule.count("*(edited)*") == 1


def test_a_row_in_other_quotes_keeps_the_name_that_a_step_had_on_its_day(folder):
    told = folder.edited((SAVE, "9. Never press “Save order”."))
    row = revisions(told)[0][1]
    plain = row.replace("“", '"').replace("”", '"')
    folder.edited((row, plain))
    last = declaring(folder, ('title = "Enter the order"', 'title = "Type the order"'))
    assert [said for _, said in revisions(last)][1:] == [plain, "First version."]
    assert folder.build() == last
