"""Matches two versions of a document: sections by step id, by title, then by what is in them; passages by what they
say, by notes, labels, tables, events and versions in them, then by what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import product

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.ids import by_step
from ledgerium_cli.documents.merge.markdown.lists import is_lead
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_of, is_of_gone, is_of_none, keeps_gone_step, noted
from ledgerium_cli.documents.merge.markdown.order import chapters_of
from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.markdown.rows import rows_of
from ledgerium_cli.documents.merge.text.citations import events_in
from ledgerium_cli.documents.merge.text.counted import CITED, meaning_of, told_in, words_alone
from ledgerium_cli.documents.merge.text.likeness import (
    Passage,
    align,
    align_some,
    best_first,
    by_label,
    holds,
    passage,
    with_free,
    with_grown,
    with_rewritten,
    with_same_counts,
)
from ledgerium_cli.documents.merge.text.order import Place, places
from ledgerium_cli.documents.merge.text.wording import CONTROL, REVISIONS, SEEN_IN, without_guess

SECTION_ALIKE = 0.6
_VERSION_CODE = re.compile(r"`([0-9a-f]{12})`")
MANY = 6
"""From this number of steps on (both versions together), words that most steps share are ignored."""


def match_sections(one: Sequence[Section], other: Sequence[Section]) -> Mapping[int, int]:
    return _matched_sections(tuple(one), tuple(other))


@lru_cache(maxsize=256)
def _matched_sections(one: Sequence[Section], other: Sequence[Section]) -> Mapping[int, int]:
    known = by_step(one, other) | _of_versions(one, other) | _by_events(one, other)
    return _with_same_text(_aligned(one, other, SECTION_ALIKE, known), one, other)


def _aligned(
    one: Sequence[Section], other: Sequence[Section], alike: float, known: Mapping[int, int]
) -> dict[int, int]:
    words = [[_words(section) for section in sections] for sections in (one, other)]
    common = _in_most(
        [own for own, section in zip(words[0] + words[1], [*one, *other], strict=True) if _is_step(section)]
    )
    passages = [
        [_passage(section, own, common) for section, own in zip(sections, rows, strict=True)]
        for sections, rows in zip((one, other), words, strict=True)
    ]
    return align(passages[0], passages[1], alike, known)


def section_places(
    base: Sequence[Section] | None,
    theirs: Sequence[Section],
    new: Sequence[Section],
    moved: Collection[int] = (),
) -> list[Place]:
    """Those of the sections, of which people `moved` some, by index in base."""
    to_theirs, to_new = match_sections(base or (), theirs), match_sections(base or (), new)
    # Of which steps the ids are of one is known: a step that comes back is no other one that goes, however alike.
    to_new = {at: to for at, to in to_new.items() if base is None or base[at].step == new[to].step}
    own = [place for place in range(len(theirs)) if place not in to_theirs.values()]
    fresh = [place for place in range(len(new)) if place not in to_new.values()]
    left = [theirs[place] for place in own], [new[place] for place in fresh]
    # A section of people's that cites events of a step that is new is a copy of another one.
    added = (
        match_sections(*left) if base is None else _aligned(*left, 1, by_step(*left) | _of_versions(*left))
    )
    pairs = {own[place]: fresh[also] for place, also in added.items()}
    sizes = len(base or ()), len(theirs), len(new)
    chapters = chapters_of(new)
    return places(sizes, to_theirs, to_new, pairs, known=base is not None, moved=moved, chapters=chapters)


def match_blocks(one: Sequence[Block], other: Sequence[Block]) -> Mapping[int, int]:
    """Match generated blocks (`one`) to what people made of them (`other`), by index. Conflict notes say which belong
    together, however little they have in common, and which do not."""
    return _matched(tuple(one), tuple(other))


@lru_cache(maxsize=1024)  # each part of a merge asks which passages of a section are of which
def _matched(one: Sequence[Block], other: Sequence[Block]) -> Mapping[int, int]:
    generated, own = _without_settled(one, other)
    known = with_free(told_by_notes(one, other), by_label(generated, own) | only_ones(one, other))
    known = with_free(known, by_surroundings((one, other), (generated, own)))
    found = with_grown(align(generated, own, known=known), generated, own)
    return with_rewritten(with_same_counts(found, generated, own), generated, own)


def by_surroundings(
    versions: tuple[Sequence[Block], Sequence[Block]], passages: tuple[Sequence[Passage], Sequence[Passage]]
) -> dict[int, int]:
    """Pairs of what one version says more than once, such as in two variants of a step: below the same paragraph or
    heading, by index."""
    times = [Counter(one.meaning for one in some if one.kind == "text") for some in passages]
    repeated = {meaning for some in times for meaning, n in some.items() if n > 1 and meaning}
    if not repeated:
        return {}
    leads = [
        [
            at
            for at, one in enumerate(some)
            if one.kind in ("text", "head") and passages[side][at].kind == "text"
        ]
        for side, some in enumerate(versions)
    ]
    same = align_some(passages[0], leads[0], passages[1], leads[1])
    below = [
        _below(some, {lead: n for n, lead in enumerate(pair)})
        for some, pair in zip(versions, ([*same], [*same.values()]), strict=True)
    ]
    found: dict[int, int] = {}
    for lead in below[0]:
        pairs = align_some(passages[0], below[0][lead], passages[1], below[1][lead])
        found |= {at: to for at, to in pairs.items() if passages[0][at].meaning in repeated}
    # What cites the same events is the same, wherever it stands.
    cited = [{one.key for one in some if CITED.search(one.key)} for some in passages]
    same_events = cited[0] & cited[1]
    return {
        at: to
        for at, to in found.items()
        if passages[0][at].key == passages[1][to].key
        or same_events.isdisjoint((passages[0][at].key, passages[1][to].key))
    }


def _below(blocks: Sequence[Block], leads: Mapping[int, int]) -> dict[int, list[int]]:
    """The indexes below each lead-in, by its name in `leads`; -1 for what stands above the first. What stands below the
    heading of another list is below none of them."""
    found: dict[int, list[int]] = {name: [] for name in (-1, *leads.values())}
    last: int | None = -1
    for at, block in enumerate(blocks):
        if at in leads or is_lead(block):
            last = leads.get(at)
        elif last is not None:
            found[last].append(at)
    return found


def told_by_notes(generated: Sequence[Block], own: Sequence[Block]) -> dict[int, int]:
    """Pairs given by conflict notes: a note follows what people wrote and quotes the generated block it belongs to. Of
    several the first counts; the passages of the others were taken out."""
    by_said = {block.said: place for place, block in reversed([*enumerate(generated)])}
    times = Counter(block.said for block in own if block.kind != "note")
    told: dict[int, int] = {}
    for before, note in noted(own):
        at = by_said.get(note.said)
        if (
            at is not None
            and not is_of_none(note)
            and (by_said.get(own[before].said, at) == at or times[own[before].said] > 1)
        ):
            told.setdefault(before, at)
    return {at: before for before, at in told.items()}


def said_by_both(versions: Sequence[Sequence[Block]], to_theirs: Mapping[int, int]) -> dict[int, int]:
    """For each passage of the base of which people made what the build says now, in other words, the index of that."""
    base, theirs, new = versions
    now = {block.said: place for place, block in reversed([*enumerate(new)])}
    made = ((at, theirs[place]) for at, place in to_theirs.items())
    return {at: now[one.said] for at, one in made if one.said in now and base[at].said != one.said}


def _without_settled(generated: Sequence[Block], own: Sequence[Block]) -> tuple[list[Passage], list[Passage]]:
    """Both as passages, with special kinds for those that must not be aligned: generated ones that a note says were
    taken out, unless they are there again; and those before a note about something that is gone, since they came from
    it."""
    stands = {one.said for one in own if one.kind != "note"}
    taken = {one.said for one in own if one.kind == "note" and is_of(one, "taken out")} - stands
    made = {one.said for one in generated}
    gone = {
        before
        for before, note in noted(own)
        if is_of_gone(note) and note.said not in made and own[before].said not in made
    }
    return (
        [replace(one, kind="taken out") if one.key in taken else one for one in block_passages(generated)],
        [
            replace(one, kind="of what is gone") if at in gone else one
            for at, one in enumerate(block_passages(own))
        ],
    )


def generated_of(own: Sequence[Block], generated: Sequence[Block]) -> dict[int, int]:
    """The inverse of `match_blocks`: for each block of people the index of its generated block."""
    return {place: at for at, place in match_blocks(generated, own).items()}


def only_ones(one: Sequence[Block], other: Sequence[Block]) -> dict[int, int]:
    """What a section has once: the line that says who does a step, whoever that is; a table as long as a column of it
    is left, however few words; a paragraph with nothing beside it, such as the purpose, in whatever words."""
    if [block.kind for block in (*one, *other)] == ["text", "text"] and len(one) == 1:
        return {0: 0}
    found = _only(one, other, lambda block: block.kind == "text" and SEEN_IN in block.source)
    for at, place in _only(one, other, lambda block: block.kind == "table").items():
        heads = ({*map(said_of, rows_of(block.source)[0])} - {""} for block in (one[at], other[place]))
        found |= {at: place} if set.intersection(*heads) else {}
    return found


def _only(one: Sequence[Block], other: Sequence[Block], is_such: Callable[[Block], bool]) -> dict[int, int]:
    places = [[at for at, block in enumerate(blocks) if is_such(block)] for blocks in (one, other)]
    return {places[0][0]: places[1][0]} if [*map(len, places)] == [1, 1] else {}


def block_passages(blocks: Sequence[Block]) -> list[Passage]:
    """Blocks as passages. Paragraphs, list entries and headings are one kind, since people turn one into another."""
    return [passage("text" if block.kind in ("item", "head") else block.kind, block.said) for block in blocks]


def _with_same_text(
    found: Mapping[int, int], one: Sequence[Section], other: Sequence[Section]
) -> dict[int, int]:
    """The alignment with sections added that say the same below another title, of which the words outweigh a text as
    short as “None were seen.”: between the same neighbours also what people added to, elsewhere what is said once."""
    renamed, taken = dict(found), {*found.values()}
    if len(taken) in (len(one), len(other)):
        return renamed
    texts = [[_text(section) for section in sections] for sections in (one, other)]
    for at, to in product(range(len(one)), range(len(other))):
        if at in renamed or to in taken or _look(one[at]) != _look(other[to]):
            continue
        was, now = texts[0][at], texts[1][to]
        is_same = was == now and all(some.count(was) == 1 for some in texts)
        is_same |= (holds(was, now) or holds(now, was)) and _is_between(renamed, at, to)
        if was and now and is_same:
            renamed[at] = to
            taken.add(to)
    return renamed


def _is_between(found: Mapping[int, int], at: int, to: int) -> bool:
    """Whether the nearest matched sections before and behind the one are those before and behind the other."""
    near = [
        (
            max((place for place in some if place < here), default=None),
            min((place for place in some if place > here), default=None),
        )
        for some, here in ((found.keys(), at), (found.values(), to))
    ]
    return all(
        found.get(was) == now if was is not None else now is None for was, now in zip(*near, strict=True)
    )


def _text(section: Section) -> tuple[str, ...]:
    return words_alone(" ".join(block.said for block in section.blocks if block.kind != "note"))


def _look(section: Section) -> tuple[int, bool]:
    return section.level, _is_step(section)


def _is_step(section: Section) -> bool:
    return (section.level > 2 or section.step is not None) and not keeps_gone_step(section)


def _words(section: Section) -> list[str]:
    words = [*meaning_of(name_of(section))]
    for block in section.blocks:
        words += meaning_of(block.said)
    return words


def name_of(section: Section) -> str:
    """The title without the mark of a guess: a guessed name that is declared later is the same name."""
    return said_of(without_guess(section.title))


def _in_most(steps: Sequence[Sequence[str]]) -> frozenset[str]:
    """Words that occur in most steps: sharing them does not make two steps the same."""
    counts = Counter(word for words in steps for word in set(words))
    return frozenset(word for word, n in counts.items() if len(steps) >= MANY and 2 * n > len(steps))


def _passage(section: Section, words: Sequence[str], common: Collection[str]) -> Passage:
    if section.level < 2:
        return Passage(f"level {section.level}", section.said, ())
    if section.said == REVISIONS:
        return Passage(REVISIONS, section.said, ())
    if keeps_gone_step(section):
        return Passage("kept", section.said, ())
    if not _is_step(section):
        return Passage("section", section.said, tuple(words))
    return Passage("step", name_of(section), tuple(word for word in words if word not in common))


def same_steps(one: Sequence[Section], other: Sequence[Section]) -> dict[int, int]:
    """Pairs of steps of two builds that have no id in common: with one name, else by what is done in the same
    events."""
    names = [[name_of(section) for section in sections] for sections in (one, other)]
    found = {at: names[1].index(name) for at, name in reversed([*enumerate(names[0])]) if name in names[1]}
    return best_first([*found.items(), *_by_events(one, other).items()])


def _by_events(one: Sequence[Section], other: Sequence[Section]) -> dict[int, int]:
    """Pairs of steps that cite mostly the same events and tell one name in what is done there, of those whose id and
    name only one side has, such as a guessed step that a workflow file now declares, or one that people translated with
    a program that left out its id."""
    sides = (one, other)
    ids = [{section.step for section in sections} - {None} for sections in sides]
    names = [{name_of(section) for section in sections} for sections in sides]
    left = [
        [
            (at, events_in("\n".join(block.said for block in section.blocks)), _done_in(section))
            for at, section in enumerate(sections)
            if _is_step(section)
            and section.step not in ids[1 - side]
            and name_of(section) not in names[1 - side]
        ]
        for side, sections in enumerate(sides)
    ]
    found: dict[int, int] = {}
    for (at, was, did), (to, now, does) in product(*left):
        is_same = 2 * len(was & now) > len(was | now) and not did.isdisjoint(does)
        is_same &= one[at].step is not None or other[to].step is not None
        if is_same and at not in found and to not in found.values():
            found[at] = to
    return found


def _done_in(step: Section) -> set[str]:
    """The names in its instructions."""
    done = (block.said for block in step.blocks if block.kind == "item" and block.mark[:1].isdigit())
    return {name for said in done for name in told_in(said)}


def _of_versions(one: Sequence[Section], other: Sequence[Section]) -> dict[int, int]:
    """The sections that name versions and what people made of them under another title, whatever else they say."""
    control = _of_codes(one, other, CONTROL, frozenset())
    return control | _of_codes(one, other, REVISIONS, frozenset(control.items()))


def _of_codes(
    one: Sequence[Section], other: Sequence[Section], title: str, but: Collection[tuple[int, int]]
) -> dict[int, int]:
    """The section of a title that only one side has, and the one of the other side that names most of its versions:
    that of now, or those of the rows, of which every build adds one. Not a pair of `but`."""
    titled = [
        [at for at, section in enumerate(sections) if section.said == title] for sections in (one, other)
    ]
    if [*map(len, titled)] not in ([1, 0], [0, 1]):
        return {}
    turned = not titled[0]
    made, own = (other, one) if turned else (one, other)
    [at] = titled[turned]
    codes_in = _codes_in if title == REVISIONS else _code_of_now
    codes, known = codes_in(made[at]), {section.said for section in made}
    taken = {pair[not turned] for pair in but}
    named = {
        place: len(codes & codes_in(section))
        for place, section in enumerate(own)
        if section.level == made[at].level and section.said not in known and place not in taken
    }
    found = max(named, key=lambda place: (named[place], -place), default=None)
    if found is None or not named[found]:
        return {}
    return {found: at} if turned else {at: found}


def _code_of_now(section: Section) -> set[str]:
    """The version, where one stands that does not begin the row of a table."""
    lines = (line for block in section.blocks for line in block.source.split("\n"))
    codes = {
        found[1] for line in lines for found in _VERSION_CODE.finditer(line) if line[: found.start()] != "| "
    }
    return codes if len(codes) == 1 else set()


def _codes_in(section: Section) -> set[str]:
    return {code for block in section.blocks for code in _VERSION_CODE.findall(block.source)}
