"""The result of a check in each format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from ledgerium_cli.cases.model import total
from ledgerium_cli.documents.analysis.cases import evidence_json
from ledgerium_cli.documents.analysis.render import filter_json
from ledgerium_cli.documents.check.junit import as_junit
from ledgerium_cli.documents.check.lines import deviation_line, evidence_text, lost_words
from ledgerium_cli.documents.check.notes import notes_of
from ledgerium_cli.documents.check.sarif import as_sarif
from ledgerium_cli.documents.condition import what_is_wrong
from ledgerium_cli.documents.github import Annotation, workflow_commands
from ledgerium_cli.documents.words import MOST_NAMED, listed
from ledgerium_cli.findings.checks import Check, Found, Limit
from ledgerium_cli.findings.deviations import DeviationKind, NotKnown
from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.output.text import Markdown, md, plain, row, table_of_first

Item = TypeVar("Item")
BY_GRAVITY: tuple[DeviationKind, ...] = (
    "forbidden combination",
    "missing step",
    "out of order",
    "too often",
    "extra step",
)


def as_text(check: Check) -> str:
    told = [*map(deviation_line, check.found), *(note.text for note in notes_of(check))]
    return "".join(f"{plain(line)}\n" for line in told)


def as_md(check: Check) -> str:
    *notes, result = notes_of(check)
    blocks = [f"## {md(result.text)}"]
    if check.found:
        by_kind = sorted(check.found, key=lambda one: (one.deviation.kind, one.deviation.activity))
        rows = [
            _row([*own], check)
            for _, own in groupby(by_kind, key=lambda one: (one.deviation.kind, one.deviation.activity))
        ]
        kind = "Difference from the draft" if check.workflow.draft else "Deviation"
        head = [kind, "Activity", "Cases", "Accepted", "Time lost", "First seen in events"]
        blocks += table_of_first(head, rows, set())
    blocks.append("\n".join(f"- {md(note.text)}" for note in notes))
    return "\n\n".join(blocks) + "\n"


def _row(own: list[Found], check: Check) -> list[Markdown]:
    deviation = own[0].deviation
    lost = [one.lost for one in own if one.lost is not None]
    cases = [*dict.fromkeys(one.deviation.case for one in own)]
    accepted = sum(one.accepted is not None for one in own)
    return row(
        md(deviation.kind),
        md(check.called(deviation.activity)),
        md(f"{len(cases)}: {listed(cases, MOST_NAMED)}"),
        str(accepted),
        Markdown(lost_words(total(lost))) if lost else "–",
        md(evidence_text(own[0])),
    )


def as_json(check: Check) -> str:
    told = {
        "format": 1,
        "passed": check.passed,
        "workflow": check.workflow.name or None,
        "draft": check.workflow.draft,
        "filter": filter_json(check.filtered),
        "cases": check.cases,
        "conforming": None if check.workflow.draft else _conforming(check),
        "deviations": [*map(_deviation_json, check.found)],
        "not_known": [*map(_question_json, check.not_known)],
        "thresholds": [*map(_threshold_json, check.limits)],
        "expired": check.expired,
        "of_no_case": [{"accepted": one.accepted, "near": one.near} for one in check.of_no_case],
        "unused": [
            {"accepted": one, "line": place.line if (place := check.place_of_acceptance(one)) else None}
            for one in check.unused
        ],
        "not_whole": [{"recording": one.id, "why": what_is_wrong(one)} for one in check.not_whole],
        "not_read": check.not_read,
        "fitness": check.fitness.value if check.fitness is not None else None,
        "notes": [
            {"kind": note.kind, "level": note.level, "text": plain(note.text)} for note in notes_of(check)
        ],
    }
    return written(told).decode()


def _deviation_json(found: Found) -> object:
    return {
        "kind": found.deviation.kind,
        "case": found.deviation.case,
        "activity": found.deviation.activity,
        "reason": str(found.deviation.reason),
        "lost_ms": found.lost_ms,
        "lost_wait_ms": found.lost.between_step_wait if found.lost is not None else None,
        "accepted": found.accepted,
        "evidence": [*map(evidence_json, found.deviation.evidence)],
    }


def _question_json(doubt: NotKnown) -> object:
    return {
        "kind": doubt.kind,
        "case": doubt.case,
        "activity": doubt.activity,
        "question": str(doubt.question),
        "evidence": [*map(evidence_json, doubt.evidence)],
    }


def _threshold_json(limit: Limit) -> object:
    return {
        "metric": limit.threshold.metric,
        "statistic": "p90_ms" if limit.threshold.minutes is not None else "share",
        "bound": limit.bound,
        "value": limit.value,
        "n": limit.n,
        "met": limit.met,
    }


def _conforming(check: Check) -> dict[str, dict[str, int]]:
    counted = {"cases": check.conforming_cases, "steps": check.conforming_steps}
    return {what: {"met": met, "n": n} for what, (met, n) in counted.items()}


def as_github(check: Check) -> str:
    """GitHub workflow commands: an error for whatever fails the check, a warning for what calls for a look, and the
    rest, what was accepted included, as lines of the log."""
    notes = notes_of(check)
    told: list[Annotation] = [
        (note.level, note.place, note.text)
        for note in _each_kind_first(notes, lambda note: note.kind)
        if note.level != "note"
    ]
    told += [
        ("error" if check.fails(one) else "warning", one.place, deviation_line(one))
        for one in by_weight(check.open)
    ]
    accepted = [deviation_line(one) for one in check.found if one.accepted is not None]
    return workflow_commands(told, [*accepted, *(note.text for note in notes if note.level == "note")])


def by_weight(found: Iterable[Found]) -> list[Found]:
    """Those of the gravest kinds and of the most cases first, and of each kind and activity the one that took longest
    before the second of any."""

    def kind(one: Found) -> tuple[DeviationKind, str]:
        return one.deviation.kind, one.deviation.activity

    each = [*found]
    cases = Counter(map(kind, each))
    each.sort(key=lambda one: (BY_GRAVITY.index(one.deviation.kind), -cases[kind(one)], -(one.lost_ms or 0)))
    return _each_kind_first(each, kind)


def _each_kind_first(items: Iterable[Item], kind: Callable[[Item], Hashable]) -> list[Item]:
    """The first of each kind, then the second of each, and so on; otherwise as they are."""
    seen: Counter[Hashable] = Counter()
    numbered: list[tuple[int, Item]] = []
    for item in items:
        numbered.append((seen[kind(item)], item))
        seen[kind(item)] += 1
    return [item for _, item in sorted(numbered, key=lambda one: one[0])]


FORMATS: Mapping[str, Callable[[Check], str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_md,
    "github": as_github,
    "junit": as_junit,
    "sarif": as_sarif,
}
