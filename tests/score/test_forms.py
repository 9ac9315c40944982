"""Forms in which the same thing stands in SOPs of other houses, each in a few lines."""

import pytest

from ledgerium_cli.score.acts import actions, is_imperative, is_told_of, tells_what_then
from ledgerium_cli.score.judge import score_sop
from ledgerium_cli.score.read import read_sop
from ledgerium_cli.score.topics import topic_of

STEPS = "1. Open “A”.\n2. Press “B”.\n3. Save “C”.\n"


def governance(text):
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == "governance"]
    return mark.findings[2].reason


@pytest.mark.parametrize(
    "head",
    [
        "Owner: Jane Doe",
        "**Version:** 2 **Owner:** Jane Doe",
        "Process owner\n\nJane Doe",
        "Process owner\nJane Doe",
        "## Process owner\n\nJane Doe",
        "| Process owner | Version |\n| --- | --- |\n| Jane Doe | 2 |",
        "| | |\n| --- | --- |\n| Process owner: | Jane Doe |",
        "Version 2. Owner: Jane Doe.",
        "Version 2.1, owner: Head of Accounts",
        "This policy is owned by Finance.",
        "Next review March 2028.",
        "**Rev.** 4 **Owner** Jane Doe",
        "**Reviewed:** 02/2026",
        "Last changed 12 May 2026 by Jane Doe.",
        "In force since 2026-05-12.",
        "Approved by J. Doe.",
        "Approved by the Finance Director on 3 March 2025.",
        "**Created by:** Jane Doe | **Creation date:** 4 March 2026",
        "*Made by Jane Doe with a recorder on April 2, 2026*",
    ],
)
def test_who_answers_for_a_document_is_seen_wherever_it_stands(head):
    assert governance(f"# Orders\n\n{head}\n\n## Procedure\n\n{STEPS}").startswith("stated: ")


@pytest.mark.parametrize("mark", [" | ", " · ", "; ", ", "])
def test_a_line_may_state_several_things(mark):
    line = mark.join(("Rev. D", "Approved by: J. Doe", "Owner: Sales", "Effective 1 May 2026"))
    told = governance(f"# Orders\n\n{line}\n\n## Procedure\n\n{STEPS}")
    assert told == "stated: approved by, owner, effective"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Version 2.1, owner: Head of AP, approved by the CFO, effective 1 March 2026, next review 1 March 2027.",
            "stated: owner, approved by, effective, next review",
        ),
        ("Prepared by Ana Rao. Checked 3 May 2026 by Ben Li.", "stated: reviewed by, author"),
        (
            "Orders over 500 EUR are approved by the CFO.",
            "no owner, approver or date is stated, and none is to be invented",
        ),
    ],
)
def test_a_sentence_states_what_it_says_of_the_document_by_its_name(sentence, told):
    assert governance(f"# Orders\n\n{sentence}\n\n## Procedure\n\n{STEPS}") == told


@pytest.mark.parametrize("fence", ["---\nowner: Jane Doe\n---\n", '+++\nowner = "Jane Doe"\n+++\n'])
def test_front_matter_may_be_yaml_or_toml(fence):
    assert governance(f"{fence}# Orders\n\n## Procedure\n\n{STEPS}") == "stated: owner"


@pytest.mark.parametrize(
    "table",
    [
        "## Roles\n\n| Role | Does |\n| --- | --- |\n| Approver | approves the order |",
        "## Limits\n\n| Amount | Approver |\n| --- | --- |\n| Under 500 EUR | team lead |",
    ],
)
def test_a_role_in_the_work_is_nobody_who_answers_for_the_document(table):
    told = governance(f"# Orders\n\n{table}\n\n## Procedure\n\n{STEPS}")
    assert told == "no owner, approver or date is stated, and none is to be invented"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("1 PURPOSE\n1.1 To sell.\n\n4 PROCEDURE\n4.1 Open “A”.\n4.2 Press “B”.", ["PURPOSE", "PROCEDURE"]),
        ("## 5 PROCEDURE\n\n5.1 Receipt\n\n5.1.1 Open “A”.\n5.1.2 Press “B”.", ["PROCEDURE", "Receipt"]),
        ("I. PURPOSE\n\nTo sell.\n\nII. PROCEDURE\n\nA. Open “A”.\nB. Press “B”.", ["PURPOSE", "PROCEDURE"]),
        ("**Purpose**\n\nTo sell.\n\n**Procedure**\n\n1. Open “A”.\n2. Press “B”.", ["Purpose", "Procedure"]),
        ("**Purpose:** To sell.\n\n## Procedure\n\n- [ ] Open “A”\n- [ ] Press “B”", ["Purpose", "Procedure"]),
    ],
)  # fmt: skip
def test_a_heading_may_be_a_number_or_a_bold_line(text, titles):
    sop = read_sop(f"# Orders\n\n{text}\n")
    assert [one.title for one in sop.sections[1:]] == titles
    assert [one.text.split()[0] for one in sop.instructions] == ["Open", "Press"]


