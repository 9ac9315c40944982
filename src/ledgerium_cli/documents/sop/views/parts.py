"""The parts of an SOP, as a view of it takes them: nothing is said anew, so that what people wrote comes along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from textwrap import indent

from ledgerium_cli.documents.heading import FILTERED
from ledgerium_cli.documents.merge.added import is_quote, with_added_below, without_added
from ledgerium_cli.documents.merge.headings import folded
from ledgerium_cli.documents.merge.likeness import CITATION
from ledgerium_cli.documents.merge.markdown import Block, Section, parse, text_of, with_tail
from ledgerium_cli.documents.merge.moved import moves_in
from ledgerium_cli.documents.merge.typography import behind, set_apart
from ledgerium_cli.documents.merge.wording import (
    ADDED,
    EDITED,
    FOR_PROGRAMS,
    KEPT,
    MADE,
    REVISIONS,
    without_guess,
)
from ledgerium_cli.documents.sop.edits import CONTROL
from ledgerium_cli.documents.sop.sentences import (
    ALSO_SEEN,
    BROKEN,
    NOT_SEEN,
    SAID,
    SEEN_IN,
    VERSION,
    Sort,
    Told,
    told_in,
)
from ledgerium_cli.documents.view.model import DECLARED

GENERATED = frozenset((
    CONTROL, "Purpose", "Scope", "Roles", "Before you start", "Procedure", "Rules that must hold",
    "Exceptions and holds", "Outside the browser", "Completion", "Learning this work", MADE,
    FOR_PROGRAMS, REVISIONS, KEPT,
))  # fmt: skip
"""Titles of sections; any other is of people."""
_QUOTE = re.compile(r"^> ?", re.MULTILINE)
_COUNTED = re.compile(r", \d+ of \d+ times| \(\d+\)")
_CITED = re.compile(rf" ?{CITATION}")
_FILLED = re.compile(r" \(\d+ of \d+ times\)")


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    number: str
    title: str
    who: str
    """Who does it in which system."""
    instructions: tuple[str, ...]
    """Of the way most often taken; none where a person decides."""
    decides: tuple[str, ...]
    """Where a person decides: that, and to which ends it came."""
    results: tuple[str, ...]
    again: tuple[str, ...]
    """What sets right what was refused."""
    rules: tuple[str, ...]
    """Without the word that calls them so."""
    edited: tuple[str, ...]
    """Sentences that people changed so that it is not known what of the step they tell."""
    written: tuple[Block, ...]
    """What people wrote there, or moved there from another part."""
    moved: tuple[Block, ...]
    """Of that, what was moved."""
    behind: tuple[Section, ...]
    """Steps of people, up to the next one."""

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


class Parts:
    """`sop` is what a build writes into `sop.md`, with LF line ends; `generated` what it made of the recordings, where
    people changed something.
    """

    def __init__(self, sop: str, generated: str | None = None) -> None:
        made = parse(sop if generated is None else generated).sections
        self._sections = without_added(folded(parse(sop).sections, made))
        come = [one.own for one in moves_in(self._sections, made)]
        self.title = next((one.title for one in self._sections if one.level == 1), "SOP")
        self.steps = [
            _step(one, self._sections[place + 1 :], [at for of, at in come if of == place])
            for place, one in enumerate(self._sections)
            if one.step is not None
        ]
        self.filtered = [
            block.source.strip()
            for one in self._sections
            if one.level == 1
            for block in one.blocks
            if block.source.startswith(FILTERED)
        ]
        """Which cases it is of, where it is not of all."""
        self.ahead = _ahead(self._sections)
        """Steps of people before the first one."""
        self.written = [
            one
            for one in self._sections
            if one.level == 2 and one.step is None and text_of(one.title) not in GENERATED
        ]
        """Sections of people, without those below."""

    def entries(self, title: str) -> list[Block]:
        """Of the lists in a section."""
        found = [one for one in self._sections if text_of(one.title) == title]
        return [block for one in found for block in one.blocks if block.kind == "item"]

    def stated(self, label: str) -> str | None:
        """`Questions to: …` of document control, as it stands there."""
        found = (block.text for block in self.entries(CONTROL))
        rests = (behind(text, label) for text in found)
        return next((f"{label}{rest}" for rest in rests if rest is not None), None)

    @property
    def never(self) -> list[str]:
        """What must never be, without how often it was."""
        rules = [bare(one.text).partition(BROKEN)[0] for one in self.entries("Rules that must hold")]
        return [one.partition(NOT_SEEN)[0] for one in rules]

    @property
    def version(self) -> str:
        """Of which SOP this is a view."""
        version = self.stated(VERSION)
        return version.partition(". ")[0].rstrip(".") if version is not None else "Version not told"


def bare(text: str) -> str:
    """Without the numbers of events, and how many times a field was filled."""
    lines = _CITED.sub("", set_apart(_FILLED.sub("", text))).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def undeclared(text: str) -> str:
    """Without the mark, where all around it is said to be declared."""
    return " ".join(set_apart(text).replace(DECLARED, "").split())


def stated_by_whom(text: str) -> str:
    """The same of what is declared, unless people wrote it into the document."""
    return undeclared(text) if DECLARED in text or EDITED in text else f"{text} {ADDED}"


def plainly(text: str) -> str:
    """Without bold: in a heading all is."""
    return text.replace("**", "")


def uncounted(result: str) -> str:
    """`If the result is “Validation failed”: go on with “Enter the order”.`"""
    said, also, _ = bare(result).partition(SAID)[0].partition(ALSO_SEEN)
    return f"{undeclared(_COUNTED.sub('', said)).replace(' :', ':')}{'.' if also else ''}"


def _step(section: Section, after: Sequence[Section], come: Sequence[int]) -> Step:
    """`come`: the places of passages that are generated in other parts."""
    assert section.step is not None
    told = [*told_in(section)]
    who = next((one.text for one in told if one.sort == "who"), "")
    is_judged = any(one.sort == "judgement" for one in told)
    return Step(
        id=section.step,
        number=section.number,
        title=without_guess(section.title),
        who=_with_mark(who.partition(SEEN_IN)[0], who),
        instructions=() if is_judged else tuple(_instructions(told)),
        decides=tuple(_of(told, "judgement", "end")) if is_judged else (),
        results=tuple(_of(told, "branch")),
        again=tuple(_of(told, "again")),
        rules=tuple(one.rest for one in told if one.sort == "rule"),
        edited=tuple(told_whole(with_added_below(one.block)) for one in told if one.sort == "edited"),
        written=tuple(_written(told)),
        moved=tuple(section.blocks[at] for at in come),
        behind=tuple(takewhile(lambda one: one.step is None and one.level > 2, after)),
    )


def _ahead(sections: Sequence[Section]) -> tuple[Section, ...]:
    first = next((place for place, one in enumerate(sections) if one.step is not None), 0)
    return tuple(takewhile(lambda one: one.level > 2, sections[first - 1 :: -1] if first else ()))[::-1]


def _of(told: Sequence[Told], *sorts: Sort) -> Iterator[str]:
    return (one.text for one in told if one.sort in sorts)


def _written(told: Sequence[Told]) -> Iterator[Block]:
    """Without headings of what was observed, which stands elsewhere in a view."""
    for one, behind_it in zip_longest(told, told[1:]):
        is_head = one.block.kind == "head" and (behind_it is None or behind_it.sort != "written")
        if one.sort == "written" and not is_head:
            yield one.block


def _instructions(told: Sequence[Told]) -> Iterator[str]:
    """Those before the second end is told; what is indented below one belongs to it."""
    ends = [place for place, one in enumerate(told) if one.sort == "end"]
    first = told[: ends[1]] if len(ends) > 1 else told
    blocks = (one.block for one in first if one.sort == "instruction")
    return (added(one) if _is_of_people(one) else told_whole(with_added_below(one)) for one in blocks)


def _is_of_people(instruction: Block) -> bool:
    """What was observed cites its events, and what people changed of it says so."""
    return EDITED not in instruction.source and _CITED.search(instruction.source) is None


def _with_mark(part: str, of: str) -> str:
    """The part of an edited sentence is edited."""
    return f"{part} {EDITED}" if EDITED in of and EDITED not in part else part


def told_whole(block: Block) -> str:
    """A paragraph or an entry with what is indented below it."""
    return with_tail(block.text, block.tail) if block.text else block.source


def added(block: Block) -> str:
    """What a person wrote, without the mark of an entry or a heading."""
    if block.kind == "head":
        return f"**{block.text}** {ADDED}"
    if is_quote(block):
        return f"{block.source} {ADDED}"
    if block.kind not in ("item", "text"):
        return block.source
    return with_tail(f"{block.text} {ADDED}", block.tail) if block.text else block.source


def told_at(step: Step, block: Block) -> str:
    """Of what is `written` there: what was only moved there is nothing that people added."""
    return bare(told_whole(block)) if block in step.moved else added(block)


def unquoted_at(step: Step, block: Block) -> str:
    """The same without the marks of a quote."""
    return _QUOTE.sub("", told_at(step, block)) if is_quote(block) else told_at(step, block)


def added_title(section: Section) -> str:
    return " ".join(filter(None, [section.number, section.title, ADDED]))


def entry(mark: str, text: str) -> str:
    """Of a list, all its lines in it."""
    return f"{mark} {within(text, len(mark) + 1)}"


def within(text: str, width: int = 2) -> str:
    """The lines of an entry, to go behind its mark, which is `-` unless `width` says otherwise."""
    return indent(text, " " * width).lstrip()
