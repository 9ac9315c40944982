"""The opportunity report: savings that fit into the time there is, and decisions that stay with people."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from ledgerium_cli.cases.model import total
from ledgerium_cli.documents.opportunities.render import _by_case, render_opportunities
from ledgerium_cli.documents.opportunities.sought import LOOKED_FOR
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import duration
from ledgerium_cli.findings.opportunities import RULES
from ledgerium_cli.recording.wire import Element

from .make import (
    HOSTILE,
    HOUR,
    A,
    B,
    Take,
    analysed,
    nine_orders,
    sales_order,
    sections,
    tables,
    tokens,
    unescaped_columns,
    worked_example,
)  # fmt: skip

TARGETS = """
[[targets]]
metric = "cycle"
minutes = 60
[[targets]]
metric = "credit_check_wait"
minutes = 30
"""


def nine():
    return analysed(*nine_orders(), workflow=sales_order(TARGETS))


def two_checks():
    """Two orders whose credit checks took 30 s and 50 s of work and 2 s each of wait."""
    take = Take("r", "Ana").page(0, A).press(30, A, "Run credit check", "Credit approved", after=2)
    return take.page(40, B).press(90, B, "Run credit check", "Credit approved", after=2)


def test_every_rule_has_its_words():
    assert set(LOOKED_FOR) == {rule.name for rule in RULES}


def test_opportunities_stand_in_their_rank_with_baseline_saving_and_limits():
    text = render_opportunities(View(nine()))
    rows = tables(sections(text)["Summary"])[0][1:-1]
    assert [name for name in sections(text) if name[0].isdigit()] == [f"{row[0]}. {row[1]}" for row in rows]
    assert len(rows) == 6
    assert all(row[5] != "none" or row[6] != "none" for row in rows)
    for row in rows:
        section = sections(text)[f"{row[0]}. {row[1]}"]
        for label in (
            "Why",
            "Baseline, recorded",
            "Saving, assumed",
            "Volume",
            "Risk",
            "Against it",
            "Measure afterwards",
        ):
            assert f"**{label}" in section
        assert re.search(r"\*\*Why:\*\* .*\(R\d: \d", section)
        assert "**Does a person decide?**" in section


def test_the_refused_validation_is_counted_and_cited():
    section = sections(render_opportunities(View(nine())))[
        "4. Do “Validate the order” on entry and show only the exceptions"
    ]
    assert "1 of 9 performances of “Validate the order” refused; " in section
    assert "Seen in 1 of 9 orders: SO-1045. (R1: 42–43)" in section


def test_what_writing_takes_and_what_carrying_takes_are_two_times_of_one_step():
    take = Take("r", "Ana")
    for number in range(3):
        case, at = f"SO-{2000 + number}", 600 * number
        take.page(at, case).fill(at + 20, case).copy(at + 25, case).paste(
            at + 32, case, "crm.acme.test", "Name"
        )
        take.fill(at + 90, case, "Reason", kind="multiline").press(
            at + 100, case, "Save order", "Order saved"
        )
    found = {one.proposal.rule: one for one in analysed(take, workflow=sales_order()).opportunities}
    draft, carry = found["draft-text"], found["copy-between-systems"]
    assert draft.work_baseline_ms == 3 * (90 - 33) * 1000, "since the field before was left"
    assert carry.work_baseline_ms == 3 * (5 + 7) * 1000, "before the copy, and before the paste"
    assert (draft.gains, carry.gains) == ("time", "time")
    assert draft.elsewhere_ms == carry.elsewhere_ms == 0


def test_a_title_is_a_sentence_whatever_people_call_the_step():
    analysis = nine()
    names = {one.activity.id: "Credit, 2nd look (R1)" for one in analysis.activities}
    titles = [one.proposal.title.calling(names) for one in analysis.opportunities]
    assert "Do “Credit, 2nd look (R1)” automatically and surface only breaches" in titles
    assert "Do “Credit, 2nd look (R1)” on entry and show only the exceptions" in titles
    assert not [one for one in titles if re.search(r"(?<!“)Credit, 2nd", one)]


def test_savings_never_exceed_the_time_there_is():
    analysis = nine()
    spent = total(case.parts for case in analysis.cases)
    assert sum(one.work.high_ms for one in analysis.opportunities) <= spent.work
    assert sum(one.wait.high_ms for one in analysis.opportunities) <= spent.wait
    there_is = f"{duration(spent.work)} of work and {duration(spent.wait)} of wait in 9 orders"
    assert f"The sum cannot exceed the time there is: {there_is}." in render_opportunities(View(analysis))


def test_baselines_by_case_add_up_to_those_of_the_opportunity():
    analysis = nine()
    for one in analysis.opportunities:
        baselines = _by_case(one.claims, analysis.order)
        assert sum(baselines.work) == one.work_baseline_ms
        assert sum(baselines.wait) == one.wait_baseline_ms


def test_what_a_higher_rank_claims_is_left_out_and_said():
    section = sections(render_opportunities(View(nine())))["6. Escalate cases whose cycle time passes 1 h"]
    assert "recorded there: " in section
    assert " counts at a higher rank." in section


def test_an_opportunity_whose_time_is_all_claimed_says_so_and_saves_nothing():
    toml = '[[targets]]\nmetric = "cycle"\nminutes = 5\n[[targets]]\nmetric = "cycle"\nminutes = 6\n'
    text = render_opportunities(View(analysed(*worked_example(), workflow=sales_order(toml))))
    [row] = tables(sections(text)["Summary"])[0][1:-1]
    assert row[1] == "Escalate cases whose cycle time passes 5 min"
    nothing = sections(text)["Looked at, nothing to gain"]
    assert "**Escalate cases whose cycle time passes 6 min**: " in nothing
    assert "All the time that it touches counts at a higher rank." in nothing


def test_what_higher_ranks_leave_next_to_nothing_of_is_told_in_one_line():
    text = render_opportunities(View(nine()))
    hold = "Hold fewer cases at “Run the credit check”, or for less time (“credit”)"
    assert hold not in sections(text)["Summary"]
    told = "- Under a twentieth of all work or wait, without what counts at a higher rank: "
    assert f"{told}{hold} (29 min 56 s of wait)." in sections(text)["Looked at, nothing to gain"].replace(
        "\u00a0", " "
    )


def test_what_closes_a_gap_is_told_apart_from_what_saves_time():
    toml = '[[assumptions.saved]]\nrule = "check-on-entry"\nlow = 0\nhigh = 0\n'
    text = render_opportunities(View(analysed(*nine_orders(), workflow=sales_order(toml))))
    title = "Do not let a case go on without “Run the credit check”"
    assert f"Closes a gap, and saves no time: {title}." in sections(text)["Summary"]
    assert "**Saving, assumed:** none. It closes a gap" in sections(text)[f"Closes a gap: {title}"]
    assert [*sections(text)][:2] == ["Summary", f"Closes a gap: {title}"], "before all that saves time"
    assert "None of the time is assumed to be saved." in sections(text)["Looked at, nothing to gain"]


def test_of_few_cases_each_one_is_shown():
    text = render_opportunities(View(analysed(two_checks(), workflow=sales_order())))
    row = tables(sections(text)["Summary"])[0][1]
    assert row[1] == "Do “Run the credit check” automatically and surface only breaches"
    assert row[3] == "15 s to 27 s; 25 s to 45 s"
    assert "Per case: each case itself, because n = 2 is too few for a mean." in text
    assert "1 min 20 s of work (per case 30 s, 50 s (n = 2))" in text


def test_a_person_keeps_deciding():
    text = render_opportunities(View(nine()))
    assert "Yes. It can find" not in text
    assert (
        "No step of it is declared as a judgement. As proposed it finds, shows or prepares, and leaves"
        in text
    )
    assert (
        "No step of it is declared as a judgement. What" in text
    )  # nobody declared that, so no mark says so
    section = sections(text)["Do not automate"]
    assert "**Decide on the hold**: 1 performance in 1 of 9 orders, by Ben." in section
    assert "It showed “Hold released” in 1 performance. (R2: 1–3)" in section


def test_a_step_declared_as_a_judgement_is_never_called_automatable():
    toml = '[[targets]]\nmetric = "cycle"\nminutes = 1\n'
    ana = (
        Take("a", "Ana")
        .page(0, A)
        .press(10, A, "Save order")
        .press(20, A, "Run credit check", "On hold: limit exceeded")
    )
    ben = Take("b", "Ben", start=900).press(950, A, "Release hold", "Hold released")
    ben.press(960, A, "Hand over to warehouse", "Released to fulfilment")
    section = sections(render_opportunities(View(analysed(ana, ben, workflow=sales_order(toml)))))
    assert (
        "Yes. A judgement of a person *(declared)*: Decide on the hold."
        in section["1. Escalate cases whose cycle time passes 1 min"]
    )


def test_without_a_workflow_file_nothing_is_found_and_the_reasons_are_given():
    text = render_opportunities(View(analysed(*worked_example())))
    assert "> **Guessed** from what was on the screen: the names of steps" in text
    assert sections(text)["Summary"].strip().startswith("No opportunity to save time was found.")
    assert sections(text)["What was looked for and not found"].count("no workflow file declares") == 4
    assert "which decisions need a person is not known" in text


def test_what_was_not_found_though_declared_has_another_reason():
    text = render_opportunities(View(analysed(two_checks(), workflow=sales_order())))
    lines = sections(text)["What was looked for and not found"]
    assert "not found, because no such check was seen to refuse anything" in lines
    assert "cannot be found, because no workflow file declares a target in minutes" in lines


def test_who_is_named_is_not_said_to_be_unknown_where_it_is_not_known_what_they_were_doing():
    """Ben recorded nothing between the order and his check of it."""
    ana = Take("a", "Ana").page(0, A).fill(10, A).press(20, A, "Save order", "Order saved")
    ben = Take("b", "Ben", start=7200).page(7200, A).press(7220, A, "Run credit check", "Credit approved")
    text = render_opportunities(View(analysed(ana, ben, workflow=sales_order())))
    told = next(one for one in text.splitlines() if one.startswith("- Why cases wait longest"))
    assert told.endswith("it is not known what the person who did the step was doing meanwhile.")


def test_few_cases_are_said_to_be_too_few_to_rank():
    text = render_opportunities(View(analysed(two_checks(), workflow=sales_order())))
    assert "stable" not in text
    assert "From n = 2 no rank says anything about other cases: that is too few to rank." in text


def test_of_a_check_that_can_only_refuse_it_is_not_said_that_it_never_passed():
    """Validation passed twice; the credit check, which alone can be breached, was not seen to."""
    take = Take("r", "Ana").page(0, A).press(30, A, "Validate order", "Validation passed", after=2)
    take.page(40, B).press(90, B, "Validate order", "Validation passed", after=2)
    text = render_opportunities(View(analysed(take, workflow=sales_order())))
    looked = sections(text)["What was looked for and not found"]
    assert "A check that can be breached, run by hand, that passed and could run by itself" in looked
    assert "not found, because no such check was seen to pass twice." in looked


def test_no_declaration_is_said_to_be_missing_that_stands_in_the_workflow_file():
    """The check that can refuse can be breached too, and was seen to do neither."""
    refusal = '{ name = "Validation failed", result = "refused"'
    breach = '{ name = "Below the floor", result = "breached", when = { message = "below" } },\n  '
    workflow = sales_order(**{refusal: breach + refusal})
    lines = sections(render_opportunities(View(analysed(two_checks(), workflow=workflow))))[
        "What was looked for and not found"
    ]
    assert "not found, because no such check was seen to refuse anything" in lines


@pytest.mark.parametrize("declared", [False, True])
def test_hostile_text_stays_text(declared):
    take = Take(HOSTILE, HOSTILE, host=HOSTILE, title=HOSTILE)
    for number in range(2):
        take.mark(number * 100, f"{number} {HOSTILE}", "case").copy(number * 100 + 10, HOSTILE)
        take.paste(number * 100 + 20, HOSTILE, f"b.{HOSTILE}").press(
            number * 100 + 30, HOSTILE, HOSTILE, HOSTILE
        )
        take.press(number * 100 + 40, HOSTILE, "Run credit check", f"Credit approved {HOSTILE}")
        take.press(number * 100 + 50, HOSTILE, "Release hold", f"Hold released {HOSTILE}")
    words = {"Decide on the hold": HOSTILE, "Run the credit check": HOSTILE, "Hold released": HOSTILE}
    workflow = sales_order(**words) if declared else None
    text = render_opportunities(View(analysed(take, workflow=workflow)))
    if declared:
        assert "1. " in "".join(sections(text))
    assert not {token.type for token in tokens(text)} & {"html_inline", "html_block", "link_open", "image"}
    assert {token.content for token in tokens(text) if token.type == "code_inline"} <= {
        "ledgerium init --from",
        "check = true",
        "judgement = true",
        "refused",
        "breached",
    }
    assert all(len(columns) == 1 for columns in unescaped_columns(text))
    assert "\u202e" not in text


def test_the_same_recordings_give_the_same_text():
    assert render_opportunities(View(nine())) == render_opportunities(View(nine()))


def test_a_declared_number_of_cases_makes_savings_per_week():
    text = render_opportunities(
        View(analysed(*nine_orders(), workflow=sales_order("[assumptions]\ncases_per_week = 90")))
    )
    name = "Do “Run the credit check” automatically and surface only breaches"
    (section,) = [told for title, told in sections(text).items() if title.endswith(name)]
    assert "About 50 per week, assumed from the declared number, which would save 29 min" in section


def test_that_wait_counts_nights_where_no_working_hours_are_declared_is_said():
    def told(declared: str, days: int) -> str:
        ana = Take("r", "Ana")
        for n in range(3):
            case, at = f"SO-{2000 + n}", n * 60 * 20
            ana.press(at, case, "Save order", "Order saved")
            ana.press(at + days * 24 * HOUR, case, "Validate order", "Validation passed")
        return render_opportunities(View(analysed(ana, workflow=sales_order(declared))))

    said = "No working hours are declared, so the wait counts nights, weekends and holidays too"
    assert said in told("", days=2)
    assert said not in told("", days=0), "nothing of a day"
    assert said not in told('[calendar]\nzone = "UTC"\nhours = ["Mon-Fri 09:00-17:00"]\n', days=2)


def by_crm(*, looks_back: bool) -> str:
    """Two orders that begin in the CRM, of which a link leads to the form in the ERP."""
    takes = []
    for number in range(2):
        at, order = 100 * number, f"SO-{2000 + number}"
        ana = Take(f"a{number}", "Ana", start=at)._add(at, "page_shown", order, host="crm.example.com")
        link = Element(role="link", name="Start order")
        ana._add(at + 9, "click", order, host="crm.example.com", element=link)
        ana.page(at + 10, order).fill(at + 20, order)
        if looks_back:
            ana._add(at + 25, "tab_shown", order, host="prices.example.com")
        takes.append(ana.page(at + 28, order).press(at + 30, order, "Save order", "Order saved"))
    return render_opportunities(View(analysed(*takes, workflow=sales_order())))


def test_a_page_that_only_leads_on_to_the_form_is_nothing_that_people_look_up():
    assert "what people look up" not in by_crm(looks_back=False)
    told = by_crm(looks_back=True)
    assert re.search(r"## 1\. Show in \S+ what people look up in prices", told)
    assert told.count("what people look up in") == 2, "in the table and over its section"


def test_recordings_without_times_are_in_no_mean_and_make_no_weeks():
    timed = nine_orders()
    told = render_opportunities(View(analysed(*timed, workflow=sales_order())))
    early = (
        Take("old", "Ana", start=-90 * 24 * HOUR)
        .page(-90 * 24 * HOUR, "SO-1")
        .press(-90 * 24 * HOUR, "SO-1", "Save order")
    )
    untimed = replace(early.recording(), timed=False)
    mixed = render_opportunities(View(analysed(*timed, untimed, workflow=sales_order())))
    rows = [line for line in told.splitlines() if re.match(r"\| \d", line)]
    assert rows
    assert [line for line in mixed.splitlines() if re.match(r"\| \d", line)] == rows
    assert "Per case: the mean over the 9 recorded cases whose time is known." in mixed
    assert "in 9 of 10 orders. No time counts twice" in mixed
    assert "About" not in mixed
