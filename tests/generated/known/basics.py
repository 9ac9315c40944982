"""What all known numbers are made of."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from known_truth import HOLD_CAN_BEGIN, CaseTruth, StepTruth

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import numpy

DAY, DRAWS = 86_400, 4_000
PARTS = ("work_ms", "system_wait_ms", "idle_ms", "between_step_wait_ms", "paused_ms")

Stretch = tuple[int, int]
"""Seconds, from and to."""
Json = dict[str, Any]


@dataclass(frozen=True)
class MeanInterval:
    """What the 95 % interval of the mean is of; where it is put hangs on what is drawn."""

    values: tuple[int, ...]
    upper: bool

    def is_met_by(self, found: float | None) -> bool:
        if found is None:
            return False
        drawn = numpy.random.default_rng(3).choice(numpy.array(self.values), (DRAWS, len(self.values)))
        expected = numpy.quantile(drawn.mean(axis=1), 0.975 if self.upper else 0.025)
        error = numpy.std(self.values) / len(self.values) ** 0.5
        step = (max(self.values) - min(self.values)) / len(self.values)
        """One value more or less of the largest: so far apart may two drawings be of few, skewed values."""
        return bool(abs(found - expected) <= 0.5 * error + step)


@dataclass(frozen=True)
class Events:
    """Of a step, whatever pauses are counted to it: these take its time away and are no part of what was done."""

    numbers: tuple[int, ...]
    pauses: tuple[int, ...]

    def is_met_by(self, found: list[int]) -> bool:
        return [number for number in found if number not in self.pauses] == [*self.numbers]


def times(values: Iterable[int]) -> Json:
    """Of milliseconds."""
    own = sorted(values)
    few = len(own) < 5
    return {
        "n": len(own),
        "values_ms": own if few else None,
        "median_ms": None if few else round(float(numpy.quantile(own, 0.5))),
        "p90_ms": None if few else round(float(numpy.quantile(own, 0.9))),
        "min_ms": None if few else own[0],
        "max_ms": None if few else own[-1],
        "mean_ms": None if few else round(sum(own) / len(own)),
        "mean_low_ms": None if few else MeanInterval(tuple(own), upper=False),
        "mean_high_ms": None if few else MeanInterval(tuple(own), upper=True),
    }


def share(met: int | None, n: int) -> Json:
    return {"n": n, "met": met, "rate": met / n if n and met is not None else None}


def enabled_by(case: CaseTruth) -> list[StepTruth | None]:
    """For each step the latest one before it that was complete when it started; of those of one moment the later one.
    Activities have a declared order."""
    found: list[StepTruth | None] = []
    for at, step in enumerate(case.steps):
        done = [(one.complete_ms, place) for place, one in enumerate(case.steps[:at])]
        _, place = max(((ms, place) for ms, place in done if ms <= step.start_ms), default=(0, -1))
        found.append(case.steps[place] if place >= 0 else None)
    return found


def is_right(case: CaseTruth) -> bool:
    return len(set(case.variant)) == len(case.variant) and not case.held


def can_be_held(case: CaseTruth) -> bool:
    return case.held or bool(HOLD_CAN_BEGIN & set(case.variant))
