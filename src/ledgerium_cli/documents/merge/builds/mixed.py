"""Sections in which git put lines of several builds together though nobody wrote there: it knows lines, neither steps
nor lists, and leaves one step in another, a heading without what stood below it, or half of a way to do a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from ledgerium_cli.documents.merge.builds.gone import Key, key_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.model import Document, Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.markdown.render import render
from ledgerium_cli.documents.merge.text.wording import OWN, REVISIONS

_FEW = 2
"""With fewer lines of a section elsewhere it may be that nobody put them there but people."""


def unmixed(own: str, last: Sequence[Build], known: Sequence[Build]) -> str:
    """`sop.md` after a merge of git with each section that has nothing but lines that several of the `known` builds
    generated as the first of the `last` ones left it, if none of these had anything of people there; and with those of
    which the lines stood in another. All with LF line ends. What has lines of one build alone is what people left of
    that."""
    if own in {one.shown for one in known}:
        return own
    lines = {line for one in known for line in one.generated.split("\n")}
    document = parse(own)
    doubtful = [_lines(one) <= lines and one.said != REVISIONS for one in document.sections]
    if not any(doubtful):
        return own
    left = [_by_key(parse(one.shown).sections) for one in known]
    generated = [_by_key(parse(one.generated).sections) for one in known]
    titles = {one.said: key for some in left for key, one in some.items()}
    keys = _keys(document.sections, titles)
    called = {one.said for some in generated for one in some.values()}
    as_made = [at for at, one in enumerate(document.sections) if doubtful[at] and one.said in called]
    out = _out_of_place(keys, as_made, [[*some] for some in left], [[*some] for some in generated])
    twice = {*out.values()}
    found, mixed = dict[Key, Section](), dict[Key, set[str]]()
    for at, (one, is_doubtful) in enumerate(zip(document.sections, doubtful, strict=True)):
        twin = titles.get(one.said)
        if at in out:
            mixed.setdefault(out[at], set()).update(_lines(one))
            continue
        if is_doubtful and twin in keys and twin != keys[at] and not _is_of_one(one, twin, left):
            mixed.setdefault(twin, set())  # a heading of a step above passages of others
            continue
        key = keys[at] if keys[at] not in found else (None, f"{OWN}{at}")
        first = next((some[key] for some in left if key in some), None) if is_doubtful else None
        is_mixed = key in twice or not _is_of_one(one, key, left)
        if first is not None and is_mixed and _is_as_generated(key, left, generated[: len(last)]):
            mixed[key] = mixed.get(key, set()) | _lines(one) - _lines(first)
            one = first
        found[key] = one
    if not mixed:
        return own
    return render(Document(document.front, tuple(_with_lost(found, mixed, left[: len(last)]))))


def _keys(sections: Sequence[Section], titles: Mapping[str, Key]) -> list[Key]:
    """What builds know each section by, of which `titles` has that of each title: by the title where the id below it is
    that of another step, and nothing else has that title."""
    known = [*map(key_of, sections)]
    by_title = [titles.get(one.said, key) for one, key in zip(sections, known, strict=True)]
    return [of if of not in known else key for key, of in zip(known, by_title, strict=True)]


def _out_of_place(
    keys: Sequence[Key],
    as_made: Collection[int],
    shown: Sequence[Sequence[Key]],
    generated: Sequence[Sequence[Key]],
) -> dict[int, Key]:
    """By index the sections that stand twice, of those `as_made`, without anything of people, but for the one that is
    where people moved it, beside what was above or below it there, else behind what a build had above it; each with its
    key. Of those that are nowhere so, none."""
    stood = {pair for order in shown for pair in pairwise(order)}
    moved = stood - {pair for order in generated for pair in pairwise(order)}
    above, below = [None, *keys], [*keys[1:], None]
    found: dict[int, Key] = {}
    for key in dict.fromkeys(keys):
        places = [at for at, one in enumerate(keys) if one == key and at in as_made]
        fitting = [at for at in places if not moved.isdisjoint(((above[at], key), (key, below[at])))]
        fitting += [at for at in places if (above[at], key) in stood]
        if fitting:
            found |= {at: key for at in places if at != fitting[0]}
    return found


def _is_of_one(own: Section, key: Key, left: Sequence[Mapping[Key, Section]]) -> bool:
    """Whether one build left all of it in the section of that key."""
    return any(_lines(own) <= _lines(some[key]) for some in left if key in some)


def _is_as_generated(
    key: Key, left: Sequence[Mapping[Key, Section]], generated: Sequence[Mapping[Key, Section]]
) -> bool:
    """Whether the last builds left the section as they generated it; its number is that of its place."""
    pairs = [
        (some[key], was[key])
        for some, was in zip(left, generated, strict=False)
        if key in some and key in was
    ]
    return all(_without_number(one) == _without_number(was) for one, was in pairs)


def _without_number(section: Section) -> tuple[str, str]:
    return section.said, section.source.partition("\n")[2]


def _with_lost(
    sections: Mapping[Key, Section], mixed: Mapping[Key, set[str]], left: Sequence[Mapping[Key, Section]]
) -> list[Section]:
    """The sections with those of the last builds of which lines stood in a mixed one, behind that."""
    found = [*sections.items()]
    in_parts = Counter(line for some in left for one in some.values() for line in _lines(one))
    in_part = Counter(line for some in left for line in set[str]().union(*map(_lines, some.values())))
    for key, section in dict(pair for some in reversed(left) for pair in some.items()).items():
        its = {line for line in _lines(section) if in_parts[line] == in_part[line]}
        held = Counter({other: len(its & of) for other, of in mixed.items()})
        other, most = next(iter(held.most_common(1)))
        if key not in sections and most >= _FEW:
            found.insert([each for each, _ in found].index(other) + 1, (key, section))
    return [one for _, one in found]


def _by_key(sections: Sequence[Section]) -> dict[Key, Section]:
    found = dict[Key, Section]()
    for one in sections:
        found.setdefault(key_of(one), one)
    return found


def _lines(section: Section) -> set[str]:
    """All that it says below its heading, as it is written."""
    return {line for line in section.source.split("\n") if line.strip() and not line.startswith("#")}
