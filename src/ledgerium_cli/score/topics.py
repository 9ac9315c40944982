"""What a section of an SOP is about, as its title tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ledgerium_cli.score.words import words

Topic = Literal[
    "purpose", "scope", "roles", "before", "procedure", "rules", "exceptions", "outside", "end", "training", "control",
    "sources", "revisions",
]  # fmt: skip
TITLES: Mapping[Topic, tuple[str, ...]] = {
    "purpose": ("purpose", "objective", "aim", "goal", "why"),
    "scope": ("scope", "applicability", "applies"),
    "roles": ("role", "responsib", "who ", "raci"),
    "before": ("before", "prerequisite", "material", "equipment", "system", "access", "tool", "require", "need"),
    "procedure": ("procedure", "step", "instruction", "workflow", "how to", "method", "process", "activities", "task"),
    "rules": ("rule", "polic", "control"),
    "exceptions": ("exception", "problem", "troubleshoot", "escalat", "error", "deviation", "if something", "what if"),
    "outside": ("outside", "not covered", "limit"),
    "end": ("completion", "result", "outcome", "output", "done", "complete", "acceptance"),
    "training": ("train", "qualif", "competenc", "learn", "onboard"),
    "control": ("document control", "document information", "approval", "governance", "document history"),
    "sources": ("how this was made", "source", "reference", "record", "evidence", "related"),
    "revisions": ("revision", "history", "change log", "changelog", "version"),
}  # fmt: skip
"""How a word of a title begins, or what stands in it; the longest counts, then the first."""
FRAMES: tuple[Topic, Topic] = ("purpose", "scope")
"""Often in one section."""


def topics_of(title: str, inherited: Topic | None) -> tuple[Topic | None, Topic | None]:
    """Below `Purpose and scope` each may have a heading of its own."""
    own = topic_of(title)
    if inherited is not None and not (inherited in FRAMES and own in FRAMES):
        return inherited, None
    both = own in FRAMES and all(one in words(title) for one in FRAMES)
    return (FRAMES[0], FRAMES[1]) if both else (own, None)


def topic_of(title: str) -> Topic | None:
    said = f" {' '.join(words(title))} "
    found = [
        (-len(begin), said.index(f" {begin}"), topic)
        for topic, begins in TITLES.items()
        for begin in begins
        if f" {begin}" in said
    ]
    return min(found)[2] if found else None
