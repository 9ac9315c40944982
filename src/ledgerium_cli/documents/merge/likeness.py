"""Aligns passages of two versions of a document, and tells whether they differ only in what was counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from ledgerium_cli.plural import singular_of

ALIKE = 0.5
"""The least share of common words for two passages to count as one that was changed."""
MEASURES = frozenset(
    "s min h d ms % n = of within under median and or more time case order mean not seen longest shortest".split()
)
"""Words used with numbers: they come and go with the number of recordings."""

CITATION = r"\(R\d+:\s[^()]*\)"
CITED = re.compile(CITATION)
_MARKS = re.compile(r"\((?:declared|edited|added)\)")
"""Marks as plain text; they are not words of the sentence."""
_WORD = re.compile(rf"{CITATION}\S*|\S+")
_MEASURED = re.compile(r"\(R\d+: |\bn = \d|\d of \d")
_AROUND = "()[],.;:*_~“”\"'\\"
SAID_DECLARED, SAID_EDITED = "(declared)", "(edited)"
"""The marks in `Block.said`."""
_LABEL = re.compile(r"([^\W\d][^:()<>“”\"]*): \S")
"""The name of a value, before it."""
_NAMED = re.compile(r"“(?:[^“”]|“[^“”]*”)*”|\"[^\"]*\"|\S*\d\S*")
_SPAN = r"\d[\d.]* (?:ms|s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?"
_TIME = rf"(?:(?:median|under|within|90 %) )*{_SPAN}"
_TIMES = re.compile(rf"{_TIME}(?:, {_TIME})*")
_VERSION = r"(?<=Version: <code_inline>)[0-9a-f]{12}|(?<=\"version\": \")[0-9a-f]{12}"
_NUMBER, _DAY = r"\d+(?:,\d+)*", r"\d{4}-\d\d-\d\d"
SCOPE = re.compile(
    rf"\b({_NUMBER}) ([^.,|]{{1,60}}?) in ({_NUMBER}) ((?:recording|log)s?[^.,|]{{0,40}}), "
    rf"({_DAY}(?: to {_DAY})?)(?: \((?:in part )?as given\))?"
)
"""Of how many cases a document tells, what they are called, in how many recordings, and when."""
_COUNTS = re.compile(
    r"\(R\d+: [\d–,; :R-]+(?:\d more)?\)"  # evidence
    r"|\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\(\d+\)|\|\d+\|"
    rf"|{_VERSION}"
)
_TOLD_COUNT = re.compile(rf"\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\b{_SPAN}")
_IN_SENTENCE = re.compile(rf"{_TOLD_COUNT.pattern}|\(\d+\)")
_OF = re.compile(r"\b(\d+)(?: ?/ ?| (?!(?:min|h|d) )[^\W\d_]{1,6} )(\d+)\b")
"""A count of some of all, as people write it: `7 von 9`, `7/9`; `1 min 02 s` is none."""
_TOTAL = re.compile(r"\bn = \d+|\bof \d+\b|\ball \d+\b|\b\d+ \w+ in \d+ recordings?\b")
_DIGITS = re.compile(r"\d+")
_OF_COUNTED = re.compile(r"(?<=# )\w+s\b")


def words_of(text: str) -> list[str]:
    """Words with their punctuation; a citation is one word."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)  # each passage is compared with many others
def meaning_of(text: str) -> tuple[str, ...]:
    """The words without citations, marks, numbers and words used with numbers.

    Two sentences with the same meaning differ only in what was counted or measured.
    """
    told = _COUNTS.sub(" ", CITED.sub(" ", SCOPE.sub(r" \2 \4", text)))
    bare = (singular_of(word.strip(_AROUND)) for word in _MARKS.sub(" ", told).split())
    return tuple(
        word for word in bare if word and not any(map(str.isdigit, word)) and word.lower() not in MEASURES
    )


def bare_words(text: str) -> tuple[str, ...]:
    """All words and numbers, without the punctuation around them."""
    return tuple(filter(None, (word.strip(_AROUND) for word in text.split())))


def words_alone(text: str) -> tuple[str, ...]:
    """The same, without citations and marks."""
    return bare_words(_MARKS.sub(" ", CITED.sub(" ", text)))


def is_measured(text: str) -> bool:
    """Whether it states something counted or timed: with a citation or with n."""
    return _MEASURED.search(text) is not None


