"""The parts of an SOP that the views use. Sentences are taken from it unchanged, so people's edits are included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from ledgerium_cli.documents.heading import NOTICES
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.matching import generated_of, match_blocks
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.moves import put_into
from ledgerium_cli.documents.merge.markdown.numbering import heading
from ledgerium_cli.documents.merge.markdown.parse import parse, text_of
from ledgerium_cli.documents.merge.marks.added import with_added, with_added_below, without_added
from ledgerium_cli.documents.merge.marks.tally import without_tally
from ledgerium_cli.documents.merge.parts.moved import moves_in
from ledgerium_cli.documents.merge.text.typography import behind
from ledgerium_cli.documents.merge.text.wording import (
    CONTROL,
    EDITED,
    FOR_PROGRAMS,
    KEPT,
    MADE,
    REVISIONS,
    SEEN_IN,
    without_guess,
)
from ledgerium_cli.documents.sop.sentences import (
    VERSION,
    Sort,
    StepBlock,
    before,
    sort_of,
    told_in,
    without_count,
)
from ledgerium_cli.documents.sop.views.ends import End, ends_in
from ledgerium_cli.documents.sop.views.passages import (
    added,
    bare,
    is_of_people,
    told_whole,
    without_empty_boxes,
)
from ledgerium_cli.documents.sop.views.reading import as_generated, as_listed, called_as_generated, with_rows
from ledgerium_cli.documents.sop.views.roles_alone import role_alone
from ledgerium_cli.workflow.wire import Role

GENERATED = frozenset((
    CONTROL, "Purpose", "Scope", "Roles", "Before you start", "Procedure", "Rules that must hold",
    "Exceptions and holds", "Outside the browser", "Completion", "Learning this work", MADE,
    FOR_PROGRAMS, REVISIONS, KEPT,
))  # fmt: skip
"""Titles of generated sections; any other section is by people."""
_FOOTNOTE = re.compile(r"(\[\^[^\]\s]+\]): ")
_COUNTED = re.compile(r" · [^·*]*\d[^·*]*(?: \*\(edited\)\*)?$")
"""In how many cases a step was seen, in the words of people."""


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    number: str
    title: str
    who: str
    """Who does it, in which system."""
    ends: tuple[End, ...]
    """Empty where a person decides."""
    decides: str
    """The sentence that a person decides there; empty where nobody does."""
    choices: tuple[End, ...]
    """Where a person decides: the ends that were seen, none of them the rule."""
    results: tuple[str, ...]
    again: tuple[str, ...]
    """What corrects a refusal."""
    rules: tuple[str, ...]
    """Without the word `Rule:`."""
    edited: tuple[str, ...]
    """Sentences so edited that their sort is unknown."""
    edited_rules: tuple[str, ...]
    """Those of them that were generated as rules."""
    written: tuple[Block, ...]
    """What people wrote there, or moved there from another section."""
    moved: tuple[Block, ...]
    """The moved ones among `written`."""
    behind: tuple[Section, ...]
    """Steps that people added after it, up to the next generated one."""

    @property
    def name(self) -> str:
        return heading(self.number, self.title)

    def told(self, block: Block) -> str:
        """A block of `written` as text; moved blocks are not marked as added."""
        return bare(told_whole(block)) if block in self.moved else added(block)


class Parts:
    """`sop` is the content of `sop.md` with LF line ends; `generated` is the SOP before people's edits, if there are
    any."""

    def __init__(
        self, sop: str, generated: str | None = None, roles: Sequence[Role] = (), *, of_log: bool = False
    ) -> None:
        self.roles = roles
        """Those that are declared, whose people the views leave out."""
        self.of_log = of_log
        """Whether nothing but logs were read, which name steps only."""
        made = parse(sop if generated is None else generated).sections
        own = without_added(as_generated(folded(parse(sop).sections, made), made))
        self._sections = [*map(as_listed, own)]
        moved = moves_in(self._sections, made)
        come = [one.own for one in moved]
        self._marked = with_added(self._sections, made, moved)
        """The sections with *(added)* behind what people added to generated ones."""
        self._made = made
        self._called = called_as_generated(without_tally(self._sections), made)
        self.title = next((one.title for one in self._sections if one.level == 1), "SOP")
        self.steps = [
            _step(
                one,
                self._marked[place],
                self._sections[place + 1 :],
                [at for of, at in come if of == place],
                made,
                roles,
            )
            for place, one in enumerate(self._sections)
            if one.step is not None
        ]
        known = {step.id for step in self.steps}
        self.is_reordered = [one.step for one in made if one.step in known] != [one.id for one in self.steps]
        """Whether people moved a step."""
        self.taken_out = {
            one.step: without_guess(one.title)
            for one in made
            if one.step is not None and one.step not in known
        }
        """Titles of the steps that people took out, by id."""
        self.put_into = {
            made[of].step or "": [without_guess(self._sections[to].title) for to in parts]
            for of, parts in put_into(moved).items()
        }
        """Titles of the parts into which people moved passages of a step, by its id."""
        self.notices = [
            block.source.strip()
            for one in self._sections
            if one.level == 1
            for block in one.blocks
            if block.source.startswith(NOTICES)
        ]
        """What holds for every part of the SOP: a filter, what is a guess, what is missing."""
        self.ahead = _ahead(self._sections)
        """Steps that people added before the first one."""
        self.written = [
            one
            for one, called in zip(self._sections, self._called, strict=True)
            if one.level == 2 and one.step is None and called not in GENERATED
        ]
        """Top-level sections that people added."""

    def footnotes(self, told: str) -> Iterator[str]:
        """The footnotes of people, written anywhere in generated sections, to which it is pointed in what is `told`."""
        theirs = (
            one
            for one, called in zip(self._sections, self._called, strict=True)
            if one.step is not None or called in GENERATED
        )
        for block in (block for one in theirs for block in one.blocks):
            found = _FOOTNOTE.match(block.text)
            if found is not None and found[1] in told:
                yield added(block)

    def entries(self, title: str) -> list[Block]:
        """The list entries in a section, by its generated title; those that people added say so."""
        return self._entries(self._marked, title)

    def told(self, title: str) -> list[str]:
        """The same, and the rows of tables that people made of them."""
        in_rows = [
            with_rows(one) if called == title else one
            for one, called in zip(self._sections, self._called, strict=True)
        ]
        marked = with_added(in_rows, self._made, moves_in(in_rows, self._made))
        return [block.text for block in self._entries(marked, title)]

    def _entries(self, sections: Sequence[Section], title: str) -> list[Block]:
        own = (one for one, called in zip(sections, self._called, strict=True) if called == title)
        return [block for one in own for block in one.blocks if block.kind == "item"]

    def stated(self, label: str) -> str | None:
        """A line of document control as it stands there, e.g. `Questions to: …`, whatever people call it."""
        found = [block.text for block in self.entries(CONTROL)]
        rests = (behind(text, label) for text in found)
        return next((f"{label}{rest}" for rest in rests if rest is not None), self._renamed(label))

    def _renamed(self, label: str) -> str | None:
        made = [block for one in self._made if text_of(one.title) == CONTROL for block in one.blocks]
        own = [
            block
            for one, called in zip(self._marked, self._called, strict=True)
            if called == CONTROL
            for block in one.blocks
        ]
        pairs = match_blocks(made, own)
        return next(
            (
                own[pairs[at]].text
                for at, block in enumerate(made)
                if at in pairs and block.text.startswith(label)
            ),
            None,
        )

    @property
    def never(self) -> list[str]:
        """Which steps each case goes through, and what must never happen, without how often it did."""
        return [without_count(bare(one.text)) for one in self.entries("Rules that must hold")]

    @property
    def version(self) -> str:
        """The version of the SOP, as its document control gives it."""
        version = self.stated(VERSION)
        return version.partition(". ")[0].rstrip(".") if version is not None else "Version not told"


def _step(
    section: Section,
    marked: Section,
    after: Sequence[Section],
    come: Sequence[int],
    made: Sequence[Section],
    roles: Sequence[Role],
) -> Step:
    """`marked` is the section with *(added)*; `come` are indexes of blocks that were generated in other sections."""
    assert section.step is not None
    told = [*told_in(section, _added(section, marked))]
    generated = next((one.blocks for one in made if one.step == section.step), ())
    who = next((one.text for one in told if one.sort == "who"), "")
    is_judged = any(one.sort == "judgement" for one in told)
    ends = ends_in(section, told, generated)
    heads = {one.head for one in ends if one.head}
    return Step(
        id=section.step,
        number=section.number,
        title=without_guess(section.title),
        who=role_alone(_who(told, _with_mark(_COUNTED.sub("", before(who, SEEN_IN)), who)), roles),
        ends=() if is_judged else tuple(ends),
        decides=next(_texts_of(told, "judgement"), ""),
        choices=tuple(ends) if is_judged else (),
        results=tuple(_with_whose(told, "branch", "says")),
        again=tuple(_with_whose(told, "again")),
        rules=tuple(one.rest for one in told if one.sort == "rule"),
        edited=tuple(
            told_whole(with_added_below(one.block))
            for one in told
            if one.sort == "edited" and one.text not in heads
        ),
        edited_rules=tuple(_edited_rules(section, told, generated)),
        written=tuple(without_empty_boxes(_written(told))),
        moved=tuple(section.blocks[at] for at in come),
        behind=tuple(takewhile(lambda one: one.step is None and one.level > 2, after)),
    )


def _added(section: Section, marked: Section) -> set[int]:
    """The places of what people added."""
    pairs = zip(section.blocks, marked.blocks, strict=True)
    return {
        place
        for place, (one, other) in enumerate(pairs)
        if (one.text or one.source) != (other.text or other.source)
    }


def _edited_rules(section: Section, told: Sequence[StepBlock], generated: Sequence[Block]) -> Iterator[str]:
    """`told` are the blocks of the section."""
    edited = [place for place, one in enumerate(told) if one.sort == "edited"]
    if not edited:
        return
    of = generated_of(section.blocks, generated)
    for place in edited:
        if place in of and sort_of(generated[of[place]]) == "rule":
            yield told_whole(with_added_below(told[place].block))


def _ahead(sections: Sequence[Section]) -> tuple[Section, ...]:
    first = next((place for place, one in enumerate(sections) if one.step is not None), 0)
    return tuple(takewhile(lambda one: one.level > 2, sections[first - 1 :: -1] if first else ()))[::-1]


def _texts_of(told: Sequence[StepBlock], *sorts: Sort) -> Iterator[str]:
    return (one.text for one in told if one.sort in sorts)


def _with_whose(told: Sequence[StepBlock], *sorts: Sort) -> Iterator[str]:
    """Sentences of sorts that cite events; those that people wrote are marked as added."""
    return (added(one.block) if is_of_people(one.block) else one.text for one in told if one.sort in sorts)


def _written(told: Sequence[StepBlock]) -> Iterator[Block]:
    """What people wrote, except headings above generated sentences and footnotes, which appear elsewhere in a view."""
    for one, behind_it in zip_longest(told, told[1:]):
        is_head = one.block.kind == "head" and (behind_it is None or behind_it.sort != "written")
        if one.sort == "written" and not is_head and _FOOTNOTE.match(one.text) is None:
            yield one.block


def _who(told: Sequence[StepBlock], seen: str) -> str:
    """Who is to do the step, where others were seen to do it as well: of those learners hear nothing. Else who was seen
    doing it, and where."""
    to_do, by_others, _ = next((one.rest for one in told if one.sort == "role"), "").partition(";")
    if not by_others:
        return seen
    _, within, where = seen.rpartition("** in **")
    return f"{to_do}{f' in **{where}' if within else ''}"


def _with_mark(part: str, of: str) -> str:
    """A part of an edited sentence is marked as edited too."""
    return f"{part} {EDITED}" if EDITED in of and EDITED not in part else part
