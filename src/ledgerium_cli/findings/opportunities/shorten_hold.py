"""Rule: have fewer cases held, or for less time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

from ledgerium_cli.cases.model import PARTS, WAITS, Case, Hold
from ledgerium_cli.findings.opportunities.model import (
    Claims,
    Findings,
    Least,
    Missed,
    Proposal,
    Rows,
    Rule,
    among,
    most_missed,
)
from ledgerium_cli.findings.opportunities.shorten_wait import least_wait
from ledgerium_cli.findings.opportunities.working_hours import in_working_hours, left_out, within
from ledgerium_cli.findings.sentence import Named, Sentence, quoted, sentence
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.steps.hold_signs import BY_MARK, GUESSED
from ledgerium_cli.steps.model import Activity
from ledgerium_cli.words import most_frequent
from ledgerium_cli.workflow.calendar import Calendars, calendars_of
from ledgerium_cli.workflow.rule_names import RuleName

LOW, HIGH = 0.0, 0.5
ENOUGH = 2
"""Cases that were held; fewer are chance."""
MOST_NAMED = 3
KINDS = {BY_MARK: "marked by a person", GUESSED: "guessed from a message"}


class ShortenHold(Rule):
    """For each kind of hold and step at which it begins: applies when two cases were held, and the wait in holds that
    were released is at least a twentieth of all wait."""

    name: ClassVar[RuleName] = "shorten-hold"

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._calendars = calendars_of(findings.workflow)
        self._found: dict[tuple[str, str], _Held] = {}

    def add(self, case: Case, place: int, first: int) -> None:
        if not case.holds:
            return
        places = {timed.step.key: at for at, timed in enumerate(case.steps)}
        own: dict[tuple[str, str], list[Hold]] = {}
        for hold in case.holds:
            begun = case.steps[places[hold.begun_by]].step.activity
            key = hold.kind, hold.activity or begun.id
            held = self._found.setdefault(key, _Held(hold.kind, key[1]))
            held.rows.add(place, first + places[hold.begun_by])
            held.open += hold.is_open
            if hold.ended_by is not None and hold.released:
                step = case.steps[places[hold.ended_by]].step
                held.released[step.activity.id if hold.is_released_by(step) else None] += 1
            own.setdefault(key, []).append(hold)
        for key, holds in own.items():
            for at, length in sorted(_waited(case, holds, self._calendars).items()):
                self._found[key].claims.wait.add(first + at, length)

    def proposals(self) -> list[Proposal]:
        least = least_wait(self._findings)
        return [
            _proposal(self._findings, held, least, self._calendars)
            for _, held in sorted(self._found.items())
            if len(held.rows.cases) >= ENOUGH and least.is_in(held.claims)
        ]

    def missed(self) -> list[Missed]:
        least = least_wait(self._findings)
        return most_missed(
            Missed(self.name, len(held.rows.cases), 1, held.claims.wait.total, least)
            for held in self._found.values()
            if len(held.rows.cases) >= ENOUGH and not least.is_in(held.claims)
        )


class _Held:
    """The holds of one kind that begin at one activity."""

    def __init__(self, kind: str, activity: str) -> None:
        self.kind, self.activity = kind, activity
        self.rows, self.claims = Rows(), Claims()
        """The steps with which they began, and the wait until they were released."""
        self.open = 0
        self.released: Counter[str | None] = Counter()
        """By activity, the number that it released; None stands for those of which that was not seen."""


def _waited(case: Case, holds: Iterable[Hold], calendars: Calendars | None) -> dict[int, int]:
    """The wait of a case while it was held, in milliseconds by the index of the step; of holds whose release is not
    known none. With `calendars` only what lies in working hours."""
    spans = [*_apart(holds)]
    found: dict[int, int] = {}
    for begins, ends, part, place in case.timeline.stretches() if spans else ():
        if PARTS[part] in WAITS:
            both = ((max(begins, since), min(ends, until)) for since, until in spans)
            length = sum(in_working_hours(case, place, *one, calendars) for one in both if one[0] < one[1])
            found[place] = found.get(place, 0) + length
    return found


def _apart(holds: Iterable[Hold]) -> Iterator[tuple[int, int]]:
    """When at least one hold was on, as stretches that do not overlap."""
    known = [(hold.known_start_ms, hold.known_end_ms) for hold in holds]
    reached = 0
    for since, until in sorted(
        (since, until) for since, until in known if since is not None and until is not None
    ):
        if until > reached:
            yield max(since, reached), until
            reached = until


def _proposal(findings: Findings, held: _Held, least: Least, calendars: Calendars | None) -> Proposal:
    share = findings.share(ShortenHold.name, LOW, HIGH)
    cases, at = findings.named(held.rows), _named(findings, held.activity)
    kind = KINDS.get(held.kind, in_quotation_marks(held.kind))
    return Proposal(
        rule=ShortenHold.name,
        kind="prevent or shorten a hold",
        title=sentence("Hold fewer cases at ", at, f", or for less time ({kind})"),
        activities=(held.activity,),
        why=_why(findings, held, len(cases), kind),
        cases=cases,
        evidence=findings.shown(held.rows),
        claims=held.claims,
        share=share,
        assumptions=(
            share.of(f"the wait in holds that were released{within(calendars)}"),
            "At best what such cases lack is asked for on entry, or whoever can release them is told before they "
            "stall; at worst neither can be done.",
            *left_out(calendars, "nobody is there to release it"),
        ),
        against=_against(held),
        risk="What is asked of every case on entry costs those that would never have been held.",
        measure=sentence("How many cases are held at ", at, ", and the time until they are released."),
        person_decides=True,
        least=least,
    )


def _named(findings: Findings, activity: str) -> Named:
    known: list[Activity] = [one.activity for one in findings.activities if one.activity.id == activity]
    title = next((one.title for one in findings.declared() if one.id == activity), activity)
    return quoted(known[0]) if known else Named(activity, title)


def _why(findings: Findings, held: _Held, cases: int, kind: str) -> Sentence:
    n, released = len(held.rows), held.released.total()
    still = f", {held.open} not" if held.open else ""
    parts: list[str | Named] = [
        f"{among(cases, len(findings.order.ids))} were held at ",
        _named(findings, held.activity),
        f" ({kind}), {n} times in all: {released} {'was' if released == 1 else 'were'} seen to be "
        f"released{still}",
    ]
    seen = Counter({activity: times for activity, times in held.released.items() if activity is not None})
    for place, (activity, times) in enumerate(most_frequent(seen)[:MOST_NAMED]):
        parts += [", with " if place else ". Released with ", _named(findings, activity), f" ({times})"]
    return sentence(*parts, ".")


def _against(held: _Held) -> tuple[str, ...]:
    lacked = "To hold a case may have been right, and what it lacked may not have been known before."
    rest = (
        "How long those that were not released went on to be held is not known, and is not in the baseline."
    )
    return (lacked, rest) if held.open else (lacked,)
