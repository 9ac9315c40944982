"""The lanes of the map of the page: which steps stand together, by system and by role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ledgerium_cli.documents.map.model import START, ProcessMap
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import RARE, counted
from ledgerium_cli.documents.words import NOT_KNOWN

NO_LANES = "none"


class LanePlan(Struct, frozen=True):
    """One assignment of activities to lanes."""

    by: str
    """`none`, `system` or `role`."""
    names: tuple[str, ...]
    lane: Mapping[str, int]
    """Lane index by activity."""


SEVERAL = "Several people"
"""The lane of steps that no role or person has nearly alone."""


def lane_plans(view: View) -> Iterator[LanePlan]:
    """By system, the one in which a step was performed most often, and by role. A single lane is left out, as it tells
    nothing; so are lanes of persons, where no role is declared, if several people do most of the steps."""
    systems, roles = {}, {}
    for activity, looks in view.looks.items():
        systems[activity], _ = _most((view.system_name(one.shape.system), one.times) for one in looks)
        roles[activity] = _role_in_charge(view, activity) or _by_whom(view, looks)
    shared = sum(name == SEVERAL for name in roles.values())
    is_told = _has_roles(view) or 2 * shared <= len(roles)
    for by, names in (("system", systems), *((("role", roles),) if is_told else ())):
        order = list(dict.fromkeys(names[one.activity.id] for one in view.analysis.activities))
        if len(order) > 1:
            yield LanePlan(by, tuple(order), {one: order.index(name) for one, name in names.items()})


def lanes_of_whom(view: View) -> str:
    """What the lanes by role are called."""
    return "Role" if _has_roles(view) else "Person"


def rule_of_lanes(view: View) -> str:
    """By what a step stands in a lane of people."""
    is_declared = any(_role_in_charge(view, activity) for activity in view.looks)
    role = "the role declared for a step, whoever did it; else " if is_declared else ""
    return f"lanes: {role}who did nearly all of a step, more than nine in ten times"


def with_ends(plan: LanePlan, drawn: ProcessMap) -> dict[str, int]:
    """The lanes with the ends added: each end goes beside the step it is linked to most often."""
    if not plan.lane:
        return {}
    lanes = dict(plan.lane)
    for end in drawn.ends:
        joined_to = [one for one in drawn.arrows if end in (one.source, one.target)]
        often = max(joined_to, key=lambda one: one.times, default=None)
        beside = often and (often.target if end == START else often.source)
        lanes[end] = plan.lane[beside] if beside else 0
    return lanes


def _has_roles(view: View) -> bool:
    return bool(view.declared_roles) or any(one.role is not None for one in view.declared.values())


def _role_in_charge(view: View, activity: str) -> str | None:
    declared = view.declared.get(activity)
    return declared.role if declared is not None else None


def _by_whom(view: View, looks: Sequence[Look]) -> str:
    """The role, or the person without one, by whom all but rare performances of a step were done."""
    name, others = _most((view.role_of(one.actor) or one.actor or NOT_KNOWN, one.times) for one in looks)
    return name if RARE * others < sum(one.times for one in looks) else SEVERAL


def _most(names: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """The most frequent one, and how often it was any other."""
    counts = counted(names)
    most = min(counts, key=lambda name: (-counts[name], name))
    return most, counts.total() - counts[most]
