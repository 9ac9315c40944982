"""The sorts of sentences in the section of a step, each with its beginning.

A build writes them with `saying`. People edit the SOP in place, so a later reader must recognise them by the text:
`told_in` reads them back. Any other sentence was written by people, or edited so that it begins differently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.text.counted import SAID_DECLARED
from ledgerium_cli.documents.merge.text.typography import behind, outside_names
from ledgerium_cli.documents.merge.text.wording import ADDED, DECLARED, EDITED, SEEN_IN

Sort = Literal[
    "who", "judgement", "end", "instruction", "variation", "nothing", "rule", "branch", "says", "result", "again",
    "next", "order", "unfinished", "time", "evidence", "mark", "conflict", "edited", "written", "role",
]  # fmt: skip
BEGINS: dict[Sort, str] = {
    "judgement": "A person decides here.",
    "end": "**Last pressed: ",
    "role": "To be done by ",
    "rule": "Rule: ",
    "branch": "If the result is ",
    "says": "If the page says ",
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
MARKED = "**Marked by the person recording**, without pressing anything"
SENT = "**Last sent: the form"
"""Beginnings of an end that was none of pressing a control."""
NOTHING = "Nothing was pressed or filled in."
ONLY_NAMED = "The log names this step; what is done in it was not observed."
OF_LOG = "A log names steps only: what is done in them was not observed."
"""The same for views of an SOP that only logs were read for."""
AS_THESE = (
    " times exactly these links and buttons were used, in this order; which fields were filled in, and what was "
    "copied, may differ."
)
_VARIED = re.compile(r"\d+ of \d+" + re.escape(AS_THESE))

WHO = ("**", "In **", "The log does not name ")
"""Beginnings of the paragraph that says who does a step."""
GO_ON = "go on with "
MORE_HERE = "more at this step"
"""In place of the next step, where something else was done at the same one first."""
GUESSED_HOLD = ", guessed to be a hold"
"""Behind how often the page said it."""
ALSO_SEEN = "; also seen: "
"""Separates the most frequent next step from the others."""
AGAINST = "; against “Rules that must hold” unless it was settled before: "
"""Before next steps that a rule forbids."""
TRIED = "; tried, and did not go through: "
"""Before forbidden next steps that did not go through."""
SETTLED = "; once it was settled: "
"""Before those that no case came to while the rule forbade them."""
BARRED = (AGAINST, SETTLED, TRIED)
COMPLETE = " is complete"
"""Ends what is said where a case was done after a result."""
NOTHING_MORE = "nothing more was seen"
"""Said where a case was under way when it was last seen."""
ENDED_BY = "a person marked the end of the "
"""Begins what is said where a person ended a case after a result."""
WITHOUT, SOME_WITHOUT = ", without ", ", some without "
"""Before the required steps that were skipped on the way to what came next, all the time or sometimes."""
PRESSED_AGAIN = "nothing at this step but to press it again"
"""Said of what set right a refusal, where what had been changed before belongs to other steps, or was not seen."""
BROKEN = " Broken in "
"""Separates what must never happen from how often it did."""
NOT_SEEN = " Not seen: "
"""The same, when no case reached it."""
_HOW_OFTEN = re.compile(
    rf"(?:(?<={re.escape(DECLARED)})|(?<={re.escape(EDITED)}))"
    rf"(?:{re.escape(BROKEN)}\d+ of \d|{re.escape(NOT_SEEN)}no )"
)
"""Both come behind the mark of what was declared, or of what people made of it: before it they are its own words."""
ASKS = "Whether "
"""Begins what could not be judged."""
ANSWERS = ("Next came ", "Released by ", "Not released to ")
"""Beginnings of the part of an exception that says what was done."""
NEXT_CAME, RELEASED, NOT_RELEASED = ANSWERS
AND_BY = "; by "
"""Between those who released holds, each with the time of their own."""
BACK = " On coming back to "
"""Before what was done on coming back to a step, where that is not what is usually done there."""
SAID = " The page said "
"""After the next step: the messages of a result, unless they equal its declared name."""
VERSION, CONTACT = "Version: ", "Questions to: "
"""Beginnings of lines in document control."""
_OF_BUILDS: frozenset[Sort] = frozenset(
    ("nothing", "variation", "result", "next", "order", "unfinished", "time", "evidence", "role")
)
"""Sorts of sentences that only a build says: what people added is theirs, though it begin so."""


class StepBlock(Struct, frozen=True):
    """A block in the section of a step, with its sort."""

    sort: Sort
    block: Block

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def rest(self) -> str:
        """The text without the beginning of its sort."""
        rest = behind(self.text, BEGINS.get(self.sort, ""))
        return rest if rest is not None else self.text


def through(case: str) -> str:
    """The beginning of the rule that says which steps each case goes through."""
    return f"Every {case} goes through "


def saying(sort: Sort, rest: str) -> str:
    return f"{BEGINS[sort]}{rest}"


def told_in(section: Section, added: Collection[int] = ()) -> Iterator[StepBlock]:
    """The blocks of a step's section with their sorts. The first paragraph with a number of cases says who does the
    step; with a single case there is none, and it is the first paragraph. What people `added`, by its places, is
    never one that only a build says."""
    texts = [one for place, one in enumerate(section.blocks) if one.kind == "text" and place not in added]
    who = next((one for one in texts if SEEN_IN in one.text), None)
    if who is None and texts and texts[0].text.startswith(WHO) and sort_of(texts[0]) != "end":
        who = texts[0]
    for place, block in enumerate(section.blocks):
        sort = sort_of(block)
        if place in added:
            yield StepBlock("written" if sort in _OF_BUILDS else sort, block)
        else:
            is_who = block is who or (block.kind == "text" and SEEN_IN in block.text)
            yield StepBlock("who" if is_who else sort, block)


def before(text: str, rest: str) -> str:
    """The text up to where `rest` begins, which is nowhere in a name or in words of a page."""
    at = outside_names(text).find(rest)
    return text if at < 0 else text[:at]


def without_count(rule: str) -> str:
    """What must never happen, without how often it did; what people added is theirs as it stands."""
    *_, last = (len(rule), *(found.start() for found in _HOW_OFTEN.finditer(rule)))
    return rule if ADDED in rule else rule[:last]


def with_answer_apart(exception: str) -> tuple[str, str]:
    """(what was seen, what was done then) of an exception; what people added says nothing of what was seen."""
    said = outside_names(exception)
    starts = [] if ADDED in exception else [said.find(f" {one}") for one in ANSWERS]
    at = min((start for start in starts if start >= 0), default=len(exception))
    return exception[:at].strip(), exception[at:].strip()


def sort_of(block: Block) -> Sort:
    """The sort of a block, except `who`, which also depends on its position."""
    if block.kind == "note":
        return "conflict"
    if block.kind == "item" and block.mark[:1].isdigit():
        return "instruction"
    return _sort_of_text(block.text or block.source)


@lru_cache(maxsize=4096)  # of one document and the next most passages are the same
def _sort_of_text(text: str) -> Sort:
    if behind(text, NOTHING) == "" or behind(text, ONLY_NAMED) == "":
        return "nothing"
    if any(behind(text, one) is not None for one in (NO_END, MARKED, SENT)):
        return "end"
    if _VARIED.match(text):
        return "variation"
    own: Sort = "edited" if EDITED in text else "written"
    found = next((sort for sort, begins in BEGINS.items() if behind(text, begins) is not None), own)
    return own if found == "role" and SAID_DECLARED not in text else found
