"""A quick guide on one page: the usual way, what must never happen, whom to ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise
from textwrap import indent
from types import MappingProxyType

from msgspec.structs import replace

from ledgerium_cli.documents.merge.markdown.model import Section
from ledgerium_cli.documents.merge.markdown.parse import said_of
from ledgerium_cli.documents.merge.markdown.render import section_source
from ledgerium_cli.documents.merge.text.typography import behind
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED
from ledgerium_cli.documents.sop.sentences import (
    ALSO_SEEN,
    BARRED,
    CONTACT,
    GO_ON,
    GUESSED_HOLD,
    OF_LOG,
    PRESSED_AGAIN,
    saying,
)
from ledgerium_cli.documents.sop.views.ends import End
from ledgerium_cli.documents.sop.views.parts import Parts, Step
from ledgerium_cli.documents.sop.views.passages import (
    added_title,
    bare,
    entry,
    instruction,
    is_by_people,
    plainly,
    stated_by_whom,
    taken_out,
    undeclared,
    within,
)
from ledgerium_cli.documents.sop.views.permitted import permitted, remedy, ways_on
from ledgerium_cli.documents.view.visits import Visit
from ledgerium_cli.documents.view.ways import RARE
from ledgerium_cli.documents.words import capitalised, count, listed, so_often
from ledgerium_cli.output.text import Markdown, bullets, in_quotes, quoted

BEFORE = "Before you start"
_AS_NUMBER = re.compile(r"^(\d+)\.")
"""At the beginning of an entry it would be the mark of another list."""
_PLACED = "In ", "On "
"""How an instruction begins that names a page."""
USUAL, EARLIEST = "the usual way", "the way of the earliest case"
EARLIEST_KNOWN = "the way of the earliest case of which it is known"
IN_NO_ORDER = "what is done at each step, but not which step comes first,"
"""Whose way a guide describes."""


def quick_guide(
    parts: Parts,
    way: Sequence[Visit],
    whose: str,
    told_by_way: str | None = None,
    not_passed: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """`whose` says whose way it is: `the usual way`; `told_by_way` is the beginning of a rule that it shows;
    `not_passed` are, by step, the results declared to refuse or to breach. Steps have the numbers of the SOP, and stand
    as the way goes, or in the order of people who moved one."""
    told = {visit.activity for visit in way}
    on_it = [step for step in parts.steps if step.id in told]
    blocks = [
        *_before(parts),
        *map(_section, parts.ahead),
        *_under_heads(_steps(parts, way, not_passed), of_log=parts.of_log),
        *_otherwise([step for step in parts.steps if step not in on_it], whose),
        *_taken_out(parts, told, on_it),
        *_never(parts, None if parts.is_reordered else told_by_way),
        *_ask(parts),
    ]
    blocks += parts.footnotes("\n".join(blocks))
    edited = any(map(is_by_people, blocks))
    known = (
        f"{parts.version}. {_sources(parts, whose, edited)} All else, and the evidence, stands in `sop.md`."
    )
    named = [OF_LOG] if parts.of_log else []
    return "\n\n".join([f"# {parts.title}: quick guide", known, *named, *parts.notices, *blocks]) + "\n"


def _sources(parts: Parts, whose: str, edited: bool) -> str:
    declared = parts.never or parts.entries(BEFORE) or any(step.rules for step in parts.steps)
    told = "; prerequisites, rules and prohibitions were declared" if declared else ""
    people = f", but for what is marked {EDITED} or {ADDED}: people wrote that" if edited else ""
    return f"{capitalised(whose)} was observed{told}{people}."


def _before(parts: Parts) -> Iterator[str]:
    needed = [stated_by_whom(block.text) for block in parts.entries(BEFORE)]
    if needed:
        yield f"**Before you start:** {' '.join(needed)}"


def _under_heads(steps: Iterable[tuple[str, list[str]]], *, of_log: bool) -> Iterator[str]:
    """A heading for each step; of a log, those of which nothing else is told are a list."""
    for is_bare, own in groupby(steps, key=lambda step: of_log and not step[1]):
        if is_bare:
            yield bullets(_AS_NUMBER.sub(r"\1\.", head) for head, _ in own)
        else:
            yield from (block for head, told in own for block in (f"### {head}", *told))


def _steps(
    parts: Parts, way: Sequence[Visit], not_passed: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    """The steps one after the other, one to which the way comes again once more: what heads it, and what is told."""
    places = {step.id: place for place, step in enumerate(parts.steps)}
    walk = [(parts.steps[places[visit.activity]], visit) for visit in way if visit.activity in places]
    if parts.is_reordered:
        walk.sort(key=lambda one: places[one[1].activity])
    often = Counter(step.id for step, _ in walk)
    then = {step.id: _leads_to(after) for (step, _), (after, _) in pairwise(walk) if often[step.id] == 1}
    told: dict[str, set[End | None]] = {}
    for step, visit in walk:
        is_again = step.id in told
        before = told.setdefault(step.id, set())
        blocks = [*(() if is_again else _written(step)), *_done(step, visit, before)]
        facts = [*_other_ends(step, visit)]
        if not is_again:
            rules = (saying("rule", stated_by_whom(one)) for one in step.rules)
            results = _results(step, then.get(step.id), not_passed.get(step.id, ()))
            facts += [*rules, *results, *(within(bare(one)) for one in step.edited)]
        if facts:
            blocks.append(bullets(facts))
        if not is_again:
            blocks += map(_section, step.behind)
        yield _head(step, visit, is_again), blocks


def _head(step: Step, visit: Visit, is_again: bool) -> str:
    name = (
        f"{step.name}{', again' if is_again else ''}{',' if visit.times > 1 else ''}{so_often(visit.times)}"
    )
    return f"{name}{f' · {plainly(step.who)}' if step.who else ''}"


def _done(step: Step, visit: Visit, before: set[End | None]) -> Iterator[str]:
    """What is done; `before` are the ends whose instructions stand in the guide already."""
    if step.decides:
        yield from _choices(step, is_again=bool(before))
        before.add(None)
        return
    if visit.sets_right and before:
        yield "What was refused is set right, as told above."
        return
    end = next((one for _, one in _ends(step, visit)), None)
    if end is None:
        return
    if end in before:
        yield f"As before{f', {_called(end)}' if len(step.ends) > 1 else ''}."
    elif end.instructions:
        yield "\n".join(_instructions(end))
    before.add(end)


def _instructions(end: End) -> Iterator[str]:
    told = _by_page(bare(instruction(one)) for one in end.instructions)
    return (entry(f"{n}.", one) for n, one in enumerate(told, start=1))


def _by_page(instructions: Iterable[str]) -> list[str]:
    """What is done on one page in one line, so that the guide stays short; what people wrote stays apart."""
    lines: list[str] = []
    for one in instructions:
        if lines and _is_plain(lines[-1]) and _is_plain(one) and not one.startswith(_PLACED):
            lines[-1] = f"{lines[-1].removesuffix('.')}; {one[:1].lower()}{one[1:]}"
        else:
            lines.append(one)
    return lines


def _is_plain(line: str) -> bool:
    return line.endswith(".") and "\n" not in line and not is_by_people(line)


def _choices(step: Step, *, is_again: bool) -> Iterator[str]:
    """That a person decides, and how each of what was decided is done; without how where it stands in the guide."""
    decides = undeclared(step.decides.removesuffix(":").replace("What was decided", ""))
    if not any(end.head for end in step.choices):
        yield bullets([decides])
        yield from ("\n".join(_instructions(end)) for end in step.choices if not is_again)
        return
    lines = [f"- {decides}"]
    for end in step.choices:
        if end.head:
            lines.append(f"- {undeclared(end.head.removesuffix(':'))}")
        lines += [indent(one, "  ") for one in _instructions(end) if not is_again]
    yield "\n".join(lines)


def _ends(step: Step, visit: Visit) -> list[tuple[int, End]]:
    """The ends to which the visit came, the most frequent first, each with how often; if that was not counted, the
    first one of the SOP."""
    by_place = {one.place: one for one in step.ends}
    found = [(visit.ways[place], by_place[place]) for place in visit.usual if place in by_place]
    return found if visit.ways else [(0, one) for one in step.ends[:1]]


def _other_ends(step: Step, visit: Visit) -> Iterator[str]:
    if not step.decides and not visit.sets_right:
        for n, end in _ends(step, visit)[1:]:
            if RARE * n >= visit.performances:
                yield f"Or {_called(end)} ({n} of {count(visit.performances, 'time')})."


def _called(end: End) -> str:
    """`last pressed: “Save order”`."""
    head = plainly(bare(end.head)).removesuffix(":").strip()
    return f"{head[:1].lower()}{head[1:]}"


def _results(step: Step, then: str | None, not_passed: Iterable[str]) -> list[str]:
    """What is done after results other than those after which the way goes on with `then`, and what people made of
    it; None where it depends on the result with what. If exactly one result led back to the step, the correction is put
    there; where none did, it was set right at other steps."""
    failed = [saying("branch", quoted(name)) for name in not_passed]
    others = [
        one
        for one in step.results
        if any(behind(one, begins) is not None for begins in failed) or not _is_usual(one, then)
    ]
    is_repeated = any(_names(step) in said_of(one) for one in step.results)
    again = [
        remedy(one) for one in step.again if is_by_people(one) or (is_repeated and PRESSED_AGAIN not in one)
    ]
    back = [place for place, one in enumerate(others) if _leads_to(step) in said_of(one)]
    if len(back) != 1 or len(again) != 1 or is_by_people(again[0]) or _went_apart(others[back[0]]):
        return [*map(permitted, others), *again]
    _, _, done = again[0].partition(": ")
    return [permitted(one, done if place == back[0] else "") for place, one in enumerate(others)]


def _went_apart(result: str) -> bool:
    """Whether people say something else of it, or not all performances went on alike."""
    return is_by_people(result) or any(one in result for one in (ALSO_SEEN, *BARRED))


def _is_usual(result: str, then: str | None) -> bool:
    """Whether the reader hardly ever goes on otherwise than usual after it, against no rule."""
    if is_by_people(result) or any(said_of(one) in said_of(result) for one in (*BARRED, GUESSED_HOLD)):
        return False
    if then is None:
        return GO_ON not in result
    ways = [said_of(f"{GO_ON}{one}") for one in ways_on(result)]
    return bool(ways) and all(one == then for one in ways)


def _leads_to(step: Step) -> str:
    return said_of(f"{GO_ON}{in_quotes(Markdown(step.title))}")


def _names(step: Step) -> str:
    return said_of(in_quotes(Markdown(step.title)))


def _written(step: Step) -> Iterator[str]:
    """What people wrote at the step."""
    for block in step.written:
        told = step.told(block)
        yield entry("-", told) if block.kind == "item" else told


def _otherwise(steps: Sequence[Step], whose: str) -> Iterator[str]:
    """Steps that are not on the way. The last paragraph also keeps the list before it apart from the list after it."""
    way = USUAL if whose == USUAL else "this way"
    for step in steps:
        if step.written:
            yield f"At {in_quotes(Markdown(step.name))}, not on {way}:"
            yield from _written(step)
        if step.behind:
            yield f"Behind {in_quotes(Markdown(step.name))}, not on {way}:"
            yield from map(_section, step.behind)
    if steps:
        told = (
            f"{in_quotes(Markdown(step.name))}{f' ({plainly(step.who)})' if step.who else ''}"
            for step in steps
        )
        yield f"**Not on {way}:** {listed([*told])}."


def _taken_out(parts: Parts, told: Set[str], on_it: Sequence[Step]) -> Iterator[str]:
    """Steps that are on the way, or that the guide sends its reader to, and the SOP no longer has."""
    results = [said_of(one) for step in on_it for one in step.results if GO_ON in one]
    return taken_out(
        {
            one: title
            for one, title in parts.taken_out.items()
            if one in told or any(said_of(in_quotes(Markdown(title))) in found for found in results)
        },
        parts.put_into,
    )


def _never(parts: Parts, left_out: str | None) -> Iterator[str]:
    rules = (
        one for one in parts.never if is_by_people(one) or left_out is None or behind(one, left_out) is None
    )
    if told := [*map(stated_by_whom, rules)]:
        yield bullets(told)


def _ask(parts: Parts) -> Iterator[str]:
    """The declared contact, and the sections that people added."""
    if (contact := parts.stated(CONTACT)) is not None:
        yield stated_by_whom(contact)
    yield from map(_section, parts.written)


def _section(own: Section) -> str:
    """A section that people added."""
    return section_source(replace(own, level=3, lower=0, number="", title=added_title(own), source=""))
