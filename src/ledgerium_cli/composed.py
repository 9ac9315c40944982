"""One way of writing letters with accents, so that names that read the same are the same: macOS writes `ü` as two
characters, others as one."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)
AS_THEY_ARE = frozenset({"selectors"})
"""Fields that have to match the page."""


def composed(text: str) -> str:
    """The text in Unicode's normalization form C."""
    return unicodedata.normalize("NFC", text)


def composed_in(record: Record) -> Record:
    """The same record with its texts composed, also those of records in it."""
    return msgspec.structs.replace(record, **{
        name: composed(value) if isinstance(value, str) else composed_in(value)
        for name in record.__struct_fields__
        if name not in AS_THEY_ARE and isinstance(value := getattr(record, name), (str, msgspec.Struct))
    })  # fmt: skip
