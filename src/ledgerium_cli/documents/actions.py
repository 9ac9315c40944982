"""What a person does in a step, as single actions that a colleague can follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Step

_NUMBERED = re.compile(r"[\w-]*\d[\w-]*")
"""SO-1042, R-203, 17: what tells one page of a kind from another."""

Doing = Literal["follow", "fill", "press", "choose", "send", "copy", "paste"]


@dataclass(frozen=True, slots=True)
class Action:
    doing: Doing
    name: str | None
    """Of the control, field or form; None where the screen gave it none."""
    system: str
    page: str
    """Heading, or else title, of the page, without what names one case or object."""
    events: tuple[int, ...]

    @property
    def what(self) -> What:
        return self.doing, self.name, self.system


What = tuple[Doing, str | None, str]
"""An action wherever it is done: what with, in which system."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an activity is usually done."""

    step: Step
    """The step that shows it."""
    actions: tuple[Action, ...]
    """Of that step: what at least half of those who did it in this way did."""
    alike: int
    """Steps in which the same was followed, pressed, chosen and sent in the same order."""
    often: Mapping[What, int]
    """In how many of these each action was done."""
    otherwise: tuple[tuple[What, int], ...]
    """What else was done, and in how many of all steps; most frequent first."""


def usual_way(steps: Sequence[Step]) -> Way:
    """The most frequent way, ties by the first step; fields and the clipboard do not make another way."""
    done = [(step, actions_of(step)) for step in steps]
    ways = Counter(_path(actions) for _, actions in done)
    path = max(ways, key=lambda one: ways[one])
    alike = [row for row in done if _path(row[1]) == path]
    often = Counter(what for _, actions in alike for what in {action.what for action in actions})
    usual = {what for what, n in often.items() if 2 * n >= len(alike)}
    step, actions = max(alike, key=lambda row: len(usual & {action.what for action in row[1]}))
    anywhere = Counter(what for _, found in done for what in {action.what for action in found} - usual)
    return Way(
        step=step,
        actions=tuple(action for action in actions if action.what in usual),
        alike=len(alike),
        often=often,
        otherwise=tuple(sorted(anywhere.items(), key=lambda item: (-item[1], str(item[0])))),
    )


def _path(actions: Sequence[Action]) -> tuple[What, ...]:
    return tuple(action.what for action in actions if action.doing in ("follow", "press", "choose", "send"))


def actions_of(step: Step) -> tuple[Action, ...]:
    """The inputs of a step without what only prepares them: a click into a field that is then filled,
    the sending of the form whose button was pressed, the same thing done twice in a row."""
    actions: list[Action] = []
    for event in step.events:
        action = _action(event)
        if action is None or (action.doing == "send" and actions and actions[-1].doing == "press"):
            continue
        if actions and actions[-1].what == action.what:
            action = replace(action, events=(*actions.pop().events, event.seq))
        actions.append(action)
    return tuple(actions)


def _action(event: Event) -> Action | None:
    doing = _doing(event)
    if doing is None or event.page is None:
        return None
    element = event.element
    name = (element.name or element.owner) if element is not None else None
    page = _NUMBERED.sub("…", event.page.heading or event.page.title)
    return Action(doing, name, event.page.system, page, (event.seq,))


def _doing(event: Event) -> Doing | None:
    element = event.element
    if event.kind == "field_changed":
        return "fill"
    if event.kind == "form_submitted":
        return "send"
    if event.kind == "copy" or event.kind == "paste":
        return event.kind
    if event.kind != "click" or element is None or element.field is not None:
        return None
    if element.name is None:
        return "choose"
    return "follow" if element.role in ("link", "tab") else "press"
