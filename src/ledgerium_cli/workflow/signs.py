"""Which of the signs that the workflow file declares an event shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeVar, get_args

from ledgerium_cli.recording.model import Event, EventKind, Shown
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.workflow.wire import Sign, System

Asked = TypeVar("Asked", Page | None, Shown)

MANY = 8192
"""Pages, and other things that events show, of which it is known again which signs they show."""


def system_of(host: str, systems: Sequence[System]) -> System | None:
    """The declared system that a host belongs to; the first one listed wins."""
    for system in systems:
        if any(fnmatchcase(host, pattern) for pattern in system.hosts):
            return system
    return None


class Signs:
    """Signs, ready to be asked. What a sign asks of the page and what it asks of all else that an event shows are each
    found once, and kept as the bits of a number: bit 0 for the first sign."""

    def __init__(self, signs: Sequence[Sign], systems: Sequence[System]) -> None:
        asked = [  # what a log calls a step, no event shows
            (1 << place, one) for place, one in enumerate(signs) if one != Sign() and one.activity is None
        ]
        of_page = [(bit, _all(_of_page(one, systems))) for bit, one in asked]
        of_rest = [(bit, _all(_of_rest(one))) for bit, one in asked]

        @lru_cache(MANY)
        def by_page(page: Page | None) -> int:
            return sum([bit for bit, shows in of_page if shows(page)])

        @lru_cache(MANY)
        def by_rest(shown: Shown) -> int:
            return sum([bit for bit, shows in of_rest if shows(shown)])

        self.by_page, self.by_rest = by_page, by_rest
        """Which signs a page and the rest allow; an event shows those that both do."""

    def shown_by(self, event: Event) -> int:
        """The signs that an event shows, as bits; 0 for none."""
        return self.by_page(event.page) & self.by_rest(event.shown)


def in_a_log(sign: Sign) -> Callable[[str], bool]:
    """Whether a step of a log shows a sign, by the name of its activity; it cannot show what only an event can."""
    if sign.activity is None or sign != Sign(activity=sign.activity):
        return lambda activity: False
    search = re.compile(sign.activity, re.IGNORECASE).search
    return lambda activity: search(activity) is not None


def _of_page(sign: Sign, systems: Sequence[System]) -> list[Callable[[Page | None], bool]]:
    texts: list[tuple[str | None, Callable[[Page | None], str | None]]] = [
        (sign.route, lambda page: page.route if page else None),
        (sign.title, lambda page: page.title if page else None),
        (sign.heading, lambda page: page.heading if page else None),
    ]
    asked = [_found(pattern, text_of) for pattern, text_of in texts if pattern is not None]
    if sign.system is not None:
        named = [system for system in systems if system.id == sign.system]
        asked.append(lambda page: page is not None and system_of(page.system, named) is not None)
    return asked


def _of_rest(sign: Sign) -> list[Callable[[Shown], bool]]:
    kinds = kinds_of(sign)
    asked: list[Callable[[Shown], bool]] = [lambda shown: shown.kind in kinds]
    if sign.control is not None:
        asked.append(lambda shown: shown.element is not None and shown.element.role == sign.control)
    if sign.mark is not None:
        asked.append(lambda shown: shown.mark == sign.mark)
    for pattern, text_of in ((sign.element, _element), (sign.within, _within), (sign.message, _message)):
        if pattern is not None:
            asked.append(_found(pattern, text_of))
    return asked


def kinds_of(sign: Sign) -> frozenset[EventKind]:
    """The kinds of events that can show a sign."""
    kinds: frozenset[EventKind] = frozenset(sign.kinds or get_args(EventKind))
    if sign.mark is not None:
        kinds &= {"mark"}
    if sign.message is not None:
        kinds &= {"message_shown"}
    return kinds


def _all(asked: Sequence[Callable[[Asked], bool]]) -> Callable[[Asked], bool]:
    return lambda one: all(shows(one) for shows in asked)


def _found(pattern: str, text_of: Callable[[Asked], str | None]) -> Callable[[Asked], bool]:
    search = re.compile(pattern, re.IGNORECASE).search
    return lambda one: (text := text_of(one)) is not None and search(text) is not None


def _element(shown: Shown) -> str | None:
    return (shown.element.name or shown.element.owner) if shown.element else None


def _within(shown: Shown) -> str | None:
    return shown.element.within.name if shown.element and shown.element.within else None


def _message(shown: Shown) -> str | None:
    return shown.message.text if shown.message else None
