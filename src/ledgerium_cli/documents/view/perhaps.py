"""Whether a rule about what must never happen was kept: what cannot be judged of it, what is known for certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    FOR_WANT_OF_SIGNS,
    FOR_WANT_OF_TIMES,
    MOST_CITED,
    NOT_CERTAIN,
    first_named,
    listed,
)
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.deviations import NotKnown, WhyNot
from ledgerium_cli.findings.rates import HoldRate
from ledgerium_cli.output.text import in_quotes
from ledgerium_cli.workflow.wire import Never


def asked_of(view: View, rule: Never) -> Sequence[NotKnown]:
    """What is not known of a rule."""
    of = rule.activity, rule.condition
    return [one for one in view.analysis.deviations.not_known if (one.activity, one.condition) == of]


def unseen_begin(rate: HoldRate) -> str:
    """`no hold (vendor) was seen to begin, though one was released: …`; empty where nothing hints at that."""
    if not rate.only_released:
        return ""
    return (
        f"no hold ({listed(rate.only_released)}) was seen to begin, though one was released: the sign declared for it "
        "may read otherwise by now"
    )


def judged_of(view: View, rule: Never) -> int:
    """The number of cases in which the activity of a rule went through, and of which it is known whether they broke
    it."""
    return view.facts.done_in[rule.activity] - len({one.case for one in asked_of(view, rule)})


def perhaps_broken(view: View, rule: Never) -> str:
    """`; of 2 more, SO-1 and SO-2, it is not known for want of times`: of which cases it is not known whether the
    activity went through under the forbidden condition, and why; empty where it is known of all."""
    by_reason: dict[WhyNot, list[NotKnown]] = {}
    for one in asked_of(view, rule):
        by_reason.setdefault(one.why, []).append(one)
    found = ""
    for own in by_reason.values():
        cases = [*dict.fromkeys(one.case for one in own)]
        found += f"; of {len(cases)} more, {first_named(cases)}, it {why_not_known(view, own)}"
    return found


def why_not_known(view: View, asked: Sequence[NotKnown]) -> str:
    """The reason of questions that have the same one: `is not known for want of times`, `is not certain, since a
    recording was cut off in “Decide on the hold” (R4: 1–2)`."""
    if asked[0].cut_off is None:
        return _IN_SHORT[asked[0].why]
    found = [one.cut_off for one in asked if one.cut_off is not None]
    steps = dict.fromkeys(
        f"{'in' if one.is_in_it else 'after'} {in_quotes(view.title(one.activity.id))}" for one in found
    )
    places = First[Evidence](MOST_CITED)
    for one in found:
        places.once(one.at)
    which = "a recording was" if len(places) == 1 else "recordings were"
    return f"{NOT_CERTAIN}, since {which} cut off {listed([*steps])} {view.cite(places)}"


_IN_SHORT: Mapping[WhyNot, str] = {
    "no order": FOR_WANT_OF_TIMES,
    "no sign": FOR_WANT_OF_SIGNS,
    "cut off": NOT_CERTAIN,
}


def is_always_settled(view: View, activity: str) -> bool:
    """Whether no case came to an activity while a rule forbade it, as far as anything tells."""
    rules = view.workflow.never if view.workflow is not None else ()
    broken = (view.broken(activity, rule.condition) for rule in rules if rule.activity == activity)
    asked = (one.activity for one in view.analysis.deviations.not_known if one.condition is not None)
    return not any(broken) and activity not in asked
