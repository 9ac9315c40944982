"""Assigns events to the right part where work on one case is interrupted by another case and continued."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.routines.work import Parts, Rule, Work

MOSTLY = 0.6
"""Least share of the parts of a kind that hold a symbol which belongs to the kind."""
MORE_OFTEN = 1.5
"""Factor by which that share exceeds the share in any other kind."""
LEAST = 3
"""Least occurrences of such a symbol."""


def untangled(work: Work, rule: Rule, found: Parts, parts: Sequence[int]) -> list[int]:
    """For each event the part it belongs to.

    Where cases of different kinds end in different places (systems or pages), a symbol that is used for one kind
    only belongs to the next end of that kind, even if other cases end in between.
    """
    places = {(work.symbols[mark].system, work.symbols[mark].page) for mark in rule.marks}
    if rule.edge == "starts" or len(places) < 2:
        return list(parts)
    kinds = _kinds(work, rule, found)
    following: dict[int, int] = {}
    kind: int | None = None
    ends_at: dict[int, int] = {}
    belongs: list[int | None] = [None] * len(parts)
    for index in range(len(parts) - 1, -1, -1):
        symbol = work.spelled[index]
        if symbol in rule.marks:
            following[symbol] = index
            ends_at[parts[index]] = index
        if symbol is not None:
            kind = kinds.get(symbol, kind)
        belongs[index] = following.get(kind) if kind is not None else None
    unfinished = len(parts)
    return [
        end if (end := ends_at.get(part)) is not None and index > end else unfinished if own is None else own
        for index, (part, own) in enumerate(zip(parts, belongs, strict=True))
    ]


def _kinds(work: Work, rule: Rule, found: Parts) -> dict[int, int]:
    """The kind of case (its mark) of each symbol that is used for one kind only."""
    kinds = {mark: mark for mark in rule.marks}
    for symbol, where in work.at.items():
        if symbol in kinds or len(where) < LEAST:
            continue
        (most, kind), (second, _) = sorted(
            ((found.share[mark].get(symbol, 0.0), mark) for mark in rule.marks), reverse=True
        )[:2]
        if most >= max(MOSTLY, MORE_OFTEN * second):
            kinds[symbol] = kind
    return kinds
