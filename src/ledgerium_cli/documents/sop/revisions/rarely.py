"""What is usual no more, or now: messages of a step, and what came after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledgerium_cli.documents.merge.text.counted import QUOTED
from ledgerium_cli.documents.sop.content import came_next
from ledgerium_cli.documents.sop.revisions.topics import CAME, next_in, quoted_title
from ledgerium_cli.documents.sop.sentences import COMPLETE, NOTHING_MORE, told_in
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import RARE
from ledgerium_cli.documents.words import listed
from ledgerium_cli.output.text import quoted

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.markdown.model import Section

_SEEN = re.compile(rf"({QUOTED}), (\d+) of (\d+) times?\b")
"""A message and how often it was seen."""


def rarely(view: View, body: str, previous: str) -> Iterator[str]:
    """What is part of what a step usually shows, or of what usually comes after it, no more, or is now: seen fewer than
    once in ten times, or that often."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse

    old, new = parse(previous).sections, parse(body).sections
    found = dict[bool, list[str]]()
    for at, place in sorted(match_sections(old, new).items()):
        step = quoted_title(new[place])
        came_then, came_now = _came_rarely(old[at]), _comes_rarely(view, new[place].step)
        for joined, then, now in (
            ("at", _is_rare(old[at]), _is_rare(new[place])),
            ("after", came_then, came_now),
        ):
            for text, is_rare in now.items():
                if then.get(text, is_rare) != is_rare:
                    found.setdefault(is_rare, []).append(f"{text} {joined} {step}")
    for is_rare, told in sorted(found.items(), reverse=True):
        often = "fewer than once in ten times" if is_rare else "once in ten times or more often"
        yield f"Now seen {often}: {listed(told)}."


def _is_rare(step: Section) -> dict[str, bool]:
    """For each message that a step tells whether it was seen fewer than once in ten times."""
    told = (one.rest for one in told_in(step) if one.sort in ("says", "result"))
    seen = (found for one in told for found in _SEEN.findall(one))
    return {text: RARE * int(times) < int(of) for text, times, of in seen}


def _came_rarely(step: Section) -> dict[str, bool]:
    """For each step that a document tells to have come after this one whether it did fewer than once in ten times."""
    came = Counter[str]()
    for part in next_in(step):
        for one in CAME.finditer(part):
            came[one[1]] += int(one[2])
    of = came.total() - came[NOTHING_MORE]
    return {what: RARE * times < of for what, times in came.items()}


def _comes_rarely(view: View, step: str | None) -> dict[str, bool]:
    """The same of what came after a step in these recordings, as its version has it."""
    came = came_next(view.looks[step]) if step in view.looks else Counter[str]()
    names = {one: quoted(view.called(one)) if one else f"the {view.case}{COMPLETE}" for one in came}
    return {names[one]: RARE * times < came.total() for one, times in came.items()}
