"""What pages said when something went wrong, where no declared result gives it a meaning."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from ledgerium_cli.output.text import quoted
from ledgerium_cli.steps.model import AlertKind, Shape, Text

Kind = AlertKind | Literal["hold"]


class Incident(Struct, frozen=True):
    """Everything of one moment of a performance: between one input and the next."""

    kinds: tuple[Kind, ...]
    """Each once, sorted; `hold` where a hold was guessed from what the page said."""
    texts: tuple[str, ...]
    at: tuple[int, ...]
    """The events that show it, by their indexes."""
    is_last: bool
    """Whether nothing was done in the performance after it; a note or a mark does nothing."""

    @property
    def said(self) -> str:
        """What the page said, escaped as Markdown: `“Order not saved” / “Choose the payment terms”`."""
        return said_apart(self.texts)


def incidents_of(shape: Shape) -> list[Incident]:
    """In order; none where a declared result tells what the page said."""
    if shape.outcome is not None and shape.outcome.result != "passed":
        return []
    shown = sorted(_shown(shape), key=lambda one: one[1].at)
    moments = groupby(shown, key=lambda one: bisect(shape.inputs, one[1].at))
    return [_incident(shape, [*own]) for _, own in moments]


def _shown(shape: Shape) -> Iterator[tuple[Kind, Text]]:
    yield from ((one.kind, Text(one.text, one.at)) for one in shape.alerts)
    guessed = {sign.at for sign in shape.hold_signs if any(one.guessed for one in sign.begins)}
    yield from (("hold", one) for one in shape.messages if one.at in guessed)


def _incident(shape: Shape, shown: Sequence[tuple[Kind, Text]]) -> Incident:
    at = tuple(sorted({one.at for _, one in shown}))
    return Incident(
        kinds=tuple(sorted({kind for kind, _ in shown})),
        texts=tuple(dict.fromkeys(one.text for _, one in shown)),
        at=at,
        is_last=all(at[0] > place for action in shape.actions for place in action.shown_by),
    )


def said_apart(texts: Sequence[str], known: Iterable[str] = ()) -> str:
    """The texts in quotes. Of one that ends with another, or with one that is `known` from the same page, the end
    stands apart: a box for alerts repeats the error at a field."""
    found: dict[str, None] = {}
    for text in texts:
        ends = [one for one in (*texts, *known) if one != text and text.endswith(f" {one}")]
        end = max(ends, key=len, default="")
        found |= dict.fromkeys(filter(None, (text.removesuffix(end).strip(), end)))
    return " / ".join(map(quoted, found))
