"""The rules of the order desk, without a server."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk import rules
from desk.forms import entry_as_typed, read_confirmation, read_entry
from desk.page import Html, el
from desk.records import Confirmation, Credit, Order, OrderEntry, OrderRequest
from desk.state import State, UnknownNumber
from desk.told import Told, told_by

CATALOGUE = State().catalogue
CONFIRMATION = Confirmation("E-mail", date(2026, 12, 7))
TYPED = {
    "customer": "C-303",
    "reference": "CO-9120",
    "item": "I-13",
    "quantity": "80",
    "unit_price": "46.50",
    "terms": "30 days net",
    "delivery_date": "2026-12-08",
    "remarks": "",
}


def draft(wanted: OrderRequest) -> Order:
    """The order as it would be entered from a request."""
    return Order(
        "SO-1",
        OrderEntry(
            wanted.customer,
            wanted.reference,
            wanted.item,
            wanted.quantity,
            wanted.price,
            wanted.terms,
            wanted.wanted_by,
            wanted.note,
            wanted.express,
        ),
        wanted.number,
    )


ORDERS = {number: draft(wanted) for number, wanted in CATALOGUE.requests.items()}
GOOD = ORDERS["R-201"]
HELD = replace(GOOD, validated=True, credit=Credit.ON_HOLD, hold="overdue invoices")


def test_each_request_meets_the_outcome_that_the_readme_promises() -> None:
    outcomes = {
        number: (
            rules.validate(order, CATALOGUE.items[order.entry.item])[1],
            rules.run_credit_check(order, CATALOGUE.customers[order.entry.customer])[1],
        )
        for number, order in ORDERS.items()
    }
    fine = (Told.VALID, Told.CREDIT_APPROVED)
    assert outcomes == dict.fromkeys(outcomes, fine) | {
        "R-203": (Told.PRICE_TOO_LOW, Told.CREDIT_APPROVED),
        "R-204": (Told.VALID, Told.LIMIT_EXCEEDED),
        "R-206": (Told.NOT_AVAILABLE, Told.CREDIT_APPROVED),
        "R-207": (Told.VALID, Told.OVERDUE),
        "R-210": (Told.VALID, Told.LIMIT_EXCEEDED),
    }


def test_seed_refers_only_to_what_exists() -> None:
    for wanted in CATALOGUE.requests.values():
        assert wanted.customer in CATALOGUE.customers
        assert wanted.item in CATALOGUE.items
        assert wanted.terms == CATALOGUE.customers[wanted.customer].terms
    for order in State().orders():
        assert order.entry.customer in CATALOGUE.customers
        assert order.entry.item in CATALOGUE.items


@pytest.mark.parametrize(
    ("price", "quantity", "told"),
    [
        ("46.50", 180, Told.VALID),
        ("46.49", 180, Told.PRICE_TOO_LOW),
        ("46.50", 181, Told.NOT_AVAILABLE),
        ("46.49", 181, Told.PRICE_TOO_LOW),
    ],
)
def test_list_price_and_stock_are_the_last_values_that_pass(price: str, quantity: int, told: Told) -> None:
    entry = replace(ORDERS["R-203"].entry, unit_price=Decimal(price), quantity=quantity)
    assert rules.check_entry(entry, CATALOGUE.items["I-13"]) is told


def test_exposure_equal_to_the_limit_is_within_it() -> None:
    customer = CATALOGUE.customers["C-304"]
    assert rules.check_credit(customer, Decimal("3700.00")) is Told.CREDIT_APPROVED
    assert rules.check_credit(customer, Decimal("3700.01")) is Told.LIMIT_EXCEEDED


def test_failed_validation_makes_a_validated_order_a_draft() -> None:
    order, told = rules.validate(replace(ORDERS["R-206"], validated=True), CATALOGUE.items["I-20"])
    assert (order.stage, told) == ("Draft", Told.NOT_AVAILABLE)


def test_confirmation_does_not_ask_for_the_credit_check() -> None:
    order, told = rules.confirm(replace(GOOD, validated=True), CONFIRMATION)
    assert (order.credit, order.stage, told) == (Credit.NOT_CHECKED, "Confirmed", Told.CONFIRMED)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (GOOD, Told.NOT_VALIDATED),
        (HELD, Told.CONFIRM_ON_HOLD),
        (replace(HELD, validated=False), Told.NOT_VALIDATED),
        (replace(GOOD, validated=True, confirmed=CONFIRMATION), Told.TOO_LATE),
    ],
)
def test_refused_confirmation_leaves_the_order_as_it_was(order: Order, told: Told) -> None:
    assert rules.confirm(order, CONFIRMATION) == (order, told)


@pytest.mark.parametrize(
    ("order", "warehouse", "told"),
    [
        (replace(GOOD, validated=True), "Hamburg", Told.NOT_CONFIRMED),
        (replace(HELD, confirmed=CONFIRMATION), "Hamburg", Told.RELEASE_ON_HOLD),
        (replace(GOOD, confirmed=CONFIRMATION), "", Told.NO_WAREHOUSE),
        (replace(GOOD, confirmed=CONFIRMATION, warehouse="Hamburg"), "Hamburg", Told.TOO_LATE),
    ],
)
def test_refused_release_leaves_the_order_as_it_was(order: Order, warehouse: str, told: Told) -> None:
    assert rules.release(order, warehouse) == (order, told)


def test_edited_order_has_to_be_validated_and_checked_again() -> None:
    order, _ = rules.edit(replace(GOOD, validated=True, credit=Credit.APPROVED), GOOD.entry)
    assert (order.stage, order.credit) == ("Draft", Credit.NOT_CHECKED)


def test_editing_does_not_lift_a_hold() -> None:
    order, _ = rules.edit(HELD, GOOD.entry)
    assert order.state == "On hold"


def test_hold_is_released_only_with_a_reason() -> None:
    assert rules.release_hold(HELD, "", "please") == (HELD, Told.NO_REASON)
    order, told = rules.release_hold(HELD, "Payment received", "by wire")
    assert (order.state, order.hold_note, told) == (
        "Validated",
        "Payment received: by wire",
        Told.HOLD_RELEASED,
    )


def test_kept_hold_keeps_its_note() -> None:
    order, told = rules.keep_hold(HELD, "", "Waits for the bank")
    assert (order.state, order.hold_note, told) == ("On hold", "Waits for the bank", Told.HOLD_KEPT)


def test_hold_decision_on_an_order_without_hold_changes_nothing() -> None:
    assert rules.release_hold(GOOD, "Payment received", "") == (GOOD, Told.NO_HOLD)
    assert rules.keep_hold(GOOD, "", "") == (GOOD, Told.NO_HOLD)


def test_work_takes_the_same_believable_time_for_the_same_order() -> None:
    for number in range(1042, 1242):
        assert 300 <= rules.validation_ms(f"SO-{number}") <= 900
        assert 1000 <= rules.credit_check_ms(f"SO-{number}") <= 2000
    assert rules.validation_ms("SO-1042") == rules.validation_ms("SO-1042")


def test_typed_order_is_read_and_shown_again_alike() -> None:
    entry, problems = read_entry(TYPED, CATALOGUE)
    assert entry is not None
    assert not problems
    assert entry_as_typed(entry) == TYPED


def test_empty_form_names_every_required_field_in_order() -> None:
    entry, problems = read_entry({}, CATALOGUE)
    assert entry is None
    assert list(problems) == [name for name in TYPED if name != "remarks"]


@pytest.mark.parametrize("typed", ["", "0", "-4", "1.5", "many", "9999999"])
def test_quantity_has_to_be_a_whole_number_above_0(typed: str) -> None:
    assert list(read_entry(TYPED | {"quantity": typed}, CATALOGUE)[1]) == ["quantity"]


@pytest.mark.parametrize("typed", ["", "0", "-1", "free", "NaN", "1.234", "1e9", "1e-999"])
def test_price_has_to_be_an_amount_above_0(typed: str) -> None:
    assert list(read_entry(TYPED | {"unit_price": typed}, CATALOGUE)[1]) == ["unit_price"]


def test_price_may_have_a_decimal_comma() -> None:
    entry, _ = read_entry(TYPED | {"unit_price": "46,5"}, CATALOGUE)
    assert entry is not None
    assert entry.unit_price == Decimal("46.50")


def test_confirmation_needs_channel_and_date() -> None:
    assert list(read_confirmation({"sent_by": "Pigeon"}, CATALOGUE)[1]) == ["sent_by", "promised"]
    assert read_confirmation({"sent_by": "E-mail", "promised": "2026-12-07"}, CATALOGUE) == (CONFIRMATION, {})


def test_every_answer_travels_by_its_code() -> None:
    assert [told_by(told.code) for told in Told] == list(Told)
    assert told_by("<script>") is None


def test_element_escapes_texts_and_attributes_but_not_html() -> None:
    drawn = el("p", "<b>", Html("<i></i>"), title='"&', hidden=True, class_="")
    assert drawn == '<p title="&quot;&amp;" hidden>&lt;b&gt;<i></i></p>'


def test_unknown_order_is_an_error() -> None:
    with pytest.raises(UnknownNumber):
        State().order("SO-1")
