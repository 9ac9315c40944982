"""The lists of a section, such as those of the ways to do a step: which of one build is which of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.text.counted import QUOTED
from ledgerium_cli.documents.merge.text.likeness import best_first, visits_of


def is_numbered(block: Block) -> bool:
    return block.mark[:1].isdigit()


def is_lead(block: Block) -> bool:
    """Whether it is a paragraph that says what follows."""
    return block.kind == "text" and block.source.rstrip().endswith(":")


def without_other_lists(
    pairs: Mapping[int, int], one: Sequence[Block], other: Sequence[Block]
) -> dict[int, int]:
    """The pairs of two builds without those of a list, such as a way to do a step, whose heading is gone, and which is
    not the one that most of the other's list was, or is of other times that a case comes to the step. A heading is one
    of the same names, and of several the one of the same times or above the same list."""
    lists = lists_of(one), lists_of(other)
    heads = _heads(one, lists[0]), _heads(other, lists[1])
    pairs = {
        at: to
        for at, to in pairs.items()
        if (not is_lead(one[at]) or _names(one[at]) == _names(other[to]))
        and not _are_of_other_times(heads[0].get(at), heads[1].get(to))
    }
    times = Counter(
        (lists[0][at], lists[1][to]) for at, to in pairs.items() if at in lists[0] and to in lists[1]
    )
    pairs = _with_heads_of(times, pairs, one, other)
    most: dict[int, int] = {}
    for (of, to), _ in times.most_common():
        most.setdefault(to, of)
    return {
        at: to
        for at, to in pairs.items()
        if at not in lists[0]
        or to not in lists[1]
        or most[lists[1][to]] == lists[0][at]
        or lists[0][at] - 1 in pairs
    }


def _with_heads_of(
    times: Counter[tuple[int, int]], pairs: Mapping[int, int], one: Sequence[Block], other: Sequence[Block]
) -> dict[int, int]:
    """The pairs with those headings that tell of some times matched by their times, then by how much of their lists is
    matched: `times`, by the indexes of the first entries."""
    visits = [
        {at: visits_of(some[at].said) for at in range(len(some)) if is_lead(some[at])}
        for some in (one, other)
    ]
    of_times = [{at for at, told in some.items() if told} for some in visits]
    rest = {at: to for at, to in pairs.items() if at not in of_times[0] and to not in of_times[1]}
    left = {at: to for at, to in pairs.items() if at not in rest}
    near = [
        (visits[0][at] == visits[1][to], times[at + 1, to + 1], left.get(at) == to, -at, -to)
        for at, to in product(*visits)
        if (at in of_times[0] or to in of_times[1]) and _may_be_one(one[at], other[to])
    ]
    ranked = sorted(near, reverse=True)
    return best_first(((-at, -to) for is_equal, shared, _, at, to in ranked if is_equal or shared), rest)


def _heads(blocks: Sequence[Block], list_of: Mapping[int, int]) -> dict[int, Block]:
    """By index of an entry what leads in to its list, if anything does."""
    return {at: blocks[first - 1] for at, first in list_of.items() if first and is_lead(blocks[first - 1])}


def is_same_head(one: Block, other: Block) -> bool:
    """Whether both lead in to one way to do a step, also where it was taken at more times, or fewer."""
    return bool(_names(one)) and _may_be_one(one, other)


def _may_be_one(one: Block, other: Block) -> bool:
    return _names(one) == _names(other) and not _are_of_other_times(one, other)


def _are_of_other_times(head: Block | None, other: Block | None) -> bool:
    """Whether both are of the same end of a step, and of times that a case comes to it of which none is of both."""
    if head is None or other is None or _names(head) != _names(other):
        return False
    visits, others = visits_of(head.said), visits_of(other.said)
    return bool(visits and others) and visits.isdisjoint(others)


def lists_of(blocks: Sequence[Block]) -> dict[int, int]:
    """By index of an entry that of the first one of its list."""
    found: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.kind == "item":
            goes_on = at - 1 in found and is_numbered(blocks[at - 1]) is is_numbered(block)
            found[at] = found[at - 1] if goes_on else at
    return found


def _names(head: Block) -> list[str] | None:
    return re.findall(QUOTED, head.source) if is_lead(head) else None
