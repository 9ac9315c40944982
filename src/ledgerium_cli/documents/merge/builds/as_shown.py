"""The base as `sop.md` shows it: who merges branches, or copies from an older version, may have kept sentences there
that an earlier build generated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby

from ledgerium_cli.documents.merge.builds.before import (
    FENCE,
    Line,
    in_parts,
    is_in_list,
    is_told,
    mark_of,
    passages,
    plain,
)
from ledgerium_cli.documents.merge.builds.earlier import Earlier, parts_of, unversioned
from ledgerium_cli.documents.merge.builds.history import versions_in
from ledgerium_cli.documents.merge.text.citations import are_numbered_anew, unnumbered
from ledgerium_cli.documents.merge.text.counted import (
    counts_anew,
    counts_others,
    is_counted,
    meaning_of,
    quoted_in,
    recounted,
    uncounted,
)
from ledgerium_cli.documents.merge.text.likeness import align, label_of, passage
from ledgerium_cli.documents.merge.text.wording import EDITED, STEP

Placed = tuple[int, Line]
"""The index of a line, and the line."""


def counted_as(lines: Sequence[str], shown: Sequence[str], earlier: Earlier) -> list[str]:
    """The lines, those of `shown` in place of ones that only counted otherwise or that an earlier build generated,
    first of the same part of the document. What people changed in such a sentence is known by its counts and by its
    other sentences too. Only counts of another total, or events of recordings with other numbers, can be of another
    build than these lines; and all of which it is known. Numbers that are declared are no counts."""
    shown = _with_entries(shown, lines)
    pairs, left, free = _paired(lines, shown)
    older = {at for at, (_, line) in pairs if line != lines[at] and earlier.generated(line)}
    again = [one for one in free if earlier.generated(one[1])]
    own = [one for one in free if one not in again]
    known = dict(_made_of(left, own, earlier))
    left = [one for one in left if one[0] not in known]
    put_back = dict(_most_alike(left, again))
    left = [one for one in left if one[0] not in put_back]
    changed = known | _changed(left, [one for one in own if one not in known.values()], earlier)
    is_mixed = bool(again or older)
    is_another = versions_in("\n".join(shown))[:1] != versions_in("\n".join(lines))[:1]
    declared = [one for one in own if earlier.declared(one[1])]

    told = _counted_otherwise(lines, pairs, older)
    told |= {at: line for at, (_, line) in put_back.items()}
    told |= {
        at: one[1] if one in declared else _as_before(lines[at], one, earlier, is_mixed=is_mixed)
        for at, one in changed.items()
    }
    missing = [one for one in left if one[0] not in changed]
    stay = [(at, (part, lines[at])) for at, (part, _) in changed.items()]
    gone = _not_taken_out(missing, stay, shown, earlier) if is_mixed or is_another else set()
    more = {one: one[1] for one in again if one not in put_back.values()}
    rest = [one for one in own if one not in changed.values()]
    more |= {one: said for one in rest if is_mixed and (said := earlier.said_in(one[1]))}
    more |= {one: one[1] for one in rest if one in declared}
    found = [told.get(at, line) for at, line in enumerate(lines) if at not in gone]
    places = {line: at for at, line in reversed([*enumerate(shown)])}
    places |= {told[at]: places[line] for at, (_, line) in changed.items()}
    return _with_code(_in_order(_with_more(found, more, shown), places, earlier), shown, earlier)


def _changed(left: Sequence[Placed], own: Sequence[Line], earlier: Earlier) -> dict[int, Line]:
    """By the place of a line what people made of it."""
    counted = dict(_counted_alike(left, own, earlier))
    free = [one for one in own if one not in counted.values()]
    return counted | dict(_most_alike([one for one in left if one[0] not in counted], free))


def _counted_otherwise(lines: Sequence[str], pairs: Iterable[Placed], older: Set[int]) -> dict[int, str]:
    """By their places the lines shown that only count otherwise than those of the base: those that are `older`, or
    cannot be of the same build."""
    return {
        at: line
        for at, (_, line) in pairs
        if counts_anew(*map(unversioned, (line, lines[at])))
        and (
            at in older
            or unversioned(line) == unversioned(lines[at])
            or counts_others(line, lines[at])
            or are_numbered_anew(line, lines[at])
        )
    }


def _as_before(made: str, own: Line, earlier: Earlier, *, is_mixed: bool) -> str:
    """A line that people made their `own`, with the counts and sentences of an earlier build that stand in that;
    `is_mixed`: the base may be of several builds. Where nothing of it stands there, it is as it read for them."""
    part, line = own
    if meaning_of(line) == meaning_of(made):
        return earlier.counted_whole(made, line) or made  # else they wrote the numbers
    if is_mixed and (counted := earlier.counted_in((part, made), line)) is not None:
        return counted
    if is_mixed and (was := next(filter(earlier.declared, parts_of(line)), None)) is not None:
        return f"{mark_of(made)}{was}"
    put = earlier.put_into(made, line) if is_mixed or line.startswith("|") else made
    if is_mixed and put == made and recounted(made, line) == made:
        return earlier.as_read((part, made)) or made
    return recounted(put, line) if is_mixed else put


def _with_entries(shown: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The lines of `shown`, rows that people made of entries such as “Version: …” in `lines` as these."""
    labels = {(part, label) for part, line in in_parts(lines) if (label := label_of(line.removeprefix("- ")))}
    return [_as_entry(part, line, labels) for part, line in in_parts(shown)]


