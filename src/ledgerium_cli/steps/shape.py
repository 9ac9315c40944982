"""Builds the shape of a step from what its events showed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.model import MarkKind, Shown
from ledgerium_cli.recording.wire import Message
from ledgerium_cli.steps.actions import actions_of
from ledgerium_cli.steps.looks import Look, Place
from ledgerium_cli.steps.model import (
    Activity,
    Alert,
    AlertKind,
    CaseMark,
    Clip,
    CutBy,
    DecidedBy,
    HoldSign,
    Outcome,
    Shape,
    Text,
    TimedBy,
    ToldBy,
)

MANY = 2048
"""The size of the cache of shapes."""
QUESTION_MARKS = ("?", "？", "؟", "\N{GREEK QUESTION MARK}")
ELLIPSES = ("…", "...")
"""At the end of “Saving…” in any language, which the page says until it says what came of it."""
LONGEST_KNOWN = 200
"""Events. Longer steps are hardly ever performed twice alike, so they are not cached."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a step beyond the looks of its events."""

    activity: Activity
    declares_passing: bool
    tells_breach: bool = False
    """Whether its declared results tell a breach from passing."""
    cut_by: CutBy
    completed: bool
    told_by: tuple[ToldBy, ...]
    case_decided_by: DecidedBy
    case_marks: tuple[CaseMark, ...] = ()
    timed_by: TimedBy = "inputs"
    messages_told: bool = True
    holds_told: bool = True
    breaches_told: bool = True


def shape_of(looks: Iterable[Look], case: str, leaving: tuple[int, ...], decided: Decided) -> Shape:
    """The shape of one step of `case`, from the looks of its events, in order; `leaving` are the places of those that
    leave another case. Shapes of equal looks are cached."""
    looks = tuple(looks)
    # Before the reference of the case is a `…` itself.
    waiting = tuple(
        [
            at
            for at, one in enumerate(looks)
            if (message := one.shown.message) is not None and message.text.endswith(ELLIPSES)
        ]
    )
    looks = tuple([one if one.shown.message is None else _without(case, one) for one in looks])
    find = _known_shape if len(looks) <= LONGEST_KNOWN else _shape
    return find(looks, leaving, waiting, decided)


def _without(case: str, look: Look) -> Look:
    """The look with the reference of the case in its message replaced by `…`, so that all cases look alike."""
    message = look.shown.message
    if message is None or case not in message.text:
        return look
    message = Message(type=message.type, text=message.text.replace(case, "…"))
    return replace(look, shown=replace(look.shown, message=message))


def _shape(
    looks: Sequence[Look], leaving: Collection[int], waiting: Collection[int], decided: Decided
) -> Shape:
    seen = _Walked(waiting)
    for at, look in enumerate(looks):
        seen.take(look, at)
    outcome, results = _outcome(looks, decided.activity), seen.results()
    in_other_words = (
        decided.tells_breach
        and decided.completed
        and outcome is None
        and bool(results)
        and all(one.guessed for sign in seen.hold_signs for one in sign.begins)
    )
    return Shape(
        activity=decided.activity,
        system=seen.acted_in or seen.shown_in,
        cut_by=decided.cut_by,
        completed=decided.completed,
        passed=_passed(outcome, seen, decided),
        messages_told=decided.messages_told,
        holds_told=decided.holds_told,
        breaches_told=decided.breaches_told and not in_other_words,
        told_by=decided.told_by,
        case_decided_by=decided.case_decided_by,
        case_marks=decided.case_marks,
        timed_by=decided.timed_by,
        inputs=tuple(seen.inputs),
        outcome=outcome,
        hold_signs=tuple(seen.hold_signs),
        marks=tuple(seen.marks),
        ends_case_at=seen.ends_case_at,
        notes=tuple(seen.notes),
        controls=_texts(seen.controls),
        fields=_texts(seen.fields),
        messages=_texts(results),
        clips=tuple(seen.clips),
        actions=actions_of(looks, leaving),
        seen_in=tuple(seen.seen_in),
        used_in=tuple(seen.used_in),
        led_on=tuple(seen.led_on),
        alerts=tuple([Alert(kind, text, at) for (kind, text), at in seen.alerts.items() if text]),
    )


_known_shape = lru_cache(MANY)(_shape)


