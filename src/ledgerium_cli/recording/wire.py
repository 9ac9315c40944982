"""Derived from format.py by `python -m ledgerium_cli.derive`; do not edit."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='header'):
    format: Annotated[int, Meta(ge=1, le=1)]
    recording: Annotated[str, Meta(pattern='^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\Z')]
    workflow: Annotated[str, Meta(max_length=200)]
    actor: Annotated[str, Meta(min_length=1, max_length=80)]
    recorder: Annotated[str, Meta(min_length=1, max_length=40)]
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)]
    start_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    case_form: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    timed: bool = True
    source: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    source_sha256: Annotated[str, Meta(pattern='^[0-9a-f]{64}\\Z')] | None = None
    generated: bool = False
    naming: Literal['known_words'] | None = None


class Page(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    system: Annotated[str, Meta(max_length=253)]
    route: Annotated[str, Meta(max_length=500)]
    title: Annotated[str, Meta(max_length=200)] = ''
    heading: Annotated[str, Meta(max_length=200)] | None = None


class Within(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    role: Literal['form', 'dialog', 'region']
    name: Annotated[str, Meta(max_length=200)] | None = None


class Element(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    role: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Annotated[str, Meta(max_length=200)] | None = None
    named_by: Literal['label', 'text', 'title', 'placeholder', 'nearby'] | None = None
    field: Literal['text', 'multiline', 'rich_text', 'number', 'range', 'date', 'time', 'email', 'tel', 'url', 'search', 'choice', 'checkbox', 'radio', 'file', 'color', 'sensitive'] | None = None
    owner: Annotated[str, Meta(max_length=200)] | None = None
    selectors: Annotated[tuple[Annotated[str, Meta(max_length=300)], ...], Meta(max_length=6)] = ()
    within: Within | None = None


class Message(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, cache_hash=True):
    type: Literal['status', 'alert', 'validation_error', 'dialog']
    text: Annotated[str, Meta(max_length=300)]


class _Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    seq: Annotated[int, Meta(ge=1, le=10000000)]
    utc_ms: Annotated[int, Meta(ge=0, le=253402300799999)]
    mono_ms: Annotated[int, Meta(ge=0, le=10000000000)]
    source_row: Annotated[int, Meta(ge=1, le=4294967295)] | None = None


class _PageEvent(_Event, frozen=True, forbid_unknown_fields=True, kw_only=True):
    document: Annotated[str, Meta(pattern='^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\Z')]
    tab: Annotated[int, Meta(ge=0, le=4294967295)]
    page: Page


class PageShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='page_shown'):
    how: Literal['load', 'route', 'history', 'address']


class TabShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_shown'):
    pass


class TabHidden(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='tab_hidden'):
    pass


class Click(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='click'):
    element: Element
    presses: Annotated[int, Meta(ge=2, le=10000)] | None = None


class FieldChanged(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='field_changed'):
    element: Element


class FormSubmitted(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='form_submitted'):
    element: Element


class Copy(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='copy'):
    element: Element | None = None


class Paste(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='paste'):
    element: Element | None = None


class Drop(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='drop'):
    element: Element | None = None
    dragged: Element | None = None


class MessageShown(_PageEvent, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='message_shown'):
    message: Message
    element: Element | None = None


class _PersonEvent(_Event, frozen=True, forbid_unknown_fields=True, kw_only=True):
    document: Annotated[str, Meta(pattern='^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\Z')] | None = None
    tab: Annotated[int, Meta(ge=0, le=4294967295)] | None = None
    page: Page | None = None


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


class Seal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag='seal'):
    count: Annotated[int, Meta(ge=0, le=10000000)]
    sha256: Annotated[str, Meta(pattern='^[0-9a-f]{64}\\Z')]
    redactions: Annotated[int, Meta(ge=0, le=100000000)] = 0
    dropped: Annotated[int, Meta(ge=0, le=100000000)] | None = None


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
Line = Header | Event | Seal
