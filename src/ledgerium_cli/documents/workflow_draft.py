"""A workflow file drafted from recordings and logs: every guess as a rule, for a person to correct."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ledgerium_cli.documents.hold_draft import hold_tables
from ledgerium_cli.documents.toml import any_number, literally, pattern, quote
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import counted
from ledgerium_cli.documents.words import listed
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.model import Action, Step
from ledgerium_cli.words import most_frequent

OFTEN_LAST = 0.05
"""Share of the cases."""
MESSAGES = 6
"""The most messages of an activity listed, as hints for outcomes and holds."""


def draft_workflow(recordings: Sequence[Recording], analysis: Analysis, case: str) -> str:
    """Valid TOML; comments say what a person should look at. `analysis` is of these recordings and of logs, with the
    cases that `case`, the table of the file, makes."""
    view = View(analysis)
    hosts = dict.fromkeys(host for look in view.facts.looks for host in look.shape.seen_in)
    systems = {host: f"system-{number}" for number, host in enumerate(hosts, start=1)}
    signs = _signs(view, recordings, systems)
    blocks = [
        _head(view),
        case,
        *(_block("systems", id=name, name=host, hosts=[host]) for host, name in systems.items()),
        *(
            _block("roles", name=f"Role of {actor}", actors=[actor])
            for actor in sorted({one.actor for one in analysis.recordings if one.log is None})
        ),
        *(_activity(view, found, signs[found.activity.id]) for found in analysis.activities),
        *(hold_tables(recordings, analysis.cases, partial(_id, view)) if view.facts.holds else ()),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(view: View) -> str:
    return "\n".join(
        [
            f"# Drafted from {view.scope}. Every line is a guess: correct it,",
            "# and look at `ledgerium steps`. docs/workflow-file.md says what else can be declared.",
            "format = 1",
            "draft = true # Documents say so. Corrected? Take this line out.",
            f"name = {quote(view.name)}",
            '# purpose = ""',
            '# scope = ""',
            *_ends(view),
            "ordered = false",
        ]
    )


def _ends(view: View) -> Iterator[str]:
    """What may end a case, as a comment: the last step of the most frequent way, and others that are last as often as
    no accident is."""
    variants = [one for one in view.analysis.variants if one.is_ordered]
    if not view.analysis.variants[0].is_ordered:
        return
    last = counted((one.activities[-1], len(one.cases)) for one in variants)
    most = variants[0].activities[-1]
    often = [
        one for one, n in most_frequent(last) if n > 1 and n >= OFTEN_LAST * last.total() and one != most
    ]
    if not often:
        yield f"# ends_with = {quote(_id(view, most))}"
        return
    ids = ", ".join(quote(_id(view, one)) for one in (most, *often))
    times = listed([str(last[one]) for one in (most, *often)])
    yield f"# ends_with = [{ids}] # last in {times} of {last.total()}: take out what ends no case"


def _activity(view: View, found: ActivityFinding, sign: str) -> str:
    lines = [
        _block("activities", id=_id(view, found.activity.id), title=found.activity.title),
        _required(view, found),
        f"belongs = [{sign}]",
    ]
    if found.activity.decided_by != "log":  # rows of a log are completions already
        lines.append(f"completed_by = [{sign}]")
    if found.messages:
        lines.append("# Seen, for outcomes and holds:")
        lines += [
            f"#   {plain(one.text)} ({one.steps} of {found.steps})" for one in found.messages[:MESSAGES]
        ]
    return "\n".join(lines)


def _required(view: View, found: ActivityFinding) -> str:
    """Always false, with what was seen as a comment: a step that was always seen need not be required, nor one that
    was not seen optional."""
    seen_in = set(found.cases.places)
    without = [case for place, case in enumerate(view.analysis.order.ids) if place not in seen_in]
    seen = f"seen in {len(found.cases)} of {len(view.analysis.cases)}"
    missing = f", not in {plain(listed(without, 5))}" if without else ""
    return f"required = false # {seen}{missing}. Required? A check (check = true)?"


def _signs(view: View, recordings: Sequence[Recording], systems: dict[str, str]) -> dict[str, str]:
    """The sign of each activity, with as much of where its button stands as tells it from the others."""
    narrowing = {
        found.activity.id: _narrowing(view, found, recordings, systems) for found in view.analysis.activities
    }
    shown_by = Counter(sign for signs in narrowing.values() for sign in set(signs))
    return {
        activity: next((sign for sign in signs if shown_by[sign] == 1), signs[-1])
        for activity, signs in narrowing.items()
    }


def _narrowing(
    view: View, found: ActivityFinding, recordings: Sequence[Recording], systems: dict[str, str]
) -> list[str]:
    """Signs of an activity, the widest first: what its steps were most often committed with, and where."""
    ends = [(look, _last(look.shape.actions)) for look in view.looks[found.activity.id]]
    last = counted((one.what, look.times) for look, one in ends if one is not None)
    if not last and found.activity.decided_by == "log":
        return [f"{{ activity = {pattern(f'^{literally(found.activity.title)}$')} }}"]
    if not last:
        return [f"{{ heading = {quote('replace this')} }}"]
    what = max(last, key=lambda what: (last[what], str(what)))
    step, action = next((look.first, one) for look, one in ends if one is not None and one.what == what)
    doing, name, host = what
    conditions = [f"system = {quote(systems[host])}"] if host in systems else []
    conditions.append('control = "button"' if doing == "press" else 'kinds = ["form_submitted"]')
    conditions.append(f"element = {pattern(f'^{literally(name)}$' if name else 'replace this')}")
    signs = [conditions]
    places = {"within": _form(recordings, step, action), "heading": action.page}
    for condition, place in places.items():
        if place and not re.fullmatch(any_number(place), ""):  # a masked name says nothing
            signs.append([*signs[-1], f"{condition} = {pattern(f'^{any_number(place)}$')}"])
    return [f"{{ {', '.join(sign)} }}" for sign in signs]


def _form(recordings: Sequence[Recording], step: Step, action: Action) -> str:
    """The name of the form that the control of an action stands in; empty when it has none."""
    number = step.numbers[action.shown_by[-1]]
    events = next((one.events for one in recordings if one.id == step.recording), ())
    element = next((event.element for event in events if event.seq == number), None)
    within = element.within if element is not None else None
    return within.name or "" if within is not None else ""


def _last(actions: Sequence[Action]) -> Action | None:
    return next((one for one in reversed(actions) if one.doing in ("press", "send")), None)


def _id(view: View, activity: str) -> str:
    """A valid id for the file, short and ASCII; any other activity gets a number."""
    place = [found.activity.id for found in view.analysis.activities].index(activity)
    return (
        activity if re.fullmatch(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*", activity) else f"activity-{place + 1}"
    )


def _block(table: str, **values: str | list[str]) -> str:
    return "\n".join([f"[[{table}]]", *_assignments(values)])


def _assignments(values: dict[str, str | list[str]]) -> Iterator[str]:
    for name, value in values.items():
        written = quote(value) if isinstance(value, str) else f"[{', '.join(map(quote, value))}]"
        yield f"{name} = {written}"
