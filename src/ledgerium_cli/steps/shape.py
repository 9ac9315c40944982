"""What the events of a step showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.actions import actions_of
from ledgerium_cli.steps.model import (
    Activity,
    Carried,
    CaseMark,
    CutBy,
    DecidedBy,
    HoldSign,
    Outcome,
    Shape,
    Text,
    ToldBy,
)
from ledgerium_cli.steps.presses import is_navigation
from ledgerium_cli.steps.rules import Rules

Found = TypeVar("Found")


def shape_of(
    events: Sequence[Event],
    case: str,
    activity: Activity,
    rules: Rules,
    *,
    cut_by: CutBy,
    completed: bool,
    told_by: tuple[ToldBy, ...],
    case_decided_by: DecidedBy,
    case_marks: tuple[CaseMark, ...] = (),
) -> Shape:
    """`events` are those of one step of `case`, in order."""
    outcome = _outcome(events, case, activity, rules)
    marks = tuple(event.mark for event in events if event.mark is not None)
    used_in = _each_once(_system(event) for event in events if event.is_input and not is_navigation(event))
    return Shape(
        activity=activity,
        system=_last_system(events),
        cut_by=cut_by,
        completed=completed,
        passed=_passed(outcome, marks, completed, rules.declares_passing(activity.id)),
        told_by=told_by,
        case_decided_by=case_decided_by,
        case_marks=case_marks,
        inputs=tuple(at for at, event in enumerate(events) if event.is_input),
        outcome=outcome,
        hold_signs=tuple(_hold_signs(events, rules)),
        marks=marks,
        notes=tuple(
            Text(event.text, at)
            for at, event in enumerate(events)
            if event.kind == "note" and event.text is not None
        ),
        controls=_texts(events, _control),
        fields=_texts(events, _field),
        messages=_texts(events, lambda event: _message(event, case)),
        carried=tuple(_carried(events)),
        actions=actions_of(events, case),
        seen_in=_each_once(map(_system, events)),
        used_in=used_in,
    )


def _each_once(found: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _system(event: Event) -> str | None:
    return event.page.system if event.page is not None else None


def _last_system(events: Sequence[Event]) -> str:
    """Where the last input was made, or else what was last in front."""
    with_page = [event for event in events if event.page is not None]
    places = [event for event in with_page if event.is_input] or with_page
    return (places and _system(places[-1])) or ""


def _passed(outcome: Outcome | None, marks: Sequence[str], completed: bool, declares_passing: bool) -> bool:
    if outcome is not None:
        return outcome.result == "passed"
    return "hand_off" in marks or "end" in marks if declares_passing else completed


def _outcome(events: Sequence[Event], case: str, activity: Activity, rules: Rules) -> Outcome | None:
    """The last one that the events show."""
    shown = rules.outcomes.get(activity.id)
    if shown is None:
        return None
    for at in range(len(events) - 1, -1, -1):
        if (found := shown(events[at])) is not None:
            message = events[at].message
            said = message.text.replace(case, "…") if message is not None else None
            return Outcome(found.name, found.result, at, said)
    return None


def _hold_signs(events: Sequence[Event], rules: Rules) -> Iterator[HoldSign]:
    for at, event in enumerate(events):
        begins, ends = rules.hold_begins(event), rules.hold_ends(event)
        if begins or ends:
            yield HoldSign(at, tuple(begins), tuple(ends))


def _texts(events: Sequence[Event], text_of: Callable[[Event], str | None]) -> tuple[Text, ...]:
    """Each text once."""
    found: dict[str, int] = {}
    for at, event in enumerate(events):
        if text := text_of(event):
            found.setdefault(without_names(text), at)  # of another number each time, the same is said
    return tuple(Text(text, at) for text, at in found.items())


def _control(event: Event) -> str | None:
    if event.kind != "click" or event.element is None or event.element.field is not None:
        return None
    return event.element.name


def _field(event: Event) -> str | None:
    if event.kind != "field_changed" or event.element is None:
        return None
    return event.element.name or event.element.owner


def _message(event: Event, case: str) -> str | None:
    return event.message.text.replace(case, "…") if event.message is not None else None


def _carried(events: Sequence[Event]) -> Iterator[Carried]:
    copied: tuple[str, int] | None = None
    for at, event in enumerate(events):
        if event.page is None:
            continue
        if event.kind == "copy":
            copied = event.page.system, at
        elif event.kind == "paste" and copied is not None and copied[0] != event.page.system:
            yield Carried(copied[0], event.page.system, copied[1], at)
