"""The sentence that says where people wrote, removed and moved passages: everything else was observed or declared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.matching import generated_of, match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.moves import Move
from ledgerium_cli.documents.merge.markdown.notes import is_all_doubted, is_doubted, is_of
from ledgerium_cli.documents.merge.markdown.order import moved_in
from ledgerium_cli.documents.merge.markdown.parse import all_said, is_unseen, said_of, with_blocks
from ledgerium_cli.documents.merge.markdown.rows import TableEdits, rows_of, table_edits
from ledgerium_cli.documents.merge.text.counted import QUOTED
from ledgerium_cli.documents.merge.text.order import ascending
from ledgerium_cli.documents.merge.text.wording import (
    KEPT,
    MADE,
    MOVED,
    REVISIONS,
    TAKEN,
    TALLY,
    WITHOUT,
    WRITTEN,
    without_guess,
)
from ledgerium_cli.documents.words import count, listed
from ledgerium_cli.quotation import in_quotation_marks

_PLACE = rf"(?:{QUOTED}|\"[^\"]*\"|the beginning)"
_ONE = rf"(?:\d+ passages? at|all of|the part|the heading) {_PLACE}"
_TOLD = re.compile(
    rf"[*_]*{TALLY[0]}[*_]*(?:, not observed:?)?|[*_]*(?:{'|'.join(TALLY[1:])})[*_]*:"
    rf"|{re.escape(WITHOUT)}|{_ONE}(?:(?:, | and ){_ONE})*\.?"
)
"""The parts of the sentence as a build writes them."""


def without_tally(sections: Sequence[Section]) -> list[Section]:
    return [with_blocks(one, _rest(one.blocks)) for one in sections]


def has_tally(sections: Sequence[Section]) -> bool:
    return any(_is_tally(block) for section in sections for block in section.blocks)


def _is_tally(block: Block) -> bool:
    """Whether a block is the tally, also when people wrote into or before it."""
    if block.kind != "text":
        return False
    is_whole = said_of(WITHOUT) in block.said and any(begins in block.said for begins in TALLY)
    is_bold = block.source.lstrip().startswith(("**", "__"))
    return is_whole or (is_bold and block.said.startswith(TALLY))


def _rest(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without the tally; what people wrote into or behind it is kept."""
    for block in blocks:
        if not _is_tally(block):
            yield block
        elif own := " ".join(_TOLD.sub(" ", block.text or block.source).split()).lstrip(" .,:;"):
            yield Block("text", all_said(own), own, own)


def tallied(
    sections: Sequence[Section], new: Sequence[Section], across: Collection[Move] = ()
) -> list[Section]:
    """The sections with the tally, if people wrote, removed or moved anything. `across` are moves between sections."""
    pairs = match_sections(new, sections)
    passages = {at: match_blocks(new[at].blocks, sections[place].blocks) for at, place in pairs.items()}
    come, gone = Counter(one.own[0] for one in across), Counter(one.made[0] for one in across)
    as_it_was = Counter(one.own[0] for one in across if not one.is_changed)
    written = [*_written(sections, new, as_it_was)]
    taken = [*_taken_out(new, sections, pairs, passages, gone)]
    moved = [*_moved(sections, new, pairs, passages, come)]
    told = [f"{WRITTEN}, not observed: {listed(written)}."] if written else []
    told += [f"{TAKEN}: {listed(taken)}."] if taken else []
    told += [f"{MOVED}: {listed(moved)}."] if moved else []
    if not told:
        return [*sections]
    told.append(WITHOUT)
    sections = sections or [Section(0, "", "", "", None, (), "")]
    made = (pairs[at] for at, one in enumerate(new) if one.said == MADE and at in pairs)
    place = next(made, len(sections) - 1)
    return [*sections[:place], _with(sections[place], " ".join(told)), *sections[place + 1 :]]


def _with(section: Section, text: str) -> Section:
    block = Block("text", all_said(text), text, text)
    source = f"{section.source}\n\n{text}" if section.source else ""
    return replace(section, blocks=(*section.blocks, block), source=source)


