"""Arbitrary recordings: valid, but made of events in any order, on a few pages, tabs and actors."""

from __future__ import annotations

from hypothesis import strategies as st

from ledgerium_cli.recording.model import INPUTS, Event, EventKind, Recording, Shown
from ledgerium_cli.recording.wire import Element, Message, Page, Within

GAPS = st.sampled_from([0, 0, 1, 2, 7, 40, 100, 179, 180, 181, 500])
"""Seconds between two events, around the idle threshold of 180."""

PAGES = [
    Page(system=system, route=route, heading=heading)
    for system in ("erp.localhost:8802", "credit.localhost:8803")
    for route, heading in (
        ("/orders", "Orders"),
        ("/orders/new", "New order"),
        ("/orders/SO-1042", "Order SO-1042"),
        ("/orders/SO-1043", None),
        ("/orders/SO-1042/edit", "Edit order SO-1042"),
    )
]
ELEMENTS = [
    Element(role=role, name=name, field="text" if role == "textbox" else None, within=within)
    for role, name in (
        ("button", "Validate order"),
        ("button", "Run credit check"),
        ("button", "Confirm order"),
        ("button", None),
        ("link", "Orders"),
        ("form", "New order"),
        ("textbox", "Quantity"),
    )
    for within in (None, Within(role="form", name="New order"))
]
MESSAGES = [
    Message(type="status", text="Validation passed"),
    Message(type="alert", text="On hold: overdue invoices"),
    Message(type="status", text="Hold released"),
    Message(type="status", text="Order confirmed"),
]
IN_THE_RECORDER = ("note", "mark", "paused", "resumed")
KINDS: list[EventKind] = [
    "page_shown", "tab_shown", "tab_hidden", "click", "click", "field_changed", "form_submitted", "copy",
    "paste", "drop", "message_shown", "note", "mark", "paused", "resumed",
]  # fmt: skip


@st.composite
def events(draw: st.DrawFn, seq: int, at_ms: int) -> Event:
    kind = draw(st.sampled_from(KINDS))
    personal = kind in IN_THE_RECORDER
    tab = None if personal else draw(st.sampled_from([1, 2]))
    page = draw(st.sampled_from([*PAGES, None])) if personal else draw(st.sampled_from(PAGES))
    shown = Shown(
        kind,
        element=draw(st.sampled_from(ELEMENTS)) if kind in INPUTS and not personal else None,
        message=draw(st.sampled_from(MESSAGES)) if kind == "message_shown" else None,
        mark=draw(st.sampled_from(["case", "hold", "release", "hand_off", "end"]))
        if kind == "mark"
        else None,
        case=draw(st.sampled_from([None, "SO-1042", "SO-1044"])) if kind in ("note", "mark") else None,
        text="called the customer" if kind == "note" else None,
    )
    return Event(seq, at_ms, shown, tab, page)


@st.composite
def recordings(draw: st.DrawFn, name: str) -> Recording:
    start = at = draw(st.integers(0, 600))
    made = []
    for seq, gap in enumerate(draw(st.lists(GAPS, min_size=1, max_size=14)), start=1):
        at += gap
        made.append(draw(events(seq, at * 1000)))
    return Recording(
        id=name,
        actor=draw(st.sampled_from(["Ana", "Ben"])),
        workflow="",
        time_zone="UTC",
        start_ms=start * 1000,
        case_form=draw(st.sampled_from([None, "SO-#"])),
        generated=True,
        sha256="",
        events=tuple(made),
    )


def several_recordings() -> st.SearchStrategy[list[Recording]]:
    return st.integers(1, 3).flatmap(lambda n: st.tuples(*(recordings(f"r-{i}") for i in range(n)))).map(list)
