"""Criteria: evidence, governance."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.score.doing import LEAST
from ledgerium_cli.score.model import Criterion, Finding, Point
from ledgerium_cli.score.sop import Block, Sop, Step
from ledgerium_cli.score.words import is_stated, words

EVIDENCE = ("evidence", "source", "reference", "record", "observed", "seen", "see")
"""How an entry of a step begins that says how one knows."""


def _in_brackets(text: str) -> Iterator[str]:
    """What stands in round or square brackets."""
    for opening, closing in ("()", "[]"):
        for part in text.split(opening)[1:]:
            inside, closed, _ = part.partition(closing)
            if closed:
                yield inside


def labels(text: str) -> list[str]:
    """Names of sources in brackets: `(R1: 12–18)`, `[F-12]`, `(SOP 7)`, `[3]`."""
    found = []
    for inside in _in_brackets(text):
        for part in inside.replace(",", ";").split(";"):
            label = part.partition(":")[0].strip()
            if any(map(str.isdigit, label)) and (
                label.isdigit() or (label[:1].isupper() and len(label.split()) <= 2)
            ):
                found.append(label)
    return found


def _refers(block: Block) -> bool:
    return block.links or any(known_labels(part) for part in (block.text, *block.cells))


def known_labels(text: str) -> list[str]:
    """Without bare numbers, which stand for counts and for what comes of a list of fields."""
    return [one for one in labels(text) if not one.isdigit() or f"[{one}]" in text]


def _cites(sop: Sop) -> Finding:
    told = sop.instructions
    if len(told) < LEAST:
        return Finding(False, "there is hardly a procedure")
    without = tuple(one.line for one in told if not _refers(one))
    reason = f"{len(told) - len(without)} of {len(told)} instructions name a source"
    return Finding(10 * len(without) <= len(told), reason, without)


def _says_how_known(step: Step) -> bool:
    return any(block.text.lower().startswith(EVIDENCE) and _refers(block) for block in step.blocks)


def _cites_each_step(sop: Sop) -> Finding:
    if not sop.steps:
        return Finding(False, "there is hardly a procedure")
    without = tuple(step.line for step in sop.steps if not _says_how_known(step))
    reason = f"{len(sop.steps) - len(without)} of {len(sop.steps)} steps say by what one knows"
    return Finding(not without, reason, without)


def _sources_are_listed(sop: Sop) -> Finding:
    used = {
        label: block.line for step in sop.steps for block in step.blocks for label in known_labels(block.text)
    }
    if not used:
        return Finding(False, "no source is named")
    starts = [words(block.text)[:1] for block in sop.said_in("sources") if len(block.text.split()) > 2]
    missing = {
        label: line
        for label, line in used.items()
        if words(label) not in starts and words(label)[:1] not in starts
    }
    if missing:
        return Finding(False, f"not listed: {', '.join(sorted(missing))}", tuple(sorted(missing.values())))
    return Finding(True, f"{len(used)} sources, each listed with what it is")


EVIDENCE_OF = Criterion(
    "evidence", "Evidence", 8, "How is it known?",
    (
        Point(
            "Nine in ten instructions name a source: in brackets, as `(R1: 12)` or `[F-3]`, or by a link.", _cites,
        ),
        Point("Every step has an entry that names its evidence, source or record.", _cites_each_step),
        Point("Every source that is named is listed in a section on sources, with what it is.", _sources_are_listed),
    ),
)  # fmt: skip

ANSWERABLE = ("owner", "process owner", "document owner", "approver", "approved by", "approved", "author",
              "prepared by", "reviewed by", "effective", "effective from", "effective date", "review by", "review date",
              "next review")  # fmt: skip
_IDENTIFIES = ("version", "revision", "rev", "document number", "document id", "sop number", "sop id", "date")


def stated(sop: Sop, names: tuple[str, ...]) -> dict[str, int]:
    """What is stated under one of the names, with the line: `Owner: Sales`, or in a table below or beside it."""
    found: dict[str, int] = {}
    for number, line in enumerate(sop.front.split("\n"), start=2):
        label, _, value = line.partition(":")
        if label.strip().lower().replace("_", " ") in names and is_stated(value.strip(" \"'")):
            found.setdefault(label.strip().lower().replace("_", " "), number)
    for section in sop.sections:
        if section.topic in ("procedure", "exceptions"):
            continue
        for block in section.blocks:
            for label, value in _pairs(block):
                if label.strip().lower() in names and is_stated(value):
                    found.setdefault(label.strip().lower(), block.line)
    return found


def _pairs(block: Block) -> Iterator[tuple[str, str]]:
    if block.kind == "row":
        yield from zip(block.head, block.cells, strict=False)
        if len(block.cells) > 1:
            yield block.cells[0].rstrip(": "), block.cells[1]
    elif block.kind in ("text", "entry"):
        label, colon, value = block.text.partition(":")
        if colon:
            yield label, value


def _is_identified(sop: Sop) -> Finding:
    found = stated(sop, _IDENTIFIES)
    if sop.title and found:
        return Finding(True, f"a title and its {next(iter(found))}", (next(iter(found.values())),))
    return Finding(False, "no version, number or date" if sop.title else "no title")


def _tells_changes(sop: Sop) -> Finding:
    for section in sop.about("revisions"):
        for block in section.blocks:
            parts = block.cells or tuple(block.text.split(":"))
            has_mark = any(any(map(str.isdigit, part)) for part in parts)
            if has_mark and len(parts) > 1 and len(parts[-1].split()) > 1:
                return Finding(True, "what changed is told", (block.line,))
    return Finding(
        False,
        "what changed from version to version is not told",
        tuple(one.line for one in sop.about("revisions")),
    )


def _somebody_answers(sop: Sop) -> Finding:
    found = stated(sop, ANSWERABLE)
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
