"""Finds what is stated about the document itself (`Owner: Sales`): in front matter, a line, a table, or a line
below its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ledgerium_cli.score.parts import Block, Section
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.topics import BESIDE_LABELS, is_label, label_of
from ledgerium_cli.score.words import is_stated

LONGEST_NAME = 12
"""In words; a title or the name of a person or office has no more."""
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAYS = (
    r"\d{4}-\d\d-\d\d", r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", rf"\d{{1,2}}\.? {_MONTH},? \d{{4}}",
    rf"{_MONTH} \d{{1,2}},? \d{{4}}",
)  # fmt: skip
_DATE = f"(?i:{'|'.join(_DAYS)})"
_WRITTEN = "changed|updated|revised|issued|written|prepared|created|edited|drafted|made"
_APPROVED = "approved|authori[sz]ed|released|signed off"
_DONE = f"(?i:{_WRITTEN}|{_APPROVED}|reviewed|checked)"
_BY = rf"(?: (?:on )?{_DATE})? by (?:the )?[A-Z@]"
_OF_THIS = (
    "(?:this|document|policy|procedure|instruction|sop|guide|page|version [\\d.]+) (?:is|was|has been) "
)
_STATING = rf"(?:(?i:{_OF_THIS})|(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bwas )(?<!\bwere )\b)"
"""Before a participle that is said of the document, not of what is worked on: `orders are approved by the CFO`."""
_SAID = {
    "version": re.compile(
        r"\b(?i:version|revision|rev|issue|edition)\b\.? ?(?i:no\.? ?)?(?:\d[\w.]*|[A-Z]\b)"
    ),
    "date": re.compile(rf"\b(?:(?i:dated|as of|effective)|{_DONE})\b[^.\d]{{0,40}}{_DATE}"),
    "effective": re.compile(rf"\b(?i:effective|in force|valid)(?i: on| from| as of| since)? {_DATE}"),
    "next review": re.compile(
        rf"\b(?i:next (?:review|revision)|review (?:is )?due|to be reviewed)\b[^.\d]{{0,20}}?"
        rf"(?:{_DATE}|(?i:{_MONTH} \d{{4}}))"
    ),
    "owner": re.compile(rf"{_STATING}(?i:owned|maintained) by (?:the )?[A-Z@]"),
    "approved by": re.compile(rf"{_STATING}(?i:{_APPROVED}){_BY}"),
    "reviewed by": re.compile(rf"{_STATING}(?i:reviewed|checked){_BY}"),
    "author": re.compile(rf"{_STATING}(?i:{_WRITTEN}){_BY}"),
}
"""What sentences state: `Last changed 12 May 2026 by Kim.`"""


SAID_OF_PEOPLE = ("owner", "approved by", "reviewed by", "effective", "next review", "author")
"""Those that say who answers for a document, and from when to when it holds."""
_PARTS = re.compile(r"[.;] | [|·•] |, (?=[A-Za-z][\w ]*:)")
"""Between the statements of one line: `Rev. D | Approved by: Jane Doe`."""


def stated(sop: Sop, names: Sequence[str], said: Sequence[str] = ()) -> dict[str, int]:
    """The labels in `names` for which a value is stated, and the keys of `_SAID` in `said` that a sentence states,
    each with its line."""
    found: dict[str, int] = {}
    for number, line in enumerate(sop.front.split("\n"), start=2):
        label, value = field_of(line)
        if label_of(label) in names and is_stated(value):
            found.setdefault(label_of(label), number)
    for section in sop.sections:
        if section.topic in ("procedure", "exceptions", "roles", "contents"):
            continue
        for label, value, line_number in _fields(section):
            if label_of(label) in names and is_stated(value):
                found.setdefault(label_of(label), line_number)
        for block in section.blocks if section.topic != "revisions" else ():
            for name in said:
                said_so = block.kind in ("text", "entry") and _SAID[name].search(block.text)
                if said_so or any(map(_SAID[name].fullmatch, block.cells)):
                    found.setdefault(name, block.line)
    return found


def _fields(section: Section) -> Iterator[tuple[str, str, int]]:
    texts = [one for one in section.blocks if one.kind == "text"]
    heading = Block("text", section.title, section.line)
    for label, value in pairwise([heading, *texts]):
        if is_label(label.text) and is_name(value.text) and not is_label(value.text):
            yield label.text, value.text, value.line
    for block in section.blocks:
        for label_text, value_text in pairs(block):
            yield label_text, value_text, block.line


def field_of(line: str) -> tuple[str, str]:
    """Label and value of a line of front matter: `owner: Sales`, `owner = "Sales"`."""
    label, mark, value = line.partition(":" if re.match(r"[\w -]+:", line) else "=")
    first = value.strip().removeprefix('["').removesuffix('"]')  # the first of a list
    return label, first.strip(" \"'") if mark else ""


def pairs(block: Block) -> Iterator[tuple[str, str]]:
    """Labels with their values in a block. A row gives its heads with its cells, if most heads are labels, and its
    first cell with its second."""
    if block.kind == "row":
        known = [one for one in block.head if is_label(one) or label_of(one) in BESIDE_LABELS]
        if 2 * len(known) > len(block.head):
            yield from zip(block.head, block.cells, strict=False)
        if len(block.cells) > 1:
            yield block.cells[0], block.cells[1]
        yield from (_label_and_value(cell) for cell in block.cells if ": " in cell)
    elif block.kind in ("text", "entry"):
        for part in _PARTS.split(block.text):
            if ":" in part:
                yield _label_and_value(part)


def _label_and_value(text: str) -> tuple[str, str]:
    label, _, value = text.partition(":")
    return label, value


def states(cell: str) -> bool:
    """Whether the head of a table states something: `Issue: 3`, `Rev C`."""
    return (": " in cell and is_label(cell.partition(": ")[0])) or _SAID["version"].fullmatch(
        cell
    ) is not None


def is_name(text: str) -> bool:
    return len(text.split()) <= LONGEST_NAME and not text.rstrip().endswith((".", ":", ";", ","))
