"""What the quick guide tells of a result: the permitted ways on, with the words of the page, without counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ledgerium_cli.documents.merge.text.typography import outside_names
from ledgerium_cli.documents.sop.sentences import (
    ALSO_SEEN,
    BACK,
    BARRED,
    COMPLETE,
    GO_ON,
    MORE_HERE,
    SAID,
    before,
)
from ledgerium_cli.documents.sop.views.passages import is_by_people, without_evidence
from ledgerium_cli.documents.view.model import DECLARED
from ledgerium_cli.documents.view.ways import RARE

_COUNTED = re.compile(r" \((\d+)((?:, [^()]*)?)\)")
_TIMES = re.compile(r", (\d+) of \d+ times?: ")
_BETWEEN = re.compile(r"^(?:, | and )+")
NOTHING_PERMITTED = "nothing that is permitted was seen"


class _Way(NamedTuple):
    what: str
    times: int
    is_step: bool
    is_permitted: bool
    """Whether no required step was left out each time."""


class Result(NamedTuple):
    """What stands in the SOP of a result."""

    head: str
    """`If the result is “Validation failed”, 2 of 12 times`."""
    ways: str
    back: tuple[str, ...]
    """What was done on coming back to steps, a sentence each."""
    said: str
    """What the page said; empty where the head tells it."""


def permitted(text: str, instead: str = "") -> str:
    """`instead` of the ways on, if it is known how what was refused was set right. What people wrote stays."""
    text = without_evidence(text.replace(f" {DECLARED}", ""))
    told = _read(text)
    if is_by_people(text) or not told.ways:
        return text
    seen = _seen(told)
    usual = _usual(seen)
    back = [one for one in told.back if any(one.startswith(f"{BACK}{way.what}") for way in usual)]
    goes_on = instead or f"{_goes_on(usual, seen)}.{''.join(back)}"
    return f"{told.head}: {goes_on}{_page(told.said)}"


def ways_on(text: str) -> list[str]:
    """The permitted ways on that were not rare, as the SOP names them."""
    return [one.what for one in _usual(_seen(_read(without_evidence(text))))]


def _seen(told: Result) -> list[_Way]:
    return [*_counted(told.ways.removeprefix(GO_ON).replace(ALSO_SEEN, ", ", 1))]


def _usual(seen: Sequence[_Way]) -> list[_Way]:
    ways = [one for one in seen if one.is_permitted and (one.is_step or one.what.endswith(COMPLETE))]
    return [one for one in ways if RARE * one.times >= sum(way.times for way in ways)]


def _read(text: str) -> Result:
    head = before(text, ": ")
    rest = text[len(head) + 2 :]
    done = before(rest, SAID)
    unbarred = ways = before(done, BACK)
    for barred in BARRED:
        unbarred = before(unbarred, outside_names(barred))
    back = done[len(ways) :]
    starts = [one.start() for one in re.finditer(re.escape(BACK), outside_names(back))]
    each = (back[start:end] for start, end in pairwise([*starts, len(back)]))
    return Result(head, unbarred, tuple(each), rest[len(done) :])


def _counted(told: str) -> Iterator[_Way]:
    """Each of a list with how often it was."""
    at = 0
    for count in _COUNTED.finditer(outside_names(told)):
        between = _BETWEEN.match(told[at : count.start()])
        what = told[at + (between.end() if between else 0) : count.start()]
        is_step = what == MORE_HERE or not outside_names(what).strip()
        yield _Way(what, int(count[1]), is_step, not count[2].startswith(", without "))
        at = count.end()


def _goes_on(ways: Sequence[_Way], seen: Sequence[_Way]) -> str:
    steps = " or ".join(one.what for one in ways if one.is_step)
    others = [one.what for one in ways if not one.is_step]
    if steps or others:
        return " or ".join([*([f"{GO_ON}{steps}"] if steps else []), *others])
    return next((one.what for one in seen if not one.is_step), NOTHING_PERMITTED)


def _page(said: str) -> str:
    texts = [one.what for one in _counted(said.removeprefix(SAID))]
    return f"{SAID}{' or '.join(texts)}." if texts else ""


def remedy(text: str) -> str:
    """What corrects a refusal, with how often it was only where it was not always."""
    text = without_evidence(text)
    times = _TIMES.search(text)
    return text if is_by_people(text) or times is None else text.replace(f" ({times[1]})", "")
