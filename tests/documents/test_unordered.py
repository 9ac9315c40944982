"""What documents say of a case of which a recording tells no times: nothing that depends on what came first."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.analysis.render import render_model_json
from ledgerium_cli.documents.check.render import FORMATS
from ledgerium_cli.documents.differences.render import as_text as differences
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.documents.model_text import render_model
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.steps_table import steps_csv, steps_json, steps_table
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import NOT_KNOWN
from ledgerium_cli.draft import draft_of
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.checks import Check, check_cases
from ledgerium_cli.findings.differences.compare import compare
from ledgerium_cli.findings.differences.side import Share, What
from ledgerium_cli.recording.model import Recording

from .make import A, B, Take, analysed, nine_orders, sales_order, sections
from .unordered import FLOW, analysis, recorded


@pytest.fixture(scope="module", params=[0, 100, 9_000])
def documents(request: pytest.FixtureRequest) -> dict[str, str]:
    return documents_of(analysis(timed=False, at=request.param))


def test_with_times_the_order_was_released_before_it_was_confirmed() -> None:
    sop = render_sop(View(analysis(timed=True, at=100)))
    assert "Released by Ben" in sop
    assert "not known for want of times" not in sop


def test_the_sop_says_neither_that_a_hold_is_open_nor_that_it_was_released(documents: dict[str, str]) -> None:
    told = sections(documents["sop.md"])
    assert f"Whether it was released is not known for want of times: {A}." in told["Exceptions and holds"]
    for never in ("Not released", "Released without", "Released by", "**Forbidden", "**Out of order"):
        assert never not in told["Exceptions and holds"]
    assert (
        f"Broken in 0 of 1 order in which it was done; of 1 more, {A}, it is not known"
        in told["Rules that must hold"]
    )
    assert "what came next is not known for want of times (1)" in told["Procedure"]
    assert f"Of 1 order ({A}) it is not known which of its steps came first" in told["Scope"]


def test_the_report_counts_it_neither_as_conforming_nor_as_deviating(documents: dict[str, str]) -> None:
    told = sections(documents["report.md"])
    deviations = told["Skipped checks and other deviations"]
    assert f"1 of 1 order; of 1 more, {A}, it is not known." in deviations
    assert "**6 questions left open**" in deviations
    assert f"none seen; of 1 more, {A}, it is not known for want of times" in deviations
    assert f"In no conformance rate: 1 order ({A})" in told["Process health"]
    assert f"Whether a hold was released is not known for want of times, for 1 order ({A})" in told["Holds"]
    assert f"Of 1 order ({A}) it is not known which of its steps came first" in told["Variants"]
    assert "Seen: 0." in told["Hand-offs and system switches"]


def test_programs_read_that_it_is_not_known(documents: dict[str, str]) -> None:
    told = json.loads(documents["analysis.json"])
    case = next(one for one in told["cases"] if one["id"] == A)
    assert (case["ordered"], case["holds"][0]["released"]) == (False, None)
    assert [one["case"] for one in told["not_judged"]] == [A] * 6
    assert told["deviations"] == []
    assert [(one["ordered"], one["cases"]) for one in told["variants"]] == [(True, [B]), (False, [A])]


def check() -> Check:
    return check_cases(analysis(timed=False), FLOW, ())


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_asks_in_every_format_and_fails_for_nothing(name: str) -> None:
    assert check().passed
    told = FORMATS[name](check())
    assert "whether “Confirm the order” went through while a hold was open" in told


def test_a_check_passes_with_what_is_not_known_beside_what_is() -> None:
    *_, conforming, _, last = FORMATS["text"](check()).splitlines()
    assert conforming == (
        "As declared or accepted: 1 of 1 case, 5 of 5 steps; of 1 case and 6 steps more it is not known."
    )
    assert last.endswith("0 deviations, 0 accepted, 0 thresholds missed, 6 not known.")
    suite = ElementTree.fromstring(FORMATS["junit"](check()))
    assert suite.get("failures") == "0"
    assert {one.get("name") for one in suite.findall(".//*[skipped]")} > {"not known", "not known (6)"}
    [run] = json.loads(FORMATS["sarif"](check()))["runs"]
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert sum(one["descriptor"]["id"] == "not-known" for one in told) == 6


def test_where_no_order_is_known_no_way_is_told() -> None:
    alone = analysis(timed=False, others=0)
    documents = documents_of(alone)
    assert "so no way through the steps can be told." in sections(documents["sop.md"])["Procedure"]
    assert "mermaid" not in documents["sop.md"]
    quick = view_for("quick", documents["sop.md"], alone)
    assert "What is done at each step, but not which step comes first, was observed" in quick
    assert "Confirm the order" in quick


def test_two_sides_compare_ways_and_deviations_of_cases_that_could_be_judged() -> None:
    told = differences(
        compare(side_of(analysis(timed=True, at=100), "with"), side_of(analysis(timed=False), "without"))
    )
    assert "Forbidden" not in told
    assert "forbidden" not in told


def test_a_metric_whose_time_is_not_known_is_called_so_by_a_comparison_and_on_its_card() -> None:
    without = analysis(timed=False, ana_timed=False)
    told = differences(compare(side_of(analysis(timed=True, at=100), "with"), side_of(without, "without")))
    assert "Credit-check wait" in told
    assert "not seen" not in told
    assert "Of 1 case of B it is not known which of their steps came first" in told
    page = documents_of(without)["report.html"]
    card = page[page.index("interval-0") :]
    assert card.index("not known") < card.index("n = 0 of 2 orders") < card.index("</article>")


def test_a_comparison_has_no_ways_and_paths_of_cases_of_which_the_order_is_not_known() -> None:
    side = side_of(analysis(timed=False), "A")
    assert (side.counted, side.in_order, side.not_judged["out of order", "enter-order"]) == (2, 1, 1)
    path = What("path", ("decide-hold", "enter-order"))
    assert side.share(path) == Share(0, 1)
    assert side.share(What("deviation", ("out of order", "enter-order"))) == Share(0, 1)


@pytest.mark.parametrize(
    ("others", "way", "happy"),
    [
        (
            1,
            f"Of one order alone, {B}, it is known which way it went: this one",
            "of no other it is known how",
        ),
        (2, "The usual way, taken from start to end by 2 of 3 orders", "the most frequent one"),
    ],
)
def test_a_way_is_told_of_the_cases_whose_way_is_known(others: int, way: str, happy: str) -> None:
    one = analysis(timed=False, others=others)
    documents = documents_of(one)
    assert way in sections(documents["sop.md"])["Procedure"]
    variants = sections(documents["report.md"])["Variants"]
    assert f"1 sequence of steps in {others} of {others + 1} orders. Number 1 is " in variants
    assert happy in variants
    assert "without arrows: 1 order whose order of steps is not known" in documents["report.html"]


def test_a_sum_says_of_how_many_complete_cases_it_is(documents: dict[str, str]) -> None:
    assert "In sum over the 1 of 2 complete cases: " in sections(documents["report.md"])["Time per case"]


def test_no_two_cases_that_could_be_compared_went_the_same_way() -> None:
    ana, ben = recorded(timed=False)
    third = Take("c", "Ana").page(9_500, "SO-1003").press(9_510, "SO-1003", "Save order", "Order saved")
    found = analysed(ana, ben, third, workflow=sales_order())
    assert (
        f"No two orders of which the way is known went the same way. The earliest of them, {B}, went this one"
        in render_sop(View(found))
    )
    assert "he way of the earliest case of which it is known" in view_for(
        "quick", render_sop(View(found)), found
    )


def test_sums_of_time_are_of_the_cases_whose_time_is_known(documents: dict[str, str]) -> None:
    told = sections(documents["report.md"])
    assert re.search(r"add up to .* of wait in 1 of 2 orders\.", told["Time per step"])
    assert "in 2 orders, open ones included" not in told["Where cases wait"]
    assert not re.search(r" of the (work|wait)[^.]* in 2 orders", documents["report.md"])


@pytest.mark.parametrize(("shipped_by", "told"), [("Ana", False), ("Ben", True)])
def test_a_held_order_went_on_all_the_same_only_if_it_was_shipped_after_the_hold(
    shipped_by: str, told: bool
) -> None:
    """Of Ben, who put it on hold, no times are known."""
    takes = {"Ana": Take("a", "Ana").page(0, A), "Ben": Take("b", "Ben").page(0, A)}
    takes["Ana"].press(10, A, "Save order", "Order saved")
    takes["Ben"].press(20, A, "Run credit check", "On hold: limit")
    takes[shipped_by].press(30, A, "Release to fulfilment", "Released to fulfilment")
    ana, ben = (one.recording() for one in takes.values())
    stands_out = sections(documents_of(analysed(ana, replace(ben, timed=False), workflow=FLOW))["report.md"])
    assert "never seen to be released" in stands_out["What stands out"]
    assert ("all the same" in stands_out["What stands out"]) is told


def test_no_actor_of_rework_is_told_to_be_the_first_where_that_is_not_known() -> None:
    ana = Take("a", "Ana").page(0, A).press(10, A, "Save order", "Order saved")
    ben = Take("b", "Ben").page(0, A).press(10, A, "Save order", "Order saved").recording()
    told = documents_of(analysed(ana, replace(ben, timed=False), workflow=FLOW))["report.md"]
    assert "| at once | Ana and Ben |" in told
    assert "Ana, then Ben" not in told


def test_a_checklist_asks_of_what_was_seen_and_nothing_else() -> None:
    found = analysis(timed=False)
    sop = render_sop(View(found))
    assert "- Whether “Enter the order” was done in the declared order is not known" in sop
    training = view_for("training", sop, found)
    assert "Hold (credit) on 1 order (SO-1001)." in training
    assert "☐ Whether" not in training


def test_the_table_of_steps_has_no_start_where_no_time_was_recorded() -> None:
    starts = {
        actor: line.partition(f" {actor} ")[2].strip().split("  ")[0]
        for line in steps_table(analysis(timed=False, at=100)).splitlines()
        for actor in ("Ana", "Ben")
        if f" {actor} " in line and A in line
    }
    assert starts["Ben"] == "not known"
    assert starts["Ana"].startswith("2026-03-02 ")


def test_what_a_recording_with_times_shows_is_told_to_the_instant_beside_one_without(
    documents: dict[str, str],
) -> None:
    """When Ana put the order on hold is known, when Ben released it is not."""
    assert f"| {A} | credit | 2026-03-02 09:00:31 | not known | not known |" in documents["report.md"]
    told = json.loads(documents["analysis.json"])
    assert [(one["id"], one["timed"]) for one in told["recordings"]] == [("a", True), ("b", False)]
    case = next(one for one in told["cases"] if one["id"] == A)
    assert (case["start"], case["end"]) == (None, None)
    assert {(one["actor"], one["start"] is None, one["complete"] is None) for one in case["steps"]} == {
        ("Ana", False, False),
        ("Ben", True, True),
    }
    [hold] = case["holds"]
    assert (hold["start"], hold["end"]) == ("2026-03-02T09:00:31.000Z", None)
    assert '"start":null,"complete":null' in steps_json(analysis(timed=False))
    assert "decide-hold,,," in steps_csv(analysis(timed=False))


@pytest.mark.parametrize(
    ("ben_shows", "length"), [("Validation passed", "10\N{NO-BREAK SPACE}s"), ("On hold: stock", "not known")]
)
def test_a_time_to_release_is_known_where_a_recording_without_times_shows_nothing_of_such_a_hold(
    ben_shows: str, length: str
) -> None:
    """Ana holds and releases the order; Ben shows something else, or the same hold, perhaps before her."""
    ana = Take("a", "Ana").page(0, A).press(10, A, "Run credit check", "On hold: limit")
    ana.press(20, A, "Release hold", "Hold released")
    ben = Take("b", "Ben").page(0, A).press(10, A, "Run credit check", ben_shows).recording()
    report = documents_of(analysed(ana.recording(), replace(ben, timed=False), workflow=FLOW))["report.md"]
    assert (
        f"| {'2026-03-02 09:00:11' if length != NOT_KNOWN else NOT_KNOWN} | 2026-03-02 09:00:21 | {length} |"
        in report
    )


def test_an_open_hold_lasts_until_the_last_time_that_is_known_of_any_case() -> None:
    """The held order was seen later than any order of which all times are known."""
    ana = Take("a", "Ana").page(0, B).press(10, B, "Save order", "Order saved")
    ana.press(1_000, A, "Run credit check", "On hold: limit").press(1_120, A, "Save order", "Order saved")
    ben = Take("b", "Ben").page(0, A).press(10, A, "Validate order", "Validation passed").recording()
    made = documents_of(analysed(ana, replace(ben, timed=False), workflow=FLOW))
    assert "| open | at least 2 min 00 s |" in made["report.md"].replace("\N{NO-BREAK SPACE}", " ")
    assert f"the end of the recordings: {A} (2 min 00 s)" in made["sop.md"]


def test_days_that_a_person_gave_are_called_given() -> None:
    def scopes(*recordings: Recording) -> tuple[str, str, str]:
        found = analysed(*recordings, workflow=FLOW)
        made = documents_of(found)
        row = next(line for line in made["report.md"].splitlines() if line.startswith("| R2 | b |"))
        compared = differences(compare(side_of(found, "A"), side_of(found, "B")))
        return made["report.md"].splitlines()[2], row, compared.splitlines()[1]

    ana, ben = recorded(timed=False)
    head, row, compared = scopes(ana, ben)
    assert head.endswith("2 orders in 2 recordings, 2026-03-02 (in part as given).")
    assert "| 2026-03-02 09:00:00 (as given) | not known |" in row
    assert compared.endswith("2026-03-02 (in part as given)")
    head, _, compared = scopes(replace(ana, timed=False), ben)
    assert head.endswith(", 2026-03-02 (as given).")
    assert compared.endswith(", 2026-03-02 (as given)")
    assert "given" not in "".join(scopes(ana, replace(ben, timed=True)))


LEFT_OUT = "left out: 1 case of which it is not known which step came first"


def test_model_and_fitness_say_which_cases_they_leave_out() -> None:
    found = analysed(*recorded(timed=False), workflow=FLOW, model=True)
    assert f"Mined from 1 case in 1 variant; {LEFT_OUT}." in render_model(found.mined, str, None)
    told = json.loads(render_model_json(found.mined))
    assert (told["cases"], told["cases_left_out"], told["variants_left_out"]) == (1, 1, 0)
    assert f"by alignment: 1.000; {LEFT_OUT}." in FORMATS["text"](check_cases(found, FLOW, ()))
    assert LEFT_OUT in sections(documents_of(found)["report.md"])["Skipped checks and other deviations"]


def test_no_path_is_on_one_side_alone_where_the_order_of_no_case_is_known_on_the_other() -> None:
    one, other = analysis(timed=True, at=100, others=0), analysis(timed=False, others=0)
    told = differences(compare(side_of(one, "with"), side_of(other, "without")))
    assert "only in A" not in told
    assert side_of(other, "without").share(What("path", (None, "enter-order"))) is None


def test_no_model_is_mined_and_no_end_is_guessed_where_no_order_is_known() -> None:
    alone = analysis(timed=False, others=0)
    with pytest.raises(UsageError, match="of no case it is known which of its steps came first"):
        _ = alone.mined
    for timed in (True, False):
        recordings = recorded(timed=timed, others=0)
        assert ("ends_with" in draft_of(recordings, analysed(*recordings))) is timed


def test_no_rank_is_stable_where_no_saving_is_known() -> None:
    untimed = analysed(*(replace(one, timed=False) for one in nine_orders()), workflow=FLOW)
    told = render_opportunities(View(untimed))
    assert "Every rank is stable" not in told
    assert "What each would save is not known, so nothing ranks them: they stand by name." in told
    assert "Per week not known: of 9 orders no time is." in told
    assert not any(one.stable for one in untimed.opportunities if one.gains == "not known")
