"""SOPs in the styles of other houses: judged as a quality manager would, their advice followed, their parts removed."""

import re
from pathlib import Path

import pytest

from ledgerium_cli.score.judge import CRITERIA, score_sop
from ledgerium_cli.score.read import read_sop
from ledgerium_cli.score.topics import TITLES

SOPS = {one.stem: one.read_text("utf-8") for one in sorted((Path(__file__).parent / "foreign").glob("*.md"))}
IDS = [one.id for one in CRITERIA]

#                       purpose  roles  actionable  decisions  evidence  training
#                           scope  procedure  complete  scannable  governance  machine use
VERDICTS = {
    "agency_sampling":    [0, 3, 0, 2, 2, 2, 2, 3, 2, 2, 2, 0],
    "army_tacsop":        [3, 3, 3, 2, 3, 1, 2, 3, 0, 2, 0, 0],
    "bank_wire":          [3, 3, 3, 3, 3, 1, 3, 3, 0, 3, 2, 0],
    "callcentre":         [3, 3, 3, 3, 3, 3, 3, 3, 0, 3, 2, 0],
    "checklist":          [0, 0, 0, 3, 3, 1, 1, 3, 0, 1, 0, 0],
    "click_headings":    [0, 0, 0, 3, 3, 1, 0, 3, 0, 0, 0, 0],
    "emoji_notes":       [2, 0, 0, 2, 3, 1, 1, 3, 0, 3, 1, 0],
    "fine_words":        [1, 2, 1, 3, 1, 0, 0, 3, 0, 2, 0, 0],
    "fire_guideline":     [3, 3, 3, 2, 3, 1, 2, 3, 0, 2, 0, 0],
    "gmp_cleaning":       [3, 3, 1, 2, 3, 2, 2, 3, 0, 3, 0, 0],
    "hospital_raci":      [3, 3, 3, 2, 3, 2, 2, 3, 0, 3, 2, 0],
    "iso_manual":         [3, 3, 3, 3, 3, 1, 2, 3, 2, 3, 0, 0],
    "it_runbook":         [3, 1, 0, 3, 3, 2, 3, 3, 0, 3, 1, 0],
    "month_end":          [3, 3, 3, 3, 3, 1, 2, 3, 1, 3, 1, 0],
    "numbered_prose":    [2, 0, 1, 2, 3, 1, 2, 3, 1, 2, 0, 0],
    "onboarding":         [2, 0, 3, 2, 2, 2, 1, 3, 0, 2, 1, 0],
    "picture_guide":     [0, 0, 0, 2, 3, 1, 1, 3, 0, 2, 1, 0],
    "plain_iso":          [3, 3, 3, 2, 3, 1, 3, 2, 0, 3, 1, 0],
    "playscript":         [2, 3, 1, 2, 3, 1, 3, 3, 2, 1, 2, 0],
    "prose_policy":       [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "requisition_table":  [3, 3, 3, 3, 3, 2, 3, 3, 0, 3, 1, 0],
    "ticket_tasks":      [3, 0, 3, 2, 2, 1, 3, 3, 0, 2, 0, 0],
    "university_lab":     [3, 3, 0, 2, 3, 2, 2, 3, 0, 3, 2, 0],
    "wiki_export":        [3, 3, 3, 2, 3, 2, 0, 3, 0, 3, 0, 0],
    "work_instruction":   [2, 0, 0, 1, 3, 1, 2, 3, 0, 2, 1, 0],
}  # fmt: skip


def marks(text):
    return [mark.points for mark in score_sop(text).marks]


@pytest.mark.parametrize("name", SOPS)
def test_each_criterion_has_the_points_that_a_quality_manager_gives(name):
    assert dict(zip(IDS, marks(SOPS[name]), strict=True)) == dict(zip(IDS, VERDICTS[name], strict=True))


def before(heading, text):
    return (heading, f"{text}\n\n{heading}")


ADVICE = [
    ("agency_sampling", "purpose", [before("## 1. Scope", "## Purpose\n\nTo take samples that can be compared.")]),
    ("agency_sampling", "actionability", [("COC-1 as appropriate.", "COC-1 with the time of the hand-over.")]),
    ("army_tacsop", "completeness", [before("4. PROCEDURES.", "**Equipment.**\n\nVS-17 panel and DD Form 1380.")]),
    ("bank_wire", "completeness", [before("## Process", "## Prerequisites\n\nAccess to T24 and to the phone line.")]),
    ("callcentre", "training", [before("## What's", "## Training\n\nA new agent takes ten calls with a team lead.")]),
    ("callcentre", "machine-use", [before("1. **Greet", "<!-- step: take-call -->")]),
    ("checklist", "governance", [before("## Tills", "## Changes\n\n- Version 5: the limit of the safe is new.")]),
    ("checklist", "roles", [before("## Tills", "## Roles\n\nShift leader: closes the tills and locks the doors.")]),
    ("gmp_cleaning", "roles", [("6.1.1 Switch", "6.1.1 Operator: Switch"), ("6.2.1 Carry", "6.2.1 Operator: Carry")]),
    ("hospital_raci", "decisions", [("informs the physician.", "informs the physician; otherwise see 5.")]),
    ("hospital_raci", "procedure", [(" in the chart and informs the physician", " in the chart")]),
    ("it_runbook", "scope", [("Alert `", "This applies to the orders database. Alert `")]),
    ("playscript", "evidence", [("6650.", "6650 by form TE-1."), ("Thursday.", "Thursday by form TE-1.")]),
    ("plain_iso", "completeness", [before("4 PROCEDURE", "EQUIPMENT\nReference gauge blocks and lint-free cloth.")]),
    ("playscript", "purpose", [("Employees are", "So that employees are")]),
    ("playscript", "governance", [before("## Records", "## Revisions\n\n- C: form TE-2 added in 5.1.")]),
    ("requisition_table", "training", [before("## Rev", "## Training\n\nNew buyers place orders with a colleague.")]),
    ("university_lab", "roles", [before("**Equipment**", "**Responsibilities**\n\nUser: runs the autoclave.")]),
    ("fire_guideline", "completeness", [before("IV. PROCEDURE", "**Equipment**\n\nEngine with 1¾ inch line, a lamp.")]),
    ("iso_manual", "decisions", [before("## 6 QUAL", "## Exceptions\n\nA product of a customer is never scrapped.")]),
    ("month_end", "evidence", [("day 1.", "day 1 [F-1]."), ("continue.", "continue [F-2]."),
      ("the trial balance (", "the trial balance [F-3] ("), ("in OB52", "in OB52 [F-4]")]),
    ("onboarding", "purpose", [("can work", "get what they need so that they can work")]),
    ("onboarding", "scope", [before("## Who does", "## Scope\n\nApplies to every new employee.")]),
    ("wiki_export", "decisions", [("the damaged pallet.", "the damaged pallet; if goods leak, call the inspector.")]),
    ("prose_policy", "procedure", [("Visitors may be given a badge where necessary.", "- Print a badge.\n- Hand the "
      "badge to the visitor.\n- Collect the badge at the door.\n\n")]),
    ("picture_guide", "completeness", [("Use this guide", "You need: access to the help desk.\n\nUse this guide")]),
    ("click_headings", "governance", [before("## 1.", "Version 2, 12 May 2026")]),
    ("numbered_prose", "decisions", [before("5. FORMS", "EXCEPTIONS\nWithout a receipt, the line manager is called.")]),
    ("ticket_tasks", "completeness", [before("## Steps", "## Before you start\n\n- Access to Jira and to SAP")]),
    ("emoji_notes", "decisions", [("type each count.", "type each count. If a line is missing, call Lena.")]),
    ("fine_words", "actionability", [("all relevant information", "the calls and e-mails of the customer"),
      ("Identify the root cause", "Name the cause in “Cause”"), ("an appropriate solution", "a refund in “Offer”"),
      ("Document lessons learned", "Document the lesson in “Notes”")]),
    ("work_instruction", "procedure", [("damaged by customer -> r", "R"), ("more than 200 EUR -> ask", "Ask")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "criterion", "edits"), ADVICE, ids=[f"{one}-{of}" for one, of, _ in ADVICE])
def test_following_the_advice_for_the_next_point_earns_it(name, criterion, edits):
    text = SOPS[name]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    [was] = [mark for mark in score_sop(SOPS[name]).marks if mark.criterion.id == criterion]
    [now] = [mark for mark in score_sop(text).marks if mark.criterion.id == criterion]
    assert was.next is not None
    assert now.findings[was.criterion.points.index(was.next[0])].earned
    assert score_sop(text).exact > score_sop(SOPS[name]).exact


def paragraphs(text):
    """From line to line: what stands between blank lines, and sections with all below their heading."""
    lines = [*text.split("\n"), ""]
    titles = {title for one in read_sop(text).sections for title in (one.title, f"{one.title}.")}
    code, begun, heads = False, None, []
    for at, line in enumerate(lines):
        code ^= line.startswith("```")
        if line.strip() and begun is None:
            begun = at
        if not line.strip() and not code and begun is not None:
            if at - begun > 1 or not (lines[begun].startswith("#") or lines[begun][3:] in titles):
                yield begun, at
            begun = None
        if line.startswith("#") and not code:
            heads.append((at, len(line) - len(line.lstrip("#"))))
    for place, (at, level) in enumerate(heads[1:], start=1):
        yield at, next((other for other, deep in heads[place + 1 :] if deep <= level), len(lines))


@pytest.mark.parametrize("name", SOPS)
def test_without_one_of_its_parts_it_scores_no_better_but_for_what_a_missed_point_names(name):
    whole, lines = score_sop(SOPS[name]), SOPS[name].split("\n")
    for begin, end in paragraphs(SOPS[name]):
        part = score_sop("\n".join([*lines[:begin], *lines[end:]]))
        better = [
            missed
            for was, now in zip(whole.marks, part.marks, strict=True)
            for missed, then in zip(was.findings, now.findings, strict=True)
            if missed.earned is False and then.earned is not False
        ]
        named = all(any(begin < line <= end for line in one.lines) for one in better)
        assert part.exact <= whole.exact + 1e-9 or named, (lines[begin], better)


@pytest.mark.parametrize("name", SOPS)
def test_without_one_of_its_headings_it_scores_no_better(name):
    whole, lines = score_sop(SOPS[name]), SOPS[name].split("\n")
    for section in read_sop(SOPS[name]).sections:
        is_alone = not section.blocks or section.blocks[0].line > section.line
        if section.level and is_alone:
            part = score_sop("\n".join([*lines[: section.line - 1], *lines[section.line :]]))
            assert part.exact <= whole.exact + 1e-9, section.title


@pytest.mark.parametrize("name", SOPS)
def test_what_is_told_twice_earns_no_more_than_once(name):
    lines = SOPS[name].split("\n")
    for begin, end in paragraphs(SOPS[name]):
        again = "\n".join([*lines[:end], "", *lines[begin:end], "", *lines[end:]])
        assert score_sop(again).exact <= score_sop(SOPS[name]).exact + 1e-9, lines[begin]


@pytest.mark.parametrize("name", SOPS)
@pytest.mark.parametrize("heading", ["## {}", "**{}**"])
def test_a_heading_with_nothing_below_it_earns_nothing(name, heading):
    empty = "\n\n".join(heading.format(begins[0].title()) for begins in TITLES.values())
    lines = SOPS[name].split("\n")
    places = [at for at, line in enumerate(lines) if line.startswith("## ")]
    for at in [*places, len(lines)]:
        text = "\n".join([*lines[:at], "", empty, "", *lines[at:]])
        assert score_sop(text).exact <= score_sop(SOPS[name]).exact + 1e-9, at


STUFFED = (
    "Purpose",
    "Scope",
    "Roles",
    "Equipment",
    "Exceptions",
    "Completion",
    "Training",
    "Records",
    "Revisions",
)
WANTED = (
    "to ensure so that applies from begins ends not if then otherwise result evidence all because".split()
)


@pytest.mark.parametrize("name", SOPS)
@pytest.mark.parametrize("joined", [" ", ", ", "\n- "])
def test_a_list_of_the_words_that_count_earns_nothing(name, joined):
    told = [
        word for one in read_sop(SOPS[name]).instructions for word in re.findall(r"[A-Za-z-]{3,}", one.text)
    ]
    for listed in (sorted({*told}), [*told, *WANTED], sorted({*told, *WANTED}, reverse=True), WANTED):
        words = joined.join(["", *listed]).strip(", ")
        padding = "".join(f"\n\n## {title}\n\n{words}" for title in STUFFED)
        assert score_sop(SOPS[name] + padding).exact <= score_sop(SOPS[name]).exact + 1e-9, words


@pytest.mark.parametrize("name", SOPS)
@pytest.mark.parametrize("entry", ["{}", "- {}"])
def test_the_steps_copied_into_other_parts_earn_nothing(name, entry):
    steps = [one.text for one in read_sop(SOPS[name]).instructions]
    copied = "\n\n".join(entry.format(f"{one.rstrip('.')}.") for one in steps)
    padding = "".join(f"\n\n## {title}\n\n{copied}" for title in STUFFED)
    assert score_sop(SOPS[name] + padding).exact <= score_sop(SOPS[name]).exact + 1e-9


def test_one_sentence_earns_what_it_says_in_one_part_only():
    text = SOPS["checklist"]
    every = "To ensure that all tills are closed from the evening to the morning, not the bar.\n"
    one = score_sop(f"{text}\n\n## Scope\n\n{every}")
    many = score_sop(
        f"{text}\n\n## Scope\n\n{every}" + "".join(f"\n\n## {title}\n\n{every}" for title in STUFFED)
    )
    assert score_sop(text).exact < one.exact
    assert many.exact <= one.exact


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("checklist", '```json\n{"a": "count the cash"}\n```'),
        ("checklist", "```mermaid\nflowchart TD\n  till --> safe\n```"),
        ("wiki_export", "### 5.3 Archive\n\nResult: ok"),
        ("wiki_export", "## Exceptions\n\nIf so, good."),
        ("wiki_export", "## Exceptions\n\nNone were seen. Every delivery went this way."),
        ("agency_sampling", "## Revisions\n\n1.0: -"),
    ],
)
def test_the_form_of_a_part_without_what_belongs_in_it_earns_nothing(name, empty):
    assert score_sop(f"{SOPS[name]}\n\n{empty}\n").exact <= score_sop(SOPS[name]).exact + 1e-9


