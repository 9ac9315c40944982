"""How every document begins: the name, what was seen, and what is a guess."""

from __future__ import annotations

from collections.abc import Mapping

from ledgerium_cli.documents.case_marks import case_marks, case_references
from ledgerium_cli.documents.condition import (
    NOT_READ,
    NOT_WHOLE,
    clock_notice,
    days_only,
    not_read,
    not_whole,
    outside_of_cases,
    perhaps_one_person,
    perhaps_twice,
    without_case,
)
from ledgerium_cli.documents.view.model import CASES_APART, View
from ledgerium_cli.documents.words import BY_A_PROGRAM, DRAFT, IS_DRAFT, MOST_NAMED, count, listed
from ledgerium_cli.findings.filters import Filtered, Key
from ledgerium_cli.findings.work_names import called_differently
from ledgerium_cli.output.text import Blocks, md
from ledgerium_cli.steps.case_teller import tells_apart

FILTERED = "**Filtered:**"
MADE_UP = "**Made up:**"
CALLED_DIFFERENTLY = "**Called differently:**"
GUESSED = "> **Guessed**"
IS_A_DRAFT = "> **Draft:**"
NOTICES = (FILTERED, MADE_UP, CALLED_DIFFERENTLY, NOT_READ, NOT_WHOLE, GUESSED, IS_A_DRAFT)
"""How those notices begin without which no part of a document is true either."""
WORDS: Mapping[Key, str] = {
    "actor": "with a step by",
    "activity": "with the step",
    "system": "with a step in",
    "case": "called",
    "variant": "of variant",
    "recording": "as recorded in",
    "since": "that began on or after",
    "until": "that began no later than",
    "path": "with the path",
    "longer": "that took longer than",
    "shorter": "that took less than",
    "held": "that were held",
    "rework": "with rework",
    "deviates": "that left the declared process",
    "complete": "that were completed",
}


_CORRECT = "correct it, then take out its line `draft = true`."


def heading(document: str, view: View, *, times: bool = True, in_page: bool = False) -> Blocks:
    """`times`: whether the document shows times, which clocks may get wrong; `in_page`: whether the report is on the
    same page."""
    blocks = [f"# {md(view.name)}", f"{document}: {view.scope}."]
    if (filtered := view.analysis.filtered) is not None:
        blocks.append(f"{FILTERED} {_conditions(filtered, view)}. {_left_out(filtered, view)}")
    if view.sources.is_made_up:
        blocks.append(f"{MADE_UP} {BY_A_PROGRAM}")
    if view.sources.is_named_strictly:
        blocks.append(
            "**Named strictly:** names and texts were not kept where they are no known words of command or business."
        )
    if different := called_differently(view.analysis):
        blocks.append(f"{CALLED_DIFFERENTLY} {md(different)}")
    blocks += [
        *not_read(view),
        *without_case(view),
        *outside_of_cases(view),
        *not_whole(view),
        *perhaps_twice(view),
        *perhaps_one_person(view),
        *days_only(view),
    ]
    if times:
        blocks += clock_notice(view, in_page=in_page)
    if view.guesses:
        blocks.append(
            f"{GUESSED} from what was on the screen: {listed(view.guesses)}. {_recorded(view)} {_to_do(view)}"
        )
        blocks += [*case_references(view), *case_marks(view)]
    elif view.is_draft:
        blocks.append(f"{IS_A_DRAFT} {IS_DRAFT}: {_CORRECT}")
    return blocks


def _to_do(view: View) -> str:
    if view.workflow is None:
        return "`ledgerium init --from` drafts a workflow file from them, to be corrected."
    if not view.is_draft:
        return case_rule_unseen(view) or "What is guessed can be declared in the workflow file."
    is_left_open = view.sources.has_recordings and not tells_apart(view.workflow.case)
    left = f", but for {CASES_APART}," if is_left_open else ""
    return f"These guesses{left} stand in the workflow file, {DRAFT}: {_CORRECT}"


def case_rule_unseen(view: View) -> str:
    """That nothing in some recording shows a case as the workflow file declares it; empty where all do."""
    if view.workflow is None or not tells_apart(view.workflow.case):
        return ""
    ways = [look.shape.told_by for look in view.facts.looks if look.shape.cut_by != "log"]
    without = ["recording" in one for one in ways]
    if not any(without):
        return ""
    where = "in none of the recordings" if all(without) else "not in every recording"
    return (
        f"What the workflow file says tells cases apart was seen {where}: one that does not show it is taken for one "
        "case. Correct it there (`case`), or leave out recordings of other work."
    )


def _recorded(view: View) -> str:
    recordings = [one for one in view.sources.with_case if one.log is None]
    untimed = [view.cite.labels[one.id] for one in recordings if not one.timed]
    if not untimed:
        return "The events and their times were recorded."
    if len(untimed) == len(recordings):
        return "The events were recorded in their order, without their times."
    return f"The events were recorded, and their times but in {listed(untimed, MOST_NAMED)}."


def _conditions(filtered: Filtered, view: View) -> str:
    """`only orders with the actor Ben or Ana, that were held; without orders of variant 2`."""
    keys = dict.fromkeys((one.keep, one.key) for one in filtered.conditions)
    told: dict[bool, list[str]] = {True: [], False: []}
    for keep, key in keys:
        values = [md(one.value) for one in filtered.conditions if (one.keep, one.key) == (keep, key)]
        told[keep].append(" ".join([WORDS[key], " or ".join(values)]).strip())
    only = f"only {view.case_plural} {' and '.join(told[True])}" if told[True] else ""
    without = f"without {view.case_plural} {' or '.join(told[False])}" if told[False] else ""
    return "; ".join(filter(None, [only, without]))


def _left_out(filtered: Filtered, view: View) -> str:
    recordings = (
        f" and {count(filtered.recordings_left_out, 'recording')}" if filtered.recordings_left_out else ""
    )
    left_out = f"{view.cases(filtered.cases_left_out)}{recordings} left out."
    by_day = any(one.key in ("since", "until") for one in filtered.conditions)
    if by_day and any(not one.timed for one in view.sources.with_case):
        left_out += " When a recording without times was made is as given."
    return left_out
