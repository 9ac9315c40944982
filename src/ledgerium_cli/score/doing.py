"""Criteria: procedure, actionability, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.sop import Block, Sop, Step
from ledgerium_cli.score.words import (
    OTHERWISE,
    actions,
    is_condition,
    is_imperative,
    placeholders,
    vague,
    without_quotations,
    words,
)

LEAST = 3
"""Instructions; fewer are no procedure."""


def imperatives(sop: Sop) -> list[Block]:
    return [one for one in sop.instructions if is_imperative(one.text)]


def few_told(sop: Sop) -> Finding | None:
    """What stands in the way of all that is asked of instructions; None where there are enough."""
    n = len(imperatives(sop))
    if n >= LEAST:
        return None
    return Finding(
        False, f"{n} {'instruction begins' if n == 1 else 'instructions begin'} with a verb in the imperative"
    )


def _instructs(sop: Sop) -> Finding:
    told, all_of_them = imperatives(sop), sop.instructions
    if (few := few_told(sop)) is not None:
        return few
    others = tuple(one.line for one in all_of_them if one not in told)
    reason = f"{len(told)} of {len(all_of_them)} instructions begin with a verb in the imperative"
    return Finding(2 * len(told) >= len(all_of_them), reason, others)


def _instructs_throughout(sop: Sop) -> Finding:
    told = imperatives(sop)
    if (few := few_told(sop)) is not None:
        return few
    others = tuple(one.line for one in sop.instructions if one not in told)
    what = f"{len(others)} of {len(sop.instructions)} begin otherwise"
    return Finding(10 * len(others) <= len(sop.instructions), what, others)


def _one_action(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    told = imperatives(sop)
    several = tuple(one.line for one in told if actions(one.text) > 1)
    reason = f"{len(several)} of {len(told)} ask for more than one thing"
    return Finding(10 * len(several) <= len(told), reason, several)


PROCEDURE = Criterion(
    "procedure", "Procedure", 16, "Is it told step by step, one action each?",
    (
        Point(
            f"There are numbered instructions, {LEAST} or more, and at least half of them begin with a verb in the "
            "imperative.", _instructs,
        ),
        Point("Nine in ten of them do.", _instructs_throughout),
        Point("Nine in ten of those ask for one action only.", _one_action),
    ),
)  # fmt: skip


def _names_something(block: Block) -> bool:
    """Quoted, bold, code or a link; or a name or number inside the sentence."""
    said = words_as_written(block.text)
    return bool(block.names) or any(word[:1].isupper() or word[:1].isdigit() for word in said[1:])


def words_as_written(text: str) -> list[str]:
    return [word.strip(".,;:()") for word in without_quotations(text).split()]


def _nameless(sop: Sop) -> tuple[int, ...]:
    return tuple(one.line for one in imperatives(sop) if not _names_something(one))


def _names_half(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    bare, n = _nameless(sop), len(imperatives(sop))
    return Finding(2 * len(bare) <= n, f"{n - len(bare)} of {n} name what they act on", bare)


def _names_throughout(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    bare, n = _nameless(sop), len(imperatives(sop))
    return Finding(10 * len(bare) <= n, f"{len(bare)} of {n} name nothing", bare)


def _leaves_nothing_open(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    found = [
        (block.line, word) for step in sop.steps for block in step.blocks
        if block.kind != "comment"
        for word in (*vague(block.text), *placeholders(block.text))
    ]  # fmt: skip
    if found:
        named = ", ".join(dict.fromkeys(word for _, word in found))
        return Finding(False, f"left to the reader: {named}", tuple(dict.fromkeys(line for line, _ in found)))
    return Finding(True, "no word leaves it to the reader what to do")


ACTIONABILITY = Criterion(
    "actionability", "Actionability", 12, "Can it be followed without asking?",
    (
        Point(
            "At least half of the instructions name what they act on: a control or document in quotation marks or "
            "bold, a name, a number.", _names_half,
        ),
        Point("Nine in ten do.", _names_throughout),
        Point(
            "No word in the steps leaves it to the reader what to do: `appropriate`, `as needed`, `timely`, "
            "`etc.`, `TBD`.",
            _leaves_nothing_open,
        ),
    ),
)  # fmt: skip

ALL_ALIKE = (("none", "were", "seen"), ("went", "this", "way"))


def _is_without_branches(sop: Sop) -> bool:
    """Whether it says itself that nothing else was seen."""
    said = [words(block.text) for block in sop.said_in("procedure", "exceptions")]
    return all(any(set(told) <= set(one) for one in said) for told in ALL_ALIKE)


def _clauses(block: Block) -> Iterator[str]:
    """Sentences, and the cells of a row."""
    for part in block.cells or (block.text,):
        yield from (one for one in part.replace("; ", ". ").split(". ") if one)


def conditions(blocks: tuple[Block, ...] | list[Block]) -> list[Block]:
    """Those that say what to do under a condition: it comes first, and more than it is told."""
    return [block for block in blocks if any(map(_tells_what_then, _clauses(block))) or _is_rule(block)]


def _is_rule(block: Block) -> bool:
    """A row with a condition in one cell and what to do in another."""
    return len(block.cells) > 1 and any(is_condition(cell) and len(cell.split()) > 1 for cell in block.cells)


def _tells_what_then(sentence: str) -> bool:
    said = without_quotations(sentence)
    return (
        is_condition(said)
        and (", " in said or ": " in said or " then " in said)
        and not is_vague_condition(said)
    )


def is_vague_condition(sentence: str) -> bool:
    return any(vague(sentence.partition(",")[0]))


def _decides(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    found = conditions([block for step in sop.steps for block in step.blocks])
    lines = tuple(one.line for one in found)
    return Finding(
        bool(found), f"{len(found)} told as `if …, then …`" if found else "no condition is told", lines
    )


def _has_alternative(step: Step) -> bool:
    found = conditions(step.blocks)
    return len(found) != 1 or any(OTHERWISE.intersection(words(one.text)) for one in step.blocks)


def _tells_both_ways(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    deciding = [step for step in sop.steps if conditions(step.blocks)]
    if not deciding:
        return Finding(False, "no condition is told")
    open_ended = tuple(step.line for step in deciding if not _has_alternative(step))
    reason = f"{len(open_ended)} of {len(deciding)} deciding steps tell one way only"
    return Finding(not open_ended, reason, open_ended)


def _tells_exceptions(sop: Sop) -> Finding:
    if _is_without_branches(sop):
        return Finding(None, "every case went the same way")
    for section in sop.about("exceptions"):
        if any(sop.is_about_work(block.text) for block in section.blocks):
            return Finding(True, "exceptions stand in their own place", (section.line,))
    return Finding(
        False, "no section on exceptions and what then", tuple(one.line for one in sop.about("exceptions"))
    )


DECISIONS = Criterion(
    "decisions", "Decisions", 10, "What when it goes otherwise?",
    (
        Point(
            "A step says what to do under a condition: `If …: …`, `When …, …`; not `if necessary`. Not "
            "applicable where the document says that every case went the same way and no exception was seen.", _decides,
        ),
        Point("Every step that decides tells the other way too: a second condition, or `otherwise`.", _tells_both_ways),
        Point("A section on exceptions, errors or escalation speaks of this work.", _tells_exceptions),
    ),
)  # fmt: skip
