"""Marks behind sentences: citations of events, *(declared)*, *(edited)*.

Citations and *(declared)* belong to the generated words. A sentence that a person changed, or added among them, gets
*(edited)* instead; when its words are the generated ones again, it gets their marks back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.matching import generated_of
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Block, Kind, Section
from ledgerium_cli.documents.merge.markdown.notes import is_doubted
from ledgerium_cli.documents.merge.markdown.parse import all_said, said_of, saying, with_blocks, with_tail
from ledgerium_cli.documents.merge.markdown.rows import in_line, match_tables, rows_in, rows_of, said_at
from ledgerium_cli.documents.merge.text.citations import beyond
from ledgerium_cli.documents.merge.text.counted import CITED
from ledgerium_cli.documents.merge.text.sentences import sentences
from ledgerium_cli.documents.merge.text.typography import (
    MARK,
    in_plain_characters,
    set_all_apart,
    set_apart,
    split_marks,
    with_remarks_as_in,
    without_marks,
)
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED

_ANY = re.compile(rf"\s*({MARK})")
_OF_WHOM = frozenset(("(declared)", "(edited)"))
"""Marks that say who a sentence is by, as plain text."""
_LEADING = re.compile(rf"(?:{MARK}\s*)+")
MARKED: tuple[Kind, ...] = ("text", "item", "head")


def restored(theirs: Section, base: Section, new: Section) -> Section:
    """People's section with the generated marks put back where the generated words stand unchanged, i.e. only marks
    were edited, and generated code where only its quotation marks, dashes or spaces were."""
    generated = [block for one in (new, base) for block in one.blocks if block.kind in MARKED]
    known = {mark for block in generated for mark in marks_in(block.source)} | {said_of(EDITED)}
    as_they_are = {block.said for block in generated}
    by_words = {_words_of(block): block for block in generated}
    twice = {
        words for one in (new, base) for words, n in Counter(map(_words_of, one.blocks)).items() if n > 1
    }
    pairs = generated_of(theirs.blocks, base.blocks) if twice else {}
    in_place = {(at, _words_of(base.blocks[of])): base.blocks[of] for at, of in pairs.items()}
    blocks = tuple(
        _restored(own, was)
        if own.kind in MARKED
        and own.said not in as_they_are
        and marks_in(own.source) <= known
        and (words := _words_of(own))
        and (was := in_place.get((at, words)) if words in twice else by_words.get(words)) is not None
        else own
        for at, own in enumerate(_without_marks(one) if one.kind == "table" else one for one in theirs.blocks)
    )
    return with_blocks(theirs, _with_generated_code(blocks, (*new.blocks, *base.blocks)))


def _with_generated_code(own: Sequence[Block], generated: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each line of code as it was generated where a person has it in other quotation marks, dashes or
    spaces: replaced all over a text, these are no code any more."""
    made = dict.fromkeys(
        line for one in generated if _is_code(one) and one not in own for line in one.source.split("\n")
    )
    in_plain = {in_plain_characters(line): line for line in made}
    for block in own:
        if not made or not _is_code(block):
            yield block
            continue
        lines = block.source.split("\n")
        source = "\n".join(
            one if one in made else in_plain.get(in_plain_characters(one), one) for one in lines
        )
        yield block if source == block.source else saying(block, source)


def _is_code(block: Block) -> bool:
    return block.kind == "other" and block.source.startswith("```")


def _restored(own: Block, was: Block) -> Block:
    """A block with the marks of the generated one, keeping the person's typography if that leaves the content equal."""
    text = marked(own.text, was.text, marks_in(own.source)) if own.text and was.text else was.text
    source = with_tail(text, was.tail)
    if all_said(source) != was.said:
        return replace(own, said=was.said, text=was.text, tail=was.tail, source=was.source)
    return replace(own, said=was.said, text=text, tail=was.tail, source=source)


def _words_of(block: Block) -> str:
    return all_said(without_marks(block.source))


