"""What people wrote at a step that the build of the other branch does not show, where no build knows of it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ledgerium_cli.documents.merge.builds.gone import KEPT_LEVEL, key_of
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.model import Document, Section
from ledgerium_cli.documents.merge.markdown.parse import parse
from ledgerium_cli.documents.merge.markdown.render import render
from ledgerium_cli.documents.merge.text.wording import KEPT, WAS_STEP, was_step


def with_whole_steps(text: str, had: str, written: str, made: str) -> str:
    """The text with each step that is gone, and at which people wrote since `had`, whole at its place, as they left it
    in `written`, of which a build `made` the rest. What is kept of it alone does not tell the next build where in the
    step it stood."""
    document = parse(text)
    before = {one.blocks for one in _kept(parse(had).sections)}
    own = folded(parse(written).sections, parse(made).sections)
    steps = {was_step(one.step): one for one in own if one.step is not None}
    found = [*document.sections]
    for one in _kept(document.sections):
        step = steps.get(one.blocks[0].source)
        if step is not None and one.blocks not in before:
            found.remove(one)
            found.insert(_place_of(step, own, found), step)
    if found == [*document.sections]:
        return text
    return render(Document(document.front, tuple(_without_empty(found))))


def _kept(sections: Sequence[Section]) -> Iterator[Section]:
    """What is kept of steps that are gone."""
    for one in sections:
        if one.level == KEPT_LEVEL and one.blocks and one.blocks[0].source.startswith(WAS_STEP):
            yield one


def _without_empty(sections: Sequence[Section]) -> Iterator[Section]:
    """Without the heading below which nothing is kept any more."""
    for one, behind in zip_longest(sections, sections[1:]):
        if one.title != KEPT or one.blocks or (behind is not None and behind.level > one.level):
            yield one


def _place_of(step: Section, own: Sequence[Section], sections: Sequence[Section]) -> int:
    """Behind the last section before it that is there."""
    there = {key_of(one): at for at, one in enumerate(sections)}
    above = (there.get(key_of(one)) for one in reversed(own[: own.index(step)]))
    return next((at + 1 for at in above if at is not None), 0)
