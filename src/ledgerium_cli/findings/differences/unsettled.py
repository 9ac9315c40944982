"""Which sides of a comparison have cases that may not have ended when their recordings do."""

from __future__ import annotations

from typing import Literal

from ledgerium_cli.findings.differences.side import Side, What
from ledgerium_cli.findings.settled import began_late, usually_within

Letter = Literal["a", "b"]


def going_on(a: Side, b: Side) -> dict[Letter, int]:
    """How many cases of each side are open or, where nothing tells, began so late that they may not have ended.

    How long cases take is asked of both sides: of one that goes back a few days no case is seen to take longer.
    """
    times = [one.times.get(What("cycle")) for one in (a, b)]
    usually = usually_within(ms for own in times if own is not None for ms in own.by_case)
    sides: tuple[tuple[Letter, Side], ...] = (("a", a), ("b", b))
    return {letter: own.open + began_late(own.untold, usually, own.seen_until_ms) for letter, own in sides}
