"""Renders `report.html`: one self-contained file to share, which loads nothing.

The page's content security policy allows one script and one style, by their hashes, and nothing else. Texts of
recordings are escaped in the markup; in the data they are JSON strings that the script only shows as text.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from ledgerium_cli import __version__
from ledgerium_cli.documents.condition import CLOCKS, CLOCKS_AT
from ledgerium_cli.documents.heading import heading
from ledgerium_cli.documents.html.data import page_data
from ledgerium_cli.documents.html.legend import map_signs, part_signs, thicker
from ledgerium_cli.documents.html.map_figure import Drawing, map_figures
from ledgerium_cli.documents.html.map_lanes import lanes_of_whom, rule_of_lanes
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.html.opportunities import gaps, savings
from ledgerium_cli.documents.html.overview import overview
from ledgerium_cli.documents.html.paper import first_sheet
from ledgerium_cli.documents.html.policy import source_hash
from ledgerium_cli.documents.html.prose import Section, prose, sections
from ledgerium_cli.documents.html.script import as_script
from ledgerium_cli.documents.map.picture import UNDRAWN
from ledgerium_cli.documents.merge.text.wording import FOR_PROGRAMS, chapters_at, without_step_marks
from ledgerium_cli.documents.opportunities.render import GAP
from ledgerium_cli.documents.view.model import View

SCRIPTS = (
    "words", "elements", "state", "times", "evidence", "drawer", "plots", "cases", "map", "map_chosen", "panzoom",
    "variants", "overview_chosen", "distributions", "download", "address", "start",
)  # fmt: skip
"""Each is `NAME.js`; in dependency order."""
_PLACE = re.compile(r"\{\{ (\w+) \}\}")
_RANKED = re.compile(r"\d+\. ")
"""The section title of an opportunity that was ranked."""
_OF_GAP = f"{GAP}: "
"""How the section title of one begins that closes a gap."""
SHOWN_ELSEWHERE = frozenset({"The numbers", "What stands out"})
DRAWN_BY_SCRIPTS = "Variants"
"""The section of the report that scripts draw as a section of its own; its table is for readers without scripts."""


class Texts(Struct, frozen=True):
    """The Markdown documents, as written beside the page."""

    sop: str
    report: str
    opportunities: str


class Page(Struct, frozen=True):
    text: str
    has_map: bool
    """Whether the map is drawn; where it is not, the page says so."""


def render_html(view: View, texts: Texts) -> Page:
    with ThreadPoolExecutor(1) as meanwhile:
        figures = meanwhile.submit(map_figures, view)  # runs Graphviz in a separate process
        report = sections(texts.report, first_level=4)
        opportunities = sections(texts.opportunities, first_level=4)[1:]
        sop = sections(
            without_step_marks(texts.sop),
            first_level=4,
            chapters=chapters_at(texts.sop),
            without=FOR_PROGRAMS,
        )
    drawing = figures.result()
    drawn = drawing.drawn
    page = {
        "policy": _policy(),
        "title": text(view.name),
        "scope": text(view.scope),
        "version": text(__version__),
        "overview": overview(view),
        "stands_out": joined(one.body for one in report if one.title == "What stands out"),
        "first_sheet": first_sheet(view),
        "map": _map(drawing),
        "map_without": _map_without(drawing, view),
        "role": text(lanes_of_whom(view)),
        "lanes_by": text(rule_of_lanes(view)),
        "map_signs": map_signs(view, drawn),
        "happy": Html(" happy" if drawn.has_happy_path else ""),
        "thicker": text(thicker(drawn)),
        "part_signs": part_signs(view),
        "case_plural": text(view.case_plural),
        "numbers": joined(map(_folded, _details(report))),
        "gaps": gaps(view, [one for one in opportunities if one.title.startswith(_OF_GAP)]),
        "savings": savings(view, [one for one in opportunities if _RANKED.match(one.title)]),
        "opportunities": joined(_folded(one) for one in opportunities if not _is_card(one)),
        "sop": joined(_sop(sop)),
        "style": _file("page.css"),
        "script": all_scripts(),
    }
    frame = _file("page.html")
    beside = len("".join([frame, *page.values()]).encode())
    data = page_data(view, drawn, [texts.sop, texts.report, texts.opportunities], beside)
    page |= {"notices": _notices(view, len(data.cases)), "data": as_script(data)}
    filled = _PLACE.sub(lambda found: page[found[1]], frame)
    return Page(filled, has_map=bool(drawing.figures))


def _map(drawing: Drawing) -> Html:
    says = f"{UNDRAWN} Its numbers stand in the tables below."
    return drawing.figures or el("p", text(says), class_="undrawn")


def _map_without(drawing: Drawing, view: View) -> Html:
    if not drawing.without:
        return Html("")
    names = {"role": lanes_of_whom(view).lower()}
    by = " and by ".join(names.get(one, one) for one in drawing.without)
    return el("p", text(f"Lanes by {by} are not drawn: too many paths lead between them."), class_="lead")


def _notices(view: View, here: int) -> Html:
    """The notices at the head of every document: filtered, generated, guessed; and whether the page carries all
    cases: `here` of them."""
    lines: list[str] = heading("", view, in_page=True)[2:]
    notices = [el("div", prose(line), class_="notice") for line in lines]
    n = len(view.analysis.cases)
    if here < n:
        says = (
            f"This page carries {here} of {view.cases(n)}, taken at even distances: its list, its distributions "
            "with their numbers, what is chosen, and the cases that a click lists, are of these. All other numbers "
            "are of all."
        )
        notices.append(el("div", prose(says), class_="notice of-page"))
    return joined(notices)


def _details(report: list[Section]) -> list[Section]:
    return [one for one in report if one.title and one.title not in SHOWN_ELSEWHERE]


def _is_card(section: Section) -> bool:
    return section.title.startswith(_OF_GAP) or _RANKED.match(section.title) is not None


def _folded(section: Section) -> Html:
    return el(
        "details",
        el("summary", el("h3", text(section.title))),
        el("div", section.body, class_="prose", id=CLOCKS_AT if section.title == CLOCKS else None),
        class_="folded without-script" if section.title == DRAWN_BY_SCRIPTS else "folded",
    )


def _sop(own: list[Section]) -> list[Html]:
    """The whole SOP but its title, which the page already has."""
    return [joined([el("h3", text(one.title)), one.body]) for one in own[1:]]


@lru_cache(maxsize=1)
def all_scripts() -> str:
    """All scripts inside one function, so that no name is global."""
    parts = "\n".join(_file(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _policy() -> str:
    script, style = source_hash(all_scripts()), source_hash(_file("page.css"))
    return (
        f"default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=32)
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
