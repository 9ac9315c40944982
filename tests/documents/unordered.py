"""Cases of which it is not known which of their steps came first."""

from __future__ import annotations

from msgspec.structs import replace

from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.recording.model import Recording

from .make import A, B, Take, analysed, sales_order

FLOW = sales_order()


def recorded(*, timed: bool, at: float = 0, others: int = 1, ana_timed: bool = True) -> list[Recording]:
    """Ana puts an order on hold and confirms it later; Ben, who releases it, recorded without times. Of the other
    orders Ana did all."""
    ana = Take("a", "Ana")
    for n, order in enumerate((A, B, "SO-1003")[: others + 1]):
        begun = 1_000 * n
        ana.page(begun, order).fill(begun + 5, order).press(begun + 10, order, "Save order", "Order saved")
        ana.press(begun + 20, order, "Validate order", "Validation passed")
        ana.press(
            begun + 30, order, "Run credit check", "On hold: limit" if order == A else "Credit approved"
        )
        ana.press(begun + 300, order, "Confirm order", "Order confirmed")
        ana.press(begun + 330, order, "Release to fulfilment", "Released to fulfilment")
    ben = Take("b", "Ben", start=at).page(at, A).press(at + 10, A, "Release hold", "Hold released")
    return [replace(ana.recording(), timed=ana_timed), replace(ben.recording(), timed=timed)]


def analysis(*, timed: bool, at: float = 0, others: int = 1, ana_timed: bool = True) -> Analysis:
    recordings = recorded(timed=timed, at=at, others=others, ana_timed=ana_timed)
    return analysed(*recordings, workflow=FLOW)
