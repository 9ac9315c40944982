"""Citations of events, such as `(R1: 12–18, 20; R2: 4; 3 more)`, that people changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ledgerium_cli.documents.merge.text.counted import CITED

_OF_RECORDING = re.compile(r"(R\d+):\s*(.*)")
_MORE = re.compile(r"\d+ more")
_EVENTS = re.compile(r"(\d+)(?:[–-](\d+))?")


def beyond(cited: str, recorded: Iterable[str]) -> str:
    """What the citation of a person has beyond the recorded ones beside it; empty if nothing."""
    known = [one for mark in recorded for one in _items(mark)]
    own = [*_items(cited)]
    left = [one for one in own if not any(_holds(other, one) for other in known)]
    if not known or len(left) == len(own):
        return cited
    by_recording: dict[str, list[str]] = {}
    for recording, item in left:
        by_recording.setdefault(recording, []).append(item)
    parts = [f"{f'{one}: ' if one else ''}{', '.join(items)}" for one, items in by_recording.items()]
    return f"({'; '.join(parts)})" if parts else ""


def events_in(text: str) -> set[tuple[str, int]]:
    """The recorded events that a text cites, by recording and number."""
    return {
        (recording, number)
        for citation in CITED.findall(text)
        for recording, item in _items(citation)
        if (span := _EVENTS.fullmatch(item)) is not None
        for number in range(int(span[1]), int(span[2] or span[1]) + 1)
    }


def are_numbered_anew(one: str, other: str) -> bool:
    """Whether what the texts cite, in citations in the same places, may be the same events in recordings that two
    builds numbered otherwise: all that the first has and the other has not are there in another recording; of those
    that count some as “more”, one. Who cites more events, or cuts some, leaves others standing."""
    pairs = [*zip(CITED.findall(one), CITED.findall(other), strict=False)]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    return bool(changed) and all(_is_numbered_anew(*pair) for pair in changed)


def unnumbered(text: str) -> str:
    """The text with the events that it cites, without the numbers of their recordings."""
    return CITED.sub(lambda found: re.sub(r"R\d+:", "R:", found[0]), text)


def _is_numbered_anew(one: str, other: str) -> bool:
    first, second = {*_items(one)}, {*_items(other)}
    left, right = (Counter(events for _, events in some) for some in (first - second, second - first))
    if _MORE.search(one) or _MORE.search(other):
        return not left.keys().isdisjoint(right)
    return bool(left) and left <= right


def _items(citation: str) -> Iterator[tuple[str, str]]:
    """Each recording with events of it, or with the words that people put there; the count of those left out is the
    build's."""
    for part in citation.strip("()").split(";"):
        text = " ".join(part.split())
        found = _OF_RECORDING.fullmatch(text)
        recording, events = found.groups() if found is not None else ("", text)
        for item in events.split(","):
            if not _MORE.fullmatch(item.strip()):
                yield recording, item.strip()


def _holds(known: tuple[str, str], own: tuple[str, str]) -> bool:
    if known == own:
        return True
    spans = [_EVENTS.fullmatch(item) for _, item in (known, own)]
    if known[0] != own[0] or spans[0] is None or spans[1] is None:
        return False
    (first, last), (start, end) = ((int(one[1]), int(one[2] or one[1])) for one in spans if one is not None)
    return first <= start and end <= last
