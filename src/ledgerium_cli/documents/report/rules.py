"""The rules that must hold: what is declared never to happen, the cases it applied to, and who broke it."""

from __future__ import annotations

from ledgerium_cli.documents.view.model import View, stated
from ledgerium_cli.documents.view.perhaps import judged_of, perhaps_broken, unseen_begin
from ledgerium_cli.documents.words import COUNTED_ONCE, NEVER, first_named
from ledgerium_cli.output.text import Blocks, Markdown, in_quotes, row, table_of_first
from ledgerium_cli.workflow.wire import Never


def conditions(view: View) -> list[tuple[str, str]]:
    """(activity, condition) for each condition under which an activity is declared never to go through."""
    return list(dict.fromkeys((rule.activity, rule.condition) for rule in _declared(view)))


def rules(view: View) -> Blocks:
    declared = _declared(view)
    if not declared:
        return []
    head = ["Rule", "Cases judged", "Broken by"]
    both = {(rule.activity, "hold_open") for rule in declared if rule.condition == "check_breached"}
    return [
        "### Rules that must hold",
        *table_of_first(head, [_rule(view, rule) for rule in declared], {1}),
        "A rule applies to the cases in which its step went through; judged are those of which it is known whether "
        "they broke it." + (f" {COUNTED_ONCE}" if both & set(conditions(view)) else ""),
    ]


def _declared(view: View) -> tuple[Never, ...]:
    return view.workflow.never if view.workflow is not None else ()


def _rule(view: View, rule: Never) -> list[Markdown]:
    says = f"{in_quotes(view.title(rule.activity))} never goes through {NEVER[rule.condition]}: {stated(rule.why)}"
    return row(says, str(judged_of(view, rule)), _broken_by(view, rule))


def _broken_by(view: View, rule: Never) -> str:
    perhaps = perhaps_broken(view, rule)
    if found := view.broken(rule.activity, rule.condition):
        cases = list(dict.fromkeys(one.case for one in found))
        cited = view.cite((place for one in found for place in one.evidence), most=4)
        return f"**{first_named(cases)}** {cited}{perhaps}"
    if perhaps:
        return f"none seen{perhaps}"
    if rule.condition == "check_breached":
        results = (outcome.result for activity in view.declared.values() for outcome in activity.outcomes)
        return "none" if "breached" in results else "not known: no result is declared as a breach"
    if doubt := unseen_begin(view.analysis.metrics.hold_rate):
        return f"none seen; but {doubt}"
    unknown = sum(case.held is None and rule.activity in case.variant for case in view.analysis.cases)
    return f"none seen; for {view.cases(unknown)} a hold could not be told" if unknown else "none"
