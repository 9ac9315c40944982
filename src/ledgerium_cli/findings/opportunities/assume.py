"""Parses assumptions from the command line: `batch=0.1..0.3`, `cases-per-week=120`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec

from ledgerium_cli.errors import UsageError
from ledgerium_cli.workflow.contradictions import assumption_faults
from ledgerium_cli.workflow.rule_names import RuleName
from ledgerium_cli.workflow.wire import Assumptions

CASES = "cases-per-week"
RULES: tuple[RuleName, ...] = get_args(RuleName)


def assumed(given: Sequence[str], declared: Assumptions) -> Assumptions:
    """The declared assumptions, overridden by those given. Raises UsageError."""
    try:
        return with_assumptions(given, declared)
    except ValueError as error:
        raise UsageError(f"--assume {error}.") from None


def with_assumptions(given: Sequence[str], declared: Assumptions) -> Assumptions:
    """The same. Raises ValueError that says what to write instead."""
    found = msgspec.to_builtins(declared)
    saved = {one["rule"]: one for one in found["saved"]}
    for text in given:
        name, _, value = text.partition("=")
        if name != CASES and name not in RULES:
            raise ValueError(
                f"{text}: no rule is called {name!r}. Write one of {', '.join(RULES)}, or {CASES}"
            )
        low, dots, high = value.partition("..")
        try:
            if name == CASES:
                found["cases_per_week"] = int(value)
            else:
                saved[name] = {"rule": name, "low": float(low), "high": float(high if dots else low)}
        except ValueError:
            raise _refused(text, "neither a share nor a number of cases") from None
    try:
        assumptions = msgspec.convert({**found, "saved": [*saved.values()]}, Assumptions)
    except msgspec.ValidationError:
        raise _refused(" ".join(given), "a number is out of its range") from None
    for _, fault in assumption_faults(assumptions):
        raise ValueError(f"{' '.join(given)}: {fault.removesuffix('.')}")
    return assumptions


def _refused(text: str, why: str) -> ValueError:
    return ValueError(
        f"{text}: {why}. Write RULE=LOW..HIGH, shares from 0 to 1, or {CASES}=NUMBER, from 1 to 10,000,000"
    )
