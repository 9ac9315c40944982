"""What pictures in DOT are made of: text in HTML-like labels, and the colour-blind safe colours of Okabe and Ito."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from html import escape

from ledgerium_cli.documents.words import duration
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.output.text import plain

BLUE, GREEN, AMBER, RED = "#0072B2", "#009E73", "#E69F00", "#D55E00"
INK, QUIET, LINE, PATH, HELD = "#1F2933", "#5B6673", "#C3CAD3", "#98A2AE", "#FFF3D6"
SPACE, NEW_LINE = "&#160;&#160; ", '<BR ALIGN="LEFT"/>'
LINE_LENGTH, MOST_LINES = 30, 3
GRAPH = (
    f'bgcolor="white", fontcolor="{INK}", fontname="Helvetica", labeljust="l", labelloc="t", nodesep="0.4", pad="0.3", '
    'ranksep="0.35"'
)
NODES = (
    f'  node [color="{LINE}", fillcolor="white", fontcolor="{INK}", fontname="Helvetica", fontsize="10",'
    ' margin="0.12,0.08", shape="box", style="rounded,filled"];',
    f'  edge [arrowsize="0.7", color="{PATH}", fontcolor="{INK}", fontname="Helvetica", fontsize="9"];',
)


def wrapped(text: str) -> str:
    clean = plain(text)
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in clean)
    length = LINE_LENGTH // 2 if wide else LINE_LENGTH
    lines = textwrap.wrap(clean, length, max_lines=MOST_LINES, placeholder="…")
    return "".join(f"{shown(line)}{NEW_LINE}" for line in lines)


def shown(text: str) -> str:
    """Text escaped for an HTML-like label; a backslash would begin an escape sequence of DOT."""
    return escape(plain(text), quote=False).replace("\\", "\\\\")


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def table(rows: Iterable[str], padding: int = 1) -> str:
    cells = "".join(f'<TR><TD ALIGN="LEFT" BALIGN="LEFT">{row}</TD></TR>' for row in rows)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}">{cells}</TABLE>'


def font(text: str, colour: str, size: int = 9) -> str:
    return f'<FONT COLOR="{colour}" POINT-SIZE="{size}">{text}</FONT>'


def square(colour: str) -> str:
    return f'<FONT COLOR="{colour}">■</FONT>'


def times(summary: Summary, told: Callable[[int | None], str] = duration) -> str:
    """The values when there are fewer than five, else the median; pictures show n elsewhere."""
    if summary.values is None:
        return told(summary.median or 0)
    return ", ".join(map(told, summary.values))
