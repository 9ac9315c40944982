"""The revisions of the SOP in plain words: what is new, gone, renamed, moved, changed, slower since the last one."""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.likeness import SAID_DECLARED, bare_words, is_measured, meaning_of
from ledgerium_cli.documents.merge.wording import CONTROL, FIRST, REVISED, REVISIONS, without_guess
from ledgerium_cli.documents.sop.content import version_of
from ledgerium_cli.documents.sop.edits import (
    MOVED,
    Before,
    Edited,
    How,
    People,
    name_of_own,
    names_in,
    sections_now,
)
from ledgerium_cli.documents.sop.sentences import CONTACT, SEEN_IN, Sort, told_in
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import corrected_for, duration, instant, listed, probability
from ledgerium_cli.findings.noise import SIGNIFICANT, holm
from ledgerium_cli.findings.rank_test import rank_sum
from ledgerium_cli.findings.statistics import FEW, quantile
from ledgerium_cli.output.names import BASE_NAME
from ledgerium_cli.output.text import md, quoted, table

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.history import Revision
    from ledgerium_cli.documents.merge.markdown import Block, Section

BEFORE = "Before you start"
TOLD = (
    CONTROL, "Purpose", "Scope", BEFORE, "Rules that must hold", "Outside the browser", "Completion",
    "Learning this work",
)  # fmt: skip
"""Sections whose changes are reported."""
CHANGED = "Changed: "
QUOTED = re.compile(r"“(?:[^“”]|“[^“”]*”)*”")
WHO = "who does"
IN = " in "
"""Separates who does a step from the system."""
DECLARED_IN = frozenset(("Outside the browser", "Learning this work"))
"""Those of which only what is declared is reported."""
TOPICS: dict[Sort, str] = {
    "judgement": "whether a person decides in",
    "end": "what is done in",
    "rule": "rules of",
    "result": "results of",
    "branch": "results of",
    "next": "what comes after",
    "instruction": "what is done in",
    "again": "what is done in",
}
"""By sort of sentence, how changes in the section of a step are reported."""


BY_PEOPLE: dict[How, str] = {
    "changed": "Changed by people",
    "added": "Added by people",
    "taken out": "Taken out by people",
    "moved": "Moved by people",
}
UNKNOWN = "Other than generated, by whom is not known"
MIXED = f"Changed, not all of it known: git merged `{BASE_NAME}`."
_IN_ROLE = re.compile(r"(?:, | and )?([^()]+) \(((?:[^()]|\([^()]*\))*)\)")
"""A role and the people who have it, as a step tells who does it."""
_WHERE = r"(<td> |\b[Ii]n (?:[^“”()·]*?(?:, | and ))?)"
"""Matches what precedes the name of a system."""


class Names(Struct, frozen=True):
    """New names of steps and systems by the old ones."""

    steps: Mapping[str, str] = {}
    systems: Mapping[str, str] = {}

    def set_anew(self, said: str) -> str:
        for name, now in self.steps.items():
            said = said.replace(name, now)
        if self.systems:
            found = "|".join(map(re.escape, sorted(self.systems, key=len, reverse=True)))
            said = re.sub(rf"{_WHERE}({found})(?!\w)", lambda one: one[1] + self.systems[one[2]], said)
        return said


def revisions(view: View, version: str, body: str, previous: str | None, people: People) -> str:
    """The section, newest row first. `body` is the SOP above it, `previous` what the last build generated."""
    from ledgerium_cli.documents.merge.history import Revision, revisions_in

    rows = revisions_in(previous) if previous is not None else []
    changes = [FIRST]
    if view.analysis.filtered is not None and rows:
        changes = []  # what a filter leaves out is not gone
    elif previous is not None and rows:
        is_new = rows[0].version != version
        changes = [*_since(view, body, previous, rows[0], people)] if is_new else []
        changes += _slower(view, rows[0].until_ms, people.steps_out)
        if is_new and not changes:
            changes = [*_for_programs(body, previous)] or ["Changed in details."]
    if changes:
        rows = [Revision(version, instant(view.analysis.seen_until_ms), " ".join(changes)), *rows]
    return "\n".join([f"## {REVISIONS}", "", table([*REVISED], []), *(one.line for one in rows)])


