"""What the build says otherwise since the last version: steps that are new, gone, renamed, moved, and what changed in
which."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ledgerium_cli.documents.merge.text.counted import QUOTED, SAID_DECLARED
from ledgerium_cli.documents.merge.text.wording import CONTROL
from ledgerium_cli.documents.sop.edits import People
from ledgerium_cli.documents.sop.revisions.topics import (
    ROLES,
    WHO,
    Names,
    differing,
    meaning,
    quoted_title,
    said_in,
)
from ledgerium_cli.documents.sop.sentences import CONTACT, NEXT_CAME
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import listed
from ledgerium_cli.output.text import md, quoted

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.markdown.model import Section

BEFORE = "Before you start"
HOLDS = "Exceptions and holds"
TOLD = (
    CONTROL, "Purpose", "Scope", BEFORE, "Rules that must hold", "Outside the browser", "Completion",
    "Learning this work", HOLDS,
)  # fmt: skip
"""Sections whose changes are reported."""
CHANGED = "Changed: "
_QUOTED = re.compile(QUOTED)
DECLARED_IN = frozenset(("Scope", "Outside the browser", "Completion", "Learning this work"))
"""Those of which only what is declared is reported."""
_HOLD = re.compile(rf"(?:^|(?<= ){NEXT_CAME}.* )(Hold \([^()]*\))(?= (?:at|on) )", re.DOTALL)
"""Which hold an exception tells of, alone or behind what began it: what is counted there is no change."""


def changed(view: View, body: str, previous: str, people: People, since_ms: int | None) -> Iterator[str]:
    """What the build says otherwise, and who does a step since. Of steps that people took out what comes and goes, and
    what changed where nothing else did."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections, name_of
    from ledgerium_cli.documents.merge.markdown.parse import parse

    old, new = parse(previous).sections, parse(body).sections
    before = [one for one in old if one.step is not None]
    now = [one for one in new if one.step is not None]
    same = match_sections(before, now)
    cases = {one.activity.id: view.of_all(one.cases) for one in view.analysis.activities}
    fresh = [one for place, one in enumerate(now) if place not in same.values()]
    if fresh:
        new_ones = (f"{_called(one, view.people)} (seen in {cases[str(one.step)]})" for one in fresh)
        yield f"New: {listed([*new_ones])}."
    if gone := [_called(one, people.names) for place, one in enumerate(before) if place not in same]:
        yield f"Gone: {listed(gone)}."
    pairs = [(before[place], now[also]) for place, also in sorted(same.items())]
    systems = _systems(old, new)
    renamed = [_renamed(one, two, view) for one, two in pairs if quoted_title(one) != quoted_title(two)]
    renamed += [f"the system {quoted(one)} is now {quoted(two)}" for one, two in systems.items()]
    renamed += [f"the work {quoted_title(one)} is now {quoted_title(two)}" for one, two in _titles(old, new)]
    if renamed:
        yield f"Renamed: {listed(renamed)}."
    called = [_called(one, view.people) for one in now]
    kept = [place for place, one in enumerate(now) if one.step not in people.steps_out]
    places = {at: kept.index(also) for at, also in same.items() if also in kept}
    if moved := [*_moved([called[place] for place in kept], places)]:
        yield f"Moved: {listed(moved)}."
    names = Names({name_of(one): name_of(two) for one, two in pairs} | dict(_both_names(view)), systems)
    compared = [
        (before[place], now[also], called[also], also in kept) for place, also in sorted(same.items())
    ]
    shown, out = (
        [
            *_changed_topics(
                [one[:3] for one in compared if one[3] is is_shown], names, _joined(view, since_ms)
            )
        ]
        for is_shown in (True, False)
    )
    if parts := [*shown, *_sections(old, new, names, people)]:
        yield f"{CHANGED}{'; '.join(parts)}."
    elif out:  # else nothing would say why there is another version
        yield f"Changed in what people took out: {'; '.join(out)}."


def _titles(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[Section, Section]]:
    """The titles of the documents, if they differ."""
    was, now = (next((one for one in sections if one.level == 1), None) for sections in (old, new))
    return [(was, now)] if was is not None and now is not None and was.said != now.said else []


def _systems(old: Sequence[Section], new: Sequence[Section]) -> dict[str, str]:
    """New names of systems by the old ones; a system is known by its address."""
    was, now = ({row[1]: row[0] for row in _rows_at(BEFORE, sections)} for sections in (old, new))
    return {name: now[address] for address, name in was.items() if now.get(address, name) != name}


def _rows_at(title: str, sections: Sequence[Section]) -> Iterator[list[str]]:
    """The rows of the first table in a section, as `said`."""
    from ledgerium_cli.documents.merge.markdown.parse import said_of
    from ledgerium_cli.documents.merge.markdown.rows import rows_of

    blocks = (block for one in sections if one.said == title for block in one.blocks)
    table = next((block for block in blocks if block.kind == "table"), None)
    return ([*map(said_of, cells)] for cells in (rows_of(table.source)[2:] if table is not None else ()))