@pytest.mark.parametrize(
    "text",
    [
        "Prepared by\n\nA. Rao",
        "2.5 mg of the powder are weighed.",
        "Enter these:\n\n1. Fill in the form:\n\n   a. Name",
    ],
)
def test_a_name_an_amount_and_an_instruction_are_no_headings(text):
    assert [one.title for one in read_sop(f"# Orders\n\n{text}\n").sections] == ["Orders"]


def test_a_step_told_in_a_list_without_numbers_is_one_beside_others_that_have_them():
    listed = (
        "### Step 2: Close\n\n- Close the form “D”.\n- Sign it.\n\n### Step 3: Sizes\n\n- Small\n- Large\n"
    )
    steps = read_sop(f"# Orders\n\n## Procedure\n\n### Step 1: Open\n\n{STEPS}\n{listed}").steps
    assert [(one.title, len(one.instructions)) for one in steps] == [("Open", 3), ("Close", 2)]


CHECKLIST = """\
# Opening

{before}: alarm code, till key.

- [ ] Disarm the alarm at the front panel
- [ ] Count the float in till 1
- [ ] Unlock the front door
"""


@pytest.mark.parametrize("before", ["Prereqs", "Pre-requisites", "You need", "What you need"])
def test_what_is_needed_may_stand_in_one_line_above_a_checklist(before):
    score = score_sop(CHECKLIST.format(before=before))
    found = {mark.criterion.id: mark.findings[0] for mark in score.marks}
    assert found["completeness"].reason == "what is needed before is told"
    assert found["procedure"].reason.startswith("3 of 3 instructions say what to do")


def test_a_list_that_a_line_announces_belongs_to_it():
    text = CHECKLIST.format(before="Before you start").replace("alarm code, till key.", "do as follows:")
    assert [one.title for one in read_sop(text).sections if one.blocks[1:]] == ["Before you start"]


RECORDS = """# Returns

## Procedure

1. The inspector shall tag the part with form QF-21.
2. The inspector shall enter the lot in QL-3.
3. The inspector shall move the part to cage 4. (QF-21)

## Records

{records}
"""


@pytest.mark.parametrize(
    ("records", "points"),
    [
        ("QF-21 Red tag; QL-3 Log.", 3),
        ("QF-21 Red tag, QL-3 Log", 3),
        ("- QF-21 Red tag\n- QL-3: log", 3),
        ("QF-21; QL-3.", 0),
        ("- QF-21: -\n- QL-3", 0),
    ],
)
def test_records_stand_in_one_line_or_in_a_list_each_with_what_it_is(records, points):
    [mark] = [
        one for one in score_sop(RECORDS.format(records=records)).marks if one.criterion.id == "evidence"
    ]
    assert mark.points == points


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("Applies to all orders of the plant.", "it says to what it applies"),
        ("From the entry of an order to its release.", "it says from where to where"),
    ],
)
def test_a_scope_is_said_to_tell_what_it_tells(scope, told):
    text = f"# Orders\n\n## Scope\n\n{scope}\n\n## Procedure\n\n1. Enter the order.\n2. Press “B”.\n3. Release it.\n"
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == "scope"]
    assert mark.findings[1].reason == told


