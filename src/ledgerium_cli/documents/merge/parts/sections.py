"""Three-way merge of one section, block by block."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.again import again, with_those_behind
from ledgerium_cli.documents.merge.builds.certain import Told
from ledgerium_cli.documents.merge.builds.gone import NO_BLOCKS, GoneBlocks
from ledgerium_cli.documents.merge.builds.together import NOTHING
from ledgerium_cli.documents.merge.markdown.entries import in_rows, with_boxes, with_numbers
from ledgerium_cli.documents.merge.markdown.lists import lists_of, without_other_lists
from ledgerium_cli.documents.merge.markdown.matching import (
    block_passages,
    by_surroundings,
    name_of,
    only_ones,
    said_by_both,
    told_by_notes,
)
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_answered, is_of, settled
from ledgerium_cli.documents.merge.markdown.numbering import digits_of, in_look, look_of
from ledgerium_cli.documents.merge.parts.gone_lists import (
    behind_other_lists,
    with_heads_kept,
    with_lists_whole,
    without_those_taken_out,
)
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.passages import Passages, Versions
from ledgerium_cli.documents.merge.text.counted import counts_anew, uncounted
from ledgerium_cli.documents.merge.text.likeness import (
    ALIKE,
    align,
    are_other_exceptions,
    best_first,
    by_label,
    exception_of,
    result_of,
    turn_of,
    with_free,
    with_returned,
    with_reworded,
)
from ledgerium_cli.documents.merge.text.order import Place, ascending, places
from ledgerium_cli.documents.merge.text.wording import CONTROL, REVISIONS


class Known(Struct, frozen=True):
    """What is known of a section beside its versions."""

    news: News
    """What changed between the builds."""
    told: Told
    gone: GoneBlocks
    """What was gone of it before."""
    came: frozenset[str]
    """What the base says of another section, from which people moved it."""


def merge_section(
    base: Section | None, theirs: Section, new: Section, known: Known
) -> tuple[Section, GoneBlocks]:
    """Merge a section; conflicts become blocks of the kind `note`. With what is gone of it then."""
    gone = known.gone
    if (
        base is not None
        and base.source == new.source
        and all(one.kind != "note" for one in theirs.blocks)
        and gone == NO_BLOCKS
    ):
        return theirs, gone
    behind: tuple[Block, ...] = ()
    made = {one.said for one in base.blocks} if base is not None else set()
    if base is not None:
        base, theirs, behind = with_those_behind(gone, base, theirs, new)
    merge = _Merge(base, theirs, new, known, made)
    section = merge.section()
    changed, taken = tuple(merge.passages.changed), tuple(merge.passages.taken)
    still_behind = {one.said for one in behind[::2]}
    still_moved = [one for one in gone.moved if one.said in still_behind]
    return section, GoneBlocks(changed, taken, (*behind, *merge.behind), (*still_moved, *merge.moved))


def says_the_same(one: Section, other: Section) -> bool:
    return _told(one) == _told(other)


def _told(section: Section) -> object:
    said = [(block.kind, block.said) for block in section.blocks]
    return section.level, section.lower, section.number, section.said, section.step, said


def _is_told_again(note: Block, now: Sequence[Block]) -> bool:
    """Whether the build says `now` what by the note it says no longer, not where it has always stood, as another way to
    do the step may have it."""
    return is_of(note, "gone") and any(counts_anew(note.said, one.said) for one in now)


class _Merge:
    """The merge of one section."""

    def __init__(
        self, base: Section | None, theirs: Section, new: Section, of: Known, made: Collection[str]
    ) -> None:
        """`made` is what the last build generated, without what is said again."""
        self.made, self.came, gone = made, of.came, of.gone
        self.base, self.theirs, self.new, self.gone = base or NOTHING, theirs, new, gone
        self.again = again(gone, self.base.blocks, theirs.blocks, new.blocks)
        # Of “Revisions” builds write no more than the table.
        known = (base is not None and of.told.is_enough) or new.said == REVISIONS
        self.elsewhere = {one.said for one in gone.moved}
        self.results = {result_of(one.said) for one in self.again.blocks} - {None}
        self.passages = Passages(self.base, theirs, new, of.news, of.told, self.again, known=known)
        self.behind = list[Block]()
        """What is gone now as it was generated, each with what stood behind it; the last one with itself."""
        self.moved = list[Block]()
        """What people changed, or wrote behind, and goes now or is gone, if it does not stand where it was
        generated."""

    def section(self) -> Section:
        title, blocks = self._title()
        versions = self.again.blocks, self.theirs.blocks, self.new.blocks
        found = [(place, place.of(*versions)) for place in self._places(versions)]
        found = without_those_taken_out(found, *versions, self.gone.taken)
        found, self.passages.heads = with_heads_kept(found, self.again.blocks)
        found = with_lists_whole(behind_other_lists(found, lists_of(self.again.blocks)))
        self._keep_in_place(found)
        moved = self._moved()
        self.moved = [
            base
            for place, (base, own, new) in found
            if place.base in moved and base and own and new is None and self._is_kept(base, own)
        ]
        self.passages.read([one for _, one in found])
        return replace(
            self.theirs,
            title=title,
            number=self._number(),
            step=self.new.step,
            blocks=tuple(self._merged(found, blocks)),
            source="",
        )

    def _merged(self, found: Sequence[tuple[Place, Versions]], behind: Sequence[Block]) -> list[Block]:
        """The blocks, those of the title first, with notes of earlier builds where they stand, or settled."""
        blocks, left, fresh, made = [*behind], list[tuple[int, Block, bool]](), set[int](), dict[int, Block]()
        above: Place | None = None
        for place, (base, theirs, new) in found:
            if theirs is not None and theirs.kind == "note":
                now = [to for at, (_, own, to) in found if to is not None and (own is None or at is above)]
                left.append((len(blocks), theirs, _is_told_again(theirs, now)))
                continue
            above = place if theirs is not None else above
            before = len(blocks)
            blocks += self.passages.merged(place, base, theirs, new)
            fresh |= {*range(before, len(blocks))} if theirs is None else set()
            made |= {before: new} if new is not None and len(blocks) > before else {}
        blocks = with_boxes(with_numbers(in_rows(blocks, fresh), fresh, made), fresh)
        for at, standing, is_told_again in reversed(left):
            is_over = standing.said in self.passages.judged or is_told_again
            if is_over or is_answered(standing, blocks[:at]):
                blocks = settled(blocks, at, standing, [one for _, one, _ in left])
            else:
                blocks.insert(at, standing)
        return blocks

    def _number(self) -> str:
        """In the look that people gave it, that of now where they did not change it."""
        number = self.theirs.number
        if digits_of(number) != digits_of(self.base.number):
            return number
        return in_look(self.new.number, look_of(number)) if number else self.new.number

    def _places(self, versions: Sequence[Sequence[Block]]) -> list[Place]:
        passages = [block_passages(blocks) for blocks in versions]
        to_theirs = self.again.to_theirs
        said = passages[0][: self.again.still_said]
        labels = with_free(by_label(said, passages[2]), by_label(passages[0], passages[2]))
        anew = with_free(self._said_again(), labels | only_ones(versions[0], versions[2]))
        anew = with_free(anew, by_surroundings((versions[0], versions[2]), (passages[0], passages[2])))
        to_new = align(passages[0], passages[2], known=anew)
        to_new |= self._renamed(versions[0], versions[2], to_new)
        if self.passages.news.says_the_same:
            to_new = with_reworded(to_new, passages[0], passages[2])
        to_new = {
            at: to for at, to in to_new.items() if not self._is_another(versions[0][at], versions[2][to])
        }
        to_new = without_other_lists(
            with_free(to_new, said_by_both(versions, to_theirs)), versions[0], versions[2]
        )
        own = [place for place in range(len(passages[1])) if place not in to_theirs.values()]
        fresh = [place for place in range(len(passages[2])) if place not in to_new.values()]
        again = told_by_notes(versions[2], versions[1])
        known = {own.index(again[at]): place for place, at in enumerate(fresh) if again.get(at) in own}
        added = [passages[1][place] for place in own], [passages[2][place] for place in fresh]
        if self.new.said == CONTROL:
            known = with_free(known, by_label(*added))
        both = align(*added, alike=1 if self.passages.known else ALIKE, known=known)
        both = with_returned(both, *added)
        sizes = (len(passages[0]), len(passages[1]), len(passages[2]))
        pairs = {own[place]: fresh[also] for place, also in both.items()}
        back = {at for at in {*to_new} & {*to_theirs} if self._is_back(at) and not self._was_elsewhere(at)}
        instead = {at for at in own if at not in pairs and versions[1][at].kind == "item"}
        left = {at for at in {*to_new} - {*to_theirs} if self._is_same_exception(at, to_new[at])}
        return places(sizes, to_theirs, to_new, pairs, back=back, out=left, instead=instead)

    def _said_again(self) -> dict[int, int]:
        """Pairs of what was gone, in the base, and what says it again, but for its counts, as nothing of the last build
        does."""
        blocks, still = self.again.blocks, self.again.still_said
        if still == len(blocks):
            return {}
        fresh = [
            (to, one.said)
            for to, one in enumerate(self.new.blocks)
            if not any(counts_anew(was.said, one.said) for was in blocks[:still])
        ]
        pairs = sorted(
            (blocks[at].said != said, at, to)
            for to, said in fresh
            for at in range(still, len(blocks))
            if counts_anew(blocks[at].said, said)
        )
        return best_first((at, to) for _, at, to in pairs)

    def _is_same_exception(self, at: int, to: int) -> bool:
        """Whether the build tells of an exception as before, but for its counts; one that reads otherwise has a note in
        its place."""
        base, new = self.again.blocks[at].said, self.new.blocks[to].said
        return exception_of(base) is not None and counts_anew(base, new)

    def _is_back(self, at: int) -> bool:
        """Whether the last build did not say it: by its index in the base."""
        return at >= self.again.still_said or self.again.blocks[at].said not in self.made

    def _moved(self) -> set[int]:
        """What people have above something that was generated above it, or below, by index; all of it where some of
        that is gone."""
        to = self.again.to_theirs
        known = sorted(at for at in to if not self._is_back(at))
        moved = {one for at, other in combinations(known, 2) if to[at] > to[other] for one in (at, other)}
        moved |= {at for at in to if self.again.blocks[at].said in self.came}
        if not self.elsewhere:
            return moved
        return {at for at in to if not self._is_back(at) or self._was_elsewhere(at)}

    def _was_elsewhere(self, at: int) -> bool:
        """Whether what is gone did not stand where it was generated."""
        return self.again.blocks[at].said in self.elsewhere

    def _is_kept(self, base: Block, own: Block) -> bool:
        """Whether its place is known when it is said again."""
        return base.said != own.said or base in self.behind[::2]

    def _renamed(
        self, base: Sequence[Block], new: Sequence[Block], known: Mapping[int, int]
    ) -> dict[int, int]:
        """More pairs, that are the same but for names of steps and counts: of a short one little may be left
        without."""
        named = self.passages.news.names.generated
        taken = {*known.values()}
        return {
            at: to
            for at, one in enumerate(base)
            for to, other in enumerate(new)
            if at not in known
            and to not in taken
            and one.kind == other.kind
            and (pair := named(one.source, other.source)) != (one.source, other.source)
            and uncounted(pair[0]) == uncounted(pair[1])
        }

    def _is_another(self, base: Block, new: Block) -> bool:
        """Whether it tells of another turn, exception or result, however alike they read."""
        versions = self.passages.news.names.generated(base.said, new.said)
        was, now = map(turn_of, versions)
        if (was is not None and now is not None and was != now) or are_other_exceptions(*versions):
            return True
        # A result that was not told before may be the same under another name.
        result = result_of(new.said)
        return result in self.results and result_of(base.said) in self.results - {result}

    def _title(self) -> tuple[str, list[Block]]:
        base, theirs, new = self.base.said, self.theirs.said, self.new.said
        stands = base in self.passages.standing
        self.passages.judged.add(base)
        if theirs == base:
            return self.theirs.title if new == base else self.new.title, []
        if self.base is NOTHING and self.passages.told.is_enough:
            return self.theirs.title, []  # people called a step so that was gone
        if theirs == new or (name_of(self.new) == name_of(self.base) and not stands):
            return self.theirs.title, []
        sort = self.passages.sort_of(base) if self.base.title else "no base"
        return self.theirs.title, [self.passages.note(sort, self.new.title)]

    def _keep_in_place(self, found: Sequence[tuple[Place, Versions]]) -> None:
        """Keep what goes now though people wrote something of theirs behind it or put the section into another order,
        since else its place would be lost."""
        theirs = ((place, one) for place, one in found if one[1] is not None and one[1].kind != "note")
        in_turn = sorted(theirs, key=lambda pair: pair[0].theirs or 0)
        made = [place.base for place, _ in in_turn if place.base is not None]
        is_in_order = len(ascending(made)) == len(made)
        for at, (place, (base, own, new)) in enumerate(in_turn):
            if base is None or own is None or new is not None or base.said != own.said:
                continue
            if base.said in self.passages.heads or (place.base or 0) >= self.again.still_said:
                continue  # it stays
            behind = [one for _, one in in_turn[at + 1 :]]
            is_before_own = bool(behind) and behind[0][0] is behind[0][2] is None
            if is_in_order and not is_before_own and not self.gone.behind:
                continue
            self.behind += [base, self.gone.next_to(base, behind[0][1] if behind else None)]
