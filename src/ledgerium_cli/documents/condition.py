"""Sentences about incomplete recordings and clock jumps, so that readers know what the documents rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.cases.model import PARTS, Parts
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import (
    MOST_NAMED,
    PART_WORDS,
    count,
    duration,
    first_named,
    listed,
    spent_on,
)
from ledgerium_cli.findings.activities import Evidence
from ledgerium_cli.findings.clocks import ClockDoubt
from ledgerium_cli.findings.in_two_logs import InTwoLogs
from ledgerium_cli.logs.alike import alike, shown_apart
from ledgerium_cli.output.text import Blocks, Markdown, md, plain
from ledgerium_cli.recording.again import saved_again, why
from ledgerium_cli.recording.condition import ClockJump, LeftOut, SealState
from ledgerium_cli.recording.model import RecordingFacts

REASONS: Mapping[LeftOut, str] = {
    "cut off": "the last one, cut off",
    "unreadable": "cannot be read",
    "number used twice": "with the number of another event",
    "after the seal": "behind the seal",
    "second header": "a second header",
}
SEALS: Mapping[SealState, str] = {
    "fits": "",
    "missing": "no seal",
    "other count": "seal of another number of events: lost, or changed after they were saved",
    "other content": "seal does not fit: changed after it was saved",
}
LOG_CUT_OFF = "cut off or damaged: only what stands before that was read"
"""In place of the missing seal: logs have none."""
OF_SAME_ROWS = (
    "All that is read of them is alike, and each counts: what exports hold twice counts as done again."
)
NOT_WHOLE, NOT_READ = "**Not whole:**", "**Not read:**"
CLOCKS = "Clocks"
"""The title of the section in the report."""
CLOCKS_AT = "clocks"
"""The anchor of that section in `report.html`."""


def origin(recording: RecordingFacts) -> Markdown:
    """`imported from clicks.csv` for a recording of another program."""
    if recording.is_imported:
        return Markdown(f"imported from {md(recording.source or recording.recorder)}")
    return Markdown("**generated**" if recording.generated else "recorded")


def imported_evidence(view: View) -> str:
    """A sentence that says what event numbers of imported recordings refer to; empty without any."""
    labels = [view.cite.labels[one.id] for one in view.analysis.recordings if one.is_imported]
    if not labels:
        return ""
    was, whose = ("was", "its") if len(labels) == 1 else ("were", "their")
    return (
        f"{listed(labels, MOST_NAMED)} {was} imported from what another program recorded: {whose} numbers are of the "
        "events that `ledgerium import` writes. Where each stands in the file is told by `source_row` in the table "
        "`events` of `ledgerium sql`."
    )


def not_whole(view: View) -> Blocks:
    """A block for every document when a recording is incomplete or lines were left out."""
    found = [one for one in view.analysis.recordings if not one.condition.is_whole]
    if not found:
        return []
    alike: dict[tuple[str, bool, tuple[LeftOut, ...]], list[RecordingFacts]] = {}
    for one in found:
        kinds = tuple(why for why, _ in one.condition.left_out)
        key = _seals(one), one.condition.missing > 0, kinds
        alike.setdefault(key, []).append(one)
    told = [_together(view, group) for group in alike.values()]
    of_logs = all(one.log is not None for one in found)
    where = f"; `ledgerium {'import' if of_logs else 'validate'}` names each line"
    if of_logs and not any(one.condition.left_out for one in found):
        where = ""
    return [f"{NOT_WHOLE} {'; '.join(told)}. What is missing there is missing here{where}."]


def not_read(view: View) -> Blocks:
    """A block for every document when files held no recording."""
    if not view.analysis.unread:
        return []
    files = count(view.analysis.unread, "file holds", "files hold")
    return [f"{NOT_READ} {files} no recording that could be read. What was to be in there is missing here."]


def perhaps_twice(view: View) -> Blocks:
    """A block for every document where a recording shows the work of another one, or rows of logs say the same: it may
    count twice."""
    labels, blocks = view.cite.labels, []
    if found := saved_again(view.analysis.recordings):
        told = [f"{labels[one.id]} shows what {labels[known.id]} shows ({why(one)})" for known, one in found]
        blocks.append(
            f"{listed(told, MOST_NAMED)}. If one is a copy of the other, its work counts twice here."
        )
    if rows := [
        f"{what} {view.cite([first])}"
        for what, first in same_rows(view.analysis.recordings, view.analysis.in_two_logs, labels)
    ]:
        blocks.append(f"{listed(rows, MOST_NAMED)}. {OF_SAME_ROWS}")
    return [f"**Perhaps twice:** {block}" for block in blocks]


def perhaps_one_person(view: View) -> Blocks:
    """A block for every document where only case or blanks tell the names of two people apart."""
    return [f"**Perhaps one person:** {md(line)}" for line in alike_line(view.analysis.people)]


def alike_line(people: Iterable[str]) -> list[str]:
    """The line that says which names are alike; none where none are."""
    told = [" and ".join(map(shown_apart, own[:MOST_NAMED])) for own in alike(people)]
    if not told:
        return []
    return [
        f"only case or blanks differ in {listed(told, MOST_NAMED)}. Each name counts as a person here, and work "
        "that goes from one to the other counts as handed over."
    ]


def same_rows(
    recordings: Iterable[RecordingFacts], in_two_logs: Iterable[InTwoLogs], labels: Mapping[str, str]
) -> Iterator[tuple[str, Evidence]]:
    """What logs say again: `12 rows of R1 say what earlier ones say, beginning with`, and the first row that does."""
    for one in recordings:
        if rows := one.condition.twice:
            says = "says what an earlier one says" if rows == 1 else "say what earlier ones say"
            what = f"{count(rows, 'row')} of {labels[one.id]} {says}, beginning with"
            yield what, Evidence(one.id, (one.condition.first_twice,))
    for both in in_two_logs:
        stands = "stands" if both.steps == 1 else "stand"
        steps = count(both.steps, "step")
        yield (
            f"{steps} of {labels[both.again]} {stands} in {labels[both.known]} too, beginning with",
            both.first,
        )


def days_only(view: View) -> Blocks:
    """A block for every document where a log tells days without clock times."""
    found = [view.cite.labels[one.id] for one in view.analysis.recordings if one.condition.days_only]
    return [f"**Days only:** {days_line(found)}"] if found else []


def days_line(logs: Sequence[str]) -> str:
    return (
        f"{listed(logs, MOST_NAMED)} {'tells' if len(logs) == 1 else 'tell'} no clock times. Times are right to the "
        "day, and steps of one day stand in the order of the rows, which may not be that in which they were done."
    )


def without_case(view: View) -> Blocks:
    """A block for every document when a recording holds no case and so counts nowhere."""
    found = view.sources.without_case
    if not found:
        return []
    labels = listed([view.cite.labels[one.id] for one in found], MOST_NAMED)
    what, its = ("recording", "it") if len(found) == 1 else ("recordings", "them")
    return [
        f"**Without a case:** {len(found)} more {what} ({labels}). Nothing was done in {its} that belongs to a case: "
        "pages that were only opened make none."
    ]


def outside_of_cases(view: View) -> Blocks:
    """A block for every document when something was done in a recording that belongs to no case of it."""
    recordings = [one for one in view.sources.with_case if one.outside]
    if not recordings:
        return []
    done = Counter[str]()
    for one in recordings:
        done.update(dict(one.outside))
    where = [f"{view.system_name(host)} ({n})" for host, n in done.most_common()]
    labels = listed([view.cite.labels[one.id] for one in recordings], MOST_NAMED)
    return [
        f"**Outside of any case:** {count(done.total(), 'act')} in {listed(where, MOST_NAMED)} of {labels} "
        f"{'is' if done.total() == 1 else 'are'} in no step, since nothing tells for which {view.case}. Where it is "
        "work for the one seen before and after, the workflow file can declare it as a step."
    ]


def _together(view: View, group: Sequence[RecordingFacts]) -> str:
    """`3 of 9 recordings (R1, R4 and R7): 1 line of each left out (the last one, cut off), no seal`, for recordings
    with the same faults."""
    labels = [view.cite.labels[one.id] for one in group]
    if len(group) == 1:
        return f"{labels[0]}, {what_is_wrong(group[0])}"
    lines = [_left_out(one) for one in group]
    left_out = lines[0] and (
        lines[0].replace(" left out", " of each left out", 1) if len({*lines}) == 1 else _in_all(group)
    )
    missing = _missing(sum(one.condition.missing for one in group), " in all")
    wrong = ", ".join(filter(None, [left_out, missing, _seals(group[0])]))
    n = count(len(view.analysis.recordings), "recording")
    return f"{len(group)} of {n} ({first_named(labels)}): {wrong}"


def _in_all(group: Iterable[RecordingFacts]) -> str:
    return f"{count(sum(one.condition.lines_left_out for one in group), 'line')} in all left out"


def what_is_wrong(recording: RecordingFacts) -> str:
    """`2 lines left out (the last one, cut off; 1 cannot be read), no seal: it was cut off`; empty when complete."""
    return ", ".join(
        filter(None, [_left_out(recording), _missing(recording.condition.missing), _seal(recording)])
    )


def _missing(events: int, of: str = "") -> str:
    return f"{count(events, 'event')}{of} missing, as the numbers of the others show" if events else ""


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


def _seals(recording: RecordingFacts) -> str:
    """What the seal shows, for several recordings alike."""
    seal = recording.condition.seal
    return LOG_CUT_OFF if recording.log is not None and seal == "missing" else SEALS[seal]


def _seal(recording: RecordingFacts) -> str:
    condition = recording.condition
    if recording.log is not None:
        return _seals(recording)
    if condition.seal == "other count":
        counts = (
            f"its seal counts {count(condition.sealed_events or 0, 'event')}, {recording.events} are here"
        )
        return f"{counts}: lost, or changed after it was saved"
    return {**SEALS, "missing": "no seal: it was cut off", "other content": f"its {SEALS['other content']}"}[
        condition.seal
    ]


def clock_notice(view: View, *, in_page: bool = False) -> Blocks:
    """A block for documents with times, when a clock jumped during a case or two clocks cannot both be right."""
    cases, doubts = view.jumps.named, view.analysis.clocks
    told = []
    if cases:
        made = in_parts(view.analysis.jumps.parts)
        counted = f"; it accounts for {made}, which may not have passed" if made else ""
        told.append(
            f"a clock was set, or a computer slept, in the time of {view.of_all(len(cases))} ({first_named(cases)})"
            f"{counted}"
        )
    if doubts:
        told.append(f"the clocks of {listed([*map(_pair, doubts)], MOST_NAMED)} seem to disagree")
    where = (
        f"[“{CLOCKS}”](#{CLOCKS_AT}) under “All numbers”" if in_page else f"“{CLOCKS}” in the workflow report"
    )
    return [f"**Clocks:** {'; '.join(told)}. See {where}."] if told else []


def _pair(doubt: ClockDoubt) -> str:
    return f"{md(doubt.earlier)} and {md(doubt.later)}"


def in_parts(parts: Parts) -> str:
    """`47 min 02 s idle`; empty when all parts are zero."""
    lengths = [(part, getattr(parts, part)) for part in PARTS]
    return listed([f"{spent_on(part)(ms)} {PART_WORDS[part]}" for part, ms in lengths if ms])


def clock_of_case(view: View, case: str) -> str:
    """`jumped ahead by 47 min 00 s: 47 min 00 s idle (R2: 17)`; plain text, empty when nothing is wrong."""
    told = [
        f"{jump_words(one.jump)}{f': {made}' if (made := in_parts(one.parts)) and one.jump.by_ms > 0 else ''} "
        f"{view.cite([Evidence(one.recording, (one.jump.event,))])}"
        for one in view.jumps.of(case)
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
