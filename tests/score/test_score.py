"""What the score says of SOPs that people would put in this order, and what it never does."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.markdown.notes import note
from ledgerium_cli.score.acts import actions, is_imperative
from ledgerium_cli.score.judge import CRITERIA, score_sop
from ledgerium_cli.score.read import read_sop
from ledgerium_cli.score.told import Scored, as_json, as_md, as_text

from .sops import BAD, GOOD, MIDDLING, RUNBOOK, TABLE, TEMPLATE

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order" / "ledgerium-out" / "sop.md"
LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
    "Sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.",
    "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum.",
)
PADDING = (
    "Quality is of paramount importance to all stakeholders at all times.",
    "It is essential that everyone strives for excellence and handles everything in a timely manner.",
    "Ensure that best practices are followed as appropriate.",
)
"""English that says nothing."""


def marks(text):
    return {mark.criterion.id: (mark.points, mark.of) for mark in score_sop(text).marks}


def test_the_weights_make_a_hundred():
    assert sum(one.weight for one in CRITERIA) == 100


def test_the_order_and_the_distance_are_those_that_a_reviewer_would_give():
    bad, middling, table, good = (score_sop(text).total for text in (BAD, MIDDLING, TABLE, GOOD))
    assert bad < 15
    assert 25 < middling < 50
    assert 45 < table < 70
    assert good > 85


def test_the_shipped_example_has_at_least_ninety_and_no_nought():
    score = score_sop(EXAMPLE.read_text("utf-8"))
    assert score.total >= 90
    assert all(mark.points > 0 for mark in score.marks if mark.of)


def test_the_score_is_the_same_below_the_title_of_a_page():
    text = EXAMPLE.read_text("utf-8")
    lower = re.sub("^#", "##", text, flags=re.MULTILINE)
    assert marks(lower) == marks(text)


def test_nothing_scores_nothing():
    assert score_sop("").total == 0
    assert score_sop("\n\n".join(LOREM)).total == 0


THIRD_PERSON = """# Invoices

## Procedure

