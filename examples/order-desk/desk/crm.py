"""The CRM: what customers asked for. Read-only; an order starts here and is entered in the ERP."""

from desk.page import badge, card, el, facts, join, link, page, table
from desk.records import Customer, Order, OrderRequest
from desk.state import State, found
from desk.web import Request, Response, Route, Site, System, redirect


def front(site: Site, request: Request) -> Response:
    """Go to the list of requests."""
    return redirect("/requests")


def request_list(site: Site, request: Request) -> Response:
    """All order requests."""
    requests = site.state.catalogue.requests.values()
    columns = ("Request", "Customer", "Item", "Quantity#", "Wanted by", "Received by", "Order")
    rows = [_request_row(site, wanted) for wanted in requests]
    return Response(page(site, "Order requests", card(table("Requests from customers", columns, rows))))


def _request_row(site: Site, wanted: OrderRequest) -> tuple[str, ...]:
    catalogue = site.state.catalogue
    customer = catalogue.customers[wanted.customer]
    return (
        link(wanted.number, f"/requests/{wanted.number}"),
        link(customer.name, f"/customers/{customer.number}"),
        catalogue.items[wanted.item].name,
        str(wanted.quantity),
        wanted.wanted_by.isoformat(),
        wanted.channel,
        _order_links(site, wanted) or badge("New"),
    )


def _order_links(site: Site, wanted: OrderRequest) -> str:
    orders = [order for order in site.state.orders() if order.request == wanted.number]
    return join(el("span", _order_link(site, order), " ", badge(order.state)) for order in reversed(orders))


def _order_link(site: Site, order: Order) -> str:
    return link(order.number, f"{site.links.erp}/orders/{order.number}")


def request_page(site: Site, request: Request) -> Response:
    """One request, to be read."""
    wanted = found(site.state.catalogue.requests, request.key)
    customer = site.state.catalogue.customers[wanted.customer]
    start = link("Start order", f"{site.links.erp}/orders/new?request={wanted.number}", "button primary")
    body = el("div", _wanted(site, wanted), _who(customer), class_="columns")
    return Response(page(site, f"Request {wanted.number}", body, beside=el("div", start, class_="actions")))


def _wanted(site: Site, wanted: OrderRequest) -> str:
    item = site.state.catalogue.items[wanted.item]
    columns = ("Item", "Unit", "Quantity#", "Wanted price#")
    row = (f"{item.number} {item.name}", item.unit, str(wanted.quantity), f"{wanted.price:.2f}")
    terms = {
        "Customer reference": wanted.reference,
        "Payment terms": wanted.terms,
        "Delivery date": wanted.wanted_by.isoformat(),
        "Express delivery": "Yes" if wanted.express else "No",
        "Received by": wanted.channel,
        "Note": wanted.note,
    }
    orders = {"Orders": _order_links(site, wanted)}
    return card(table("Items wanted", columns, [row]), facts(terms | orders), title="What is wanted")


def _who(customer: Customer) -> str:
    name = link(customer.name, f"/customers/{customer.number}")
    return card(facts({"Customer": name} | _contact(customer)), title="Who wants it")


def _contact(customer: Customer) -> dict[str, str]:
    return {"Contact": customer.contact, "E-mail": customer.email, "City": customer.city}


def customer_list(site: Site, request: Request) -> Response:
    """All customers."""
    columns = ("Number", "Customer", "City", "Contact", "Agreed terms")
    rows = [
        (one.number, link(one.name, f"/customers/{one.number}"), one.city, one.contact, one.terms)
        for one in site.state.catalogue.customers.values()
    ]
    return Response(page(site, "Customers", card(table("Customers by number", columns, rows))))


def customer_page(site: Site, request: Request) -> Response:
    """One customer with the requests that came from there."""
    customer = found(site.state.catalogue.customers, request.key)
    about = {"Number": customer.number} | _contact(customer) | {"Agreed terms": customer.terms}
    columns = ("Request", "Item", "Quantity#", "Wanted price#", "Wanted by")
    rows = [
        _customer_request(site.state, wanted)
        for wanted in site.state.catalogue.requests.values()
        if wanted.customer == customer.number
    ]
    requests = table("Requests of this customer", columns, rows, "No request yet")
    body = el("div", card(requests, title="Requests"), card(facts(about), title="About"), class_="columns")
    return Response(page(site, f"Customer {customer.number}", body, beside=el("p", customer.name)))


def _customer_request(state: State, wanted: OrderRequest) -> tuple[str, ...]:
    return (
        link(wanted.number, f"/requests/{wanted.number}"),
        state.catalogue.items[wanted.item].name,
        str(wanted.quantity),
        f"{wanted.price:.2f}",
        wanted.wanted_by.isoformat(),
    )


def _error_page(site: Site, heading: str) -> str:
    return page(site, heading, card(el("p", link("Back to the order requests", "/requests"))))


CRM = System(
    name="CRM",
    full_name="Customer desk",
    css_class="crm",
    menu=(("Order requests", "/requests"), ("Customers", "/customers")),
    routes=(
        Route("GET", "/", front),
        Route("GET", "/requests", request_list),
        Route("GET", "/requests/{key}", request_page),
        Route("GET", "/customers", customer_list),
        Route("GET", "/customers/{key}", customer_page),
    ),
    error_page=_error_page,
)
