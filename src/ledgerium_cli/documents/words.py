"""Numbers, times and evidence in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.statistics import Summary
from ledgerium_cli.recording.model import Recording

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


def duration(ms: int) -> str:
    """`850 ms`, `4.2 s`, `42 s`, `1 min 05 s`, `2 h 03 min`, `3 d 4 h`: two units, rounded to the smaller."""
    if ms < SECOND:
        return f"{ms} ms"
    if ms < 9_950:
        return f"{ms / SECOND:.1f} s"
    seconds = round(ms / SECOND)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3_600:
        return f"{seconds // 60} min {seconds % 60:02d} s"
    minutes = round(ms / MINUTE)
    if minutes < 1_440:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    hours = round(ms / HOUR)
    return f"{hours // 24} d {hours % 24} h"


def spread(summary: Summary) -> str:
    """The values themselves below five; else median, 90th percentile and n."""
    if summary.n == 0:
        return "not seen"
    if summary.values is not None:
        return f"{', '.join(map(duration, summary.values))} (n = {summary.n})"
    assert summary.median is not None and summary.p90 is not None
    return f"median {duration(summary.median)}, 90 % within {duration(summary.p90)} (n = {summary.n})"


def percent(share: float) -> str:
    """Whole percents; what is neither nothing nor all does not look so."""
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def count(n: int, noun: str, plural: str | None = None) -> str:
    return f"{n} {noun if n == 1 else plural or noun + 's'}"


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def instant(ms: int) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return datetime.fromtimestamp(ms / SECOND, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(ms: int) -> str:
    return datetime.fromtimestamp(ms / SECOND, UTC).date().isoformat()


class Citations:
    """Evidence in short: `R1: 12–18, 20` names events of the first recording."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self.labels = {recording.id: f"R{number}" for number, recording in enumerate(recordings, start=1)}

    def __call__(self, evidence: Iterable[Evidence], most: int = 3) -> str:
        """At most `most` places; how many more there are is said."""
        by_recording: dict[str, list[tuple[int, ...]]] = {}
        rows = list(evidence)
        for one in rows[:most]:
            by_recording.setdefault(one.recording, []).append(one.events)
        cited = [
            f"{self.labels[recording]}: {ranges(event for events in found for event in events)}"
            for recording, found in by_recording.items()
        ]
        more = f"; {len(rows) - most} more" if len(rows) > most else ""
        return f"({'; '.join(cited)}{more})"


def ranges(numbers: Iterable[int]) -> str:
    """`3–7, 9`."""
    ordered = enumerate(sorted(set(numbers)))
    runs = [[number for _, number in run] for _, run in groupby(ordered, key=lambda row: row[1] - row[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