def test_who_is_responsible_in_a_raci_table_has_a_role():
    table = "| Step | Clerk | Lead | Auditor |\n| --- | --- | --- | --- |\n| Open | R | A | I |\n| Close | C | R/A | |"
    assert {*read_sop(f"# Orders\n\n## RACI\n\n{table}\n\n## Procedure\n\n{STEPS}").roles} == {
        "Clerk",
        "Lead",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The clerk opens the form.", True),
        ("The Quality Manager shall approve the form.", True),
        ("Nurses record the dose.", True),
        ("If the form is red, the clerk signs it.", True),
        ("Clerk – opens the form.", True),
        ("The clerk should open the form.", False),
        ("The form is opened by the clerk.", False),
        ("The printer prints the form.", False),
        ("The clerk is responsible for quality.", False),
        ("HR opens the case.", True),
        ("IT disables the account.", True),
        ("It disables the account.", False),
        ("Finance creates the vendor.", True),
        ("Sales orders are entered by the clerk.", False),
    ],
)
def test_who_does_what_is_told_in_the_third_person(text, told):
    assert is_told_of(text) is told
    assert not is_imperative(text)


@pytest.mark.parametrize("said", ["a: ", "Clerk – ", "**a:** ", " if x\n"])
def test_a_text_of_nothing_but_labels_has_a_score(said):
    assert score_sop(f"# Orders\n\n## Procedure\n\n1. {said * 400}\n").total < 30


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("If the form is red, call the clerk.", True),
        ("Approve the form if it is in budget; otherwise reject it", True),
        ("damaged by the customer -> refund half of the price", True),
        ("Still red? Roll back and wake Priya.", True),
        ("How long does it take? Ask Priya.", False),
        ("Below 60 points the provider is rejected.", True),
        ("Postings over EUR 10,000 require the approval of the supervisor.", True),
        ("Boxes over there are closed.", False),
        ("Go to Settings -> Printers and choose one", False),
        ("Check if the form is red.", False),
        ("Call the clerk if necessary.", False),
        ("If so, good.", False),
    ],
)
def test_a_condition_says_what_to_do_then(text, told):
    assert tells_what_then(text) is told


GUIDE = """\
# Approve a vacation request

## 1. Go to Workday

![Step 1 screenshot](1.png)

## 2. Click on My Tasks

![Step 2 screenshot](2.png)

## 3. Choose the request of the employee

![Step 3 screenshot](3.png)

## 4. Click on Approve
"""


def test_a_guide_of_pictures_tells_its_steps_by_headings():
    assert [one.text for one in read_sop(GUIDE).instructions] == [
        "Go to Workday",
        "Click on My Tasks",
        "Choose the request of the employee",
        "Click on Approve",
    ]
    found = {mark.criterion.id: mark for mark in score_sop(GUIDE).marks}
    assert found["completeness"].findings[2].reason == "no section is empty, no placeholder left"


@pytest.mark.parametrize("mark", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_the_mark_of_a_callout_is_layout_neither_a_blank_nor_a_heading(mark):
    text = f"{GUIDE}\nClose the tab.\n\n> [!{mark}]\n> Ask the finance team.\n"
    assert [one.text for one in read_sop(text).sections[-1].blocks] == [
        "Close the tab.",
        "Ask the finance team.",
    ]
    found = {one.criterion.id: one for one in score_sop(text).marks}
    assert found["completeness"].findings[2].reason == "no section is empty, no placeholder left"


PROSE = """\
PETTY CASH

1. INTRODUCTION
The petty cash is a fund of 300 EUR for small purchases.

2. HOW TO GET PAID OUT
2.1 The employee fills in the voucher PC-1.
2.2 The line manager signs the voucher.

3. MONTHLY COUNT
3.1 The receptionist counts the cash on the last day.
3.2 If the count differs from the book, the receptionist informs the accountant.
"""


def test_titles_in_capitals_may_have_their_clauses_in_the_next_line():
    sop = read_sop(PROSE)
    assert [one.title for one in sop.sections] == [
        "PETTY CASH",
        "INTRODUCTION",
        "HOW TO GET PAID OUT",
        "MONTHLY COUNT",
    ]
    assert [one.line for one in sop.acts] == [7, 8, 11, 12]


def test_a_command_below_an_instruction_is_what_it_acts_on():
    steps = "1. Open “A”.\n2. Press “B”.\n3. Delete the pod:\n\n   ```\n   kubectl delete pod $POD\n   ```\n"
    text = f"# Pods\n\n## Procedure\n\n{steps}"
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == "actionability"]
    assert mark.points == 3


def found(text, criterion):
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == criterion]
    return mark.findings


BADGES = """\
# Badges

## Procedure

1. {first}
2. Search the visitor in “Envoy”.
3. {third}
"""


