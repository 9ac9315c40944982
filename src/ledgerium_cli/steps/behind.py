"""Finds the case of work on pages that name none where it is not for the next case: by the workflow file, which says
what comes after what, or by the parts into which the work is divided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from ledgerium_cli.recording.model import Event, Shown
from ledgerium_cli.steps.elsewhere import system_of
from ledgerium_cli.steps.model import Division, EventCase, ToldBy

MOSTLY = 0.6
"""Least share of the cases in which something is done that is a step of theirs."""
ENOUGH = 3
"""The least number of cases that show what is done for most."""
AGAIN = 2 / 3
"""Fewer names than this, as a share of the parts in which they are seen, are no names of parts."""
NEARLY_ALL = 0.8
"""Least share of the parts that hold one reference if they are cases."""

Told = Sequence[EventCase | None]


class Declared(Struct, frozen=True):
    """What the workflow file says of the order of work."""

    activity: Callable[[int], str | None] = lambda at: None
    """The declared activity of the event at an index."""
    follows: Callable[[str, str], bool] = lambda activity, other: False
    """Whether an activity is declared to come after another one."""


UNDECLARED = Declared()


def with_what_follows(
    events: Sequence[Event], told: Told, answers: Mapping[int, int], declared: Declared
) -> list[EventCase | None]:
    """Give what was done of a declared activity that comes after the one last seen on a page of a case to that case,
    unless it leads to the page of another one."""
    found = list(told)
    if declared is UNDECLARED:
        return found
    leading = _leading(events, told, answers)
    case: str | None = None
    seen: str | None = None
    for at, event in enumerate(events):
        activity = declared.activity(at)
        if (known := told[at]) is not None:
            seen = activity or (seen if known.case == case else None)
            case = known.case
        elif activity is None or seen is None or case is None:
            continue
        elif is_work(event.shown) and at not in leading and declared.follows(activity, seen):
            found[at] = EventCase(case, "elsewhere")
    return found


def _leading(events: Sequence[Event], told: Told, answers: Mapping[int, int]) -> set[int]:
    """Indexes of what was done in a tab, on pages that name no case, until a page of a case answered it."""
    answered: set[int] = set()
    opening: set[int] = set()
    for at, cause in answers.items():
        is_first = cause not in answered
        answered.add(cause)
        if is_first and events[at].kind == "page_shown" and told[at] is not None:
            opening.add(cause)
    found: set[int] = set()
    leads: dict[int | None, bool] = {}
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        if told[at] is not None:
            leads[event.tab] = False
        elif is_work(event.shown):
            leads[event.tab] = at in opening or leads.get(event.tab, False)
            if leads[event.tab]:
                found.add(at)
    return found


def with_parts(
    events: Sequence[Event], told: Told, division: Division, naming: Collection[str | None]
) -> list[EventCase | None]:
    """Give what was done on pages that name no case to the one case that the pages of its part name; in another system
    than those pages, if it is done there for most cases."""
    case_of = _named_alone(events, told, division)
    parts: dict[str | None, set[int]] = defaultdict(set)
    unnamed = [at for at, known in enumerate(told) if known is None and not events[at].shown.is_quiet]
    for at in unnamed:
        if division.case_of[at] in case_of and is_work(events[at].shown):
            parts[system_of(events[at])].add(division.case_of[at])
    usual = {*naming, *(system for system, own in parts.items() if len(own) >= MOSTLY * len(case_of))}
    by: ToldBy = "repetition" if division.marks else "sign"
    found = list(told)
    for at in unnamed:
        case = case_of.get(division.case_of[at])
        if case is not None and system_of(events[at]) in usual:
            found[at] = EventCase(case, by)
    return found


def _named_alone(events: Sequence[Event], told: Told, division: Division) -> dict[int, str]:
    """By part the case that its pages name, where they name one only."""
    named = _named(events, told, division)
    return {part: next(iter(cases)) for part, cases in named.items() if len(cases) == 1}


def _named(events: Sequence[Event], told: Told, division: Division) -> dict[int, set[str]]:
    """By part the cases on whose pages something was done; else those that were shown."""
    done: dict[int, set[str]] = defaultdict(set)
    shown: dict[int, set[str]] = defaultdict(set)
    for event, part, known in zip(events, division.case_of, told, strict=True):
        if known is not None:
            (done if event.is_input else shown)[part].add(known.case)
    return {**shown, **done}


def are_cases(
    events: Sequence[Event], told: Told, division: Division, naming: Collection[str | None]
) -> bool:
    """Whether the parts are the cases that pages name: nearly every part whose pages name cases is of one, and no step
    is left over."""
    named = _named(events, told, division).values()
    alone = sum(len(cases) == 1 for cases in named)
    return alone >= NEARLY_ALL * len(named) and not leaves_steps_over(
        events, with_parts(events, told, division, naming)
    )


def are_only_looked_at(events: Sequence[Event], told: Told, division: Division) -> bool:
    """Whether pages name the same again and again, in one part after the other, and most is done on others."""
    work = [known is None for event, known in zip(events, told, strict=True) if is_work(event.shown)]
    named = [*_named_alone(events, told, division).values()]
    return 2 * sum(work) > len(work) and len(set(named)) < AGAIN * len(named)


def name_enough(told: Told) -> bool:
    return len({known.case for known in told if known is not None}) >= ENOUGH


def leaves_steps_over(events: Sequence[Event], told: Told) -> bool:
    """Whether something that is done for most cases is left without a case where all that is done on pages that name
    none leads to the next case of its tab."""
    cases = {known.case for known in told if known is not None}
    done: Counter[_Act] = Counter()
    left: set[_Act] = set()
    ahead: set[int | None] = set()
    for event, known in zip(reversed(events), reversed(told), strict=True):
        if known is not None:
            ahead.add(event.tab)
        elif is_work(event.shown):
            act = _act(event)
            done[act] += 1
            if event.tab not in ahead:
                left.add(act)
    return len(cases) > 1 and any(done[act] >= MOSTLY * len(cases) for act in left)


_Act = tuple[str, ...]


def _act(event: Event) -> _Act:
    """What was done, whatever the page: (kind of event, host, role, name)."""
    element = event.shown.element
    named = (element.role, element.name or element.owner or "") if element is not None else ()
    return event.shown.kind, system_of(event) or "", *named


def is_work(shown: Shown) -> bool:
    """Whether an event is something done, not a look or a way to what is done next."""
    return shown.is_input and not shown.is_navigation and shown.kind not in ("copy", "note", "mark")
