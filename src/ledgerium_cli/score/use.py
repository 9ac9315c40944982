"""The criteria “training” and “machine use”."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from ledgerium_cli.score.acts import without_who
from ledgerium_cli.score.deciding import conditions
from ledgerium_cli.score.doing import few_told
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.parts import Block, Step
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.words import content, stem, words

RESULTS = ("result", "expected", "outcome", "you see", "done when", "check that", "the page says")
"""How an entry of a step begins that says how to see that the step succeeded."""
CHECKS = ("check", "accept", "criteri", "target")
"""How else the head of a column begins that says it."""
LEARNING = frozenset(
    map(
        stem,
        "alone assess certify colleague competent course learn practise practice shadow supervise train".split(),
    )
)
"""Stems of words that tell how work is learnt."""
CHARTS = ("mermaid", "plantuml", "dot", "graphviz", "bpmn")
DATA = ("json", "toml", "yaml", "yml")


def _teaches(sop: Sop) -> Finding:
    for section in sop.about("training"):
        if any(sop.speaks_of_work(one) or _says_how_learnt(sop, one) for one in section.blocks):
            return Finding(True, "how it is learnt is told", (section.line,))
    return Finding(
        False, "how a new person learns it is not told", tuple(one.line for one in sop.about("training"))
    )


def _says_how_learnt(sop: Sop, block: Block) -> bool:
    """Whether it tells of learning what the steps name: `Nurses do three supervised cannulations.`"""
    return sop.is_about_work(block.text, 1) and sop.tells_anew(block) and bool(LEARNING & content(block.text))


def _shows_result(step: Step) -> bool:
    return any(map(_tells_result, step.blocks)) or bool(conditions(step.blocks))


def _tells_result(block: Block) -> bool:
    below = zip(block.head, block.cells, strict=False)
    says = len(block.text.split()) > 2 or bool(block.names)
    return (block.text.lower().startswith(RESULTS) and says) or any(
        head.lower().startswith((*RESULTS, *CHECKS)) and len(content(cell)) > 0 for head, cell in below
    )


def _shows_results(sop: Sop) -> Finding:
    if (few := few_told(sop)) is not None:
        return few
    without = tuple(step.line for step in sop.steps if not _shows_result(step))
    reason = f"{len(sop.steps) - len(without)} of {len(sop.steps)} steps say how one sees what came of them"
    return Finding(10 * len(without) <= len(sop.steps), reason, without)


def _shows_examples(sop: Sop) -> Finding:
    """Whether exceptions have an example that a learner can recognise: a message of the screen, or a case by its
    number."""
    for block in sop.said_in("exceptions", "training"):
        said = [word for word in words(block.text) if any(map(str.isdigit, word)) and not word.isdigit()]
        names = [one for one in block.names if not one.endswith("?")]
        if sop.speaks_of_work(block) and (names or said):
            return Finding(True, "examples of what goes otherwise", (block.line,))
    return Finding(False, "no example of what goes otherwise: what the screen says, or a case")


TRAINING = Criterion(
    "training", "Training", 4, "Can a new person learn from it?",
    (
        Point("A section says how this work is learnt, or what one must be able to do.", _teaches),
        Point("Nine in ten steps say how one sees what came of them: `Result: …`, `If …: …`.", _shows_results),
        Point("Exceptions are told with an example: what the screen said, or a case by its number.", _shows_examples),
    ),
)  # fmt: skip


def _has_ids(sop: Sop) -> Finding:
    """Whether each step has an id of its own: an HTML comment, which no reader sees."""
    if (few := few_told(sop)) is not None:
        return few
    ids = [next((one.text for one in step.blocks if _is_id(one)), None) for step in sop.steps]
    without = tuple(
        step.line for step, one in zip(sop.steps, ids, strict=True) if one is None or ids.count(one) > 1
    )
    return Finding(
        not without, f"{len(sop.steps) - len(without)} of {len(sop.steps)} steps have an id", without
    )


def _is_id(block: Block) -> bool:
    return block.kind == "comment" and (block.text.startswith("<!-- step:") or "id=" in block.text)


def _shows_steps(sop: Sop, text: str) -> bool:
    """Whether a text names at least half of the steps (of the instructions when there is one step), by two words of
    each."""
    parts = (
        [step.title for step in sop.steps]
        if len(sop.steps) > 1
        else [without_who(one.text) for one in sop.acts]
    )
    own = [content(part) for part in parts]
    shown = [one for one in own if one and len(one & content(text)) >= min(2, len(one))]
    return bool(own) and 2 * len(shown) >= len(own)


def _code(sop: Sop) -> Iterator[Block]:
    return (block for block in sop.blocks if block.kind == "code")


def _has_chart(sop: Sop) -> Finding:
    for block in _code(sop):
        if block.info.split(" ")[0] in CHARTS and _shows_steps(sop, block.text):
            return Finding(True, f"the flow in {block.info}", (block.line,))
    return Finding(False, "the flow is in no form that a program reads")


def _has_data(sop: Sop) -> Finding:
    for block in _code(sop):
        kind = block.info.split(" ")[0]
        if kind in DATA and _is_sound(kind, block.text) and _shows_steps(sop, block.text):
            return Finding(True, f"the steps in {kind}", (block.line,))
    return Finding(False, "the steps are in no form that a program reads")


def _is_sound(kind: str, text: str) -> bool:
    """Whether JSON or TOML is valid; YAML is not checked."""
    try:
        if kind == "json":
            json.loads(text)
        elif kind == "toml":
            tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


MACHINE_USE = Criterion(
    "machine-use", "Machine use", 4, "Can a program use it?",
    (
        Point("Every step has an id of its own that stays: a comment such as `<!-- step: enter-order -->`.", _has_ids),
        Point(
            "The flow is drawn in a language of charts: Mermaid, PlantUML, DOT; it names at least half of the steps, "
            "or of the instructions where there is one step.", _has_chart,
        ),
        Point("As many of the steps stand in a block of JSON, TOML or YAML.", _has_data),
    ),
)  # fmt: skip
