"""What a check says of a threshold."""

import json
from datetime import date

import pytest

from ledgerium_cli.documents.check.junit import as_junit
from ledgerium_cli.documents.check.lines import deviation_line, headline, limit_line
from ledgerium_cli.documents.check.render import as_github, as_json, as_md, as_text
from ledgerium_cli.documents.check.sarif import as_sarif
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.checks import Limit, check_cases
from ledgerium_cli.workflow.accepted import Accepted
from ledgerium_cli.workflow.wire import Threshold

from .make import A, B, Take, analysed, sales_order


@pytest.mark.parametrize(
    ("metric", "bound", "value", "n", "told"),
    [
        ("conformance_rate", 0.9, 43 / 48, 48, "89.6 % (43 of 48), at least 90 % is declared: missed."),
        ("hold_rate", 0.205, 9 / 43, 43, "21 % (9 of 43), at most 20.5 % is declared: missed."),
        (
            "first_time_right",
            0.999,
            399 / 400,
            400,
            "99.8 % (399 of 400), at least 99.9 % is declared: missed.",
        ),
        ("conforming_steps", 0.8, 40 / 48, 48, "83 % (40 of 48), at least 80 % is declared: met."),
    ],
)
def test_a_share_is_told_as_exactly_as_it_takes_with_what_it_is_made_of(metric, bound, value, n, told):
    met = value <= bound if metric == "hold_rate" else value >= bound
    assert limit_line(Limit(Threshold(metric=metric, share=bound), value, n, met)) == f"{metric}: {told}"


def test_an_acceptance_of_one_case_that_covers_it_does_not_expire_by_what_is_recorded_later():
    week = 7 * 24 * 3600
    later = Take("b", "Ana", start=week).page(week, B).press(week + 10, B, "Confirm order")
    analysis = analysed(
        Take("a", "Ana").page(0, A).press(10, A, "Confirm order"), later, workflow=sales_order()
    )
    day = date.fromtimestamp(analysis.order.begun_ms / 1000)

    def accepted(case: str | None) -> Accepted:
        return Accepted(
            kind="missing step", activity="credit-check", case=case, who="Finance", why="Paid.", until=day
        )

    covering, too_late, unknown, general = map(accepted, (A, B, "SO-9999", None))
    check = check_cases(analysis, sales_order(), [covering, too_late, unknown, general])
    assert check.expired == (too_late, general)


def order(number: int, credit: str) -> Take:
    case, at = f"SO-{2000 + number}", number * 1000
    take = Take(f"r{number}", "Ana", start=at).press(at, case, "Save order")
    take.press(at + 10, case, "Validate order", "Validation passed")
    take.press(at + 20, case, "Run credit check", credit)
    take.press(at + 30, case, "Confirm order", "Order confirmed")
    return take.press(at + 40, case, "Release to fulfilment", "Released to fulfilment")


def test_no_share_of_conforming_cases_allows_what_must_never_happen():
    takes = [
        order(number, "On hold: limit exceeded" if number == 3 else "Credit approved") for number in range(6)
    ]
    flow = sales_order('[[thresholds]]\nmetric = "conformance_rate"\nshare = 0.5\n')
    check = check_cases(analysed(*takes, workflow=flow), flow, [])
    assert [one.met for one in check.limits] == [True]
    assert not check.passed
    assert "2 deviations (2 forbidden), " in headline(check)
    assert as_junit(check).count("<failure") == 2
    assert as_github(check).count("::error") == 2
    levels = [one["level"] for one in json.loads(as_sarif(check))["runs"][0]["results"]]
    assert levels.count("error") == 2
    day = date(2027, 1, 1)
    allowed = [
        Accepted(kind=one.deviation.kind, activity=one.deviation.activity, case=one.deviation.case, who="Eva",
                 why="Paid.", until=day)
        for one in check.found
        if check.fails(one)
    ]  # fmt: skip
    assert check_cases(analysed(*takes, workflow=flow), flow, allowed).passed


def test_a_hold_whose_sign_was_never_seen_is_told_by_the_check_and_by_the_documents():
    flow = sales_order()
    takes = [order(1, "Approved"), order(2, "Held: limit exceeded")]
    takes[1].press(2035, "SO-2002", "Release hold", "Hold released")
    text = as_text(check_cases(analysed(*takes, workflow=flow), flow, []))
    assert "Hold sign: no hold (credit) was seen to begin, though one was released: " in text
    view = View(analysed(*takes, workflow=flow))
    for document in (render_report(view), render_sop(view)):
        assert "no hold (credit) was seen to begin, though one was released" in document
    assert "Hold rate: 0" not in render_report(view)
    quiet = as_text(check_cases(analysed(takes[0], workflow=flow), flow, []))
    assert "Hold sign: no hold was seen in 1 case.\n" in quiet


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (7_212_000, "2 h 00 min (n = 9), at most 2 h 00 min is declared: missed by 12 s."),
        (7_500_000, "2 h 05 min (n = 9), at most 2 h 00 min is declared: missed."),
        (7_190_000, "2 h 00 min (n = 9), at most 2 h 00 min is declared: met."),
    ],
)
def test_a_time_that_looks_like_its_bound_says_by_how_much_it_missed(value, told):
    limit = Limit(Threshold(metric="cycle", minutes=120), value, 9, value <= 7_200_000)
    assert limit_line(limit) == f"90th percentile of cycle: {told}"


def test_a_threshold_of_half_a_minute_is_told_in_seconds():
    limit = Limit(Threshold(metric="cycle", minutes=0.5), 20_000, 9, met=True)
    assert limit_line(limit).endswith("at most 30 s is declared: met.")


@pytest.mark.parametrize(
    ("n", "why"), [(0, "nothing could tell"), (4, "it takes five"), (13, "nothing could tell")]
)
def test_a_threshold_that_is_not_judged_says_why(n, why):
    limit = Limit(Threshold(metric="first_time_right", share=0.5), None, n, None)
    assert limit_line(limit).endswith(f"(n = {n}; {why}).")


def test_what_an_extra_step_took_is_told_apart_from_the_wait_for_it():
    """An hour passes before Ben looks at the order, as it would have before whatever he did."""
    ana = Take("a", "Ana").page(0, A).press(10, A, "Save order", "saved").press(20, A, "Confirm order")
    ben = Take("b", "Ben", start=3600).page(3600, A).press(3607, A, "Call the customer")
    check = check_cases(analysed(ana, ben, workflow=sales_order()), sales_order(), [])
    [extra] = [one for one in check.found if one.deviation.kind == "extra step"]
    assert "It took 7.0 s, and the wait for it 59 min 40 s. [" in deviation_line(extra)
    assert "| 7.0 s, and the wait for it 59 min 40 s |" in as_md(check).replace("\xa0", " ")
    told = next(one for one in json.loads(as_json(check))["deviations"] if one["kind"] == "extra step")
    assert (told["lost_ms"], told["lost_wait_ms"]) == (3_587_000, 3_580_000)
