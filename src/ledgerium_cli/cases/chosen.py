"""A selection of cases, without loading the cases when they do not fit into memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from ledgerium_cli.cases.model import Case


def chosen(cases: Sequence[Case], places: Iterable[int]) -> Sequence[Case]:
    """The cases at some indexes, in that order. In memory if `cases` is a tuple, else a view that reads each case
    when asked for."""
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
