"""Who was seen doing what, by declared role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import MOST_NAMED, listed, more, most_frequent, person
from ledgerium_cli.output.text import Markdown, md, quoted, row, table

MOST_ALONE = 5
"""People of one role who get a row each; of more people the rows are of the steps that the same ones did."""
MOST_STEPS = 12
"""The most steps named of one row."""
FEW_OTHERS = 3
"""The most steps that somebody did not do who is said to have done all others."""
SHARED = "Of many people, those who did the same steps share a row: in brackets, how often each did them."

Row = tuple[str, Markdown]
"""The people, and what they did."""
Did = Mapping[str, Counter[str]]
"""By activity, how often each actor did it."""


def roles(view: View) -> str:
    recorded = {recording.actor for recording in view.analysis.recordings if recording.log is None}
    actors = sorted(recorded | {look.actor for look in view.facts.looks})
    by_role: dict[str | None, list[str]] = {}
    for actor in actors:
        by_role.setdefault(view.role_of(actor), []).append(actor)
    did = {one.activity.id: times_by_actor(view, one.activity.id) for one in view.analysis.activities}
    rows = [
        row(md(role or "not declared"), *told)
        for role, own in by_role.items()
        for told in _rows(view, did, own)
    ]
    told = [SHARED] if any(len([*filter(None, own)]) > MOST_ALONE for own in by_role.values()) else []
    return "\n\n".join(["## Roles", *told, table(["Role", "Recorded as", "Seen doing (times)"], rows)])


def times_by_actor(view: View, activity: str) -> Counter[str]:
    times: Counter[str] = Counter()
    for look in view.looks[activity]:
        times[look.actor] += look.times
    return times


def _rows(view: View, did: Did, people: Sequence[str]) -> Iterator[Row]:
    """An actor that a log does not name has a row of its own."""
    named = [*filter(None, people)]
    is_grouped = len(named) > MOST_ALONE
    for one in people:
        if not (is_grouped and one):
            yield person(one), _did(view, did, [one], [*did])
    if is_grouped:
        yield from _rows_of_steps(view, did, {*named})


def _rows_of_steps(view: View, did: Did, people: Set[str]) -> Iterator[Row]:
    steps: dict[frozenset[str], list[str]] = {}
    for activity, times in did.items():
        if seen := people & times.keys():
            steps.setdefault(frozenset(seen), []).append(activity)
    for same, own in steps.items():
        yield _people(did, same, own), _did(view, did, same, own)
    if idle := people - {one for same in steps for one in same}:
        yield _people(did, idle, []), _did(view, did, idle, [])


def _people(did: Did, people: Set[str], steps: Sequence[str]) -> str:
    """`12 people: Ana (30), Ben (12) and 10 more (20)`: how often they did the steps, the most frequent first."""
    if len(people) == 1:
        return person(*people)
    first = most_frequent({one: sum(did[step][one] for step in steps) for one in people})
    rest = sum(n for _, n in first[MOST_NAMED:])
    shown = [
        *((person(one), n) for one, n in first[:MOST_NAMED]),
        *((told, rest) for told in more(len(first), MOST_NAMED)),
    ]
    return f"{len(people)} people: {listed([f'{told} ({n})' if n else told for told, n in shown])}"


def _did(view: View, did: Did, people: Sequence[str] | Set[str], steps: Sequence[str]) -> Markdown:
    """`Enter the order (9); Ship it (8)`; of many steps how many others there are, or which of all were not done."""
    times = {step: n for step in steps if (n := sum(did[step][one] for one in people))}
    others = [quoted(view.called(step)) for step in did if step not in times]
    if len(times) > MOST_STEPS and len(others) <= FEW_OTHERS:
        but = f" but {listed(others)}" if others else ""
        return Markdown(f"all {len(did)} steps{but} ({sum(times.values())})")
    done = [f"{md(view.called(step))} ({n})" for step, n in [*times.items()][:MOST_STEPS]]
    rest = sum([*times.values()][MOST_STEPS:])
    done += [f"{told} ({rest})" for told in more(len(times), MOST_STEPS)]
    return Markdown("; ".join(done) or "nothing that belongs to a case")
