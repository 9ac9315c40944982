"""How often an opportunity occurs: as recorded, and per week when that is known."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.findings.opportunities.model import Opportunity, Saving
from ledgerium_cli.findings.order import Order
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.workflow.wire import Assumptions

WEEK_MS = 7 * 24 * 3_600_000


class Volume(Struct, frozen=True):
    cases: int
    """The number of cases in which it would save time; where no such time is known, of cases that show it."""
    of: int
    """The number of recorded cases."""
    weeks: float
    """From the start of the first recorded case to the end of the last, of those whose times are known."""
    scale: float | None
    """Factor from the recorded cases to a week. None when unknown: fewer than five cases, or no declared number of
    cases per week and less than a week recorded."""
    declared: bool
    """Whether the cases per week are declared; otherwise they are those recorded, which may not be all."""

    @property
    def per_week(self) -> float | None:
        """Cases per week."""
        return self.cases * self.scale if self.scale is not None else None

    def in_a_week(self, saving: Saving) -> Saving | None:
        if self.scale is None:
            return None
        return Saving(round(saving.low_ms * self.scale), round(saving.high_ms * self.scale))


def volume_of(one: Opportunity, order: Order, assumptions: Assumptions) -> Volume:
    """The volume of an opportunity, with the recorded cases scaled to a week."""
    touched = bytearray(len(order.ids))
    for case in map(order.case_of, one.claims.steps) if one.claims else one.proposal.cases.places:
        touched[case] = 1
    weeks, cases = (order.ended_ms - order.begun_ms) / WEEK_MS, order.timed_cases
    declared = assumptions.cases_per_week
    scale: float | None = None
    if cases >= FEW:
        scale = declared / cases if declared is not None else 1 / weeks if weeks >= 1 else None
    return Volume(touched.count(1), len(order.ids), weeks, scale, declared is not None)
