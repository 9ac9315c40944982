"""What the process map shows, independent of how it is drawn: a box for each activity, an arrow for each
directly-follows path.

Texts are plain, not yet escaped for a format.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from msgspec import Struct

from ledgerium_cli.cases.model import Case, Hold
from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.model import NO_NAME, View
from ledgerium_cli.documents.words import count
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.deviating import Edge
from ledgerium_cli.findings.paths import Path
from ledgerium_cli.output.text import plain
from ledgerium_cli.steps.model import Step
from ledgerium_cli.workflow.case_noun import case_noun

START, END, OPEN, ENDED = "_start", "_end", "_open", "_ended"
"""Node ids that cannot clash: activity ids contain no underscore."""
END_NAMES = {START: "Start", END: "End", OPEN: "Not finished", ENDED: "Ended by a person"}
STOPPED = frozenset({OPEN, ENDED})
"""Where cases go that did not come to the declared end."""
MOST_PATHS = 90
"""A map with more paths is unreadable; the rarest are left out, and the map says so."""

MOST_NEEDED = 200
"""The most paths that are drawn however rare they are. A case of a thousand steps may take seven hundred, which no
program draws and nobody reads."""
ONLY_NEXT = 0
"""Instead of the number of the most frequent paths: none but the most frequent into and out of each activity."""


def most_in_a_picture(analysis: Analysis) -> int:
    """The most paths in a picture without interactive filtering, and in the page at first sight; more would hide what
    usually happens."""
    return min(MOST_PATHS, max(24, len(analysis.activities) * 3 // 2))


class Box(Struct, frozen=True):
    """An activity on the map."""

    finding: ActivityFinding
    title: str
    guessed: bool
    """Whether its title is a guess."""
    seen: str
    """`13 times in 10 orders`."""
    judgement: bool
    """Whether it is declared as a decision by a person."""
    held: str | None
    """When holds begin here: how many of the cases that came here were held."""
    broken: str | None
    """The number of cases in which it was done against a rule, in words."""


class Arrow(Struct, frozen=True):
    path: Path
    source: str
    """An activity, or `START`."""
    target: str
    """An activity, or `END`, or of cases that stopped before the declared end `OPEN`, or `ENDED` where a person ended
    them."""
    times: int
    happy: bool
    """Whether it is on the most frequent variant, which ends at `END`."""
    skipped: tuple[tuple[str, int], ...]
    """Titles of required activities that were skipped on it, with the number of cases."""
    is_back: bool
    """Whether it leads back up the map. A layout in which such arrows push activities around is unstable."""

    @property
    def is_hand_off(self) -> bool:
        """Whether most of its passages are hand-offs, so that a rare one does not look like the rule."""
        return 0 < self.path.count <= (self.path.hand_offs or 0) * 2


class ProcessMap(Struct, frozen=True):
    name: str
    ends: tuple[str, ...]
    """`START`, and of `END`, `OPEN` and `ENDED` those that a path leads to."""
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    """Arrows of the most frequent variant first."""
    paths: tuple[Path, ...]
    """The paths that are drawn, most frequent first."""
    all_arrows: int
    """The number of arrows, those of undrawn paths included."""
    has_happy_path: bool
    """False when there are several cases and each has its own variant: then none is the usual one."""


def map_of(view: View, most: int = MOST_PATHS) -> ProcessMap:
    """The map with the `most` most frequent paths, those of the most frequent variant, those that skip a required
    step, and for each activity at least one path in and one out; with `ONLY_NEXT` these last alone."""
    analysis = view.analysis
    happy = happy_path(analysis)
    needed = {*view.skipped, *happy} if most != ONLY_NEXT else set[Edge]()
    paths = frequent(analysis.paths, needed, most)
    order = _order(analysis)
    stopped = view.stopped
    reached = {to for path in paths for to, _ in targets(path, stopped)}
    held, broken = _holds_by_activity(view), _broken_rules(analysis)
    return ProcessMap(
        name=shortened(view.name, 90) or NO_NAME,
        ends=(START, *(end for end in (END, OPEN, ENDED) if end in reached)),
        boxes=tuple(
            _box(one, view, held.get(one.activity.id), len(broken[one.activity.id]))
            for one in analysis.activities
        ),
        arrows=tuple(
            Arrow(
                path,
                path.source or START,
                target,
                times,
                _ends(path) in happy and target not in STOPPED,
                skipped,
                _is_back(path, order),
            )
            for path in sorted(paths, key=lambda one: _ends(one) not in happy)
            for target, times in targets(path, stopped)
            for skipped in [_skips(view, path) if target not in STOPPED else ()]
        ),
        paths=tuple(paths),
        all_arrows=arrows_of(analysis.paths, stopped),
        has_happy_path=bool(happy),
    )


def cases_counted(n: int, analysis: Analysis) -> str:
    """`9 orders`, with the declared word for a case."""
    return count(n, *short_case_noun(analysis))


def short_case_noun(analysis: Analysis) -> Iterator[str]:
    """The declared word for a case and its plural."""
    return (shortened(word, 30) for word in case_noun(analysis.workflow))


def shortened(text: str, most: int = 48) -> str:
    clean = plain(text)
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


# Paths


def _ends(path: Path) -> Edge:
    return path.source, path.target


def happy_path(analysis: Analysis) -> set[Edge]:
    if not analysis.has_usual_way:
        return set()
    return set(pairwise([None, *analysis.variants[0].activities, None]))


def _order(analysis: Analysis) -> dict[str, int]:
    """Rank of each activity from top to bottom: as in the analysis, with neighbours swapped when the second is more
    often followed by the first than the other way round."""
    often = {_ends(path): path.count for path in analysis.paths}
    order = [one.activity.id for one in analysis.activities]
    for _ in order:
        before = list(order)
        for place in range(len(order) - 1):
            one, other = order[place : place + 2]
            if often.get((other, one), 0) > often.get((one, other), 0):
                order[place : place + 2] = [other, one]
        if order == before:
            break
    return {activity: place for place, activity in enumerate(order)}


def _is_back(path: Path, order: dict[str, int]) -> bool:
    if path.source is None or path.target is None:
        return False
    return order[path.target] < order[path.source]


def _skips(view: View, path: Path) -> tuple[tuple[str, int], ...]:
    found = view.skipped.get(_ends(path), {})
    return tuple((view.called(activity), cases) for activity, cases in found.items())


def least_drawn(paths: Sequence[Path], most: int) -> int:
    """The least count of a drawn path; paths with equal counts are all drawn or none."""
    return paths[most].count + 1 if most < len(paths) else 0


def at_first_sight(view: View) -> set[Edge]:
    """The ends of the paths that a picture shows and the page at first sight, so that both tell the same."""
    happy = happy_path(view.analysis)
    drawn = frequent(view.analysis.paths, {*view.skipped, *happy}, most_in_a_picture(view.analysis))
    return {_ends(path) for path in drawn}


def frequent(paths: Sequence[Path], needed: Set[Edge], most: int) -> list[Path]:
    """The most frequent paths, the needed ones, and the most frequent path into and out of each activity. Of more than
    `MOST_NEEDED` needed ones only the most frequent."""
    into: dict[str | None, Path] = {}
    out_of: dict[str | None, Path] = {}
    for path in paths:
        into.setdefault(path.target, path)
        out_of.setdefault(path.source, path)
    least = least_drawn(paths, most)
    least_needed = least_drawn([path for path in paths if _ends(path) in needed], MOST_NEEDED)
    return [
        path
        for path in paths
        if path.count >= least
        or (_ends(path) in needed and path.count >= least_needed)
        or path in (into[path.target], out_of[path.source])
    ]


def targets(path: Path, stopped: Counter[tuple[str, bool]]) -> Iterator[tuple[str, int]]:
    """(target node, count) for the arrows of a path. `stopped` counts cases that ended with an activity before the
    declared end, apart those that a person ended."""
    if path.target is not None:
        yield path.target, path.count
        return
    still, ended = (stopped[path.source or "", by_person] for by_person in (False, True))
    ends = (END, path.count - still - ended), (OPEN, still), (ENDED, ended)
    yield from ((node, times) for node, times in ends if times)


def arrows_of(paths: Iterable[Path], stopped: Counter[tuple[str, bool]]) -> int:
    """The number of arrows for these paths: a path has two when some cases ended properly and others stopped."""
    return sum(1 for path in paths for _ in targets(path, stopped))


# Boxes


def _box(finding: ActivityFinding, view: View, held: _HoldsHere | None, broken: int) -> Box:
    """`broken`: the number of cases in which it went through against a rule."""
    return Box(
        finding=finding,
        title=view.called(finding.activity.id),
        guessed=view.is_guess(finding.activity.id),
        seen=f"{count(finding.steps, 'time')} in {cases_counted(len(finding.cases), view.analysis)}",
        judgement=view.is_judgement(finding.activity.id),
        held=held.in_words(len(finding.cases)) if held is not None else None,
        broken=f"against a rule in {cases_counted(broken, view.analysis)}" if broken else None,
    )


class _HoldsHere:
    """The holds that begin at one activity."""

    def __init__(self) -> None:
        self.cases: First[str] = First(0)
        self.still: First[str] = First(0)
        self.left: First[str] = First(0)
        """Cases whose hold was not seen to be released: those that are open, and others."""
        self.elsewhere: First[str] = First(0)
        """Held cases that did not perform the activity."""
        self.guessed = True

    def add(self, case: Case, hold: Hold, here: str) -> None:
        self.cases.once(case.id)
        self.guessed = self.guessed and hold.guessed
        if hold.is_open:
            (self.still if case.is_open else self.left).once(case.id)
        if here not in case.variant:
            self.elsewhere.once(case.id)

    def in_words(self, performed: int) -> str:
        """`performed`: the number of cases with the activity."""
        guessed = " (guessed)" if self.guessed else ""
        rest = f", {len(self.still)} still held" if self.still else ""
        rest += f", {len(self.left)} not seen released" if self.left else ""
        return f"held in {len(self.cases)} of {performed + len(self.elsewhere)}{guessed}{rest}"


def shown_at(hold: Hold, begun: Step, view: View) -> str:
    """The activity at which a hold is declared to begin, if that was seen; else the one that showed the sign."""
    at = hold.activity
    return at if at is not None and at in view.looks else begun.activity.id


def _holds_by_activity(view: View) -> dict[str, _HoldsHere]:
    found: dict[str, _HoldsHere] = {}
    for one in view.holds():
        here = shown_at(one.hold, one.begun, view)
        found.setdefault(here, _HoldsHere()).add(one.case, one.hold, here)
    return found


def _broken_rules(analysis: Analysis) -> dict[str, set[str]]:
    """By activity, the cases in which it went through against a rule."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in analysis.deviations:
        if one.kind == "forbidden combination":
            found[one.activity].add(one.case)
    return found
