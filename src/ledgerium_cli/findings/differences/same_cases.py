"""Steps, paths and ways that differ in the same cases: one fact, which is told once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from msgspec import Struct

from ledgerium_cli.findings.differences.compare import Diff, Difference
from ledgerium_cli.findings.differences.side import Topic

_FIRST: tuple[Topic, ...] = ("activity", "path", "way")


class Fact(Struct, frozen=True):
    told: Difference
    """A step where there is one, else the first path, else the way."""
    others: tuple[Difference, ...]
    """What else the same cases of A and of B took."""


def facts_of(diff: Diff, differences: Iterable[Difference]) -> list[Fact]:
    """All of `differences` in their order, those of the same cases at the first of them."""
    found: dict[Hashable, list[Difference]] = {}
    for one in differences:
        found.setdefault(_cases(one, diff), []).append(one)
    return [_fact(own) for own in found.values()]


def _fact(own: list[Difference]) -> Fact:
    told, *others = sorted(own, key=lambda one: _FIRST.index(one.what.topic)) if len(own) > 1 else own
    return Fact(told, tuple(others))


def _cases(one: Difference, diff: Diff) -> Hashable:
    """The same for what the same cases took, and is judged the same: of as many, since the order of some may not be
    known."""
    if one.what not in diff.a.taken_by and one.what not in diff.b.taken_by:
        return one.what
    return one.verdict, one.a, one.b, diff.a.taken_by.get(one.what, 0), diff.b.taken_by.get(one.what, 0)
