"""The procedure as a Mermaid flowchart, which GitHub and GitLab draw where the document is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate

from ledgerium_cli.documents.map.model import (
    END_NAMES,
    ENDED,
    OPEN,
    arrows_of,
    frequent,
    happy_path,
    least_drawn,
    targets,
)
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import percent
from ledgerium_cli.findings.deviating import Edge
from ledgerium_cli.findings.paths import Path
from ledgerium_cli.output.text import plain

FEW_PATHS, MOST_OF_ALL = 40, 0.95
"""Up to this many paths are all drawn; of more, the most frequent ones that make up this share of all moves."""
MOST_PATHS = 120
"""Mermaid draws up to 500 paths. More than these tell little more of a process of many variants, and are unreadable."""
MOST_CHARACTERS = 48_000
"""Mermaid refuses texts of more than 50,000 characters."""
LONGEST_LABEL = 60
LONGEST_NODE, LONGEST_EDGE = 8 * LONGEST_LABEL + 24, 40
"""The most characters of a node and an edge, with every character of a label as a numeric entity."""
_AS_IT_IS = frozenset(" .,-–…“”’")
START, END = "start", "finish"
STOPPED = {OPEN: "unfinished", ENDED: "ended"}


def flowchart(view: View) -> Iterator[str]:
    """The chart with how often each path was taken, the usual way in bold, and the share of moves it shows. Steps have
    their names and no numbers: people move steps and take some out."""
    if len(view.analysis.activities) < 2:
        return
    names = {found.activity.id: f"s{place}" for place, found in enumerate(view.analysis.activities, start=1)}
    bold = happy_path(view.analysis)
    shown = _most_frequent(view.analysis.paths, bold, len(names))
    used = {end for path in shown for end in (path.source, path.target)}
    nodes = [
        f'  {name}["{label(view.called(activity))}"]' for activity, name in names.items() if activity in used
    ]
    edges = [*_edges(view, shown, bold, names)]
    ends = [
        f'  {node}(["{told}"])'
        for node, told in (
            (START, "start"),
            (END, "end"),
            *((STOPPED[one], END_NAMES[one]) for one in STOPPED),
        )
        if node == START or any(edge.endswith(f" {node}") for edge in edges)
    ]
    lines = ["```mermaid", "flowchart TD", *ends, *nodes, *edges, "```"]
    yield "\n".join(lines)
    if len(shown) < len(view.analysis.paths):
        yield _left_out(view, shown)


def _left_out(view: View, shown: Sequence[Path]) -> str:
    """How much of all paths and moves is drawn."""
    paths, stopped = view.analysis.paths, view.stopped
    taken = sum(path.count for path in shown) / sum(path.count for path in paths)
    drawn, all_of_them = arrows_of(shown, stopped), arrows_of(paths, stopped)
    return f"The chart shows {drawn} of {all_of_them} paths, {percent(taken)} of all moves."


def _most_frequent(paths: Sequence[Path], usual: Set[Edge], steps: int) -> Sequence[Path]:
    """All paths when there are few, else the most frequent ones, with a path into and out of each step if Mermaid
    has room. `paths` are sorted by frequency."""
    taken = [*accumulate(path.count for path in paths)]
    most = bisect_left(taken, MOST_OF_ALL * taken[-1]) + 1
    shown = frequent(paths, usual, min(max(FEW_PATHS, most), MOST_PATHS))
    room = max(1, (MOST_CHARACTERS - steps * LONGEST_NODE) // LONGEST_EDGE)
    if len(shown) <= room:
        return shown
    least = least_drawn(paths, room)
    return [path for path in paths if path.count >= least] or paths[:room]


def _edges(view: View, paths: Sequence[Path], bold: Set[Edge], names: Mapping[str, str]) -> Iterator[str]:
    stopped = view.stopped
    order = {None: 0} | {activity: place for place, activity in enumerate(names, start=1)}
    for path in sorted(paths, key=lambda path: (order[path.source], order[path.target])):
        source = names[path.source] if path.source is not None else START
        arrow = "==>" if (path.source, path.target) in bold else "-->"
        for to, times in targets(path, stopped):
            target = names.get(to, STOPPED.get(to, END))
            yield f"  {source} {arrow}|{times}| {target}"
            arrow = "-->"  # the usual way ends in one place


def label(text: str) -> str:
    """Text as Mermaid shows it literally: everything but letters, digits and a few marks as numeric entities."""
    short = plain(text)
    if len(short) > LONGEST_LABEL:
        short = f"{short[: LONGEST_LABEL - 1]}…"
    return "".join(char if char.isalnum() or char in _AS_IT_IS else f"#{ord(char)};" for char in short)
