"""What may be done while something else is: at its turn, or by somebody who does it in the meantime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

One = TypeVar("One")


class Meanwhile(Protocol):
    """Takes a function without effects, and gives what gives its value: the same, whoever calls it and when."""

    @property
    def others(self) -> int:
        """How many such functions can be at work at the same time beside the one who asks."""

    def __call__(self, make: Callable[[], One], /) -> Callable[[], One]: ...


class AtItsTurn:
    """Nobody does it before its value is asked for."""

    others = 0

    def __call__(self, make: Callable[[], One]) -> Callable[[], One]:
        return make


at_its_turn = AtItsTurn()


def early(meanwhile: Meanwhile, make: Callable[[], One]) -> Callable[[], One]:
    """What takes much memory while it is made: where nobody else does it meanwhile, it is made before anything is held
    beside it."""
    if meanwhile.others:
        return meanwhile(make)
    found = meanwhile(make)()
    return lambda: found
