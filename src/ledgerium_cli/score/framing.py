"""Criteria: purpose, scope, roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.sop import Block, Sop, Step
from ledgerium_cli.score.words import (
    AIMS,
    BOUNDS,
    FILLER,
    NEGATIONS,
    VERBS,
    content,
    is_stated,
    says_that_nobody_stated,
    words,
)

MOST_WORDS = 60
"""Of a purpose."""


def _purpose(sop: Sop) -> list[Block]:
    """What tells it; general phrases do not."""
    return [one for one in sop.said_in("purpose") if sop.is_about_work(one.text)]


def _states_purpose(sop: Sop) -> Finding:
    told = _purpose(sop)
    if told:
        return Finding(True, "a purpose that speaks of this work", (told[0].line,))
    own = sop.about("purpose")
    written = any(not says_that_nobody_stated(one.text) for one in sop.said_in("purpose"))
    what = "what stands as purpose does not speak of this work" if written else "no purpose is stated"
    return Finding(False, what, tuple(one.line for one in own))


def _says_what_for(sop: Sop) -> Finding:
    for block in _purpose(sop):
        said = words(block.text)
        to_do = any(one == "to" and after in VERBS for one, after in pairwise(said))
        if to_do or AIMS.intersection(said) or (said[:1] and said[0] in VERBS):
            return Finding(True, "it says what for", (block.line,))
    return Finding(False, "what the work is for is not told", tuple(one.line for one in _purpose(sop)))


def _purpose_is_short(sop: Sop) -> Finding:
    own = sop.said_in("purpose")
    lines = tuple(one.line for one in own)
    if not _purpose(sop):
        return Finding(False, "no purpose", lines)
    size = sum(len(one.text.split()) for one in own)
    empty = sorted({word for one in own for word in words(one.text)} & FILLER)
    if size > MOST_WORDS or empty:
        what = f"{size} words" + (f", among them {', '.join(empty)}" if empty else "")
        return Finding(False, what, lines)
    return Finding(True, f"{size} words", lines)


PURPOSE = Criterion(
    "purpose", "Purpose", 6, "Why is this work done?",
    (
        Point("A section on the purpose has a sentence that names the work of the steps.", _states_purpose),
        Point("It says what for: `to …`, `so that …`, `ensures …`, `prevents …`.", _says_what_for),
        Point(f"It has no more than {MOST_WORDS} words, and none that only sounds well.", _purpose_is_short),
    ),
)  # fmt: skip


def _states_scope(sop: Sop) -> Finding:
    own = sop.about("scope")
    told = [one for one in sop.said_in("scope") if sop.is_about_work(one.text)]
    if told:
        return Finding(True, "a scope that speaks of this work", (told[0].line,))
    return Finding(False, "no scope that speaks of this work", tuple(one.line for one in own))


def _says_bounds(sop: Sop) -> Finding:
    for block in sop.said_in("scope"):
        said = set(words(block.text))
        if sop.is_about_work(block.text) and any(bound <= said for bound in BOUNDS):
            return Finding(True, "it says from where to where", (block.line,))
    return Finding(
        False, "where it begins and ends is not told", tuple(one.line for one in sop.about("scope"))
    )


def _says_what_is_left_out(sop: Sop) -> Finding:
    for block in sop.said_in("scope", "outside"):
        if NEGATIONS.intersection(words(block.text)) and len(content(block.text)) > 2:
            return Finding(True, "what is left out is told", (block.line,))
    for section in sop.about("outside"):
        if any(sop.is_about_work(one.text, 1) for one in section.blocks):
            return Finding(True, "what is left out is told", (section.line,))
    return Finding(False, "what is left out is not told", tuple(one.line for one in sop.about("scope")))


SCOPE = Criterion(
    "scope", "Scope", 6, "To what does it apply, and to what not?",
    (
        Point("A section on the scope has a sentence that names the work of the steps.", _states_scope),
        Point("It says where the work begins and ends, or to what it applies.", _says_bounds),
        Point("It says what is not covered or not known.", _says_what_is_left_out),
    ),
)  # fmt: skip


NAMING = frozenset(
    "actor by charge employee held in name names of owner people performed person position recorded as role roles "
    "staff team the to assigned who".split()
)
"""Words of the head of a column that names who has a role."""
REMARKS = frozenset("note important warning caution attention remark tip hint example exception".split())
"""What begins a remark, and is no role."""


def role_names(sop: Sop) -> dict[str, int]:
    """Names of roles and people, with their lines, of the section on roles: the first cell of a row, and the second
    where its head says that it names somebody; what stands before a colon, or is bold where an entry begins. Bold words
    elsewhere stress something."""
    found: dict[str, int] = {}
    for block in sop.said_in("roles"):
        if block.kind == "row":
            head = {*words(block.head[1])} if len(block.cells) > 2 else set()
            is_named = bool(head) and head <= NAMING
            names = tuple(name for cell in block.cells[: 1 + is_named] for name in _in_cell(cell))
        else:
            names = _named_first(block)
        for name in names:
            if is_stated(name) and content(name):
                found.setdefault(name, block.line)
    return found


def _in_cell(cell: str) -> Sequence[str]:
    """`7 people: Ana, Ben and 5 more` names two."""
    counted, colon, listed = cell.partition(": ")
    if not colon or not counted[:1].isdigit():
        return [cell]
    return [name for name in re.split(", | and ", listed) if not name.endswith(" more")]


def _named_first(block: Block) -> tuple[str, ...]:
    """Before a colon; else, in a list, bold and at the beginning, perhaps behind an article."""
    label, colon, _ = block.text.partition(":")
    if colon and len(label.split()) <= 5:
        return () if label.strip().lower() in REMARKS else (label,)
    begins = block.text.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
    bold = block.names[:1] if block.kind == "entry" else ()
    return tuple(name for name in bold if name and begins.startswith(name.lower()))


def _tells_roles(sop: Sop) -> Finding:
    lines = tuple(one.line for one in sop.about("roles"))
    if not role_names(sop):
        return Finding(False, "no role is named", lines)
    if any(sop.is_about_work(one.text) for one in sop.said_in("roles")):
        return Finding(True, "roles with what they do", lines)
    return Finding(False, "what the roles do in this work is not told", lines)


def _names(step: Step, name: str) -> bool:
    said = [
        step.title,
        *(one.text for one in step.blocks),
        *(cell for one in step.blocks for cell in one.cells),
    ]
    return any(name.lower() in one.lower() for one in said)


def _steps_name_roles(sop: Sop) -> Finding:
    names = role_names(sop)
    if not names or not sop.steps:
        return Finding(False, "no role is named")
    if len(names) == 1:
        return Finding(True, "one role does all")
    if len(sop.steps) == 1:
        without = [one.line for one in sop.steps[0].instructions if not _block_names(one, names)]
    else:
        without = [step.line for step in sop.steps if not any(_names(step, name) for name in names)]
    if without:
        return Finding(False, f"{len(without)} do not name who does it", tuple(without))
    return Finding(True, "every step names who does it")


def _block_names(block: Block, names: dict[str, int]) -> bool:
    said = " | ".join((block.text, *block.cells)).lower()
    return any(name.lower() in said for name in names)


def _roles_are_used(sop: Sop) -> Finding:
    names = role_names(sop)
    idle = {name: line for name, line in names.items() if not any(_names(step, name) for step in sop.steps)}
    if not names:
        return Finding(False, "no role is named")
    if idle and len(names) > 1:
        return Finding(False, f"named, but in no step: {', '.join(idle)}", tuple(idle.values()))
    return Finding(True, "every role that is named does something")


ROLES = Criterion(
    "roles", "Roles", 8, "Who does what?",
    (
        Point("A section names the roles and what they do in this work.", _tells_roles),
        Point("Every step names one of them; where there is one role only, it does all.", _steps_name_roles),
        Point("Every role that is named does something in the steps.", _roles_are_used),
    ),
)  # fmt: skip
