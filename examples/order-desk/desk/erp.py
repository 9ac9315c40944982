"""The ERP: orders are entered, validated, confirmed and released here. Posts redirect; the answer follows."""

from http import HTTPStatus

from desk import rules
from desk.fields import Fields
from desk.forms import Problems, Typed, entry_as_typed, read_confirmation, read_entry
from desk.page import Html, badge, card, el, facts, join, link, messages, money, page, table
from desk.records import STAGES, STATES, Order
from desk.state import Catalogue
from desk.told import Told, told_by
from desk.web import Request, Response, Route, Site, System, as_json, redirect


def front(site: Site, request: Request) -> Response:
    """Go to the list of orders."""
    return redirect("/orders")


# ------------------------------------------------------------------------------------------- lists


def order_list(site: Site, request: Request) -> Response:
    """All orders, or those in one state."""
    orders, wanted = site.state.orders(), request.query.get("state", "")
    columns = ("Order", "Customer", "Item", "Total#", "Delivery", "Credit", "State")
    rows = [_order_row(site, order) for order in orders if wanted in ("", order.state)]
    new = link("New order", "/orders/new", "button primary")
    return Response(
        page(
            site,
            "Orders",
            _state_filter(orders, wanted),
            card(table("Sales orders, newest first", columns, rows, "No order is in this state")),
            beside=el("div", new, class_="actions"),
        )
    )


def _state_filter(orders: list[Order], wanted: str) -> Html:
    counts = {"": len(orders)} | {state: sum(order.state == state for order in orders) for state in STATES}
    links = (
        el(
            "a",
            f"{state or 'All'} {count}",
            href=f"/orders?state={state.replace(' ', '+')}" if state else "/orders",
            aria_current="page" if state == wanted else "",
        )
        for state, count in counts.items()
    )
    return el("nav", *links, aria_label="Order states", class_="filter")


def _order_row(site: Site, order: Order) -> tuple[str, ...]:
    catalogue, entry = site.state.catalogue, order.entry
    return (
        link(order.number, f"/orders/{order.number}"),
        catalogue.customers[entry.customer].name,
        f"{entry.quantity} x {catalogue.items[entry.item].name}",
        money(entry.total),
        entry.delivery_date.isoformat(),
        order.credit,
        badge(order.state),
    )


def price_list(site: Site, request: Request) -> Response:
    """Items with list price and stock."""
    columns = ("Number", "Item", "Unit", "List price#", "In stock#")
    rows = [
        (item.number, item.name, item.unit, f"{item.list_price:.2f}", str(item.stock))
        for item in site.state.catalogue.items.values()
    ]
    return Response(
        page(site, "Price list", card(table("Prices in euros, stock of last night", columns, rows)))
    )


# -------------------------------------------------------------------------------- enter and change


def new_order(site: Site, request: Request) -> Response:
    """The empty order form."""
    return _new_order(site, request.query.get("request", ""), {}, {})


def create_order(site: Site, request: Request) -> Response:
    """Save a new order, or show what is missing."""
    wanted = request.form.get("request", "")
    entry, problems = read_entry(request.form, site.state.catalogue)
    if entry is None:
        return _new_order(site, wanted, request.form, problems)
    order = site.state.add(entry, wanted if wanted in site.state.catalogue.requests else "")
    return _order_told(order.number, Told.ORDER_SAVED)


def _new_order(site: Site, wanted: str, typed: Typed, problems: Problems) -> Response:
    beside: Html = Html()
    if wanted in site.state.catalogue.requests:
        beside = el("p", "for ", link(f"Request {wanted}", f"{site.links.crm}/requests/{wanted}"))
    hidden = el("input", type="hidden", name="request", value=wanted)
    form = _order_form(
        site.state.catalogue, Fields(typed, problems), "New order", "Save order", "/orders", hidden
    )
    return _form_page(site, "New order", form, beside, problems)


def edit_order(site: Site, request: Request) -> Response:
    """The order form with what was entered."""
    order = site.state.order(request.key)
    if order.confirmed:
        return _order_told(order.number, Told.TOO_LATE)
    return _edit_order(site, order, entry_as_typed(order.entry), {})


def save_changes(site: Site, request: Request) -> Response:
    """Save a changed order, or show what is missing."""
    order = site.state.order(request.key)
    entry, problems = read_entry(request.form, site.state.catalogue)
    if entry is None:
        return _edit_order(site, order, request.form, problems)
    _, told = site.state.apply(order.number, lambda order: rules.edit(order, entry))
    return _order_told(order.number, told)


