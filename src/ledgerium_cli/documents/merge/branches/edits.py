"""Merges what people wrote on two branches into a SOP that one build generated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.branches.passages import passage_together
from ledgerium_cli.documents.merge.branches.three_way import Clash, Who, picked, three_way
from ledgerium_cli.documents.merge.builds.git import BEGIN, END, MIDDLE
from ledgerium_cli.documents.merge.markdown.headings import folded, joined
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import parse, text_of
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.marks.tally import without_tally

_Key = tuple[str, int]
"""The version in which a section comes first, `MADE` for one of the build; its index there."""
MADE = "made"
_Version = Mapping[_Key, Section]
_NOTHING = Section(0, "", "", "", None, (), "")
_NUMBER = re.compile(r"^\d+(?=[.)] )")
OURS, THEIRS = f"{BEGIN}ours", f"{END}theirs"


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
    versions = _versions(made, ancestor, ours, theirs)
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


def _versions(made: str, ancestor: str, ours: str, theirs: str) -> tuple[_Version, _Version, _Version]:
    """The sections of each version, by keys that are the same for the same section, whatever its title. Of those that
    people added on both branches only two that say the same are one."""
    generated = parse(made).sections
    had = _keyed("ancestor", ancestor, generated, {}, {})
    own = _keyed("ours", ours, generated, had, {})
    return had, own, _keyed("theirs", theirs, generated, had, own)


def _keyed(
    name: str, text: str, made: Sequence[Section], ancestor: _Version, beside: _Version
) -> dict[_Key, Section]:
    """`beside` is the version of the other branch, if that is read."""
    own, made_of = _parts(text, made)
    keys: dict[int, _Key] = {at: (MADE, of) for at, of in made_of.items()}
    keys |= _that_say_the_same(own, keys, [pair for pair in ancestor.items() if pair[0][0] != MADE])
    known = {*keys.values()}
    theirs = [(key, one) for key, one in ancestor.items() if key[0] != MADE and key not in known]
    left = [at for at in range(len(own)) if at not in keys]
    same = match_sections([one for _, one in theirs], [own[at] for at in left])
    keys |= {left[at]: theirs[of][0] for of, at in same.items()}
    keys |= _that_say_the_same(own, keys, [pair for pair in beside.items() if pair[0][0] == "ours"])
    return {keys.get(at, (name, at)): one for at, one in enumerate(own)}


def _that_say_the_same(
    own: Sequence[Section], known: Mapping[int, _Key], others: Sequence[tuple[_Key, Section]]
) -> dict[int, _Key]:
    """By index of one that is not `known` the key of another that says the same, each once."""
    found, left = dict[int, _Key](), {key: _said(one) for key, one in others}
    for at, one in enumerate(own):
        said = _said(one)
        same = next((key for key, other in left.items() if other == said), None) if at not in known else None
        if same is not None:
            del left[same]
            found[at] = same
    return found


def _parts(text: str, made: Sequence[Section]) -> tuple[list[Section], dict[int, int]]:
    """The sections, each with the deeper ones that people put below it; and by index of one of the build that in what
    it `made`."""
    own = folded(without_tally(parse(text).sections), made)
    made_of = {place: at for at, place in match_sections(made, own).items()}
    found, of = list[Section](), dict[int, int]()
    for place, one in enumerate(own):
        last = len(found) - 1
        is_part = place not in made_of and found and one.level > found[last].level
        if is_part and (last not in of or found[last].step is not None):
            found[last] = joined([found[last], one])
        else:
            of |= {len(found): made_of[place]} if place in made_of else {}
            found.append(one)
    return found, of


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
    attributes = picked(had.attributes, ours.attributes, theirs.attributes)
    written = picked(had.written, ours.written, theirs.written)
    ours = replace(
        ours,
        attributes=ours.attributes if attributes is None else attributes,
        written=ours.written if written is None else written,
    )
    blocks = [
        passage_together(one) if isinstance(one, Clash) else one
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
