"""What the order desk keeps: frozen records. Amounts are euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice that is past its due date."""

    number: str
    amount: Decimal
    due: date


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with agreed terms, credit limit and the open balance of last night."""

    number: str
    name: str
    city: str
    contact: str
    email: str
    terms: str
    limit: Decimal
    balance: Decimal
    overdue: tuple[Invoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A thing for sale, with its list price and last night's stock."""

    number: str
    name: str
    unit: str
    list_price: Decimal
    stock: int


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What a customer asks for, as the sales team noted it in the CRM."""

    number: str
    customer: str
    reference: str
    item: str
    quantity: int
    price: Decimal
    terms: str
    wanted_by: date
    channel: str
    note: str = ""
    express: bool = False


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """What is typed into the order form, after it was read."""

    customer: str
    reference: str
    item: str
    quantity: int
    unit_price: Decimal
    terms: str
    delivery_date: date
    remarks: str = ""
    express: bool = False

    @property
    def total(self) -> Decimal:
        """Quantity times unit price."""
        return self.quantity * self.unit_price


class Credit(StrEnum):
    """Where an order stands with the credit desk."""

    NOT_CHECKED = "Not checked"
    APPROVED = "Approved"
    ON_HOLD = "On hold"
    HOLD_RELEASED = "Hold released"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How the order was confirmed with the customer, and for when."""

    sent_by: str
    promised: date


@dataclass(frozen=True, slots=True)
class Order:
    """One sales order and how far it has come."""

    number: str
    entry: OrderEntry
    request: str = ""
    validated: bool = False
    credit: Credit = Credit.NOT_CHECKED
    hold: str = ""
    hold_note: str = ""
    confirmed: Confirmation | None = None
    warehouse: str = ""

    @property
    def stage(self) -> str:
        """How far the order has come, holds aside: one of `STAGES`."""
        if self.warehouse:
            return "Released"
        if self.confirmed:
            return "Confirmed"
        return "Validated" if self.validated else "Draft"

    @property
    def on_hold(self) -> bool:
        """The credit desk holds the order."""
        return self.credit is Credit.ON_HOLD

    @property
    def state(self) -> str:
        """The stage, or "On hold" for an order that is held before its release."""
        return "On hold" if self.on_hold and not self.warehouse else self.stage


STAGES = ("Draft", "Validated", "Confirmed", "Released")
STATES = ("Draft", "Validated", "On hold", "Confirmed", "Released")