def with_marks(
    section: Section,
    base: Section | None,
    new: Section | None,
    gone: Sequence[Block] = (),
    cited_before: Set[str] = frozenset(),
) -> Section:
    """The merged section with the marks that its sentences should have now. `base` and `new` are its generated
    versions, `gone` are blocks that people changed and no build says now, `cited_before` what earlier builds cited."""
    if section.level < CHAPTER:
        return section  # the lines before the first chapter only explain marks
    generated = new.blocks if new is not None else ()
    matched = generated_of(section.blocks, generated)
    present = {block.said for block in section.blocks if block.kind != "note"}
    known = {
        mark
        for block in (*(base.blocks if base is not None else ()), *generated)
        if block.said not in present
        for mark in marks_in(block.source)
    } | cited_before
    made = (*(base.blocks if base is not None else ()), *generated)
    words = {_words_of(block) for block in made if block.kind in MARKED}
    blocks = tuple(
        block
        if is_doubted(section.blocks[place + 1 :])
        else _marked_table(block, generated[matched[place]], gone)
        if block.kind == "table" and place in matched
        else _undeclared(block)
        if place not in matched and block.kind in MARKED and _words_of(block) in words
        else _marked(block, generated[matched[place]] if place in matched else None, known)
        for place, block in enumerate(section.blocks)
    )
    return with_blocks(section, blocks)


def _marked(block: Block, now: Block | None, known: Set[str]) -> Block:
    if block.kind not in MARKED or (now is not None and block.said == now.said):
        return block
    if now is None and not (known | {said_of(EDITED)}) & marks_in(block.source):
        return block  # written by a person from the start
    if not block.text:  # its line breaks are intended
        source = _without(set_apart(block.source), known)
        return block if source == block.source else replace(block, source=f"{source} {EDITED}")
    if now is None:
        known = known | _OF_WHOM  # people wrote beside it, and no build says it: nothing declares it
    text = marked(block.text, now.text if now is not None else "", known)
    if text == block.text:
        return block
    return replace(block, text=text, source=with_tail(text, block.tail))


def _undeclared(copy: Block) -> Block:
    """A copy that a person made of a generated passage, without *(declared)* and *(edited)*: nobody declared it
    there, and it was not changed."""
    if not copy.text:
        return copy
    text = _without(copy.text, _OF_WHOM)
    return saying(replace(copy, text=text), with_tail(text, copy.tail))


def with_marks_apart(block: Block) -> Block:
    """The block with its marks as a build writes them, whatever emphasis people gave them or the words before."""
    if block.kind == "table":
        rows = [tuple(map(set_apart, row)) for row in rows_of(block.source)]
        is_apart = rows == rows_of(block.source)
        return block if is_apart else saying(block, "\n".join(map(in_line, rows)))
    if block.kind not in MARKED and (block.kind == "note" or not block.source.startswith(">")):
        return block
    text, tail, source = map(set_apart, (block.text, block.tail, block.source))
    return block if source == block.source else saying(replace(block, text=text, tail=tail), source)


def _without_marks(table: Block) -> Block:
    """The table without the marks that a build set in its cells."""
    source = table.source
    for mark in (EDITED, ADDED):
        source = source.replace(f" {mark}", "").replace(mark, "")
    return table if source == table.source else saying(table, source)


def _marked_table(table: Block, now: Block, gone: Iterable[Block]) -> Block:
    """The table with a mark in each cell of a generated row, also of one that is gone, that differs from the generated
    cell."""
    if table.said == now.said or now.kind != "table":
        return table
    made, (head, rule, *own) = rows_of(now.source), rows_of(table.source)
    made += rows_in(gone, made[0])
    found = match_tables(made, [head, rule, *own])
    columns = {place: at for at, place in found.columns.items()}
    places = [columns.get(place) for place in range(len(head))]
    rows = {place: made[2:][at] for at, place in found.rows.items()}
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


class Sentence(Struct):
    words: str
    """With any marks inside it."""
    marks: list[str]
    """The marks behind it."""

    @property
    def said(self) -> str:
        return said_of(without_marks(self.words))


