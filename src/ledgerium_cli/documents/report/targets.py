"""Whether declared targets were met; stands under the number that a target is for."""

from __future__ import annotations

from ledgerium_cli.documents.text import Blocks
from ledgerium_cli.documents.view import DECLARED, View
from ledgerium_cli.documents.words import MINUTE, duration, first_named, percent
from ledgerium_cli.findings.health import TargetMet


def targets(view: View, metric: str) -> Blocks:
    """The declared targets for a metric: a number of minutes, or a share for the hold rate."""
    return [_target(view, one) for one in view.analysis.health.targets if one.metric == metric]


def past_it(target: TargetMet) -> str:
    """Of how many that missed it the time still runs: no number above it counts them."""
    n = target.still_open
    return f", {n} of which {'is' if n == 1 else 'are'} open and past it already" if n else ""


def _target(view: View, target: TargetMet) -> str:
    past = f"; past it: {first_named(target.missed)}" if target.missed else ""
    if target.minutes is not None:
        met = (
            f"met in {view.share(target.met, target.n)}{past_it(target)}"
            if target.n
            else "no case to judge by it"
        )
        return f"Target: at most {duration(target.minutes * MINUTE)} {DECLARED}; {met}{past}."
    met = ("met" if target.met else "not met") if target.n else "nothing to judge by it"
    return f"Target: at most {percent(target.share or 0)} {DECLARED}; {met}."
