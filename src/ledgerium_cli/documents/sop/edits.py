"""What people changed in the generated SOP, section by section; part of the SOP's version."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.numbering import digits_of
from ledgerium_cli.documents.merge.text.wording import CONTROL, KEPT, OWN, REVISIONS, without_guess
from ledgerium_cli.output.text import quoted

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.builds.known import Build
    from ledgerium_cli.documents.merge.markdown.model import Block, Section
    from ledgerium_cli.documents.sop.differences import Entry, Hide

How = Literal["changed", "moved", "added", "taken out"]
STEP = "step "
"""The beginning of the keys of steps, before their id."""
_MOVED = "\0moved from "
"""A marker that no document text contains."""
_MOVED_TO = "+moved to "
"""Before the place of a section that people moved or added, in `Edited.done`."""
TAKEN_OUT = ("taken out",)
"""Escapes for what could end the comment."""


class Edited(Struct, frozen=True):
    """People's edits of one section."""

    key: str
    """Identifies the section."""
    how: How
    step: str
    """`step 1 `; empty for other sections."""
    made: str
    """Its generated title as Markdown, `“Enter the order”`; of an added section people's."""
    called: str
    """People's title of it, if another; else empty."""
    code: str
    """A digest (twelve hex digits) of the edits and where they were made."""
    done: str
    """A digest of only what they wrote and moved within it, independent of the generated text around it; how many
    passages they took out, and, where they moved or added all of it, a digest of what it stands behind:
    `3f9a1c2b4d5e`, `3f9a1c2b4d5e-2+moved to 5e2f7a`."""


class Before(Struct, frozen=True):
    """People's edits when the last row of the revisions was written."""

    version: str
    """The version of the generated content."""
    parts: Mapping[str, str] = {}
    """`Edited.done` by key."""
    called: Mapping[str, str] = {}
    """`Edited.called` by key."""
    row: str = ""
    """The version that the row has."""
    is_replaced: bool = False
    """Whether another row is the newest one in `sop.md`, such as that of another branch."""


class People(Struct, frozen=True):
    now: tuple[Edited, ...] = ()
    before: tuple[Before, ...] = ()
    """Two after a git merge of branches whose rows both stand in `sop.md`."""
    elsewhere: tuple[str, ...] = ()
    """What a branch that git merged told of the build in rows that people did not keep."""
    names: Mapping[str, str] = {}
    """Names that they had given to steps before this build, by step id."""
    known: bool = True
    """Whether it is known that people made the edits."""
    stood: Mapping[str, str] | None = None
    """`Edited.done` by key before this build, of what the last one generated; None when that is not known."""

    @property
    def parts(self) -> dict[str, str]:
        return {one.key: one.done for one in self.now}

    @property
    def called(self) -> dict[str, str]:
        return {one.key: one.called for one in self.now if one.called}

    @property
    def steps_out(self) -> set[str]:
        """Ids of the steps that people took out."""
        keys = (one.key for one in self.now if one.how == "taken out" and one.key.startswith(STEP))
        return {key.removeprefix(STEP).rpartition(" ")[0] for key in keys}


def edits_in(sop: str, generated: str) -> tuple[Edited, ...]:
    """The edits in `sop`, which is `generated` merged with what people wrote; both with LF line ends."""
    if sop == generated:
        return ()
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.order import moved_in, with_steps
    from ledgerium_cli.documents.merge.markdown.parse import parse
    from ledgerium_cli.documents.merge.parts.renames import hiding
    from ledgerium_cli.documents.sop.differences import differences, of_section, whole

    hide = hiding(parse(generated).sections)
    (own, place), (made, at) = _parts(sop, generated), _parts(generated, generated)
    own, made, parted = _with_moved(own, made, hide)
    found: dict[str, tuple[tuple[str, str, str], str, list[Entry]]] = {}
    pairs = match_sections(made, own)
    if at is not None and place is not None:
        pairs = {of: to for of, to in pairs.items() if of != at and to != place} | {at: place}
    own = _without_ids_of_copies(own, made, {*pairs.values()})
    moved = moved_in(pairs, made)
    changed, behind = partial(of_section, hide=hide), _behind(made, own, pairs, with_steps(moved, made))
    told = [*differences(made, own, pairs, _key, changed, whole, moved)]
    elsewhere = {key for key, of, to, _ in told if to is None and of in parted}
    for key, of, to, entry in told:
        names = _names(own[to] if to is not None else None, made[of] if of is not None else None)
        after = behind[to] if to is not None else ""
        found.setdefault(key, (names, after, []))[2].append(entry)
    return tuple(
        Edited(
            key,
            "moved" if key in elsewhere else _how(entries),
            *names,
            code_of(*entries),
            _all_done(entries, after),
        )
        for key, (names, after, entries) in found.items()
    )


