"""Lists that are gone as a whole, such as that of one way to do a step, and the entries that people changed in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.lists import is_lead, is_numbered
from ledgerium_cli.documents.merge.markdown.model import Block
from ledgerium_cli.documents.merge.parts.passages import Versions
from ledgerium_cli.documents.merge.text.counted import uncounted
from ledgerium_cli.documents.merge.text.order import Place

Found = tuple[Place, Versions]


def with_heads_kept(found: Sequence[Found], made: Sequence[Block]) -> tuple[list[Found], dict[str, bool]]:
    """The places, and what the paragraphs above lists that are gone say if people wrote something into the list: it
    stays below such a paragraph, behind the other ways to do the step. With whether each needs a note, since none will
    stand below it. `made` are the blocks of the base."""
    rest, heads = [*found], dict[str, bool]()
    for one in found:
        place, (base, own, new) = one
        if base is None or own is None or new is not None or own.said != base.said:
            continue
        if place.base is None or not _is_head(made, place.base):
            continue
        at = rest.index(one)
        end = next((to for to in range(at + 1, len(rest)) if _ends_list(rest[to])), len(rest))
        own_below = [*filter(_is_of_people, rest[at + 1 : end])]
        if not own_below:
            continue
        heads[base.said] = not any(map(_is_gone, own_below))
        kept = [one, *_from_one(rest[at + 1 : end])]
        until = next((to for to in range(end, len(rest)) if _is_bullet(rest[to])), len(rest))
        rest[at:until] = rest[end:until] + kept
    return rest, heads


def without_those_taken_out(
    found: Sequence[Found],
    made: Sequence[Block],
    own: Sequence[Block],
    new: Sequence[Block],
    taken: Sequence[Block],
) -> list[Found]:
    """The places without what is generated of a list that people took out as a whole, with its heading: it stays out,
    whatever is in it now. `taken` is what they had taken out before, and no build said since."""
    left = {one[0].base for one in found if one[1][1] is not None}
    heads = [made[at] for at, whole in _wholes(made).items() if left.isdisjoint(whole)]
    out = {uncounted(one.said) for one in (*heads, *filter(is_lead, taken))}
    out -= {uncounted(one.said) for one in own}
    gone = {at for head, whole in _wholes(new).items() if uncounted(new[head].said) in out for at in whole}
    return [one for one in found if one[0].new not in gone or one[0].theirs is not None]


def _wholes(made: Sequence[Block]) -> dict[int, range]:
    """By the index of the heading of a list the indexes of all that is told of it."""
    heads = [at for at in range(len(made)) if _is_head(made, at)]
    ends = [at for at, one in enumerate(made) if one.kind == "item" and not is_numbered(one)]
    return {
        head: range(head, min((at for at in (*heads, *ends) if at > head), default=len(made)))
        for head in heads
    }


def _ends_list(one: Found) -> bool:
    """Whether it is generated now, or the heading of another list that is gone."""
    _, (base, _, new) = one
    return new is not None or (base is not None and is_lead(base))


def _is_head(made: Sequence[Block], at: int) -> bool:
    """Whether it stands above a list of actions, and says of what."""
    below = made[at + 1] if at + 1 < len(made) else made[at]
    return is_lead(made[at]) and below.kind == "item" and is_numbered(below)


def _is_of_people(one: Found) -> bool:
    _, (base, own, _) = one
    return own is not None and own.kind != "note" and (base is None or own.said != base.said)


def _is_bullet(one: Found) -> bool:
    _, (_, _, new) = one
    return new is not None and new.kind == "item" and not is_numbered(new)


def _from_one(found: Sequence[Found]) -> Iterator[Found]:
    """With the first number that people wrote as 1: what was above it is gone."""
    is_first = True
    for place, (base, own, new) in found:
        is_number = own is not None and own.kind == "item" and is_numbered(own)
        if is_first and is_number and own is not None and _is_of_people((place, (base, own, new))):
            own, is_first = replace(own, mark=f"1{own.mark[-1]}"), False
        yield place, (base, own, new)


def behind_other_lists(found: Sequence[Found], list_of: Mapping[int, int]) -> list[Found]:
    """The places with such entries behind the list that follows them, of which else they would be the first. `list_of`
    has the list of each generated entry, by index in the base."""
    groups = _with_what_follows(found)
    ordered = list[Found]()
    at = 0
    while at < len(groups):
        end = _end(groups, at, gone=True)
        until = _end(groups, end)
        above = groups[at - 1][0] if at else None
        is_first = above is None or (_entry(above) is None and not _is_head_of(above, groups[at][0], list_of))
        if is_first and at < end < until and _is_other_list(groups[at][0], groups[end][0], list_of):
            groups[at:until] = groups[end:until] + groups[at:end]
            end = until
        end = max(end, at + 1)
        ordered += [one for group in groups[at:end] for one in group]
        at = end
    return ordered


def with_lists_whole(found: Sequence[Found]) -> list[Found]:
    """The places with what is new and no entry above a list of people: else it would part the first one, which they
    moved there, from the rest."""
    rest = [*found]
    for at, (place, _) in enumerate(found):
        end = next((to for to in range(at + 1, len(rest)) if not _is_new_text(rest[to])), len(rest))
        is_first = at == 0 or not _is_own_bullet(rest[at - 1])
        if not (
            is_first and at + 1 < end < len(rest) and _is_own_bullet(rest[at]) and _is_own_bullet(rest[end])
        ):
            continue
        if place.theirs is not None and rest[end][0].theirs == place.theirs + 1:
            rest[at:end] = [*rest[at + 1 : end], rest[at]]
    return rest


def _is_new_text(one: Found) -> bool:
    _, (_, own, new) = one
    return own is None and new is not None and new.kind != "item"


def _is_own_bullet(one: Found) -> bool:
    _, (_, own, _) = one
    return own is not None and own.kind == "item" and not is_numbered(own)


def _is_head_of(above: Found, one: Found, list_of: Mapping[int, int]) -> bool:
    """Whether the build still says what stands above the list of an entry."""
    at, (place, (_, _, new)) = one[0].base, above
    return new is not None and at is not None and list_of.get(at, -1) - 1 == place.base


def _with_what_follows(found: Sequence[Found]) -> list[list[Found]]:
    """Each passage that will stand there with the notes behind it and what will not."""
    groups: list[list[Found]] = []
    for one in found:
        _, (base, own, new) = one
        is_left_out = new is None and (own is None or (base is not None and own.said == base.said))
        is_note = own is not None and own.kind == "note"
        if groups and (is_left_out or is_note):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _end(groups: Sequence[Sequence[Found]], at: int, *, gone: bool = False) -> int:
    """The index behind the entries of one list there; `gone`: behind those that people changed and that are gone."""
    of = _entry(groups[at][0]) if at < len(groups) else None
    for end in range(at, len(groups)):
        entry = _entry(groups[end][0])
        is_of_list = entry is not None and of is not None and is_numbered(entry) is is_numbered(of)
        if not is_of_list or (gone and not _is_gone(groups[end][0])):
            return end
    return len(groups)


def _entry(one: Found) -> Block | None:
    _, (_, own, new) = one
    return next((block for block in (own, new) if block is not None and block.kind == "item"), None)


def _is_gone(one: Found) -> bool:
    _, (base, own, new) = one
    return base is not None and own is not None and new is None and own.said != base.said


def _is_other_list(one: Found, other: Found, list_of: Mapping[int, int]) -> bool:
    at, (place, (_, own, _)) = one[0].base, other
    mine, theirs = _entry(one), _entry(other)
    if mine is None or theirs is None or is_numbered(mine) is not is_numbered(theirs):
        return False
    if at is None or (place.base is None and own is not None):
        return False  # people's own, which may be of any list
    return place.base is None or list_of.get(at) != list_of.get(place.base)
