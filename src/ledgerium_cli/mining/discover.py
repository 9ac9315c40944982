"""Runs the inductive miner on variants and their numbers of cases. The only module that uses pm4py."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledgerium_cli.errors import UsageError
from ledgerium_cli.mining import model
from ledgerium_cli.mining.model import NOTHING, MinedModel, Quality, Tree
from ledgerium_cli.mining.quality import FITNESS, PRECISION, fitness, precision
from ledgerium_cli.mining.replay import Replay

if TYPE_CHECKING:
    from pm4py.objects.process_tree.obj import ProcessTree

MOST_VARIANTS = 10_000
"""Only the most frequent variants are mined; the others are counted."""
MOST_TRIALS = 5_000_000
"""Bound on activities² × the length of all variants, the cost of the miner's search for an activity concurrent with
all others; five million take seconds. Above it the search is left out: the model still fits every case, but may
allow more."""
NOISE = 0.2
"""Noise threshold, used when a model without noise allows too much: paths rarer than this share of the most frequent
one are left out."""
MANY_VARIANTS = 20
"""With fewer variants none is treated as noise."""
SAYS_TOO_LITTLE = 0.8
"""A precision below which a model allows too much."""

SEQUENCE = "the sequence of the one variant"
MINER = "inductive miner (pm4py)"
SIMPLER_MINER = "inductive miner (pm4py) without fall-throughs but the flower model"
NOISY_MINER = "inductive miner infrequent (pm4py), noise threshold {:g}"


def mine(variants: Mapping[tuple[str, ...], int], noise: float | None = None) -> MinedModel:
    """Mine a model: the same one for the same variants in any order. There must be at least one, none empty.

    `noise`, 0 to 1, leaves out paths rarer than this share of the most frequent one. Without it the model fits every
    case it was mined from, but with many variants it may allow nearly everything. In that case a model with `NOISE`
    replaces it if it has a better balance of fitness and precision (F-score), and its `method` says so.

    Raises UsageError for noise that is no share.
    """
    if noise is not None and not 0 <= noise <= 1:
        raise UsageError(f"{noise:g} is no share of noise. Give a number from 0 to 1.")
    ranked = dict(sorted(variants.items(), key=lambda item: (-item[1], item[0])))
    if noise is not None:
        return _mined(ranked, noise)
    exact = _mined(ranked, 0)
    value = exact.precision.value
    if len(ranked) < MANY_VARIANTS or value is None or value >= SAYS_TOO_LITTLE:
        return exact
    tolerant = _mined(ranked, NOISE)
    if _balance(tolerant) <= _balance(exact):
        return exact
    return replace(
        tolerant,
        method=f"{tolerant.method}, since without it the model allows too much (precision {value:.2f})",
    )


def _balance(model: MinedModel) -> float:
    """Harmonic mean of fitness and precision; 0 if either does not cover all cases."""
    one, other = (
        quality.value or 0 if quality.reason is None else 0 for quality in (model.fitness, model.precision)
    )
    return 2 * one * other / (one + other) if one and other else 0


def _mined(ranked: Mapping[tuple[str, ...], int], noise: float) -> MinedModel:
    mined = dict(islice(ranked.items(), _searchable(ranked) if noise else MOST_VARIANTS))
    tree, method = _discover(mined, noise)
    alone = len(ranked) == 1  # the model is a sequence that allows nothing else
    replay = Replay(tree)
    return MinedModel(
        tree=tree,
        method=method,
        variants=len(mined),
        cases=sum(mined.values()),
        variants_left_out=len(ranked) - len(mined),
        cases_left_out=sum(ranked.values()) - sum(mined.values()),
        fitness=Quality(FITNESS, 1.0) if alone else fitness(tree, ranked, replay),
        precision=Quality(PRECISION, 1.0) if alone else precision(tree, ranked, replay),
    )


def _searchable(ranked: Mapping[tuple[str, ...], int]) -> int:
    """How many of the most frequent variants the miner can search in reasonable time."""
    names: set[str] = set()
    length = 0
    for number, variant in enumerate(ranked):
        names.update(variant)
        length += len(variant)
        if len(names) ** 2 * length > MOST_TRIALS:
            return max(number, 1)
    return len(ranked)


def _discover(variants: Mapping[tuple[str, ...], int], noise: float) -> tuple[Tree, str]:
    if len(variants) == 1:
        (only,) = variants
        return model.sequence(map(model.activity, only)), SEQUENCE
    names = sorted({name for variant in variants for name in variant})
    trials = len(names) ** 2 * sum(map(len, variants))
    # Numbers instead of names: the miner iterates over sets, whose order for strings depends on the hash seed.
    number = {name: place for place, name in enumerate(names, start=1)}
    numbered = Counter({tuple(number[name] for name in one): cases for one, cases in variants.items()})
    search = trials <= MOST_TRIALS
    tree = _inductive_miner(numbered, noise, search=search)
    method = NOISY_MINER.format(noise) if noise else MINER if search else SIMPLER_MINER
    return _tree(tree, ["", *names]), method


def _inductive_miner(variants: Counter[tuple[int, ...]], noise: float, *, search: bool) -> ProcessTree:
    os.environ.setdefault("PM4PY_ENABLE_INTERNAL_IMPORTS", "False")  # nearly halves the import time
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        # Internal classes: the public functions take events, which is far slower and depends on their order.
        from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
        from pm4py.algo.discovery.inductive.variants.im import IMUVCL
        from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL, IMFParameters

        settings = {"multiprocessing": False, "disable_fallthroughs": not search}
        if not noise:
            return IMUVCL(settings).apply(IMDataStructureUVCL(variants), settings)
        settings |= {IMFParameters.NOISE_THRESHOLD: noise}
        return IMFUVCL(settings).apply(IMDataStructureUVCL(variants), settings)


def _tree(mined: ProcessTree, names: Sequence[str]) -> Tree:
    children = [_tree(child, names) for child in mined.children]
    match mined.operator.name if mined.operator is not None else None:
        case None:
            return model.activity(names[mined.label]) if mined.label is not None else NOTHING
        case "SEQUENCE":
            return model.sequence(children)
        case "XOR":
            return model.choice(children)
        case "PARALLEL":
            return model.parallel(children)
        case "LOOP":
            do, *between = children
            return model.repeat(do, model.choice(between) if between else NOTHING)
        case other:
            raise AssertionError(f"the inductive miner makes no {other}")
