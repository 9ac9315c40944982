"""For each opportunity rule: what it looks for, what must be declared for it, and why it may have found nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from ledgerium_cli.workflow.wire import Workflow


class LookedFor(Struct, frozen=True):
    what: str
    needs: str
    """What a workflow file must declare for the rule to apply."""
    declared: Callable[[Workflow | None], bool]
    lacking: str
    """Why nothing was found although the rule applied, where there was nothing of the kind."""
    seen_in: tuple[Literal["pages", "people", "times", "waits", "holds"], ...] = ()
    """What must be known beside the steps for anything to be found: what pages showed, who did them, when, how long
    cases waited, whether any was held."""
    missed: str = ""
    """What was found where it was too little: a sentence with the number of `cases`."""


def _declares_check(shows: Callable[[set[str]], bool]) -> Callable[[Workflow | None], bool]:
    """Whether a check without judgement is declared whose possible results satisfy `shows`."""

    def declared(workflow: Workflow | None) -> bool:
        checks = (one for one in (workflow.activities if workflow is not None else ()) if one.check)
        return any(shows({seen.result for seen in one.outcomes}) for one in checks if not one.judgement)

    return declared


LOOKED_FOR: Mapping[str, LookedFor] = {
    "check-on-entry": LookedFor(
        "A check run by hand that refused what had been entered before, and could run on entry",
        "an activity with `check = true`, without `judgement = true`, and with a `refused` outcome",
        _declares_check(lambda results: "refused" in results),
        "no such check was seen to refuse anything",
    ),
    "check-automatically": LookedFor(
        "A check that can be breached, run by hand, that passed and could run by itself",
        "an activity with `check = true`, without `judgement = true`, and with a `breached` outcome",
        _declares_check(lambda results: "breached" in results),
        "no such check was seen to pass twice",
    ),
    "escalate-stalled": LookedFor(
        "Cases past a target time, on which somebody could have been alerted",
        "a target in minutes",
        lambda workflow: workflow is not None and any(one.minutes is not None for one in workflow.targets),
        "no case was seen past its target",
    ),
    "copy-between-systems": LookedFor(
        "Data carried over the clipboard from one system to another",
        "nothing",
        lambda workflow: True,
        "in no two cases was a copy in one system followed by a paste in another",
        ("pages",),
    ),
    "look-up-between-systems": LookedFor(
        "One system looked at during a step in another",
        "nothing",
        lambda workflow: True,
        "in no two cases was a system only looked at, and not passed on the way, during a step in another",
        ("pages",),
    ),
    "draft-text": LookedFor(
        "A longer text that people write again and again",
        "nothing",
        lambda workflow: True,
        "in no three cases was one field for longer text filled in",
        ("pages",),
    ),
    "shorten-wait": LookedFor(
        "A wait between steps, of a cause that the recordings show",
        "nothing",
        lambda workflow: True,
        "no two cases waited for a step for one cause that could be told",
        ("waits", "people"),
        missed="{cases} waited for {steps} for one cause",
    ),
    "shorten-hold": LookedFor(
        "Cases held at a step, for want of what could be asked for before, or of somebody to release them",
        "nothing",
        lambda workflow: True,
        "no two cases were seen to be held at one step",
        ("waits", "holds"),
        missed="{cases} were held at one step",
    ),
    "shorten-loop": LookedFor(
        "A step that cases come back to after other steps",
        "nothing",
        lambda workflow: True,
        "no three cases came back to one step",
        ("waits",),
        missed="{cases} came back to one step",
    ),
    "re-assign": LookedFor(
        "Cases that wait for a busy person, where others do the same work",
        "nothing",
        lambda workflow: True,
        "no two cases waited for a busy person at a step that several people do",
        ("waits", "people"),
        missed="{cases} waited for a busy person at {steps}",
    ),
    "batch": LookedFor(
        "A step that people come back to from other work, though the next case had been ready",
        "nothing",
        lambda workflow: True,
        "at no step of less than four hours of work was it seen in three cases and a tenth of the performances",
        ("times", "people"),
    ),
    "guard-skipped-check": LookedFor(
        "A check that a case could go on without",
        "a required activity with `check = true`",
        lambda workflow: any(
            one.check and one.required for one in (workflow.activities if workflow is not None else ())
        ),
        "no case went on without one",
    ),
}
"""By name of the rule."""
