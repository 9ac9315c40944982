"""What is the same passage in two versions of a document, and whether it only counts anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

ALIKE = 0.5
"""Of the words of two passages, how many they must share to be one passage that was changed."""
MEASURES = frozenset(
    "s min h d ms % n = of within under median and or more time case order mean not seen longest shortest".split()
)
"""Words with which numbers are told: they come and go with the number of recordings."""

CITATION = r"\(R\d+:\s[^()]*\)"
CITED = re.compile(CITATION)
_MARKS = re.compile(r"\((?:declared|edited|added)\)")
"""As they are said: what stands behind a sentence is none of its words."""
_WORD = re.compile(rf"{CITATION}\S*|\S+")
_MEASURED = re.compile(r"\(R\d+: |\bn = \d|\d of \d")
_AROUND = "()[],.;:*_~“”\"'\\"
_DECLARED = "(declared)"
_NAMED = re.compile(r"“(?:[^“”]|“[^“”]*”)*”|\"[^\"]*\"|\S*\d\S*")
_SPAN = r"\d[\d.]* (?:ms|s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?"
_TIME = rf"(?:(?:median|under|within|90 %) )*{_SPAN}"
_TIMES = re.compile(rf"{_TIME}(?:, {_TIME})*")
_COUNTS = re.compile(
    r"\(R\d+: [\d–,; :R-]+(?:\d more)?\)"  # evidence
    r"|\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\(\d+\)|\|\d+\|"
    r"|\b\d+ \w+ in \d+ recordings?, \d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?"
    r"|(?<=Version: <code_inline>)[0-9a-f]{12}|(?<=\"version\": \")[0-9a-f]{12}"
)
_TOLD_COUNT = re.compile(rf"\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\b{_SPAN}")
_OF_COUNTED = re.compile(r"(?<=# )(\w+?)s\b")


def words_of(text: str) -> list[str]:
    """Words with their punctuation; a citation is one word."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)  # each passage is compared with many others
def meaning_of(text: str) -> tuple[str, ...]:
    """The words without citations, marks, numbers and the words that tell numbers.

    Two sentences of one meaning differ in what was counted or measured only.
    """
    bare = (word.strip(_AROUND).removesuffix("s") for word in _MARKS.sub(" ", CITED.sub(" ", text)).split())
    return tuple(
        word for word in bare if word and not any(map(str.isdigit, word)) and word.lower() not in MEASURES
    )


def is_measured(text: str) -> bool:
    """Whether it tells what was counted or timed: with events, or with how many there were."""
    return _MEASURED.search(text) is not None


def reads_alike(one: str, other: str, *, declared: bool = False) -> bool:
    """Whether two generated sentences differ in what was counted or measured only: a number that a person declared is
    neither. `declared`: so is the paragraph that they are of.
    """
    return _alike(one, other, declared, meaning_of)


def counts_anew(theirs: str, new: str) -> bool:
    """Whether the new text is theirs but for counts, times and evidence, each in its place: no word and no number that
    a person may have written is missing in it.
    """
    return _alike(theirs, new, False, uncounted)


def _alike(one: str, other: str, declared: bool, told: Callable[[str], object]) -> bool:
    first, second = _in_two(one, declared), _in_two(other, declared)
    return first[0] == second[0] and told(first[1]) == told(second[1])


def _in_two(text: str, declared: bool) -> tuple[list[str], str]:
    """The words that a person declared, and what was observed, which stands behind them."""
    before, mark, behind = text.rpartition(_DECLARED)
    if not mark and declared and not is_measured(text):
        return text.split(), ""
    return before.split(), behind


def uncounted(text: str, *, measured: bool | None = None) -> str:
    """Without counts and evidence, and where it tells what was counted, which `measured` knows, without times."""
    if is_measured(text) if measured is None else measured:
        text = _TIMES.sub("#", text)
    return _OF_COUNTED.sub(r"\1", _COUNTS.sub("#", text))


def left_behind(base: str, new: str, text: str) -> bool:
    """Whether a text of people tells a number of times or a time that was generated and is generated no more."""
    return not (_told_counts(base) - _told_counts(new)).isdisjoint(_told_counts(text))


def _told_counts(text: str) -> set[str]:
    return {*_TOLD_COUNT.findall(text)}


def told_in(text: str) -> tuple[str, ...]:
    """The names and the numbers in a sentence, in their order, but for its evidence."""
    return tuple(word.strip(_AROUND) for word in _NAMED.findall(CITED.sub(" ", text)))


