"""A workflow file drafted from recordings and logs: every guess as a rule, for a person to correct."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.ways import counted
from ledgerium_cli.documents.words import MOST_NAMED, listed
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.case_teller import CaseTeller, case_teller
from ledgerium_cli.steps.model import Action, CaseMark, Step
from ledgerium_cli.steps.titles import without_numbers

MESSAGES = 6
"""The most messages of an activity listed, as hints for outcomes and holds."""


def draft_workflow(recordings: Sequence[Recording], analysis: Analysis) -> str:
    """Valid TOML; comments say what a person should look at. `analysis` is of these recordings and of logs."""
    view = View(analysis)
    hosts = dict.fromkeys(host for look in view.facts.looks for host in look.shape.seen_in)
    systems = {host: f"system-{number}" for number, host in enumerate(hosts, start=1)}
    signs = _signs(view, recordings, systems)
    blocks = [
        _head(view),
        _case(recordings),
        *(_block("systems", id=name, name=host, hosts=[host]) for host, name in systems.items()),
        *(
            _block("roles", name=f"Role of {actor}", actors=[actor])
            for actor in sorted({one.actor for one in analysis.recordings if one.log is None})
        ),
        *(_activity(view, found, signs[found.activity.id]) for found in analysis.activities),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(view: View) -> str:
    first = view.analysis.variants[0]
    ends = [f"# ends_with = {_quote(_id(view, first.activities[-1]))}"] if first.is_ordered else []
    return "\n".join(
        [
            f"# Drafted from {view.scope}. Every line is a guess: correct it,",
            "# and look at `ledgerium steps`. docs/workflow-file.md says what else can be declared.",
            "format = 1",
            "draft = true # Documents say so. Corrected? Take this line out.",
            f"name = {_quote(view.name)}",
            '# purpose = ""',
            '# scope = ""',
            *ends,
            "ordered = false",
        ]
    )


def _case(recordings: Sequence[Recording]) -> str:
    if not recordings:
        return '[case] # the log says which its cases are\nname = "case"'
    tellers = [case_teller(recording, None) for recording in recordings]
    patterns = Counter(teller.pattern.pattern for teller in tellers if teller.pattern is not None)
    marks = sorted({mark for teller in tellers if teller.division for mark in teller.division.marks})
    lines = ["[case]", 'name = "case"']
    if patterns or not marks:
        found = max(patterns, key=lambda one: (patterns[one], one), default="replace this")
        lines += [f"pattern = {_pattern(found)}", *_other_references(tellers, found)]
    signs = {edge: [_case_sign(mark) for mark in marks if mark.edge == edge] for edge in ("starts", "ends")}
    lines += [f"{edge}_with = [{', '.join(own)}]" for edge, own in signs.items() if own]
    return "\n".join(lines)


def _other_references(tellers: Sequence[CaseTeller], pattern: str) -> list[str]:
    """A comment with the references that the pattern does not find."""
    forms = dict.fromkeys(form for teller in tellers for form in teller.references)
    taken = {one.references[0] for one in tellers if one.references and one.pattern == re.compile(pattern)}
    others = [f"“{plain(form)}”" for form in forms if form not in taken]
    return [f"# Seen on the pages too, and not taken: {listed(others, MOST_NAMED)}."] if others else []


def _case_sign(mark: CaseMark) -> str:
    conditions = [f'kinds = ["{mark.kind}"]']
    if mark.kind == "page_shown" or not mark.name:
        page = ".*".join(map(_literally, re.split(r"[*#]", mark.page)))
        conditions.append(f"route = {_pattern(f'^{page}$')}")
    if mark.role:
        conditions.append(f"control = {_quote(mark.role)}")
    if mark.name:
        conditions.append(f"element = {_pattern(f'^{_literally(mark.name)}$')}")
    return f"{{ {', '.join(conditions)} }}"


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
        return [f"{{ activity = {_pattern(f'^{_literally(found.activity.title)}$')} }}"]
    if not last:
        return [f"{{ heading = {_quote('replace this')} }}"]
    what = max(last, key=lambda what: (last[what], str(what)))
    step, action = next((look.first, one) for look, one in ends if one is not None and one.what == what)
    doing, name, host = what
    conditions = [f"system = {_quote(systems[host])}"] if host in systems else []
    conditions.append('control = "button"' if doing == "press" else 'kinds = ["form_submitted"]')
    conditions.append(f"element = {_pattern(f'^{_literally(name)}$' if name else 'replace this')}")
    signs = [conditions]
    places = {"within": _form(recordings, step, action), "heading": action.page}
    for condition, place in places.items():
        if place:
            signs.append([*signs[-1], f"{condition} = {_pattern(f'^{_any_number(place)}$')}"])
    return [f"{{ {', '.join(sign)} }}" for sign in signs]


def _form(recordings: Sequence[Recording], step: Step, action: Action) -> str:
    """The name of the form that the control of an action stands in; empty when it has none."""
    number = step.numbers[action.shown_by[-1]]
    events = next((one.events for one in recordings if one.id == step.recording), ())
    element = next((event.element for event in events if event.seq == number), None)
    within = element.within if element is not None else None
    return within.name or "" if within is not None else ""


def _any_number(text: str) -> str:
    """A pattern that matches this text with whatever numbers."""
    return ".*".join(map(_literally, without_numbers(text).split("…")))


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
        written = _quote(value) if isinstance(value, str) else f"[{', '.join(map(_quote, value))}]"
        yield f"{name} = {written}"


def _literally(text: str) -> str:
    """A pattern that matches exactly this text, with no more backslashes than needed."""
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)


def _pattern(text: str) -> str:
    """A TOML literal string, in which patterns are easiest to read, if the text can be one."""
    return f"'{text}'" if text.isprintable() and "'" not in text else _quote(text)


def _quote(text: str) -> str:
    """A TOML basic string; JSON differs only in the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