@pytest.mark.parametrize(
    ("first", "third", "nameless"),
    [
        ("Ask for the badge of the visitor.", "Print the badge.", ()),
        ("Ask the visitor for a photo.", "Print the label.", (7,)),
        ("Print the photo.", "Ask the visitor for a photo.", (5,)),
    ],
)
def test_a_thing_in_one_word_is_named_once_something_before_has_named_it(first, third, nameless):
    missed = found(BADGES.format(first=first, third=third), "actionability")[1]
    assert missed.lines == nameless


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("If changes are needed, call the editor.", False),
        ("What is required stands in “Form 3”.", False),
        ("Call the editor as needed.", True),
        ("Call the editor where required.", True),
    ],
)
def test_needed_leaves_it_to_the_reader_only_after_as_if_when_or_where(text, vague):
    assert found(f"# A\n\n## Procedure\n\n{STEPS}4. {text}\n", "actionability")[2].earned is not vague


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Read the pH when the display is stable.", "no condition is told that may hold or not"),
        ("If the pH is 9, call Ana.", "1 of 1 deciding steps tell one way only"),
        ("If the pH is 9, reject the sample.", "0 of 1 deciding steps tell one way only"),
    ],
)
def test_when_to_do_something_asks_for_no_other_way_and_a_refusal_ends_it(text, reason):
    assert found(f"# A\n\n## Procedure\n\n{STEPS}4. {text}\n", "decisions")[1].reason == reason


@pytest.mark.parametrize(
    ("entry", "earned"),
    [
        ("- 1.3: Limit raised to 500 EUR", True),
        ("- 2026-05-03 recount limit 5 % (was 10 %)", True),
        ("- v2 form added", True),
        ("- 2026-05-03", False),
        ("- 1.3: -", False),
        ("- Form added", False),
    ],
)
def test_what_changed_follows_a_version_or_a_day(entry, earned):
    text = f"# A\n\n## Procedure\n\n{STEPS}\n## Changelog\n\n{entry}\n"
    assert found(text, "governance")[1].earned is earned


def test_how_work_is_learnt_need_name_only_one_word_of_it():
    text = f"# Cannulation\n\n## Procedure\n\n{STEPS}\n## Competency\n\n{{}}\n"
    told = text.format("Nurses do three supervised cannulations before they work alone.")
    assert found(told, "training")[0].earned
    assert not found(text.format("Nurses do their best before they work alone."), "training")[0].earned


def test_a_question_is_no_example_of_what_goes_otherwise():
    text = f"# A\n\n## Procedure\n\n{STEPS}\n## FAQ\n\n**{{}}** Press it and save it again.\n"
    assert not found(text.format("What if nothing opens?"), "training")[2].earned
    assert found(text.format("Nothing opens."), "training")[2].earned


def test_a_paragraph_below_the_heading_of_a_step_tells_it():
    text = (
        "# Patch a server\n\n## Pre-checks\n\n- Backup of the node\n\n"
        "## Step 1 - Drain\n\nRun `drain` on the node.\n\n## Step 2 - Patch\n\nRun `upgrade`.\n\n"
        "## Step 3 - Uncordon\n\nRun `uncordon`.\n\n## Rollback\n\nIf the node is dead, restore the backup.\n"
    )
    assert [one.text for one in read_sop(text).acts] == [
        "Run drain on the node.",
        "Run upgrade.",
        "Run uncordon.",
    ]
    assert found(text, "completeness")[0].reason == "what is needed before is told"


def test_entries_in_bold_may_be_headings_and_a_head_of_a_table_may_state_the_issue():
    text = (
        "**Packing WI-33**\n\n| Issue: 3 | Page 1 of 1 |\n| --- | --- |\n\n1. **Tools and materials**\n\n"
        "Carton, bubble wrap, tape.\n\n2. **Instructions**\n\na.  Wrap the item in bubble wrap.\n\n"
        "b.  Place it in the carton.\n\nc.  Close the carton with tape.\n\n3. **Quality criteria**\n\nNo rattle.\n"
    )
    assert [one.title for one in read_sop(text).sections] == [
        "Packing WI-33",
        "Tools and materials",
        "Instructions",
        "Quality criteria",
    ]
    assert len(read_sop(text).instructions) == 3
    assert found(text, "governance")[0].reason == "a title and its issue"


