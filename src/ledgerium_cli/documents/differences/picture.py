"""Both sides of a comparison as one map: steps and paths of A and of B, with what differs on them, as DOT."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from msgspec import Struct

from ledgerium_cli.documents.differences.in_short import in_short
from ledgerium_cli.documents.differences.words import headline, points, side_line
from ledgerium_cli.documents.map.labels import (
    AMBER,
    BLUE,
    GRAPH,
    HELD,
    INK,
    LINE,
    NEW_LINE,
    NODES,
    PATH,
    QUIET,
    RED,
    SPACE,
    font,
    quoted,
    shown,
    square,
    table,
    times,
    wrapped,
)
from ledgerium_cli.documents.words import count, duration
from ledgerium_cli.findings.differences.compare import Diff, Difference, Timing, alone
from ledgerium_cli.findings.differences.side import Share, Topic, What

MOST_PATHS = 60
"""More paths are unreadable; those that differ are drawn first, then the most frequent ones."""
TIMES: dict[Topic, str] = {"step_work": "work", "step_wait": "wait"}
START, END = "start", "end"
"""Ids of activities are prefixed, so that none is mistaken for these."""
ABOUT = (
    "Steps of A and of B as boxes from the start of a case to its end; arrows show which step followed which, in how "
    "many cases of A and of B. The same numbers stand in the comparison."
)


class _Look(Struct, frozen=True):
    """How a step or a path is drawn, and the words for what differs; nothing is said by colour alone."""

    colour: str
    style: str
    width: float
    words: str = ""


_SAME = _Look(PATH, "solid", 1.2)


def diff_dot(diff: Diff) -> str:
    found = {one.what: one for one in diff.differences}
    steps = [
        one for one in dict.fromkeys((*diff.a.titles, *diff.b.titles)) if What("activity", (one,)) in found
    ]
    paths = [one for one in diff.differences if one.what.topic == "path"]
    drawn = sorted(paths, key=_rank)[:MOST_PATHS]
    kept = [one for one in paths if one in drawn]
    lines = [
        f"digraph {quoted('A and B as one map')} {{",
        f"  graph [{GRAPH}, label=<{_heading(diff, len(kept), len(paths))}>];",
        *NODES,
        *(_end(one) for one in (START, END)),
        *(_node(one, diff, found) for one in steps),
        *map(_edge, kept),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _rank(path: Difference) -> tuple[bool, float]:
    return path.verdict != "differs", -max(_share(path.a), _share(path.b))


def _share(side: Timing | Share | None) -> float:
    return (side.value or 0) if isinstance(side, Share) else 0


def _end(node: str) -> str:
    pill = f'fillcolor="{INK}", fontcolor="white", color="{INK}", height="0.3", margin="0.16,0.05"'
    return f'  {quoted(node)} [label="{node.capitalize()}", {pill}];'


def _node(activity: str, diff: Diff, found: dict[What, Difference]) -> str:
    done = found[What("activity", (activity,))]
    look, times = _look(done, "done"), [found.get(What(topic, (activity,))) for topic in TIMES]
    rows = [
        f'<FONT POINT-SIZE="12"><B>{wrapped(diff.title(activity))}</B></FONT>',
        font(f"in {_of(done.a)} → {_of(done.b)} cases", QUIET),
        *([font(f"<B>{look.words}</B>", look.colour)] if look.words else []),
        *(row for time in times if time is not None for row in _time(time)),
    ]
    is_slower = any(time is not None and _shift(time) > 0 for time in times)
    fill = f', fillcolor="{HELD}"' if is_slower else ""
    border = look.colour if look.words else AMBER if is_slower else LINE
    style = f"rounded,filled{',dashed' if look.style == 'dashed' else ''}"
    return (
        f'  {quoted(f"step {activity}")} [label=<{table(rows, padding=2)}>, color="{border}", '
        f'penwidth="{look.width}", style="{style}"{fill}];'
    )


def _time(one: Difference) -> Iterator[str]:
    """Work or wait of a step on both sides, and by how much it differs."""
    name = TIMES[one.what.topic]
    if isinstance(one.a, Timing) and isinstance(one.b, Timing):
        yield f"{name} {times(one.a.times) or 'none'} → {times(one.b.times) or 'none'}"
    if shift := _shift(one):
        words = f"{name} {duration(abs(shift))} {'longer' if shift > 0 else 'shorter'}"
        yield font(f"<B>{words}</B>", RED if shift > 0 else BLUE)


def _shift(one: Difference) -> int:
    """By how many milliseconds B takes longer; zero where it is by no more than noise."""
    return round(one.effect.value) if one.verdict == "differs" and one.effect is not None else 0


def _edge(path: Difference) -> str:
    source, target = path.what.of
    look = _look(path, "taken")
    words = [f"<B>{_of(path.a)} → {_of(path.b)}</B>"]
    words += [font(f"<B>{look.words}</B>", look.colour)] if look.words else []
    label = "".join(f"{SPACE}{one}{NEW_LINE}" for one in words)
    weight = round(1 + 19 * max(_share(path.a), _share(path.b)))
    ends = [
        quoted(f"step {one}" if one is not None else other) for one, other in ((source, START), (target, END))
    ]
    return (
        f'  {" -> ".join(ends)} [label=<{label}>, color="{look.colour}", penwidth="{look.width}", '
        f'style="{look.style}", weight="{weight}"];'
    )


def _look(one: Difference, done: str) -> _Look:
    """Of a step or a path: seen on one side only, or more or less often by more than noise, or as before."""
    differs = one.verdict == "differs"
    side = next((side for side, *_ in alone(one)), None)
    if side is not None:
        words = f"only in {side.upper()}{'' if differs else ', may be noise'}"
        return _Look(
            RED if side == "a" else BLUE, "dashed" if side == "a" else "solid", 3 if differs else 1.8, words
        )
    if not differs or one.effect is None:
        return _SAME
    more = one.effect.value > 0
    words = f"{done} {'more' if more else 'less'} often, {points(one.effect.value)}"
    return _Look(BLUE if more else RED, "solid" if more else "dashed", 3, words)


def _of(side: Timing | Share | None) -> str:
    return f"{side.met} of {side.n}" if isinstance(side, Share) else "not known"


def _heading(diff: Diff, drawn: int, paths: int) -> str:
    rows = [
        '<FONT POINT-SIZE="18"><B>A and B as one map</B></FONT>',
        *(
            font(_lines(f"{name}: {side_line(side)}"), QUIET, 11)
            for name, side in (("A", diff.a), ("B", diff.b))
        ),
        font(_lines(f"{in_short(diff)} In all {headline(diff)}"), INK, 11),
        font(
            f"A → B{SPACE}counts: of cases that are not open{SPACE}times: median, below five every value",
            QUIET,
            11,
        ),
        font(
            f"{square(BLUE)} only in B, or more often{SPACE}{square(RED)} dashed: only in A, or less often"
            f"{SPACE}thick: by more than noise{SPACE}{square(AMBER)} amber box: takes longer by more than noise",
            QUIET,
            11,
        ),
    ]
    if drawn < paths:
        rows.append(
            font(f"{drawn} of {count(paths, 'path')}: those that differ and the most frequent ones", QUIET)
        )
    return table([*rows, ""], padding=2)


def _lines(words: str) -> str:
    """A long line in several."""
    return NEW_LINE.join(map(shown, textwrap.wrap(words, 110)))
