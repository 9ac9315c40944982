"""Draws the Mermaid flowchart of an SOP as a picture, for readers whose program does not render Mermaid."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import escape

from ledgerium_cli.documents.html.markup import Html
from ledgerium_cli.documents.map.svg import NotDrawn, draw_svg
from ledgerium_cli.documents.words import count
from ledgerium_cli.output.text import plain

_NODE = re.compile(r"\s*(\w+)(\[|\(\[)\"(.*)\"(?:\]|\]\))")
_EDGE = re.compile(r"\s*(\w+) (-->|==>)\|(\d+)\| (\w+)")
_NUMBERED = re.compile(r"#(\d{1,6});")
_HEAD = """digraph "Flowchart" {
  graph [bgcolor="white", nodesep="0.3", pad="0.05", ranksep="0.3"];
  node [color="#8895A3", fillcolor="#E8ECF0", fontname="Helvetica", fontsize="11", margin="0.14,0.06", shape="box"];
  edge [arrowsize="0.7", color="#5B6673", fontname="Helvetica", fontsize="9"];
"""


def chart(mermaid: str) -> Html | None:
    """The chart as an image embedded in the page; None for a chart that no build wrote, such as one drawn by
    people, and for one that cannot be drawn: its text stands in the page instead."""
    first, *lines = mermaid.strip().split("\n")
    if first.split() != ["flowchart", "TD"]:
        return None
    drawn = [*map(_statement, lines)]
    if not drawn or None in drawn:
        return None
    try:
        picture = draw_svg(_HEAD + "\n".join(filter(None, drawn)) + "\n}\n")
    except NotDrawn:
        return None
    data = base64.b64encode(picture.encode()).decode()
    return Html(f'<p><img alt="{escape(_told(lines))}" src="data:image/svg+xml;base64,{data}"></p>\n')


def _statement(line: str) -> str | None:
    """The statement in DOT. Node names such as `s1` and `start` are not DOT keywords."""
    if node := _NODE.fullmatch(line):
        style = "rounded" if node[2] == "[" else "rounded,filled"
        return f'  {node[1]} [label=<{escape(_words(node[3]))}>, style="{style}"];'
    if edge := _EDGE.fullmatch(line):
        width = 2.5 if edge[2] == "==>" else 1
        return f'  {edge[1]} -> {edge[4]} [label=" {edge[3]} ", penwidth="{width}"];'
    return None


def _told(lines: list[str]) -> str:
    """The chart in words, as alternative text."""
    names = {node[1]: _words(node[3]) for node in map(_NODE.fullmatch, lines) if node}
    return f"Flowchart: {'; '.join(_ways(lines, names))}"


def _ways(lines: list[str], names: dict[str, str]) -> Iterator[str]:
    for edge in filter(None, map(_EDGE.fullmatch, lines)):
        yield f"{names.get(edge[1], edge[1])} to {names.get(edge[4], edge[4])}, {count(int(edge[3]), 'time')}"


def _words(label: str) -> str:
    return plain(_NUMBERED.sub(lambda found: chr(int(found[1])), label))
