"""Finds the case of work in systems whose pages name none: a calendar, a spreadsheet, a directory in another tab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import EventCase, Step

ACTS = frozenset({"field_changed", "form_submitted", "paste", "drop"})
"""Inputs that change something; of clicks, the presses of buttons do."""


class _Stretch(Struct, frozen=True):
    """What was done between two events on pages of cases."""

    places: tuple[int, ...]
    """Indexes of its events."""
    before: str | None
    """The case of the last event on a page of one, if any."""
    after: str | None
    """That of the next one."""


def with_what_was_carried(
    events: Sequence[Event],
    told: Sequence[EventCase | None],
    naming: Container[str | None],
    answers: Mapping[int, int],
) -> list[EventCase | None]:
    """Give what was done in systems that name no case the case that something was carried for: that on whose page was
    copied what is pasted there, or on whose page is pasted what was copied there.

    `naming` are the systems whose pages name cases, `answers` gives for each answer of a page the index of the input
    that it answers.
    """
    found = list(told)
    if not (carried := _carried(events, told, naming)):
        return found
    answered = {*answers.values()}
    for stretch, places in _unknown(events, told, naming):
        case = next((carried[at] for at in places if at in carried), None)
        if case is None:
            continue
        is_within = stretch.before == stretch.after or stretch.after == case
        for at in places if is_within else _until_committed(events, places, answered):
            if (known := found[at]) is None or known.by == "leads to":
                found[at] = EventCase(case, "elsewhere")
    return found


def with_work_elsewhere(
    events: Sequence[Event],
    told: Sequence[EventCase | None],
    naming: Container[str | None],
    answers: Mapping[int, int],
    activity: Callable[[int], str | None],
) -> Sequence[EventCase | None]:
    """Give what was done in systems that name no case, and that leads to none, the case that it was done for: that
    which something was carried for; or, where the workflow file declares it as a step, the case on whose pages the
    person was right before and after. All else there may be other work.

    `activity` gives the declared activity of the event at an index.
    """
    if all(one is not None or not event.shown.is_input for one, event in zip(told, events, strict=True)):
        return told
    # Once more, since what leads to a case, and so what was copied there, is known to be of it only now.
    found = with_what_was_carried(events, told, naming, answers)
    for stretch, places in _unknown(events, found, naming):
        case = stretch.before if stretch.before == stretch.after else None
        if case is not None and any(activity(at) is not None for at in places):
            for at in places:
                found[at] = EventCase(case, "elsewhere")
    return found


def _unknown(
    events: Sequence[Event], told: Sequence[EventCase | None], naming: Container[str | None]
) -> Iterator[tuple[_Stretch, list[int]]]:
    """The places of each tab in each stretch in which something was done for a case that is not known."""
    for stretch in _stretches(events, told, naming):
        for places in _by_tab(events, stretch.places):
            if any(told[at] is None and events[at].shown.is_input for at in places):
                yield stretch, places


def _stretches(
    events: Sequence[Event], told: Sequence[EventCase | None], naming: Container[str | None]
) -> Iterator[_Stretch]:
    before: str | None = None
    places: list[int] = []
    for at, event in enumerate(events):
        if event.shown.is_quiet:
            continue
        if event.page is not None and system_of(event) not in naming:
            places.append(at)
        elif (known := told[at]) is not None:
            if places:
                yield _Stretch(tuple(places), before, known.case)
                places = []
            before = known.case
    if places:
        yield _Stretch(tuple(places), before, None)


def system_of(event: Event) -> str | None:
    """The host of the page in front."""
    return event.page.system if event.page is not None else None


def _by_tab(events: Sequence[Event], places: Sequence[int]) -> Iterator[list[int]]:
    def tab(at: int) -> int:
        return events[at].tab or 0

    for _, run in groupby(sorted(places, key=tab), key=tab):
        yield [*run]


def _carried(
    events: Sequence[Event], told: Sequence[EventCase | None], naming: Container[str | None]
) -> dict[int, str]:
    """By the indexes of copies and pastes in systems that name no case, the case on whose page what is pasted was
    copied, or what was copied is pasted first."""
    found: dict[int, str] = {}
    copied: int | None = None
    for at, event in enumerate(events):
        if event.shown.kind == "copy":
            copied = at
        elif event.shown.kind == "paste" and copied is not None:
            for end, other in ((copied, at), (at, copied)):
                known = told[other] if system_of(events[other]) in naming else None
                if known is not None and system_of(events[end]) not in naming:
                    found.setdefault(end, known.case)
    return found


def _until_committed(
    events: Sequence[Event], places: Sequence[int], answered: Container[int]
) -> Iterator[int]:
    """The events up to the first that commits something and what the page answers: what is done in this system behind
    that, before work on another case, may be for either."""
    is_committed = False
    for at in places:
        shown = events[at].shown
        if is_committed and shown.is_input and shown.kind != "form_submitted":
            return
        is_committed |= shown.kind == "form_submitted" or (shown.is_button and at in answered)
        yield at


def outside_of(events: Sequence[Event], steps: Sequence[Step]) -> tuple[tuple[str, int], ...]:
    """By host, sorted, how many acts are in none of the steps."""
    if sum(len(step.numbers) for step in steps) == len(events):
        return ()
    within = {number for step in steps for number in step.numbers}
    found = Counter(
        event.page.system
        for event in events
        if event.page is not None and event.seq not in within
        if event.shown.is_button or event.shown.kind in ACTS
    )
    return tuple(sorted(found.items()))