1. The clerk enters the invoice in SAP.
2. The clerk compares it with the order.
3. The manager approves the payment.
"""


def test_a_procedure_in_the_third_person_is_told_as_well_as_one_in_the_imperative():
    found = {mark.criterion.id: mark for mark in score_sop(THIRD_PERSON).marks}
    assert marks(THIRD_PERSON)["procedure"] == (3, 3)
    assert found["procedure"].findings[0].reason == "3 of 3 instructions say what to do, in the third person"
    passive = THIRD_PERSON.replace("The clerk enters the invoice in SAP", "The invoice is entered in SAP")
    assert "2 instructions begin with a verb, or with who does what, and fewer than 3 earn no point here" in [
        one.reason for mark in score_sop(passive).marks for one in mark.findings
    ]


def test_of_another_language_it_says_that_the_rules_do_not_read_it():
    german = (
        "# Wareneingang\n\n## Ablauf\n\n" + "1. Ware zählen und in SAP mit MIGO buchen, sonst melden.\n" * 5
    )
    scored = [Scored("german.md", score_sop(german))]
    assert as_text(scored).splitlines()[1].strip().startswith("Hardly a word of it is English")
    assert "Hardly a word of it is English" in as_md(scored)
    assert json.loads(as_json(scored))["scores"][0]["english"] is False
    assert "English" not in as_text([Scored("sop.md", score_sop(THIRD_PERSON))])


def test_it_says_what_earns_the_next_point_and_where():
    [procedure] = [mark for mark in score_sop(MIDDLING).marks if mark.criterion.id == "procedure"]
    assert procedure.points == 1
    point, found = procedure.next
    assert point.earned_by == "Nine in ten of them do."
    assert found.lines == (13,)
    assert MIDDLING.splitlines()[12] == "3. The order is saved."


def test_an_owner_that_nobody_stated_is_not_applicable():
    assert marks(GOOD)["governance"] == (3, 3)
    anonymous = GOOD.replace("| Owner | Approved by |", "| Place |").replace(
        "| Sales operations | Head of finance |", "| shelf |"
    )
    assert marks(anonymous)["governance"] == (2, 2)
    assert marks(GOOD.replace("Sales operations", "TBD").replace("Head of finance", "-"))["governance"] == (
        2,
        2,
    )


def test_decisions_are_not_applicable_where_every_case_went_the_same_way():
    steps = "1. Open “A”. (R1: 1)\n2. Press “B”. (R1: 2)\n3. Save “C”. (R1: 3)\n\n"
    alike = f"# A\n\n## Procedure\n\nEvery order went this way: “A”.\n\n{steps}"
    none = "## Exceptions and holds\n\nNone were seen.\n"
    assert marks(alike + none)["decisions"] == (0, 0)
    assert marks(alike.replace("(R1: ", "(") + none)["decisions"] == (0, 3), (
        "nothing says by what it is known"
    )
    assert marks(alike)["decisions"] == (0, 3)


def test_a_guessed_name_and_a_purpose_that_nobody_stated_are_what_they_are():
    sop = "# Orders\n\n## Purpose\n\nNobody has stated it yet.\n\n## Procedure\n\nFirst “Enter it”, “Save it”.\n\n"
    steps = [
        f"### {n}. {title} *(guessed name)*\n\n" + "".join(f"{at}. Press “{n}{at}”.\n" for at in range(1, 8))
        for n, title in enumerate(("Enter it", "Save it"))
    ]
    score = score_sop(sop + "\n".join(steps))
    found = {mark.criterion.id: mark for mark in score.marks}
    assert found["scannability"].points == 3
    assert found["purpose"].findings[0].reason == "no purpose is stated"


def test_what_a_build_tells_of_edits_is_no_long_paragraph_and_few_own_words_are_no_empty_section():
    text = EXAMPLE.read_text("utf-8")
    places = ", ".join(["1 passage at “Enter the order with care”"] * 20)
    own = f"Notes\n-----\n\nAsk Dana.\n\n**Written by people**, not observed: {places}.\n"
    assert score_sop(f"{text}\n{own}").total == score_sop(text).total


def test_a_long_row_on_what_changed_is_no_long_paragraph():
    text = EXAMPLE.read_text("utf-8")
    last = text.rstrip().rpartition("\n")[2]
    assert last.endswith(" | First version. |")
    longer = text.replace(last, last.replace("First version.", "Changed: “Scope”. " * 50))
    assert score_sop(longer).total == score_sop(text).total


def test_what_is_wrong_once_is_told_in_the_singular():
    said = [
        found.reason
        for mark in score_sop(f"{GOOD}\n\n## Nothing\n\n## {'long ' * 3}\n\n{'order ' * 90}\n").marks
        for _, found in [mark.next or (None, None)]
        if found is not None
    ]
    assert any("1 section says nothing" in one for one in said), said
    assert any("1 paragraph of more than 80 words" in one for one in said), said


EVIDENCE = "- Evidence: (R1: 20–21, 73–74, 119–120, 134–135; 8 more)\n"
NOTE = note("Validate the order", "changed", "Press “Check”. (R1: 20)").source


@pytest.mark.parametrize(
    ("conflict", "first_line"),
    [
        (f"<<<<<<< HEAD\n{EVIDENCE}=======\n- Evidence: (R1: 20)\n>>>>>>> theirs\n", 0),
        (f"{EVIDENCE}\n{NOTE}\n", 2),
    ],
)
def test_a_document_in_which_a_conflict_stands_is_not_complete(conflict, first_line):
    sop = EXAMPLE.read_text("utf-8")
    line = sop[: sop.index(EVIDENCE)].count("\n") + 1
    [completeness] = [
        mark
        for mark in score_sop(sop.replace(EVIDENCE, conflict)).marks
        if mark.criterion.id == "completeness"
    ]
    _, found = completeness.next
    assert (completeness.points, found.reason) == (2, "conflicts are not settled")
    assert found.lines == (line + first_line,)


def test_a_step_in_a_table_is_an_instruction():
    told = [block.text for block in read_sop(TABLE).instructions]
    assert told[0] == "Open New order in SAP"
    assert len(told) == 4
    assert marks(TABLE)["procedure"] == (3, 3)
    assert marks(TABLE)["roles"] == (3, 3)


ONE_ROLE = """\
# Orders

## Roles

{roles}

## Procedure

### 1. Enter the order

The clerk does this.