def test_a_heading_may_be_the_role_that_does_what_stands_below_it():
    steps = "1. Check “C”.\n2. Otherwise press “D”.\n"
    text = f"# Expenses\n\n## Employee\n\n1. Open “A”.\n2. Press “B”.\n\n## {{}}\n\n{steps}"
    assert found(text.format("Line manager"), "roles")[1].reason == "every step names who does it"
    assert found(text.format("Inform the manager"), "roles")[1].reason == "1 does not name who does it"
    assert found(text.format("Finance"), "procedure")[1].reason == "0 of 4 begin otherwise"


def test_a_word_with_a_hyphen_is_the_same_as_its_parts():
    text = "# Month-end accrual\n\n## Purpose\n\nTo book the goods at month end.\n\n## Steps\n\n" + STEPS
    assert found(text, "purpose")[0].reason == "a purpose that speaks of this work"


def test_a_command_alone_tells_what_to_do():
    text = "# Deploy\n\n1. `git pull`\n2. `npm run build`\n3. `rsync -a dist/ web1:/srv`\n"
    assert found(text, "procedure")[0].reason == "3 of 3 instructions say what to do, in the imperative"
    files = "# Deploy\n\n- `config.yml`\n- `index.html`\n- **Save it**\n"
    assert not found(files, "procedure")[0].earned


def test_a_role_that_stands_alone_is_named_though_nothing_says_what_it_does():
    text = f"# Badges\n\n## Responsibility\n\nReceptionist\n\n## Procedure\n\n{STEPS}"
    assert found(text, "roles")[0].reason == "what the roles do in this work is not told"


def decisions(text):
    [mark] = [one for one in score_sop(text).marks if one.criterion.id == "decisions"]
    return mark.findings[0].reason


def test_what_to_do_may_stand_below_what_beside_who_does_it():
    rows = (
        "Post the bank statement in the ERP",
        "Reconcile the supplier accounts",
        "Lock the period in the ERP",
    )
    table = "\n".join(f"| Day {day} | {told} | Accountant |" for day, told in enumerate(rows, start=1))
    sop = read_sop(f"# Month-end close\n\n| When | What | Who |\n| --- | --- | --- |\n{table}\n")
    assert [(one.text, one.who) for one in sop.acts] == [(told, "Accountant") for told in rows]


def test_a_column_what_of_other_things_tells_no_instructions():
    table = "| What | Value |\n| --- | --- |\n| Least order | 5 EUR |\n| Terms of payment | 30 days |\n"
    text = f"# Orders\n\n## Procedure\n\n{table}\n{STEPS}"
    assert [one.text for one in read_sop(text).acts] == ["Open “A”.", "Press “B”.", "Save “C”."]


@pytest.mark.parametrize("when", ["Day 1", "Every Monday, 9:00", "By the end of the month", "At 17:30"])
def test_a_time_below_when_is_no_condition(when):
    rows = f"| {when} | Post the statement |\n| {when} | Lock the period |\n| {when} | Sign the report |\n"
    assert decisions(f"# Close\n\n| When | What to do |\n| --- | --- |\n{rows}") == "no condition is told"


def test_a_state_below_when_is_a_condition():
    rows = "| The stock is low | Order the parts |\n| A part is broken | Call the supplier |\n"
    text = f"# Parts\n\n| When | What to do |\n| --- | --- |\n{rows}| The bin is full | Empty the bin |\n"
    assert decisions(text).startswith("3 told")


def test_a_condition_before_an_arrow_may_be_one_word():
    assert tells_what_then("equal → enter the sum in the cash book")
    assert not tells_what_then("Open → press the button")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Enter supplier, invoice date, gross amount and cost centre.", 1),
        ("Enter name, address, phone and e-mail.", 1),
        ("The clerk enters the supplier, orders and dates.", 1),
        ("Enter the customer, order the parts and invoice them.", 3),
        ("Check, test and release.", 3),
        ("Position is gastric. Proceed to secure the tube.", 1),
        ("Do not feed. Order an X-ray.", 1),
        ("Do not feed.", 1),
        ("The manager signs the form. Requests above 500 EUR shall be signed by the director.", 1),
        ("Open a request. CI skips the slow suite.", 1),
    ],
)
def test_only_what_is_to_be_done_is_an_action_whatever_its_words_may_mean_elsewhere(text, number):
    assert actions(text) == number


