"""Three-way merge of one section, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.certain import Told
from ledgerium_cli.documents.merge.builds.gone import NO_BLOCKS, GoneBlocks, again, with_those_behind
from ledgerium_cli.documents.merge.markdown.entries import in_form, in_rows, with_boxes
from ledgerium_cli.documents.merge.markdown.matching import (
    block_passages,
    by_surroundings,
    name_of,
    only_tables,
    said_by_both,
    told_by_notes,
)
from ledgerium_cli.documents.merge.markdown.notes import is_of, note, quotable, settled
from ledgerium_cli.documents.merge.markdown.numbering import digits_of, in_look, look_of
from ledgerium_cli.documents.merge.markdown.parse import (
    Block,
    Section,
    all_said,
    is_unseen,
    saying,
    with_tail,
)
from ledgerium_cli.documents.merge.markdown.rows import is_revisions
from ledgerium_cli.documents.merge.parts.enumerated import counted_in, is_moved_out
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.sentences import (
    Merged,
    merge_text,
    number_in,
    renewed,
    retold,
    says_all,
)
from ledgerium_cli.documents.merge.parts.tables import merge_table
from ledgerium_cli.documents.merge.parts.words import merge_json
from ledgerium_cli.documents.merge.text.counted import are_versions, counts_anew, left_behind
from ledgerium_cli.documents.merge.text.likeness import (
    ALIKE,
    align,
    by_label,
    with_free,
    with_returned,
    with_reworded,
)
from ledgerium_cli.documents.merge.text.order import Place, ascending, places
from ledgerium_cli.documents.merge.text.wording import CONTROL, REVISIONS, Sort

Versions = tuple[Block | None, Block | None, Block | None]
"""A passage in base, theirs and new."""
NOTHING = Section(0, "", "", "", None, (), "")


def merge_section(
    base: Section | None, theirs: Section, new: Section, news: News, told: Told, gone: GoneBlocks
) -> tuple[Section, GoneBlocks]:
    """Merge a section; conflicts become blocks of the kind `note`. `news` says what changed between the builds. With
    what is gone of it before and after."""
    if base is not None and base.source == new.source and not _notes(theirs) and gone == NO_BLOCKS:
        return theirs, gone
    behind: tuple[Block, ...] = ()
    if base is not None:
        base, theirs, behind = with_those_behind(gone, base, theirs, new)
    merge = _Merge(base, theirs, new, news, told, gone)
    section = merge.section()
    return section, GoneBlocks(tuple(merge.changed), tuple(merge.taken), (*behind, *merge.behind))


def says_the_same(one: Section, other: Section) -> bool:
    return _told(one) == _told(other)


def _told(section: Section) -> object:
    said = [(block.kind, block.said) for block in section.blocks]
    return section.level, section.lower, section.number, section.said, section.step, said


def _notes(section: Section) -> list[Block]:
    return [block for block in section.blocks if block.kind == "note"]


class _Merge:
    """The merge of one section. A block missing in a version is None."""

    def __init__(
        self,
        base: Section | None,
        theirs: Section,
        new: Section,
        news: News,
        told: Told,
        gone: GoneBlocks,
    ) -> None:
        self.news, self.gone = news, gone
        self.base, self.theirs, self.new = base or NOTHING, theirs, new
        self.again = again(gone, self.base.blocks, theirs.blocks, new.blocks)
        self.changed = list[Block]()
        """What is gone now though people changed it."""
        self.taken = [*self.again.taken]
        """The same of what people took out."""
        self.behind = list[Block]()
        """What is gone now as it was generated, each with what stood behind it; the last one with itself."""
        self.known = (base is not None and told.is_enough) or new.said == REVISIONS
        """Of “Revisions” builds write no more than the table."""
        self.told = told
        self.standing = {one.said: one for one in _notes(theirs)}
        """Unsettled conflict notes in theirs, by what they quote."""
        self.judged: set[str] = set()
        """What the notes quote that have been examined again."""
        self.own = ""
        """The text that people added; it may contain half of a generated sentence that they split."""
        self.own_entries = set[str]()
        """What is enumerated there and in what they changed, with numbers, but for what the build said in its place."""

    def section(self) -> Section:
        title, renamed = self._title()
        blocks = [*renamed]
        versions = self.again.blocks, self.theirs.blocks, self.new.blocks
        left, fresh = [], set[int]()
        found = [(place, place.of(*versions)) for place in self._places(versions)]
        self._keep_in_place(found)
        shown = [
            (was, one, now)
            for _, (was, one, now) in found
            if one is not None and one.kind != "note" and not is_unseen(one)
        ]
        self.own = "\n".join(one.said for was, one, now in shown if was is now is None)
        self.own_entries = {
            entry
            for was, one, _ in shown
            if was is None or was.said != one.said
            for entry in counted_in(_lines(one)) - counted_in(_lines(was))
        }
        for place, (base, theirs, new) in found:
            if theirs is not None and theirs.kind == "note":
                left.append((len(blocks), theirs))
                continue
            before = len(blocks)
            blocks += self._merge_at(place, base, theirs, new)
            fresh |= {*range(before, len(blocks))} if theirs is None else set()
        blocks = with_boxes(in_rows(blocks, fresh), fresh)
        for at, standing in reversed(left):
            if standing.said in self.judged:
                blocks = settled(blocks, at, standing, [one for _, one in left])
            else:
                blocks.insert(at, standing)
        number, look = self.theirs.number, look_of(self.theirs.number)
        if digits_of(number) == digits_of(self.base.number):
            number = in_look(self.new.number, look) if number else self.new.number
        return replace(
            self.theirs,
            title=title,
            number=number,
            step=self.new.step,
            blocks=tuple(blocks),
            source="",
        )

    def _places(self, versions: Sequence[Sequence[Block]]) -> list[Place]:
        passages = [block_passages(blocks) for blocks in versions]
        to_theirs = self.again.to_theirs
        said = passages[0][: self.again.still_said]
        labels = with_free(by_label(said, passages[2]), by_label(passages[0], passages[2]))
        anew = labels | only_tables(versions[0], versions[2])
        anew = with_free(anew, by_surroundings((versions[0], versions[2]), (passages[0], passages[2])))
        to_new = align(passages[0], passages[2], known=anew)
        if self.news.says_the_same:
            to_new = with_reworded(to_new, passages[0], passages[2])
        to_new = with_free(to_new, said_by_both(versions, to_theirs))
        own = [place for place in range(len(passages[1])) if place not in to_theirs.values()]
        fresh = [place for place in range(len(passages[2])) if place not in to_new.values()]
        again = told_by_notes(versions[2], versions[1])
        known = {own.index(again[at]): place for place, at in enumerate(fresh) if again.get(at) in own}
        added = [passages[1][place] for place in own], [passages[2][place] for place in fresh]
        if self.new.said == CONTROL:
            known = with_free(known, by_label(*added))
        both = align(*added, alike=1 if self.known else ALIKE, known=known)
        both = with_returned(both, *added)
        sizes = (len(passages[0]), len(passages[1]), len(passages[2]))
        return places(sizes, to_theirs, to_new, {own[place]: fresh[also] for place, also in both.items()})

    def _title(self) -> tuple[str, list[Block]]:
        base, theirs, new = self.base.said, self.theirs.said, self.new.said
        stands = base in self.standing
        self.judged.add(base)
        if theirs == base:
            return self.theirs.title if new == base else self.new.title, []
        if self.base is NOTHING and self.told.is_enough:
            return self.theirs.title, []  # people called a step so that was gone
        if theirs == new or (name_of(self.new) == name_of(self.base) and not stands):
            return self.theirs.title, []
        return self.theirs.title, [
            self._note(self._sort(base) if self.base.title else "no base", self.new.title)
        ]

    def _keep_in_place(self, found: Sequence[tuple[Place, Versions]]) -> None:
        """Keep what goes now though people wrote something of theirs behind it or put the section into another order,
        since else its place would be lost."""
        theirs = ((place, one) for place, one in found if one[1] is not None and one[1].kind != "note")
        in_turn = sorted(theirs, key=lambda pair: pair[0].theirs or 0)
        made = [place.base for place, _ in in_turn if place.base is not None]
        is_in_order = len(ascending(made)) == len(made)
        for at, (_, (base, own, new)) in enumerate(in_turn):
            if base is None or own is None or new is not None or base.said != own.said:
                continue
            behind = [one for _, one in in_turn[at + 1 :]]
            is_before_own = bool(behind) and behind[0][0] is behind[0][2] is None
            if is_in_order and not is_before_own and not self.gone.behind:
                continue
            self.behind += [base, self.gone.next_to(base, behind[0][1] if behind else None)]

    def _merge_at(
        self, place: Place, base: Block | None, theirs: Block | None, new: Block | None
    ) -> Iterator[Block]:
        was = self.again.before_conflict.get(place.theirs) if place.theirs is not None else None
        if base is None:
            yield from self._added(theirs, new)
        elif place.base is not None and place.base >= self.again.still_said:
            yield from self._said_again(base, theirs, new)
        elif was is not None and theirs is not None and new is not None and counts_anew(was.said, new.said):
            self.judged.add(base.said)
            self.standing.pop(base.said, None)
            is_of_was = number_in(was.text, theirs.text) >= number_in(base.text, theirs.text)
            yield from self._merge(was if is_of_was else base, theirs, new, was)
        elif theirs is None:
            yield from self._taken_out(base, new)
        else:
            self.judged.add(base.said)
            yield from self._merge(base, theirs, new, was or base)

    def _said_again(self, gone: Block, theirs: Block | None, new: Block | None) -> Iterator[Block]:
        """Merge what was gone; it still is if there is no new one. A note of its being gone is settled if there is."""
        if theirs is None:
            yield from self._taken_out(gone, new)
        elif new is None:
            self.changed.append(gone)
            yield theirs
        else:
            self.judged.add(gone.said)
            self.standing.pop(gone.said, None)
            yield from self._merge(gone, theirs, new, gone)

    def _merge(self, base: Block, theirs: Block, new: Block | None, was: Block) -> Iterator[Block]:
        """`was` is the generated block that people changed: the base, or an earlier one since which there is a
        conflict."""
        if new is None:
            yield from self._gone(base, theirs, was)
        elif self.standing and base.kind == theirs.kind == new.kind == "table":
            yield from self._changed(base, theirs, new, was)  # the notes are about rows
        elif theirs.said == base.said:
            yield _in_form(theirs, _retold(base, theirs, new, self.news))
        elif theirs.said == new.said or (new.said == base.said and not self._is_open(base)):
            yield theirs
        elif are_versions(theirs.said, new.said):
            yield _in_form(theirs, new)
        else:
            yield from self._changed(base, theirs, new, was)

    def _is_open(self, base: Block) -> bool:
        """Whether it has a note that the merge may settle."""
        return base.said in self.standing or bool(self.again.gone_rows.get(base.source))

    def _added(self, theirs: Block | None, new: Block | None) -> Iterator[Block]:
        if theirs is None or new is None:
            yield from (one for one in (theirs, new) if one is not None)
            if theirs is not None and self._may_be_of_build(theirs):
                yield self._note("said by whom", quotable(theirs))
        elif theirs.said == new.said:
            yield theirs
        elif counts_anew(theirs.said, new.said):
            yield _in_form(theirs, new)
        else:
            self.judged.add(new.said)  # an earlier note may say that it is gone
            if self.told.is_enough and theirs.text and new.text and says_all(theirs.text, new.text):
                # It comes back to what people wrote beside it.
                yield from self._changed(new, theirs, new, new)
                return
            yield theirs
            yield self._note("changed" if self.known else "no base", quotable(new))

    def _taken_out(self, base: Block, new: Block | None) -> Iterator[Block]:
        said = all_said(quotable(base)) if base.kind == "table" else base.said
        if stands := said in self.standing:
            self.judged.add(said)
        if base.kind == "other" or (base.kind == "table" and is_revisions(base.source)):
            return  # whoever takes out a chart or the history does not want the next one
        if new is None:
            self.taken.append(base)
        elif stands or not self.news.is_none(base.said, new.said) or self._is_left(base, new, new.said):
            self.taken += [base] if base.said != new.said else []
            yield self._note("taken out", quotable(new))

    def _gone(self, base: Block, theirs: Block, was: Block) -> Iterator[Block]:
        if theirs.said != base.said:
            self.changed.append(was)
            yield theirs
            yield self._note(
                "gone" if self._sort(base.said) == "changed" else "gone, no base", quotable(base)
            )

    def _changed(self, base: Block, theirs: Block, new: Block, was: Block) -> Iterator[Block]:
        if base.kind == theirs.kind == new.kind == "table":
            gone = self.again.gone_rows.get(base.source, 0)
            merged = merge_table(base.source, theirs.source, new.source, self.standing, self.news, gone)
            self.judged |= merged.judged
            self.changed += [merged.changed] if merged.changed is not None else []
            self.taken += [merged.taken] if merged.taken is not None else []
            yield saying(theirs, merged.source)
            for clash in merged.clashes:
                yield self._note(clash.sort, clash.now)
        elif base.text and theirs.text and new.text:
            stands = base.said in self.standing
            text = merge_text(base.text, theirs.text, new.text, self.news, was.text, in_conflict=stands)
            tail, torn = _tail(base.tail, theirs.tail, new.tail)
            if tail != new.tail and not self.news.is_none(base.text, new.text):
                text = Merged(theirs.text, True)  # what people wrote below belongs to the old text
            source = with_tail(text.text, tail)
            yield saying(replace(theirs, text=text.text, tail=tail), source)
            sort = self._sort(base.said)
            if sort == "changed" and not torn and says_all(text.text, new.text):
                return
            torn |= self._is_left(base, new, f"{new.said} {theirs.said}", theirs.tail)
            torn |= text.clash and not self.news.is_worded_only(base.said, new.said)
            if torn or stands:
                self.changed += [_renewed(was, new, text.text)] if was.said != new.said else []
                yield self._note(sort, quotable(new))
        else:
            merged_json = merge_json(base.source, theirs.source, new.source)
            yield saying(theirs, merged_json) if merged_json is not None else theirs
            if merged_json is None or base.said in self.standing:
                self.changed += [was] if was.said != new.said else []
                yield self._note(self._sort(base.said), quotable(new))

    def _is_left(self, base: Block, new: Block, told: str, below: str = "") -> bool:
        """Whether something that was counted in `base` stands in what people added, or `below` it, and not where it is
        `told`."""
        added = self.own_entries | counted_in(below.split("\n"))
        return left_behind(base.said, told, self.own) or is_moved_out(_lines(base), _lines(new), added)

    def _may_be_of_build(self, theirs: Block) -> bool:
        """Whether an earlier build may have said it. Builds write no heading and no HTML into a section, and quote only
        below the first heading."""
        if self.known or self.told.is_enough or theirs.kind == "note":
            return False
        begins = "```", *([">"] if self.new.level == 1 else [])
        is_of_kind = theirs.kind in ("text", "item", "table") or theirs.source.startswith(begins)
        says_now = any(theirs.said == one.said for one in self.new.blocks)
        return is_of_kind and not says_now and theirs.said not in self.told.added

    def _sort(self, base: str) -> Sort:
        """The kind of conflict: once unknown who changed something, it stays unknown in later builds."""
        standing = self.standing.get(base)
        return "no base" if standing is not None and is_of(standing, "no base") else "changed"

    def _note(self, sort: Sort, quoted: str) -> Block:
        """A conflict note under the title that people gave to the section, if any. It stands for one that quotes the
        same."""
        titles = (self.theirs, self.new) if self.theirs.said != self.base.said else (self.new,)
        made = note(next(filter(None, (one.title for one in titles)), "the beginning"), sort, quoted)
        self.judged.add(made.said)
        return made


def _lines(block: Block | None) -> Sequence[str]:
    return block.source.split("\n") if block is not None else ()


def _renewed(was: Block, new: Block, text: str) -> Block:
    """What is in conflict as it was generated, but for the sentences that went on in people's text: a later build takes
    these for no sign that people settled the conflict over the others."""
    of = renewed(was.text, new.text, text)
    return was if of == was.text else saying(replace(was, text=of), with_tail(of, was.tail))


def _in_form(theirs: Block, now: Block) -> Block:
    """The new block, as a heading or a row if people made the block one."""
    if theirs.kind == "head" and now.text:
        return replace(now, kind="head", mark=theirs.mark)
    now = in_form(theirs, now)
    return replace(now, box=theirs.box) if now.kind == "item" else now


def _retold(base: Block, theirs: Block, new: Block, news: News) -> Block:
    """The new block in the typography that a person gave to the block it replaces; theirs says the same as base."""
    if theirs.source == base.source:
        return theirs if new.source == base.source else new
    if new.said == base.said:
        return theirs
    if base.kind == theirs.kind == new.kind == "table":
        return replace(new, source=merge_table(base.source, theirs.source, new.source, (), news).source)
    text = retold(base.text, theirs.text, new.text) if base.text and theirs.text else new.text
    return replace(new, text=text, source=with_tail(text, new.tail)) if text != new.text else new


def _tail(base: str, theirs: str, new: str) -> tuple[str, bool]:
    if base.strip() == theirs.strip():
        return new, False
    return theirs, new.strip() not in (base.strip(), theirs.strip())
