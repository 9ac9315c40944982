"""What people who lay out the tables of the SOP in their own way find after the next build."""

import re

import pytest

from ledgerium_cli.documents.merge.document import merge

from .make import BASE, COUNTED_ANEW, edited, section

HEAD = "| Role | Recorded as | Seen doing |\n| --- | --- | ---: |"
CLERK = "| clerk | Ana | enter the order (9); validate the order (9); confirm the order (9) |"
REVIEWER = "| reviewer | Ben | check the credit (2) |"
ROLES = BASE.replace("| clerk | Ana | enter (9) |", f"{CLERK}\n{REVIEWER}")
ANEW = ROLES.replace("(9)", "(18)")

SYSTEMS = "## Systems\n\n| System | Address | Used for |\n| --- | --- | --- |"
ERP = "| ERP | erp.localhost:8802 | Validate the order |"
CRM = "| CRM | crm.localhost:8801 | Enter the order |"
DESK = "| Credit desk | credit.localhost:8803 | Run the credit check |"
IN_SYSTEMS = BASE.replace("## Procedure", f"{SYSTEMS}\n{ERP}\n{CRM}\n{DESK}\n\n## Procedure")


def told(text: str) -> str:
    """How people made something else of it."""
    return section(text, "How this was made").rpartition("\n\n")[2]


def test_a_column_that_people_took_out_makes_no_row_theirs_and_its_rows_go_on():
    own = edited((CLERK, "| clerk | Ana |"), (REVIEWER, "| reviewer | Ben |"), of=ROLES)
    own = own.replace(HEAD, "| Role | Recorded as |\n| --- | --- |")
    new = ANEW.replace("| clerk |", "| order desk |").replace(f"\n{REVIEWER}", "")
    merged = merge(ROLES, own, new)
    assert section(merged.text, "Roles").endswith("| --- | --- |\n| order desk | Ana |")
    assert merged.conflicts == ()
    assert told(merged.text).startswith("**Taken out by people**: 1 passage at “Roles”. `ledgerium sop`")
    assert merge(new, merged.text, new).text == merged.text


def test_a_conflict_over_a_row_quotes_the_columns_that_people_left():
    own = edited((CLERK, "| senior clerk | Ana |"), (REVIEWER, "| reviewer | Ben |"), of=ROLES)
    own = own.replace(HEAD, "| Role | Recorded as |\n| --- | --- |")
    new = ANEW.replace("| clerk |", "| order desk |")
    merged = merge(ROLES, own, new)
    assert "> order desk \\| Ana\n" in merged.text
    assert merge(new, merged.text, new, gone=merged.gone) == merged
    settled = (
        merged.text[: merged.text.index("> **Conflict")] + merged.text[merged.text.index("## Procedure") :]
    )
    assert merge(new, settled, new).conflicts == ()


MANY, MORE, OTHERS = "Ana (5), Ben (4) and 6 more (10)", "Ben (20), Cem (19) and 6 more (80)", "Eva (9)"


@pytest.mark.parametrize(
    ("people", "of_other", "is_it"),
    [
        pytest.param(MORE, "not declared", True, id="some of the same people"),
        pytest.param(OTHERS, "not declared", False, id="other people"),
        pytest.param(MORE, "checker", False, id="a row that people changed, too"),
    ],
)
def test_a_role_that_people_named_goes_on_when_those_who_have_it_do_more_steps(people, of_other, is_it):
    rows = f"| not declared | {MANY} | ask (39) |\n| not declared | {people} | check (35); choose (35) |"
    first = BASE.replace("| clerk | Ana | enter (9) |", rows)
    own = edited((f"| not declared | {MANY}", f"| Requester | {MANY}"), of=first)
    own = own.replace(f"| not declared | {people}", f"| {of_other} | {people}")
    now = BASE.replace(
        "| clerk | Ana | enter (9) |", f"| not declared | {people} | check (70); ask (78); choose (70) |"
    )
    merged = merge(first, own, now)
    assert (
        f"| Requester *(edited)* | {people} | check (70); ask (78); choose (70) |" in merged.text
    ) is is_it
    assert (merged.conflicts == ()) is is_it


