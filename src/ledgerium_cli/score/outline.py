"""Recognises headings without markup: `1 PURPOSE`, `5.2 Disposition` above `5.2.1 …`, `**Purpose**`, `Purpose: To
…`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ledgerium_cli.score.acts import is_imperative
from ledgerium_cli.score.lines import depth, is_shouted, is_within
from ledgerium_cli.score.parts import Block, Section
from ledgerium_cli.score.topics import LEADS, is_label, topic_of

_LETTERED = re.compile(r"(?P<letter>[A-Z])\. (?P<title>\w+(?: \w+)?)")
LONGEST_TITLE = 8
"""In words."""
BELOW_ALL = 7
"""The level of a name with its text in one paragraph, `Purpose: To …`: no heading stands below it."""


def with_headings(parts: Sequence[Section | Block]) -> Iterator[Section | Block]:
    """The parts of a document, with headings in place of the blocks that serve as headings. A name with its text in
    one paragraph comes behind what else the section around it holds: it covers no more than that paragraph and a list
    below it, unless the paragraph is complete and the list is one of instructions."""
    leads: list[Section | Block] = []
    is_covered = False
    found = [*_with_all_headings(parts)]
    for place, part in enumerate(found):
        if isinstance(part, Section):
            is_covered = part.level == BELOW_ALL
            if not is_covered:
                yield from leads
                leads.clear()
        elif is_covered and not isinstance(leads[-1], Section):
            is_covered = part.kind == "entry" and not _begins_steps(found, place)
        if is_covered:
            leads.append(part)
        else:
            yield part
    yield from leads


def _begins_steps(parts: Sequence[Section | Block], place: int) -> bool:
    """Whether a list begins here that the paragraph before it does not announce, and tells what to do."""
    before = parts[place - 1]
    if isinstance(before, Section) or before.kind == "entry" or before.text.endswith(":"):
        return False
    after = takewhile(lambda one: isinstance(one, Block) and one.kind == "entry", parts[place:])
    told = [is_imperative(one.text) for one in after if isinstance(one, Block)]
    return 2 * sum(told) >= len(told)


def _with_all_headings(parts: Sequence[Section | Block]) -> Iterator[Section | Block]:
    above: list[Section] = []
    level = 1  # level of the last heading with markup
    for place, part in enumerate(parts):
        if isinstance(part, Section):
            level, above = max(part.level, 1), _below(above, part)
            yield part
            continue
        within = any(topic_of(one.title) is not None for one in above if one.level > 1)
        block = _lettered(part, _after(parts, place))
        after = _clause_after(block, parts, place)
        found = _title_of_all(block) if place == 0 else _heading_in(block, after, within=within)
        if found is None:
            if (missing := _missing_above(block, above)) is not None:
                above = _below(above, missing)
                yield missing
            yield part
            continue
        title, rest = found
        deep = (
            level + depth(block.number)
            if block.number
            else BELOW_ALL
            if rest
            else _level(title, above, level)
        )
        yield (heading := Section(deep if place else 1, title, block.number, part.line))
        if rest:
            yield replace(part, kind="text", text=rest, bold=False, ordered=False, number="")
        else:
            above = _below(above, heading)


def _missing_above(block: Block, above: Sequence[Section]) -> Section | None:
    """The part without a heading that begins with a clause such as `3.1` below the heading of part 2."""
    number = block.number.split(".")
    if block.kind != "entry" or not all(map(str.isdigit, number)):
        return None
    for heading in above:
        before = heading.number.split(".")
        own = number[: len(before)]
        beside = len(before) < len(number) and own[:-1] == before[:-1] and before[-1].isdigit()
        if beside and int(own[-1]) > int(before[-1]):
            return Section(heading.level, "", ".".join(own), block.line)
    return None


def _level(title: str, above: Sequence[Section], level: int) -> int:
    """The level of a heading without a number: that of the topmost numbered headings if it has a topic of its own,
    else one below the lowest."""
    numbered = [one.level for one in above if one.number and one.level > level]
    return (min(numbered) if topic_of(title) else max(numbered) + 1) if numbered else level + 1


def _lettered(block: Block, after: Section | Block | None) -> Block:
    """Takes `A. Arrival` for a heading above `1.`; elsewhere it is a name."""
    found = _LETTERED.fullmatch(block.text)
    if found and isinstance(after, Block) and after.number.isdigit():
        return replace(block, kind="entry", number=found["letter"], text=found["title"])
    return block


def _below(above: Sequence[Section], heading: Section) -> list[Section]:
    return [*(one for one in above if one.level < heading.level), heading]


def _after(parts: Sequence[Section | Block], place: int) -> Section | Block | None:
    place += 1
    while place < len(parts) and isinstance(one := parts[place], Block) and one.kind == "comment":
        place += 1
    return parts[place] if place < len(parts) else None


def _clause_after(block: Block, parts: Sequence[Section | Block], place: int) -> Section | Block | None:
    """What stands behind a block: behind a title such as `5.2 Disposition`, without the paragraphs in between."""
    after = _after(parts, place)
    is_title = block.number[:1].isdigit() and not _is_told(block)
    while is_title and isinstance(after, Block) and after.kind == "text":
        place += 1
        after = _after(parts, place)
    return after


def _title_of_all(block: Block) -> tuple[str, str] | None:
    """The title of the document: a bold line, or one in capitals, at its very beginning."""
    title = block.text.strip()
    is_marked = block.kind == "text" and (block.bold or is_shouted(title))
    return (title, "") if is_marked and _is_title(title) and topic_of(title) in (None, "procedure") else None


def _heading_in(block: Block, after: Section | Block | None, *, within: bool) -> tuple[str, str] | None:
    """The title in a block, and the text behind it."""
    if block.kind not in ("text", "entry") or (block.kind == "entry" and not block.number):
        return None
    text = block.text.strip()
    title = text.rstrip(".:")
    if block.kind == "entry" and block.bold:
        return (
            (title, "") if _is_title(title) and not is_imperative(title) and not text.endswith(".") else None
        )
    if block.bold and _is_title(title) and not is_label(title) and not title.lower().startswith("step "):
        return (title, "") if ": " not in title and (topic_of(title) or not within) else None
    if _is_title(title) and _begins_within(block, after):
        return title, ""
    if is_shouted(title) and _is_title(title) and (block.number or topic_of(title)):
        return title, ""
    return _lead(block, text, within=within)


def _begins_within(block: Block, after: Section | Block | None) -> bool:
    """Whether the next clause is a part of this one, and this one is not an instruction such as `1. Fill in:`."""
    if not isinstance(after, Block) or not block.number or not after.number:
        return False
    is_told = _is_told(block) and not after.number.startswith(f"{block.number}.")
    return is_within(block.number, after.number) and (is_shouted(block.text) or not is_told)


def _is_told(block: Block) -> bool:
    """Whether it is an instruction; a verb alone, as in `5.3 Release`, is a title."""
    return is_imperative(block.text) and " " in block.text.strip()


def _lead(block: Block, text: str, *, within: bool) -> tuple[str, str] | None:
    """Splits a title from the text behind it: `1. PURPOSE. To …`; `Purpose: To …` when no heading above has a
    topic."""
    for mark in (". ", ": ", "? ", " – ", " — "):
        title, found, rest = text.partition(mark)
        if not found or not _is_title(title) or is_label(title):
            continue
        if block.number and is_shouted(title):
            return title, rest
        if mark in (": ", "? ") and not within and topic_of(title) in LEADS and len(title.split()) <= 3:
            return title, rest
    return None


def _is_title(text: str) -> bool:
    return (
        bool(text)
        and len(text.split()) <= LONGEST_TITLE
        and ". " not in text
        and not text.endswith((";", ","))
    )