LINES = [
    "Before you start: you need access to NetSuite.",
    "Purpose: To keep the books of the company right.",
    "Scope: All entities in the EU.",
    "Roles: the controller approves, the clerk posts.",
    "Completion: the ledger is closed.",
    "Training: new clerks do it twice with a lead.",
    "Owner: Finance",
    "Prereqs: alarm code, till key.",
]
TITLED = [name for name, text in SOPS.items() if re.search(r"^# .*$", text, re.M)]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", TITLED)
def test_a_line_that_tells_a_part_never_lowers_the_score(name, line):
    more = re.sub(r"^# .*$", lambda title: f"{title[0]}\n\n{line}\n", SOPS[name], count=1, flags=re.M)
    assert score_sop(more).exact >= score_sop(SOPS[name]).exact


@pytest.mark.parametrize("name", [name for name, text in SOPS.items() if "\n## " in text])
def test_a_line_that_tells_a_part_never_lowers_the_score_wherever_it_stands(name):
    lines = SOPS[name].split("\n")
    ends = [at for at, line in enumerate(lines) if not line and lines[at + 1 :][:1] != [""]]
    gaps = [at for at in ends if not "".join(lines[at + 1 :][:1]).startswith((" ", "-", "|", "```"))]
    for turn, at in enumerate(gaps[3:]):
        more = "\n".join([*lines[:at], "", LINES[turn % len(LINES)], "", *lines[at:]])
        assert score_sop(more).exact >= score_sop(SOPS[name]).exact - 1e-9, (at, LINES[turn % len(LINES)])


CLOSE = """\
# Close the month

Before you start: you need access to NetSuite.

{hashes} Step 1 - Lock the period
- Click **Lock A/R**
- Run the bank report
- If a difference is over 50 EUR, call the controller
"""


@pytest.mark.parametrize("hashes", ["##", "###", "####"])
def test_steps_below_headings_are_read_whatever_line_stands_before_them(hashes):
    text = CLOSE.format(hashes=hashes)
    of = {mark.criterion.id: mark.points for mark in score_sop(text).marks}
    without = score_sop(text.replace("Before you start: you need access to NetSuite.\n\n", ""))
    assert (of["procedure"], of["actionability"]) == (3, 3)
    assert (
        of["completeness"] == {mark.criterion.id: mark.points for mark in without.marks}["completeness"] + 1
    )
