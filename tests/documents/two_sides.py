"""Two sides of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.findings.analysis import find
from ledgerium_cli.findings.differences.side import Side

from ..findings.make import Did, case, workflow

FLOW = workflow()


def order(
    name: str,
    wait: float = 5,
    *,
    check: bool = True,
    held: bool = False,
    again: bool = False,
    ends: bool = True,
) -> Case:
    """Minutes: work 1 per step, `wait` before the confirmation."""
    credit = [Did("credit", 3, 4, "on hold" if held else None)] if check else []
    more = [Did("validate", 2, 3)] if again else []
    last = [Did("confirm", 4 + wait, 5 + wait), Did("ship", 5 + wait, 6 + wait)]
    return case(
        name, Did("enter", 0, 1), Did("validate", 1, 2), *more, *credit, *last[: 2 if ends else 1], flow=FLOW
    )


def side(name: str, cases: Sequence[Case]) -> Side:
    return side_of(find((), tuple(cases), FLOW), name)


def orders(prefix: str, n: int, **how: float | bool) -> list[Case]:
    wait = how.pop("wait", 5)
    return [order(f"{prefix}{at}", wait + at / 10, **how) for at in range(n)]  # type: ignore[arg-type]
