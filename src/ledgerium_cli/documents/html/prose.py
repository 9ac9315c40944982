"""The Markdown documents as HTML, for the page that carries them.

What a page said was made harmless when the Markdown was written. Beyond that no HTML and no picture comes
through here, and a link only where it leads to a web page or a mail address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ledgerium_cli.documents.html.markup import Html
from ledgerium_cli.output.text import kept_together

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
PICTURE = "picture"
LINKS = ("https://", "http://", "mailto:", "#")
SHORT = 16
"""Characters; a cell of no more stays on one line: names of cases, of people, of steps."""
DIAGRAM = "mermaid"
"""A picture in text."""
Picture = Callable[[str], Html | None]
"""What to show for a picture in text; None for the text as it is."""


class Section(Struct, frozen=True):
    """What stands below a heading of the second level; the first section may have none."""

    title: str
    """Plain text."""
    body: Html


def no_picture(_: str) -> Html:
    """Of a page that has a better one."""
    return Html("")


def sections(markdown: str, *, first_level: int, picture: Picture = no_picture) -> list[Section]:
    """A document in its sections. A heading of the third level becomes one of `first_level`, and so on."""
    parser = _parser()
    groups: list[tuple[str, list[Token]]] = [("", [])]
    tokens = parser.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            groups.append((_words(tokens[place + 1]), []))
        groups[-1][1].append(token)
    return [
        Section(title, _rendered(parser, own[3:] if title else own, first_level - 3, picture))
        for title, own in groups
    ]


def title_of(markdown: str) -> str:
    """The first heading, as plain text; nothing where there is none."""
    tokens = _parser().parse(markdown)
    return next(
        (_words(tokens[place + 1]) for place, one in enumerate(tokens) if one.type == "heading_open"), ""
    )


def prose(markdown: str) -> Html:
    """Paragraphs, lists and quotations."""
    parser = _parser()
    return _rendered(parser, parser.parse(markdown), 0, no_picture)


def _words(heading: Token) -> str:
    return "".join(one.content for one in heading.children or ())


def _rendered(parser: MarkdownIt, shown: list[Token], lower: int, picture: Picture) -> Html:
    for place, token in enumerate(shown):
        if token.type == "th_open" and not shown[place + 1].content:
            token.tag = shown[place + 2].tag = "td"  # a head that says nothing heads nothing
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + lower)}"
        if token.attrs.pop("style", "") == "text-align:right":  # the page's policy forbids styles in place
            token.attrs["class"] = "number"
        elif token.type == "td_open" and 0 < len(shown[place + 1].content) <= SHORT:
            token.attrs["class"] = "unbroken"
    return Html(parser.renderer.render(shown, parser.options, {PICTURE: picture}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("autolink")
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _as_text)
    parser.add_render_rule("text", lambda _, tokens, place, *__: kept_together(escape(tokens[place].content)))
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("image", lambda *_: "")
    parser.add_render_rule("table_open", _scrolling)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _fence(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    shown = env[PICTURE](token.content) if token.info.strip() == DIAGRAM else None
    return str(renderer.fence(tokens, place, options, env)) if shown is None else shown


def _link(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """A link that leads nowhere is still its words."""
    url = str(tokens[place].attrGet("href"))
    return f'<a href="{escape(url)}" rel="noreferrer noopener">' if url.startswith(LINKS) else "<a>"


def _as_text(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """HTML as it is written; a comment, such as one that marks a step, is for nobody to see."""
    return escape(_COMMENT.sub("", tokens[place].content))


def _scrolling(*_: object) -> str:
    """A wide table scrolls in its own box, which the keyboard can reach."""
    return '<div class="wide" tabindex="0"><table>\n'
