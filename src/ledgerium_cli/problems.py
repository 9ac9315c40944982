"""A problem: something about the input that a person should know. Collected and reported, never raised."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """What is wrong, where, and what to do about it."""

    file: str
    """As the person named it; `-` for standard input."""
    line: int | None
    """Counted from 1; None where the whole file is meant."""
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what} {self.remedy}"