def for_programs(body: str, previous: str) -> Iterator[str]:
    """Steps with another id, which only programs see."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse

    old, new = parse(previous).sections, parse(body).sections
    pairs = ((old[at], new[place]) for at, place in sorted(match_sections(old, new).items()))
    if steps := [quoted_title(two) for one, two in pairs if one.step != two.step]:
        yield f"Changed for programs: the id of {listed(steps)}."


def together(elsewhere: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """What both tell, each once: also of one topic, if one names all steps that the other does."""
    told = [*dict.fromkeys((*elsewhere, *found))]
    topics = [one.removeprefix(CHANGED).removesuffix(".") for one in told if one.startswith(CHANGED)]
    parts = [*dict.fromkeys(part for one in topics for part in one.split("; "))]
    steps = {part: {part.partition("“")[0], *_QUOTED.findall(part)} for part in parts}
    yield from (one for one in told if not one.startswith(CHANGED))
    if kept := [one for one in parts if not any(steps[one] < steps[other] for other in parts)]:
        yield f"{CHANGED}{'; '.join(kept)}."


def _both_names(view: View) -> Iterator[tuple[str, str]]:
    """The generated and the given name of each renamed step, which count as the same."""
    from ledgerium_cli.documents.merge.markdown.parse import said_of

    return ((said_of(md(view.before(one))), said_of(md(name))) for one, name in view.people.items())


def _called(section: Section, people: Mapping[str, str]) -> str:
    """The name that people gave to a step, by id, or else its own."""
    own = people.get(section.step or "")
    return quoted(own) if own else quoted_title(section)


def _renamed(before: Section, now: Section, view: View) -> str:
    """With the name that people gave it, which is the only one in the document."""
    own = view.people.get(now.step or "")
    return f"{quoted_title(before)} is now {quoted_title(now)}{f', called {quoted(own)} by people' if own else ''}"


def _moved(called: Sequence[str], same: Mapping[int, int]) -> Iterator[str]:
    from ledgerium_cli.documents.merge.text.order import ascending

    stayed = ascending([also for _, also in sorted(same.items())])
    for also in sorted(set(same.values()) - stayed):
        yield f"{called[also]}, now {f'after {called[also - 1]}' if also else 'first'}"


def _joined(view: View, since_ms: int | None) -> set[str]:
    """Ids of the steps that somebody does who did not do them before, however often it was built since."""
    if since_ms is None:
        return set()
    did: dict[str, tuple[set[str], set[str]]] = {}
    for case in view.analysis.cases:
        for timed in case.steps:
            sides = did.setdefault(timed.step.activity.id, (set(), set()))
            sides[timed.start_ms > since_ms].add(timed.step.actor)
    return {activity for activity, (before, since) in did.items() if before and since - before}


def _changed_topics(
    pairs: Sequence[tuple[Section, Section, str]], names: Names, joined: Container[str | None]
) -> Iterator[str]:
    """What changed, and in which steps: `what is done in “Enter the order” and “Confirm the order”`. Of the steps
    `joined`, by id, also who does them."""
    found: dict[str, list[str]] = {}
    for before, now, called in pairs:
        changed = [*dict.fromkeys(differing(before, now, names, joined=now.step in joined))]
        for topic in changed:
            # Other people have other roles: nobody declared another role for the step.
            if topic != ROLES or WHO not in changed:
                found.setdefault(topic, []).append(called)
    return (f"{topic} {listed(steps)}" for topic, steps in found.items())


def _sections(old: Sequence[Section], new: Sequence[Section], names: Names, people: People) -> Iterator[str]:
    """The parts that say something else, as people call them."""
    before = {one.said: _told_of(one, names) for one in old}
    now = {one.said: _told_of(one, Names()) for one in new}
    changed = (title for title in TOLD if before.get(title, []) != now.get(title, []))
    yield from (people.called.get(f"{title} 1", f"“{title}”") for title in changed)


def _told_of(section: Section, names: Names) -> list[tuple[str, ...]]:
    """The meanings of the blocks whose changes are reported."""
    blocks = iter(section.blocks)
    if section.said == CONTROL:
        blocks = (block for block in blocks if block.text.startswith(CONTACT))
    elif section.said in DECLARED_IN:
        blocks = (block for block in blocks if SAID_DECLARED in block.said)
    elif section.said == HOLDS:
        found = (_HOLD.search(names.set_anew(block.said)) for block in blocks)
        return sorted({(one[1],) for one in found if one is not None})
    return [meaning(said_in(block, names)) for block in blocks]
