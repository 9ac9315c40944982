"""Three-way merge of the SOP: what the last build generated (base), the file as people left it (theirs), and what
this build generates (new). No word that a person wrote is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.certain import Told, certain, in_doubt
from ledgerium_cli.documents.merge.builds.gone import (
    KEPT_LEVEL,
    NOTHING_GONE,
    Gone,
    Leaving,
    is_kept,
    is_less,
)
from ledgerium_cli.documents.merge.builds.history import until_row_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.builds.unseen import with_unseen
from ledgerium_cli.documents.merge.markdown.entries import is_row
from ledgerium_cli.documents.merge.markdown.headings import folded, with_heads
from ledgerium_cli.documents.merge.markdown.levels import CHAPTER, lowered, usual_lower, with_neighbours
from ledgerium_cli.documents.merge.markdown.matching import match_blocks, section_places
from ledgerium_cli.documents.merge.markdown.notes import remark_of
from ledgerium_cli.documents.merge.markdown.numbering import (
    GENERATED,
    digits_of,
    heading,
    in_look,
    look_of,
    numbered,
)
from ledgerium_cli.documents.merge.markdown.parse import (
    Block,
    Document,
    Section,
    parse,
    step_in,
    text_of,
    with_blocks,
)
from ledgerium_cli.documents.merge.markdown.render import render, style_of
from ledgerium_cli.documents.merge.markdown.rows import with_quoted_rows
from ledgerium_cli.documents.merge.marks.added import as_written, said_as_added, with_added
from ledgerium_cli.documents.merge.marks.marks import restored, with_marks
from ledgerium_cli.documents.merge.marks.tally import has_tally, tallied
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.parts.moved import moves_in, with_moved
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.quoted import with_known_notes
from ledgerium_cli.documents.merge.parts.renames import Renames, renames
from ledgerium_cli.documents.merge.parts.sections import merge_section, says_the_same
from ledgerium_cli.documents.merge.parts.tables import still_declared
from ledgerium_cli.documents.merge.parts.twice import moved_once
from ledgerium_cli.documents.merge.text.counted import words_alone
from ledgerium_cli.documents.merge.text.typography import with_whole_citations
from ledgerium_cli.documents.merge.text.wording import ALL, KEPT, MADE, REVISIONS, STEP, was_step


def merge(
    base: str | None,
    theirs: str,
    new: str,
    same: Collection[str] = (),
    gone: Gone = NOTHING_GONE,
    builds: Sequence[Build] = (),
    *,
    is_of_last: bool = False,
) -> Merged:
    """Merge three versions with LF line ends.

    `base` is None when it is not known what the last build generated. `same` has the ids of steps whose observations
    and declarations have not changed; `ALL` when nothing has. `gone` is what earlier builds said. `builds` are those
    that are known, the last ones first; `is_of_last` is whether nothing that people wrote since is of others than the
    last one, though they may not have seen all of that. Without edits the result is `new`; without news it is `theirs`,
    up to the sentence that counts the edits.
    """
    theirs = with_whole_citations(theirs)
    if theirs in (base, new) and not gone:
        return Merged(new, (), ())
    made = parse(new)
    written = parse(with_heads(with_quoted_rows(theirs, new), made.sections))
    old: Sequence[Section] | None = parse(base).sections if base is not None else None
    own = as_written(written.sections, old if old is not None else made.sections)
    own = moved_once(own, old if old is not None else made.sections, made.sections, builds)
    own = _come_back(own, old or (), made.sections, gone)
    if old is not None and is_of_last:
        old, own = with_unseen(old, own, builds)
    told = Told(said_as_added(written.sections), old is not None)
    sections, orphans, gone = _merged(old, own, made.sections, same, told, gone, builds)
    sections = still_declared(sections, made.sections)
    sections = _with_orphans(_in_style(_renumbered(sections, own, made.sections), own), orphans)
    merged = parse(render(Document(written.front, tuple(sections))))
    whole = folded(merged.sections, made.sections)
    moved = moves_in(whole, made.sections)
    found = tallied(with_added(whole, made.sections, moved), made.sections, moved)
    conflicts = tuple(text_of(one.title) for one in found for block in one.blocks if block.kind == "note")
    text = render(Document(merged.front, tuple(found)))
    if not has_tally(parse(text).sections):  # swallowed by a block that people left open
        text = render(merged)
    is_torn = any(block.torn for one in written.sections for block in one.blocks)
    unchanged = base == new and not is_torn and _same_text(parse(text).sections, written.sections)
    titles = tuple(text_of(one.title) for one in orphans)
    return Merged(theirs if unchanged else text, conflicts, titles, gone)


def _same_text(one: Sequence[Section], other: Sequence[Section]) -> bool:
    return len(one) == len(other) and all(map(says_the_same, one, other))


def _merged(
    base: Sequence[Section] | None,
    theirs: Sequence[Section],
    new: Sequence[Section],
    same: Collection[str],
    told: Told,
    gone: Gone,
    builds: Sequence[Build],
) -> tuple[list[Section], list[Section], Gone]:
    """The merged sections in order; the orphans: what people wrote in sections that no longer exist; and what is gone
    now."""
    sections, orphans, names = [], [], renames(base or (), new, builds)
    left, cited, fresh = Leaving(gone), gone.cited_before, set[int]()
    steps = {one.step for one in (*(base or ()), *new)}
    parts = (place.of(base or (), theirs, new) for place in section_places(base, theirs, new))
    settled = [
        (None, _without_copied_step(own, steps), None)
        if before is after is None
        else (before, _with_known_notes(own, before, after, told, gone), after)
        for before, own, after in parts
    ]
    for (before, own, after), of_steps in with_moved(settled, gone):
        if own is not None and after is not None:
            before, own = _as_merged(before, own, after, told, gone)
            # Rows of “Revisions” tell of the names of their day.
            renamed = Renames((), {}) if after.said == REVISIONS else names
            news = News(renamed, ALL in same or {after.step, *of_steps} <= {*same})
            own = restored(own, before or after, after)
            merged, blocks = merge_section(before, own, after, news, told, gone.of(after))
            left.keep(after, blocks)
            sections.append(with_marks(merged, before, after, blocks.changed, cited))
        elif own is not None and before is not None:
            own = restored(_without_built(own, before, new), before, before)
            orphan = _orphan(before, own)
            orphans += [with_marks(one, before, None) for one in orphan]
            left_so = replace(own, number=before.number if own.number else "")
            if orphan or not says_the_same(before, left_so):
                left.keep_whole(before, left_so)
        elif before is None:
            if after is not None and own is None and gone.is_taken(after):
                continue
            fresh |= {len(sections)} if own is None else set()
            theirs_alone = own if own is None or told.is_enough else in_doubt(own)
            sections += [one for one in (after, theirs_alone) if one is not None]
        elif after is None:
            left.keep_taken(before)
    return with_neighbours(sections, fresh), orphans, left.gone(theirs, new)


def _as_merged(
    base: Section | None, own: Section, new: Section, told: Told, gone: Gone
) -> tuple[Section | None, Section]:
    """The generated section and people's, as they are merged with the new one."""
    own = _with_id(own, base, new)
    if not told.is_enough:
        base = certain(own, new)
    elif base is None:
        base = _made_before(own, gone.before(new))
        own = with_known_notes(own, base or new, new, gone.of(new))
    return until_row_of(base, own) if base is not None and new.said == REVISIONS else base, own


