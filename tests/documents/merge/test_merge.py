"""What people who edit the SOP find after the next build."""

from dataclasses import replace

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, COUNTED_ANEW, ENTER, MORE_STEPS, RELEASE, SOP, edited, section


def without_tally(text):
    return "\n\n".join(part for part in text.split("\n\n") if not part.startswith("**Written by people**"))


def test_a_file_that_nobody_edited_becomes_what_is_generated():
    assert merge(BASE, BASE, MORE_STEPS).text == MORE_STEPS
    assert merge(None, MORE_STEPS, MORE_STEPS).text == MORE_STEPS


def test_without_news_the_file_stays_and_says_where_people_wrote():
    theirs = edited(
        ("Press “Save order”.", "Press “Save order” and note the number."),
        ("## Roles", "Ask Ana.\n\n## Roles"),
    )
    merged = merge(BASE, theirs, BASE)
    assert without_tally(merged.text) == theirs.replace("number. (R1: 16)", "number. *(edited)*").replace(
        "Ask Ana.", "Ask Ana. *(added)*"
    ).rstrip("\n")
    assert merged.conflicts == ()
    assert (
        "**Written by people**, not observed: 1 passage at “Purpose” and 1 passage at “Enter the order”."
        in merged.text
    )
    assert merge(BASE, merged.text, BASE).text == merged.text


@pytest.mark.parametrize(
    ("was", "own", "stands"),
    [
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release”. (R1: 39)\n   - North for frozen goods\n   - South for the rest of them",
            "1. Press “Release”. (R1: 39)\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release”. (R1: 39) Then shout “done” through the door of the warehouse.",
            "1. Press “Release”. (R1: 39) Then shout “done” through the door of the warehouse. *(edited)*\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. Press “Release” (wait until the bar above the list is green!). (R1: 39)",
            "1. Press “Release” (wait until the bar above the list is green!). *(edited)*\n",
        ),
        (
            "1. Press “Release”. (R1: 39)",
            "1. To hand the order over to the warehouse, click **Release** in the header.",
            "1. To hand the order over to the warehouse, click **Release** in the header. *(edited)*\n",
        ),
    ],
)
def test_however_much_people_add_to_a_sentence_it_is_edited_or_cited_and_never_taken_out(was, own, stands):
    text = merge(BASE, edited((was, own)), BASE).text
    assert stands in text
    assert "**Written by people**, not observed: 1 passage at “Release the order”." in text
    assert "Taken out by people" not in text
    found = section(merge(BASE, text, BASE.replace("(R1: 39)", "(R1: 39; R2: 4)")).text, "Release the order")
    assert ("(R1: 39; R2: 4)" in found) == ("(R1: 39)" in stands)


def test_an_edit_that_was_undone_at_a_step_that_is_gone_is_not_kept():
    edit = merge(BASE, edited(("Press “Run credit check”.", "Press “Run credit check” now.")), BASE).text
    merged = merge(BASE, edit.replace(" now.", "."), replace(SOP, steps=(ENTER, RELEASE)).markdown())
    assert merged.orphans == ()


def test_text_stands_where_it_was_added_when_steps_come_before_it():
    theirs = edited(
        ("- Time: work 14 s (n = 9).", "- Time: work 14 s (n = 9).\n- Careful: overdue invoices.")
    )
    found = section(merge(BASE, theirs, MORE_STEPS).text, "Check the credit")
    assert found.startswith("### 3. Check the credit\n")
    assert found.endswith("- Time: work 14 s (n = 9).\n- Careful: overdue invoices. *(added)*")


def test_what_leads_in_to_a_list_and_to_evidence_is_edited_by_whoever_translates_it():
    generated = BASE.replace(
        "- Time: work 54 s (n = 9).", "- Time: work 54 s (n = 9).\n- Evidence: (R1: 6–19)"
    ).replace("1. On “New order”", "What was done:\n\n1. On “New order”")
    own = generated.replace("What was done:", "Was getan wurde:").replace("Evidence:", "Belege:")
    merged = merge(generated, own, generated.replace("(R1: 6–19)", "(R1: 6–19; R2: 1–9)"))
    assert "\nWas getan wurde: *(edited)*\n" in merged.text
    assert "\n- Belege: (R1: 6–19; R2: 1–9) *(edited)*\n" in merged.text
    assert "Taken out by people" not in merged.text


