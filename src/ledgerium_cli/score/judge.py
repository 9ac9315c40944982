"""Scores an SOP by all criteria, in their order."""

from __future__ import annotations

from ledgerium_cli.score.deciding import DECISIONS
from ledgerium_cli.score.doing import ACTIONABILITY, PROCEDURE
from ledgerium_cli.score.framing import PURPOSE, ROLES, SCOPE
from ledgerium_cli.score.model import Criterion, Mark, Score
from ledgerium_cli.score.read import read_sop
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.trust import EVIDENCE_OF, GOVERNANCE
from ledgerium_cli.score.use import MACHINE_USE, TRAINING
from ledgerium_cli.score.whole import COMPLETENESS, SCANNABILITY
from ledgerium_cli.score.words import is_english

CRITERIA: tuple[Criterion, ...] = (
    PURPOSE, SCOPE, ROLES, PROCEDURE, ACTIONABILITY, COMPLETENESS, DECISIONS, SCANNABILITY, EVIDENCE_OF, GOVERNANCE,
    TRAINING, MACHINE_USE,
)  # fmt: skip


def score_sop(text: str) -> Score:
    """The score of a Markdown text; the same text always has the same score."""
    sop = read_sop(text)
    return Score(tuple(_mark(criterion, sop) for criterion in CRITERIA), is_english(text))


def _mark(criterion: Criterion, sop: Sop) -> Mark:
    first, second, third = (point.judge(sop) for point in criterion.points)
    return Mark(criterion, (first, second, third))
