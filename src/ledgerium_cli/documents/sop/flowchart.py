"""The procedure as a flowchart in Mermaid, which GitHub and GitLab draw where the document is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from ledgerium_cli.documents.map.model import OPEN, targets
from ledgerium_cli.documents.text import plain
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import percent
from ledgerium_cli.findings.process import Path

FEW_PATHS, MOST_OF_ALL = 24, 0.95
"""All paths where there are no more of them, else the most frequent ones that make up this share of all times."""
MOST_PATHS = 120
"""Mermaid draws up to 500; nobody can follow more than these."""
MOST_CHARACTERS = 48_000
"""Mermaid refuses a text of more than 50,000."""
LONGEST_LABEL = 60
LONGEST_NODE, LONGEST_EDGE = 8 * LONGEST_LABEL + 24, 40
"""Characters, each of a label as its number."""
_AS_IT_IS = frozenset(" .,-–…“”’")
START, END, UNFINISHED = "start", "finish", "unfinished"


def flowchart(view: View) -> Iterator[str]:
    """The chart with how often each path was taken, the usual way in bold, and how much of all it shows."""
    if len(view.analysis.activities) < 2:
        return
    names = {found.activity.id: f"s{place}" for place, found in enumerate(view.analysis.activities, start=1)}
    shown = _most_frequent(view, names)
    used = {end for path in shown for end in (path.source, path.target)}
    nodes = [
        f'  {name}["{place} {label(view.called(activity))}"]'
        for place, (activity, name) in enumerate(names.items(), start=1)
        if activity in used
    ]
    edges = [*_edges(view, shown, names)]
    ends = [
        f'  {node}(["{told}"])'
        for node, told in ((START, "start"), (END, "end"), (UNFINISHED, "Not finished"))
        if node == START or any(edge.endswith(f" {node}") for edge in edges)
    ]
    lines = ["```mermaid", "flowchart TD", *ends, *nodes, *edges, "```"]
    yield "\n".join(lines)
    if len(shown) < len(view.analysis.paths):
        taken = sum(path.count for path in shown) / sum(path.count for path in view.analysis.paths)
        yield (
            f"The chart shows the {len(shown)} most frequent of {len(view.analysis.paths)} paths, {percent(taken)} of "
            "all times that one was taken."
        )


def _most_frequent(view: View, names: Mapping[str, str]) -> Sequence[Path]:
    """All where they are few, else those that make up most of it; `paths` stand by how often they were taken."""
    paths = view.analysis.paths
    taken = [*accumulate(path.count for path in paths)]
    most = bisect_left(taken, MOST_OF_ALL * taken[-1]) + 1
    room = (MOST_CHARACTERS - len(names) * LONGEST_NODE) // LONGEST_EDGE
    return paths[: max(1, min(max(FEW_PATHS, most), MOST_PATHS, room))]


def _edges(view: View, paths: Sequence[Path], names: Mapping[str, str]) -> Iterator[str]:
    usual = view.analysis.variants[0].activities
    bold = {(None, usual[0]), *pairwise(usual), (usual[-1], None)}
    stopped = view.stopped
    order = {None: 0} | {activity: place for place, activity in enumerate(names, start=1)}
    for path in sorted(paths, key=lambda path: (order[path.source], order[path.target])):
        source = names[path.source] if path.source is not None else START
        arrow = "==>" if (path.source, path.target) in bold else "-->"
        for to, times in targets(path, stopped):
            target = names.get(to, UNFINISHED if to == OPEN else END)
            yield f"  {source} {arrow}|{times}| {target}"
            arrow = "-->"  # the usual way ends in one place


def label(text: str) -> str:
    """Text that Mermaid shows as it is: all but letters, digits and a few marks by their numbers."""
    short = plain(text)
    if len(short) > LONGEST_LABEL:
        short = f"{short[: LONGEST_LABEL - 1]}…"
    return "".join(char if char.isalnum() or char in _AS_IT_IS else f"#{ord(char)};" for char in short)
