"""What a click is, and which input an answer answers."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event, Shown

BUTTONS = frozenset({"button", "menuitem", "switch"})
LINKS = frozenset({"link", "tab"})


def is_button(shown: Shown) -> bool:
    return shown.kind == "click" and shown.element is not None and shown.element.role in BUTTONS


def is_navigation(shown: Shown) -> bool:
    """A click that only opens something: a link, or an entry of a list or table."""
    if shown.kind != "click" or (element := shown.element) is None or element.field is not None:
        return False
    return element.name is None or element.role in LINKS


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab."""
    last: dict[int | None, int] = {}
    causes: list[int | None] = []
    for index, event in enumerate(events):
        tab = event.tab
        causes.append(last.get(tab))
        if tab is not None and event.shown.is_input:
            last[tab] = index
    return causes
