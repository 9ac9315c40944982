"""The criterion “decisions”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ledgerium_cli.score.acts import (
    clauses,
    has_other_way,
    is_condition,
    is_imperative,
    is_told_of,
    tells_what_then,
)
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.parts import Block, Step
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.trust import cites_throughout
from ledgerium_cli.score.words import OF_TIME, words

ALL_ALIKE = (("none", "were", "seen"), ("went", "this", "way"))
CONDITIONAL = (
    "if",
    "when",
    "condition",
    "situation",
    "case",
    "on ",
    "problem",
    "symptom",
    "finding",
    "question",
    "error",
)
"""How the head of a column of conditions begins."""
_VALUE = re.compile(
    r"\s*(?:[<>≤≥]|(?:yes|no|none|not|below|above|over|under|between)\b|(?:less|more) than\b"
    r"|.* or (?:above|below|more|less|higher|lower)\b)",
    re.IGNORECASE,
)
"""A first cell that says at which value to do what: `6.0 or above`, `No answer`."""


def _is_without_branches(sop: Sop) -> bool:
    """Whether the SOP states, with evidence throughout, that no other way was seen."""
    said = [words(block.text) for block in sop.said_in("procedure", "exceptions")]
    return cites_throughout(sop) and all(any(set(told) <= set(one) for one in said) for told in ALL_ALIKE)


def conditions(blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """The clauses that say what to do under a condition, each with its block."""
    return [(block, one) for block in blocks if block.kind != "code" for one in _conditions_in(block)]


def _conditions_in(block: Block) -> Iterator[str]:
    if _is_rule(block):
        yield block.text
        return
    yield from (one for one in clauses(block.cells or (block.text,)) if tells_what_then(one))


def _is_rule(block: Block) -> bool:
    """Whether a table row has a condition in one cell, or below a head such as `If`, or begins with a value, and has
    what to do in another."""
    told = [cell for cell in block.cells if len(cell.split()) > 1]
    heads = [
        head.lower()
        for head, cell in zip(block.head, block.cells, strict=False)
        if len(cell.split()) > 1 and not _is_time(cell)
    ]
    is_value = len(block.cells) > 1 and _VALUE.match(block.cells[0]) is not None
    if is_value or any(head.startswith(CONDITIONAL) for head in heads):
        return any(is_imperative(cell) or is_told_of(cell, who="somebody") for cell in told)
    return len(block.cells) > 1 and any(is_condition(cell) for cell in told)


def _is_time(cell: str) -> bool:
    """Whether a cell gives nothing but a time, as `Day 1` or `Every Monday, 9:00` below *When*."""
    return all(word in OF_TIME or word[:1].isdigit() for word in words(cell))


def _decides(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    found = conditions(block for step in sop.steps for block in step.blocks)
    lines = tuple(dict.fromkeys(block.line for block, _ in found))
    return Finding(
        bool(found), f"{len(found)} told as `if …, then …`" if found else "no condition is told", lines
    )


def _forks(step: Step) -> set[str]:
    """The conditions that may hold or not, unlike `Read the value when the display has been stable for 30 s`."""
    told = {one.rstrip(".") for _, one in conditions(step.blocks)}
    return {one for one in told if is_condition(one) or not {"when"} <= {*words(one)}}


def _has_alternative(step: Step) -> bool:
    different = _forks(step)
    return len(different) != 1 or any(has_other_way(one.text) for one in step.blocks)


def _tells_both_ways(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    deciding = [step for step in sop.steps if _forks(step)]
    if not deciding:
        return Finding(False, "no condition is told that may hold or not")
    open_ended = tuple(step.line for step in deciding if not _has_alternative(step))
    reason = f"{len(open_ended)} of {len(deciding)} deciding steps tell one way only"
    return Finding(not open_ended, reason, open_ended)


def _tells_exception(sop: Sop, block: Block) -> bool:
    """Whether a block is about the work: by two words of it, or by one with what to do under a condition."""
    then = bool(conditions([block])) and sop.tells_anew(block) and sop.is_about_work(block.text, 1)
    return sop.speaks_of_work(block) or then


def _tells_exceptions(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    for section in sop.about("exceptions"):
        is_step = section.topic == "procedure" and bool(conditions(section.blocks))
        if is_step or any(_tells_exception(sop, block) for block in section.blocks):
            return Finding(True, "exceptions stand in their own place", (section.line,))
    lines = tuple(one.line for one in sop.about("exceptions"))
    what = "the exceptions do not speak of this work" if lines else "no section on exceptions and what then"
    return Finding(False, what, lines)


DECISIONS = Criterion(
    "decisions", "Decisions", 10, "What when it goes otherwise?",
    (
        Point(
            "A step says what to do under a condition: `If …: …`, `When …, …`, `Do … if …`, or a table below `If`; "
            "not `if necessary`. Not applicable where the document says, with its sources, that every case went the "
            "same way and no exception was seen.", _decides,
        ),
        Point(
            "Every step that decides tells the other way too: a second condition, `otherwise`, `if not`; or the way is "
            "to stop, to refuse or to repeat, so that else one goes on.", _tells_both_ways,
        ),
        Point("A section on exceptions, errors or escalation speaks of this work.", _tells_exceptions),
    ),
)  # fmt: skip
