"""The state that the three systems share: it starts from `seed.toml` and lives in memory behind a lock."""

import threading
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from desk.records import Confirmation, Credit, Customer, Invoice, Item, Order, OrderEntry, OrderRequest
from desk.rules import Action
from desk.told import Told

T = TypeVar("T")
SEED = Path(__file__).with_name("seed.toml")


class UnknownNumber(LookupError):
    """No customer, item, request or order has this number."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What does not change while the order desk runs."""

    customers: Mapping[str, Customer]
    items: Mapping[str, Item]
    requests: Mapping[str, OrderRequest]
    terms: tuple[str, ...]
    warehouses: tuple[str, ...]
    confirmation_channels: tuple[str, ...]
    hold_reasons: tuple[str, ...]


class State:
    """Catalogue and orders. `pace` scales the time that validation and credit check take (0: none)."""

    def __init__(self, pace: float = 1.0) -> None:
        """Read the seed."""
        seed = tomllib.loads(SEED.read_text(encoding="utf-8"), parse_float=Decimal)
        self.catalogue = _catalogue(seed)
        self._orders = {row["number"]: _order(row) for row in seed["orders"]}
        self._next: int = seed["next_order"]
        self._pace = pace
        self._lock = threading.Lock()

    def orders(self) -> list[Order]:
        """All orders, newest first."""
        with self._lock:
            return list(reversed(self._orders.values()))

    def order(self, number: str) -> Order:
        """The order with this number; `UnknownNumber` where there is none."""
        with self._lock:
            return found(self._orders, number)

    def add(self, entry: OrderEntry, request: str) -> Order:
        """Save a new order under the next number."""
        with self._lock:
            order = Order(f"SO-{self._next}", entry, request)
            self._next += 1
            self._orders[order.number] = order
            return order

    def apply(self, number: str, action: Action) -> tuple[Order, Told]:
        """Take an order through an action, undisturbed by other requests."""
        with self._lock:
            order, told = action(found(self._orders, number))
            self._orders[number] = order
            return order, told

    def take(self, milliseconds: int) -> None:
        """Let the time pass that a piece of work takes."""
        time.sleep(milliseconds * self._pace / 1000)


def found(table: Mapping[str, T], number: str) -> T:
    """The row with this number; `UnknownNumber` where there is none."""
    try:
        return table[number]
    except KeyError:
        raise UnknownNumber(number) from None


def _catalogue(seed: Mapping[str, Any]) -> Catalogue:
    customers = [_customer(row) for row in seed["customers"]]
    items = [Item(**row) for row in seed["items"]]
    requests = [OrderRequest(**row) for row in seed["requests"]]
    return Catalogue(
        customers={customer.number: customer for customer in customers},
        items={item.number: item for item in items},
        requests={request.number: request for request in requests},
        terms=tuple(seed["terms"]),
        warehouses=tuple(seed["warehouses"]),
        confirmation_channels=tuple(seed["confirmation_channels"]),
        hold_reasons=tuple(seed["hold_reasons"]),
    )


def _customer(row: Mapping[str, Any]) -> Customer:
    return Customer(**{**row, "overdue": tuple(Invoice(**invoice) for invoice in row.get("overdue", ()))})


ENTRY_KEYS = ("customer", "reference", "item", "quantity", "unit_price", "terms", "delivery_date")


def _order(row: Mapping[str, Any]) -> Order:
    confirmed = row.get("confirmed")
    return Order(
        number=row["number"],
        entry=OrderEntry(**{key: row[key] for key in ENTRY_KEYS}),
        validated=row["validated"],
        credit=Credit(row["credit"]),
        hold=row.get("hold", ""),
        confirmed=Confirmation(**confirmed) if confirmed else None,
        warehouse=row.get("warehouse", ""),
    )
