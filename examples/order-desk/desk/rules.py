"""The rules of the house. Each action takes an order and gives back the order after it, and the answer."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from desk.records import Confirmation, Credit, Customer, Item, Order, OrderEntry
from desk.told import Told

Action = Callable[[Order], tuple[Order, Told]]


def check_entry(entry: OrderEntry, item: Item) -> Told:
    """Price against the price list, then quantity against stock."""
    if entry.unit_price < item.list_price:
        return Told.PRICE_TOO_LOW
    if entry.quantity > item.stock:
        return Told.NOT_AVAILABLE
    return Told.VALID


def exposure(customer: Customer, total: Decimal) -> Decimal:
    """What the customer would owe with an order of this total."""
    return customer.balance + total


def check_credit(customer: Customer, total: Decimal) -> Told:
    """Overdue invoices hold an order; so does an exposure above the limit."""
    if customer.overdue:
        return Told.OVERDUE
    if exposure(customer, total) > customer.limit:
        return Told.LIMIT_EXCEEDED
    return Told.CREDIT_APPROVED


def edit(order: Order, entry: OrderEntry) -> tuple[Order, Told]:
    """Change a draft: it has to be validated and credit-checked again; a hold stays."""
    if order.confirmed:
        return order, Told.TOO_LATE
    credit = Credit.ON_HOLD if order.on_hold else Credit.NOT_CHECKED
    return replace(order, entry=entry, validated=False, credit=credit), Told.CHANGES_SAVED


def validate(order: Order, item: Item) -> tuple[Order, Told]:
    """Mark the order as validated where its entry passes; otherwise it is a draft."""
    if order.confirmed:
        return order, Told.TOO_LATE
    told = check_entry(order.entry, item)
    return replace(order, validated=told is Told.VALID), told


def run_credit_check(order: Order, customer: Customer) -> tuple[Order, Told]:
    """Approve the order or put it on hold."""
    if order.warehouse:
        return order, Told.TOO_LATE
    told = check_credit(customer, order.entry.total)
    if told is Told.CREDIT_APPROVED:
        return replace(order, credit=Credit.APPROVED, hold="", hold_note=""), told
    return replace(order, credit=Credit.ON_HOLD, hold=told.text.removeprefix("On hold: "), hold_note=""), told


def release_hold(order: Order, reason: str, comment: str) -> tuple[Order, Told]:
    """Let a held order go on; a reason has to be given."""
    if not order.on_hold:
        return order, Told.NO_HOLD
    if not reason:
        return order, Told.NO_REASON
    note = _note(reason, comment)
    return replace(order, credit=Credit.HOLD_RELEASED, hold_note=note), Told.HOLD_RELEASED


def keep_hold(order: Order, reason: str, comment: str) -> tuple[Order, Told]:
    """Leave a held order held, with what was noted about it."""
    if not order.on_hold:
        return order, Told.NO_HOLD
    return replace(order, hold_note=_note(reason, comment)), Told.HOLD_KEPT


def confirm(order: Order, confirmation: Confirmation) -> tuple[Order, Told]:
    """Confirm a validated order that is not held. A missing credit check does not stop it."""
    if order.confirmed:
        return order, Told.TOO_LATE
    if not order.validated:
        return order, Told.NOT_VALIDATED
    if order.on_hold:
        return order, Told.CONFIRM_ON_HOLD
    return replace(order, confirmed=confirmation), Told.CONFIRMED


def release(order: Order, warehouse: str) -> tuple[Order, Told]:
    """Hand a confirmed order over to a warehouse."""
    if order.warehouse:
        return order, Told.TOO_LATE
    if not order.confirmed:
        return order, Told.NOT_CONFIRMED
    if order.on_hold:
        return order, Told.RELEASE_ON_HOLD
    if not warehouse:
        return order, Told.NO_WAREHOUSE
    return replace(order, warehouse=warehouse), Told.RELEASED


def validation_ms(number: str) -> int:
    """How long the validation of an order takes: 300 to 900 ms, always the same for one order."""
    return 300 + _digits(number) * 137 % 601


def credit_check_ms(number: str) -> int:
    """How long the credit check of an order takes: 1,000 to 2,000 ms, always the same for one order."""
    return 1000 + _digits(number) * 271 % 1001


def _digits(number: str) -> int:
    return int("".join(sign for sign in number if sign.isdigit()) or 0)


def _note(reason: str, comment: str) -> str:
    return ": ".join(part for part in (reason, comment) if part)
