"""A comparison as text for a terminal, as Markdown, as JSON of a documented shape, and as GitHub workflow commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ledgerium_cli.documents.differences.in_short import in_short
from ledgerium_cli.documents.differences.shape import json_of
from ledgerium_cli.documents.differences.words import (
    MOST,
    MOST_NAMED,
    MOST_SAME,
    WHY,
    change,
    effect,
    estimate,
    headline,
    in_full,
    in_the_same_cases,
    method,
    named,
    notes,
    only_lines,
    side_line,
    test,
    value,
    why,
)
from ledgerium_cli.documents.github import Annotation, workflow_commands
from ledgerium_cli.documents.words import more
from ledgerium_cli.findings.differences.compare import Diff, Difference, Verdict
from ledgerium_cli.findings.differences.same_cases import Fact, facts_of
from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.output.text import Blocks, Markdown, bullets, md, plain, row, table_of_first


def as_text(diff: Diff) -> str:
    return "".join(f"{line}\n" for line in _lines(diff))


def _lines(diff: Diff) -> Iterator[str]:
    """What changed in one sentence, then what differs, what does not, and what cannot be told."""
    yield plain(in_short(diff))
    yield plain(f"A: {side_line(diff.a)}")
    yield plain(f"B: {side_line(diff.b)}")
    yield from map(plain, notes(diff))
    yield from ("", "Differ by more than noise")
    yield from _or_nothing(_fact_lines(diff))
    yield from ("", "Do not differ by more than noise")
    yield from _indented(_in_short(one, diff) for one in diff.of("noise"))
    if only := [*only_lines(diff)]:
        yield from ("", "Seen on one side only")
        yield from _indented(iter(only))
    if untold := [*_untold(diff)]:
        yield from ("", "Cannot be told")
        yield from _indented(iter(untold))
    yield from ("", headline(diff), method(diff))


def _indented(lines: Iterator[str]) -> list[str]:
    found = [*lines]
    shown = [*found[:MOST], *(f"{rest}: --format md tells all" for rest in more(len(found), MOST))]
    return _or_nothing(f"  {plain(line)}" for line in shown)


def _or_nothing(lines: Iterable[str]) -> list[str]:
    return [*lines] or ["  nothing"]


def _fact_lines(diff: Diff) -> Iterator[str]:
    for fact in facts_of(diff, diff.of("differs")):
        yield f"  {plain(_difference_line(fact.told, diff))}"
        if same := in_the_same_cases(fact, diff, MOST_SAME):
            yield f"    {plain(same)}"


def _difference_line(one: Difference, diff: Diff) -> str:
    return f"{_both(one, diff)}; {effect(one)}; {test(one, diff)}"


def _both(one: Difference, diff: Diff) -> str:
    return f"{named(one.what, diff)}: {in_full(one.a, one.what)} → {in_full(one.b, one.what)}"


def _in_short(one: Difference, diff: Diff) -> str:
    return "; ".join(
        filter(None, (f"{named(one.what, diff)}: {change(one)}", estimate(one), test(one, diff)))
    )


def _untold(diff: Diff) -> Iterator[str]:
    by_reason: dict[str, list[Difference]] = {}
    for one in sorted(diff.of("untold"), key=lambda one: [*WHY].index(one.untold or "few")):
        by_reason.setdefault(why(one, diff), []).append(one)
    for reason, own in by_reason.items():
        rows = [f"{named(one.what, diff)} ({change(one)})" for one in own[:MOST_NAMED]]
        yield f"{reason}: {'; '.join([*rows, *more(len(own), MOST_NAMED)])}"


def as_md(diff: Diff) -> str:
    told = [*notes(diff), *only_lines(diff)]
    blocks: Blocks = [
        "## What differs",
        md(in_short(diff)),
        bullets([f"A: {md(side_line(diff.a))}", f"B: {md(side_line(diff.b))}", *map(md, told)]),
        md(headline(diff)),
    ]
    titles: tuple[tuple[str, Verdict], ...] = (
        ("More than noise", "differs"),
        ("No more than noise", "noise"),
    )
    for title, verdict in titles:
        rows = [_row(fact, diff) for fact in facts_of(diff, diff.of(verdict))]
        if rows:
            blocks += [f"### {title}", *table_of_first(["", "A", "B", "B less A", "Test"], rows, set())]
    if untold := diff.of("untold"):
        rows = [_untold_row(one, diff) for one in untold]
        blocks += ["### Cannot be told", *table_of_first(["", "A", "B", "Why"], rows, set())]
    return "\n\n".join([*blocks, md(method(diff))]) + "\n"


def _row(fact: Fact, diff: Diff) -> list[Markdown]:
    one = fact.told
    return row(
        md("; ".join(filter(None, (named(one.what, diff), in_the_same_cases(fact, diff))))),
        in_full(one.a, one.what),
        in_full(one.b, one.what),
        effect(one),
        test(one, diff),
    )


def _untold_row(one: Difference, diff: Diff) -> list[Markdown]:
    return row(md(named(one.what, diff)), value(one.a, one.what), value(one.b, one.what), why(one, diff))


def as_github(diff: Diff) -> str:
    """GitHub workflow commands: a warning for each difference, those of the same cases in one, the surest first, then
    what is compared and what must be known of it as lines of the log; everything else is in the job summary."""
    surest = sorted(facts_of(diff, diff.of("differs")), key=lambda fact: fact.told.corrected or 0)
    told: list[Annotation] = [("warning", None, _warning(fact, diff)) for fact in surest]
    return workflow_commands(
        told,
        [in_short(diff), f"A: {side_line(diff.a)}", f"B: {side_line(diff.b)}", *notes(diff), headline(diff)],
    )


def _warning(fact: Fact, diff: Diff) -> str:
    one, same = fact.told, in_the_same_cases(fact, diff, MOST_SAME)
    return "; ".join(filter(None, (_both(one, diff), estimate(one), same)))


def as_json(diff: Diff) -> str:
    return written(json_of(diff)).decode()


FORMATS: Mapping[str, Callable[[Diff], str]] = {
    "text": as_text,
    "md": as_md,
    "json": as_json,
    "github": as_github,
}
