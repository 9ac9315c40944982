"""The criteria “evidence” and “governance”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgerium_cli.plural import count
from ledgerium_cli.score.labels import SAID_OF_PEOPLE, stated
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.parts import Block, Section, Step
from ledgerium_cli.score.sop import LEAST, Sop
from ledgerium_cli.score.topics import ANSWERABLE, DAYS, IDENTIFYING
from ledgerium_cli.score.words import content, says_something, words

EVIDENCE = ("evidence", "source", "reference", "record", "observed", "seen", "see")
"""How an entry of a step begins that names its evidence."""
KEPT = ("record", "documented information", "documentation", "retention")
"""What the title of a section names that says which records are kept."""
_CODE = re.compile(r"\b[A-Z]{1,6}-\d[\w./-]*\b|\b[A-Z]{2,4} Form \d+\b")

_VERSION = re.compile(r"(?i:version |rev\.? ?|v)?\d[\w./-]*(?: |:|$)[\s:–—-]*")


def _in_brackets(text: str) -> Iterator[tuple[str, str]]:
    """The texts in round or square brackets, each with its opening bracket."""
    for opening, closing in ("()", "[]"):
        for part in text.split(opening)[1:]:
            inside, closed, _ = part.partition(closing)
            if closed:
                yield opening, inside


def labels(text: str) -> list[str]:
    """Names of sources in brackets: `(R1: 12–18)`, `[F-12]`, `(SOP 7)`, `[3]`; not `(ME23N)`, which explains a
    word."""
    found = []
    for bracket, inside in _in_brackets(text):
        for part in inside.replace(",", ";").split(";"):
            label, colon, _ = part.strip().partition(":")
            is_code = label[:1].isupper() and len(label.split()) <= 2
            is_named = bracket == "[" or colon or "-" in label or " " in label
            if any(map(str.isdigit, label)) and (label.isdigit() or (is_code and is_named)):
                found.append(label)
    return found


def known_labels(text: str) -> list[str]:
    """The labels without bare numbers in round brackets, which are counts or come from a list of fields."""
    return [one for one in labels(text) if not one.isdigit() or f"[{one}]" in text]


def _listed(sop: Sop) -> frozenset[str]:
    """Codes of forms and documents that a section on sources or records lists with a description: `QF-21 red tag`."""
    return frozenset(code for block in sop.said_in("sources") for code in _named_with_what(sop, block))


def _named_with_what(sop: Sop, block: Block) -> list[str]:
    """The codes in a row, an entry or a new sentence that also describes them."""
    if not block.cells and not sop.is_new(block):
        return []
    told = says_something(block.text) or block.kind != "text" or _lists_codes(block.text)
    return (
        [code for code in _CODE.findall(block.text) if content(block.text.replace(code, ""))] if told else []
    )


def _lists_codes(text: str) -> bool:
    """Whether a paragraph is a list of codes, each with what it is: `QF-21 Red tag; QL-3 Log.`"""
    return all(_CODE.match(part) and content(_CODE.sub("", part)) for part in re.split("[;,] ", text))


def _refers(block: Block, listed: frozenset[str]) -> bool:
    texts = (block.text, *block.cells)
    return block.links or any(known_labels(one) or listed & {*_CODE.findall(one)} for one in texts)


def cites_throughout(sop: Sop) -> bool:
    return _cites(sop).earned is True


def _cites(sop: Sop) -> Finding:
    told = sop.instructions
    if len(told) < LEAST:
        return Finding(False, "there is hardly a procedure")
    listed = _listed(sop)
    known = {step.line for step in sop.steps if _says_how_known(step, listed)}
    without = tuple(one.line for one in told if one.line not in known and not _refers(one, listed))
    reason = f"{len(told) - len(without)} of {len(told)} instructions name a source"
    return Finding(10 * len(without) <= len(told), reason, without)


def _says_how_known(step: Step, listed: frozenset[str]) -> bool:
    return any(block.text.lower().startswith(EVIDENCE) and _refers(block, listed) for block in step.blocks)


def _cites_each_step(sop: Sop) -> Finding:
    if not sop.steps:
        return Finding(False, "there is hardly a procedure")
    kept = [
        one
        for one in sop.about("sources")
        if any(word in one.title.lower() for word in KEPT) and _keeps(sop, one)
    ]
    if kept:
        return Finding(True, "it is told which records are kept", tuple(one.line for one in kept))
    listed = _listed(sop)
    without = tuple(step.line for step in sop.steps if not _says_how_known(step, listed))
    reason = f"{len(sop.steps) - len(without)} of {len(sop.steps)} steps say by what one knows"
    return Finding(not without, reason, without)


def _keeps(sop: Sop, section: Section) -> bool:
    codes = {code for step in sop.steps for block in step.blocks for code in _CODE.findall(block.text)}
    return any(sop.speaks_of_work(one) or codes & {*_named_with_what(sop, one)} for one in section.blocks)


def _sources_are_listed(sop: Sop) -> Finding:
    said = [block for step in sop.steps for block in step.blocks]
    used = {label: block.line for block in said for label in known_labels(block.text)}
    if not used:
        codes = {code for block in said for code in _CODE.findall(block.text)} & _listed(sop)
        told = (
            f"{count(len(codes), 'source')}, listed with what it is" if codes else "the steps name no source"
        )
        return Finding(bool(codes), told)
    starts = [words(block.text)[:1] for block in sop.said_in("sources") if len(block.text.split()) > 2]
    missing = {
        label: line
        for label, line in used.items()
        if words(label) not in starts and words(label)[:1] not in starts
    }
    if missing:
        return Finding(False, f"not listed: {', '.join(sorted(missing))}", tuple(sorted(missing.values())))
    return Finding(True, f"{count(len(used), 'source')}, each listed with what it is")


EVIDENCE_OF = Criterion(
    "evidence", "Evidence", 8, "How is it known?",
    (
        Point(
            "Nine in ten instructions name a source: in brackets, as `(R1: 12)` or `[F-3]`, by a link, or by the code "
            "of a form that a section on sources or records names, as `QF-21`; where the title of a step is all it "
            "says, in its entry on evidence.", _cites,
        ),
        Point(
            "Every step has an entry that names its evidence, source or record; or a section on records says which are "
            "kept of this work.", _cites_each_step,
        ),
        Point("Every source that is named is listed in a section on sources, with what it is.", _sources_are_listed),
    ),
)  # fmt: skip


def _is_identified(sop: Sop) -> Finding:
    found = stated(sop, IDENTIFYING, ("version", "date"))
    if not found and _CODE.search(sop.title):
        found = {"number": 1}
    if sop.title and found:
        best = min(found, key=lambda label: label in DAYS)
        return Finding(True, f"a title and its {'date' if best in DAYS else best}", (found[best],))
    return Finding(False, "no version, number or date" if sop.title else "no title")


def _mark_and_change(text: str) -> tuple[str, ...]:
    """A version or day, and what changed then: `1.3: Limit raised`, `2026-05-03 recount limit 5 %`."""
    begins = _VERSION.match(text)
    return (begins[0], text[begins.end() :]) if begins else tuple(re.split(r":\s|\s[–—-]\s", text))


def _tells_changes(sop: Sop) -> Finding:
    for section in sop.about("revisions"):
        for block in filter(sop.is_new, section.blocks):
            parts = block.cells or _mark_and_change(block.text)
            has_mark = any(any(map(str.isdigit, part)) for part in parts)
            if has_mark and len(parts) > 1 and len(parts[-1].split()) > 1:
                return Finding(True, "what changed is told", (block.line,))
    return Finding(
        False,
        "what changed from version to version is not told",
        tuple(one.line for one in sop.about("revisions")),
    )


def _somebody_answers(sop: Sop) -> Finding:
    found = stated(sop, ANSWERABLE, SAID_OF_PEOPLE)
    if found:
        return Finding(True, f"stated: {', '.join(found)}", tuple(found.values()))
    return Finding(None, "no owner, approver or date is stated, and none is to be invented")


GOVERNANCE = Criterion(
    "governance", "Governance", 8, "Is it the one that is in force?",
    (
        Point("The document has a title and a version, number or date.", _is_identified),
        Point("A section says what changed, version by version.", _tells_changes),
        Point(
            "An owner, an approver, or the day from which it holds or is reviewed is stated. Not applicable "
            "where none is.",
            _somebody_answers,
        ),
    ),
)  # fmt: skip