class _Walked(Struct):
    """What one pass over the events collects. Texts and hosts are stored with the index of their first event."""

    waiting: Collection[int]
    """The indexes of messages that something is under way."""
    acted_in: str = ""
    """Host of the page of the last input."""
    shown_in: str = ""
    """Host of the last page."""
    inputs: list[int] = field(default_factory=list)
    marks: list[MarkKind] = field(default_factory=list)
    ends_case_at: int | None = None
    """Index of the last mark that ends the case."""
    notes: list[Text] = field(default_factory=list)
    hold_signs: list[HoldSign] = field(default_factory=list)
    clips: list[Clip] = field(default_factory=list)
    controls: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    seen_in: dict[str, int] = field(default_factory=dict)
    used_in: dict[str, int] = field(default_factory=dict)
    led_on: dict[str, int] = field(default_factory=dict)
    leading: str = ""
    """Host of the page of the last input, if that was navigation and no page was shown since."""
    alerts: dict[tuple[AlertKind, str], int] = field(default_factory=dict)
    dialogs: set[str] = field(default_factory=set)
    """The titles of those that opened since the last input."""
    asked: set[str] = field(default_factory=set)
    """Those behind which something was done."""
    under_way: set[str] = field(default_factory=set)
    """The messages since the last input that something is under way."""
    over: set[str] = field(default_factory=set)
    """Those behind which the page said more."""
    acted: bool = False
    """Whether something was done that did not merely lead to the step."""
    is_answered: bool = False
    """Whether the page said something since the last input, other than by a dialog."""

    def results(self) -> dict[str, int]:
        """The messages without those that something is under way, behind which the page said what came of it, and
        without dialogs that only asked: something was done there, and then the page said more, or it was a question."""
        asked = self.asked - self.dialogs
        if not self.is_answered:
            asked = {text for text in asked if text.endswith(QUESTION_MARKS)}
        return {text: at for text, at in self.messages.items() if text not in asked and text not in self.over}

    def take(self, look: Look, at: int) -> None:
        shown, place, meaning = look.shown, look.place, look.meaning
        if place is not None:
            self.shown_in = place.system
            if place.system:
                self.seen_in.setdefault(place.system, at)
            if shown.kind == "page_shown":
                if self.leading not in ("", place.system) and not self.used_in:
                    self.led_on.setdefault(self.leading, at)
                self.leading = ""
        self.acted |= look.acts
        if shown.message is not None and self.acted:  # what a page says as it opens is no result
            self.messages.setdefault(shown.message.text, at)
            self.over |= self.under_way
            self.under_way = {shown.message.text} if at in self.waiting else set()
            if shown.message.type == "dialog":
                self.dialogs.add(shown.message.text)
            else:
                self.is_answered = True
            if (kind := shown.message.type) in ("alert", "validation_error"):
                self.alerts.setdefault((kind, shown.message.text), at)
        if meaning.begins or meaning.ends:
            self.hold_signs.append(HoldSign(at, meaning.begins, meaning.ends))
        if shown.is_input:
            self.inputs.append(at)
            self.asked |= self.dialogs
            self.dialogs, self.under_way, self.is_answered = set(), set(), False
            self._take_input(shown, place, at)

    def _take_input(self, shown: Shown, place: Place | None, at: int) -> None:
        if place is not None:
            self.acted_in = place.system
            self.leading = place.system if shown.is_navigation else ""
            if place.system and not shown.is_navigation:
                self.used_in.setdefault(place.system, at)
        element = shown.element
        match shown.kind:
            case "click" if element is not None and element.field is None and element.name:
                self.controls.setdefault(element.name, at)
            case "field_changed" if element is not None and (name := element.name or element.owner):
                self.fields.setdefault(name, at)
            case "copy" | "paste" if place is not None:
                self.clips.append(Clip(at, shown.kind == "paste", place.system))
            case "note" if shown.text is not None:
                self.notes.append(Text(shown.text, at))
            case "mark" if shown.mark is not None:
                self.marks.append(shown.mark)
                if shown.mark == "end":
                    self.ends_case_at = at
                if shown.text is not None and shown.mark != "case":
                    self.notes.append(Text(shown.text, at))


def _texts(found: Mapping[str, int]) -> tuple[Text, ...]:
    """Each text once; texts that differ only in numbers and tokens count as one."""
    first: dict[str, int] = {}
    for text, at in found.items():
        if text:
            first.setdefault(_kind(text), at)
    return tuple([Text(text, at) for text, at in first.items()])


_kind = lru_cache(maxsize=4096)(without_names)


def _passed(outcome: Outcome | None, seen: _Walked, decided: Decided) -> bool:
    """A mark of a hand-off or an end says that it passed where it was completed, or done outside the browser; who only
    began a form and marks that somebody else decides did not go through with it."""
    if outcome is not None:
        return outcome.result == "passed"
    if not decided.declares_passing:
        return decided.completed
    is_begun = bool(seen.controls or seen.fields or seen.clips) and not decided.completed
    return ("hand_off" in seen.marks or "end" in seen.marks) and not is_begun


def _outcome(looks: Sequence[Look], activity: Activity) -> Outcome | None:
    """The last outcome of the activity that the events show."""
    for at in range(len(looks) - 1, -1, -1):
        if (found := looks[at].meaning.outcome(activity.id)) is not None:
            message = looks[at].shown.message
            return Outcome(found.name, found.result, at, message.text if message is not None else None)
    return None
