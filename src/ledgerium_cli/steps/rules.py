"""The declarations of the workflow file, prepared for fast look-up by event and activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TypeVar

from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import Event, Shown
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.behind import UNDECLARED, Declared
from ledgerium_cli.steps.hold_signs import begins_of, ends_of
from ledgerium_cli.steps.looks import Look, Meaning, Place
from ledgerium_cli.steps.model import Activity, DecidedBy
from ledgerium_cli.steps.titles import without_numbers
from ledgerium_cli.workflow.ends import declared_ends, telling_breach_in
from ledgerium_cli.workflow.signs import Signs
from ledgerium_cli.workflow.wire import Settings, Sign, Workflow

FEW = 512
"""Sizes of two caches: of distinct places with the signs they show, and of the events shown on each."""

Item = TypeVar("Item")


class Rules:
    """What events mean, and what is declared of activities."""

    def __init__(self, workflow: Workflow | None) -> None:
        declared = workflow.activities if workflow else ()
        self.answers_within_ms = (workflow.settings if workflow else Settings()).idle_after_s * 1000
        """Milliseconds; a later page or message does not show that the input before it had an effect."""
        self.activities = {one.id: Activity(one.id, one.title, decided_by(workflow)) for one in declared}
        ends = {end.activity for end in declared_ends(workflow) if end.outcome is None}
        is_ordered = workflow is not None and workflow.ordered
        self._places = {one.id: (one.id in ends, at if is_ordered else 0) for at, one in enumerate(declared)}
        """Rises with what is declared to come after something else; an activity that ends cases comes after others."""
        self._completed = {one.id for one in declared if one.completed_by}
        self._passing = {
            one.id for one in declared if any(outcome.result == "passed" for outcome in one.outcomes)
        }
        self._telling_breach = telling_breach_in(workflow)
        holds = workflow.holds if workflow else ()
        self.holds_by_messages = any(all(sign.message is not None for sign in one.begins) for one in holds)
        """Whether a declared kind of hold is shown to begin by messages alone."""
        breaches = (each for one in declared for each in one.outcomes if each.result == "breached")
        self.breaches_by_messages = any(each.when.message is not None for each in breaches)
        """The same of a result that is declared as a breach."""
        rows = list(_declared(workflow))
        signs = Signs([sign for sign, _ in rows], workflow.systems if workflow else ())

        @Known
        def meaning(shows: int) -> Meaning:
            return _joined([part for at, (_, part) in enumerate(rows) if shows >> at & 1])

        @partial(Known, many=FEW)
        def looks(on: tuple[Place | None, int]) -> Known[Shown, Look]:
            place, shows = on
            return Known(lambda shown: Look(shown, place, meaning[shows & signs.by_rest[shown]]), FEW)

        self._looks_on = Known[Page | None, Known[Shown, Look]](
            lambda page: looks[_place(page), signs.of_page(page)]
        )

    def looks_of(self, events: Iterable[Event]) -> list[Look]:
        """The look of each event."""
        found: list[Look] = []
        page, looks = None, self._looks_on[None]
        for event in events:
            if event.page is not page:
                page = event.page
                looks = self._looks_on[page]
            found.append(looks[event.shown])
        return found

    def order_of(self, looks: Sequence[Look]) -> Declared:
        """What is declared of the order of events with these looks."""
        return (
            Declared(lambda at: looks[at].meaning.activity, self._follows) if self.activities else UNDECLARED
        )

    def _follows(self, activity: str, other: str) -> bool:
        return self._places[activity] > self._places[other]

    def declares_passing(self, activity: str) -> bool:
        """Whether the workflow file declares what shows that the activity went through."""
        return activity in self._passing

    def tells_breach(self, activity: str) -> bool:
        """Whether the workflow file declares what shows that it was breached, and what that it was not."""
        return activity in self._telling_breach

    def declares_completion(self, activity: str) -> bool:
        return activity in self._completed


def decided_by(workflow: Workflow | None) -> DecidedBy:
    """What decides where the workflow file does: a rule, or a guess in a draft that nobody has confirmed."""
    return "guess" if workflow is not None and workflow.draft else "rule"


def _place(page: Page | None) -> Place | None:
    return Place(page.system, without_numbers(page.heading or page.title)) if page is not None else None


def _declared(workflow: Workflow | None) -> Iterator[tuple[Sign, Meaning]]:
    """Each sign with what it means for an event that shows it."""
    for one in workflow.activities if workflow else ():
        yield from ((sign, Meaning(activity=one.id)) for sign in one.belongs)
        yield from ((sign, Meaning(completes=(one.id,))) for sign in one.completed_by)
        yield from ((outcome.when, Meaning(outcomes=((one.id, outcome),))) for outcome in one.outcomes)
    yield from ((sign, Meaning(begins=(begin,))) for sign, begin in begins_of(workflow))
    yield from ((sign, Meaning(ends=(kind,))) for sign, kind in ends_of(workflow))


def _joined(parts: Sequence[Meaning]) -> Meaning:
    return Meaning(
        activity=next((one.activity for one in parts if one.activity is not None), None),
        completes=_each_once(one.completes for one in parts),
        outcomes=_each_once(one.outcomes for one in parts),
        begins=_each_once(one.begins for one in parts),
        ends=_each_once(one.ends for one in parts),
    )


def _each_once(items: Iterable[Sequence[Item]]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(items)))
