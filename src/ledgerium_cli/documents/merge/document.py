"""Three-way merge of the SOP: what the last build generated (base), the file as people left it (theirs), and what
this build generates (new). No word that a person wrote is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.certain import Told, certain, in_doubt
from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE, Gone, Key, Leaving, key_of
from ledgerium_cli.documents.merge.builds.history import until_row_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.builds.twice import moved_once
from ledgerium_cli.documents.merge.builds.unseen import with_unseen
from ledgerium_cli.documents.merge.markdown.entries import is_row
from ledgerium_cli.documents.merge.markdown.headings import folded, with_heads
from ledgerium_cli.documents.merge.markdown.levels import with_neighbours
from ledgerium_cli.documents.merge.markdown.matching import section_places
from ledgerium_cli.documents.merge.markdown.model import Block, Document, Section
from ledgerium_cli.documents.merge.markdown.numbering import (
    GENERATED,
    apart,
    digits_of,
    heading,
    in_look,
    look_of,
)
from ledgerium_cli.documents.merge.markdown.parse import parse, step_in, text_of, with_blocks
from ledgerium_cli.documents.merge.markdown.render import does_count, render, style_of
from ledgerium_cli.documents.merge.markdown.rows import with_quoted_rows
from ledgerium_cli.documents.merge.markdown.step_rows import with_rows_of_neighbours
from ledgerium_cli.documents.merge.marks.added import as_written, said_as_added, with_added
from ledgerium_cli.documents.merge.marks.marks import restored, with_marks
from ledgerium_cli.documents.merge.marks.tally import has_tally, tallied
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.parts.answered import without_answered
from ledgerium_cli.documents.merge.parts.kept import (
    come_back,
    made_before,
    orphan_of,
    with_orphans,
    with_parts_of_gone,
)
from ledgerium_cli.documents.merge.parts.moved import Triple, moves_in, with_moved, with_those_of_gone
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.order import moved_by_people, with_gone, with_order
from ledgerium_cli.documents.merge.parts.quoted import with_known_notes
from ledgerium_cli.documents.merge.parts.renames import Renames, renames
from ledgerium_cli.documents.merge.parts.sections import Known, merge_section, says_the_same
from ledgerium_cli.documents.merge.parts.tables import still_declared
from ledgerium_cli.documents.merge.text.typography import with_whole_citations
from ledgerium_cli.documents.merge.text.wording import ALL, REVISIONS, STEP, without_guess


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
    own = with_parts_of_gone(own, old or (), made.sections)
    own = come_back(own, old or (), made.sections, gone)
    if old is not None:
        old, own = with_gone(old, own, made.sections, gone)
    if old is not None and is_of_last:
        old, own = with_unseen(old, own, builds)
    told = Told(said_as_added(written.sections), old is not None)
    sections, orphans, gone = _merged(old, own, made.sections, same, told, gone, builds)
    sections = without_answered(still_declared(sections, made.sections), own, made.sections, builds)
    sections = with_orphans(_in_style(_renumbered(sections, own, made.sections), own), orphans)
    counts = does_count(own)
    merged = parse(render(Document(written.front, tuple(sections)), counts=counts))
    whole = folded(merged.sections, made.sections)
    moved = moves_in(whole, made.sections)
    found = tallied(with_added(whole, made.sections, moved), made.sections, moved)
    conflicts = _noted_in(found)
    text = render(Document(merged.front, tuple(found)), counts=counts)
    if not has_tally(parse(text).sections):  # swallowed by a block that people left open
        text = render(merged)
    is_torn = any(block.torn for one in written.sections for block in one.blocks)
    unchanged = base == new and not is_torn and _same_text(parse(text).sections, written.sections)
    titles = tuple(text_of(without_guess(one.title)) for one in orphans)
    return Merged(theirs if unchanged else text, conflicts, titles, gone)


def conflicts_in(text: str, new: str) -> tuple[str, ...]:
    """For each conflict in a document that a build wrote, made of what it generated `new`, the title of its section."""
    return _noted_in(folded(parse(text).sections, parse(new).sections))


def _noted_in(sections: Sequence[Section]) -> tuple[str, ...]:
    return tuple(
        text_of(without_guess(one.title)) for one in sections for block in one.blocks if block.kind == "note"
    )


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
    steps = {one.step for one in (*(base or ()), *new)}
    moved = moved_by_people(base or (), theirs, gone, builds)
    parts = [place.of(base or (), theirs, new) for place in section_places(base, theirs, new, moved)]
    gone = gone.renamed(_known_otherwise(parts))
    left, cited, fresh = Leaving(gone), gone.cited_before, set[int]()
    settled = [
        (None, _without_copied_step(own, steps), None)
        if before is after is None
        else (before, _with_known_notes(own, before, after, told, gone), after)
        for before, own, after in parts
    ]
    settled = with_those_of_gone(settled)
    for (before, own, after), came in with_moved(settled, gone):
        if own is not None and after is not None:
            before, own = _as_merged(before, _with_id(own, before, after, steps), after, told, gone)
            # Rows of “Revisions” tell of the names of their day.
            renamed = Renames((), {}) if after.said == REVISIONS else names
            news = News(renamed, ALL in same or {after.step, *came.steps} <= {*same})
            own = restored(own, before or after, after)
            known = Known(news, told, gone.of(after), came.said)
            merged, blocks = merge_section(before, own, after, known)
            left.keep(after, blocks)
            sections.append(with_marks(merged, before, after, blocks.changed, cited))
        elif own is not None and before is not None:
            own = restored(_without_built(own, before, new), before, before)
            orphan = orphan_of(before, own)
            orphans += [with_marks(one, before, None) for one in orphan]
            left_so = replace(own, number=before.number if own.number else "")
            if orphan or not says_the_same(before, left_so):
                left.keep_whole(before, left_so)
        elif before is None:
            if _is_left_out((before, own, after), gone):
                continue
            fresh |= {len(sections)} if own is None else set()
            theirs_alone = own if own is None or told.is_enough else in_doubt(own)
            sections += [one for one in (after, theirs_alone) if one is not None]
        elif after is None and not came.is_emptied:
            left.keep_taken(before)
    stand = [one for one in settled if not _is_left_out(one, gone)]
    gone = with_order(left.gone(theirs, new), base or (), stand, new, moved)
    return with_rows_of_neighbours(with_neighbours(sections, fresh), fresh), orphans, gone


def _is_left_out(part: Triple, gone: Gone) -> bool:
    """Whether people took the section out before it was gone."""
    before, own, after = part
    return before is own is None and after is not None and gone.is_taken(after)


def _known_otherwise(
    parts: Sequence[Triple],
) -> dict[Key, Section]:
    """The sections that this build knows by another step or title than the last one, by how that knew them."""
    pairs = ((before, after) for before, _, after in parts if before is not None and after is not None)
    return {key_of(before): after for before, after in pairs if key_of(before) != key_of(after)}


def _as_merged(
    base: Section | None, own: Section, new: Section, told: Told, gone: Gone
) -> tuple[Section | None, Section]:
    """The generated section and people's, as they are merged with the new one."""
    if not told.is_enough:
        base = certain(own, new)
    elif base is None:
        base = made_before(own, gone.as_it_was(new))
        own = with_known_notes(own, base or new, new, gone.of(new))
    return until_row_of(base, own) if base is not None and new.said == REVISIONS else base, own


