"""Mined models: known logs give known trees, the numbers are pm4py's, and nothing depends on chance."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.model_text import render_model
from ledgerium_cli.errors import UsageError
from ledgerium_cli.mining import discover, replay
from ledgerium_cli.mining.discover import MINER, SEQUENCE, SIMPLER_MINER, mine
from ledgerium_cli.mining.model import NOTHING, Tree, activity, choice, optional, parallel, repeat, sequence
from ledgerium_cli.mining.quality import fitness, precision
from ledgerium_cli.mining.replay import Replay, shortest

from .variants import LOGS, Variants


def log(text: str) -> Variants:
    """`3 a b c, 1 a c`: three cases did a, b and c, one did a and c."""
    rows = (row.split() for row in text.split(","))
    return {tuple(activities): int(cases) for cases, *activities in rows}


KNOWN = {
    "3 a b c, 1 a c": "sequence(a, optional(b), c)",
    "2 a b, 1 a c": "sequence(a, choice(b, c))",
    "1 a b c d, 1 a c b d": "sequence(a, parallel(b, c), d)",
    "1 a b, 1 a b b": "sequence(a, repeat(b))",
    "1 a, 1 a b a, 1 a b a b a": "repeat(a, b)",
    "2 a, 1 b": "choice(a, b)",
    "5 enter check credit ship, 2 enter check enter check credit ship, 1 enter check credit hold ship": (
        "sequence(repeat(sequence(enter, check)), credit, optional(hold), ship)"
    ),
}


@pytest.mark.parametrize(("variants", "tree"), KNOWN.items())
def test_known_logs_give_known_trees(variants: str, tree: str) -> None:
    model = mine(log(variants))
    assert (model.tree.text, model.method, model.fitness.value) == (tree, MINER, 1)


def test_one_variant_is_its_own_model_and_needs_no_miner() -> None:
    code = (
        "import sys; from ledgerium_cli.mining.discover import mine; model = mine({('a', 'b', 'a'): 4});"
        "print(model.tree.text, model.method, model.cases, model.fitness.value, model.precision.value,"
        " 'pm4py' in sys.modules)"
    )
    assert _run(code) == f"sequence(a, b, a) {SEQUENCE} 4 1.0 1.0 False\n"


def test_mining_prints_and_warns_nothing() -> None:
    assert _run("from ledgerium_cli.mining.discover import mine; mine({('a',): 1, ('b',): 2})") == ""


SEEDED = """
from ledgerium_cli.mining.discover import mine
log = {"price enter credit ship": 3, "enter price credit credit ship": 2, "enter hold price ship": 1,
       "hold enter price credit": 2, "enter note price note credit ship": 1, "mail": 1, "mail note mail": 2}
