"""The procedure as one table that people made of it, with a row for each step."""

import re
from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.sop.edits import edits_in

from .make import BASE, CHECK, COUNTED_ANEW, ENTER, MORE_STEPS, RELEASE, RULE, SOP, edited, tally

WHO = "**Ana** in **ERP** · seen in 9 of 9 orders"


def in_table(
    text, *, head="| No | Step | Who | What to do | Notes |", row="| {n} | {title} | {who} | {do} | {notes} |"
):
    """The steps of a text as rows: who does them, what is done, and what was seen."""
    first, *steps = re.split(r"(?m)^### ", text[: text.index("## Rules")])
    rule = f"|{' --- |' * (head.count('|') - 1)}"
    rows = [row.format(**_cells(step)) for step in steps]
    return "\n".join([f"{first}{head}", rule, *rows]) + "\n\n" + text[text.index("## Rules") :]


def _cells(step):
    title, *lines = step.split("\n")
    number, _, name = title.partition(". ")
    signs = {"who": r"(\*\*.*)", "do": r"\d+\. (.*)", "notes": r"- (.*)"}
    parts = {
        key: [found[1] for one in lines if (found := re.match(sign, one))] for key, sign in signs.items()
    }
    return {"n": number, "title": name} | {key: "<br>".join(some) for key, some in parts.items()}


FORMS = {
    "number in a column": {},
    "number before the name": {
        "head": "| Step | Who | Do | Seen |",
        "row": "| {n}. {title} | {who} | {do} | {notes} |",
    },
    "no number": {"head": "| Step | Who | Do | Seen |", "row": "| {title} | {who} | {do} | {notes} |"},
    "another order": {
        "head": "| Seen | Do | # | Step | Who |",
        "row": "| {notes} | {do} | Step {n} | {title} | {who} |",
    },
    "one cell": {"head": "| # | Step | All |", "row": "| {n} | {title} | {who}<br />{do}<br />{notes} |"},
}


def without_empty(text):
    """Of a step without facts."""
    return re.sub(r"(?:<br ?/?>)+(?= \|)", "", text).replace("<br />", "<br>")


def without_ids(text):
    return re.sub(r" <!-- step: \w+ -->", "", text)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("new", [BASE, COUNTED_ANEW, MORE_STEPS], ids=["same", "counted", "steps"])
def test_a_table_of_the_steps_is_layout_and_goes_on_with_the_builds(form, new):
    merged = merge(BASE, in_table(BASE, **form), new)
    assert merged.conflicts == merged.orphans == ()
    shown = without_empty(in_table(new, **form))
    assert without_ids(merged.text) == shown
    assert edits_in(merged.text, new) == ()
    assert "by people**" not in merged.text
    assert merge(new, merged.text, new).text == merged.text


def test_the_marks_of_lists_in_the_cells_stay():
    theirs = in_table(BASE)
    for n, action in enumerate(ENTER.actions, start=1):
        theirs = theirs.replace(action, f"{n}. {action}")
    for action in (*CHECK.actions[:1], *RELEASE.actions):
        theirs = theirs.replace(action, f"1. {action}")
    theirs = theirs.replace(CHECK.actions[1], f"2. {CHECK.actions[1]}")
    more = replace(
        SOP, steps=(replace(ENTER, actions=(*ENTER.actions, "Press “Close”. (R1: 20)")), CHECK, RELEASE)
    )
    merged = merge(BASE, theirs, more.markdown()).text
    assert "2. Press “Save order”. (R1: 16)<br>3. Press “Close”. (R1: 20) |" in merged


def test_a_row_is_its_step_by_whatever_name_and_wherever_it_stands():
    theirs = in_table(BASE).replace("| Check the credit |", "| Ask the bank |")
    first = merge(BASE, theirs, BASE)
    assert "| 2 | Ask the bank <!-- step: check --> |" in first.text
    assert names_given(first.text.encode(), base_of(BASE).encode()) == {"check": "Ask the bank"}
    lines = first.text.split("\n")
    at, last = (
        next(n for n, line in enumerate(lines) if f"step: {one} " in line) for one in ("check", "release")
    )
    lines.insert(last, lines.pop(at))
    merged = merge(BASE, "\n".join(lines), COUNTED_ANEW).text
    assert re.findall(r"\| (\d) \| (.*?) <!-- step: (\w+)", merged) == [
        ("1", "Enter the order", "enter"),
        ("2", "Release the order", "release"),
        ("3", "Ask the bank", "check"),
    ]
    assert "the part “Release the order”" in tally(merged)
    assert "Approved, 18 of 19 times" in merged