def _changed(view: View, body: str, previous: str, people: People, since_ms: int | None) -> Iterator[str]:
    """What the build says otherwise, and who does a step since. Of steps that people took out only what comes and
    goes."""
    from ledgerium_cli.documents.merge.markdown import parse
    from ledgerium_cli.documents.merge.matching import match_sections, name_of

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
    renamed = [_renamed(one, two, view) for one, two in pairs if _name(one) != _name(two)]
    renamed += [f"the system “{md(one)}” is now “{md(two)}”" for one, two in systems.items()]
    renamed += [f"the work {_name(one)} is now {_name(two)}" for one, two in _titles(old, new)]
    if renamed:
        yield f"Renamed: {listed(renamed)}."
    called = [_called(one, view.people) for one in now]
    kept = [place for place, one in enumerate(now) if one.step not in people.steps_out]
    places = {at: kept.index(also) for at, also in same.items() if also in kept}
    if moved := [*_moved([called[place] for place in kept], places)]:
        yield f"Moved: {listed(moved)}."
    names = Names({name_of(one): name_of(two) for one, two in pairs} | dict(_both_names(view)), systems)
    told = [(before[place], now[also], called[also]) for place, also in sorted(same.items()) if also in kept]
    if changed := [*_changed_topics(told, names, _joined(view, since_ms)), *_sections(old, new, names)]:
        yield f"{CHANGED}{'; '.join(changed)}."


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
    from ledgerium_cli.documents.merge.markdown import said_of
    from ledgerium_cli.documents.merge.rows import rows_of as cells_of

    blocks = (block for one in sections if one.said == title for block in one.blocks)
    table = next((block for block in blocks if block.kind == "table"), None)
    return ([*map(said_of, cells)] for cells in (cells_of(table.source)[2:] if table is not None else ()))


def _for_programs(body: str, previous: str) -> Iterator[str]:
    """Steps with another id, which only programs see."""
    from ledgerium_cli.documents.merge.markdown import parse
    from ledgerium_cli.documents.merge.matching import match_sections

    old, new = parse(previous).sections, parse(body).sections
    pairs = ((old[at], new[place]) for at, place in sorted(match_sections(old, new).items()))
    if steps := [_name(two) for one, two in pairs if one.step != two.step]:
        yield f"Changed for programs: the id of {listed(steps)}."


def _since(view: View, body: str, previous: str, row: Revision, people: People) -> Iterator[str]:
    """What changed since the last row; after a git merge, since the last rows of both branches."""
    keys = sections_now(previous, body)
    before = [_by_keys(one, keys) for one in people.before] or [Before(row.version)]
    if len(before) > 1:
        yield f"Merged from {listed([f'`{one.row}`' for one in before])}."
    elif before[0].is_replaced:
        yield f"Since `{before[0].row}`:"
    is_known = people.known or not people.now  # else `previous` is what people made of it
    if is_known and version_of(view) not in {one.version for one in before}:
        found = [*_changed(view, body, previous, people, row.until_ms)]
        yield from _together(people.elsewhere, found)
        if people.is_mixed:
            yield MIXED
    if people.stood is not None:
        people = replace(people, stood={keys.get(key, key): done for key, done in people.stood.items()})
    yield from _by_people(people, before, body)


