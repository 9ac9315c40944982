"""An analysis with the names, counts, citations, steps and holds that its documents need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Sized
from copy import copy

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.cases.model import Case, Hold
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.merge.text.wording import DECLARED as DECLARED_MARK
from ledgerium_cli.documents.merge.text.wording import GUESSED as GUESSED_NAME
from ledgerium_cli.documents.step_names import names_apart, renamed
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.facts import Facts
from ledgerium_cli.documents.view.sources import Sources
from ledgerium_cli.documents.view.usual import UsualCases
from ledgerium_cli.documents.view.ways import Way, counted, ways
from ledgerium_cli.documents.words import (
    Citations,
    as_given,
    count,
    first_named,
    listed,
    share,
    to_the_second,
)
from ledgerium_cli.findings.activities import ActivityFinding, Evidence, OutcomeSeen
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviating import Edge
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.done import decided_in
from ledgerium_cli.findings.sentence import Sentence
from ledgerium_cli.findings.work_names import names_of_work
from ledgerium_cli.output.text import Markdown, md, quoted
from ledgerium_cli.recording.model import RecordingFacts, Recordings, no_recordings
from ledgerium_cli.steps.model import Step, ToldBy
from ledgerium_cli.workflow.calendar import date_of
from ledgerium_cli.workflow.case_noun import case_noun
from ledgerium_cli.workflow.ends import declared_ends
from ledgerium_cli.workflow.signs import name_of_system
from ledgerium_cli.workflow.wire import Activity, Role

FEW = 3
"""The most names of steps that are told one by one as guesses."""
CASES_APART = "what tells one case from another"
DECLARED = Markdown(DECLARED_MARK)
"""The mark behind a sentence that a person wrote into the workflow file."""
NO_NAME = "Recorded work"
GUESSED = Markdown(GUESSED_NAME)
"""The mark behind a name that no rule decided."""


def stated(sentence: str) -> Markdown:
    """A sentence from the workflow file, marked as declared."""
    return Markdown(f"{md(sentence)} {DECLARED}")


def by_mark(n: int) -> str:
    """How cases ended that did not reach the declared end but were ended by a mark."""
    return f"{'was' if n == 1 else 'were'} ended by a mark of the person recording"


def evidence_of_hold(hold: Hold) -> list[Evidence]:
    """The event that began the hold and, if it was released, the one that ended it."""
    evidence = [Evidence(hold.begun_by[0], (hold.begun_event,))]
    if hold.ended_by is not None and hold.ended_event is not None:
        evidence.append(Evidence(hold.ended_by[0], (hold.ended_event,)))
    return evidence


class HeldCase(Struct, frozen=True):
    case: Case
    hold: Hold
    begun: Step
    released: Step | None
    """The step that released it, or in which a page first showed that it was released; None while it is open."""

    @property
    def released_by(self) -> str | None:
        """Who released it; None where that was not seen."""
        step = self.released
        return step.actor if step is not None and self.hold.is_released_by(step) else None


class View:
    def __init__(self, analysis: Analysis, recordings: Recordings = no_recordings) -> None:
        self.analysis = analysis
        self.recordings = recordings
        self.workflow = analysis.workflow
        self.cite = Citations(analysis.recordings)
        self.zone = analysis.zone
        self.declared: dict[str, Activity] = {
            one.id: one for one in (self.workflow.activities if self.workflow is not None else ())
        }
        self.ends = declared_ends(self.workflow)
        """What completes a case, if declared."""
        self.outside = [stated(one) for one in (self.workflow.outside if self.workflow is not None else ())]
        """What is declared to happen where no recording shows it."""
        self.case_noun = case_noun(self.workflow)
        self.case, self.case_plural = map(md, self.case_noun)
        self.all = self.cases(len(analysis.cases))
        """The number of all cases in words: `9 orders`."""
        decides = decided_in(self.workflow) if self.workflow is not None else ()
        usual = UsualCases(analysis.variants[0].way, decides, {*analysis.deviations.cases})
        never = self.workflow.never if self.workflow is not None else ()
        self.facts = Facts(analysis.cases, usual, self.ends, never)
        self.sources = Sources(analysis.recordings, self.facts.recordings)
        self.jumps = analysis.jumps.found
        """Clock jumps in the time of cases."""
        self._in_doubt = {case for doubt in analysis.clocks for case in doubt.cases}
        self.looks: dict[str, list[Look]] = {}
        """By activity, all groups of its performances."""
        for look in self.facts.looks:
            self.looks.setdefault(look.shape.activity.id, []).append(look)
        self._guessed = {one.activity.id for one in analysis.activities if one.activity.decided_by == "guess"}
        self.given: Mapping[str, str] = {}
        """By activity, the name that people gave it in the SOP."""
        self.people: Mapping[str, str] = {}
        """The same names, made distinct from all others."""
        self._headings: Mapping[str, str] = {}
        self._ways: dict[str, list[Way]] = {}
        self._broken: dict[tuple[str, str], list[Deviation]] | None = None
        self._titles = analysis.titles
        self._names: Mapping[str, str] = self._titles
        """By activity, the name that people gave, else the title."""

    def naming(self, people: Mapping[str, str], *, headings: bool = False) -> View:
        """A copy that uses the names people gave to steps, by activity id. With `headings` also in the headings of
        the SOP, where a merge puts them otherwise."""
        named = copy(self)
        titles = self._titles.items()
        named.given = {one: name for one, own in titles if (name := renamed(own, people.get(one)))}
        named.people = names_apart(named.given, self._titles)
        named._names = self._titles | named.people
        named._headings = named.people if headings else {}
        return named

    def says(self, sentence: Sentence) -> str:
        """The sentence as plain text, with the names that people gave to steps."""
        return sentence.calling(self._names)

    def called(self, activity: str) -> str:
        """The name of a step that people gave, else the declared or observed one."""
        return self._names.get(activity, activity)

    def heading(self, activity: str) -> Markdown:
        """The heading of a step in the generated SOP."""
        if (name := self._headings.get(activity)) is not None:
            return md(name)
        mark = f" {GUESSED}" if activity in self._guessed else ""
        return Markdown(f"{md(self._titles[activity])}{mark}")

    def before(self, activity: str) -> str:
        """The declared or observed title of a step that people renamed; empty if they did not."""
        return self._titles[activity] if activity in self.people else ""

    def is_guess(self, activity: str) -> bool:
        """Whether the name came from neither a rule nor a person."""
        return activity in self._guessed and activity not in self.people

    def holds(self) -> Iterator[HeldCase]:
        """Every hold, case by case."""
        for case in self.analysis.cases:
            if case.holds:
                steps = {timed.step.key: timed.step for timed in case.steps}
                for hold in case.holds:
                    released = steps[hold.ended_by] if hold.ended_by is not None else None
                    yield HeldCase(case, hold, steps[hold.begun_by], released)

    def told_by(self, how: ToldBy) -> Iterator[Step]:
        """The steps whose case is known in this way."""
        if any(how in look.shape.told_by for look in self.facts.looks):
            for case in self.analysis.cases:
                yield from (timed.step for timed in case.steps if how in timed.step.told_by)

    def showing(self, activity: str, outcome: str) -> list[Look]:
        """The performances of an activity that showed a declared outcome."""
        shown = ((look, look.shape.outcome) for look in self.looks[activity])
        return [look for look, seen in shown if seen is not None and seen.name == outcome]

    def ways(self, activity: str) -> list[Way]:
        """How an activity is brought to each of its ends, most frequent first. Performances in which a recording was
        cut off count only if there are no others."""
        if activity not in self._ways:
            looks = self.looks[activity]
            whole = [look for look in looks if not look.shape.cut_short] or looks
            if self.is_judgement(activity):  # a person decides each time anew
                whole = [replace(look, visit=0) for look in whole]
            self._ways[activity] = ways(whole)
        return self._ways[activity]

    def mended(self, activity: str) -> list[Look]:
        """Performances that only corrected a refusal and are no way of their own."""
        return [look for way in self.ways(activity) for look in way.mended]

    @property
    def name(self) -> str:
        """The declared name of the workflow, else the visible name that most recordings gave to the work."""
        if self.workflow is not None:
            return self.workflow.name
        called = names_of_work(self.analysis.recordings)
        return called[0][0] if called else NO_NAME

    @property
    def is_draft(self) -> bool:
        """Whether the workflow file is a draft that nobody has confirmed."""
        return self.workflow is not None and self.workflow.draft

    @property
    def guesses(self) -> list[str]:
        """What no person declared and was guessed from the screen."""
        shapes = [look.shape for look in self.facts.looks]
        found = {
            self._guessed_names: any(shape.activity.decided_by == "guess" for shape in shapes),
            "where one ends and the next begins": (not self.declared or self.is_draft)
            and self.sources.has_recordings,
            CASES_APART: any(shape.case_decided_by == "guess" for shape in shapes),
            "what counts as a hold": self.facts.has_guessed_hold,
        }
        return [what for what, is_guess in found.items() if is_guess]

    @property
    def _guessed_names(self) -> str:
        """In words; where others are declared, each that is a guess if they are few."""
        own = [quoted(self.called(one)) for one in self._titles if self.is_guess(one)]
        if not self.declared or self.is_draft or not 0 < len(own) <= FEW:
            return "the names of steps"
        return f"the {'name' if len(own) == 1 else 'names'} of {listed(own)}"

    @property
    def scope(self) -> str:
        """The number of cases and of the recordings that hold them, and the period."""
        recordings = self.sources.with_case
        given = [one.start_ms for one in recordings if not one.timed]
        first = str(date_of(min([self.facts.first_ms, *given]), self.zone))
        last = str(date_of(max([self.facts.last_ms, *given]), self.zone))
        period = first if first == last else f"{first} to {last}"
        if given:
            period += as_given("given" if len(given) == len(recordings) else "in part given")
        found = [count(n, noun) for noun, n in self.sources.holding.items() if n]
        return f"{self.all} in {listed(found)}, {period}"

    def time(self, ms: int) -> str:
        """By the clocks of the zone of the documents: `2026-03-02 09:10:41`."""
        return to_the_second(ms, self.zone)

    def began(self, one: RecordingFacts) -> str:
        return f"{self.time(one.start_ms)}{as_given('recorded' if one.timed else 'given')}"

    def in_zone(self, name: str) -> str:
        """The name of a column of such times: `From (Europe/Berlin)`."""
        return f"{name} ({md(self.zone.key)})"

    def cases(self, n: int) -> str:
        return count(n, self.case, self.case_plural)

    @property
    def counted(self) -> str:
        """The number of cases in cycle time statistics: `9 complete orders`; of all cases when no end is declared."""
        complete = "complete " if self.ends else ""
        return count(self.facts.counted, f"{complete}{self.case}", f"{complete}{self.case_plural}")

    @property
    def open_too(self) -> str:
        """Appended to numbers over all cases when cycle time statistics cover fewer."""
        return ", open ones included" if self.facts.counted < len(self.analysis.cases) else ""

    def n_of_counted(self, n: int) -> str:
        """`n = 9 complete orders`, or how many of them have known times."""
        whole = self.facts.counted
        return f"n = {self.counted}" if n == whole else f"n = {n} of {self.counted}"

    def n_of_all(self, n: int) -> str:
        whole = len(self.analysis.cases)
        return f"n = {self.all}" if n == whole else f"n = {n} of {self.all}"

    def share(self, part: int, whole: int, which: str = "") -> str:
        """`22 % (2 of 9 orders)`; with few cases only the counts."""
        return share(part, whole, f"{self.cases(whole)} {which}".rstrip())

    def cases_named(self, ids: Sequence[str] | First[str]) -> str:
        """`2 orders (SO-1 and SO-2)`."""
        return f"{self.cases(len(ids))} ({first_named(ids)})" if ids else self.cases(0)

    def of_all(self, cases: Sized | int) -> str:
        return f"{cases if isinstance(cases, int) else len(cases)} of {self.all}"

    @property
    def timed(self) -> int:
        """The number of cases of which any time is known; of all, if none is."""
        n = len(self.analysis.cases)
        return n - self.facts.untold or n

    @property
    def all_timed(self) -> str:
        """What sums of time are of: `10 orders`, or `8 of 10 orders` when of the others no time is known."""
        return f"{self.timed} of {self.all}" if self.facts.untold else self.all

    @property
    def stopped(self) -> Counter[tuple[str, bool]]:
        """By last activity, and whether a person ended them, the number of cases that ended before the declared end."""
        return counted(
            ((look.shape.activity.id, look.ended), look.times)
            for look in self.facts.looks
            if look.after is None and look.in_order and look.complete is False
        )

    def completed(self, end: str = "the declared end") -> str:
        """`34 orders that reached the declared end`."""
        return f"{self.cases(self.facts.counted)} that reached {end}"

    def in_no_order(self, which: str) -> list[str]:
        """That the order of the steps of some cases is not known, and what that means for `which` cases."""
        cases = self.facts.unordered
        if not cases:
            return []
        its, tell, are = (
            ("its", "a recording of it tells", "it is")
            if len(cases) == 1
            else ("their", "recordings of them tell", "they are")
        )
        return [
            f"Of {self.cases_named(cases)} it is not known which of {its} steps came first, since {tell} no times: "
            f"{are} {which}."
        ]

    @property
    def not_counted(self) -> str:
        """What cycle time statistics leave out when an end is declared: `open ones and 2 that were ended by a mark
        of the person recording (SO-1 and SO-2)`; empty if nothing."""
        marked = self.facts.marked
        are_open = len(self.analysis.cases) > self.facts.counted + len(marked)
        by_person = f"{len(marked)} that {by_mark(len(marked))} ({first_named(marked)})" if marked else ""
        return " and ".join(filter(None, ["open ones" if are_open else "", by_person]))

    def clock_marks(self, case: str) -> list[str]:
        """What is wrong with the clocks that timed a case, in two words each."""
        by = [one.jump.by_ms for one in self.jumps.of(case)]
        found = {
            "clock jumped": any(ms > 0 for ms in by),
            "clock set back": any(ms < 0 for ms in by),
            "clocks disagree": case in self._in_doubt,
        }
        return [words for words, is_so in found.items() if is_so]

    def title(self, activity: str) -> Markdown:
        """The name of a step. A guessed name is marked if others are declared; when all are guesses, the head of the
        document says so."""
        name = md(self.called(activity))
        are_others_declared = self.declared and not self.is_draft
        return Markdown(f"{name} {GUESSED}") if are_others_declared and self.is_guess(activity) else name

    def is_judgement(self, activity: str) -> bool:
        declared = self.declared.get(activity)
        return declared is not None and declared.judgement

    def system_name(self, host: str) -> str:
        """The declared name of a system, else its host."""
        return name_of_system(host, self.workflow.systems) if self.workflow is not None else host

    def system(self, host: str) -> Markdown:
        return md(self.system_name(host))

    @property
    def declared_roles(self) -> Sequence[Role]:
        return self.workflow.roles if self.workflow is not None else ()

    def role_of(self, actor: str) -> str | None:
        return next((role.name for role in self.declared_roles if actor in role.actors), None)

    def role_not_seen(self, found: ActivityFinding) -> str | None:
        """The role for which an activity is declared, where not only people of it were seen to do it."""
        declared = self.declared.get(found.activity.id)
        role = declared.role if declared is not None else None
        return None if all(self.role_of(actor) == role for actor in found.actors) else role

    def barred(self, outcome: OutcomeSeen) -> frozenset[str]:
        """Activities that must not follow a breached check before it is settled."""
        rules = self.workflow.never if self.workflow is not None and outcome.result == "breached" else ()
        return frozenset(rule.activity for rule in rules)

    @property
    def skipped(self) -> Mapping[Edge, Mapping[str, int]]:
        """By the edge on which cases skipped required activities: for each such activity the number of cases."""
        return self.analysis.deviations.skipped

    def broken(self, activity: str, condition: str) -> Sequence[Deviation]:
        """Deviations in which an activity went through under a forbidden condition."""
        if self._broken is None:
            self._broken = {}
            for one in self.analysis.deviations:
                if one.condition is not None:
                    self._broken.setdefault((one.activity, one.condition), []).append(one)
        return self._broken.get((activity, condition), [])
