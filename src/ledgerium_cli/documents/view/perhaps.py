"""Whether a rule about what must never happen was kept: what cannot be judged of it, what is known for certain."""

from __future__ import annotations

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import FOR_WANT_OF_SIGNS, FOR_WANT_OF_TIMES, first_named
from ledgerium_cli.workflow.wire import Never


def perhaps_broken(view: View, rule: Never) -> str:
    """`; for SO-1 and SO-2 it is not known for want of times`: of which cases it is not known whether the activity went
    through under the forbidden condition, and why; empty where it is known of all."""
    of = rule.activity, rule.condition
    asked = [one for one in view.analysis.deviations.not_known if (one.activity, one.condition) == of]
    found = ""
    for untold, why in ((False, FOR_WANT_OF_TIMES), (True, FOR_WANT_OF_SIGNS)):
        if cases := [*dict.fromkeys(one.case for one in asked if one.untold is untold)]:
            found += f"; for {first_named(cases)} it {why}"
    return found


def is_always_settled(view: View, activity: str) -> bool:
    """Whether no case came to an activity while a rule forbade it, as far as anything tells."""
    rules = view.workflow.never if view.workflow is not None else ()
    broken = (view.broken(activity, rule.condition) for rule in rules if rule.activity == activity)
    asked = (one.activity for one in view.analysis.deviations.not_known if one.condition is not None)
    return not any(broken) and activity not in asked
