"""Finds what a build would change in the documents of a folder: the document, and the section, step or key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from ledgerium_cli.output.content import Content, Streamed, pieces_of
from ledgerium_cli.output.names import BASE_NAME
from ledgerium_cli.quotation import in_quotation_marks

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.markdown.model import Section

BEGINNING = "the beginning"
HOW_IT_IS_WRITTEN = "how it is written"
"""A change of the order of parts only, not of what a part says."""


class Change(Struct, frozen=True):
    document: str
    """The file name of the document."""
    part: str | None
    """Title of a section, id of a step, or key of a JSON object; None for the whole document."""
    how: Literal["missing", "new", "gone", "changed"]
    """`new`: the build would add it; `gone`: the build would remove it."""
    step: str | None = None
    """Id of the activity that a section is about."""
    titled: bool = False
    """Whether `part` is a title, to be shown in quotation marks."""

    def __str__(self) -> str:
        if self.part is None:
            return f"{self.document}: {self.how}"
        part = in_quotation_marks(self.part) if self.titled else self.part
        step = f" (step {self.step})" if self.step is not None else ""
        return f"{self.document}: {part}{step}: {self.how}"


def changes(
    committed: Mapping[str, bytes | None], built: Mapping[str, bytes], generated: bytes | None = None
) -> list[Change]:
    """The changes, in the order of the built documents and their parts. Line ends are none: git sets them as a system
    has them.

    `committed` has None for missing files. `generated` is the generated SOP: passages below headings that people
    added are attributed to its sections.
    """
    found: list[Change] = []
    for name, new in built.items():
        old = committed[name]
        if old is None:
            found.append(Change(name, None, "missing"))
        elif _with_lf(old) != _with_lf(new):
            found += _parts(name, old, new, generated) or [Change(name, HOW_IT_IS_WRITTEN, "changed")]
    return found


def stands_in(file: Path, content: Content) -> bool:
    """Whether a file has this content, with whatever line ends, compared piece by piece. Raises OSError when it cannot
    be read."""
    try:
        with file.open("rb") as opened:
            if all(opened.read(len(one)) == one for one in pieces_of(content)) and not opened.read(1):
                return True
            opened.seek(0)
            if not opened.readline().endswith(b"\r\n"):
                return False
            opened.seek(0)
            return _digest(opened) == _digest(_lines(pieces_of(content)))
    except (FileNotFoundError, NotADirectoryError):
        return False


def _digest(lines: Iterable[bytes]) -> bytes:
    """Of lines with whatever ends."""
    found = sha256()
    for line in lines:
        found.update(_with_lf(line))
    return found.digest()


def _with_lf(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n")


def changed_keys(name: str, file: Path, content: Streamed) -> list[Change] | None:
    """Like `changes`, for a JSON document too large to hold in memory. None when the file is not laid out as
    documents are and must be read as a whole. Raises OSError when it cannot be read."""
    with file.open("rb") as opened:
        before = _by_key(map(_with_lf, opened))
    now = _by_key(_lines(content.pieces()))
    if before is None or now is None:
        return None
    found = [
        Change(name, key, "new" if key not in before else "changed")
        for key in now
        if before.get(key) != now[key]
    ]
    return [*found, *(Change(name, key, "gone") for key in before if key not in now)]


def _by_key(lines: Iterable[bytes]) -> dict[str, bytes] | None:
    """The hash of each value of a JSON object with one key a line, indented by one space; None for any other layout."""
    found: dict[str, Any] = {}
    own = None
    for number, line in enumerate(lines):
        if number == 0 and line != b"{\n":
            return None
        if key := _KEY.match(line):
            own = found[_name(key[1])] = sha256()
            line = line[key.end() :]
        if own is not None and line != b"}\n":
            own.update(line.removesuffix(b"\n").removesuffix(b","))
    return {key: one.digest() for key, one in found.items()} or None


_KEY = re.compile(rb' ("(?:[^"\\]|\\.)*"): ')


def _name(key: bytes) -> str:
    try:
        return msgspec.json.decode(key, type=str)
    except (msgspec.MsgspecError, UnicodeDecodeError):  # somebody edited the file
        return key.decode(errors="replace")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    left = b""
    for piece in pieces:
        *whole, left = (left + piece).splitlines(keepends=True)
        yield from whole
    yield left


def _parts(name: str, old: bytes, new: bytes, generated: bytes | None) -> list[Change]:
    if name.endswith(".md") and name != BASE_NAME:
        return [*_sections(name, old, new, generated)]
    if name.endswith(".json"):
        return [*_keys(name, old, new)]
    return [Change(name, None, "changed")]


def _sections(name: str, old: bytes, new: bytes, generated: bytes | None) -> Iterator[Change]:
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse_content
    from ledgerium_cli.documents.merge.markdown.render import section_source

    before, now = parse_content(old).sections, parse_content(new).sections
    if generated is not None:
        made = parse_content(generated).sections
        before, now = tuple(folded(before, made)), tuple(folded(now, made))
    same = match_sections(before, now)
    was = {also: place for place, also in same.items()}
    for place, section in enumerate(now):
        if place not in was:
            yield _of_section(name, section, "new")
        elif section_source(before[was[place]]).strip() != section_source(section).strip():
            yield _of_section(name, section, "changed")
    yield from (_of_section(name, one, "gone") for place, one in enumerate(before) if place not in same)


def _of_section(name: str, section: Section, how: Literal["new", "gone", "changed"]) -> Change:
    from ledgerium_cli.documents.merge.markdown.parse import text_of

    title = text_of(section.title)
    return Change(name, title or BEGINNING, how, section.step, titled=bool(title))


def _keys(name: str, old: bytes, new: bytes) -> Iterator[Change]:
    before, now = _object(old), _object(new)
    if before is None or now is None:
        yield Change(name, None, "changed")
        return
    for key in dict.fromkeys([*now, *before]):
        if key not in before or key not in now:
            yield Change(name, key, "new" if key in now else "gone")
        elif before[key] != now[key]:
            yield Change(name, key, "changed")


def _object(text: bytes) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
