"""When a case was held, from the hold signs of its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.cases.model import Hold, chain_of
from ledgerium_cli.cases.moments import turn_of
from ledgerium_cli.steps.hold_signs import BY_MARK
from ledgerium_cli.steps.model import HoldBegin, HoldSign, Step, StepKey


class Held(Struct, frozen=True):
    holds: tuple[Hold, ...]
    held: bool | None
    releases_without_hold: int


_Shown = tuple[int, str, int, HoldSign, Step]
"""(UTC milliseconds, recording, number) of an event, the sign that it shows, and its step."""


class _Chain(Struct):
    """What the signs of one chain show."""

    holds: list[Hold] = field(default_factory=list)
    open: dict[str, Hold] = field(default_factory=dict)
    """By kind; the others are released."""
    marked_again: int = 0
    """How often a person marked a hold while one was open, of which no release was seen yet."""
    unmatched: list[HoldSign] = field(default_factory=list)
    """Releases before which no hold began."""
    begins: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    """The kinds of hold that its signs begin and end."""

    def end(self, sign: HoldSign, at_ms: int, number: int, step: Step) -> None:
        ended = self._meant(sign)
        for kind in ended:
            self.holds.append(_released(self.open.pop(kind), at_ms, number, step))
        if sign.ends and not ended and not sign.is_state:
            if self.marked_again and self.holds[-1].kind == BY_MARK and BY_MARK in sign.ends:
                self.marked_again -= 1
                self.holds[-1] = _released(self.holds[-1], at_ms, number, step)
            else:
                self.unmatched.append(sign)
        self.ends.update(sign.ends)

    def _meant(self, sign: HoldSign) -> list[str]:
        """The kinds of the open holds that a release ends: where one of its own kind is open, that one, and what began
        in the same step, which a person marked as well; else any that it may mean."""
        any_of = [kind for kind in self.open if ends_hold(sign.ends, kind)]
        own = [kind for kind in any_of if kind in sign.ends]
        begun = {self.open[kind].begun_by for kind in own}
        return [kind for kind in any_of if self.open[kind].begun_by in begun] if own else any_of

    def begin(self, hold: Hold) -> None:
        self.begins.add(hold.kind)
        if hold.kind not in self.open:
            self.marked_again = 0
            self.open[hold.kind] = hold
        elif hold.kind == BY_MARK:
            self.marked_again += 1


def find_holds(
    steps: Iterable[Step],
    *,
    could_tell: bool,
    untimed: Collection[str] = (),
    release_proves: bool = False,
) -> Held:
    """The holds of one case over all its recordings, sorted by start, those of one chain after those of another.

    `could_tell`: the workflow file declares holds, so a case without one was not held (`held` is False rather than
    None). With `release_proves` a release without a recorded hold makes the case count as held. Of a release in
    another chain than the hold it is not known whether it came after it; `untimed` tells chains apart.
    """
    rows: dict[str, list[_Shown]] = defaultdict(list)
    for step in steps:
        for sign in step.shape.hold_signs:
            shown = step.times[sign.at], step.recording, step.numbers[sign.at], sign, step
            rows[chain_of(step.recording, untimed)].append(shown)
    chains = [_chain(rows[name], timed=name not in untimed) for name in sorted(rows)]
    holds, unmatched = _together(chains)
    held = bool(holds) or (release_proves and unmatched > 0)
    return Held(tuple(holds), held if held or could_tell else None, unmatched)


def _chain(rows: Iterable[_Shown], *, timed: bool) -> _Chain:
    found = _Chain()
    for _, tied in groupby(sorted(rows, key=lambda row: (*_place(row), row[2])), key=_place):
        ended: list[tuple[StepKey, str]] = []
        for at_ms, _, number, sign, step in _in_turn(tied, found.open):
            found.end(sign, at_ms, number, step)
            ended += [(step.key, kind) for kind in sign.ends]
            for begins in () if sign.ends else sign.begins:
                hold = _begun(begins, at_ms, number, step, timed=timed)
                perhaps_after = [kind for key, kind in ended if key != step.key]
                found.begin(replace(hold, may_have_ended=ends_hold(perhaps_after, hold.kind)))
    return found


def _in_turn(tied: Iterable[_Shown], still_open: Collection[str]) -> Iterator[_Shown]:
    """Rows of logs of which nothing tells which came first: one that fits comes first, a release while a hold is open,
    else a hold. That the case is held no longer always fits. `still_open` is read when the next one is asked for."""
    left = sorted(tied, key=lambda row: (row[4].activity.id, row[4].actor, row[4].key))
    while left:
        heads = [*{row[4].key: row for row in reversed(left)}.values()][::-1]
        fitting = [row for row in heads if _fits(row[3], still_open)] or heads
        yield (chosen := next((row for row in fitting if row[3].ends), fitting[0]))
        left.remove(chosen)


def _place(row: _Shown) -> tuple[int, str, bool, int, int]:
    """The same for rows of which nothing tells which came first."""
    at_ms, recording, number, _, step = row
    if step.shape.is_of_log:
        return at_ms, "", *turn_of(step, at_ms), 0
    return at_ms, recording, False, 0, number


def _fits(sign: HoldSign, still_open: Collection[str]) -> bool:
    if sign.ends:
        return sign.is_state or any(ends_hold(sign.ends, kind) for kind in still_open)
    return any(one.kind not in still_open for one in sign.begins)


def ends_hold(endings: Iterable[str], kind: str) -> bool:
    """Whether a release of these kinds ends a hold of that kind: a mark ends any, and any ends one that was marked."""
    return any(BY_MARK in (ending, kind) or ending == kind for ending in endings)


def _together(chains: Collection[_Chain]) -> tuple[list[Hold], int]:
    """The holds of chains that stand in no order to each other, each by start, and the number of releases before which
    none of them can have begun. Where two chains show the same hold and neither a release, it is one."""
    holds: list[Hold] = []
    without = 0
    still: set[str] = set()
    for one in chains:
        others = [other for other in chains if other is not one]
        ends = {kind for other in others for kind in other.ends}
        begins = {kind for other in others for kind in other.begins}
        own = [*one.holds, *(hold for kind, hold in one.open.items() if kind not in still)]
        found = [
            replace(
                hold,
                may_have_begun=hold.kind in begins,
                may_have_ended=hold.may_have_ended or ends_hold(ends, hold.kind),
            )
            for hold in own
        ]
        still.update(hold.kind for hold in found if hold.is_open)
        holds += sorted(found, key=lambda hold: (hold.start_ms, hold.kind))
        without += sum(not any(ends_hold(sign.ends, kind) for kind in begins) for sign in one.unmatched)
    return holds, without


def _released(hold: Hold, at_ms: int, number: int, step: Step) -> Hold:
    return replace(hold, end_ms=at_ms, ended_by=step.key, ended_event=number)


def _begun(begins: HoldBegin, at_ms: int, number: int, step: Step, *, timed: bool) -> Hold:
    return Hold(
        kind=begins.kind,
        activity=begins.activity or step.activity.id,
        start_ms=at_ms,
        end_ms=None,
        guessed=begins.guessed,
        begun_by=step.key,
        begun_event=number,
        ended_by=None,
        ended_event=None,
        timed=timed,
    )
