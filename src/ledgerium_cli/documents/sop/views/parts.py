"""The parts of an SOP, as a view of it takes them: nothing is said anew, so that what people wrote comes along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledgerium_cli.documents.merge.likeness import CITED
from ledgerium_cli.documents.merge.markdown import Block, Section, parse, text_of
from ledgerium_cli.documents.merge.wording import KEPT
from ledgerium_cli.documents.sop.programs import TITLE as FOR_PROGRAMS
from ledgerium_cli.documents.view import DECLARED, GUESSED

GENERATED = frozenset((
    "Document control", "Purpose", "Scope", "Roles", "Before you start", "Procedure", "Rules that must hold",
    "Exceptions and holds", "Outside the browser", "Completion", "Learning this work", "How this was made",
    FOR_PROGRAMS, "Revisions", KEPT,
))  # fmt: skip
"""Titles of sections; any other is of people."""
JUDGEMENT = "A person decides here."
ENDING = "**Ending with "
RULE, RESULT = "Rule: ", "If the result is "
SEEN = " · seen in "
_FACTS = (RULE, RESULT, "Result seen: ", "Then ", "Time: ", "Evidence: ", "Also seen", ENDING, JUDGEMENT)
_VARIED = re.compile(r"\d+ of \d+ times just these ")
_COUNTED = re.compile(r", \d+ of \d+ times| \(\d+\)")
_FILLED = re.compile(r" \(\d+ of \d+ times\)")
_MORE = "; also seen: "


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
    rules: tuple[str, ...]
    written: tuple[str, ...]
    """Blocks of Markdown that people wrote there."""

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


class Parts:
    """`sop` is what a build writes into `sop.md`, with LF line ends."""

    def __init__(self, sop: str) -> None:
        self._sections = parse(sop).sections
        self.title = next((one.title for one in self._sections if one.level == 1), "SOP")
        self.steps = [_step(one) for one in self._sections if one.step is not None]
        self.written = [
            one for one in self._sections if one.level == 2 and text_of(one.title) not in GENERATED
        ]
        """Sections of people, without those below."""

    def entries(self, title: str) -> list[Block]:
        """Of the lists in a section."""
        found = [one for one in self._sections if text_of(one.title) == title]
        return [block for one in found for block in one.blocks if block.kind == "item"]

    def stated(self, label: str) -> str | None:
        """`Questions to: …` of document control, as it stands there."""
        found = (block.text for block in self.entries("Document control"))
        return next((text for text in found if text.startswith(label)), None)

    @property
    def never(self) -> list[str]:
        """What must never be, without how often it was."""
        return [bare(one.text).partition(" Broken in ")[0] for one in self.entries("Rules that must hold")]

    @property
    def version(self) -> str:
        """Of which SOP this is a view."""
        version = self.stated("Version: ")
        return version.partition(". ")[0].rstrip(".") if version is not None else "Version not told"


def bare(text: str) -> str:
    """Without the numbers of events, and how many times a field was filled."""
    lines = CITED.sub("", _FILLED.sub("", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def undeclared(text: str) -> str:
    """Without the mark, where all around it is said to be declared."""
    return " ".join(text.replace(DECLARED, "").split())


def plainly(text: str) -> str:
    """Without bold: in a heading all is."""
    return text.replace("**", "")


def uncounted(result: str) -> str:
    """`If the result is “Validation failed”: go on with “Enter the order”.`"""
    said, also, _ = bare(result).partition(_MORE)
    return f"{_COUNTED.sub('', said).replace(' :', ':')}{'.' if also else ''}"


def _step(section: Section) -> Step:
    assert section.step is not None
    who = next((one for one in section.blocks if _is_who(one)), None)
    blocks = [one for one in section.blocks if one is not who]
    decides = [one.text for one in blocks if one.text.startswith((JUDGEMENT, ENDING))]
    is_judged = any(one.startswith(JUDGEMENT) for one in decides)
    return Step(
        id=section.step,
        number=section.number,
        title=section.title.replace(f" {GUESSED}", ""),
        who=who.text.partition(SEEN)[0] if who is not None else "",
        instructions=() if is_judged else tuple(_instructions(blocks)),
        decides=tuple(decides) if is_judged else (),
        results=tuple(one.text for one in blocks if one.text.startswith(RESULT)),
        rules=tuple(one.text for one in blocks if one.text.startswith(RULE)),
        written=tuple(_written(blocks)),
    )


def _is_who(block: Block) -> bool:
    return block.kind == "text" and SEEN in block.text


def _is_instruction(block: Block) -> bool:
    return block.kind == "item" and block.mark[:1].isdigit()


def _instructions(blocks: Sequence[Block]) -> Iterator[str]:
    """Those before the second end is told; what is indented below one belongs to it."""
    ends = [place for place, one in enumerate(blocks) if one.text.startswith(ENDING)]
    first = blocks[: ends[1]] if len(ends) > 1 else blocks
    yield from ("\n".join(filter(None, [one.text, one.tail])) for one in first if _is_instruction(one))


def _written(blocks: Sequence[Block]) -> Iterator[str]:
    for one in blocks:
        if one.kind == "note" or one.source.startswith("<!--") or _is_instruction(one):
            continue
        if one.text.startswith(_FACTS):
            continue
        if not _VARIED.match(one.text):
            yield f"- {one.source}" if one.kind == "item" else one.source
