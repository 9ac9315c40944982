"""Whether an event shows a sign that the workflow file declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from ledgerium_cli.recording.model import Event
from ledgerium_cli.workflow.wire import Sign, System

Shows = Callable[[Event], bool]


def system_of(host: str, systems: Sequence[System]) -> System | None:
    """The declared system that a host belongs to; the first one listed wins."""
    for system in systems:
        if any(fnmatchcase(host, pattern) for pattern in system.hosts):
            return system
    return None


def any_sign(signs: Sequence[Sign], systems: Sequence[System]) -> Shows:
    tests = [_sign(sign, systems) for sign in signs]
    return lambda event: any(test(event) for test in tests)


def _sign(sign: Sign, systems: Sequence[System]) -> Shows:
    conditions = list(_conditions(sign, systems))
    return lambda event: bool(conditions) and all(holds(event) for holds in conditions)


def _conditions(sign: Sign, systems: Sequence[System]) -> list[Shows]:
    conditions: list[Shows] = []
    if sign.kinds:
        conditions.append(lambda event: event.kind in sign.kinds)
    if sign.control is not None:
        conditions.append(lambda event: event.element is not None and event.element.role == sign.control)
    if sign.mark is not None:
        conditions.append(lambda event: event.mark == sign.mark)
    if sign.system is not None:
        named = [system for system in systems if system.id == sign.system]
        conditions.append(lambda event: event.page is not None and bool(system_of(event.page.system, named)))
    for pattern, text_of in (
        (sign.route, _route), (sign.title, _title), (sign.heading, _heading),
        (sign.element, _element), (sign.within, _within), (sign.message, _message),
    ):  # fmt: skip
        if pattern is not None:
            conditions.append(_found(pattern, text_of))
    return conditions


def _found(pattern: str, text_of: Callable[[Event], str | None]) -> Shows:
    search = re.compile(pattern, re.IGNORECASE).search

    def test(event: Event) -> bool:
        text = text_of(event)
        return text is not None and search(text) is not None

    return test


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
