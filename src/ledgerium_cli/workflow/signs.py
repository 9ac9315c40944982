"""Finds which signs of the workflow file an event shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeVar, get_args

from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import Event, EventKind, Shown
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.workflow.wire import Sign, System

Asked = TypeVar("Asked", Page | None, Shown)


def system_of(host: str, systems: Sequence[System]) -> System | None:
    """The declared system that a host belongs to; the first one listed wins."""
    for system in systems:
        if any(fnmatchcase(host, pattern) for pattern in system.hosts):
            return system
    return None


def name_of_system(host: str, systems: Sequence[System]) -> str:
    """The declared name of the system that a host belongs to, else the host."""
    system = system_of(host, systems)
    return system.name if system is not None else host


def names_of(hosts: Iterable[str], systems: Sequence[System]) -> list[str]:
    """Those of hosts, each once."""
    return [*dict.fromkeys(name_of_system(host, systems) for host in hosts)]


class Signs:
    """Signs compiled for matching. The conditions on the page and those on the rest of an event are evaluated
    separately and cached, as bit sets: bit 0 is the first sign."""

    def __init__(self, signs: Sequence[Sign], systems: Sequence[System]) -> None:
        asked = [
            (1 << place, one) for place, one in enumerate(signs) if one != Sign() and not asks_a_log(one)
        ]
        of_page = [(bit, _all_of(asks)) for bit, one in asked if (asks := _page_conditions(one, systems))]
        any_page = sum(bit for bit, _ in asked) - sum(bit for bit, _ in of_page)
        of_kind = {
            kind: [(bit, _all_of(_other_conditions(one))) for bit, one in asked if kind in kinds_of(one)]
            for kind in get_args(EventKind)
        }

        self.of_page: Callable[[Page | None], int] = lambda page: any_page + _bits(of_page, page)
        self.by_page = Known(self.of_page)
        self.by_rest = Known[Shown, int](lambda shown: _bits(of_kind[shown.kind], shown))
        """The signs allowed by the rest of an event; the event shows a sign when its page allows it too."""

    def shown_by(self, event: Event) -> int:
        """The signs that an event shows, as a bit set; 0 for none."""
        return self.by_page[event.page] & self.by_rest[event.shown]


def _bits(signs: Iterable[tuple[int, Callable[[Asked], bool]]], one: Asked) -> int:
    return sum([bit for bit, shows in signs if shows(one)])


def _all_of(asks: Sequence[Callable[[Asked], bool]]) -> Callable[[Asked], bool]:
    """All conditions in one function; most signs have only one."""
    return asks[0] if len(asks) == 1 else lambda one: all(ask(one) for ask in asks)


def asks_a_log(sign: Sign) -> bool:
    """Whether the sign has a condition that only logs can meet: the name of a step, the value of a column."""
    return sign.activity is not None or sign.column is not None


def in_a_log(sign: Sign) -> Callable[[str, Mapping[str, str]], bool]:
    """A function that says whether a row of a log shows a sign, given its activity and column values. A row cannot
    show conditions that need an event."""
    if not asks_a_log(sign) or sign != Sign(activity=sign.activity, column=sign.column, value=sign.value):
        return lambda activity, values: False
    named = re.compile(sign.activity or "", re.IGNORECASE).search
    told = re.compile(sign.value or "", re.IGNORECASE).search

    def shows(activity: str, values: Mapping[str, str]) -> bool:
        if sign.column is not None and (sign.column not in values or told(values[sign.column]) is None):
            return False
        return named(activity) is not None

    return shows


def _page_conditions(sign: Sign, systems: Sequence[System]) -> list[Callable[[Page | None], bool]]:
    asked: list[Callable[[Page | None], bool]] = []
    if sign.system is not None:
        named = [system for system in systems if system.id == sign.system]
        is_named = lru_cache(maxsize=256)(lambda host: system_of(host, named) is not None)
        asked.append(lambda page: page is not None and is_named(page.system))
    for pattern, text_of in ((sign.route, _route), (sign.title, _title), (sign.heading, _heading)):
        if pattern is not None:
            asked.append(_text_matches(pattern, text_of))
    return asked


def _other_conditions(sign: Sign) -> list[Callable[[Shown], bool]]:
    """The conditions other than those on page and kind."""
    asked: list[Callable[[Shown], bool]] = []
    if sign.control is not None:
        asked.append(lambda shown: shown.element is not None and shown.element.role == sign.control)
    if sign.mark is not None:
        asked.append(lambda shown: shown.mark == sign.mark)
    for pattern, text_of in ((sign.element, _element), (sign.within, _within), (sign.message, _message)):
        if pattern is not None:
            asked.append(_text_matches(pattern, text_of))
    return asked


def kinds_of(sign: Sign) -> frozenset[EventKind]:
    """The kinds of events that can show a sign."""
    kinds: frozenset[EventKind] = frozenset(sign.kinds or get_args(EventKind))
    if sign.mark is not None:
        kinds &= {"mark"}
    if sign.message is not None:
        kinds &= {"message_shown"}
    return kinds


def _text_matches(pattern: str, text_of: Callable[[Asked], str | None]) -> Callable[[Asked], bool]:
    search = re.compile(pattern, re.IGNORECASE).search
    return lambda one: (text := text_of(one)) is not None and search(text) is not None


def _route(page: Page | None) -> str | None:
    return page.route if page else None


def _title(page: Page | None) -> str | None:
    return page.title if page else None


def _heading(page: Page | None) -> str | None:
    return page.heading if page else None


def _element(shown: Shown) -> str | None:
    return (shown.element.name or shown.element.owner) if shown.element else None


def _within(shown: Shown) -> str | None:
    return shown.element.within.name if shown.element and shown.element.within else None


def _message(shown: Shown) -> str | None:
    return shown.message.text if shown.message else None
