"""Whether an event shows a sign that the workflow file declares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeVar, get_args

from ledgerium_cli.recording.model import Event, EventKind
from ledgerium_cli.workflow.wire import Sign, System

Told = TypeVar("Told")
Shows = Callable[[Event], bool]
Everything = Callable[[Event], Sequence[Told]]


def system_of(host: str, systems: Sequence[System]) -> System | None:
    """The declared system that a host belongs to; the first one listed wins."""
    for system in systems:
        if any(fnmatchcase(host, pattern) for pattern in system.hosts):
            return system
    return None


def any_sign(signs: Sequence[Sign], systems: Sequence[System]) -> Shows:
    shown = first_sign([(sign, True) for sign in signs], systems)
    return lambda event: shown(event) is not None


def first_sign(
    signs: Iterable[tuple[Sign, Told]], systems: Sequence[System]
) -> Callable[[Event], Told | None]:
    """What the first sign that an event shows stands for."""
    asked = _by_kind(signs, systems)

    def shown(event: Event) -> Told | None:
        for shows, told in asked.get(event.kind, ()):
            if shows(event):
                return told
        return None

    return shown


def every_sign(signs: Iterable[tuple[Sign, Told]], systems: Sequence[System]) -> Everything[Told]:
    """What all signs that an event shows stand for, each once, in order."""
    asked = _by_kind(signs, systems)

    def shown(event: Event) -> Sequence[Told]:
        own = asked.get(event.kind)
        return [*dict.fromkeys([told for shows, told in own if shows(event)])] if own else ()

    return shown


def in_a_log(sign: Sign) -> Callable[[str], bool]:
    """Whether a step of a log shows a sign, by the name of its activity; it cannot show what only an event can."""
    if sign.activity is None or sign != Sign(activity=sign.activity):
        return lambda activity: False
    search = re.compile(sign.activity, re.IGNORECASE).search
    return lambda activity: search(activity) is not None


def _by_kind(
    signs: Iterable[tuple[Sign, Told]], systems: Sequence[System]
) -> dict[EventKind, list[tuple[Shows, Told]]]:
    """Each event is asked only what its kind can show."""
    by_kind: dict[EventKind, list[tuple[Shows, Told]]] = defaultdict(list)
    for sign, told in signs:
        if sign != Sign() and sign.activity is None:  # no event shows what a log calls a step
            for kind in kinds_of(sign):
                by_kind[kind].append((_all(_conditions(sign, systems)), told))
    return dict(by_kind)


def kinds_of(sign: Sign) -> Iterable[EventKind]:
    """The kinds of events that can show a sign."""
    kinds: Iterable[EventKind] = sign.kinds or get_args(EventKind)
    if sign.mark is not None:
        kinds = [kind for kind in kinds if kind == "mark"]
    if sign.message is not None:
        kinds = [kind for kind in kinds if kind == "message_shown"]
    return kinds


def _all(conditions: Sequence[Shows]) -> Shows:
    match conditions:
        case []:
            return lambda event: True
        case [only]:
            return only
        case [first, *others]:
            rest = _all(others)
            return lambda event: first(event) and rest(event)
    raise AssertionError


def _conditions(sign: Sign, systems: Sequence[System]) -> list[Shows]:
    """But for the kind: what is asked first is what fewest events show."""
    conditions: list[Shows] = []
    if sign.control is not None:
        conditions.append(lambda event: event.element is not None and event.element.role == sign.control)
    if sign.mark is not None:
        conditions.append(lambda event: event.mark == sign.mark)
    for pattern, text_of in (
        (sign.element, _element), (sign.within, _within), (sign.message, _message),
        (sign.route, _route), (sign.title, _title), (sign.heading, _heading),
    ):  # fmt: skip
        if pattern is not None:
            conditions.append(_found(pattern, text_of))
    if sign.system is not None:
        named = [system for system in systems if system.id == sign.system]
        is_named = lru_cache(maxsize=256)(lambda host: system_of(host, named) is not None)
        conditions.append(lambda event: event.page is not None and is_named(event.page.system))
    return conditions


def _found(pattern: str, text_of: Callable[[Event], str | None]) -> Shows:
    search = re.compile(pattern, re.IGNORECASE).search

    @lru_cache(maxsize=1024)  # one page or control is seen in event after event
    def found(text: str | None) -> bool:
        return text is not None and search(text) is not None

    return lambda event: found(text_of(event))


def _route(event: Event) -> str | None:
    return event.page.route if event.page else None


def _title(event: Event) -> str | None:
    return event.page.title if event.page else None


def _heading(event: Event) -> str | None:
    return event.page.heading if event.page else None


def _element(event: Event) -> str | None:
    return (event.element.name or event.element.owner) if event.element else None


def _within(event: Event) -> str | None:
    return event.element.within.name if event.element and event.element.within else None


def _message(event: Event) -> str | None:
    return event.message.text if event.message else None
