"""Recordings of other programs in the terms of the trace format, and the traces made from them.

The reader of a format yields acts, which have no place for a typed value. The names in them (of a control, a page)
are foreign text: whatever `lint` would report, or the file itself shows to be a value, is taken out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from ledgerium_cli.privacy.clean import INSTEAD, LONGEST, Masking, clean, unescaped
from ledgerium_cli.privacy.mask import named
from ledgerium_cli.privacy.persons import Record, actor_slug
from ledgerium_cli.privacy.tokens import Token, tokens
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import bare_name
from ledgerium_cli.recording.wire import Element, Page

ActKind = Literal[
    "page_shown", "tab_shown", "tab_hidden", "click", "field_changed", "form_submitted", "copy", "paste"
]
_SHOWN = frozenset({"name", "title", "heading"})
"""Texts that a page shows."""
LONGEST_DOCUMENT_MS = 10_000_000_000
_WORD = re.compile(r"\w+")
EXTENSION = "browser extension"
SHORTEST_VALUE = 3
"""In characters. Shorter values are common words, so their presence in a name proves nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    at_ms: int
    """UTC milliseconds."""
    kind: ActKind
    tab: int
    page: Page
    element: Element | None = None
    presses: int = 1
    went_there: bool = False
    """For pages: the person entered or chose the address, rather than an earlier act leading there."""
    row: int | None = None
    """Its position in the file, as `source_row` of the trace format."""


@dataclass(frozen=True, slots=True)
class Given:
    """The import options: what a person states about a file that the file itself does not say."""

    actor: str | None = None
    time_zone: str | None = None
    """IANA name."""
    recorded_at: str | None = None
    """ISO 8601; the time of recording, for a file without times."""


@dataclass(slots=True)
class Values:
    """The typed values in a file: counts of those dropped, by column, and their words, to find them again in names."""

    dropped: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    """The values, each as its words joined by blanks."""
    longest: int = 0
    """Number of words in the longest value."""

    def drop(self, column: str, value: object, *, known: bool = True) -> None:
        text = str(value).strip() if value is not None else ""
        if not text:
            return
        self.dropped[column] += 1
        if known and len(text) >= SHORTEST_VALUE and (words := _words(text)):
            self.known.add(" ".join(words))
            self.longest = max(self.longest, len(words))

    def stand_in(self, text: str) -> bool:
        """Whether a text contains one of the known values, as whole words."""
        words = _words(text)
        return any(
            " ".join(words[start:end]) in self.known
            for start in range(len(words))
            for end in range(start + 1, min(start + self.longest, len(words)) + 1)
        )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class Found:
    """One recording in a file of another program."""

    actor: str
    acts: Sequence[Act]
    """Sorted by time."""
    key: str = ""
    """Distinguishes this recording from others of the same actor in the file."""
    workflow: str = ""
    timed: bool = True
    """Whether the times of the acts are known, rather than only their order."""


class Origin:
    """A file of another recorder, by name, recorder and content."""

    def __init__(self, data: bytes, file: str, recorder: str) -> None:
        """Only the name of the file is kept, since a folder may be named after a person."""
        self.name, self.recorder = bare_name(file) or "unknown", recorder
        self._content = hashlib.sha256(data)

    @property
    def sha256(self) -> str:
        """SHA-256 of the content."""
        return self._content.hexdigest()

    @property
    def key(self) -> str:
        """For tokens that are the same throughout the file; who does not have the file cannot find it out."""
        return self.sha256_with("tokens")

    def sha256_with(self, *more: str) -> str:
        """SHA-256 of the content with further lines, for one of the recordings in the file."""
        found = self._content.copy()
        for line in more:
            found.update(b"\n" + line.encode())
        return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Imported:
    """One recording, as a sealed trace."""

    recording: str
    """The id of the recording."""
    trace: bytes
    events: int


@dataclass(frozen=True, slots=True)
class ImportedFile:
    recordings: tuple[Imported, ...]
    problems: tuple[Problem, ...]
    dropped: Mapping[str, int]
    """Number of dropped values, by the column or field they were in."""


def first_of(problems: Iterable[Problem]) -> str:
    """For the refusal of a file of which nothing could be read: why that is, as far as it is known."""
    first = next(iter(problems), None)
    return f"The first problem is {first}" if first is not None else "Take the file as it was recorded."


