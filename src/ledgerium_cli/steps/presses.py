"""What a click is, and which input an answer answers."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event

BUTTONS = frozenset({"button", "menuitem", "switch"})
LINKS = frozenset({"link", "tab"})


def is_button(event: Event) -> bool:
    return event.kind == "click" and event.element is not None and event.element.role in BUTTONS


def is_navigation(event: Event) -> bool:
    """A click that only opens something: a link, or an entry of a list or table."""
    if event.kind != "click" or event.element is None or event.element.field is not None:
        return False
    return event.element.role in LINKS or event.element.name is None


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab."""
    last: dict[int | None, int] = {}
    causes: list[int | None] = []
    for index, event in enumerate(events):
        causes.append(last.get(event.tab))
        if event.is_input and event.tab is not None:
            last[event.tab] = index
    return causes
