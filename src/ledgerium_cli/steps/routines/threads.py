"""Work on one case that is left for another one, and gone on with."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.steps.routines.work import Parts, Rule, Work

MOSTLY = 0.6
"""Share of the parts of a kind that a symbol is in, if it belongs to that kind."""
MORE_OFTEN = 1.5
"""So many times more often it is in them than in parts of any other kind."""
LEAST = 3
"""Occurrences."""


def untangled(work: Work, rule: Rule, found: Parts, parts: Sequence[int]) -> list[int]:
    """Of each event the part it belongs to.

    Where cases of different kinds end in different places (another system, another page), what is only done for one
    kind belongs to the next end of that kind, whatever else ends before.
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
    """The kind of case (its mark) that a symbol is only used for."""
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
