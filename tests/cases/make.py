"""Orders A and B in which two people or more enter, validate, check the credit and release."""

from __future__ import annotations

from ledgerium_cli.recording.model import Event, EventKind, Recording, Shown
from ledgerium_cli.recording.wire import Element, Message, Page, Within
from ledgerium_cli.workflow.load import parse_workflow

WORKFLOW = parse_workflow(
    """
    format = 1
    name = "Worked example"
    ends_with = "release"
    case = { pattern = "[AB]$", told_by = ["route"] }
    settings = { idle_after_s = 180 }
    activities = [
        { id = "enter", title = "Enter", belongs = [{ within = "enter" }] },
        { id = "validate", title = "Validate", belongs = [{ element = "validate" }] },
        { id = "credit-check", title = "Check credit", belongs = [{ element = "credit check" }] },
        { id = "release", title = "Release", belongs = [{ element = "release" }] },
    ]
    """,
    "workflow.toml",
)
ENTER = Within(role="form", name="enter")


def event(at: int, kind: EventKind, case: str, element: Element | None = None) -> Event:
    said = Message(type="status", text="Done") if kind == "message_shown" else None
    page = Page(system="erp", route=f"/orders/{case}")
    return Event(at + 1, at * 1000, Shown(kind, element, message=said), tab=1, page=page)


def fills(at: int, case: str) -> Event:
    return event(at, "field_changed", case, Element(role="textbox", name="Quantity", within=ENTER))


def sends(at: int, case: str) -> Event:
    return event(at, "form_submitted", case, Element(role="form", name="enter", within=ENTER))


def presses(at: int, case: str, button: str) -> Event:
    return event(at, "click", case, Element(role="button", name=button))


def page(at: int, case: str) -> Event:
    return event(at, "page_shown", case)


def message(at: int, case: str) -> Event:
    return event(at, "message_shown", case)


def recording(actor: str, start: int, *events: Event) -> Recording:
    return Recording(
        id=actor.lower(),
        actor=actor,
        workflow="",
        time_zone="UTC",
        start_ms=start * 1000,
        case_form=None,
        generated=True,
        sha256="",
        events=events,
    )