def test_a_step_that_is_gone_takes_its_row_with_it():
    merged = merge(BASE, in_table(BASE), replace(SOP, steps=(ENTER, RELEASE)).markdown())
    assert merged.conflicts == merged.orphans == ()
    assert "Check the credit |" not in merged.text
    assert "| 2 | Release the order <!-- step: release --> |" in merged.text


def test_what_people_write_into_cells_is_theirs():
    theirs = edited(
        ("| No | Step", "| No | Photo | Step"),
        (f"|{' --- |' * 5}", f"|{' --- |' * 6}"),
        ("| 2 | Check", "| 2 | see desk \\| wall | Check"),
        ("| 1 | Enter", "| 1 |  | Enter"),
        ("| 3 | Release", "| 3 |  | Release"),
        ("Press “Run credit check”. (R1: 24)", "Press “Run credit check”, not twice. (R1: 24)<br>Then wait."),
        of=in_table(BASE),
    )
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert merged.conflicts == ()
    assert "| 2 | see desk \\| wall *(added)* | Check the credit <!-- step: check --> |" in merged.text
    assert (
        "Press “Run credit check”, not twice. *(edited)*<br>Then wait. *(added)* | Result seen: App"
        in merged.text
    )
    assert "Approved, 18 of 19 times" in merged.text
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
    [edit] = edits_in(merged.text, COUNTED_ANEW)
    assert (edit.key, edit.how) == ("step check 1", "changed")


def test_a_conflict_stands_below_its_row_until_people_settle_it():
    theirs = edited(("Time: work 14 s (n = 9).", "Time: work about 15 s (n = 9)."), of=in_table(BASE))
    new = BASE.replace("work 14 s (n = 9)", "work 40 s (n = 19)")
    merged = merge(BASE, theirs, new)
    assert merged.conflicts == ("Check the credit",)
    above, note, below = re.search(
        r"(?s)(\| 2 \| Check the credit[^\n]*)\n\n(> .*?Time: work 40 s.*?)\n\n\| No \|.*?\n(\| 3 \| Release[^\n]*)\n",
        merged.text,
    ).groups()
    again = merge(new, merged.text, new)
    assert again.text == merged.text
    assert again.conflicts == ("Check the credit",)
    settled = merge(new, merged.text.replace(f"{note}\n\n", ""), new)
    assert settled.conflicts == ()
    assert (
        above.replace("about 15 s (n = 9).", "about 15 s (n = 9). *(edited)*") in settled.text
        or above in settled.text
    )
    assert f"\n{below}\n" in settled.text
    assert settled.text.count("| No |") == 1


def test_words_below_the_table_stay_below_it():
    theirs = in_table(BASE).replace("\n\n## Rules", "\n\nAsk Ben about the rest.\n\n## Rules")
    merged = merge(BASE, theirs, MORE_STEPS).text
    assert re.search(r"\n\| 4 \| Release[^\n]*\n\nAsk Ben about the rest. \*\(added\)\*\n\n## Rules", merged)
    assert merge(MORE_STEPS, merged, MORE_STEPS).text == merged


@pytest.mark.parametrize("new", [BASE, COUNTED_ANEW])
def test_a_table_about_steps_that_stand_there_too_is_a_table_of_people(new):
    own = f"| Step | Photo |\n{RULE[:13]}\n| Enter the order | a.png |\n| Check the credit | b.png |"
    theirs = BASE.replace("## Procedure\n", f"## Procedure\n\n{own}\n")
    assert own in merge(BASE, theirs, new).text


def test_a_table_that_only_names_the_steps_is_none_of_them():
    start, end = BASE.index("### 1."), BASE.index("## Rules")
    own = f"| Step | Photo |\n{RULE[:13]}\n| Enter the order | a.png |\n| Check the credit | b.png |"
    merged = merge(BASE, f"{BASE[:start]}{own}\n\n{BASE[end:]}", COUNTED_ANEW).text
    assert own in merged
    assert "**Taken out by people**: all of “Enter the order”" in tally(merged)


def test_no_step_is_told_as_taken_out_of_the_document():
    base = base_of(BASE).encode()
    kept = keep_edits("sop.md", in_table(BASE).encode(), base, COUNTED_ANEW)
    assert kept.taken == ()
    assert "Approved, 18 of 19 times" in kept.merged.text
