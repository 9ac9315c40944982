"""Maps an imported log to steps: one per activity instance, its activity named by the log or by the workflow file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.cases.model import Slice, packed
from ledgerium_cli.logs.model import Instance, LogFacts
from ledgerium_cli.recording.condition import Condition, LeftOut
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.mapped import Mapped
from ledgerium_cli.steps.model import (
    Activity,
    DecidedBy,
    HoldBegin,
    HoldSign,
    Outcome,
    Shape,
    Step,
    TimedBy,
    step_of,
)
from ledgerium_cli.steps.titles import slug
from ledgerium_cli.workflow.contradictions import all_signs
from ledgerium_cli.workflow.ends import telling_breach_in
from ledgerium_cli.workflow.signs import in_a_log
from ledgerium_cli.workflow.wire import Sign, Workflow

Values = tuple[tuple[str, str], ...]
"""Values of one row, as pairs of column and text."""


def map_log(
    facts: LogFacts, instances: Iterable[Instance], names: Iterable[str], workflow: Workflow | None
) -> Mapped:
    """`instances` are all instances of the log, at least one; `names` are the names of all its activities, and of those
    of the logs beside it, if any."""
    two_times: TimedBy = "days" if facts.days_only else "start and completion"
    shapes = Shapes(Declared(workflow, names, facts.kept), _asked(facts, workflow), two_times)
    texts: dict[str, str] = {}
    steps, slices = [], []
    for one in instances:
        case, actor = texts.setdefault(one.case, one.case), texts.setdefault(one.actor, one.actor)
        step = step_of(case, facts.id, actor, shapes(one), one.numbers, one.times)
        steps.append(step)
        slices.append(packed(() if facts.days_only else _work(one, step)))
    return Mapped(_as_recording(facts, steps), tuple(steps), tuple(slices))


def _asked(facts: LogFacts, workflow: Workflow | None) -> Mapping[str, int]:
    """The kept columns that some sign asks for, each with its index in the list of kept columns."""
    asked = columns_asked(workflow)
    return {name: place for place, name in enumerate(facts.kept) if name in asked}


def columns_asked(workflow: Workflow | None) -> tuple[str, ...]:
    """The columns of a log that the signs of the workflow file ask for."""
    signs = all_signs(workflow) if workflow is not None else ()
    return tuple(dict.fromkeys(sign.column for _, _, sign in signs if sign.column is not None))


def _work(one: Instance, step: Step) -> Iterator[Slice]:
    """Work from start to completion, except while the instance was suspended. Suspended to its end, it waits itself;
    what lies before its own work is known to be so without that."""
    if one.start_ms is None:
        return
    bounds = [one.start_ms, *one.suspended, one.complete_ms]
    for since, until in zip(bounds[::2], bounds[1::2], strict=True):
        if until > since:
            yield Slice(since, until, "work", step.key)
    if one.suspended and one.suspended[-2] < one.suspended[-1] == one.complete_ms:
        yield Slice(one.suspended[-2], one.complete_ms, "between_step_wait", step.key)


def _as_recording(facts: LogFacts, steps: Iterable[Step]) -> RecordingFacts:
    spans = [(step.first_ms, step.last_ms) for step in steps]
    first = min(start for start, _ in spans)
    return RecordingFacts(
        id=facts.id,
        actor="",
        workflow="",
        time_zone=facts.time_zone or "UTC",
        start_ms=first,
        first_ms=first,
        end_ms=max(end for _, end in spans),
        case_form=None,
        generated=False,
        sha256=facts.sha256,
        events=facts.rows - facts.left_out,
        log=facts.kind,
        condition=_condition(facts),
    )


def _condition(facts: LogFacts) -> Condition:
    left_out: tuple[tuple[LeftOut, int], ...] = (("unreadable", facts.left_out),) if facts.left_out else ()
    return Condition(
        seal="missing" if facts.cut_off else "fits",
        left_out=left_out,
        twice=facts.twice,
        first_twice=facts.first_twice,
        days_only=facts.days_only,
    )


class Shapes:
    """The shapes of instances; instances that look alike share one."""

    def __init__(
        self, declared: Declared, asked: Mapping[str, int], two_times: TimedBy = "start and completion"
    ) -> None:
        """`two_times` is how steps with start and completion are timed."""
        self._declared, self._asked, self._two_times = declared, asked, two_times
        self._made: dict[
            tuple[str, str, int, TimedBy, bool, bool, tuple[int, ...], tuple[Values, ...], int], Shape
        ] = {}

    def __call__(self, one: Instance) -> Shape:
        timed_by: TimedBy = "one time" if one.start_ms is None else self._two_times
        began = 0 if one.start_ms is None else one.times.index(one.start_ms)
        turns = tuple(map(one.times.index, one.suspended)) if one.suspended else ()
        key = (
            one.activity,
            one.system,
            began,
            timed_by,
            one.completed,
            one.aborted,
            turns,
            self._rows(one),
            one.turn,
        )
        if key not in self._made:
            self._made[key] = self._shape(*key)
        return self._made[key]

    def _rows(self, one: Instance) -> tuple[Values, ...]:
        """For each row, the values of the columns that signs ask for."""
        if not self._asked:
            return ((),) * len(one.numbers)
        return tuple(
            tuple((name, row[place]) for name, place in self._asked.items()) if row else ()
            for row in one.kept
        )

    def _shape(
        self,
        name: str,
        system: str,
        began: int,
        timed_by: TimedBy,
        completed: bool,
        aborted: bool,
        turns: tuple[int, ...],
        rows: tuple[Values, ...],
        turn: int,
    ) -> Shape:
        values = [*map(dict, rows)]
        activity = self._declared.activity(name, values[-1])
        outcome = self._declared.outcome(activity.id, name, values) if not aborted else None
        hold_signs = tuple(self._declared.hold_signs(name, values))
        is_told = outcome is not None or bool(hold_signs) or aborted or not completed
        in_other_words = not is_told and self._declared.says_result(activity.id, values[-1])
        return Shape(
            activity=activity,
            system=system,
            cut_by="log",
            completed=completed,
            passed=outcome.result == "passed" if outcome is not None else completed and not aborted,
            told_by=("log",),
            timed_by=timed_by,
            case_decided_by="log",
            inputs=(began,),
            outcome=outcome,
            hold_signs=hold_signs,
            holds_told=self._declared.holds_told,
            breaches_told=self._declared.breaches_told and not in_other_words,
            seen_in=(system,) if system else (),
            used_in=(system,) if system else (),
            turns=turns,
            aborted=aborted,
            turn=turn,
        )


class Declared:
    """Matches the steps of a log with the workflow file, by the log's name for an activity and by the values of its
    rows."""

    def __init__(self, workflow: Workflow | None, names: Iterable[str], kept: Collection[str]) -> None:
        """`kept` are the columns that the log has beside those of the roles."""
        self._ids = ids_of(names)
        declared = workflow.activities if workflow is not None else ()
        by: DecidedBy = "log" if workflow is not None and workflow.draft else "rule"
        self._by_name = {
            _plain(name): Activity(one.id, one.title, by)
            for one in reversed(declared)
            for name in (one.title, one.id)
        }
        self._by_sign = [
            (in_a_log(sign), Activity(one.id, one.title, by)) for one in declared for sign in one.belongs
        ]
        self._outcomes = {one.id: [(in_a_log(each.when), each) for each in one.outcomes] for one in declared}
        self._holds = workflow.holds if workflow is not None else ()
        self.holds_told = all(any(_can_show(sign, kept) for sign in rule.begins) for rule in self._holds)
        telling = telling_breach_in(workflow)
        self._results_in = {
            one.id: {each.when.column for each in one.outcomes} for one in declared if one.id in telling
        }
        """By activity of which the declared results tell a breach from passing, the columns that show these."""
        breaches = (each for one in declared for each in one.outcomes if each.result == "breached")
        self.breaches_told = all(_can_show(each.when, kept) for each in breaches)

    def activity(self, name: str, values: Mapping[str, str]) -> Activity:
        """The activity declared with this title or id, or with a sign that the last row shows; else the log's own
        name."""
        if (known := self._by_name.get(_plain(name))) is not None:
            return known
        if (told := next((one for shows, one in self._by_sign if shows(name, values)), None)) is not None:
            return told
        return Activity(self._ids[name], name, "log")

    def outcome(self, activity: str, name: str, rows: Sequence[Mapping[str, str]]) -> Outcome | None:
        """The declared outcome that the last row shows, if any."""
        outcomes = self._outcomes.get(activity, ())
        seen = next((one for shows, one in outcomes if shows(name, rows[-1])), None)
        return Outcome(seen.name, seen.result, len(rows) - 1, None) if seen is not None else None

    def says_result(self, activity: str, values: Mapping[str, str]) -> bool:
        """Whether a row says something in a column that would show whether the activity was breached."""
        return any(values.get(column or "") for column in self._results_in.get(activity, ()))

    def hold_signs(self, name: str, rows: Sequence[Mapping[str, str]]) -> Iterator[HoldSign]:
        """Where holds begin and end. A step that stands for a hold or its release shows it at its last row; a row
        whose column tells a state shows at that row that its case is held, or no longer held."""
        last = len(rows) - 1
        begins, ends = self._begins(name, rows[last], state=False), self._ends(name, rows[last], state=False)
        if begins or ends:
            yield HoldSign(last, begins, ends)
        for at, values in enumerate(rows):
            begins = self._begins(name, values, state=True)
            held = [one.kind for one in begins]
            ends = tuple(kind for kind in self._ends(name, values, state=True) if kind not in held)
            if ends:
                yield HoldSign(at, (), ends, is_state=True)
            if begins:
                yield HoldSign(at, begins, (), is_state=True)

    def _begins(self, name: str, values: Mapping[str, str], *, state: bool) -> tuple[HoldBegin, ...]:
        return tuple(
            HoldBegin(rule.kind, rule.activity, False)
            for rule in self._holds
            if _shown(rule.begins, name, values, state=state)
        )

    def _ends(self, name: str, values: Mapping[str, str], *, state: bool) -> tuple[str, ...]:
        return tuple(rule.kind for rule in self._holds if _shown(rule.ends, name, values, state=state))


def _can_show(sign: Sign, kept: Collection[str]) -> bool:
    """Whether a row of a log could show it."""
    return sign.column in kept if sign.column is not None else sign.activity is not None


def _shown(signs: Iterable[Sign], name: str, values: Mapping[str, str], *, state: bool) -> bool:
    return any(in_a_log(sign)(name, values) for sign in signs if (sign.column is not None) == state)


def ids_of(names: Iterable[str]) -> dict[str, str]:
    """A unique id for each name, of letters, digits and hyphens only, since ids are used where names may not stand."""
    by_slug: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_slug[slug(name)].append(name)
    return {
        name: short if len(own) == 1 else f"{short}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        for short, own in by_slug.items()
        for name in own
    }


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