def _as_entry(part: str, line: str, labels: Set[Line]) -> str:
    cells = parts_of(line) if line.startswith("|") else ()
    return f"- {cells[0]}: {cells[1]}" if len(cells) == 2 and (part, cells[0]) in labels else line


def _paired(lines: Sequence[str], shown: Sequence[str]) -> tuple[list[Placed], list[Placed], list[Line]]:
    """(the place of each line that says the same as one of `shown`, with that; those left; what is left of `shown`)."""
    pairs: list[Placed] = []
    left, free = [*enumerate(in_parts(lines))], [*in_parts(shown)]
    keys: tuple[Callable[[Line], object], ...] = (
        lambda one: one,
        lambda one: (one[0], unnumbered(unversioned(one[1]))),
        lambda one: (one[0], uncounted(unversioned(one[1]))),
        lambda one: one[1],
        lambda one: uncounted(unversioned(one[1])),
    )
    for key in keys:
        by_key: dict[object, list[Line]] = {}
        for one in free:
            by_key.setdefault(key(one), []).append(one)
        # A copy elsewhere that counts otherwise is not what people changed where it is.
        changed = {at for at, _ in _most_alike(left, free)} if key is keys[-1] else set()
        here = (one for one in left if one[0] not in changed)
        found = {at: by_key[of].pop(0) for at, one in here if by_key.get(of := key(one))}
        pairs += found.items()
        left = [one for one in left if one[0] not in found]
        free = [one for some in by_key.values() for one in some]
    return pairs, left, free


def _not_taken_out(
    missing: Sequence[Placed], changed: Sequence[Placed], shown: Sequence[str], earlier: Earlier
) -> set[int]:
    """The places of lines that `shown` does not have since it has an older build's and they are new since then, and not
    since people took them out; all of a part that is new. What people took out or changed before is one of these lines
    or of those that they `changed`."""
    stands = {part for part, _ in in_parts(shown)}
    known = {at for at, _ in _most_alike([*missing, *changed], [*dict.fromkeys(earlier.taken)])}
    gone: set[int] = set()
    for part in dict.fromkeys(part for _, (part, _) in missing):
        places = [at for at, one in missing if one[0] == part]
        new = {at for at, one in missing if one[0] == part and is_told(one) and earlier.is_new(one)} - known
        if new and part not in stands and known.isdisjoint(places):
            # The heading of a step stands before the line with its id, so in the part before.
            below = {at for at, (_, line) in missing if at in places and not line.startswith("#")}
            gone |= below | {min(places) - 2} if part.startswith(STEP) else {*places}
        gone |= new
    return gone


