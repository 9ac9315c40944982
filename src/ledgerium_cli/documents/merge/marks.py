"""What stands behind a sentence: the events that show it, or that somebody declared it.

Both are of the words that were generated. Behind a sentence that a person changed, or added among them, stands that it
was edited, and nothing else; behind one whose words are the generated ones again stands again what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown import (
    Block,
    Kind,
    Section,
    all_said,
    said_of,
    saying,
    with_blocks,
    with_tail,
)
from ledgerium_cli.documents.merge.matching import generated_of
from ledgerium_cli.documents.merge.notes import is_of
from ledgerium_cli.documents.merge.sentences import sentences
from ledgerium_cli.documents.merge.tables import in_line, matching_columns, matching_rows, rows_of, said_at
from ledgerium_cli.documents.merge.typography import MARK, set_apart, split_marks
from ledgerium_cli.documents.merge.wording import ADDED, EDITED

_ANY = re.compile(rf"\s*({MARK})")
_OF_WHOM = frozenset(("(declared)", "(edited)"))
"""Marks that say whose words these are, as they are said."""
_LEADING = re.compile(rf"(?:{MARK}\s*)+")
MARKED: tuple[Kind, ...] = ("text", "item", "head")
FIRST_LEVEL = 2
"""The lines before it only say what marks mean."""


def restored(theirs: Section, base: Section, new: Section) -> Section:
    """With the marks of what is generated where its words stand there again, or only its marks were changed."""
    generated = [block for one in (new, base) for block in one.blocks if block.kind in MARKED]
    known = {mark for block in generated for mark in _marks_in(block.source)} | {said_of(EDITED)}
    as_they_are = {block.said for block in generated}
    by_words = {_words_of(block): block for block in generated}
    blocks = tuple(
        _restored(own, was)
        if own.kind in MARKED
        and own.said not in as_they_are
        and _marks_in(own.source) <= known
        and (was := by_words.get(_words_of(own))) is not None
        else own
        for own in (_without_marks(one) if one.kind == "table" else one for one in theirs.blocks)
    )
    return with_blocks(theirs, blocks)


def _restored(own: Block, was: Block) -> Block:
    """With its marks, in the typography of a person where they are behind its sentences."""
    text = marked(own.text, was.text, _marks_in(own.source)) if own.text and was.text else was.text
    source = with_tail(text, was.tail)
    if all_said(source) != was.said:
        return replace(own, said=was.said, text=was.text, tail=was.tail, source=was.source)
    return replace(own, said=was.said, text=text, tail=was.tail, source=source)


def _words_of(block: Block) -> str:
    return all_said(_ANY.sub("", block.source))


def with_marks(section: Section, base: Section | None, new: Section | None) -> Section:
    """A merged section with the marks that its sentences have now. `base` and `new` are what was and is generated."""
    if section.level < FIRST_LEVEL:
        return section
    generated = new.blocks if new is not None else ()
    matched = generated_of(section.blocks, generated)
    present = {block.said for block in section.blocks if block.kind != "note"}
    known = {
        mark
        for block in (*(base.blocks if base is not None else ()), *generated)
        if block.said not in present
        for mark in _marks_in(block.source)
    }
    made = (*(base.blocks if base is not None else ()), *generated)
    words = {_words_of(block) for block in made if block.kind in MARKED}
    blocks = tuple(
        block
        if _is_doubted(section.blocks[place + 1 : place + 2])
        else _marked_table(block, generated[matched[place]])
        if block.kind == "table" and place in matched
        else _undeclared(block)
        if place not in matched and block.kind in MARKED and _words_of(block) in words
        else _marked(block, generated[matched[place]] if place in matched else None, known)
        for place, block in enumerate(section.blocks)
    )
    return with_blocks(section, blocks)


def _is_doubted(behind: Sequence[Block]) -> bool:
    """Whether a conflict stands there that says that nobody knows who wrote what it is about."""
    return any(
        one.kind == "note" and (is_of(one, "no base") or is_of(one, "gone, no base")) for one in behind
    )


def _marked(block: Block, now: Block | None, known: Set[str]) -> Block:
    if block.kind not in MARKED or (now is not None and block.said == now.said):
        return block
    if now is None and not known & _marks_in(block.source):
        return block  # of a person from its beginning
    if not block.text:  # where its lines break is meant
        source = _without(set_apart(block.source), known)
        return block if source == block.source else replace(block, source=f"{source} {EDITED}")
    text = marked(block.text, now.text if now is not None else "", known)
    if text == block.text:
        return block
    return replace(block, text=text, source=with_tail(text, block.tail))


def _undeclared(copy: Block) -> Block:
    """What a person copied: nobody declared it there, and they changed nothing of it."""
    if not copy.text:
        return copy
    text = _without(copy.text, _OF_WHOM)
    return saying(replace(copy, text=text), with_tail(text, copy.tail))


def _without_marks(table: Block) -> Block:
    """A build writes no mark into a cell but what people did."""
    source = table.source
    for mark in (EDITED, ADDED):
        source = source.replace(f" {mark}", "").replace(mark, "")
    return table if source == table.source else saying(table, source)


def _marked_table(table: Block, now: Block) -> Block:
    """With a mark in each cell of a generated row that says something else than what is generated."""
    if table.said == now.said or now.kind != "table":
        return table
    made, (head, rule, *own) = rows_of(now.source), rows_of(table.source)
    columns = {place: at for at, place in matching_columns(made, [head, rule, *own]).items()}
    places, generated = [columns.get(place) for place in range(len(head))], made[2:]
    rows = {place: generated[at] for at, place in matching_rows(generated, own).items()}
    marked = [
        tuple(
            cell if at is None or said_at(rows[place], at) == said_of(cell) else f"{cell} {EDITED}".strip()
            for cell, at in zip_longest(row, places[: len(row)])
        )
        if place in rows
        else (*row[:-1], f"{row[-1]} {ADDED}".strip())
        for place, row in enumerate(own)
    ]
    if marked == own:
        return table
    return saying(table, "\n".join(map(in_line, [head, rule, *marked])))


class _Sentence(Struct):
    words: str
    """With the marks inside it."""
    marks: list[str]
    """Behind it."""

    @property
    def said(self) -> str:
        return said_of(_ANY.sub("", self.words))


def marked(text: str, now: str, known: Collection[str]) -> str:
    """A paragraph as people left it, with the marks of what is generated `now` where it says that, each on one line.
    `known` are marks of what is generated no longer; any other mark was written by a person and stays.
    """
    own, generated = _parted(set_apart(text)), _parted(now)
    known = {*known, *_marks_in(now), said_of(EDITED)}
    same = [*_same(own, generated)]
    last = {_shown_at(generated, at): place for place, at in enumerate(same) if at is not None}
    parts: list[str] = []
    for place, (sentence, at) in enumerate(zip(own, same, strict=True)):
        typed = [mark for mark in sentence.marks if said_of(mark) not in known]
        if at is None:
            ends = place + 1 == len(own) or same[place + 1] is not None
            shown_by = _announced(sentence, generated)
            parts += [_without(sentence.words, known), *shown_by, *typed, *([EDITED] if ends else [])]
            continue
        shown = _shown_at(generated, at)
        parts.append(sentence.words if _reads_so(sentence, generated[at], known) else generated[at].words)
        parts += generated[shown].marks if shown is not None and last[shown] == place else ()
        parts += [*typed, EDITED] if typed or not _marks_in(sentence.words) <= known else ()
    return " ".join(filter(None, parts))


def _announced(own: _Sentence, generated: Sequence[_Sentence]) -> list[str]:
    """What stands behind words that only announce it, such as “Evidence:”, whatever a person wrote before the colon."""
    begins, announces = own.said.split(" ", 1)[0].rstrip(":"), own.said.endswith(":")
    found = (one.marks for one in generated if announces and one.said == f"{begins}:")
    return next(found, [])


def _same(own: Sequence[_Sentence], generated: Sequence[_Sentence]) -> Iterator[int | None]:
    """The place of each among the generated ones; None where none of them says the same."""
    free = [*range(len(generated))]
    for sentence in own:
        at = next((at for at in free if generated[at].said == sentence.said), None)
        if at is not None:
            free.remove(at)
        yield at


def _shown_at(generated: Sequence[_Sentence], at: int) -> int | None:
    """Where the marks stand that are also of this sentence: behind the next one that has any."""
    return next((place for place in range(at, len(generated)) if generated[place].marks), None)


def _reads_so(own: _Sentence, now: _Sentence, known: Set[str]) -> bool:
    """Whether the marks inside it are those that are generated, or some were written by a person."""
    return said_of(own.words) == said_of(now.words) or not _marks_in(own.words) <= known


def _parted(text: str) -> list[_Sentence]:
    """A mark that stands before a sentence is behind the one before."""
    found: list[_Sentence] = []
    for part in sentences(text):
        if found and (leading := _LEADING.match(part)):
            found[-1].marks += _ANY.findall(leading[0])
            part = part[leading.end() :]
        words, trailing = split_marks(part)
        if words or not found:
            found.append(_Sentence(words, _ANY.findall(trailing)))
        else:
            found[-1].marks += _ANY.findall(trailing)
    return found


def _marks_in(text: str) -> set[str]:
    return {*map(said_of, _ANY.findall(text))}


def _without(text: str, known: Collection[str]) -> str:
    return _ANY.sub(lambda found: "" if said_of(found[1]) in known else found[0], text)
