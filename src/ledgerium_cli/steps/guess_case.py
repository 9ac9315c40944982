"""Guesses what tells cases apart in recordings without a workflow file or an example."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.privacy.tokens import DIGITS
from ledgerium_cli.recording.model import Event

_NAMED = re.compile(r"^([A-Za-z]{1,10}[-_]?)(\d{2,})$")
_NUMBER = re.compile(r"^\d+$")
_TOKEN = re.compile(rf"^\[(number|e-mail) [0-9a-f]{{{DIGITS}}}\]$")


class Guess(Struct, frozen=True):
    pattern: str
    varies: bool
    """Whether more than one reference was seen."""


def guess_pattern(events: Sequence[Event]) -> Guess | None:
    """The pattern of the references in routes that most likely tells cases apart; None without any.

    Preferred in this order: references that vary (one that does not is a tenant or a project); references with
    letters (`SO-1042`, the same case wherever it stands) over a bare number or its token, which counts together with
    the part of the route before it (`orders/1042`); references on whose pages the most inputs were made; those
    deepest in the route.
    """
    inputs: Counter[Candidate] = Counter()
    values: dict[Candidate, set[str]] = defaultdict(set)
    for event in events:
        if event.is_input and event.page is not None:
            for candidate, value in _references_in(event.page.route):
                inputs[candidate] += 1
                values[candidate].add(value)
    if not inputs:
        return None
    ranked = sorted(
        inputs, key=lambda one: (len(values[one]) == 1, not one.has_letters, -inputs[one], -one.depth)
    )
    return Guess(ranked[0].pattern, len(values[ranked[0]]) > 1)


class Candidate(Struct, frozen=True, order=True):
    pattern: str
    has_letters: bool
    depth: int


def _references_in(route: str) -> Iterator[tuple[Candidate, str]]:
    parts = [part for part in route.split("/") if part]
    for depth, (before, part) in enumerate(zip(["", *parts], parts, strict=False)):
        if named := _NAMED.match(part):
            pattern = rf"(?<![A-Za-z0-9]){_spelled(named[1])}\d{{2,}}(?![A-Za-z0-9])"
            yield Candidate(pattern, True, depth), part
        elif _NUMBER.match(part) and before:
            pattern = rf"(?:^|/)({_spelled(before)}/\d+)(?=/|$)"
            yield Candidate(pattern, False, depth), part
        elif (token := _TOKEN.match(part)) and before:
            pattern = rf"(?:^|/){re.escape(before)}/(\[(?-i:{token[1]} [0-9a-f]{{{DIGITS}}})\])(?=/|$)"
            yield Candidate(pattern, False, depth), part


def _spelled(text: str) -> str:
    """In just these letters, also where a rule looks for them in others: then a name stays as pages show it."""
    return re.escape(text) if text == text.upper() else f"(?-i:{re.escape(text)})"
