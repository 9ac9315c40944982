"""The inductive miner, from variants and how many cases took each. The one home of pm4py."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

from ledgerium_cli.mining import model
from ledgerium_cli.mining.model import NOTHING, MinedModel, Quality, Tree
from ledgerium_cli.mining.quality import FITNESS, PRECISION, fitness, precision

if TYPE_CHECKING:
    from pm4py.objects.process_tree.obj import ProcessTree

MOST_VARIANTS = 500
"""Beyond these the rarest are left out, and counted."""
MOST_TRIALS = 5_000_000
"""Activities² × the length of all variants: what the miner's search for an activity that goes beside all the
others may cost; five million take seconds. Beyond that it goes without: the model still fits every case, but
may allow more."""

SEQUENCE = "the sequence of the one variant"
MINER = "inductive miner (pm4py)"
SIMPLER_MINER = "inductive miner (pm4py) without fall-throughs but the flower model"


def mine(variants: Mapping[tuple[str, ...], int]) -> MinedModel:
    """The same model for the same variants, whatever their order; at least one, none of them empty."""
    ranked = sorted(variants.items(), key=lambda item: (-item[1], item[0]))
    mined, left_out = dict(ranked[:MOST_VARIANTS]), ranked[MOST_VARIANTS:]
    tree, method = _discover(mined)
    alone = len(mined) == 1  # a sequence is all that its one variant allows
    return MinedModel(
        tree=tree,
        method=method,
        variants=len(mined),
        cases=sum(mined.values()),
        variants_left_out=len(left_out),
        cases_left_out=sum(cases for _, cases in left_out),
        fitness=Quality(FITNESS, 1.0) if alone else fitness(tree, mined),
        precision=Quality(PRECISION, 1.0) if alone else precision(tree, mined),
    )


def _discover(variants: Mapping[tuple[str, ...], int]) -> tuple[Tree, str]:
    if len(variants) == 1:
        (only,) = variants
        return model.sequence(map(model.activity, only)), SEQUENCE
    names = sorted({name for variant in variants for name in variant})
    trials = len(names) ** 2 * sum(map(len, variants))
    # Numbers in place of names: the miner walks through sets, where the hash seed puts names in order.
    number = {name: place for place, name in enumerate(names, start=1)}
    numbered = Counter({tuple(number[name] for name in one): cases for one, cases in variants.items()})
    tree = _inductive_miner(numbered, search=trials <= MOST_TRIALS)
    return _tree(tree, ["", *names]), MINER if trials <= MOST_TRIALS else SIMPLER_MINER


def _inductive_miner(variants: Counter[tuple[int, ...]], *, search: bool) -> ProcessTree:
    os.environ.setdefault("PM4PY_ENABLE_INTERNAL_IMPORTS", "False")  # nearly halves the time of the import
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        # Internal classes: the public functions take events, which costs far more and depends on their order.
        from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
        from pm4py.algo.discovery.inductive.variants.im import IMUVCL

        settings = {"multiprocessing": False, "disable_fallthroughs": not search}
        return IMUVCL(settings).apply(IMDataStructureUVCL(variants), settings)


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