model = mine({tuple(variant.split()): cases for variant, cases in log.items()})
print(model)
words = "enter price credit ship mail note hold".split()
print(mine({(*words[:place], *words[more:], words[place]): 1 for place in range(7) for more in range(7)}, 0.3))
"""


def test_the_model_is_the_same_under_every_hash_seed() -> None:
    printed = {_run(SEEDED, PYTHONHASHSEED=str(seed)) for seed in range(4)}
    assert len(printed) == 1
    assert "fitness=Quality" in printed.pop()


def _run(code: str, **environment: str) -> str:
    """What a fresh Python prints, errors and warnings included."""
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@given(LOGS)
def test_a_model_fits_the_log_that_it_was_mined_from(variants: Variants) -> None:
    model = mine(variants)
    assert model.fitness.value == 1
    assert model.precision.value is not None
    assert 0 < model.precision.value <= 1


@given(LOGS, st.randoms(use_true_random=False))
def test_the_order_of_variants_does_not_matter(variants: Variants, random: Any) -> None:
    rows = list(variants.items())
    random.shuffle(rows)
    assert mine(dict(rows)) == mine(variants)


# Against pm4py's own alignments and precision, on an event log of the same variants. Small ones: its search
# takes minutes where much goes in parallel. And none in which several optional things go in parallel before
# something else: there its precision overlooks some of what can come next, since it follows each silent
# transition from one marking only.

SAME = {
    "a step left out": ("3 a b c, 1 a c", "1 a b, 2 c a, 1 a x c"),
    "a choice": ("5 a b d, 2 a c d", "1 a b c d, 1 d"),
    "in any order": ("3 a b c d, 1 a c b d, 2 a b d c", "2 a b, 1 d c b a"),
    "rework": ("4 a b c, 2 a b a b c, 1 a b a b a b c", "1 a a b c, 1 c"),
    "orders": (
        "9 enter validate credit confirm ship, 3 enter validate enter validate credit confirm ship, "
        "2 enter validate credit hold confirm ship, 1 enter validate credit confirm mail ship",
        "2 enter confirm ship, 1 enter validate credit hold ship mail",
    ),
}


@pytest.mark.filterwarnings("ignore")  # of its solver
@pytest.mark.parametrize(("seen", "unseen"), SAME.values(), ids=SAME)
def test_precision_is_that_of_pm4py(seen: str, unseen: str, pm4py: Any) -> None:
    from pm4py.algo.evaluation.precision.variants import align_etconformance

    model = mine(log(seen))
    for variants in log(seen), log(unseen):
        theirs = align_etconformance.apply(_events(variants), *_net(model.tree), parameters=QUIET)
        assert precision(model.tree, variants).value == pytest.approx(theirs)


@pytest.mark.filterwarnings("ignore")  # of its solver
@pytest.mark.parametrize(("seen", "unseen"), SAME.values(), ids=SAME)
def test_costs_of_alignments_are_those_of_pm4py(seen: str, unseen: str, pm4py: Any) -> None:
    """It counts 10,000 a move, and 1 for a silent one."""
    from pm4py.algo.conformance.alignments.petri_net import algorithm

    model = mine(log(seen))
    followed, both = Replay(model.tree), {**log(unseen), **dict.fromkeys(log(seen), 1)}
    theirs = algorithm.apply_log(_events(dict.fromkeys(both, 1)), *_net(model.tree), parameters=QUIET)
    costs = {variant: followed.cost(variant) for variant in both}
    assert list(costs.values()) == [one["cost"] // 10_000 for one in theirs]
    assert [len(one) + shortest(model.tree) for one in both] == [one["bwc"] // 10_000 for one in theirs]
    cost = sum(cases * costs[one] for one, cases in log(unseen).items())
    worst = sum(cases * (len(one) + shortest(model.tree)) for one, cases in log(unseen).items())
    assert fitness(model.tree, log(unseen)).value == 1 - cost / worst < 1


QUIET = {"show_progress_bar": False}


def _events(variants: Variants) -> Any:
    from pm4py.objects.log.obj import Event, EventLog, Trace

    return EventLog(
        Trace(Event({"concept:name": name}) for name in one)
        for one, cases in variants.items()
        for _ in range(cases)
    )


def _net(tree: Tree) -> Any:
    from pm4py.objects.conversion.process_tree import converter

    return converter.apply(_process_tree(tree))


def _process_tree(tree: Tree) -> Any:
    from pm4py.objects.process_tree.obj import Operator, ProcessTree

    if tree.activity is not None:
        return ProcessTree(label=tree.activity)
    silent = [ProcessTree()] if tree.kind in ("optional", "repeat") and len(tree.children) == 1 else []
    operators = {
        "sequence": Operator.SEQUENCE, "choice": Operator.XOR, "optional": Operator.XOR,
        "parallel": Operator.PARALLEL, "repeat": Operator.LOOP,
    }  # fmt: skip
    node = ProcessTree(operator=operators[tree.kind], children=[*map(_process_tree, tree.children), *silent])
    for child in node.children:
        child.parent = node
    return node


# Folding: one shape, one text.

A, B, C = map(activity, "abc")


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (sequence([A, sequence([B, NOTHING]), C]), "sequence(a, b, c)"),
        (parallel([C, parallel([B, A])]), "parallel(a, b, c)"),
        (choice([choice([B, A]), NOTHING]), "optional(choice(a, b))"),
        (choice([A, optional(A)]), "optional(a)"),
        (optional(optional(A)), "optional(a)"),
        (optional(sequence([optional(A), optional(B)])), "sequence(optional(a), optional(b))"),
        (repeat(optional(A)), "optional(repeat(a))"),
        (repeat(repeat(A)), "repeat(a)"),
        (repeat(NOTHING, choice([A, B])), "optional(repeat(choice(a, b)))"),
        (repeat(NOTHING), "nothing()"),
        (activity("Save, (now)"), '"Save, (now)"'),
    ],
)
def test_a_tree_is_folded_and_sorted(tree: Tree, text: str) -> None:
    assert tree.text == text


# Noise.

STEPS = "abcdefgh"


def mostly_in_order() -> dict[tuple[str, ...], int]:
    """A hundred cases do eight steps in order; 22 do one twice, leave one out or change two of them, once each."""
    twice = [STEPS[:place] + one + STEPS[place:] for place, one in enumerate(STEPS)]
    left_out = [STEPS.replace(one, "") for one in STEPS]
    changed = [STEPS.replace(one + other, other + one) for one, other in pairwise(STEPS)][:6]
    return {tuple(STEPS): 100} | {tuple(one): 1 for one in (*twice, *left_out, *changed)}


def test_of_many_variants_rare_paths_are_left_out_where_the_model_would_allow_too_much() -> None:
    exact, model = mine(mostly_in_order(), noise=0), mine(mostly_in_order())
    assert exact.fitness.value == 1
    assert exact.precision.value is not None
    assert exact.precision.value < 0.5
    assert model.tree == sequence(repeat(activity(one)) for one in STEPS)
    assert model.method == (
        "inductive miner infrequent (pm4py), noise threshold 0.2, since without it the model allows too much "
        f"(precision {exact.precision.value:.2f})"
    )
    cost = 8 * 1 + 6 * 2
    assert model.fitness.value == pytest.approx(1 - cost / (100 * 16 + 8 * 17 + 8 * 15 + 6 * 16))


def test_of_few_variants_each_counts() -> None:
    few = dict(list(mostly_in_order().items())[: discover.MANY_VARIANTS - 1])
    assert mine(few).fitness.value == 1


@pytest.mark.parametrize("noise", [-1, 1.01, 5, float("nan")])
def test_noise_that_is_no_share_is_refused(noise: float) -> None:
    with pytest.raises(UsageError, match=f"^{noise:g} is no share of noise"):
        mine(mostly_in_order(), noise=noise)


def test_a_person_can_ask_for_a_share_of_noise() -> None:
    asked = mine(mostly_in_order(), noise=0.2)
    assert (asked.tree, asked.method) == (mine(mostly_in_order()).tree, discover.NOISY_MINER.format(0.2))


# Bounds.


def test_variants_beyond_the_most_are_not_mined_from_but_count_for_fitness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discover, "MOST_VARIANTS", 2)
    model = mine(log("5 a b, 3 a, 2 c, 1 d"))
    assert (model.variants, model.cases, model.variants_left_out, model.cases_left_out) == (2, 8, 2, 3)
    assert model.tree.text == "sequence(a, optional(b))"
    assert model.fitness.value == 1 - 3 * 2 / (5 * 3 + 6 * 2)
    assert "the rarest 2 variants (3 cases) left out" in render_model(model, str)


def test_a_log_too_large_for_the_whole_miner_gets_the_simpler_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "MOST_TRIALS", 0)
    model = mine(log("1 a b a c, 1 b a c a, 1 c b"))
    assert (model.method, model.fitness.value) == (SIMPLER_MINER, 1)


def test_with_noise_a_log_too_large_is_mined_from_its_most_frequent_variants(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discover, "MOST_TRIALS", 4 * 2 + 9 * 3)
    model = mine(log("5 a b, 3 b a, 2 a c b, 1 c"), noise=0.1)
    assert (model.variants, model.variants_left_out, model.cases_left_out) == (2, 2, 3)
    assert model.tree.text == "parallel(a, b)"


def test_a_quality_that_would_take_too_long_is_absent_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replay, "MOST_STEPS", 3)
    tree = sequence(map(activity, "abcdef"))
    for measured in fitness(tree, log("1 x y z")), precision(tree, log("1 a b c d e f")):
        assert measured.value is None
        assert measured.reason == "not computed: it takes more than 3 steps and 4,000,000 moves"


def test_a_quality_of_the_most_frequent_variants_says_how_many_cases_it_is_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replay, "MOST_MOVES", 20)
    measured = fitness(sequence([A, B]), log("6 a b, 3 a b x, 1 x y z z z z z z z z"))
    assert measured.value == 1 - 3 / (6 * 4 + 3 * 5)
    assert measured.reason == (
        "over the first 2 of 3 variants, 90.0 % of the cases: more than 2,000,000 steps and 20 moves are not looked at"
    )


@given(LOGS, LOGS)
def test_an_alignment_leads_the_case_and_the_model_side_by_side(seen: Variants, unseen: Variants) -> None:
    followed = Replay(mine(seen).tree)
    for variant in unseen:
        found = followed.align(variant)
        assert tuple(move.activity for move in found.moves if move.who != "model") == variant
        assert followed.cost([move.activity for move in found.moves if move.who != "case"]) == 0
        assert found.cost == sum(move.who != "both" for move in found.moves) == followed.cost(variant)


def test_an_open_case_lacks_only_what_it_went_past() -> None:
    followed = Replay(sequence([A, B, C]))
    assert followed.align("ac", may_go_on=True).moves == followed.align("ac").moves
    assert (followed.align("a").cost, followed.align("a", may_go_on=True).cost) == (2, 0)


@settings(max_examples=20)
@given(st.integers(2, 30))
def test_many_optional_steps_in_any_order_take_no_time(width: int) -> None:
    """A Petri net has 3 ^ width markings here."""
    names = [f"s{number}" for number in range(width)]
    tree = parallel(optional(activity(name)) for name in names)
    assert fitness(tree, {tuple(names): 1, tuple(names[::-2]): 1}).value == 1


# In words.


def test_a_model_in_words() -> None:
    """Precision: of 64 things that it allowed next, 4 were not seen, which is to enter again or to mail after
    two rounds (3 allowed and 2 of them not seen, in 2 cases)."""
    variants = (
        "5 enter validate ship mail, 2 enter validate enter validate ship, 1 enter validate mail ship, 1 ring"
    )
    assert (
        render_model(mine(log(variants)), str.capitalize)
        == """\
one of:
  Ring
  in this order:
    in this order (again and again):
      Enter
      Validate
    in any order:
      Mail (may be skipped)
      Ship

Mined from 9 cases in 4 variants.
Method: inductive miner (pm4py).
Fitness: 1.0000 (alignment-based, 1 − cost ÷ worst cost).
Precision: 0.9375 (ETC, aligned).
"""
    )


def test_what_is_done_in_between_stands_below_what_is_repeated() -> None:
    lines = render_model(mine(log("1 check, 1 check correct check")), str).splitlines()
    assert lines[:4] == ["again and again:", "  check", "and in between:", "  correct"]


def test_hostile_titles_steer_no_terminal() -> None:
    text = render_model(mine({("a",): 1}), lambda _: "\x1b[31mSave\r\n\u202egnp")
    assert text.startswith("[31mSave gnp\n")
