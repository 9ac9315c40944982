"""Who was seen doing what, by declared role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import MOST_NAMED, listed, more, most_frequent, person
from ledgerium_cli.output.text import Markdown, md, row, table

MOST_ALONE = 5
"""People of one role who get a row each; of more people the rows are of the steps that the same ones did."""
SHARED = "Of many people, those who did the same steps share a row: in brackets, how often each did them."

Row = tuple[str, Markdown]
"""The people, and what they did."""


def roles(view: View) -> str:
    recorded = {recording.actor for recording in view.analysis.recordings if recording.log is None}
    actors = sorted(recorded | {look.actor for look in view.facts.looks})
    by_role: dict[str | None, list[str]] = {}
    for actor in actors:
        by_role.setdefault(view.role_of(actor), []).append(actor)
    rows = [
        row(md(role or "not declared"), people, did)
        for role, own in by_role.items()
        for people, did in _rows(view, own)
    ]
    told = [SHARED] if any(len([*filter(None, own)]) > MOST_ALONE for own in by_role.values()) else []
    return "\n\n".join(["## Roles", *told, table(["Role", "Recorded as", "Seen doing (times)"], rows)])


def times_by_actor(view: View, activity: str) -> Counter[str]:
    times: Counter[str] = Counter()
    for look in view.looks[activity]:
        times[look.actor] += look.times
    return times


def _rows(view: View, people: Sequence[str]) -> Iterator[Row]:
    """An actor that a log does not name has a row of its own."""
    named = [*filter(None, people)]
    together = named if len(named) > MOST_ALONE else []
    for one in people:
        if one not in together:
            yield person(one), _did(view, [one], [found.activity.id for found in view.analysis.activities])
    if together:
        yield from _rows_of_steps(view, {*together})


def _rows_of_steps(view: View, people: Set[str]) -> Iterator[Row]:
    steps: dict[frozenset[str], list[str]] = {}
    for found in view.analysis.activities:
        if did := people & times_by_actor(view, found.activity.id).keys():
            steps.setdefault(frozenset(did), []).append(found.activity.id)
    for same, own in steps.items():
        yield _people(view, same, own), _did(view, same, own)
    if idle := people - {one for same in steps for one in same}:
        yield _people(view, idle, []), _did(view, idle, [])


def _people(view: View, people: Set[str], steps: Sequence[str]) -> str:
    """`12 people: Ana (30), Ben (12) and 10 more (20)`: how often they did the steps, the most frequent first."""
    if len(people) == 1:
        return person(*people)
    times = Counter(dict.fromkeys(people, 0))
    for activity in steps:
        times += Counter({one: n for one, n in times_by_actor(view, activity).items() if one in people})
    first = most_frequent(times) if steps else [(one, 0) for one in sorted(people)]
    rest = sum(n for _, n in first[MOST_NAMED:])
    shown = [
        *((person(one), n) for one, n in first[:MOST_NAMED]),
        *((told, rest) for told in more(len(first), MOST_NAMED)),
    ]
    return f"{len(people)} people: {listed([f'{told} ({n})' if n else told for told, n in shown])}"


def _did(view: View, people: Sequence[str] | Set[str], steps: Sequence[str]) -> Markdown:
    done = []
    for activity in steps:
        found = times_by_actor(view, activity)
        if times := sum(found[one] for one in people):
            done.append(f"{md(view.called(activity))} ({times})")
    return Markdown("; ".join(done) or "nothing that belongs to a case")
