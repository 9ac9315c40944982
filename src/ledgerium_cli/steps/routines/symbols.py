"""Symbols: what an event is, wherever and whenever it happens, without time or value. Repetitions are sought in
sequences of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

from ledgerium_cli.recording.model import Event, EventKind
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.pages import Place, masked, pages_of_forms
from ledgerium_cli.steps.presses import is_sent_by_button, refused_presses

TOLD = frozenset({"page_shown", "click", "field_changed", "form_submitted", "copy", "paste", "drop"})
MANY_PLACES = 8
"""This many distinct parts below one part of a route are objects, not kinds of pages."""
FEW_VISITS = 2


class Symbol(NamedTuple):
    kind: EventKind
    system: str
    page: str
    """The route without what names an object."""
    role: str = ""
    name: str = ""
    """The name of the control, or of what owns it."""
    form: str = ""
    opens: bool = False
    """Whether a page answers it."""


def symbols_of(
    events: Sequence[Event], causes: Sequence[int | None], numbered: Set[Place] | None = None
) -> list[Symbol | None]:
    """The symbol of each event; None for events that show nothing of the work: a message, a note, a switch of tabs,
    the submission caused by pressing its button, a press that the page refused. At the `numbered` places, which
    are sought if not given, each number is the page of a form."""
    kind_of_page = _kinds_of_pages(events, pages_of_forms(events) if numbered is None else numbered)
    opening = {
        cause
        for event, cause in zip(events, causes, strict=True)
        if cause is not None and event.kind == "page_shown" and event.is_answer
    }
    refused = refused_presses(events, causes)
    symbols: list[Symbol | None] = []
    for index, (event, cause) in enumerate(zip(events, causes, strict=True)):
        is_sent = is_sent_by_button(events, index, cause)
        if event.kind not in TOLD or event.page is None or is_sent or index in refused:
            symbols.append(None)
        else:
            symbols.append(_symbol(event, kind_of_page(event.page), opens=index in opening))
    return _as_before(events, symbols)


def _as_before(events: Sequence[Event], symbols: list[Symbol | None]) -> list[Symbol | None]:
    """The last input in a tab may lack its answer only because the recording ended: it gets the symbol with `opens`
    if that occurs."""
    last = {event.tab: index for index, event in enumerate(events) if event.is_input}
    known = set(symbols)
    for index in last.values():
        if (symbol := symbols[index]) is not None and (opening := symbol._replace(opens=True)) in known:
            symbols[index] = opening
    return symbols


def _symbol(event: Event, page: str, *, opens: bool) -> Symbol:
    element, system = event.element, event.page.system if event.page is not None else ""
    if element is None or event.kind == "page_shown":
        return Symbol(event.kind, system, page)
    name = element.name or element.owner or next(iter(element.selectors), "")
    form = element.within.name or "" if element.within is not None else ""
    return Symbol(event.kind, system, page, element.role, name, form, opens)


def _kinds_of_pages(events: Sequence[Event], numbered: Set[Place]) -> Callable[[Page], str]:
    """A function from a page to its kind: `/orders/1042` and `/orders/1043` are one kind, and so are many pages with
    one part of the route varying that are seen once or twice each. The pages of a form are a kind each."""
    below: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for event in events:
        if event.kind == "page_shown" and event.page is not None:
            parts = _parts(event.page, numbered)
            for depth, part in enumerate(parts):
                if not _is_of_form(part):
                    below[event.page.system, *parts[:depth]][part] += 1
    objects = {place for place, parts in below.items() if _are_objects(parts)}
    known: dict[tuple[str, str], str] = {}

    def kind_of(page: Page) -> str:
        where = page.system, page.route
        if where not in known:
            parts = _parts(page, numbered)
            kept = (
                "*" if (page.system, *parts[:depth]) in objects and not _is_of_form(part) else part
                for depth, part in enumerate(parts)
            )
            known[where] = f"/{'/'.join(kept)}"
        return known[where]

    return kind_of


def _parts(page: Page, numbered: Set[Place]) -> list[str]:
    """The parts of a route without what names an object; only the pages of forms keep their numbers."""
    parts: list[str] = []
    place: Place = (page.system,)
    for part in filter(None, page.route.split("/")):
        place = (*place, masked(part))
        parts.append(part if place in numbered else place[-1])
    return parts


def _is_of_form(part: str) -> bool:
    """Whether a part without what names an object is the page of a form: only this has a number."""
    return any(map(str.isdigit, part))


def _are_objects(parts: Mapping[str, int]) -> bool:
    seldom = sum(visits <= FEW_VISITS for visits in parts.values())
    return len(parts) >= MANY_PLACES or (len(parts) > 3 and 2 * seldom > len(parts))
