"""How cases were told apart when no person declared it. Shown in every document, since it is a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import MOST_NAMED, listed
from ledgerium_cli.output.text import Blocks, md, quoted
from ledgerium_cli.recording.model import EventKind
from ledgerium_cli.steps.actions import CELLS
from ledgerium_cli.steps.model import CaseMark

DONE: Mapping[EventKind, str] = {
    "click": "press of",
    "field_changed": "filling in of",
    "form_submitted": "sending of",
    "copy": "copy from",
    "paste": "paste into",
    "drop": "drop on",
}


def case_references(view: View) -> Blocks:
    """A block for each kind of references that was taken for cases, with those that were not."""
    apart = {step.recording for step in view.told_by("recording")}
    taken: dict[str, tuple[list[str], dict[str, None]]] = {}
    for one in view.sources.with_case:
        if one.references and one.id not in apart:
            labels, others = taken.setdefault(one.references[0], ([], {}))
            labels.append(view.cite.labels[one.id])
            others |= dict.fromkeys(one.references[1:])
    return [
        f"> **Guessed** from references on the pages: each {_form(form)} was taken for one {view.case} "
        f"({listed(sorted(labels, key=_number), MOST_NAMED)}).{_passed_over([*others], view)}"
        for form, (labels, others) in sorted(taken.items())
    ]


def _passed_over(forms: Sequence[str], view: View) -> str:
    if not forms:
        return ""
    others = listed([*map(_form, forms)], MOST_NAMED)
    return (
        f" Seen too, and not taken: {others}; what was done on their pages counts to the {view.case} to which it "
        "seemed to lead, or to none."
    )


def _form(form: str) -> str:
    return quoted(form)


def case_marks(view: View) -> Blocks:
    """One block for each way in which recordings were divided into cases."""
    recordings: dict[tuple[CaseMark, ...], list[str]] = {}
    for step in view.told_by("repetition"):
        label = view.cite.labels[step.recording]
        named = recordings.setdefault(step.shape.case_marks, [])
        named += [label] if label not in named else []
    return [
        f"> **Guessed** from what repeats itself: each {_taken(marks)} one {view.case} "
        f"({listed(sorted(labels, key=_number), MOST_NAMED)})."
        for marks, labels in sorted(
            recordings.items(), key=lambda row: (_number(min(row[1], key=_number)), row[0])
        )
    ]


def _taken(marks: tuple[CaseMark, ...]) -> str:
    edge = marks[0].edge
    if edge == "ends its tab":
        return f"tab in which work ends with the {_either(marks)} was taken for"
    return f"{_either(marks)} was taken as the {edge.removesuffix('s')} of"


def _number(label: str) -> tuple[int, str]:
    return len(label), label


def _either(marks: tuple[CaseMark, ...]) -> str:
    words = [_words(mark) for mark in marks]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _words(mark: CaseMark) -> str:
    where = f" in {md(mark.system)}" if mark.system else ""
    if mark.kind == "page_shown":
        return f"appearance of the page {quoted(mark.page)}{where}"
    doing = "click on" if mark.kind == "click" and mark.role in CELLS else DONE.get(mark.kind, mark.kind)
    return f"{doing} {_what(mark)}{where}"


def _what(mark: CaseMark) -> str:
    """The act in words; a table cell is named by its column only."""
    page = f"the page {quoted(mark.page)}"
    if mark.role in CELLS:
        return f"a cell of column {quoted(mark.name)}" if mark.name else f"a cell of {page}"
    if mark.name:
        return quoted(mark.name)
    return f"one {md(mark.role)} of {page}" if mark.role else page