def _with_known_notes(
    own: Section | None, base: Section | None, new: Section | None, told: Told, gone: Gone
) -> Section | None:
    """The section with its conflict notes as a build wrote them, if it is known or the new build shows what the last
    one generated there."""
    made = base if told.is_enough else base or new
    return own if own is None or made is None else with_known_notes(own, made, new, gone.of(made))


def _without_copied_step(section: Section | None, steps: Collection[str | None]) -> Section | None:
    """A section that people added; a copied step loses its step id, since it is not the generated step."""
    if section is None or section.step is None or section.step not in steps:
        return section
    return replace(section, step=None, source="")


def _with_id(own: Section, base: Section | None, new: Section) -> Section:
    """A section with its step id restored when people removed or changed the line that gives it. A comment of a
    person that looks like that line is kept."""
    if own.step is None and new.step is not None:
        return replace(own, step=new.step, source="")
    if own.step is None or base is None or own.step in (base.step, new.step):
        return own
    source = f"{STEP}{own.step} -->"
    generated = {base.step, new.step} - {None}
    others = [block for block in own.blocks if step_in(block.source) not in generated]
    return replace(own, step=new.step, blocks=(Block("other", source, source), *others), source="")


def _without_built(own: Section, base: Section, new: Sequence[Section]) -> Section:
    """The section of a part that is gone, without what this build tells elsewhere: git put that into it."""
    built = {block.said for one in new for block in one.blocks if block.kind in ("text", "item")}
    built -= {block.said for block in base.blocks}
    return with_blocks(own, (one for one in own.blocks if one.said not in built))


def _orphan(base: Section, theirs: Section) -> list[Section]:
    """What people wrote or changed in a section that no longer exists; empty if nothing."""
    matched = match_blocks(base.blocks, theirs.blocks)
    unchanged = {
        place for was, place in matched.items() if base.blocks[was].said == theirs.blocks[place].said
    }
    settled = {base.said, *(block.said for block in base.blocks)}
    left = [block for place, block in enumerate(theirs.blocks) if place not in unchanged]
    kept = [
        remark_of(block) if block.kind == "note" and block.said in settled else block
        for block in left
        if block.kind != "note" or block.said not in settled or block.tail
    ]
    if not kept and theirs.said == base.said:
        return []
    was = was_step(base.step)
    blocks = [*([Block("other", was, was)] if base.step is not None else ()), *kept]
    return [Section(KEPT_LEVEL, theirs.title, theirs.said, "", None, tuple(blocks), "")]


