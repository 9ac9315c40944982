"""The revisions of the SOP in plain words: what is new, gone, renamed, moved, changed, slower since the last one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from statistics import fmean
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.wording import REVISED, REVISIONS, without_guess
from ledgerium_cli.documents.sop.content import version_of
from ledgerium_cli.documents.sop.edits import Before, How, People, name_of_own, names_in, remembered
from ledgerium_cli.documents.sop.sentences import SEEN_IN, Sort, told_in
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import corrected_for, duration, instant, listed, probability
from ledgerium_cli.findings.noise import SIGNIFICANT, holm
from ledgerium_cli.findings.rank_test import rank_sum
from ledgerium_cli.findings.statistics import FEW, quantile
from ledgerium_cli.output.text import md, quoted, table

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.markdown import Block, Section

TOLD = ("Purpose", "Scope", "Before you start", "Rules that must hold", "Completion")
"""Sections whose changes are reported."""
TOPICS: dict[Sort, str] = {
    "who": "who does",
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


class Revision(Struct, frozen=True):
    """A row of the table."""

    version: str
    until_ms: int | None
    line: str


def revisions(view: View, version: str, body: str, previous: str | None, people: People) -> str:
    """The section, newest row first. `body` is the SOP above it, `previous` what the last build generated."""
    rows = rows_of(previous) if previous is not None else []
    changes = ["First version."]
    if view.analysis.filtered is not None and rows:
        changes = []  # what a filter leaves out is not gone
    elif previous is not None and rows:
        is_new = rows[0].version != version
        changes = [*_since(view, body, previous, rows[0].version, people)] if is_new else []
        changes += _slower(view, rows[0].until_ms)
        if is_new and not changes:
            changes = ["Changed in details."]
    if changes:
        line = f"| `{version}` | {instant(view.analysis.seen_until_ms)} | {' '.join(changes)} |"
        rows = [Revision(version, None, line), *rows]
    return "\n".join([f"## {REVISIONS}", "", table([*REVISED], []), *(one.line for one in rows)])


def last_rows(sides: Sequence[str], shown: str) -> tuple[Before, ...]:
    """What people had made of the SOP when its last row was written. `sides` are what its last builds left for the next
    one; of two branches those count the last row of which is `shown` in the table as people settled it.
    """
    found = []
    for side in sides:
        row = next((one.version for one in rows_of(side)), "")
        before = remembered(side) or Before(row)
        found.append(replace(before, row=row))
    in_table = [line for line in shown.split("\n") if line.startswith("|")]
    standing = [one for one in found if any(f"`{one.row}`" in line for line in in_table)]
    return tuple(standing or found[:1])


def rows_of(sop: str) -> list[Revision]:
    """The rows of the table in a generated SOP; none if there is no table."""
    _, _, section = sop.partition(f"\n## {REVISIONS}\n")
    cells = [(line, line.split(" | ")) for line in section.split("\n") if line.startswith("| `")]
    return [
        Revision(parts[0].strip("|` "), _milliseconds(parts[1].strip()), line)
        for line, parts in cells
        if len(parts) >= len(REVISED)
    ]


def _milliseconds(text: str) -> int | None:
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        return None


def _changed(view: View, body: str, previous: str) -> Iterator[str]:
    from ledgerium_cli.documents.merge.markdown import parse
    from ledgerium_cli.documents.merge.matching import match_sections

    old, new = parse(previous).sections, parse(body).sections
    before = [one for one in old if one.step is not None]
    now = [one for one in new if one.step is not None]
    same = match_sections(before, now)
    cases = {one.activity.id: view.of_all(one.cases) for one in view.analysis.activities}
    fresh = [one for place, one in enumerate(now) if place not in same.values()]
    if fresh:
        yield f"New: {listed([f'{_name(one)} (seen in {cases[str(one.step)]})' for one in fresh])}."
    if gone := [_name(one) for place, one in enumerate(before) if place not in same]:
        yield f"Gone: {listed(gone)}."
    pairs = [(before[place], now[also]) for place, also in sorted(same.items())]
    if renamed := [_renamed(one, two, view) for one, two in pairs if _name(one) != _name(two)]:
        yield f"Renamed: {listed(renamed)}."
    called = [_people_call(one, view) for one in now]
    if moved := [*_moved(called, same)]:
        yield f"Moved: {listed(moved)}."
    names = {one.said: two.said for one, two in pairs} | dict(_both_names(view))
    told = [(before[place], now[also], called[also]) for place, also in sorted(same.items())]
    if changed := [*_changed_topics(told, names), *_sections(old, new, names)]:
        yield f"Changed: {'; '.join(changed)}."


def _since(view: View, body: str, previous: str, version: str, people: People) -> Iterator[str]:
    """`version` is that of the last row. Of two branches it is told what is news to both."""
    before = people.before or (Before(version),)
    if len(before) > 1:
        yield f"Merged from {listed([f'`{one.row}`' for one in before])}."
    if version_of(view) not in {one.version for one in before}:
        yield from _changed(view, body, previous)
    yield from _by_people(people, [one.parts for one in before], body)


def _by_people(people: People, before: Sequence[Mapping[str, str]], body: str) -> Iterator[str]:
    """In which parts they made something else of what is generated than when the last row was written."""
    new = [one for one in people.now if all(parts.get(one.key) != one.done for parts in before)]
    for how, told in BY_PEOPLE.items():
        if names := [one.name for one in new if one.how == how]:
            yield f"{told if people.known else UNKNOWN}: {listed(names)}."
    first, *others = before
    if gone := [key for key in first if all(key in parts for parts in others) and key not in people.parts]:
        yield from _undone(gone, body)


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

    return ((said_of(md(view.analysis.title(one))), said_of(md(name))) for one, name in view.people.items())


def _name(section: Section) -> str:
    return f"“{without_guess(section.title)}”"


def _people_call(section: Section, view: View) -> str:
    """The name that the document uses."""
    own = view.people.get(section.step or "")
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


def _changed_topics(pairs: Sequence[tuple[Section, Section, str]], names: Mapping[str, str]) -> Iterator[str]:
    """What changed, and in which steps: `what is done in “Enter the order” and “Confirm the order”`."""
    found: dict[str, list[str]] = {}
    for before, now, called in pairs:
        old, new = _by_topic(before, names), _by_topic(now, {})
        for topic in dict.fromkeys([*old, *new]):
            if old.get(topic) != new.get(topic):
                found.setdefault(topic, []).append(called)
    return (f"{topic} {listed(steps)}" for topic, steps in found.items())


def _by_topic(step: Section, names: Mapping[str, str]) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for told in told_in(step):
        topic = TOPICS.get(told.sort)
        if topic is not None:
            found.setdefault(topic, set()).add(_meaning(told.block, names))
    return found


def _meaning(block: Block, names: Mapping[str, str]) -> tuple[str, ...]:
    """The meaning of a block with steps under their new names, so that renames alone are no change."""
    from ledgerium_cli.documents.merge.likeness import meaning_of

    said = block.said.partition(SEEN_IN)[0]
    for name, now in names.items():
        said = said.replace(name, now)
    return meaning_of(said)


def _sections(old: Sequence[Section], new: Sequence[Section], names: Mapping[str, str]) -> Iterator[str]:
    before = {one.said: [_meaning(block, names) for block in one.blocks] for one in old}
    now = {one.said: [_meaning(block, {}) for block in one.blocks] for one in new}
    yield from (f"“{title}”" for title in TOLD if before.get(title) != now.get(title))


def _slower(view: View, since_ms: int | None) -> Iterator[str]:
    """Steps whose work has since become slower or faster by more than noise. Steps of one case are not independent, so
    each case is tested once, with the mean of its times."""
    if since_ms is None:
        return
    titles = {one.activity.id: view.called(one.activity.id) for one in view.analysis.activities}
    works = {one: (array("q"), array("q")) for one in titles}
    by_case = {one: (array("d"), array("d")) for one in titles}
    for case in view.analysis.cases:
        own: dict[tuple[str, bool], list[int]] = {}
        for timed in case.steps:
            if timed.parts.work is not None:
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