def _together(elsewhere: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """What both tell, each once: also of one topic, if one names all steps that the other does."""
    told = [*dict.fromkeys((*elsewhere, *found))]
    changed = [one.removeprefix(CHANGED).removesuffix(".") for one in told if one.startswith(CHANGED)]
    parts = [*dict.fromkeys(part for one in changed for part in one.split("; "))]
    steps = {part: {part.partition("“")[0], *QUOTED.findall(part)} for part in parts}
    yield from (one for one in told if not one.startswith(CHANGED))
    if kept := [one for one in parts if not any(steps[one] < steps[other] for other in parts)]:
        yield f"{CHANGED}{'; '.join(kept)}."


def _by_keys(before: Before, keys: Mapping[str, str]) -> Before:
    """With the keys that the sections have now."""
    parts, called = (
        {keys.get(key, key): told for key, told in one.items()} for one in (before.parts, before.called)
    )
    return replace(before, parts=parts, called=called)


def _by_people(people: People, before: Sequence[Before], body: str) -> Iterator[str]:
    """The sections that people edited differently since the last row was written; not those in which only the build
    made what they did another edit, such as by a conflict, or when it no longer says what they had taken out."""

    def is_new(key: str) -> bool:
        had = [was.parts.get(key, "") for was in before]
        made = people.stood is not None and people.stood.get(key, "") in had
        return not made and people.parts.get(key, "") not in had

    new = [told for one in people.now if is_new(one.key) for told in _since_then(one, before)]
    for how, told in BY_PEOPLE.items():
        if names := [named for done, named in new if done == how]:
            yield f"{told if people.known else UNKNOWN}: {listed(names)}."
    known = (key for key in before[0].parts if all(key in was.parts for was in before))
    if gone := [key for key in known if key not in people.parts and is_new(key)]:
        yield from _undone(gone, body)


def _since_then(one: Edited, before: Sequence[Before]) -> Iterator[tuple[How, str]]:
    """What people did since and the section: changed where they had added it earlier, moved where they had changed it
    earlier, both where they did both since."""
    known = [was.parts[one.key] for was in before if one.key in was.parts]
    named = _named(one, before[0].called.get(one.key, one.made))
    if f"{''.join(known)}{MOVED}" == one.done:
        yield "moved", named
        return
    yield "changed" if one.how == "added" and known else one.how, named
    if one.how == "changed" and one.done.endswith(MOVED) and not any(was.endswith(MOVED) for was in known):
        yield "moved", _named(one, one.called or one.made)


def _named(one: Edited, was: str) -> str:
    """A section by the title that it had at the last row, and by its new one."""
    now = was if one.how == "taken out" else one.called or one.made
    return f"{one.step}{was}{f' (now {now})' if now != was else ''}"


def _undone(gone: Sequence[str], body: str) -> Iterator[str]:
    """Edits that are gone: sections as generated again, and added sections removed; steps that no longer exist are
    reported elsewhere."""
    names = names_in(body)
    if again := [names[key] for key in gone if key in names]:
        yield f"As generated again: {listed(again)}."
    if out := [name for key in gone if (name := name_of_own(key)) is not None]:
        yield f"{BY_PEOPLE['taken out']}: {listed(out)}."


def _both_names(view: View) -> Iterator[tuple[str, str]]:
    """The generated and the given name of each renamed step, which count as the same."""
    from ledgerium_cli.documents.merge.markdown import said_of

    return ((said_of(md(view.before(one))), said_of(md(name))) for one, name in view.people.items())


def _name(section: Section) -> str:
    return f"“{without_guess(section.title)}”"


def _called(section: Section, people: Mapping[str, str]) -> str:
    """The name that people gave to a step, by id, or else its own."""
    own = people.get(section.step or "")
    return quoted(own) if own else _name(section)


def _renamed(before: Section, now: Section, view: View) -> str:
    """With the name that people gave it, which is the only one in the document."""
    own = view.people.get(now.step or "")
    return f"{_name(before)} is now {_name(now)}{f', called {quoted(own)} by people' if own else ''}"


def _moved(called: Sequence[str], same: Mapping[int, int]) -> Iterator[str]:
    from ledgerium_cli.documents.merge.order import ascending

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
        old, new = _by_topic(before, names), _by_topic(now, Names())
        for topic in dict.fromkeys([*old, *new]):
            if old.get(topic) != new.get(topic) or (topic == WHO and now.step in joined):
                found.setdefault(topic, []).append(called)
    return (f"{topic} {listed(steps)}" for topic, steps in found.items())


def _by_topic(step: Section, names: Names) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for told in told_in(step):
        topic = TOPICS.get(told.sort)
        if topic is not None:
            found.setdefault(topic, set()).add(_meaning(told.block, names))
        elif told.sort == "who":
            found |= {topic: {tuple(part.split())} for topic, part in _who(told.block, names)}
    return found


def _who(block: Block, names: Names) -> Iterator[tuple[str, str]]:
    """People, their role and the system, by topic."""
    whole = names.set_anew(block.text.replace("*", "").partition(SEEN_IN)[0])
    people, _, where = whole.rpartition(IN)
    in_roles = _IN_ROLE.findall(people)
    yield WHO, " ".join([*(own for _, own in in_roles), _IN_ROLE.sub("", people)])
    yield "the role for", " ".join(sorted(role for role, _ in in_roles))
    yield "the system of", where


def _meaning(block: Block, names: Names) -> tuple[str, ...]:
    """The meaning of a block with steps and systems under their new names, so that renames alone are no change. Every
    declared word and number counts."""
    said = names.set_anew(block.said.partition(SEEN_IN)[0])
    *declared, behind = said.split(SAID_DECLARED)
    words = (meaning_of(one) if is_measured(one) else bare_words(one) for one in declared)
    return (*(word for part in words for word in part), *meaning_of(behind))


def _sections(old: Sequence[Section], new: Sequence[Section], names: Names) -> Iterator[str]:
    before = {one.said: _told_of(one, names) for one in old}
    now = {one.said: _told_of(one, Names()) for one in new}
    yield from (f"“{title}”" for title in TOLD if before.get(title, []) != now.get(title, []))


def _told_of(section: Section, names: Names) -> list[tuple[str, ...]]:
    """The meanings of the blocks whose changes are reported."""
    blocks = iter(section.blocks)
    if section.said == CONTROL:
        blocks = (block for block in blocks if block.text.startswith(CONTACT))
    elif section.said in DECLARED_IN:
        blocks = (block for block in blocks if SAID_DECLARED in block.said)
    return [_meaning(block, names) for block in blocks]


def _slower(view: View, since_ms: int | None, out: Container[str]) -> Iterator[str]:
    """Steps whose work has since become slower or faster by more than noise. Steps of one case are not independent, so
    each case is tested once, with the mean of its times."""
    if since_ms is None:
        return
    ids = [one.activity.id for one in view.analysis.activities if one.activity.id not in out]
    titles = {one: view.called(one) for one in ids}
    works = {one: (array("q"), array("q")) for one in titles}
    by_case = {one: (array("d"), array("d")) for one in titles}
    for case in view.analysis.cases:
        own: dict[tuple[str, bool], list[int]] = {}
        for timed in case.steps:
            if timed.parts.work is not None and timed.step.activity.id in titles:
                own.setdefault((timed.step.activity.id, timed.start_ms > since_ms), []).append(
                    timed.parts.work
                )
        for (activity, since), lengths in own.items():
            works[activity][since].extend(lengths)
            by_case[activity][since].append(fmean(lengths))
    tried = [one for one, sides in by_case.items() if min(map(len, sides)) >= FEW]
    corrected = holm([rank_sum(*by_case[one]) for one in tried])
    for one, p in zip(tried, corrected, strict=True):
        title, (before, after) = titles[one], works[one]
        medians = [round(quantile(sorted(values), 0.5)) for values in (before, after)]
        if p <= SIGNIFICANT and medians[0] != medians[1]:
            yield (
                f"{'Slower' if medians[1] > medians[0] else 'Faster'}: {quoted(title)}, work median "
                f"{duration(medians[0])} before (n = {len(before)}), {duration(medians[1])} since (n = {len(after)}); "
                f"Mann-Whitney, {probability(p)}{corrected_for(len(tried), 'step')}."
            )
