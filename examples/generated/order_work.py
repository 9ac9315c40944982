"""What a person does at the order desk for each activity: pages, controls and answers by their real names.

A script yields what is done and what the page answers, in order; when it happens is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CRM, ERP, CREDIT = "crm.localhost:8801", "erp.localhost:8802", "credit.localhost:8803"
NAMES = {CRM: "CRM", ERP: "ERP", CREDIT: "Credit"}
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    system: str
    route: str
    heading: str

    def record(self) -> Record:
        title = f"{self.heading} · {NAMES[self.system]}"
        return {"system": self.system, "route": self.route, "title": title, "heading": self.heading}


@dataclass(frozen=True, slots=True)
class Act:
    """One event to come."""

    kind: str
    page: Page
    what: Record | None = None
    """Fields of the event that only this kind has."""
    effect: str = ""
    """What it does to the case, in the words of `known_truth.Seen`."""
    performance: int = 0
    """Which performance of the script's activity it is: an entry that was refused is done again."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """The person finds their way to a page."""

    page: Page


Script = Iterator[Act | GoTo]

LISTS = {
    CRM: Page(CRM, "/requests", "Order requests"),
    ERP: Page(ERP, "/orders", "Orders"),
    CREDIT: Page(CREDIT, "/checks", "Credit checks"),
}
FIELDS = {
    "Customer": ("combobox", "choice"),
    "Customer reference": ("textbox", "text"),
    "Item": ("combobox", "choice"),
    "Quantity": ("spinbutton", "number"),
    "Unit price": ("textbox", "text"),
    "Payment terms": ("combobox", "choice"),
    "Delivery date": ("textbox", "date"),
    "Confirmation sent by": ("combobox", "choice"),
    "Promised date": ("textbox", "date"),
    "Warehouse": ("combobox", "choice"),
    "Reason": ("combobox", "choice"),
    "Comment": ("textbox", "multiline"),
}
ENTRY = ("Customer", "Customer reference", "Item", "Quantity", "Unit price", "Payment terms", "Delivery date")


def order_page(order: str) -> Page:
    return Page(ERP, f"/orders/{order}", f"Order {order}")


# ------------------------------------------------------------------------------------------------ gestures


def element(role: str, name: str | None, form: str | None = None, **more: object) -> Record:
    named = {"name": name, "named_by": "label" if "field" in more else "text"} if name else {}
    within = {"within": {"role": "form", "name": form}} if form else {}
    selectors = [f'role={role}[name="{name}"]'] if name else [f"main {role}"]
    return {"element": {"role": role, **named, **more, "selectors": selectors, **within}}


def follow(link: str | None, here: Page, there: Page, owner: str | None = None) -> Iterator[Act]:
    yield Act("click", here, element("link", link, **({"owner": owner} if owner else {})))
    yield shown(there, "route" if here.system == there.system == CREDIT else "load")


def shown(page: Page, how: str = "load") -> Act:
    return Act("page_shown", page, {"how": how})


def press(button: str, page: Page, form: str | None = None) -> Act:
    return Act("click", page, element("button", button, form))


def fill(field: str, page: Page, form: str) -> Act:
    role, kind = FIELDS[field]
    return Act("field_changed", page, element(role, field, form, field=kind))


def send(form: str, button: str, page: Page, then: Page | None = None) -> Iterator[Act]:
    yield press(button, page, form)
    yield Act("form_submitted", page, element("form", form))
    if then is not None:
        yield shown(then)


def say(text: str, page: Page, effect: str = "", kind: str | None = None) -> Act:
    alert = ("Validation failed", "Order not saved", "On hold", "Not ", "Hold not")
    said = kind or ("alert" if text.startswith(alert) else "status")
    return Act("message_shown", page, {"message": {"type": said, "text": text}}, effect)


def mark(what: str, page: Page, effect: str = "") -> Act:
    return Act("mark", page, {"mark": what}, effect)


# ---------------------------------------------------------------------------------------------- activities


