"""The builds that `sop.base.md` knows, a line each: what one generated, and `sop.md` as it left it.

Git can neither put two such lines together nor part one, whoever settles a merge and however: what stands there was
written by one build, whole. What the file says beside them, such as the marks of a conflict, does not matter.
"""

from __future__ import annotations

import bz2
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import islice
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
    first_ids: dict[str, str] = {}
    """For each id that a step got later its first one, as `step_ids.py` finds them."""
    after: tuple[str, ...] = ()
    """The ids of the last builds before it: two where git merged branches."""

    @property
    def line(self) -> str:
        """The same whoever packs it: bz2 has one implementation."""
        told = json.encode(self)
        return f"<!-- build {_id_of(told)}: {b64encode(bz2.compress(told)).decode()} -->"


def builds_in(base: bytes | None) -> list[Build]:
    """All that the file knows, the last ones first; none that somebody changed."""
    return [one for one, _ in _read(base).values()]


def last_in(base: bytes | None) -> list[Build]:
    """Those that none of the others comes after: of two branches that git merged, one each."""
    known = _read(base)
    return [known[own_id][0] for own_id in _last_of(known)]


def text_of(build: Build, last: bytes | None) -> str:
    """The file with one more build than the `last` one. Of builds that generated the same, as when people edited in
    between, only the last is kept; the same once more is no build."""
    known = _read(last)
    before = {own_id: known[own_id][0] for own_id in _last_of(known)}
    if [replace(one, after=()) for one in before.values()] == [build]:
        return _file(line for _, line in known.values())
    replaced = {own_id for own_id, one in before.items() if one.generated == build.generated}
    after = [
        own for own_id, one in before.items() for own in (one.after if own_id in replaced else (own_id,))
    ]
    others = (line for own_id, (_, line) in known.items() if own_id not in replaced)
    return _file([replace(build, after=tuple(dict.fromkeys(after))).line, *others])


def with_builds(base: bytes | None, made: Callable[[Build], Build]) -> bytes:
    """The file with what is `made` of each build."""
    known, lines = _read(base), dict[str, str]()

    def line_of(own_id: str) -> str:
        if own_id not in lines:
            build = made(known[own_id][0])
            after = [_LINE.match(line_of(one)) for one in build.after if one in known]
            lines[own_id] = replace(build, after=tuple(one[1] for one in after if one is not None)).line
        return lines[own_id]

    return _file(map(line_of, known)).encode()


def _last_of(known: Mapping[str, tuple[Build, str]]) -> list[str]:
    before = {own_id for one, _ in known.values() for own_id in one.after}
    return [own_id for own_id in known if own_id not in before]


def _file(lines: Iterable[str]) -> str:
    return "\n".join([HEAD, *islice(lines, MOST), ""])


def _read(base: bytes | None) -> Mapping[str, tuple[Build, str]]:
    """By its id each build with its line."""
    text = decoded(base) if base is not None else None
    return _read_text(text) if text else {}


@lru_cache(maxsize=8)  # one build asks several times about the same file
def _read_text(text: str) -> Mapping[str, tuple[Build, str]]:
    found = ((one[1], _unpacked(one[1], one[2]), one[0]) for one in _LINE.finditer(text))
    return {own_id: (build, line) for own_id, build, line in found if build is not None}


@lru_cache(maxsize=2 * MOST)
def _unpacked(own_id: str, packed: str) -> Build | None:
    try:
        told = bz2.decompress(b64decode(packed))
        return json.decode(told, type=Build) if _id_of(told) == own_id else None
    except (ValueError, OSError, MsgspecError):  # somebody cut it
        return None


def _id_of(told: bytes) -> str:
    return sha256(told).hexdigest()[:12]