def is_counted(text: str) -> bool:
    """The same, also where it only counts in brackets."""
    return is_measured(text) or _IN_SENTENCE.search(text) is not None


def reads_alike(one: str, other: str, *, declared: bool = False) -> bool:
    """Whether two generated sentences differ only in what was counted or measured. Numbers that a person declared
    are neither; with `declared` the whole paragraph is declared."""
    return _alike(one, other, declared, meaning_of)


def counts_anew(theirs: str, new: str) -> bool:
    """Whether `new` is `theirs` with other counts, times and evidence in the same places, so that no word or number
    that a person may have written is lost."""
    return _alike(theirs, new, False, uncounted)


def _alike(one: str, other: str, declared: bool, told: Callable[[str], object]) -> bool:
    if is_declared(one) != is_declared(other) and is_measured(one) and is_measured(other):
        return told(one) == told(other)  # the mark says whose a name is, not what was counted
    first, second = _in_two(one, declared), _in_two(other, declared)
    return first[0] == second[0] and told(first[1]) == told(second[1])


def _in_two(text: str, declared: bool) -> tuple[list[str], str]:
    """The declared words, and the observed text behind them."""
    before, mark, behind = text.rpartition(SAID_DECLARED)
    if not mark and declared and not is_measured(text):
        return text.split(), ""
    return before.split(), behind


@lru_cache(maxsize=4096)
def uncounted(text: str, *, measured: bool | None = None) -> str:
    """The text with counts and evidence replaced by `#`, and times too if the sentence is measured (`measured` if
    known)."""
    if is_measured(text) if measured is None else measured:
        text = _TIMES.sub("#", text)
    return _OF_COUNTED.sub(
        lambda one: singular_of(one[0]), _COUNTS.sub("#", SCOPE.sub(r"# \2 in # \4, #", text))
    )


def counts_others(one: str, other: str) -> bool:
    """Whether what they count is of other totals, so that a build counted both."""
    totals = [_TOTAL.findall(text) for text in (one, other)]
    return len(totals[0]) == len(totals[1]) and totals[0] != totals[1]


def recounted(text: str, like: str) -> str:
    """The text with the counts and times of another that has as many; numbers in declared words stay."""
    counts = _IN_SENTENCE.findall(like)
    if len(counts) != len(_IN_SENTENCE.findall(text)):
        return text
    declared, mark, behind = text.rpartition(SAID_DECLARED)
    told = iter(counts[len(_IN_SENTENCE.findall(declared)) :])
    return declared + mark + _IN_SENTENCE.sub(lambda _: next(told), behind)


def are_versions(one: str, other: str) -> bool:
    """Whether they differ in no more than the version that they name."""
    return re.sub(_VERSION, "", one) == re.sub(_VERSION, "", other)


def left_behind(base: str, new: str, text: str, *, in_sentence: bool = False) -> bool:
    """Whether a text of people repeats a count or a time that was generated in `base` and is not in `new`. With
    `in_sentence` it is what they made of the sentence, in which a number in brackets is a count too."""
    pattern = _IN_SENTENCE if in_sentence else _TOLD_COUNT
    was, now = ({*pattern.findall(one)} for one in (base, new))
    return not (was - now).isdisjoint(told_counts(text, pattern))


def told_counts(text: str, pattern: re.Pattern[str] = _TOLD_COUNT) -> set[str]:
    """The counts and times in a text, also in people's words."""
    return {*pattern.findall(_OF.sub(r"\1 of \2", text))}


def shares_count(generated: str, own: str) -> bool:
    """Whether a number that was counted in a generated sentence stands in one of people."""
    counted = {number for count in _IN_SENTENCE.findall(generated) for number in _DIGITS.findall(count)}
    return not counted.isdisjoint(_DIGITS.findall(own))


def told_in(text: str) -> tuple[str, ...]:
    """The names and numbers in a sentence, in order, without its evidence."""
    return tuple(word.strip(_AROUND) for word in _NAMED.findall(CITED.sub(" ", text)))


