"""Two builds or two sets of recordings against each other: what is told to differ, and what is not."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.analysis.render import analysis_pieces, render_analysis
from ledgerium_cli.documents.differences.render import as_github, as_json, as_md, as_text
from ledgerium_cli.documents.differences.shape import diff_schema
from ledgerium_cli.documents.differences.side import side_of, side_of_json
from ledgerium_cli.documents.differences.words import notes, signed
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.analysis import Around, find
from ledgerium_cli.findings.differences.compare import Diff, Difference, compare
from ledgerium_cli.findings.differences.same_cases import facts_of
from ledgerium_cli.findings.differences.side import Share, Side, What
from ledgerium_cli.load import load
from ledgerium_cli.output.text import md

from ..findings.make import ORDERS, Did, case, workflow
from .make import HOSTILE, Take, analysed, hostile_takes, tokens, unescaped_columns
from .two_sides import FLOW, order, orders, side

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")
WITHOUT_END = workflow(base=ORDERS.replace('ends_with = "ship"\n', ""))


def of(diff: Diff, topic: str, *what: str | None) -> Difference:
    return next(one for one in diff.differences if one.what == What(topic, what))  # type: ignore[arg-type]


def told(diff: Diff) -> set[tuple[str, tuple[str | None, ...]]]:
    return {(one.what.topic, one.what.of) for one in diff.of("differs")}


def test_a_longer_wait_is_told_with_its_step_its_metric_and_its_case_and_nothing_else_is() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, wait=25)))
    assert told(diff) == {
        ("cycle", ()), ("wait", ()), ("between_step_wait", ()), ("idle", ()),
        ("interval", ("credit_check_wait",)), ("step_wait", ("confirm",)),
    } - {("idle", ())}  # fmt: skip
    cycle = of(diff, "cycle")
    assert cycle.effect is not None
    assert (cycle.effect.value, cycle.delta) == (20 * 60_000, 1.0)
    line = next(one for one in as_text(diff).splitlines() if "Cycle time:" in one)
    assert line.startswith(
        "  Cycle time: median 11 min 57 s, 90th percentile 12 min 43 s (n = 20) → median 31 min 57 s"
    )
    assert "; shift +20 min 00 s (95 % interval +19 min" in line
    assert "Cliff’s delta +1.00 (large); Mann-Whitney, p < 0.001; of " in line
    other_way = as_text(compare(side("B", orders("B", 20, wait=25)), side("A", orders("A", 20))))
    assert "shift −20 min 00 s" in other_way
    assert "Cliff’s delta −1.00 (large)" in other_way


def test_the_first_sentence_names_the_step_and_what_follows_from_it_with_what_is_left_without_it() -> None:
    slow = [order(f"S{at}", 5, again=True) for at in range(2)]
    diff = compare(side("A", [*orders("A", 20), *slow]), side("B", orders("B", 22, wait=25)))
    first, *_ = as_text(diff).splitlines()
    assert first == (
        "In short: the wait at “Confirm” is 20 min 12 s longer in B (median 5 min 51 s in A, 26 min 03 s in B). From "
        "this follow cycle time (+20 min 12 s, without it 0 s), wait per case (+20 min 12 s, without it 0 s), "
        "between-step wait per case (+20 min 12 s, without it 0 s) "
        "and Credit-check wait (+20 min 12 s, without it 0 s)."
    )
    assert json.loads(as_json(diff))["in_short"] == first


def test_the_first_sentence_names_each_step_from_which_something_follows_the_largest_change_in_itself_first() -> (
    None
):
    def work(n: int, checked: float, wait: float) -> list[Case]:
        return [
            case(
                f"S{at}",
                Did("enter", 0, 1 + at / 100),
                Did("validate", 2, 2 + checked + at / 100),
                Did("confirm", 5 + wait + at / 100, 6 + wait + at / 100),
                Did("ship", 6 + wait + at / 100, 7 + wait + at / 100),
                flow=FLOW,
            )
            for at in range(n)
        ]

    diff = compare(side("A", work(20, 0.3, 300)), side("B", work(20, 1.5, 298)))
    first = as_text(diff).splitlines()[0]
    assert first.startswith("In short: the work at “Validate” is 1 min 12 s longer in B (median ")
    assert " From this follows work per case (+1 min 12 s, " in first
    assert " Also: the wait at “Confirm” is " in first
    a, b = re.search(r"“Confirm” is [^(]+\(median ([^,]+) in A, ([^)]+) in B\)", first).groups()  # type: ignore[union-attr]
    assert a != b


def test_what_no_step_explains_is_named_plainly_the_largest_first() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, check=False)))
    assert (
        as_text(diff)
        .splitlines()[0]
        .startswith(
            "In short: “Credit” performed: 20 of 20 in A, 0 of 20 in B, and 3 more steps and paths in the same cases; "
            "work per case is 1 min 00 s shorter in B (median 5 min 00 s in A, 4 min 00 s in B); "
        )
    )
    same = compare(side("A", orders("A", 20)), side("B", orders("B", 20)))
    assert as_text(same).splitlines()[0] == "In short: nothing differs by more than noise."


def test_where_nothing_could_be_tested_it_is_not_said_that_nothing_differs() -> None:
    few = compare(side("A", orders("A", 4)), side("B", orders("B", 4, wait=60 * 40)))
    told = "In short: whether anything differs by more than noise cannot be told: A has 4 cases, B 4."
    assert as_text(few).splitlines()[0] == told
    assert told in as_github(few)


def test_of_many_numbers_the_one_nearest_to_a_difference_is_named() -> None:
    diff = compare(side("A", orders("A", 12)), side("B", orders("B", 12, wait=5.4)))
    assert not diff.differs
    assert re.match(
        r"In short: nothing differs by more than noise\. Nearest to it: .* longer in B \(median .*\); "
        r"p = 0\.\d+ alone, p = 0\.\d+ as one of \d+\.$",
        as_text(diff).splitlines()[0],
    )


def test_times_that_are_nearly_all_the_same_are_not_called_rare() -> None:
    same = [order(f"S{at}", 5) for at in range(20)]
    diff = compare(side("A", same), side("B", [*same[3:], *(order(f"L{at}", 9) for at in range(3))]))
    assert of(diff, "step_wait", "confirm").untold == "alike"
    assert "the same but for too few to tell: Cycle time" in as_text(diff)


@pytest.mark.parametrize(
    ("ms", "told"),
    [(0, "0 s"), (0.3, "0 s"), (140, "+140 ms"), (-999, "−999 ms"), (-4200, "−4.2 s"), (65e3, "+1 min 05 s")],
)
def test_a_shift_of_less_than_a_second_has_its_sign_and_its_milliseconds(ms: float, told: str) -> None:
    assert signed(ms) == told


def long_orders(prefix: str, lengths: Sequence[float]) -> list[Case]:
    """Orders of ten lines that each take the same time."""
    return [
        case(
            f"{prefix}{at}",
            *[Did("enter", line * length, (line + 1) * length) for line in range(10)],
            Did("ship", 10 * length, 10 * length + 1),
            flow=FLOW,
        )
        for at, length in enumerate(lengths)
    ]


def test_an_order_of_ten_lines_is_one_order_to_the_test_of_the_work_on_a_line() -> None:
    diff = compare(
        side("A", long_orders("A", (1, 2, 3, 4, 5))), side("B", long_orders("B", (3.5, 4.5, 5.5, 6.5, 2.5)))
    )
    work = of(diff, "step_work", "enter")
    assert (work.a, work.b) != (None, None)
    assert work.p == pytest.approx(0.222, abs=0.001)  # of ten values, not of a hundred
    assert "(n = 50) in 5 cases" in as_text(diff)


def test_what_does_not_differ_is_told_as_median_and_share_with_n_interval_and_test() -> None:
    diff = compare(side("A", orders("A", 12, again=True)), side("B", orders("B", 20, again=True)))
    lines = as_text(diff).partition("Do not differ by more than noise\n")[2].splitlines()
    median, change = r"median [^;→]+ \(n = \d+\)(?: in \d+ cases)?", r"[+−]?[\d. hmins]+"
    points, counted = r"[+−]?\d+ points", r"\d+ % \(\d+ of \d+\)"
    time = rf"{median} → {median}; shift {change} \(95 % interval {change} to {change}\); Mann-Whitney, p .+"
    share = rf"{counted} → {counted}; difference {points} \(95 % interval {points} to {points}\); Fisher’s .+"
    told = lines[: lines.index("")]
    assert len(told) > 10
    assert [
        one
        for one in told
        if not re.fullmatch(rf"  .+: (?:{time}|{share})|  \d+ more: --format md tells all", one)
    ] == []
    assert any(
        one.startswith("  Wait at “Validate”: median") and "(n = 24) in 12 cases" in one for one in told
    )


def test_github_gets_a_warning_for_each_difference() -> None:
    b = orders("B", 20, check=False, wait=50, again=True)
    diff = compare(side("A", orders("A", 20)), side("B", b))
    facts = facts_of(diff, diff.of("differs"))
    assert len(facts) > 10
    *told, last = as_github(diff).splitlines()
    lines = [line for line in told if line.startswith("::")]
    assert len(lines) == 10
    assert lines[-1].endswith(f"::{len(facts) - 9} more warnings: the log of this step has each.")
    assert len([line for line in told if "; difference " in line or "; shift " in line]) == len(facts)
    assert lines[0].startswith("::warning title=Ledgerium::Cycle time: median 11 min 57 s, 90th percentile")
    assert not any("p = " in line or "p < " in line or "delta" in line for line in lines)
    assert last.startswith(f"{len(diff.of('differs'))} differ by more than noise, ")


def test_steps_and_paths_of_the_same_cases_are_one_fact_told_once() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, check=False)))
    lines = as_text(diff).splitlines()
    [at] = [at for at, line in enumerate(lines) if line.startswith("  “Credit” performed: 100 %")]
    assert lines[at + 1] == (
        "    in the same cases: “Validate” → “Credit”, “Credit” → “Confirm” and "
        "the way Enter → Validate → Credit → Confirm → Ship"
    )
    assert not any(line.startswith("  “Validate” → “Credit”") for line in lines)
    told_with = {one["title"]: one["told_with"] for one in json.loads(as_json(diff))["differences"]}
    assert told_with["“Validate” → “Credit”"] == "“Credit” performed"
    assert told_with["“Credit” performed"] is None
    assert told_with["“Validate” → “Confirm”"] is None  # of other cases


def test_as_many_cases_are_not_yet_the_same_cases() -> None:
    """Of B half skip the check and the other half validate twice: as many, and never the same orders."""
    b = [*orders("C", 20, check=False), *orders("D", 20, again=True)]
    diff = compare(side("A", orders("A", 40)), side("B", b))
    skipped, again = of(diff, "path", "validate", "confirm"), of(diff, "path", "validate", "validate")
    assert (skipped.a, skipped.b) == (again.a, again.b)
    together = [
        {one.what for one in (fact.told, *fact.others)} for fact in facts_of(diff, diff.of("differs"))
    ]
    assert any(skipped.what in own for own in together)
    assert any(again.what in own for own in together)
    assert not any({skipped.what, again.what} <= own for own in together)


def test_a_check_that_is_skipped_is_told_as_a_step_a_path_and_a_deviation() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, check=False)))
    assert told(diff) >= {
        ("activity", ("credit",)), ("path", ("validate", "confirm")), ("path", ("validate", "credit")),
        ("deviation", ("missing step", "credit")), ("conforming", ()),
    }  # fmt: skip
    text = as_text(diff)
    assert (
        "  “Credit” performed: 100 % (20 of 20) → 0 % (0 of 20); difference −100 points (95 % interval −100 points"
        in text
    )
    assert "only in A" not in text  # it is told above
    assert (
        "The usual way is Enter → Validate → Credit → Confirm → Ship in A, Enter → Validate → Confirm" in text
    )


def test_holds_and_rework_are_told_of_the_cases_that_could_have_them() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, held=True, again=True)))
    assert told(diff) >= {
        ("held", ()),
        ("hold", ("credit", "credit")),
        ("first_time_right", ()),
        ("rework", ()),
    }
    assert of(diff, "hold", "credit", "credit").a == Share(0, 20)
    assert of(diff, "repeated", "validate").b == Share(20, 20)


def test_below_five_cases_a_side_the_values_stand_and_nothing_is_tested() -> None:
    diff = compare(side("A", orders("A", 4)), side("B", orders("B", 40, wait=90)))
    assert diff.tests == 0
    assert {one.verdict for one in diff.differences} == {"untold"}
    assert {one.p for one in diff.differences} == {None}
    assert (
        "fewer than 5 cases on a side: Cycle time (11 min 00 s, 11 min 06 s, 11 min 12 s, 11 min 18 s (n = 4) → "
        in (as_text(diff))
    )


def test_open_cases_are_counted_and_no_part_of_times_steps_and_paths() -> None:
    still_open = [order(f"O{at}", ends=False) for at in range(8)]
    diff = compare(side("A", orders("A", 40)), side("B", [*orders("B", 40), *still_open]))
    assert (diff.b.open, diff.b.marked, diff.b.counted) == (8, 0, 40)
    assert of(diff, "activity", "ship").b == Share(40, 40)
    assert not diff.differs
    assert "Open: 0 of 40 cases in A, 8 of 48 in B. Open ones are often the slow ones" in as_text(diff)


DAY = 24 * 60


def begun(days: range, *, until: int, ends: bool) -> list[Case]:
    """Two cases each day, of which nothing changes ever: they are shipped after one to thirty days, and of every ten
    seven are held and done again on the eighth. The recordings end on day `until`."""
    flow = FLOW if ends else WITHOUT_END
    cases = []
    for at in range(2 * days.start, 2 * days.stop):
        start, ship = at // 2, at // 2 + 1 + 7 * at % 30
        did = [Did("enter", start * DAY, start * DAY + 5)]
        if at % 10 < 7 and start + 8 < min(ship, until):
            did += [Did("enter", (start + 8) * DAY, (start + 8) * DAY + 5, "on hold")]
        if ship < until:
            did += [Did("ship", ship * DAY, ship * DAY + 5)]
        cases.append(case(f"C{at}", *did, flow=flow))
    return cases


def before_and_after(day: int, until: int, *, ends: bool, last: int | None = None) -> Diff:
    """The cases that began before a day, and those that did from then on, as `--at` divides them."""
    flow = FLOW if ends else WITHOUT_END
    parts = (
        begun(range(day), until=until, ends=ends),
        begun(range(day, last or until), until=until, ends=ends),
    )
    return compare(
        *(side_of(find((), tuple(own), flow), name) for name, own in zip("AB", parts, strict=True))
    )


@pytest.mark.parametrize("ends", [True, False])
def test_cases_that_may_not_have_ended_are_no_quick_ones_and_none_that_left_out_a_step(ends: bool) -> None:
    diff = before_and_after(64, 86, ends=ends)
    assert (diff.unsettled, diff.differs, diff.tests, diff.health) == (("b",), False, 0, None)
    for one in ("cycle", "rework", "first_time_right" if ends else "way"):
        assert {found.untold for found in diff.differences if found.what.topic == one} == {"unsettled"}
    why = "the cases of B may not have ended"
    text, told = as_text(diff), json.loads(as_json(diff))
    assert text.startswith(f"In short: whether anything differs by more than noise cannot be told: {why}.\n")
    assert f"  {why}: Cycle time (median " in text
    assert f" | {why} |" in as_md(diff)
    assert "::warning" not in as_github(diff)
    assert why in as_github(diff)
    assert (told["differs"], told["a"]["settled"], told["b"]["settled"]) == (False, True, False)
    [note] = [one for one in notes(diff) if "nothing is compared" in one]
    late = "may not have ended: no end is declared, and after them the recordings end sooner than nine in ten take"
    n = told["b"]["may_not_have_ended"]
    assert note.startswith(f"{n} of 44 cases of B {'are open' if ends else late}. What the quick ones took")


@pytest.mark.parametrize("ends", [True, False])
def test_the_cases_that_have_had_the_time_to_end_are_compared(ends: bool) -> None:
    diff = before_and_after(30, 86, last=55, ends=ends)
    assert (diff.unsettled, diff.differs) == ((), False)
    assert diff.tests > 0


def test_of_a_few_new_days_it_is_not_seen_how_long_their_cases_take_but_of_the_days_before() -> None:
    """Each of the new cases has shown its first step only: none of them is seen to take longer than that."""
    old = side_of(find((), tuple(begun(range(50), until=90, ends=False)), WITHOUT_END), "A")
    new = side_of(find((), tuple(begun(range(90, 97), until=97, ends=False)), WITHOUT_END), "B")
    assert compare(old, new).unsettled == ("b",)


def test_that_only_complete_cases_are_compared_is_said_since_of_the_last_days_those_are_the_quick_ones() -> (
    None
):
    complete = "--only complete"
    both = before_and_after(60, 90, ends=True)
    old = replace(both.a, conditions=(complete, "--only until=2026-03-01"))
    new = replace(both.b, conditions=(complete, "--only since=2026-03-02"))
    [note] = [one for one in notes(compare(old, new)) if "Only complete" in one]
    assert note.startswith("Only complete cases in B: of those that began last only the quick ones are")
    assert note.endswith("with --only until=DAY.")
    assert not any("Only complete" in one for one in notes(both))


def test_what_the_sides_were_divided_by_is_not_tested_nor_the_first_thing_told() -> None:
    a, b = side("A", orders("A", 12)), side("B", orders("B", 12, held=True, wait=60))
    divided = replace(a, conditions=("--except held",)), replace(b, conditions=("--only held",))
    asked, diff = compare(a, b), compare(*divided)
    assert of(asked, "held").verdict == "differs"
    assert of(diff, "held").untold == "chosen"
    assert of(diff, "cycle").verdict == "differs"
    assert diff.tests < asked.tests
    assert "hold rate" not in as_text(diff).splitlines()[0]
    assert "decided by what the sides were divided by: Hold rate" in as_text(diff)
    by_step = "--except activity=ship", "--only activity=ship"
    diff = compare(replace(a, conditions=by_step[:1]), replace(b, conditions=by_step[1:]))
    assert of(diff, "activity", "ship").untold == "chosen"
    assert of(diff, "activity", "confirm").untold != "chosen"


def test_a_filter_leaves_the_end_of_the_recordings_where_it_is() -> None:
    """Cases of ten days that each take one or two: those of the first two days have ended long ago."""
    cases = [
        case(f"C{at}", Did("enter", at * DAY / 2, (at / 2 + 2 - at % 2) * DAY), flow=WITHOUT_END)
        for at in range(20)
    ]
    first = find((), tuple(cases[:4]), WITHOUT_END, around=Around((), tuple(cases)))
    assert compare(side_of(first, "A"), side_of(first, "B")).unsettled == ()
    cut_off = find((), tuple(cases[:4]), WITHOUT_END)
    assert compare(side_of(cut_off, "A"), side_of(cut_off, "B")).unsettled == ("a", "b")
    assert [one.settled for one in first.trends[0].periods] == [True]
    assert [one.settled for one in cut_off.trends[0].periods] == [False]


def test_a_case_that_a_person_ended_is_told_apart_from_an_open_one() -> None:
    given_up = structs.replace(order("E", ends=False), ended=True)
    diff = compare(
        side("A", [*orders("A", 10), order("O", ends=False)]), side("B", [*orders("B", 10), given_up])
    )
    first, second = as_text(diff).splitlines()[1:3]
    assert first.endswith("; 1 open, left out of cycle time, work, wait, steps and paths")
    assert second.endswith(
        "; 1 ended by a person before the declared end, left out of cycle time, work, wait, steps and paths"
    )
    assert (diff.b.open, diff.b.marked, diff.b.counted) == (0, 1, 10)
    assert (json.loads(as_json(diff))["b"]["open"], json.loads(as_json(diff))["b"]["ended"]) == (0, 1)


def test_process_health_is_compared_over_the_shares_that_both_sides_have() -> None:
    a = replace(
        side("A", orders("A", 10)),
        health=50.0,
        health_shares={
            "First-time-right": Share(9, 10),
            "Not held": Share(0, 10),
            "Within target": Share(6, 10),
        },
    )
    b = replace(
        a,
        name="B",
        health=60.0,
        health_shares={"First-time-right": Share(8, 10), "Within target": Share(4, 10)},
    )
    diff = compare(a, b)
    assert [one for one in notes(diff) if "health" in one or "documents of" in one] == [
        "Process health, 0 to 100: 75 (n = 10) → 60 (n = 10), each the mean of the 2 shares that A and B both have, "
        "which are compared one by one: first-time-right and within target.",
        "The documents of A give 50, of 3 shares: no number to compare.",
    ]
    told = json.loads(as_json(diff))
    assert told["health"] == {
        "shares": ["First-time-right", "Within target"],
        "a": 75.0,
        "b": pytest.approx(60),
    }
    assert (told["a"]["health"], told["b"]["health"]) == (50.0, 60.0)
    assert compare(a, replace(b, health_shares={"Conformance rate": Share(1, 1)})).health is None


def test_a_path_so_rare_that_nothing_could_be_told_of_it_takes_no_strength_from_the_others() -> None:
    odd = [
        case(f"X{at}", Did("enter", 0, 1), Did(f"odd-{at}", 1, 2), Did("ship", 2, 3), flow=FLOW)
        for at in range(9)
    ]
    diff = compare(side("A", orders("A", 30)), side("B", [*orders("B", 30, held=True), *odd]))
    rare = [one for one in diff.differences if one.untold == "rare" and "odd" in str(one.what.of)]
    assert len(rare) == 4 * len(odd)  # the step, both paths, the deviation
    assert diff.tests == sum(one.corrected is not None for one in diff.differences) < len(rare)
    assert (
        "\n  only in B, too few with or without it to tell, however the cases had been divided: "
        in as_text(diff)
    )


CASES = st.lists(
    st.builds(
        lambda wait, check, held, again, ends: (wait, check, held and check, again, ends),
        st.integers(0, 60), st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


def made(prefix: str, rows: list[tuple[int, bool, bool, bool, bool]]) -> list[Case]:
    return [
        order(f"{prefix}{at}", wait, check=check, held=held, again=again, ends=ends)
        for at, (wait, check, held, again, ends) in enumerate(rows)
    ]


@settings(max_examples=20)
@given(CASES)
def test_nothing_differs_from_itself(rows: list[tuple[int, bool, bool, bool, bool]]) -> None:
    own = side("A", made("A", rows))
    diff = compare(own, own)
    assert not diff.differs
    assert all(one.effect is None or one.effect.value == 0 for one in diff.differences)
    assert all(one.p is None or one.p == pytest.approx(1) for one in diff.differences)


@settings(max_examples=25)
@given(CASES, CASES)
def test_b_against_a_is_the_mirror_of_a_against_b(
    one: list[tuple[int, bool, bool, bool, bool]], other: list[tuple[int, bool, bool, bool, bool]]
) -> None:
    a, b = side("A", made("A", one)), side("B", made("B", other))
    there, back = compare(a, b), {found.what: found for found in compare(b, a).differences}
    assert {found.what for found in there.differences} == {*back}
    for found in there.differences:
        mirrored = back[found.what]
        assert (found.a, found.b, found.verdict) == (mirrored.b, mirrored.a, mirrored.verdict)
        assert found.p == pytest.approx(mirrored.p)
        assert found.corrected == pytest.approx(mirrored.corrected)
        if found.effect is not None and mirrored.effect is not None:
            bounds = -mirrored.effect.value, -mirrored.effect.high, -mirrored.effect.low
            assert (found.effect.value, found.effect.low, found.effect.high) == pytest.approx(
                bounds, abs=1e-12
            )


def test_recordings_and_the_build_of_them_are_the_same_side() -> None:
    built = (Path(EXAMPLE) / "ledgerium-out" / "analysis.json").read_bytes()
    assert side_of(load([EXAMPLE]).analysis, "A") == side_of_json(built, "A")


def test_the_numbers_of_a_side_are_those_of_the_report() -> None:
    analysis = load([EXAMPLE]).analysis
    diff = compare(side_of(analysis, "A"), side_of(analysis, "B"))
    summaries = {("cycle", ()): analysis.metrics.cycle}
    summaries |= {("interval", (one.id,)): one.times for one in analysis.metrics.intervals}
    for one in analysis.activities:
        summaries |= {
            ("step_work", (one.activity.id,)): one.work,
            ("step_wait", (one.activity.id,)): one.wait,
        }
    for (topic, what), summary in summaries.items():
        assert of(diff, topic, *what).a.times == summary  # type: ignore[union-attr]
    rate, (right, n) = analysis.metrics.hold_rate, analysis.metrics.first_time_right
    assert of(diff, "held").a == Share(rate.held or 0, rate.n or 0)
    assert of(diff, "first_time_right").a == Share(right or 0, n)
    shares = {one.name: Share(one.met or 0, one.n) for one in analysis.health.shares}
    assert of(diff, "conforming").a == shares["Conformance rate"]


def test_a_build_of_before_says_what_it_does_not_say() -> None:
    text = render_analysis(load([EXAMPLE]).analysis)
    old = json.loads(text)
    del old["workflow_sha256"]
    for one in old["cases"]:
        for step in one["steps"]:
            del step["wait_at_step_ms"]
    diff = compare(side_of_json(json.dumps(old).encode(), "A"), side_of_json(text.encode(), "B"))
    assert of(diff, "step_wait", "credit-check").untold == "unknown"
    shown = as_text(diff)
    assert "A build does not tell the wait at each step. Build it anew." in shown
    assert "A build does not say what its workflow file declared; the two may differ." in shown
    assert json.loads(as_json(diff))["same_workflow"] is None


def test_a_build_of_format_1_is_compared_as_one_of_format_2() -> None:
    """It had an instant for whatever was recorded without times, which counts in no time of the comparison."""
    text = render_analysis(load([EXAMPLE]).analysis)
    old = json.loads(text) | {"format": 1}
    for one in old["recordings"]:
        del one["timed"]
    old_side, new_side = (side_of_json(json.dumps(one).encode(), "A") for one in (old, json.loads(text)))
    assert old_side == new_side
    held = next(one for one in old["cases"] if any(hold["end"] for hold in one["holds"]))
    held["cycle_ms"] = None
    assert side_of_json(json.dumps(old).encode(), "A").times.get(What("time_to_release")) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[" * 100_000, b"\xff", b'{"format": 3}', b'{"format": 1, "workflow": null, "cases": []}'],
)
def test_what_is_no_analysis_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(
        UsageError, match=r"^odd.json: is no analysis.json that can be compared \(.*\)\. Build it anew\.$"
    ):
        side_of_json(content, "odd.json")


def test_a_count_that_cannot_be_is_refused() -> None:
    odd = json.loads(render_analysis(load([EXAMPLE]).analysis))
    odd["metrics"]["hold_rate"] |= {"held": 12, "n": 9}
    with pytest.raises(UsageError, match="it counts 12 of 9"):
        side_of_json(json.dumps(odd).encode(), "odd.json")


def test_other_rules_other_filters_and_other_titles_are_said() -> None:
    renamed = workflow(base=ORDERS.replace("Orders", "Old orders"))
    a = side_of(find((), tuple(orders("A", 6)), renamed), "A")
    b = replace(
        side("B", orders("B", 6)), conditions=("--only actor=Ana",), titles={"enter": "Type the order in"}
    )
    shown = as_text(compare(a, b))
    assert "The workflow is “Old orders” in A and “Orders” in B: steps may be told apart otherwise." in shown
    assert "\nB: B: 6 cases, 2026-03-02; --only actor=Ana\n" in shown
    assert "Renamed: “Enter” is now “Type the order in”." in shown
    same_name = replace(a, workflow="Orders")
    assert "The workflow files do not declare the same" in as_text(compare(same_name, b))


def test_a_build_is_told_in_the_names_that_people_gave_and_the_observed_one_once() -> None:
    a, b = side("A", orders("A", 6)), side("B", orders("B", 6))
    called = replace(a, given={"enter": "Take it in"}), replace(b, given={"enter": "Take it in"})
    shown = as_text(compare(*called))
    assert "“Take it in” is the name that people gave to “Enter”.\n" in shown
    assert "Work at “Take it in”" in shown
    assert shown.count("“Enter”") == 1
    assert "Renamed" not in shown
    before = compare(called[0], replace(b, given={"enter": "Type it in"}))
    assert "People named “Enter” “Take it in” in A and “Type it in” in B.\n" in as_text(before)
    assert "Work at “Type it in”" in as_text(before)
    alone = compare(called[0], b)
    assert "People named “Enter” “Take it in” in A.\n" in as_text(alone)
    assert "Work at “Take it in”" in as_text(alone)
    given = json.loads(as_json(alone))["named_by_people"]
    assert given == [{"title": "Enter", "a": "Take it in", "b": None}]


def test_the_names_that_people_gave_are_read_from_a_build() -> None:
    analysis = load([EXAMPLE]).analysis
    content = b"".join(analysis_pieces(analysis, {"credit-check": "Ask the bank"}))
    assert side_of_json(content, "A").given == {"credit-check": "Ask the bank"}


def test_every_format_has_the_notes_that_a_reader_must_know_before_trusting_the_numbers() -> None:
    b = replace(side("B", orders("B", 6)), workflow="Old orders", not_whole=2, lines_left_out=3)
    diff = compare(side("A", orders("A", 6)), b)
    told = [*notes(diff)]
    assert "2 recordings of B not whole, with 3 lines left out: what is missing there counts nowhere." in told
    assert json.loads(as_json(diff))["notes"] == told
    for text in (as_text(diff), as_github(diff)):
        assert {*told} <= {*text.splitlines()}
    assert all(f"- {md(note)}" in as_md(diff) for note in told)


def test_cases_that_both_sides_share_are_said() -> None:
    both = orders("S", 3)
    diff = compare(side("A", [*orders("A", 6), *both]), side("B", [*orders("B", 6), *both]))
    assert "3 cases of the same reference in A and in B: they are no independent groups." in as_text(diff)


def test_hostile_names_become_no_markup_and_steer_no_terminal() -> None:
    takes = side_of(analysed(*hostile_takes()), HOSTILE)
    diff = compare(takes, side("\x1b[2J", orders("B", 6)))
    text = as_md(diff)
    assert not {token.type for token in tokens(text)} & {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "code_inline",
    }
    assert all(len(columns) == 1 for columns in unescaped_columns(text))
    assert "\x1b" not in as_text(diff) + text
    assert "\u202e" not in as_text(diff)


def test_the_json_has_its_documented_shape_and_says_what_the_text_says() -> None:
    diff = compare(side("A", orders("A", 20)), side("B", orders("B", 20, wait=25)))
    found = json.loads(as_json(diff))
    jsonschema.validate(found, diff_schema())
    assert found["differs"] is True
    assert sum(one["verdict"] == "differs" for one in found["differences"]) == len(diff.of("differs"))


def test_the_markdown_has_a_table_of_each_kind() -> None:
    more = [order("H1", 3, held=True), order("H2", 3, held=True)]
    text = as_md(compare(side("A", orders("A", 20)), side("B", [*orders("B", 20, wait=25), *more])))
    assert "### More than noise\n\n|  | A | B | B less A | Test |" in text
    assert "### No more than noise" in text
    assert "### Cannot be told" in text


def saved_in(host: str) -> Side:
    takes = [
        Take(f"r{at}", "Ana", start=at * 600, host=host)
        .page(at * 600, f"SO-{at}")
        .press(at * 600 + 20, f"SO-{at}", "Save order", "Saved")
        for at in range(1, 7)
    ]
    return side_of(analysed(*takes), host)


def test_the_same_name_in_two_systems_is_told_by_system() -> None:
    told = as_text(compare(saved_in("old.example"), saved_in("new.example")))
    assert "The usual way is Save the order (old.example) in A, Save the order (new.example) in B." in told
    assert "“Save the order (old.example)” performed: 100 % (6 of 6) → 0 % (0 of 6)" in told
    assert "“Save the order (new.example)” performed: 0 % (0 of 6) → 100 % (6 of 6)" in told
    assert "“Save the order”" not in told
    assert "Renamed" not in told


def test_a_title_with_quotation_marks_stands_in_single_ones_within_double_ones() -> None:
    takes = [
        Take(name, "Ana", at).page(at + 1, name).press(at + 2, name, button)
        for at, (name, button) in enumerate((("SO-1", "Next"), ("SO-2", "Save")))
    ]
    one, other = (side_of(analysed(take), take.name) for take in takes)
    told = as_text(compare(one, other))
    assert "“Press ‘Next’” performed" in told
    assert "“Press “" not in told
