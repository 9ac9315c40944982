"""How a section that people edited differs from the generated one: in passages, their sentences, the cells of tables.

Only meaning counts: not line breaks, list marks and typography, nor counts, times and citations in generated
wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.matching import match_blocks
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import all_said, is_unseen, said_of
from ledgerium_cli.documents.merge.markdown.rows import Row, match_tables, rows_of, said_at
from ledgerium_cli.documents.merge.marks.marks import MARKED
from ledgerium_cli.documents.merge.parts.chart import is_chart, without_layout
from ledgerium_cli.documents.merge.text.counted import CITED, bare_words, is_measured, meaning_of, uncounted
from ledgerium_cli.documents.merge.text.likeness import ALIKE, align, passage
from ledgerium_cli.documents.merge.text.order import ascending
from ledgerium_cli.documents.merge.text.sentences import sentences
from ledgerium_cli.documents.merge.text.wording import OWN, SEEN_IN
from ledgerium_cli.documents.sop.sentences import Sort, sort_of
from ledgerium_cli.plural import singular_of

_MARKS = re.compile(r"\((?:declared|edited)\)")
_DAYS = re.compile("# to #")
"""From one day to another, where counts are `#`."""
_SOME_TIMES = re.compile(r" \(# times?\)")
"""Behind what was done in some performances, and no more once it was done in all."""
_COUNTED: frozenset[Sort] = frozenset(
    ("who", "variation", "again", "unfinished", "order", "next", "time", "evidence")
)
"""Sorts of sentences that only report counts."""
_RESULTS: frozenset[Sort] = frozenset(("branch", "says", "result"))
"""Sorts of sentences of which only the beginning identifies the subject."""

T = TypeVar("T")
Hide = Callable[[str], str]
"""Replaces the names of steps by something that does not change."""
Entry = tuple[object, ...]
"""One thing that people did; equal entries mean the same."""


def differences(
    made: Sequence[T],
    own: Sequence[T],
    pairs: Mapping[int, int],
    key: Callable[[T], str],
    changed: Callable[[T, T], Iterator[Entry]],
    told: Callable[[T], object],
    moved: Collection[int] | None = None,
) -> Iterator[tuple[str, int | None, int | None, Entry]]:
    """What people did to a generated sequence: (key of the passage, index in `made`, index in `own`, what).

    `pairs` maps indexes of `made` to `own`. `changed(own, made)` gives how one passage differs from another, `told`
    the content of an added one. `moved` are those that were moved, by index in `made`; by default the fewest.
    """
    made_of = {place: at for at, place in pairs.items()}
    away = {*pairs} - ascending(sorted(pairs, key=pairs.__getitem__)) if moved is None else moved
    keys = numbered(map(key, made))
    mine = iter(numbered(f"{OWN}{key(one)}" for place, one in enumerate(own) if place not in made_of))
    before = ""
    for place, one in enumerate(own):
        at = made_of.get(place)
        this = keys[at] if at is not None else next(mine)
        if at is None:
            yield this, None, place, ("added", before, told(one))
        else:
            if at in away:
                yield this, at, place, ("moved", before)
            for entry in changed(one, made[at]):
                yield this, at, place, ("changed", *entry)
        before = this
    for at, this in enumerate(keys):
        if at not in pairs:
            yield this, at, None, ("taken out",)


def numbered(names: Iterable[str]) -> list[str]:
    """Each name followed by how often it has come so far."""
    counts: Counter[str] = Counter()
    found = []
    for name in names:
        counts[name] += 1
        found.append(f"{name} {counts[name]}")
    return found


def of_section(own: Section, made: Section, hide: Hide) -> Iterator[Entry]:
    """How the sections differ apart from their position."""
    if literally(own.said) != literally(made.said):
        yield "title", literally(own.said)
    if own.blocks != made.blocks:
        generated, (blocks, pairs) = _shown(made), _shown_of(own, made)
        generated, blocks = hidden(generated, blocks, pairs, partial(without_names, hide=hide))
        changed = partial(of_block, hide=hide)
        for key, _, _, entry in differences(generated, blocks, pairs, key_of_block, changed, whole_block):
            yield key, entry


def hidden(
    made: Sequence[T], own: Sequence[T], pairs: Mapping[int, int], hide: Callable[[T], T]
) -> tuple[list[T], list[T]]:
    """Both versions with names hidden in generated passages and in what people made of them, since builds update
    those names; passages that people added keep theirs."""
    known = {*pairs.values()}
    return [*map(hide, made)], [hide(one) if place in known else one for place, one in enumerate(own)]


def without_names(block: Block, hide: Hide) -> Block:
    return replace(block, said=hide(block.said))


def whole(section: Section) -> Entry:
    """Everything that a section of people says."""
    return literally(section.said), *map(whole_block, _shown(section))


def _shown(section: Section) -> list[Block]:
    """The blocks without conflict notes, which nobody wrote, and comments, which nobody sees."""
    return [one for one in section.blocks if one.kind != "note" and not is_unseen(one)]


def _shown_of(own: Section, made: Section) -> tuple[list[Block], dict[int, int]]:
    """The blocks of people's section that `_shown` gives, and for the index of each generated one theirs: a conflict
    note that stands by what they wrote says what it was made of."""
    blocks = [one for one in own.blocks if not is_unseen(one)]
    shown = [place for place, one in enumerate(blocks) if one.kind != "note"]
    pairs = match_blocks(_shown(made), blocks)
    return [blocks[place] for place in shown], {at: shown.index(place) for at, place in pairs.items()}


def whole_block(block: Block) -> str:
    return literally(block.said)


def literally(said: str) -> str:
    """The text without marks and evidence."""
    return " ".join(_MARKS.sub("", CITED.sub("", said)).split())


def key_of_block(block: Block) -> str:
    """A key that stays the same when only counts change."""
    if block.kind not in MARKED:
        return block.kind
    sort = "who" if block.kind == "text" and SEEN_IN in block.text else sort_of(block)
    if sort in _COUNTED:
        return sort
    text = block.said.partition(",")[0] if sort in _RESULTS else block.said
    named = "" if sort in ("written", "edited") else f"{sort} "
    return f"{named}{' '.join(meaning_of(literally(text)))}"


def of_block(own: Block, made: Block, hide: Hide) -> Iterator[Entry]:
    """How a passage differs from the generated one."""
    if own.said == made.said:
        return
    if own.kind == made.kind == "table":
        yield from _of_table(rows_of(own.source), rows_of(made.source), hide)
    elif own.text and made.text:
        yield from _of_text(own.text, made.text, hide)
        tails = all_said(own.tail), all_said(made.tail)
        yield from _of_said(*(map(hide, tails) if tails[1] else tails))
    elif is_chart(own.source) and is_chart(made.source):
        yield from _of_chart(own.source, made.source, hide)
    else:
        yield from _of_said(own.said, made.said)


def _of_chart(own: str, made: str, hide: Hide) -> Iterator[Entry]:
    """The lines that people wrote into a flowchart, and those that they took out."""
    mine, generated = (
        {hide(uncounted(line)) for line in without_layout(source).split("\n")} for source in (own, made)
    )
    yield from ((line,) for line in sorted(mine - generated))
    yield from (("-", line) for line in sorted(generated - mine))


def _of_said(own: str, made: str) -> Iterator[Entry]:
    """The difference of two matching passages, if any."""
    now, generated = _uncounted(own, made), _uncounted(made, made)
    if now != generated:
        yield (_written(now, generated),)


def _uncounted(said: str, made: str) -> str:
    """The text without counts, and without numbers that the generated passage also has."""
    numbers = {word for word in bare_words(CITED.sub("", made)) if any(map(str.isdigit, word))}
    words = uncounted(CITED.sub("", said), measured=is_measured(made)).split()
    known = ("#" if not numbers.isdisjoint(bare_words(word)) else word for word in words)
    return literally(_SOME_TIMES.sub("", _DAYS.sub("#", " ".join(known))))


def _written(own: str, made: str) -> str:
    """What people made of a generated passage that counts something, both `_uncounted`. Words of the build that come
    and go with counts, as “and” between two cases, are left out as these are, but beside what people did."""
    if "#" not in made:
        return own
    words, generated = own.split(), [*map(_bare, made.split())]
    mine = [*map(_bare, words)]
    found: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, generated, mine, autojunk=False).get_opcodes():
        if tag == "equal":
            beside = {first} if max(start, first) else set()
            beside |= {last - 1} if (end, last) != (len(generated), len(mine)) else set()
            found += (mine[at] for at in range(first, last) if at in beside or not _counts(mine[at]))
        else:
            found += (f"-{word}" for word in generated[start:end] if _counts(word))
            found += words[first:last]
            if first < last and mine[first - 1 : first] == ["#"]:
                found[-1] = mine[last - 1]  # what people call that which is counted
    return " ".join(found)


def _counts(word: str) -> bool:
    return word == "#" or not meaning_of(word)


def _bare(word: str) -> str:
    """A word as it is with another count."""
    return "#" if "#" in word else singular_of(" ".join(bare_words(word)))


def _of_text(own: str, made: str, hide: Hide) -> Iterator[Entry]:
    """The differences of two paragraphs, sentence by sentence."""
    ours, generated = _sentences(own), _sentences(made)
    alike = 0 if len(ours) == len(generated) == 1 else ALIKE
    pairs = align([passage("", one) for one in generated], [passage("", one) for one in ours], alike)
    generated, ours = hidden(generated, ours, pairs, hide)
    found = differences(generated, ours, pairs, _sentence_key, _of_said, literally)
    yield from ((key, entry) for key, _, _, entry in found)


def _sentences(text: str) -> list[str]:
    return [said for one in sentences(text) if literally(said := said_of(one))]


def _sentence_key(said: str) -> str:
    return " ".join(meaning_of(literally(said)))


def _of_table(own: Sequence[Row], made: Sequence[Row], hide: Hide) -> Iterator[Entry]:
    """The differences of two tables, cell by cell; cells are identified by column heading and first cell of the row."""
    ours, generated = [*map(said_of, own[0])], [*map(said_of, made[0])]
    found = match_tables(made, own)
    columns, rows = found.columns, found.rows
    for key, _, _, entry in differences(generated, ours, columns, literally, _of_said, literally):
        yield key, entry
    added = [place for place in range(len(ours)) if place not in columns.values()]

    def of_row(row: Row, other: Row) -> Iterator[Entry]:
        for at, place in columns.items():
            yield from (
                (generated[at], *entry) for entry in _of_said(said_at(row, place), said_at(other, at))
            )
        yield from ((ours[place], said) for place in added if (said := literally(said_at(row, place))))

    made, own = hidden(made[2:], own[2:], rows, lambda row: tuple(map(hide, row)))
    for key, _, _, entry in differences(made, own, rows, _row_key, of_row, _row):
        yield key, entry


def _row_key(row: Row) -> str:
    return literally(said_at(row, 0))


def _row(row: Row) -> object:
    return tuple(literally(said_of(cell)) for cell in row)
