"""What a merge writes into a document and the next one has to recognise there."""

from __future__ import annotations

from typing import Literal

from ledgerium_cli.output.names import BASE_NAME

STEP = "<!-- step: "
"""How the line begins that says which step a section is of; no reader shows it."""
SAID = "<!-- said: "
"""How a line of the base begins that tells by a digest what the part says in which it stands."""
ALL = ""
"""In place of the id of a step: all that the document is made of."""
KEPT = "Kept from parts that are gone"
"""Title of the section with what people wrote at steps that no recording shows any more."""
MADE = "How this was made"
"""Title of the section that says where people wrote."""
PEOPLE = "<!-- people: "
"""How the line of the base begins that says what they had made of it."""
OWN = "own "
"""How the key of a part begins there that people added."""
REVISIONS = "Revisions"
"""Title of the section with its versions."""
REVISED = ("Version", "Recorded until (UTC)", "What changed")
"""The head of its table."""
FOR_PROGRAMS = "For programs"
"""Title of the section with the steps as JSON."""
WRITTEN, TAKEN, MOVED = "**Written by people**", "**Taken out by people**", "**Moved by people**"
"""How the paragraph begins that says so."""
TALLY = tuple(begins.strip("*") for begins in (WRITTEN, TAKEN, MOVED))
"""The same as it is read."""
GUESSED = "*(guessed name)*"
"""Behind the name of a step that no rule decided."""
EDITED = "*(edited)*"
"""Behind a generated sentence that a person changed, instead of what showed it."""
ADDED = "*(added)*"
"""Behind what people wrote themselves among what is generated."""
WITHOUT = f"`{BASE_NAME}` is this document without their changes."
"""How it ends."""

Sort = Literal["changed", "gone", "taken out", "no base", "gone, no base"]
CONFLICT = "Conflict at "
SAYS: dict[Sort, str] = {
    "changed": "people changed what stands above; now the build says:",
    "gone": "people changed what stands above; the build no longer says:",
    "taken out": "people took something out here that now reads otherwise:",
    "no base": "what stands above is not what the build says; whether people changed it is not known:",
    "gone, no base": "the build no longer says what is quoted here; whether people changed what stands above is not "
    "known:",
}
SETTLE = "Keep what is true and delete this note."


def without_guess(title: str) -> str:
    """The name of a step without the mark of a guess."""
    return title.replace(f" {GUESSED}", "")


def without_step_marks(markdown: str) -> str:
    """For readers that would show them."""
    return "\n".join(line for line in markdown.split("\n") if not line.startswith(STEP))
