"""The actions of a step, each one that a colleague can follow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import partial

import msgspec

from ledgerium_cli.privacy.tokens import without_names
from ledgerium_cli.recording.known import Known
from ledgerium_cli.recording.model import Event, Shown
from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.looks import Look
from ledgerium_cli.steps.model import Action, Doing

CELLS = ("cell", "gridcell")
ENTRIES = ("menuitem", "menuitemcheckbox", "menuitemradio")
IN_A_CELL: dict[Doing, Doing] = {
    "fill": "fill_cell", "choose": "click_cell", "copy": "copy_cell", "paste": "paste_cell",
}  # fmt: skip
"""Actions in a table cell; the name of such an action is the cell's column."""
SELECTED_BY = (("choose", "copy"), ("click_cell", "copy_cell"))


def actions_of(looks: Sequence[Look], leaving: Collection[int]) -> tuple[Action, ...]:
    """The actions of a step, without inputs that only prepare others: leaving another case, a click into a field
    that is then filled, a press on what is then copied, submitting the form whose button was pressed, the same
    action twice in a row."""
    actions: list[Action] = []
    for at, look in enumerate(looks):
        action = _action(look, at) if at not in leaving else None
        if action is None or (
            action.doing == "send" and actions and actions[-1].doing in ("press", "double_press")
        ):
            continue
        if actions and (actions[-1].what == action.what or _is_selected_by(actions[-1], action)):
            action = msgspec.structs.replace(action, shown_by=(*actions.pop().shown_by, at))
        actions.append(action)
    return tuple(actions)


def _is_selected_by(before: Action, action: Action) -> bool:
    """Whether the earlier action only selected what is copied now."""
    return (before.doing, action.doing) in SELECTED_BY and before.what[1:] == action.what[1:]


def leaving_another(events: Iterable[Event], case: str) -> tuple[int, ...]:
    """Indexes of the events with which a step leaves another case: inputs before its first action, on pages that
    show references of the same form as the case's but not the case's own. A link there that opens the page on which the
    first thing is done, one of the case's own or of none, such as an empty form, is how the step begins."""
    found = []
    references, own = _references[_form[case]], case.lower()
    opened: tuple[int, Page | None] | None = None
    """The last link there, and the page that followed."""
    for at, event in enumerate(events):
        if event.shown.kind == "page_shown" and opened is not None and opened[1] is None:
            opened = opened[0], event.page
        if not event.shown.is_input or event.page is None:
            continue
        if (shown := references[event.page]) and own not in shown:
            found.append(at)
            opened = (at, None) if event.shown.is_navigation else None
        elif _doing[event.shown] is not None:
            is_here = bool(shown) or not event.shown.is_navigation
            begins = opened is not None and is_here and event.page == opened[1]
            return tuple(found[:-1] if begins else found)
    return tuple(found)


_form: Known[str, str] = Known(partial(re.compile(r"\d+").sub, "0"))
"""A reference with its numbers replaced by 0: many cases share one form."""


def _references_like(form: str) -> Known[Page, frozenset[str]]:
    """The references of a form that a page shows; always empty when the form has no number."""
    if "0" not in form:
        return Known(lambda page: frozenset())
    pattern = re.compile(r"\d+".join(map(re.escape, form.split("0"))), re.IGNORECASE)
    return Known(
        lambda page: frozenset(map(str.lower, pattern.findall(f"{page.route} {page.heading or ''}")))
    )


_references = Known(_references_like, many=8)


def _action(look: Look, at: int) -> Action | None:
    done = _doing[look.shown]
    if done is None or look.place is None:
        return None
    element = look.shown.element
    name = without_names((element and (element.name or element.owner)) or "") or None
    field = element.field if element is not None and done == "fill" else None
    return Action(done, name, look.place.system, look.place.page, (at,), field)


@Known
def _doing(shown: Shown) -> Doing | None:
    doing, element = _by_kind(shown), shown.element
    if doing is None or element is None or element.name is not None:
        return doing
    if doing == "choose" and element.role in ENTRIES:
        return "choose_entry"
    return IN_A_CELL.get(doing, doing) if element.role in CELLS else doing


def _by_kind(shown: Shown) -> Doing | None:
    element = shown.element
    if shown.kind == "field_changed":
        return "fill"
    if shown.kind == "form_submitted":
        return "send"
    if shown.kind == "copy" or shown.kind == "paste" or shown.kind == "drop":
        return shown.kind
    if shown.kind != "click" or element is None or element.field is not None:
        return None
    is_control = element.role == "button" and element.owner is None
    if element.name is None and not is_control:
        return "double_choose" if shown.presses == 2 else "choose"
    if shown.presses == 2:
        return "double_press"
    return "follow" if element.role in ("link", "tab") else "press"
