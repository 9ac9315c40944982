"""Maps object-centric logs (OCEL) to cases: each object of one chosen type is a case with the events linked to it.

An event linked to several such objects is a step of each of these cases; one linked to none is a step of no case.
Both are counted and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.columns import cells_of, further_roles_of
from ledgerium_cli.logs.model import Cells, Faults, Given, Reading, Row
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.plural import count

UNIT = "link"
"""What row numbers count: the links of events to objects of the case type, in file order."""


@dataclass(slots=True)
class ObjectEvent:
    activity: str | None
    time: str | None
    attributes: dict[str, str] = field(default_factory=dict)
    objects: list[str] = field(default_factory=list)
    """Ids of the linked objects."""
    line: int | None = None


def reading(
    events: Sequence[ObjectEvent], type_of: Mapping[str, str], given: Given, faults: Faults
) -> Reading:
    """The reading of an object-centric log; `type_of` maps object ids to types. Raises ImportRefused when it is not
    clear which type is the case."""
    case_type = _case_type(type_of, given, faults.name)
    attributes = dict.fromkeys(name for event in events for name in event.attributes)
    types = dict.fromkeys(one for one in type_of.values() if one != case_type)
    columns = further_roles_of(
        [*attributes, *(one for one in types if one not in attributes)], given.columns, faults.name
    )
    own: dict[Role, str] = {"case": case_type, "activity": "event type", "time": "time"}
    cells = cells_of(columns, given, [*attributes, *types])
    _tell_dangling(events, type_of, faults)
    rows = _rows(events, type_of, case_type, cells, faults)
    return Reading(own | columns, {str(role): name for role, name in own.items()} | cells, rows, UNIT)


def _tell_dangling(events: Iterable[ObjectEvent], type_of: Mapping[str, str], faults: Faults) -> None:
    """Reports links to objects of which the log tells no type."""
    missing = [one for event in events for one in event.objects if one not in type_of]
    if missing:
        objects = count(len({*missing}), "object that is", "objects that are")
        leads = count(len(missing), "link of an event leads", "links of events lead")
        faults.tell(
            f"{leads} to {objects} not in the log, {missing[0]!r} first.",
            "No case is made of what is not there; export the objects with their events.",
        )


def _case_type(type_of: Mapping[str, str], given: Given, file: str) -> str:
    found = Counter(type_of.values())
    if given.case_type is not None and given.case_type in found:
        return given.case_type
    if given.case_type is None and len(found) == 1:
        return next(iter(found))
    there = ", ".join(f"{name!r} ({count})" for name, count in sorted(found.items())) or "none"
    asked = (
        "which type of objects is the case? Say it"
        if given.case_type is None
        else f"there is no type of objects {given.case_type!r}. Say another"
    )
    raise ImportRefused(f"{file}: {asked} with --case-type TYPE. The types of objects are {there}.")


def _rows(
    events: Iterable[ObjectEvent],
    type_of: Mapping[str, str],
    case_type: str,
    cells: Cells,
    faults: Faults,
) -> Iterator[Row]:
    number = several = none = 0
    actors, groups = cells.get("actor"), 0
    for event in events:
        objects = dict.fromkeys(event.objects)
        cases = [one for one in objects if type_of.get(one) == case_type]
        several += len(cases) > 1
        none += not cases
        groups += bool(cases) and actors is not None and len(_linked(event, objects, type_of, actors)) > 1
        more: dict[str, str | None] = {
            cell: _told(event, objects, type_of, name) for cell, name in cells.items()
        }
        for case in cases:
            number += 1
            own = {"case": case, "activity": event.activity, "time": event.time}
            yield {"number": number, "line": event.line, **own, **more}
    if groups:
        faults.tell(
            f"{count(groups, 'event names', 'events name')} several of {actors!r}.",
            "They count as one actor together, another than each of them; if one of them does the next step, that is a "
            "hand-off.",
        )
    if several:
        belong = count(several, "event belongs", "events belong")
        faults.tell(f"{belong} to more than one {case_type!r}.", "What they tell is a step of each of them.")
    if none:
        belong = count(none, "event belongs", "events belong")
        faults.tell(f"{belong} to no {case_type!r}.", "What they tell is a step of no case.")


def _told(event: ObjectEvent, objects: Iterable[str], type_of: Mapping[str, str], name: str) -> str | None:
    """The event's attribute of that name, else its linked objects of that type."""
    if name in event.attributes:
        return event.attributes[name]
    return ", ".join(sorted(_linked(event, objects, type_of, name))) or None  # links have no order


def _linked(event: ObjectEvent, objects: Iterable[str], type_of: Mapping[str, str], name: str) -> set[str]:
    """The linked objects of that type, where they tell what the event has no attribute for."""
    return {one for one in objects if type_of.get(one) == name} if name not in event.attributes else set()
