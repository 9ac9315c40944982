"""What the exceptions of the SOP tell of holds: with what began them, or alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.sop.sentences import AND_BY, NOT_RELEASED, RELEASED
from ledgerium_cli.documents.view.incidents import Kind, incidents_of
from ledgerium_cli.documents.view.model import HeldCase, View, evidence_of_hold
from ledgerium_cli.documents.view.perhaps import unseen_begin
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_TIMES,
    MOST_CITED,
    MOST_NAMED,
    duration,
    first_named,
    is_at_once,
    listed,
    more,
    person,
    spread_between,
)
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.output.text import md, quoted

GUESSED = "guessed from a message"
BEGUN_LAST = "begun by the last event"
"""In place of how long a hold was seen."""
NOT_SEEN = "somebody who was not recorded"


class _Holds:
    """Holds of one kind begun at one step: how many, how they ended, and the open ones by name."""

    def __init__(self) -> None:
        self.cases: First[str] = First(MOST_NAMED)
        self.cited: First[Evidence] = First(MOST_CITED)
        self.ends: First[Evidence] = First(MOST_CITED)
        """The events that released them."""
        self.released: dict[str | None, array[int]] = {}
        """By who released them, the lengths in milliseconds of these holds, as far as they are known; None stands for
        those of whom that was not seen."""
        self.still: dict[bool, First[tuple[str, int | None]]] = {
            is_open: First(MOST_NAMED) for is_open in (True, False)
        }
        """Open holds of cases that are open, and of others: the case, and for how long it was seen after its begin."""
        self.perhaps: First[str] = First(MOST_NAMED)
        """The cases of holds of which it is not known whether they were released."""

    def add(self, one: HeldCase, seen_until_ms: int) -> None:
        hold, is_open = one.hold, one.case.is_open
        self.cases.once(one.case.id)
        for nth, place in enumerate(evidence_of_hold(hold)):
            self.cited.add(place)
            if nth:
                self.ends.add(place)
        if hold.is_open:
            since, until = hold.known_start_ms, seen_until_ms if is_open else one.case.end_ms
            self.still[is_open].add((one.case.id, None if since is None else until - since))
        elif one.released is None:
            self.perhaps.once(one.case.id)
        else:
            lengths = self.released.setdefault(one.released_by, array("q"))
            if (length := hold.length_ms) is not None:
                lengths.append(length)


Began = str | tuple[Kind, ...]
"""With what a hold began: a declared result by its name, else the kinds of an incident."""


class Holds:
    """All holds. Those of one kind at one step that each began with the same sort of incident there are told with it:
    it is one thing that happened."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._found: dict[tuple[str, str | None], _Holds] = {}
        self._with: dict[tuple[str, str | None], set[Began | None]] = {}
        for one in view.holds():
            kind = GUESSED if one.hold.guessed else md(one.hold.kind)
            at = one.hold.activity if one.hold.activity in view.looks else None
            self._found.setdefault((kind, at), _Holds()).add(one, view.analysis.seen_until_ms)
            self._with.setdefault((kind, at), set()).add(_began_with(one, at))

    def told_with(self, activity: str, began: Began) -> Iterator[str]:
        """Of each kind of holds that began so what became of them: what began them has the evidence of that."""
        for (kind, at), own in self._found.items():
            if at == activity and self._with[kind, at] == {began}:
                cited = f" {self._view.cite(own.ends)}" if own.ends else ""
                yield f"Hold ({kind}) on {self._view.cases_named(own.cases)}. {self._became(own)}{cited}"

    def told_alone(self) -> Iterator[str]:
        for (kind, at), own in self._found.items():
            [*begun] = self._with[kind, at]
            if len(begun) > 1 or None in begun:
                where = f" at {quoted(self._view.called(at))}" if at is not None else ""
                cited = self._view.cite(own.cited)
                named = self._view.cases_named(own.cases)
                yield f"- **Hold** ({kind}){where} on {named}. {self._became(own)} {cited}"
        if unmatched := self._view.facts.released:
            doubt = unseen_begin(self._view.analysis.metrics.hold_rate)
            named = self._view.cases_named(unmatched)
            yield f"- Released without a recorded hold: {named}{f'; {doubt}' if doubt else ''}."

    def _became(self, found: _Holds) -> str:
        became = []
        if found.released:
            became.append(f"{RELEASED}{AND_BY.join(_released(found.released))}.")
        for is_open, still in found.still.items():
            if still:
                lengths = [
                    md(case) if ms is None else f"{md(case)} ({duration(ms) if ms else BEGUN_LAST})"
                    for case, ms in still.shown
                ]
                left = listed([*lengths, *more(len(still), MOST_NAMED)])
                until = "the end of the recordings" if is_open else f"the last event of the {self._view.case}"
                became.append(f"{NOT_RELEASED}{until}: {left}.")
        if found.perhaps:
            became.append(f"Whether it was released {FOR_WANT_OF_TIMES}: {first_named(found.perhaps)}.")
        return " ".join(became)


def _released(lengths: Mapping[str | None, Sequence[int]]) -> Iterator[str]:
    """By whom and after which time; each with the times of their own where these are told one by one, so that nobody
    takes the first time for that of the first name."""
    people = {NOT_SEEN if one is None else person(one): own for one, own in lengths.items()}
    times = summarise([*chain.from_iterable(lengths.values())])
    if times.values and not is_at_once(times):
        yield from (f"{name}{_after(summarise(own))}" for name, own in people.items())
    else:
        yield f"{listed([*people])}{_after(times) if times.n else ''}"


def _after(times: Summary) -> str:
    return f" {'' if is_at_once(times) else 'after '}{spread_between(times, 'a time that is not known')}"


def _began_with(one: HeldCase, activity: str | None) -> Began | None:
    """With what of its own step the hold began; None if with nothing there."""
    step = one.begun
    if step.activity.id != activity or one.hold.begun_event not in step.numbers:
        return None
    shape, at = step.shape, [*step.numbers].index(one.hold.begun_event)
    if shape.outcome is not None and shape.outcome.result != "passed":
        return shape.outcome.name if shape.outcome.at == at else None
    found = (own.kinds for own in incidents_of(shape) if at in own.at)
    kinds = next(found, None)
    return kinds if kinds != ("hold",) else None
