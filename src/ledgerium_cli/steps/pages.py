"""Finds numbers in addresses that count the pages of a form: `new/1` and `new/2`, or `check/step-1` and `step-2`. They
name no case, and each is a page of its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import groupby
from operator import itemgetter

from msgspec import Struct, field

from ledgerium_cli.privacy.tokens import without_tokens
from ledgerium_cli.recording.model import Event
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.titles import without_numbers

MOST_PAGES = 20
"""More numbers than these are no pages of one form."""
FEW_PAGES = 3
"""Fewer than these may be cases of which one led to the other."""
MOSTLY = 2 / 3
"""Least share of the visits to all numbers but the first to which a page beside it led; the rest skip a page."""
_ONE_NUMBER = re.compile(r"(\D*)(\d+)(\D*)")

Place = tuple[str, ...]
"""System and route up to a part with a number, which is masked: (forms.example.com, new, #)."""
What = tuple[str, str, str]
"""(kind of event, role, name)."""


class _Seen(Struct):
    """What was seen of the numbers at one place."""

    inputs: list[tuple[int, What]] = field(default_factory=list)
    """Each input with the number in its address."""
    shown: list[tuple[int, int | None]] = field(default_factory=list)
    """Each page shown, with the number on whose page the input was made that it answers, if it was at this place."""


def pages_of_forms(events: Sequence[Event]) -> Set[Place]:
    """The places whose numbers are the pages of a form."""
    places: dict[Place, _Seen] = defaultdict(_Seen)
    answered: set[int | None] = set()
    for event, cause in zip(events, causes_of(events), strict=True):
        shown = event.shown
        before = events[cause].page if cause is not None and cause not in answered else None
        if shown.is_answer:
            answered.add(cause)
        if event.page is None:
            continue
        for place, number in numbered(event.page):
            if shown.kind == "page_shown" and not shown.went_there:
                places[place].shown.append((number, dict(numbered(before)).get(place) if before else None))
            elif shown.is_input and (element := shown.element) is not None:
                what = shown.kind, element.role, without_numbers(element.name or "")
                places[place].inputs.append((number, what))
    return {place for place, seen in places.items() if _are_pages(seen)}


def numbered(page: Page) -> Iterator[tuple[Place, int]]:
    """The places of a page's address that have one number each, with the number."""
    before: Place = (page.system,)
    for part in page.route.split("/"):
        if part:
            found = _ONE_NUMBER.fullmatch(part)
            before = (*before, masked(part))
            if found is not None:
                yield before, int(found[2])


def masked(part: str) -> str:
    """A part of a route with `#` for its numbers."""
    return re.sub(r"\d+", "#", without_tokens(part))


def _are_pages(seen: _Seen) -> bool:
    return _is_range({number for number, _ in seen.inputs}) and (
        _have_own_inputs(seen.inputs) or _lead_on(seen.shown) or _are_filled_in_once(seen)
    )


def _is_range(numbers: Collection[int]) -> bool:
    """Whether these are all numbers from 0 or 1 on, few enough to be the pages of a form."""
    if not 1 < len(numbers) <= MOST_PAGES:
        return False
    return min(numbers) <= 1 and max(numbers) - min(numbers) == len(numbers) - 1


def _have_own_inputs(inputs: Sequence[tuple[int, What]], least: int = 2) -> bool:
    """Whether most numbers have an input of their own, which no other number shows, and which was made `least` times
    and in most visits. Pages of cases have the same inputs, or others at each visit."""
    visits = [(number, {*own}) for number, own in groupby(inputs, key=itemgetter(0))]
    times = Counter(number for number, _ in visits)
    made = Counter(one for _, own in visits for one in own)
    shown_by = Counter(what for _, what in made)
    alone = {
        number for (number, what), n in made.items() if shown_by[what] == 1 and least <= n > times[number] / 2
    }
    return len(alone) > 1 and 2 * len(alone) > len(times)


def _lead_on(shown: Sequence[tuple[int, int | None]]) -> bool:
    """Whether each number led to the next one, from the first to the last and from the first again. Cases are opened
    from elsewhere, each by itself; a page that answers with itself leads nowhere."""
    visits = [(number, before) for number, before in shown if number != before]
    times = Counter(number for number, _ in visits)
    if not visits or min(times[min(times)], times[max(times)]) < 2:
        return False
    first = min(times)
    further = [(number, before) for number, before in visits if number != first]
    led = sum(before is not None and abs(number - before) == 1 for number, before in further)
    return led >= MOSTLY * len(further)


def _are_filled_in_once(seen: _Seen) -> bool:
    """Whether a form was filled in once: each page led to the next one, and most have an input of their own."""
    visits = [(number, before) for number, before in seen.shown if number != before]
    numbers = [number for number, _ in visits]
    is_in_turn = len(numbers) >= FEW_PAGES and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    is_led = all(before == number - 1 for number, before in visits[1:])
    return is_in_turn and is_led and _have_own_inputs(seen.inputs, least=1)
