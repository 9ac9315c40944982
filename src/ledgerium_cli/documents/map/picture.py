"""The picture of the map: of as many paths as can be drawn, or of none, with the reason."""

from __future__ import annotations

from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.map.model import ONLY_NEXT
from ledgerium_cli.documents.map.svg import NotDrawn, TooSlow, draw_svg
from ledgerium_cli.documents.view.model import View

UNDRAWN = "The map is not drawn: too many paths lead between too many steps."
NO_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="60" viewBox="0 0 560 60" role="img" '
    f'aria-label="{UNDRAWN}">\n'
    f'<text x="12" y="25" font-family="Helvetica,Arial,sans-serif" font-size="14">{UNDRAWN}</text>\n'
    '<text x="12" y="46" font-family="Helvetica,Arial,sans-serif" font-size="14">'
    "Its steps and paths stand in map.dot and in the tables of report.md.</text>\n</svg>\n"
)
"""Stands where the picture would, so that no picture of an earlier build is taken for this one."""


def picture_of(view: View, dot: str) -> str:
    """The drawing of `dot`, the map of the view; else that with the fewest paths, which says how many it leaves out.

    Raises NotDrawn when neither can be drawn.
    """
    try:
        return draw_svg(dot)
    except TooSlow:
        raise
    except NotDrawn:
        return draw_svg(render_dot(view, ONLY_NEXT))
