"""A checklist for learning the work: each step seen, done with help, done alone; and questions about exceptions that
were seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.merge.markdown.model import Section
from ledgerium_cli.documents.merge.marks.added import is_quote
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED
from ledgerium_cli.documents.sop.sentences import ASKS, OF_LOG, told_in, with_answer_apart
from ledgerium_cli.documents.sop.views.parts import Parts, Step
from ledgerium_cli.documents.sop.views.passages import (
    added,
    added_title,
    bare,
    by_whom,
    is_by_people,
    taken_out,
    unquoted,
    within,
)
from ledgerium_cli.documents.sop.views.reading import rows_told
from ledgerium_cli.documents.sop.views.roles_alone import released_by_role
from ledgerium_cli.documents.view.model import DECLARED
from ledgerium_cli.documents.words import FOR_WANT_OF_SIGNS, FOR_WANT_OF_TIMES, NOT_CERTAIN
from ledgerium_cli.output.text import Markdown, bullets, row, table
from ledgerium_cli.workflow.wire import Role

BOX = "☐"
EXCEPTIONS = "Exceptions and holds"
QUESTIONS = "What would you do?"
"""The heading here of what the SOP has under `EXCEPTIONS`."""
_WHO = re.compile(r"\*\*[^*]+\*\* in |In \*\*")
"""How a person writes who does a step, in the words of a build."""
_CAUTION = re.compile(r"\*\*[^*]+(?::\*\*|\*\*:)")
_NOT_KNOWN = FOR_WANT_OF_TIMES, FOR_WANT_OF_SIGNS, NOT_CERTAIN


def training_checklist(parts: Parts) -> str:
    blocks = [
        f"# {parts.title}: training checklist",
        f"{parts.version}. Read `sop.md` first; brackets name the recorded events, to be looked up.",
        *([OF_LOG] if parts.of_log else []),
        *parts.notices,
        table(["Who learns", "With whom", "Begun", "Done"], [row("", "", "", "")]),
        *_learning(parts),
        "## The steps",
        table(
            ["Step", "Who", "Seen", "Done with help", "Done alone"],
            [*map(_own_boxes, parts.ahead), *(boxes for step in parts.steps for boxes in _boxes(step))],
        ),
        *taken_out(parts.taken_out, parts.put_into),
        *_rules(parts),
        *_questions(parts),
    ]
    blocks += parts.footnotes("\n".join(blocks))
    return "\n\n".join(blocks) + "\n"


def _learning(parts: Parts) -> Iterator[str]:
    told = [block.text for block in parts.entries("Learning this work")]
    if told:
        yield bullets(told)


def _boxes(step: Step) -> Iterator[list[Markdown]]:
    """Check boxes for a step, and for the steps that people added after it."""
    yield row(step.name, step.who, BOX, BOX, BOX)
    yield from map(_own_boxes, step.behind)


def _own_boxes(step: Section) -> list[Markdown]:
    """Check boxes for a step that people added."""
    who = (bare(one.text) for one in step.blocks if one.kind == "text" and _WHO.match(one.text))
    return row(added_title(step), next(who, ""), BOX, BOX, BOX)


def _rules(parts: Parts) -> Iterator[str]:
    """The rules of each step and of the whole work, to be known by heart."""
    own = [f"{BOX} {title}: {told}" for title, told in _to_know(parts)]
    own += [f"{BOX} {one}" for one in parts.never]
    if own:
        yield "## Rules to know"
        yield bullets(own)


def _to_know(parts: Parts) -> Iterator[tuple[str, str]]:
    """With the title of the step."""
    yield from (one for own in parts.ahead for one in _cautions(own))
    for step in parts.steps:
        rules = (*map(by_whom, step.rules), *map(within, step.edited_rules))
        yield from ((step.title, told) for told in (*rules, *_written(step)))
        yield from (one for own in step.behind for one in _cautions(own))


def _cautions(own: Section) -> Iterator[tuple[str, str]]:
    """Rules and cautions in a step that people added, without their description of it."""
    for told in told_in(own):
        if told.sort == "rule":
            yield own.title, f"{told.rest} {ADDED}"
        elif is_quote(told.block) or _CAUTION.match(told.text):
            yield own.title, within(unquoted(told.block, added(told.block)))


def _written(step: Step) -> Iterator[str]:
    """What people wrote at the step, e.g. a caution, or rules as rows of a table."""
    for one in step.written:
        if one.kind == "table":
            yield from (_told_in_row(row.text) for row in rows_told(one))
        elif one.kind in ("item", "text") or is_quote(one):
            yield within(unquoted(one, step.told(one)))


def _told_in_row(text: str) -> str:
    return text if text.endswith(DECLARED) else f"{text} {ADDED}"


def _questions(parts: Parts) -> Iterator[str]:
    """Exceptions as questions; the answer is what was seen to be done, not necessarily what should be done."""
    found = [
        one
        for one in parts.told(EXCEPTIONS)
        if not (one.startswith(ASKS) and any(why in one for why in _NOT_KNOWN))
    ]
    if not found:
        return
    yield f"## {QUESTIONS}"
    people = (
        f", but for what is marked {EDITED} or {ADDED}: people wrote that"
        if any(map(is_by_people, found))
        else ""
    )
    yield f"Each was seen at work{people}. Below it stands what was done then: talk about whether it should be."
    yield "\n".join(_question(number, text, parts.roles) for number, text in enumerate(found, start=1))


def _question(number: int, text: str, roles: Sequence[Role]) -> str:
    asked, answer = with_answer_apart(text)
    lines = [f"{number}. {BOX} {asked}", *([f"   - {released_by_role(answer, roles)}"] if answer else [])]
    return "\n".join(lines)
