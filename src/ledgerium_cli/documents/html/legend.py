"""The legends of the pictures, with only the signs that occur."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.cases.model import PARTS
from ledgerium_cli.documents.html.markup import Html, el, joined, text
from ledgerium_cli.documents.map.model import ProcessMap
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import PART_WORDS


def map_signs(view: View, drawn: ProcessMap) -> Html:
    """The signs of arrows and boxes, apart from frequency and duration."""
    return joined(_map_signs(view, drawn))


def _map_signs(view: View, drawn: ProcessMap) -> Iterator[Html]:
    if any(one.skipped for one in drawn.arrows):
        yield _sign("swatch skips", "passes over a required step")
    if any(one.is_hand_off for one in drawn.arrows):
        yield _sign("swatch handoff", "handed to somebody else, half of the times or more")
    if any(one.held for one in drawn.boxes):
        yield _sign("swatch box-held", "holds begin here")
    if n := len(view.facts.unordered):
        yield el("li", text(f"without arrows: {view.cases(n)} whose order of steps is not known"))


def thicker(drawn: ProcessMap) -> str:
    return f"{'most frequent variant; ' if drawn.has_happy_path else ''}the thicker, the more often"


def part_signs(view: View) -> Html:
    """The colours of the parts of case time."""
    seen = [part for part in PARTS if getattr(view.facts.spent, part)]
    signs = [_sign(f"dot dot-{part.replace('_', '-')}", PART_WORDS[part]) for part in seen]
    if not seen:
        signs.append(_sign("dot dot-unknown", "a step; what of it was work is not known"))
    if view.facts.holds:
        signs.append(_sign("dot dot-held", "on hold"))
    if view.analysis.metrics.open_cases:
        signs.append(_sign("dot dot-open", "still open: since its last step"))
    return joined(signs)


def _sign(looks: str, means: str) -> Html:
    return el("li", el("span", class_=looks, aria_hidden="true"), text(means))
