"""Recordings of any kind, and what must hold of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from generate import Options, generate
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.load import load_workflow

DECLARED = load_workflow(Path(__file__).parents[2] / "examples" / "generated" / "workflow.toml")
BUSY = Options(0.3, 0.3, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.5, tasks_per_recording=2)


def always(examples: int) -> Callable[[Any], Any]:
    """The same examples in every run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def from_the_generator(seed: int) -> list[Recording]:
    files = generate(orders=2, seed=seed, people=3, options=BUSY).recordings
    return [recording for name, data in files.items() if (recording := read_recording(data, name)[0])]
