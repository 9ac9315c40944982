"""What people do to a conflict note beside deleting it: they answer in it, cross it out, and their editors take it
apart."""

import re
import textwrap
from dataclasses import replace

import pytest
from msgspec.structs import replace as struct_replace

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.merge.markdown.notes import note, with_remark

from .make import BASE, CHANGED, OWN, SAID, SAID_LAST, SAID_NEXT, SOP, bases, beside, edited, listing, tally

SETTLE = "Keep what is true and delete this note."
ANNA = "Anna: keep ours."


def in_conflict():
    edit = beside(SAID).replace(f"{SAID} *(declared)*", OWN)
    return merge(beside(SAID), edit, beside(SAID_NEXT)).text


@pytest.mark.parametrize(
    ("old", "own"),
    [
        pytest.param(SETTLE, f"{SETTLE} {ANNA}", id="behind the last line"),
        pytest.param(SETTLE, f"{SETTLE}\n  > {ANNA}", id="below the last line"),
        pytest.param(SETTLE, f"{SETTLE}\n  >\n  > {ANNA}", id="as a paragraph"),
        pytest.param(SETTLE, f"{SETTLE}\n  >\n  > - {ANNA}\n  > - Ben: yes.", id="as a list"),
        pytest.param(SETTLE, f"{ANNA}\n  >\n  > {SETTLE}", id="above the last line"),
        pytest.param(SETTLE, ANNA, id="in place of the last line"),
        pytest.param(SETTLE, f"~~{SETTLE}~~ {ANNA}", id="behind the last line, struck out"),
        pytest.param(CHANGED, f"{CHANGED} {ANNA}", id="behind the first line"),
        pytest.param("”**: people", f"”** ({ANNA}): people", id="within the first line"),
    ],
)
def test_a_conflict_note_is_one_whatever_people_wrote_into_it(old, own):
    assert in_conflict().count(old) == 1
    theirs = in_conflict().replace(old, own)
    still = merge(beside(SAID_NEXT), theirs, beside(SAID_NEXT))
    assert still.conflicts == ("Rules that must hold",)
    assert still.text.count(ANNA) == 1
    assert "~~" not in still.text
    assert f"{ANNA} *(added)*" not in still.text
    assert tally(still.text).startswith("**Written by people**, not observed: 2 passages at “Rules that")
    anew = merge(beside(SAID_NEXT), still.text, beside(SAID_LAST))
    assert anew.conflicts == ("Rules that must hold",)
    assert anew.text.count(ANNA) == 1
    assert SAID_LAST in anew.text
    assert SAID_NEXT not in anew.text
    assert merge(beside(SAID_LAST), anew.text, beside(SAID_LAST)).text == anew.text
    deleted = merge(beside(SAID_LAST), NOTE_AND_REMARK.sub("", anew.text), beside(SAID_LAST))
    assert deleted.conflicts == ()


NOTE_AND_REMARK = re.compile(r"\n\n?  > \*\*Conflict at.*(?:\n  >.*)*")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"  > **Conflict at “Rules that must hold”**: {CHANGED}\n  >\n", id="first"),
        pytest.param(f"\n  >\n  > {SETTLE}", id="last"),
    ],
)
def test_a_conflict_note_of_which_a_line_was_deleted_stands(line):
    assert in_conflict().count(line) == 1
    theirs = in_conflict().replace(line, "")
    assert merge(beside(SAID_NEXT), theirs, beside(SAID_NEXT)).conflicts == ("Rules that must hold",)


def test_what_people_wrote_into_a_note_that_is_settled_stays_as_theirs():
    theirs = in_conflict().replace(SETTLE, f"{SETTLE}\n  >\n  > {ANNA}")
    taken_over = theirs.replace(f"{OWN} *(edited)*", f"{SAID_NEXT} *(declared)*")
    settled = merge(beside(SAID_NEXT), taken_over, beside(SAID_NEXT))
    assert settled.text.count(ANNA) == 1
    assert settled.conflicts == ()
    assert f"> {ANNA} *(added)*" in settled.text
    assert merge(beside(SAID_NEXT), settled.text, beside(SAID_NEXT)).text == settled.text


