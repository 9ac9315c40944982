"""The ways through a step as they stand in its section, each to another end."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledgerium_cli.documents.merge.markdown.matching import generated_of
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.sop.sentences import StepBlock, sort_of


@dataclass(frozen=True, slots=True)
class End:
    place: int | None
    """Which of the generated ones it is; None for one that people added."""
    head: str
    """`**Last pressed: “Save order”** (10 of 13 times):`; empty where the step has only one."""
    instructions: tuple[Block, ...]


def ends_in(section: Section, told: Sequence[StepBlock], generated: Sequence[Block]) -> list[End]:
    """`told` are the blocks of the section, `generated` those of the same step before people's edits."""
    heads = [at for at, block in enumerate(generated) if sort_of(block) == "end"]
    of = generated_of(section.blocks, generated) if heads else {}
    known = {place: bisect(heads, at) - 1 for place, at in of.items()}
    found = [_end(told, own, known if heads else None) for own in _groups(told, {*heads}, of)]
    return [*_with_what_stands_before(found)]


def _groups(told: Sequence[StepBlock], heads: set[int], of: dict[int, int]) -> Iterator[list[int]]:
    """Heads and instructions, by their places: those of each end together."""
    own: list[int] = []
    for place, one in enumerate(told):
        is_head = one.sort == "end" or of.get(place) in heads
        if is_head and own:
            yield own
            own = []
        if is_head or one.sort == "instruction":
            own.append(place)
    if own:
        yield own


def _end(told: Sequence[StepBlock], own: Sequence[int], known: dict[int, int] | None) -> End:
    is_headed = told[own[0]].sort != "instruction"
    places = [known[one] for one in own if one in known and known[one] >= 0] if known is not None else [0]
    return End(
        next(iter(places), None),
        told[own[0]].text if is_headed else "",
        tuple(told[one].block for one in own[is_headed:]),
    )


def _with_what_stands_before(found: Sequence[End]) -> Iterator[End]:
    """What people put before the first head is done first, and belongs to the first end."""
    match found:
        case [End(place, "", before), first, *others] if place in (None, first.place):
            yield End(first.place, first.head, (*before, *first.instructions))
            yield from others
        case _:
            yield from found