@pytest.mark.parametrize("bars", ["", "| "])
def test_a_row_put_in_place_as_its_note_quotes_it_is_that_row(bars):
    own = edited((CLERK, CLERK.replace("clerk", "senior clerk")), of=ROLES)
    new = ANEW.replace("| clerk |", "| order desk |")
    noted = merge(ROLES, own, new).text
    [quoted] = re.findall(r"^> (order desk \\\|.*)$", noted, re.MULTILINE)
    note = noted[noted.index("> **Conflict") : noted.index("## Procedure")]
    mine = next(line for line in noted.split("\n") if "senior clerk" in line)
    settled = noted.replace(note, "").replace(mine, f"{bars}{quoted}{bars and ' |'}")
    assert merge(new, settled, new).text == new


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (CLERK, "**Taken out by people**: 1 passage at “Roles”."),
        (f"{REVIEWER}\n{CLERK}", "**Moved by people**: 1 passage at “Roles”."),
        (
            f"{CLERK}\n| cook | Zoe | cooks |",
            "**Written by people**, not observed: 1 passage at “Roles”. **Taken out by",
        ),
    ],
)
def test_rows_that_people_took_out_or_moved_are_not_told_as_written(rows, says):
    merged = merge(ROLES, edited((f"{CLERK}\n{REVIEWER}", rows), of=ROLES), ANEW)
    assert told(merged.text).startswith(says)
    assert merge(ANEW, merged.text, ANEW).text == merged.text


def test_a_row_of_people_is_no_other_wording_of_one_that_they_took_out():
    phone = "| Phone | ext. 12 | Questions |"
    own = edited((f"{CRM}\n{DESK}", f"{DESK}\n{phone}"), of=IN_SYSTEMS)
    merged = merge(IN_SYSTEMS, own, IN_SYSTEMS).text
    assert f"{ERP}\n{DESK}\n| Phone | ext. 12 | Questions *(added)* |" in merged
    new = IN_SYSTEMS.replace("| CRM |", "| Salesforce |")
    later = merge(IN_SYSTEMS, merged, new)
    assert "| Phone | ext. 12 | Questions *(added)* |" in later.text
    assert "people took something out here that now reads otherwise:\n>\n> Salesforce \\| crm" in later.text
    assert merge(new, later.text, new, gone=later.gone) == later


def test_what_people_wrote_at_a_row_stays_with_it_when_another_one_comes_before_it():
    table = "## Recordings\n\n|  | Recording | By | Start | Sealed |\n| --- | --- | --- | --- | --- |"
    first, second = "| R1 | ana-0327 | Ana | 03:27 | yes |", "| R2 | ana-0338 | Ana | 03:38 | yes |"
    base = BASE.replace("## Procedure", f"{table}\n{first}\n{second}\n\n## Procedure")
    new = base.replace(second, f"| R2 | ana-0330 | Ana | 03:30 | yes |\n{second.replace('R2', 'R3')}")
    own = base.replace("| Sealed |\n| --- |", "| Sealed | Looked at |\n| --- | --- |")
    own = own.replace(first, f"{first} by JR |").replace(second, f"{second} not yet |")
    merged = merge(base, own, new).text
    assert (
        "| R2 | ana-0330 | Ana | 03:30 | yes |  |\n| R3 | ana-0338 | Ana | 03:38 | yes | not yet |" in merged
    )


REVISIONS = "## Revisions\n\n| Version | Recorded until (UTC) | What changed |\n| --- | --- | --- |"
FIRST = "| `a52bc1a81cef` | 2026-11-23 | First version. |"
SECOND = "| `007461589b32` | 2026-11-24 | Changed by people: step 1 “Enter the order”. |"
THIRD = "| `b682a4d797de` | 2026-11-24 | Changed by people: step 2 “Check the credit”. |"
APPROVED = "| Rev. C | 2026-12-01 | Approved by the board. |"
MARKED = APPROVED.replace("board.", "board. *(added)*")


def revised(*rows: str) -> str:
    return f"{BASE}\n" + "\n".join([REVISIONS, *rows]) + "\n"


@pytest.mark.parametrize(
    ("own", "later"),
    [
        ((APPROVED, SECOND, FIRST), (THIRD, MARKED, SECOND, FIRST)),
        ((SECOND, APPROVED, FIRST), (THIRD, SECOND, MARKED, FIRST)),
        ((SECOND, FIRST, APPROVED), (THIRD, SECOND, FIRST, MARKED)),
        ((FIRST, SECOND), (FIRST, SECOND, THIRD)),
        ((FIRST, SECOND, APPROVED), (FIRST, SECOND, MARKED, THIRD)),
    ],
)
def test_a_row_of_people_stays_over_the_revision_over_which_they_wrote_it_in_either_order(own, later):
    new = revised(THIRD, SECOND, FIRST)
    merged = merge(revised(SECOND, FIRST), revised(*own), new)
    assert section(merged.text, "Revisions").split("\n")[4:] == [*later]
    assert merge(new, merged.text, new).text == merged.text


