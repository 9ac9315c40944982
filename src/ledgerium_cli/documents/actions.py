"""What a person does in a step, as single actions that a colleague can follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Step
from ledgerium_cli.steps.titles import without_numbers

Doing = Literal[
    "follow", "fill", "press", "choose", "send", "copy", "paste", "drop", "double_press", "double_choose"
]


@dataclass(frozen=True, slots=True)
class Action:
    doing: Doing
    name: str | None
    """Of the control, field or form; None where the screen gave it none."""
    system: str
    page: str
    """Heading, or else title, of the page, without what names one case or object."""
    events: tuple[int, ...]
    field: str | None = None
    """Kind of field, where one was filled."""

    @property
    def what(self) -> What:
        return self.doing, self.name, self.system


What = tuple[Doing, str | None, str]
"""An action wherever it is done: what with, in which system."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an activity is usually brought to one end."""

    end: What | None
    """What was pressed or sent last; None where nothing was."""
    steps: int
    """Performances that ended so."""
    step: Step
    """The one that shows it."""
    actions: tuple[Action, ...]
    """Of that one: what at least half of those who went the same way did."""
    alike: int
    """Performances with the same links, buttons and entries in the same order; fields and copying may vary."""
    often: Mapping[What, int]
    """In how many of these each action was done."""
    otherwise: tuple[tuple[What, int], ...]
    """What else was done, and in how many of `steps`; most frequent first."""


def ways(steps: Sequence[Step]) -> list[Way]:
    """One way for each end that an activity came to, the most frequent first."""
    by_end: dict[What | None, list[tuple[Step, tuple[Action, ...]]]] = {}
    for step in steps:
        actions = actions_of(step)
        end = next(
            (one.what for one in reversed(actions) if one.doing in ("press", "send", "double_press")), None
        )
        by_end.setdefault(end, []).append((step, actions))
    return [_way(end, done) for end, done in sorted(by_end.items(), key=lambda item: -len(item[1]))]


def _way(end: What | None, done: Sequence[tuple[Step, tuple[Action, ...]]]) -> Way:
    """By the path that most of them took; of several the shortest, then the first."""
    paths = Counter(_path(actions) for _, actions in done)
    path = max(paths, key=lambda one: (paths[one], -len(one)))
    alike = [row for row in done if _path(row[1]) == path]
    often = Counter(what for _, actions in alike for what in {action.what for action in actions})
    usual = {what for what, n in often.items() if 2 * n >= len(alike)}
    step, actions = max(alike, key=lambda row: len(usual & {action.what for action in row[1]}))
    anywhere = Counter(what for _, found in done for what in {action.what for action in found} - usual)
    return Way(
        end=end,
        steps=len(done),
        step=step,
        actions=tuple(action for action in actions if action.what in usual),
        alike=len(alike),
        often=often,
        otherwise=tuple(sorted(anywhere.items(), key=lambda item: (-item[1], str(item[0])))),
    )


def _path(actions: Sequence[Action]) -> tuple[What, ...]:
    return tuple(
        action.what
        for action in actions
        if action.doing in ("follow", "press", "choose", "send", "drop", "double_press", "double_choose")
    )


def actions_of(step: Step) -> tuple[Action, ...]:
    """The inputs of a step without what only prepares them: leaving another case, a click into a field that
    is then filled, the sending of the form whose button was pressed, the same thing done twice in a row."""
    actions: list[Action] = []
    for event in step.events:
        action = _action(event)
        if not actions and _is_of_another_case(event, step.case):
            continue
        if action is None or (
            action.doing == "send" and actions and actions[-1].doing in ("press", "double_press")
        ):
            continue
        if actions and actions[-1].what == action.what:
            action = replace(action, events=(*actions.pop().events, event.seq))
        actions.append(action)
    return tuple(actions)


def _is_of_another_case(event: Event, case: str) -> bool:
    """Whether the page shows a reference of the same form as the case's, but not the case's own."""
    if event.page is None or not any(char.isdigit() for char in case):
        return False
    form = r"\d+".join(re.escape(part) for part in re.split(r"\d+", case))
    shown = re.findall(form, f"{event.page.route} {event.page.heading or ''}", re.IGNORECASE)
    return bool(shown) and case.lower() not in {one.lower() for one in shown}


def _action(event: Event) -> Action | None:
    doing = _doing(event)
    if doing is None or event.page is None:
        return None
    element = event.element
    name = without_names((element and (element.name or element.owner)) or "") or None
    page = without_numbers(event.page.heading or event.page.title)
    field = element.field if element is not None and doing == "fill" else None
    return Action(doing, name, event.page.system, page, (event.seq,), field)


def _doing(event: Event) -> Doing | None:
    element = event.element
    if event.kind == "field_changed":
        return "fill"
    if event.kind == "form_submitted":
        return "send"
    if event.kind == "copy" or event.kind == "paste" or event.kind == "drop":
        return event.kind
    if event.kind != "click" or element is None or element.field is not None:
        return None
    if element.name is None:
        return "double_choose" if event.presses == 2 else "choose"
    if event.presses == 2:
        return "double_press"
    return "follow" if element.role in ("link", "tab") else "press"
