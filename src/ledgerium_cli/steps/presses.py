"""Which input an answer answers."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab, since the last pause: what came in a pause
    nobody saw, and what comes after it answers nothing that was done before.
    """
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
