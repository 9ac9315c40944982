"""Finds cases that are worked on side by side, each in a tab of its own: two chats, answered by turns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.routines.work import Work

FEWEST = 3
"""Least number of tabs that can show that each is one case."""


class ByTab(Struct, frozen=True):
    case_of: tuple[int, ...]
    """For each event the tab of its case."""
    end: int
    """The symbol with which the work in the tabs ends."""


def are_by_turns(events: Sequence[Event]) -> bool:
    """Whether work goes on in one of several tabs after work in another: only then they may divide it."""
    visits = _visits(events, {event.tab for event in events} - {None})
    return len(visits) > len({*visits}) >= FEWEST


def by_tabs(work: Work) -> ByTab | None:
    """The events divided by their tabs; None unless the work in each is exactly one repetition, and goes on in some
    after work in another. The recording may begin within the first tab and end within the last one: these alone may
    lack the act with which all others begin, or end."""
    acts = _acts(work)
    visits = _visits(work.events, acts)
    if not len(visits) > len(acts) >= FEWEST:
        return None
    first = _once_in_each(acts, 0, but=visits[0])
    last = _once_in_each(acts, -1, but=visits[-1])
    if first is None or last is None or first == last:
        return None
    tabs: list[int] = []
    following = [*acts][-1]
    for event in reversed(work.events):
        if event.tab is not None and event.tab in acts:
            following = event.tab
        tabs.append(following)
    return ByTab(tuple(reversed(tabs)), last)


def _acts(work: Work) -> Mapping[int, Sequence[int]]:
    """By tab in which something was done, other than to follow links, the symbols of its inputs."""
    acts: dict[int, list[int]] = defaultdict(list)
    worked_in: set[int] = set()
    for event, symbol in zip(work.events, work.spelled, strict=True):
        if event.is_input and symbol is not None and event.tab is not None:
            acts[event.tab].append(symbol)
            if not event.shown.is_navigation:
                worked_in.add(event.tab)
    return {tab: own for tab, own in acts.items() if tab in worked_in}


def _visits(events: Sequence[Event], tabs: Container[int | None]) -> list[int | None]:
    """Those of the tabs in which people worked, one visit after the other."""
    return [tab for tab, _ in groupby(event.tab for event in events if event.is_input and event.tab in tabs)]


def _once_in_each(of_tabs: Mapping[int, Sequence[int]], at: int, but: int | None) -> int | None:
    """The act that most tabs have at their start (`at` 0) or end (-1), if all have it there and nowhere else; one tab
    may lack it."""
    act, _ = Counter(own[at] for own in of_tabs.values()).most_common(1)[0]
    is_once = all(
        own.count(act) == (own[at] == act) and (own[at] == act or tab == but) for tab, own in of_tabs.items()
    )
    return act if is_once else None
