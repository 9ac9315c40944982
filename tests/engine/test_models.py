"""Models that were mined before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ledgerium_cli.engine.models import Models
from ledgerium_cli.mining import discover
from ledgerium_cli.mining.discover import mine

from ..mining.variants import LOGS, Variants

VARIANTS = {("a", "b", "c"): 3, ("a", "c"): 1}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(variants=LOGS)
def test_a_model_is_read_back_as_it_was_mined(variants: Variants, tmp_path: Path) -> None:
    models, mined = Models(tmp_path), mine(variants)
    assert (models(variants), models(variants)) == (mined, mined)


def test_models_with_and_without_noise_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [Models(tmp_path, noise)(VARIANTS) for noise in (None, 0.0, 0.4)]
    monkeypatch.setattr(discover, "_inductive_miner", None)
    assert [Models(tmp_path, noise)(VARIANTS) for noise in (None, 0.0, 0.4)] == first
    assert "0.4" in first[2].method


@pytest.mark.parametrize("broken", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"tree":1}'])
def test_what_is_no_model_is_mined_anew(tmp_path: Path, broken: bytes) -> None:
    mined = Models(tmp_path)(VARIANTS)
    (kept,) = (tmp_path / "models").iterdir()
    kept.write_bytes(broken)
    assert Models(tmp_path)(VARIANTS) == mined
