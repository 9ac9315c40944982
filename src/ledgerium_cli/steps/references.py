"""What may be the reference of a case in the address of a page, its heading or its title."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache

from msgspec import Struct

from ledgerium_cli.privacy.tokens import DIGITS
from ledgerium_cli.recording.known import MANY
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.pages import Place, masked

_NAMED = re.compile(r"^([A-Za-z]{1,10}[-_]?)(\d{2,})$")
_NUMBER = re.compile(r"^\d+$")
_OF_YEAR = re.compile(r"^(?:19|20)?\d\d[-_]\d{3,}$")
"""A number within a year, `2026-1000`; a month or a day has fewer digits."""
_TOKEN = re.compile(rf"^\[(number|e-mail) [0-9a-f]{{{DIGITS}}}\]$")
CODE = re.compile(
    r"(?<![^\W_])([A-Z]{1,10}[-_/]?)(?!(?:19|20)\d\d(?![-_/]?\d))(\d{2,}(?:[-_/]\d{2,})*)(?![^\W_])"
)
"""A reference within a text: `INV-100`, `SCH-2026-100`. A year alone does not count as a number."""
_NUMBER_TOKEN = rf"[^\w\[]{{0,3}}(\[(?-i:number [0-9a-f]{{{DIGITS}}})\])"
_WORD_AND_TOKEN = re.compile(rf"(?<!\w)([^\W\d_]+){_NUMBER_TOKEN}")
"""What the recorder leaves of `Order 4711234` or `INV-4711234`."""
_BETWEEN = r"[^\w\[(]{1,3}"
_WORD_AND_NUMBER = re.compile(
    rf"(?<!\w)(?:([^\W\d_]{{2,}}){_BETWEEN}|#)"
    r"(?!(?:19|20)\d\d(?:[-/](?:0[1-9]|1[0-2]))?(?![-/]?\d))(?!(?:19|20)\d\d[-/]\d\d[-/])"
    r"(\d{3,}(?:[-/]\d{2,})*)(?![^\W_]|[.,:]\d)"
)
"""`Ticket #4100`, `Chart 815/26`, or the sign alone, `[#4100]`; but no year, month or day, and nothing in brackets,
which counts something."""

MOST_WORDS = 8
"""The most words that stand before one number, the most frequent ones."""


class Candidate(Struct, frozen=True, order=True):
    pattern: str
    has_letters: bool
    depth: int
    form: str


References = Callable[[Page], Iterable[tuple[Candidate, str]]]


def in_route(numbered: Set[Place], page: Page) -> Iterator[tuple[Candidate, str]]:
    """The references in the address; the numbers at the `numbered` places, of pages of a form or of dates, are none."""
    parts = [part for part in page.route.split("/") if part]
    place: Place = (page.system,)
    for depth, (before, part) in enumerate(zip(["", *parts], parts, strict=False)):
        place = (*place, masked(part))
        if place in numbered:
            continue
        if named := _NAMED.match(part) or CODE.fullmatch(part):
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


def named_in_route(numbered: Set[Place], page: Page) -> Iterator[tuple[Candidate, str]]:
    """Only the references with letters: a number in the address of a result may count anything."""
    return (one for one in in_route(numbered, page) if one[0].has_letters)


def in_heading(page: Page) -> Iterable[tuple[Candidate, str]]:
    """The first reference of each form in the heading."""
    found: dict[Candidate, str] = {}
    _add_codes(found, page.heading or "")
    for named in _WORD_AND_TOKEN.finditer(page.heading or ""):
        pattern = rf"(?<!\w){re.escape(named[1])}{_NUMBER_TOKEN}"
        found.setdefault(Candidate(pattern, False, 0, f"{named[1]} [number]"), named[2])
    return found.items()


def _add_codes(found: dict[Candidate, str], text: str) -> None:
    """Add the first reference with letters of each form in a text, where there is none yet."""
    for code in CODE.finditer(text):
        found.setdefault(Candidate(_pattern(code), True, 0, _form(code)), code.group())


def named_in_heading(page: Page) -> Iterator[tuple[Candidate, str]]:
    return (one for one in in_heading(page) if one[0].has_letters)


def in_texts(words: Mapping[str, tuple[str, ...]], page: Page) -> Iterable[tuple[Candidate, str]]:
    """The first reference of each form in the heading or else the title, numbers behind a word included. `words` gives
    for each word all that stand before the same numbers."""
    found = dict(in_heading(page))
    _add_codes(found, page.title)
    for text in filter(None, (page.heading, page.title)):
        for named in _behind_words(text):
            if (own := words.get(named[1] or "")) is not None:
                found.setdefault(_behind_any(own, re.sub(r"\d+", "#", named[2])), named[2])
    return found.items()


@lru_cache(maxsize=MANY)
def _behind_any(words: tuple[str, ...], form: str) -> Candidate:
    """Numbers of this form, `#` or `#/#`, behind any of the words."""
    before = "|".join(f"{re.escape(word)}{_BETWEEN}" if word else "#" for word in words)
    number = form.replace("#", r"\d{2,}").replace("2", "3", 1)
    forms = " or ".join(f"{word} {form}" if word else f"#{form}" for word in words)
    return Candidate(rf"(?<!\w)(?:{before})({number})(?![^\W_]|[.,:]\d)", False, 0, forms)


def _behind_words(text: str) -> Iterator[re.Match[str]]:
    """The numbers behind words that are not part of a reference with letters."""
    return _WORD_AND_NUMBER.finditer(CODE.sub("[", text))


def words_before_numbers(pages: Iterable[Page]) -> Mapping[str, tuple[str, ...]]:
    """For each word that stands before numbers, empty for a sign alone, all that stand before most of the same ones:
    “Admission 4711” and “Chart 4711” are of one patient. A word before one number only tells nothing by itself."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for text in {text for page in pages for text in (page.heading, page.title) if text}:
        for named in _behind_words(text):
            numbers[named[1] or ""].add(named[2])
    groups: list[list[str]] = []
    groups_of: dict[str, list[int]] = defaultdict(list)
    for word in sorted(numbers, key=lambda one: (-len(numbers[one]), one)):
        own = numbers[word]
        shared = Counter(group for number in own for group in groups_of[number])
        alike = min((group for group, times in shared.items() if 2 * times > len(own)), default=None)
        if alike is not None:
            groups[alike].append(word)
        elif len(own) > 1 or not word:
            for number in own:
                if len(groups_of[number]) < MOST_WORDS:
                    groups_of[number].append(len(groups))
            groups.append([word])
    kept = (tuple(group[:MOST_WORDS]) for group in groups)
    return {word: group for group in kept for word in group}


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
