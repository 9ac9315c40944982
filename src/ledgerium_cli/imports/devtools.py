"""Chrome DevTools Recorder: a replayable flow in JSON. It holds the order of what was done, but no times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
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
    imported,
    page_at,
)
from ledgerium_cli.logs.instants import NoZone, given_zone, parsed_instant
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.wire import Element, Page

Json: TypeAlias = Any
"""What `json` decodes; a file may contain anything."""

NAME = "Chrome DevTools Recorder"
LONGEST_NAME = 200
LONGEST_SELECTOR = 300

_KINDS: dict[str, ActKind] = {
    "navigate": "page_shown", "click": "click", "doubleClick": "click", "change": "field_changed",
}  # fmt: skip
_SETTINGS = frozenset({"setViewport", "emulateNetworkConditions"})
"""Settings of the flow, which no person does."""
_ROLE = re.compile(r"aria/(?P<name>.*?)(?:\[role=\"(?P<role>[a-z]+)\"\])?", re.DOTALL)
_BUTTONS = re.compile(
    r"(?:^|[\s>])(?:button|input\[type=[\"']?(?:submit|button)|[^\s>]*(?:btn|button))[^\s>]*$", re.IGNORECASE
)
_LINKS = re.compile(r"(?:^|[\s>])a(?:[.#:\[][^\s>]*)?$")


def recognises(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        start.startswith(b"{")
        and all(f'"{word}"'.encode() in head for word in ("title", "steps", "type"))
        and any(f'"{kind}"'.encode() in head for kind in (*_KINDS, *_SETTINGS))
    )


def read(data: bytes, name: str, given: Given) -> ImportedFile:
    """One recording. Raises ImportRefused when the options do not give the time of recording, and for a file that
    is not a flow or in which no person does anything."""
    try:
        flow = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ImportRefused(f"{name}: not JSON ({error}). Take the file as it was saved.") from error
    steps = flow.get("steps") if isinstance(flow, dict) else None
    if not isinstance(steps, list):
        raise ImportRefused(f"{name}: no flow of the recorder. Export it as JSON.")
    flow_read = _Flow(name, _recorded_at(given, name))
    for number, step in enumerate(steps, start=1):
        flow_read.take(number, step)
    if not flow_read.acts:
        raise ImportRefused(f"{name}: no step of it is done by a person. Take the file as it was saved.")
    title = flow.get("title")
    found = Found(
        given.actor or "unknown",
        flow_read.acts,
        workflow=title if isinstance(title, str) else "",
        timed=False,
    )
    made = imported(found, Origin(data, name, NAME), given.time_zone or "UTC", flow_read.values)
    return ImportedFile((made,), tuple(flow_read.problems()), flow_read.values.dropped)


def _recorded_at(given: Given, name: str) -> int:
    if given.recorded_at is None:
        raise ImportRefused(
            f"{name}: the file does not tell when it was recorded. Say it: "
            "`ledgerium import` with --recorded-at 2026-03-01T08:00Z."
        )
    try:
        return parsed_instant(given.recorded_at, given_zone(given.time_zone))
    except NoZone as error:
        raise ImportRefused(
            f"{given.recorded_at!r} has no time zone. Add one, or give --time-zone Europe/Berlin."
        ) from error
    except ValueError as error:
        raise ImportRefused(
            f"{given.recorded_at!r} is no time. Give one such as 2026-03-01T08:00Z."
        ) from error


@dataclass(slots=True)
class _Flow:
    name: str
    at_ms: int
    values: Values = field(default_factory=Values)
    acts: list[Act] = field(default_factory=list)
    page: Page = field(default_factory=lambda: Page(system="", route="/"))
    left_out: Counter[str] = field(default_factory=Counter)

    def take(self, number: int, step: Json) -> None:
        if not isinstance(step, dict):
            self.left_out["no object"] += 1
            return
        said = step.get("type")
        kind = _KINDS.get(said) if isinstance(said, str) else None
        self.values.drop("value", step.get("value"))
        self.values.drop("key", step.get("key"), known=False)
        if kind == "page_shown":
            self.page = page_at(_text(step.get("url")))
            self.acts.append(Act(self.at_ms, kind, 1, self.page, went_there=True, row=number))
        elif kind is not None:
            presses = 2 if said == "doubleClick" else 1
            element = _element(step, kind)
            self.acts.append(Act(self.at_ms, kind, 1, self.page, element, presses=presses, row=number))
        else:
            self.left_out[said if isinstance(said, str) else "nothing"] += 1
        for event in _asserted(step):
            self._arrive(number, event, was_navigation=kind == "page_shown")

    def _arrive(self, number: int, event: dict[str, Json], *, was_navigation: bool) -> None:
        """Applies the page that a step led to; a navigation also gets its title from it."""
        url, title = _text(event.get("url")), _text(event.get("title"))[:LONGEST_NAME]
        page = page_at(url, title) if url else replace_title(self.page, title)
        if was_navigation and self.acts:
            self.acts[-1] = replace(self.acts[-1], page=page)
        elif self.acts and page != self.page:
            self.acts.append(Act(self.at_ms, "page_shown", 1, page, row=number))
        self.page = page

    def problems(self) -> Iterator[Problem]:
        kinds = {kind: count for kind, count in self.left_out.items() if kind not in _SETTINGS}
        if kinds:
            listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items()))
            yield Problem(
                self.name,
                None,
                f"Steps of these kinds were left out: {listed}.",
                "A trace has no room for them.",
            )


def replace_title(page: Page, title: str) -> Page:
    return Page(system=page.system, route=page.route, title=title or page.title)


def _asserted(step: dict[str, Json]) -> Iterator[dict[str, Json]]:
    events = step.get("assertedEvents")
    for event in events if isinstance(events, list) else ():
        if isinstance(event, dict) and event.get("type") == "navigation":
            yield event


def _element(step: dict[str, Json], kind: ActKind) -> Element:
    """The element, named by its accessible name, which the recorder writes as `aria/Save`; texts of the page are
    not used."""
    selectors = [*_selectors(step.get("selectors"))]
    named = _named(selectors)
    last = [parts[-1] for parts in selectors]
    css = [one for one in last if not one.startswith(("aria/", "text/", "xpath/", "pierce/"))]
    itself = named or next((found for one in last if (found := _ROLE.fullmatch(one))), None)
    return Element(
        role=(itself["role"] if itself else None) or _role(css, kind),
        name=" ".join(named["name"].split())[:LONGEST_NAME] if named else next(iter(css), None),
        named_by="label" if named else None,
        field="text" if kind == "field_changed" else None,
        selectors=tuple(one for one in css if len(one) <= LONGEST_SELECTOR)[:6],
    )


def _named(selectors: list[list[str]]) -> re.Match[str] | None:
    """The innermost part with an accessible name, since a press on the icon in a button is one on the button."""
    parts = (part for selector in selectors for part in reversed(selector))
    return next((found for one in parts if (found := _ROLE.fullmatch(one)) and found["name"].strip()), None)


def _selectors(value: Json) -> Iterator[list[str]]:
    """The parts of each selector, from outer to inner: those before the last lead into shadow roots, or from a
    control to what is pressed in it."""
    for one in value if isinstance(value, list) else ():
        parts = [part for part in (one if isinstance(one, list) else [one]) if isinstance(part, str)]
        if parts:
            yield parts


def _role(css: list[str], kind: ActKind) -> str:
    if kind == "field_changed":
        return "textbox"
    if any(map(_BUTTONS.search, css)):
        return "button"
    return "link" if any(map(_LINKS.search, css)) else "generic"


def _text(value: Json) -> str:
    return value.strip() if isinstance(value, str) else ""
