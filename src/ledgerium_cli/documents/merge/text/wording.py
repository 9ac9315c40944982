"""Wordings that a merge writes into a document and recognises there again."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

_HEADING = re.compile(r"(#{1,6}) ")
STEP = "<!-- step: "
"""The beginning of the hidden line that gives the step of a section."""
WAS_STEP = "<!-- was step: "
"""The beginning of the line with the id of a step that is gone, above what people wrote there."""
NO_WORKFLOW = "no workflow file"
"""Said of what a document is made of, where nobody declared the workflow."""
SEEN_IN = " · seen in "
"""Separates who does a step from the number of cases."""
GONE = "<!-- no longer said, "
"""The beginning of the lines in the base above what builds no longer say though people had changed it."""
BEFORE = "<!-- as it read before people changed it or took it out: -->"
"""The line in the base above that."""
ALL = ""
"""Stands for the id of a step: everything the document is made from."""
KEPT = "Kept from parts that are gone"
"""The title of the section with what people wrote at steps that no recording shows any more."""
MADE = "How this was made"
"""The title of the section that says where people wrote."""
OWN = "own "
"""The beginning of the key, in that line, of a section that people added."""
REVISIONS = "Revisions"
"""The title of the section with the versions of the SOP."""
REVISED = ("Version", "Recorded until (UTC)", "What changed")
"""The header of its table."""
FIRST = "First version."
"""What its oldest row tells."""
CONTROL = "Document control"
"""The title of the section about the document itself, whose entries have one value each. Of it only the contact is part
of the version: another approver does not make another version."""
FOR_PROGRAMS = "For programs"
"""The title of the section with the steps as JSON."""
WRITTEN, TAKEN, MOVED = "**Written by people**", "**Taken out by people**", "**Moved by people**"
"""The beginnings of the sentences about people's edits."""
TALLY = tuple(begins.strip("*") for begins in (WRITTEN, TAKEN, MOVED))
"""The same as plain text."""
GUESSED = "*(guessed name)*"
"""The mark behind a step name that no rule decided."""
DECLARED = "*(declared)*"
"""The mark behind what a person wrote into the workflow file."""
EDITED = "*(edited)*"
"""The mark behind a generated sentence that a person changed, in place of its evidence."""
ADDED = "*(added)*"
"""The mark behind what people added among generated text."""
WITHOUT = "`ledgerium sop` prints this document without their changes."
"""The end of the tally."""

Sort = Literal["changed", "gone", "taken out", "unseen", "no base", "gone, no base", "said by whom"]
CONFLICT = "Conflict at "
SAYS: dict[Sort, str] = {
    "changed": "people changed what stands above; now the build says:",
    "gone": "people changed what stands above; the build no longer says:",
    "taken out": "people took something out here that now reads otherwise:",
    "unseen": "what is quoted here is missing beside what people wrote or took out; whether they took it out too or "
    "had not seen it yet is not known. Put it above this note if it is to stand:",
    "no base": "what stands above is not what the build says; whether people changed it is not known:",
    "gone, no base": "the build no longer says what is quoted here; whether people changed what stands above is not "
    "known:",
    "said by whom": "the build does not say what is quoted here; whether people wrote it or an earlier build is not "
    "known:",
}
SETTLE = "Keep what is true and delete this note."


def was_step(step: str | None) -> str:
    """The line above what is kept of a step that is gone."""
    return f"{WAS_STEP}{step} -->"


def without_guess(title: str) -> str:
    """The name of a step without the mark of a guess."""
    return title.replace(f" {GUESSED}", "")


def chapters_at(sop: str) -> int:
    """The level of the headings of chapters, which people may have changed: that above most steps."""
    above, found = list[int](), Counter[int]()
    for line in sop.split("\n"):
        if heading := _HEADING.match(line):
            level = len(heading[1])
            above = [*(one for one in above if one < level), level]
        elif line.startswith(STEP) and len(above) > 1:
            found[above[-2]] += 1
    return next((level for level, _ in found.most_common(1)), 2)


def without_step_marks(markdown: str) -> str:
    """The text without the hidden step lines, for readers that would show them."""
    return "\n".join(line for line in markdown.split("\n") if not line.startswith(STEP))
