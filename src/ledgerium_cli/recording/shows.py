"""Builds what events show. Pages, controls and messages repeat, so each distinct one is decoded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from ledgerium_cli.composed import composed, composed_in
from ledgerium_cli.recording import raw
from ledgerium_cli.recording.explain import LONGEST_LINE
from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import EventKind, Shown
from ledgerium_cli.recording.wire import Element, Message, Page

Part = TypeVar("Part", bound=msgspec.Struct)
LONGEST_PART = LONGEST_LINE // 4
"""Bytes. A line has at most three parts, and no text of the format is that long."""


def _decoder(of: type[Part]) -> Callable[[bytes], Part]:
    """A decoder for a part of a line, which writes letters with accents in one way. It refuses a part that contains a
    line feed or is so long that the line would be too long. Raises msgspec.DecodeError."""
    decode = msgspec.json.Decoder(of).decode

    def part(found: bytes) -> Part:
        if len(found) > LONGEST_PART or b"\n" in found:
            raise msgspec.DecodeError("The line has to be looked at.")
        decoded = decode(found)
        return decoded if found.isascii() and b"\\u" not in found else composed_in(decoded)

    return part


_page = Known(_decoder(Page))
_element = Known(_decoder(Element))
_message = _decoder(Message)


def pages_of(events: Iterable[raw.Event]) -> list[Page | None]:
    """The page of each event, shared between events. Raises msgspec.DecodeError."""
    found: list[Page | None] = []
    before, page = raw.NOTHING, None
    for one in events:
        if one.page != before:  # three in four events are on the page of the previous one
            before = one.page
            page = _page[bytes(before)] if before != raw.NOTHING else None
        found.append(page)
    return found


def shown_by(events: Iterable[raw.Event]) -> list[Shown]:
    """Everything else that each event shows, shared between events. Raises msgspec.DecodeError."""
    return [_SHOWN[type(one)](one) for one in events]


def _part(part: bytes) -> Element | None:
    return _element[part] if part else None


def _by_kind(kind: EventKind) -> Callable[[object], Shown]:
    shown = Shown(kind)
    return lambda one: shown


def _by_element(kind: EventKind) -> Callable[[Any], Shown]:
    known: Known[bytes, Shown] = Known(lambda part: Shown(kind, _part(part)))
    return lambda one: known[bytes(one.element)]


def _went(one: raw.PageShown) -> Shown:
    return _WENT.get(one.how, _CAME)


_CAME = Shown("page_shown")
_WENT = {
    "history": Shown("page_shown", went_there=True),
    "address": Shown("page_shown", went_there=True, by_address=True),
}


def _clicked(one: raw.Click) -> Shown:
    return _click[bytes(one.element), one.presses]


_click: Known[tuple[bytes, int | None], Shown] = Known(
    lambda parts: Shown("click", _part(parts[0]), parts[1] or 1)
)


def _said(one: raw.MessageShown) -> Shown:
    return _saying[bytes(one.message), bytes(one.element)]


_saying: Known[tuple[bytes, bytes], Shown] = Known(
    lambda parts: Shown("message_shown", _part(parts[1]), message=_message(parts[0]))
)


def _dropped(one: raw.Drop) -> Shown:
    return Shown("drop", _part(bytes(one.element)), dragged=_part(bytes(one.dragged)))


def _marked(one: raw.Mark) -> Shown:
    return Shown("mark", mark=one.mark, case=_given(one.case), text=_given(one.text))


def _noted(one: raw.Note) -> Shown:
    return Shown("note", case=_given(one.case), text=_given(one.text))


def _given(text: str | None) -> str | None:
    return composed(text) if text is not None else None


_SHOWN: dict[type, Callable[[Any], Shown]] = {
    raw.PageShown: _went,
    raw.TabShown: _by_kind("tab_shown"),
    raw.TabHidden: _by_kind("tab_hidden"),
    raw.Click: _clicked,
    raw.FieldChanged: _by_element("field_changed"),
    raw.FormSubmitted: _by_element("form_submitted"),
    raw.Copy: _by_element("copy"),
    raw.Paste: _by_element("paste"),
    raw.Drop: _dropped,
    raw.MessageShown: _said,
    raw.Note: _noted,
    raw.Mark: _marked,
    raw.Paused: _by_kind("paused"),
    raw.Resumed: _by_kind("resumed"),
}
