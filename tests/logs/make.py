"""Small logs in sight of the tests that read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.logs.model import Given, Instance, LogFacts
from ledgerium_cli.logs.read import read_log
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source


class Read:
    """What was read of a log."""

    def __init__(self, facts: LogFacts, problems: tuple[Problem, ...], instances: list[Instance]) -> None:
        self.facts, self.problems, self.instances = facts, problems, instances

    @property
    def spans(self) -> list[tuple[str, str, int | None, int]]:
        """Case, activity, start and completion in seconds after 2026."""
        return [
            (one.case, one.activity, _seconds(one.start_ms), _seconds(one.complete_ms))
            for one in self.instances
        ]


NEW_YEAR_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z."""


def _seconds(ms: int | None) -> Any:
    return None if ms is None else (ms - NEW_YEAR_MS) / 1000


def read(data: bytes | str, name: str = "log.csv", **given: Any) -> Read:
    return read_source(Source(name, data.encode() if isinstance(data, str) else data), **given)


def read_file(file: Path, **given: Any) -> Read:
    return read_source(Source(str(file)), **given)


def read_source(source: Source, **given: Any) -> Read:
    written_as = log_format(source)
    assert written_as is not None, "no log"
    with read_log(source, written_as, Given(**given)) as log:
        return Read(log.facts, log.problems, list(log.instances()))


def at(second: float) -> str:
    """An instant of 2026 in ISO 8601."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(NEW_YEAR_MS / 1000 + second, UTC).isoformat().replace("+00:00", "Z")
