"""What documents say of recordings that are not whole, and of clocks that were set: what they rest on, in words."""

from __future__ import annotations

from collections.abc import Mapping

from ledgerium_cli.cases.model import PARTS, Parts
from ledgerium_cli.documents.text import Blocks, md, plain
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import MOST_NAMED, PART_WORDS, count, duration, first_named, listed
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.recording.condition import ClockJump, LeftOut
from ledgerium_cli.recording.model import RecordingFacts

REASONS: Mapping[LeftOut, str] = {
    "cut off": "the last one, cut off",
    "unreadable": "cannot be read",
    "number used twice": "with the number of another event",
    "after the seal": "behind the seal",
    "second header": "a second header",
}
CLOCKS = "Clocks"
"""The section of the report."""


def not_whole(view: View) -> Blocks:
    """A block for every document where a recording is not whole, or a line of it was left out."""
    found = [one for one in view.analysis.recordings if not one.condition.is_whole]
    if not found:
        return []
    told = [f"{view.cite.labels[one.id]}, {what_is_wrong(one)}" for one in found[:MOST_NAMED]]
    rest = found[MOST_NAMED:]
    if rest:
        lines = sum(one.condition.lines_left_out for one in rest)
        told.append(f"{len(rest)} more recordings, {count(lines, 'line')} of them left out")
    return [
        f"**Not whole:** {'; '.join(told)}. What is missing there is missing here; `ledgerium validate` names each "
        "line."
    ]


def what_is_wrong(recording: RecordingFacts) -> str:
    """`2 lines left out (the last one, cut off; 1 cannot be read), no seal: it was cut off`; empty if it is whole."""
    return ", ".join(filter(None, [_left_out(recording), _seal(recording)]))


def _left_out(recording: RecordingFacts) -> str:
    condition = recording.condition
    n = condition.lines_left_out
    if not n:
        return ""
    reasons = [
        REASONS[why] if why == "cut off" or n == 1 else f"{times} {REASONS[why]}"
        for why, times in condition.left_out
    ]
    return f"{count(n, 'line')} left out ({'; '.join(reasons)})"


def _seal(recording: RecordingFacts) -> str:
    condition = recording.condition
    counts = f"its seal counts {condition.sealed_events} events, {recording.events} are here"
    return {
        "fits": "",
        "missing": "no seal: it was cut off",
        "other count": f"{counts}: lost, or changed after it was saved",
        "other content": "its seal does not fit: changed after it was saved",
    }[condition.seal]


def clock_notice(view: View) -> Blocks:
    """A block for documents that tell times, where a clock was set during a case or two cannot both be right."""
    jumps, doubts = view.analysis.jumps, view.analysis.clocks
    told = []
    if jumps.found:
        cases = jumps.cases
        made = in_parts(jumps.parts)
        counted = f"; it makes {made}, which may not have passed" if made else ""
        told.append(
            f"a clock was set, or a computer slept, in the time of {view.of_all(len(cases))} ({first_named(cases)})"
            f"{counted}"
        )
    if doubts:
        told.append(f"the clocks of {listed([_pair(one) for one in doubts[:MOST_NAMED]])} seem to disagree")
    return [f"**Clocks:** {'; '.join(told)}. See “{CLOCKS}” in the workflow report."] if told else []


def _pair(doubt: ClockDoubt) -> str:
    return f"{md(doubt.earlier)} and {md(doubt.later)}"


def in_parts(parts: Parts) -> str:
    """`47 min 02 s idle`; empty where there is nothing."""
    lengths = [(part, getattr(parts, part)) for part in PARTS]
    return listed([f"{duration(ms)} {PART_WORDS[part]}" for part, ms in lengths if ms])


def clock_of_case(view: View, case: str) -> str:
    """`jumped ahead by 47 min 00 s: 47 min 00 s idle (R2: 17)`; plain text, empty where nothing is wrong."""
    told = [
        f"{jump_words(one.jump)}{f': {made}' if (made := in_parts(one.parts)) and one.jump.by_ms > 0 else ''} "
        f"{view.cite([Evidence(one.recording, (one.jump.event,))])}"
        for one in view.jumps.get(case, ())
    ]
    told += [
        f"those of {plain(one.earlier)} and {plain(one.later)} seem to disagree by {duration(one.at_least_ms)} or more"
        for one in view.analysis.clocks
        if case in one.cases
    ]
    return "; ".join(told)


def jump_words(jump: ClockJump) -> str:
    if jump.by_ms < 0:
        return f"was set back by {duration(-jump.by_ms)}"
    return f"jumped ahead by {duration(jump.by_ms)}"