def _edit_order(site: Site, order: Order, typed: Typed, problems: Problems) -> Response:
    path = f"/orders/{order.number}"
    form = _order_form(
        site.state.catalogue,
        Fields(typed, problems),
        "Edit order",
        "Save changes",
        f"{path}/edit",
        link("Cancel", path, "button"),
    )
    return _form_page(site, f"Edit order {order.number}", form, badge(order.state), problems)


def _order_form(catalogue: Catalogue, fields: Fields, name: str, button: str, path: str, more: Html) -> Html:
    customers = [(one.number, one.name) for one in catalogue.customers.values()]
    items = [(one.number, f"{one.number} {one.name}") for one in catalogue.items.values()]
    return el(
        "form",
        fields.summary("Order not saved"),
        el(
            "div",
            fields.select("customer", "Customer", customers),
            fields.text("reference", "Customer reference", hint="The customer's own order number"),
            fields.select("item", "Item", items),
            fields.text("quantity", "Quantity", "number", min="1", step="1"),
            fields.text("unit_price", "Unit price", hint="In euros, such as 46.50", inputmode="decimal"),
            fields.select("terms", "Payment terms", [(terms, terms) for terms in catalogue.terms]),
            fields.text("delivery_date", "Delivery date", "date"),
            fields.check("express", "Express delivery"),
            fields.area("remarks", "Remarks", "Optional, printed on the delivery note"),
            class_="fields",
        ),
        el("div", el("button", button, type="submit", class_="primary"), more, class_="actions"),
        method="post",
        action=path,
        aria_label=name,
        novalidate=True,
    )


def _form_page(site: Site, heading: str, form: Html, beside: Html, problems: Problems) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return Response(page(site, heading, card(form), beside=beside), status)


# -------------------------------------------------------------------------------------- the order


def order_page(site: Site, request: Request) -> Response:
    """One order: how far it is, what can be done, what was entered."""
    order = site.state.order(request.key)
    return Response(
        page(
            site,
            f"Order {order.number}",
            messages(told_by(request.query.get("told", ""))),
            _progress(order),
            _actions(site, order),
            el("div", _entered(site, order), _dealt_with(site, order), class_="columns"),
            _release_dialog(site, order),
            beside=badge(order.state),
        )
    )


def _progress(order: Order) -> Html:
    steps = (
        el("li", stage, aria_current="step" if stage == order.stage else "", data_stage=stage)
        for stage in STAGES
    )
    return el("ol", *steps, aria_label="Progress", class_="progress")


def _actions(site: Site, order: Order) -> Html:
    path = f"/orders/{order.number}"
    change: list[Html] = []
    if not order.confirmed:
        change = [
            el("button", "Validate order", type="button", class_="primary", data_validate=f"{path}/validate"),
            link("Edit order", f"{path}/edit", "button"),
        ]
    credit = link("Credit check", f"{site.links.credit}/checks/{order.number}", "button")
    confirm = link("Confirm order", f"{path}/confirm", "button") if not order.confirmed else Html()
    release = el(
        "button",
        "Release to fulfilment",
        type="button",
        data_dialog="release",
        disabled=order.stage != "Confirmed",
    )
    return el("div", *change, credit, confirm, release if not order.warehouse else "", class_="actions")


def _entered(site: Site, order: Order) -> Html:
    entry, catalogue = order.entry, site.state.catalogue
    item = catalogue.items[entry.item]
    lines = table(
        "Order lines",
        ("Item", "Unit", "Quantity#", "Unit price#", "Total#"),
        [
            (
                f"{item.number} {item.name}",
                item.unit,
                str(entry.quantity),
                money(entry.unit_price),
                money(entry.total),
            )
        ],
    )
    rows = {
        "Customer": catalogue.customers[entry.customer].name,
        "Customer reference": entry.reference,
        "Payment terms": entry.terms,
        "Delivery date": entry.delivery_date.isoformat(),
        "Express delivery": "Yes" if entry.express else "No",
        "Remarks": entry.remarks,
    }
    return card(lines, facts(rows), title="What was ordered")


def _dealt_with(site: Site, order: Order) -> Html:
    request, confirmed = order.request, order.confirmed
    credit = f"{order.credit} ({order.hold})" if order.on_hold else str(order.credit)
    rows = {
        "Request": link(request, f"{site.links.crm}/requests/{request}") if request else "",
        "Credit": credit,
        "Confirmation sent by": confirmed.sent_by if confirmed else "",
        "Promised date": confirmed.promised.isoformat() if confirmed else "",
        "Warehouse": order.warehouse,
    }
    return card(facts(rows), title="Where it stands")


