"""The names of the opportunity rules, in the workflow file and everywhere else."""

from __future__ import annotations

from typing import Literal

RuleName = Literal[
    "check-on-entry", "check-automatically", "escalate-stalled", "copy-between-systems", "look-up-between-systems",
    "draft-text", "shorten-wait", "shorten-hold", "shorten-loop", "re-assign", "batch", "guard-skipped-check",
]  # fmt: skip
