"""An SOP as sections, steps and instructions with their lines, and the choice of the parts that instruct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from ledgerium_cli.score.acts import is_imperative, is_told_of
from ledgerium_cli.score.lines import number_of
from ledgerium_cli.score.parts import Block, Section, Step
from ledgerium_cli.score.pieces import commands, pieces
from ledgerium_cli.score.roles import role_names
from ledgerium_cli.score.topics import Topic, topic_of
from ledgerium_cli.score.words import content, is_blank, quotations, says_something, sentences

LEAST = 3
"""Fewer instructions are not a procedure."""


LONGEST_FACT = 3
"""In words, for the name of a fact about the document."""
LONGEST_CELL = 12
"""In words, for a cell that briefly says what somebody does."""


class Sop:
    def __init__(self, title: str, front: str, sections: Sequence[Section], torn: int | None = None) -> None:
        self.title = title
        self.torn = torn
        """The line where a merge conflict of Git begins, if any."""
        self.front = front
        """Front matter."""
        self.sections = tuple(sections)

    def about(self, *topics: Topic) -> list[Section]:
        return [one for one in self.sections if one.topic in topics or one.also in topics]

    def said_in(self, *topics: Topic) -> list[Block]:
        return [block for one in self.about(*topics) for block in one.blocks if block.kind != "comment"]

    def facts(self, topic: Topic) -> list[Block]:
        """What rows at the head of the document say of a topic behind its name: `| Applies to | All wards |`."""
        heads = [one for one in self.sections if one.level < 2 or one.topic == "control"]
        rows = [block for one in heads for block in one.blocks]
        return [
            replace(row, text=row.cells[1], cells=())
            for row in rows
            if len(row.cells) == 2
            and len(row.cells[0].split()) <= LONGEST_FACT
            and topic_of(row.cells[0]) == topic
        ]

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for one in self.sections for block in one.blocks)

    @cached_property
    def roles(self) -> dict[str, int]:
        """Names of roles and people in the section on roles, with their lines."""
        return role_names(self.said_in("roles"))

    @cached_property
    def own_roles(self) -> dict[str, int]:
        """The roles without those that only a sentence of the steps, copied there, names."""
        new = {one.line for one in self.said_in("roles") if self.is_new(one)}
        return {name: line for name, line in self.roles.items() if line in new}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The sections of the procedure that contain instructions; if no section is about a procedure, those
        without a topic."""
        untold = [one for one in self.sections if one.topic is None]
        below = [one for one in untold if one.level > 1 or self._lists_acts(one)]
        told = self.about("procedure")
        also = [one for one in below if self._is_told(one)] if self._steps_in(told) else []
        places = {id(one) for one in (*told, *also)}
        told = [one for one in self.sections if id(one) in places]
        ways = [steps for own in (told, below, untold) if (steps := self._steps_in(own))]
        return next((steps for steps in ways if self._tells(steps) >= LEAST), [*ways, ()][0])

    def _is_told(self, section: Section) -> bool:
        """Whether it consists of several numbered instructions, as a part of the procedure does, whatever its title."""
        found = [*_numbered(section)]
        return len(found) > 1 and all(map(self.instructs, found))

    def _lists_acts(self, section: Section) -> bool:
        """Whether the section of the title has a list or a table of steps, and all of it tells what to do, as below a
        missing heading."""
        found = [one for one in section.blocks if one.kind == "entry" and not one.nested]
        return (len(found) >= LEAST and all(map(self.instructs, found))) or self._is_told(section)

    def _steps_in(self, own: Sequence[Section]) -> tuple[Step, ...]:
        """The steps by their numbered instructions, if there are at least `LEAST`; else by the form (numbers, list
        entries, paragraphs below numbered headings or these headings) that yields the most instructions."""
        ways = [_of(own, kind) for kind in (_numbered, _entries, self._paragraphs)] + [tuple(_titles(own))]
        if sum(len(one.instructions) for one in ways[0]) >= LEAST:
            return _of(own, self._in_step)
        return max(ways, key=lambda steps: (self._tells(steps), sum(len(one.instructions) for one in steps)))

    def _in_step(self, section: Section) -> Sequence[Block]:
        """The numbered instructions; below a numbered heading without any, the entries of its list if at least half
        of them instruct."""
        if (found := [*_numbered(section)]) or not section.number:
            return found
        entries = [*_entries(section)]
        return entries if 2 * sum(map(self.instructs, entries)) >= len(entries) else []

    def _paragraphs(self, section: Section) -> Iterator[Block]:
        """Below a numbered heading, the paragraphs that tell somebody to do something."""
        texts = (one for one in section.blocks if one.kind == "text" and section.number)
        return filter(self.instructs, texts)

    def _tells(self, steps: Sequence[Step]) -> int:
        return sum(self.instructs(block) for one in steps for block in one.instructions)

    @cached_property
    def instructions(self) -> tuple[Block, ...]:
        """All instructions without repetitions, which add nothing."""
        found = {
            (one.text, one.who): one for step in reversed(self.steps) for one in reversed(step.instructions)
        }
        return tuple(reversed(found.values()))

    @cached_property
    def acts(self) -> tuple[Block, ...]:
        """The instructions that tell somebody to do something, or who does what."""
        return tuple(filter(self.instructs, self.instructions))

    def instructs(self, block: Block) -> bool:
        return is_imperative(block.text) or is_told_of(block.text, self.roles, block.who) or is_command(block)

    @cached_property
    def work_words(self) -> frozenset[str]:
        """Words of content in the steps, and in the title of an SOP with steps."""
        texts = [step.title for step in self.steps]
        texts += [text for block in self.instructions for text in (block.text, *block.cells)]
        texts += [block.text for step in self.steps for block in step.blocks if block.kind == "code"]
        texts += [self.title] if texts else []
        return frozenset(word for text in texts for word in content(text))

    def is_about_work(self, text: str, least: int = 2) -> bool:
        """Whether at least `least` of its words occur in the steps. General phrases have none, and a blank to fill
        in fails."""
        return not is_blank(text) and len(content(text) & self.work_words) >= least

    def speaks_of_work(self, block: Block) -> bool:
        """Whether a sentence or cell in it is about the work: it has two words of the steps, or one and a name, a
        number or an actor. A list of words is not a sentence, and a sentence already found elsewhere does not
        count."""
        if block.cells:
            own = [one for one in block.cells if says_something(one) or self._is_act(one)]
        else:
            own = [one for one in sentences(block.text) if says_something(one) and self._is_first(one, block)]
        if not own or is_blank(block.text):
            return False
        about = len(content(" ".join(block.cells or own)) & self.work_words)
        return about > 1 or (about == 1 and (names_something(block) or self.instructs(block)))

    def tells_anew(self, block: Block) -> bool:
        """Whether one of its sentences is not a repetition of an earlier part."""
        return any(says_something(one) and self._is_first(one, block) for one in sentences(block.text))

    def is_new(self, block: Block) -> bool:
        """Whether a part of it is neither in a step nor in an earlier block."""
        return any(self._is_first(one, block) for one in sentences(block.text))

    def _is_first(self, sentence: str, block: Block) -> bool:
        return self._told_at.get(_alike(sentence), block.line) == block.line

    @cached_property
    def _told_at(self) -> dict[str, int]:
        """The line of each sentence: -1 when a step contains it, else that of its first occurrence."""
        texts = [(block.text, -1) for step in self.steps for block in step.instructions]
        texts += [(one.text, one.line) for one in self.blocks if one.kind in ("text", "entry")]
        return {_alike(one): line for text, line in reversed(texts) for one in sentences(text)}

    def _is_act(self, cell: str) -> bool:
        """Whether a cell says what somebody does: `Posts accruals`."""
        tells = is_imperative(cell) or is_told_of(cell, self.roles, "somebody")
        return 1 < len(cell.split()) <= LONGEST_CELL and tells


