"""What a person does in a step, as single actions that a colleague can follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Step

Doing = Literal["follow", "fill", "press", "choose", "send", "copy", "paste"]


@dataclass(frozen=True, slots=True)
class Action:
    doing: Doing
    name: str | None
    """Of the control, field or form; None where the screen gave it none."""
    system: str
    events: tuple[int, ...]

    @property
    def what(self) -> tuple[Doing, str | None, str]:
        return self.doing, self.name, self.system


def typical_actions(steps: Iterable[Step]) -> tuple[Step, tuple[Action, ...], int]:
    """The actions of the way in which most of the steps were done, fields left out of the comparison.

    Gives the first step that was done so, its actions, and how many steps were done so.
    """
    done = [(step, actions_of(step)) for step in steps]
    ways = Counter(_way(actions) for _, actions in done)
    # `done` is in order: the first of the most frequent ways wins.
    step, actions = max(done, key=lambda row: ways[_way(row[1])])
    return step, actions, ways[_way(actions)]


def _way(actions: Sequence[Action]) -> tuple[object, ...]:
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
            action = Action(action.doing, action.name, action.system, (*actions.pop().events, event.seq))
        actions.append(action)
    return tuple(actions)


def _action(event: Event) -> Action | None:
    doing = _doing(event)
    if doing is None or event.page is None:
        return None
    element = event.element
    name = (element.name or element.owner) if element is not None else None
    return Action(doing, name, event.page.system, (event.seq,))


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
