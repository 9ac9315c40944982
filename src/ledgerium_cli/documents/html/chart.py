"""Draws the Mermaid flowchart of an SOP as a picture, for readers whose program does not render Mermaid."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ledgerium_cli.documents.html.markup import Html
from ledgerium_cli.documents.map.svg import NotDrawn, draw_svg
from ledgerium_cli.documents.words import count
from ledgerium_cli.output.text import plain

_NODE = re.compile(r"\s*(\w+)(\[|\(\[)\"(.*)\"(?:\]|\]\))")
_EDGE = re.compile(r"\s*(\w+) (-->|==>)\|(\d+)\| (\w+)")
_DIRECTION = re.compile(r"(?:flowchart|graph)\s+(TD|TB|BT|LR|RL)\s*;?")
_STYLE = re.compile(r"\s*(style|linkStyle)\s+(\S+)\s+(.*?);?\s*")
_LOOK = re.compile(r"\s*(?:(?:style|linkStyle)\s.*|%%.*)?")
"""What says nothing: colours of steps and paths, comments, empty lines."""
_COLOUR = re.compile(r"(fill|stroke|color)\s*:\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}|[a-z]+)\s*")
_OF_NODE = {"fill": "fillcolor", "stroke": "color", "color": "fontcolor"}
_OF_EDGE = {"stroke": "color", "color": "fontcolor"}
"""What colours of Mermaid are called in DOT."""
_NUMBERED = re.compile(r"#(\d{1,6});")
_HEAD = """digraph "Flowchart" {
  graph [bgcolor="white", nodesep="0.3", pad="0.05", ranksep="0.3"];
  node [color="#8895A3", fillcolor="#E8ECF0", fontname="Helvetica", fontsize="11", margin="0.14,0.06", shape="box"];
  edge [arrowsize="0.7", color="#5B6673", fontname="Helvetica", fontsize="9"];
"""


def chart(mermaid: str) -> Html | None:
    """The chart as an image embedded in the page, turned and coloured as people left it; None for a chart that no
    build wrote, such as one drawn by people, and for one that cannot be drawn: its text stands in the page instead."""
    first, *rest = mermaid.strip().split("\n")
    direction, lines = _DIRECTION.fullmatch(first.strip()), [one for one in rest if not _LOOK.fullmatch(one)]
    colours = _colours(rest)
    drawn = [*_statements(lines, colours)]
    if direction is None or not drawn or None in drawn:
        return None
    turned = f'  rankdir="{direction[1].replace("TD", "TB")}";\n'
    try:
        picture = draw_svg(_HEAD + turned + "\n".join(filter(None, drawn)) + "\n}\n")
    except NotDrawn:
        return None
    data = base64.b64encode(picture.encode()).decode()
    return Html(f'<p><img alt="{escape(_told(lines))}" src="data:image/svg+xml;base64,{data}"></p>\n')


def _statements(lines: Sequence[str], colours: Mapping[str, str]) -> Iterator[str | None]:
    """The statements in DOT; None for a line that is none of a build. Node names such as `s1` and `start` are not DOT
    keywords, and Mermaid knows a path by its number, from 0."""
    paths = 0
    for line in lines:
        if node := _NODE.fullmatch(line):
            own = colours.get(node[1], "")
            style = "rounded" if node[2] == "[" and "fillcolor" not in own else "rounded,filled"
            yield f'  {node[1]} [label=<{escape(_words(node[3]))}>, style="{style}"{own}];'
        elif edge := _EDGE.fullmatch(line):
            width = 2.5 if edge[2] == "==>" else 1
            own = colours.get(str(paths), colours.get("default", ""))
            yield f'  {edge[1]} -> {edge[4]} [label=" {edge[3]} ", penwidth="{width}"{own}];'
            paths += 1
        else:
            yield None


def _colours(lines: Iterable[str]) -> dict[str, str]:
    """The attributes in DOT of the nodes that people coloured, by name, and of paths, by number."""
    found: dict[str, str] = {}
    for style in filter(None, map(_STYLE.fullmatch, lines)):
        names = _OF_NODE if style[1] == "style" else _OF_EDGE
        colours = filter(None, map(_COLOUR.fullmatch, style[3].split(",")))
        own = "".join(f', {names[one[1]]}="{_in_full(one[2])}"' for one in colours if one[1] in names)
        found |= dict.fromkeys(style[2].split(","), own)
    return found


def _in_full(colour: str) -> str:
    """`#f96` as `#ff9966`: DOT knows no shorter one."""
    return "#" + "".join(2 * one for one in colour[1:]) if len(colour) == 4 and colour[0] == "#" else colour


def _told(lines: list[str]) -> str:
    """The chart in words, as alternative text."""
    names = {node[1]: _words(node[3]) for node in map(_NODE.fullmatch, lines) if node}
    return f"Flowchart: {'; '.join(_ways(lines, names))}"


def _ways(lines: list[str], names: dict[str, str]) -> Iterator[str]:
    for edge in filter(None, map(_EDGE.fullmatch, lines)):
        yield f"{names.get(edge[1], edge[1])} to {names.get(edge[4], edge[4])}, {count(int(edge[3]), 'time')}"


def _words(label: str) -> str:
    return plain(_NUMBERED.sub(lambda found: chr(int(found[1])), label))
