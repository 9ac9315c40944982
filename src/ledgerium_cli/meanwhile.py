"""Ways to run a function in the meantime: in another process, or only when its value is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

One = TypeVar("One")


class Meanwhile(Protocol):
    """Takes a function without side effects and returns a function that gives its value. The value is the same whoever
    computes it and when."""

    @property
    def others(self) -> int:
        """How many such functions can run at the same time beside the caller."""

    def __call__(self, make: Callable[[], One], /) -> Callable[[], One]: ...


class AtItsTurn:
    """Runs nothing in the meantime: the value is computed when it is asked for."""

    others = 0

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return make


at_its_turn = AtItsTurn()


def early(meanwhile: Meanwhile, make: Callable[[], One]) -> Callable[[], One]:
    """For a function that takes much memory while it runs: when no other process can run it, run it now, before the
    caller holds more."""
    if meanwhile.others:
        return meanwhile(make)
    found = meanwhile(make)()
    return lambda: found