def _come_back(
    own: Sequence[Section], old: Sequence[Section], new: Sequence[Section], gone: Gone
) -> list[Section]:
    """The sections, with what was kept of parts that are gone at these parts again when the build shows them again: all
    as people left it, if they did not change what was kept; else, at a step, what they kept, whatever they call it."""
    found = [*own]
    look = next((look_of(one.number) for one in own if one.number), GENERATED)
    for made in new:
        again = gone.before(made)
        if again is None or _is_among(made, (*found, *old)):
            continue
        at = next((at for at, one in enumerate(found) if is_kept(one, *again)), None)
        if at is not None and _is_as_kept(found[at], *again):
            found[at] = _with_look(again[1], look)
        elif is_less(*again):
            found.append(_with_look(again[1], look))
    stands = {one.step for one in (*found, *old)}
    steps = {was_step(one.step): one.step for one in new if one.step not in stands}
    numbers = {made.step: in_look(made.number, look) for made, left in gone.pairs() if left.number}
    return [_as_step(one, steps, numbers) for one in found]


def _with_look(left: Section, look: str) -> Section:
    """The section as people left it, its number in the look that they give numbers now."""
    return replace(left, number=in_look(left.number, look) if left.number else "", source="")


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


def _is_as_kept(kept: Section, made: Section, left: Section) -> bool:
    """Whether people left standing what was kept of a part that they had `left` so; a chapter also under its title."""
    skip = made.step is not None
    return (made.step is not None or left.said == made.said) and any(
        one.said == kept.said
        and [words_alone(block.said) for block in one.blocks[skip:]]
        == [words_alone(block.said) for block in kept.blocks[skip:]]
        for one in _orphan(made, left)
    )


def _made_before(own: Section, gone: tuple[Section, Section] | None) -> Section | None:
    """The generated section of a part that comes back: all of it if all is there that people had left, else what they
    had changed or taken out."""
    if gone is None:
        return None
    made, left = gone
    if own.blocks == left.blocks:
        return made
    places = match_blocks(made.blocks, left.blocks)
    blocks = (
        block
        for at, block in enumerate(made.blocks)
        if at not in places or left.blocks[places[at]].said != block.said
    )
    return replace(made, blocks=tuple(blocks), source="")


def _with_orphans(sections: Sequence[Section], orphans: Sequence[Section]) -> list[Section]:
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


def _renumbered(
    sections: Sequence[Section], theirs: Sequence[Section], new: Sequence[Section]
) -> list[Section]:
    """Sections with steps numbered consecutively, unless people number them in their own way or not at all."""
    numbers = [section.number for section in theirs if section.number]
    if not numbers and any(one.step is not None and not one.number for one in sections):
        return [_with_number(one, "") for one in sections]
    looks = dict.fromkeys(map(look_of, numbers))
    first = next(iter(looks), GENERATED)
    goes_on = _counts_from_one([*map(digits_of, numbers)], sum(map(_has_number, new)))
    steps = {one.step for one in theirs}
    found, last = [], 0
    for section in sections:
        if not goes_on and section.step not in steps:
            section = _with_number(section, "")  # its number in people's own numbering is unknown
        if section.number:
            last += 1
            number = f"{last}." if goes_on else section.number
            look = look_of(section.number)
            section = _with_number(section, in_look(number, look if look in looks else first))
        found.append(section)
    return found


def _counts_from_one(digits: Sequence[str], generated: int) -> bool:
    """Whether numbers are those of a count from 1, of which the first may have been taken out; after steps were moved
    or put back with fewer missing than there are, those of people too. `generated` is the number of generated steps."""
    counted = {*map(int, filter(None, digits))}
    most = max(generated, 2 * len(digits) - 1) if 1 in counted else generated
    return not digits or ("" not in digits and max(counted) <= most)


def _has_number(section: Section) -> bool:
    return section.number != ""


def _with_number(section: Section, number: str) -> Section:
    if section.number == number:
        return section
    had, now = (heading(one, section.title) for one in (section.number, number))
    head, end, below = section.source.partition("\n")
    source = f"{head.replace(had, now, 1)}{end}{below}" if had in head else ""
    return replace(section, number=number, source=source)


def _in_style(sections: Sequence[Section], theirs: Sequence[Section]) -> list[Section]:
    """The sections with list marks in the style of people's editor."""
    bullet, number = style_of(theirs)

    def styled(block: Block) -> Block:
        if block.kind != "item" or is_row(block):
            return block
        digits = block.mark[:-1]
        return replace(block, mark=f"{digits}{number[-1]}" if digits.isdigit() else bullet)

    return [replace(one, blocks=tuple(map(styled, one.blocks))) for one in sections]
