"""A step: one performance of an activity in a case by one actor, and what it showed.

What many performances have in common is a `Shape` that they share; a `Step` adds case, actor and times. Indexes in a
shape (`at`, `shown_by`) count the events of the step from 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ledgerium_cli.recording.model import EventKind, MarkKind

CutBy = Literal["rule", "commit", "system", "form", "recording", "log"]
"""Why a step begins here: a rule of the workflow file or a row of a log; the step before was committed; another
system; another form; the start of the recording or of the case. All but rule and log are guesses."""

ToldBy = Literal[
    "mark", "route", "heading", "title", "message", "leads to", "elsewhere", "answer", "sign", "repetition",
    "recording", "log",
]  # fmt: skip
"""How the case of an event is known: a mark, the page, a message, a row of a log; the event leads to a page of the
case, is work for it elsewhere, or answers an input of it; a declared sign or repetition of the work divides cases;
nothing tells cases apart, so the recording is one."""

DecidedBy = Literal["rule", "guess", "log"]
"""The workflow file, a guess, or the program that wrote the log."""

TimedBy = Literal["inputs", "start and completion", "days", "one time", "order"]
"""Where the time of a step comes from: the inputs of a recording; start and completion in a log; the days of both, or a
single time, in a log, which does not show how long the work took; or nowhere, in a recording of which only the order is
known."""
OF_LOGS: tuple[TimedBy, ...] = ("start and completion", "days", "one time")

Doing = Literal[
    "follow", "fill", "press", "choose", "send", "copy", "paste", "drop", "double_press", "double_choose",
    "choose_entry", "fill_cell", "click_cell", "copy_cell", "paste_cell",
]  # fmt: skip

What = tuple[Doing, str | None, str]
"""What an action does, regardless of the page: kind, name of the control, system."""


class EventCase(msgspec.Struct, frozen=True, gc=False):
    """The case that an event belongs to, and how that is known."""

    case: str
    by: ToldBy


class CaseMark(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """An act taken as the start or end of every case, when no reference tells cases apart."""

    edge: Literal["starts", "ends", "ends its tab"]
    """Whether it starts or ends a case; or the work in the tab that a case has for itself."""
    kind: EventKind
    system: str
    page: str
    """The route without references to an object."""
    role: str
    name: str
    """The name of the control, or of what owns it; may be empty."""


class Division(msgspec.Struct, frozen=True):
    """Events divided into cases that no reference names."""

    case_of: tuple[int, ...]
    """For each event the number of its case, from 0."""
    ends: frozenset[int]
    """Indexes of the events that end cases."""
    marks: tuple[CaseMark, ...] = ()
    """The acts that start or end cases, when the division is a guess."""
    shown: bool = True
    """Whether any sign of a start or an end was seen; otherwise all events are one case for want of one."""


NamedBy = Literal["rule", "guess", "log", "cut off"]
"""As `DecidedBy`; or nothing: a recording was cut off in it before it could be told which declared activity it was."""


class Activity(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A kind of step: declared in the workflow file, or guessed from what was on the screen."""

    id: str
    title: str
    decided_by: NamedBy


CUT_OFF = Activity("cut-off", "Cut off: not known in which step", "cut off")


