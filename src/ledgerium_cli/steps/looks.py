"""What events look like, without what tells one moment from another: the same again and again, and then one value, so
that what follows from it is found once."""

from __future__ import annotations

import msgspec
from msgspec.structs import force_setattr

from ledgerium_cli.recording.model import Shown
from ledgerium_cli.steps.model import HoldBegin
from ledgerium_cli.workflow.wire import Outcome


class Place(msgspec.Struct, frozen=True, cache_hash=True):
    """A page, whatever case or object it shows."""

    system: str
    """Host."""
    page: str
    """Heading, or else title, without what names one case or object."""


class Meaning(msgspec.Struct, frozen=True, cache_hash=True):
    """What the workflow file says of an event."""

    activity: str | None = None
    """Id of the first activity listed of which it shows a sign."""
    completes: tuple[str, ...] = ()
    """Ids of the activities of which it shows that they are completed."""
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    """Outcomes that it shows, in the order in which they are listed, with the ids of their activities."""
    begins: tuple[HoldBegin, ...] = ()
    ends: tuple[str, ...] = ()
    """Kinds of holds."""

    def outcome(self, activity: str) -> Outcome | None:
        """The first one listed for an activity."""
        return next((outcome for of, outcome in self.outcomes if of == activity), None)


class Look(msgspec.Struct, frozen=True, cache_hash=True):
    shown: Shown
    place: Place | None
    """None where no page was in front."""
    meaning: Meaning
    acts: bool = False
    """What a person does in a step: an input that does not only lead to one."""

    def __post_init__(self) -> None:
        """It is asked of every event."""
        shown, undeclared = self.shown, self.meaning.activity is None
        leads_on = _always_leads_on(shown) or (undeclared and _leads_on(shown))
        force_setattr(self, "acts", shown.is_input and not leads_on)


def _always_leads_on(shown: Shown) -> bool:
    return shown.kind == "note" or shown.mark == "case"


def _leads_on(shown: Shown) -> bool:
    """Unless it is declared to belong to one: a link, a search, a copy."""
    if shown.kind == "copy" or shown.is_navigation:
        return True
    element = shown.element
    return element is not None and (element.field == "search" or element.role in ("search", "searchbox"))
