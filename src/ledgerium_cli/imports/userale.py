"""Apache Flagon UserALE: browser events in JSON, from a script in the page or from the browser extension."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import msgspec

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import (
    Act,
    ActKind,
    Found,
    Given,
    ImportedFile,
    Origin,
    Values,
    first_of,
    imported,
    page_at,
)
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.format import FieldKind
from ledgerium_cli.recording.wire import Element, Within

Json: TypeAlias = Any
"""What `json` decodes; a file may contain anything."""

NAME = "Apache Flagon UserALE"
LATEST_MS = 253_402_300_799_999
LONGEST_NAME = 200
DOUBLE_MS = 1_000
"""A double click is preceded by events for each of its clicks."""
PLACE = "generic"
"""The role of an element that is not recognised as a control."""
CHOICE = "combobox"
"""The role of a control with options that are named after it."""
NEAR = 3
"""How many enclosing elements are looked at, since a click may hit an image or text inside a button."""

_KINDS: dict[str, ActKind] = {
    "click": "click", "dblclick": "click", "input": "field_changed", "change": "field_changed",
    "submit": "form_submitted", "copy": "copy", "cut": "copy", "paste": "paste", "load": "page_shown",
    "tabs.onActivated": "tab_shown",
}  # fmt: skip
_ROLES = {
    "button": "button", "a": "link", "select": "combobox", "textarea": "textbox", "input": "textbox", "form": "form",
    "option": "option", "li": "listitem", "td": "cell", "th": "columnheader", "tr": "row", "summary": "button",
    "img": "img",
}  # fmt: skip
_BY_CLASS = (
    (re.compile(r"(?:^|[_\s-])option(?:$|[_\s-])", re.IGNORECASE), "option"),
    (re.compile(r"(?:^|[_\s-])(?:menu-?item)(?:$|[_\s-])", re.IGNORECASE), "menuitem"),
    (re.compile(r"(?:^|[_\s-])(?:btn|button)(?:$|[_\s-])", re.IGNORECASE), "button"),
    (re.compile(r"(?:^|[_\s-])tab(?:$|[_\s-])", re.IGNORECASE), "tab"),
)
_FIELDS: dict[str, FieldKind] = {"select": "choice", "textarea": "multiline"}
_VERB = re.compile(r"(?:^|[_\s-])(remove|clear|close|delete)(?:$|[_\s-])", re.IGNORECASE)
_PART = re.compile(r"[-_](?:input|search|(?:option|item)[-_]?\d+)$", re.IGNORECASE)
"""Suffixes that libraries append to the id of a control for its parts."""
_DATA = frozenset({"option", "listitem", "cell", "row"})
_PRESSED = frozenset({"button", "link", "menuitem", "tab", *_DATA})
_TARGET = re.compile(r"(?P<tag>[A-Za-z][\w-]*)(?:#(?P<id>[^.\s]+))?(?:\.(?P<classes>.+))?", re.DOTALL)


def recognises(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"[", b"{")) and b'"useraleVersion"' in head and b'"logType"' in head


def read(data: bytes, name: str, given: Given) -> ImportedFile:
    """One recording per browser session if the extension recorded one, else per page session."""
    logs = _Logs(name)
    for number, one in _events(data, name):
        logs.take(number, one)
    if not logs.sessions:
        raise ImportRefused(
            f"{name}: no event tells of anything that was done. {first_of(logs.all_problems())}"
        )
    origin, zone = Origin(data, name, NAME), given.time_zone or "UTC"
    recordings = [
        imported(
            Found(given.actor or session.actor, _acts(session), key=session.key),
            origin,
            zone,
            logs.values,
        )
        for session in logs.sessions.values()
    ]
    ordered = sorted(recordings, key=lambda one: one.recording)
    return ImportedFile(tuple(ordered), tuple(logs.all_problems()), logs.values.dropped)


def _events(data: bytes, name: str) -> Iterator[tuple[int, Json]]:
    """The events of a JSON array with their positions, or of JSON lines with their line numbers."""
    try:
        text = data.decode("utf-8-sig")
        if text.lstrip().startswith("["):
            yield from enumerate(msgspec.json.decode(text, type=list[Json]), start=1)
            return
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    yield number, msgspec.json.decode(line)
                except msgspec.DecodeError as error:
                    raise ImportRefused(
                        f"{name}:{number}: not JSON ({error}). Take the file as it was saved."
                    ) from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name}: the file is not UTF-8. Save it as UTF-8.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise ImportRefused(f"{name}: not JSON ({error}). Take the file as it was saved.") from error


@dataclass(slots=True)
class _Session:
    key: str
    actor: str
    events: list[tuple[int, int, dict[str, Json]]] = field(default_factory=list)
    """Time in milliseconds, position in the file, and event."""


@dataclass(slots=True)
class _Logs:
    name: str
    values: Values = field(default_factory=Values)
    sessions: dict[tuple[str, str], _Session] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    faulty: list[int] = field(default_factory=list)

    def take(self, number: int, event: Json) -> None:
        if not isinstance(event, dict):
            self.faulty.append(number)
            return
        self._drop_values(event)
        kind, at_ms = _text(event, "type"), event.get("clientTime")
        if event.get("logType") == "interval" or kind not in _KINDS:
            self.unknown[
                "sum of an interval" if event.get("logType") == "interval" else kind or "nothing"
            ] += 1
        elif not isinstance(at_ms, int | float) or isinstance(at_ms, bool) or not 0 <= at_ms <= LATEST_MS:
            self.faulty.append(number)
        else:
            actor = _text(event, "userId") or "unknown"
            key = _text(event, "browserSessionId") or _text(event, "sessionID")
            session = self.sessions.setdefault((actor, key), _Session(key, actor))
            session.events.append((int(at_ms), number, event))

    def _drop_values(self, event: dict[str, Json]) -> None:
        details = event.get("details")
        if isinstance(details, dict):
            for key in ("value", "key", "code", "text"):
                self.values.drop(f"details.{key}", details.get(key), known=key in ("value", "text"))

    def all_problems(self) -> Iterator[Problem]:
        if self.faulty:
            faulty = count(
                len(self.faulty), "event has no time or is no object", "events have no time or are no object"
            )
            yield Problem(
                self.name,
                None,
                f"{faulty}, first number {self.faulty[0]}.",
                "They were left out.",
            )
        if self.unknown:
            kinds = ", ".join(f"{kind} ({n})" for kind, n in sorted(self.unknown.items()))
            yield Problem(
                self.name,
                None,
                f"Events of these kinds were left out: {kinds}.",
                "A trace has no room for them.",
            )


def _acts(session: _Session) -> list[Act]:
    """The acts, sorted by time. Consecutive changes of a field become one, as do the clicks of a double click."""
    acts: list[Act] = []
    tabs: dict[str, int] = {}
    for at_ms, number, event in sorted(session.events, key=lambda one: one[0]):
        act = replace(_act(at_ms, event, tabs), row=number)
        if acts and _only_opens(acts[-1], act):
            acts[-1] = replace(acts[-1], element=act.element)
        if act.presses > 1:
            for _ in range(act.presses):
                if acts and _is_one_with(acts[-1], act, kind="click"):
                    acts.pop()
        elif acts and _is_one_with(acts[-1], act, kind="field_changed"):
            acts.pop()
        acts.append(act)
    return acts


def _only_opens(before: Act, act: Act) -> bool:
    """Whether a click only opened the field that is changed next: it hit no control, in the same form or region."""
    pressed, used = before.element, act.element
    return (
        (before.kind, act.kind) == ("click", "field_changed")
        and (pressed is not None and used is not None)
        and pressed.role == PLACE
        and pressed.within is not None
        and pressed.within == used.within
    )


def _is_one_with(before: Act, act: Act, *, kind: ActKind) -> bool:
    is_near = kind != "click" or act.at_ms - before.at_ms <= DOUBLE_MS
    return (
        before.kind == act.kind == kind
        and before.tab == act.tab
        and (before.element == act.element or _finds(before.element, act.element))
        and is_near
    )


def _finds(typed: Element | None, chosen: Element | None) -> bool:
    """Whether the text that was typed only searched for the option then chosen in the same control."""
    return (
        typed is not None
        and chosen is not None
        and chosen.role == CHOICE
        and typed.name == chosen.name is not None
    )


def _act(at_ms: int, event: dict[str, Json], tabs: dict[str, int]) -> Act:
    kind = _KINDS[event["type"]]
    tab = tabs.setdefault(_text(event, "httpSessionId") or _text(event, "sessionID"), len(tabs) + 1)
    page = page_at(_text(event, "pageUrl"), _text(event, "pageTitle")[:LONGEST_NAME])
    if kind in ("page_shown", "tab_shown"):
        return Act(at_ms, kind, tab, page)
    element = _element(event, kind)
    if element is not None and element.role == CHOICE and kind == "click":
        kind = "field_changed"
    return Act(at_ms, kind, tab, page, element, presses=2 if event["type"] == "dblclick" else 1)


def _element(event: dict[str, Json], kind: ActKind) -> Element | None:
    path = event.get("path")
    within = [one for one in path if isinstance(one, str)] if isinstance(path, list) else []
    target = _Target.of(_text(event, "target") or (within[0] if within else ""))
    if target.tag in ("", "window", "document", "html", "body"):
        return None
    above = [_Target.of(one) for one in within[1:]]
    verb = next((one.verb for one in (target, *above[:NEAR]) if one.verb is not None), None)
    near_role = next((one.role for one in above[:NEAR] if one.role in _PRESSED), None)
    role = target.role or ("button" if verb is not None else near_role) or PLACE
    owner = next((one.id for one in above if one.id), None)
    near = next((one.id for one in above[:NEAR] if one.role == role and one.id), None)
    is_field = target.tag in ("input", "select", "textarea") or kind == "field_changed"
    called = verb or ("field" if is_field else "place" if role == PLACE else role)
    name = _control(target.id) or near or (f"{called} in {owner}" if owner else None)
    if role == "option" and (control := _control(target.id, of_part=True)) is not None:
        return Element(role=CHOICE, name=control, field="choice", within=_within(above))
    is_data = role in _DATA
    return Element(
        role="textbox" if is_field and role == PLACE else role,
        name=None if is_data else name,
        field=_FIELDS.get(target.tag, "text") if is_field else None,
        owner=owner if is_data else None,
        selectors=() if is_data else target.selectors,
        within=_within(above),
    )


def _control(id: str | None, *, of_part: bool = False) -> str | None:
    """The name of a control by its id, without the suffix of a part. With `of_part`, None for an id without such a
    suffix."""
    whole = _PART.sub("", id) if id is not None else None
    return None if of_part and whole == id else whole or id


def _within(above: Sequence[_Target]) -> Within | None:
    form = next((one.id for one in above if one.tag == "form" and one.id), None)
    if form is not None:
        return Within(role="form", name=form)
    region = next((one.id for one in above if one.id), None)
    return Within(role="region", name=region) if region is not None else None


@dataclass(frozen=True, slots=True)
class _Target:
    """An element as UserALE writes it: tag, id and classes, without its content."""

    tag: str
    id: str | None
    role: str | None
    selectors: tuple[str, ...]
    verb: str | None = None
    """What it does to its container (such as remove or clear), by its classes."""

    @classmethod
    def of(cls, text: str) -> _Target:
        found = _TARGET.fullmatch(text.strip().lstrip("#"))
        if found is None:
            return cls("", None, None, ())
        tag, own, classes = found["tag"].casefold(), found["id"], found["classes"] or ""
        by_class = next((role for pattern, role in _BY_CLASS if pattern.search(classes)), None)
        role = by_class if tag in ("div", "span") or by_class == "option" else _ROLES.get(tag)
        verb = found[1].casefold() if (found := _VERB.search(classes)) is not None else None
        return cls(tag, own, role, (f"#{own}",) if own and own.isprintable() and " " not in own else (), verb)


def _text(event: dict[str, Json], key: str) -> str:
    value = event.get(key)
    return value.strip() if isinstance(value, str) else ""
