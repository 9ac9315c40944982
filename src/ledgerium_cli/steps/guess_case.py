"""Guesses what tells cases apart in recordings without a workflow file or an example."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from msgspec import Struct

from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import Event
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.behind import is_work
from ledgerium_cli.steps.date_parts import date_parts
from ledgerium_cli.steps.pages import pages_of_forms
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.references import (
    CODE,
    Candidate,
    References,
    in_heading,
    in_route,
    in_texts,
    named_in_heading,
    named_in_route,
    words_before_numbers,
)
from ledgerium_cli.steps.routines.find import tell_cases_apart
from ledgerium_cli.steps.routines.independence import may_be_in_any_order


class Guess(Struct, frozen=True):
    pattern: str
    varies: bool
    """Whether more than one reference was seen."""
    has_letters: bool
    forms: tuple[str, ...]
    """The form of these references, `SO-#` or `orders/#`, then the forms of others that vary."""


def guess_pattern(events: Sequence[Event]) -> Guess | None:
    """The pattern of the references that most likely tells cases apart; None without any.

    Headings are searched where routes show no reference that varies. They hold much other text, so a reference in them
    counts only if more than half of all inputs were made on pages that show one. Where neither varies, a reference
    counts that is only shown once the work is done: the page of the claim that was just submitted. In a heading it
    counts only if more than half of all inputs were made on pages that show one, or on the page right before, and none
    behind the last one. At last titles are searched too, and numbers that only a word tells: “Ticket #4100”. They
    count if they divide the work as cases do.
    """
    one_alone: Guess | None = None
    for found in filter(None, _guesses(events)):
        if found.varies:
            return found
        one_alone = one_alone or found
    return one_alone


def _guesses(events: Sequence[Event]) -> Iterator[Guess | None]:
    worked_on = [event.page for event in events if event.is_input and event.page is not None]
    most = 1 + sum(event.is_input for event in events) // 2
    done = [event.page for event in events if is_work(event.shown) and event.page is not None]
    numbered, dates = pages_of_forms(events), date_parts({*filter(None, (event.page for event in events))})
    yield _most_likely(done or worked_on, partial(in_route, numbered | dates))
    yield _most_likely(worked_on, in_heading, at_least=most)
    yield _most_likely(_led_to(events), partial(named_in_route, dates))
    yield _most_likely(_on_the_way_to(events), named_in_heading, at_least=most)
    in_any = partial(in_texts, words_before_numbers(worked_on))
    found = _most_likely(worked_on, in_any, at_least=most)
    if found is not None and found.varies and tell_cases_apart(events, [*_named(found, events)], numbered):
        yield found


def _named(guess: Guess, events: Iterable[Event]) -> Iterator[str | None]:
    """The reference in the heading or title of each event's page."""
    pattern = re.compile(guess.pattern)
    known: Known[Page | None, str | None] = Known(partial(_reference_in, pattern))
    return (known[event.page] for event in events)


def _reference_in(pattern: re.Pattern[str], page: Page | None) -> str | None:
    texts = (page.heading or "", page.title) if page is not None else ()
    found = next(filter(None, map(pattern.search, texts)), None)
    return next(filter(None, found.groups()), found[0]) if found is not None else None


def _led_to(events: Sequence[Event]) -> list[Page]:
    """The pages that were shown in answer to what was done, other than to links."""
    found: list[Page] = []
    causes = causes_of(events)
    answered: set[int | None] = {None}
    for event, cause in zip(events, causes, strict=True):
        if event.shown.kind != "page_shown" or event.page is None or cause in answered:
            continue
        answered.add(cause)
        if cause is not None and event.shown.is_answer and not events[cause].shown.is_navigation:
            found.append(event.page)
    return found


def _on_the_way_to(events: Sequence[Event]) -> list[Page]:
    """For each input the page whose heading tells what it is for: its own, or the next one of the system in its tab.
    Empty if work goes on behind the last heading that tells it: then it may as well be for the one before."""
    pages = [event.page for event in events if event.page is not None]
    tell = {one for one in {page.heading for page in pages} if one and CODE.search(one)}
    not_yet = {page.system for page in pages if page.heading in tell}
    found: list[Page] = []
    ahead: dict[tuple[int | None, str], Page] = {}
    for event in reversed(events):
        if (page := event.page) is None:
            continue
        if page.heading in tell:
            not_yet.discard(page.system)
        elif event.is_input and page.system in not_yet:
            return []
        if event.shown.kind == "page_shown":
            ahead[event.tab, page.system] = page
        elif event.is_input:
            found.append(page if page.heading in tell else ahead.get((event.tab, page.system), page))
    return found


def _most_likely(pages: Sequence[Page], references: References, at_least: int = 0) -> Guess | None:
    """The likeliest reference, if it is on `at_least` so many of the pages.

    Preferred in this order: references that vary (one that does not is a tenant or a project); references with letters
    (`SO-1042`, the same case wherever it stands) over a bare number or its token, which counts together with the part
    of the route before it (`orders/1042`); references that most of the `pages` show; those deepest in the route.
    """
    inputs: Counter[Candidate] = Counter()
    values: dict[Candidate, set[str]] = defaultdict(set)
    for page, times in Counter(pages).items():
        for candidate, value in references(page):
            inputs[candidate] += times
            values[candidate].add(value)
    if not inputs:
        return None
    likely = sorted(
        inputs, key=lambda one: (len(values[one]) == 1, not one.has_letters, -inputs[one], -one.depth)
    )
    best, *others = likely
    if inputs[best] < at_least:
        return None
    varying = [one for one in others if len(values[one]) > 1]
    apart = [one for one in varying if values[one].isdisjoint(values[best])]
    kinds = [best, *_other_kinds(best, apart, pages, references)] if len(values[best]) > 1 else [best]
    taken = " or ".join(one.form for one in kinds)
    left = dict.fromkeys(varying).keys() - kinds
    forms = dict.fromkeys([taken, *(one.form for one in varying if one in left)])
    pattern = "|".join(one.pattern for one in kinds)
    return Guess(pattern, len(values[best]) > 1, best.has_letters, tuple(forms))


def _other_kinds(
    best: Candidate, others: Iterable[Candidate], pages: Iterable[Page], references: References
) -> list[Candidate]:
    """Those of the others, which have no number of the first, that are references of other kinds of work: never on one
    page with the first, and in any order, not in turns as those of one case are."""
    alike = dict.fromkeys([best, *(one for one in others if one.has_letters == best.has_letters)])
    if len(alike) == 1:
        return []
    found = [{one: value for one, value in references(page) if one in alike} for page in pages]
    together = {one for row in found if len(row) > 1 for one in row}
    kinds = [one for one in alike if one not in together]
    numbers = {kind: number for number, kind in enumerate(kinds)}
    seen = [next(iter(row.items())) for row in found if len(row) == 1 and row.keys() <= numbers.keys()]
    visits = [numbers[kind] for (kind, _), _ in groupby(seen)]
    is_by_turns = all(kind != following for kind, following in pairwise(visits))
    return kinds[1:] if best in kinds and not is_by_turns and may_be_in_any_order(visits) else []
