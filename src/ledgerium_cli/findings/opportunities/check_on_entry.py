"""Validate on entry: a check that people run by hand refused what was entered before."""

from __future__ import annotations

from itertools import takewhile

from ledgerium_cli.cases.model import Case, TimedStep
from ledgerium_cli.findings.activities import Shown, case_ids
from ledgerium_cli.findings.opportunities.model import Findings, Proposal, claims_of

LOW, HIGH = 0.5, 0.9


def check_on_entry(findings: Findings) -> list[Proposal]:
    """For each declared check without judgement that refuses: found when it refused at least once."""
    proposals = []
    share = findings.share("check-on-entry", LOW, HIGH)
    for activity in findings.declared():
        results = {outcome.result for outcome in activity.outcomes}
        if not activity.check or activity.judgement or "breached" in results:
            continue
        rows = findings.steps(activity.id)
        refused = [(case, one) for case, one in rows if findings.result(one) == "refused"]
        if not refused:
            continue
        passed = [one for _, one in rows if findings.result(one) == "passed"]
        redone = [one for case, at in refused for one in _until_passed(case, at, activity.id)]
        proposals.append(
            Proposal(
                rule="check-on-entry",
                kind="check on entry",
                title=f"{activity.title} on entry and show only the exceptions",
                activities=(activity.id,),
                why=(
                    f"{len(refused)} of {len(rows)} performances of “{activity.title}” refused what had been "
                    f"entered before; {len(passed)} passed without anything to decide."
                ),
                cases=case_ids(refused),
                evidence=Shown([one.step for _, one in refused]),
                claims=claims_of([*passed, *redone], "work", "wait"),
                share=share,
                assumptions=(
                    share.of(
                        "the time spent on checks that passed, and on what was done again after a refusal,"
                    ),
                ),
                against=(
                    "The rules of the check must be available where the data is entered.",
                    "A refusal that needs a question to the customer stays work.",
                ),
                risk="A rule that is wrong or out of date refuses what should pass.",
                measure=f"Refusals per performance of “{activity.title}”, and the work at this step per case.",
            )
        )
    return proposals


def _until_passed(case: Case, refused: TimedStep, activity: str) -> list[TimedStep]:
    """The refused check and what was done up to the next one; only itself where it was never checked again."""
    after = [one for one in case.steps if one.start_ms >= refused.complete_ms]
    redone = list(takewhile(lambda one: one.step.activity.id != activity, after))
    return [refused, *redone] if len(redone) < len(after) else [refused]
