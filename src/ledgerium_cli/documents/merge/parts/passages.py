"""Three-way merge of one passage of a section: a paragraph, an entry, a table, a block of code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.again import Again
from ledgerium_cli.documents.merge.builds.certain import Told
from ledgerium_cli.documents.merge.markdown.entries import in_form
from ledgerium_cli.documents.merge.markdown.lists import is_numbered
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_of, note, quotable
from ledgerium_cli.documents.merge.markdown.parse import all_said, is_unseen, said_of, saying, with_tail
from ledgerium_cli.documents.merge.markdown.rows import is_revisions
from ledgerium_cli.documents.merge.parts.chart import is_chart, merge_chart
from ledgerium_cli.documents.merge.parts.enumerated import counted_in, is_moved_out
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.sentences import (
    MergedText,
    as_generated,
    have_taken_over,
    is_said_again,
    merge_text,
    number_in,
    renewed,
    retold,
    says_all,
)
from ledgerium_cli.documents.merge.parts.tables import merge_table
from ledgerium_cli.documents.merge.parts.words import merge_json
from ledgerium_cli.documents.merge.text.counted import (
    are_versions,
    counts_anew,
    counts_as_before,
    left_behind,
)
from ledgerium_cli.documents.merge.text.order import Place
from ledgerium_cli.documents.merge.text.wording import Sort

Versions = tuple[Block | None, Block | None, Block | None]
"""A passage in base, theirs and new."""


class Passages:
    """Merges the passages of one section. A block missing in a version is None."""

    def __init__(
        self,
        base: Section,
        theirs: Section,
        new: Section,
        news: News,
        told: Told,
        again: Again,
        *,
        known: bool,
    ) -> None:
        """`known` is whether it is known what the last build generated."""
        self.base, self.theirs, self.new = base, theirs, new
        self.news, self.told, self.again, self.known = news, told, again, known
        self.changed = list[Block]()
        """What is gone now though people changed it."""
        self.taken = [*again.taken]
        """The same of what people took out."""
        self.standing = {one.said: one for one in theirs.blocks if one.kind == "note"}
        """Unsettled conflict notes in theirs, by what they quote."""
        self.judged = set[str]()
        """What the notes quote that have been examined again."""
        self.own = ""
        """The text that people added; it may contain half of a generated sentence that they split."""
        self.heads = dict[str, bool]()
        """What the paragraphs say that stay above what people wrote below them, and whether that needs a note."""
        self.own_entries = set[str]()
        """What is enumerated there and in what they changed, with numbers, but for what the build said in its place."""

    def read(self, found: Sequence[Versions]) -> None:
        """Read what people added and changed, before any of it is merged."""
        own = [(was, one, now) for was, one, now in found if one is not None and not _is_apart(one)]
        self.own = "\n".join(one.said for was, one, now in own if was is now is None)
        self.own_entries = {
            entry
            for was, one, _ in own
            if was is None or was.said != one.said
            for entry in counted_in(_lines(one)) - counted_in(_lines(was))
        }

    def merged(
        self, place: Place, base: Block | None, theirs: Block | None, new: Block | None
    ) -> Iterator[Block]:
        was = self.again.before_conflict.get(place.theirs) if place.theirs is not None else None
        if base is None:
            yield from self._added(theirs, new)
        elif place.base is not None and place.base >= self.again.still_said:
            yield from self._said_again(base, theirs, new)
        elif (
            was is not None
            and theirs is not None
            and new is not None
            and counts_anew(was.said, new.said)
            and not have_taken_over(theirs.text, base.text, was.text)
        ):
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
            yield _in_form(theirs, _retold(base, theirs, new, self.news), base)
        elif theirs.said == new.said or (new.said == base.said and not self._is_open(base)):
            yield theirs
        elif are_versions(theirs.said, new.said) or counts_as_before(theirs.said, base.said, new.said):
            yield _in_form(theirs, new, base)
        elif base.kind == theirs.kind == new.kind == "other" and self._only_renamed(base, theirs):
            yield new
        else:
            yield from self._changed(base, theirs, new, was)

    def _only_renamed(self, base: Block, theirs: Block) -> bool:
        """Whether people gave steps in it the names that they have now, and changed nothing else."""
        was, own, _ = self.news.names.versions(base.source, theirs.source, "")
        return was == own

    def _is_open(self, base: Block) -> bool:
        """Whether it has a note that the merge may settle."""
        return base.said in self.standing or bool(self.again.gone_rows.get(base.source))

    def _added(self, theirs: Block | None, new: Block | None) -> Iterator[Block]:
        if theirs is None or new is None:
            yield from (one for one in (theirs, new) if one is not None)
            if theirs is not None and self._may_be_of_build(theirs):
                yield self.note("said by whom", quotable(theirs))
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
            yield self.note("changed" if self.known else "no base", quotable(new))

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
            yield self.note(self.sort_of(said, "taken out", "unseen"), quotable(new))

    def _gone(self, base: Block, theirs: Block, was: Block) -> Iterator[Block]:
        is_changed = theirs.said != base.said and not self._only_renamed(base, theirs)
        if is_changed or base.said in self.heads:
            self.changed.append(was)
            yield theirs
            if not self.heads.get(base.said, True):
                return
            yield self.note(
                "gone" if self.sort_of(base.said) == "changed" else "gone, no base", quotable(base)
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
                is_out = clash.sort == "taken out"
                sort = self.sort_of(clash.was, clash.sort, "unseen") if is_out else clash.sort
                yield self.note(sort, clash.now)
        elif base.text and theirs.text and new.text:
            yield from self._changed_text(base, theirs, new, was)
        else:
            code = self._merged_code(base.source, theirs.source, new.source)
            yield saying(theirs, code) if code is not None else theirs
            if code is None or base.said in self.standing:
                self.changed += [was] if was.said != new.said else []
                yield self.note(self.sort_of(base.said), quotable(new))

    def _merged_code(self, base: str, theirs: str, new: str) -> str | None:
        """The flowchart or the block of JSON as people left it, with what is new; None where both changed the same."""
        if not all(map(is_chart, (base, theirs, new))):
            return merge_json(base, theirs, new)
        merged = merge_chart(*self.news.names.versions(base, theirs, new))
        return self.news.names.shown(merged) if merged is not None else None

    def _changed_text(self, base: Block, theirs: Block, new: Block, was: Block) -> Iterator[Block]:
        if (again := self._settled(base, theirs, new, was)) is not None:
            yield saying(replace(theirs, text=again), with_tail(again, theirs.tail))
            return
        stands = base.said in self.standing
        text = merge_text(base.text, theirs.text, new.text, self.news, was.text, in_conflict=stands)
        tail, torn = _tail(base.tail, theirs.tail, new.tail)
        if tail != new.tail and not self.news.is_none(base.text, new.text):
            behind = f"{theirs.text} {said_of(tail)}"
            if stands or merge_text(base.text, behind, new.text, self.news, was.text).clash:
                text = MergedText(theirs.text, True)  # what people wrote below belongs to the old text
        source = with_tail(text.text, tail)
        yield saying(replace(theirs, text=text.text, tail=tail), source)
        sort = self.sort_of(base.said)
        if sort == "changed" and not torn and says_all(text.text, new.text):
            return
        torn |= self._is_left(base, new, f"{new.said} {theirs.said}", theirs.tail)
        torn |= text.clash and not self.news.is_worded_only(base.said, new.said)
        if torn or stands:
            # What is quoted in a note that stands is not what people had changed.
            is_known = was.said != new.said and not (stands and was is base)
            self.changed += [_renewed(was, new, text.text)] if is_known else []
            yield self.note(sort, quotable(new))

    def _settled(self, base: Block, theirs: Block, new: Block, was: Block) -> str | None:
        """What people made of the new text where the build says again what they had changed, though their note of the
        conflict stands; then it goes."""
        note = self.standing.get(base.said)
        if note is None:
            return None
        if is_of(note, "gone") and counts_anew(base.said, new.said):
            was = base
        elif was is base or not is_said_again(was.text, base.text, theirs.text, new.text):
            return None
        again = merge_text(was.text, as_generated(theirs.text, was.text), new.text, self.news)
        if again.clash:
            return None
        self.standing.pop(base.said)
        return again.text

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

    def sort_of(self, base: str, usual: Sort = "changed", doubted: Sort = "no base") -> Sort:
        """The kind of conflict: once unknown who changed something, or took it out, it stays so in later builds."""
        standing = self.standing.get(base)
        return doubted if standing is not None and is_of(standing, doubted) else usual

    def note(self, sort: Sort, quoted: str) -> Block:
        """A conflict note under the title that people gave to the section, if any. It stands for one that quotes the
        same."""
        titles = (self.theirs, self.new) if self.theirs.said != self.base.said else (self.new,)
        made = note(next(filter(None, (one.title for one in titles)), "the beginning"), sort, quoted)
        self.judged.add(made.said)
        return made


def _is_apart(block: Block) -> bool:
    """Whether it is none of the text: a note of a conflict, or what nobody sees."""
    return block.kind == "note" or is_unseen(block)


def _lines(block: Block | None) -> Sequence[str]:
    return block.source.split("\n") if block is not None else ()


def _renewed(was: Block, new: Block, text: str) -> Block:
    """What is in conflict as it was generated, but for the sentences that went on in people's text: a later build takes
    these for no sign that people settled the conflict over the others."""
    of = renewed(was.text, new.text, text)
    return was if of == was.text else saying(replace(was, text=of), with_tail(of, was.tail))


def _in_form(theirs: Block, now: Block, base: Block | None = None) -> Block:
    """The new block, as a heading, a row, or an entry with a number or a bullet if people made the block one."""
    if theirs.kind == "head" and now.text:
        return replace(now, kind="head", mark=theirs.mark)
    now = in_form(theirs, now)
    if now.kind != "item":
        return now
    is_own = theirs.kind == "item" and (base is None or is_numbered(theirs) is not is_numbered(base))
    return replace(now, box=theirs.box, mark=theirs.mark if is_own else now.mark)


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
