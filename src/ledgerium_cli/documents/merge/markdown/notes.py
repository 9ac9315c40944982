"""Conflict notes as the document shows them: quotations in plain Markdown, in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.model import Block, Section
from ledgerium_cli.documents.merge.markdown.parse import all_said
from ledgerium_cli.documents.merge.markdown.remarks import as_quotation, joined
from ledgerium_cli.documents.merge.markdown.rows import as_text, rows_of
from ledgerium_cli.documents.merge.text.wording import CONFLICT, SAYS, SETTLE, WAS_STEP, Sort


def note(where: str, sort: Sort, quoted: str) -> Block:
    """`where` and `quoted` are Markdown; `where` is the title of the section."""
    lines = [f"**{CONFLICT}“{where}”**: {SAYS[sort]}", "", *quoted.split("\n"), "", SETTLE]
    return Block("note", all_said(quoted), as_quotation("\n".join(lines)), text=SAYS[sort])


def with_remark(note: Block, of: Block) -> Block:
    """The note with what people wrote into an earlier one that it stands for; a copy of what it quotes is no remark."""
    remark = joined(*(one for one in of.tail.split("\n\n") if all_said(one) != note.said))
    callout = of.mark if not note.mark else ""
    lines = [f"> {callout}" if callout else "", note.source, f">\n{as_quotation(remark)}" if remark else ""]
    return replace(
        note,
        source="\n".join(filter(None, lines)),
        tail=joined(note.tail, remark),
        mark=note.mark or of.mark,
    )


def remark_of(note: Block) -> Block:
    """What people wrote into a note that is settled, as a quotation of theirs."""
    source = as_quotation("\n".join(filter(None, [note.mark, note.tail])))
    return Block("other", all_said(source), source)


def sort_of(note: Block) -> Sort | None:
    """What it says about what it quotes; None if people deleted or changed that."""
    return next((sort for sort in SAYS if is_of(note, sort)), None)


def is_of(note: Block, sort: Sort) -> bool:
    return SAYS[sort] in note.text


def is_of_gone(note: Block) -> bool:
    return any(is_of(note, sort) for sort in ("gone", "gone, no base", "said by whom"))


def is_of_none(note: Block) -> bool:
    """Whether what it quotes is not what the passage before it came from."""
    return any(is_of(note, sort) for sort in ("taken out", "unseen", "said by whom"))


def keeps_gone_step(section: Section) -> bool:
    """Whether it keeps what people wrote at a step that is gone, as its first line says: it is no other step, however
    alike."""
    return bool(section.blocks) and section.blocks[0].source.startswith(WAS_STEP)


def is_doubted(behind: Sequence[Block]) -> bool:
    """Whether a conflict note follows that says it is unknown who wrote the passage before it."""
    notes = takewhile(lambda one: one.kind == "note", behind)
    return any(is_of(one, sort) for one in notes for sort in ("no base", "gone, no base", "said by whom"))


def is_all_doubted(section: Section) -> bool:
    """Whether a note says of all of a section that it is unknown who wrote it."""
    return any(is_of(one, "said by whom") and one.said == section.said for one in section.blocks)


def is_answered(note: Block, above: Sequence[Block]) -> bool:
    """Whether the passage above a note says what it quotes, as whoever put that in its place would leave it."""
    passage = next((one for one in reversed(above) if one.kind != "note"), None)
    return passage is not None and passage.said == note.said and not is_of_none(note) and not is_of_gone(note)


def noted(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """Each conflict note behind a passage, with the index of that."""
    before = None
    for place, block in enumerate(blocks):
        if block.kind != "note":
            before = place
        elif before is not None:
            yield before, block


def quotable(block: Block) -> str:
    """The text of a block that a conflict note quotes."""
    if block.kind == "table":
        return "\n".join(f"- {as_text(row)}" for place, row in enumerate(rows_of(block.source)) if place != 1)
    return block.source


def settled(blocks: Sequence[Block], at: int, note: Block, left: Sequence[Block]) -> list[Block]:
    """The blocks, of which a note stood behind the first `at`, without it: what people wrote into it goes on in the one
    that now stands there, which is none of those that were `left`, else in its place."""
    there = (place for place in (at - 1, at) if 0 <= place < len(blocks) and blocks[place].kind == "note")
    place = next((place for place in there if all(one is not blocks[place] for one in left)), None)
    if place is not None:
        return [*blocks[:place], with_remark(blocks[place], note), *blocks[place + 1 :]]
    return [*blocks[:at], *([remark_of(note)] if note.tail else []), *blocks[at:]]
