"""How an activity is usually brought to its end, by the actions of all its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from ledgerium_cli.steps.model import Action, Step, What

One = TypeVar("One", bound=Hashable)


class Way(Struct, frozen=True):
    """How an activity is usually brought to one end."""

    end: What | None
    """What was pressed or sent last; None where nothing was."""
    steps: int
    """Performances that ended so."""
    step: Step
    """The one that shows it."""
    actions: tuple[Action, ...]
    """Of that one: what at least half of those who went the same way did."""
    alike: int
    """Performances with the same links, buttons and entries in the same order; fields and copying may vary."""
    often: Mapping[What, int]
    """In how many of `counted_in` each of `actions` was done."""
    counted_in: int
    """`alike` where most went this way, else `steps`: one of a few ways says nothing of how often."""
    otherwise: tuple[tuple[What, int], ...]
    """What else was done, and in how many of `steps`; most frequent first."""


Done = tuple[Step, int, tuple[Action, ...]]
"""A performance, how many are like it, and what is done in them."""


def ways(steps: Iterable[tuple[Step, int]]) -> list[Way]:
    """One way for each end that an activity came to, the most frequent first. `steps` are performances, each with how
    many look like it."""
    by_end: dict[What | None, list[Done]] = {}
    for step, times in steps:
        actions = step.shape.actions
        end = next(
            (one.what for one in reversed(actions) if one.doing in ("press", "send", "double_press")), None
        )
        by_end.setdefault(end, []).append((step, times, actions))
    return [_way(end, done) for end, done in sorted(by_end.items(), key=lambda item: -_times(item[1]))]


def _times(done: Iterable[Done]) -> int:
    return sum(times for _, times, _ in done)


def _way(end: What | None, done: Sequence[Done]) -> Way:
    """By the path that most of them took; of several the shortest, then the first."""
    paths = counted((_path(actions), times) for _, times, actions in done)
    path = max(paths, key=lambda one: (paths[one], -len(one)))
    alike = [row for row in done if _path(row[2]) == path]
    often, anywhere = _often(alike), _often(done)
    usual = {what for what, n in often.items() if 2 * n >= _times(alike)}
    step, _, actions = max(alike, key=lambda row: len(usual & {action.what for action in row[2]}))
    otherwise = [(what, n) for what, n in anywhere.items() if what not in usual]
    is_most = 2 * _times(alike) > _times(done)
    return Way(
        end=end,
        steps=_times(done),
        step=step,
        actions=tuple(action for action in actions if action.what in usual),
        alike=_times(alike),
        often=often if is_most else anywhere,
        counted_in=_times(alike if is_most else done),
        otherwise=tuple(sorted(otherwise, key=lambda item: (-item[1], str(item[0])))),
    )


def _often(done: Iterable[Done]) -> Counter[What]:
    return counted(
        (what, times) for _, times, actions in done for what in {action.what for action in actions}
    )


def counted(rows: Iterable[tuple[One, int]]) -> Counter[One]:
    """Each with how often it comes in sum."""
    found: Counter[One] = Counter()
    for one, times in rows:
        found[one] += times
    return found


ON_THE_WAY = (
    "follow", "press", "choose", "choose_entry", "send", "drop", "double_press", "double_choose", "click_cell",
)  # fmt: skip
"""What tells one way from another: fields may be filled in any order."""


def _path(actions: Sequence[Action]) -> tuple[What, ...]:
    return tuple(action.what for action in actions if action.doing in ON_THE_WAY)
