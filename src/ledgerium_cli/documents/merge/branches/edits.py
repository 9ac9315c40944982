"""Merges what people wrote on two branches into a SOP that one build generated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.branches.three_way import Clash, Who, picked, three_way
from ledgerium_cli.documents.merge.markdown.headings import folded, joined
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.parse import Block, Section, parse, text_of
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.marks.tally import without_tally

_Key = tuple[str, int]
"""The title of a section of people's, empty for one of the build; its index, among people's of one title or in what
the build generated."""
_Version = Mapping[_Key, Section]
_NOTHING = Section(0, "", "", "", None, (), "")
_NUMBER = re.compile(r"^\d+(?=[.)] )")
OURS, MIDDLE, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


class Together(Struct, frozen=True):
    text: str
    clashes: tuple[str, ...]
    """The titles of the sections in which both branches changed the same, each otherwise; what each has there stands
    between marks as those of git."""
    is_moved_twice: bool
    """Whether both branches put sections in an order of their own; that of ours stands."""


def together(made: str, ancestor: str, ours: str, theirs: str) -> Together:
    """What people wrote in `ours` and in `theirs` since `ancestor`, each a merge of their edits with what one build
    `made`; all with LF line ends. The sentence that counts their edits is left out."""
    fronts = [[one.front] if (one := parse(text)).front else [] for text in (ancestor, ours, theirs)]
    versions = [_parts(text, made) for text in (ancestor, ours, theirs)]
    order, is_moved_twice = _order(*versions)
    parts, clashes = [*_front(*fronts)], list[str]()
    for key in order:
        text, is_clash = _merged(*(one.get(key) for one in versions))
        parts += [text] if text else []
        clashes += [_titled(key, versions)] if is_clash else []
    return Together("\n\n".join(parts) + "\n", tuple(clashes), is_moved_twice)


def _front(ancestor: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    for one in three_way(ancestor, ours, theirs, str):
        yield from (OURS, *one.ours, MIDDLE, *one.theirs, THEIRS) if isinstance(one, Clash) else [one]


def _parts(text: str, made: str) -> dict[_Key, Section]:
    """The sections in order, each with the deeper ones that people put below it."""
    generated = parse(made).sections
    own = folded(without_tally(parse(text).sections), generated)
    made_of = {place: at for at, place in match_sections(generated, own).items()}
    found, times = dict[_Key, Section](), Counter[str]()
    for place, one in enumerate(own):
        if place in made_of:
            key = "", made_of[place]
        elif found and one.level > found[key].level and (key[0] or found[key].step is not None):
            found[key] = joined([found[key], one])
            continue
        else:
            times[one.said] += 1
            key = one.said or " ", times[one.said]
        found[key] = one
    return found


def _order(ancestor: _Version, ours: _Version, theirs: _Version) -> tuple[list[_Key], bool]:
    """The sections of both branches in the order of the one that moved any; and whether both did, each otherwise."""
    is_moved = [_turned(ancestor, one) for one in (ours, theirs)]
    first, other = (theirs, ours) if is_moved == [False, True] else (ours, theirs)
    found = [*first]
    last = -1
    for key in other:
        if key not in first:
            found.insert(last + 1, key)
        last = found.index(key)
    return found, all(is_moved) and _turned(ours, theirs)


def _turned(one: _Version, other: _Version) -> bool:
    """Whether sections that both have are in another order."""
    return [key for key in one if key in other] != [key for key in other if key in one]


def _merged(ancestor: Section | None, ours: Section | None, theirs: Section | None) -> tuple[str, bool]:
    """The source of the section, empty where a branch took it out; and whether both changed the same."""
    if ours is None or theirs is None:
        left = ours or theirs
        if left is None or (ancestor is not None and _said(left) == _said(ancestor)):
            return "", False
        texts = [
            section_source(one or (_NOTHING if ancestor is not None else left)) for one in (ours, theirs)
        ]
        return _marked(*texts), texts[0] != texts[1]
    had = ancestor or replace(ours, blocks=())
    title = picked(had.title, ours.title, theirs.title)
    blocks = [
        _lines_together(one) if isinstance(one, Clash) else one
        for one in three_way(had.blocks, ours.blocks, theirs.blocks, _key)
    ]
    sides: tuple[tuple[Who, Section], ...] = (("ours", ours), ("theirs", theirs))
    texts = [
        section_source(replace(ours, title=title or one.title, blocks=(*_blocks_of(blocks, who),), source=""))
        for who, one in sides
    ]
    return _marked(*texts), texts[0] != texts[1]


def _blocks_of(merged: Iterable[Block | Clash[Block]], who: Who) -> Iterator[Block]:
    for one in merged:
        yield from one.of(who) if isinstance(one, Clash) else [one]


def _lines_together(clash: Clash[Block]) -> Block | Clash[Block]:
    """One passage of which both branches changed other lines, such as the rows of a table or what stands below an
    entry; else the clash."""
    if not len(clash.ancestor) == len(clash.ours) == len(clash.theirs) == 1:
        return clash
    [had], [own], [other] = clash.ancestor, clash.ours, clash.theirs
    had_lines, own_lines, other_lines = (one.source.split("\n") for one in (had, own, other))
    lines = [*three_way(had_lines, own_lines, other_lines, str.rstrip)]
    if not had.kind == own.kind == other.kind or any(isinstance(one, Clash) for one in lines):
        return clash
    return replace(own, source="\n".join(line for line in lines if isinstance(line, str)))


def _marked(ours: str, theirs: str) -> str:
    """The text with each run of lines that differ between marks as those of git."""
    own, other = ours.split("\n"), theirs.split("\n")
    one, another = ([_NUMBER.sub("#", line) for line in some] for some in (own, other))
    found = list[str]()
    for tag, start, end, at, to in SequenceMatcher(None, one, another, autojunk=False).get_opcodes():
        is_same = tag == "equal"
        found += own[start:end] if is_same else [OURS, *own[start:end], MIDDLE, *other[at:to], THEIRS]
    return "\n".join(found)


def _key(block: Block) -> tuple[str, str, str]:
    """What makes two passages the same: how they are written does not."""
    return block.kind, block.said, block.tail if block.kind == "note" else ""


def _said(section: Section) -> tuple[str, list[tuple[str, str, str]]]:
    return section.said, [*map(_key, section.blocks)]


def _titled(key: _Key, versions: Iterable[_Version]) -> str:
    return next(text_of(one[key].title) for one in versions if key in one)
