"""Whether `analysis.json` says what is known: every number of it, and nothing that looks like one besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from generate import Generated
from ledgerium_cli.documents.analysis.render import render_analysis
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.workflow.wire import Workflow

from .known.basics import Events, MeanInterval
from .known.numbers import numbers_of

LOOKED_AT = re.compile(r"^format$|mean_(low|high)_ms$|\.events\[|\.evidence\[|^opportunities|^clocks\.")
"""In another way: intervals of means and events of steps by what they may be; evidence, what an opportunity is
estimated to save and what jumps of clocks count as in tests of their own."""


def found_in(generated: Generated, workflow: Workflow) -> Any:
    recordings = [read_recording(data, name)[0] for name, data in generated.recordings.items()]
    analysis = analyse([one for one in recordings if one is not None], workflow)
    return msgspec.json.decode(render_analysis(analysis))


def numbers(value: Any, path: str = "") -> Iterator[str]:
    """Paths of all numbers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers(inner, f"{path}[{place}]")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def differences(found: Any, known: Any, path: str = "") -> Iterator[str]:
    """Where what was found is not what is known; what nobody knows is not looked at."""
    if isinstance(known, dict):
        for key, inner in known.items():
            yield from differences(found[key], inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(known, list) and isinstance(found, list) and len(known) == len(found):
        for place, (one, other) in enumerate(zip(found, known, strict=True)):
            yield from differences(one, other, f"{path}[{place}]")
    elif isinstance(known, MeanInterval | Events):
        if not known.is_met_by(found):
            yield f"{path}: found {found}, known {known}"
    elif found != (pytest.approx(known, rel=_within(path)) if isinstance(known, float) else known):
        yield f"{path}: found {found}, known {known}"


def _within(path: str) -> float:
    """How near: a p that is approximated where there is much to count may be so in two ways."""
    return 0.02 if path.startswith("trends.") and path.endswith((".p", ".corrected")) else 1e-9


def assert_every_number(generated: Generated, workflow: Workflow) -> Any:
    """Gives what was found."""
    found, known = found_in(generated, workflow), numbers_of(generated.truth)
    wrong = [*differences(found, known)]
    assert not wrong, "\n".join(wrong[:20])
    unknown = sorted(path for path in {*numbers(found)} - {*numbers(known)} if not LOOKED_AT.search(path))
    assert not unknown, f"numbers that nobody knows: {unknown[:20]}"
    for told in ("deviations", "not_judged"):
        deviations = [(one["case"], one["kind"], one["activity"]) for one in found[told]]
        true = [
            (case.id, *deviation)
            for case in generated.truth.cases
            for deviation in (case.deviations if told == "deviations" else case.not_certain)
        ]
        assert sorted(deviations) == sorted(true), {*deviations} ^ {*true}
    return found
