"""A step: one performance of an activity in a case, by one actor, and what it showed.

What is the same in many performances stands in a `Shape` that they share; a `Step` adds whose it is and when. Places
in a shape (`at`, `shown_by`) count the events of the step from 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ledgerium_cli.recording.model import EventKind, MarkKind

CutBy = Literal["rule", "commit", "system", "form", "recording", "log"]
"""Why a step begins where it does: a rule of the workflow file or a row of a log says so; the step before was
committed; another system, another form; the recording or the case begins there. All but rule and log are guesses."""

ToldBy = Literal[
    "mark", "route", "heading", "title", "leads to", "answer", "sign", "repetition", "recording", "log"
]
"""How the case of an event is known: from a mark, the page or a row of a log; because the event leads to such a page or
is the answer to an input of the case; because a declared sign starts or ends cases, or the work repeats itself; or
because nothing tells cases apart and the recording counts as one."""

DecidedBy = Literal["rule", "guess", "log"]
"""By the workflow file, by a guess, or by the program that wrote a log."""

TimedBy = Literal["inputs", "start and completion", "one time"]
"""What shows the time of a step: the inputs of a recording; start and completion in a log; or not more than one time of
a log or of a whole recording, which does not tell how long it was worked on."""

Doing = Literal[
    "follow", "fill", "press", "choose", "send", "copy", "paste", "drop", "double_press", "double_choose",
    "choose_entry", "fill_cell", "click_cell", "copy_cell", "paste_cell",
]  # fmt: skip

What = tuple[Doing, str | None, str]
"""An action wherever it is done: what with, in which system."""


class Told(msgspec.Struct, frozen=True, gc=False):
    """The case that an event belongs to."""

    case: str
    by: ToldBy


class CaseMark(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """An act that was taken as the start or the end of every case, where no reference tells them apart."""

    edge: Literal["starts", "ends"]
    kind: EventKind
    system: str
    page: str
    """The route without what names an object."""
    role: str
    name: str
    """Of the control, or of what owns it; may be empty."""


class Division(msgspec.Struct, frozen=True):
    """Events divided into cases that no reference names."""

    case_of: tuple[int, ...]
    """Of each event, the number of its case, from 0."""
    ends: frozenset[int]
    """Indices of the events that end cases."""
    marks: tuple[CaseMark, ...] = ()
    """What starts or ends cases, where that is a guess."""


class Activity(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A kind of step: declared in the workflow file, or guessed from what was on the screen."""

    id: str
    title: str
    decided_by: DecidedBy


