"""Detects traces of a log with the same name, which count as one case."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.logs.model import Faults
from ledgerium_cli.plural import count


class TraceNames:
    def __init__(self) -> None:
        self._known: set[str | bytes] = set()
        self._again = 0
        self._first: str | bytes = ""

    def add(self, names: Sequence[str | bytes]) -> None:
        """Adds the names of traces that have events, in file order; an empty name for a trace without one."""
        new = set(names)
        if len(new) == len(names) and new.isdisjoint(self._known):
            self._known |= new
            return
        for name in names:
            if name not in self._known:
                self._known.add(name)
            elif name:
                self._first = self._first or name
                self._again += 1

    def tell(self, faults: Faults) -> None:
        if self._again:
            first = self._first if isinstance(self._first, str) else self._first.decode()
            faults.tell(
                f"{count(self._again, 'trace is', 'traces are')} called like one before, {first!r} first.",
                "Traces of one name count as one case; if they are several, give each a name of its own.",
            )