def _without_ids_of_copies(
    own: Sequence[Section], made: Sequence[Section], known: Collection[int]
) -> list[Section]:
    """Sections that people added are known by their titles, also a step that they copied with its id, from before the
    build that takes the id out of the copy."""
    steps = {one.step for one in made}
    return [
        replace(one, step=None, source="") if place not in known and one.step in steps else one
        for place, one in enumerate(own)
    ]


def _behind(
    made: Sequence[Section], own: Sequence[Section], pairs: Mapping[int, int], moved: Collection[int]
) -> list[str]:
    """For each section of people's the key of the last one before it that they did not move; `pairs` lead from `made`
    to those."""
    made_of = {place: at for at, place in pairs.items()}
    found, last = [], ""
    for place in range(len(own)):
        found.append(last)
        if place in made_of and made_of[place] not in moved:
            last = _key(made[made_of[place]])
    return found


def _all_done(entries: Sequence[Entry], after: str) -> str:
    """`Edited.done` of what people did to a section that stands `after` another."""
    is_moved = any(entry[0] in ("moved", "added") for entry in entries)
    done = [_done(entry) for entry in entries if entry[0] != "moved"]
    wrote = [one for one in done if one != TAKEN_OUT]
    out, place = len(done) - len(wrote), f"{_MOVED_TO}{code_of(after)[:6]}"
    return f"{code_of(*sorted(map(repr, wrote)))}{f'-{out}' if out else ''}{place if is_moved else ''}"


def wrote_and_place(done: str) -> tuple[str, str]:
    """The parts of `Edited.done`: what people wrote, and where they put it, if anywhere."""
    wrote, _, place = done.partition(_MOVED_TO)
    return wrote, place


def _done(entry: Entry) -> Entry:
    """What people did, without the generated passages that identify where. Words that they put in place of a generated
    sentence are the same when that is no longer generated."""
    how, *rest = entry
    if how not in ("changed", "added"):
        return (how,)
    *_, told = rest
    if how == "changed" and isinstance(told, tuple):
        return _done(told)
    if not isinstance(told, str):
        return how, told
    if _MOVED in told:
        return how, told.rpartition(_MOVED)[0]
    return "wrote", " ".join(word for word in told.split() if "#" not in word)


def code_of(*made_of: object) -> str:
    return hashlib.sha256("\n".join(map(repr, made_of)).encode()).hexdigest()[:12]