@pytest.mark.parametrize(
    "purpose",
    [
        "This procedure makes sure that supplier invoices are matched before they are paid.",
        "This procedure controls how invoices are matched, in order to pay none twice.",
        "Invoices are matched so that none is paid twice.",
    ],
)
def test_a_purpose_says_what_for_in_any_of_the_usual_words(purpose):
    steps = "1. Match the invoice with the order.\n2. Pay the invoice.\n3. File the invoice.\n"
    text = f"# Invoices\n\n## Purpose\n\n{purpose}\n\n## Procedure\n\n{steps}"
    assert found(text, "purpose")[1].reason == "it says what for"


PARTS = {
    "numbers begin again": (
        "## Procedure\n\n1. Open “A”.\n2. Press “B”.\n\nResult: “B”.\n\n1. Save “C”.\n2. Sign “D”.\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "a line announces them": (
        "## Procedure\n\n1. Open “A”.\n2. Press “B”.\n\nIn the shop:\n\n1. Save “C”.\n2. Sign “D”.\n",
        [["Open", "Press", "Save", "Sign"]],
    ),
    "all numbers are one": ("## Procedure\n\n1. Open “A”.\n1. Press “B”.\n1. Save “C”.\n", [["Open", "Press", "Save"]]),
    "clauses of another part": (
        "## 2. Who may\n\nAll may.\n\n3.1 Open “A”.\n3.2 Press “B”.\n\n## 4. Count\n\n4.1 Save “C”.\n4.2 Sign “D”.\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "clauses of the next part": (
        "## 6 Procedure\n\n### 6.1 Open\n\n6.1.1 Open “A”.\n6.1.2 Press “B”.\n\n6.2.1 Save “C”.\n6.2.2 Sign “D”.\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "a list behind an empty line": (
        "## Tills\n\n- Open “A”.\n- Press “B”.\n\n- Save “C”.\n- Sign “D”.\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "a list with empty lines": (
        "## Tills\n\n- Open “A”.\n\n- Press “B”.\n\n- Save “C”.\n",
        [["Open", "Press", "Save"]],
    ),
    "a list with lists in it": (
        "## Tills\n\n- Open “A”.\n  - Press “B”.\n\n- Save “C”.\n  - Sign “D”.\n",
        [["Open", "Press", "Save", "Sign"]],
    ),
    "a list below the title": (
        "- Open “A”.\n- Press “B”.\n- Drop “E”.\n\n## Doors\n\n- Save “C”.\n- Sign “D”.\n",
        [["Open", "Press", "Drop"], ["Save", "Sign"]],
    ),
    "a table with the same head": (
        "## Procedure\n\n| # | Action |\n| - | - |\n| 1 | Open “A” |\n| 2 | Press “B” |\n\n"
        "| # | Action |\n| - | - |\n| 1 | Save “C” |\n| 2 | Sign “D” |\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "a table below the title": (
        "| # | Action |\n| - | - |\n| 1 | Open “A” |\n| 2 | Press “B” |\n\n"
        "## Doors\n\n| # | Action |\n| - | - |\n| 1 | Save “C” |\n| 2 | Sign “D” |\n",
        [["Open", "Press"], ["Save", "Sign"]],
    ),
    "commands below a heading": (
        "## 1. Open it\n\n```\nopen a\n```\n\nExpected output:\n\n```\nok b\n```\n\n```\npress b\n```\n\n"
        "## 2. Save it\n\n```\nsave c\n```\n\n## 3. Sign it\n\n```\nsign d\n```\n",
        [["Open"], ["press"], ["Save"], ["Sign"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "steps"), PARTS.values(), ids=PARTS)
def test_a_step_begins_without_a_heading_where_its_form_begins_anew(text, steps):
    found = read_sop(f"# Sales\n\n{text}").steps
    assert [[act.text.split()[0] for act in one.instructions] for one in found] == steps


def test_one_title_in_a_sentence_is_no_view_of_the_steps():
    text = (
        "# Insertion of a tube\n\n{}\n\n## Preparation\n\n" + "\n".join(f"{at}. Open “{at}”." for at in range(1, 8))
        + "\n\n## Insertion\n\n" + "\n".join(f"{at}. Press “{at}”." for at in range(1, 8)) + "\n"
    )  # fmt: skip
    assert not found(text.format("Nurses learn insertion."), "scannability")[2].earned
    again = text[text.index("\n## Insertion") :]
    assert not found(text.format("Nurses learn insertion.") + again, "scannability")[2].earned
    assert found(text.format("First preparation, then insertion."), "scannability")[2].earned


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Who can perform this procedure", "roles"),
        ("Who this procedure applies to", "scope"),
        ("When do I use this?", "scope"),
        ("Safety instructions", "rules"),
        ("Sequence", "procedure"),
        ("Applicable documents", "sources"),
        ("Documented information", "sources"),
        ("Change service", "revisions"),
        ("Behaviour in case of faults", "exceptions"),
        ("Education", "training"),
        ("Who's this for?", "scope"),
        ("Gotchas", "exceptions"),
        ("Special considerations", "exceptions"),
        ("Changes to this procedure", "revisions"),
    ],
)
def test_a_section_is_about_what_other_houses_call_so(title, topic):
    assert topic_of(title) == topic


