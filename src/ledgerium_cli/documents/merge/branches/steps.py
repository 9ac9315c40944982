"""What people wrote at a step that the build of the other branch does not show, where no build knows of it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.merge.builds.gone import KEPT_LEVEL
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.parse import Document, Section, parse
from ledgerium_cli.documents.merge.markdown.render import render
from ledgerium_cli.documents.merge.text.wording import KEPT, was_step


def with_whole_steps(text: str, had: str, written: str, made: str) -> str:
    """The text with each step that is gone, and at which people wrote since `had`, whole at its place, as they left it
    in `written`, of which a build `made` the rest. What is kept of it alone does not tell the next build where in the
    step it stood."""
    front, sections = _divided(text)
    before = {one.blocks for one in _kept(_divided(had)[1])}
    own = folded(parse(written).sections, parse(made).sections)
    steps = {was_step(one.step): one for one in own if one.step is not None}
    found = [*sections]
    for one in _kept(sections):
        step = steps.get(one.blocks[0].source)
        if step is None or one.blocks in before:
            continue
        found.remove(one)
        found.insert(_place_of(step, own, found), step)
    if len(found) and found != sections and not [*_kept(found)]:
        found = [one for one in found if one.title != KEPT]
    return render(Document(front, tuple(found))) if found != sections else text


def _divided(text: str) -> tuple[str, Sequence[Section]]:
    document = parse(text)
    return document.front, document.sections


def _kept(sections: Sequence[Section]) -> Iterator[Section]:
    """What is kept of steps that are gone."""
    marks = was_step("").split(" -->")[0]
    for one in sections:
        if one.level == KEPT_LEVEL and one.blocks and one.blocks[0].source.startswith(marks):
            yield one


def _place_of(step: Section, own: Sequence[Section], sections: Sequence[Section]) -> int:
    """Behind the last section before it that is there."""
    there = {(one.step, one.said): at for at, one in enumerate(sections)}
    above = (there.get((one.step, one.said)) for one in reversed(own[: own.index(step)]))
    return next((at + 1 for at in above if at is not None), 0)