def validate_order(site: Site, request: Request) -> Response:
    """Validate for the script on the order page."""
    order = site.state.order(request.key)
    site.state.take(rules.validation_ms(order.number))
    items = site.state.catalogue.items
    order, told = site.state.apply(order.number, lambda order: rules.validate(order, items[order.entry.item]))
    return as_json({"role": told.role, "text": told.text, "state": order.state, "stage": order.stage})


# ---------------------------------------------------------------------------- confirm and release


def confirm_page(site: Site, request: Request) -> Response:
    """The form that confirms an order."""
    order = site.state.order(request.key)
    if order.confirmed:
        return _order_told(order.number, Told.TOO_LATE)
    return _confirm_page(site, order, {}, {})


def confirm_order(site: Site, request: Request) -> Response:
    """Confirm an order, show what is missing, or refuse."""
    order = site.state.order(request.key)
    confirmation, problems = read_confirmation(request.form, site.state.catalogue)
    if confirmation is None:
        return _confirm_page(site, order, request.form, problems)
    _, told = site.state.apply(order.number, lambda order: rules.confirm(order, confirmation))
    return _order_told(order.number, told)


def _confirm_page(site: Site, order: Order, typed: Typed, problems: Problems) -> Response:
    fields, path = Fields(typed, problems), f"/orders/{order.number}"
    customer = site.state.catalogue.customers[order.entry.customer]
    channels = [(channel, channel) for channel in site.state.catalogue.confirmation_channels]
    about = {
        "Customer": customer.name,
        "Contact": customer.contact,
        "Wanted delivery": order.entry.delivery_date.isoformat(),
        "Total": money(order.entry.total),
    }
    form = el(
        "form",
        fields.summary("Order not confirmed"),
        el(
            "div",
            fields.select("sent_by", "Confirmation sent by", channels),
            fields.text("promised", "Promised date", "date"),
            class_="fields",
        ),
        el(
            "div",
            el("button", "Confirm order", type="submit", class_="primary"),
            link("Cancel", path, "button"),
            class_="actions",
        ),
        method="post",
        action=f"{path}/confirm",
        aria_label="Order confirmation",
        novalidate=True,
    )
    body = join((facts(about), form))
    return _form_page(site, f"Confirm order {order.number}", body, badge(order.state), problems)


def _release_dialog(site: Site, order: Order) -> Html:
    warehouses = [(name, name) for name in site.state.catalogue.warehouses]
    return el(
        "dialog",
        el("h2", "Release to fulfilment", id="release-title"),
        el("p", f"The warehouse starts to pick {order.number} at once.", class_="hint"),
        el(
            "form",
            Fields({}, {}).select("warehouse", "Warehouse", warehouses, required=True),
            el(
                "div",
                el("button", "Release order", type="submit", class_="primary"),
                el("button", "Cancel", type="button", data_close=True),
                class_="actions",
            ),
            method="post",
            action=f"/orders/{order.number}/release",
            aria_label="Release order",
        ),
        id="release",
        aria_labelledby="release-title",
    )


def release_order(site: Site, request: Request) -> Response:
    """Hand an order over to the chosen warehouse, or refuse."""
    warehouse = request.form.get("warehouse", "")
    chosen = warehouse if warehouse in site.state.catalogue.warehouses else ""
    _, told = site.state.apply(request.key, lambda order: rules.release(order, chosen))
    return _order_told(request.key, told)


def _order_told(number: str, told: Told) -> Response:
    return redirect(f"/orders/{number}?told={told.code}")


def _error_page(site: Site, heading: str) -> str:
    return page(site, heading, card(el("p", link("Back to the orders", "/orders"))))


ERP = System(
    name="ERP",
    full_name="Order management",
    css_class="erp",
    menu=(("Orders", "/orders"), ("New order", "/orders/new"), ("Price list", "/items")),
    routes=(
        Route("GET", "/", front),
        Route("GET", "/items", price_list),
        Route("GET", "/orders", order_list),
        Route("POST", "/orders", create_order),
        Route("GET", "/orders/new", new_order),
        Route("GET", "/orders/{key}", order_page),
        Route("GET", "/orders/{key}/edit", edit_order),
        Route("POST", "/orders/{key}/edit", save_changes),
        Route("POST", "/orders/{key}/validate", validate_order),
        Route("GET", "/orders/{key}/confirm", confirm_page),
        Route("POST", "/orders/{key}/confirm", confirm_order),
        Route("POST", "/orders/{key}/release", release_order),
    ),
    error_page=_error_page,
    scripts=("erp.js",),
)
