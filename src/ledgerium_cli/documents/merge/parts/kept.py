"""What people wrote in parts that are gone: kept in a section of its own, and at its part again when that is back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.gone import KEPT_LEVEL, Gone, is_kept, is_less, key_of
from ledgerium_cli.documents.merge.markdown.headings import with_parts
from ledgerium_cli.documents.merge.markdown.levels import lowered, usual_lower
from ledgerium_cli.documents.merge.markdown.matching import match_blocks
from ledgerium_cli.documents.merge.markdown.model import CHAPTER, Block, Section
from ledgerium_cli.documents.merge.markdown.notes import remark_of
from ledgerium_cli.documents.merge.markdown.numbering import GENERATED, in_look, look_of, numbered
from ledgerium_cli.documents.merge.markdown.parse import parse, step_in
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.text.counted import words_alone
from ledgerium_cli.documents.merge.text.wording import KEPT, MADE, was_step


def with_parts_of_gone(
    own: Sequence[Section], old: Sequence[Section], new: Sequence[Section]
) -> list[Section]:
    """The sections with those that people put below the heading of a part that is gone as a part of it."""
    now = {key_of(one) for one in new}
    going = {key_of(one) for one in old} - now
    return with_parts(
        own,
        lambda above, one: key_of(above) in going and one.step is None and key_of(one) not in going | now,
    )


def orphan_of(base: Section, theirs: Section) -> list[Section]:
    """What people wrote or changed in a section that no longer exists; empty if nothing."""
    matched = match_blocks(base.blocks, theirs.blocks)
    unchanged = {
        place for was, place in matched.items() if base.blocks[was].said == theirs.blocks[place].said
    }
    settled = {base.said, *(block.said for block in base.blocks)}
    left = [
        block
        for place, block in enumerate(theirs.blocks)
        if place not in unchanged
        and step_in(block.source) is None  # it would be that step below its other title
    ]
    kept = [
        remark_of(block) if block.kind == "note" and block.said in settled else block
        for block in left
        if block.kind != "note" or block.said not in settled or block.tail
    ]
    if not kept and theirs.said == base.said:
        return []
    was = was_step(base.step)
    blocks = [*([Block("other", was, was)] if base.step is not None else ()), *kept]
    return [replace(theirs, level=KEPT_LEVEL, lower=0, number="", step=None, blocks=tuple(blocks), source="")]


def come_back(
    own: Sequence[Section], old: Sequence[Section], new: Sequence[Section], gone: Gone
) -> list[Section]:
    """The sections, with what was kept of parts that are gone at these parts again when the build shows them again: all
    as people left it, with what they added to it since, if they changed nothing of it; else, at a step, what they kept,
    whatever they call it."""
    found = _with_parts_of_kept(own)
    look = next((look_of(one.number) for one in own if one.number), GENERATED)
    for made in new:
        again = gone.as_it_was(made)
        if _is_among(made, (*found, *old)):
            continue
        if again is None:
            is_there = key_of(made) in {key_of(one) for one in (*found, *old)}
            found += () if is_there else _without_taken(made, gone.of(made).taken, look)
            continue
        at = next((at for at, one in enumerate(found) if is_kept(one, *again)), None)
        left = _left_with_more(found[at], *again) if at is not None else None
        if at is not None and left is not None:
            found[at] = _with_look(left, look, made.number)
        elif is_less(*again):
            found.append(_with_look(again[1], look, made.number))
    stands = {one.step for one in (*found, *old)}
    steps = {was_step(one.step): one.step for one in new if one.step not in stands}
    numbers = {made.step: in_look(made.number, look) for made, left in gone.pairs() if left.number}
    return [_as_step(one, steps, numbers) for one in found]


def _without_taken(made: Section, taken: Sequence[Block], look: str) -> Iterator[Section]:
    """A part that was gone without any words of people's, without what they had taken out of it before it went."""
    said = {one.said for one in taken}
    if made.step is not None and any(one.said in said for one in made.blocks):
        rest = tuple(one for one in made.blocks if one.said not in said)
        yield _with_look(replace(made, blocks=rest), look, made.number)


def _with_parts_of_kept(own: Sequence[Section]) -> list[Section]:
    """The sections with the headings of people in what is kept of a part as a part of that."""
    kept = {id(one) for one, is_kept in _with_whether_kept(own) if is_kept}
    return with_parts(
        own, lambda above, one: id(one) in kept and above.level == KEPT_LEVEL and one.step is None
    )


def _with_whether_kept(own: Sequence[Section]) -> Iterator[tuple[Section, bool]]:
    """The sections, and whether each is that of what is kept or a part of it."""
    for one, chapter in zip(own, accumulate(own, _chapter_of), strict=True):
        yield one, (chapter.level, chapter.title) == (CHAPTER, KEPT)


