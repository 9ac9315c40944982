"""Text in, value and problems out: how forms are read. A problem is a sentence for one field."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from desk.records import Confirmation, OrderEntry
from desk.state import Catalogue

Typed = Mapping[str, str]
Problems = Mapping[str, str]


def read_entry(typed: Typed, catalogue: Catalogue) -> tuple[OrderEntry | None, Problems]:
    """Read the order form; problems come in the order of its fields."""
    problems: dict[str, str] = {}
    customer = _choice(typed, "customer", catalogue.customers, "Choose a customer", problems)
    reference = _text(typed, "reference")
    if not reference:
        problems["reference"] = "Enter the customer reference"
    item = _choice(typed, "item", catalogue.items, "Choose an item", problems)
    quantity = _quantity(typed, problems)
    unit_price = _price(typed, problems)
    terms = _choice(typed, "terms", catalogue.terms, "Choose the payment terms", problems)
    delivery_date = _date(typed, "delivery_date", "Enter the delivery date", problems)
    if problems or quantity is None or unit_price is None or delivery_date is None:
        return None, problems
    remarks, express = _text(typed, "remarks"), "express" in typed
    return (
        OrderEntry(customer, reference, item, quantity, unit_price, terms, delivery_date, remarks, express),
        {},
    )


def entry_as_typed(entry: OrderEntry) -> Typed:
    """The texts with which the order form shows an entry."""
    typed = {
        "customer": entry.customer,
        "reference": entry.reference,
        "item": entry.item,
        "quantity": str(entry.quantity),
        "unit_price": f"{entry.unit_price:.2f}",
        "terms": entry.terms,
        "delivery_date": entry.delivery_date.isoformat(),
        "remarks": entry.remarks,
    }
    return {**typed, "express": "yes"} if entry.express else typed


def read_confirmation(typed: Typed, catalogue: Catalogue) -> tuple[Confirmation | None, Problems]:
    """Read the confirmation form."""
    problems: dict[str, str] = {}
    channels = catalogue.confirmation_channels
    sent_by = _choice(typed, "sent_by", channels, "Choose how the confirmation was sent", problems)
    promised = _date(typed, "promised", "Enter the promised date", problems)
    if problems or promised is None:
        return None, problems
    return Confirmation(sent_by, promised), {}


def _text(typed: Typed, name: str) -> str:
    return typed.get(name, "").replace("\r\n", "\n").strip()


def _choice(typed: Typed, name: str, offered: Collection[str], missing: str, problems: dict[str, str]) -> str:
    choice = _text(typed, name)
    if choice not in offered:
        problems[name] = missing
    return choice


def _quantity(typed: Typed, problems: dict[str, str]) -> int | None:
    text = _text(typed, "quantity")
    if text.isdecimal() and 0 < len(text) < 7 and int(text) > 0:
        return int(text)
    problems["quantity"] = "Enter a whole quantity above 0" if text else "Enter the quantity"
    return None


def _price(typed: Typed, problems: dict[str, str]) -> Decimal | None:
    text = _text(typed, "unit_price").replace(",", ".")
    try:
        price = Decimal(text)
        if price.is_finite() and 0 < price < 1_000_000 and price == round(price, 2):
            return round(price, 2)
    except InvalidOperation:
        pass
    problems["unit_price"] = "Enter a unit price such as 46.50" if text else "Enter the unit price"
    return None


def _date(typed: Typed, name: str, missing: str, problems: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(_text(typed, name))
    except ValueError:
        problems[name] = missing
        return None
