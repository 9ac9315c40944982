"""Renders scores as text, JSON and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.output.text import Markdown, bullets, md, plain, row, table
from ledgerium_cli.score.model import POINTS, Mark, Score

MOST_LINES = 5
NOT_ENGLISH = (
    "Hardly a word of it is English, which is all that these rules read: what they miss may well be there, and the sum "
    "says little."
)


@dataclass(frozen=True, slots=True)
class Scored:
    file: str
    score: Score


def as_text(scored: Sequence[Scored]) -> str:
    return "".join(
        f"{plain(line)}\n" if line[:1] != " " else f"{line}\n" for one in scored for line in _lines(one)
    )


def _lines(scored: Scored) -> Iterator[str]:
    yield f"{scored.file}: {scored.score.total} of 100"
    if not scored.score.english:
        yield f"  {NOT_ENGLISH}"
    for mark in scored.score.marks:
        yield f"  {mark.criterion.title:<14} {_points(mark):<7} {plain(_found(mark))}"
        if (told := _next(mark)) is not None:
            yield f"  {'':<22} next: {plain(told)}"


def _points(mark: Mark) -> str:
    return f"{mark.points} of {mark.of}" if mark.of else "n/a"


def _found(mark: Mark) -> str:
    """The reasons of the points earned, and of those that do not apply."""
    told = [found.reason for found in mark.findings if found.earned is not False]
    return "; ".join(dict.fromkeys(told)) or "nothing yet"


def _next(mark: Mark) -> str | None:
    """What earns the next point, why it was missed, and where."""
    if mark.next is None:
        return None
    point, found = mark.next
    return f"{point.earned_by} Now: {found.reason}{_where(found.lines)}."


def _where(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:MOST_LINES]))
    more = f" and {len(lines) - MOST_LINES} more" if len(lines) > MOST_LINES else ""
    return f" (line {shown}{more})"


def as_md(scored: Sequence[Scored]) -> str:
    return "\n\n".join(block for one in scored for block in _blocks(one)) + "\n"


def _blocks(scored: Scored) -> Iterator[str]:
    yield f"## {md(scored.file)}: {scored.score.total} of 100"
    if not scored.score.english:
        yield NOT_ENGLISH
    rows = [
        row(mark.criterion.title, str(mark.criterion.weight), _points(mark), md(_found(mark)))
        for mark in scored.score.marks
    ]
    yield table(["Criterion", "Weight", "Points", "Found"], rows, frozenset({1}))
    told = [
        Markdown(f"**{mark.criterion.title}**: {_in_markdown(mark)}")
        for mark in scored.score.marks
        if mark.next
    ]
    if told:
        yield "For the next point:"
        yield bullets(told)


def _in_markdown(mark: Mark) -> Markdown:
    assert mark.next is not None
    point, found = mark.next
    return Markdown(f"{point.earned_by} Now: {md(found.reason + _where(found.lines))}.")


def as_json(scored: Sequence[Scored]) -> str:
    told = {"format": 1, "scores": [_as_value(one) for one in scored]}
    return written(told).decode()


def _as_value(scored: Scored) -> dict[str, object]:
    return {
        "file": scored.file,
        "total": scored.score.total,
        "english": scored.score.english,
        "criteria": [
            {
                "id": mark.criterion.id,
                "weight": mark.criterion.weight,
                "points": mark.points if mark.of else None,
                "of": mark.of,
                "found": [
                    {
                        "earned": found.earned,
                        "earned_by": point.earned_by,
                        "reason": found.reason,
                        "lines": found.lines,
                    }
                    for point, found in zip(mark.criterion.points, mark.findings, strict=True)
                ],
            }
            for mark in scored.score.marks
        ],
    }


FORMATS: Mapping[str, Callable[[Sequence[Scored]], str]] = {"text": as_text, "json": as_json, "md": as_md}
assert POINTS == 3  # all texts here assume it
