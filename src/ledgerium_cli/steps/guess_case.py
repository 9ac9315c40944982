"""A guess at what tells cases apart, for recordings that nobody declared anything about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ledgerium_cli.recording.model import Event

_NAMED = re.compile(r"^([A-Za-z]{1,10}[-_]?)(\d{2,})$")
_NUMBER = re.compile(r"^\d+$")


def guess_pattern(events: Sequence[Event]) -> str | None:
    """The pattern of the references in routes on which the most inputs were made; None without any.

    A reference with letters (`SO-1042`) is the same case wherever it stands; a bare number is only told
    apart by the part of the route before it (`/orders/1042`).
    """
    score: Counter[str] = Counter()
    for event in events:
        if event.is_input and event.page is not None:
            score.update(set(_patterns_in(event.page.route)))
    if not score:
        return None
    return min(score, key=lambda pattern: (-score[pattern], pattern))


def _patterns_in(route: str) -> list[str]:
    parts = [part for part in route.split("/") if part]
    patterns = []
    for before, part in zip(["", *parts], parts, strict=False):
        if named := _NAMED.match(part):
            patterns.append(rf"(?<![A-Za-z0-9]){re.escape(named[1])}\d{{2,}}(?![A-Za-z0-9])")
        elif _NUMBER.match(part) and before:
            patterns.append(rf"(?:^|/){re.escape(before)}/(\d+)(?=/|$)")
    return patterns
