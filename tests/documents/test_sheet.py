"""An SOP as a page to print or mail: all of its words, its chart drawn, and nothing that runs or is fetched."""

from __future__ import annotations

import base64
import re

import pytest

from ledgerium_cli.documents.html.sheet import render_sheet
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View

from .make import ATTACKS, Take, analysed, hostile_takes, hostile_workflow, nine_orders, sales_order
from .pages import Page, hashed

USUAL = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "em",
    "strong", "code", "blockquote", "div", "table", "thead", "tbody", "tr", "th", "td", "img", "pre", "br", "hr",
}  # fmt: skip


@pytest.fixture(scope="module")
def sop() -> str:
    return render_sop(View(analysed(*nine_orders(), workflow=sales_order())))


def charts(html: str) -> list[str]:
    return [
        base64.b64decode(one).decode()
        for one in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    ]


def test_the_page_is_called_as_the_document_and_has_its_sections(sop: str) -> None:
    page = Page(render_sheet(sop))
    assert page.inside["title"] == ["Sales order processing"]
    assert page.inside["h1"] == ["Sales order processing"]
    told = [line.removeprefix("## ") for line in sop.splitlines() if line.startswith("## ")]
    assert page.inside["h2"] == [title for title in told if title != "For programs"]
    assert "step: enter-order" not in render_sheet(sop)


def test_front_matter_of_people_is_no_part_of_the_page(sop: str) -> None:
    html = render_sheet(f"---\ntitle: Order handbook\nowner: Sales ops\n---\n\n{sop}")
    assert html == render_sheet(sop)


@pytest.mark.parametrize(
    ("heading", "own"),
    [("^(#+ )", r"#\1"), ("^#(#+ )", r"\1"), ("^(### )", r"#\1"), ("^(## For programs)", r"#\1")],
    ids=["all lower", "all higher", "steps lower", "programs lower"],
)
def test_the_page_is_the_same_at_whatever_level_people_put_the_headings(
    sop: str, heading: str, own: str
) -> None:
    page = Page(render_sheet(re.sub(heading, own, sop, flags=re.MULTILINE)))
    whole = Page(render_sheet(sop))
    assert page.words == whole.words
    assert page.inside["h1"] == whole.inside["h1"]
    assert page.inside["h2"] == whole.inside["h2"]


def test_of_a_picture_of_people_the_page_has_the_words(sop: str) -> None:
    html = render_sheet(
        sop.replace("## Procedure\n", "## Procedure\n\n![the *green* & big](img/a.png) *(added)*\n")
    )
    assert '<p>the green &amp; big <em class="whose">(added)</em></p>' in html
    assert "img/a.png" not in html


def test_callouts_boxes_and_footnotes_of_people_look_as_where_they_wrote_them(sop: str) -> None:
    own = """## Procedure

> [!WARNING]
> Never release *unpaid* orders[^why].

- [x] asked Ben
- [ ] asked the customer

[^why]: The auditor asked in May.
"""
    html = render_sheet(sop.replace("## Procedure\n", own))
    assert (
        '<p class="markdown-alert-title">Warning</p>\n<p>Never release <em>unpaid</em> orders<sup>1</sup>.'
        in html
    )
    assert re.findall("☑ asked Ben|☐ asked the customer", html) == ["☑ asked Ben", "☐ asked the customer"]
    assert html.index("<li><p>The auditor asked in May.") > html.index("How this was made</h2>")
    assert "[!" not in html
    assert "[^" not in html


def test_the_flowchart_is_drawn_as_it_stands_in_the_document_and_told_in_words(sop: str) -> None:
    renamed = sop.replace('"Enter the order"', '"Enter the order with care #38; &lt; ü"')
    html = render_sheet(renamed)
    [chart] = charts(html)
    assert "Enter the order with care &amp; &amp;lt; ü" in chart
    [image] = [attributes for tag, attributes in Page(html).elements if tag == "img"]
    assert image["alt"]
    assert image["alt"].startswith("Flowchart: start to Enter the order with care & &lt; ü, 9 times; ")
    assert "flowchart TD" not in html


def test_a_flowchart_that_people_turned_and_coloured_is_drawn_so(sop: str) -> None:
    drawn = render_sheet(sop)
    looks = "  %% seen by Ana\n  style s1 fill:#f96,stroke-width:4px\n  linkStyle 0 stroke:#f00\n"
    html = render_sheet(sop.replace("flowchart TD\n", f"flowchart LR\n{looks}"))
    [[was], [chart]] = charts(drawn), charts(html)
    size, turned = (re.findall(r'viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"', one)[0] for one in (was, chart))
    assert float(size[0]) < float(size[1])
    assert float(turned[0]) > float(turned[1])
    assert chart.count('fill="#ff9966"') == 1
    assert 'stroke="#ff0000"' in chart
    assert "flowchart LR" not in html


def test_a_chart_that_people_drew_stands_as_they_wrote_it(sop: str) -> None:
    html = render_sheet(sop.replace("flowchart TD\n", "flowchart TD\n  s1 -.-> s2\n"))
    assert not charts(html)
    assert "s1 -.-&gt; s2" in html


def test_nothing_runs_and_nothing_is_fetched(sop: str) -> None:
    page = Page(render_sheet(sop))
    [style] = page.inside["style"]
    assert page.policy == (
        f"default-src 'none'; img-src data:; style-src {hashed(style)}; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|https?://", style)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_texts_are_text(attack: str) -> None:
    take = (
        Take(attack, attack, host=attack, title=attack)
        .mark(0, attack, "case")
        .press(5, attack, attack, attack)
    )
    take.press(9, f"Save {attack}", attack, f"{attack} on hold")
    _is_harmless(render_sheet(render_sop(View(analysed(take)))))


def test_so_are_declared_ones() -> None:
    analysis = analysed(*hostile_takes(), *nine_orders(), workflow=sales_order(hostile_workflow()))
    _is_harmless(render_sheet(render_sop(View(analysis))))


def _is_harmless(html: str) -> None:
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= USUAL
    names = {name for _, attributes in page.elements for name in attributes}
    assert names <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "tabindex",
        "alt",
        "src",
        "start",
    }
    assert all("<script" not in chart and "href" not in chart for chart in charts(html))
