"""How far back what leads to a case goes, and what lies within it without being work."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import EventCase


def without_circles(events: Sequence[Event], known: Sequence[EventCase | None]) -> list[EventCase | None]:
    """Shorten what leads to a case to the part in which nothing repeats.

    Somebody who looks at a list again and again, and then opens a case from it, began on the case when they looked
    for the last time.
    """
    told = list(known)
    runs: dict[str, tuple[set[Look], list[int]]] = {}
    for index, case in enumerate(known):
        if case is None or not (runs or case.by == "leads to"):
            continue
        event = events[index]
        shown = event.shown
        if case.by == "leads to" and (shown.kind == "page_shown" or shown.is_navigation):
            look = _look(event)
            if (before := runs.get(case.case)) is None:
                runs[case.case] = {look}, [index]
                continue
            seen, run = before
            run.append(index)
            if look in seen:
                kept = run[-1:] if shown.kind == "page_shown" else []
                for at in run[: len(run) - len(kept)]:
                    told[at] = None
                run[:] = kept
            seen.add(look)
        elif not shown.is_quiet:
            runs.pop(case.case, None)
    return told


Look = tuple[str | None, ...]


def _look(event: Event) -> Look:
    """The key by which two looks are the same: the same page shown, or the same link on it followed."""
    shown, page = event.shown, event.page
    place = (page.system, page.route) if page is not None else ("", "")
    if shown.kind != "click" or (element := shown.element) is None:
        return shown.kind, *place
    return shown.kind, *place, element.role, element.name, element.owner


def surrounded(events: Sequence[Event], known: Sequence[EventCase | None]) -> list[EventCase | None]:
    """Quiet events (pauses, tab switches) belong to a case if it goes on after them."""
    told = list(known)
    quiet = [index for index, event in enumerate(events) if event.shown.is_quiet]
    after: dict[int, EventCase | None] = {len(events): None}
    for index in reversed(quiet):
        after[index] = after[index + 1] if index + 1 in after else known[index + 1]
    before: dict[int, EventCase | None] = {-1: None}
    for index in quiet:
        before[index] = earlier = before[index - 1] if index - 1 in before else known[index - 1]
        later = after[index]
        if earlier is not None and later is not None and earlier.case == later.case:
            told[index] = EventCase(later.case, "leads to")
    return told
