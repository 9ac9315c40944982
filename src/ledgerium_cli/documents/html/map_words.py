"""The texts in the boxes and at the arrows of the page's map, and an estimate of the space they need."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from ledgerium_cli.documents.map.model import Arrow, Box, ProcessMap, shortened
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import NOT_KNOWN, count, duration, worked
from ledgerium_cli.findings.statistics import Summary, middle
from ledgerium_cli.output.text import plain
from ledgerium_cli.quotation import in_quotation_marks

INSIDE, MOST_LINES = 184, 3
"""The width of a line of text in a box, in points, and the most lines of a text."""
ROOMY, ROOMY_EACH = 24, 2
"""How many arrows get space for their texts in the layout: at least this many, and this many per box. With more the
map would be nothing but text."""
SMALL = 0.92
"""Width of the texts at arrows, relative to titles."""
FACT = INSIDE * 13 / 11.5 / 0.85
"""How wide a fact may be in the estimate of `wide`: it is smaller than a title and not bold."""
NARROW, SLIM, BROAD = frozenset("iljI.,:;|!()[]' "), frozenset("tfr"), frozenset("mwMW@%")
"""Classes of characters by width; as in wide fonts, so that narrower fonts fit too."""


class ArrowWords(Struct, frozen=True):
    often: tuple[str, ...]
    between: tuple[str, ...]
    has_room: bool

    @property
    def width(self) -> float:
        return max(map(wide, (*self.often, *self.between))) * SMALL

    @property
    def lines(self) -> int:
        return max(len(self.often), len(self.between))


def arrow_words(drawn: ProcessMap) -> list[ArrowWords]:
    """The texts of each arrow: frequency, time between, and the steps it skips if there is space. Those that skip one
    get it before the others, as their colour alone does not say which."""
    most = max(ROOMY, ROOMY_EACH * len(drawn.boxes))
    skipping = {id(arrow.path) for arrow in drawn.arrows if arrow.skipped}
    in_turn = sorted(drawn.paths, key=lambda path: id(path) not in skipping)
    ranks = {id(path): rank for rank, path in enumerate(in_turn)}
    found = []
    for arrow in drawn.arrows:
        has_room = arrow.happy or ranks[id(arrow.path)] < most
        hand_off = " · hand-off" if 0 < arrow.path.count == arrow.path.hand_offs and has_room else ""
        skips = tuple(_skips(arrow)) if has_room else ()
        between = _between(arrow.path.between, has_room)
        often = f"{arrow.times}×{hand_off}"
        found.append(ArrowWords((often, *skips), (*between, *skips), has_room))
    return found


def _skips(arrow: Arrow) -> Iterator[str]:
    for title, cases in arrow.skipped:
        some = "" if cases == arrow.times else f" {cases} of {arrow.times}"
        yield f"without {in_quotation_marks(shortened(title, 30))}{some}"


def _between(times: Summary, has_room: bool) -> list[str]:
    """The time between steps: the median from five values on, else all values, two per line, or in one line the
    smallest and the largest."""
    if not times.n:
        return []
    if not middle(times) and not any(times.values or ()):
        return ["at once"]
    if times.values is None:
        return [duration(times.median)]
    if not has_room:
        return [_ends(times.values, duration)]
    words = [*map(duration, times.values)]
    return [", ".join(words[at : at + 2]) for at in range(0, len(words), 2)]


def box_lines(box: Box, view: View) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """The lines of text in a box, each with its kind; in a pair the first is shown with frequencies, the second
    with durations."""
    finding = box.finding
    yield from (("title", line) for line in title_lines(box))
    systems = ", ".join(dict.fromkeys(map(view.system_name, finding.systems)))
    people = len({*finding.actors} - {""})  # a log may leave the actor empty
    by = systems or (count(people, "person", "people") if people else "")
    about = ["guessed"] if box.guessed else []
    about += ["judgement"] if box.judgement else []
    room = FACT - wide("".join(f" · {one}" for one in about))
    yield (
        "fact",
        (
            " · ".join([_cut(plain(by), room), *about] if by else about),
            f"work {_spent(finding.work, worked)}",
        ),
    )
    yield "fact", (box.seen, f"wait {_spent(finding.wait, duration)}")
    yield from (("sign", line) for line in sign_lines(box.held))
    yield from (("sign bad", line) for line in sign_lines(box.broken))


def _spent(times: Summary, told: Callable[[int | None], str]) -> str:
    """The median; of fewer than five values the smallest and the largest."""
    if times.values is None:
        return told(times.median)
    return _ends(times.values, told) if times.values else NOT_KNOWN


def _ends(values: Sequence[int], told: Callable[[int | None], str]) -> str:
    """The smallest and the largest value: both values where there are two."""
    ends = list(dict.fromkeys([told(values[0]), told(values[-1])]))
    return (" … " if len(values) > 2 else ", ").join(ends)


def _cut(words: str, width: float) -> str:
    """The text, or as much of its beginning as fits."""
    if wide(words) <= width:
        return words
    fits = next(at for at in range(len(words), -1, -1) if wide(words[:at]) + wide("…") <= width or not at)
    return f"{words[:fits].rstrip()}…"


def sign_lines(words: str | None) -> list[str]:
    return _wrapped(words, INSIDE * 13 / 11.5) if words else []


def title_lines(box: Box) -> list[str]:
    return _wrapped(plain(box.title) or "(no name)", INSIDE)


@lru_cache(maxsize=512)  # for the size of a box, and again for each figure
def _wrapped(words: str, width: float) -> list[str]:
    """Breaks a text into lines of at most about `width` points, within words longer than that; after `MOST_LINES`
    it is cut."""
    lines = [""]
    for char in words:
        if wide(lines[-1] + char) > width:
            kept, space, carried = lines[-1].rpartition(" ")
            lines[-1:] = [kept, carried + char] if space and char != " " else [lines[-1], char.strip()]
        else:
            lines[-1] += char
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip()[:-1] + "…"]
    return [line.strip() for line in lines]


def wide(words: str) -> float:
    """Estimated width in points of a text in 13-point bold, since the reader's font is unknown."""
    return sum(map(_char_width, words))


def _char_width(char: str) -> float:
    if char in NARROW:
        return 5
    if unicodedata.east_asian_width(char) in "WF" or char in BROAD:
        return 13.6
    return 10.2 if char.isupper() else 6.4 if char in SLIM else 8.9
