"""Guesses what tells cases apart in recordings without a workflow file or an example."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from msgspec import Struct

from ledgerium_cli.privacy.tokens import DIGITS
from ledgerium_cli.recording.model import Event
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.behind import is_work
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.routines.independence import may_be_in_any_order
from ledgerium_cli.steps.titles import without_numbers

_NAMED = re.compile(r"^([A-Za-z]{1,10}[-_]?)(\d{2,})$")
_NUMBER = re.compile(r"^\d+$")
_OF_YEAR = re.compile(r"^(?:19|20)?\d\d[-_]\d{3,}$")
"""A number within a year, `2026-1000`; a month or a day has fewer digits."""
_TOKEN = re.compile(rf"^\[(number|e-mail) [0-9a-f]{{{DIGITS}}}\]$")
_CODE = re.compile(
    r"(?<![^\W_])([A-Z]{1,10}[-_/]?)(?!(?:19|20)\d\d(?![-_/]?\d))(\d{2,}(?:[-_/]\d{2,})*)(?![^\W_])"
)
"""A reference within a text: `INV-100`, `SCH-2026-100`. A year alone does not count as a number."""
_NUMBER_TOKEN = rf"[^\w\[]{{0,3}}(\[(?-i:number [0-9a-f]{{{DIGITS}}})\])"
_WORD_AND_TOKEN = re.compile(rf"(?<!\w)([^\W\d_]+){_NUMBER_TOKEN}")
"""What the recorder leaves of `Order 4711234` or `INV-4711234`."""


MOST_PAGES = 20
"""More numbers than these are no pages of one form."""


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
    behind the last one.
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
    yield _most_likely(done or worked_on, events, _in_route)
    yield _most_likely(worked_on, events, _in_heading, at_least=most)
    yield _most_likely(_led_to(events), events, _named_in_route)
    yield _most_likely(_on_the_way_to(events), events, _named_in_heading, at_least=most)


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
    tell = {one for one in {page.heading for page in pages} if one and _CODE.search(one)}
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


def _most_likely(
    pages: Sequence[Page], events: Sequence[Event], references: References, at_least: int = 0
) -> Guess | None:
    """The likeliest reference, if it is on `at_least` so many of the pages.

    Preferred in this order: references that vary (one that does not is a tenant or a project); references with letters
    (`SO-1042`, the same case wherever it stands) over a bare number or its token, which counts together with the part
    of the route before it (`orders/1042`); references that most of the `pages` show; those deepest in the route. Bare
    numbers that are pages of a form tell none.
    """
    inputs: Counter[Candidate] = Counter()
    values: dict[Candidate, set[str]] = defaultdict(set)
    for page in pages:
        for candidate, value in references(page):
            inputs[candidate] += 1
            values[candidate].add(value)
    if not inputs:
        return None
    likely = sorted(
        inputs, key=lambda one: (len(values[one]) == 1, not one.has_letters, -inputs[one], -one.depth)
    )
    while likely and _is_range(values[likely[0]]) and _are_pages(likely[0], events, references):
        del likely[0]
    if not likely:
        return None
    best, *others = likely
    if inputs[best] < at_least:
        return None
    varying = [one for one in others if len(values[one]) > 1]
    apart = [one for one in varying if values[one].isdisjoint(values[best])]
    kinds = [best, *_other_kinds(best, apart, pages, references)] if len(values[best]) > 1 else [best]
    taken = " or ".join(one.form for one in kinds)
    forms = dict.fromkeys([taken, *(one.form for one in varying if one not in kinds)])
    pattern = "|".join(one.pattern for one in kinds)
    return Guess(pattern, len(values[best]) > 1, best.has_letters, tuple(forms))


def _other_kinds(
    best: Candidate, others: Iterable[Candidate], pages: Iterable[Page], references: References
) -> list[Candidate]:
    """Those of the others, which have no number of the first, that are references of other kinds of work: never on one
    page with the first, and in any order, not in turns as those of one case are."""
    alike = [best, *(one for one in others if one.has_letters == best.has_letters)]
    if len(alike) == 1:
        return []
    found = [{one: value for one, value in references(page) if one in alike} for page in pages]
    together = {one for row in found if len(row) > 1 for one in row}
    kinds = [one for one in alike if one not in together]
    seen = [next(iter(row.items())) for row in found if len(row) == 1 and row.keys() <= {*kinds}]
    visits = [kinds.index(kind) for (kind, _), _ in groupby(seen)]
    is_by_turns = all(kind != following for kind, following in pairwise(visits))
    return kinds[1:] if best in kinds and not is_by_turns and may_be_in_any_order(visits) else []


def _is_range(values: Collection[str]) -> bool:
    """Whether the values are all numbers from 0 or 1 on, few enough to be the pages of a form."""
    if len(values) > MOST_PAGES or not all(map(_NUMBER.match, values)):
        return False
    numbers = sorted(map(int, values))
    return numbers[0] <= 1 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _are_pages(candidate: Candidate, events: Sequence[Event], references: References) -> bool:
    """Whether numbers are the pages of a form: most have an input of their own, which no other number shows, and which
    was made in most visits. Pages of cases have the same inputs, or others at each visit."""
    visits = [
        (value, {*inputs})
        for value, inputs in groupby(_inputs_by_value(candidate, events, references), key=itemgetter(0))
    ]
    times = Counter(value for value, _ in visits)
    made = Counter(one for _, inputs in visits for one in inputs)
    shown_by = Counter(what for _, what in made)
    own = {value for (value, what), n in made.items() if shown_by[what] == 1 and 1 < n > times[value] / 2}
    return len(own) > 1 and 2 * len(own) > len(times)


def _inputs_by_value(
    candidate: Candidate, events: Sequence[Event], references: References
) -> Iterator[tuple[str, What]]:
    """Which input was made on a page with which reference of this form."""
    for event in events:
        element = event.shown.element
        if not event.is_input or event.page is None or element is None:
            continue
        if (value := dict(references(event.page)).get(candidate)) is not None:
            yield value, (event.shown.kind, element.role, without_numbers(element.name or ""))


What = tuple[str, str, str]
"""(kind of event, role, name)."""


class Candidate(Struct, frozen=True, order=True):
    pattern: str
    has_letters: bool
    depth: int
    form: str


References = Callable[[Page], Iterable[tuple[Candidate, str]]]


def _in_route(page: Page) -> Iterator[tuple[Candidate, str]]:
    parts = [part for part in page.route.split("/") if part]
    for depth, (before, part) in enumerate(zip(["", *parts], parts, strict=False)):
        if named := _NAMED.match(part) or _CODE.fullmatch(part):
            yield Candidate(_pattern(named), True, depth, _form(named)), part
        elif _NUMBER.match(part) and before:
            pattern = rf"(?:^|/)({_spelled(before)}/\d+)(?=/|$)"
            yield Candidate(pattern, False, depth, f"{before}/#"), part
        elif _OF_YEAR.match(part) and before:
            pattern = rf"(?:^|/)({_spelled(before)}/\d+[-_]\d+)(?=/|$)"
            yield Candidate(pattern, False, depth, f"{before}/#-#"), part
        elif (token := _TOKEN.match(part)) and before:
            pattern = rf"(?:^|/){re.escape(before)}/(\[(?-i:{token[1]} [0-9a-f]{{{DIGITS}}})\])(?=/|$)"
            yield Candidate(pattern, False, depth, f"{before}/[{token[1]}]"), part


def _named_in_route(page: Page) -> Iterator[tuple[Candidate, str]]:
    """Only the references with letters: a number in the address of a result may count anything."""
    return (one for one in _in_route(page) if one[0].has_letters)


def _in_heading(page: Page) -> Iterable[tuple[Candidate, str]]:
    """The first reference of each form in the heading."""
    found: dict[Candidate, str] = {}
    for code in _CODE.finditer(page.heading or ""):
        found.setdefault(Candidate(_pattern(code), True, 0, _form(code)), code.group())
    for named in _WORD_AND_TOKEN.finditer(page.heading or ""):
        pattern = rf"(?<!\w){re.escape(named[1])}{_NUMBER_TOKEN}"
        found.setdefault(Candidate(pattern, False, 0, f"{named[1]} [number]"), named[2])
    return found.items()


def _named_in_heading(page: Page) -> Iterator[tuple[Candidate, str]]:
    return (one for one in _in_heading(page) if one[0].has_letters)


def _pattern(reference: re.Match[str]) -> str:
    """A pattern for references with the same letters and the same separators between their numbers."""
    numbers = re.sub(r"\d+", r"\\d{2,}", re.escape(reference[2]))
    return rf"(?<![A-Za-z0-9]){_spelled(reference[1])}{numbers}(?![A-Za-z0-9])"


def _form(reference: re.Match[str]) -> str:
    """The form as a person writes it: `#` for digits."""
    return reference[1] + re.sub(r"\d+", "#", reference[2])


def _spelled(text: str) -> str:
    """A pattern for the text in exactly these letters, also inside a rule that ignores case, unless it is all in
    capitals: so a name is found only as pages write it."""
    return re.escape(text) if text == text.upper() else f"(?-i:{re.escape(text)})"