def _alike(sentence: str) -> str:
    return sentence.rstrip(".;:!").lower()


def names_something(block: Block) -> bool:
    """Whether a block has something quoted, bold, code or a link, or a name or number inside a sentence."""
    said = [word.strip("();,") for word in block.text.split()]
    inside = [word for before, word in pairwise(said) if not before.endswith((".", ":", "?", "!", "|"))]
    return bool(block.names) or any(word[:1].isupper() or word[:1].isdigit() for word in inside)


def is_command(block: Block) -> bool:
    """Whether it is nothing but code with an argument: `git pull`."""
    is_code = block.text in block.names and not block.bold and not block.links
    return is_code and " " in block.text


def _of(own: Sequence[Section], kind: Callable[[Section], Iterable[Block]]) -> tuple[Step, ...]:
    found = [
        Step(one.title, one.line, tuple(one.blocks), tuple(kind(one)))
        for section in own
        for one in pieces(section)
    ]
    return tuple(one for one in found if one.instructions)


def _numbered(section: Section) -> Iterator[Block]:
    """Numbered instructions: entries of numbered lists, numbered clauses, rows of a table of steps, and `Step 3:
    …`."""
    who = ""
    for one in section.blocks:
        if one.kind == "entry" and one.ordered:
            yield one
        elif one.kind == "row":
            who = _cell(one, ACTING, 1) or who
            if told := _cell(one, DOING, 2) or _what(one, who):
                yield replace(one, text=told, who=who)
        elif one.kind == "text" and (told := _told(one)):
            yield replace(one, text=told)


def _told(block: Block) -> str:
    """The rest of `Step 3: …` or `Step 3 — …`; empty for any other text."""
    label, rest = block.text[:8].lower(), block.text[5:].lstrip("0123456789").lstrip(" :.)—–-")
    return rest if label.startswith("step ") and label[5:6].isdigit() else ""


def _entries(section: Section) -> Iterator[Block]:
    return (one for one in section.blocks if one.kind == "entry")


DOING = (
    "action", "task", "activity", "instruction", "what to do", "description", "procedure", "step", "work step",
    "process step",
)  # fmt: skip
"""Heads of the column with the instructions, best first."""
ACTING = ("who", "role", "responsib", "actor", "performed by", "done by", "position", "by", "owner")
"""Heads of the column with the actor."""


def _cell(block: Block, names: Sequence[str], least: int) -> str:
    """The cell, of at least `least` words, in the column whose head begins with the first possible of the names."""
    heads = [one.lower() for one in block.head]
    for name in names:
        for head, cell in zip(heads, block.cells, strict=False):
            if head.startswith(name) and len(cell.split()) >= least:
                number, rest = number_of(cell)
                return rest if number else cell.lstrip("0123456789").removeprefix(".").strip() or cell
    return ""


def _what(block: Block, who: str) -> str:
    """The cell below the head *What*, if it tells somebody to do something: such a column may hold anything."""
    cells = [cell for head, cell in zip(block.head, block.cells, strict=False) if head.lower() == "what"]
    return next((one for one in cells if is_imperative(one) or is_told_of(one, who=who)), "")


def _titles(sections: Sequence[Section]) -> Iterator[Step]:
    """Steps from numbered headings, with the title as the instruction, and from further commands below them."""
    for section in sections:
        for one in commands(section) if section.number and section.title else ():
            code = tuple(block.text for block in one.blocks if block.kind == "code")
            told = one.title or code[0]
            act = Block("entry", told, one.line, (*quotations(one.title), *code), ordered=True)
            yield Step(one.title, one.line, tuple(one.blocks), (act,))
