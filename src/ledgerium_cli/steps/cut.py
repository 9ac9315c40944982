"""Cuts the events of one case in one recording into steps.

Rules of the workflow file come first. Without one: consecutive fields in one form are one step, a commit (a
submitted form, a button that the page answers) ends a step, another system or form starts one, and navigation
belongs to where it leads. Idle time never cuts by itself.
"""

from __future__ import annotations

from collections.abc import Container, Sequence, Set
from itertools import takewhile

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.looks import Look, Meaning
from ledgerium_cli.steps.model import CutBy
from ledgerium_cli.steps.presses import settles
from ledgerium_cli.steps.rules import Rules

SAID = frozenset({"note", "mark", "message_shown"})
"""Events in which a person or the page says something: kept even where nothing was done."""
SUBMIT_FOLLOWS_WITHIN_MS = 1_000
"""Milliseconds within which pressing a button and submitting its form count as one act."""


Form = tuple[str | None, ...]
"""Where a field stands: (system, route, form)."""


class Seen(Struct, frozen=True):
    """The events of a recording, each with what the other events tell about it."""

    events: Sequence[Event]
    looks: Sequence[Look]
    causes: Sequence[int | None]
    """For each event, the index of the last input before it in its tab."""
    answered: Set[int]
    """Indexes of inputs that the page answered in time and before the next input in the same tab."""
    answers: Container[int]
    """Indexes of the answers that came in time to be caused by the input before them."""


class Segment(Struct, frozen=True):
    """Events that form one step, and what decided the cut."""

    places: tuple[int, ...]
    """Indexes of its events."""
    cut_by: CutBy
    activity: str | None
    """Id of the declared activity; None when no rule names one."""
    commit: Event | None
    """The last input that committed something."""
    completed: bool
    refused: bool
    """Whether what was committed was not accepted: by the last declared outcome, else by a field error after the last
    input."""


class _Draft(Struct):
    """A segment under construction."""

    seen: Seen
    cut_by: CutBy
    places: list[int] = field(default_factory=list)
    activity: str | None = None
    commit: Event | None = None
    form: Form | None = None
    """The place of its last field."""
    system: str | None = None
    last: Event | None = None
    """Its last input."""

    def take(self, at: int, ahead: Sequence[int], form: Form | None) -> None:
        """Add an input and the events that led to it. `form` is its place if it is a field."""
        event, look = self.seen.events[at], self.seen.looks[at]
        self.places += ahead
        self.places.append(at)
        if self.activity is None:
            self.activity = look.meaning.activity
        if event.page is not None and event.page.system:
            self.system = event.page.system
        if form is not None:
            self.form = form
        elif event.shown.kind == "form_submitted":
            self.commit = self.pressed(event, ahead) or event
        elif event.shown.is_button and at in self.seen.answered:
            self.commit = event
        self.last = event

    def take_answer(self, at: int) -> None:
        """Add an answer. One that shows a declared result answers the press before it, however late it comes."""
        seen, cause, pressed = self.seen, self.seen.causes[at], self.last
        self.places.append(at)
        if (
            pressed is None
            or cause is None
            or seen.events[cause] is not pressed
            or not pressed.shown.is_button
        ):
            return
        if settles(seen.events[at]) and _results(seen.looks[at].meaning, self.activity):
            self.commit = pressed

    def is_told_late(self, answer: int) -> bool:
        """Whether an answer that came too late to be caused by an input of this step belongs to it all the same.

        It does if it shows a declared result that the step did not show yet, or is the first answer to a press or a
        submitted form. A page that is merely loaded again an hour later leads to what is done next; that a hold has
        ended meanwhile is no result of a step that was answered before.
        """
        seen, activity = self.seen, self.activity
        meaning = seen.looks[answer].meaning
        if results := _results(meaning, activity) - {*meaning.ends}:
            return not results <= {
                one for at in self.places for one in _results(seen.looks[at].meaning, activity)
            }
        cause = seen.causes[answer]
        return (
            cause is not None
            and cause not in seen.answered
            and seen.events[cause].shown.kind in ("click", "form_submitted")
        )

    def pressed(self, event: Event, ahead: Sequence[int] = ()) -> Event | None:
        """The button press that submitted the form of `event`, since the two are one act; None if there was none."""
        events = self.seen.events
        before = self.last
        if ahead:
            before = next((events[at] for at in reversed(ahead) if events[at].shown.is_input), before)
        if before is None or not before.shown.is_button:
            return None
        at_once = event.tab == before.tab and event.at_ms - before.at_ms <= SUBMIT_FOLLOWS_WITHIN_MS
        return before if at_once else None


def _results(meaning: Meaning, activity: str | None) -> set[object]:
    """What an event shows as declared: completion and outcomes of the activity, and begins and ends of holds."""
    completes = {one for one in meaning.completes if one == activity}
    return {
        *completes,
        *(one for of, one in meaning.outcomes if of == activity),
        *meaning.begins,
        *meaning.ends,
    }


