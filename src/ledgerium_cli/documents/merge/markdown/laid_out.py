"""An SOP laid out as a build writes it, whatever an editor or a formatter made of its lines."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.levels import at_generated_levels
from ledgerium_cli.documents.merge.markdown.matching import match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.markdown.render import STYLES, section_source
from ledgerium_cli.documents.merge.markdown.rows import in_line, rows_of
from ledgerium_cli.documents.merge.markdown.steps_json import one_step_a_line
from ledgerium_cli.documents.merge.text.typography import set_apart

_JSON = re.compile(r"```json\n(.*)\n```", re.DOTALL)
_DASHES = re.compile(r"-+")


def laid_out(text: str, made: str, *, is_merged: bool = False) -> list[str]:
    """Its lines, a passage, entry, row or step of the JSON each, in chapters with the titles of what a build `made`. If
    somebody merged it, a passage with a whole line of that is left as it stands, since it may be one of two builds."""
    document, known = parse(text), {*made.split("\n")} if is_merged else frozenset[str]()
    sections = (
        section_source(
            replace(
                one,
                lower=0,
                attributes="",
                written="",
                underline="",
                blocks=tuple(_laid_out(block, known) for block in one.blocks),
                source="",
            )
        )
        for one in _titled(document.sections, parse(made).sections)
    )
    return "\n\n".join(filter(None, [document.front, *sections])).split("\n")


def _titled(own: Sequence[Section], made: Sequence[Section]) -> Iterator[Section]:
    """The sections, chapters with their generated titles and levels."""
    levelled = at_generated_levels(own, made)
    titles = {place: made[at] for at, place in match_sections(made, levelled).items()}
    for place, one in enumerate(levelled):
        of = titles.get(place)
        yield replace(one, title=of.title) if of is not None and of.step is None is one.step else one


def _laid_out(block: Block, known: Collection[str]) -> Block:
    if block.kind == "item" and not block.mark.startswith("|"):
        block = replace(block, mark=f"{block.mark[:-1]}." if block.mark[:-1] else STYLES[0], loose=False)
    if block.kind in ("text", "item") and block.text and not block.tail:
        is_known = any(line in known for line in block.source.split("\n"))
        return block if is_known else replace(block, source=set_apart(block.text))
    if block.kind == "table":
        head, line, *rows = rows_of(set_apart(block.source))
        own = [head, tuple(_DASHES.sub("---", cell) for cell in line), *rows]
        return replace(block, source="\n".join(map(in_line, own)))
    if (found := _JSON.fullmatch(block.source)) is not None:
        return replace(block, source=_as_steps(block.source, found[1]))
    return block


def _as_steps(source: str, told: str) -> str:
    try:
        head = json.loads(told)
    except ValueError:
        return source
    steps = head.pop("steps", None) if isinstance(head, dict) else None
    return "\n".join(["```json", *one_step_a_line(head, steps), "```"]) if isinstance(steps, list) else source
