"""The workflow intelligence report: how long cases take, where they wait, what is held, skipped, repeated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ledgerium_cli.cases.holds import BY_MARK
from ledgerium_cli.cases.holds import GUESSED as BY_GUESS
from ledgerium_cli.cases.model import PARTS, WAITS, Case, Hold, Part, Slice, StepKey, TimedStep, total
from ledgerium_cli.documents.text import Markdown, md, table
from ledgerium_cli.documents.view import DECLARED, GUESSED, View
from ledgerium_cli.documents.words import MINUTE, SECOND, count, duration, instant, listed, percent, spread
from ledgerium_cli.findings.activities import Evidence, evidence_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviations import Deviation
from ledgerium_cli.findings.health import FORMULA, Share, TargetMet
from ledgerium_cli.findings.metrics import HoldRate, Interval
from ledgerium_cli.findings.statistics import FEW, Summary, summarise
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.wire import IntervalMetric, Point, Settings

MOST_ROWS = 100
"""Of one table: nobody reads a longer one, and `analysis.json` has everything."""
MOST_WAITS = 10
MOST_NAMED = 8
"""Cases named in a sentence."""
PART_WORDS: dict[Part, str] = {
    "work": "work",
    "system_wait": "system wait",
    "idle": "idle",
    "between_step_wait": "between-step wait",
    "paused": "paused",
}
POINT_WORDS = {"arrive": "the arrival at", "start": "the start of", "complete": "the completion of"}
UNDECLARED = {BY_MARK: "marked by a person", BY_GUESS: "*(guessed from a message)*"}
"""Kinds of hold that no workflow file declares."""

Blocks = list[str]
"""Paragraphs and tables of Markdown."""


class Report(View):
    """The view, with the step behind a key and the titles of steps that were declared and never seen."""

    def __init__(self, analysis: Analysis) -> None:
        super().__init__(analysis)
        self.step: dict[StepKey, Step] = {
            timed.step.key: timed.step for case in analysis.cases for timed in case.steps
        }
        self.counted = [case for case in analysis.cases if case.complete is not False]
        """The cases of cycle statistics: open ones stand apart."""
        self.all = self.cases(len(analysis.cases))
        """Every case, counted: `9 orders`."""
        self.ends_with = self.workflow.ends_with if self.workflow is not None else None
        self._titles = {one.activity.id: one.activity.title for one in analysis.activities} | {
            one.id: one.title for one in self.declared.values()
        }

    def title(self, activity: str) -> Markdown:
        """Among declared names a guessed one is marked; where all are guesses, the heading says so."""
        name = md(self._titles.get(activity, activity))
        return Markdown(f"{name} {GUESSED}") if self.declared and activity not in self.declared else name


def render_report(analysis: Analysis) -> str:
    """Markdown. Each number names its cases, or the section that shows them with their events."""
    view = Report(analysis)
    blocks = heading("Workflow intelligence report", view)
    for title, section in SECTIONS:
        blocks += [f"## {title}", *section(view)]
    return "\n\n".join(blocks) + "\n"


def heading(document: str, view: View) -> Blocks:
    recordings = view.analysis.recordings
    seen = f"{view.cases(len(view.analysis.cases))} in {count(len(recordings), 'recording')}"
    blocks = [f"# {md(view.name)}", f"{document}: {seen}, {view.period}."]
    if any(recording.generated for recording in recordings):
        blocks.append("**Made up:** a program generated at least one of the recordings, no person at work.")
    if not view.declared:
        blocks.append(
            "> **Parts of this document are guesses.** No workflow file declares the steps. The names "
            "of steps, where one ends and the next begins, which events make one case and what counts as a "
            "hold are guessed from what was on the screen. The events and their times are not: they were "
            "recorded. `ledgerium init` writes a workflow file to correct the guesses in."
        )
    return blocks


def named(ids: Sequence[str], most: int = MOST_NAMED) -> str:
    more = [f"{len(ids) - most} more"] if len(ids) > most else []
    return listed([*map(md, ids[:most]), *more])


def row(*cells: str) -> list[Markdown]:
    """Cells made of our own words, of numbers, and of text that went through `md`."""
    return [Markdown(cell) for cell in cells]


def share(part: int, whole: int) -> str:
    """With what it is made of; of few, only what it is made of."""
    return f"{percent(part / whole)} ({part} of {whole})" if whole >= FEW else f"{part} of {whole}"


def _rows(head: list[str], rows: Sequence[list[Markdown]], right: set[int]) -> Blocks:
    blocks: Blocks = [table(head, list(rows[:MOST_ROWS]), frozenset(right))]
    if len(rows) > MOST_ROWS:
        blocks.append(f"These are the first {MOST_ROWS} of {len(rows)} rows; `analysis.json` has all cases.")
    return blocks


def _time(ms: int) -> str:
    """UTC, to the second."""
    return instant(ms)[:19].replace("T", " ")


# The numbers


def _headline(view: Report) -> Blocks:
    metrics, cases = view.analysis.metrics, view.counted
    waits = "Time per case; Where cases wait"
    rows = [
        row("Cases", _states(view), "Time per case"),
        row("Cycle time", spread(metrics.cycle), "Time per case"),
        row("Work per case", spread(summarise(case.parts.work for case in cases)), "Time per case"),
        row("Wait per case", spread(summarise(case.parts.wait for case in cases)), waits),
        row("Paused per case", spread(summarise(case.parts.paused for case in cases)), "Time per case"),
        row("Cycle-time efficiency", _efficiency(view), "Time per case"),
        row("Most wait at one step", _most_wait(view), "Time per step"),
        *(row(md(one.title), spread(one.times), "Interval metrics") for one in metrics.intervals),
        row("Hold rate", _hold_rate(metrics.hold_rate), "Holds"),
        row("First-time-right", share(*metrics.first_time_right), "Rework; Holds"),
        row("Skipped checks", _skipped(view), "Skipped checks and other deviations"),
        row("Process health", _health_score(view), "Process health"),
    ]
    return [_basis(view), table(["Number", "Value", "Shown in section"], rows)]


def _states(view: Report) -> str:
    n, counted = len(view.analysis.cases), len(view.counted)
    if view.ends_with is None:
        return f"{n}; none can be called complete or open, because no end is declared"
    return f"{n}: {counted} complete, {n - counted} open"


def _most_wait(view: Report) -> str:
    waited = total(case.parts for case in view.analysis.cases).wait
    if not waited:
        return "none"
    most = max(view.analysis.activities, key=lambda one: one.parts.wait)
    part = percent(most.parts.wait / waited)
    return f"{view.title(most.activity.id)}: {part} of all wait (n = {view.all})"


def _skipped(view: Report) -> str:
    if not view.declared:
        return "absent: no activities are declared"
    cases = [one.case for one in view.analysis.deviations if _skips_check(view, one)]
    return f"{len(cases)}, in {view.of_all(list(dict.fromkeys(cases)))}"


def _basis(view: Report) -> str:
    of = view.cases(len(view.counted))
    if view.ends_with is None:
        return (
            f"Cycle time, work and wait run from the first to the last event of {of}. No end is declared, so "
            "a case that was still open counts as if it had ended."
        )
    return (
        f"Cycle time, work and wait are those of the {of} that reached the declared end, "
        f"“{view.title(view.ends_with)}”. Open cases are left out of them and stand apart in “Time per case”."
    )


def _efficiency(view: Report) -> str:
    metrics = view.analysis.metrics
    if metrics.efficiency is None:
        return "not seen"
    times = f"{duration(metrics.parts.work)} of work in {duration(metrics.parts.total)}"
    return f"{percent(metrics.efficiency)}: {times} (n = {len(view.counted)})"


def _hold_rate(rate: HoldRate) -> str:
    if rate.held is None:
        return "absent: nothing could tell whether a case was held"
    if rate.n is None:
        return "absent: no step is declared at which a hold can begin"
    if not rate.n:
        return "absent: no case reached a step at which a hold can begin"
    still = f"; {len(rate.open_holds)} still open" if rate.open_holds else ""
    return share(rate.held, rate.n) + still


def _health_score(view: Report) -> str:
    health = view.analysis.health
    known = sum(one.value is not None for one in health.shares)
    return (
        "absent"
        if health.score is None
        else f"{health.score:.0f} of 100, from {known} of {len(health.shares)} shares"
    )


# What it is based on


def _recordings(view: Report) -> Blocks:
    rows = [
        row(
            view.cite.labels[one.id],
            md(one.id),
            md(one.actor),
            _time(one.start_ms),
            _time(one.events[-1].at_ms),
            str(len(one.events)),
            "sealed" if one.sealed else "**cut off, or changed after it was saved**",
            "**generated**" if one.generated else "recorded",
        )
        for one in view.analysis.recordings
    ]
    head = ["", "Recording", "Actor", "From (UTC)", "To (UTC)", "Events", "State", "Origin"]
    return [*_rows(head, rows, {5}), _events(view), *_untold(view)]


def _events(view: Report) -> str:
    recorded = sum(len(one.events) for one in view.analysis.recordings)
    used = sum(len(step.events) for step in view.step.values())
    return (
        f"n = {view.all}. Of {count(recorded, 'event')}, {used} belong to a case. "
        "Brackets name a recording and the numbers of its events: (R1: 12–18) is events 12 to 18 of R1."
    )


def _untold(view: Report) -> Blocks:
    whole = {step.recording for step in view.step.values() if "recording" in step.told_by}
    labels = [label for recording, label in view.cite.labels.items() if recording in whole]
    if not labels:
        return []
    return [
        f"Nothing told cases apart in {listed(labels)}: such a recording counts as one case, named after it."
    ]


# Time


def _cases(view: Report) -> Blocks:
    rows = [
        row(
            md(case.id),
            {True: "complete", False: "open", None: "not known"}[case.complete],
            duration(case.cycle_ms),
            *(_or_zero(getattr(case.parts, part)) for part in PARTS),
            {True: "yes", False: "no", None: "not known"}[case.held],
            str(len(case.steps)),
            view.cite(_evidence_of_case(case), most=len(view.analysis.recordings)),
        )
        for case in view.analysis.cases
    ]
    head = ["Case", "State", "Cycle", "Work", "System wait", "Idle", "Between-step wait", "Paused", "Held"]
    return [
        "Every millisecond of a case is in exactly one part, so that the parts add up: cycle = work + system "
        "wait + idle + between-step wait + paused. Rounded here; `analysis.json` has the milliseconds.",
        *_rows([*head, "Steps", "Evidence"], rows, {*range(2, 8), 9}),
        *_in_sum(view),
        f"Cycle time: {_in_full(view.analysis.metrics.cycle)}.",
        *_open(view),
        *_targets(view, "cycle"),
    ]


def _in_sum(view: Report) -> Blocks:
    parts = view.analysis.metrics.parts
    if not view.counted:
        return []
    summands = " + ".join(f"{_or_zero(getattr(parts, part))} {PART_WORDS[part]}" for part in PARTS)
    complete = "complete " if view.ends_with is not None else ""
    return [f"In sum over the {len(view.counted)} {complete}cases: {duration(parts.total)} = {summands}."]


def _or_zero(ms: int) -> str:
    return duration(ms) if ms else "0"


def _evidence_of_case(case: Case) -> list[Evidence]:
    """One place for each recording."""
    found: dict[str, list[int]] = defaultdict(list)
    for timed in case.steps:
        found[timed.step.recording] += [event.seq for event in timed.step.events]
    return [Evidence(recording, tuple(events)) for recording, events in found.items()]


def _in_full(times: Summary) -> str:
    if times.minimum is None or times.maximum is None or times.mean is None:
        return spread(times)
    assert times.mean_low is not None
    assert times.mean_high is not None
    interval = f"95 % interval {duration(times.mean_low)} to {duration(times.mean_high)}"
    return (
        f"{spread(times)}; shortest {duration(times.minimum)}, longest {duration(times.maximum)}, "
        f"mean {duration(times.mean)} ({interval})"
    )


def _open(view: Report) -> Blocks:
    ages = view.analysis.metrics.open_cases
    if not ages:
        return []
    most = [f"{md(case)} ({duration(age)})" for case, age in ages[:MOST_NAMED]]
    more = [f"{len(ages) - MOST_NAMED} more"] if len(ages) > MOST_NAMED else []
    return [f"Open: {listed([*most, *more])}, with the age at their last event. No cycle time counts them."]


def _targets(view: Report, metric: str) -> Blocks:
    """The declared targets for a metric: a number of minutes, or a share for the hold rate."""
    return [_target(one) for one in view.analysis.health.targets if one.metric == metric]


def _target(target: TargetMet) -> str:
    past = f"; past it: {named(target.missed)}" if target.missed else ""
    if target.minutes is not None:
        met = f"met in {share(target.met, target.n)}" if target.n else "no case to judge by it"
        return f"Target: at most {duration(target.minutes * MINUTE)} {DECLARED}; {met}{past}."
    met = ("met" if target.met else "not met") if target.n else "nothing to judge by it"
    return f"Target: at most {percent(target.share or 0)} {DECLARED}; {met}."


def _steps(view: Report) -> Blocks:
    spent = total(case.parts for case in view.analysis.cases)
    rows = [
        row(
            view.title(one.activity.id),
            "declared" if one.activity.decided_by == "rule" else "guess",
            f"{one.steps} in {len(one.cases)}",
            spread(one.work),
            spread(one.wait),
            _or_zero(one.parts.work),
            _or_zero(one.parts.wait),
            percent(one.parts.wait / spent.wait) if spent.wait else "",
            view.cite(one.evidence),
        )
        for one in view.analysis.activities
    ]
    head = ["Step", "Name", "Steps in cases", "Work per step", "Wait at the step", "Work, sum", "Wait, sum"]
    return [
        "Over all cases, open ones included. *Wait at the step* runs from the completion of the step before "
        "to the step's own completion, less its work and pauses; where steps overlap, two may wait at once. "
        f"The sums count each millisecond of a case once and add up to {duration(spent.work)} of work and "
        f"{duration(spent.wait)} of wait in {view.all}.",
        *_rows([*head, "Share of all wait", "Evidence"], rows, {2, 5, 6, 7}),
    ]


def _waits(view: Report) -> Blocks:
    found = sorted(
        ((case, piece) for case in view.analysis.cases for piece in case.slices if piece.part in WAITS),
        key=lambda one: (-one[1].length_ms, one[1].start_ms, one[0].id),
    )
    if not found:
        return ["No wait was seen."]
    largest = found[:MOST_WAITS]
    waited, within = (sum(piece.length_ms for _, piece in some) for some in (found, largest))
    head = ["How long", "Case", "Step", "Kind", "From (UTC)", "Who had it", "Seen meanwhile", "Evidence"]
    return [
        f"The {count(len(largest), 'longest stretch', 'longest stretches')} of wait of {len(found)}, "
        f"{duration(within)} of {duration(waited)} in sum ({percent(within / waited)}). A between-step wait "
        "stands at the step that was waited for. *Who had it*: who acted on the case before the wait, "
        "then after it. *Seen meanwhile*: work of the one after on other recorded cases; what nobody "
        "recorded is not known. Evidence: the event before the wait and the one after.",
        *_rows(head, [_wait(view, case, piece) for case, piece in largest], {0}),
    ]


def _wait(view: Report, case: Case, piece: Slice) -> list[Markdown]:
    steps = [timed.step for timed in case.steps]
    events = sorted(
        (event.at_ms, one.recording, event.seq, one.actor) for one in steps for event in one.events
    )
    before = [one for one in events if one[0] <= piece.start_ms][-1]
    after = next(one for one in events if one[0] >= piece.end_ms)
    return row(
        duration(piece.length_ms),
        md(case.id),
        view.title(view.step[piece.step].activity.id),
        PART_WORDS[piece.part],
        _time(piece.start_ms),
        _then(before[3], after[3]),
        _meanwhile(view, case, after[3], piece),
        view.cite(Evidence(recording, (seq,)) for _, recording, seq, _ in (before, after)),
    )


def _then(first: str, second: str) -> str:
    return md(first) if first == second else f"{md(first)}, then {md(second)}"


def _meanwhile(view: Report, case: Case, actor: str, piece: Slice) -> str:
    others: Counter[str] = Counter()
    for other in view.analysis.cases:
        for busy in other.slices if other is not case else ():
            shared = min(busy.end_ms, piece.end_ms) - max(busy.start_ms, piece.start_ms)
            if shared > 0 and busy.part in ("work", "system_wait") and view.step[busy.step].actor == actor:
                others[other.id] += shared
    cases = [other for other, _ in others.most_common()]
    return f"{duration(others.total())} on {named(cases, most=3)}" if others else "nothing"


# Interval metrics


def _intervals(view: Report) -> Blocks:
    declared = view.workflow.metrics if view.workflow is not None else ()
    if not declared:
        return ["No workflow file declares one. The credit-check wait, for one, needs such a declaration."]
    found = {one.id: one for one in view.analysis.metrics.intervals}
    return [block for one in declared for block in _interval(view, one, found[one.id])]


def _interval(view: Report, declared: IntervalMetric, found: Interval) -> Blocks:
    cases = {case.id: case for case in view.analysis.cases}
    since, until = _point(view, declared.since), _point(view, declared.until)
    between = {declared.since.activity, declared.until.activity}
    rows = [
        row(md(case), duration(length), view.cite(_performed(cases[case], between)))
        for case, length in found.by_case
    ]
    parts = listed([PART_WORDS[part] for part in declared.counts])
    return [
        f"### {md(found.title)}",
        f"From {since} to {until}; {parts} count {DECLARED}.",
        f"Seen: {_in_full(found.times)}." if found.times.n else "Seen in no case.",
        *(_rows(["Case", "Time", "Evidence: these steps"], rows, {1}) if rows else []),
        f"Left out: {_listed_cases(view, found.without)} that never came to {since}, and "
        f"{_listed_cases(view, found.unfinished)} that came there but not to {until}.",
        *_targets(view, found.id),
    ]


def _point(view: Report, point: Point) -> str:
    return f"{POINT_WORDS[point.point]} “{view.title(point.activity)}”"


def _listed_cases(view: Report, ids: Sequence[str]) -> str:
    return f"{view.cases(len(ids))} ({named(ids)})" if ids else view.cases(0)


def _performed(case: Case, activities: set[str]) -> list[Evidence]:
    return [evidence_of(timed.step) for timed in case.steps if timed.step.activity.id in activities]


# Holds


def _holds(view: Report) -> Blocks:
    rate = view.analysis.metrics.hold_rate
    held = [(case, hold) for case in view.analysis.cases for hold in case.holds]
    blocks = [_hold_words(view, rate)]
    if held:
        kinds = [row(_kind(kind), _hold_step(view, where), str(n)) for kind, where, n in rate.by_kind]
        blocks += _rows(["Kind of hold", "Begins at", "Cases"], kinds, {2})
        blocks.append(f"{count(len(held), 'hold')}, with the event that began it and the one that ended it:")
        head = ["Case", "Kind", "From (UTC)", "To (UTC)", "Time to release", "Released by", "Evidence"]
        blocks += _rows(head, [_hold(view, case, hold) for case, hold in held], {4})
        blocks.append(f"Time to release, over closed holds only: {_in_full(rate.time_to_release)}.")
        blocks.append(f"Open holds, never seen to be released: {_listed_cases(view, rate.open_holds)}.")
    return [*blocks, _releases(view), *_targets(view, "hold_rate")]


def _hold_words(view: Report, rate: HoldRate) -> str:
    if rate.held is None:
        return (
            "Whether a case was held is not known: no hold is declared, nobody marked one, and no message "
            "looked like one. That is not the same as no holds."
        )
    over_all = f"Held, over all cases: {share(rate.held, rate.all_cases)}."
    if rate.n is None:
        return f"No step is declared at which a hold can begin, so there is no hold rate. {over_all}"
    if not rate.n:
        return f"Hold rate: {_hold_rate(rate)}."
    reached = "of the cases that reached a step at which a hold can begin; each counts once"
    return f"Hold rate: {share(rate.held, rate.n)} {reached}. {over_all}"


def _kind(kind: str) -> str:
    return UNDECLARED.get(kind) or md(kind)


def _hold_step(view: Report, activity: str | None) -> str:
    return view.title(activity) if activity is not None else "no step"


def _hold(view: Report, case: Case, hold: Hold) -> list[Markdown]:
    evidence = [Evidence(hold.begun_by[0], (hold.begun_event,))]
    released = None
    if hold.ended_by is not None and hold.ended_event is not None:
        released = view.step[hold.ended_by]
        evidence.append(Evidence(hold.ended_by[0], (hold.ended_event,)))
    return row(
        md(case.id),
        _kind(hold.kind),
        _time(hold.start_ms),
        _time(hold.end_ms) if hold.end_ms is not None else "open",
        duration(hold.end_ms - hold.start_ms) if hold.end_ms is not None else "open",
        f"{md(released.actor)}: {view.title(released.activity.id)}" if released is not None else "nobody",
        view.cite(evidence),
    )


def _releases(view: Report) -> str:
    cases = [case.id for case in view.analysis.cases if case.releases_without_hold]
    n = view.analysis.metrics.hold_rate.releases_without_hold
    where = f", in {named(cases)}" if cases else ""
    return f"Releases without a recorded hold: {n}{where}. They do not count as holds."


# The way cases go


def _variants(view: Report) -> Blocks:
    found = view.analysis.variants
    cases = {case.id: case for case in view.counted}
    rows = [
        row(
            str(rank),
            " → ".join(view.title(activity) for activity in one.activities),
            share(len(one.cases), len(view.analysis.cases)),
            _cycle([cases[case] for case in one.cases if case in cases]),
            named(one.cases),
        )
        for rank, one in enumerate(found, start=1)
    ]
    once = len(found) > 1 and len(found[0].cases) == 1
    happy = "the earliest, because none came twice" if once else "the most frequent one"
    return [
        f"{count(len(found), 'sequence')} of steps in {view.all}. Number 1 is the "
        f"happy path: {happy}. Cycle time leaves open cases out.",
        *_rows(["", "Steps in order", "Cases", "Cycle time", "Which"], rows, {0}),
    ]


def _cycle(cases: Sequence[Case]) -> str:
    return spread(summarise(case.cycle_ms for case in cases)) if cases else "open"


def _rework(view: Report) -> Blocks:
    right = share(*view.analysis.metrics.first_time_right)
    unknown = " Holds could not be told, so only rework counts against it."
    blocks = [
        f"First-time-right, cases without rework and without hold: {right}."
        + (unknown if view.analysis.metrics.hold_rate.held is None else "")
    ]
    rows = [row(*cells) for case in view.analysis.cases for cells in _repeats(view, case)]
    if not rows:
        return [*blocks, "No step was performed again in a case."]
    return [*blocks, *_rows(["Case", "Step performed again", "How", "By", "Evidence"], rows, set())]


def _repeats(view: Report, case: Case) -> Iterator[list[str]]:
    last: dict[str, TimedStep] = {}
    before: str | None = None
    for timed in case.steps:
        activity = timed.step.activity.id
        if (earlier := last.get(activity)) is not None:
            how = "at once" if before == activity else "later, after other steps"
            evidence = view.cite([evidence_of(earlier.step), evidence_of(timed.step)])
            yield [
                md(case.id),
                view.title(activity),
                how,
                _then(earlier.step.actor, timed.step.actor),
                evidence,
            ]
        last[activity], before = timed, activity


Changes = dict[tuple[str, ...], list[tuple[str, Evidence]]]
"""By steps and people or systems: the cases, with the first event after the change."""


def _hand_offs(view: Report) -> Blocks:
    people: Changes = defaultdict(list)
    systems: Changes = defaultdict(list)
    for case in view.analysis.cases:
        for one, other in pairwise(timed.step for timed in case.steps):
            seen = case.id, Evidence(other.recording, (other.events[0].seq,))
            steps = view.title(one.activity.id), view.title(other.activity.id)
            if one.actor != other.actor:
                people[(*steps, md(one.actor), md(other.actor))].append(seen)
            elif one.system != other.system:
                systems[(*steps, view.system(one.system), view.system(other.system))].append(seen)
    return [
        f"A hand-off: the next step is by somebody else. Seen: {sum(map(len, people.values()))}.",
        *_changes(view, "person", people),
        f"A system switch: the same person goes on elsewhere. Seen: {sum(map(len, systems.values()))}.",
        *_changes(view, "system", systems),
    ]


def _changes(view: Report, of: str, changes: Changes) -> Blocks:
    rows = [
        row(
            *names,
            str(len(seen)),
            str(len({case for case, _ in seen})),
            view.cite(first for _, first in seen),
        )
        for names, seen in sorted(changes.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    head = ["From step", "To step", f"From {of}", f"To {of}", "n", "Cases", "Evidence: first event after"]
    return _rows(head, rows, {4, 5}) if rows else []


# Deviations and health


def _deviations(view: Report) -> Blocks:
    if not view.declared:
        return ["No workflow file declares the activities, so nothing can be called skipped or out of order."]
    found = view.analysis.deviations
    skipped = [one for one in found if _skips_check(view, one)]
    others = [one for one in found if not _skips_check(view, one)]
    deviating = len({one.case for one in found})
    n = len(view.analysis.cases)
    return [
        f"Conformance rate, cases with no deviation from the declared workflow: {share(n - deviating, n)}.",
        f"**{count(len(skipped), 'skipped check')}**: a declared check was not seen, and the case went on.",
        *_deviation_rows(view, skipped),
        f"**{count(len(others), 'other deviation')}**.",
        *_deviation_rows(view, others),
    ]


def _skips_check(view: Report, deviation: Deviation) -> bool:
    activity = view.declared.get(deviation.activity)
    return deviation.kind == "missing step" and activity is not None and activity.check


def _deviation_rows(view: Report, found: Sequence[Deviation]) -> Blocks:
    rows = [
        row(md(one.case), one.kind, view.title(one.activity), md(one.reason), view.cite(one.evidence))
        for one in found
    ]
    return _rows(["Case", "Deviation", "Step", "What was seen", "Evidence"], rows, set()) if rows else []


HEALTH_SECTIONS = {
    "First-time-right": "Rework; Holds",
    "Conformance rate": "Skipped checks and other deviations",
    "Not held": "Holds",
    "Within target": "Time per case; Interval metrics",
}


def _health(view: Report) -> Blocks:
    rows = [
        row(one.name, _share(view, one), HEALTH_SECTIONS[one.name]) for one in view.analysis.health.shares
    ]
    return [
        f"Process health: **{_health_score(view)}** = {FORMULA}. Each share counts the same. What cannot be "
        "measured is left out, so compare scores only where the same shares were measured.",
        table(["Share", "Value", "Shown in section"], rows),
    ]


def _share(view: Report, one: Share) -> str:
    return share(one.met, one.n) if one.met is not None and one.n else _absent(view, one)


def _absent(view: Report, one: Share) -> str:
    if one.name == "Conformance rate":
        return "absent: no activities are declared"
    if one.name == "Not held":
        return _hold_rate(view.analysis.metrics.hold_rate)
    targets = [target for target in view.analysis.health.targets if target.minutes is not None]
    return "absent: no case could be judged" if targets else "absent: no target in minutes is declared"


# What is not here


def _not_measured(view: Report) -> Blocks:
    return ["\n".join(f"- {reason}" for reason in _reasons(view))]


def _reasons(view: Report) -> Iterator[str]:
    workflow, metrics = view.workflow, view.analysis.metrics
    if view.ends_with is None:
        yield "Complete and open cases: no end (`ends_with`) is declared."
    if not view.declared:
        yield "Conformance, skipped checks: no activities are declared."
    if metrics.hold_rate.n is None:
        yield "The hold rate: no hold (`holds`) is declared, so it is not known where one can begin."
    if not metrics.intervals:
        yield "Interval metrics such as the credit-check wait: none (`metrics`) is declared."
    empty = (one for one in metrics.intervals if not one.times.n)
    yield from (f"{md(one.title)}: no case reached both of its points." for one in empty)
    if workflow is None or not workflow.targets:
        yield "Whether cases were on time: no target (`targets`) is declared."
    if cut_off := [view.cite.labels[one.id] for one in view.analysis.recordings if not one.sealed]:
        yield f"What is missing from {listed(cut_off)}: cut off, or changed after it was saved."
    yield (
        "Why cases wait between steps: recordings show who was on which recorded case, not calendars, queues "
        "or work that nobody recorded."
    )
    yield "What happened outside the recorded browsers: its time counts as work, idle or wait, like any gap."
    yield from (
        f"Outside: {md(one)} {DECLARED}" for one in (workflow.outside if workflow is not None else ())
    )


def _definitions(view: Report) -> Blocks:
    settings = view.workflow.settings if view.workflow is not None else Settings()
    idle = duration(settings.idle_after_s * SECOND)
    lines = [
        "Cycle time runs from the first event of a case to its last.",
        f"Work is time between two inputs of a person, up to {idle}. A longer gap is idle within a step, and "
        "between-step wait where it leads to another step.",
        "System wait runs from an action to the last page or message that it caused.",
        "Wait = system wait + idle + between-step wait. Cycle-time efficiency = work ÷ cycle.",
        "A hold begins at a declared sign or a mark and ends at its release. An error corrected in the same "
        "visit is rework, not a hold.",
        f"With n below {FEW} the values stand themselves; from n = {FEW} on the median and the 90th "
        "percentile, and the mean with its 95 % bootstrap interval.",
    ]
    return ["\n".join(f"- {line}" for line in lines), "All definitions: see docs/metrics.md of Ledgerium."]


SECTIONS: Sequence[tuple[str, Callable[[Report], Blocks]]] = (
    ("The numbers", _headline),
    ("What this is based on", _recordings),
    ("Time per case", _cases),
    ("Time per step", _steps),
    ("Where cases wait", _waits),
    ("Interval metrics", _intervals),
    ("Holds", _holds),
    ("Variants", _variants),
    ("Rework", _rework),
    ("Hand-offs and system switches", _hand_offs),
    ("Skipped checks and other deviations", _deviations),
    ("Process health", _health),
    ("What could not be measured", _not_measured),
    ("How the numbers are defined", _definitions),
)
