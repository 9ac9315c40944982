"""Guesses what tells cases apart in recordings without a workflow file or an example."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.privacy.tokens import DIGITS
from ledgerium_cli.recording.model import Event
from ledgerium_cli.recording.wire import Page

_NAMED = re.compile(r"^([A-Za-z]{1,10}[-_]?)(\d{2,})$")
_NUMBER = re.compile(r"^\d+$")
_TOKEN = re.compile(rf"^\[(number|e-mail) [0-9a-f]{{{DIGITS}}}\]$")
_CODE = re.compile(
    r"(?<![^\W_])([A-Z]{1,10}[-_/]?)(?!(?:19|20)\d\d(?![-_/]?\d))(\d{2,}(?:[-_/]\d{2,})*)(?![^\W_])"
)
"""A reference within a text: `INV-100`, `SCH-2026-100`. A year alone does not count as a number."""
_NUMBER_TOKEN = rf"[^\w\[]{{0,3}}(\[(?-i:number [0-9a-f]{{{DIGITS}}})\])"
_WORD_AND_TOKEN = re.compile(rf"(?<!\w)([^\W\d_]+){_NUMBER_TOKEN}")
"""What the recorder leaves of `Order 4711234` or `INV-4711234`."""


class Guess(Struct, frozen=True):
    pattern: str
    varies: bool
    """Whether more than one reference was seen."""
    inputs: int
    """Number of inputs made on pages that show one."""
    forms: tuple[str, ...]
    """The form of these references, `SO-#` or `orders/#`, then the forms of others that vary."""


def guess_pattern(events: Sequence[Event]) -> Guess | None:
    """The pattern of the references that most likely tells cases apart; None without any.

    Headings are searched where routes show no reference that varies. They hold much other text, so a reference in them
    counts only if more than half of all inputs were made on pages that show one.
    """
    by_route = _most_likely(events, _in_route)
    if by_route is not None and by_route.varies:
        return by_route
    by_heading = _most_likely(events, _in_heading)
    if by_heading is None or 2 * by_heading.inputs <= sum(event.is_input for event in events):
        return by_route
    return by_heading if by_heading.varies or by_route is None else by_route


def _most_likely(events: Sequence[Event], references: References) -> Guess | None:
    """Preferred in this order: references that vary (one that does not is a tenant or a project); references with
    letters (`SO-1042`, the same case wherever it stands) over a bare number or its token, which counts together with
    the part of the route before it (`orders/1042`); references on whose pages the most inputs were made; those
    deepest in the route.
    """
    inputs: Counter[Candidate] = Counter()
    values: dict[Candidate, set[str]] = defaultdict(set)
    for event in events:
        if event.is_input and event.page is not None:
            for candidate, value in references(event.page):
                inputs[candidate] += 1
                values[candidate].add(value)
    if not inputs:
        return None
    best, *others = sorted(
        inputs, key=lambda one: (len(values[one]) == 1, not one.has_letters, -inputs[one], -one.depth)
    )
    forms = dict.fromkeys([best.form, *(one.form for one in others if len(values[one]) > 1)])
    return Guess(best.pattern, len(values[best]) > 1, inputs[best], tuple(forms))


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
        elif (token := _TOKEN.match(part)) and before:
            pattern = rf"(?:^|/){re.escape(before)}/(\[(?-i:{token[1]} [0-9a-f]{{{DIGITS}}})\])(?=/|$)"
            yield Candidate(pattern, False, depth, f"{before}/[{token[1]}]"), part


def _in_heading(page: Page) -> Iterable[tuple[Candidate, str]]:
    """The first reference of each form in the heading."""
    found: dict[Candidate, str] = {}
    for code in _CODE.finditer(page.heading or ""):
        found.setdefault(Candidate(_pattern(code), True, 0, _form(code)), code.group())
    for named in _WORD_AND_TOKEN.finditer(page.heading or ""):
        pattern = rf"(?<!\w){re.escape(named[1])}{_NUMBER_TOKEN}"
        found.setdefault(Candidate(pattern, False, 0, f"{named[1]} [number]"), named[2])
    return found.items()


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
