"""More shapes of repeated work, on which nothing of the method was tried out: it was measured here when it was done."""

from __future__ import annotations

from work_logs import CRM, ERP, FORM, Family, Log, cases

from ledgerium_cli.recording.wire import Element

MAIL = "mail.example.com"


def from_mail_into_the_crm(log: Log, count: int) -> None:
    """Parts of a mail are copied into a form; most mails are then marked as done."""
    for _ in cases(log, count):
        log.web(MAIL, "/inbox")
        log.follow(None, owner="Inbox", to=f"/message/{log.random.randrange(10_000)}")
        for name in ("Company", "Contact", "Telephone"):
            log.go(MAIL)
            log.add("copy", Element(role="paragraph", owner="Message"))
            log.web(CRM, "/leads/new")
            log.paste(name, form="Lead")
        log.press("Save lead", "Lead", to="/leads/done")
        log.go(MAIL)
        if log.chance(0.85):
            log.press("Done")
        if log.chance(0.1):
            log.aside()


def two_kinds_that_begin_alike(log: Log, count: int) -> None:
    """A customer is looked up; then an address is changed, or an order is entered."""
    for _ in cases(log, count):
        log.open(ERP, "/search")
        log.fill("Customer number")
        log.press("Find", to="/customers/found")
        if log.chance(0.4):
            log.follow("Change address", to="/customers/address")
            log.fill("Street", "Town", form="Address")
            log.press("Save address", "Address", to="/customers/saved")
        else:
            log.follow("New order", to="/orders/new")
            log.fill("Article", "Quantity", "Date", form="Order")
            log.press("Submit order", "Order", to="/orders/sent")


def table_with_details(log: Log, count: int) -> None:
    """A row is chosen, its details are opened some times, and one of four buttons is pressed; no page changes."""
    log.case = 0
    log.open(ERP, "/queue")
    for _ in cases(log, count):
        log.add("click", Element(role="row", owner="Open items"))
        for _ in range(log.random.randint(0, 3)):
            log.press("Details")
            log.press("Close")
        log.press(log.random.choices(["Accept", "Decline", "Forward", "Later"], [5, 3, 1, 1])[0])


def rows_of_one_spreadsheet(log: Log, count: int) -> None:
    """Six cells of a row are worked out, with corrections; nothing but cells."""
    log.case = 0
    log.open("Excel", "/plan.xlsx/Sheet1")
    for _ in cases(log, count):
        log.cell("A", copied=False)
        for column in "BCDEF":
            log.add("field_changed", Element(role="cell", owner=column, field="text"))
            if log.chance(0.1):
                log.cell(column, copied=False)
                log.add("field_changed", Element(role="cell", owner=column, field="text"))


def long_form_with_drafts(log: Log, count: int) -> None:
    """Many fields, a fifth of them left out, drafts saved now and then, and sent at last."""
    names = [f"Question {chr(ord('A') + number)}" for number in range(20)]
    for _ in cases(log, count):
        log.open(FORM, "/survey")
        for name in names:
            if log.chance(0.8):
                log.fill(name)
            if log.chance(0.08):
                log.press("Save draft")
        log.press("Send", to="/survey/thanks")


def buttons_in_two_systems(log: Log, count: int) -> None:
    """Nothing but buttons: a label here, a pick-up there, closed here."""
    for _ in cases(log, count):
        log.web(ERP, "/parcels")
        log.press("Next parcel")
        log.press("Print label")
        log.web("carrier.example.com", "/pickup")
        log.press("Confirm pick-up")
        if log.chance(0.2):
            log.press("Print receipt")
        log.go(ERP)
        log.press("Close parcel")


def batches_with_much_other_work(log: Log, count: int) -> None:
    """Three kinds, a batch of each, and mail before a third of the cases."""
    kinds = [
        ("/meters", ("Meter", "Reading"), "Save reading"),
        ("/moves", ("Old address", "New address", "Day"), "Book move"),
        ("/refunds", ("Account", "Amount"), "Pay"),
    ]
    for number in cases(log, count):
        if log.chance(0.33):
            log.aside(log.random.randint(1, 3))
        route, names, button = kinds[number * 3 // count]
        log.open("utility.example.com", route)
        log.fill(*names, form=route)
        log.press(button, to=f"{route}/done")


def contracts_of_customers(log: Log, count: int) -> None:
    """Each customer has one to four contracts, each on a page of its own with its own button."""
    for _ in cases(log, count):
        log.open(CRM, "/customer")
        log.fill("Name", "Segment", form="Customer")
        for _ in range(log.random.randint(1, 4)):
            log.follow("Add contract", to="/customer/contract")
            log.fill("Product", "Since", "Price", form="Contract")
            log.press("Save contract", "Contract", to="/customer")
        log.fill("Next visit", form="Customer")
        log.press("Close customer", "Customer", to="/customers")


def cut_off_on_both_sides(log: Log, count: int) -> None:
    """The recording begins within a case and ends within another one."""
    for number in cases(log, count):
        log.open(ERP, "/goods/new")
        if number:
            log.fill("Supplier", "Delivery note", form="Goods")
        log.fill("Article", "Quantity", "Store", form="Goods")
        if number == count - 1:
            break
        if log.chance(0.3):
            log.fill("Batch", form="Goods")
        log.press("Book", "Goods", to="/goods/done")


def one_long_case(log: Log, count: int) -> None:
    """A new colleague is set up once, with pages that are come back to: one case."""
    log.case = 0
    for page in ("person", "contract", "pay", "devices", "accounts"):
        log.open("hr.example.com", f"/new/{page}")
        log.fill(*[f"{page} {letter}" for letter in "abcdef"])
        log.press(f"Save {page}")
        if log.chance(0.5):
            log.open("hr.example.com", "/new/overview")
    log.press("Finish")
    log.case = None


HELD_OUT: tuple[Family, ...] = (
    from_mail_into_the_crm, two_kinds_that_begin_alike, table_with_details, rows_of_one_spreadsheet,
    long_form_with_drafts, buttons_in_two_systems, batches_with_much_other_work, contracts_of_customers,
    cut_off_on_both_sides, one_long_case,
)  # fmt: skip
