"""Names the step in which a recording was cut off, when no workflow file names it, by whole steps that begin alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.steps.mapped import Mapped, as_it_is
from ledgerium_cli.steps.model import Action, Activity, Doing, Shape, Step

CLEAR = 4
"""A name is taken only when fewer than one in `CLEAR` of the steps that begin alike have another."""
LEADS_ON: frozenset[Doing] = frozenset(
    {"follow", "choose", "choose_entry", "copy", "copy_cell", "click_cell"}
)
"""Actions that lead to the work but are not part of it: people get there in many ways."""
PRESSES: frozenset[Doing] = frozenset({"press", "double_press", "double_choose", "send", "drop"})
"""Actions that are done in a fixed order; fields are filled in any order."""

Act = tuple[Doing, str | None, str, str]
"""The kind of action, the name of the control, the system, the page."""


class _Work(Struct, frozen=True):
    """The actions of a step that belong to its work, in order."""

    acts: tuple[Act, ...]

    @property
    def presses(self) -> tuple[Act, ...]:
        return tuple(one for one in self.acts if one[0] in PRESSES)

    def up_to(self, presses: int) -> tuple[Act, ...]:
        """The actions before the press number `presses` + 1."""
        pressed = 0
        for at, one in enumerate(self.acts):
            pressed += one[0] in PRESSES
            if pressed > presses:
                return self.acts[:at]
        return self.acts


def known_by_beginnings(
    recordings: Iterable[RecordingFacts], mapped: Iterable[Mapped]
) -> Callable[[Mapped], Mapped]:
    """A function that renames cut-off steps in a mapped recording. A step that was guessed and cut off gets the
    activity that nearly all steps which begin alike have. Steps begin alike when they press the same controls in the
    same order and fill in at least the same fields before the next press. The events of the step do not change."""
    if all(one.condition.seal != "missing" for one in recordings):
        return as_it_is
    whole: Counter[Shape] = Counter()
    short: set[Shape] = set()
    for one in mapped:
        for step in one.steps:
            if step.shape.cut_short:
                short.add(step.shape)
            else:
                whole[step.shape] += 1
    known = _activities(short, whole)
    return partial(_renamed, known=known) if known else as_it_is


def _renamed(one: Mapped, known: Mapping[Shape, Activity]) -> Mapped:
    if one.recording.condition.seal != "missing":
        return one
    return replace(one, steps=tuple([_renamed_step(step, known) for step in one.steps]))


def _renamed_step(step: Step, known: Mapping[Shape, Activity]) -> Step:
    activity = known.get(step.shape) if step.shape.cut_short else None
    return step if activity is None else replace(step, shape=replace(step.shape, activity=activity))


def _activities(short: Iterable[Shape], whole: Mapping[Shape, int]) -> dict[Shape, Activity]:
    works = {shape: work for shape in short if (work := _work(shape.actions)).acts}
    heads = _beginnings(whole, {len(work.presses) for work in works.values()})
    found = {shape: _activity(work, heads) for shape, work in works.items()}
    return {shape: one for shape, one in found.items() if one is not None and one != shape.activity}


def _work(actions: Sequence[Action]) -> _Work:
    return _Work(
        tuple([(one.doing, one.name, one.system, one.page) for one in actions if one.doing not in LEADS_ON])
    )


_Beginnings = Mapping[tuple[Act, ...], Mapping[tuple[frozenset[Act], Activity], int]]
"""By sequence of presses: how many steps of an activity begin with it, with all actions up to their next press."""


def _beginnings(whole: Mapping[Shape, int], lengths: Iterable[int]) -> _Beginnings:
    found: dict[tuple[Act, ...], Counter[tuple[frozenset[Act], Activity]]] = defaultdict(Counter)
    for shape, times in whole.items():
        work = _work(shape.actions)
        presses = work.presses
        for length in lengths:
            if length <= len(presses):
                found[presses[:length]][frozenset(work.up_to(length)), shape.activity] += times
    return found


def _activity(work: _Work, heads: _Beginnings) -> Activity | None:
    """The activity of the steps that begin alike, or None when they disagree too much."""
    acts, votes = frozenset(work.acts), Counter[Activity]()
    for (head, activity), times in heads.get(work.presses, {}).items():
        if acts <= head:
            votes[activity] += times
    if not votes:
        return None
    [(most, times)] = votes.most_common(1)
    return most if CLEAR * (votes.total() - times) < votes.total() else None
