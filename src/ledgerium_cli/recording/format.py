"""Trace format 1: the definition of what a recording may contain.

Everything else follows from these models: `docs/trace-format.md` explains them, `schema/trace-1.json` is their JSON
Schema, and `wire.py` holds the fast structs derived from them. Run `python -m ledgerium_cli.derive` after a change.

Nothing here can hold a typed value, the content of the clipboard, a screenshot or a keystroke.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Milliseconds = Annotated[int, Field(ge=0, le=253_402_300_799_999)]
"""An instant in UTC milliseconds since 1970, up to the end of the year 9999."""

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$(?!\n)")]
Label = Annotated[str, Field(max_length=200)]
Reference = Annotated[str, Field(min_length=1, max_length=80)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$(?!\n)")]

FieldKind = Literal[
    "text", "multiline", "rich_text", "number", "range", "date", "time", "email", "tel", "url", "search",
    "choice", "checkbox", "radio", "file", "color", "sensitive",
]  # fmt: skip
"""The kind of value a field takes. `sensitive`: a password, a one-time code, a card number."""


class Record(BaseModel):
    """A closed record: unknown fields are refused, numbers are not taken for strings or booleans."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, regex_engine="python-re")


class Header(Record):
    """The first line: what this recording is."""

    kind: Literal["header"]
    format: Annotated[int, Field(ge=1, le=1)]
    """Not a literal type, since that would accept `true` and `1.0` for 1."""
    recording: Identifier
    """Unique among the recordings of a team; the recorder also uses it as the file's name."""
    workflow: Label
    """What the person called the work."""
    actor: Annotated[str, Field(min_length=1, max_length=80)]
    """The name or pseudonym that the person recording chose."""
    recorder: Annotated[str, Field(min_length=1, max_length=40)]
    """Name and version of the program that wrote the file."""
    time_zone: Annotated[str, Field(min_length=1, max_length=64)]
    """IANA name, for example Europe/Berlin. Every instant in the file is UTC."""
    start_ms: Milliseconds
    case_form: Reference | None = None
    """The form of a case reference, made from an example the person gave: `#` is any number of digits, several `#`
    exactly that many (SO-# for SO-1042, #### for 1042)."""
    timed: bool = True
    """False if only the order of the events is known: then each has the time of the recording as a whole."""
    source: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """File name, without folder, of another recorder's file that this was imported from."""
    source_sha256: Digest | None = None
    """The digest of that file's content."""
    generated: bool = False
    """True if a program, not a person at a browser, made the events."""
    naming: Literal["known_words"] | None = None
    """How strictly the recorder kept names: null if it kept labels and texts of the page; `known_words` if, apart
    from field labels and column headings, it kept only known words of commands and business."""


class Page(Record):
    """Where it happened: no query, no fragment values, texts masked."""

    system: Annotated[str, Field(max_length=253)]
    """The host, with the port if it is not the default one; empty in an imported recording that tells no address."""
    route: Annotated[str, Field(max_length=500)]
    """Path of the address, and the path of a hash route."""
    title: Label = ""
    heading: Label | None = None
    """The page's first heading of the highest level."""


class Within(Record):
    """The form, dialog or named region that an element stands in."""

    role: Literal["form", "dialog", "region"]
    name: Label | None = None


class Element(Record):
    role: Annotated[str, Field(min_length=1, max_length=40)]
    """ARIA role, explicit or implied by the tag."""
    name: Label | None = None
    """Accessible name without any value; null for an element whose text is data."""
    named_by: Literal["label", "text", "title", "placeholder", "nearby"] | None = None
    field: FieldKind | None = None
    owner: Label | None = None
    """For an element that shows data (an option, cell, row, list item): the field, column or list it belongs to."""
    selectors: Annotated[tuple[Annotated[str, Field(max_length=300)], ...], Field(max_length=6)] = ()
    """Selectors that find it again, best first."""
    within: Within | None = None


class Message(Record):
    type: Literal["status", "alert", "validation_error", "dialog"]
    text: Annotated[str, Field(max_length=300)]
    """Masked: no e-mail address, phone or account number, long run of digits or quoted text."""


