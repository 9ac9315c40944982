"""The procedure of the SOP: for each activity what is done, what was seen, what came next, and how long it took."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ledgerium_cli.documents.merge.text.wording import SEEN_IN
from ledgerium_cli.documents.sop.actions import numbered, set_right, varied
from ledgerium_cli.documents.sop.content import MOST_MESSAGES, MOST_WAYS, said, usual
from ledgerium_cli.documents.sop.path import usual_way
from ledgerium_cli.documents.sop.roles import times_by_actor
from ledgerium_cli.documents.sop.sentences import (
    AGAINST,
    ALSO_SEEN,
    GO_ON,
    NO_END,
    SAID,
    SENT,
    SETTLED,
    TRIED,
    saying,
)
from ledgerium_cli.documents.view.alike import LATER, ORDINALS, Look
from ledgerium_cli.documents.view.model import DECLARED, View, stated
from ledgerium_cli.documents.view.perhaps import is_always_settled
from ledgerium_cli.documents.view.ways import Way, counted
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_TIMES,
    MOST_NAMED,
    NOT_KNOWN,
    count,
    listed,
    most_frequent,
    person,
    spread,
)
from ledgerium_cli.findings.activities import ActivityFinding, OutcomeSeen, evidence_of
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
        *_results(view, found),
        *set_right(view, view.mended(found.activity.id), found.steps),
        *_order(view, found),
        *_unfinished(view, found),
        saying(
            "time",
            f"work {spread(found.work, NOT_KNOWN)}; wait at this step {spread(found.wait, NOT_KNOWN)}.",
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
    where = listed([view.system(host) for host in found.systems])
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
    found_ways = view.ways(found.activity.id)
    told, times = usual(found_ways), sum(map(_performances, found_ways))
    if view.is_judgement(found.activity.id):
        yield saying("judgement", f" {DECLARED} What was decided:")
    for way in told:
        if len(found_ways) > 1:
            more = _performances(way) - way.steps
            mended = f"; {more} more only to set right what was refused" if more else ""
            yield f"{_ending(way)} ({way.steps} of {count(times, 'time')}{mended}):"
        yield numbered(view, way)
        if also := varied(view, way):
            yield also
    rare = [f"{_plainly(_ending(way))} ({way.steps})" for way in found_ways if way not in told]
    if rare:
        yield saying("variation", f", of {times} times: {listed(rare, MOST_WAYS)}.")


def _performances(way: Way) -> int:
    """The number of performances that came to its end."""
    return way.steps + sum(look.times for look in way.mended)


def _ending(way: Way) -> str:
    when = f", {_when(way.visits)}" if way.visits else ""
    if way.end is None:
        return f"{NO_END}{when}"
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


def _results(view: View, found: ActivityFinding) -> Iterator[str]:
    """Each result that was seen, with its count and the step that came next, which depends on it when there are
    several."""
    if found.outcomes:
        yield from (_result(view, found, one) for one in found.outcomes)
        if without := [look for look in view.looks[found.activity.id] if look.shape.outcome is None]:
            n, cited = sum(look.times for look in without), view.cite([evidence_of(without[0].first)])
            yield saying("result", f"none, {n} of {count(found.steps, 'time')} {cited}.")
    else:
        told = [
            f"{quoted(one.text)}, {one.steps} of {count(found.steps, 'time')} {view.cite([one.first])}"
            for one in said(found)
        ]
        shapes = [look.shape for look in view.looks[found.activity.id] if look.shape.cut_by != "log"]
        if told or shapes:
            is_told = any(one.messages_told for one in shapes)
            nothing = (
                "the page answered with no message"
                if is_told
                else "not known, what pages said was not recorded"
            )
            yield saying("result", f"{'; '.join(told) or nothing}.")
        yield saying("next", _next(view, view.looks[found.activity.id]))


def _result(view: View, found: ActivityFinding, one: OutcomeSeen) -> str:
    """A result with its declared name, marked as such, and the page's message unless that equals the name."""
    looks, barred = view.showing(found.activity.id, one.name), view.barred(one)
    messages = _messages(view.declared[found.activity.id], one.name, looks)
    is_said = [*messages] == [one.name]
    mark, said = ("", "") if is_said else (f" {DECLARED}", _page_said(messages))
    seen = f"{mark}, {one.steps} of {count(found.steps, 'time')} {view.cite([one.first])}"
    if len(found.outcomes) > 1:
        return saying("branch", f"{quoted(one.name)}{seen}: {_next(view, looks, GO_ON, barred)}{said}")
    then = saying("next", _next(view, looks, barred=barred))
    return saying("result", f"{md(one.name)}{seen}.{said} {then}")


