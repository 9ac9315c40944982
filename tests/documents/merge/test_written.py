"""The SOP as people's programs, systems and git leave it on the disk."""

import codecs

import pytest

from ledgerium_cli.documents.merge.base_file import base_of, is_in_doubt
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.errors import OutputError

from .make import BASE, bases, edited

NEW = BASE.replace("9 of 9", "18 of 19")
THEIRS = BASE.replace("Press “Save order”.", "Press “Save order” gently.")


def built(theirs, base=None, new=NEW):
    return keep_edits("sop.md", theirs, base_of(BASE).encode() if base is None else base, new)


def test_where_there_is_no_file_or_an_empty_one_it_is_generated():
    assert built(None).content.decode() == NEW
    assert built(b" \n").content.decode() == NEW


def test_line_ends_and_marks_of_windows_stay():
    windows = codecs.BOM_UTF8 + THEIRS.replace("\n", "\r\n").encode()
    content = built(windows).content
    assert content.startswith(codecs.BOM_UTF8 + b"# Orders\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.decode("utf-8-sig").replace("\r\n", "\n") == built(THEIRS.encode()).content.decode()


def test_a_base_that_a_checkout_gave_other_line_ends_is_the_same_base():
    windows = base_of(BASE).replace("\n", "\r\n").encode()
    assert built(THEIRS.encode(), windows) == built(THEIRS.encode())


@pytest.mark.parametrize(
    ("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_a_file_from_an_editor_that_writes_utf_16_stays_in_it(mark, encoding):
    content = built(mark + THEIRS.encode(encoding)).content
    assert content.startswith(mark)
    assert content.removeprefix(mark).decode(encoding) == built(THEIRS.encode()).content.decode()


def test_a_line_pasted_from_windows_does_not_turn_the_others():
    pasted = THEIRS.replace("gently.\n", "gently.\r\n")
    assert built(pasted.encode()).content == built(THEIRS.encode()).content


CONFLICT_OF_GIT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        (THEIRS.encode("cp1252", errors="replace"), "sop.md: is not UTF-8 text"),
        (
            THEIRS.replace("## Roles", f"{CONFLICT_OF_GIT}## Roles").encode(),
            "sop.md:9: holds a conflict of git",
        ),
        (
            THEIRS.replace("## Roles", "```\n## Roles").encode(),
            "sop.md:9: a block of code or a comment begins",
        ),
        (
            THEIRS.replace("## Roles", "<!-- to do\n\n## Roles").encode(),
            "sop.md:9: a block of code or a comment",
        ),
        (f"{THEIRS}\n<!-- to do\n\nlater\n".encode(), "a block of code or a comment"),
    ],
)
def test_what_cannot_be_merged_is_said_with_its_line_and_what_to_do(theirs, says):
    with pytest.raises(OutputError, match=says) as error:
        built(theirs)
    assert "--fresh" in str(error.value)


@pytest.mark.parametrize("left", ["=======", ">>>>>>> feature", "<<<<<<< HEAD", "||||||| 4f1c2ab"])
def test_a_line_that_is_left_of_a_conflict_of_git_is_no_sentence_of_people(left):
    before, after = THEIRS.split("gently. (R1: 16)\n")
    half_settled = f"{before}gently. (R1: 16)\n{left}\n{after}"
    line = before.count("\n") + 2
    with pytest.raises(OutputError, match=f"sop.md:{line}: holds a conflict of git, or a line"):
        built(half_settled.encode())


@pytest.mark.parametrize("own", ["Reasons\n=======", "| a | b |\n| --- | --- |\n||||||| c |"])
def test_an_underlined_heading_and_a_row_of_empty_cells_are_no_conflict_of_git(own):
    assert built(THEIRS.replace("## Roles", f"{own}\n\n## Roles").encode()).merged.conflicts == ()


def test_blocks_of_code_and_comments_that_are_closed_are_fine():
    for own in (
        "```\ncode\n\nmore\n```",
        "~~~~ sh\ncode\n~~~~~",
        "<!-- to do\n\nlater -->",
        "<pre>\n\na\n</pre>",
    ):
        assert own in built(THEIRS.replace("## Roles", f"{own}\n\n## Roles").encode()).content.decode()


def test_without_a_base_this_is_said():
    kept = keep_edits("sop.md", THEIRS.encode(), None, NEW)
    assert not kept.knew_base
    assert "No sop.base.md of the build that wrote sop.md stands beside it" in kept.told[0]
    assert kept.merged.conflicts == ("Enter the order",)


def test_of_two_builds_in_the_base_the_one_that_the_file_shows_counts():
    other = BASE.replace("- Time: work 54 s (n = 9).", "- Time: work 61 s (n = 11).")
    for base in (bases(BASE, other), bases(other, BASE)):
        assert built(THEIRS.encode(), base) == built(THEIRS.encode())


@pytest.mark.parametrize("marks", ["{}{}", "<<<<<<< HEAD\n{}||||||| base\nx\n=======\n{}>>>>>>> branch\n"])
def test_of_two_builds_in_the_base_each_line_is_of_the_one_that_the_file_shows(marks):
    lines = (
        "- Time: work 54 s (n = 9).",
        "- Rule: Within the limit. *(declared)*",
        "- Rule: Paid. *(declared)*",
    )
    others = (
        "- Time: work 61 s (n = 11).",
        lines[1].replace("the", "any"),
        lines[2].replace("Paid", "Payed"),
    )
    one, other = (BASE.replace(lines[0], "\n".join(some)) for some in (lines, others))
    base = marks.format(*(bases(some).decode() for some in (one, other)))
    shown = BASE.replace(lines[0], "\n".join([lines[0], others[1], lines[2]]))
    assert built(shown.encode(), base.encode(), one).content.decode() == one


def test_a_count_of_another_total_was_written_by_a_build_that_is_not_known():
    content = built(THEIRS.replace("9 of 9", "4 of 5").encode()).content.decode()
    assert "4 of 5" not in content
    assert content.count("*(edited)*") == 1


def test_such_a_count_is_no_edit_where_another_step_now_has_it_as_well():
    check, release = "<!-- step: check -->\n\n", "<!-- step: release -->\n\n"
    who = "**Ana** in **ERP** · seen in 9 of 9 orders"
    made = edited(
        (check + who, check + who.replace("9 of 9", "7 of 8")),
        (release + who, release + who.replace("9 of 9", "7 of 8")),
    )
    shown = made.replace(
        check + who.replace("9 of 9", "7 of 8"),
        f"{check}> Read it aloud. *(added)*\n\n{who.replace('9 of 9', '4 of 5')}",
    )
    content = built(shown.encode(), bases(made), made.replace("7 of 8", "8 of 9")).content.decode()
    assert "4 of 5" not in content
    assert "*(edited)*" not in content
    assert "> Read it aloud. *(added)*" in content


def test_an_edit_of_the_base_does_not_hide_an_edit_of_the_file():
    base = base_of(BASE.replace("Press “Save order”.", "Press “Store order”.")).encode()
    assert "Press “Save order” gently." in built(THEIRS.encode(), base, BASE).content.decode()


def test_a_count_of_the_same_total_that_a_person_wrote_is_theirs():
    theirs = BASE.replace("9 of 9 times (R1: 25)", "8 of 9 times").encode()
    content = built(theirs, new=BASE).content.decode()
    assert "8 of 9 times" in content
    assert "1 passage at “Check the credit”" in content


def test_a_declared_number_that_a_person_wrote_is_theirs():
    rule = "- Rule: Signed by all 3 approvers. *(declared)* Broken in 0 of 9 orders.\n"
    made = edited(("- Time: work 14 s (n = 9).\n", rule))
    theirs = made.replace("all 3", "all 2").encode()
    content = built(theirs, base_of(made).encode(), made.replace("0 of 9", "0 of 10")).content.decode()
    assert "Signed by all 2 approvers. *(edited)* Broken in 0 of 10 orders." in content


def test_what_only_one_branch_generates_was_not_taken_out_by_who_has_the_other():
    new = BASE.replace("- Time: work 14 s (n = 9).", "- Rule: Paid.\n- Time: work 14 s (n = 9).")
    for base in (bases(BASE, new), bases(new, BASE)):
        assert built(BASE.encode(), base, new).content.decode() == new


def test_a_chart_of_lines_of_two_builds_is_that_of_now():
    def charted(*lines: str) -> str:
        return BASE.replace(
            "## Roles", "\n".join(["```mermaid", "flowchart TD", *lines, "```", "", "## Roles"])
        )

    one, other = (
        ('  a["Enter"]', '  b["Check"]'),
        ('  a["Enter the order"]', '  b["Check"]', '  c["Release"]'),
    )
    made, shown = (charted(*one), charted(*other)), charted(*one[:1], *other[1:])
    for base in (bases(*made), bases(*made[::-1])):
        assert built(shown.encode(), base, made[1]).content.decode() == made[1]


def test_a_line_of_the_base_that_somebody_cut_is_no_build():
    one, other = (bases(some).decode() for some in (BASE, NEW))
    cut = f"{one}{other.replace('QlpoOT', 'QlpoOTk', 1)}{other[:-40]}\n"
    assert built(THEIRS.encode(), cut.encode()) == built(THEIRS.encode(), one.encode())


def test_a_conflict_of_git_at_a_step_is_settled_by_that_step_though_others_say_the_same():
    ours, theirs, now = (
        f"**{who}** in **ERP** · seen in {n} of {n} orders"
        for who, n in (("Ana", 9), ("Ana and Ben", 18), ("Ana and Ben", 27))
    )
    first, second, third, fourth = BASE.split(ours)
    shown = f"{first}{ours}{second}{theirs}{third}{ours}{fourth}"
    kept = built(shown.encode(), bases(BASE, BASE.replace(ours, theirs)), BASE.replace(ours, now))
    assert kept.content.decode() == BASE.replace(ours, now)
    assert not kept.merged.conflicts


def test_a_line_of_the_other_branch_that_calls_a_step_as_it_was_is_no_edit():
    rule = "- Time: work 54 s (n = 9).\n"
    named = BASE.replace("Then “Check the credit”", "Then “Ask the bank”")
    shown = edited(("### 2. Check the credit", "### 2. Ask the bank"))
    kept = built(shown.encode(), bases(named, BASE.replace(rule, "- Time: work 55 s (n = 9).\n")), named)
    assert "(R1: 19). Then “Ask the bank” (9)." in kept.content.decode()
    assert "*(edited)*" not in kept.content.decode()


def test_of_how_many_recordings_the_other_branch_tells_is_no_edit():
    line = "Version: `0a0a0a0a0a0a`, based on 10 orders in 3 recordings, 2026-11-23."
    made = BASE.replace("## Roles", f"## Document control\n\n- {line}\n\n## Roles")
    shown = made.replace(line, line.replace("`0a", "`0b").replace("3 recordings", "2 recordings"))
    shown = shown.replace("Save order”.", "Save order” gently.")
    kept = built(shown.encode(), base_of(made).encode(), made)
    assert f"- {line}\n" in kept.content.decode()
    assert "1 passage at “Enter the order”." in kept.content.decode()


@pytest.mark.parametrize("mark", ["*(edited)*", "_(edited)_"])
def test_words_that_are_marked_as_people_s_raise_no_doubt_about_the_base_in_whatever_emphasis(mark):
    rows = "\n## Revisions\n\n| Version | Recorded until (UTC) | What changed |\n| --- | --- | --- |\n"
    first = f"| `{'a' * 12}` | 2026-11-23T13:36:32.008Z | First version. |\n"
    last = f"| `{'b' * 12}` | 2026-11-24T13:36:32.008Z | Changed: step 1. |\n"
    own = BASE.replace("2. Press “Save order”. (R1: 16)", f"2. Press “Save order” twice. (R9: 4) {mark}")
    base, theirs = base_of(BASE + rows + first), own + rows + last + first
    new = BASE + rows + last + first
    assert not is_in_doubt(base.encode(), theirs.encode(), new, "", "b" * 12, conflicts=False)
    unmarked = theirs.replace(f" {mark}", "")
    assert is_in_doubt(base.encode(), unmarked.encode(), new, "", "b" * 12, conflicts=False)


def test_a_guessed_name_is_quoted_without_its_mark():
    made = BASE.replace("Check the credit\n", "Check the credit *(guessed name)*\n")
    theirs = made.replace("2. Press “Run credit check”.", "2. Press “Run credit check” twice.")
    merged = merge(made, theirs, made.replace("“Run credit check”", "“Check credit”"))
    assert "1 passage at “Check the credit”" in merged.text
    assert merged.conflicts == ("Check the credit",)