def test_a_copy_of_what_a_note_quotes_is_no_remark_in_it():
    """Git may leave a quotation twice; each build would have carried on one more."""
    now = note("Rules", "changed", SAID_NEXT)
    earlier = struct_replace(now, tail=f"{SAID_NEXT}\n\n{ANNA}\n\n{SAID_NEXT}")
    assert with_remark(now, earlier).source == f"{now.source}\n>\n> {ANNA}"


def test_the_empty_line_that_a_deleted_note_leaves_does_not_space_its_list_out():
    theirs = NOTE_AND_REMARK.sub("\n", in_conflict())
    assert f"{OWN} *(edited)*\n\n- A clerk" in theirs
    anew = merge(beside(SAID_NEXT), theirs, listing("A number.", SAID_NEXT, "A clerk calls before noon."))
    assert f"- A number. *(declared)*\n- {OWN} *(edited)*\n- A clerk calls" in anew.text


def test_a_note_that_quotes_what_the_build_put_above_it_is_settled_and_leaves_nothing():
    made, now = "By Ledgerium.", "By Ledgerium, from these recordings."
    quoted = note("How this was made", "no base", now).source
    theirs = edited((made, f"{made}\n\n{quoted}"))
    merged = merge(BASE, theirs, edited((made, now)))
    assert f"\n\n{now}\n\n|" in merged.text
    assert "Written by people" not in merged.text
    assert merged.conflicts == ()


def test_a_quotation_of_people_about_a_conflict_is_none():
    own = "> Conflict at the counter: call Anna."
    theirs = beside(SAID).replace("## Rules that must hold\n", f"## Rules that must hold\n\n{own}\n")
    merged = merge(beside(SAID), theirs, beside(SAID))
    assert merged.conflicts == ()
    assert f"{own} *(added)*" in merged.text


QUOTED = f"{SAID_NEXT} *(declared)*"
NOTE = f"""\
> **Conflict at “Rules that must hold”**: {CHANGED}
>
> {{}} *(declared)*
>
> {SETTLE}"""


def with_note(*lines):
    """The SOP in conflict with these lines in place of the note."""
    note = textwrap.indent(NOTE.format(SAID_NEXT), "  ")
    return edited((note, textwrap.indent("\n".join(lines), "  ")), of=in_conflict())


@pytest.fixture(scope="module")
def base():
    """What stands beside the SOP in conflict."""
    edit = beside(SAID).replace(f"{SAID} *(declared)*", OWN).encode()
    conflict = keep_edits("sop.md", edit, bases(beside(SAID)), beside(SAID_NEXT))
    return base_of(beside(SAID_NEXT), gone=conflict.merged.gone).encode()


def in_turn(theirs, base):
    """What builds make of it: one that says the same, one that words it anew, and one that says what people had
    changed again."""
    return (
        keep_edits("sop.md", theirs.encode(), base, beside(said)).merged
        for said in (SAID_NEXT, SAID_LAST, SAID)
    )


def notes_in(text):
    """The notes in a text, without indentation."""
    return [
        textwrap.dedent(part.split("\n-")[0]).rstrip()
        for part in text.split("\n\n")
        if "Conflict at" in part or SETTLE in part
    ]


def quoting(what):
    return NOTE.format(SAID_NEXT).replace(QUOTED, what).split("\n")


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        (f"{QUOTED} (Really? — Anna)", "(Really? — Anna)"),
        (f"{QUOTED}(Really? — Anna)", "(Really? — Anna)"),
        (f"{QUOTED} ❓", "❓"),
        (f"{SAID_NEXT} Not so, Anna. *(declared)*", "Not so, Anna."),
        (f"**Anna:** no! {QUOTED}", "**Anna:** no!"),
        (f"~~{QUOTED}~~ Not so, Anna.", "Not so, Anna."),
        (f"{QUOTED}\n> Not so, Anna.", "Not so, Anna."),
        (
            SAID_NEXT.replace("the ERP", "not the ERP (Anna)"),
            SAID_NEXT.replace("the ERP", "not the ERP (Anna)"),
        ),
        ("Anna does not think so.", "Anna does not think so."),
    ],
)
def test_what_people_write_on_what_a_note_quotes_goes_on_in_the_note_of_now(quoted, words, base):
    still, anew, over = in_turn(with_note(*quoting(quoted)), base)
    for merged, said in ((still, SAID_NEXT), (anew, SAID_LAST)):
        assert notes_in(merged.text) == [f"{NOTE.format(said)}\n>\n> {words}"]
        assert merged.conflicts == ("Rules that must hold",)
        assert merge(beside(said), merged.text, beside(said)).text == merged.text
        deleted = merge(beside(said), NOTE_AND_REMARK.sub("", merged.text), beside(said))
        assert (deleted.conflicts, words in deleted.text) == ((), False)
    assert (over.conflicts, notes_in(over.text)) == ((), [])
    assert f"\n> {words} *(added)*" in over.text


