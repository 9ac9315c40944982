"""Some of many cases, which may be too many to be held."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from ledgerium_cli.cases.model import Case


def chosen(cases: Sequence[Case], places: Iterable[int]) -> Sequence[Case]:
    """Those at some places, in that order: held where all of them are."""
    if isinstance(cases, tuple):
        return tuple([cases[place] for place in places])
    return _Chosen(cases, array("Q", places))


class _Chosen(Sequence[Case]):
    def __init__(self, of: Sequence[Case], places: array[int]) -> None:
        self._of = of
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Case: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Case]: ...

    def __getitem__(self, place: int | slice) -> Case | Sequence[Case]:
        if isinstance(place, slice):
            return _Chosen(self._of, self._places[place])
        return self._of[self._places[place]]

    def __iter__(self) -> Iterator[Case]:
        return map(self._of.__getitem__, self._places)
