"""Where one step ends and the next begins, within the events of one case in one recording.

Rules of the workflow file first; where they are silent: a run of fields in one form is one step, a commit
(a form that is sent, a button that the page answers) ends it, another system or form starts one, and
navigation belongs to where it leads. Idle time never cuts by itself.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.looks import Look, Meaning
from ledgerium_cli.steps.model import CutBy
from ledgerium_cli.steps.rules import Rules

SAID = frozenset({"note", "mark", "message_shown"})
"""What a person or the page said: it is kept even where nothing was done."""
SUBMIT_FOLLOWS_WITHIN_MS = 1_000
"""The press of a button and the sending of its form are one act."""


Form = tuple[str | None, ...]
"""Where a field stands: system, route and form."""


class Seen(Struct, frozen=True):
    """The events of a recording, with what the rest of it tells about each."""

    events: Sequence[Event]
    looks: Sequence[Look]
    causes: Sequence[int | None]
    """The index of the last input before it in its tab."""
    answered: Set[int]
    """Indices of the inputs that the page answered before the next one in their tabs."""
    answers_within_ms: int
    """After the input that caused it."""


class Segment(Struct, frozen=True):
    """Events that make one step, and what decided so."""

    places: tuple[int, ...]
    """Their indices."""
    cut_by: CutBy
    activity: str | None
    """Id of the declared activity; None where no rule knows it."""
    commit: Event | None
    """The last input that committed something."""
    completed: bool


class _Draft(Struct):
    """A segment while it is filled."""

    seen: Seen
    cut_by: CutBy
    places: list[int] = field(default_factory=list)
    activity: str | None = None
    commit: Event | None = None
    form: Form | None = None
    """Where its last field stands."""
    system: str | None = None
    last: Event | None = None
    """Its last input."""

    def take(self, at: int, ahead: Sequence[int], form: Form | None) -> None:
        """An input with what led to it. `form` is where it stands, if it is a field."""
        event, look = self.seen.events[at], self.seen.looks[at]
        self.places += ahead
        self.places.append(at)
        if self.activity is None:
            self.activity = look.meaning.activity
        if event.page is not None:
            self.system = event.page.system
        if form is not None:
            self.form = form
        elif event.shown.kind == "form_submitted":
            self.commit = self.pressed(event, ahead) or event
        elif event.shown.is_button and at in self.seen.answered:
            self.commit = event
        self.last = event

    def is_told_late(self, answer: int) -> bool:
        """Whether what came too late to be caused by an input of this step belongs to it all the same: a declared
        result that it did not show yet, or the first answer to a press or to the sending of a form. A page that is
        merely loaded again an hour later leads to what is done next.
        """
        seen, activity = self.seen, self.activity
        if results := _results(seen.looks[answer].meaning, activity):
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
        """The press of the button that sent a form: the two are one act."""
        events = self.seen.events
        before = self.last
        if ahead:
            before = next((events[at] for at in reversed(ahead) if events[at].shown.is_input), before)
        if before is None or not before.shown.is_button:
            return None
        at_once = event.tab == before.tab and event.at_ms - before.at_ms <= SUBMIT_FOLLOWS_WITHIN_MS
        return before if at_once else None


def _in_time(seen: Seen, answer: int) -> bool:
    cause = seen.causes[answer]
    return (
        cause is not None and seen.events[answer].at_ms - seen.events[cause].at_ms <= seen.answers_within_ms
    )


def _results(meaning: Meaning, activity: str | None) -> set[object]:
    """What is declared of an event as a result of an activity, or of holds."""
    completes = {one for one in meaning.completes if one == activity}
    return {
        *completes,
        *(one for of, one in meaning.outcomes if of == activity),
        *meaning.begins,
        *meaning.ends,
    }


def cut(seen: Seen, case: Sequence[int], rules: Rules) -> list[Segment]:
    """Cut the events of one case, given by their indices in order, into segments.

    They partition the events but for a last look at the case at which nothing was done or said: it is
    no part of any step.
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
    """What leads nowhere, as far as the last note, mark or message in it."""
    said = [index for index, at in enumerate(places) if events[at].shown.kind in SAID]
    return places[: said[-1] + 1] if said else []


def _drafts(seen: Seen, case: Sequence[int]) -> tuple[list[_Draft], list[int]]:
    """Segments by what was done; what leads nowhere is left over."""
    events, looks, causes = seen.events, seen.looks, seen.causes
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
            and (_in_time(seen, at) or asked.is_told_late(at))
        ):
            asked.places.append(at)
        else:
            ahead.append(at)
    return drafts, ahead


def _reason_to_cut(current: _Draft | None, event: Event, look: Look, form: Form | None) -> CutBy | None:
    """Before an input. `form` is where it stands, if it is a field."""
    if current is None:
        return "recording"
    activity = look.meaning.activity
    kind, goes_on = event.shown.kind, activity is None or activity == current.activity
    if kind == "form_submitted" and current.pressed(event) is not None:
        return None
    if kind == "mark" and goes_on:
        return None  # it says something of what was just done
    if not goes_on and current.activity is not None:
        return "rule"
    if current.commit is not None:
        return "commit"
    if event.page is not None and current.system is not None and current.system != event.page.system:
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
    return Segment(tuple(draft.places), draft.cut_by, activity, draft.commit, completed)


def _goes_on(before: Segment, after: Segment, rules: Rules) -> bool:
    """Whether a declared activity goes on over a cut: what completes it was not seen before; or, where
    nothing is declared to complete it, another control was pressed than the one before."""
    if before.activity is None or before.activity != after.activity:
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
    )