class Action(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A single action that a colleague can follow."""

    doing: Doing
    name: str | None
    """Of the control, field or form; None where the screen gave it none."""
    system: str
    page: str
    """Heading, or else title, of the page, without what names one case or object."""
    shown_by: tuple[int, ...]
    field: str | None = None
    """Kind of field, where one was filled."""

    @property
    def what(self) -> What:
        return self.doing, self.name, self.system


class Text(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text that a step showed, at its first place."""

    text: str
    at: int


AlertKind = Literal["alert", "validation_error"]


class Alert(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a page said of something that went wrong, with the reference of the case left out."""

    kind: AlertKind
    text: str
    at: int


class Outcome(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A declared outcome that a step showed."""

    name: str
    result: Literal["passed", "refused", "breached"]
    at: int
    said: str | None
    """By the page, with the reference of the case left out."""


class HoldBegin(msgspec.Struct, frozen=True, array_like=True, gc=False):
    kind: str
    activity: str | None
    """Id of the activity that the rule names; None where the step itself is the place."""
    guessed: bool


class HoldSign(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event that shows a sign of a hold."""

    at: int
    begins: tuple[HoldBegin, ...]
    ends: tuple[str, ...]
    """Kinds of holds."""
    is_state: bool = False
    """It says how the case stands, as each row of a log may: an end without a hold before it is no release."""


class Carried(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something copied in one system and pasted in another."""

    source: str
    target: str
    copied_at: int
    pasted_at: int


class Shape(msgspec.Struct, frozen=True, array_like=True, gc=False, cache_hash=True, kw_only=True):
    """What a performance showed, whosever it is and whenever it was."""

    activity: Activity
    system: str = ""
    """Host of the system in which it was done; empty where no page was in front."""
    cut_by: CutBy = "rule"
    completed: bool = True
    """A commit, or the sign that the workflow file declares, was seen."""
    passed: bool = True
    """It went through: the declared result or a mark of the person says so; where no such result is declared, it was
    completed."""
    told_by: tuple[ToldBy, ...] = ()
    """How the case of its events is known: each way once, sorted."""
    timed_by: TimedBy = "inputs"
    case_decided_by: DecidedBy = "rule"
    """`rule` where a person declared what tells cases apart, or marked the case."""
    case_marks: tuple[CaseMark, ...] = ()
    """What cases were divided by, where that is a guess: told by `repetition`."""
    inputs: tuple[int, ...] = (0,)
    """Which of its events are what a person did."""
    outcome: Outcome | None = None
    """The last declared outcome that it showed."""
    hold_signs: tuple[HoldSign, ...] = ()
    """In order."""
    marks: tuple[MarkKind, ...] = ()
    notes: tuple[Text, ...] = ()
    controls: tuple[Text, ...] = ()
    """Names of what was pressed, each once, in order."""
    fields: tuple[Text, ...] = ()
    """Names of what was filled in, each once, in order."""
    messages: tuple[Text, ...] = ()
    """What the page said, with the reference of the case left out, each once, in order."""
    carried: tuple[Carried, ...] = ()
    actions: tuple[Action, ...] = ()
    seen_in: tuple[str, ...] = ()
    """Hosts of its pages, each once, in order."""
    used_in: tuple[str, ...] = ()
    """Hosts in which something else was done than to navigate, each once, in order."""
    led_on: tuple[str, ...] = ()
    """Hosts of which a link, an entry or the like led on to a page of another before anything else was done, each once,
    in order."""
    turns: tuple[int, ...] = ()
    """Which of its events suspended and resumed it, in turn; the last one, where it rested until its end."""
    alerts: tuple[Alert, ...] = ()
    """Those of its messages that the page marked as one, each once, in order."""
    cut_short: bool = False
    """Its recording was cut off in it, before what completes it was seen."""

    @property
    def refused(self) -> bool:
        """Whether it was only tried: by its declared result what was entered was not accepted."""
        return self.outcome is not None and self.outcome.result == "refused"


class Step(msgspec.Struct, frozen=True, gc=False):
    """Make one with `step_of`. Its evidence is a number and a time for each of its events: events of a recording, or
    rows of a log."""

    case: str
    key: tuple[str, int]
    """Id of the recording, or name of the log, that shows it, and number of its first event: unique among all steps."""
    actor: str
    shape: Shape
    packed_numbers: bytes
    """Empty where they follow each other without a gap, as most do."""
    packed_times: bytes

    @property
    def numbers(self) -> Sequence[int]:
        """Of its events, in order; at least one. Events of other cases may lie between them."""
        if not self.packed_numbers:
            return range(self.key[1], self.key[1] + len(self.packed_times) // 8)
        return memoryview(self.packed_numbers).cast("Q")

    @property
    def times(self) -> Sequence[int]:
        """Of its events, UTC milliseconds; never falling."""
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
    def activity(self) -> Activity:
        return self.shape.activity

    @property
    def system(self) -> str:
        return self.shape.system

    @property
    def cut_by(self) -> CutBy:
        return self.shape.cut_by

    @property
    def completed(self) -> bool:
        return self.shape.completed

    @property
    def told_by(self) -> tuple[ToldBy, ...]:
        return self.shape.told_by

    @property
    def case_decided_by(self) -> DecidedBy:
        return self.shape.case_decided_by


def step_of(
    case: str, recording: str, actor: str, shape: Shape, numbers: Iterable[int], times: Iterable[int]
) -> Step:
    """A step from its events' numbers and times (UTC milliseconds), in order; at least one of each. A range of numbers
    needs no look at each of them."""
    if isinstance(numbers, range):
        return Step(case, (recording, numbers[0]), actor, shape, b"", array("q", times).tobytes())
    counted = [*numbers]
    first = counted[0]
    follow = counted == [*range(first, first + len(counted))]
    packed = b"" if follow else array("Q", counted).tobytes()
    return Step(case, (recording, first), actor, shape, packed, array("q", times).tobytes())
