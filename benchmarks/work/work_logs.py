"""Made-up recordings of repeated work in which nothing names a case, with the true case of every event.

Each family is another shape of work, and these were looked at while the method was made; `held_out_logs.py` has those
that were not. Nothing in them depends on time: every event is a second after the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from ledgerium_cli.recording.model import Event, EventKind, Shown
from ledgerium_cli.recording.wire import Element, Page, Within


@dataclass
class Log:
    """A recording while it is told: where somebody is, and what they do there."""

    random: Random
    events: list[Event] = field(default_factory=list)
    truth: list[int | None] = field(default_factory=list)
    """Of each event its case; None for other work."""
    case: int | None = None
    places: dict[str, Page] = field(default_factory=dict)
    at: str = ""

    def add(self, kind: EventKind, element: Element | None = None) -> None:
        number = len(self.events) + 1
        self.events.append(
            Event(
                seq=number,
                at_ms=number * 1000,
                shown=Shown(kind, element),
                tab=[*self.places].index(self.at) + 1,
                page=self.places[self.at],
            )
        )
        self.truth.append(self.case if not self._answers_another_case() else None)

    def _answers_another_case(self) -> bool:
        """A page that answers the last press of a case and begins the next one is of both."""
        if len(self.events) < 2 or self.truth[-1] == self.case:
            return False
        before, event = self.events[-2:]
        return event.kind == "page_shown" and before.kind == "click" and before.tab == event.tab

    def open(self, system: str, route: str, heading: str | None = None) -> None:
        """A page appears."""
        self.at = system
        self.places.setdefault(system, Page(system=system, route=route))
        self.places[system] = Page(system=system, route=route, heading=heading)
        self.add("page_shown")

    def go(self, system: str) -> None:
        """To a tab that is open already."""
        self.at = system

    def fill(self, *names: str, form: str | None = None) -> None:
        for name in names:
            self.add("field_changed", _named("textbox", name, form, "text"))

    def paste(self, name: str, form: str | None = None) -> None:
        self.add("click", _named("textbox", name, form, "text"))
        self.add("paste", _named("textbox", name, form, "text"))
        self.add("field_changed", _named("textbox", name, form, "text"))

    def press(self, name: str, form: str | None = None, to: str | None = None) -> None:
        self.add("click", _named("button", name, form))
        if to is not None:
            self.open(self.at, to)

    def follow(self, name: str | None, owner: str | None = None, to: str | None = None) -> None:
        self.add("click", Element(role="link", name=name, owner=owner))
        if to is not None:
            self.open(self.at, to)

    def cell(self, column: str, copied: bool = True) -> None:
        self.add("click", Element(role="cell", owner=column))
        if copied:
            self.add("copy")

    def sheet(self, name: str = "list.xlsx") -> None:
        """The spreadsheet comes to the front; it is shown only once."""
        if "Excel" in self.places:
            self.go("Excel")
        else:
            self.open("Excel", f"/{name}/Sheet1")

    def web(self, system: str, route: str) -> None:
        """A tab comes to the front; it is shown only where its page is another one."""
        if system in self.places and self.places[system].route == route:
            self.go(system)
        else:
            self.open(system, route)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def aside(self, times: int = 1) -> None:
        """Other work."""
        case, at = self.case, self.at
        self.case = None
        for _ in range(times):
            self.open("mail.example.com", f"/inbox/{self.random.choice('abcdefgh')}")
            for _ in range(self.random.randrange(3)):
                self.press(self.random.choice(["Reply", "Archive", "Star", "Delete", "Search mail"]))
        self.case = case
        if at:
            self.go(at)


Family = Callable[[Log, int], None]
"""Tells of so many cases."""


def _named(role: str, name: str, form: str | None, kind: str | None = None) -> Element:
    within = Within(role="form", name=form) if form is not None else None
    return Element(role=role, name=name, within=within, field="text" if kind else None)


def cases(log: Log, count: int) -> Iterator[int]:
    for number in range(count):
        log.case = number
        yield number
    log.case = None


FORM = "forms.example.com"
ERP = "erp.example.com"
CRM = "crm.example.com"


def copied_into_a_form(log: Log, count: int) -> None:
    """From a spreadsheet into a web form; a link leads to the next one."""
    for number in cases(log, count):
        log.sheet()
        for column, name in zip("ABCDEF", ("First", "Last", "Birth", "Phone", "Mail", "Street"), strict=True):
            log.sheet()
            log.cell(column)
            log.web(FORM, "/new")
            log.paste(name)
            if log.chance(0.05):
                log.fill(name)
        if log.chance(0.7):
            log.add("click", Element(role="checkbox", name="International", field="checkbox"))
        log.press("Submit", to="/thanks")
        if number < count - 1:
            log.follow("Add another", to="/new")


def three_forms_in_two_systems(log: Log, count: int) -> None:
    """Each form has its own button that saves it."""
    for _ in cases(log, count):
        log.open(CRM, "/customers/new")
        log.fill("Name", "Street", "Town", form="Customer")
        log.press("Save", "Customer", to="/customers/done")
        log.open(ERP, "/orders/new")
        log.fill("Customer", "Article", "Quantity", form="Order")
        log.press("Save order", "Order", to="/orders/done")
        log.open(ERP, "/deliveries/new")
        log.fill("Date", "Carrier", form="Delivery")
        log.press("Release", "Delivery", to="/deliveries/done")


def with_optional_steps(log: Log, count: int) -> None:
    """An attachment in every third case, a discount in half of them."""
    for _ in cases(log, count):
        log.open(ERP, "/claims/new")
        log.fill("Policy", "Date", "Amount", form="Claim")
        if log.chance(0.5):
            log.fill("Discount", "Reason", form="Claim")
        log.press("Save claim", "Claim", to="/claims/saved")
        if log.chance(0.35):
            log.follow("Attach a file", to="/claims/attach")
            log.fill("File", "Remark", form="Attachment")
            log.press("Upload", "Attachment", to="/claims/saved")
        log.follow("New claim")


def with_lines(log: Log, count: int) -> None:
    """One to five lines in each order."""
    for _ in cases(log, count):
        log.open(ERP, "/orders/new")
        log.fill("Customer", "Terms", form="Order")
        for _ in range(log.random.randint(1, 5)):
            log.fill("Article", "Quantity", "Price", form="Line")
            log.press("Add line", "Line")
        log.fill("Delivery date", form="Order")
        log.press("Submit order", "Order", to="/orders/sent")


def between_spreadsheets(log: Log, count: int) -> None:
    """No button at all: cells from one sheet to another."""
    for _ in cases(log, count):
        for column in "ABCD":
            log.web("Excel", "/source.xlsx/Sheet1")
            log.cell(column)
            log.web("Excel", "/target.xlsx/Sheet1")
            log.add("paste", Element(role="cell", owner=column))
            log.add("field_changed", Element(role="cell", owner=column, field="text"))


def from_a_list(log: Log, count: int) -> None:
    """An entry of a list is opened, looked at, given a status, and left by a link."""
    log.case = 0
    log.open(CRM, "/tickets")
    for _ in cases(log, count):
        log.follow(None, owner="Tickets", to=f"/tickets/{log.random.choice('abcdefghijklmnop')}-case")
        if log.chance(0.6):
            log.follow("History", to="/history")
        log.fill("Status", "Owner")
        log.follow("Back to list", to="/tickets")


def two_kinds_at_random(log: Log, count: int) -> None:
    """Two kinds of work, one after the other as they come."""
    for _ in cases(log, count):
        if log.chance(0.5):
            log.open(CRM, "/customers/new")
            log.fill("Name", "Street", "Town", "Phone", form="Customer")
            log.press("Create customer", "Customer", to="/customers/done")
        else:
            log.open(ERP, "/refunds/new")
            log.fill("Order", "Amount", "Reason", form="Refund")
            log.press("Pay refund", "Refund", to="/refunds/done")


def one_kind_within_another(log: Log, count: int) -> None:
    """Calls come when they come: between two orders, or while one is being entered."""

    def call(number: int) -> None:
        log.case = number
        log.web(CRM, "/calls/new")
        log.fill("Caller", "Topic", "Answer", form="Call")
        log.press("Close call", "Call", to="/calls/done")

    number = 0
    while number < count:
        if log.chance(0.3):
            call(number)
            number += 1
            continue
        order = log.case = number
        number += 1
        log.web(ERP, "/orders/new")
        for name in ("Customer", "Article", "Quantity", "Price"):
            log.fill(name, form="Order")
            if log.chance(0.12) and number < count:
                call(number)
                number += 1
                log.case = order
                log.go(ERP)
        log.press("Place order", "Order", to="/orders/done")
    log.case = None


def with_other_work(log: Log, count: int) -> None:
    """Mail in between and within, corrections, fields left out."""
    for _ in cases(log, count):
        if log.chance(0.25):
            log.aside(log.random.randint(1, 3))
        log.open(ERP, "/invoices/new")
        for name in ("Supplier", "Number", "Date", "Amount", "Account", "Cost centre"):
            if log.chance(0.9):
                log.fill(name, form="Invoice")
            if log.chance(0.1):
                log.fill(log.random.choice(["Supplier", "Amount"]), form="Invoice")
            if log.chance(0.05):
                log.aside()
        log.press("Post", "Invoice", to="/invoices/done")


def approved_or_refused(log: Log, count: int) -> None:
    """Each case ends by one of three buttons."""
    for _ in cases(log, count):
        log.open(ERP, "/approvals/next")
        log.follow("Show document")
        if log.chance(0.5):
            log.web(CRM, "/search")
            log.fill("Search")
            log.go(ERP)
        if log.chance(0.6):
            log.fill("Comment")
        log.press(log.random.choices(["Approve", "Refuse", "Ask back"], [6, 3, 1])[0])


def in_any_order(log: Log, count: int) -> None:
    """Another order of the fields each time."""
    names = ["Name", "Street", "Town", "Phone", "Mail", "Birth", "Language"]
    for _ in cases(log, count):
        log.open(FORM, "/people/new")
        log.fill(*log.random.sample(names, len(names) - log.random.randrange(2)), form="Person")
        log.press("Save", "Person", to="/people/done")


def one_case_with_lines(log: Log, count: int) -> None:
    """No repetition but that of the lines of one order: it is one case."""
    log.case = 0
    log.open(CRM, "/customers/new")
    log.fill("Name", "Street", "Town", "Phone", form="Customer")
    log.press("Create customer", to="/customers/done")
    log.open(ERP, "/orders/new")
    log.fill("Customer", "Terms", "Currency", form="Order")
    for _ in range(3):
        log.fill("Article", "Quantity", form="Line")
        log.press("Add line", "Line")
    log.fill("Date", "Address", "Remarks", form="Order")
    log.press("Submit order", to="/orders/sent")
    log.open("mail.example.com", "/new")
    log.fill("To", "Text")
    log.press("Send")
    log.case = None


def two_pages_from_two_sheets(log: Log, count: int) -> None:
    """A form of two pages, filled from two sheets; cells are looked at twice, parts of one are copied by turns."""
    for _ in cases(log, count):
        log.open(FORM, "/claim")
        log.web("Excel", "/claims.xlsx/People")
        for column in "ABCD":
            log.go("Excel")
            log.cell(column)
            if log.chance(0.05):
                log.cell(column)
            log.web(FORM, "/claim")
            log.paste(f"q{column}")
        log.press("Next", to="/claim/2")
        log.web("Excel", "/claims.xlsx/Amounts")
        for column in "AB":
            log.go("Excel")
            log.cell(column)
            log.go(FORM)
            log.paste(f"p{column}")
        for part in range(4):
            log.go("Excel")
            log.add("copy")
            log.go(FORM)
            log.paste(f"part {part}")
        log.press("Submit", to="/claim/thanks")


def begun_and_stopped_in_the_middle(log: Log, count: int) -> None:
    """A login and other work first; the last case is not finished."""
    log.open(ERP, "/login")
    log.fill("User", "Password")
    log.press("Log in", to="/home")
    log.aside(2)
    for number in cases(log, count):
        log.open(ERP, "/orders/new")
        log.fill("Customer", "Article", form="Order")
        if number == count - 1:
            break
        log.fill("Quantity", "Date", form="Order")
        log.press("Save", "Order", to="/orders/done")
        log.follow("Print", to="/orders/print")


def looked_up_in_between(log: Log, count: int) -> None:
    """A mail is opened, two systems are asked, one is changed, the mail is put away."""
    for _ in cases(log, count):
        log.web("mail.example.com", "/inbox")
        log.follow(None, owner="Inbox", to="/message")
        log.web(ERP, "/search")
        log.fill("Customer number")
        log.press("Find", to="/result")
        if log.chance(0.3):
            log.follow("Open orders", to="/orders")
        log.web(CRM, "/customer")
        log.fill("Address", "Valid from")
        log.press("Update")
        log.go("mail.example.com")
        log.press("Archive", to="/inbox")


def wizard(log: Log, count: int) -> None:
    """Four pages, ways back and mistakes that the page finds."""
    pages = (("Applicant", "Birth"), ("Street", "Town", "Country"), ("Employer", "Income"), ("Account",))
    for _ in cases(log, count):
        log.open(FORM, "/apply/1")
        page = 0
        while page < len(pages):
            log.fill(*pages[page])
            if page and log.chance(0.08):
                log.press("Back", to=f"/apply/{page}")
                page -= 1
                continue
            last = page == len(pages) - 1
            if log.chance(0.1):
                log.press("Finish" if last else "Next")
                log.fill(log.random.choice(pages[page]))
            log.press("Finish" if last else "Next", to="/apply/done" if last else f"/apply/{page + 2}")
            page += 1


def two_kinds_in_batches(log: Log, count: int) -> None:
    """First all of one kind, then all of another, from the same spreadsheet."""
    for number in cases(log, count):
        log.sheet()
        log.cell("A")
        log.cell("B", copied=False)
        if number < count * 0.6:
            log.web(ERP, "/articles/new")
            log.paste("Article")
            log.fill("Weight", "Group")
            log.press("Create", to="/articles/done")
        else:
            log.web(ERP, "/prices/new")
            log.paste("Price of")
            log.fill("Amount", "Currency", "Until")
            log.press("Set price", to="/prices/done")


def downloads(log: Log, count: int) -> None:
    """Reports are found, loaded and filed, the name sometimes before and sometimes after; no form is ever sent."""
    for _ in cases(log, count):
        log.open("reports.example.com", "/find")
        log.fill("Period", "Region")
        log.follow("Show", to="/report")
        acts: list[Callable[[], None]] = [
            lambda: log.press("Download"),
            lambda: log.follow("Print view"),
            lambda: log.add("copy", Element(role="heading", owner="Title")),
        ]
        log.random.shuffle(acts)
        for act in acts:
            act()
        log.web("files.example.com", "/folder")
        log.paste("File name")


def matched_and_posted(log: Log, count: int) -> None:
    """None to five lines are matched, each with its own button; then it is posted, or parked."""
    for _ in cases(log, count):
        log.open(ERP, "/invoice")
        log.add("click", Element(role="cell", owner="Invoice"))
        for _ in range(log.random.randint(0, 5)):
            log.add("click", Element(role="cell", owner="Line"))
            log.fill("Order number")
            log.press("Match")
        if log.chance(0.3):
            log.fill("Difference", "Account")
        log.press("Post" if log.chance(0.8) else "Park", to="/queue")


def three_kinds_with_other_work(log: Log, count: int) -> None:
    """Three kinds of work as they come, and mail in between."""
    kinds = [
        ("/leave", ("From", "To"), "Grant leave"),
        ("/expenses", ("Amount", "Day", "Project"), "Book expense"),
        ("/travel", ("Where", "When", "Why", "Cost"), "Approve travel"),
    ]
    for _ in cases(log, count):
        if log.chance(0.2):
            log.aside(log.random.randint(1, 2))
        route, names, button = log.random.choice(kinds)
        log.open("hr.example.com", route)
        log.fill(*[name for name in names if log.chance(0.95)], form=route)
        if log.chance(0.08):
            log.aside()
        log.press(button, to=f"{route}/done")


def short_queue(log: Log, count: int) -> None:
    """Three events a case; the next case appears by itself."""
    for _ in cases(log, count):
        log.open("queue.example.com", "/next")
        log.add("click", Element(role="checkbox", name="Checked", field="checkbox"))
        log.press("Yes" if log.chance(0.7) else "No")


def spreadsheet_to_two_systems(log: Log, count: int) -> None:
    """One row goes into two systems; the second one only for some, and the row is coloured at the end."""
    for _ in cases(log, count):
        log.sheet()
        log.cell("A")
        log.web(CRM, "/contacts/new")
        log.paste("Contact")
        log.sheet()
        log.cell("B")
        log.go(CRM)
        log.paste("Company")
        log.press("Save contact", to="/contacts/done")
        if log.chance(0.5):
            log.web("news.example.com", "/subscribe")
            log.paste("Mail")
            log.press("Subscribe", to="/subscribe/thanks")
        log.sheet()
        log.add("field_changed", Element(role="cell", owner="Z", field="text"))


def pages_alike(log: Log, count: int) -> None:
    """Five pages with the same field, ways back, and mail in between."""
    for _ in cases(log, count):
        log.open(FORM, "/check/step-1")
        page = 1
        while page <= 5:
            log.fill("Finding")
            if log.chance(0.1):
                log.aside()
                log.go(FORM)
            back = page > 1 and log.chance(0.08)
            name = "Back" if back else "Next" if page < 5 else "Finish"
            page += -1 if back else 1
            log.press(name, to=f"/check/step-{page}" if page <= 5 else "/check/done")


def measured_again(log: Log, count: int) -> None:
    """Samples are registered, measured, measured again up to two times, and released."""
    for _ in cases(log, count):
        if log.chance(0.1):
            log.aside()
        log.open(ERP, "/samples/new")
        log.fill("Barcode", "Kind")
        log.press("Register")
        log.open(ERP, "/results")
        log.fill("Value")
        for _ in range(log.random.randint(0, 2)):
            log.press("Repeat measurement")
            log.fill("Value")
        log.press("Release")


TRIED: tuple[Family, ...] = (
    copied_into_a_form, three_forms_in_two_systems, with_optional_steps, with_lines, between_spreadsheets,
    from_a_list, two_kinds_at_random, one_kind_within_another, with_other_work, approved_or_refused,
    in_any_order, one_case_with_lines, two_pages_from_two_sheets, begun_and_stopped_in_the_middle,
    looked_up_in_between, wizard, two_kinds_in_batches, downloads, matched_and_posted,
    three_kinds_with_other_work, short_queue, spreadsheet_to_two_systems, pages_alike, measured_again,
)  # fmt: skip