def test_the_part_with_the_steps_is_the_procedure_also_where_another_is_called_so():
    told = "## Way of work\n\n- Open “A”.\n- Press “B”.\n- Save “C”.\n"
    text = f"# Tool change\n\n## Instructions for safe work\n\n- Gloves are worn.\n- Wear shoes.\n\n{told}"
    assert [one.title for one in read_sop(text).steps] == ["Way of work"]


BOUGHT = """\
# Buying

## Process

### Inputs

Purchase requisition, approved supplier list

### Placing

1. The buyer sends the requisition to the supplier.
2. The buyer enters the order in “SAP”.
3. Below 500 EUR the buyer approves the order. {otherwise}

### {title}

{told}
"""


def test_inputs_and_outputs_below_the_procedure_are_no_steps():
    text = BOUGHT.format(otherwise="", title="Outputs", told="Approved order, entered requisition")
    assert [one.title for one in read_sop(text).steps] == ["Placing"]
    assert [one.reason for one in found(text, "completeness")[:2]] == [
        "what is needed before is told",
        "when the work is complete is told",
    ]


def test_exceptions_may_be_steps_of_the_procedure():
    text = BOUGHT.format(
        otherwise="", title="Exceptions", told="1. If the supplier is blocked, the buyer calls Ana."
    )
    assert found(text, "decisions")[2].earned
    assert not found(text.replace("Exceptions", "Last things"), "decisions")[2].earned


def test_a_rejection_in_the_passive_is_the_other_way():
    one_way = "1 of 1 deciding steps tell one way only"
    rejected = "Larger orders are rejected."
    assert found(BOUGHT.format(otherwise="", title="End", told="Done."), "decisions")[1].reason == one_way
    assert found(BOUGHT.format(otherwise=rejected, title="End", told="Done."), "decisions")[1].earned


def test_who_may_do_the_work_has_a_role_and_so_has_who_does_it_in_a_table_with_d():
    may = "Registered nurses who have passed the test. Student nurses may help."
    assert {*read_sop(f"# A\n\n## Who can do this\n\n{may}\n").roles} == {
        "Registered nurses",
        "Student nurses",
    }
    ticks = "| Function | Open | Press |\n| --- | --- | --- |\n| Clerk | X | |\n| Manager | | X |\n"
    text = f"# A\n\n## Responsibilities\n\n{ticks}\n## Procedure\n\n{STEPS}"
    assert {*read_sop(text).roles} == {"Clerk", "Manager"}
    assert found(text, "roles")[0].reason == "roles with what they do"
    table = "| Work | Setter | Foreman |\n| --- | --- | --- |\n| Change the tool | D | I |\n"
    assert {*read_sop(f"# A\n\n## Responsibilities\n\n{table}").roles} == {"Setter"}


def test_a_row_may_say_to_what_the_work_applies():
    text = (
        "# A\n\n| Document | A-1 |\n| --- | --- |\n| Applies to | All wards and the ED |\n\n## Procedure\n\n"
        + STEPS
    )
    assert found(text, "scope")[1].reason == "it says to what it applies"


def test_a_row_that_begins_with_a_value_says_what_to_do_then():
    rows = "| 5.5 or below | Tape the tube |\n| 6.0 or above | Order an X-ray |\n| No liquid | Turn the patient |\n"
    text = f"# A\n\n## Procedure\n\n| pH | Action |\n| --- | --- |\n{rows}"
    assert decisions(text).startswith("3 told")
    assert (
        decisions(text.replace(" or below", "").replace(" or above", "").replace("No l", "L"))
        == "no condition is told"
    )


