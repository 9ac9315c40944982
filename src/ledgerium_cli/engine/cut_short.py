"""What a recording that was cut off ends in, where no workflow file says which step it is."""

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
"""Not where one in so many steps that begin so went on otherwise."""
LEADS_ON: frozenset[Doing] = frozenset(
    {"follow", "choose", "choose_entry", "copy", "copy_cell", "click_cell"}
)
"""What leads to the work and is not yet it: people come there in many ways."""
PRESSES: frozenset[Doing] = frozenset({"press", "double_press", "double_choose", "send", "drop"})
"""What is done in one order; fields are filled in any."""

Act = tuple[Doing, str | None, str, str]
"""What with, in which system, on which page."""


class _Work(Struct, frozen=True):
    """What is done in a step, in order."""

    acts: tuple[Act, ...]

    @property
    def presses(self) -> tuple[Act, ...]:
        return tuple(one for one in self.acts if one[0] in PRESSES)

    def up_to(self, presses: int) -> tuple[Act, ...]:
        """Until the press that comes after so many."""
        pressed = 0
        for at, one in enumerate(self.acts):
            pressed += one[0] in PRESSES
            if pressed > presses:
                return self.acts[:at]
        return self.acts


def known_by_beginnings(
    recordings: Iterable[RecordingFacts], mapped: Iterable[Mapped]
) -> Callable[[Mapped], Mapped]:
    """What is to be done with each: a guessed step in which a recording was cut off becomes the activity that steps
    which begin so are, if nearly all of them are one. They begin so where they press the same, in the same order, and
    fill in at least the same before they press more. Its events stay its own."""
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
    return partial(_named, known=known) if known else as_it_is


def _named(one: Mapped, known: Mapping[Shape, Activity]) -> Mapped:
    if one.recording.condition.seal != "missing":
        return one
    return replace(one, steps=tuple([_known(step, known) for step in one.steps]))


def _known(step: Step, known: Mapping[Shape, Activity]) -> Step:
    activity = known.get(step.shape) if step.shape.cut_short else None
    return step if activity is None else replace(step, shape=replace(step.shape, activity=activity))


def _activities(short: Iterable[Shape], whole: Mapping[Shape, int]) -> dict[Shape, Activity]:
    works = {shape: work for shape in short if (work := _work(shape.actions)).acts}
    heads = _heads(whole, {len(work.presses) for work in works.values()})
    found = {shape: _activity(work, heads) for shape, work in works.items()}
    return {shape: one for shape, one in found.items() if one is not None and one != shape.activity}


def _work(actions: Sequence[Action]) -> _Work:
    return _Work(
        tuple([(one.doing, one.name, one.system, one.page) for one in actions if one.doing not in LEADS_ON])
    )


_Heads = Mapping[tuple[Act, ...], Mapping[tuple[frozenset[Act], Activity], int]]
"""By what is pressed, how many steps of an activity begin so, with all that they do until they press more."""


def _heads(whole: Mapping[Shape, int], lengths: Iterable[int]) -> _Heads:
    found: dict[tuple[Act, ...], Counter[tuple[frozenset[Act], Activity]]] = defaultdict(Counter)
    for shape, times in whole.items():
        work = _work(shape.actions)
        presses = work.presses
        for length in lengths:
            if length <= len(presses):
                found[presses[:length]][frozenset(work.up_to(length)), shape.activity] += times
    return found


def _activity(work: _Work, heads: _Heads) -> Activity | None:
    """None where too many that begin so are something else."""
    acts, votes = frozenset(work.acts), Counter[Activity]()
    for (head, activity), times in heads.get(work.presses, {}).items():
        if acts <= head:
            votes[activity] += times
    if not votes:
        return None
    [(most, times)] = votes.most_common(1)
    return most if CLEAR * (votes.total() - times) < votes.total() else None
