"""What a person does in a step, as single actions that a colleague can follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Action, Doing
from ledgerium_cli.steps.titles import without_numbers


def actions_of(events: Sequence[Event], case: str) -> tuple[Action, ...]:
    """The inputs of a step without what only prepares them: leaving another case, a click into a field that
    is then filled, a press on what is then copied, the sending of the form whose button was pressed, the same thing
    done twice in a row."""
    actions: list[Action] = []
    for at, event in enumerate(events):
        if not event.is_input or (not actions and _is_of_another_case(event, case)):
            continue
        action = _action(event, at)
        if action is None or (
            action.doing == "send" and actions and actions[-1].doing in ("press", "double_press")
        ):
            continue
        if actions and (actions[-1].what == action.what or _is_selected_by(actions[-1], action)):
            action = msgspec.structs.replace(action, shown_by=(*actions.pop().shown_by, at))
        actions.append(action)
    return tuple(actions)


def _is_selected_by(before: Action, action: Action) -> bool:
    """Whether the one before only chose what is copied now."""
    return (before.doing, action.doing) == ("choose", "copy") and before.what[1:] == action.what[1:]


def _is_of_another_case(event: Event, case: str) -> bool:
    """Whether the page shows a reference of the same form as the case's, but not the case's own."""
    if event.page is None or (form := _form(case)) is None:
        return False
    shown = form.findall(f"{event.page.route} {event.page.heading or ''}")
    return bool(shown) and case.lower() not in {one.lower() for one in shown}


@lru_cache(maxsize=256)
def _form(case: str) -> re.Pattern[str] | None:
    """A reference with other numbers; None where it has none."""
    if not any(char.isdigit() for char in case):
        return None
    return re.compile(r"\d+".join(map(re.escape, re.split(r"\d+", case))), re.IGNORECASE)


def _action(event: Event, at: int) -> Action | None:
    doing = _doing(event)
    if doing is None or event.page is None:
        return None
    element = event.element
    name = _name((element and (element.name or element.owner)) or "") or None
    page = _place(event.page.heading or event.page.title)
    field = element.field if element is not None and doing == "fill" else None
    return Action(doing, name, event.page.system, page, (at,), field)


_name = lru_cache(maxsize=4096)(without_names)  # the same controls and pages in event after event
_place = lru_cache(maxsize=4096)(without_numbers)


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