def test_what_people_took_out_stays_out_until_it_says_something_else():
    theirs = edited(
        ("- Time: work 54 s (n = 9).\n\n### 2", "\n### 2"), ("1. Open “Credit check”. (R1: 22)\n2.", "1.")
    )
    assert "1 min 02 s" not in merge(BASE, theirs, COUNTED_ANEW).text
    merged = merge(BASE, theirs, BASE.replace("Open “Credit check”", "Open “Credit check” of the customer"))
    assert merged.conflicts == ("Check the credit",)
    assert "people took something out here that now reads otherwise" in merged.text


def test_a_section_that_people_took_out_stays_out_and_is_named():
    theirs = edited((section(BASE, "Roles"), ""))
    text = merge(BASE, theirs, MORE_STEPS.replace("enter (9)", "enter (9); release (9)")).text
    assert "## Roles" not in text
    assert "**Taken out by people**: all of “Roles”." in text


def test_what_people_wrote_at_a_step_that_is_gone_is_listed():
    theirs = edited(
        ("Open “Credit check”.", "Open “Credit check” slowly."),
        ("- Time: work 14 s", "- Ask Ben.\n- Time: work 14 s"),
    )
    merged = merge(BASE, theirs, replace(SOP, steps=(ENTER, RELEASE)).markdown())
    assert merged.orphans == ("Check the credit",)
    assert section(merged.text, "Kept from parts that are gone") == "## Kept from parts that are gone"
    assert section(merged.text, "Check the credit") == (
        "### Check the credit\n\n<!-- was step: check -->\n\n1. Open “Credit check” slowly. *(edited)*\n\n- Ask Ben."
    )
    later = merge(
        replace(SOP, steps=(ENTER, RELEASE)).markdown(),
        merged.text,
        replace(SOP, steps=(RELEASE,)).markdown(),
    )
    assert "- Ask Ben." in later.text
    assert later.orphans == ()


@pytest.mark.parametrize(
    "own",
    [
        "```mermaid\ngraph LR\n  a-->b\n```",
        "> A quote of ours.",
        "[wiki]: https://example.com/wiki",
        "<!-- for us only -->",
        "- [ ] a task\n- [x] another",
        "    indented code",
        "![a picture](picture.png)",
        "Two lines  \nwith a break",
        "Term[^1]\n\n[^1]: A footnote.",
        "| our | table |\n|---|---|\n| 1 | 2 | 3 beyond |",
    ],
)
@pytest.mark.parametrize("news", [BASE, COUNTED_ANEW, MORE_STEPS])
def test_whatever_markdown_people_add_stays_as_it_is(own, news):
    theirs = edited(
        (
            "**Ana** in **ERP** · seen in 9 of 9 orders\n\n1. Open",
            f"**Ana** in **ERP** · seen in 9 of 9 orders\n\n{own}\n\n1. Open",
        )
    )
    merged = merge(BASE, theirs, news).text
    assert f"\n\n{own}\n\n" in merged.replace(" *(added)*", "")


ADDITIONS = (
    ("\n\n1. Open", "\n\nHave the customer's number at hand.\n\n1. Open"),
    ("(R1: 16)", "(R1: 16)\n   - not twice\n\n     or the order is there twice"),
    (
        "- Time: work 14 s (n = 9).",
        "- Time: work 14 s (n = 9).\n- Careful: overdue invoices.\n  Ask Ben.\n\n> [!TIP]\n> Look twice.",
    ),
    ("| clerk | Ana | enter (9) |", "| clerk | Ana | enter (9) |\n| boss | Eve | signs |"),
)


@pytest.mark.parametrize("news", [BASE, COUNTED_ANEW, MORE_STEPS])
def test_what_people_add_among_what_is_generated_says_so_once(news):
    theirs = edited(*ADDITIONS, ("## Roles", "## Our own\n\nThese words stand alone.\n\n## Roles"))
    merged = merge(BASE, theirs, news).text
    for marked in (
        "Have the customer's number at hand. *(added)*\n",
        "   - not twice *(added)*\n\n     or the order is there twice\n",
        "- Careful: overdue invoices.\n  Ask Ben. *(added)*\n",
        "> [!TIP]\n> Look twice. *(added)*\n",
        "| boss | Eve | signs *(added)* |\n",
        "These words stand alone.\n",
    ):
        assert f"\n{marked}" in merged
    assert merged.count("*(added)*") == 5
    assert merge(news, merged, news).text == merged
    assert merge(news, merged.replace(" *(added)*", ""), news).text == merged
    assert merge(
        news, merged.replace("hand. *(added)*", "hand. *(added)* Or ask."), news
    ).text == merged.replace("hand. *(added)*", "hand. Or ask. *(added)*")