def _page_said(messages: Counter[str]) -> str:
    """Empty when no message shows the result."""
    told = [f"{quoted(text)} ({n})" for text, n in most_frequent(messages)]
    return f"{SAID}{listed(told, MOST_MESSAGES)}." if told else ""


def _messages(declared: Activity, outcome: str, looks: Sequence[Look]) -> Counter[str]:
    """The messages declared to show the result, with the number of performances."""
    patterns = [
        own.when.message for own in declared.outcomes if own.name == outcome and own.when.message is not None
    ]
    shows = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
    return counted(
        (text.text, look.times)
        for look in looks
        for text in look.shape.messages
        if any(search(text.text) for search in shows)
    )


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


def _next(view: View, looks: Sequence[Look], verb: str = "", barred: frozenset[str] = frozenset()) -> str:
    """`“Run the credit check” (9); also seen: “Confirm the order” (1).` Steps are named by title, since numbers
    change with new steps. A next step that a rule forbids is reported as against the rule, as settled before where no
    case broke the rule, or as tried if it did not go through; never as what to do."""
    allowed = [look for look in looks if look.after is None or look.after.id not in barred]
    forbidden = [look for look in looks if look.after is not None and look.after.id in barred]
    done = [look for look in forbidden if look.went_through]
    settled = [look for look in done if look.after is not None and is_always_settled(view, look.after.id)]
    against = [look for look in done if look not in settled]
    tried = [look for look in forbidden if not look.went_through]
    told = _following(view, allowed)
    first = told[0] if told else "nothing else was seen"
    otherwise = f"{ALSO_SEEN}{', '.join(told[1:])}" if told[1:] else ""
    otherwise += f"{AGAINST}{', '.join(_following(view, against))}" if against else ""
    otherwise += f"{SETTLED}{', '.join(_following(view, settled))}" if settled else ""
    otherwise += f"{TRIED}{', '.join(_following(view, tried))}" if tried else ""
    return f"{verb if first.startswith('“') else ''}{first}{otherwise}."


def _following(view: View, looks: Sequence[Look]) -> list[str]:
    """What came next and how often, most frequent first."""
    edges: dict[str, tuple[str, str | None]] = {}
    found: Counter[str] = Counter()
    for look in looks:
        what, source = "nothing more was seen", look.shape.activity.id
        if look.after is not None:
            what = quoted(view.called(look.after.id))
            edges[what] = source, look.after.id
        elif not look.in_order:
            what = f"what came next {FOR_WANT_OF_TIMES}"
        elif look.ended:
            what = f"a person marked the end of the {view.case}"
        elif look.complete:
            what = f"the {view.case} is complete"
            edges[what] = source, None
        found[what] += look.times
    return [
        f"{what} ({n}{_without(view, *edges[what]) if what in edges else ''})"
        for what, n in sorted(found.items(), key=lambda item: -item[1])
    ]


def _without(view: View, source: str, target: str | None) -> str:
    """The required steps that were skipped on the way, all the time or sometimes."""
    skipped = view.skipped.get((source, target), {})
    times = sum(
        look.times
        for look in view.looks[source]
        if (
            look.after.id == target
            if look.after is not None
            else target is None and look.in_order and look.complete and not look.ended
        )
    )
    every = [quoted(view.called(one)) for one, n in skipped.items() if n == times]
    some = [quoted(view.called(one)) for one, n in skipped.items() if n < times]
    told = f", without {listed(every)}" if every else ""
    return told + (f", some without {listed(some)}" if some else "")
