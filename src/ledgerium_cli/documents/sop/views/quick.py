"""A quick guide on one page: the usual way, what must never happen, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown import Section, said_of
from ledgerium_cli.documents.merge.render import section_source
from ledgerium_cli.documents.merge.wording import ADDED, EDITED
from ledgerium_cli.documents.sop.sentences import ALSO_SEEN, BARRED, CONTACT, GO_ON, saying
from ledgerium_cli.documents.sop.views.parts import (
    Parts,
    Step,
    added_title,
    as_seen,
    bare,
    entry,
    is_by_people,
    plainly,
    stated_by_whom,
    taken_out,
    told_at,
    undeclared,
    within,
)
from ledgerium_cli.documents.words import listed
from ledgerium_cli.output.text import Markdown, bullets, in_quotes

BEFORE = "Before you start"
USUAL, EARLIEST = "the usual way", "the way of the earliest case"
EARLIEST_KNOWN = "the way of the earliest case of which it is known"
IN_NO_ORDER = "what is done at each step, but not which step comes first,"
"""Whose way a guide describes."""


def quick_guide(parts: Parts, told: Sequence[str], way: str) -> str:
    """`told` are the ids of the steps that the guide describes, and `way` says whose way they are:
    `the usual way`. Order and numbers of steps are those of the SOP."""
    on_it = [step for step in parts.steps if step.id in told]
    blocks = [
        *_before(parts),
        *map(_section, parts.ahead),
        *(block for place, step in enumerate(on_it) for block in _step_blocks(step, on_it[place + 1 :])),
        *_otherwise([step for step in parts.steps if step not in on_it], way),
        *_taken_out(parts, told, on_it),
        *_never(parts),
        *_ask(parts),
    ]
    edited = any(map(is_by_people, blocks))
    known = f"{parts.version}. {_sources(parts, way, edited)} All else, and the evidence, stands in `sop.md`."
    return "\n\n".join([f"# {parts.title}: quick guide", known, *parts.notices, *blocks]) + "\n"


def _sources(parts: Parts, way: str, edited: bool) -> str:
    declared = parts.never or parts.entries(BEFORE) or any(step.rules for step in parts.steps)
    told = "; what is needed, rules and what must never be were declared" if declared else ""
    people = f", but for what is marked {EDITED} or {ADDED}: people wrote that" if edited else ""
    return f"{way[:1].upper()}{way[1:]} was observed{told}{people}."


def _before(parts: Parts) -> Iterator[str]:
    needed = [stated_by_whom(block.text) for block in parts.entries(BEFORE)]
    if needed:
        yield f"**Before you start:** {' '.join(needed)}"


def _step_blocks(step: Step, later: Sequence[Step]) -> Iterator[str]:
    yield f"### {step.name}{f' · {plainly(step.who)}' if step.who else ''}"
    yield from _written(step)
    if step.decides:
        yield bullets(undeclared(one.removesuffix(":").replace("What was decided", ""))
                      for one in step.decides)  # fmt: skip
    elif step.instructions:
        yield "\n".join(entry(f"{n}.", bare(one)) for n, one in enumerate(step.instructions, start=1))
    others = _results(step, later)
    if step.rules or others or step.edited:
        rules = (saying("rule", stated_by_whom(one)) for one in step.rules)
        yield bullets([*rules, *others, *(within(bare(one)) for one in step.edited)])
    yield from map(_section, step.behind)


def _results(step: Step, later: Sequence[Step]) -> list[str]:
    """What was done after results other than the usual one, with its counts, and what people made of it. If exactly one
    result led back to the step, the correction is put there."""
    usual = _leads_to(later[0]) if later else None
    others = [as_seen(one) for one in step.results if not _is_usual(one, usual)]
    again = [*map(as_seen, step.again)]
    back = [place for place, one in enumerate(others) if _leads_to(step) in said_of(one)]
    if len(back) != 1 or len(again) != 1 or is_by_people(again[0]) or _went_apart(others[back[0]]):
        return [*others, *again]
    result, done = others[back[0]].partition(GO_ON)[0], again[0].partition(": ")[2]
    others[back[0]] = f"{result}{done}"
    return others


def _went_apart(result: str) -> bool:
    """Whether people say something else of it, or not all performances went on alike."""
    return is_by_people(result) or any(one in result for one in (ALSO_SEEN, *BARRED))


def _is_usual(result: str, leads_on: str | None) -> bool:
    """Whether the reader may go on as usual after it, against no rule."""
    if is_by_people(result) or any(said_of(one) in said_of(result) for one in BARRED):
        return False
    return GO_ON not in result or (leads_on is not None and leads_on in said_of(result))


def _leads_to(step: Step) -> str:
    return said_of(f"{GO_ON}{in_quotes(Markdown(step.title))}")


def _written(step: Step) -> Iterator[str]:
    """What people wrote at the step."""
    for block in step.written:
        told = told_at(step, block)
        yield entry("-", told) if block.kind == "item" else told


def _otherwise(steps: Sequence[Step], way: str) -> Iterator[str]:
    """Steps that are not on the way. The last paragraph also keeps the list before it apart from the list after it."""
    way = USUAL if way == USUAL else "this way"
    for step in steps:
        if step.written:
            yield f"At {in_quotes(Markdown(step.name))}, not on {way}:"
            yield from _written(step)
        yield from map(_section, step.behind)
    if steps:
        told = (
            f"{in_quotes(Markdown(step.name))}{f' ({plainly(step.who)})' if step.who else ''}"
            for step in steps
        )
        yield f"**Not on {way}:** {listed([*told])}."


def _taken_out(parts: Parts, told: Sequence[str], on_it: Sequence[Step]) -> Iterator[str]:
    """Steps that are on the way, or that the guide sends its reader to, and the SOP no longer has."""
    results = [said_of(one) for step in on_it for one in step.results if GO_ON in one]
    return taken_out(
        {
            one: title
            for one, title in parts.taken_out.items()
            if one in told or any(said_of(in_quotes(Markdown(title))) in found for found in results)
        }
    )


def _never(parts: Parts) -> Iterator[str]:
    if rules := [stated_by_whom(one) for one in parts.never]:
        yield bullets(rules)


def _ask(parts: Parts) -> Iterator[str]:
    """The declared contact, and the sections that people added."""
    if (contact := parts.stated(CONTACT)) is not None:
        yield stated_by_whom(contact)
    yield from map(_section, parts.written)


def _section(own: Section) -> str:
    """A section that people added."""
    return section_source(replace(own, level=3, number="", title=added_title(own), source=""))