def with_reworded(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """The alignment with left-over passages added that contain the same names and numbers, at least one: a build may
    word a sentence differently."""
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
    return SAID_DECLARED in text


class Passage(Struct, frozen=True):
    """The features of a section, block, row or sentence that alignment uses."""

    kind: str
    key: str
    """Equal for passages that say the same."""
    meaning: tuple[str, ...]


def passage(kind: str, said: str) -> Passage:
    return Passage(kind, said, meaning_of(said))


def likeness(one: Passage, other: Passage) -> float:
    """Sørensen-Dice coefficient of the words, 0 to 1, ignoring case, since a word changes case when another is put
    before it."""
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
    """For each index in `one` the matching index in `other`, if any. In this order: known pairs, equal passages in
    order, equal passages that moved, equal meanings, then the most alike first."""
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


def by_label(one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """Passages that name the same value, e.g. “Approver: …”, whatever it is; only labels that occur once in each."""
    labels = [_labels(passages) for passages in (one, other)]
    return {at: labels[1][label] for label, at in labels[0].items() if label in labels[1]}


def with_free(pairs: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    """The pairs, and those of `more` of which neither side has a match yet."""
    return {**pairs} | {at: to for at, to in more.items() if at not in pairs and to not in pairs.values()}


def label_of(said: str) -> str | None:
    """The name of the value that a passage gives, as in “Approver: …”."""
    found = _LABEL.match(said)
    return found[1] if found is not None else None


def _labels(passages: Sequence[Passage]) -> dict[tuple[str, str], int]:
    found = [
        ((passage.kind, label), at)
        for at, passage in enumerate(passages)
        if (label := label_of(passage.key)) is not None
    ]
    counts = Counter(label for label, _ in found)
    return {label: at for label, at in found if counts[label] == 1}


def with_grown(found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """The alignment with passages added that people extended so much that they are no longer alike: between the same
    neighbours, all words of the one occur in order in the other, or both have the same names and numbers."""
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
            and (holds(other[also].meaning, passage.meaning) or _tell_the_same(other[also].key, passage.key))
        )
        if (also := next(holding, None)) is not None:
            grown[place] = also
    return grown


def with_rewritten(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """The alignment with passages added that people rewrote so that nothing is left of them: marked *(edited)*, between
    the neighbours of what they came from."""
    rewritten = dict(found)
    for also, passage in enumerate(other):
        if also in rewritten.values() or SAID_EDITED not in passage.key:
            continue
        of = {place: at for at, place in rewritten.items()}
        after = next((of[place] for place in range(also, -1, -1) if place in of), -1)
        until = next((of[place] for place in range(also, len(other)) if place in of), len(one))
        free = [at for at in range(after + 1, until) if at not in rewritten and one[at].kind == passage.kind]
        if free:
            rewritten[max(free, key=lambda at: (likeness(one[at], passage), -at))] = also
    return rewritten


def with_same_counts(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """The alignment with passages added in which people left counts of one generated passage standing, and of no other,
    whatever they wrote around them."""
    free = [at for at in range(len(one)) if at not in found]
    rewritten = dict(found)
    for also, passage in enumerate(other):
        counts = told_counts(passage.key)
        if counts and also not in found.values():
            of = [at for at in free if one[at].kind == passage.kind and told_counts(one[at].key) >= counts]
            if len(of) == 1 and of[0] not in rewritten:
                rewritten[of[0]] = also
    return rewritten


def with_returned(
    found: Mapping[int, int], own: Sequence[Passage], fresh: Sequence[Passage]
) -> dict[int, int]:
    """The alignment of what only people have with what only the build says now, with those added that people changed,
    by their mark, when it said so before."""
    edited = [at for at, one in enumerate(own) if SAID_EDITED in one.key and at not in found]
    free = [at for at in range(len(fresh)) if at not in found.values()]
    return {**found} | align_some(own, edited, fresh, free)


def align_some(
    one: Sequence[Passage], ats: Sequence[int], other: Sequence[Passage], places: Sequence[int]
) -> dict[int, int]:
    """The alignment of the passages of `one` at some indexes with those of `other` at some places."""
    found = align([one[at] for at in ats], [other[place] for place in places])
    return {ats[at]: places[also] for at, also in found.items()}


def _tell_the_same(one: str, other: str) -> bool:
    """Whether both contain the same names and numbers, at least one."""
    return told_in(one) == told_in(other) != ()


def holds(text: Sequence[str], words: Sequence[str]) -> bool:
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
    """Add pairs with equal keys, wherever they stand."""
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
