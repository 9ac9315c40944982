"""Why cases waited between steps, by cause and by passage from step to step."""

from __future__ import annotations

from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import count, duration, percent, percent_in_tenths
from ledgerium_cli.findings.causes import CAUSES, Cause, Causes
from ledgerium_cli.findings.waiting import Passage, Waiting
from ledgerium_cli.output.text import Blocks, Markdown, row, table, table_of_first

MEANS: dict[Cause, str] = {
    "batching": "until the last of those that the person did in one go had come to them",
    "contention": "the person was on work that could have begun earlier",
    "prioritisation": "the person was on work that could begin only later",
    "unavailability": "outside the person's working hours",
    "extraneous": "none of these, as far as people recorded",
    "not_identifiable": "the person who did the step at last did not record meanwhile, or is not known",
}
NAMES: dict[Cause, str] = {
    "batching": "cases done in one go (batching)",
    "contention": "person busy with earlier work (contention)",
    "prioritisation": "person busy with later work (prioritisation)",
    "unavailability": "outside working hours (unavailability)",
    "extraneous": "nothing recorded explains it (extraneous)",
    "not_identifiable": "not known what the person did (not identifiable)",
}
"""In plain words, with the term of the literature."""
NO_CALENDAR = "not identifiable: no calendar is declared"


def waited_at(found: Waiting) -> str:
    """`3 times at 2 steps`"""
    steps = {one.target for one in found.passages}
    return f"{count(found.steps, 'time')} at {count(len(steps), 'step')}"


def causes(view: View) -> Blocks:
    found = view.analysis.waiting
    if found is None or not found.causes.total:
        return []
    waited = found.causes.total
    rows = [_cause(cause, found) for cause in CAUSES if _shown(cause, found.causes)]
    head = ["Cause", "What happened meanwhile", "Wait", "Share", "Cycle-time efficiency without it"]
    passages = [_passage(view, one, waited) for one in found.passages]
    most = "At most " if view.facts.doubtful_wait else ""
    return [
        f"{most}{duration(waited)} of between-step wait, {waited_at(found)} in "
        f"{view.of_all(found.cases)}{view.open_too}. Each stretch has the first cause of the list that holds, by what "
        "the person who did the step in the end was seen doing meanwhile.",
        table(head, rows, frozenset({2, 3, 4})),
        *_notes(view, found),
        *table_of_first(
            ["Enabled by", "Step", "Steps in cases", "Wait", "Share", "By cause"], passages, {3, 4}
        ),
    ]


def meaning(cause: Cause, found: Waiting) -> str:
    """What happened meanwhile, with the declared gap of a batch."""
    if cause == "batching" and found.batch_gap_ms:
        between = f"with up to {duration(found.batch_gap_ms)} between two of them"
        return f"until the last of those that the person did in one go, {between}, could begin"
    return MEANS[cause]


def in_words(found: Causes) -> str:
    """`person busy with earlier work (contention) 19 s, …`."""
    by_cause = [(cause, getattr(found, cause)) for cause in CAUSES]
    return ", ".join(f"{NAMES[cause]} {duration(ms)}" for cause, ms in by_cause if ms)


def _shown(cause: Cause, found: Causes) -> bool:
    return cause == "unavailability" or bool(getattr(found, cause))


def _cause(cause: Cause, found: Waiting) -> list[Markdown]:
    ms: int | None = getattr(found.causes, cause)
    if ms is None:
        return row(NAMES[cause], meaning(cause, found), NO_CALENDAR, "", "")
    impact = dict(found.impact).get(cause)
    is_declared = cause == "unavailability" or (cause == "batching" and found.batch_gap_ms)
    means = f"{meaning(cause, found)} {DECLARED}" if is_declared else meaning(cause, found)
    return row(
        NAMES[cause],
        means,
        duration(ms),
        percent(ms / found.causes.total),
        percent_in_tenths(impact) if impact is not None else "",
    )


def _notes(view: View, found: Waiting) -> Blocks:
    notes = []
    if doubt := view.facts.doubtful_wait:
        notes.append(
            f"Up to {duration(doubt)} of it may be work on steps of which the log has one time: then it has no cause, "
            "and who did that work was busy with it."
        )
    if found.efficiency is not None and found.impact:
        notes.append(
            f"Cycle-time efficiency is {percent_in_tenths(found.efficiency)} as it is; without a cause it would be "
            f"work ÷ (cycle − wait of the cause), with all else the same. {_counted(view, found.counted)}"
        )
    if found.causes.batching_at_work:
        notes.append(
            f"For {duration(found.causes.batching_at_work)} of the {duration(found.causes.batching)} of batching the "
            "person was at work meanwhile: they had a queue rather than collected cases."
        )
    if found.causes.new_cases:
        notes.append(
            f"Of the prioritisation, {duration(found.causes.new_cases)} went to cases that began meanwhile. When these "
            "had arrived is not recorded: they may have waited longer."
        )
    return notes


def _counted(view: View, n: int) -> str:
    verb = "counts" if n == 1 else "count"
    if n == view.facts.counted:
        return f"Only the {view.counted} {verb} for it."
    return f"Only {n} of {view.counted} {verb} for it: what of the time of the rest was work is not known."


def _passage(view: View, one: Passage, waited: int) -> list[Markdown]:
    return row(
        view.title(one.source) if one.source is not None else "start of the case",
        view.title(one.target),
        f"{one.count} in {len(one.cases)}",
        f"{view.facts.at_most(one.target)}{duration(one.causes.total)}",
        percent(one.causes.total / waited),
        in_words(one.causes),
    )