def test_a_note_in_which_people_struck_out_what_it_quotes_quotes_what_is_said_now(base):
    still, anew, over = in_turn(with_note(*quoting(f"~~{QUOTED}~~")), base)
    assert [notes_in(one.text) for one in (still, anew, over)] == [
        [NOTE.format(SAID_NEXT)],
        [NOTE.format(SAID_LAST)],
        [],
    ]


@pytest.mark.parametrize("above", ["[!WARNING]", "[!WARNING]\n> Who knows, Anna?", "\\[!WARNING\\]"])
def test_a_note_that_people_made_a_callout_stays_one(above, base):
    _, anew, over = in_turn(with_note(f"> {above}", *quoting(QUOTED)), base)
    words = "\n>\n> Who knows, Anna?" if "Anna" in above else ""
    assert notes_in(anew.text) == [f"> [!WARNING]\n{NOTE.format(SAID_LAST)}{words}"]
    assert tally(anew.text).count("passage") == 1
    assert ("> [!WARNING]\n> Who knows, Anna? *(added)*" in over.text) == bool(words)
    assert ("WARNING" in over.text) == bool(words)


def without_quotes(lines, of=range(9)):
    return [line.removeprefix(">").strip() if at in of else line for at, line in enumerate(lines)]


LINES = quoting(QUOTED)
TORN = {
    "no line quoted": without_quotes(LINES),
    "only the first line quoted": without_quotes(LINES, range(1, 9)),
    "the first line not quoted": without_quotes(LINES, [0]),
    "the first line not quoted, nor the empty one below": without_quotes(LINES, [0, 1]),
    "the passage not quoted": without_quotes(LINES, [1, 2, 3]),
    "the last line not quoted": without_quotes(LINES, [3, 4]),
    "neither quoted nor bold": [line.replace("**", "") for line in without_quotes(LINES)],
    "the marks escaped": [line.replace(">", "\\>").replace("*", "\\*") for line in LINES],
    "the marks as entities": [line.replace(">", "&gt;", 1) for line in LINES],
    "one line": [" ".join(filter(None, without_quotes(LINES)))],
    "broken lines": [line for one in without_quotes(LINES) for line in textwrap.wrap(one, 40) or [""]],
}
WRITTEN_ANEW = {
    "a quotation in another": [line.replace(">", "> >", 1) for line in LINES],
    "an entry": ["- " + LINES[0], *(f"  {line}" for line in LINES[1:])],
    "one paragraph": ["> " + " ".join(filter(None, without_quotes(LINES)))],
    "no empty lines": [line for line in LINES if line != ">"],
    "other quotation marks": [line.replace("“", "«").replace("”", "»") for line in LINES],
    "quotation marks of another language": [line.replace("“", "„").replace("”", "“") for line in LINES],
    "escaped": [line.replace("*", "\\*") for line in LINES],
    "struck out": [re.sub("> (.+)", r"> ~~\1~~", line) for line in LINES],
    "with a box": [line.replace(SETTLE, f"- [x] {SETTLE}") for line in LINES],
    "a heading": [line.replace("> **", "> ### **") for line in LINES],
    "without what it quotes": [*LINES[:2], LINES[-1]],
    "its first line": LINES[:1],
    "its last line": LINES[-1:],
}


@pytest.mark.parametrize("lines", TORN.values(), ids=TORN)
def test_a_note_that_lost_marks_of_a_quotation_is_one_and_made_whole(lines, base):
    still, anew, over = in_turn(with_note(*lines), base)
    assert [notes_in(one.text) for one in (still, anew, over)] == [
        [NOTE.format(SAID_NEXT)],
        [NOTE.format(SAID_LAST)],
        [],
    ]
    assert (still.conflicts, anew.conflicts, over.conflicts) == (*2 * (("Rules that must hold",),), ())


