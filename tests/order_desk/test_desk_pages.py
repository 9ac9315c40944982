"""The three systems over HTTP."""

import re

import pytest
from desk_client import CONFIRMATION, GOOD_ORDER, DeskClient

HOSTILE = """<script>alert(1)</script>"'&</textarea>"""


@pytest.mark.parametrize(
    ("system", "path", "heading"),
    [
        ("crm", "/requests", "Order requests"),
        ("crm", "/requests/R-201", "Request R-201"),
        ("crm", "/customers", "Customers"),
        ("crm", "/customers/C-301", "Customer C-301"),
        ("erp", "/orders", "Orders"),
        ("erp", "/orders/new", "New order"),
        ("erp", "/orders/SO-1040", "Order SO-1040"),
        ("erp", "/orders/SO-1040/edit", "Edit order SO-1040"),
        ("erp", "/orders/SO-1040/confirm", "Confirm order SO-1040"),
        ("erp", "/items", "Price list"),
    ],
)
def test_page_has_one_heading_that_its_title_repeats(
    client: DeskClient, system: str, path: str, heading: str
) -> None:
    page = client.get(getattr(client.desk, system) + path)
    assert page.status == 200
    assert re.findall("<h1>(.*?)</h1>", page.text) == [heading]
    assert f"<title>{heading} · {system.upper()}</title>" in page.text


@pytest.mark.parametrize("path", ["/checks", "/checks/SO-1040", "/holds", "/holds/SO-1041"])
def test_credit_desk_answers_each_route_with_the_page_that_its_script_fills(
    client: DeskClient, path: str
) -> None:
    page = client.get(client.desk.credit + path)
    assert page.status == 200
    assert "/static/credit.js" in page.text


@pytest.mark.parametrize(
    ("system", "path"), [("crm", "/requests"), ("erp", "/orders"), ("credit", "/checks")]
)
def test_front_page_leads_to_the_list(client: DeskClient, system: str, path: str) -> None:
    assert client.get(getattr(client.desk, system)).path == path


@pytest.mark.parametrize("system", ["crm", "erp", "credit"])
@pytest.mark.parametrize(
    "path", ["/nowhere", "/orders/SO-9", "/requests/R-9", "/api/checks/SO-9", "/static/../web.py"]
)
def test_what_does_not_exist_is_not_found(client: DeskClient, system: str, path: str) -> None:
    page = client.get(getattr(client.desk, system) + path)
    assert page.status == 404
    assert "<h1>Page not found</h1>" in page.text


def test_pages_load_nothing_from_elsewhere_and_link_to_the_actual_ports(client: DeskClient) -> None:
    desk = client.desk
    page = client.get(f"{desk.crm}/requests/R-201")
    assert f'href="{desk.erp}/orders/new?request=R-201"' in page.text
    addresses = set(re.findall(r'https?://[^"/]+', page.text))
    assert addresses == {desk.crm, desk.erp, desk.credit}
    for name in re.findall(r"/static/[\w.]+", page.text):
        assert client.get(desk.crm + name).status == 200


def test_saved_order_gets_the_next_number_and_is_linked_from_its_request(client: DeskClient) -> None:
    first = client.erp("/orders", GOOD_ORDER)
    assert (first.path, first.says("status", "Order saved")) == ("/orders/SO-1042", True)
    assert client.order() == "SO-1043"
    assert "/orders/SO-1042" in client.get(f"{client.desk.crm}/requests/R-201").text


def test_incomplete_order_comes_back_with_what_was_typed_and_what_is_missing(client: DeskClient) -> None:
    page = client.erp(
        "/orders", {"customer": "C-302", "reference": "", "quantity": "7", "remarks": "Ring twice"}
    )
    assert page.status == 422
    assert '<div role="alert" class="message"><p>Order not saved: 5 fields need attention</p>' in page.text
    assert '<option value="C-302" selected>' in page.text
    assert 'value="7"' in page.text
    assert "Ring twice</textarea>" in page.text
    assert (
        'name="reference" aria-invalid="true" aria-describedby="reference-hint reference-problem"'
        in page.text
    )
    assert '<p id="reference-problem" class="problem">Enter the customer reference</p>' in page.text
    assert "SO-1042" not in client.erp("/orders").text


