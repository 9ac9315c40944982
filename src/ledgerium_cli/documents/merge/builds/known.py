"""The builds that `sop.base.md` knows, a line each: what one generated, and `sop.md` as it left it.

Git can neither put two such lines together nor part one, whoever settles a merge and however: what stands there was
written by one build, whole. What the file says beside them, such as the marks of a conflict, does not matter.
"""

from __future__ import annotations

import bz2
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from ledgerium_cli.encoding import decoded

HEAD = (
    "<!-- What builds generated, the last one first, to tell what people changed in sop.md: not for reading. "
    "Commit it together with sop.md. -->"
)
MOST = 16
"""How many builds are kept, so that who merges a branch, or copies from an older version, has their words known."""
_LINE = re.compile(r"^<!-- build ([0-9a-f]{12}): ([A-Za-z0-9+/=]+) -->", re.MULTILINE)
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})


class Build(Struct, frozen=True):
    generated: str
    """The SOP without people's edits, with LF line ends."""
    shown: str
    """The SOP as it wrote it, merged with their edits."""
    said: dict[str, str] = {}
    """Digests of what it says, independent of wording, by step id and for `ALL`."""
    people: str = ""
    """What `sop/edits.py` records of people's edits."""
    gone: str = ""
    """What builds no longer say though people had changed it or taken it out, as `gone.py` writes it."""
    earlier: dict[str, list[str]] = {}
    """By part of the document, digests of what builds before it generated."""
    after: tuple[str, ...] = ()
    """The ids of the last builds before it: two where git merged branches."""

    @property
    def id(self) -> str:
        return _id_of(_told(self))

    @property
    def line(self) -> str:
        # bz2 has one implementation, which writes the same bytes everywhere.
        told = _told(self)
        return f"<!-- build {_id_of(told)}: {b64encode(bz2.compress(told)).decode()} -->"


def builds_in(base: bytes | None) -> tuple[Build, ...]:
    """All that the file knows, the last ones first; none that somebody changed."""
    text = decoded(base) if base is not None else None
    return _builds_in(text) if text else ()


@lru_cache(maxsize=8)  # one build asks several times about the same file
def _builds_in(text: str) -> tuple[Build, ...]:
    found = (_read(*one.groups()) for one in _LINE.finditer(text))
    return tuple({one.id: one for one in found if one is not None}.values())


def last_of(builds: Sequence[Build]) -> list[Build]:
    """Those that none of the others comes after: of two branches that git merged, one each."""
    before = {one for build in builds for one in build.after}
    return [one for one in builds if one.id not in before]


def text_of(build: Build, known: Sequence[Build]) -> str:
    """The file with one more build. Of builds that generated the same, as when people edited in between, only the last
    is kept; the same once more is no build."""
    last = last_of(known)
    if [replace(one, after=()) for one in last] == [build]:
        return _file(known)
    replaced = {one.id for one in last if one.generated == build.generated}
    after = [before for one in last for before in (one.after if one.id in replaced else (one.id,))]
    others = (one for one in known if one.id not in replaced)
    return _file([replace(build, after=tuple(dict.fromkeys(after))), *others])


def _file(builds: Iterable[Build]) -> str:
    return "\n".join([HEAD, *(one.line for one in [*builds][:MOST]), ""])


@lru_cache(maxsize=32)
def _read(own_id: str, packed: str) -> Build | None:
    try:
        told = bz2.decompress(b64decode(packed))
        return json.decode(told, type=Build) if _id_of(told) == own_id else None
    except (ValueError, OSError, MsgspecError):  # somebody cut it
        return None


def _told(build: Build) -> bytes:
    return json.encode(build)


def _id_of(told: bytes) -> str:
    return sha256(told).hexdigest()[:12]
