"""A recording as the rest of the program sees it: frozen, sorted, with one type for every event."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from ledgerium_cli.recording.condition import WHOLE, Condition
from ledgerium_cli.recording.wire import Element, Header, Message, Page

EventKind = Literal[
    "page_shown", "tab_shown", "tab_hidden", "click", "field_changed", "form_submitted", "copy", "paste", "drop",
    "message_shown", "note", "mark", "paused", "resumed",
]  # fmt: skip
MarkKind = Literal["case", "hold", "release", "hand_off", "end"]

INPUTS: frozenset[EventKind] = frozenset(
    {"click", "field_changed", "form_submitted", "copy", "paste", "drop", "note", "mark"}
)
"""What a person did. Only inputs, and the start of a recording, bound a gap of time."""

ANSWERS: frozenset[EventKind] = frozenset({"page_shown", "message_shown"})
"""What the page did. An answer belongs to the last input before it in its tab."""

QUIET: frozenset[EventKind] = frozenset({"tab_shown", "tab_hidden", "paused", "resumed"})
"""Events that neither start nor end a case: they belong to the case around them, or to none."""

BUTTONS = frozenset({"button", "menuitem", "switch"})
LINKS = frozenset({"link", "tab"})

NOT_TOLD = "unknown"
"""The recorder's name when the header of a recording is lost."""


class Shown(msgspec.Struct, frozen=True, cache_hash=True):
    """Everything an event shows except its page. Equal values are shared between events, so that what follows from
    one is computed once."""

    kind: EventKind
    element: Element | None = None
    presses: int = 1
    """For a click, the presses in quick succession; 2 is a double click."""
    dragged: Element | None = None
    """For a drop, what was dragged if it came from the page; `element` is where it was dropped."""
    message: Message | None = None
    mark: MarkKind | None = None
    case: str | None = None
    """A case reference that the person gave with a note or mark."""
    text: str | None = None
    """The text of a note or mark."""
    went_there: bool = False
    """For a page: the person went back or forward to it, or entered its address."""
    by_address: bool = False
    """For a page: the person entered its address, or took a bookmark. No program does that as its answer."""
    is_input: bool = False
    is_answer: bool = False
    """A page that the person navigated to is not an answer of the page."""
    is_quiet: bool = False
    tells_case: bool = False
    """Whether it says to which case it belongs, or that a case ends: by a mark or a reference the person gave."""
    is_button: bool = False
    """A click on a button or similar control."""
    is_navigation: bool = False
    """A click that only opens something: a link, or an entry of a list or table."""

    def __post_init__(self) -> None:
        """Computes once what is read for every event."""
        force_setattr(self, "is_input", self.kind in INPUTS)
        force_setattr(self, "is_answer", self.kind in ANSWERS and not self.went_there)
        force_setattr(self, "is_quiet", self.kind in QUIET)
        force_setattr(self, "tells_case", self.mark is not None or self.case is not None)
        if self.kind == "click" and (element := self.element) is not None:
            opens = element.field is None and (element.name is None or element.role in LINKS)
            force_setattr(self, "is_button", element.role in BUTTONS)
            force_setattr(self, "is_navigation", opens)


class Event(msgspec.Struct, frozen=True, gc=False):
    """When something happened, where, and what. A struct, since there is one for each line and structs are created
    several times faster than dataclasses."""

    seq: int
    at_ms: int
    """UTC milliseconds; the running maximum over the recording, so it never decreases."""
    shown: Shown
    tab: int | None = None
    page: Page | None = None
    """Shared between events, like `shown`."""

    @property
    def kind(self) -> EventKind:
        return self.shown.kind

    @property
    def element(self) -> Element | None:
        return self.shown.element

    @property
    def message(self) -> Message | None:
        return self.shown.message

    @property
    def is_input(self) -> bool:
        return self.shown.is_input

    @property
    def is_answer(self) -> bool:
        return self.shown.is_answer


