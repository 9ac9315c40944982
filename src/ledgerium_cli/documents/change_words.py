"""What a build wrote or would change, as text or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from ledgerium_cli.documents.changes import Change
from ledgerium_cli.output.text import plain

Format = Literal["text", "json"]


class Why(Struct, frozen=True):
    """A setting that differs from its default, so that the documents may differ too."""

    setting: str
    value: object
    origin: str = msgspec.field(name="from")
    """`ledgerium.toml:3`, `LEDGERIUM_ONLY`, `command line`."""

    def __str__(self) -> str:
        return (
            f"Built with {self.setting} = {msgspec.json.encode(self.value).decode()}, set by {self.origin}."
        )


def told_documents(files: Sequence[str], format: Format) -> str:
    """The documents that were written: one file name a line, or JSON."""
    if format == "text":
        return "".join(f"{file}\n" for file in files)
    return _json({"format": 1, "documents": [*files]})


def told_changes(folder: str, changes: Sequence[Change], why: Sequence[Why], format: Format) -> str:
    """What a build would change in a folder, and the settings that may be the reason."""
    if format == "json":
        return _json(
            {"format": 1, "as_committed": not changes, "folder": folder, "changes": changes, "settings": why}
        )
    lines = [f"{folder}/{plain(str(one))}" for one in changes]
    return "".join(f"{line}\n" for line in [*lines, *(plain(str(one)) for one in why)])


def _json(value: object) -> str:
    encoded = msgspec.json.encode(value, enc_hook=str)
    return msgspec.json.format(encoded, indent=1).decode(errors="surrogateescape") + "\n"
