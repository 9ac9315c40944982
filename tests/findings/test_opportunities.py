"""Opportunities are found where the evidence is, and only there; no millisecond is saved twice."""

import pytest

from ledgerium_cli.cases.model import Case, total
from ledgerium_cli.findings.opportunities.model import Opportunity
from ledgerium_cli.workflow.wire import Workflow

from .make import ORDERS, Did, case, minutes, opportunities, workflow

FLOW = workflow()
REFUSED = Did("validate", 2, 3, "price missing")


def order(name: str, *steps: Did, flow: Workflow = FLOW) -> Case:
    return case(name, *steps, flow=flow)


def of_rule(rule: str, cases: list[Case], flow: Workflow = FLOW) -> list[Opportunity]:
    return [one for one in opportunities(cases, flow) if one.proposal.rule == rule]


def test_checking_on_entry_is_found_where_the_check_refused() -> None:
    again = Did("enter", 5, 9), Did("validate", 10, 12, "is valid"), Did("ship", 20, 21)
    (found,) = of_rule("check-on-entry", [order("SO-1", Did("enter", 0, 1), REFUSED, *again)])
    assert found.proposal.cases == ("SO-1",)
    # The refused check 1, entering it again 4, the check that passed 2; the first entry and the shipping not.
    assert minutes(found.work_baseline_ms) == 7
    # The wait before each of these: 1 + 2 + 1.
    assert minutes(found.wait_baseline_ms) == 4
    assert (minutes(found.work.low_ms), minutes(found.work.high_ms)) == (3.5, pytest.approx(6.3))


def test_checking_on_entry_is_not_found_where_every_check_passed() -> None:
    passed = order("SO-1", Did("enter", 0, 1), Did("validate", 2, 3, "is valid"), Did("ship", 5, 6))
    assert of_rule("check-on-entry", [passed]) == []


def test_after_a_refusal_that_nobody_checked_again_only_the_check_is_counted() -> None:
    (found,) = of_rule("check-on-entry", [order("SO-1", REFUSED, Did("confirm", 5, 9), Did("ship", 10, 12))])
    assert minutes(found.work_baseline_ms) == 1


def test_what_a_person_must_judge_is_not_checked_on_entry_or_run_automatically() -> None:
    flow = workflow(base=ORDERS.replace("check = true", "check = true\njudgement = true"))
    cases = [order(f"SO-{n}", REFUSED, Did("credit", 4, 5, "approved"), flow=flow) for n in (1, 2)]
    assert opportunities(cases, flow) == ()


def test_what_is_no_check_is_not_offered_as_one() -> None:
    flow = workflow(base=ORDERS.replace("check = true", "check = false"))
    cases = [order(f"SO-{n}", REFUSED, Did("credit", 4, 5, "approved"), flow=flow) for n in (1, 2)]
    assert opportunities(cases, flow) == ()


def test_a_check_that_passed_by_hand_is_offered_without_its_breaches() -> None:
    passed = [order(f"SO-{n}", Did("enter", 0, 1), Did("credit", 4, 6, "approved")) for n in (1, 2)]
    breached = order("SO-3", Did("enter", 0, 1), Did("credit", 4, 9, "over the limit"))
    (found,) = of_rule("check-automatically", [*passed, breached])
    assert found.proposal.cases == ("SO-1", "SO-2")
    assert found.proposal.person_decides
    assert (minutes(found.work_baseline_ms), minutes(found.wait_baseline_ms)) == (4, 6)
    assert "2 of 3" in found.proposal.why


def test_one_passed_check_is_no_evidence() -> None:
    assert of_rule("check-automatically", [order("SO-1", Did("credit", 4, 6, "approved"))]) == []


CYCLE_10 = '[[targets]]\nmetric = "cycle"\nminutes = 10\n'


def test_escalation_claims_no_more_than_the_wait_beyond_the_target() -> None:
    flow = workflow(CYCLE_10)
    late = order("SO-1", Did("enter", 0, 1), Did("confirm", 16, 17), Did("ship", 20, 24), flow=flow)
    in_time = order("SO-2", Did("enter", 0, 1), Did("ship", 8, 10), flow=flow)
    (found,) = of_rule("escalate-stalled", [late, in_time], flow)
    assert (found.proposal.cases, found.proposal.person_decides) == (("SO-1",), True)
    assert (minutes(found.wait_baseline_ms), found.work_baseline_ms) == (14, 0)
    assert (found.wait.low_ms, minutes(found.wait.high_ms)) == (0, 14)


def test_escalation_claims_no_work_however_late_a_case_is() -> None:
    flow = workflow(CYCLE_10)
    late = order("SO-1", Did("enter", 0, 30), Did("ship", 33, 34), flow=flow)
    (found,) = of_rule("escalate-stalled", [late], flow)
    assert (minutes(found.wait_baseline_ms), found.work_baseline_ms) == (3, 0)


