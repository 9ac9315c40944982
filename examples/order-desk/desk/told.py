"""Every sentence with which the three systems answer an action."""

from enum import Enum


class Told(Enum):
    """One answer: the role of its message (`status` or `alert`) and its text."""

    ORDER_SAVED = ("status", "Order saved")
    CHANGES_SAVED = ("status", "Changes saved")
    VALID = ("status", "Validation passed")
    PRICE_TOO_LOW = ("alert", "Validation failed: unit price is below the price list")
    NOT_AVAILABLE = ("alert", "Validation failed: quantity is not available")
    CONFIRMED = ("status", "Order confirmed")
    NOT_VALIDATED = ("alert", "Not confirmed: order has not been validated")
    CONFIRM_ON_HOLD = ("alert", "Not confirmed: order is on hold")
    RELEASED = ("status", "Released to fulfilment")
    NOT_CONFIRMED = ("alert", "Not released: order has not been confirmed")
    RELEASE_ON_HOLD = ("alert", "Not released: order is on hold")
    NO_WAREHOUSE = ("alert", "Not released: choose a warehouse")
    TOO_LATE = ("alert", "Not changed: order is already confirmed")
    CREDIT_APPROVED = ("status", "Credit approved: within limit")
    LIMIT_EXCEEDED = ("alert", "On hold: credit limit exceeded")
    OVERDUE = ("alert", "On hold: overdue invoices")
    HOLD_RELEASED = ("status", "Hold released")
    HOLD_KEPT = ("status", "Hold kept")
    NO_REASON = ("alert", "Hold not released: choose a reason")
    NO_HOLD = ("alert", "Not changed: order is not on hold")

    @property
    def role(self) -> str:
        """The ARIA role of the message."""
        return self.value[0]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.value[1]

    @property
    def code(self) -> str:
        """The name that an address carries over a redirect."""
        return self.name.lower().replace("_", "-")


def told_by(code: str) -> Told | None:
    """The answer with this code, if there is one."""
    return next((told for told in Told if told.code == code), None)
