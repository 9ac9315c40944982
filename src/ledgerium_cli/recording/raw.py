"""Derived from format.py by `python -m ledgerium_cli.derive`; do not edit.

The events of `wire.py` with their parts as they stand in the line, to be decoded once for all lines that say the same.
"""

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

IDENTIFIER = '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\Z'
"""What a document is: to be checked once for each, since in every line that takes as long as all the rest."""
NOTHING = Raw()
"""A part that a line does not have."""


class PageShown(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='page_shown', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    how: Literal['load', 'route', 'history', 'address']


class TabShown(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_shown', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw


class TabHidden(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_hidden', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw


class Click(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='click', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw
    presses: Annotated[int, Meta(ge=2, le=10000)] | None = None


class FieldChanged(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='field_changed', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw


class FormSubmitted(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='form_submitted', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw


class Copy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='copy', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw = NOTHING


class Paste(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='paste', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw = NOTHING


class Drop(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='drop', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    element: Raw = NOTHING
    dragged: Raw = NOTHING


class MessageShown(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='message_shown', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw
    message: Raw
    element: Raw = NOTHING


class Note(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='note', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Raw = NOTHING
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    case: Annotated[str, Meta(min_length=1, max_length=80)] | None = None


class Mark(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='mark', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Raw = NOTHING
    mark: Literal['case', 'hold', 'release', 'hand_off', 'end']
    case: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    text: Annotated[str, Meta(max_length=1000)] | None = None


class Paused(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='paused', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Raw = NOTHING


class Resumed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='resumed', omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    document: str | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Raw = NOTHING


Event = (
    PageShown
    | TabShown
    | TabHidden
    | Click
    | FieldChanged
    | FormSubmitted
    | Copy
    | Paste
    | Drop
    | MessageShown
    | Note
    | Mark
    | Paused
    | Resumed
)
