"""The recorded events that the page's evidence shows: when, what was done or said, and on which page."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.html.script import length_in_page
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.output.text import plain
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.recording.model import Event, EventKind
from ledgerium_cli.recording.wire import Element, Page

MOST_EVENTS = 50_000
"""More would make the file too large to mail; the page then carries those of the first cases and says so."""
DID: dict[EventKind, str] = {
    "click": "Pressed",
    "field_changed": "Filled in or changed",
    "form_submitted": "Sent",
    "copy": "Copied from",
    "paste": "Pasted into",
    "drop": "Dropped on",
    "page_shown": "The page was shown",
    "tab_shown": "The tab was shown",
    "tab_hidden": "The tab was hidden",
    "paused": "The recording was paused",
    "resumed": "The recording was resumed",
}
MARKS = {
    "case": "a case",
    "hold": "a hold",
    "release": "a release",
    "hand_off": "a hand-off",
    "end": "the end",
}


class EventRow(msgspec.Struct, frozen=True, array_like=True):
    number: int
    since: int | None
    """Milliseconds since the event before it in the list, of the first one since 1970; None without times."""
    did: int
    """The index of what was done or said in `words`."""
    page: int | None
    """The index of system, route and heading in `words`."""


class EventsJson(msgspec.Struct, frozen=True):
    words: list[str]
    by_recording: dict[str, list[EventRow]]
    """By label of the recording."""
    cases: int
    """Of how many of the page's cases, from the first on, it has the events."""


NO_EVENTS = EventsJson([], {}, 0)


def events_of(cases: Sequence[Case], view: View, room: int) -> EventsJson:
    """The events of the steps of as many of these cases as fit into so many bytes."""
    found = _of_first(cases, view)
    while found.cases and length_in_page(found) > room:
        found = _of_first(cases[: found.cases // 2], view)
    return found


def _of_first(cases: Sequence[Case], view: View) -> EventsJson:
    sought: dict[str, set[int]] = {}
    n = taken = 0
    for case in cases:
        own = [timed.step for timed in case.steps]
        if (n := n + sum(len(step.events) for step in own)) > MOST_EVENTS:
            break
        for step in own:
            sought.setdefault(step.recording, set()).update(step.events)
        taken += 1
    words: dict[str, int] = {}
    found: dict[str, list[EventRow]] = {}
    timed = {one.id: one.timed for one in view.analysis.recordings}
    for recording in view.recordings(sought.keys()):
        events = [one for one in recording.events if one.seq in sought[recording.id]]
        found[view.cite.labels[recording.id]] = _rows(events, words, view, timed=timed[recording.id])
    return EventsJson([*words], found, taken)


def _rows(events: Sequence[Event], words: dict[str, int], view: View, *, timed: bool) -> list[EventRow]:
    rows, before = [], 0
    for one in events:
        page = _page(one.page, view) if one.page is not None else None
        rows.append(
            EventRow(
                one.seq,
                one.at_ms - before if timed else None,
                words.setdefault(_did(one), len(words)),
                words.setdefault(page, len(words)) if page is not None else None,
            )
        )
        before = one.at_ms
    return rows


def _page(page: Page, view: View) -> str:
    return " · ".join(plain(one) for one in (view.system_name(page.system), page.route, page.heading) if one)


def _did(event: Event) -> str:
    shown = event.shown
    if event.message is not None:
        return f"{event.message.type.replace('_', ' ').capitalize()}: {_quoted(event.message.text)}"
    if shown.kind in ("note", "mark"):
        told = f"Marked {MARKS[shown.mark]}" if shown.mark is not None else "Noted"
        of = f" of {plain(shown.case)}" if shown.case else ""
        return f"{told}{of}{f': {_quoted(shown.text)}' if shown.text else ''}"
    did = "Went to the page" if shown.went_there else DID.get(shown.kind, shown.kind)
    did = "Double-pressed" if shown.kind == "click" and shown.presses > 1 else did
    return f"{did} {_named(event.element)}" if event.element is not None else did


def _named(element: Element) -> str:
    """A control by its role and name; one whose text is data by the field, column or list that it belongs to."""
    if element.name is not None:
        return f"{plain(element.role)} {_quoted(element.name)}"
    return (
        f"{plain(element.role)}{f' of {_quoted(element.owner)}' if element.owner else ''} (its text is data)"
    )


def _quoted(text: str) -> str:
    return in_quotation_marks(plain(text))