class Action(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A single action that a colleague can follow."""

    doing: Doing
    name: str | None
    """The name of the control, field or form; None when the screen shows none."""
    system: str
    page: str
    """The heading of the page, else its title, without references of a case or object."""
    shown_by: tuple[int, ...]
    field: str | None = None
    """The kind of field, when one was filled."""

    @property
    def what(self) -> What:
        return self.doing, self.name, self.system


class Text(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text that a step showed, with the index of the event that showed it first."""

    text: str
    at: int


AlertKind = Literal["alert", "validation_error"]


class Alert(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a page said when something went wrong, without the reference of the case."""

    kind: AlertKind
    text: str
    at: int


class Outcome(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A declared outcome that a step showed."""

    name: str
    result: Literal["passed", "refused", "breached"]
    at: int
    said: str | None
    """The message of the page, without the reference of the case."""


class HoldBegin(msgspec.Struct, frozen=True, array_like=True, gc=False):
    kind: str
    activity: str | None
    """Id of the activity that the rule names; None where it is the activity of the step."""
    guessed: bool


class HoldSign(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event that shows a sign of a hold."""

    at: int
    begins: tuple[HoldBegin, ...]
    ends: tuple[str, ...]
    """The kinds of hold that it ends."""
    is_state: bool = False
    """The event reports the state of the case, as rows of a log may: then an end without a hold before it is no
    release."""


class Clip(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A use of the clipboard."""

    at: int
    pastes: bool
    """Otherwise it copies."""
    system: str
    """Host of the page; empty where that is not known."""


class Shape(msgspec.Struct, frozen=True, array_like=True, gc=False, cache_hash=True, kw_only=True):
    """What a performance showed, independent of its case, actor and time."""

    activity: Activity
    system: str = ""
    """Host of the system in which it was done; empty when no page was in front."""
    cut_by: CutBy = "rule"
    completed: bool = True
    """Whether a commit, or the declared sign of completion, was seen."""
    passed: bool = True
    """Whether it went through, by its declared result or a mark; where no such result is declared, whether it was
    completed."""
    told_by: tuple[ToldBy, ...] = ()
    """How the cases of its events are known, each way once, sorted."""
    timed_by: TimedBy = "inputs"
    case_decided_by: DecidedBy = "rule"
    """`rule` when a person declared what tells cases apart, or marked the case."""
    case_marks: tuple[CaseMark, ...] = ()
    """The acts that divided the cases, when that is a guess (told by `repetition`)."""
    inputs: tuple[int, ...] = (0,)
    """Indexes of the events that are inputs."""
    outcome: Outcome | None = None
    """The last declared outcome that it showed."""
    hold_signs: tuple[HoldSign, ...] = ()
    """In order of their events."""
    messages_told: bool = True
    """Whether it would show what pages said: the recordings of other recorders hold none of it."""
    holds_told: bool = True
    """Whether each declared kind of hold could be shown to begin: a log may not have the column that tells it."""
    breaches_told: bool = True
    """The same of each result that is declared as a breach; false too for a check that was completed and told a
    result in words that are none of those declared."""
    marks: tuple[MarkKind, ...] = ()
    notes: tuple[Text, ...] = ()
    controls: tuple[Text, ...] = ()
    """Names of pressed controls, each once, in order."""
    fields: tuple[Text, ...] = ()
    """Names of filled fields, each once, in order."""
    messages: tuple[Text, ...] = ()
    """Messages of the pages without the reference of the case, each once, in order."""
    clips: tuple[Clip, ...] = ()
    """In order of their events."""
    actions: tuple[Action, ...] = ()
    seen_in: tuple[str, ...] = ()
    """Hosts of its pages, each once, in order."""
    used_in: tuple[str, ...] = ()
    """Hosts in which it did more than navigate, each once, in order."""
    led_on: tuple[str, ...] = ()
    """Hosts from which a link or menu entry led to another host before anything else was done, each once, in order."""
    turns: tuple[int, ...] = ()
    """Indexes of the events that suspended and resumed it, alternating; the last one suspends it when it rested
    until its end."""
    alerts: tuple[Alert, ...] = ()
    """The messages that the page marked as alerts, each once, in order."""
    cut_short: bool = False
    """Whether the recording was cut off in it, before its completion was seen."""
    ends_case_at: int | None = None
    """Index of the event that marks the end of its case, the last one."""
    lost_after: bool = False
    """Whether the recording was cut off in it or right after it: what was done next is lost."""
    aborted: bool = False
    """Whether a log tells that it ended without being complete."""
    turn: int = 0
    """Its place among the steps of its case that start at the same time, if a column of the log tells it."""

    @property
    def is_of_log(self) -> bool:
        return self.timed_by in OF_LOGS

    @property
    def is_noted(self) -> bool:
        """Whether nothing was done in it but to write a note or set a mark."""
        return bool(self.notes or self.marks) and not (
            self.controls or self.fields or self.clips or self.actions
        )

    @property
    def refused(self) -> bool:
        """Whether the input was not accepted: by its declared result, else by a field error in place of its declared
        completion."""
        if self.outcome is not None:
            return self.outcome.result == "refused"
        return not self.completed and self.ends_in_field_error

    @property
    def ends_in_field_error(self) -> bool:
        """Whether the page showed an error at a field after the last input."""
        last = self.inputs[-1] if self.inputs else -1
        return any(one.kind == "validation_error" and one.at > last for one in self.alerts)

    @property
    def only_tried(self) -> bool:
        """Whether it did not do what it set out to: it was refused or aborted."""
        return self.aborted or self.refused


StepKey = tuple[str, int]
"""(id of the recording or name of the log, number of its first event): unique among all steps."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One performance of an activity; make one with `step_of`. Its evidence is a number and a time for each of its
    events: events of a recording, or rows of a log."""

    case: str
    key: StepKey
    actor: str
    shape: Shape
    packed_numbers: bytes
    """Empty when the numbers are consecutive, as they usually are."""
    packed_times: bytes

    @property
    def id(self) -> str:
        """As documents and tables name it: the same step has the same id in every build."""
        recording, first = self.key
        return f"{recording}:{first}"

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of its events, in order; at least one. Events of other cases may lie between them."""
        if not self.packed_numbers:
            return range(self.key[1], self.key[1] + len(self.packed_times) // 8)
        return memoryview(self.packed_numbers).cast("Q")

    @property
    def times(self) -> Sequence[int]:
        """The times of its events, UTC milliseconds, never decreasing."""
        return memoryview(self.packed_times).cast("q")

    @property
    def recording(self) -> str:
        return self.key[0]

    @property
    def events(self) -> tuple[int, ...]:
        """The numbers of its events, each once: the evidence that it took place."""
        return tuple(dict.fromkeys(self.numbers))

    @property
    def first_ms(self) -> int:
        return self.times[0]

    @property
    def last_ms(self) -> int:
        return self.times[-1]

    @property
    def first_input_ms(self) -> int:
        return self.times[self.shape.inputs[0] if self.shape.inputs else 0]

    @property
    def answer_lost(self) -> bool:
        """Whether the recording was cut off before anything answered its last input."""
        shape = self.shape
        return shape.lost_after and shape.inputs[-1:] == (len(self.times) - 1,)

    @property
    def activity(self) -> Activity:
        return self.shape.activity

    @property
    def system(self) -> str:
        return self.shape.system

    @property
    def cut_by(self) -> CutBy:
        return self.shape.cut_by

    @property
    def timed(self) -> bool:
        """False in a recording of which only the order of the events is known."""
        return self.shape.timed_by != "order"

    @property
    def completed(self) -> bool:
        return self.shape.completed

    def acted_before(self, number: int) -> bool:
        """Whether something was done in it at the event with this number or before: what a page shows first, whoever
        opened it did not bring about."""
        at = [*self.numbers].index(number)
        return any(place <= at for place in self.shape.inputs)

    @property
    def told_by(self) -> tuple[ToldBy, ...]:
        return self.shape.told_by

    @property
    def case_decided_by(self) -> DecidedBy:
        return self.shape.case_decided_by


def step_of(
    case: str, recording: str, actor: str, shape: Shape, numbers: Iterable[int], times: Iterable[int]
) -> Step:
    """A step from the numbers and times (UTC milliseconds) of its events, in order, at least one of each. Pass
    consecutive numbers as a `range`: then they are not looked at one by one."""
    if isinstance(numbers, range):
        return Step(case, (recording, numbers[0]), actor, shape, b"", array("q", times).tobytes())
    counted = [*numbers]
    first = counted[0]
    follow = counted == [*range(first, first + len(counted))]
    packed = b"" if follow else array("Q", counted).tobytes()
    return Step(case, (recording, first), actor, shape, packed, array("q", times).tobytes())
