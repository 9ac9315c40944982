"""Aligns passages of two versions of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from ledgerium_cli.documents.merge.text.citations import events_in
from ledgerium_cli.documents.merge.text.counted import (
    CITED,
    SAID_EDITED,
    meaning_of,
    quoted_in,
    told_counts,
    told_in,
)

One = TypeVar("One", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)
ALIKE = 0.5
"""The least share of common words for two passages to count as one that was changed."""
_LABEL = re.compile(r"([^\W\d][^:()<>“”\"]*): \S")
"""The name of a value, before it."""
_EXCEPTION = re.compile(r"((?:Hold \([^()]*\)|[^\W\d][^:.,()<>“”\"]*) at \"[^\"]*\")(?:,| on )")
"""What went otherwise and where, as `sop/exceptions.py` and `sop/holds.py` word it, before how often."""
_DEPARTURE = re.compile(
    r"((?:Forbidden|Missing|Out of|Too|Extra) [a-z]+) in \d+ [^:]*: ([^;]*?)(?:;|,|\.(?:\s|$))"
)
"""The kind of departure from what is declared, in how many cases, and what it was."""
_COUNT = re.compile(r"\b\d+\b")
_TURN = re.compile(r"(?:After \"[^\"]*\"|At the start): (?:\"[^\"]*\"|nothing more|the same again), in ")
"""As `sop/path.py` words it."""
_RESULT = re.compile(r"(?:If the result is \"([^\"]*)\"|Result seen: (.+?))(?: \(declared\))?, \d")
"""As `sop/sentences.py` words it."""
_VISITS = re.compile(r", (the .+ time(?: and later)?|later) \(\d+ of \d+ time")
"""Before how often, as `sop/procedure.py` words it."""


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
    first, second = _counted(one.meaning), _counted(other.meaning)
    total = len(one.meaning) + len(other.meaning)
    shared = sum([min(n, second[word]) for word, n in first.items() if word in second])
    return 2 * shared / total if total else 1.0


@lru_cache(maxsize=4096)  # each passage is compared with many others
def _counted(words: tuple[str, ...]) -> Mapping[str, int]:
    return Counter(map(str.casefold, words))


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
    return best_first(((-place, -also) for _, _, place, also in sorted(pairs, reverse=True)), found)


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


def by_label(one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """Passages that name the same value, e.g. “Approver: …”, or the same exception, whatever they say of it; only those
    that are named once in each."""
    labels = [_labels(passages) for passages in (one, other)]
    return {at: labels[1][label] for label, at in labels[0].items() if label in labels[1]}


def with_free(pairs: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    """The pairs, and those of `more` of which neither side has a match yet."""
    return {**pairs} | {at: to for at, to in more.items() if at not in pairs and to not in pairs.values()}


def turn_of(said: str) -> str | None:
    """From where to where cases leave the usual way, by an entry that tells it: another way is another entry, however
    alike they read."""
    found = _TURN.match(said)
    return found[0] if found is not None else None


def result_of(said: str) -> str | None:
    """The result of a step that an entry tells of."""
    found = _RESULT.match(said)
    return found[1] or found[2] if found is not None else None


def visits_of(said: str) -> frozenset[str]:
    """Of which times that a case comes to a step a heading tells, in words; empty if of all."""
    found = _VISITS.search(said)
    return (
        frozenset(re.findall(r"\w+", found[1])) - {"the", "and", "time"} if found is not None else frozenset()
    )


def label_of(said: str) -> str | None:
    """The name of the value that a passage gives, as in “Approver: …”."""
    found = _LABEL.match(said)
    return found[1] if found is not None else None


def exception_of(said: str) -> str | None:
    """What went otherwise, and where."""
    if found := _EXCEPTION.match(said):
        return found[1]
    departure = _DEPARTURE.match(said)
    return f"{departure[1]}: {_COUNT.sub('#', departure[2])}" if departure is not None else None


def are_other_exceptions(one: str, other: str) -> bool:
    """Whether two generated entries tell of different exceptions, however alike they read. What the same events show is
    the same under another name; only departures from what is declared are shown by events that others have too."""
    was, now = map(exception_of, (one, other))
    if was is None or now is None or was == now:
        return False
    may_share = any(_DEPARTURE.match(said) for said in (one, other))
    return may_share or events_in(one).isdisjoint(events_in(other))


def _labels(passages: Sequence[Passage]) -> dict[tuple[str, str], int]:
    found = [
        ((passage.kind, label), at)
        for at, passage in enumerate(passages)
        if (label := label_of(passage.key) or exception_of(passage.key)) is not None
    ]
    counts = Counter(label for label, _ in found)
    return {label: at for label, at in found if counts[label] == 1}


def with_grown(found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]) -> dict[int, int]:
    """The alignment with passages added that people extended or reworded so much that they are no longer alike: between
    the same neighbours, all words of the one occur in order in the other, or both have the same names and numbers, or
    it is the only one there that has all names that the generated one quotes."""
    grown = dict(found)
    for place, passage in enumerate(one):
        if place in grown or not passage.meaning:
            continue
        after = max((also for at, also in grown.items() if at < place), default=-1)
        until = min((also for at, also in grown.items() if at > place), default=len(other))
        taken = set(grown.values())
        free = [
            also for also in range(after + 1, until) if also not in taken and other[also].kind == passage.kind
        ]
        holding = [also for also in free if _has_grown(passage, other[also])]
        if not holding:
            named = [also for also in free if _names_all(passage, other[also])]
            holding = named if len(named) == 1 else []
        if holding:
            grown[place] = holding[0]
    return grown


def _has_grown(one: Passage, other: Passage) -> bool:
    return holds(other.meaning, one.meaning) or _tell_the_same(other.key, one.key)


def _names_all(one: Passage, other: Passage) -> bool:
    """Whether all names that the one quotes, at least one, stand in the other, in quotation marks or not."""
    names = [meaning_of(name) for name in quoted_in(one.key)]
    return bool(names) and all(name and _stands_in(name, other.meaning) for name in names)


def _stands_in(name: Sequence[str], words: Sequence[str]) -> bool:
    return any((*words[at : at + len(name)],) == (*name,) for at in range(len(words) - len(name) + 1))


def with_rewritten(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """The alignment with passages added that people rewrote so that nothing is left of them, between the neighbours of
    what they came from: those marked *(edited)*, and what leads in to more where it is the only such one there."""
    rewritten = dict(found)
    for also, passage in enumerate(other):
        is_edited = SAID_EDITED in passage.key
        if also in rewritten.values() or not (is_edited or _leads_in(passage)):
            continue
        of = {place: at for at, place in rewritten.items()}
        after = next((of[place] for place in range(also, -1, -1) if place in of), -1)
        until = next((of[place] for place in range(also, len(other)) if place in of), len(one))
        free = [at for at in range(after + 1, until) if at not in rewritten and one[at].kind == passage.kind]
        if not is_edited:
            leads = [at for at in free if _leads_in(one[at])]
            free = leads if len(leads) == 1 else []
        if free:
            rewritten[max(free, key=lambda at: (likeness(one[at], passage), -at))] = also
    return rewritten


def _leads_in(passage: Passage) -> bool:
    """Whether it says what comes next, or the evidence behind it."""
    return CITED.sub("", passage.key).rstrip().endswith(":")


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


def best_first(
    pairs: Iterable[tuple[One, Other]], known: Mapping[One, Other] = MappingProxyType({})
) -> dict[One, Other]:
    """The known pairs, and in turn each one of which neither side has a match yet."""
    found, taken = dict(known), set(known.values())
    for place, also in pairs:
        if place not in found and also not in taken:
            found[place] = also
            taken.add(also)
    return found
