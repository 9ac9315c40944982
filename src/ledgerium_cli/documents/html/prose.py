"""Converts the Markdown documents to HTML for the page.

Recorded texts were escaped when the Markdown was written. In addition, no HTML and no image passes through here
but as its words, and a link only when it leads to a web page, a mail address or a place in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ledgerium_cli.documents.html.markup import Html
from ledgerium_cli.documents.merge.text.attributes import with_attributes_apart
from ledgerium_cli.output.text import kept_together

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
PICTURE = "picture"
LINKS = ("https://", "http://", "mailto:", "#")
SHORT = 16
"""In characters; shorter cells, such as names of cases, people and steps, are not broken into lines."""
DIAGRAM = "mermaid"
"""The language of code blocks that are diagrams."""
Picture = Callable[[str], Html | None]
"""Renders a diagram; None to show its source instead."""


class Section(Struct, frozen=True):
    """The content below a heading of level 2; the first section may have no heading."""

    title: str
    """Plain text."""
    body: Html


def no_picture(_: str) -> Html:
    """Drops diagrams and pictures, for a page that draws its own."""
    return Html("")


def sections(
    markdown: str, *, first_level: int, chapters: int = 2, without: str = "", picture: Picture = no_picture
) -> list[Section]:
    """The sections of a document, of which the headings have the level `chapters`; of one that begins at that level the
    first heading is the title. Headings below these become `first_level`, and so on. The part with the title `without`
    is left out, whatever its level. Footnotes stand at the end of the last one that is not."""
    parser = _parser()
    groups: list[tuple[str, list[Token]]] = [("", [])]
    tokens = parser.parse(markdown)
    first = next((token for token in tokens if token.type == "heading_open"), None)
    left_out = 0  # the level of the part that is left out, in it
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level, words = int(token.tag[1]), _words(tokens[place + 1])
            left_out = level if words == without else left_out if 0 < left_out < level else 0
            if token is first and level == chapters:
                token.tag = tokens[place + 2].tag = f"h{level - 1}"
            elif level == chapters:
                groups.append((words, []))
        if token.type == "footnote_block_open":
            left_out, groups = 0, [groups[0], *(one for one in groups[1:] if one[1])]
        if not left_out:
            groups[-1][1].append(token)
    return [
        Section(title, _rendered(parser, own[3:] if title else own, first_level - chapters - 1, picture))
        for title, own in groups
        if own or not title
    ]


def title_of(markdown: str) -> str:
    """The first heading as plain text; empty if there is none."""
    tokens = _parser().parse(markdown)
    return next(
        (_words(tokens[place + 1]) for place, one in enumerate(tokens) if one.type == "heading_open"), ""
    )


def prose(markdown: str) -> Html:
    """HTML of paragraphs, lists and quotations."""
    parser = _parser()
    return _rendered(parser, parser.parse(markdown), 0, no_picture)


def _words(heading: Token) -> str:
    return "".join(one.content for one in heading.children or ())


def _rendered(parser: MarkdownIt, shown: list[Token], lower: int, picture: Picture) -> Html:
    for place, token in enumerate(shown):
        if token.type == "th_open" and not shown[place + 1].content:
            token.tag = shown[place + 2].tag = "td"  # an empty header cell is no header
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(1, int(token.tag[1]) + lower))}"
        if token.attrs.pop("style", "") == "text-align:right":  # the page's policy forbids inline styles
            token.attrs["class"] = "number"
        elif token.type == "td_open" and 0 < len(shown[place + 1].content) <= SHORT:
            token.attrs["class"] = "unbroken"
    return Html(parser.renderer.render(shown, parser.options, {PICTURE: picture}))


def _drop_attributes(state: StateCore) -> None:
    """Leaves out the attribute block behind the words of a heading, which is for another program. Of the source, as
    braces that were recorded are told from its by the backslash before them."""
    for heading, inline in pairwise(state.tokens):
        if heading.type == "heading_open":
            inline.content, _ = with_attributes_apart(inline.content.replace("\n", " "))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"alerts": True, "tasklists": True})
    parser.enable(["table", "strikethrough"]).disable("autolink").use(footnote_plugin, inline=False)
    parser.core.ruler.before("inline", "attributes", _drop_attributes)
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _as_text)
    parser.add_render_rule("text", lambda _, tokens, place, *__: kept_together(escape(tokens[place].content)))
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("image", _words_of_picture)
    parser.add_render_rule("list_item_open", _ticked)
    parser.add_render_rule("em_open", _marked)
    # Without links: in a page whose address says what is chosen, they would lead elsewhere.
    parser.add_render_rule(
        "footnote_ref", lambda _, tokens, at, *__: f"<sup>{tokens[at].meta['id'] + 1}</sup>"
    )
    parser.add_render_rule("footnote_open", lambda *_: "<li>")
    parser.add_render_rule("footnote_anchor", lambda *_: "")
    parser.add_render_rule("table_open", _scrolling)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _fence(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    shown = env[PICTURE](token.content) if token.info.strip() == DIAGRAM else None
    return str(renderer.fence(tokens, place, options, env)) if shown is None else shown


def _link(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Keeps the words of a link whose target is not allowed."""
    url = str(tokens[place].attrGet("href"))
    return f'<a href="{escape(url)}" rel="noreferrer noopener">' if url.startswith(LINKS) else "<a>"


def _words_of_picture(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    if env[PICTURE] is no_picture:
        return ""
    return escape(renderer.renderInlineAsText(tokens[place].children, options, env))


def _ticked(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Begins an entry; the box of a task is a sign, which is read aloud and printed as any other word."""
    is_done = tokens[place].meta.pop("checked", None)
    box = "" if is_done is None else f"{'☑' if is_done else '☐'} "
    return f"{renderer.renderToken(tokens, place, options, env)}{box}"


def _marked(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Begins emphasis; that of a mark such as *(declared)* is no stress on it."""
    is_mark = re.fullmatch(r"\(.*\)", tokens[place + 1].content) is not None
    return '<em class="whose">' if is_mark else "<em>"


def _as_text(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Shows HTML as source text, without comments such as the marks of steps."""
    return escape(_COMMENT.sub("", tokens[place].content))


def _scrolling(*_: object) -> str:
    """Puts a wide table into a scrolling box that can be reached by keyboard."""
    return '<div class="wide" tabindex="0"><table>\n'