def cut(seen: Seen, case: Sequence[int], rules: Rules) -> list[Segment]:
    """Cut the events of one case, given by their sorted indexes, into segments.

    The segments partition the events, except that a last look at the case in which nothing was done or said belongs
    to no step.
    """
    drafts, trailing = _drafts(seen, case)
    said = _up_to_what_was_said(seen.events, trailing)
    if said and (drafts or any(seen.events[at].is_input for at in said)):
        drafts = drafts or [_Draft(seen, "recording")]
        drafts[-1].places += said
    segments: list[Segment] = []
    for draft in drafts:
        segment = _segment(draft, rules)
        if segments and _goes_on(segments[-1], segment, rules):
            segments[-1] = _joined(segments[-1], segment)
        elif segments and segment.activity and segments[-1].activity not in (None, segment.activity):
            segments.append(replace(segment, cut_by="rule"))
        else:
            segments.append(segment)
    return segments


def _up_to_what_was_said(events: Sequence[Event], places: list[int]) -> list[int]:
    """The trailing events up to the last note, mark or message among them; empty without one."""
    said = [index for index, at in enumerate(places) if events[at].shown.kind in SAID]
    return places[: said[-1] + 1] if said else []


def _drafts(seen: Seen, case: Sequence[int]) -> tuple[list[_Draft], list[int]]:
    """Segments by what was done, and the indexes of the trailing events that lead to no further act."""
    events, looks, causes, answers = seen.events, seen.looks, seen.causes, seen.answers
    drafts: list[_Draft] = []
    ahead: list[int] = []
    step_of: dict[int | None, _Draft] = {}
    current: _Draft | None = None
    for at in case:
        look = looks[at]
        if look.acts:
            event = events[at]
            form = _form(event) if event.shown.kind == "field_changed" else None
            reason = _reason_to_cut(current, event, look, form)
            if current is None or reason is not None:
                current = _Draft(seen, reason or "recording")
                drafts.append(current)
            current.take(at, ahead, form)
            step_of[at] = current
            if ahead:
                for before in ahead:
                    step_of[before] = current
                ahead = []
        elif (
            look.shown.is_answer
            and (asked := step_of.get(causes[at])) is not None
            and (at in answers or asked.is_told_late(at))
        ):
            asked.take_answer(at)
        else:
            ahead.append(at)
    return drafts, ahead


def _reason_to_cut(current: _Draft | None, event: Event, look: Look, form: Form | None) -> CutBy | None:
    """Why a new step begins at this input; None when it continues the current one. `form` is its place if it is a
    field."""
    if current is None:
        return "recording"
    activity = look.meaning.activity
    kind, goes_on = event.shown.kind, activity is None or activity == current.activity
    if kind == "form_submitted" and current.pressed(event) is not None:
        return None
    if kind == "mark" and goes_on:
        return None  # a mark is about what was just done
    if not goes_on and current.activity is not None:
        return "rule"
    if current.commit is not None:
        return "commit"
    system = event.page.system if event.page is not None else None
    if system and current.system is not None and current.system != system:
        return "system"
    if form is not None and current.form is not None and current.form != form:
        return "form"
    return None


def _form(event: Event) -> Form:
    element = event.shown.element
    within = element.within if element is not None else None
    name = within.name if within is not None else None
    return (event.page.system, event.page.route, name) if event.page is not None else (name,)


def _segment(draft: _Draft, rules: Rules) -> Segment:
    looks, activity = draft.seen.looks, draft.activity
    if activity is None:
        found = (looks[at].meaning.activity for at in draft.places)
        activity = next((one for one in found if one is not None), None)
    if activity is not None and rules.declares_completion(activity):
        completed = any(activity in looks[at].meaning.completes for at in reversed(draft.places))
    else:
        completed = draft.commit is not None
    refused = draft.commit is not None and _is_refused(draft, activity)
    return Segment(tuple(draft.places), draft.cut_by, activity, draft.commit, completed, refused)


def _is_refused(draft: _Draft, activity: str | None) -> bool:
    looks = draft.seen.looks
    outcomes = (looks[at].meaning.outcome(activity) for at in reversed(draft.places)) if activity else ()
    if (outcome := next(filter(None, outcomes), None)) is not None:
        return outcome.result == "refused"
    after = takewhile(lambda at: not looks[at].shown.is_input, reversed(draft.places))
    messages = (looks[at].shown.message for at in after)
    return any(message is not None and message.type == "validation_error" for message in messages)


def _goes_on(before: Segment, after: Segment, rules: Rules) -> bool:
    """Whether a declared activity continues across a cut: its declared completion was not seen yet; or none is
    declared, and the two commits are of different controls. What was refused is over: what follows is another try."""
    if before.activity is None or before.activity != after.activity or before.refused:
        return False
    if rules.declares_completion(before.activity):
        return not before.completed
    return _control(before.commit) != _control(after.commit) or before.commit is None


def _control(commit: Event | None) -> tuple[str | None, ...]:
    if commit is None or commit.element is None:
        return ()
    return commit.element.role, commit.element.name


def _joined(before: Segment, after: Segment) -> Segment:
    return Segment(
        places=(*before.places, *after.places),
        cut_by=before.cut_by,
        activity=before.activity,
        commit=after.commit or before.commit,
        completed=before.completed or after.completed,
        refused=after.refused,
    )
