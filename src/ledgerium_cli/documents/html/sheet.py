"""Renders one Markdown document as a page of its own to read, print or mail; it has no script and loads nothing."""

from __future__ import annotations

from pathlib import Path

from ledgerium_cli.documents.html.chart import chart
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.html.policy import source_hash
from ledgerium_cli.documents.html.prose import Section, sections, title_of
from ledgerium_cli.documents.merge.markdown.parse import front_matter
from ledgerium_cli.documents.merge.text.wording import FOR_PROGRAMS, chapters_at, without_step_marks


def render_sheet(markdown: str) -> str:
    """HTML of an SOP, a quick guide or a checklist, without the section for programs."""
    style = Path(__file__).with_name("sheet.css").read_text("utf-8")
    policy = f"default-src 'none'; img-src data:; style-src '{source_hash(style)}'; base-uri 'none'; form-action 'none'"
    _, body = front_matter(markdown)
    shown = sections(
        without_step_marks(body),
        first_level=3,
        chapters=chapters_at(body),
        without=FOR_PROGRAMS,
        picture=chart,
    )
    inside = joined(map(_section, shown))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"{el('title', text(title_of(body)))}\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{inside}</main>\n</body>\n</html>\n"
    )


def _section(one: Section) -> Html:
    head = el("h2", text(one.title)) if one.title else Html("")
    return Html(f"{el('section', head, one.body)}\n")