@pytest.mark.parametrize(
    ("own", "marked"),
    [
        ("> ```sh\n> make\n> ```", "> ```sh\n> make\n> ```\n>\n> *(added)*"),
        ("> | our | table |\n> | --- | --- |\n> | 1 | 2 |", "> | 1 | 2 |\n>\n> *(added)*"),
        ("- ```sh\n  make\n  ```", "- ```sh\n  make\n  ```\n\n  *(added)*"),
    ],
)
def test_the_mark_of_what_ends_with_code_or_a_row_stands_below_it(own, marked):
    theirs = edited(("- Time: work 14 s (n = 9).", f"- Time: work 14 s (n = 9).\n\n{own}"))
    merged = merge(BASE, theirs, BASE).text
    assert f"\n{marked}\n" in merged
    assert merge(BASE, merged, BASE).text == merged
    assert f"\n{marked}\n" in merge(BASE, merged, MORE_STEPS).text


def test_entries_below_an_entry_stay_with_it():
    theirs = edited(("(R1: 16)", "(R1: 16)\n   - not twice\n   - not on Fridays"))
    assert (
        "2. Press “Save order”. (R2: 4)\n   - not twice *(added)*\n   - not on Fridays *(added)*\n\n- Result"
        in merge(BASE, theirs, COUNTED_ANEW).text
    )


def test_words_within_the_sentence_that_says_where_people_wrote_stay():
    merged = merge(BASE, edited(("## Roles", "Ask Ana.\n\n## Roles")), BASE).text
    for was, own in (("not observed: 1", "not observed, as Ben says: 1"), ("“Purpose”", "“Purpose”, by Ben"),
                     ("document without", "document (see Ben) without"), ("**Written", "Ben: **Written")):  # fmt: skip
        assert merged.count(was) >= 1
        theirs = own.join(merged.rsplit(was, 1))
        again = merge(BASE, theirs, BASE).text
        assert again.count("Ben") == 1, again
        assert again.count("not observed: ") == 1
        assert merge(BASE, again, BASE).text == again


def test_front_matter_stays_in_front():
    theirs = f"---\ntitle: Orders\n---\n\n{BASE}"
    assert merge(BASE, theirs, MORE_STEPS).text.startswith("---\ntitle: Orders\n---\n\n# Orders\n")


def test_the_copy_of_a_declared_line_is_of_the_person_who_made_it():
    rule = "- Rule: Within the limit. *(declared)*"
    base = edited(("- Time: work 54 s (n = 9).", f"{rule}\n- Time: work 54 s (n = 9)."))
    theirs = base.replace(rule, f"{rule}\n{rule}")
    copied = merge(base, theirs, base).text
    assert f"{rule}\n- Rule: Within the limit. *(added)*\n" in copied
    assert merge(base, copied, base).text == copied
    new = base.replace("Within the limit", "Below the limit").replace("work 54 s", "work 50 s")
    changed = merge(base, copied, new).text
    assert "Within the limit. *(declared)*" not in changed
    assert merge(new, changed, new).text == changed


def test_that_a_person_changed_something_is_not_claimed_by_a_later_build_either():
    theirs = edited(("Press “Save order”.", "Press “Save order” hard."))
    first = merge(None, theirs, COUNTED_ANEW).text
    newer = COUNTED_ANEW.replace("Press “Save order”.", "Press “Store order”.")
    for new in (newer, newer.replace("2. Press “Store order”. (R2: 4)\n", "")):
        merged = merge(COUNTED_ANEW, first, new)
        assert merged.conflicts == ("Enter the order",)
        assert ": people changed" not in merged.text
        assert merge(new, merged.text, new).text == merged.text


def test_each_of_several_footnotes_of_people_stays_a_footnote():
    notes = "[^1]: Ask Kim first.\n[^2]: See the manual,\n    page 3.\n[^x]: Not on Fridays."
    own = edited(
        ("Press “Save order”.", "Press “Save order”.[^1]"), ("### 2. Check", f"{notes}\n\n### 2. Check")
    )
    text = merge(BASE, own, COUNTED_ANEW).text
    for note in ("[^1]: Ask Kim first.", "[^2]: See the manual,\n    page 3.", "[^x]: Not on Fridays."):
        assert f"\n{note} *(added)*\n" in text
    joined = text.replace("*(added)*\n\n[^", "*(added)*\n[^")
    assert merge(COUNTED_ANEW, joined, BASE).text.count("*(added)*\n\n") == 3
