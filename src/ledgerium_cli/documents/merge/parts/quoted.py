"""Which passage a conflict note is about where people wrote on, struck out or deleted what it quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.gone import GoneBlocks
from ledgerium_cli.documents.merge.markdown.matching import generated_of, match_blocks
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import (
    is_of,
    is_of_gone,
    note,
    quotable,
    sort_of,
    with_remark,
)
from ledgerium_cli.documents.merge.markdown.parse import all_said, said_of, with_blocks
from ledgerium_cli.documents.merge.markdown.remarks import Noted, joined, noted_in, own_words, without_quotes
from ledgerium_cli.documents.merge.parts.tables import changed_rows, quoted_rows
from ledgerium_cli.documents.merge.text.counted import uncounted
from ledgerium_cli.documents.merge.text.likeness import ALIKE, likeness, passage
from ledgerium_cli.documents.merge.text.typography import MARK, split_marks, typewritten

_WORD = re.compile(r"[^\W_]+")
_MARKUP = "*_~\\"
_MARKED = r"[*_~\\]*"


class _Passage(Struct, frozen=True):
    """A passage that a note may quote, as Markdown."""

    said: str
    source: str
    is_gone: bool = False


def with_known_notes(theirs: Section, made: Section, new: Section | None, gone: GoneBlocks) -> Section:
    """The section with each conflict note as a build wrote it, and people's words behind that. `made` is what the last
    build generated; where that is not known, what this one does."""
    notes = {at: one for at, one in enumerate(theirs.blocks) if one.kind == "note"}
    if not notes:
        return theirs
    own = [*_of_blocks(theirs.blocks, ())]
    known = [*_of_blocks(made.blocks, theirs.blocks), *_of_blocks(gone.changed, theirs.blocks, is_gone=True)]
    titles = {one.said for one in (theirs, made, new) if one is not None}
    now = _of_blocks(new.blocks, theirs.blocks) if new is not None else ()
    clear = {*titles, *(one.said for one in (*own, *known, *now))}
    quoted = {one.said for one in notes.values() if one.said in clear and one.text}
    whole: dict[int, Block] = {}
    for at, block in notes.items():
        noted = noted_in(without_quotes(block.source.split("\n")))
        is_clear = block.said in clear and block.text
        if noted is None or is_clear or said_of(noted.title) not in {"", *titles}:
            continue
        may_be = own if is_of(block, "said by whom") else [one for one in known if _may_be_of(block, one)]
        may_be = may_be if any(one.kind != "note" for one in theirs.blocks[:at]) else [*may_be, _titled(made)]
        found = _most_alike(noted, [one for one in may_be if one.said not in quoted])
        if found is None and not (is_of_gone(block) and noted.quoted):
            found = _by_place(at, block, theirs, made, gone)
        if found is not None and found.said not in quoted and not _counts_otherwise(noted, found):
            quoted.add(found.said)
            whole[at] = _made_whole(block, noted, found, theirs)
    return with_blocks(theirs, (whole.get(at, one) for at, one in enumerate(theirs.blocks)))


def _titled(section: Section) -> _Passage:
    return _Passage(section.said, section.title)


def _of_blocks(
    blocks: Iterable[Block], theirs: Iterable[Block], *, is_gone: bool = False
) -> Iterator[_Passage]:
    """The passages, and the rows of tables as notes below what people made of these quote them."""
    tables = [one.source for one in theirs if one.kind == "table"]
    for block in blocks:
        if block.kind != "note":
            of = tables if block.kind == "table" else ()
            rows = (row for table in of for row in quoted_rows(block.source, table))
            yield from (_Passage(all_said(one), one, is_gone) for one in (quotable(block), *rows))


def _may_be_of(note: Block, one: _Passage) -> bool:
    return sort_of(note) is None or is_of_gone(note) == one.is_gone


def _most_alike(noted: Noted, passages: Sequence[_Passage]) -> _Passage | None:
    """The passage that is most of what a note quotes: all of it stands there, or it is like it."""
    own, said = Counter(_words_in(noted.quoted)), passage("", all_said(noted.quoted))
    ranked = [
        ((Counter(_words_in(one.source)) & own).total(), is_there, alike, -at)
        for at, one in enumerate(passages)
        for is_there in (_around(noted.quoted, one.source) is not None,)
        for alike in (likeness(said, passage("", one.said)),)
        if is_there or (alike >= ALIKE and not one.is_gone)  # of that not all versions are known
    ]
    return passages[-max(ranked)[-1]] if ranked and own else None


def _by_place(at: int, note: Block, theirs: Section, made: Section, gone: GoneBlocks) -> _Passage | None:
    """What became the passage above a note that people changed; where something was taken out, the only passage that is
    not there."""
    if is_of(note, "taken out"):
        matched = match_blocks(made.blocks, theirs.blocks)
        missing = [one for place, one in enumerate(made.blocks) if place not in matched]
        return next(_of_blocks(missing, ())) if len(missing) == 1 else None
    above = next((place for place in range(at - 1, -1, -1) if theirs.blocks[place].kind != "note"), None)
    if above is None:
        return _titled(made) if made.said != theirs.said else None
    own = theirs.blocks[above]
    if is_of_gone(note):
        of = next((gone.changed[place] for place in match_blocks(gone.changed, [own])), None)
    else:
        matched = generated_of(theirs.blocks, made.blocks)
        of = made.blocks[matched[above]] if above in matched else None
    if of is None or of.said == own.said:
        return None
    is_table = of.kind == own.kind == "table"
    may_be = changed_rows(of.source, own.source) if is_table else [quotable(of)]
    return _Passage(all_said(may_be[0]), may_be[0], is_of_gone(note)) if len(may_be) == 1 else None


def _made_whole(block: Block, noted: Noted, found: _Passage, theirs: Section) -> Block:
    """The note as a build wrote it, and behind that what people wrote into it: beside what it quotes, or else all that
    they made of that."""
    around = _around(noted.quoted, found.source)
    words = joined(noted.above, *(around if around is not None else [noted.quoted]), noted.below)
    sort = sort_of(block) or ("gone" if found.is_gone else "changed")
    return with_remark(note(theirs.title or "the beginning", sort, found.source), replace(block, tail=words))


def _counts_otherwise(noted: Noted, found: _Passage) -> bool:
    """Whether the note is one that another build wrote of the passage, in which people wrote nothing."""
    is_whole = noted.begins and noted.ends and not joined(noted.above, noted.below)
    return is_whole and noted.quoted != found.source and uncounted(noted.quoted) == uncounted(found.source)


def _words_in(text: str) -> list[str]:
    return _WORD.findall(text)


def _around(text: str, quoted: str) -> tuple[str, str] | None:
    """What stands before and behind the quoted words in a text, and between these and their marks; None where not all
    of them stand there in a row."""
    bare, marks = split_marks(quoted)
    words, own = ([*_WORD.finditer(one)] for one in (bare, text))
    said, size = [one[0] for one in words], len(words)
    starts = range(len(own) - size + 1) if size else ()
    at = next((at for at in starts if [one[0] for one in own[at : at + size]] == said), None)
    if at is None:
        return None
    before = _without(text[: own[at].start()][::-1], bare[: words[0].start()][::-1])[::-1]
    behind = _without(text[own[at + size - 1].end() :], bare[words[-1].end() :])
    for mark in re.findall(MARK, marks):
        behind = re.sub(_MARKED.join(["", *map(re.escape, mark.strip(_MARKUP)), ""]), "", behind, count=1)
    return own_words(before), own_words(behind)


def _without(text: str, beside: str) -> str:
    """The rest of a text behind the signs that are beside the last of the quoted words, and behind markup."""
    at = 0
    for sign in beside.rstrip():
        while sign not in _MARKUP and text[at : at + 1] and text[at] in _MARKUP:
            at += 1
        if typewritten(text[at : at + 1]) == typewritten(sign):
            at += 1
        elif sign not in _MARKUP:
            break
    bare = text[at:].lstrip(_MARKUP)
    return bare if not bare or bare[0].isspace() else text[at:]
