"""Handles headings that people put inside a generated section: generated passages below such a heading still belong
to the section; and tables that people made of its entries. Every reader of people's version applies this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.entries import with_rows_as_entries
from ledgerium_cli.documents.merge.markdown.levels import at_generated_levels
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, match_sections
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.numbering import dressed, heading
from ledgerium_cli.documents.merge.markdown.parse import all_said, said_of, unquoted, with_blocks
from ledgerium_cli.documents.merge.markdown.step_rows import with_rows_as_steps
from ledgerium_cli.documents.merge.text.wording import KEPT, STEP


def folded(own: Sequence[Section], generated: Sequence[Section]) -> Sequence[Section]:
    """People's sections, compared with the `generated` ones they came from. A section of theirs that holds passages
    generated for the section before it, and missing there, becomes part of that section, as does every section
    between the two. A section without generated passages stays theirs, and so does a copy of a step. Tables that people
    made of generated entries or of steps are read as these, headings at any level as those at the generated one."""
    return _folded(tuple(own), tuple(generated))


@lru_cache(maxsize=256)
def _folded(own: Sequence[Section], generated: Sequence[Section]) -> Sequence[Section]:
    own = at_generated_levels(_with_title(with_rows_as_steps(own, generated), generated), generated)
    made = {place: generated[at] for at, place in match_sections(generated, own).items()}
    of = [made.get(place) for place in range(len(own))]
    found: list[Section] = []
    place = 0
    while place < len(own):
        size = _size(own[place:], of[place:])
        whole, made_of = joined(own[place : place + size]), of[place]
        found.append(
            _as_quoted(with_rows_as_entries(whole, made_of), made_of) if made_of is not None else whole
        )
        place += size
    return found


def with_heads(text: str, generated: Iterable[Section]) -> str:
    """The text in which a plain line with the generated name of a step, above the line with its id, is its heading: a
    conflict note quotes names without the signs of one."""
    made = {f"{STEP}{one.step} -->": one for one in generated if one.step is not None}
    lines = text.split("\n")
    above = 0
    for at, line in enumerate(lines):
        if line in made and said_of(lines[above].strip()) == made[line].said:
            lines[above] = f"{'#' * made[line].level} {heading(made[line].number, made[line].title)}"
        above = at if line.strip() else above
    return "\n".join(lines)


def _as_quoted(own: Section, generated: Section) -> Section:
    """The section with passages in which people set names in bold or as code in place of quotation marks, or without
    any, read as the generated ones: that is typography."""
    made = {unquoted(one.said): one.said for one in generated.blocks}
    known = {*made.values()}
    blocks = (
        replace(one, said=made[bare])
        if one.kind in ("text", "item") and one.said not in known and (bare := unquoted(one.said)) in made
        else one
        for one in own.blocks
    )
    return with_blocks(own, blocks)


def _with_title(own: Sequence[Section], generated: Sequence[Section]) -> list[Section]:
    """Sections in which a heading separated the title of a step from the line with its id, joined again."""
    titles = {one.step: one.said for one in generated if one.step is not None}
    found: list[Section] = []
    for one in own:
        title = titles.get(one.step, one.said) if one.step is not None else one.said
        titled = (at for at in _before(found) if found[at].said == title)
        if title == one.said or (at := next(titled, None)) is None:
            found.append(one)
        else:
            found[at:] = [replace(joined([*found[at:], one]), step=one.step)]
    return found


def _before(found: Sequence[Section]) -> Iterator[int]:
    """Indexes of the last sections, backwards to the last step."""
    for at in range(len(found) - 1, -1, -1):
        if found[at].step is not None:
            return
        yield at


def _size(own: Sequence[Section], of: Sequence[Section | None]) -> int:
    """The number of leading sections that belong to the first one. `of` has for each the generated section it
    matches."""
    size, blocks, generated = 1, [*own[0].blocks], of[0]
    if generated is None:
        return size
    for place, one in enumerate(own[1:], start=1):
        made = of[place]
        if one.step is not None or one.title == KEPT or (made is not None and made.said == one.said):
            break
        if _is_part(one, blocks, generated, made):
            blocks += [block for part in own[size : place + 1] for block in part.blocks]
            size = place + 1
    return size


def _is_part(one: Section, blocks: Sequence[Block], generated: Section, made: Section | None) -> bool:
    """Whether `one` holds more passages that `blocks` lacks of the generated section than passages that `blocks`
    already has (as a copy would), and more than it has of its own generated section `made`."""
    if _rest_of_table(blocks, one.blocks) is not None:
        return True
    held = match_blocks(generated.blocks, blocks)
    here = match_blocks(generated.blocks, one.blocks)
    copied = len(here.keys() & held.keys())
    others = len(match_blocks(made.blocks, one.blocks)) if made is not None else 0
    return len(here) - copied > max(others, copied)


def joined(parts: Sequence[Section]) -> Section:
    """One section from several: the headings of all but the first become blocks."""
    first, *others = parts
    blocks, source = [*first.blocks], first.source
    for one in others:
        behind, source = [*one.blocks], f"{source}\n\n{one.source}" if source and one.source else ""
        if (at := _rest_of_table(blocks, behind)) is not None:
            rows = f"{blocks[-1].source}\n{behind.pop(at).source}"
            blocks[-1], source = Block("table", all_said(rows), rows), ""
        blocks += [_head(one), *behind]
    return replace(first, blocks=tuple(blocks), source=source) if others else first


def with_parts(sections: Iterable[Section], is_part: Callable[[Section, Section], bool]) -> list[Section]:
    """The sections, each with the deeper ones behind it that are a part of it: asked is the one above and that one."""
    found = list[Section]()
    for one in sections:
        if found and one.level > found[-1].level and is_part(found[-1], one):
            found[-1] = joined([found[-1], one])
        else:
            found.append(one)
    return found


def _head(section: Section) -> Block:
    shown = f"{dressed(section.number, section.title, section.written)}{section.attributes}"
    return Block("head", section.said, shown, shown, mark="#" * section.shown_level)


def _rest_of_table(before: Sequence[Block], behind: Sequence[Block]) -> int | None:
    """The index of the rows of a table that a heading cut in two: Markdown parses the rows below it as a paragraph."""
    if not before or before[-1].kind not in ("table", "text") or not _is_rows(before[-1]):
        return None
    return next((at for at, one in enumerate(behind) if one.kind == "text" and _is_rows(one)), None)


def _is_rows(block: Block) -> bool:
    return all(line.startswith("|") for line in block.source.split("\n"))
