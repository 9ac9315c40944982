"""Numbers before the titles of steps, in the look that people give them: `3.`, `3)`, `Step 3:`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate

from ledgerium_cli.documents.merge.text.attributes import LAYOUT, without_layout

_NUMBER = re.compile(r"((?:[^\W\d]+ )?\d+(?:[.:)]| ?[-–—])) +(?=\S)")
_WRITTEN = re.compile(
    rf"(?P<first>(?:{LAYOUT}\s*)*)(?:{_NUMBER.pattern})?(?P<ahead>(?:{LAYOUT}\s*)*)"
    rf"(?P<words>.*?)(?P<behind>(?:\s*{LAYOUT})*)"
)
"""The parts of a heading with HTML and pictures."""
_DIGITS = re.compile(r"\d+")
_SEVERAL = 2
"""With fewer numbered steps the number may be part of a name."""
GENERATED = "#."
LEVEL = 3
"""The generated level of the headings of steps."""


def places_of_steps(levels: Sequence[int], known: Sequence[bool], titles: Sequence[str]) -> set[int]:
    """The indexes of the headings of which a number is that of a step: those `known` by their id, and others of their
    level in the same chapters; all of that level where none is known."""
    among = {place for place, is_known in enumerate(known) if is_known}
    counted = Counter(levels[place] for place in sorted(among) if _NUMBER.match(titles[place]))
    level = counted.most_common(1)[0][0] if counted else LEVEL
    # A heading may separate the title of a step from the line with its id.
    among |= {place - 1 for place in among if place and not _NUMBER.match(titles[place])}
    chapters = [*accumulate(own < level for own in levels)]
    of_steps = {chapters[place] for place in among} or {*chapters}
    return {
        place
        for place, own in enumerate(levels)
        if known[place] or (own == level and chapters[place] in of_steps)
    }


def numbered(title: str) -> tuple[str, str]:
    """The generated kind of number and the title; an empty number when there is none."""
    number, dot, rest = title.partition(". ")
    return (f"{number}.", rest.lstrip()) if dot and number.isdigit() else ("", title)


def looks_in(titles: Sequence[str]) -> set[str]:
    """The looks of numbers used in several titles, or by the first of a document with one step: `Step #:`."""
    numbers = [match[1] for title in titles if (match := _NUMBER.match(title))]
    if [*map(digits_of, numbers)] == ["1"] and len(titles) == 1:
        return {look_of(numbers[0])}
    return {look for look, times in Counter(map(look_of, numbers)).items() if times >= _SEVERAL}


def apart(title: str, looks: Collection[str]) -> tuple[str, str]:
    """Like `numbered`, for titles in one of these looks."""
    found = _NUMBER.match(title)
    return (found[1], title[found.end() :]) if found and look_of(found[1]) in looks else ("", title)


def look_of(number: str) -> str:
    return _DIGITS.sub("#", number)


def digits_of(number: str) -> str:
    """Empty when there are none."""
    found = _DIGITS.search(number)
    return found[0] if found else ""


def heading(number: str, title: str) -> str:
    """The number and the title on one line; emphasis before the number goes round both."""
    marks = number[: len(number) - len(number.lstrip("*_"))]
    if title.startswith(marks) and title.endswith(marks[::-1]):
        title = title[len(marks) : len(title) - len(marks)]
    return " ".join(filter(None, [number, f"{title}{marks[::-1]}"]))


def dressed(number: str, title: str, written: str) -> str:
    """The same with the HTML and the pictures in it, as people wrote it; of a title in other words those around it."""
    plain = heading(number, title)
    if not written or without_layout(written) == plain:
        return written or plain
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return plain
    first, ahead, behind = found["first"], found["ahead"], found["behind"]
    if found[2] is None:
        return f"{first}{ahead}{plain}{behind}"
    words = found["words"] if without_layout(found["words"]) == title else title
    return f"{first}{heading(number, f'{ahead}{words}')}{behind}"


def in_look(number: str, look: str) -> str:
    return look.replace("#", digits_of(number))