class Event(Record):
    """The fields of every event."""

    seq: Annotated[int, Field(ge=1, le=10_000_000)]
    """Unique in the recording and increasing: the number that documents cite as evidence."""
    utc_ms: Milliseconds
    mono_ms: Annotated[int, Field(ge=0, le=10_000_000_000)]
    """Milliseconds since the document was opened, by a monotonic clock; comparable only within one document."""
    source_row: Annotated[int, Field(ge=1, le=4_294_967_295)] | None = None
    """For an imported event, its position in `source`: the line of a CSV file or of JSON lines, else the number of
    the event or step from 1."""


class PageEvent(Event):
    """An event of a page in a tab."""

    document: Identifier
    """One load of one page or frame."""
    tab: Annotated[int, Field(ge=0, le=4_294_967_295)]
    page: Page


class PageShown(PageEvent):
    kind: Literal["page_shown"]
    how: Literal["load", "route", "history", "address"]
    """A document was loaded; the page changed its own address; the person went back or forward; the person entered
    an address."""


class TabShown(PageEvent):
    kind: Literal["tab_shown"]


class TabHidden(PageEvent):
    kind: Literal["tab_hidden"]


class Click(PageEvent):
    """A press of the pointer, or the equivalent key."""

    kind: Literal["click"]
    element: Element
    presses: Annotated[int, Field(ge=2, le=10_000)] | None = None
    """The number of presses in quick succession, if more than one: 2 is a double click."""


class FieldChanged(PageEvent):
    """A field was filled in or chosen; its value is never recorded."""

    kind: Literal["field_changed"]
    element: Element


class FormSubmitted(PageEvent):
    kind: Literal["form_submitted"]
    element: Element


class Copy(PageEvent):
    kind: Literal["copy"]
    element: Element | None = None


class Paste(PageEvent):
    kind: Literal["paste"]
    element: Element | None = None


class Drop(PageEvent):
    """Something was dragged and dropped."""

    kind: Literal["drop"]
    element: Element | None = None
    """Where it was dropped."""
    dragged: Element | None = None
    """What was dragged; null for something from outside the page, e.g. a file from the desktop."""


class MessageShown(PageEvent):
    """The page said something: a status, an alert, a validation error, a dialog."""

    kind: Literal["message_shown"]
    message: Message
    element: Element | None = None
    """The field that a validation error is about."""


class PersonEvent(Event):
    """An event that the person made in the recorder itself, with the page that was in front, if any."""

    document: Identifier | None = None
    tab: Annotated[int, Field(ge=0, le=4_294_967_295)] | None = None
    page: Page | None = None


class Note(PersonEvent):
    """What the person wrote down: a phone call, a reason."""

    kind: Literal["note"]
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    case: Reference | None = None


class Mark(PersonEvent):
    """What the person declared: here a case starts, is held, is released, is handed off, ends."""

    kind: Literal["mark"]
    mark: Literal["case", "hold", "release", "hand_off", "end"]
    case: Reference | None = None
    text: Annotated[str, Field(max_length=1000)] | None = None


class Paused(PersonEvent):
    kind: Literal["paused"]


class Resumed(PersonEvent):
    kind: Literal["resumed"]


class Seal(Record):
    """The last line, written when the recording was stopped. Without it the recording was cut off."""

    kind: Literal["seal"]
    count: Annotated[int, Field(ge=0, le=10_000_000)]
    """The number of events in the file."""
    sha256: Digest
    """SHA-256 of the lines before this one, each without its line ending and followed by one line feed."""
    redactions: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    """The number of text passages that were masked."""
    dropped: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    """The number of typed or chosen values that an import left out; absent if there never were any."""


AnyEvent = (
    PageShown | TabShown | TabHidden | Click | FieldChanged | FormSubmitted | Copy | Paste | Drop | MessageShown
    | Note | Mark | Paused | Resumed
)  # fmt: skip
Line = Annotated[Header | AnyEvent | Seal, Field(discriminator="kind")]
"""One line of a recording."""
