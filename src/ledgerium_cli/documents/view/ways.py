"""Finds how an activity is usually brought to its end, from the actions of all its performances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.refused import end, path
from ledgerium_cli.steps.model import Action, Doing, Step, What

One = TypeVar("One", bound=Hashable)


class Way(Struct, frozen=True):
    """How an activity is usually brought to one end."""

    end: What | None
    """What was pressed or sent last; None if nothing was."""
    steps: int
    """The number of performances with that end."""
    step: Step
    """The performance that shows it."""
    actions: tuple[Action, ...]
    """Its actions that at least half of those who went the same way also did."""
    alike: int
    """Performances with the same links, buttons and entries in the same order; fields and copying may vary."""
    often: Mapping[What, int]
    """In how many of `counted_in` performances each action was done."""
    counted_in: int
    """`alike` if most performances went this way, else `steps`: one way among several does not show how usual an
    action is."""
    otherwise: tuple[tuple[What, int], ...]
    """Other actions, and in how many of `steps` performances they were done; most frequent first."""
    mended: tuple[Look, ...]
    """Performances with the same end that only corrected a refusal; not in `steps`."""
    visits: tuple[int, ...] = ()
    """The numbers of the visits that they all were, if there were others: see `Visits`."""
    of: int = 0
    """The number of performances that were any of these, whatever their end; of all, without `visits`."""


RARE = 10
"""What was done less often than once in this many times is not part of what is usually done."""
FILLED = ("fill", "fill_cell")
COPIES = ("copy", "copy_cell")
OF_PASTE: dict[Doing, Doing] = {"paste": "fill", "paste_cell": "fill_cell"}
"""What a field reports of itself after something was pasted into it."""


def as_one_act(actions: Iterable[Action], told: Container[What] | None = None) -> list[Action]:
    """The actions with each paste, of those that are `told` if not all are, and the change that the field reports of it
    joined, which may come after that of another field. What a field reports after that, or after something was pressed
    on its page, was done there again."""
    found: list[Action] = []
    pasted: dict[What, int] = {}
    """Where the paste stands of which a field has yet to report its change, or has just done so."""
    reported: set[What] = set()
    for action in actions:
        if action.what in pasted:
            at = pasted[action.what]
            found[at] = replace(found[at], shown_by=(*found[at].shown_by, *action.shown_by))
            reported.add(action.what)
            continue
        left = (
            reported
            if action.doing in FILLED
            else {of for of, at in pasted.items() if _ends(action, found[at])}
        )
        pasted = {of: at for of, at in pasted.items() if of not in left}
        found.append(action)
        if action.doing in OF_PASTE and (told is None or action.what in told):
            change = (OF_PASTE[action.doing], *action.what[1:])
            pasted[change] = len(found) - 1
            reported.discard(change)
    return found


def _ends(action: Action, pasted: Action) -> bool:
    """Whether it is done on the page of the field once its change is known."""
    is_clip = action.doing in COPIES or action.doing in OF_PASTE
    return not is_clip and (action.system, action.page) == (pasted.system, pasted.page)


def ways(looks: Sequence[Look]) -> list[Way]:
    """One way for each end that an activity came to, most frequent first; several for an end that is reached otherwise
    the second time that a case comes to the activity."""
    by_end: dict[What | None, list[Look]] = {}
    for look in looks:
        by_end.setdefault(end(look.shape.actions), []).append(look)
    by_often = sorted(by_end.items(), key=lambda item: -_times(item[1]))
    found = [way for to, came in by_often for way in _ways_to(to, came)]
    counted_at = counted((look.visit, look.times) for look in looks if not look.mends)
    return sorted((_placed(way, counted_at) for way in found), key=lambda way: way.visits)


def _placed(way: Way, at: Mapping[int, int]) -> Way:
    """The way without `visits` where these are all that there are."""
    visits = () if 0 in way.visits or len(way.visits) == len(at) else way.visits
    return replace(way, visits=visits, of=sum(at[one] for one in visits or at))


def _times(done: Iterable[Look]) -> int:
    return sum(look.times for look in done)


def _ways_to(to: What | None, came: Sequence[Look]) -> list[Way]:
    """The ways to one end. Performances that only correct a refusal are kept apart, unless there are no others."""
    done = [look for look in came if not look.mends] or came
    mended = tuple(look for look in came if look.mends) if done is not came else ()
    first, *others = _apart(to, done)
    return [_way(to, first, mended), *(_way(to, one) for one in others)]


def _apart(to: What | None, done: Sequence[Look]) -> list[list[Look]]:
    """The performances, those of a later visit apart where something else is usually done then."""
    by_visit: dict[int, list[Look]] = {}
    for look in done:
        by_visit.setdefault(look.visit, []).append(look)
    found: list[list[Look]] = []
    for visit in sorted(by_visit):
        own = by_visit[visit]
        alike = (one for one in found if not (_adds(to, one, own) or _adds(to, own, one)))
        if (before := next(alike, None)) is not None:
            before.extend(own)
        else:
            found.append(own)
    return found


def _adds(to: What | None, one: Sequence[Look], other: Sequence[Look]) -> bool:
    """Whether something that is usually done in the first is hardly ever done in the second."""
    often, times = _often(other), _times(other)
    return any(RARE * often[action.what] < times for action in _way(to, one).actions)


def _way(to: What | None, done: Sequence[Look], mended: tuple[Look, ...] = ()) -> Way:
    alike = _taken_most(done)
    often, anywhere = _often(alike), _often(done)
    usual = {what for what, n in often.items() if 2 * n >= _times(alike)}
    shows = max(alike, key=lambda look: len(usual & {action.what for action in look.shape.actions}))
    actions = tuple(action for action in as_one_act(shows.shape.actions, usual) if action.what in usual)
    told = {action.what for action in actions}
    told |= {(OF_PASTE[one.doing], *one.what[1:]) for one in actions if one.doing in OF_PASTE} & usual
    otherwise = [(what, n) for what, n in anywhere.items() if what not in told]
    is_most = 2 * _times(alike) > _times(done)
    return Way(
        end=to,
        steps=_times(done),
        step=shows.first,
        actions=actions,
        alike=_times(alike),
        often=often if is_most else anywhere,
        counted_in=_times(alike if is_most else done),
        otherwise=tuple(sorted(otherwise, key=lambda item: (-item[1], str(item[0])))),
        mended=mended,
        visits=tuple(sorted({look.visit for look in done})),
    )


def _taken_most(done: Iterable[Look]) -> list[Look]:
    """The performances on the most frequent path. Ties: the path with which most cases begin, then the one with the
    most fields filled, then the shortest, then the first."""
    by_path: dict[tuple[What, ...], list[Look]] = {}
    for look in done:
        by_path.setdefault(path(look.shape.actions), []).append(look)
    taken = max(
        by_path,
        key=lambda one: (
            _times(by_path[one]),
            sum(look.begins for look in by_path[one]),
            max(_filled(look) for look in by_path[one]),
            -len(one),
        ),
    )
    return by_path[taken]


def _filled(look: Look) -> int:
    return len({one.what for one in look.shape.actions if one.doing in FILLED})


def filled_sometimes(way: Way) -> list[str]:
    """The names of the fields that are told and were not filled in every time."""
    fields = (one for one in way.actions if one.doing in FILLED and way.often[one.what] < way.counted_in)
    return [one.name or "a field without a name" for one in fields]


def _often(done: Iterable[Look]) -> Counter[What]:
    return counted(
        (what, look.times) for look in done for what in {action.what for action in look.shape.actions}
    )


def counted(rows: Iterable[tuple[One, int]]) -> Counter[One]:
    """The sum of counts for each value."""
    found: Counter[One] = Counter()
    for one, times in rows:
        found[one] += times
    return found
