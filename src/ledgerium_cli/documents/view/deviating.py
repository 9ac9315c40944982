"""Deviations of one sort: their number, and the first cases and evidence, since a sentence names no more."""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.documents.first import First
from ledgerium_cli.documents.words import MOST_CITED, MOST_NAMED
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.deviations import Deviation


class Deviating:
    """Add deviations in order; those of one case must come together."""

    def __init__(self, found: Iterable[Deviation] = ()) -> None:
        self.cases: First[str] = First(MOST_NAMED)
        """Each case once."""
        self.evidence: First[Evidence] = First(MOST_CITED)
        self.n = 0
        """The number of deviations."""
        for one in found:
            self.add(one)

    def add(self, one: Deviation) -> None:
        self.n += 1
        self.cases.once(one.case)
        for place in one.evidence:
            self.evidence.add(place)
