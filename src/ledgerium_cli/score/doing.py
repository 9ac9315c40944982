"""The criteria “procedure” and “actionability”."""

from __future__ import annotations

import re
from dataclasses import replace

from ledgerium_cli.score.acts import actions, is_imperative, without_lead, without_who
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.parts import Block
from ledgerium_cli.score.sop import LEAST, Sop, is_command, names_something
from ledgerium_cli.score.words import VAGUE, content, placeholders, vague, words

_DEFINITE = re.compile(r"\bthe (\w+)")
WITH_ITS_VERB = 3
"""The fewest words of content, verb included, in an instruction that names its object."""


def few_told(sop: Sop) -> Finding | None:
    """The finding that misses every point on instructions when there are fewer than `LEAST`; None when there are
    enough."""
    n = len(sop.acts)
    if n >= LEAST:
        return None
    return Finding(
        False,
        f"{n} {'instruction begins' if n == 1 else 'instructions begin'} with a verb, or with who does what, and fewer "
        f"than {LEAST} earn no point here",
    )


def _instructs(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    reason = f"{len(sop.acts)} of {len(sop.instructions)} instructions say what to do{_in_which_form(sop)}"
    return Finding(2 * len(sop.acts) >= len(sop.instructions), reason, _others(sop))


def _in_which_form(sop: Sop) -> str:
    told = [replace(one, text=without_lead(one.text, one.names)) for one in sop.acts]
    commands = sum(is_imperative(one.text) or is_command(one) or not sop.instructs(one) for one in told)
    if commands == len(sop.acts):
        return ", in the imperative"
    if not commands:
        return ", in the third person"
    return f", {commands} in the imperative and {len(sop.acts) - commands} in the third person"


def _others(sop: Sop) -> tuple[int, ...]:
    return tuple(one.line for one in sop.instructions if not sop.instructs(one))


def _instructs_throughout(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    others = _others(sop)
    what = f"{len(others)} of {len(sop.instructions)} begin otherwise"
    return Finding(10 * len(others) <= len(sop.instructions), what, others)


def _one_action(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    several = tuple(one.line for one in sop.acts if actions(without_lead(one.text, one.names)) > 1)
    reason = f"{len(several)} of {len(sop.acts)} ask for more than one thing"
    return Finding(10 * len(several) <= len(sop.acts), reason, several)


PROCEDURE = Criterion(
    "procedure", "Procedure", 16, "Is it told step by step, one action each?",
    (
        Point(
            f"There are numbered instructions, {LEAST} or more, and at least half of them begin with a verb in the "
            "imperative (`Open …`) or with who does what (`The clerk opens …`, `The clerk shall open …`).", _instructs,
        ),
        Point("Nine in ten of them do.", _instructs_throughout),
        Point("Nine in ten of those ask for one action only.", _one_action),
    ),
)  # fmt: skip


def _names_what(block: Block) -> bool:
    """Whether an instruction names its object, by a name, a number or two words of content, apart from the actor
    and from vague words."""
    act = without_who(block.text).strip()
    told = content(" ".join(word for word in words(act) if word not in VAGUE))
    return names_something(replace(block, text=act)) or len(told) >= WITH_ITS_VERB


def _nameless(sop: Sop) -> tuple[int, ...]:
    """The lines of instructions that name nothing in particular, nor `the` thing that was named before."""
    known = content(sop.title)
    found = []
    for one in sop.acts:
        if not (_names_what(one) or known & content(" ".join(_DEFINITE.findall(one.text)))):
            found.append(one.line)
        known |= content(one.text)
    return tuple(found)


def _names_half(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    bare, n = _nameless(sop), len(sop.acts)
    return Finding(2 * len(bare) <= n, f"{n - len(bare)} of {n} name what they act on in particular", bare)


def _names_throughout(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    bare, n = _nameless(sop), len(sop.acts)
    return Finding(10 * len(bare) <= n, f"{len(bare)} of {n} name nothing in particular", bare)


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
            "bold, a name, a number, a thing in two words or more (`the caps of the bottles`), or `the` thing that the "
            "title or an earlier instruction names.", _names_half,
        ),
        Point("Nine in ten do.", _names_throughout),
        Point(
            "No word in the steps leaves it to the reader what to do: `appropriate`, `as needed`, `timely`, "
            "`etc.`, `TBD`.",
            _leaves_nothing_open,
        ),
    ),
)  # fmt: skip
