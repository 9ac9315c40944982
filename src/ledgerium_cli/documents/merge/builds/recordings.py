"""Which recording a citation such as `(R1: 12–18)` is of.

A build numbers the recordings by when they began, so that one which began earlier gives all behind it another number.
What people cite, and what they left of generated sentences, is of the recording that had the number when they wrote. So
all that is known is read as if each recording had always had the number of now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.known import Build, builds_in, last_in, with_builds
from ledgerium_cli.encoding import decoded, encoded_as

_ROW = re.compile(r"^\|\s*(R\d+)\s*\|\s*([^|]+?)\s*\|(.*)$", re.MULTILINE)
_DIGEST = re.compile(r"`([0-9a-f]{12})`")
_IN_BRACKETS = re.compile(r"(?<=\()[^()\n]*:\s\d[^()\n]*(?=\))")
_OF_RECORDING = re.compile(r"(?:(?<=^)|(?<=;\s))[^;:]+(?=:\s\d)")
_NO_NAME = re.compile(r"R\d+|[0-9a-f]{12}")
_GONE = 1_000_000
"""Recordings that this build does not have are numbered from here while it merges: no other has such a number."""
_QUOTED = re.compile(r"\s*>")


class Recording(Struct, frozen=True):
    name: str
    """As Markdown."""
    digest: str
    """Twelve hex digits; empty when unknown."""


class Unlabelled(Struct, frozen=True):
    """Recordings that the last builds had and this one has not."""

    names: Mapping[str, str] = {}
    """The name of each by its number for the merge."""
    labels: Mapping[str, str] = {}
    """The number that each had in the last build that had it, by that for the merge."""

    def named(self, text: str) -> str:
        """The text with the names of these recordings, since no number of now is theirs; what a conflict quotes is as
        it was written."""
        if not self.names:
            return text
        lines = text.split("\n")
        return "\n".join(_relabelled(one, self.labels if _QUOTED.match(one) else self.names) for one in lines)

    def as_before(self, text: str) -> str:
        return _relabelled(text, self.labels)


def with_labels_of_now(
    last: bytes | None, theirs: bytes | None, generated: str
) -> tuple[bytes | None, bytes | None, Unlabelled]:
    """The base of the last build and the SOP as they were if each recording had always had the number that it has in
    what this build `generated`; and the recordings that have none."""
    known = builds_in(last)
    own = decoded(theirs) if theirs is not None else None
    sources = [one.generated for one in known] or [own or ""]
    gone = dict[Recording, str]()
    labels = {text: _labels(text, generated, gone) for text in dict.fromkeys(sources)}
    if not any(one != to for some in labels.values() for one, to in some.items()):
        return last, theirs, Unlabelled()
    base = (
        with_builds(last, lambda build: _relabelled_build(build, labels[build.generated])) if known else last
    )
    if theirs is not None and own is not None:
        theirs = encoded_as(theirs, _own(own, known, last_in(last), labels))
    first = {to: one for some in reversed(labels.values()) for one, to in some.items()}
    unlabelled = Unlabelled(
        {label: one.name for one, label in gone.items()},
        {label: first[label] for label in gone.values()},
    )
    return base, theirs, unlabelled


def _labels(text: str, generated: str, gone: dict[Recording, str]) -> dict[str, str]:
    """The number of now by that in a text. What this build has not comes into `gone`. A recording that the text does
    not number, and this build does, is known there by its name."""
    now = _recordings(generated)
    by_name = {one.name: label for label, one in now.items()}
    by_digest = {one.digest: label for label, one in now.items() if one.digest}
    found = dict[str, str]()
    for label, one in _recordings(text).items():
        of_now = by_digest.get(one.digest) or by_name.get(one.name)
        same = (other for other in gone if other.name == one.name or other.digest == one.digest != "")
        found[label] = of_now or gone.setdefault(next(same, one), f"R{_GONE + len(gone)}")
    numbered = {*found.values()}
    return found | {
        name: label
        for name, label in by_name.items()
        if label not in numbered and not _NO_NAME.fullmatch(name)
    }


@lru_cache(maxsize=32)  # the same builds are asked several times
def _recordings(text: str) -> Mapping[str, Recording]:
    """The recordings that a text lists, by number."""
    rows = _ROW.findall(text)
    return {label: Recording(name, next(iter(_DIGEST.findall(rest)), "")) for label, name, rest in rows}


def _own(
    text: str, known: Sequence[Build], last: Sequence[Build], labels: Mapping[str, Mapping[str, str]]
) -> str:
    """The SOP, each line by the numbers of the last build that wrote it; what people wrote by those of the build of
    which the list of recordings stands there."""
    if not known:
        return _relabelled(text, next(iter(labels.values())))
    lines = text.split("\n")
    standing = {one.strip() for one in lines}
    listed = (one for one in known if standing.issuperset(_rows(one.generated)))
    by_default = labels[next(listed, (*last, *known)[0]).generated]
    of_line = {
        line: labels[one.generated]
        for one in reversed((*last, *known))
        for written in (one.generated, one.shown)
        for line in written.split("\n")
    }
    return "\n".join(_relabelled(one, of_line.get(one.rstrip("\r"), by_default)) for one in lines)


def _rows(text: str) -> Iterator[str]:
    return (one[0] for one in _ROW.finditer(text))


def _relabelled_build(build: Build, labels: Mapping[str, str]) -> Build:
    generated, shown, gone = (_relabelled(one, labels) for one in (build.generated, build.shown, build.gone))
    return replace(build, generated=generated, shown=shown, gone=gone)


def _relabelled(text: str, labels: Mapping[str, str]) -> str:
    """The text with other numbers, or names, of recordings in what it cites."""

    def relabelled(cited: re.Match[str]) -> str:
        return _OF_RECORDING.sub(lambda one: labels.get(one[0], one[0]), cited[0])

    return _IN_BRACKETS.sub(relabelled, text)