@pytest.mark.parametrize("lines", WRITTEN_ANEW.values(), ids=WRITTEN_ANEW)
def test_a_note_that_an_editor_wrote_otherwise_is_that_note(lines, base):
    still, anew, over = in_turn(with_note(*lines), base)
    assert still.conflicts == ("Rules that must hold",)
    assert notes_in(anew.text) == [NOTE.format(SAID_LAST)]
    assert (over.conflicts, notes_in(over.text)) == ((), [])


def test_a_list_that_goes_on_below_a_note_that_lost_its_marks_is_no_part_of_it():
    """An entry that is not the first of a list begins one only below an empty line."""
    new = BASE.replace("“Save order”", "“Keep order”")
    conflict = merge(BASE, edited(("Press “Save order”.", "Press “Save order” twice.")), new).text
    [note] = notes_in(conflict)
    lines, torn = textwrap.indent(note, "   "), re.sub("^> ?", "", note, flags=re.MULTILINE)
    theirs = edited((f"{lines}\n", f"{torn}\n3. Ask Zoe.\n"), of=conflict)
    assert f"{lines}\n3. Ask Zoe. *(added)*\n" in merge(new, theirs, new).text


def test_a_note_of_which_the_last_lines_stand_outside_its_entry_is_one(base):
    theirs = edited((f"  {LINES[2]}", LINES[2]), (f"  {LINES[4]}", LINES[4]), of=in_conflict())
    still, anew, _ = in_turn(theirs, base)
    assert [notes_in(one.text) for one in (still, anew)] == [
        [NOTE.format(SAID_NEXT)],
        [NOTE.format(SAID_LAST)],
    ]


def test_a_note_stays_in_conflict_when_its_entry_is_put_below_another(base):
    note = textwrap.indent("\n".join(LINES), "  ")
    entry = f"- {OWN} *(edited)*\n\n{note}"
    _, anew, _ = in_turn(edited((entry, textwrap.indent(entry, "  ")), of=in_conflict()), base)
    assert anew.conflicts == ("Rules that must hold",)
    assert notes_in(anew.text) == [NOTE.format(SAID_LAST)]
    assert anew.text.count(OWN) == 1


def test_two_notes_without_an_empty_line_between_them_are_two():
    was, now, last = (
        listing(said, f"Ring {name} first.")
        for said, name in ((SAID, "Ben"), (SAID_NEXT, "Dana"), (SAID_LAST, "Zoe"))
    )
    edit = edited((f"{SAID} *(declared)*", OWN), ("Ben first. *(declared)*", "Ben first, twice."), of=was)
    both = merge(was, edit, now).text
    left = edited(("- Ring Ben first, twice. *(edited)*\n\n", "  >\n"), of=both)
    assert merge(now, left, now).conflicts == 2 * ("Rules that must hold",)
    text = merge(now, left, last).text
    assert text.count("**Conflict at") == 2
    assert SAID_LAST in text
    assert "Ring Zoe first." in text


ROWS = [BASE.replace("| clerk | Ana |", f"| clerk | {name} |") for name in ("Ana", "Zoe", "Tom")]
TITLES = [
    replace(SOP, steps=(replace(SOP.steps[0], title=title), *SOP.steps[1:])).markdown()
    for title in ("Enter the order", "Key in the order", "Create a sale")
]


@pytest.mark.parametrize(
    ("versions", "edit", "quoted"),
    [
        (ROWS, ("| clerk | Ana |", "| clerk | Ana Maria |"), ("clerk \\| Zoe \\| enter (9)", "\\| Tom \\|")),
        (TITLES, ("1. Enter the order", "1. Take the order"), ("Key in the order", "Create a sale")),
    ],
)
@pytest.mark.parametrize("now", ["{} Not so, Anna.", "~~{}~~ Not so, Anna.", "Not so, Anna."])
def test_what_people_write_on_a_row_or_a_title_that_a_note_quotes_goes_on_too(versions, edit, quoted, now):
    first, then, last = versions
    conflict = merge(first, edited(edit, of=first), then).text
    theirs = edited((f"> {quoted[0]}", f"> {now.format(quoted[0])}"), of=conflict)
    anew = merge(then, theirs, last)
    assert len(anew.conflicts) == anew.text.count("**Conflict at") == anew.text.count("Not so, Anna.") == 1
    assert quoted[1] in anew.text
    assert quoted[0] not in anew.text