def test_who_prepared_checked_and_released_a_document_is_stated():
    table = "| Prepared | Checked | Released |\n| --- | --- | --- |\n| K. Huber | S. Vogt | Dr. Brandt |\n"
    text = f"# A\n\n## Procedure\n\n{STEPS}\n## Change service\n\n{table}"
    assert governance(text) == "stated: prepared, checked, released"


def test_a_step_may_stand_in_a_column_of_work_steps():
    rows = "| 1 | Open “A” | Ana |\n| 2 | Press “B” | Ben |\n| 3 | Save “C” | Ben |\n"
    text = f"# A\n\n## Sequence\n\n| No. | Work step | Responsible |\n| --- | --- | --- |\n{rows}"
    assert [(one.text, one.who) for one in read_sop(text).acts] == [
        ("Open “A”", "Ana"),
        ("Press “B”", "Ben"),
        ("Save “C”", "Ben"),
    ]


def test_records_kept_may_be_called_documented_information():
    text = RECORDS.format(records="- QF-21: red tag, kept 5 years").replace(
        "## Records", "## Documented information"
    )
    assert found(text, "evidence")[1].reason == "it is told which records are kept"


def test_an_unknown_word_before_off_or_up_is_a_verb_and_one_before_is_or_shall_is_none():
    assert is_imperative("Branch off main")
    assert not is_imperative("Branch offices follow")
    assert is_imperative("Position the tube")
    assert not is_imperative("Position is gastric")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("# WI-22 Cleaning", "a title and its number"),
        ("# Cleaning\n\n| Doc | Rev C |\n| --- | --- |\n| Kim | 2 |", "a title and its version"),
        ("# Cleaning\n\n**Policy #:** LAB-031", "a title and its policy #"),
        ("# Cleaning\n\nEffective: 02/2026", "a title and its date"),
        ("# Cleaning\n\nEffective: 02/2026\nVersion: 3", "a title and its version"),
    ],
)
def test_what_tells_one_document_from_another_is_seen_wherever_it_stands(head, reason):
    assert found(f"{head}\n\n## Procedure\n\n{STEPS}", "governance")[0].reason == reason


@pytest.mark.parametrize(
    "clause",
    ["4.{} **{}.** The clerk opens form {}.", "4.{} {}\nThe clerk opens form {}."],
)
def test_the_title_of_a_clause_is_not_what_it_says(clause):
    titles = ("Open it", "Press and check", "Saving")
    clauses = [clause.format(at, title, at) for at, title in enumerate(titles, start=1)]
    text = "# A\n\n## 4 Procedure\n\n" + "\n\n".join(clauses)
    reason = "3 of 3 instructions say what to do, in the third person"
    assert found(text, "procedure")[0].reason == reason


@pytest.mark.parametrize(
    "left_out",
    [
        "Returned cheques are dealt with in Procedure 7.5.",
        "Drawings of customers are controlled by P-12.",
        "Anything else goes through the normal release.",
    ],
)
def test_what_another_document_covers_is_left_out(left_out):
    text = f"# A\n\n## Scope\n\nApplies to “A”. {left_out}\n\n## Procedure\n\n{STEPS}"
    assert found(text, "scope")[2].earned


def test_for_whom_it_is_may_be_asked_in_one_line():
    text = f"# A\n\n**Who's this for?** All managers with a team that opens “A”.\n\n## Procedure\n\n{STEPS}"
    assert found(text, "scope")[1].reason == "it says to what it applies"


def test_a_column_of_checks_says_how_one_sees_what_came_of_a_step():
    rows = "| Open “A” | Display shows 75 |\n| Press “B” | |\n| Save “C” | |\n"
    text = f"# A\n\n## Procedure\n\n| Action | {{}} |\n| - | - |\n{rows}"
    assert found(text.format("Check"), "training")[1].earned
    assert not found(text.format("Remark"), "training")[1].earned


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ask the **owner** of the queue.", ["Ask the owner of the queue."]),
        ("**Owner** decides on the price.", ["Owner decides on the price."]),
        ("**Rev.** 4 **Owner** Jane Doe", ["Rev.: 4", "Owner: Jane Doe"]),
    ],
)
def test_a_label_in_bold_is_one_only_with_a_value_behind_it(text, read):
    assert [block.text for block in read_sop(f"# A\n\n{text}\n").blocks] == read
