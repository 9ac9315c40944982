"""The section about clocks that jumped or cannot both be right, and the cases they touch."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ledgerium_cli.documents.condition import CLOCKS, in_parts, jump_words
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    count,
    duration,
    first_named,
    listed,
    more,
)
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.findings.jumps import Jumped
from ledgerium_cli.output.text import MOST_ROWS, Blocks, Markdown, bullets, md, row, table_of_first
from ledgerium_cli.recording.clock import MOST_JUMPS
from ledgerium_cli.recording.condition import ClockJump


def clocks(view: View) -> Blocks:
    return [*_jumps(view), *_doubts(view)]


def _jumps(view: View) -> Blocks:
    jumping = [one for one in view.analysis.recordings if one.condition.jumps]
    if not jumping:
        return []
    shown = [*islice(((one.id, jump) for one in jumping for jump in one.condition.jumps), MOST_ROWS)]
    untold, touched = sum(one.condition.more_jumps for one in jumping), _touched(view, shown)
    rows = (
        row(
            f"{view.cite.labels[recording]}, {jump_words(jump)}",
            view.time(jump.until_ms),
            _in_cases(touched[recording, jump]),
            view.cite([Evidence(recording, (jump.event,))]),
        )
        for recording, jump in shown
    )
    besides = f" {untold} more are counted only: {MOST_JUMPS} of a recording are kept." if untold else ""
    return [
        f"In {count(len(jumping), 'recording')} the clock was set, or the computer slept: which of the two, and how "
        "long it really was, nothing recorded says. Time is kept as it was recorded: what a clock jumped ahead counts "
        "like any gap without input; where it was set back, time stands still until it caught up, and is too short."
        f"{besides}",
        *table_of_first(
            ["Clock", view.in_zone("Until"), "In the time of", "First event after it"],
            rows,
            set(),
            sum(len(one.condition.jumps) for one in jumping),
        ),
    ]


_Jump = tuple[str, ClockJump]
"""The id of the recording and a jump of its clock."""


def _touched(view: View, jumps: Iterable[_Jump]) -> dict[_Jump, First[Jumped]]:
    found: dict[_Jump, First[Jumped]] = {one: First(MOST_NAMED) for one in jumps}
    for one in view.jumps:
        if (own := found.get((one.recording, one.jump))) is not None:
            own.add(one)
    return found


def _in_cases(touched: First[Jumped]) -> str:
    """The cases that a jump touches, with the time it adds to each."""
    named = [
        f"{md(one.case)} ({made})" if (made := in_parts(one.parts)) else md(one.case) for one in touched.shown
    ]
    return listed([*named, *more(len(touched), MOST_NAMED)]) or "no case"


def _doubts(view: View) -> Blocks:
    doubts = view.analysis.clocks
    return [bullets(_doubt(view, one) for one in doubts)] if doubts else []


def _doubt(view: View, one: ClockDoubt) -> str:
    return (
        f"In all {view.cases(len(one.cases))} that {md(one.earlier)} and {md(one.later)} share "
        f"({first_named(one.cases, 3)}), what {md(one.later)} does is over before what comes first begins: their "
        f"clocks differ by at least {duration(one.at_least_ms)}, or the declared order was never kept. Times are "
        "kept as recorded; do not trust waits between the two."
    )


def clock_notes(view: View, *, counted: bool) -> Blocks:
    """A sentence below summed times: how much of them a clock jump made."""
    jumps = view.analysis.jumps
    made = in_parts(jumps.counted if counted else jumps.parts)
    if not made:
        return []
    cases: First[str] = First(0)
    for one in jumps.found:
        if one.counted or not counted:
            cases.once(one.case)
    return [
        f"Of this time {made} in {view.cases(len(cases))} is made by a clock that jumped ahead: see “{CLOCKS}”."
    ]


def in_a_jump(view: View, case: str, since_ms: int, until_ms: int) -> Markdown:
    """The note behind a stretch of wait that contains a forward clock jump."""
    jumps = (one.jump for one in view.jumps.of(case))
    is_hit = any(jump.by_ms > 0 and jump.since_ms < until_ms and jump.until_ms > since_ms for jump in jumps)
    return Markdown(" (clock jumped)" if is_hit else "")
