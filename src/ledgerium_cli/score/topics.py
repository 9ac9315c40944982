"""Derives the topic of a section from its title, and lists the labels for facts about the document itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ledgerium_cli.score.words import words

Topic = Literal[
    "purpose", "scope", "roles", "before", "procedure", "rules", "exceptions", "outside", "end", "training", "control",
    "sources", "revisions", "contents",
]  # fmt: skip
TITLES: Mapping[Topic, tuple[str, ...]] = {
    "purpose": (
        "purpose", "objective", "aim", "goal", "why", "overview", "policy statement", "rationale", "introduction",
    ),
    "scope": (
        "scope", "applies", "applic", "covers", "covered", "when to use", "when do i", "when do we", "when should",
        "who's this for", "who is this for",
        "in scope out of scope", "indication",
    ),
    "roles": ("role", "responsib", "who ", "raci", "people", "accountab", "authorit"),
    "before": (
        "before", "prereq", "pre-req", "pre-check", "material", "equipment", "system", "access", "tool", "require",
        "need", "precondition", "input",
    ),
    "procedure": (
        "procedur", "step", "instruction", "workflow", "how to", "method", "process", "activities", "task",
        "what to do", "sequence", "execution", "carrying out",
    ),
    "rules": (
        "rule", "polic", "control", "safety", "safety instruction", "precaution", "caution", "warning", "hazard",
    ),
    "exceptions": (
        "exception", "problem", "troubleshoot", "escalat", "error", "deviation", "if something", "what if", "incident",
        "rollback", "contingenc", "emergenc", "nonconform", "goes wrong", "go wrong", "missing", "special case",
        "complication", "fail", "faq", "frequently asked", "known issue", "common issue",
        "fault", "malfunction", "in case of", "special consideration", "gotcha", "pitfall",
    ),
    "outside": ("outside", "not covered", "limit", "out of scope", "exclusion", "contraindication"),
    "end": ("completion", "result", "outcome", "output", "done", "complete", "acceptance", "finish", "closure"),
    "training": ("train", "qualif", "competenc", "learn", "onboard", "educat"),
    "control": ("document control", "document information", "approval", "governance", "document details", "sign-off"),
    "sources": (
        "how this was made", "source", "reference", "record", "evidence", "related", "attachment", "appendi", "annex",
        "forms", "applicable document", "associated document", "documented information", "documentation", "retention",
    ),
    "revisions": (
        "revision", "history", "change log", "changelog", "version", "amendment", "change record", "change control",
        "what's new", "what changed", "changes", "record of changes", "document history",
        "issue record", "change service", "change index", "changes to this",
    ),
    "contents": ("contents", "table of contents", "index"),
}  # fmt: skip
"""Beginnings of words in titles, or phrases within them; the longest match counts, then the first."""
OF_WHO: tuple[Topic, ...] = ("roles", "scope")
"""What a title may be about that asks who: `Who can perform this procedure`, `Who this applies to`."""
LEADS: frozenset[Topic] = frozenset(("purpose", "scope", "roles", "before", "outside", "end", "training"))
"""Topics that one paragraph may cover after its name: `Purpose: To …`."""
FRAMES: tuple[Topic, Topic] = ("purpose", "scope")
"""Topics that often share a section."""
ANSWERABLE = (
    "owner", "process owner", "document owner", "policy owner", "sop owner", "responsible", "approver", "approved by",
    "approved", "approval", "final approval", "authorised by", "authorized by", "author", "prepared by", "written by",
    "reviewed by", "checked by", "issued by", "effective", "effective from", "effective date", "date effective",
    "date approved", "valid from", "review by", "review date", "next review", "next review date", "date of next review",
    "proponent", "last reviewed", "created by", "maintained by", "maintainer", "drafted by", "reviewer", "review due",
    "prepared", "checked", "released", "released by", "verified by", "reviewed",
)  # fmt: skip
DAYS = (
    "date", "issue date", "effective date", "creation date", "created", "effective", "effective from", "valid from",
    "reviewed", "revised", "last changed", "last updated", "last edited", "last modified", "last reviewed",
    "last revised",
)  # fmt: skip
"""Labels of a day that tells one state of a document from another."""
IDENTIFYING = (
    *DAYS,
    "version", "version no", "revision", "revision no", "rev", "rev no", "issue", "issue no", "edition",
    "document number", "document no", "document id", "doc id", "doc no", "sop number", "sop no", "sop id",
    "policy number", "policy no", "procedure number", "procedure no",
    "document #", "doc #", "policy #", "procedure #", "sop #",
)  # fmt: skip

BESIDE_LABELS = (
    "", "name", "title", "signature", "designation", "department", "status", "page", "supersedes", "change", "changes",
    "description", "description of change", "description of changes", "summary of changes", "reason for change",
    "amendment", "what changed",
)  # fmt: skip
"""Other heads in a table of such labels."""


def label_of(text: str) -> str:
    """A label as the lists have it: `rev` for `Rev.:`, `process owner` for `process_owner` in front matter."""
    return text.strip().rstrip(":").replace("_", " ").replace(".", "").strip(" *").lower()


def is_label(text: str) -> bool:
    """Whether a text is only the label of a fact about the document."""
    return label_of(text) in ANSWERABLE or label_of(text) in IDENTIFYING


def topics_of(title: str, inherited: Topic | None) -> tuple[Topic | None, Topic | None]:
    """The topics of a section by its title, or inherited. Purpose and scope may have headings of their own below
    `Purpose and scope`, which has both topics."""
    own = topic_of(title)
    if inherited is not None and not (inherited in FRAMES and own in FRAMES):
        return inherited, None
    both = own in FRAMES and all(one in words(title) for one in FRAMES)
    return (FRAMES[0], FRAMES[1]) if both else (own, None)


def topic_of(title: str) -> Topic | None:
    """What a section of this title is about; None if the title does not say."""
    if is_label(title):
        return "control"
    said = f" {' '.join(words(title))} "
    asked = OF_WHO if said.startswith((" who ", " who's ")) else TITLES
    found = [
        (-len(begin), said.index(f" {begin}"), topic)
        for topic in asked
        for begin in TITLES[topic]
        if f" {begin}" in said
    ]
    return min(found)[2] if found else None
