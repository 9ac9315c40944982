"""Derived from format.py by `python -m ledgerium_cli.derive`; do not edit.

The events of `wire.py` with their parts as they stand in the line, to be decoded once for all lines that say the same.
"""

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

IDENTIFIER = '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\Z'
"""What a document is: to be checked once for each, since in every line that takes as long as all the rest."""
NOTHING = Raw()
"""A part that a line does not have."""


class _Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True, gc=False):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    source_row: Annotated[int, Meta(ge=1, le=4294967295)] | None = None


class _PageEvent(_Event, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    document: str
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Raw


class PageShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='page_shown'):
    how: Literal['load', 'route', 'history', 'address']


class TabShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_shown'):
    pass


class TabHidden(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_hidden'):
    pass


class Click(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='click'):
    element: Raw
    presses: Annotated[int, Meta(ge=2, le=10000)] | None = None


class FieldChanged(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='field_changed'):
    element: Raw


class FormSubmitted(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='form_submitted'):
    element: Raw


class Copy(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='copy'):
    element: Raw = NOTHING


class Paste(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='paste'):
    element: Raw = NOTHING


class Drop(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='drop'):
    element: Raw = NOTHING
    dragged: Raw = NOTHING


class MessageShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='message_shown'):
    message: Raw
    element: Raw = NOTHING


class _PersonEvent(_Event, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    document: str | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Raw = NOTHING


class Note(_PersonEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='note'):
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    case: Annotated[str, Meta(min_length=1, max_length=80)] | None = None


class Mark(_PersonEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='mark'):
    mark: Literal['case', 'hold', 'release', 'hand_off', 'end']
    case: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    text: Annotated[str, Meta(max_length=1000)] | None = None


class Paused(_PersonEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='paused'):
    pass


class Resumed(_PersonEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='resumed'):
    pass


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
