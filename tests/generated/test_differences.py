"""A drift in the middle of a generated office is found; where there is none, none is told, as often as promised."""

from __future__ import annotations

import pytest

from generate import Options, generate
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.engine.operations import finish, map_all
from ledgerium_cli.findings.differences.compare import Diff, compare
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.recording.read import read_recording

from .offices import WORKFLOW


def two_halves(seed: int, drift: float, days: int = 5) -> Diff:
    """Twelve orders a working day; from the second half on they wait longer and go wrong more often by `drift`."""
    options = Options(per_day=12, drift_from=days, drift=drift)
    generated = generate(orders=24 * days, seed=seed, people=5, options=options)
    recordings = [read_recording(data, name)[0] for name, data in generated.recordings.items()]
    mapped = map_all([one for one in recordings if one is not None], WORKFLOW)
    day = "2026-11-30" if days == 5 else "2026-12-07"
    halves = (
        finish(mapped, WORKFLOW, conditions=parse_conditions([half], []))
        for half in (f"until={day}T00:00Z", f"since={day}")
    )
    return compare(*(side_of(half, name) for half, name in zip(halves, ("first", "second"), strict=True)))


def test_a_drift_in_the_middle_is_found() -> None:
    diff = two_halves(seed=4, drift=2, days=10)
    assert {"held", "hold", "activity"} <= {one.what.topic for one in diff.of("differs")}


@pytest.mark.parametrize("seed", range(2))
def test_where_nothing_changed_nothing_is_told(seed: int) -> None:
    diff = two_halves(seed, drift=1)
    assert diff.tests > 20
    assert not diff.differs


@pytest.mark.trials
def test_false_alarms_are_no_more_frequent_than_promised() -> None:
    """Of 60 offices without a drift five in a hundred may be told to differ; seven or more of 60 would be a surprise
    (p = 0.03)."""
    assert sum(two_halves(seed, drift=1).differs for seed in range(100, 160)) <= 6
