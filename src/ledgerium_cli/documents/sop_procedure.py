"""The procedure of the SOP: each activity with what is done, what was seen, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ledgerium_cli.documents.actions import Action, Doing, Way, What, usual_way
from ledgerium_cli.documents.text import bullets, md, quoted
from ledgerium_cli.documents.view import DECLARED, GUESSED, View, stated
from ledgerium_cli.documents.words import listed, more, named, spread
from ledgerium_cli.findings.activities import ActivityFinding, Evidence

MOST_OTHERWISE = 6
MOST_MESSAGES = 3
VERBS: dict[Doing, str] = {
    "fill": "fill in",
    "follow": "follow",
    "press": "press",
    "choose": "choose an entry of",
    "send": "send the form",
    "copy": "copy from",
    "paste": "paste into",
}
NAMELESS: dict[Doing, str] = {
    "fill": "fill in a field without a name",
    "follow": "follow a link without a name",
    "press": "press a control without a name",
    "choose": "choose an entry",
    "send": "send the form",
    "copy": "copy from the page",
    "paste": "paste into the page",
}


def procedure(view: View) -> str:
    steps = [_step(view, number, found) for number, found in enumerate(view.analysis.activities, start=1)]
    return "\n\n".join(["## Procedure", *steps])


def _step(view: View, number: int, found: ActivityFinding) -> str:
    mark = f" {GUESSED}" if found.activity.decided_by == "guess" else ""
    declared = view.declared.get(found.activity.id)
    facts = [
        *(f"Rule: {stated(rule)}" for rule in (declared.rules if declared is not None else ())),
        *([f"A person decides here. {DECLARED}"] if view.is_judgement(found.activity.id) else []),
        *_results(view, found),
        f"Time: work {spread(found.work)}; wait at this step {spread(found.wait)}.",
        f"Evidence: {view.cite(found.evidence, most=4)}",
    ]
    return "\n\n".join(
        [
            f"### {number}. {md(found.activity.title)}{mark}",
            _who(view, found),
            _actions(view, found),
            bullets(facts),
        ]
    )


def _who(view: View, found: ActivityFinding) -> str:
    roles = dict.fromkeys(role for actor in found.actors if (role := view.role_of(actor)) is not None)
    people = named(found.actors)
    who = f"{named(roles)} ({people})" if roles else people
    where = listed([view.system(host) for host in found.systems]) or "no page in front"
    return f"**{who}** in **{where}** · seen in {view.of_all(found.cases)}"


def _actions(view: View, found: ActivityFinding) -> str:
    way = usual_way([timed.step for _, timed in view.steps[found.activity.id]])
    lines: list[str] = []
    at: tuple[str, str] = ("", "")
    for sentence, action, events in _sentences(way):
        lines.append(
            f"{len(lines) + 1}. {_placed(view, sentence, action, at)}. "
            f"{view.cite([Evidence(way.step.recording, events)])}"
        )
        at = action.system, action.page
    parts = ["\n".join(lines) if lines else "Nothing was pressed or filled in."]
    if way.alike < found.steps:
        parts.append(
            f"Done in just this order {way.alike} of {found.steps} times.{_otherwise(view, way, found.steps)}"
        )
    return "\n\n".join(parts)


def _placed(view: View, sentence: str, action: Action, at: tuple[str, str]) -> str:
    """The sentence, with the system and the page where they are others than before."""
    system = [f"in {view.system(action.system)}"] if action.system != at[0] else []
    page = [f"on {quoted(action.page)}"] if action.page and (action.system, action.page) != at else []
    placed = ", ".join([" ".join([*system, *page]), sentence] if system or page else [sentence])
    return f"{placed[:1].upper()}{placed[1:]}"


def _sentences(way: Way) -> Iterator[tuple[str, Action, tuple[int, ...]]]:
    """What to do, its first action, and the events that show it. A run of fields is one sentence."""
    for (doing, *_), run in groupby(way.actions, key=lambda one: (one.doing, one.system, one.page)):
        own = list(run)
        if doing == "fill":
            names = list({_field(action, way): None for action in own})
            yield f"fill in {listed(names)}", own[0], tuple(seq for action in own for seq in action.events)
        else:
            yield from ((_words(action.what), action, action.events) for action in own)


def _words(what: What) -> str:
    doing, name, _ = what
    return f"{VERBS[doing]} {quoted(name)}" if name else NAMELESS[doing]


def _field(action: Action, way: Way) -> str:
    """A field that was not always filled says how often it was."""
    name = quoted(action.name) if action.name is not None else "a field without a name"
    filled = way.often[action.what]
    return name if filled == way.alike else f"{name} ({filled} of {way.alike} times)"


def _otherwise(view: View, way: Way, steps: int) -> str:
    if not way.otherwise:
        return ""
    words = Counter(_words(what) for what, _ in way.otherwise)
    said = [
        f"{_words(what)}{f' in {view.system(what[2])}' if words[_words(what)] > 1 else ''} ({n} of {steps})"
        for what, n in way.otherwise[:MOST_OTHERWISE]
    ]
    return f" Also seen: {'; '.join([*said, *more(len(way.otherwise), MOST_OTHERWISE)])}."


def _results(view: View, found: ActivityFinding) -> list[str]:
    results = [(md(one.name), one) for one in found.outcomes]
    said = [(quoted(one.text), one) for one in found.messages[:MOST_MESSAGES]]
    seen = [
        f"{name} {one.steps} of {found.steps} times {view.cite([one.first])}" for name, one in results or said
    ]
    return [f"Result seen: {'; '.join(seen)}."] if seen else ["Result seen: the page showed no message."]
