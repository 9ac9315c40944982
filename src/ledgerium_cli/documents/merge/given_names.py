"""The names of the steps in `sop.md`: those that people gave them, and all, whatever lines people removed."""

from __future__ import annotations

from ledgerium_cli.documents.merge.base_file import base_text
from ledgerium_cli.documents.merge.builds.step_ids import ids_in
from ledgerium_cli.documents.merge.text.wording import without_guess
from ledgerium_cli.encoding import decoded, with_lf


def names_given(theirs: bytes | None, base: bytes | None) -> dict[str, str]:
    """The names that people gave to steps in the file, by step id."""
    before, text = base_text(base, theirs), decoded(theirs) if theirs is not None else None
    if before is None or text is None or (lf := with_lf(text)) == before:
        return {}
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse, text_of

    was = parse(before).sections
    own = folded(parse(lf).sections, was)
    pairs = ((was[place], own[at]) for place, at in sorted(match_sections(was, own).items()))
    given = ((one, without_guess(mine.title)) for one, mine in pairs if mine.said != one.said)
    return {one.step: text_of(title) for one, title in given if one.step is not None and title}


def steps_in(theirs: bytes, base: bytes | None) -> list[tuple[str, str]]:
    """Id and title of each step in the file. When people removed the line with the id, the step is matched as the
    next build would match it, and where none is known so, by what the document tells programs. A step that people put
    below the heading of another one follows that one; its title is that of the base, empty where there is none."""
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse, parse_content, text_of
    from ledgerium_cli.documents.merge.markdown.steps_json import steps_told_in

    was = parse(base_text(base, theirs) or "").sections
    titles = {one.step: text_of(without_guess(one.title)) for one in was}
    own = folded(parse_content(theirs).sections, was)
    known = {at: was[place].step for place, at in match_sections(was, own).items()}
    generated = {*known.values()}
    steps = [known.get(at) or (one.step if one.step not in generated else None) for at, one in enumerate(own)]
    found: list[tuple[str, str]] = []
    for step, one in zip(steps, own, strict=True):
        if step is not None:
            found.append((step, text_of(without_guess(one.title))))
        below = (also for also in ids_in(one.source) if also != one.step and also not in steps)
        found += [(also, titles.get(also, "")) for also in below]
    blocks = (block.source for one in own for block in one.blocks)
    return found or [(step["id"], step["title"]) for one in blocks for step in steps_told_in(one)]
