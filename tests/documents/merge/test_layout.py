"""The same written in another way, by people, their editors and formatters, is no edit, and stays so."""

import re
from pathlib import Path
from textwrap import wrap

import pytest

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.parts.sections import says_the_same
from ledgerium_cli.documents.merge.text.typography import typewritten

from .make import BASE, COUNTED_ANEW, ENTER, MORE_STEPS, RELEASE, Folder, Sop, edited

EXAMPLE = Path(__file__).parents[3] / "examples/sales-order/ledgerium-out/sop.md"


def prettier(text):
    """As the formatter Prettier writes it."""
    text = text.replace("*(declared)*", "_(declared)_").replace(
        "| --- | --- | ---: |", "| ---- | ----------- | ---------: |"
    )
    return text.replace("| clerk | Ana | enter (9) |", "| clerk | Ana         |  enter (9) |")


def replacing(*changes):
    def rewrite(text):
        for old, new in changes:
            text = text.replace(old, new)
        return text

    return rewrite


REWRITES = {
    "stars for dashes": replacing(("\n- ", "\n* ")),
    "brackets behind numbers": replacing(("\n1. ", "\n1) "), ("\n2. ", "\n2) ")),
    "all numbered one": replacing(("\n2. ", "\n1. ")),
    "reflowed": replacing(
        ("Take an order from ", "Take an order\nfrom "), ("“Customer”. (", "“Customer”.\n   (")
    ),
    "loose lists": replacing(("\n- ", "\n\n- "), ("\n\n\n- ", "\n\n- ")),
    "more empty lines": replacing(("\n\n", "\n\n\n")),
    "blanks at line ends": replacing(("\n\n", " \n\n")),
    "wide lists": replacing(("\n- ", "\n-   "), ("\n1. ", "\n 1.  ")),
    "underlined titles": replacing(("## Purpose", "Purpose\n-------"), ("# Orders", "Orders\n======")),
    "closed titles": replacing(("## Purpose", "## Purpose ##")),
    "attributes behind titles": lambda text: re.sub(r"^(#+ .*)$", r"\1 {#here .wide}", text, flags=re.M),
    "HTML and pictures in titles": lambda text: re.sub(
        r"^(#+ (?:\d+\. )?)(.*)$", r'\1![sign](a.png) <b>\2</b> <a id="x"></a>', text, flags=re.M
    ),
    "formatted": prettier,
    "no last line end": lambda text: text.rstrip("\n"),
    "quotation marks of a typewriter": replacing(("“", '"'), ("”", '"')),
    "dashes of a typewriter": replacing(("–", "-")),
    "blanks that do not break": replacing(("9 of 9", "9\u00a0of\u00a09"), ("(R1: ", "(R1:\u00a0")),
    "bold lines": lambda text: re.sub(r"^(- |\d+\. )(.*)$", r"\1**\2**", text, flags=re.M),
    "bold buttons": lambda text: re.sub(r"“.*?”", r"**\g<0>**", text),
    "nothing bold": replacing(("**", "")),
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_writing_the_same_in_another_way_is_no_edit(rewrite):
    theirs = rewrite(BASE)
    assert theirs != BASE
    for new in (BASE, COUNTED_ANEW, MORE_STEPS):
        merged = merge(BASE, theirs, new)
        assert all(map(says_the_same, parse(merged.text).sections, parse(new).sections)), merged.text
        assert merged.conflicts == ()


ALL_UNDERLINED = replacing(
    ("# Orders", "Orders\n======"),
    *(
        (f"\n#{title}\n", f"\n{title[2:]}\n{'-' * len(title)}\n")
        for title in re.findall(r"^#(# .*)$", BASE, re.M)
    ),
)
LOOKS = {
    one: REWRITES[one]
    for one in (
        "stars for dashes",
        "brackets behind numbers",
        "all numbered one",
        "attributes behind titles",
        "formatted",
    )
} | {"underlined titles": ALL_UNDERLINED}


@pytest.mark.parametrize("rewrite", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize(
    "new", [COUNTED_ANEW, Sop((ENTER, RELEASE)).markdown()], ids=["counted", "a step less"]
)
def test_the_look_of_people_goes_on_to_what_is_generated_anew(rewrite, new):
    assert merge(BASE, rewrite(BASE), new).text == rewrite(new)


def broken_at(width, text):
    """As an editor does that knows nothing of lists: every line behind the first begins at the margin."""
    lines, in_code = [], False
    for line in text.split("\n"):
        in_code ^= line.startswith("```")
        as_it_is = in_code or line.startswith(("|", "#", "<!--", "```"))
        lines += (
            [line] if as_it_is else wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        )
    return "\n".join(lines)


@pytest.mark.parametrize("width", [30, 47, 58, 66, 72, 80, 100])
def test_lines_broken_at_any_width_are_no_edit(width):
    text = EXAMPLE.read_text("utf-8")
    theirs = broken_at(width, text)
    assert all(map(says_the_same, parse(theirs).sections, parse(text).sections))
    merged = merge(text, theirs, text).text
    assert not re.search(r"^\s*\d+\)$", merged, flags=re.M)
    assert all(map(says_the_same, parse(merged).sections, parse(text).sections))


def test_hyphens_that_a_program_writes_for_a_dash_are_no_edit():
    theirs = BASE.replace("6–15", "6--15")
    assert theirs != BASE
    assert merge(BASE, theirs, BASE).text == theirs


SAVE = "Press “Save order”. "
"""In `BASE` and in `COUNTED_ANEW`, which cite other events."""


@pytest.mark.parametrize(
    ("own", "counted"),
    [
        ("**Press “Save order”. (R1: 16)**", "**Press “Save order”.** (R2: 4)"),
        ("Press *“Save order”*. (R1: 16)", "Press *“Save order”*. (R2: 4)"),
        ('Press "Save order". (R1: 16)', 'Press "Save order". (R2: 4)'),
    ],
)
def test_typography_of_a_person_stays_with_evidence_and_new_numbers(own, counted):
    theirs = edited((f"{SAVE}(R1: 16)", own))
    assert merge(BASE, theirs, BASE).text == theirs
    assert merge(BASE, theirs, COUNTED_ANEW).text == edited((f"{SAVE}(R2: 4)", counted), of=COUNTED_ANEW)


def test_typography_of_a_person_stays_in_cells_and_gets_new_numbers():
    theirs = edited(("enter (9)", "**enter** (9)"))
    assert merge(BASE, theirs, BASE).text == theirs
    assert "| clerk | Ana | **enter** (18) |" in merge(BASE, theirs, COUNTED_ANEW).text


def test_typography_of_a_person_stays_where_an_edit_is_undone():
    theirs = edited((f"{SAVE}(R1: 16)", 'Press "Save order". *(edited)*'))
    assert '2. Press "Save order". (R1: 16)\n' in merge(BASE, theirs, BASE).text


def test_a_new_look_of_the_generated_words_comes_where_people_left_the_old_one():
    new = BASE.replace("**Ana**", "*Ana*")
    theirs = edited((SAVE, "Press **“Save order”**. "), ("Open “Credit check”.", "Open **“Credit check”**."))
    assert merge(BASE, theirs, new).text == theirs.replace("**Ana**", "*Ana*")


@pytest.mark.parametrize(
    ("own", "stands"),
    [
        ("**Press “Save order” twice. (R1: 16)**", "**Press “Save order” twice.** *(edited)*"),
        ("Press “Save order” twice. **(R1: 16)**", "Press “Save order” twice. *(edited)*"),
        ("~~Press “Save order”. (R1: 16)~~", "~~Press “Save order”.~~ *(edited)*"),
    ],
)
def test_what_is_emphasised_or_struck_out_stays_so_when_its_evidence_is_taken_out(own, stands):
    merged = merge(BASE, edited(("Press “Save order”. (R1: 16)", own)), BASE)
    assert f"\n2. {stands}\n" in merged.text
    assert "Taken out" not in merged.text


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_an_edit_survives_in_a_file_that_is_written_in_another_way(rewrite):
    theirs = rewrite(edited(("Press “Save order”.", "Press “Save order” gently.")))
    text = merge(BASE, theirs, COUNTED_ANEW).text
    text = typewritten(text).replace("**", "")
    assert 'Press "Save order" gently. *(edited)*' in text
    assert text.count('Press "Save order"') == 1


def test_a_row_that_people_wrote_apart_from_a_table_of_theirs_stays_apart():
    table = "| Who | Where |\n| --- | --- |\n| Jo | desk |\n\n| Al | hall |"
    own = edited(("## Rules that", f"## Contacts\n\n{table}\n\n## Rules that"))
    kept = keep_edits("sop.md", own.encode(), base_of(BASE).encode(), BASE)
    assert f"## Contacts\n\n{table}\n\n## Rules that" in kept.content.decode()


def stays_and_is_no_part_of_the_name(title, alone):
    """`alone` is how the step is titled without its number."""
    folder = Folder(edited(("2. Check the credit\n", f"{title}\n"), ("2. Press “Run", "2. Then press “Run")))
    own = folder.build(BASE)
    assert f"### {title}\n" in own
    assert names_given(own.encode(), folder.base.encode()) == {}
    assert "not observed: 1 passage at “Check the credit”. `" in own
    without = Sop((ENTER, RELEASE)).markdown()
    assert f"### {alone}\n" in folder.build(without)
    assert folder.build(BASE) == own


@pytest.mark.parametrize(
    "block",
    [" {#check}", "{#check}", " { #check .wide }", " {: #check}", " {-}", ' {.wide title="The check"}'],
)
def test_an_attribute_block_behind_a_title_stays_and_is_no_part_of_the_name(block):
    stays_and_is_no_part_of_the_name(f"2. Check the credit{block}", f"Check the credit{block}")


@pytest.mark.parametrize(
    "title",
    [
        '2. Check the credit <a id="credit"></a>',
        "2. ![credit](c.png) Check the credit",
        '<a id="credit"></a>2. Check <br> the ![credit](c.png) credit <!-- here -->',
    ],
)
def test_html_and_pictures_in_a_title_stay_and_are_no_part_of_the_name(title):
    stays_and_is_no_part_of_the_name(title, title.replace("2. ", "", 1))


def test_a_name_that_people_give_beside_a_picture_is_the_words_and_code_is_no_html():
    folder = Folder(edited(("2. Check the credit\n", "2. ![c](c.png) Press `<b>` <a id=x></a>\n")))
    assert "### 2. ![c](c.png) Press `<b>` <a id=x></a>\n" in folder.build(BASE)
    assert names_given(folder.sop.encode(), folder.base.encode()) == {"check": "Press <b>"}


@pytest.mark.parametrize("words", [" {twice}", " \\{#check}", " {#check} again"])
def test_other_words_in_braces_are_a_part_of_the_name(words):
    folder = Folder(edited(("Check the credit\n", f"Check the credit{words}\n")))
    assert f"### 2. Check the credit{words}\n" in folder.build(BASE)
    assert [*names_given(folder.sop.encode(), folder.base.encode())] == ["check"]
