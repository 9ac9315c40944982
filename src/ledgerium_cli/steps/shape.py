"""What the events of a step showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.model import INPUTS, Event, MarkKind
from ledgerium_cli.recording.wire import Page
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
    TimedBy,
    ToldBy,
)
from ledgerium_cli.steps.presses import is_navigation
from ledgerium_cli.steps.rules import Rules


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
    timed_by: TimedBy = "inputs",
) -> Shape:
    """`events` are those of one step of `case`, in order."""
    seen = _Seen(case)
    for at, event in enumerate(events):
        seen.take(event, at)
        if event.kind in rules.kinds_of_holds:
            begins, ends = rules.hold_begins(event), rules.hold_ends(event)
            if begins or ends:
                seen.hold_signs.append(HoldSign(at, tuple(begins), tuple(ends)))
    outcome = _outcome(events, case, activity, rules)
    return Shape(
        activity=activity,
        system=seen.acted_in or seen.shown_in,
        cut_by=cut_by,
        completed=completed,
        passed=_passed(outcome, seen.marks, completed, rules.declares_passing(activity.id)),
        told_by=told_by,
        case_decided_by=case_decided_by,
        case_marks=case_marks,
        timed_by=timed_by,
        inputs=tuple(seen.inputs),
        outcome=outcome,
        hold_signs=tuple(seen.hold_signs),
        marks=tuple(seen.marks),
        notes=tuple(seen.notes),
        controls=_texts(seen.controls),
        fields=_texts(seen.fields),
        messages=_texts(seen.messages),
        carried=tuple(seen.carried),
        actions=actions_of(events, case),
        seen_in=tuple(seen.seen_in),
        used_in=tuple(seen.used_in),
    )


@dataclass(slots=True)
class _Seen:
    """What is found in one walk over the events. Texts and hosts stand with their first place."""

    case: str
    acted_in: str = ""
    """Host of the page of the last input."""
    shown_in: str = ""
    """Host of the last page."""
    inputs: list[int] = field(default_factory=list)
    marks: list[MarkKind] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    hold_signs: list[HoldSign] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    controls: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    seen_in: dict[str, int] = field(default_factory=dict)
    used_in: dict[str, int] = field(default_factory=dict)
    copied: tuple[str, int] | None = None

    def take(self, event: Event, at: int) -> None:
        page = event.page
        if page is not None:
            self.shown_in = page.system
            self.seen_in.setdefault(page.system, at)
        if event.message is not None:
            self.messages.setdefault(event.message.text.replace(self.case, "…"), at)
        if event.kind in INPUTS:
            self.inputs.append(at)
            self._take_input(event, page, at)

    def _take_input(self, event: Event, page: Page | None, at: int) -> None:
        if page is not None:
            self.acted_in = page.system
            if not is_navigation(event):
                self.used_in.setdefault(page.system, at)
        element = event.element
        match event.kind:
            case "click" if element is not None and element.field is None and element.name:
                self.controls.setdefault(element.name, at)
            case "field_changed" if element is not None and (name := element.name or element.owner):
                self.fields.setdefault(name, at)
            case "copy" if page is not None:
                self.copied = page.system, at
            case "paste" if page is not None and self.copied is not None:
                source, copied_at = self.copied
                if source != page.system:
                    self.carried.append(Carried(source, page.system, copied_at, at))
            case "note" if event.text is not None:
                self.notes.append(Text(event.text, at))
            case "mark" if event.mark is not None:
                self.marks.append(event.mark)


def _texts(found: Mapping[str, int]) -> tuple[Text, ...]:
    """Each once: of another number each time, the same is said."""
    first: dict[str, int] = {}
    for text, at in found.items():
        if text:
            first.setdefault(_kind(text), at)
    return tuple([Text(text, at) for text, at in first.items()])


_kind = lru_cache(maxsize=4096)(without_names)


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
