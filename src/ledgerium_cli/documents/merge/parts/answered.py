"""Notes of conflicts that are none: what people wrote has stood over what the build says now before, and nobody was
asked then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.merge.builds.gone import key_of
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.headings import folded
from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.notes import is_of, settled
from ledgerium_cli.documents.merge.markdown.parse import parse, with_blocks
from ledgerium_cli.documents.merge.parts.sentences import says_all
from ledgerium_cli.documents.merge.text.counted import uncounted, words_alone

Before = Sequence[tuple[Section, Section]]
"""A section as earlier builds generated it, and as they left it."""


def without_answered(
    sections: Sequence[Section], theirs: Sequence[Section], new: Sequence[Section], builds: Sequence[Build]
) -> list[Section]:
    """The merged sections without such notes, and without what people's words stood over then, where `theirs` had notes
    and it came back beside them."""
    now, noted = {key_of(one): one for one in new}, {key_of(one) for one in theirs if _is_noted(one.blocks)}
    found = list[Section]()
    for one in sections:
        made = now.get(key_of(one))
        if made is not None and (key_of(one) in noted or _is_noted(one.blocks)):
            before = [*_before(made, builds)]
            one = _once(_without(one, made, before), made, before)
        found.append(one)
    return found


def _once(section: Section, now: Section, before: Before) -> Section:
    """Without what is generated now beside words of people's that say all of it, and stood in its place before."""
    said = {one.said for one in now.blocks}
    theirs = [one for one in section.blocks if one.said not in said and one.kind != "note" and one.text]

    def is_said_by_people(generated: Block) -> bool:
        return any(
            says_all(own.text, generated.text) and any(_is_instead(own, generated, *pair) for pair in before)
            for own in theirs
        )

    rest = [one for one in section.blocks if not (one.text and one.said in said and is_said_by_people(one))]
    return with_blocks(section, rest)


def _is_instead(own: Block, generated: Block, made: Section, shown: Section) -> bool:
    """Whether it stood there without a note, where a build made the other one, which did not."""
    return (
        any(one.said == generated.said for one in made.blocks)
        and all(one.said != generated.said for one in shown.blocks)
        and _stood(own, shown)
    )


def _before(now: Section, builds: Sequence[Build]) -> Iterator[tuple[Section, Section]]:
    for build in builds:
        made = parse(build.generated).sections
        versions = made, folded(parse(build.shown).sections, made)
        pair = [next((one for one in some if key_of(one) == key_of(now)), None) for some in versions]
        if pair[0] is not None and pair[1] is not None:
            yield pair[0], pair[1]


def _without(section: Section, now: Section, before: Before) -> Section:
    blocks, own = [*section.blocks], None
    out = list[tuple[int, Block]]()
    answered = set[int | None]()
    for at, block in enumerate(blocks):
        if block.kind != "note":
            own = at
        elif _is_answered(block, blocks[own] if own is not None else None, section, now, before):
            answered.add(own)
            out.append((at, block))
        elif own in answered and is_of(block, "gone"):
            out.append((at, block))
    for at, note in reversed(out):
        blocks = settled([*blocks[:at], *blocks[at + 1 :]], at, note, blocks)
    return with_blocks(section, blocks) if out else section


def _is_answered(note: Block, own: Block | None, section: Section, now: Section, before: Before) -> bool:
    """Whether a build that said the same as that of now left people's words, or their title where `own` is None,
    without a note."""
    if own is None:
        return is_of(note, "changed") and any(
            (made.said, shown.said) == (note.said, section.said) and not _is_noted(shown.blocks[:1])
            for made, shown in before
        )
    return any(_stood(own, shown) and _said_so(note, now, made, shown) for made, shown in before)


def _stood(own: Block, shown: Section) -> bool:
    """Whether it stood there without a note, whatever was cited in it."""
    words = words_alone(own.said)
    return any(
        words_alone(one.said) == words and not _is_noted(shown.blocks[at + 1 : at + 2])
        for at, one in enumerate(shown.blocks)
        if one.kind != "note"
    )


def _said_so(note: Block, now: Section, made: Section, shown: Section) -> bool:
    """Whether the build `made` what the note quotes, and people had it no more; of what is gone since, whether it said
    all as that of now."""
    if is_of(note, "changed"):
        stands = {one.said for one in shown.blocks if one.kind != "note"}
        return any(one.said == note.said for one in made.blocks) and note.said not in stands
    said = [{uncounted(one.said) for one in some.blocks} for some in (made, now)]
    return is_of(note, "gone") and said[0] == said[1] and uncounted(note.said) not in said[1]


def _is_noted(behind: Sequence[Block]) -> bool:
    return any(one.kind == "note" for one in behind)