1. Open “New order”.
2. Press “Save”.

### 2. Check the order

The clerk does this.

1. Press “Check”.
"""


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ("- **Clerk** enters and checks the order.", {"Clerk"}),
        ("- The **clerk** enters and checks the order.", {"clerk"}),
        ("- Clerk: enters and checks the order, **never** alone.", {"Clerk"}),
        ("- Clerk: enters the order.\n- Saving it releases it to the **warehouse**.", {"Clerk"}),
        ("- Clerk: enters the order.\n\n**Note:** nobody else **may** do so.", {"Clerk"}),
        ("**Orders** are entered on the day they come.\n\n- Clerk: enters the order.", {"Clerk"}),
        ("| Role | Recorded as | Does |\n|-|-|-|\n| Clerk | 3 people: Ana, Ben and 1 more | **enters** |",
         {"Clerk", "Ana", "Ben"}),
        ("| Role | Recorded as | Does |\n|-|-|-|\n| Clerk | 7 people: Ana (30), Ben (2) and 5 more (9) | enters |",
         {"Clerk", "Ana", "Ben"}),
        ("| Role | Responsibility | Department |\n|-|-|-|\n| Clerk | Enters the order | Sales |", {"Clerk"}),
        ("| Role | Name | Does |\n|-|-|-|\n| Clerk | Ana | enters |", {"Clerk", "Ana"}),
        ("| Role | Role description | Does |\n|-|-|-|\n| Clerk | Enters | enters |", {"Clerk"}),
    ],
)  # fmt: skip
def test_a_role_is_named_in_a_row_before_a_colon_or_bold_at_the_beginning(roles, names):
    assert {*read_sop(ONE_ROLE.format(roles=roles)).roles} == names


def test_of_a_log_people_are_in_the_steps_that_the_roles_name_and_titles_have_their_step_s_evidence():
    steps = "\n\n".join(
        f"### {n}. {title}\n\n**Ana and 1 more** · seen in 9 cases\n\n- Evidence: (R1: {n})"
        for n, title in enumerate(["Check the order", "Release the order", "Pay the invoice"], 1)
    )
    roles = "| Role | Recorded as | Does |\n|-|-|-|\n| Clerk | 2 people: Ana (2), Ben (1) | {} |"
    found = {}
    for did in ("Check the order (3)", "Check the goods (3)"):
        text = f"# Orders\n\n## Roles\n\n{roles.format(did)}\n\n## Procedure\n\n{steps}\n"
        found[did] = {point.reason for one in score_sop(text).marks for point in one.findings}
    assert "every role that is named does something" in found["Check the order (3)"]
    assert "named, but in no step: Clerk, Ben" in found["Check the goods (3)"]
    assert "3 of 3 instructions name a source" in found["Check the order (3)"]


def test_roles_are_known_by_their_last_word_and_the_end_may_stand_in_the_scope():
    steps = "1. **Clerk:** Open the claim.\n2. **Manager:** Approve the claim.\n3. **Treasurer:** Release the payment."
    roles = (
        "| Role | Does |\n|-|-|\n| Accounts clerk | checks the claim |\n| Line manager | approves the claim |"
    )
    end = "Starts when a claim arrives. Ends {} the payment is released."
    found = {}
    for word in ("when", "before"):
        text = (
            f"# Claims\n\n## Scope\n\n{end.format(word)}\n\n## Roles\n\n{roles}\n\n## Procedure\n\n{steps}\n"
        )
        found[word] = {point.reason for one in score_sop(text).marks for point in one.findings}
    assert "every role that is named does something" in found["when"]
    assert "when the work is complete is told" in found["when"]
    assert "when the work is complete is not told" in found["before"]


def test_a_template_that_nobody_filled_in_has_next_to_nothing():
    assert score_sop(TEMPLATE).total < 8
    assert marks(TEMPLATE)["governance"][1] == 2, "brackets name no owner"


def purpose_points(purpose, *titles):
    steps = "\n\n".join(
        f"### {number}. {title}\n\n1. Open “A”.\n2. Press “B”." for number, title in enumerate(titles, 1)
    )
    return marks(f"# X\n\n## Purpose\n\n{purpose}\n\n## Procedure\n\n{steps}\n")["purpose"][0]


GERMAN = "Antrag erfassen", "Resturlaub prüfen", "An die Lohnbuchhaltung übergeben"
FRENCH = "Saisir la demande", "Vérifier le solde", "Transmettre à la paie"


@pytest.mark.parametrize(
    ("purpose", "titles"),
    [
        ("Urlaubsanträge erfassen, prüfen, genehmigen und der Lohnbuchhaltung übergeben.", GERMAN),
        ("Damit jeder Urlaub nach der Erfassung und der Prüfung des Resturlaubs zur Übergabe kommt.", GERMAN),
        ("Saisir et vérifier les demandes, puis les transmettre à la paie.", FRENCH),
        (
            "Comprobar y aprobar los pedidos para que salgan a tiempo.",
            ("Comprobar el pedido", "Aprobar el pedido"),
        ),
        ("Sprawdzić i zatwierdzić zamówienie.", ("Sprawdzić zamówienie", "Zatwierdzić zamówienie")),
    ],
)
def test_a_purpose_in_another_language_counts_when_it_names_what_the_steps_do(purpose, titles):
    assert purpose_points(purpose, *titles) == 3


@pytest.mark.parametrize(
    "purpose",
    [
        "Diese Anleitung ist für alle verbindlich und regelt den Ablauf.",
        "Exzellenz und Qualität in der Bearbeitung sichern.",
        "Den Antrag möglichst gut behandeln und ablegen.",
        "Erfassen, prüfen, übergeben.",
        "Antrag erfassen",
        *PADDING,
        *LOREM,
    ],
)
def test_a_purpose_in_another_language_that_names_no_several_steps_counts_as_nothing(purpose):
    assert purpose_points(purpose, *GERMAN) == 0


def test_a_purpose_and_a_scope_may_stand_in_one_section_and_an_owner_in_front_matter():
    assert [block.text[:4] for block in read_sop(RUNBOOK).instructions] == ["Open", "Pres", "If t"]
    found = marks(RUNBOOK)
    assert found["purpose"] == found["scope"] == (3, 3)
    assert found["governance"] == (2, 3)
    assert found["procedure"] == (3, 3)
    apart = RUNBOOK.replace("Applies", "\n\n### Scope\n\nApplies").replace(
        "\nRestart", "\n### Purpose\n\nRestart"
    )
    assert marks(apart)["purpose"] == marks(apart)["scope"] == (3, 3)


@pytest.mark.parametrize(
    ("text", "imperative", "number"),
    [
        ("Press “Save order”.", True, 1),
        ("In ERP on “New order, old”, fill in “A”, “B” and “C”.", True, 1),
        ("Enter the customer, choose the item and fill in the quantity.", True, 3),
        ("Clerk: Open the form.", True, 1),
        ("If the credit fails, call the manager.", True, 1),
        ("Then carefully check the price.", True, 1),
        ("Do not release the order.", True, 1),
        ("The order is saved.", False, 0),
        ("Entering the order", False, 0),
        ("The clerk opens the form.", False, 1),
        ("The clerk opens the form and signs it.", False, 2),
        ("If the form is there, sign it; otherwise ask the clerk.", True, 1),
        ("Palpate the abdomen.", True, 1),
        ("Navigate to https://erp.example", True, 1),
        ("Immerse it in the buffer.", True, 1),
        ("You must wear gloves.", True, 1),
        ("You can wear gloves.", False, 0),
        ("Ensure quality.", False, 0),
        ("Make sure that the form is there.", False, 0),
        ("Time: work not known.", False, 0),
    ],
)
def test_what_is_one_action_in_the_imperative(text, imperative, number):
    assert is_imperative(text) is imperative
    assert actions(text) == number


@pytest.mark.parametrize(
    "before", ["1. In ERP on “Order …”, press “Validate order”.", "- Rule: The unit price"]
)
@pytest.mark.parametrize("heading", ["## Mind the price", "### Mind the price", "#### Mind the price"])
def test_a_heading_that_people_put_into_a_step_ends_neither_it_nor_the_procedure(heading, before):
    text = EXAMPLE.read_text("utf-8")
    assert before in text
    assert score_sop(text.replace(before, f"{heading}\n\n{before}")).total == score_sop(text).total
    steps = read_sop(text.replace(before, f"{heading}\n\n{before}")).steps
    assert [one.title for one in steps] == [one.title for one in read_sop(text).steps]
    assert [one.instructions[0].text for one in steps] == [
        one.instructions[0].text for one in read_sop(text).steps
    ]


@pytest.mark.parametrize(
    ("rule", "untold"),
    [
        ("Customer, item, quantity and delivery date are required.", None),
        ("Customer, warehouse and carrier are required.", "warehouse and carrier"),
        ("Customer and carrier must be filled in.", "carrier"),
        ("Two signatures are required.", None),  # perhaps on paper
    ],
)
def test_of_what_a_step_says_is_required_its_instructions_leave_nothing_out(rule, untold):
    was = "Customer, item, quantity, unit price, payment terms and delivery date are required."
    text = EXAMPLE.read_text("utf-8").replace(was, rule)
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == "completeness"]
    assert mark.points == (3 if untold is None else 2)
    line = text.split("\n").index(f"- Rule: {rule} *(declared)*") + 1
    last = mark.findings[-1]
    assert (untold is None) or (
        last.reason.endswith(f"in no instruction of the step: {untold}") and last.lines == (line,)
    )


def test_without_its_evidence_an_sop_has_less_for_evidence():
    lines = EXAMPLE.read_text("utf-8").splitlines()
    without = "\n".join(line for line in lines if not line.startswith("- Evidence:"))
    assert marks("\n".join(lines))["evidence"] == (3, 3)
    assert marks(without)["evidence"] == (2, 3)
    assert marks(without.replace("(R", "(").replace("Evidence", ""))["evidence"][0] == 0
    uncited = GOOD.replace("[S-4]", "").replace("[F-12]", "")
    assert marks(uncited)["evidence"] == (1, 3), "a step names form F-12, which the references list"
    assert marks(uncited.replace("F-12", ""))["evidence"] == (0, 3)


def sections_of(text):
    first, *parts = text.split("\n## ")
    return first, [f"\n## {part.rstrip()}\n" for part in parts]


@pytest.mark.parametrize(
    "text", [GOOD, MIDDLING, EXAMPLE.read_text("utf-8")], ids=["good", "middling", "example"]
)
def test_the_order_of_the_sections_changes_nothing(text):
    first, parts = sections_of(text)
    assert marks(first + "\n" + "".join(reversed(parts))) == marks(text)
    assert marks(first + "\n" + "".join([*parts[3:], *parts[:3]])) == marks(text)


@pytest.mark.parametrize("kind", ["{}", "- {}", "1. {}"], ids=["paragraphs", "lists", "numbers"])
@pytest.mark.parametrize("text", [BAD, MIDDLING, GOOD, TABLE], ids=["bad", "middling", "good", "table"])
@given(data=st.data())
def test_words_that_say_nothing_never_raise_the_sum(text, kind, data):
    lines = text.split("\n")
    gaps = [place for place, line in enumerate(lines) if not line]
    for place in sorted(data.draw(st.lists(st.sampled_from(gaps), min_size=1, max_size=6)), reverse=True):
        words = data.draw(st.sampled_from((*LOREM, *PADDING)))
        lines[place:place] = ["", kind.format(words), ""]
    assert score_sop("\n".join(lines)).exact <= score_sop(text).exact + 1e-9


@pytest.mark.parametrize("text", [BAD, MIDDLING, GOOD, TABLE], ids=["bad", "middling", "good", "table"])
def test_a_section_of_each_kind_filled_with_general_phrases_earns_nothing(text):
    titles = (
        "Purpose",
        "Scope",
        "Roles",
        "Before you start",
        "Completion",
        "Training",
        "Exceptions",
        "Revisions",
    )
    padding = "".join(f"\n\n## {title}\n\n{' '.join(PADDING)}" for title in titles)
    assert score_sop(text + padding).exact <= score_sop(text).exact


@given(text=st.text(alphabet="#-|*`<>[]() 12.\n:abÜ“”IfOpen", max_size=400))
def test_any_text_has_a_score(text):
    score = score_sop(text)
    assert 0 <= score.total <= 100
    assert score == score_sop(text.replace("\n", "\r\n"))