def page_at(url: str, title: str = "", *, system: str = "") -> Page:
    """The page at an address, without query, fragment and credentials. `system` is the name of a program, used when
    the address has no host."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Page(system=system, route="", title=title)
    if parts.scheme.endswith("-extension"):  # distinguishes extensions
        return Page(system=f"{EXTENSION} {host[:8]}", route=parts.path or "/", title=title)
    if port is not None:
        host = f"{host}:{port}"
    if parts.scheme == "file":  # a folder may be named after a person
        return Page(system="file", route=f"/{parts.path.rpartition('/')[2]}", title=title)
    return Page(system=host or parts.scheme or system, route=parts.path or "/", title=title)


def imported(found: Found, origin: Origin, time_zone: str, values: Values) -> Imported:
    """The recording as a sealed trace. Its id includes a digest of the whole file."""
    acts = [*_with_pages(found.acts)]
    digest = origin.sha256_with(found.actor, found.key)[:6]
    began = datetime.fromtimestamp(acts[0].at_ms / 1000, UTC).strftime("%Y%m%dT%H%M%S")
    name = f"{actor_slug(found.actor) or 'person'}-{began}-{digest}"
    writer = _Writer(values, tokens(origin.key))
    writer.write(
        {
            "kind": "header", "format": 1, "recording": name, "workflow": found.workflow, "actor": found.actor,
            "recorder": origin.recorder, "time_zone": time_zone, "start_ms": acts[0].at_ms,
            "source": origin.name, "source_sha256": origin.sha256,
            **({} if found.timed else {"timed": False}),
        }
    )  # fmt: skip
    for record in _records(acts):
        writer.write(record)
    return Imported(name, writer.sealed(sum(values.dropped.values())), len(acts))


def _with_pages(acts: Sequence[Act]) -> Iterable[Act]:
    """Inserts a page_shown before the first act on each page, for recorders that do not record pages. When it came is
    unknown: a page that follows another one in its tab is told at the moment of the act before, in whichever tab."""
    shown: dict[int, tuple[str, str]] = {}
    last_ms = 0
    for act in acts:
        place = act.page.system, act.page.route
        if shown.get(act.tab) != place and act.kind not in ("page_shown", "tab_hidden"):
            at_ms = last_ms if act.tab in shown else act.at_ms
            yield Act(at_ms, "page_shown", act.tab, act.page, row=act.row)
        shown[act.tab], last_ms = place, act.at_ms
        yield act


def _records(acts: Sequence[Act]) -> Iterable[Record]:
    documents: dict[int, tuple[str, int]] = {}
    for seq, act in enumerate(acts, start=1):
        if act.kind == "page_shown" or act.tab not in documents:
            documents[act.tab] = f"d-{seq:x}", act.at_ms
        document, since = documents[act.tab]
        record: Record = {
            "kind": act.kind, "seq": seq, "utc_ms": act.at_ms,
            "mono_ms": min(max(0, act.at_ms - since), LONGEST_DOCUMENT_MS),
            "document": document, "tab": act.tab, "page": _plain(act.page),
        }  # fmt: skip
        if act.kind == "page_shown":
            record["how"] = "address" if act.went_there else "load"
        elif act.element is not None:
            record["element"] = _plain(act.element)
        if act.row is not None:
            record["source_row"] = act.row
        if act.presses > 1:
            record["presses"] = act.presses
        yield record


def _plain(value: Page | Element) -> Record:
    built: Record = msgspec.to_builtins(value)
    return {name: one for name, one in built.items() if one not in (None, ())}


@dataclass(slots=True)
class _Writer:
    values: Values
    token: Token
    masking: Masking = field(default_factory=Masking)
    lines: list[bytes] = field(default_factory=list)
    redactions: int = 0

    def write(self, record: Record) -> None:
        cleaned, found = clean(self._without_values(record), self.masking)
        self.redactions += len(found)
        self.lines.append(msgspec.json.encode(cleaned) + b"\n")

    def _without_values(self, record: Record) -> Record:
        """The record without names that contain a known value, and with stand-ins for the parts of an address that do.
        A name taken from the text of a page may be data; a name that the author of the page gave is not."""
        kept: Record = {}
        by_text = record.get("named_by") is not None
        for key, value in record.items():
            if isinstance(value, dict):
                kept[key] = self._without_values(value)
            elif not isinstance(value, str):
                kept[key] = value
            elif key == "route":
                kept[key] = "/".join(map(self._segment, value.split("/")))
            elif key in _SHOWN and (key != "name" or by_text) and self.values.stand_in(value):
                self.redactions += 1
            else:
                kept[key] = value[: LONGEST.get(key, len(value))]
        return kept

    def _segment(self, segment: str) -> str:
        """A part of an address; one token for one value, since it may tell the cases apart."""
        meant = unescaped(segment)
        if not self.values.stand_in(meant):
            return segment
        self.redactions += 1
        return named("number", meant, self.token) if any(map(str.isdigit, meant)) else INSTEAD

    def sealed(self, dropped: int) -> bytes:
        body = b"".join(self.lines)
        seal = {
            "kind": "seal",
            "count": len(self.lines) - 1,
            "sha256": hashlib.sha256(body).hexdigest(),
            "redactions": self.redactions,
            "dropped": dropped,
        }
        return body + msgspec.json.encode(seal) + b"\n"
