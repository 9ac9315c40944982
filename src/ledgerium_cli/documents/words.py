"""Numbers, times, names and evidence in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from math import floor
from zoneinfo import ZoneInfo

from ledgerium_cli.cases.model import Part
from ledgerium_cli.documents.first import First
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.differences.side import Days
from ledgerium_cli.findings.statistics import FEW, Summary
from ledgerium_cli.output.text import md
from ledgerium_cli.plural import count as count  # documents know these with their other words
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.words import DAY as DAY
from ledgerium_cli.words import HOUR as HOUR
from ledgerium_cli.words import MINUTE as MINUTE
from ledgerium_cli.words import NOT_KNOWN as NOT_KNOWN
from ledgerium_cli.words import SECOND as SECOND
from ledgerium_cli.words import capitalised as capitalised
from ledgerium_cli.words import duration as duration
from ledgerium_cli.words import instant as instant
from ledgerium_cli.words import listed as listed
from ledgerium_cli.words import more as more
from ledgerium_cli.words import most_frequent as most_frequent
from ledgerium_cli.workflow.calendar import local_time

AT_ONCE = "at once"
"""Said of the time between two things where it always is under a second."""
FOR_WANT_OF_TIMES = "is not known for want of times"
"""Said of what depends on the order of steps, where a recording without times leaves it open."""
WITHOUT_ORDER = "since a recording of it tells no times, or rows of a log have the same time"
"""Said where nothing shows which steps of a case came first."""
FOR_WANT_OF_SIGNS = "is not known, since nothing there could show it"
"""Said of what depends on holds or breaches, where a log has no column that tells them."""
NOT_CERTAIN = "is not certain"
"""Said of what may have been done where a recording was cut off."""
A_HAIR = 1e-9
"""Larger than the rounding error of a share as a float, and smaller than the difference of two shares."""
MOST_CITED = 3
MOST_NAMED = 8
"""The most cases named in a sentence."""
PART_WORDS: dict[Part, str] = {
    "work": "work",
    "system_wait": "system wait",
    "idle": "idle",
    "between_step_wait": "between-step wait",
    "paused": "paused",
}
DRAFT = "a draft that nobody has confirmed"
IS_DRAFT = f"the workflow file is {DRAFT}"
DEMANDS_NOTHING = "the workflow file requires no step and no order, and forbids nothing"
BY_A_PROGRAM = "a program generated at least one of the recordings, no person at work."
COUNTED_ONCE = "Where the hold of a breached check was still open, only the open hold is counted."
"""Said of a rule about breached checks beside one about open holds for the same activity."""
NEVER = {"hold_open": "while a hold is open", "check_breached": "while a breached check is not settled"}
"""The conditions under which an activity may be declared never to happen."""
WHILE_IT_WAS = {
    "hold_open": "while a hold was open",
    "check_breached": "while a breached check was not settled",
}


def told_apart(*lengths: int, told: Callable[[int], str] = duration) -> list[str]:
    """Lengths that stand beside one another, in milliseconds: as they are told, but to the largest unit at which no two
    different ones read the same."""
    found = [told(one) for one in lengths]
    units = [HOUR, MINUTE, SECOND, 100, 10, 1]
    while units and len({*found}) < len({*lengths}):
        unit = units.pop(0)
        found = [_to_the_unit(one, unit, in_days=told is not worked) for one in lengths]
    return found


def _to_the_unit(ms: int, unit: int, *, in_days: bool) -> str:
    """`1 d 22 h 03 min`, `1 min 05.4 s`: rounded to the unit, from the largest of which there is any."""
    left, told = round(ms / unit) * unit, ""
    sizes = {24 * HOUR: "d", HOUR: "h", MINUTE: "min", SECOND: "s"}
    for size, name in sizes.items() if in_days else [*sizes.items()][1:]:
        n, left = divmod(left, size)
        if size >= unit and (n or told or size == max(unit, SECOND)):
            told += f" {n:02}" if told and size < HOUR else f" {n:,}"
            told += f".{left // unit:0{len(str(SECOND // unit)) - 1}}" if size == SECOND > unit else ""
            told += f" {name}"
    return told.strip()


def worked(ms: int | None) -> str:
    """Work, as the time of people: from a day on in hours, `48 h`, `10,448 h`, since nobody works days of 24 hours."""
    return f"{round(ms / HOUR):,} h" if ms is not None and ms >= DAY else duration(ms)


def spent_on(part: Part) -> Callable[[int | None], str]:
    """How a length of a part of time is told."""
    return worked if part == "work" else duration


def spread(summary: Summary, none: str = "not seen", told: Callable[[int | None], str] = duration) -> str:
    """The values when fewer than five, else median, 90th percentile and n; `none` when there is no value. `told` says
    a length: `worked` where it is work."""
    if summary.n == 0:
        return none
    if is_at_once(summary):
        each = "each " if summary.n > 1 else ""
        return f"{each}{duration(_longest(summary))} (n = {summary.n})"
    if summary.values is not None:
        return f"{', '.join(map(told, summary.values))} (n = {summary.n})"
    assert summary.median is not None
    assert summary.p90 is not None
    return f"median {told(summary.median)}, {percentile(summary.p90, told)} (n = {summary.n})"


def none_of(n: int) -> str:
    """What is said where no time is known, of so many things that took some."""
    return NOT_KNOWN if n else "not seen"


def spread_between(times: Summary, none: str = "not seen") -> str:
    """The same of the time from one thing to the next: `at once (n = 12)` where it never was as long as a second."""
    return f"{AT_ONCE} (n = {times.n})" if is_at_once(times) else spread(times, none)


def is_at_once(times: Summary) -> bool:
    """Whether none of the times is as long as a second."""
    longest = _longest(times)
    return longest is not None and longest < SECOND


def _longest(times: Summary) -> int | None:
    return times.maximum if times.values is None else max(times.values, default=None)


def percentile(p90: int, told: Callable[[int | None], str] = duration) -> str:
    """It is interpolated, so it is named as what it is: of few values it is not true that nine in ten lie within it."""
    return f"90th percentile {told(p90)}"


def spread_in_full(times: Summary, none: str = "not seen") -> str:
    """With the shortest, the longest and the mean, when there are enough values."""
    if times.minimum is None or times.maximum is None or times.mean is None or is_at_once(times):
        return spread_between(times, none)
    assert times.mean_low is not None
    assert times.mean_high is not None
    interval = f"95 % interval {duration(times.mean_low)} to {duration(times.mean_high)}"
    return (
        f"{spread(times)}; shortest {duration(times.minimum)}, longest {duration(times.maximum)}, "
        f"mean {duration(times.mean)} ({interval})"
    )


def mean(times: Summary) -> str:
    """The mean with its interval; empty for few values, which are shown themselves."""
    if times.mean is None:
        return ""
    if is_at_once(times):
        return duration(_longest(times))
    assert times.mean_low is not None
    assert times.mean_high is not None
    return f"{duration(times.mean)} ({duration(times.mean_low)} to {duration(times.mean_high)})"


def percent(share: float) -> str:
    """Whole percents, halves rounded up; a share that is neither none nor all is not shown as 0 or 100 %."""
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1 else f"{floor(100 * share + 0.5 + A_HAIR)} %"


def percents_apart(*shares: float) -> list[str]:
    """Shares that stand beside one another, with as few decimals as tell different ones apart."""
    found, digits = [percent(one) for one in shares], 0
    while len({*found}) < len({*shares}):
        digits += 1
        found = [f"{100 * one:.{digits}f} %" for one in shares]
    return found


def percent_in_tenths(share: float) -> str:
    """With one decimal, for shares that are compared with one another."""
    return f"{floor(1000 * share + 0.5 + A_HAIR) / 10:.1f} %"


def declared_percent(share: float) -> str:
    """A share that a person declared, exactly as declared."""
    return f"{100 * share:.10g} %"


def percent_against(share: float, bound: float) -> str:
    """With as many decimals as needed to show on which side of the bound it is, and that it is neither none nor all."""

    def sides(percents: float) -> list[bool]:
        return [
            one
            for end in (0, bound, 1)
            for one in (percents > 100 * end + A_HAIR, percents < 100 * end - A_HAIR)
        ]

    rounded = (floor(100 * share * 10**digits + 0.5 + A_HAIR) / 10**digits for digits in range(9))
    return f"{next((one for one in rounded if sides(one) == sides(100 * share)), 100 * share):.10g} %"


def probability(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.05 else f"p = {p:.2f}"


def corrected_for(tests: int, noun: str, by: str = "") -> str:
    """Text behind a p that was corrected for several tests."""
    return f", corrected by Holm for {count(tests, noun)}{by}" if tests > 1 else ""


def share(part: int, whole: int, told: str = "") -> str:
    """A percentage with its counts; the counts only when there are few. `told` is the whole in words: `9 orders`."""
    made = f"{part} of {told or whole}"
    return f"{percent(part / whole)} ({made})" if whole >= FEW else made


def so_often(n: int) -> str:
    """` twice`, ` 3 times`; empty for once."""
    return "" if n == 1 else " twice" if n == 2 else f" {n} times"


def named(names: Iterable[str]) -> str:
    """All names, escaped as Markdown."""
    return listed([*map(md, names)])


def first_named(names: Sequence[str] | Mapping[str, object] | First[str], most: int = MOST_NAMED) -> str:
    """The first names, escaped as Markdown, and how many more there are."""
    first = names.shown if isinstance(names, First) else names
    return listed([*map(md, islice(first, most)), *more(len(names), most)])


def then(first: str, second: str) -> str:
    """Two consecutive actors, named once when they are the same."""
    return person(first) if first == second else f"{person(first)}, then {person(second)}"


def people(actors: Iterable[str]) -> str:
    """Actors of whom it is not known who came first, each named once; last that some are not known."""
    return listed(sorted({*map(person, actors)}, key=lambda one: (one == NOT_KNOWN, one)))


def person(actor: str) -> str:
    """The actor, escaped as Markdown; a log need not name one."""
    return md(actor) if actor else NOT_KNOWN


def to_the_second(ms: int, zone: ZoneInfo) -> str:
    """By the clocks of the zone: `2026-03-02 09:10:41`; with its offset where they show this time twice."""
    shown = local_time(ms, zone)
    is_shown_twice = shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    return (shown if is_shown_twice else shown.replace(tzinfo=None)).isoformat(" ")


def as_given(days: Days) -> str:
    """Behind days that a person gave for recordings without times: ` (as given)`."""
    return {"recorded": "", "given": " (as given)", "in part given": " (in part as given)"}[days]


class Citations:
    """Short citations: `R1: 12–18, 20` are events of the first recording."""

    def __init__(self, recordings: Iterable[RecordingFacts]) -> None:
        self.labels = {recording.id: f"R{number}" for number, recording in enumerate(recordings, start=1)}

    def __call__(self, evidence: Iterable[Evidence] | First[Evidence], most: int = MOST_CITED) -> str:
        """At most `most` places, followed by how many more there are."""
        by_recording: dict[str, list[tuple[int, ...]]] = {}
        rows = evidence if isinstance(evidence, First | Sequence) else First(most, evidence)
        for one in (rows.shown if isinstance(rows, First) else rows)[:most]:
            by_recording.setdefault(one.recording, []).append(one.events)
        cited = [
            f"{self.labels[recording]}: {ranges(event for events in found for event in events)}"
            for recording, found in by_recording.items()
        ]
        return f"({'; '.join([*cited, *more(len(rows), most)])})"


def ranges(numbers: Iterable[int]) -> str:
    """`3–7, 9`."""
    ordered = enumerate(sorted(set(numbers)))
    runs = [[number for _, number in run] for _, run in groupby(ordered, key=lambda row: row[1] - row[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
