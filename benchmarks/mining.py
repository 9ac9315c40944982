"""How long a model takes to be mined, and how good it is, as variants grow in number.

    python benchmarks/mining.py [--variants 100 1000 10000]

The variants are those of a made-up order process in which steps go in any order, are done again, left out, changed
or added by chance: most of them are rare, and nothing but noise tells them apart.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from random import Random

from ledgerium_cli.mining.discover import mine
from ledgerium_cli.mining.model import MinedModel, Quality

STRAY = tuple(f"extra{number}" for number in range(12))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variants", type=int, nargs="+", default=[100, 1_000, 10_000])
    given = parser.parse_args()
    mine({("a",): 1, ("b",): 1})  # the import of the miner is measured elsewhere
    print("| variants | cases | noise | s | mined from | fitness | precision |")
    print("| ---: " * 2 + "| --- " + "| ---: " * 4 + "|")
    for number in given.variants:
        made = variants(number)
        for noise in (0.0, None):
            began = time.perf_counter()
            model = mine(made, noise)
            print(row(model, sum(made.values()), noise, time.perf_counter() - began), flush=True)
    return 0


def row(model: MinedModel, cases: int, noise: float | None, seconds: float) -> str:
    asked = "0" if noise == 0 else "as it is best"
    cells = (
        f"{model.variants + model.variants_left_out:,}", f"{cases:,}", asked, f"{seconds:.1f}",
        f"{model.variants:,}", shown(model.fitness), shown(model.precision),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def shown(quality: Quality) -> str:
    value = "absent" if quality.value is None else f"{quality.value:.3f}"
    return f"{value}, partly" if quality.value is not None and quality.reason is not None else value


def variants(number: int) -> Counter[tuple[str, ...]]:
    """So many different ones, with how many cases took each; the same in every run."""
    random = Random(1)
    found: Counter[tuple[str, ...]] = Counter()
    while len(found) < number:
        found[tuple(_disturbed(_order(random), random))] += 1
    return found


def _order(random: Random) -> list[str]:
    checks, ends = ["price", "stock", "terms"], ["pack", "invoice"]
    random.shuffle(checks)
    random.shuffle(ends)
    steps = ["enter", *(one for one in checks if random.random() < 0.9), "validate"]
    while random.random() < 0.25:
        steps += ["correct", "validate"]
    steps += ["credit"] * (random.random() < 0.9)
    if random.random() < 0.2:
        steps += ["hold", "release"] + ["credit"] * (random.random() < 0.3)
    return [
        *steps,
        *["confirm"] * (random.random() < 0.97),
        *ends,
        *["ship"] * (random.random() < 0.8),
    ]


def _disturbed(steps: list[str], random: Random) -> list[str]:
    for _ in range(4):
        if random.random() >= 0.35:
            break
        at, what = random.randrange(len(steps) - 1), random.random()
        if what < 0.4:
            steps.insert(at, random.choice(STRAY))
        elif what < 0.7:
            steps.insert(at, random.choice(steps))
        else:
            steps[at], steps[at + 1] = steps[at + 1], steps[at]
    return steps


if __name__ == "__main__":
    raise SystemExit(main())
