"""The criteria “completeness” and “scannability”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ledgerium_cli.documents.merge.text.wording import CONFLICT, SAYS, TALLY
from ledgerium_cli.plural import count
from ledgerium_cli.score.acts import clauses
from ledgerium_cli.score.doing import few_told
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.parts import Block, Step
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.words import (
    FUNCTION,
    content,
    is_blank,
    is_list_of_things,
    is_stated,
    placeholders,
    required,
    says_something,
    says_that_nobody_stated,
    stem,
    words,
)
from ledgerium_cli.words import listed

LONGEST_INSTRUCTION = 30
"""In words."""
LONGEST_PARAGRAPH = 80
"""In words."""
LONGEST_NAME = 6
"""In words, for a value that is not a sentence."""
NEEDS = frozenset(
    map(
        stem,
        (
            "access",
            "account",
            "licence",
            "license",
            "permission",
            "rights",
            "login",
            "credentials",
            "password",
        ),
    )
)
"""Stems of what people are given before they can work in a system."""
FEW_INSTRUCTIONS = 12
"""Up to this many instructions can be seen at a glance."""


def _says_what_before(sop: Sop) -> Finding:
    """Whether prerequisites are stated. They may be a list; in a paragraph they are a sentence, or separated by
    commas."""
    for section in sop.about("before"):
        about = [
            one
            for one in section.blocks
            if (sop.is_about_work(one.text, 1) or _says_need(one.text)) and sop.is_new(one)
        ]
        told = [one for one in about if _names_things(one)]
        if told:
            return Finding(True, "what is needed before is told", (section.line,))
    lines = tuple(one.line for one in sop.about("before"))
    what = (
        "what stands as needed does not speak of this work"
        if lines
        else "what is needed before the first step is not told"
    )
    return Finding(False, what, lines)


def _says_need(text: str) -> bool:
    """Whether a text asks for something that no step names, such as access to a system."""
    return bool(NEEDS & content(text)) and not is_blank(text)


def _names_things(block: Block) -> bool:
    if block.kind in ("entry", "row"):
        return len(content(block.text)) > 1 or bool(block.names)
    return says_something(block.text) or is_list_of_things(block.text)


_ENDS_WHEN = re.compile(
    r"\b(?:ends?|is (?:complete|completed|finished|done|over))\b[^.]*?\b(?:when|with|once|as soon as)\b",
    re.IGNORECASE,
)
"""Of a scope that says not only where the work ends, but by what one knows."""


def _says_when_done(sop: Sop) -> Finding:
    for section in sop.about("end"):
        if any(sop.speaks_of_work(one) or _lists_what_comes(sop, one) for one in section.blocks):
            return Finding(True, "when the work is complete is told", (section.line,))
    for block in (*sop.said_in("scope"), *sop.facts("scope")):
        if any(_ENDS_WHEN.search(one) and sop.is_about_work(one, 1) for one in clauses([block.text])):
            return Finding(True, "when the work is complete is told", (block.line,))
    return Finding(
        False, "when the work is complete is not told", tuple(one.line for one in sop.about("end"))
    )


def _lists_what_comes(sop: Sop, block: Block) -> bool:
    """Whether it lists outputs that the steps name: `Approved supplier list, supplier ratings.`"""
    return is_list_of_things(block.text) and sop.is_about_work(block.text) and sop.is_new(block)


def _is_whole(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    told = frozenset(one.line for one in sop.instructions)
    blank = [
        one.line
        for place, one in enumerate(sop.sections)
        if one.level and one.topic != "contents" and not _is_filled(sop, place, told)
    ]
    left = [
        block.line
        for block in sop.blocks
        if block.kind in ("text", "entry", "row") and any(map(_is_left_open, block.cells or (block.text,)))
    ]
    untold = {block.line: one for step in sop.steps for block, one in _not_filled(step)}
    open_ends = {
        _says_nothing(len(blank)): blank,
        "placeholders are left": left,
        "conflicts are not settled": [*_unsettled(sop)],
        f"required, but in no instruction of the step: {', '.join(untold.values())}": [*untold],
    }
    if any(open_ends.values()):
        lines = sorted(line for found in open_ends.values() for line in found)
        return Finding(False, listed([what for what, found in open_ends.items() if found]), tuple(lines))
    return Finding(True, "no section is empty, no placeholder left")


def _not_filled(step: Step) -> Iterator[tuple[Block, str]]:
    """What a step says is required but no instruction of it mentions, with its block. A list of which nothing is
    mentioned, or a single thing, is passed over, as it may be about something else."""
    told = content(" ".join(" ".join((one.text, *one.cells)) for one in step.instructions))
    for block in step.blocks:
        names = required(block.text) if block not in step.instructions else []
        untold = [one for one in names if not content(one) <= told]
        if untold and len(untold) < len(names):
            yield block, " and ".join(untold)


def _unsettled(sop: Sop) -> Iterator[int]:
    """Lines of merge conflicts: those of Git, and those that a build marks between edits of people and new
    observations."""
    if sop.torn is not None:
        yield sop.torn
    for block in sop.blocks:
        if block.text.startswith(CONFLICT) and any(one in block.text for one in SAYS.values()):
            yield block.line


def _says_nothing(sections: int) -> str:
    return "1 section says nothing" if sections == 1 else f"{sections} sections say nothing"


def _is_left_open(text: str) -> bool:
    return any(placeholders(text)) or (is_blank(text) and bool(text.strip()))


def _is_filled(sop: Sop, place: int, told: frozenset[int]) -> bool:
    """Whether the section at a place or one below it says something, or is an instruction by its title, at a line in
    `told`."""
    section = sop.sections[place]
    for below in islice(sop.sections, place, None):
        if below is not section and below.level <= section.level:
            break
        if below.line in told or any(
            block.kind == "code"
            or (block.kind == "row" and any(map(str.isdigit, block.text)))
            or len(FUNCTION.intersection(words(block.text))) > 1
            or says_something(block.text)
            or sop.instructs(block)
            or (len(block.text.split()) <= LONGEST_NAME and is_stated(block.text))
            or sop.is_about_work(block.text, 1)
            for block in below.blocks
            if block.kind != "comment"
            and not says_that_nobody_stated(block.text)
            and not is_blank(block.text)
        ):
            return True
    return False


COMPLETENESS = Criterion(
    "completeness", "Completeness", 10, "Is all there that the work takes?",
    (
        Point("A section says what is needed before the first step: access, systems, materials.", _says_what_before),
        Point(
            "A section says when the work is complete, or what comes of it; the scope may (“Ends when …”).",
            _says_when_done,
        ),
        Point(
            "No section is empty, no placeholder such as `TBD` is left, no conflict stands in it, of git or of a "
            "build, and of several things that a step says are required its instructions leave none out.", _is_whole,
        ),
    ),
)  # fmt: skip


def _is_listed(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    of_revisions = {
        id(block) for one in sop.about("revisions") for block in one.blocks if block.kind == "row"
    }
    paragraphs = [
        block
        for block in sop.blocks
        if block.kind in ("text", "entry", "row")
        and id(block) not in of_revisions  # what changed is not looked up at work
        and not block.text.startswith(TALLY)  # a build's count of edits, which are not people's words
    ]
    long = tuple(
        one.line
        for one in paragraphs
        if len(max(one.cells or (one.text,), key=len).split()) > LONGEST_PARAGRAPH
    )
    if long:
        return Finding(False, f"{count(len(long), 'paragraph')} of more than {LONGEST_PARAGRAPH} words", long)
    return Finding(True, f"no paragraph of more than {LONGEST_PARAGRAPH} words")


def _is_brief(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    told = sop.acts
    long = tuple(one.line for one in told if len(one.text.split()) > LONGEST_INSTRUCTION)
    reason = f"{len(long)} of {len(told)} instructions have more than {LONGEST_INSTRUCTION} words"
    return Finding(10 * len(long) <= len(told), reason, long)


def _has_overview(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    if len(sop.instructions) <= FEW_INSTRUCTIONS:
        return Finding(True, f"{len(sop.instructions)} instructions, to be seen at a glance")
    if len(sop.steps) == 1:
        return Finding(False, f"{len(sop.instructions)} instructions under one heading", (sop.steps[0].line,))
    inside = {id(block) for step in sop.steps for block in step.blocks}
    for block in sop.blocks:
        if id(block) not in inside and block.kind != "row" and _names_most(block.text, sop.steps):
            return Finding(True, "the steps are named together before the details", (block.line,))
    return Finding(False, "the steps are nowhere seen together")


def _names_most(text: str, steps: tuple[Step, ...]) -> bool:
    """Whether a text contains at least half of the titles, and two of them, each without a part in brackets at its
    end."""
    titles = {step.title.partition(" (")[0].lower() for step in steps}
    named = sum(bool(title) and title in text.lower() for title in titles)
    return named > 1 and 2 * named >= len(steps)


SCANNABILITY = Criterion(
    "scannability", "Scannability", 8, "Is what one looks for found at a glance?",
    (
        Point(
            f"No paragraph, entry or cell has more than {LONGEST_PARAGRAPH} words, rows on what changed aside.",
            _is_listed,
        ),
        Point(f"Nine in ten instructions have no more than {LONGEST_INSTRUCTION} words.", _is_brief),
        Point(
            "The steps are seen together, in a chart, a list or a sentence that names half of them, two at least; or "
            f"there are no more than {FEW_INSTRUCTIONS} instructions.", _has_overview,
        ),
    ),
)  # fmt: skip
