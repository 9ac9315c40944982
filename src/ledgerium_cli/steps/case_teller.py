"""Finds the case of each event in a recording."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import Event, Recording, Shown
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.behind import (
    UNDECLARED,
    Declared,
    are_cases,
    are_only_looked_at,
    leaves_steps_over,
    name_enough,
    with_parts,
    with_what_follows,
)
from ledgerium_cli.steps.divide import divided_by_signs
from ledgerium_cli.steps.elsewhere import system_of, with_what_was_carried, with_work_elsewhere
from ledgerium_cli.steps.guess_case import Guess, guess_pattern
from ledgerium_cli.steps.leads import surrounded, without_circles
from ledgerium_cli.steps.model import DecidedBy, Division, EventCase, ToldBy
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.routines.find import find_routine
from ledgerium_cli.steps.rules import decided_by
from ledgerium_cli.workflow.wire import CaseRule, Workflow

EVERYWHERE: tuple[ToldBy, ...] = ("mark", "route", "heading", "title")


class CaseTeller(Struct, frozen=True):
    """How cases are recognised: what a reference looks like and where it may stand."""

    pattern: re.Pattern[str] | None
    """None when nothing in the recording looks like a reference."""
    told_by: tuple[ToldBy, ...]
    decided_by: DecidedBy
    division: Division | None = None
    """How the events are divided when none names a case; of those that pages name, where work on other pages ends."""
    references: tuple[str, ...] = ()
    """When guessed from references on pages: the form that was taken, then the forms that were not."""

    def reference(self, text: str | None) -> str | None:
        """The case reference in a text. With a pattern that ignores case it is given in upper case, so that
        spellings match, unless the pattern finds only this spelling."""
        return _reference(self.pattern, text)

    def is_of_others(self, text: str, case: str) -> bool:
        """Whether a text names cases, and not this one. A number without letters may be that of anything, and so may
        what a guessed pattern fits."""
        if self.pattern is None or self.decided_by == "guess":
            return False
        found = _all_references(self.pattern, text)
        return bool(found) and case.casefold() not in found

    def given(self, text: str) -> str:
        """A reference typed by a person, in the form in which pages show it."""
        return self.reference(text) or " ".join(text.split())


@lru_cache(maxsize=4096)  # pages say the same again and again
def _all_references(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """Those in a text, without their case; none if one of them is a number without letters."""
    found = [one[_group_of(one)] for one in pattern.finditer(text)]
    is_clear = all(any(map(str.isalpha, one)) for one in found)
    return frozenset(one.casefold() for one in found) if is_clear else frozenset()


def _reference(pattern: re.Pattern[str] | None, text: str | None) -> str | None:
    if pattern is None or text is None or (found := pattern.search(text)) is None:
        return None
    group = _group_of(found)
    reference = found[group]
    if pattern.flags & _ANY_CASE:
        start, end = found.span(group)
        if pattern.search(f"{text[:start]}{reference.upper()}{text[end:]}") is not None:
            return reference.upper() or None
    return reference or None


def _group_of(found: re.Match[str]) -> int:
    """The group of a pattern that gives the reference: the first that matched; all of it where none did."""
    return next((group for group in range(1, found.re.groups + 1) if found[group]), 0)


_ANY_CASE = re.IGNORECASE.value
"""As an int: this runs for every page, and testing an enum flag would take longer than the search."""


def case_teller(recording: Recording, workflow: Workflow | None) -> CaseTeller:
    """How to recognise the cases of a recording: by the workflow file's rule; else by the example the person gave to
    the recorder; else by a guess, from references, or from repetition of the work where references do not tell cases
    apart."""
    if workflow is not None and tells_apart(workflow.case):
        pattern = re.compile(workflow.case.pattern, re.IGNORECASE) if workflow.case.pattern else None
        division = divided_by_signs(recording.events, workflow.case, workflow.systems)
        by = "rule" if recording.case_form is not None else decided_by(workflow)
        return CaseTeller(pattern, workflow.case.told_by, by, division)
    if recording.case_form is not None:
        return CaseTeller(_form_pattern(recording.case_form), EVERYWHERE, "rule")
    guessed = guess_pattern(recording.events)
    if guessed is not None and guessed.varies:
        return _in_parts(recording, guessed)
    if (routine := find_routine(recording.events)) is not None:
        return CaseTeller(None, EVERYWHERE, "guess", routine)
    return _by_references(guessed) if guessed else CaseTeller(None, EVERYWHERE, "guess")


def _by_references(guessed: Guess) -> CaseTeller:
    return CaseTeller(re.compile(guessed.pattern), EVERYWHERE, "guess", references=guessed.forms)


def _in_parts(recording: Recording, guessed: Guess) -> CaseTeller:
    """By references that vary; with the parts into which the work repeats itself, if these are the cases that the
    references name, and else steps of the last case would be left over; by these parts alone, if what is looked at in
    most of them is not theirs, as a dashboard."""
    teller, events = _by_references(guessed), recording.events
    own = _own_references(recording, teller)
    if not leaves_steps_over(events, own) or (routine := find_routine(events)) is None:
        return teller
    told = _without_navigation(events, own, causes_of(events))
    if not are_cases(events, told, routine, _systems(events, own)):
        return teller
    if not guessed.has_letters and are_only_looked_at(events, told, routine):
        return CaseTeller(None, EVERYWHERE, "guess", routine)
    return replace(teller, division=routine) if name_enough(told) else teller


def tells_apart(case: CaseRule) -> bool:
    """Whether the rule says where cases begin or end in a recording; otherwise that is guessed."""
    return case.pattern is not None or bool(case.starts_with or case.ends_with)


def _form_pattern(form: str) -> re.Pattern[str]:
    """A pattern for a reference form: `#` is any number of digits, several `#` exactly that many."""
    parts = (
        re.escape(part) if not part.startswith("#") else r"\d+" if part == "#" else rf"\d{{{len(part)}}}"
        for part in re.split(r"(#+)", form)
    )
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)


def tell_cases(
    recording: Recording,
    teller: CaseTeller,
    causes: Sequence[int | None],
    answers: Mapping[int, int],
    declared: Declared = UNDECLARED,
) -> list[EventCase | None]:
    """The case of each event; None where an event belongs to no case.

    `causes` gives for each event the index of the input that it may answer, `answers` for each answer in time that of
    the input that it answers; `declared` is what the workflow file says of activities.
    """
    events = recording.events
    own = _own_references(recording, teller)
    if not any(own) and teller.division is None:
        own = _by_messages(recording, teller)
    if not any(own):
        return _divided(recording, teller)
    naming = _systems(events, own)
    if recording.source is None:
        own = _with_frames(events, own)
    told = _without_navigation(events, own, causes)
    told = with_what_follows(events, told, answers, declared)
    if teller.division is not None:
        told = with_parts(events, told, teller.division, naming)
    told = with_what_was_carried(events, told, naming, answers)
    _answer(told, answers)
    forward = _forward(events, told, own, naming)
    elsewhere = with_work_elsewhere(events, forward, naming, answers, declared.activity)
    return surrounded(events, without_circles(events, elsewhere))


def _answer(told: list[EventCase | None], answers: Mapping[int, int]) -> None:
    """Give the answers that name no case that of the inputs which they answer."""
    for index, cause in answers.items():
        if told[index] is None and (case := told[cause]) is not None:
            told[index] = EventCase(case.case, "answer")


def _with_frames(events: Sequence[Event], own: list[EventCase | None]) -> list[EventCase | None]:
    """The cases with those of what is done in frames that name none: that of the page in which the frame stands. The
    recorder tells of each page of a tab that it was shown, of no frame."""
    unnamed = {id(event.page): event.page for event, case in zip(events, own, strict=True) if case is None}
    pages = [event.page for event in events if event.shown.kind == "page_shown"]
    shown = {(page.system, page.route) for page in pages if page is not None}
    if all(page is None or (page.system, page.route) in shown for page in unnamed.values()):
        return own
    told = list(own)
    shown_in: dict[int | None, set[tuple[str, str]]] = {}
    case_in: dict[int | None, EventCase | None] = {}
    for index, (event, case) in enumerate(zip(events, own, strict=True)):
        is_page = event.shown.kind == "page_shown"
        if (case is not None and not is_page) or (page := event.page) is None or event.tab is None:
            continue
        if is_page:
            shown_in.setdefault(event.tab, set()).add((page.system, page.route))
            case_in[event.tab] = case
        elif (around := case_in.get(event.tab)) is not None:
            is_shown = (page.system, page.route) in shown_in[event.tab]
            told[index] = None if is_shown else around
    return told


def _divided(recording: Recording, teller: CaseTeller) -> list[EventCase | None]:
    """The cases when no event names one."""
    if teller.division is None:
        return [EventCase(recording.id, "recording")] * len(recording.events)
    by: ToldBy = "repetition" if teller.division.marks else "sign" if teller.division.shown else "recording"
    return [EventCase(_numbered(recording, number + 1), by) for number in teller.division.case_of]


def _numbered(recording: Recording, number: int) -> str:
    return f"{recording.id}-{number}"


_NUMBER = re.compile(r"(?:-\d+)?")


def is_called_after(case: str, recording: Recording) -> bool:
    """Whether the case has no reference of its own that a page could show."""
    return case.startswith(recording.id) and _NUMBER.fullmatch(case, len(recording.id)) is not None


def _own_references(recording: Recording, teller: CaseTeller) -> list[EventCase | None]:
    """The case that each event itself names: by the mark in force, or by its page."""
    marked: str | None = None
    unnamed = 0
    own: list[EventCase | None] = []
    by_page = _cases_by_page(teller.pattern, teller.told_by)
    page, told = None, by_page[None]
    for event in recording.events:
        shown = event.shown
        if marked is None and not shown.tells_case:
            if event.page is not page:
                page = event.page
                told = by_page[page]
            own.append(told)
            continue
        if shown.mark == "case":
            unnamed += shown.case is None
            marked = teller.given(shown.case) if shown.case is not None else _numbered(recording, unnamed)
        if shown.case is not None:
            own.append(EventCase(teller.given(shown.case), "mark"))
        elif marked is not None:
            own.append(_case_from_page(teller.pattern, teller.told_by, event.page, marked))
        else:
            own.append(by_page[event.page])
        if shown.mark == "end":
            marked = None
    return own


def _by_messages(recording: Recording, teller: CaseTeller) -> list[EventCase | None]:
    """The case that each message names, a dialog's title included, where no page names one: a list in which entries are
    worked on in dialogs. What is done in a dialog belongs to the case that it names."""
    asked: dict[int | None, str | None] = {}
    own: list[EventCase | None] = []
    for event in recording.events:
        shown, case = event.shown, None
        if shown.message is not None:
            case = teller.reference(shown.message.text)
            if shown.message.type == "dialog":
                asked[event.tab] = case
        elif shown.element is not None and (within := shown.element.within) and within.role == "dialog":
            case = teller.reference(within.name) or asked.get(event.tab)
        own.append(EventCase(case, "message") if case is not None else None)
    return own


@lru_cache(maxsize=64)  # recordings of a run share their patterns
def _cases_by_page(
    pattern: re.Pattern[str] | None, told_by: tuple[ToldBy, ...]
) -> Known[Page | None, EventCase | None]:
    return Known(lambda page: _case_from_page(pattern, told_by, page))


def _case_from_page(
    pattern: re.Pattern[str] | None, told_by: Iterable[ToldBy], page: Page | None, marked: str | None = None
) -> EventCase | None:
    """The case by the first of `told_by` that gives one: the page, or the mark in force."""
    for way in told_by:
        case = marked if way == "mark" else _reference(pattern, _text_at(way, page))
        if case is not None:
            return EventCase(case, way)
    return None


def _text_at(way: ToldBy, page: Page | None) -> str | None:
    if page is None:
        return None
    return page.route if way == "route" else page.heading if way == "heading" else page.title


def _without_navigation(
    events: Sequence[Event], own: Sequence[EventCase | None], causes: Sequence[int | None]
) -> list[EventCase | None]:
    """The named cases, except for links that lead from one case to another: those get the case they lead to, later."""
    told = list(own)
    answered: set[int] = set()
    for index, event in enumerate(events):
        shown = event.shown
        if shown.kind == "page_shown":
            if (cause := causes[index]) is not None and cause not in answered:
                answered.add(cause)
                if events[cause].shown.is_navigation and _case(own[index]) != _case(own[cause]):
                    told[cause] = None
        elif shown.is_quiet:
            told[index] = None
    return told


def _case(told: EventCase | None) -> str | None:
    return told.case if told else None


def _forward(
    events: Sequence[Event],
    told: Sequence[EventCase | None],
    own: Sequence[EventCase | None],
    naming: Container[str | None],
) -> list[EventCase | None]:
    """Give an event without a case the next case in its tab, else the next one in the recording. An event that leads
    nowhere keeps the case that its own page named. `naming` are the systems whose pages name cases."""
    result = list(told)
    next_in_tab: dict[int | None, str] = {}
    following: str | None = None
    leads: dict[str, EventCase] = {}
    for index in range(len(events) - 1, -1, -1):
        known = result[index]
        if known is not None:
            if known.by != "answer":
                next_in_tab[events[index].tab] = known.case
        elif not (event := events[index]).shown.is_quiet:
            ahead = next_in_tab.get(event.tab) if event.tab is not None else None
            if ahead is None and (_only_leads(event.shown) or system_of(event) in naming):
                ahead = following
            if ahead is None:
                known = own[index]
            elif (known := leads.get(ahead)) is None:
                known = leads[ahead] = EventCase(ahead, "leads to")
            result[index] = known
        if known is not None:
            following = known.case or following
    return result


def _systems(events: Sequence[Event], own: Sequence[EventCase | None]) -> set[str | None]:
    """The systems whose pages name a case."""
    pages = {event.page for event, known in zip(events, own, strict=True) if known is not None}
    return {page.system if page is not None else None for page in pages}


def _only_leads(shown: Shown) -> bool:
    """Whether an event in a system that never names a case can lead to a case in another tab. Other work in such a
    system may be unrelated."""
    return shown.is_navigation or shown.kind in ("page_shown", "copy", "note", "mark")