def _written(sections: Sequence[Section], new: Sequence[Section], come: Mapping[int, int]) -> Iterator[str]:
    """`come` counts for each section the passages of another one that stand in it as generated."""
    pairs = match_sections(sections, new)
    for place, section in enumerate(sections):
        of = new[pairs[place]] if place in pairs else None
        matched = generated_of(section.blocks, of.blocks) if of is not None else {}
        number = sum(
            not (
                (block.kind == "note" and not block.tail)
                or is_unseen(block)
                or is_doubted(section.blocks[at + 1 :])
            )
            and (of is None or at not in matched or _is_written(block, of.blocks[matched[at]]))
            for at, block in enumerate(section.blocks)
        )
        number -= come.get(place, 0)
        number += (
            section.title != KEPT
            if of is None
            else of.said != section.said and not is_doubted(section.blocks)
        )
        if number and not is_all_doubted(section):
            yield f"{count(number, 'passage')} at {_named(section)}"


def _is_written(own: Block, made: Block) -> bool:
    """Whether people wrote some of it: rows and columns are also taken out and moved."""
    if own.said == made.said or not own.kind == made.kind == "table":
        return own.said != made.said
    return table_edits(rows_of(made.source), rows_of(own.source)).written


def _tables(made: Section, own: Section, passages: Mapping[int, int]) -> Iterator[TableEdits]:
    """What people did to the tables that are left of a part; `passages` leads from its blocks to those of `own`."""
    for at, place in passages.items():
        generated, theirs = made.blocks[at], own.blocks[place]
        is_theirs = generated.said != theirs.said and not is_doubted(own.blocks[place + 1 :])
        if is_theirs and generated.kind == theirs.kind == "table":
            yield table_edits(rows_of(generated.source), rows_of(theirs.source))


def _taken_out(
    new: Sequence[Section],
    sections: Sequence[Section],
    pairs: Mapping[int, int],
    passages: Mapping[int, Mapping[int, int]],
    gone: Mapping[int, int],
) -> Iterator[str]:
    """`passages` maps for each section of `new` its blocks to those that are left; `gone` counts blocks moved
    elsewhere."""
    for place, section in enumerate(new):
        if place not in passages:
            yield f"{'the heading' if place in gone else 'all of'} {_named(section)}"
            left = len(section.blocks) - gone[place] if place in gone else 0
            yield from [f"{count(left, 'passage')} at {_named(section)}"] if left else []
            continue
        number = len(section.blocks) - len(passages[place]) - gone.get(place, 0)
        number -= sum(is_of(one, "unseen") for one in sections[pairs[place]].blocks if one.kind == "note")
        # Of rows that builds wrote git, or an older copy, has only those of its own branch.
        if section.said != REVISIONS:
            number += sum(one.taken_out for one in _tables(section, sections[pairs[place]], passages[place]))
        if number:
            yield f"{count(number, 'passage')} at {_named(sections[pairs[place]])}"


def _moved(
    sections: Sequence[Section],
    new: Sequence[Section],
    pairs: Mapping[int, int],
    passages: Mapping[int, Mapping[int, int]],
    come: Mapping[int, int],
) -> Iterator[str]:
    """The least number of sections, a chapter with its steps as one, and of passages within each, that would have to
    move back into the generated order, plus those from other sections."""
    made = {place: at for at, place in pairs.items()}
    away = moved_in(pairs, new)
    moved = sorted(place for place, at in made.items() if at in away)
    yield from (f"the part {_named(sections[place])}" for place in moved)
    for place in range(len(sections)):
        here = passages[made[place]] if place in made else {}
        within = [here[one] for one in sorted(here)]
        number = len(within) - len(ascending(within)) + come.get(place, 0)
        if place in made:
            number += sum(one.moved for one in _tables(new[made[place]], sections[place], here))
        if number:
            yield f"{count(number, 'passage')} at {_named(sections[place])}"


def _named(section: Section) -> str:
    return in_quotation_marks(without_guess(section.title)) if section.title else "the beginning"
