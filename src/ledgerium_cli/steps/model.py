"""A step: one performance of an activity in a case, by one actor in one recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ledgerium_cli.recording.model import Event

CutBy = Literal["rule", "commit", "system", "form", "recording"]
"""Why a step begins where it does: a rule of the workflow file says so; the step before was committed;
another system, another form; the recording or the case begins there. All but `rule` are guesses."""

ToldBy = Literal["mark", "route", "heading", "title", "leads to", "answer", "recording"]
"""How the case of an event is known: from a mark or the page; because the event leads to such a page or is
the answer to an input of the case; or because nothing tells cases apart and the recording counts as one."""

DecidedBy = Literal["rule", "guess"]


@dataclass(frozen=True, slots=True)
class Told:
    """The case that an event belongs to."""

    case: str
    by: ToldBy


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of step: declared in the workflow file, or guessed from what was on the screen."""

    id: str
    title: str
    decided_by: DecidedBy


@dataclass(frozen=True, slots=True)
class Step:
    case: str
    activity: Activity
    recording: str
    actor: str
    system: str
    """Host of the system in which it was done; empty where no page was in front."""
    events: tuple[Event, ...]
    """In order; at least one. Events of other cases may lie between them."""
    cut_by: CutBy
    completed: bool
    """A commit, or the sign that the workflow file declares, was seen."""
    told_by: tuple[ToldBy, ...]
    """How the case of its events is known: each way once, sorted."""
    case_decided_by: DecidedBy
    """`rule` where a person declared what a case reference looks like, or marked the case."""

    @property
    def key(self) -> tuple[str, int]:
        """Recording and first event: unique among all steps."""
        return self.recording, self.events[0].seq

    @property
    def last_ms(self) -> int:
        return self.events[-1].at_ms
