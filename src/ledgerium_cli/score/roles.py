"""Finds the roles that the section on roles names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ledgerium_cli.score.acts import does, is_imperative, is_person
from ledgerium_cli.score.parts import Block
from ledgerium_cli.score.topics import LEADS, is_label, topic_of
from ledgerium_cli.score.words import DETERMINERS, LONGEST_SENTENCE, content, is_stated, words

NAMING = frozenset(
    "actor by charge employee held in name names of owner people performed person position recorded as role roles "
    "staff team the to assigned who".split()
)
"""Words in the head of a column that names people or roles."""
REMARKS = frozenset("note important warning caution attention remark tip hint example exception".split())
"""Words that begin a remark, not a role."""
MAY = frozenset("may can who".split())
"""Words that, behind a role, begin what it may do or must be able to do: `nurses who have passed the test`."""
LONGEST_NAME = 5
"""In words."""
LONGEST_ALONE = 3
"""In words, for a role that stands alone."""
TICKS = frozenset("x✓✔•")
"""Marks in a table of roles with what each does at its head."""
_RACI = re.compile(r"[RACISVDME](?:\s*[/,&+ ]\s*[RACISVDME])*|[xX✓✔•–—-]?")
"""Also of tables with `D` for who does it, `M` for who takes part and `I` for who is informed."""
_HOW_OFTEN = re.compile(r" \(\d+\)$")
_BEFORE_A_DASH = re.compile(r"(?P<name>[^.:–—]{2,60}?)(?: [–—-] |\. )(?P<does>\S.*)")


def role_names(blocks: Iterable[Block]) -> dict[str, int]:
    """Names of roles and people, with their lines: in a RACI table the heads of responsible columns; in other rows
    the first cell, and the second when its head says that it names somebody; elsewhere what precedes a colon, a
    dash with what they do, or a sentence on what they do, or is bold at the beginning of an entry. Bold words
    elsewhere are emphasis."""
    found: dict[str, int] = {}
    for block in blocks:
        for name in _in_row(block) if block.kind == "row" else _named_first(block):
            if is_stated(name) and (content(name) or name.isupper()):
                found.setdefault(name, block.line)
    return found


def mentions(text: str, name: str) -> bool:
    """Whether a text contains a name; an abbreviation counts only as a whole word, so `IT` is not in `position`."""
    if name.isupper():
        return re.search(rf"\b{re.escape(name)}\b", text) is not None
    return name.lower() in text.lower()


def _is_matrix(block: Block) -> bool:
    """Whether it is a row of a table with nothing but marks behind its first cell."""
    marks = block.cells[1:]
    return len(marks) > 1 and any(marks) and all(_RACI.fullmatch(one.strip()) for one in marks)


def marked(block: Block) -> str:
    """What a row of marks says that its role does: the heads above them; empty for other rows."""
    if not _is_matrix(block):
        return ""
    return " ".join(
        head for head, mark in zip(block.head, block.cells, strict=False) if mark.lower() in TICKS
    )


def _in_row(block: Block) -> Iterator[str]:
    marks = block.cells[1:]
    if _is_matrix(block):
        does = next((one for one in "RD" if any(one in mark for mark in marks)), "")
        if does:
            yield from (head for head, mark in zip(block.head[1:], marks, strict=False) if does in mark)
        elif is_role_alone(block.cells[0]):
            yield block.cells[0]
        return
    head = {*words(block.head[1])} if len(block.cells) > 2 and len(block.head) > 1 else set()
    is_named = bool(head) and head <= NAMING
    for cell in block.cells[: 1 + is_named]:
        yield from _in_cell(cell)


def _in_cell(cell: str) -> Sequence[str]:
    """The names in a cell: `7 people: Ana (30), Ben and 5 more (20)` gives two."""
    counted, colon, listed = cell.partition(": ")
    if not colon or not counted[:1].isdigit():
        return [cell]
    names = [_HOW_OFTEN.sub("", name) for name in re.split(", | and ", listed)]
    return [name for name in names if not name.endswith(" more")]


def _says_what(text: str) -> bool:
    """Whether a text describes a duty: `Controls the vehicles`, `responsible for the vehicles`, `control of
    vehicles`."""
    said = words(text)
    return len(said) > 1 and (
        said[0].endswith(("s", "ing")) or said[0] == "responsible" or is_imperative(text)
    )


def _named_first(block: Block) -> tuple[str, ...]:
    label, colon, rest = block.text.partition(":")
    if colon and len(label.split()) <= LONGEST_NAME:
        return (label,) if _is_role(label.strip(), rest.strip()) else ()
    found = _BEFORE_A_DASH.fullmatch(block.text)
    if found and len(found["name"].split()) <= LONGEST_NAME and _says_what(found["does"]):
        return (found["name"].removeprefix("The "),)
    if is_role_alone(block.text):
        return (block.text.rstrip("."),)
    begins = block.text.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
    bold = block.names[:1] if block.kind == "entry" else ()
    named = tuple(name for name in bold if name and begins.startswith(name.lower()))
    told = [one for one in block.text.split(". ") if len(one.split()) <= LONGEST_SENTENCE]
    return named or tuple(one for one in map(_doing, told) if one)


def is_role_alone(text: str) -> bool:
    """Whether a text is nothing but a role: `Line manager`."""
    said = words(text)
    return 0 < len(said) <= LONGEST_ALONE and is_person(said[-1])


def _is_role(label: str, rest: str) -> bool:
    """Whether a label names a role, and neither a remark, nor a part of the document (`Scope: All entities`), nor a
    statement about it (`Owner: Finance`)."""
    if label.lower() in REMARKS or len(label) < 2:
        return False
    if is_label(label):
        return is_imperative(rest) or any(map(does, words(rest)[:1]))
    return topic_of(label) not in LEADS or is_person(words(label)[-1])


def _doing(sentence: str) -> str:
    """The actor in a sentence: `IT` in `IT creates accounts`. In a section on roles, every actor is a role."""
    said = sentence.split()
    start = 1 if said[:1] and said[0].lower() in DETERMINERS else 0
    for place in range(start + 1, min(len(said), start + LONGEST_NAME)):
        who, verb = said[place - 1], said[place]
        if is_person(verb.lower()):
            continue
        if (who.isupper() or is_person(who.lower())) and (does(verb) or verb.endswith("s") or verb in MAY):
            return " ".join(said[start:place])
    return ""