def test_what_people_write_into_a_note_over_what_they_took_out_stays_in_it():
    theirs = beside(SAID).replace(f"- {SAID} *(declared)*\n", "")
    conflict = merge(beside(SAID), theirs, beside(SAID_NEXT)).text
    answered = edited((SETTLE, f"{SETTLE}\n  >\n  > {ANNA}"), of=conflict)
    [note] = notes_in(merge(beside(SAID_NEXT), answered, beside(SAID_LAST)).text)
    assert note.endswith(f"{SAID_LAST} *(declared)*\n>\n> {SETTLE}\n>\n> {ANNA}")


def test_a_conflict_at_a_step_that_is_gone_comes_back_with_it_as_one():
    first, then, last = (
        BASE.replace("“Save order”", f"“{name} order”") for name in ("Save", "Keep", "Store")
    )
    conflict = merge(first, edited(("Press “Save order”.", "Press “Save order” twice."), of=first), then).text
    without = replace(SOP, steps=SOP.steps[1:]).markdown()
    gone = keep_edits("sop.md", conflict.encode(), bases(then), without)
    base = base_of(without, gone=gone.merged.gone).encode()
    back = keep_edits("sop.md", gone.content, base, last).merged
    assert back.conflicts == ("Enter the order",)
    [note] = notes_in(back.text)
    assert "“Store order”" in note
    assert "“Keep order”" not in note


@pytest.mark.parametrize(
    ("new", "theirs"),
    [
        (beside(SAID_NEXT), beside(SAID).replace(f"{SAID} *(declared)*", OWN)),
        (ROWS[1], ROWS[0].replace("| clerk | Ana |", "| clerk | Ana Maria |")),
    ],
)
def test_without_a_base_each_note_stands_once_however_often_it_is_built(new, theirs):
    once = merge(None, theirs, new)
    assert len(once.conflicts) == 1
    assert merge(None, once.text, new).text == once.text


def test_a_conflict_is_over_when_the_build_says_what_people_had_written(base):
    merged = keep_edits("sop.md", in_conflict().encode(), base, beside(OWN)).merged
    assert (merged.conflicts, merged.text) == ((), beside(OWN))


@pytest.mark.parametrize("cell", ["Zoe", "Ana Maria"])
def test_a_conflict_over_a_row_is_over_when_it_says_what_the_build_says(cell):
    edit = ROWS[0].replace("| clerk | Ana |", "| clerk | Ana Maria |")
    conflict = merge(ROWS[0], edit, ROWS[1]).text
    theirs = edited(("| Ana Maria *(edited)* |", f"| {cell} |"), of=conflict)
    new = ROWS[0].replace("| clerk | Ana |", f"| clerk | {cell} |")
    over = merge(ROWS[1], theirs, new)
    assert (over.conflicts, over.text) == ((), new)


def test_a_note_on_a_table_of_which_people_took_out_a_column_goes_on():
    theirs = re.sub(r"( Seen doing| enter \(9\)| ---:) \|", "", ROWS[0]).replace(
        "| Ana |\n", "| Ana Maria |\n", 1
    )
    conflict = merge(ROWS[0], theirs, ROWS[1]).text
    assert "> clerk \\| Zoe\n" in conflict
    anew = merge(ROWS[1], conflict, ROWS[2]).text
    assert anew.count("**Conflict at") == 1
    assert "> clerk \\| Tom\n" in anew


def test_a_note_that_another_build_wrote_of_other_counts_is_no_word_of_people():
    of_another = textwrap.dedent("""\
        > **Conflict at “Roles”**: what stands above is not what the build says; whether people changed it is not known:
        >
        > - Role \\| Recorded as \\| Seen doing
        > - clerk \\| Ana \\| enter (8)
        >
        > Keep what is true and delete this note.
        """)
    row = "| clerk | Ana | enter (9) |\n"
    theirs = BASE.replace(row, f"{row.replace('9', '5')}\n{of_another}")
    new = BASE.replace("enter (9)", "enter (11)")
    for _ in range(2):
        before, kept = theirs, keep_edits("sop.md", theirs.encode(), base_of(new).encode(), new)
        theirs = kept.content.decode()
        assert of_another in theirs
        assert theirs.count("Keep what is true") == len(kept.merged.conflicts)
    assert theirs == before