def with_reworded(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """And those left over that tell the same names and numbers, some at least: a build may word a sentence anew."""
    reworded, taken = dict(found), {*found.values()}
    for place, passage in enumerate(one):
        if place not in reworded:
            also = (
                at
                for at, candidate in enumerate(other)
                if at not in taken
                and candidate.kind == passage.kind
                and _tell_the_same(candidate.key, passage.key)
            )
            if (at := next(also, None)) is not None:
                reworded[place] = at
                taken.add(at)
    return reworded


def is_declared(text: str) -> bool:
    """Whether something in it is marked as declared by a person."""
    return _DECLARED in text


class Passage(Struct, frozen=True):
    """What alignment has to know of a section, block, row or sentence."""

    kind: str
    key: str
    """Equal for what says the same."""
    meaning: tuple[str, ...]


def passage(kind: str, said: str) -> Passage:
    return Passage(kind, said, meaning_of(said))


def likeness(one: Passage, other: Passage) -> float:
    """Sørensen-Dice coefficient of their words, 0 to 1. A word that somebody wrote another before begins small."""
    if one.kind != other.kind:
        return 0
    first, second = (Counter(map(str.casefold, passage.meaning)) for passage in (one, other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def align(
    one: Sequence[Passage],
    other: Sequence[Passage],
    alike: float = ALIKE,
    known: Mapping[int, int] = MappingProxyType({}),
) -> dict[int, int]:
    """For each passage of `one` its place in `other`, where it has one: those that are known, equal ones in order,
    equal ones that were moved, those that count anew, then the most alike first.
    """
    found = dict(known)
    taken = set(found.values())
    in_order = _in_order(one, other, lambda passage: (passage.kind, passage.key))
    found |= {a: b for a, b in in_order.items() if a not in found and b not in taken}
    _equal(found, one, other, lambda passage: (passage.kind, passage.key))
    _equal(found, one, other, lambda passage: (passage.kind, passage.meaning) if passage.meaning else None)
    taken = set(found.values())
    pairs = [
        (score, -abs(place - also), -place, -also)
        for place, passage in enumerate(one)
        if place not in found
        for also, candidate in enumerate(other)
        if also not in taken and (score := likeness(passage, candidate)) >= alike
    ]
    _best_first(found, ((-place, -also) for _, _, place, also in sorted(pairs, reverse=True)))
    return found


def with_grown(found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """And those into which a person wrote so much that they are no longer alike: between the same neighbours all words
    of the one stand in the other, in their order, or both tell the same names and numbers.
    """
    grown = dict(found)
    for place, passage in enumerate(one):
        if place in grown or not passage.meaning:
            continue
        after = max((also for at, also in grown.items() if at < place), default=-1)
        until = min((also for at, also in grown.items() if at > place), default=len(other))
        taken = set(grown.values())
        holding = (
            also
            for also in range(after + 1, until)
            if also not in taken
            and other[also].kind == passage.kind
            and (_holds(other[also].meaning, passage.meaning) or _tell_the_same(other[also].key, passage.key))
        )
        if (also := next(holding, None)) is not None:
            grown[place] = also
    return grown


def _tell_the_same(one: str, other: str) -> bool:
    """Some names or numbers at least."""
    return told_in(one) == told_in(other) != ()


def _holds(text: Sequence[str], words: Sequence[str]) -> bool:
    rest = iter(text)
    return all(word in rest for word in words)


def _in_order(
    one: Sequence[Passage], other: Sequence[Passage], key: Callable[[Passage], object]
) -> dict[int, int]:
    matcher = SequenceMatcher(None, [*map(key, one)], [*map(key, other)], autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _equal(
    found: dict[int, int],
    one: Sequence[Passage],
    other: Sequence[Passage],
    key: Callable[[Passage], object],
) -> None:
    """What is equal wherever it stands."""
    taken = set(found.values())
    free: dict[object, list[int]] = {}
    for also, candidate in enumerate(other):
        if also not in taken:
            free.setdefault(key(candidate), []).append(also)
    for place, passage in enumerate(one):
        wanted = key(passage)
        if place not in found and wanted is not None and free.get(wanted):
            found[place] = free[wanted].pop(0)


def _best_first(found: dict[int, int], pairs: Iterable[tuple[int, int]]) -> None:
    taken = set(found.values())
    for place, also in pairs:
        if place not in found and also not in taken:
            found[place] = also
            taken.add(also)
