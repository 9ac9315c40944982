"""Small SOPs as they are generated, for tests of what people do with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.markdown.parse import parse

RULE = "| --- | --- | --- | ---: |"


@dataclass(frozen=True)
class Step:
    id: str
    title: str
    actions: tuple[str, ...]
    facts: tuple[str, ...] = ()

    def markdown(self, number: int) -> str:
        actions = "\n".join(f"{place}. {action}" for place, action in enumerate(self.actions, start=1))
        facts = "\n".join(f"- {fact}" for fact in self.facts)
        head = f"### {number}. {self.title}\n\n<!-- step: {self.id} -->"
        return "\n\n".join(filter(None, [head, "**Ana** in **ERP** · seen in 9 of 9 orders", actions, facts]))


@dataclass(frozen=True)
class Sop:
    steps: tuple[Step, ...]
    purpose: str = "Take an order from entry to release. *(declared)*"
    recordings: int = 1
    rules: tuple[str, ...] = field(default=("Never release an order on hold.",))

    def markdown(self) -> str:
        rows = "\n".join(f"| R{n} | rec-{n} | Ana | {n}0 |" for n in range(1, self.recordings + 1))
        rules = "\n".join(f"- {rule}" for rule in self.rules)
        parts = [
            "# Orders",
            f"Standard operating procedure, as observed: {self.recordings} recordings.",
            f"## Purpose\n\n{self.purpose}",
            "## Roles\n\n| Role | Recorded as | Seen doing |\n| --- | --- | ---: |\n| clerk | Ana | enter (9) |",
            "## Procedure",
            *(step.markdown(number) for number, step in enumerate(self.steps, start=1)),
            *([f"## Rules that must hold\n\n{rules}"] if rules else []),
            f"## How this was made\n\nBy Ledgerium.\n\n| | Recording | By | Events |\n{RULE}\n{rows}",
        ]
        return "\n\n".join(parts) + "\n"


ENTER = Step(
    "enter",
    "Enter the order",
    ("On “New order”, choose “Customer”. (R1: 6–15)", "Press “Save order”. (R1: 16)"),
    (
        "Result seen: Order saved, 9 of 9 times (R1: 19). Then “Check the credit” (9).",
        "Time: work 54 s (n = 9).",
    ),
)
CHECK = Step(
    "check",
    "Check the credit",
    ("Open “Credit check”. (R1: 22)", "Press “Run credit check”. (R1: 24)"),
    (
        "Result seen: Approved, 9 of 9 times (R1: 25). Then “Release the order” (9).",
        "Time: work 14 s (n = 9).",
    ),
)
RELEASE = Step(
    "release",
    "Release the order",
    ("Press “Release”. (R1: 39)",),
    ("Result seen: Released, 9 of 9 times (R1: 45). Then the order is complete (9).",),
)
SOP = Sop((ENTER, CHECK, RELEASE))
BASE = SOP.markdown()
VALIDATE = Step("validate", "Validate the order", ("Press “Validate”. (R1: 20)",))
MORE_STEPS = replace(SOP, steps=(ENTER, VALIDATE, CHECK, RELEASE), recordings=2).markdown()
COUNTED_ANEW = (
    BASE.replace("9 of 9", "18 of 19")
    .replace("(9)", "(18)")
    .replace("(R1: 16)", "(R2: 4)")
    .replace("54 s", "1 min 02 s")
)


def bases(*generated: str) -> bytes:
    """The base of a build; of several those that git leaves of branches, one line below the other."""
    return "".join(map(base_of, generated)).encode()


SAID = "Access to the CRM, the ERP and the credit desk."
SAID_NEXT = "Accounts for the CRM, the ERP and the credit desk."
SAID_LAST = "Accounts for the CRM, ERP, credit desk."
OWN = "Access to the CRM and the ERP, asked of IT."
"""One declared entry, as it is worded by three builds, and what people make of it."""


def listing(*declared):
    """An SOP with a list of what was declared."""
    return replace(SOP, rules=tuple(f"{one} *(declared)*" for one in declared)).markdown()


def beside(said):
    return listing("The order number tells one order from another.", said, "A clerk calls before noon.")


def edited(*changes: tuple[str, str], of: str = BASE) -> str:
    """What people change in a document; each text stands there once."""
    text = of
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def section(text: str, title: str) -> str:
    """The lines of the one with these words in its title."""
    [found] = [one for one in parse(text).sections if title in one.title]
    return found.source


NOTE = re.compile(r"\n *> \*\*Conflict at .*?delete this note\.\n", re.DOTALL)
"""A conflict note and the empty line before it."""


def in_conflict(text: str) -> list[Block]:
    """The conflict notes."""
    return [block for one in parse(text).sections for block in one.blocks if block.kind == "note"]


def by_ours(text: str) -> str:
    """The text with one's own side of each conflict of git."""
    return re.sub(r"<{7} .*\n((?:.*\n)*?)={7}\n(?:.*\n)*?>{7} .*\n", r"\1", text)


def by_theirs(text: str) -> str:
    """The same with the other side."""
    return re.sub(r"<{7} .*\n(?:.*\n)*?={7}\n((?:.*\n)*?)>{7} .*\n", r"\1", text)


def by_both(text: str) -> str:
    """The same with both sides, one below the other."""
    return re.sub(r"^(?:<{7} .*|={7}|>{7} .*)\n", "", text, flags=re.MULTILINE)


class Folder:
    """`sop.md` and `sop.base.md` as builds and people leave them."""

    def __init__(self, theirs: str, generated: str = BASE) -> None:
        self.sop, self.base, self.conflicts = theirs, base_of(generated), 0

    def build(self, new: str) -> str:
        """Twice, of which the second must change nothing."""
        for _ in range(2):
            before = self.sop, self.base
            kept = keep_edits("sop.md", self.sop.encode(), self.base.encode(), new)
            self.sop = kept.content.decode()
            self.base = base_of(new, gone=kept.merged.gone, last=self.base.encode(), shown=self.sop)
            self.conflicts = len(kept.merged.conflicts)
        assert (self.sop, self.base) == before
        return self.sop

    def settle(self) -> None:
        lines = self.sop.split("\n")
        self.sop = "\n".join(line for line in lines if not line.strip().startswith(">"))


CHANGED = "people changed what stands above; now the build says:"


def tally(text):
    [told] = [part for part in text.split("\n\n") if part.startswith("**Written by people**")]
    return told
