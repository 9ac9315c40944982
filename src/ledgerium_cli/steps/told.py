"""Which case each event of a recording belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.guess_case import guess_pattern
from ledgerium_cli.steps.model import DecidedBy, Told, ToldBy
from ledgerium_cli.workflow.wire import Workflow

EVERYWHERE: tuple[ToldBy, ...] = ("mark", "route", "heading", "title")
QUIET = frozenset({"tab_shown", "tab_hidden", "paused", "resumed"})
"""What neither starts nor ends a case: it belongs to the case around it, or to none."""
LINKS = frozenset({"link", "tab"})


@dataclass(frozen=True, slots=True)
class CaseTeller:
    """What a case reference looks like and where it stands."""

    pattern: re.Pattern[str] | None
    """None where nothing in the recording looks like a reference."""
    told_by: tuple[ToldBy, ...]
    decided_by: DecidedBy

    def reference(self, text: str | None) -> str | None:
        if self.pattern is None or text is None or (found := self.pattern.search(text)) is None:
            return None
        return next((group for group in found.groups() if group), found.group())


def case_teller(recording: Recording, workflow: Workflow | None) -> CaseTeller:
    """The workflow file's rule; else the example the person gave to the recorder; else a guess."""
    if workflow is not None:
        pattern = re.compile(workflow.case.pattern, re.IGNORECASE)
        return CaseTeller(pattern, workflow.case.told_by, "rule")
    if recording.case_form is not None:
        form = r"\d+".join(re.escape(part) for part in recording.case_form.split("#"))
        return CaseTeller(re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE), EVERYWHERE, "rule")
    guessed = guess_pattern(recording.events)
    return CaseTeller(re.compile(guessed) if guessed else None, EVERYWHERE, "guess")


def tell_cases(recording: Recording, teller: CaseTeller) -> list[Told | None]:
    """The case of each event, in the order of the events; None where an event belongs to no case."""
    events = recording.events
    causes = causes_of(events)
    own = _own_references(events, teller)
    if not any(own):
        return [Told(recording.id, "recording")] * len(events)
    told = _without_navigation(events, own, causes)
    for index, cause in enumerate(causes):
        if told[index] is None and cause is not None and events[index].is_answer and (case := told[cause]):
            told[index] = Told(case.case, "answer")
    return _surrounded(events, _without_circles(events, _forward(events, told, own)))


def causes_of(events: Sequence[Event]) -> list[int | None]:
    """For each event the index of the last input before it in the same tab."""
    last: dict[int | None, int] = {}
    causes: list[int | None] = []
    for index, event in enumerate(events):
        causes.append(last.get(event.tab))
        if event.is_input and event.tab is not None:
            last[event.tab] = index
    return causes


def _own_references(events: Sequence[Event], teller: CaseTeller) -> list[Told | None]:
    """What each event says of itself: by the mark in force, or by its page."""
    marked: str | None = None
    own: list[Told | None] = []
    for event in events:
        if event.mark == "case" and event.case is not None:
            marked = event.case
        own.append(_own_reference(event, marked, teller))
        if event.mark == "end":
            marked = None
    return own


def _own_reference(event: Event, marked: str | None, teller: CaseTeller) -> Told | None:
    if event.case is not None:
        return Told(event.case, "mark")
    for way in teller.told_by:
        if (case := _by(way, event, marked, teller)) is not None:
            return Told(case, way)
    return None


def _by(way: ToldBy, event: Event, marked: str | None, teller: CaseTeller) -> str | None:
    if way == "mark":
        return marked
    if event.page is None:
        return None
    text = {"route": event.page.route, "heading": event.page.heading, "title": event.page.title}[way]
    return teller.reference(text)


def _without_navigation(
    events: Sequence[Event], own: Sequence[Told | None], causes: Sequence[int | None]
) -> list[Told | None]:
    """What the events say of themselves, but a link that leads away from a case belongs to where it leads."""
    told = [None if event.kind in QUIET else known for event, known in zip(events, own, strict=True)]
    answered: set[int] = set()
    for index, (event, cause) in enumerate(zip(events, causes, strict=True)):
        if event.kind != "page_shown" or cause is None or cause in answered:
            continue
        answered.add(cause)
        if is_navigation(events[cause]) and _case(own[index]) != _case(own[cause]):
            told[cause] = None
    return told


def _case(told: Told | None) -> str | None:
    return told.case if told else None


def _forward(
    events: Sequence[Event], told: Sequence[Told | None], own: Sequence[Told | None]
) -> list[Told | None]:
    """An event without a case leads to the next case of its tab, else to the next one of the recording.

    What leads nowhere keeps the case that its own page told.
    """
    result = list(told)
    next_in_tab: dict[int | None, str] = {}
    following: str | None = None
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if event.kind in QUIET:
            continue
        known = result[index]
        if known is None:
            ahead = next_in_tab.get(event.tab) if event.tab is not None else None
            case = ahead or following
            result[index] = Told(case, "leads to") if case is not None else own[index]
        elif known.by != "answer":
            next_in_tab[event.tab] = known.case
        following = _case(result[index]) or following
    return result


def _without_circles(events: Sequence[Event], told: list[Told | None]) -> list[Told | None]:
    """Going round in circles leads nowhere: what leads to a case goes back only as far as nothing repeats.

    Somebody who looks at a list again and again, and at last opens a case from it, began on the case after
    they had looked for the last time.
    """
    looks: dict[str, list[Event]] = {}
    runs: dict[str, list[int]] = {}
    for index, (event, known) in enumerate(zip(events, told, strict=True)):
        if known is None or event.kind in QUIET:
            continue
        look, run = looks.setdefault(known.case, []), runs.setdefault(known.case, [])
        if known.by != "leads to" or not (event.kind == "page_shown" or is_navigation(event)):
            look.clear()
            run.clear()
            continue
        run.append(index)
        if any(_same_look(before, event) for before in look):
            kept = run[-1:] if event.kind == "page_shown" else []
            for at in run[: len(run) - len(kept)]:
                told[at] = None
            run[:] = kept
        look.append(event)
    return told


def _same_look(one: Event, other: Event) -> bool:
    """Whether two events show the same page, or follow the same link of it."""
    if one.page is None or other.page is None or one.kind != other.kind:
        return False
    same_place = (one.page.system, one.page.route) == (other.page.system, other.page.route)
    return same_place and (one.kind == "page_shown" or one.element == other.element)


def is_navigation(event: Event) -> bool:
    """A click that only opens something: a link, or an entry of a list or table."""
    if event.kind != "click" or event.element is None or event.element.field is not None:
        return False
    return event.element.role in LINKS or event.element.name is None


def _surrounded(events: Sequence[Event], told: list[Told | None]) -> list[Told | None]:
    """Quiet events belong to a case that goes on after them."""
    after: Told | None = None
    following: list[Told | None] = []
    for event, known in zip(reversed(events), reversed(told), strict=True):
        after = after if event.kind in QUIET else known
        following.append(after)
    before: Told | None = None
    for index, (event, after) in enumerate(zip(events, reversed(following), strict=True)):
        if event.kind not in QUIET:
            before = told[index]
        elif before is not None and after is not None and before.case == after.case:
            told[index] = Told(after.case, "leads to")
    return told
