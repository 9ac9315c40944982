"""What a column of an event log means."""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "case",
    "activity",
    "time",
    "start",
    "complete",
    "actor",
    "system",
    "lifecycle",
    "instance",
    "sorting",
    "suspended",
    "completed",
    "aborted",
]
"""What a column means. `time` is the time of a row, be it a start or a completion. `start` and `complete` are in
the same row; `suspended` then holds the times when it was suspended, `completed` whether it was completed at its end,
and `aborted` whether it ended without that. `lifecycle` says whether a row is a start, a completion or another
transition, and `instance` which rows belong to the same activity instance;
`sorting` is a number by which rows of one time are in order, as Celonis has it."""
