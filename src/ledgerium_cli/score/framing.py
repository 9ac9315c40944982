"""The criteria “purpose”, “scope” and “roles”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from ledgerium_cli.score.acts import clauses, doer, is_imperative
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.other_languages import aims, names_steps
from ledgerium_cli.score.parts import Block, Step
from ledgerium_cli.score.roles import is_role_alone, marked, mentions
from ledgerium_cli.score.sop import Sop, names_something
from ledgerium_cli.score.words import (
    ABOUT_ITSELF,
    AIMS,
    BOUNDS,
    ENDS,
    FILLER,
    NEGATIONS,
    VERBS,
    content,
    says_something,
    says_that_nobody_stated,
    words,
)

ELSEWHERE = (
    "out of scope", "anything else", "everything else", "own sop", "handled by", "handled in", "covered by",
    "dealt with in", "covered in", "described in", "see sop",
)  # fmt: skip
"""Phrases that refer to another document, and so state what is out of scope."""
IN_ORDER_TO = ("so that", "make sure", "makes sure", "in order to", "so as to")
"""Phrases that introduce what the work is for."""
MOST_WORDS = 60
"""In a purpose."""


def _purpose(sop: Sop) -> list[Block]:
    """The blocks that state the purpose; general phrases do not count."""
    return [
        one
        for one in (*sop.said_in("purpose"), *sop.facts("purpose"))
        if sop.speaks_of_work(one) or _names_title(sop, one) or names_steps(sop, one)
    ]


def _names_title(sop: Sop, block: Block) -> bool:
    """Whether it repeats words of the title: `To close the books within three days.` under `Month-end close`."""
    said = content(block.text)
    return len(said) > 2 and sop.tells_anew(block) and bool(said & content(sop.title) & sop.work_words)


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
        to_do = any(one == "to" and after in VERBS - ABOUT_ITSELF for one, after in pairwise(said))
        begins = said[:1] and said[0] in VERBS - ABOUT_ITSELF
        in_words = any(f" {one} " in f" {' '.join(said)} " for one in IN_ORDER_TO)
        if to_do or begins or in_words or aims(sop, block) or AIMS.intersection(said):
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


def _scope(sop: Sop) -> list[Block]:
    return [
        one
        for one in (*sop.said_in("scope"), *sop.facts("scope"))
        if sop.speaks_of_work(one) or _is_all_of(sop, one) or _bounds_work(sop, one)
    ]


def _bounds_work(sop: Sop, block: Block) -> bool:
    """Whether it applies to something that the steps name: `Applies to all orders.`"""
    said = {*words(block.text)}
    return (
        any(one <= said for one in (*ENDS, *BOUNDS))
        and sop.is_about_work(block.text, 1)
        and sop.tells_anew(block)
    )


def _is_all_of(sop: Sop, block: Block) -> bool:
    """Whether it covers all of something that has a name: `All entities in the EU.`"""
    sentences = [one for one in clauses([block.text]) if names_something(replace(block, text=one))]
    whole = any({"all", "every"} & {*words(one)} and says_something(one) for one in sentences)
    return whole and sop.tells_anew(block)


def _states_scope(sop: Sop) -> Finding:
    told = _scope(sop)
    if told:
        return Finding(True, "a scope that speaks of this work", (told[0].line,))
    lines = tuple(one.line for one in sop.about("scope"))
    return Finding(False, "the scope does not speak of this work" if lines else "no scope is stated", lines)


def _says_bounds(sop: Sop) -> Finding:
    for block in _scope(sop):
        said = {*words(block.text)}
        if any(ends <= said for ends in ENDS):
            return Finding(True, "it says from where to where", (block.line,))
        if any(bound <= said for bound in BOUNDS):
            return Finding(True, "it says to what it applies", (block.line,))
    return Finding(
        False, "where it begins and ends is not told", tuple(one.line for one in sop.about("scope"))
    )


def _says_what_is_left_out(sop: Sop) -> Finding:
    for block in sop.said_in("scope", "outside"):
        if _negates(block.text) and len(content(block.text)) > 1 and sop.tells_anew(block):
            return Finding(True, "what is left out is told", (block.line,))
    for section in sop.about("outside"):
        if any(sop.is_about_work(one.text, 1) and sop.is_new(one) for one in section.blocks):
            return Finding(True, "what is left out is told", (section.line,))
    return Finding(False, "what is left out is not told", tuple(one.line for one in sop.about("scope")))


_REFERS = re.compile(
    r"(?i:\b(?:is|are) (?:\w+ ){1,2}(?:by|in|under) (?:the )?)(?:(?i:procedure|polic|sop|instruction)|[A-Z]{1,6}-\d)"
)
"""`Returns are controlled by P-12.`"""


def _negates(text: str) -> bool:
    if _REFERS.search(text):
        return True
    said = words(text)
    return bool(NEGATIONS.intersection(said)) or any(one in " ".join(said) for one in ELSEWHERE)


SCOPE = Criterion(
    "scope", "Scope", 6, "To what does it apply, and to what not?",
    (
        Point(
            "A section on the scope has a sentence that names the work of the steps, or all of something by its name "
            "(`All entities in the EU`).", _states_scope,
        ),
        Point("It says where the work begins and ends, or to what it applies.", _says_bounds),
        Point("It says what is not covered or not known.", _says_what_is_left_out),
    ),
)  # fmt: skip


NO_ROLE = "no section names a role and what it does"


def _tells_roles(sop: Sop) -> Finding:
    lines = tuple(one.line for one in sop.about("roles"))
    if not sop.own_roles:
        return Finding(False, NO_ROLE, lines)
    if _told_roles(sop):
        return Finding(True, "roles with what they do", lines)
    return Finding(False, "what the roles do in this work is not told", lines)


def _told_roles(sop: Sop) -> dict[str, int]:
    """The roles with their lines, if the section on roles says what they do in this work."""
    told = any(sop.speaks_of_work(one) or sop.is_about_work(marked(one), 1) for one in sop.said_in("roles"))
    return sop.own_roles if told else {}


def _names(step: Step, name: str) -> bool:
    cells = (cell for one in step.blocks for cell in one.cells)
    return any(mentions(one, name) for one in (step.title, *(one.text for one in step.blocks), *cells))


def _stands_beside_a_step(sop: Sop, name: str) -> bool:
    """Whether a row of the roles names it beside the title of a step."""
    rows = (one.cells for one in sop.said_in("roles") if any(mentions(cell, name) for cell in one.cells))
    titles = [one.title for one in sop.steps if content(one.title)]
    return any(mentions(cell, title) for cells in rows for cell in cells[1:] for title in titles)


def _steps_name_roles(sop: Sop) -> Finding:
    acts = [one for step in sop.steps for one in step.instructions]
    if not acts:
        return Finding(False, "no step names who does it")
    if len(_told_roles(sop)) == 1 and not any(_does_another(sop, one) for one in acts):
        return Finding(True, "one role does all")
    if len(sop.steps) == 1:
        without = [one.line for one in acts if not _says_who(sop, one)]
    else:
        without = [step.line for step in sop.steps if not _step_says_who(sop, step)]
    if without:
        return Finding(
            False,
            f"{len(without)} {'does' if len(without) == 1 else 'do'} not name who does it",
            tuple(without),
        )
    return Finding(True, "every step names who does it")


def _step_says_who(sop: Sop, step: Step) -> bool:
    return (
        (is_role_alone(step.title) and not is_imperative(step.title))
        or any(_names(step, name) for name in sop.own_roles)
        or all(_says_who(sop, one) for one in step.instructions)
    )


def _says_who(sop: Sop, block: Block) -> bool:
    named = any(mentions(one, name) for name in sop.own_roles for one in (block.text, *block.cells))
    return named or doer(block.text, sop.roles, block.who) is not None


def _does_another(sop: Sop, block: Block) -> bool:
    """Whether it names an actor who is none of the roles of the document."""
    who = doer(block.text, sop.roles, block.who)
    return who is not None and not any(who.lower() in name.lower() for name in sop.roles)


def _in_short(name: str, names: Collection[str]) -> Iterator[str]:
    """The last word of the name of a role, if no other one ends with it: `Clerk` for `Accounts clerk`."""
    last = [one.split()[-1].lower() for one in names if one.split()]
    word = name.split()[-1] if " " in name else ""
    if word and last.count(word.lower()) == 1:
        yield word.lower()


def _roles_are_used(sop: Sop) -> Finding:
    names = _told_roles(sop)
    idle = {
        name: line
        for name, line in names.items()
        if not any(_names(step, form) for step in sop.steps for form in (name, *_in_short(name, names)))
        and not _stands_beside_a_step(sop, name)
    }
    if not names:
        return Finding(False, NO_ROLE)
    if idle and len(names) > 1:
        return Finding(False, f"named, but in no step: {', '.join(idle)}", tuple(idle.values()))
    return Finding(True, "every role that is named does something")


ROLES = Criterion(
    "roles", "Roles", 8, "Who does what?",
    (
        Point("A section names the roles and what they do in this work.", _tells_roles),
        Point(
            "Every step names who does it; where one role is named and nobody else does anything, it does all.",
            _steps_name_roles,
        ),
        Point(
            "Every role that is named does something in the steps: there, or in a table of roles that names the step.",
            _roles_are_used,
        ),
    ),
)  # fmt: skip
