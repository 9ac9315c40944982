"""Finds the input that an event answers."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab and since the last pause: nobody saw what
    happened in a pause, and what comes after it answers no earlier input."""
    last: dict[int | None, int] = {}
    causes: list[int | None] = []
    for index, event in enumerate(events):
        tab = event.tab
        if event.shown.kind == "paused":
            last.clear()
        causes.append(last.get(tab))
        if tab is not None and event.shown.is_input:
            last[tab] = index
    return causes
