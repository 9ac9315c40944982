"""RPA UI Logger (Action Logger): a CSV of actions in Chrome, in Excel and with the clipboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

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
from ledgerium_cli.imports.rows import Columns, Row, rows_of
from ledgerium_cli.logs.instants import NoZone, given_zone, parsed_instant
from ledgerium_cli.logs.model import Faults
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.format import FieldKind
from ledgerium_cli.recording.wire import Element, Page

NAME = "RPA UI Logger CSV"
CLIPBOARD = "OS-Clipboard"
TIME = "timeStamp"
VALUE_COLUMNS = ("content", "target.value", "target.option")
DROPPED_COLUMNS = ("target.checked", "target.innerHTML")
"""Dropped, but not used to find values in names: the first holds no text, and the second mostly the name of a
control, as does the value of a button."""
_NEEDED = (TIME, "targetApp", "eventType")
COLUMNS = Columns(
    needed=_NEEDED,
    further=(
        "userID", "url", "target.workbookName", "target.sheetName", "target.id", "target.tagName", "target.type",
        "target.name", "target.innerText", *VALUE_COLUMNS, *DROPPED_COLUMNS,
    ),
    address="url",
    told_by=_NEEDED,
    own=("target.workbookName", "target.sheetName", "target.tagName", "target.innerText", "target.innerHTML"),
)  # fmt: skip
SAME_COPY_MS = 1_000
"""A copy in the browser is recorded twice, by the browser and then by the clipboard."""

_KINDS: dict[str, ActKind] = {
    "getcell": "click", "getrange": "click", "editcell": "field_changed", "editrange": "field_changed",
    "copycell": "copy", "copyrange": "copy", "pasteintocell": "paste", "pasteintorange": "paste",
    "copy": "copy", "cut": "copy", "paste": "paste",
    "click": "click", "clickbutton": "click", "clicklink": "click", "clicktextfield": "click",
    "clickcheckbox": "click", "clickradiobutton": "click", "clickradio": "click", "doubleclick": "click",
    "editfield": "field_changed", "selectoptions": "field_changed", "selectoption": "field_changed",
    "changefield": "field_changed", "editcellsheet": "field_changed", "mouseclick": "click",
    "formsubmit": "form_submitted", "submit": "form_submitted", "navigateto": "page_shown", "reload": "page_shown",
    "newtab": "page_shown", "selecttab": "tab_shown", "closetab": "tab_hidden",
    "typed": "page_shown", "fromaddressbar": "page_shown", "autobookmark": "page_shown", "startpage": "page_shown",
    "selectworksheet": "page_shown", "addworksheet": "page_shown", "openworkbook": "page_shown",
}  # fmt: skip
_ROLES = {
    "clicktextfield": "textbox", "clickbutton": "button", "clicklink": "link", "clickcheckbox": "checkbox",
    "clickradiobutton": "radio", "clickradio": "radio", "selectoptions": "combobox", "selectoption": "combobox",
    "submit": "form", "formsubmit": "form",
}  # fmt: skip
_FIELDS: dict[str, FieldKind] = {
    "text": "text", "number": "number", "range": "range", "date": "date", "time": "time", "email": "email",
    "tel": "tel", "url": "url", "search": "search", "checkbox": "checkbox", "radio": "radio", "file": "file",
    "color": "color", "password": "sensitive", "textarea": "multiline", "select-one": "choice",
    "select-multiple": "choice",
}  # fmt: skip
_PRESSED = frozenset({"button", "link"})
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?\d*(?::\$?([A-Za-z]{1,3})\$?\d*)?")


def recognises(head: bytes) -> bool:
    return COLUMNS.are_in(head)


def read(data: bytes, name: str, given: Given) -> ImportedFile:
    faults = Faults(name)
    return read_rows(rows_of(data, COLUMNS, faults), data, faults, given, NAME)


def read_rows(
    data_rows: Iterable[Row], data: bytes, faults: Faults, given: Given, recorder: str, time: str = TIME
) -> ImportedFile:
    """One recording per user; clipboard rows have no user and belong to that of the row before. `faults` collects
    the rows left out while `data_rows` is read. `time` is what the file calls the column `timeStamp`."""
    name = faults.name
    rows = _Rows(faults, given_zone(given.time_zone), time)
    for row in data_rows:
        rows.take(row)
    if not rows.by_user:
        raise ImportRefused(
            f"{name}: no row tells of anything that was done. {first_of(rows.all_problems())}"
        )
    if given.actor is not None and len(rows.by_user) > 1:
        raise ImportRefused(f"{name}: {len(rows.by_user)} people are in the file. Leave out --actor.")
    origin, zone = Origin(data, name, recorder), given.time_zone or "UTC"
    recordings = tuple(
        imported(Found(given.actor or user or "unknown", _acts(own)), origin, zone, rows.values)
        for user, own in rows.by_user.items()
    )
    return ImportedFile(recordings, tuple(rows.all_problems()), rows.values.dropped)


@dataclass(slots=True)
class _Rows:
    """The rows that record an action, by user and in file order."""

    faults: Faults
    zone: ZoneInfo | None
    time: str
    """What the file calls the column with the time."""
    values: Values = field(default_factory=Values)
    by_user: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    user: str = ""
    late: list[int] = field(default_factory=list)
    """Lines whose time is before that of an earlier line."""
    latest_ms: int = 0

    def take(self, row: Row) -> None:
        self._drop_values(row)
        kind = _kind(row)
        if kind not in _KINDS:
            self.unknown[row["eventType"].strip() or "nothing"] += 1
            return
        try:
            at_ms = parsed_instant(row[TIME], self.zone)
        except NoZone as error:
            raise ImportRefused(
                f"{self.faults.name}:{row.line}: {self.time} has no time zone. Give the one in which it was "
                "recorded, for example --time-zone Europe/Berlin."
            ) from error
        except ValueError:
            self.faults.leave_out(row.line, f"{self.time} is not a time.", "mend it.")
            return
        self.user = row["userID"].strip() or self.user
        if at_ms < self.latest_ms:
            self.late.append(row.line)
        self.latest_ms = max(self.latest_ms, at_ms)
        self.by_user.setdefault(self.user, []).append((at_ms, row))

    def _drop_values(self, row: Row) -> None:
        pressed = _role(row) in _PRESSED
        for column in VALUE_COLUMNS:
            self.values.drop(column, row[column], known=not (pressed and column == "target.value"))
        for column in DROPPED_COLUMNS:
            self.values.drop(column, row[column], known=False)

    def all_problems(self) -> Iterator[Problem]:
        yield from self.faults.all()
        if self.late:
            yield Problem(
                self.faults.name,
                self.late[0],
                f"{count(len(self.late), 'row stands', 'rows stand')} behind later ones.",
                "All were put in the order of their times.",
            )
        if self.unknown:
            kinds = ", ".join(f"{kind} ({n})" for kind, n in sorted(self.unknown.items()))
            yield Problem(
                self.faults.name,
                None,
                f"Rows of these kinds were left out: {kinds}.",
                "A trace has no room for them.",
            )


def _kind(row: Row) -> str:
    return row["eventType"].strip().replace("_", "").casefold()


def _acts(rows: Iterable[tuple[int, Row]]) -> list[Act]:
    """The acts, sorted by time, since the browser and other programs write their rows with delay. A copy from the
    clipboard without a place is assigned to the program in front, and to the element clicked last when its content
    is the same."""
    acts: list[Act] = []
    tabs: dict[str, int] = {}
    before = told_by = ""
    for at_ms, row in sorted(rows, key=lambda one: one[0]):
        app = row["targetApp"].strip()
        kind = _KINDS[_kind(row)]
        said = _content(row)
        if app == CLIPBOARD and acts:
            act = Act(at_ms, kind, acts[-1].tab, acts[-1].page, row=row.line)
            if told_by != CLIPBOARD and _is_told_twice(acts[-1], act):
                continue
            if acts[-1].kind == "click" and said and said == before:
                act = replace(act, element=acts[-1].element)
        else:
            act = Act(
                at_ms,
                kind,
                tabs.setdefault(app, len(tabs) + 1),
                _page(row, app),
                _element(row, kind),
                went_there=kind == "page_shown",
                row=row.line,
            )
        acts.append(act)
        before, told_by = said, app
    return acts


def _content(row: Row) -> str:
    """Only compared between two rows, never kept."""
    return (row["content"] or row["target.value"]).strip()


def _is_told_twice(before: Act, act: Act) -> bool:
    return (
        before.kind == act.kind == "copy"
        and before.element is not None
        and act.element is None
        and act.at_ms - before.at_ms <= SAME_COPY_MS
    )


def _page(row: Row, app: str) -> Page:
    if row["url"].strip():
        return page_at(row["url"], system=app)
    places = [
        place.strip() for place in (row["target.workbookName"], row["target.sheetName"]) if place.strip()
    ]
    return Page(system=app, route="/" + "/".join(places))


def _element(row: Row, kind: ActKind) -> Element | None:
    if kind in ("page_shown", "tab_shown", "tab_hidden"):
        return None
    if cell := row["target.workbookName"].strip() and _CELL.fullmatch(row["target.id"].strip()):
        columns = dict.fromkeys(column.upper() for column in cell.groups() if column)
        return Element(
            role="cell", field="text" if kind == "field_changed" else None, owner=":".join(columns)
        )
    role = _role(row)
    attributes = row["target.name"].strip(), row["target.id"].strip()
    text = " ".join(row["target.innerText"].split()) if role in _PRESSED else ""
    name = text or next(filter(None, attributes), None)
    return Element(
        role=role,
        name=name,
        named_by="text" if text else None,
        field=None
        if role in (*_PRESSED, "form")
        else _FIELDS.get(row["target.type"].strip().casefold(), "text"),
        selectors=tuple(
            selector.format(attribute)
            for selector, attribute in zip(('[name="{}"]', "#{}"), attributes, strict=True)
            if attribute and attribute.isprintable() and not set(attribute) & set('"\\ ')
        ),
    )


def _role(row: Row) -> str:
    tag, kind = row["target.tagName"].strip().casefold(), row["target.type"].strip().casefold()
    if told := _ROLES.get(_kind(row)):
        return told
    if tag == "a":
        return "link"
    if tag == "button" or kind in ("submit", "button", "reset", "image"):
        return "button"
    if kind in ("checkbox", "radio"):
        return kind
    if tag == "select" or kind.startswith("select"):
        return "combobox"
    return "textbox" if tag in ("input", "textarea") else "generic"
