"""What tells cases apart, as the table `[case]` of a drafted workflow file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.documents.toml import literally, pattern, quote
from ledgerium_cli.documents.words import MOST_NAMED, listed
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.case_teller import EVERYWHERE, CaseTeller, case_teller
from ledgerium_cli.steps.model import CaseMark
from ledgerium_cli.steps.presses import causes_of
from ledgerium_cli.steps.routines.find import mark_of
from ledgerium_cli.steps.routines.symbols import symbols_of

OF_A_LOG = '[case] # the log says which its cases are\nname = "case"'
MOST_BEGINS = 3
"""More acts with which cases begin are no rule."""


class Tables(Struct, frozen=True):
    declared: list[str]
    """Each with another rule, the simplest first."""
    undeclared: str
    """Without a rule: those that might be declared stand in comments."""


def case_tables(recordings: Sequence[Recording]) -> Tables:
    """The tables that may make the cases guessed for each recording: with the pattern that was found in most of them,
    with all that were found, with none."""
    tellers = [case_teller(recording, None) for recording in recordings]
    counted = Counter(teller.pattern.pattern for teller in tellers if teller.pattern is not None)
    patterns = sorted(counted, key=lambda one: (counted[one], one), reverse=True)
    marks = sorted({mark for teller in tellers if teller.division for mark in teller.division.marks})
    if not patterns and not marks:
        patterns = ["replace this"]
    chosen = [own for own in (patterns[:1], patterns, []) if own or marks]
    edges = {mark.edge for mark in marks}
    begun = _begins(recordings, tellers, also_first=edges == {"ends"}) if len(edges) == 1 else []
    ends = [mark for mark in marks if mark.edge != "starts"]
    rules = [
        [*_pattern(own), *_other_references(tellers, own), *_signs(signs)]
        for signs in ([marks, [*begun, *ends]] if begun else [marks])
        for own in chosen
    ]
    undeclared = [
        "# No rule for all recordings makes the cases that were guessed, so none is declared here: they go on being",
        "# guessed, in each recording by itself. One for all might be:",
        *(f"#   {line.removeprefix('# ')}" for line in rules[0]),
    ]
    return Tables([*dict.fromkeys(map(_table, rules))], _table(undeclared))


def _begins(
    recordings: Sequence[Recording], tellers: Sequence[CaseTeller], *, also_first: bool
) -> list[CaseMark]:
    """The acts with which the cases of divided recordings begin, the first case of each `also_first` or not, which
    needs no sign; none where they are too many to be a rule."""
    found: set[CaseMark] = set()
    for recording, teller in zip(recordings, tellers, strict=True):
        if teller.division is not None:
            symbols = symbols_of(recording.events, causes_of(recording.events))
            first = dict(
                reversed([row for row in zip(teller.division.case_of, symbols, strict=True) if row[1]])
            )
            told = (symbol for case, symbol in first.items() if case or also_first)
            found |= {mark_of("starts", symbol) for symbol in told if symbol is not None}
    return sorted(found) if len(found) <= MOST_BEGINS else []


def _table(lines: Sequence[str]) -> str:
    return "\n".join(["[case]", 'name = "case"', *lines])


def _pattern(patterns: Sequence[str]) -> Iterator[str]:
    if patterns:
        yield f"pattern = {pattern('|'.join(patterns))}"
        yield f"told_by = [{', '.join(map(quote, EVERYWHERE))}]"


def _signs(marks: Sequence[CaseMark]) -> Iterator[str]:
    for edge in ("starts", "ends"):
        if own := [_sign(mark) for mark in marks if mark.edge.startswith(edge)]:
            yield f"{edge}_with = [{', '.join(own)}]"


def _other_references(tellers: Sequence[CaseTeller], patterns: Sequence[str]) -> list[str]:
    """A comment with the references that the patterns do not find."""
    forms = dict.fromkeys(form for teller in tellers for form in teller.references)
    taken = {
        one.references[0]
        for one in tellers
        if one.references and one.pattern is not None and one.pattern.pattern in patterns
    }
    others = [f"“{plain(form)}”" for form in forms if form not in taken]
    return [f"# Seen on the pages too, and not taken: {listed(others, MOST_NAMED)}."] if others else []


def _sign(mark: CaseMark) -> str:
    conditions = [f'kinds = ["{mark.kind}"]']
    if mark.kind == "page_shown" or not mark.name:
        page = ".*".join(map(literally, re.split(r"[*#]", mark.page)))
        conditions.append(f"route = {pattern(f'^{page}$')}")
    if mark.role:
        conditions.append(f"control = {quote(mark.role)}")
    if mark.name:
        conditions.append(f"element = {pattern(f'^{literally(mark.name)}$')}")
    return f"{{ {', '.join(conditions)} }}"