def enter(order: str, *, refused: bool = False) -> Script:
    """From the customer's request to the saved order; once without the delivery date, if refused."""
    request = f"[number {201 + int(order.removeprefix('SO-')) - 1042:010x}]"  # as the recorder masks it
    wanted, new = (
        Page(CRM, f"/requests/{request}", f"Request {request}"),
        Page(ERP, "/orders/new", "New order"),
    )
    yield GoTo(wanted)
    yield Act("copy", wanted, element("definition", None, owner="Customer reference"))
    yield from follow("Start order", wanted, new)
    yield Act("paste", new, element("textbox", "Customer reference", "New order", field="text"))
    for field in ENTRY[: -1 if refused else None]:
        yield fill(field, new, "New order")
    performance = 0
    if refused:
        again, performance = Page(ERP, "/orders", "New order"), 1
        yield from send("New order", "Save order", new, again)
        yield say("Order not saved: 1 field needs attention Enter the delivery date", again)
        new = again
        yield in_performance(fill(ENTRY[-1], new, "New order"), performance)
    for act in send("New order", "Save order", new, order_page(order)):
        yield in_performance(act, performance)
    yield in_performance(say("Order saved", order_page(order)), performance)


def in_performance(act: Act, number: int) -> Act:
    return Act(act.kind, act.page, act.what, act.effect, number)


def edit(order: str, *, field: str = "Unit price", resumes: bool = False) -> Script:
    """Correct what was entered; with a mark, where the person says that the order goes on."""
    page = Page(ERP, f"/orders/{order}/edit", f"Edit order {order}")
    yield GoTo(order_page(order))
    yield from follow("Edit order", order_page(order), page)
    yield fill(field, page, "Edit order")
    if resumes:
        yield mark("release", page, "mark release")
    yield from send("Edit order", "Save changes", page, order_page(order))
    yield say("Changes saved", order_page(order))


def validate(order: str, *, failure: str = "", held: bool = False, cancelled: bool = False) -> Script:
    """Press the button; with a mark, where the order waits for the customer or is given up."""
    page = order_page(order)
    yield GoTo(page)
    yield press("Validate order", page)
    yield say(f"Validation failed: {failure}" if failure else "Validation passed", page)
    if held:
        yield mark("hold", page, "mark hold")
    if cancelled:
        yield mark("end", page, "ended")


def check_credit(order: str, *, breach: str = "") -> Script:
    page = Page(CREDIT, f"/checks/{order}", f"Credit check {order}")
    yield GoTo(page)
    yield press("Run credit check", page)
    yield say(f"On hold: {breach}", page, "hold") if breach else say("Credit approved: within limit", page)


def decide(order: str, *, kept: bool = False, unexplained: bool = False) -> Script:
    """Release a hold or keep it; once without the reason, if unexplained."""
    page = Page(CREDIT, f"/holds/{order}", f"Hold on {order}")
    yield GoTo(page)
    performance = 0
    if unexplained:
        performance = 1
        yield fill("Comment", page, "Release hold")
        yield from send("Release hold", "Release hold", page)
        yield say("Choose a reason", page, kind="validation_error")
        yield say("Hold not released: choose a reason", page)
    yield in_performance(fill("Reason", page, "Release hold"), performance)
    if not unexplained:
        yield fill("Comment", page, "Release hold")
    for act in send("Release hold", "Keep on hold" if kept else "Release hold", page):
        yield in_performance(act, performance)
    answer = say("Hold kept", page) if kept else say("Hold released", page, "release")
    yield in_performance(answer, performance)


def confirm(order: str, *, refusal: str = "") -> Script:
    page, after = Page(ERP, f"/orders/{order}/confirm", f"Confirm order {order}"), order_page(order)
    yield GoTo(after)
    yield from follow("Confirm order", after, page)
    yield fill("Confirmation sent by", page, "Order confirmation")
    yield fill("Promised date", page, "Order confirmation")
    yield from send("Order confirmation", "Confirm order", page, after)
    yield say(f"Not confirmed: {refusal}", after) if refusal else say("Order confirmed", after, "done")


def hand_off(order: str) -> Script:
    page = order_page(order)
    yield GoTo(page)
    yield press("Release to fulfilment", page)
    yield say("Release to fulfilment", page, kind="dialog")
    yield fill("Warehouse", page, "Release order")
    yield from send("Release order", "Release order", page, page)
    yield say("Released to fulfilment", page, "done, complete")


def hand_off_by_phone(order: str) -> Script:
    """The ERP knows nothing of it; the person says so in the recorder."""
    page = order_page(order)
    yield GoTo(page)
    yield Act("note", page, {"text": "Told the warehouse by phone."})
    yield mark("hand_off", page, "done, complete")
