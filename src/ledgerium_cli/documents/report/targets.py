"""Whether declared targets were met; shown below the number that a target is for."""

from __future__ import annotations

from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import (
    declared_percent,
    duration,
    first_named,
    percent,
    percent_against,
)
from ledgerium_cli.findings.health import TargetMet
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.output.text import Blocks
from ledgerium_cli.workflow.limits import in_ms


def targets(view: View, metric: str) -> Blocks:
    """The declared targets for a metric: minutes, or a share for the hold rate."""
    return [_target(view, one) for one in view.analysis.health.targets if one.metric == metric]


def at_most(minutes: float) -> str:
    return f"at most {duration(in_ms(minutes))}"


def past_it(target: TargetMet) -> str:
    """How many of the cases beyond the target are still open: cycle statistics do not include them."""
    n = target.still_open
    return f"; of the rest {n} {'is' if n == 1 else 'are'} open and past it already" if n else ""


def _target(view: View, target: TargetMet) -> str:
    past = f"; past it: {first_named(target.missed)}" if target.missed else ""
    if target.minutes is not None:
        met = (
            f"met in {view.share(target.met, target.n)}{past_it(target)}"
            if target.n
            else "no case to judge by it"
        )
        return f"Target: {at_most(target.minutes)} {DECLARED}; {met}{past}."
    return f"Target: at most {declared_percent(target.share or 0)} {DECLARED}; {share_met(view, target)}."


def share_met(view: View, target: TargetMet) -> str:
    """The hold rate is repeated only when whole percents do not show on which side of the target it is."""
    found = view.analysis.metrics.hold_rate
    if found.rate is None or not found.n:
        return "nothing to judge by it"
    exactly = percent_against(found.rate, target.share or 0)
    is_told = found.n < FEW or exactly == percent(found.rate)
    return ("met" if target.met else "not met") + ("" if is_told else f" with {exactly}")
