"""Whether declared targets were met; stands under the number that a target is for."""

from __future__ import annotations

from ledgerium_cli.documents.text import Blocks
from ledgerium_cli.documents.view import DECLARED, View
from ledgerium_cli.documents.words import MINUTE, duration, first_named, percent
from ledgerium_cli.findings.health import TargetMet


def targets(view: View, metric: str) -> Blocks:
    """The declared targets for a metric: a number of minutes, or a share for the hold rate."""
    return [_target(view, one) for one in view.analysis.health.targets if one.metric == metric]


def _target(view: View, target: TargetMet) -> str:
    past = f"; past it: {first_named(target.missed)}" if target.missed else ""
    if target.minutes is not None:
        met = f"met in {view.share(target.met, target.n)}" if target.n else "no case to judge by it"
        return f"Target: at most {duration(target.minutes * MINUTE)} {DECLARED}; {met}{past}."
    met = ("met" if target.met else "not met") if target.n else "nothing to judge by it"
    return f"Target: at most {percent(target.share or 0)} {DECLARED}; {met}."