def _with_more(lines: Sequence[str], more: Mapping[Line, str], shown: Sequence[str]) -> list[str]:
    """The lines with `more` that another build generated of lines in `shown`, each behind the last one before it there:
    they are gone when this one says them no more."""
    found, own = [*lines], [*in_parts(shown)]
    for one in sorted(more, key=own.index):
        made = [*in_parts(found)]
        before = (line for line in reversed(own[: own.index(one)]) if line[1] and line in made)
        last = next(before, None)
        if last is None or last[0] != one[0]:
            continue
        at = made.index(last) + 1
        apart = [] if is_in_list(one[1]) and is_in_list(last[1]) else [""]
        found[at:at] = [*apart, more[one], *apart]
    return found


def _in_order(lines: Sequence[str], places: Mapping[str, int], earlier: Earlier) -> list[str]:
    """The lines, entries that count something in the order of what is shown, which has them at these `places`, if an
    earlier build generated one of them: that order was one of counts, too."""
    found: list[str] = []
    for is_counting, run in groupby(lines, lambda line: line.startswith("- ") and is_counted(line)):
        entries = [*run]
        if is_counting and any(map(earlier.generated, entries)) and all(one in places for one in entries):
            entries.sort(key=places.__getitem__)
        found += entries
    return found


def _with_code(lines: Sequence[str], shown: Sequence[str], earlier: Earlier) -> list[str]:
    """The lines, with blocks of code of `shown` that an earlier build generated in place of those of the same part."""
    own = {(part, _kind(told)): told for part, told in passages(shown) if told.startswith(FENCE)}
    found: list[str] = []
    for part, told in passages(lines):
        is_code, theirs = told.startswith(FENCE), own.get((part, _kind(told)), told)
        is_earlier = is_code and (unversioned(theirs) == unversioned(told) or earlier.generated(theirs))
        found += (theirs if is_earlier else told).split("\n")
    return found


def _kind(told: str) -> str:
    """Of a block of code, as its first line says."""
    return told.partition("\n")[0]


def _counted_alike(left: Sequence[Placed], own: Sequence[Line], earlier: Earlier) -> Iterator[Placed]:
    """For the place of a line the one of the same part, in whatever words, that has all numbers with which an earlier
    build generated it."""
    free = [*own]
    for at, (part, line) in left:
        mine = (one for one in free if one[0] == part and earlier.counted_whole(line, one[1]))
        if (found := next(mine, None)) is not None:
            free.remove(found)
            yield at, found


def _made_of(left: Sequence[Placed], own: Sequence[Line], earlier: Earlier) -> Iterator[Placed]:
    """For the place of a line the one of the same part that people made of it, in whatever words, as the base keeps how
    it read for them: the only one that quotes the same names, or else the only one that is marked as edited."""
    for part in dict.fromkeys(part for part, _ in own):
        before = [*dict.fromkeys(line for of, line in earlier.taken if of == part)]
        made = [(at, line) for at, (of, line) in left if of == part]
        mine = [one for one in own if one[0] == part]
        pairs = align([passage("line", line) for line in before], [passage("line", line) for _, line in made])
        for was, place in pairs.items():
            names = quoted_in(plain(before[was]))
            found = [one for one in mine if names and quoted_in(plain(one[1])) == names]
            if len(found) != 1 and len(pairs) == 1:
                found = [one for one in mine if EDITED in one[1]]
            if len(found) == 1:
                mine.remove(found[0])
                yield made[place][0], found[0]


def _most_alike(left: Sequence[Placed], free: Sequence[Line]) -> Iterator[Placed]:
    """For the place of a line the one of the same part with which it has most words in common."""
    for part in dict.fromkeys(part for _, (part, _) in left):
        made, own = [one for one in left if one[1][0] == part], [one for one in free if one[0] == part]
        pairs = align(
            [passage("line", one[1]) for _, one in made], [passage("line", line) for _, line in own]
        )
        yield from ((made[at][0], own[place]) for at, place in pairs.items())
