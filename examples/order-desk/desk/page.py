"""HTML without a template engine: `el` escapes every text, so a page cannot forget to."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape

from desk.told import Told
from desk.web import Site

VOID = {"input", "link", "meta"}


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def el(tag: str, /, *children: str, **attributes: str | bool) -> Html:
    """An element. Texts are escaped; `class_` and `aria_label` become `class` and `aria-label`.

    An attribute that is True stands alone, one that is False or empty is left out (but for `value`).
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{join(children)}</{tag}>")


def join(parts: Iterable[str]) -> Html:
    """Parts one after the other, texts among them escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def _attribute(name: str, value: str | bool) -> str:
    written = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {written}"
    if value is False or (value == "" and name != "value"):
        return ""
    return f' {written}="{escape(value)}"'


def page(site: Site, heading: str, *body: str, beside: str = "") -> str:
    """A whole page: the bar, the heading with what stands beside it, the body."""
    return document(site, heading, el("div", el("h1", heading), beside, class_="top"), *body)


def document(site: Site, title: str, *main: str) -> str:
    """A whole HTML document: the head, the system's bar, the main part."""
    system = site.system
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{title} · {system.name}"),
        el("link", rel="icon", href=f"/static/{system.css_class}.svg"),
        el("link", rel="stylesheet", href="/static/desk.css"),
        *(el("script", src=f"/static/{name}", defer=True) for name in system.scripts),
    )
    body = el("body", bar(site), el("main", *main), class_=system.css_class)
    return f"<!doctype html>\n{el('html', head, body, lang='en')}\n"


def bar(site: Site) -> Html:
    """The bar with the system's name, its menu and the ways to the other systems."""
    system, links = site.system, site.links
    others = (("CRM", links.crm), ("ERP", links.erp), ("Credit desk", links.credit))
    return el(
        "header",
        el("a", el("b", system.name), " ", system.full_name, class_="brand", href="/"),
        el("nav", *(link(text, path) for text, path in system.menu), aria_label=system.full_name),
        el("nav", *(link(text, address) for text, address in others), aria_label="Systems", class_="systems"),
    )


def link(text: str, href: str, class_: str = "") -> Html:
    """A link."""
    return el("a", text, href=href, class_=class_)


def card(*body: str, title: str = "") -> Html:
    """A white panel."""
    return el("section", el("h2", title) if title else "", *body, class_="card")


def facts(rows: Mapping[str, str]) -> Html:
    """Names and values."""
    return el("dl", *(el("div", el("dt", name), el("dd", value or "—")) for name, value in rows.items()))


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], empty: str = "") -> Html:
    """A table; the columns whose name ends with a hash are numbers (and lose the hash)."""
    classes = ["number" if name.endswith("#") else "" for name in columns]
    head = (
        el("th", name.rstrip("#"), scope="col", class_=style)
        for name, style in zip(columns, classes, strict=True)
    )
    body = [
        el("tr", *(el("td", cell, class_=style) for cell, style in zip(row, classes, strict=True)))
        for row in rows
    ]
    if not body:
        body = [el("tr", el("td", empty, colspan=str(len(columns)), class_="empty"))]
    return el("table", el("caption", caption), el("thead", el("tr", *head)), el("tbody", *body))


def badge(state: str) -> Html:
    """A state as a coloured label."""
    return el("span", state, class_="badge", data_state=state)


def messages(told: Told | None = None) -> Html:
    """The two live regions of a page; scripts write into them too."""
    return join(
        el("p", told.text if told and told.role == role else "", role=role, class_="message")
        for role in ("status", "alert")
    )


def money(amount: Decimal) -> str:
    """Euros with cents."""
    return f"€{amount:,.2f}"
