"""What an event looks like regardless of its moment and case. Equal looks are one value, so that what follows from a
look is computed once."""

from __future__ import annotations

import msgspec
from msgspec.structs import force_setattr

from ledgerium_cli.recording.model import Shown
from ledgerium_cli.steps.model import HoldBegin
from ledgerium_cli.workflow.wire import Outcome


class Place(msgspec.Struct, frozen=True, cache_hash=True):
    """A page, whatever case or object it shows."""

    system: str
    """The host."""
    page: str
    """The heading, else the title, without references of a case or object."""


class Meaning(msgspec.Struct, frozen=True, cache_hash=True):
    """What the workflow file says of an event."""

    activity: str | None = None
    """Id of the first listed activity whose sign it shows."""
    completes: tuple[str, ...] = ()
    """Ids of the activities that it shows to be completed."""
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    """The outcomes that it shows, in listed order, each with the id of its activity."""
    begins: tuple[HoldBegin, ...] = ()
    ends: tuple[str, ...] = ()
    """The kinds of hold that it ends."""

    def outcome(self, activity: str) -> Outcome | None:
        """The first listed outcome of an activity."""
        return next((outcome for of, outcome in self.outcomes if of == activity), None)


class Look(msgspec.Struct, frozen=True, cache_hash=True):
    shown: Shown
    place: Place | None
    """None when no page was in front."""
    meaning: Meaning
    acts: bool = False
    """Whether it is done within a step: an input that does not merely lead to one."""
    tells: bool = False
    """Whether it is a message that shows a declared result, or a hold."""

    def __post_init__(self) -> None:
        """Sets `acts` and `tells` once, since they are read for every event."""
        shown, meaning = self.shown, self.meaning
        undeclared, shows = meaning.activity is None, meaning.begins or meaning.ends or meaning.outcomes
        force_setattr(self, "tells", shown.message is not None and bool(shows))
        leads_on = _always_leads_on(shown) or (undeclared and _leads_on(shown))
        force_setattr(self, "acts", shown.is_input and not leads_on)


def _always_leads_on(shown: Shown) -> bool:
    return shown.kind == "note" or shown.mark == "case"


def _leads_on(shown: Shown) -> bool:
    """Whether an input with no declared activity merely leads to a step: a link, a search, a copy."""
    if shown.kind == "copy" or shown.is_navigation:
        return True
    element = shown.element
    return element is not None and (element.field == "search" or element.role in ("search", "searchbox"))
