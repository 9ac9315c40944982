"""The procedure of the SOP: for each activity what is done, what was seen, what came next, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ledgerium_cli.documents.merge.text.wording import SEEN_IN
from ledgerium_cli.documents.sop.actions import numbered, set_right, varied
from ledgerium_cli.documents.sop.content import MOST_WAYS, hosts_of, usual
from ledgerium_cli.documents.sop.path import usual_way
from ledgerium_cli.documents.sop.results import results
from ledgerium_cli.documents.sop.roles import times_by_actor
from ledgerium_cli.documents.sop.sentences import MARKED, NO_END, SENT, saying
from ledgerium_cli.documents.view.alike import LATER, ORDINALS, Look
from ledgerium_cli.documents.view.model import DECLARED, View, stated
from ledgerium_cli.documents.view.refused import end
from ledgerium_cli.documents.view.ways import Way, counted
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    NOT_KNOWN,
    count,
    listed,
    most_frequent,
    person,
    spread,
    worked,
)
from ledgerium_cli.findings.activities import ActivityFinding, evidence_of
from ledgerium_cli.output.text import bullets, md, quoted
from ledgerium_cli.workflow.wire import Activity

MOST_PEOPLE = 5
"""The most people named at a step; the roles name more, and how often each did it."""


def procedure(view: View) -> str:
    steps = [_step(view, number, found) for number, found in enumerate(view.analysis.activities, start=1)]
    return "\n\n".join(["## Procedure", *usual_way(view), *steps])


def _step(view: View, number: int, found: ActivityFinding) -> str:
    declared = view.declared.get(found.activity.id)
    facts = [
        *_declared_for(view, found),
        *(_rules(view, declared) if declared is not None else ()),
        *results(view, found),
        *set_right(view, view.mended(found.activity.id), found.steps),
        *_order(view, found),
        *_unfinished(view, found),
        saying(
            "time",
            f"work {spread(found.work, NOT_KNOWN, worked)}; wait at this step {spread(found.wait, NOT_KNOWN)}.",
        ),
        saying("evidence", view.cite(found.evidence, most=4)),
    ]
    return "\n\n".join(
        [
            f"### {number}. {view.heading(found.activity.id)}",
            f"<!-- step: {found.activity.id} -->",
            _who(view, found),
            *_actions(view, found),
            bullets(facts),
        ]
    )


def _rules(view: View, declared: Activity) -> Iterator[str]:
    yield from (saying("rule", stated(rule)) for rule in declared.rules)
    if declared.at_most is not None:
        decides = declared.check or declared.judgement
        is_tried = not decides and any(one.result == "refused" for one in declared.outcomes)
        but = ", not counting what was refused" if is_tried else ""
        yield saying(
            "rule", f"At most {count(declared.at_most, 'time')} in each {view.case}{but}. {DECLARED}"
        )


def _who(view: View, found: ActivityFinding) -> str:
    who = f"**{_people(view, found)}**"
    where = listed([view.system(host) for host in hosts_of(view, found)])
    told = f"{who} in **{where}**" if where else f"{who} {_nowhere(view, found)}"
    if any(look.shape.cut_by == "log" for look in view.looks[found.activity.id]):
        named_people = any(found.actors)
        told = {
            (True, True): told,
            (True, False): who,
            (False, True): f"In **{where}**; the log does not name who",
            (False, False): "The log does not name who or where",
        }[named_people, bool(where)]
    often = _how_often(view, found)
    return f"{told}{SEEN_IN}{often}" if often else told


def _people(view: View, found: ActivityFinding) -> str:
    """`Order management (Ana and Eva) and Ben`: Ben has no declared role. Where not all are named, those are who did it
    most often."""
    by_role: dict[str | None, list[str]] = {}
    is_short = len(found.actors) > MOST_PEOPLE
    actors: Iterable[str] = found.actors
    if is_short:
        actors = (one for one, _ in most_frequent(times_by_actor(view, found.activity.id)))
    for actor in actors:
        by_role.setdefault(view.role_of(actor), []).append(person(actor))
    without = listed(by_role.pop(None, []), MOST_PEOPLE)
    told = [f"{md(role)} ({listed(people, MOST_PEOPLE)})" for role, people in by_role.items() if role]
    return listed([*told, *([without] if without else [])])


def _declared_for(view: View, found: ActivityFinding) -> Iterator[str]:
    """The role that is to do the step, unless only people of it were seen to do so."""
    if (role := view.role_not_seen(found)) is None:
        return
    looks = [
        look for look in view.looks[found.activity.id] if look.actor and view.role_of(look.actor) != role
    ]
    is_known = any(one.name == role and one.actors for one in view.declared_roles)
    if not (looks and is_known):
        yield saying("role", f"{stated(role)}.")
        return
    people = listed([person(actor) for actor in dict.fromkeys(look.actor for look in looks)], MOST_PEOPLE)
    n, cited = sum(look.times for look in looks), view.cite([evidence_of(looks[0].first)])
    yield saying(
        "role", f"{stated(role)}; done by others, {people}, {n} of {count(found.steps, 'time')}. {cited}"
    )


def _nowhere(view: View, found: ActivityFinding) -> str:
    imported = {one.id for one in view.analysis.recordings if one.is_imported}
    if any(look.first.recording in imported for look in view.looks[found.activity.id]):
        return "in a system that the recording does not name"
    return "with no page in front"


def _how_often(view: View, found: ActivityFinding) -> str:
    """Empty when there is only one case."""
    everywhere = len(found.cases) == len(view.analysis.cases)
    if everywhere and len(found.cases) == 1:
        return ""
    return f"all {view.all}" if everywhere else view.of_all(found.cases)


def _actions(view: View, found: ActivityFinding) -> Iterator[str]:
    """One list for each end that the step came to. Where a person decides, none is presented as the rule."""
    found_ways, looks = view.ways(found.activity.id), view.looks[found.activity.id]
    told, times = usual(found_ways), sum(map(_performances, found_ways))
    if view.is_judgement(found.activity.id):
        yield saying("judgement", f" {DECLARED} What was decided:")
    for way in told:
        if len(found_ways) > 1:
            more = _performances(way) - way.steps
            mended = f"; {more} more only to set right what was refused" if more else ""
            after = _after(view, found, way)
            yield f"{_ending(way, looks)} ({way.steps} of {count(times, 'time')}{after}{mended}):"
        yield numbered(view, way)
        if also := varied(view, way):
            yield also
    rare = [f"{_plainly(_ending(way, looks))} ({way.steps})" for way in found_ways if way not in told]
    if rare:
        yield saying("variation", f", of {times} times: {listed(rare, MOST_WAYS)}.")


def _performances(way: Way) -> int:
    """The number of performances that came to its end."""
    return way.steps + sum(look.times for look in way.mended)


def _after(view: View, found: ActivityFinding, way: Way) -> str:
    """After which results of other steps, or which steps, most performances came back to go this way: `; after
    “Validation failed” 2`. Where a person decides, it is not that which leads to the way."""
    if way.visits or view.is_judgement(found.activity.id):
        return ""
    before = counted(
        (_led_by(view, look), look.times)
        for step, looks in view.looks.items()
        for look in looks
        if step != found.activity.id
        and look.back is not None
        and look.back.activity == found.activity
        and end(look.back.actions) == way.end
    )
    if 2 * before.total() <= way.steps:
        return ""
    told = [f"{name} {n}" for name, n in most_frequent(before)]
    return f"; after {listed(told, MOST_WAYS)}"


def _led_by(view: View, look: Look) -> str:
    """The result after which the case came back, else the step."""
    outcome = look.shape.outcome
    return quoted(outcome.name if outcome is not None else view.called(look.shape.activity.id))


def _ending(way: Way, looks: Sequence[Look]) -> str:
    when = f", {_when(way.visits)}" if way.visits else ""
    if way.end is None:
        shapes = (look.shape for look in looks if not look.shape.cut_short)
        is_marked = all(one.marks for one in shapes if end(one.actions) is None)
        return f"{MARKED if is_marked else NO_END}{when}"
    doing, name, _ = way.end
    if doing == "send":
        return f"{SENT}{f' {quoted(name)}' if name else ''}**{when}"
    return saying("end", f"{quoted(name) if name else 'a control without a name'}**{when}")


def _when(visits: Sequence[int]) -> str:
    """`the first time`, `the second and third time`, `the third time and later`."""
    numbers = [ORDINALS[one - 1] for one in visits if one != LATER]
    told = [f"the {listed(numbers)} time"] if numbers else []
    return " and ".join([*told, *(["later"] if LATER in visits else [])])


def _plainly(bold: str) -> str:
    """Without bold and with a small first letter, for use within a sentence."""
    inner = bold.replace("**", "")
    return f"{inner[:1].lower()}{inner[1:]}"


def _order(view: View, found: ActivityFinding) -> Iterator[str]:
    """How often the step was done before steps that stand before it in the procedure."""
    told = [
        f"before {quoted(view.called(one.activity))} in {one.cases} of {view.cases(one.of_cases)} with both"
        for one in found.unsettled
    ]
    if told:
        yield saying("order", f"{listed(told, MOST_NAMED)}.")


def _unfinished(view: View, found: ActivityFinding) -> Iterator[str]:
    """How often a recording was cut off in the middle of the step."""
    short = [look for look in view.looks[found.activity.id] if look.shape.cut_short]
    if short:
        n = sum(look.times for look in short)
        told = (
            "a recording was cut off in the middle of it"
            if n == 1
            else "recordings were cut off in the middle of it"
        )
        guess = (
            "; that it was this step is guessed from how it begins"
            if found.activity.decided_by == "guess"
            else ""
        )
        cited = view.cite([evidence_of(short[0].first)])
        yield saying("unfinished", f"{n} of {count(found.steps, 'time')} {told}{guess}. {cited}")
