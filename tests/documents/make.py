"""Small recordings made by hand, for tests of the reports. Times are seconds after `EPOCH`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from ledgerium_cli.cases.model import Timeline, parts_of
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.findings.analysis import Analysis, find
from ledgerium_cli.recording.condition import WHOLE, Condition
from ledgerium_cli.recording.format import FieldKind
from ledgerium_cli.recording.model import Event, EventKind, MarkKind, Recording, Shown
from ledgerium_cli.recording.wire import Element, Message, Page, Within
from ledgerium_cli.workflow.load import parse_workflow, template_text
from ledgerium_cli.workflow.wire import Workflow

EPOCH = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp() * 1000)
HOSTILE = (
    "<img src=x onerror=alert(1)> [a](javascript:x) ![i](//x) https://x.example | `c` *e* | <!-- \u202e#1"
)
"""Every way that a title could become markup, a link, an image or a cell of its own."""

ATTACKS = [
    HOSTILE,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></style><img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "\u2028alert(1)\u2029",
    "{{ script }} {{ data }}",
    "\\u003cscript\\u003e &lt;script&gt;",
    "javascript:alert(1)",
]
"""What a text could try in a page of HTML."""


class Take:
    """One recording, written event by event."""

    def __init__(
        self, name: str, actor: str, start: float = 0, host: str = "erp.example.com", title: str = ""
    ) -> None:
        self.name, self.actor, self.start, self.host, self.title = name, actor, start, host, title
        self.events: list[Event] = []

    def page(self, at: float, case: str) -> Take:
        return self._add(at, "page_shown", case)

    def fill(
        self,
        at: float,
        case: str,
        field: str = "Customer",
        within: str = "New order",
        kind: FieldKind = "text",
    ) -> Take:
        element = Element(role="textbox", name=field, field=kind, within=Within(role="form", name=within))
        return self._add(at, "field_changed", case, element=element)

    def press(self, at: float, case: str, button: str, says: str | None = None, after: float = 1) -> Take:
        """A button, and the message that answers it."""
        self._add(at, "click", case, element=Element(role="button", name=button))
        return self if says is None else self.message(at + after, case, says)

    def message(self, at: float, case: str, text: str) -> Take:
        return self._add(at, "message_shown", case, message=Message(type="status", text=text))

    def copy(self, at: float, case: str, host: str = "erp.example.com") -> Take:
        return self._add(at, "copy", case, host=host)

    def copy_cell(self, at: float, case: str, column: str) -> Take:
        """The press that selects it included."""
        cell = Element(role="cell", owner=column)
        return self._add(at, "click", case, element=cell)._add(at + 1, "copy", case, element=cell)

    def paste(self, at: float, case: str, host: str, field: str | None = None) -> Take:
        """Into a field with the change of it."""
        if field is None:
            return self._add(at, "paste", case, host=host)
        element = Element(role="textbox", name=field, field="text")
        self._add(at, "paste", case, host=host, element=element)
        return self._add(at + 1, "field_changed", case, host=host, element=element)

    def mark(self, at: float, case: str, kind: MarkKind) -> Take:
        return self._add(at, "mark", case, mark=kind, told=case)

    def pause(self, at: float, until: float) -> Take:
        return self._add(at, "paused", None)._add(until, "resumed", None)

    def recording(self, *, sealed: bool = True, generated: bool = False, workflow: str = "") -> Recording:
        return Recording(
            id=self.name, actor=self.actor, workflow=workflow, time_zone="UTC", start_ms=_ms(self.start),
            case_form=None, generated=generated, sha256="0" * 64, events=tuple(self.events),
            condition=WHOLE if sealed else Condition("missing"),
        )  # fmt: skip

    def _add(
        self, at: float, kind: EventKind, case: str | None, *, host: str | None = None,
        told: str | None = None, element: Element | None = None, message: Message | None = None,
        mark: MarkKind | None = None,
    ) -> Take:  # fmt: skip
        page = (
            Page(system=host or self.host, route=f"/orders/{case}", title=self.title)
            if case is not None
            else None
        )
        self.events.append(
            Event(
                len(self.events) + 1,
                _ms(at),
                Shown(kind, element, message=message, mark=mark, case=told),
                tab=1,
                page=page,
            )
        )
        return self


def _ms(seconds: float) -> int:
    return EPOCH + round(seconds * 1000)


def sales_order(more: str = "", **replaced: str) -> Workflow:
    """The template, with TOML added to it and texts replaced: `sales_order(Validate="Prüfe")`."""
    text = template_text("sales-order")
    for old, new in replaced.items():
        text = text.replace(old, new)
    return parse_workflow(f"{text}\n{more}", "t")


def analysed(*takes: Take | Recording, workflow: Workflow | None = None, model: bool = False) -> Analysis:
    recordings = [one.recording() if isinstance(one, Take) else one for one in takes]
    return analyse(recordings, workflow, model=model)


A, B = "SO-1001", "SO-1002"


def worked_example() -> tuple[Take, Take]:
    """The worked example of docs/metrics.md."""
    ana = Take("ana-1", "Ana").page(0, A).fill(10, A).press(40, A, "Save order").page(43, A).fill(60, B)
    ana.press(100, A, "Validate order", "Validation passed").press(150, B, "Save order")
    ben = (
        Take("ben-1", "Ben", start=500)
        .page(500, A)
        .press(520, A, "Run credit check", "Credit approved", after=2)
    )
    ben.press(900, A, "Release to fulfilment", "Released to fulfilment")
    return ana, ben


MINUTE, HOUR = 60, 3600


def nine_orders() -> tuple[Recording, Recording]:
    """Nine orders by two people: two held, one of them to the end; one refused and corrected; one without a
    credit check; one left open."""
    ana, ben = Take("2026-03-02-ana", "Ana"), Take("2026-03-02-ben", "Ben", start=HOUR)
    confirmed: list[str] = []
    for number in range(9):
        order = f"SO-{1041 + number}"
        _enter_and_check(ana, order, number)
        if number not in (6, 8):
            confirmed.append(order)
    ana.pause(at=90 * MINUTE, until=100 * MINUTE)
    ben.page(HOUR + 5, "SO-1043").press(HOUR + 95, "SO-1043", "Release hold", "Hold released", after=2)
    for place, order in enumerate(confirmed):
        at = 110 * MINUTE + place * 4 * MINUTE + 9 * place**3
        ana.page(at, order).fill(at + 40, order, "Delivery date", "Order confirmation")
        ana.press(at + 70, order, "Confirm order", "Order confirmed").press(
            at + 95, order, "Hand over to warehouse"
        )
        ana.message(at + 97, order, "Released to fulfilment")
    return ana.recording(workflow="Orders"), ben.recording(workflow="Orders")


def _enter_and_check(ana: Take, order: str, number: int) -> None:
    at = number * 9 * MINUTE
    ana.page(at, order).fill(at + 20, order).fill(at + 55 + 3 * number, order, "Items")
    ana.press(at + 90, order, "Save order").page(at + 92, order)
    if number == 4:
        ana.press(at + 110, order, "Validate order", "Validation failed: the price is below the price list")
        ana.fill(at + 150, order, "Price", "Edit order").press(at + 160, order, "Save order").page(
            at + 161, order
        )
        ana.press(at + 180, order, "Validate order", "Validation passed")
    elif number != 8:
        ana.press(at + 115, order, "Validate order", "Validation passed")
    if number in (2, 6):
        ana.press(at + 200, order, "Run credit check", "On hold: over the limit", after=4)
    elif number not in (5, 8):
        ana.press(at + 200, order, "Run credit check", "Credit approved", after=3 + number)


def with_times_unknown(analysis: Analysis) -> Analysis:
    """The same, as if each step had been logged with one time: what was work and what was wait is not known."""
    nothing = parts_of([0] * 5, ())
    cases = tuple(
        replace(
            case,
            steps=tuple(msgspec.structs.replace(one, parts=nothing) for one in case.steps),
            timeline=Timeline(),
            parts=nothing,
            known=(),
        )
        for case in analysis.cases
    )
    return find(analysis.recordings, cases, analysis.workflow)


def hostile_takes() -> list[Take]:
    """What a page or a person may call things, in every place that the report shows."""
    ana = Take(HOSTILE, HOSTILE, host=HOSTILE, title=HOSTILE)
    ana.mark(0, HOSTILE, "case").press(5, HOSTILE, HOSTILE, f"{HOSTILE} on hold").mark(8, HOSTILE, "hold")
    ana.press(12, HOSTILE, HOSTILE, HOSTILE).copy(20, HOSTILE).paste(25, HOSTILE, f"b.{HOSTILE}")
    ana.press(30, HOSTILE, f"Save {HOSTILE}", HOSTILE)
    ben = (
        Take("b", f"- {HOSTILE}", start=900)
        .press(1000, HOSTILE, HOSTILE, HOSTILE)
        .mark(1010, HOSTILE, "release")
    )
    return [ana, ben]


def hostile_workflow() -> str:
    """Declared titles are text from a file, and no safer than a page."""
    text = HOSTILE.replace("\\", "").replace('"', "")
    return (
        f'[[activities]]\nid = "odd"\ntitle = """{text}"""\nbelongs = [{{ element = "Save" }}]\n'
        f'[[metrics]]\nid = "odd"\ntitle = """{text}"""\nsince = {{ activity = "odd", point = "start" }}\n'
        'until = { activity = "odd", point = "complete" }\n'
        f'[[never]]\nactivity = "odd"\ncondition = "hold_open"\nwhy = """{text}"""\n'
        '[[targets]]\nmetric = "odd"\nminutes = 1\n'
    )


def edited(folder: Path, *changes: tuple[str, str]) -> None:
    """What people change in the SOP that stands there; each text stands there once."""
    sop = (folder / "sop.md").read_text("utf-8")
    for old, new in changes:
        assert sop.count(old) == 1, old
        sop = sop.replace(old, new)
    (folder / "sop.md").write_text(sop, "utf-8")


# Reading the Markdown that came out


def tokens(text: str) -> list[Token]:
    """Every token, inline ones included, as a renderer sees it that lets HTML through."""
    parsed = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return [one for block in parsed for one in (block, *(block.children or ()))]


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the second level."""
    parts = re.split(r"(?m)^## (.*)\n", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> list[list[list[str]]]:
    """Each table as rows of the text of its cells, the head first."""
    found: list[list[list[str]]] = []
    for before, one in zip(
        [None, *(parsed := MarkdownIt("commonmark").enable("table").parse(text))], parsed, strict=False
    ):
        if one.type == "table_open":
            found.append([])
        elif one.type == "tr_open":
            found[-1].append([])
        elif one.type == "inline" and before is not None and before.type in ("th_open", "td_open"):
            found[-1][-1].append("".join(part.content for part in one.children or ()).replace("\xa0", " "))
    return found


def unescaped_columns(text: str) -> list[set[int]]:
    """For each table, how many cells its rows have as they are written, before a renderer evens them out."""
    found: list[set[int]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("| "):
            if not inside:
                found.append(set())
            found[-1].add(len(re.findall(r"(?<!\\)\|", line)) - 1)
        inside = line.startswith("| ")
    return found


def record(text: str, section: str, first: str) -> dict[str, str]:
    """The row of a section's tables that begins with a text, by the heads of its columns."""
    for head, *rows in tables(sections(text)[section]):
        for cells in rows:
            if cells[0] == first:
                return dict(zip(head, cells, strict=True))
    raise AssertionError(f"no row {first!r} in {section!r}")
