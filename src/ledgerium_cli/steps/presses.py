"""Finds the input that an event answers, and the presses that pages refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ledgerium_cli.recording.model import Event, Shown

PRESSES = frozenset({"click", "form_submitted"})


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab and since the last pause. What happened
    in a pause is unknown, so events after it are not attributed to inputs before it. Nor is what follows on a page to
    which the person turned."""
    last: dict[int | None, int] = {}
    answered: set[int | None] = set()
    causes: list[int | None] = []
    for index, event in enumerate(events):
        tab, shown = event.tab, event.shown
        if shown.kind == "paused":
            last.clear()
        causes.append(last.get(tab))
        if turns_to(shown, answered=tab in answered):
            last.pop(tab, None)
        elif shown.is_answer:
            answered.add(tab)
        if tab is not None and shown.is_input:
            last[tab] = index
            answered.discard(tab)
    return causes


def turns_to(page: Shown, *, answered: bool) -> bool:
    """Whether the person turned to a page by themselves, so that nothing on it answers what was done before: by its
    address, or back after the page before had `answered`. Some programs go back by themselves, as their answer."""
    return page.by_address or (page.went_there and answered)


def answers_of(events: Sequence[Event], causes: Sequence[int | None], within_ms: int) -> dict[int, int]:
    """For each answer of a page the input that it answers, by index. An answer that comes later than `within_ms` after
    the input was not caused by it."""
    return {
        at: cause
        for at, (event, cause) in enumerate(zip(events, causes, strict=True))
        if cause is not None and event.shown.is_answer and event.at_ms - events[cause].at_ms <= within_ms
    }


def settles(answer: Event) -> bool:
    """Whether an answer finishes what the input started. A dialog asks for more."""
    message = answer.shown.message
    return message is None or message.type != "dialog"


def is_sent_by_button(events: Sequence[Event], index: int, cause: int | None) -> bool:
    """Whether an event is a form submitted by the press of its button: the two are one action."""
    return events[index].kind == "form_submitted" and cause is not None and events[cause].shown.is_button


def after_answers(events: Sequence[Event], causes: Sequence[int | None], index: int) -> int:
    """The index after an input, the form that it sends and what the page answers to either: messages and at most one
    page, none unless something was pressed. Any other page leads to what is done next."""
    asked, pages = index, int(events[index].kind not in PRESSES)
    for at in range(index + 1, len(events)):
        event = events[at]
        is_sent = is_sent_by_button(events, at, causes[at])
        pages += event.kind == "page_shown"
        if causes[at] != asked or (event.is_input and not is_sent) or event.shown.went_there or pages > 1:
            return at
        asked = at if is_sent else asked
    return len(events)


def refused_presses(events: Sequence[Event], causes: Sequence[int | None]) -> set[int]:
    """Indexes of presses, and of the forms they submitted, that the page answered with an error at a field and
    without a status: the intended action was not done. A control that is answered like this every time is left out,
    since its answer cannot mean a refusal."""
    said: dict[int, set[str]] = defaultdict(set)
    for event, cause in zip(events, causes, strict=True):
        if cause is None or event.message is None:
            continue
        said[cause].add(event.message.type)
        pressed = causes[cause]
        if pressed is not None and is_sent_by_button(events, cause, pressed):
            said[pressed].add(event.message.type)
    presses = [at for at, event in enumerate(events) if event.kind in PRESSES]
    refused = {at for at in presses if "validation_error" in said[at] and "status" not in said[at]}
    went_through = {_control(events[at]) for at in presses if at not in refused}
    return {at for at in refused if _control(events[at]) in went_through}


def _control(event: Event) -> tuple[str | None, ...]:
    element, page = event.element, event.page
    named = (element.role, element.name, element.owner) if element is not None else ()
    return event.kind, page.system if page is not None else None, *named
