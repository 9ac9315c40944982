"""The contents of a workflow file as plain values."""

from __future__ import annotations

from functools import cache

import msgspec

from ledgerium_cli.workflow.limits import as_written
from ledgerium_cli.workflow.wire import Target, Threshold


def given(value: object) -> object:
    """The value without fields that have their default, and with whole minutes as integers, so that fields and
    fractions that later versions allow do not change the result."""
    if isinstance(value, tuple):
        return [given(one) for one in value]
    if not isinstance(value, msgspec.Struct):
        return value
    fields = _fields(type(value))
    found = {one.name: getattr(value, one.name) for one in fields}
    if isinstance(value, Target | Threshold) and value.minutes is not None:
        found["minutes"] = as_written(value.minutes)
    return {one.name: given(found[one.name]) for one in fields if found[one.name] != _default(one)}


@cache
def _fields(of: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of a class, cached, since msgspec would read its annotations anew each time."""
    return msgspec.structs.fields(of)


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