def _with_known_notes(
    own: Section | None, base: Section | None, new: Section | None, told: Told, gone: Gone
) -> Section | None:
    """The section with its conflict notes as a build wrote them, if it is known or the new build shows what the last
    one generated there."""
    made = base if told.is_enough else base or new
    return own if own is None or made is None else with_known_notes(own, made, new, gone.of(new or made))


def _without_copied_step(section: Section | None, steps: Collection[str | None]) -> Section | None:
    """A section that people added; a copied step loses its step id, since it is not the generated step."""
    if section is None or section.step is None or section.step not in steps:
        return section
    return replace(section, step=None, source="")


def _with_id(own: Section, base: Section | None, new: Section, steps: Collection[str | None]) -> Section:
    """A section with its step id restored when people removed or changed the line that gives it, or put that of another
    one of the `steps` there. A comment of a person that looks like that line is kept."""
    if own.step is None and new.step is not None:
        return replace(own, step=new.step, source="")
    if own.step is None or base is None or own.step in (base.step, new.step):
        return own
    if own.step in steps:
        return replace(own, step=new.step, source="")
    source = f"{STEP}{own.step} -->"
    generated = {base.step, new.step} - {None}
    others = [block for block in own.blocks if step_in(block.source) not in generated]
    return replace(own, step=new.step, blocks=(Block("other", source, source), *others), source="")


def _without_built(own: Section, base: Section, new: Sequence[Section]) -> Section:
    """The section of a part that is gone, without what this build tells elsewhere: git put that into it."""
    built = {block.said for one in new for block in one.blocks if block.kind in ("text", "item")}
    built -= {block.said for block in base.blocks}
    return with_blocks(own, (one for one in own.blocks if one.said not in built))


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
        if goes_on:
            section = _with_heads_numbered(section, looks, last)
            last += sum(map(_is_numbered_head(section, looks), section.blocks))
        found.append(section)
    return found


def _with_heads_numbered(section: Section, looks: Collection[str], last: int) -> Section:
    """The section with the numbers of the headings that people put into it at its level, from the `last` one on."""
    is_numbered, blocks = _is_numbered_head(section, looks), list[Block]()
    for block in section.blocks:
        if is_numbered(block):
            last += 1
            number, title = apart(block.source, looks)
            shown = heading(in_look(str(last), look_of(number)), title)
            block = replace(block, source=shown, text=shown) if shown != block.source else block
        blocks.append(block)
    return with_blocks(section, blocks)


def _is_numbered_head(section: Section, looks: Collection[str]) -> Callable[[Block], bool]:
    """Asks of a block of a step whether it is a heading at its level with a number."""
    mark = "#" * section.shown_level if section.number else ""
    return lambda block: block.kind == "head" and block.mark == mark and apart(block.source, looks)[0] != ""


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