def _chapter_of(last: Section, section: Section) -> Section:
    """The section if it is a chapter, else that of the last one."""
    return section if section.level <= CHAPTER else last


def _with_look(left: Section, look: str, number: str) -> Section:
    """The section as people left it, with the number that it has now, if it had any, in the look that they give numbers
    now."""
    return replace(left, number=in_look(number or left.number, look) if left.number else "", source="")


def _is_among(section: Section, sections: Sequence[Section]) -> bool:
    known = section.level, section.step, section.said
    return any((one.level, one.step, one.said) == known for one in sections)


def _as_step(kept: Section, steps: dict[str, str | None], numbers: Mapping[str | None, str]) -> Section:
    """The section as that of the step of which its first line says that something is kept, with the number that it had;
    once for each step."""
    step = steps.pop(kept.blocks[0].source, None) if kept.blocks else None
    if step is None:
        return kept
    number = kept.number or numbers.get(step, "")
    return replace(kept, step=step, number=number, blocks=kept.blocks[1:], source="")


def _left_with_more(kept: Section, made: Section, left: Section) -> Section | None:
    """A part as people had `left` it, with what they put into what was kept of it, behind what it stands behind there;
    None if they changed or took out something of that."""
    if _is_as_kept(kept, made, left):
        return left
    was = next((one.blocks for one in orphan_of(made, left) if one.said == kept.said), ())
    blocks, at, last = [*left.blocks], 0, -1
    for one in kept.blocks:
        if at < len(was) and (
            one.source == was[at].source or words_alone(one.said) == words_alone(was[at].said)
        ):
            last = blocks.index(was[at]) if was[at] in blocks else last
            at += 1
        elif last < 0:
            return None
        else:
            last += 1
            blocks.insert(last, one)
    return replace(left, blocks=tuple(blocks), source="") if 0 < at == len(was) else None


def _is_as_kept(kept: Section, made: Section, left: Section) -> bool:
    """Whether people left standing what was kept of a part that they had `left` so; a chapter also under its title."""
    return (made.step is not None or left.said == made.said) and any(
        one.said == kept.said and _told(one) == _told(kept) for one in orphan_of(made, left)
    )


def _told(section: Section) -> list[tuple[str, ...]]:
    """The words of its passages as they are parsed, such as the entries that people made rows of a table."""
    source = section_source(replace(section, source="", title=section.title or KEPT))
    first, *inside = parse(source).sections
    said = [block.said for block in first.blocks]
    said += [text for one in inside for text in (one.said, *(block.said for block in one.blocks))]
    return [*map(words_alone, said)]


def made_before(own: Section, gone: tuple[Section, Section] | None) -> Section | None:
    """The generated section of a part that comes back: all of it if all is there that people had left, else what they
    had changed or taken out."""
    if gone is None:
        return None
    made, left = gone
    there = iter(own.blocks)
    if all(one in there for one in left.blocks):
        return made
    places = match_blocks(made.blocks, left.blocks)
    blocks = (
        block
        for at, block in enumerate(made.blocks)
        if at not in places or left.blocks[places[at]].said != block.said
    )
    return replace(made, blocks=tuple(blocks), source="")


def with_orphans(sections: Sequence[Section], orphans: Sequence[Section]) -> list[Section]:
    """The sections with orphans in a section of their own, before the one that says how the document was made; without
    that section when nothing is left in it."""
    sections = [one for place, one in enumerate(sections) if not _is_empty_kept(one, sections[place + 1 :])]
    places = [place for place, one in enumerate(sections) if one.level == CHAPTER and one.title == KEPT]
    if not orphans:
        return sections
    lower = sections[places[0]].lower if places else usual_lower(CHAPTER, sections)
    orphans = [_at_kept(one, lower) for one in orphans]
    if places:
        after = places[0] + 1
        while after < len(sections) and sections[after].level > CHAPTER:
            after += 1
        return [*sections[:after], *orphans, *sections[after:]]
    made = (
        place for place, one in enumerate(sections) if one.level == CHAPTER and numbered(one.said)[1] == MADE
    )
    at = next(made, len(sections))
    kept = lowered(Section(CHAPTER, KEPT, KEPT, "", None, (), ""), lower)
    return [*sections[:at], kept, *orphans, *sections[at:]]


def _at_kept(orphan: Section, lower: int) -> Section:
    """The orphan below “Kept from parts that are gone”, with the headings of people in it below its own."""
    own = lowered(orphan, lower)
    deeper = "#" * min(own.shown_level + 1, 6)
    blocks = (replace(one, mark=max(one.mark, deeper)) if one.kind == "head" else one for one in own.blocks)
    return replace(own, blocks=tuple(blocks))


def _is_empty_kept(section: Section, behind: Sequence[Section]) -> bool:
    return (
        (section.level, section.title) == (CHAPTER, KEPT)
        and not section.blocks
        and (not behind or behind[0].level <= CHAPTER)
    )
