"""What holds for any edit and any change of the process."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.text.order import places

from .make import SOP
from .processes import COUNTED, build, edit, edits, processes, sops, without_tally

CONFLICT = re.compile(r"\*\*Conflict at “.*”\*\*:")
"""Where a conflict is, by the title that people gave."""
MARK = re.compile(r"\s*(\(R\d+: [^()]*\)|\*\((?:edited|added|declared)\)\*|<!-- step: [\w-]+ -->)")


def without_marks(text):
    """What stands behind sentences comes and goes with their words; what names a step stands below its heading."""
    return MARK.sub("", text)


@given(processes())
def test_nobody_edits_and_the_new_version_comes(process):
    base, new = process
    assert merge(base, base, new).text == new


@given(processes(), edits)
@settings(max_examples=100)
def test_every_word_of_a_person_stays_once_and_a_second_build_changes_nothing(process, changes):
    base, new = process
    theirs, words = edit(base, changes, "zq")
    merged = merge(base, theirs, new)
    for word in words:
        assert without_tally(merged.text).count(word) == theirs.count(word), (word, merged.text)
    assert merge(new, merged.text, new).text == merged.text


@given(processes(), edits)
@settings(max_examples=60)
def test_what_goes_and_comes_back_loses_no_word_and_each_second_build_changes_nothing(process, changes):
    first, then = process
    theirs, words = edit(first, changes, "zq")
    files = theirs, base_of(first)
    for new in (first, then, first, then):
        files = build(*files, new)
        assert build(*files, new) == files
        told = CONFLICT.sub("", without_tally(files[0]))
        assert all(told.count(word) == theirs.count(word) for word in words), (words, files[0])


PHONE = "+49-30-55501"
"""Words that hold digits are no count."""
of_digits = st.tuples(
    st.integers(0, 200),
    st.sampled_from(("{}", "- {}", "1. {}", "  - {}", "| {} |", "### {}", "> {}", "({})", "(R1: {})", "{} (R1: 3, 4)",
                     "n = 9, {}", "{} of 9", "all {}", "{} min", "<!-- {} -->")),
    st.sampled_from(("line", "paragraph", "behind")),
)  # fmt: skip


@given(st.lists(of_digits, min_size=1, max_size=4), st.sampled_from([None, SOP.markdown()]))
@settings(max_examples=150)
def test_words_of_digits_that_people_add_stay_with_and_without_a_base(added, base):
    lines, words = SOP.markdown().split("\n"), []
    for number, (place, form, what) in enumerate(added):
        place, own = place % len(lines), f"{PHONE}{number}"
        if what == "behind" and lines[place].strip() and not lines[place].startswith(("<!--", "|", "---")):
            lines[place] += f" {form.format(own)}"
        else:
            lines[place:place] = ["", form.format(own), ""] if what == "paragraph" else [form.format(own)]
        words.append(own)
    merged = merge(base, "\n".join(lines), COUNTED)
    assert all(word in without_tally(merged.text) for word in words), merged.text


@given(processes(), edits)
def test_without_a_base_every_word_stays_and_a_second_build_changes_nothing(process, changes):
    before, new = process
    theirs, words = edit(before, changes, "zq")
    merged = merge(None, theirs, new)
    assert all(word in without_tally(merged.text) for word in words), merged.text
    assert merge(new, merged.text, new).text == merged.text


@given(processes(), edits)
def test_nothing_new_leaves_every_word_of_a_person_in_its_order(process, changes):
    base, _ = process
    theirs, _ = edit(base, changes, "zq")
    assert (
        without_marks(without_tally(merge(base, theirs, base).text)).split() == without_marks(theirs).split()
    )


@given(processes(), st.integers(0, 5))
def test_sections_without_an_edit_are_the_new_ones(process, place):
    base, new = process
    sections = parse(base).sections
    edited = sections[place % len(sections)]
    theirs = base.replace(edited.source, f"{edited.source}\n\nzq")
    now = {one.step or one.title: one.source for one in parse(new).sections}
    for section in parse(merge(base, theirs, new).text).sections:
        if (
            "zq" not in section.source
            and section.said != "How this was made"
            and not section.said.startswith("Kept")
        ):
            assert section.source == now[section.step or section.title]


@given(st.lists(st.tuples(edits, sops), min_size=10, max_size=10))
@settings(max_examples=8)
def test_ten_rounds_of_edit_and_build_lose_no_word(rounds):
    base, theirs, words = SOP.markdown(), SOP.markdown(), []
    for number, (changes, sop) in enumerate(rounds):
        added = [(place, what) for place, what in changes if what in ("paragraph", "behind")]
        theirs, fresh = edit(theirs, added, f"zq{'abcdefghij'[number]}")
        words += fresh
        new = sop.markdown()
        theirs, base = merge(base, theirs, new).text, new
        for word in words:
            assert word in theirs


@given(processes(), edits)
@settings(max_examples=100)
def test_no_mark_stands_behind_words_that_it_did_not_stand_behind_when_they_were_generated(process, changes):
    base, new = process
    theirs, words = edit(base, changes, "zq")
    for line in merge(base, theirs, new).text.split("\n"):
        for sentence in re.split(r"(?<=\)\*)|(?<=\))", line):
            if any(word in sentence for word in words):
                assert not re.search(r"\(R\d+: \d|\*\(declared\)\*", sentence), line


@given(processes(), edits)
@settings(max_examples=100)
def test_an_edit_that_is_undone_brings_back_what_stood_there(process, changes):
    base, new = process
    theirs, words = edit(base, [one for one in changes if one[1] == "behind"], "zq")
    merged = merge(base, theirs, base).text
    for word in words:
        merged = merged.replace(f" {word}", "").replace(word, "")
    assert without_tally(merge(base, merged, new).text).rstrip("\n") == new.rstrip("\n")


versions = st.lists(st.integers(0, 9), unique=True)


@given(versions, versions, versions)
def test_places_hold_every_passage_once_and_keep_both_orders(base, theirs, new):
    to_theirs = {base.index(one): theirs.index(one) for one in base if one in theirs}
    to_new = {base.index(one): new.index(one) for one in base if one in new}
    added = {theirs.index(one): new.index(one) for one in theirs if one in new and one not in base}
    found = places((len(base), len(theirs), len(new)), to_theirs, to_new, added)
    for at, version in (
        (lambda place: place.base, base),
        (lambda place: place.theirs, theirs),
        (lambda place: place.new, new),
    ):
        assert sorted(at(place) for place in found if at(place) is not None) == [*range(len(version))]
    unmoved = places(
        (len(base), len(base), len(new)), {place: place for place in range(len(base))}, to_new, {}
    )
    assert [one.new for one in unmoved if one.new is not None] == [*range(len(new))]
    same = places(
        (len(base), len(theirs), len(base)), to_theirs, {place: place for place in range(len(base))}, {}
    )
    assert [one.theirs for one in same if one.theirs is not None] == [*range(len(theirs))]


PIECES = ["# ", "### 1. ", "> ", "- ", "* ", "1. ", "  ", "    ", "\t", "|", "---", "===", "```", "`", "*", "_",
          "[x]: y",
          "<!--", "-->", "<div>", "\\", "&amp;", "a", "b c", "\n", "\n\n", "\u2028", "\x0c", "\x00"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(0, 900))
def test_no_markdown_however_odd_ends_the_build(odd, place):
    base = SOP.markdown()
    merge(base, odd, base.replace("9 of 9", "8 of 8"))
    merge(None, base[:place] + odd + base[place:], base)