def marked(text: str, now: str, known: Collection[str]) -> str:
    """A paragraph as people left it, with the marks of the `now` generated text behind sentences that say the same.
    Each text on one line.

    `known` are marks of earlier generated text; any other mark was written by a person and is kept.
    """
    own, generated = parted(set_all_apart(text)), parted(now)
    known = {*known, *marks_in(now), said_of(EDITED)}
    same = [*_same(own, generated)]
    last = {_shown_at(generated, at): place for place, at in enumerate(same) if at is not None}
    parts: list[str] = []
    for place, (sentence, at) in enumerate(zip(own, same, strict=True)):
        typed = [mark for mark in sentence.marks if said_of(mark) not in known]
        if at is None:
            ends = place + 1 == len(own) or same[place + 1] is not None
            shown_by = _announced(sentence, generated)
            parts += [_without(sentence.words, known), *shown_by, *_beyond(typed, shown_by)]
            parts += [EDITED] if ends else []
            continue
        shown = _shown_at(generated, at)
        typed = _beyond(typed, generated[shown].marks if shown is not None else ())
        parts.append(sentence.words if _reads_so(sentence, generated[at], known) else generated[at].words)
        parts += generated[shown].marks if shown is not None and last[shown] == place else ()
        parts += [*typed, EDITED] if typed or not marks_in(sentence.words) <= known else ()
    return with_remarks_as_in(text, " ".join(filter(None, parts)))


def _beyond(typed: Sequence[str], generated: Sequence[str]) -> list[str]:
    """The marks that a person typed, without the events that are cited beside them anyway."""
    cited, left = [*filter(CITED.fullmatch, generated)], list[str]()
    for mark in typed:
        if not CITED.fullmatch(mark):
            left.append(mark)
        elif own := beyond(mark, cited):
            left.append(own)
            cited.append(own)
    return left


def _announced(own: Sentence, generated: Sequence[Sentence]) -> list[str]:
    """The marks of a generated lead-in such as “Evidence:”, also when a person wrote more beside the colon, or another
    word for it where it is all that stands there."""
    first, leads_in = own.said.split(" ", 1)[0], own.said.endswith(":")
    if not leads_in and not first.endswith(":"):
        return []
    begins = f"{first.rstrip(':,;')}:"
    is_all = leads_in and len(generated) == 1 and generated[0].said.endswith(":")
    return next((one.marks for one in generated if is_all or one.said == begins), [])


def _same(own: Sequence[Sentence], generated: Sequence[Sentence]) -> Iterator[int | None]:
    """For each sentence the index of the generated one that says the same, or None."""
    free = [*range(len(generated))]
    for sentence in own:
        at = next((at for at in free if generated[at].said == sentence.said), None)
        if at is not None:
            free.remove(at)
        yield at


def _shown_at(generated: Sequence[Sentence], at: int) -> int | None:
    """The index of the sentence whose marks also cover this one: the next one that has any."""
    return next((place for place in range(at, len(generated)) if generated[place].marks), None)


def _reads_so(own: Sentence, now: Sentence, known: Set[str]) -> bool:
    """Whether the marks inside it equal the generated ones, or some were written by a person."""
    return said_of(own.words) == said_of(now.words) or not marks_in(own.words) <= known


def parted(text: str) -> list[Sentence]:
    """Sentences with their marks; marks at the beginning of a part belong to the sentence before."""
    found: list[Sentence] = []
    for part in sentences(text):
        if found and (leading := _LEADING.match(part)):
            found[-1].marks += _ANY.findall(leading[0])
            part = part[leading.end() :]
        words, trailing = split_marks(part)
        if words or not found:
            found.append(Sentence(words, _ANY.findall(trailing)))
        else:
            found[-1].marks += _ANY.findall(trailing)
    return found


def marks_in(text: str) -> set[str]:
    return {*map(said_of, _ANY.findall(text))}


def _without(text: str, known: Collection[str]) -> str:
    return _ANY.sub(lambda found: "" if said_of(found[1]) in known else found[0], text)