def test_revisions_of_which_people_took_the_words_out_go_on_with_their_marks():
    def short(*rows: str) -> str:
        return "\n".join(f"{'|'.join(row.split('|')[:3])}|" for row in rows)

    head = REVISIONS.split("\n\n")[1].split("\n")
    draft = "| Draft | 2026-11-24 |"
    own = f"{BASE}\n## Revisions\n\n{short(*head, SECOND)}\n{draft}\n{short(FIRST)}\n"
    new = revised(THIRD, SECOND, FIRST)
    merged = merge(revised(SECOND, FIRST), own, new)
    marked = draft.replace("24", "24 *(added)*")
    assert section(merged.text, "Revisions").split("\n")[4:] == [
        *short(THIRD, SECOND).split("\n"),
        marked,
        short(FIRST),
    ]
    assert merge(new, merged.text, new, gone=merged.gone) == merged
    more = [
        f"| `00000000000{n}` | 2026-12-0{n} | Changed: what is done in “Enter the order”. |"
        for n in range(1, 8)
    ]
    later = merge(new, merged.text, revised(*more[::-1], THIRD, SECOND, FIRST))
    assert section(later.text, "Revisions").split("\n")[4:] == [
        *short(*more[::-1], THIRD, SECOND).split("\n"),
        marked,
        short(FIRST),
    ]


def test_revisions_that_people_made_a_list_of_are_theirs_at_every_version():
    own = f"{BASE}\n## Revisions\n\n- 2026-11-23: first version.\n- 2026-11-24: the number is written down.\n"
    merged = merge(revised(FIRST), own, revised(SECOND, FIRST))
    assert merged.conflicts == ()
    assert section(merged.text, "Revisions").split("\n")[2:] == [
        "- 2026-11-23: first version. *(added)*",
        "- 2026-11-24: the number is written down. *(added)*",
    ]
    assert merge(revised(SECOND, FIRST), merged.text, revised(THIRD, SECOND, FIRST)).text == merged.text


TRANSLATED = (
    (HEAD, "| Rolle | Erfasst als | Aufgaben |\n| --- | --- | ---: |"),
    ("| clerk |", "| Sachbearbeiter |"),
)


def test_a_table_that_people_translated_heads_and_names_keeps_its_columns_and_gets_what_is_new():
    first = ROLES.replace(f"\n{REVIEWER}", "")
    own = edited(*TRANSLATED, of=first)
    merged = merge(first, own, ANEW)
    roles = section(merged.text, "Roles")
    assert "| Sachbearbeiter *(edited)* | Ana | enter the order (18);" in roles
    assert "| reviewer | Ben | check the credit (2) |" in roles
    assert told(merged.text).startswith(
        "**Written by people**, not observed: 1 passage at “Roles”. `ledgerium sop`"
    )
    assert merge(ANEW, merged.text, ANEW.replace("| clerk |", "| order desk |")).conflicts == ("Roles",)


def test_a_translated_table_without_one_column_goes_on_counting():
    own = edited(*TRANSLATED, ("| reviewer |", "| Prüfer |"), of=ROLES)
    own = own.replace(
        "| Rolle | Erfasst als | Aufgaben |\n| --- | --- | ---: |", "| Rolle | Aufgaben |\n| --- | ---: |"
    )
    own = own.replace("| Ana | enter", "| enter").replace("| Ben | check", "| check")
    roles = section(merge(ROLES, own, ANEW).text, "Roles")
    assert "| Sachbearbeiter *(edited)* | enter the order (18);" in roles
    assert "| Prüfer *(edited)* | check the credit (2) |" in roles


GROSS, PAPER = (
    "Rule: The amount is the gross amount. *(declared)*",
    "Rule: The date is on the paper. *(declared)*",
)
WITH_RULES = BASE.replace("- Time: work 54 s", f"- {GROSS}\n- {PAPER}\n- Time: work 54 s")
REASONS = """\
| Rule | Why |
| --- | --- |
| The amount is the gross amount. *(declared)* | tax |
| The date is on the paper. _(declared)_ | audit |
"""


def test_a_rule_in_a_table_of_people_is_declared_only_as_long_as_the_build_says_so():
    own = f"{WITH_RULES}\n## Rules of ours\n\n{REASONS}"
    merged = merge(WITH_RULES, own, WITH_RULES)
    assert REASONS in merged.text
    net = WITH_RULES.replace("gross", "net")
    later = merge(WITH_RULES, merged.text, net, gone=merged.gone)
    changed = REASONS.replace("gross amount. *(declared)*", "gross amount.")
    assert changed in later.text
    assert merge(net, later.text, net, gone=later.gone).text == later.text


def test_a_column_of_people_that_says_whose_a_rule_is_does_so_only_of_declared_ones():
    table = "| Rule | By |\n| --- | --- |\n| The amount is the gross amount. | *(declared)* |\n"
    own = f"{WITH_RULES}\n## Rules of ours\n\n{table}"
    merged = merge(WITH_RULES, own, WITH_RULES)
    assert table in merged.text
    net = WITH_RULES.replace("gross", "net")
    later = merge(WITH_RULES, merged.text, net, gone=merged.gone)
    assert table.replace("*(declared)*", "") in later.text