class RecordingFacts(Struct, frozen=True):
    """Facts about a recording, or a log, without its events."""

    id: str
    actor: str
    workflow: str
    """What the person called the work; may be empty."""
    time_zone: str
    start_ms: int
    first_ms: int
    """The time of its first event; before `start_ms` if the clock was set back in between."""
    end_ms: int
    """The time of its last event."""
    case_form: str | None
    generated: bool
    sha256: str
    """SHA-256 of the lines, as the seal counts them: the identity of the content."""
    events: int
    """The number of events."""
    log: str | None = None
    """The format if it is a log written by another program: `CSV`, `XES`. A log has rows instead of events, and no
    actor of its own."""
    condition: Condition = WHOLE
    recorder: str = ""
    """The program that recorded, with its version."""
    source: str | None = None
    """The file of that program that it was imported from, if the recording names it."""
    source_sha256: str | None = None
    """SHA-256 of that file's content."""
    naming: str | None = None
    """How strictly names were kept, as the header says."""
    references: tuple[str, ...] = ()
    """The forms of references on its pages: first the one that was guessed to be the case, `SO-#`, then the others."""
    timed: bool = True
    """False if only the order of its events is known."""
    outside: tuple[tuple[str, int], ...] = ()
    """By host, how often something was filled in, pressed, sent or pasted that is in no step, since it belongs to no
    case; sorted."""

    @property
    def sealed(self) -> bool:
        """False if the recording was cut off, or changed after it was sealed."""
        return self.condition.seal == "fits"

    @property
    def is_imported(self) -> bool:
        """Whether its event numbers and its seal are those of a conversion: other programs may write this format."""
        return self.source is not None or self.condition.dropped is not None


class Recording(Struct, frozen=True):
    """Like `RecordingFacts`, with the events."""

    id: str
    actor: str
    workflow: str
    time_zone: str
    start_ms: int
    case_form: str | None
    generated: bool
    sha256: str
    events: tuple[Event, ...]
    """Sorted by sequence number; at least one."""
    timed: bool = True
    """Whether the times of its events are known, or only their order."""
    condition: Condition = WHOLE
    recorder: str = ""
    source: str | None = None
    source_sha256: str | None = None
    source_rows: tuple[int | None, ...] = ()
    """For each event its position in the file it was imported from; empty if it was not imported."""
    naming: str | None = None

    @property
    def sealed(self) -> bool:
        return self.condition.seal == "fits"

    @property
    def tells_messages(self) -> bool:
        """Whether it would hold what pages said: other recorders keep none of it."""
        return self.source is None or any(one.shown.message is not None for one in self.events)

    @property
    def facts(self) -> RecordingFacts:
        return RecordingFacts(
            id=self.id,
            actor=self.actor,
            workflow=self.workflow,
            time_zone=self.time_zone,
            start_ms=self.start_ms,
            first_ms=self.events[0].at_ms,
            end_ms=self.events[-1].at_ms,
            case_form=self.case_form,
            generated=self.generated,
            sha256=self.sha256,
            events=len(self.events),
            condition=self.condition,
            recorder=self.recorder,
            source=self.source,
            source_sha256=self.source_sha256,
            naming=self.naming,
            timed=self.timed,
        )


Recordings = Callable[[Container[str]], Iterable[Recording]]
"""Reads recordings with these ids again, with their events, which an analysis does not keep."""


def no_recordings(ids: Container[str]) -> Iterable[Recording]:
    return ()


NOBODY_TOLD = "unknown"
"""The actor of a recording that names nobody."""


def recording_from(
    header: Header,
    events: tuple[Event, ...],
    condition: Condition,
    *,
    sha256: str,
    source_rows: tuple[int | None, ...] = (),
) -> Recording:
    return Recording(
        id=header.recording,
        actor=header.actor.strip() or NOBODY_TOLD,
        workflow=header.workflow,
        time_zone=header.time_zone,
        start_ms=header.start_ms,
        case_form=header.case_form,
        timed=header.timed,
        generated=header.generated,
        sha256=sha256,
        events=events,
        condition=condition,
        recorder=header.recorder,
        source=header.source,
        source_sha256=header.source_sha256,
        source_rows=source_rows,
        naming=header.naming,
    )
