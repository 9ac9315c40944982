"""What the next build makes of two branches that git merged, one with an edit, one with another recording."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ledgerium_cli.documents.merge.text.wording import TALLY
from ledgerium_cli.load import load

from .folder import (
    EXAMPLE,
    MARKED,
    PRICE,
    RECORDED,
    SAVE,
    Folder,
    Versions,
    analysis_of,
    built_of,
    declaring,
    files,
    generated_in,
    merge_by_git,
    put,
    revisions,
    settled,
    settled_by_ours,
)
from .make import by_both, by_ours, by_theirs

CONFIRM = "<!-- step: confirm-order -->\n"
RULE = "- Rule: The quantity is in stock. *(declared)*"


def versions_in(folder: Folder, recordings: list[str]) -> Versions:
    """The files of a first build, of the branch with a caution and other words, and of the one with all recordings."""
    first = built_of(folder, recordings)
    folder.edited((CONFIRM, f"{CONFIRM}\n> **Caution:** Read it aloud.\n"), (SAVE, f"{SAVE} Note it."))
    ours = files(folder)
    put(folder, first)
    return {"ours": ours, "first": first, "theirs": built_of(folder, RECORDED)}


@pytest.fixture
def counted(tmp_path: Path) -> tuple[Folder, Versions]:
    """A folder and two branches, of which the other one counts otherwise beside the caution."""
    folder = Folder(tmp_path)
    versions = versions_in(folder, RECORDED[::2])
    assert "seen in 4 of 6 orders" in versions["ours"]["sop.md"]
    return folder, versions


@pytest.fixture
def branches(tmp_path: Path) -> tuple[Folder, list[str], list[str]]:
    """The folder after the merge, with the first branch's own file as `ours-sop.md`; what the rows of that branch, with
    a caution and other words, tell, and those of the other."""
    folder = Folder(tmp_path)
    versions = versions_in(folder, RECORDED[:2])
    merge_by_git(folder, versions)
    return folder, *([told for _, told in revisions(versions[one]["sop.md"])] for one in ("ours", "theirs"))


def test_where_the_row_of_one_branch_was_kept_the_next_tells_what_the_other_had_told(branches):
    folder, ours, theirs = branches
    sop = settled_by_ours(folder)
    assert theirs[0].startswith("New: “Decide on the hold” (seen in 2 of 10 orders). Changed: ")
    assert [told for _, told in revisions(sop)] == [theirs[0], *ours]
    assert folder.build() == sop


def test_after_a_merge_of_git_that_keeps_one_side_only_what_people_wrote_is_marked(branches):
    sop = settled_by_ours(branches[0])
    assert re.findall(r"^(.*) \*\((?:edited|added)\)\*$", sop, re.MULTILINE) == [
        f"{SAVE} (R1: 16) Note it.",
        "> **Caution:** Read it aloud.",
    ]


def test_where_all_of_one_side_was_taken_in_the_sop_alone_the_rest_is_that_of_now(branches):
    folder, _, theirs = branches
    (folder.path / "ours-sop.md").replace(folder.path / "sop.md")
    sop = folder.build()
    assert MARKED.findall(sop[sop.index("## Document control") :]) == [
        f"{SAVE} (R1: 16) Note it.",
        "> **Caution:** Read it aloud.",
    ]
    assert "Taken out by people" not in sop
    assert "Conflict at" not in sop
    assert "### 4. Decide on the hold\n" in sop
    assert revisions(sop)[0][1].startswith(theirs[0].partition(" Changed")[0])
    assert folder.build() == sop


def test_where_git_merged_by_the_side_of_one_branch_its_older_numbers_are_no_words_of_people(counted):
    folder, versions = counted
    merge_by_git(folder, versions, "--ours")
    assert "seen in 4 of 6 orders" in (folder.path / "sop.md").read_text("utf-8")
    sop = folder.build()
    body = sop[sop.index("## Document control") :]
    assert MARKED.findall(body) == [f"{SAVE} (R1: 16) Note it.", "> **Caution:** Read it aloud."]
    assert "seen in 4 of 6 orders" not in sop
    assert "by people**: " not in sop
    assert "**Conflict at " not in sop
    assert [told for _, told in revisions(sop)] == [
        "Changed: what is done in “Enter the order”; results of “Validate the order” and “Run the credit check”; what "
        "comes after “Validate the order” and “Decide on the hold”. Now seen once in ten times or more often: “Enter "
        "the order” after “Validate the order”.",
        *(told for _, told in revisions(versions["ours"]["sop.md"])),
    ]
    assert folder.build() == sop


def test_where_a_caution_was_merged_before_any_build_older_numbers_beside_it_are_no_words_of_people(counted):
    folder, versions = counted
    caution = f"{CONFIRM}\n> **Caution:** Read it aloud.\n"
    own = versions["first"]["sop.md"].replace(CONFIRM, caution)
    merge_by_git(folder, versions | {"ours": {**versions["first"], "sop.md": own}}, "--ours")
    assert "seen in 4 of 6 orders" in (folder.path / "sop.md").read_text("utf-8")
    sop = folder.build()
    body = sop[sop.index("## Document control") :]
    assert MARKED.findall(body) == ["> **Caution:** Read it aloud."]
    assert "seen in 4 of 6 orders" not in sop


@pytest.fixture
def declared(counted) -> tuple[Folder, Versions]:
    """The folder, of which the other branch declares a rule in other words; the first added one beside it."""
    folder, versions = counted
    workflow = (EXAMPLE / "workflow.toml").read_text("utf-8").replace("is in stock", "is in stock or ordered")
    (folder.path / "workflow.toml").write_text(workflow, "utf-8")
    put(folder, versions["first"])
    built_of(folder, RECORDED[::2])
    folder.edited((RULE, f"{RULE}\n- Rule: Ask Kim."))
    ours = files(folder)
    put(folder, versions["first"])
    folder.analysis = load(RECORDED[::2], folder.path / "workflow.toml").analysis
    folder.build()
    return folder, versions | {"ours": ours, "theirs": files(folder)}


@pytest.mark.parametrize("base", ["merged by the side of one branch", "with conflicts"])
def test_what_the_other_branch_declares_stands_in_place_of_older_words_that_nobody_wrote(declared, base):
    folder, versions = declared
    merge_by_git(folder, versions, *(["--ours"] if base.startswith("merged") else []))
    if base == "with conflicts":
        (folder.path / "sop.md").write_text(versions["ours"]["sop.md"], "utf-8")
    assert RULE in (folder.path / "sop.md").read_text("utf-8")
    sop = folder.build()
    assert RULE not in sop
    assert f"{RULE.replace('stock', 'stock or ordered')}\n" in sop
    assert "Conflict at" not in sop
    assert MARKED.findall(sop[sop.index("## Document control") :]) == ["- Rule: Ask Kim."]
    assert folder.build() == sop


def test_an_older_document_over_the_base_of_the_other_branch_has_what_is_declared_now(declared):
    """Its base knows word for word what builds had declared before: nobody wrote it."""
    folder, versions = declared
    put(folder, {"sop.md": versions["ours"]["sop.md"], "sop.base.md": versions["theirs"]["sop.base.md"]})
    sop = folder.build()
    assert RULE not in sop
    assert RULE.replace("stock", "stock or ordered") in sop
    assert "Conflict at" not in sop
    assert MARKED.findall(sop[sop.index("## Document control") :]) == ["- Rule: Ask Kim."]
    assert folder.build() == sop


@pytest.mark.parametrize("of", [RECORDED[::2], RECORDED], ids=["nothing recorded", "recorded too"])
def test_a_rule_that_the_other_branch_declares_is_not_taken_out_by_who_keeps_their_own_words_beside_it(
    tmp_path, of
):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[::2])
    folder.edited((RULE, RULE.replace("stock", "stock or promised")))
    ours = files(folder)
    put(folder, first)
    new = RULE.replace("The quantity is in stock", "Special prices are agreed in writing")
    workflow = (EXAMPLE / "workflow.toml").read_text("utf-8")
    own = '"The quantity is in stock.",'
    (folder.path / "workflow.toml").write_text(workflow.replace(own, f'{own} "{new[8:-13]}",'), "utf-8")
    folder.analysis = load(of, folder.path / "workflow.toml").analysis
    folder.build()
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": files(folder)})
    sop = settled_by_ours(folder)
    assert f"{RULE[:-13].replace('stock', 'stock or promised')} *(edited)*\n{new}\n" in sop
    assert "Taken out by people" not in sop
    assert folder.build() == sop


@pytest.mark.parametrize("options", [["--ours"], []])
@pytest.mark.parametrize(
    ("change", "own", "reads"),
    [
        (
            ("seen in 4 of 6 orders", "seen in 4 of 6 orders, by phone"),
            "by phone *",
            ["9 of 10 orders, by phone"],
        ),
        (("If the result is “Credit app", "It says “Credit app"), "It says", ["7 of 9 times", "(7)", "(7)"]),
        (("Result seen: Order conf", "Outcome: Order conf"), "Outcome:", ["9 of 9 times", "(9)"]),
    ],
)
def test_numbers_go_into_a_sentence_that_somebody_changed_while_git_kept_the_older_ones(
    counted, options, change, own, reads
):
    folder, versions = counted
    put(folder, versions["first"])
    built_of(folder, RECORDED[::2])
    folder.edited(change)
    ours = files(folder)
    put(folder, versions["theirs"])
    folder.analysis = load(RECORDED, EXAMPLE / "workflow.toml").analysis
    merge_by_git(folder, versions | {"ours": ours}, *options)
    sop = folder.build() if options else settled_by_ours(folder)
    (line,) = (one for one in sop.split("\n") if own in one and re.match(r"[-*]", one))
    assert [one for one in reads if one not in line] == []
    assert "**Conflict at" not in sop, sop[sop.index("**Conflict at") - 900 :][:1500]


def test_a_number_that_somebody_wrote_themselves_stays_where_git_merged(counted):
    folder, versions = counted
    put(folder, versions["first"])
    built_of(folder, RECORDED[::2])
    folder.edited(("seen in 4 of 6 orders", "seen in 5 of 6 orders"))
    ours = files(folder)
    folder.analysis = load(RECORDED, EXAMPLE / "workflow.toml").analysis
    merge_by_git(folder, versions | {"ours": ours}, "--ours")
    assert "seen in 5 of 6 orders *(edited)*" in folder.build()


APPROVER, REVIEW = ('"Finance lead"', '"CFO"'), ("2027-06-01", "2027-09-01")
DASH = "(R1: 182–"


@pytest.mark.parametrize("form", [
    PRICE.replace("Rule:", "**Rule:**"),
    PRICE.replace("not", "_not_"),
    PRICE.replace("-", "- [ ]", 1),
    PRICE.replace("-", "1.", 1),
    f"| Rules |\n| --- |\n| {PRICE[8:]} |\n",
    f"#### {PRICE[2:]}\n",
])  # fmt: skip
def test_what_people_took_out_stays_out_where_git_merged_in_whatever_form_the_rest_stands(tmp_path, form):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])
    folder.edited((PRICE, form), (f"{RULE}\n", ""), (DASH, DASH.replace("–", "-")))
    first = files(folder)
    theirs = declaring(folder, APPROVER)
    put(folder, first)
    merge_by_git(folder, {"ours": declaring(folder, REVIEW), "first": first, "theirs": theirs})
    assert "<<<<<<<" in (folder.path / "sop.base.md").read_text("utf-8")
    declaring(folder, APPROVER, REVIEW)
    sop = folder.build()
    assert form in sop
    assert RULE not in sop
    assert "Taken out by people" in sop
    assert "Conflict at" not in sop


def test_a_conflict_stands_alone_and_until_it_is_settled_where_git_merged(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])
    folder.edited((f"{RULE}\n", ""))
    first = files(folder)
    theirs = declaring(folder, APPROVER)
    put(folder, first)
    today = ("in stock.", "in stock today.")
    ours = declaring(folder, today)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs})
    declaring(folder, today, APPROVER)
    sop = folder.build()
    assert re.findall("in stock|Conflict at", sop) == ["Conflict at", "in stock"]
    assert "\n  > Rule: The quantity is in stock today. *(declared)*\n" in sop
    assert folder.build() == sop


def test_where_both_sides_were_taken_in_the_sop_no_paragraph_is_of_both(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    theirs = built_of(folder, RECORDED[::2])
    put(folder, first)
    built_of(folder, RECORDED[:2])
    folder.edited((SAVE, f"{SAVE} Note it."))
    merge_by_git(folder, {"ours": files(folder), "first": first, "theirs": theirs})
    both = by_both((folder.path / "sop.md").read_text("utf-8"))
    assert re.search(r"· seen in \d+ of 10 orders\n\*\*.* · seen in", both)
    folder.analysis = analysis_of(tuple(RECORDED))
    sop = settled(folder, by_both)
    assert sop.count("Standard operating procedure, as observed") == 1
    assert re.findall(r"· seen in .* · seen in .*", sop) == []
    body = sop[sop.index("## Document control") : sop.index("## How this was made")]
    assert MARKED.findall(body) == [f"{SAVE} (R1: 16) Note it."]
    assert folder.build() == sop


def merged_by_ours(folder: Folder, recordings: list[str], line: str, own: str) -> str:
    """What the next build makes of a line that people worded anew while the other branch recorded all, where they keep
    their side of each conflict."""
    first = built_of(folder, recordings)
    [made] = [one for one in first["sop.md"].split("\n") if one.startswith(line)]
    folder.edited((made, own))
    ours = files(folder)
    put(folder, first)
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": built_of(folder, RECORDED)}, "--ours")
    sop = folder.build()
    assert folder.build() == sop
    return sop


@pytest.mark.parametrize(
    ("line", "own", "now"),
    [
        (
            "- **On hold**",
            "- **On hold** at “Run the credit check”, only once (SO-1045); Ben decides.",
            "“Run the credit check”, 2 times.",
        ),
        (
            "- After “Run the credit check”: “Decide",
            "- One order in 6 goes from “Run the credit check” to “Decide on the hold” first.",
            "“Decide on the hold”, in 2 of 10 orders.",
        ),
    ],
)
def test_words_that_no_longer_hold_are_in_conflict_after_a_merge_too(tmp_path, line, own, now):
    sop = merged_by_ours(Folder(tmp_path), RECORDED[::2], line, own)
    assert f"{own} *(edited)*" in sop
    [conflict] = re.findall(r"> \*\*Conflict at.*\n  >\n  > (.*)\n", sop)
    assert now in conflict


def test_a_translated_entry_counts_on_after_a_merge_by_the_names_it_quotes(tmp_path):
    line, own = (
        "- After “Run the credit check”: “Decide",
        "- Après « Run the credit check » : « Decide on the hold », 1 sur 6.",
    )
    sop = merged_by_ours(Folder(tmp_path), RECORDED[::2], line, own)
    assert f"{own.replace('1 sur 6', '2 sur 10')} *(edited)*\n" in sop
    assert "Conflict at" not in sop
    assert "“Decide on the hold”, in 2 of 10 orders" not in sop


@pytest.mark.parametrize("box", ["[ ]", "[x]"])
def test_a_rule_under_a_box_is_that_which_the_other_branch_declares(tmp_path, box):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    folder.edited((PRICE, PRICE.replace("-", f"- {box}", 1)), (RULE, RULE.replace("-", f"- {box}", 1)))
    ours = files(folder)
    put(folder, first)
    theirs = declaring(folder, ("is in stock", "is in stock or ordered"))
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": theirs}, "--ours")
    sop = folder.build()
    assert f"- {box} {RULE[2:].replace('stock', 'stock or ordered')}\n" in sop
    assert MARKED.findall(sop[sop.index("## Document control") :]) == []


def test_where_both_sides_were_taken_rows_stand_in_their_table_and_a_step_begins_below_the_last(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    ours = built_of(folder, RECORDED[:2])
    put(folder, first)
    built_of(folder, RECORDED[::2])
    own = "| JK | the order desk's book | Jo | | 12 | | |"
    rows = re.findall(r"^\| R\d \|.*$", (folder.path / "sop.md").read_text("utf-8"), re.MULTILINE)
    folder.edited((rows[-1], f"{rows[-1]}\n{own}"))
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": files(folder)})
    both = by_both((folder.path / "sop.md").read_text("utf-8"))
    assert re.search(r"\n\n\*\*Written by people.*\n|\n\n\|", both)
    folder.analysis = analysis_of(tuple(RECORDED))
    sop = settled(folder, by_both)
    made = sop[sop.index("## How this was made") : sop.index("## For programs")]
    assert re.findall(r"^\| (R\d|JK) \|", made, re.MULTILINE) == ["R1", "R2", "JK", "R3"]
    assert "1 passage at “How this was made”" in made
    assert folder.build() == sop


@pytest.mark.parametrize("by", [by_ours, by_theirs])
@pytest.mark.parametrize(
    ("first", "ours", "theirs"), [([0], [0, 1], [0, 1, 2]), ([1], [0, 1], [1, 2]), ([1], [1, 2], [0, 1, 2])]
)
def test_where_nobody_wrote_anything_it_is_as_generated_however_git_put_two_branches_together(
    tmp_path, first, ours, theirs, by
):
    folder = Folder(tmp_path)
    versions = {"first": built_of(folder, [RECORDED[at] for at in first])}
    for side, recorded in (("ours", ours), ("theirs", theirs)):
        put(folder, versions["first"])
        versions[side] = built_of(folder, [RECORDED[at] for at in recorded])
    merge_by_git(folder, versions)
    folder.analysis = analysis_of(tuple(RECORDED))
    sop = settled(folder, by)
    assert [told for told in ("Conflict at", *TALLY) if told in sop] == []
    made = generated_in(folder)
    assert sop[: sop.index("## Revisions")] == made[: made.index("## Revisions")]
    assert folder.build() == sop


def moved(folder: Folder, title: str, behind: str) -> None:
    """Move a step or a part, by its heading without a number, behind another one, and build."""
    sop = (folder.path / "sop.md").read_text("utf-8")
    [own, other] = [
        re.search(rf"^##+ (?:\d+\. )?{one}\n.*?(?=^##+ )", sop, re.MULTILINE | re.DOTALL)[0]
        for one in (title, behind)
    ]
    folder.edited((own, ""), (other, other + own))


def settled_after(
    folder: Folder,
    by: Callable[[str], str],
    *,
    ours: Sequence[tuple[str, str]],
    theirs: Sequence[tuple[str, str]],
) -> str:
    """The build of all recordings after git merged two branches, each with another recording and its moves."""
    versions = {"first": built_of(folder, RECORDED[:1])}
    for side, recorded, moves in (("ours", RECORDED[::2], ours), ("theirs", RECORDED[:2], theirs)):
        put(folder, versions["first"])
        built_of(folder, recorded)
        for title, behind in moves:
            moved(folder, title, behind)
        versions[side] = files(folder)
    merge_by_git(folder, versions)
    folder.analysis = analysis_of(tuple(RECORDED))
    return settled(folder, by)


@pytest.mark.parametrize("by", [by_both, by_ours, by_theirs])
def test_a_step_that_one_branch_moved_is_whole_however_git_put_it_beside_those_of_the_other(tmp_path, by):
    folder = Folder(tmp_path)
    sop = settled_after(folder, by, ours=[], theirs=[("Run the credit check", "Confirm the order")])
    assert [told for told in ("Conflict at", "Taken out by people", "Written by people") if told in sop] == []
    made = generated_in(folder)
    for title in ("Confirm the order", "Run the credit check"):
        steps = [
            re.findall(rf"^### \d+\. {title}\n(.*?)(?=^##)", one, re.MULTILINE | re.DOTALL)
            for one in (sop, made)
        ]
        assert steps[0] == steps[1]
    assert folder.build() == sop


def by_ours_without_a_heading(merged: str) -> str:
    """As git leaves it where the other branch moved the part away, and its lines stood in a conflict."""
    return by_ours(merged).replace("## Completion\n\n", "", 1)


@pytest.mark.parametrize("by", [by_both, by_ours, by_theirs, by_ours_without_a_heading])
def test_parts_that_two_branches_moved_are_whole_and_stand_once(tmp_path, by):
    folder = Folder(tmp_path)
    sop = settled_after(folder, by, ours=[("Purpose", "Completion")], theirs=[("Completion", "Roles")])
    assert [told for told in ("Conflict at", "Taken out by people", "Written by people") if told in sop] == []
    assert (sop.count("\n## Purpose\n"), sop.count("\n## Completion\n")) == (1, 1)
    assert sop.count("The order is complete when") == generated_in(folder).count("The order is complete when")
    if by is by_both:
        assert sop.index("\n## Purpose\n") > sop.index("\n## Completion\n")
    assert folder.build() == sop


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            ("**Order management (Ana)** in **ERP** · seen in all 5 orders", "{}, by phone too"),
            "seen in all 10 orders, by phone too *(edited)*",
        ),
        (("no recording shows it.", "no recording shows it, ask Ben."), "the build no longer says:"),
        (("order SO-1042.", "order SO-1042 and mind the list."), "now the build says:"),
    ],
    ids=["also in another step", "said no longer", "a common word"],
)
def test_words_without_a_build_are_of_the_sentence_that_stood_there_when_they_were_written(
    tmp_path, edit, told
):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    was, own = edit
    assert was in first["sop.md"]
    ours = {**first, "sop.md": first["sop.md"].replace(was, own.format(was), 1)}
    merge_by_git(folder, {"ours": ours, "first": first, "theirs": built_of(folder, RECORDED)})
    sop = settled(folder, by_ours)
    assert told in sop
    assert ("Conflict at" in sop) is ("build" in told)


def test_all_of_one_side_with_words_put_into_a_declared_sentence_is_not_in_doubt(tmp_path):
    folder = Folder(tmp_path)
    first = built_of(folder, RECORDED[:1])
    built_of(folder, RECORDED)
    own = first["sop.md"].replace(RULE, RULE.replace(". *(d", ", says Dana. *(d"))
    (tmp_path / "sop.md").write_text(own, "utf-8")
    sop = folder.build()
    assert "- Rule: The quantity is in stock, says Dana. *(edited)*\n" in sop
    assert "Conflict at" not in sop
    assert MARKED.findall(sop[sop.index("## Document control") :]) == [
        RULE[: -len(". *(declared)*")] + ", says Dana."
    ]


@pytest.mark.parametrize("recorded", [RECORDED[2:], RECORDED[:1]])
def test_a_paragraph_at_the_end_of_a_step_stands_wherever_git_put_it_among_steps_of_the_other_branch(
    tmp_path, recorded
):
    folder = Folder(tmp_path)
    first = built_of(folder, recorded)
    theirs = built_of(folder, RECORDED)
    for end in re.finditer(r"^- Evidence: .*\n", first["sop.md"], re.MULTILINE):
        put(folder, first)
        folder.analysis = analysis_of(tuple(recorded))
        own = f"{first['sop.md'][: end.end()]}\nMind the list.\n{first['sop.md'][end.end() :]}"
        (tmp_path / "sop.md").write_text(own, "utf-8")
        folder.build()
        merge_by_git(folder, {"ours": files(folder), "first": first, "theirs": theirs})
        folder.analysis = analysis_of(tuple(RECORDED))
        settled_so = by_ours((tmp_path / "sop.md").read_text("utf-8"))
        (tmp_path / "sop.md").write_text(settled_so, "utf-8")
        assert folder.build().count("Mind the list.") >= settled_so.count("Mind the list.")
