"""The credit desk: one page whose script draws every view, and the JSON interface that the script uses."""

from desk import rules
from desk.page import card, document, el, link, messages, money, page
from desk.records import Order
from desk.told import Told
from desk.web import Request, Response, Route, Site, System, as_json, redirect

ROUTE_PAGES = ("/checks", "/checks/{key}", "/holds", "/holds/{key}")


def front(site: Site, request: Request) -> Response:
    """Go to the queue."""
    return redirect("/checks")


def shell(site: Site, request: Request) -> Response:
    """The page that the script fills."""
    places = el("div", id="banner"), messages(), el("div", id="view")
    return Response(document(site, "Credit desk", *places, el("noscript", "This system needs JavaScript.")))


def queue(site: Site, request: Request) -> Response:
    """All orders that are not released yet."""
    return as_json([_check(site, order) for order in site.state.orders() if not order.warehouse])


def holds(site: Site, request: Request) -> Response:
    """All orders on hold."""
    return as_json([_check(site, order) for order in site.state.orders() if order.on_hold])


def check(site: Site, request: Request) -> Response:
    """One order as the credit desk sees it."""
    return as_json(_check(site, site.state.order(request.key)))


def run_check(site: Site, request: Request) -> Response:
    """Run the credit check of an order."""
    order = site.state.order(request.key)
    site.state.take(rules.credit_check_ms(order.number))
    customers = site.state.catalogue.customers
    return _answer(
        site,
        *site.state.apply(
            order.number, lambda order: rules.run_credit_check(order, customers[order.entry.customer])
        ),
    )


def decide(site: Site, request: Request) -> Response:
    """Release a hold or keep it."""
    form, offered = request.form, site.state.catalogue.hold_reasons
    reason = form.get("reason", "") if form.get("reason") in offered else ""
    comment = form.get("comment", "").strip()
    action = rules.release_hold if form.get("decision") == "release" else rules.keep_hold
    return _answer(site, *site.state.apply(request.key, lambda order: action(order, reason, comment)))


def _answer(site: Site, order: Order, told: Told) -> Response:
    return as_json({"role": told.role, "text": told.text, "order": _check(site, order)})


def _check(site: Site, order: Order) -> dict[str, object]:
    customer = site.state.catalogue.customers[order.entry.customer]
    return {
        "number": order.number,
        "state": order.state,
        "customer": customer.name,
        "city": customer.city,
        "total": money(order.entry.total),
        "balance": money(customer.balance),
        "exposure": money(rules.exposure(customer, order.entry.total)),
        "limit": money(customer.limit),
        "terms": order.entry.terms,
        "agreed_terms": customer.terms,
        "overdue": [
            {"number": invoice.number, "amount": money(invoice.amount), "due": invoice.due.isoformat()}
            for invoice in customer.overdue
        ],
        "credit": order.credit,
        "on_hold": order.on_hold,
        "hold": order.hold,
        "hold_note": order.hold_note,
        "reasons": site.state.catalogue.hold_reasons,
        "address": f"{site.links.erp}/orders/{order.number}",
    }


def _error_page(site: Site, heading: str) -> str:
    return page(site, heading, card(el("p", link("Back to the credit checks", "/checks"))))


CREDIT = System(
    name="Credit",
    full_name="Receivables",
    css_class="credit",
    menu=(("Credit checks", "/checks"), ("Orders on hold", "/holds")),
    routes=(
        Route("GET", "/", front),
        *(Route("GET", path, shell) for path in ROUTE_PAGES),
        Route("GET", "/api/checks", queue),
        Route("GET", "/api/checks/{key}", check),
        Route("POST", "/api/checks/{key}/run", run_check),
        Route("GET", "/api/holds", holds),
        Route("GET", "/api/holds/{key}", check),
        Route("POST", "/api/holds/{key}/decision", decide),
    ),
    error_page=_error_page,
    scripts=("credit.js",),
)