@pytest.mark.parametrize("number", ["{}", "{}."])
def test_a_column_in_which_people_count_the_rows_counts_those_of_now(number):
    def counted(text: str, *rows: str) -> str:
        head = SYSTEMS.split("\n")[2:]
        table = [f"| # {head[0]}", f"| ---: {head[1]}"]
        table += [f"| {number.format(n)} {row}" for n, row in enumerate(rows, start=1)]
        return text.replace("\n".join([*head, *rows]), "\n".join(table))

    less, more = IN_SYSTEMS.replace(f"{CRM}\n", ""), IN_SYSTEMS
    text = merge(less, counted(less, ERP, DESK), less).text
    merged = merge(less, text, more)
    assert section(merged.text, "Systems") == section(counted(more, ERP, CRM, DESK), "Systems")
    assert merge(more, merged.text, less, gone=merged.gone).text == text
    other = counted(less, ERP, DESK).replace(f"| {number.format(2)} |", "| 7 |")
    kept = section(merge(less, other, more).text, "Systems")
    assert f"| 7 {DESK}" in kept
    assert f"|  {CRM}" in kept
    own = less.replace("| Used for |\n| --- |", "| Used for | Users |\n| --- | --- |")
    own = own.replace(ERP, f"{ERP} 1 |").replace(DESK, f"{DESK} 2 |")
    assert f"{CRM}  |" in merge(less, own, more).text


def test_cells_rows_and_columns_of_people_stay_in_tables():
    table = "| Role | Recorded as | Seen doing |\n| --- | --- | ---: |\n| clerk | Ana | enter (9) |"
    own = (
        "| Role | Phone | Recorded as | Seen doing |\n|---|---|---|---:|\n"
        "| senior clerk | 12 | Ana | enter (9) |\n| cook | 13 | Zoe |  |"
    )
    theirs = edited((table, own))
    new = BASE.replace(
        "| clerk | Ana | enter (9) |", "| clerk | Ana | enter (18) |\n| boss | Ben | check (2) |"
    )
    merged = merge(BASE, theirs, new)
    assert section(merged.text, "Roles").splitlines()[2:] == [
        "| Role | Phone | Recorded as | Seen doing |",
        "| --- | --- | --- | ---: |",
        "| senior clerk *(edited)* | 12 | Ana | enter (18) |",
        "| cook | 13 | Zoe | *(added)* |",
        "| boss |  | Ben | check (2) |",
    ]
    assert merged.conflicts == ()


def test_a_row_that_says_otherwise_than_a_person_is_a_conflict():
    theirs = edited(("| clerk | Ana |", "| senior clerk | Ana |"))
    merged = merge(BASE, theirs, BASE.replace("| clerk | Ana |", "| order desk | Ana |"))
    assert "| senior clerk *(edited)* | Ana | enter (9) |" in merged.text
    assert "> order desk \\| Ana \\| enter (9)" in merged.text
    assert merged.conflicts == ("Roles",)


def test_a_column_to_which_people_gave_another_heading_goes_on_counting():
    theirs = edited(("Seen doing |", "What they do |"))
    counted = BASE.replace("enter (9)", "enter (12)")
    merged = merge(BASE, theirs, counted)
    assert (
        "| Role | Recorded as | What they do |\n| --- | --- | ---: |\n| clerk | Ana | enter (12) |"
        in merged.text
    )
    assert merge(counted, merged.text, counted).text == merged.text


def test_a_cell_that_a_person_changed_says_so_until_they_write_the_old_words_again():
    theirs = edited(("| clerk | Ana |", "| order desk | Ana |"))
    merged = merge(BASE, theirs, COUNTED_ANEW)
    assert "| order desk *(edited)* | Ana | enter (18) |" in merged.text
    assert merged.conflicts == ()
    assert "1 passage at “Roles”" in merged.text
    assert merge(COUNTED_ANEW, merged.text, COUNTED_ANEW).text == merged.text
    back = merge(COUNTED_ANEW, merged.text.replace("order desk *(edited)*", "clerk"), COUNTED_ANEW)
    assert back.text == COUNTED_ANEW


def test_a_row_of_a_person_says_so_and_a_column_carries_no_mark():
    theirs = edited(
        ("| clerk | Ana | enter (9) |", "| clerk | Ana | enter (9) | 12 |\n| boss | Eve | signs | 13 |"),
        (
            "| Role | Recorded as | Seen doing |\n| --- | --- | ---: |",
            "| Role | Recorded as | Seen doing | Desk |\n| --- | --- | ---: | --- |",
        ),
    )
    merged = merge(BASE, theirs, COUNTED_ANEW).text
    assert "| clerk | Ana | enter (18) | 12 |\n| boss | Eve | signs | 13 *(added)* |" in merged
    assert "*(edited)*" not in merged