@pytest.mark.parametrize("target", ["", CYCLE_10])
def test_nothing_is_escalated_without_a_target_or_within_it(target: str) -> None:
    flow = workflow(target)
    assert (
        of_rule("escalate-stalled", [order("SO-1", Did("enter", 0, 1), Did("ship", 8, 9), flow=flow)], flow)
        == []
    )


def test_escalating_the_credit_check_claims_the_wait_at_the_credit_check() -> None:
    """The case waits longer before shipping, which is not what the target is about."""
    flow = workflow('[[targets]]\nmetric = "credit_check_wait"\nminutes = 5\n')
    steps = Did("enter", 0, 1), Did("credit", 8, 9), Did("confirm", 12, 13), Did("ship", 90, 91)
    (found,) = of_rule("escalate-stalled", [order("SO-1", *steps, flow=flow)], flow)
    assert minutes(found.wait_baseline_ms) == 5  # 7 before the check and 3 after it; 5 are allowed


def test_escalating_the_credit_check_cites_a_step_at_the_credit_check() -> None:
    flow = workflow('[[targets]]\nmetric = "credit_check_wait"\nminutes = 5\n')
    steps = Did("enter", 0, 1), Did("credit", 8, 9), Did("confirm", 12, 13), Did("ship", 90, 91)
    (found,) = of_rule("escalate-stalled", [order("SO-1", *steps, flow=flow)], flow)
    assert found.proposal.activities != ("ship",)


CARRIED = Did("enter", 0, 3, system="erp", carries=("crm", "erp"))


def test_data_carried_from_one_system_to_another_is_found_from_the_second_case_on() -> None:
    cases = [order(f"SO-{n}", CARRIED) for n in (1, 2)]
    assert of_rule("copy-between-systems", cases[:1]) == []
    (found,) = of_rule("copy-between-systems", cases)
    assert found.proposal.title == "Carry data from crm to erp without the clipboard"
    assert (minutes(found.work_baseline_ms), found.wait_baseline_ms) == (6, 0)


def test_a_copy_within_one_system_is_not() -> None:
    cases = [order(f"SO-{n}", Did("enter", 0, 3, carries=("erp", "erp"))) for n in (1, 2)]
    assert of_rule("copy-between-systems", cases) == []


def busy(flow: Workflow) -> list[Case]:
    """Cases in which every rule claims some of the same time."""
    steps = (
        Did("enter", 0, 1, carries=("crm", "erp")), REFUSED, Did("enter", 5, 9, carries=("crm", "erp")),
        Did("validate", 10, 12, "is valid"), Did("credit", 40, 42, "approved", carries=("crm", "erp")),
        Did("confirm", 70, 71), Did("ship", 90, 91),
    )  # fmt: skip
    return [order(f"SO-{n}", *steps, flow=flow) for n in (1, 2, 3)]


def test_no_millisecond_is_saved_twice() -> None:
    flow = workflow(CYCLE_10 + '[[targets]]\nmetric = "credit_check_wait"\nminutes = 5\n')
    cases = busy(flow)
    found = opportunities(cases, flow)
    assert {one.proposal.rule for one in found} == {
        "check-on-entry", "check-automatically", "escalate-stalled", "copy-between-systems",
    }  # fmt: skip
    parts = total(one.parts for one in cases)
    assert sum(one.work_baseline_ms for one in found) <= parts.work
    assert sum(one.wait_baseline_ms for one in found) <= parts.wait
    assert sum(one.work.high_ms for one in found) <= parts.work


def test_two_opportunities_of_one_rule_have_names_of_their_own() -> None:
    flow = workflow(CYCLE_10 + '[[targets]]\nmetric = "credit_check_wait"\nminutes = 5\n')
    assert {one.id for one in opportunities(busy(flow), flow)} == {
        "check-on-entry", "check-automatically", "copy-between-systems",
        "escalate-stalled", "escalate-stalled-2",
    }  # fmt: skip


def test_opportunities_are_the_same_whatever_the_order_of_cases() -> None:
    flow = workflow(CYCLE_10)
    cases = busy(flow)
    there, back = opportunities(cases, flow), opportunities(cases[::-1], flow)
    assert [(one.id, one.work, one.wait) for one in there] == [(one.id, one.work, one.wait) for one in back]


def test_the_largest_saving_comes_first() -> None:
    flow = workflow(CYCLE_10 + '[[targets]]\nmetric = "credit_check_wait"\nminutes = 1\n')
    steps = (
        *(Did("enter", 0, 1), REFUSED, Did("validate", 30, 31, "is valid")),
        *(Did("credit", 100, 101, "approved"), Did("confirm", 110, 111), Did("ship", 115, 116)),
    )
    found = opportunities([order(f"SO-{n}", *steps, flow=flow) for n in (1, 2)], flow)
    savings = [one.work.low_ms + one.work.high_ms + one.wait.low_ms + one.wait.high_ms for one in found]
    assert savings == sorted(savings, reverse=True)