def test_hostile_text_is_escaped_wherever_it_is_shown(client: DeskClient) -> None:
    number = client.order(reference=HOSTILE, remarks=HOSTILE)
    pages = [
        client.erp(path)
        for path in (
            "/orders",
            f"/orders/{number}",
            f"/orders/{number}/edit",
            f"/orders/new?request={HOSTILE[:8]}",
        )
    ]
    pages.append(client.erp("/orders", {"reference": HOSTILE, "remarks": HOSTILE, "request": HOSTILE}))
    for page in pages:
        assert "<script>alert" not in page.text
        assert page.text.count("</textarea>") == page.text.count("<textarea")
    assert pages[1].text.count("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;") == 2


def test_typed_lines_are_still_lines_when_edited(client: DeskClient) -> None:
    number = client.order(remarks="\r\n first\r\nsecond & third ")
    assert ">\nfirst\nsecond &amp; third</textarea>" in client.erp(f"/orders/{number}/edit").text


def test_address_cannot_put_words_into_a_message(client: DeskClient) -> None:
    assert "free" not in client.erp("/orders/SO-1040?told=free+money").text


def test_price_below_the_list_has_to_be_corrected(client: DeskClient) -> None:
    order = GOOD_ORDER | {"customer": "C-303", "item": "I-13", "quantity": "80", "unit_price": "42.00"}
    number = client.order(**order)
    failed = client.validate(number)
    assert failed == {
        "role": "alert",
        "text": "Validation failed: unit price is below the price list",
        "state": "Draft",
        "stage": "Draft",
    }
    page = client.erp(f"/orders/{number}/edit", order | {"unit_price": "46.50"})
    assert page.says("status", "Changes saved")
    assert client.validate(number)["text"] == "Validation passed"


def test_order_goes_through_all_three_systems(client: DeskClient) -> None:
    number = client.order()
    assert client.validate(number)["state"] == "Validated"
    assert client.credit(f"/checks/{number}/run", {})["text"] == "Credit approved: within limit"
    assert client.confirm(number).says("status", "Order confirmed")
    released = client.erp(f"/orders/{number}/release", {"warehouse": "Hamburg"})
    assert released.says("status", "Released to fulfilment")
    assert number not in [order["number"] for order in client.credit("/checks")]


def test_order_that_was_never_checked_can_be_confirmed(client: DeskClient) -> None:
    number = client.order(customer="C-304", item="I-14", quantity="500", unit_price="14.80")
    client.validate(number)
    assert client.confirm(number).says("status", "Order confirmed")


def test_order_that_was_not_validated_is_not_confirmed(client: DeskClient) -> None:
    assert client.confirm(client.order()).says("alert", "Not confirmed: order has not been validated")


def test_held_order_is_confirmed_only_after_its_hold_is_released(client: DeskClient) -> None:
    number = client.order(customer="C-304", item="I-14", quantity="500", unit_price="14.80")
    client.validate(number)
    assert client.credit(f"/checks/{number}/run", {})["text"] == "On hold: credit limit exceeded"
    assert number in [order["number"] for order in client.credit("/holds")]
    assert client.confirm(number).says("alert", "Not confirmed: order is on hold")
    kept = client.credit(f"/holds/{number}/decision", {"decision": "keep", "comment": "Waits"})
    assert (kept["text"], kept["order"]["on_hold"]) == ("Hold kept", True)
    decision = {"decision": "release", "reason": "Payment received"}
    assert client.credit(f"/holds/{number}/decision", decision)["text"] == "Hold released"
    assert client.confirm(number).says("status", "Order confirmed")


def test_reason_that_was_not_offered_does_not_release_a_hold(client: DeskClient) -> None:
    answer = client.credit("/holds/SO-1041/decision", {"decision": "release", "reason": "Because"})
    assert answer["text"] == "Hold not released: choose a reason"


def test_incomplete_confirmation_comes_back(client: DeskClient) -> None:
    page = client.erp("/orders/SO-1040/confirm", CONFIRMATION | {"promised": ""})
    assert page.status == 422
    assert "Order not confirmed: 1 field needs attention" in page.text
    assert '<option value="E-mail" selected>' in page.text


def test_confirmed_order_can_no_longer_be_changed(client: DeskClient) -> None:
    for page in (
        client.erp("/orders/SO-1039/edit"),
        client.erp("/orders/SO-1039/edit", GOOD_ORDER),
        client.erp("/orders/SO-1039/confirm"),
    ):
        assert page.path == "/orders/SO-1039"
        assert page.says("alert", "Not changed: order is already confirmed")


def test_order_list_can_show_one_state(client: DeskClient) -> None:
    page = client.erp("/orders?state=On+hold")
    assert re.findall(r">(SO-\d+)<", page.text) == ["SO-1041"]


def test_too_long_post_is_refused(client: DeskClient) -> None:
    assert client.erp("/orders", {"remarks": "x" * 70_000}).status == 413
