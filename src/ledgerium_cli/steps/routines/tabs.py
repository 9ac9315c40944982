"""Finds cases that are worked on side by side, each in a tab of its own: two chats, answered by turns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.routines.work import Work

FEWEST = 3
"""Least number of tabs that can show that each is one case."""
NEARLY_ALL = 0.9
"""Least share of the tabs that begin, and that end, with the act with which they all do: the recording may begin or end
within one."""


class ByTab(Struct, frozen=True):
    case_of: tuple[int, ...]
    """For each event the tab of its case."""
    end: int
    """The symbol with which the work in the tabs ends."""


def by_tabs(work: Work) -> ByTab | None:
    """The events divided by their tabs; None unless the work in each is exactly one repetition, and goes on in some
    after work in another."""
    acts = _acts(work)
    if len(acts) < FEWEST or not _are_returned_to(work.events, acts):
        return None
    first = _once_in_each([own[0] for own in acts.values()], acts)
    last = _once_in_each([own[-1] for own in acts.values()], acts)
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


def _are_returned_to(events: Sequence[Event], tabs: Mapping[int, object]) -> bool:
    """Whether work in a tab goes on after work in another one."""
    visits = groupby(event.tab for event in events if event.is_input and event.tab in tabs)
    return sum(1 for _ in visits) > len(tabs)


def _once_in_each(acts: Sequence[int], of_tabs: Mapping[int, Sequence[int]]) -> int | None:
    """The most frequent of the acts, if nearly all tabs have it there and none has it twice."""
    act, times = Counter(acts).most_common(1)[0]
    is_once = all(own.count(act) <= 1 for own in of_tabs.values())
    return act if is_once and times >= NEARLY_ALL * len(of_tabs) else None
