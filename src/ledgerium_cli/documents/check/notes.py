"""What a check tells besides deviations. Every format carries every note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ledgerium_cli.documents.check.lines import (
    conforming_line,
    expired_line,
    headline,
    limit_line,
    misspelt_line,
    never_seen_line,
    not_known_line,
    unused_line,
)
from ledgerium_cli.documents.condition import OF_SAME_ROWS, alike_line, days_line, same_rows, what_is_wrong
from ledgerium_cli.documents.view.perhaps import unseen_begin
from ledgerium_cli.documents.words import BY_A_PROGRAM, DEMANDS_NOTHING, IS_DRAFT, MOST_NAMED, count, listed
from ledgerium_cli.findings.checks import Check
from ledgerium_cli.findings.deviations import WhyNot, demands_nothing
from ledgerium_cli.recording.again import saved_again, why
from ledgerium_cli.recording.places import Place
from ledgerium_cli.workflow.accepted import Accepted

NoteKind = Literal[
    "not known", "threshold", "expired acceptance", "misspelt acceptance", "acceptance of no case", "unused acceptance",
    "not whole", "not read", "perhaps twice", "perhaps one person", "days only", "without a case", "made up", "clocks",
    "hold sign", "case rule", "never seen", "guessed", "draft", "demands nothing", "filter", "conforming",
    "fitness", "result",
]  # fmt: skip
Level = Literal["error", "warning", "note"]
"""It fails the check; it may change what the result is worth, or asks for something to be done; neither."""


class Note(NamedTuple):
    kind: NoteKind
    level: Level
    text: str
    place: Place | None = None
    same: tuple[str, ...] = ()
    """What tells it from others of its kind, the same in every run; empty where its text does."""


def notes_of(check: Check) -> list[Note]:
    """The last one is the result."""
    if not check.cases:
        return [Note("result", "warning", headline(check))]
    return [
        *_of_questions(check),
        *_of_thresholds(check),
        *_of_acceptances(check),
        *_of_recordings(check),
        *_of_basis(check),
        *_of_conformance(check),
        Note("result", "note", headline(check)),
    ]


def _of_questions(check: Check) -> Iterator[Note]:
    cases: dict[tuple[str, WhyNot], list[str]] = defaultdict(list)
    for one in check.not_known:
        cases[str(one.question), one.why].append(one.case)
    for (question, reason), own in cases.items():
        same = (question,) if reason == "no order" else (question, reason)
        yield Note("not known", "warning", not_known_line(question, own, reason), same=same)
    yield from _of_holds(check)


def _of_holds(check: Check) -> Iterator[Note]:
    """Of which holds nothing was seen, where something must never happen while one is open."""
    if check.holds is None or not any(one.condition == "hold_open" for one in check.workflow.never):
        return
    if doubt := unseen_begin(check.holds):
        line = f"Hold sign: {doubt}. What must never happen while a hold is open was not judged by it."
        yield Note("hold sign", "warning", line, check.read_by)
    elif check.holds.never_begun and not check.holds.by_kind:
        line = f"Hold sign: no hold was seen in {count(check.cases, 'case')}."
        yield Note("hold sign", "note", line, check.read_by)


def _of_thresholds(check: Check) -> Iterator[Note]:
    for one in check.limits:
        level: Level = "error" if one.met is False else "note"
        same = one.threshold.metric, str(one.bound)
        yield Note("threshold", level, limit_line(one), check.place_of_threshold(one.threshold), same)


def _of_acceptances(check: Check) -> Iterator[Note]:
    """Those that are perhaps misspelt each by itself; what else covers nothing may be of other recordings."""
    told: list[tuple[NoteKind, str, Accepted]] = [
        *(("expired acceptance", expired_line(one, check), one) for one in check.expired),
        *(("misspelt acceptance", misspelt_line(one, check), one.accepted) for one in check.misspelt),
    ]
    for kind, line, accepted in told:
        same = accepted.kind, accepted.activity, accepted.case or "", str(accepted.until)
        yield Note(kind, "warning", line, check.place_of_acceptance(accepted), same)
    if others := [_case_at(one.accepted, check) for one in check.of_no_case if one.near is None]:
        named = listed([*dict.fromkeys(others)], MOST_NAMED)
        line = f"Covers nothing here: what was accepted in {named}, since no such case was checked."
        yield Note("acceptance of no case", "note", line, check.accepted_in)
    for unused in check.unused[:MOST_NAMED]:
        line = unused_line(unused, check)
        yield Note("unused acceptance", "note", line, check.place_of_acceptance(unused))
    if (rest := len(check.unused) - MOST_NAMED) > 0:
        line = f"Covers nothing here: {count(rest, 'more acceptance')}."
        yield Note("unused acceptance", "note", line, check.accepted_in)


def _case_at(one: Accepted, check: Check) -> str:
    place = check.place_of_acceptance(one)
    return (
        f"{one.case} (line {place.line})" if place is not None and place.line is not None else str(one.case)
    )


def _of_recordings(check: Check) -> Iterator[Note]:
    for one in check.not_whole[:MOST_NAMED]:
        line = (
            f"Not whole: {one.id}: {what_is_wrong(one)}. What is missing there may be what is missing here."
        )
        yield Note("not whole", "warning", line, check.place_of(one.id))
    if (rest := len(check.not_whole) - MOST_NAMED) > 0:
        yield Note("not whole", "warning", f"Not whole: {count(rest, 'more recording')}.")
    if check.not_read:
        files = count(check.not_read, "file holds", "files hold")
        line = f"Not read: {files} no recording that could be read. What was to be in there was not checked."
        yield Note("not read", "warning", line)
    for known, again in saved_again(check.recordings):
        line = (
            f"Perhaps twice: {again.id} shows what {known.id} shows ({why(again)}). If one is a copy of the other, its "
            "work counts twice here."
        )
        yield Note("perhaps twice", "warning", line, check.place_of(again.id))
    ids = {one.id: one.id for one in check.recordings}
    for what, first in same_rows(check.recordings, check.in_two_logs, ids):
        line = f"Perhaps twice: {what} {first.events[0]}. {OF_SAME_ROWS}"
        yield Note("perhaps twice", "warning", line, check.place_of(first.recording))
    for line in alike_line(check.people):
        yield Note("perhaps one person", "warning", f"Perhaps one person: {line}")
    if names := [one.id for one in check.recordings if one.condition.days_only]:
        yield Note("days only", "warning", f"Days only: {days_line(names)}")
    for doubt in check.clocks:
        line = (
            f"Clocks: those of {doubt.earlier} and {doubt.later} seem to disagree. Which of them did something first "
            "is not certain."
        )
        yield Note("clocks", "warning", line, check.place_of(doubt.recording))
    if names := [one.id for one in check.told_apart.without_case]:
        told = listed(names, MOST_NAMED)
        line = f"Without a case: {told}. What was done there belongs to no case and was not checked."
        yield Note("without a case", "note", line)


def _of_basis(check: Check) -> Iterator[Note]:
    if any(one.generated for one in check.recordings):
        yield Note("made up", "note", f"Made up: {BY_A_PROGRAM}")
    yield from _of_case_rule(check)
    if check.never_seen:
        yield Note("never seen", "warning", never_seen_line(check), check.declared_in)
    if check.steps_guessed:
        yield Note("guessed", "note", "Guessed: without a workflow file cases and steps are guesses.")
    elif check.told_apart.is_guess:
        line = "Guessed: the workflow file does not declare what tells one case from another, so cases are guesses."
        yield Note("guessed", "note", line, check.read_by)
    if check.workflow.draft:
        line = (
            f"Draft: {IS_DRAFT}. What differs from it fails the check like a deviation; that the rest is as the file "
            "which was made from such cases says nothing, so no conformance is given."
        )
        yield Note("draft", "warning", line, check.declared_in)
    elif demands_nothing(check.workflow):
        line = (
            f"Demands nothing: {DEMANDS_NOTHING}. No case can break that: only a step that the file does not declare "
            "is a deviation."
        )
        yield Note("demands nothing", "warning", line, check.declared_in)
    if check.filtered is not None:
        yield Note("filter", "note", str(check.filtered))


def _of_case_rule(check: Check) -> Iterator[Note]:
    """Recordings in which nothing shows a case as the workflow file declares it."""
    told = check.told_apart
    if not told.unfitting:
        return
    names = listed([one.id for one in told.unfitting], MOST_NAMED)
    guess = (
        "taken for one case each, which is a guess"
        if len(told.unfitting) > 1
        else "taken for one case, which is a guess"
    )
    if told.fits:
        line = f"Not told apart: nothing in {names} shows a case as the workflow file declares it; {guess}."
        yield Note("case rule", "warning", line, check.read_by)
    else:
        line = (
            f"No case as declared: nothing in {names} shows one; {guess}. Correct what the workflow file says tells "
            "cases apart (pattern, starts_with, ends_with of case), or check other recordings."
        )
        yield Note("case rule", "error", line, check.read_by)


def _of_conformance(check: Check) -> Iterator[Note]:
    if not check.workflow.draft:
        yield Note("conforming", "note", conforming_line(check))
    if check.fitness is not None and check.fitness.value is not None:
        limits = f"; {check.fitness.reason}" if check.fitness.reason is not None else ""
        line = f"Fitness with the declared workflow, by alignment: {check.fitness.value:.3f}{limits}."
        yield Note("fitness", "note", line)
