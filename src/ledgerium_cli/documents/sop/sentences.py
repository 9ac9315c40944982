"""The sorts of sentences that the section of a step has, each with how it begins.

A build writes them with `saying`. People edit them in place, so the SOP itself is all that says later what a sentence
is: `told_in` reads it back. What is none of these was edited so that it begins in another way, or written by people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from ledgerium_cli.documents.merge.markdown import Block, Section
from ledgerium_cli.documents.merge.typography import behind
from ledgerium_cli.documents.merge.wording import EDITED

Sort = Literal[
    "who", "judgement", "end", "instruction", "variation", "nothing", "rule", "branch", "result", "again", "next",
    "order", "unfinished", "time", "evidence", "mark", "conflict", "edited", "written",
]  # fmt: skip
BEGINS: dict[Sort, str] = {
    "judgement": "A person decides here.",
    "end": "**Ending with ",
    "rule": "Rule: ",
    "branch": "If the result is ",
    "result": "Result seen: ",
    "again": "To set right what was refused",
    "next": "Then ",
    "order": "Order: ",
    "unfinished": "Not finished: ",
    "time": "Time: ",
    "evidence": "Evidence: ",
    "variation": "Also seen",
    "mark": "<!--",
}
NO_END = "**Without pressing anything**"
NOTHING = "Nothing was pressed or filled in."
ONLY_NAMED = "The log names this step; what is done in it was not observed."
AS_THESE = " times just these links and buttons in this order; fields and copying vary."
_VARIED = re.compile(r"\d+ of \d+" + re.escape(AS_THESE))

WHO = ("**", "In **", "The log does not name ")
"""How the paragraph begins that says who does a step."""
SEEN_IN = " · seen in "
"""Between who does a step and in how many cases."""
GO_ON = "go on with "
ALSO_SEEN = "; also seen: "
"""Between what came next most often and the rest."""
AGAINST = "; against “Rules that must hold” unless it was settled before: "
"""Before what came next although a rule forbids it."""
TRIED = "; tried, and did not go through: "
"""Before what a rule forbids and something stopped."""
BROKEN = " Broken in "
"""Between what must never be and how often it was."""
NOT_SEEN = " Not seen: "
"""The same, where nothing came to what must never be."""
ANSWERS = ("Next came ", "Released by ", "Not released to ")
"""How the part of an exception begins that says what was done."""
NEXT_CAME, RELEASED, NOT_RELEASED = ANSWERS
SAID = " The page said "
"""After what came next: the messages of a result, where they are not its declared name."""
VERSION, CONTACT = "Version: ", "Questions to: "
"""Of document control."""


class Told(Struct, frozen=True):
    """A block of the section of a step, and what it is."""

    sort: Sort
    block: Block

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def rest(self) -> str:
        """Without how sentences of its sort begin."""
        rest = behind(self.text, BEGINS.get(self.sort, ""))
        return rest if rest is not None else self.text


def saying(sort: Sort, rest: str) -> str:
    return f"{BEGINS[sort]}{rest}"


def told_in(section: Section) -> Iterator[Told]:
    """The first paragraph with how often a step was seen says who does it; of one case none has that, and it is the
    first one.
    """
    texts = [one for one in section.blocks if one.kind == "text"]
    who = next((one for one in texts if SEEN_IN in one.text), None)
    if who is None and texts and texts[0].text.startswith(WHO) and sort_of(texts[0]) != "end":
        who = texts[0]
    for block in section.blocks:
        yield Told("who" if block is who else sort_of(block), block)


def sort_of(block: Block) -> Sort:
    """Of all but who does the step, which its place tells too."""
    if block.kind == "note":
        return "conflict"
    if block.kind == "item" and block.mark[:1].isdigit():
        return "instruction"
    text = block.text or block.source
    if behind(text, NOTHING) == "" or behind(text, ONLY_NAMED) == "":
        return "nothing"
    if behind(text, NO_END) is not None:
        return "end"
    if _VARIED.match(text):
        return "variation"
    own: Sort = "edited" if EDITED in text else "written"
    return next((sort for sort, begins in BEGINS.items() if behind(text, begins) is not None), own)
