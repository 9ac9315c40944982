"""Which sides of a comparison have cases that may not have ended when their recordings do."""

from __future__ import annotations

from typing import Literal

from ledgerium_cli.findings.differences.side import Side, What
from ledgerium_cli.findings.settled import began_late, is_settled, usually_within

Letter = Literal["a", "b"]


def may_go_on(side: Side, other: Side) -> int:
    """How many cases of a side are open or, where nothing tells, began so late that they may not have ended.

    How long cases take is asked of both sides: of one that goes back a few days no case is seen to take longer.
    """
    times = [one.times.get(What("cycle")) for one in (side, other)]
    usually = usually_within(ms for own in times if own is not None for ms in own.by_case)
    return side.open + began_late(side.untold, usually, side.seen_until_ms)


def unsettled(a: Side, b: Side) -> tuple[Letter, ...]:
    """The sides of which more than one case in five may go on."""
    sides: tuple[tuple[Letter, Side, Side], ...] = (("a", a, b), ("b", b, a))
    return tuple(
        letter for letter, own, other in sides if not is_settled(may_go_on(own, other), len(own.cases))
    )
