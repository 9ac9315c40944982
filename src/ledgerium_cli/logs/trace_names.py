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
        self._empty = 0
        self._first_empty: str | bytes = ""

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

    def add_empty(self, names: Sequence[str | bytes]) -> None:
        """Adds the names of traces without events, as `add`."""
        if names:
            self._empty += len(names)
            self._first_empty = self._first_empty or names[0]

    def tell(self, faults: Faults) -> None:
        if self._again:
            faults.tell(
                f"{count(self._again, 'trace is', 'traces are')} called like one before, {_text(self._first)!r} first.",
                "Traces of one name count as one case; if they are several, give each a name of its own.",
            )
        if self._empty:
            first = f", {_text(self._first_empty)!r} first" if self._first_empty else ""
            faults.tell(
                f"{count(self._empty, 'trace has', 'traces have')} no events{first}.",
                "Nothing is known of such a case, so it counts nowhere.",
            )


def _text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode()