def _parts(text: str, generated: str) -> tuple[list[Section], int | None]:
    """The sections of `text`, without those that only keep old edits, without revisions, and with only the contact
    of the document control section; and the index of that one."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse, with_blocks
    from ledgerium_cli.documents.merge.marks.added import as_written

    made = parse(generated).sections
    own = as_written(parse(text).sections, made)
    of = {place: made[at] for at, place in match_sections(made, own).items()}
    found: list[Section] = []
    kept, control = False, None
    for place, one in enumerate(own):
        kept = one.title == KEPT or (kept and one.level > 2)
        said = {one.said, of[place].said} if place in of else {one.said}
        if CONTROL in said:
            control = len(found) if control is None or place in of else control
            found.append(with_blocks(one, _contacts(one, of.get(place, one))))
        elif not kept and REVISIONS not in said:
            found.append(with_blocks(one, (block for block in one.blocks if not _is_of_revisions(block))))
    return found, control


def _contacts(control: Section, made: Section) -> Iterator[Block]:
    """Whom to ask, also in other words."""
    from ledgerium_cli.documents.merge.markdown.matching import match_blocks
    from ledgerium_cli.documents.sop.sentences import CONTACT

    pairs = match_blocks(made.blocks, control.blocks).items()
    own = {place for at, place in pairs if made.blocks[at].said.startswith(CONTACT)}
    return (one for at, one in enumerate(control.blocks) if at in own or one.said.startswith(CONTACT))


def _is_of_revisions(block: Block) -> bool:
    """The table of these, wherever people put it."""
    from ledgerium_cli.documents.merge.markdown.rows import is_revisions

    return block.kind == "table" and is_revisions(block.source)


def _with_moved(
    own: Sequence[Section], made: Sequence[Section], hide: Hide
) -> tuple[list[Section], list[Section], Collection[int]]:
    """Both versions with passages that people moved replaced by markers of their origin and of what people changed in
    them, so that counts in them do not matter; and the indexes of the generated sections of which they moved some."""
    from ledgerium_cli.documents.merge.markdown.model import Block
    from ledgerium_cli.documents.merge.parts.moved import moves_in, without
    from ledgerium_cli.documents.sop.differences import key_of_block, of_block, without_names

    found, moved = [*own], moves_in(own, made)
    for of, at, to, place in ((*one.made, *one.own) for one in moved):
        was, blocks = made[of].blocks[at], [*found[to].blocks]
        now = [_done(("changed", *entry)) for entry in of_block(blocks[place], was, hide)]
        changed = f"{_MOVED}{code_of(*now)}" if now else ""
        told = f"{_MOVED}{_key(made[of])}{changed}{_MOVED}{key_of_block(without_names(was, hide))}"
        blocks[place] = Block("other", told, told)
        found[to] = replace(found[to], blocks=tuple(blocks))
    left = [
        without(one, {move.made[1] for move in moved if move.made[0] == at}) for at, one in enumerate(made)
    ]
    return found, left, {move.made[0] for move in moved}


def _key(section: Section) -> str:
    return f"{STEP}{section.step}" if section.step is not None else section.said


def names_in(generated: str) -> dict[str, str]:
    """The names of the generated sections, by key."""
    from ledgerium_cli.documents.sop.differences import numbered

    made, _ = _parts(generated, generated)
    names = ("".join(_names(None, one)) for one in made)
    return dict(zip(numbered(map(_key, made)), names, strict=True))


def sections_now(generated: str, now: str) -> dict[str, str]:
    """For each key of a section in `generated` its key in `now`, another generated document."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.sop.differences import numbered

    was, made = _parts(generated, generated)[0], _parts(now, now)[0]
    before, after = numbered(map(_key, was)), numbered(map(_key, made))
    same = match_sections(was, made).items()
    return {before[at]: after[place] for at, place in same}


def name_of_own(key: str) -> str | None:
    """The name of a section that people had added; None for any other key."""
    title = key.removeprefix(OWN).rpartition(" ")[0]
    return quoted(title) if key.startswith(OWN) else None


def _how(entries: Sequence[tuple[object, ...]]) -> How:
    ways = [entry[0] for entry in entries]
    if ways[0] in ("added", "taken out"):
        return "added" if ways[0] == "added" else "taken out"
    return "moved" if ways == ["moved"] else "changed"


def _names(own: Section | None, made: Section | None) -> tuple[str, str, str]:
    """`Edited.step`, `made` and `called`."""
    titles = [without_guess(one.title) for one in (made, own) if one is not None]
    shown = [quoted(_title(title)) if title else "the beginning" for title in titles]
    number = next((digits_of(one.number) for one in (own, made) if one is not None), "")
    return f"step {number} " if number else "", shown[0], shown[-1] if len({*shown}) > 1 else ""


def _title(title: str) -> str:
    from ledgerium_cli.documents.merge.markdown.parse import text_of

    return text_of(title)


def noted(now: Before) -> str:
    """The record of the edits in `sop.base.md` for the next build."""
    if not now.parts:
        return ""
    told = {"version": now.version, "parts": now.parts} | ({"called": now.called} if now.called else {})
    return msgspec.json.encode(told).decode()


def remembered(build: Build) -> Before | None:
    """The edits that a build recorded; None if there were none."""
    return msgspec.json.decode(build.people, type=Before) if build.people else None
