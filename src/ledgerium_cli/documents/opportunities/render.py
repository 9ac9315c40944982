"""The report of AI and automation opportunities: what could be checked, run or watched automatically, and the
saving."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ledgerium_cli.cases.model import Parts
from ledgerium_cli.documents.heading import heading
from ledgerium_cli.documents.opportunities.others import decisions, not_found, without_gain
from ledgerium_cli.documents.view.facts import AT_MOST
from ledgerium_cli.documents.view.model import DECLARED, View
from ledgerium_cli.documents.words import (
    DAY,
    MOST_NAMED,
    NOT_KNOWN,
    declared_percent,
    duration,
    first_named,
    listed,
    spread,
    worked,
)
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.opportunities.model import Claims, Opportunity, Saving, StepTimes
from ledgerium_cli.findings.opportunities.volume import volume_of
from ledgerium_cli.findings.order import CaseIds, Order
from ledgerium_cli.findings.statistics import FEW, summarise
from ledgerium_cli.output.text import Blocks, Markdown, bullets, in_quotes, md, quoted, row, table
from ledgerium_cli.quotation import in_quotation_marks


class Baselines(Struct, frozen=True):
    """Milliseconds that cases spent where an opportunity would save, in columns, since there may be many cases."""

    cases: CaseIds
    work: array[int]
    wait: array[int]


GAP = "Closes a gap"


def render_opportunities(view: View) -> str:
    """Markdown. Baselines were recorded; savings are stated as assumed shares of them."""
    blocks = [
        *heading("AI and automation opportunities", view),
        "Every baseline below is time that was recorded. Every saving is an assumption about it: a range, "
        "and beside it what is assumed. What it would cost to build is not known here.",
        "## Summary",
        *_summary(view),
    ]
    for one in gaps_of(view.analysis):
        blocks += [f"## {GAP}: {md(view.says(one.proposal.title))}", *_opportunity(view, one)]
    for rank, one in enumerate(_listed(view.analysis), start=1):
        blocks += [f"## {rank}. {md(view.says(one.proposal.title))}", *_opportunity(view, one)]
    blocks += without_gain(view)
    blocks += ["## What was looked for and not found", *not_found(view)]
    blocks += ["## Do not automate", *decisions(view)]
    return "\n\n".join(blocks) + "\n"


def _listed(analysis: Analysis) -> list[Opportunity]:
    """The ranked opportunities; the others save no time."""
    return [one for one in analysis.opportunities if one.is_listed]


def gaps_of(analysis: Analysis) -> list[Opportunity]:
    """Opportunities that save no time but close a gap: they stand before those that save time, as a risk weighs more
    than any of it."""
    return [one for one in analysis.opportunities if one.gains == "gap"]


# Baselines by case


def _by_case(claims: Claims, order: Order) -> Baselines:
    """The cases that spent time there, in order; without time that a higher rank has claimed."""
    work, wait = _spent(claims.work, order), _spent(claims.wait, order)
    cases = array("I", [case for case, spent in enumerate(zip(work, wait, strict=True)) if any(spent)])
    own = (array("q", map(spent.__getitem__, cases)) for spent in (work, wait))
    return Baselines(order.named(cases), *own)


def _spent(times: StepTimes, order: Order) -> array[int]:
    """Milliseconds for every case."""
    spent = array("q", bytes(8 * len(order.ids)))
    for step, length in times:
        spent[order.case_of(step)] += length
    return spent


# The summary


def _summary(view: View) -> Blocks:
    analysis = view.analysis
    found = _listed(analysis)
    gaps = listed([md(view.says(one.proposal.title)) for one in gaps_of(analysis)])
    closes = [f"{GAP}, and saves no time: {gaps}."] if gaps else []
    if not found:
        return [*closes, "No opportunity to save time was found. What was looked for stands below."]
    n, ranks = view.timed, {one.id: rank for rank, one in enumerate(found, start=1)}
    rows = [_summary_row(one, ranks, view) for one in found]
    work, wait = _sum(one.work for one in found if one.counts), _sum(one.wait for one in found if one.counts)
    spent = view.facts.spent
    sums = (
        [NOT_KNOWN] * 2
        if spent.work is None and spent.wait is None
        else [saved_range(work, worked), saved_range(wait, duration)]
    )
    rows.append(row("", "**Sum**", "", "", "", *(f"**{one}**" for one in sums)))
    head = ["Rank", "Opportunity", "Kind", "Work saved per case", "Wait saved per case"]
    known = [(rank, one) for rank, one in enumerate(found, start=1) if one.gains != "not known"]
    moves = [str(rank) for rank, one in known if not one.stable]
    per_case = (
        f"Per case: the mean over the {n} recorded cases{' whose time is known' if view.facts.untold else ''}."
        if n >= FEW
        else f"Per case: each case itself, because n = {n} is too few for a mean."
    )
    ranked = (
        f"{per_case} In sum: over the recorded cases. Each rank is given to what saves most, by the middle of its "
        "range, of the time that no higher rank has, an hour of work and one of wait weighing the same. "
        f"{_stable(moves) if n >= FEW else TOO_FEW.format(n=n)}{_by_name(found)}"
    )
    return [
        *closes,
        table([*head, "Work saved in sum", "Wait saved in sum"], rows, frozenset({0, 3, 4, 5, 6})),
        ranked if known else _by_name(found),
        *_alternatives(found, ranks),
        _there_is(view, spent),
        *at_night(view),
    ]


def _alternatives(found: Iterable[Opportunity], ranks: Mapping[str, int]) -> Iterator[str]:
    """A sentence for each two opportunities that contradict each other."""
    for one in found:
        if one.instead_of is not None:
            yield (
                f"Ranks {ranks[one.instead_of]} and {ranks[one.id]} contradict each other: not both can be done. They "
                f"are alternatives, and only rank {ranks[one.instead_of]} is in the sum."
            )


def _by_name(found: Sequence[Opportunity]) -> str:
    """How those stand of which no saving is known; empty without any."""
    n = sum(one.gains == "not known" for one in found)
    if not n:
        return ""
    if n == len(found):
        return "What each would save is not known, so nothing ranks them: they stand by name."
    which, they = ("one", "it stands") if n == 1 else (f"{n}", "they stand")
    return f" What the last {which} would save is not known: {they} behind the others, by name."


TOO_FEW = "From n = {n} no rank says anything about other cases: that is too few to rank."


def _stable(moves: Sequence[str]) -> str:
    if not moves:
        return "Every rank is stable: it stays when work or wait weighs a fifth more or less."
    noun = "Rank" if len(moves) == 1 else "Ranks"
    return f"{noun} {listed(moves)} would change if work or wait weighed a fifth more or less; the others are stable."


def _there_is(view: View, spent: Parts) -> str:
    if spent.work is None and spent.wait is None:
        return "How much work and wait there is is not known, and so is what would be saved."
    least, most = ("at least ", AT_MOST) if view.facts.doubtful_wait else ("", "")
    return (
        f"The sum cannot exceed the time there is: {least}{worked(spent.work)} of work and {most}"
        f"{duration(spent.wait)} of wait in {view.all_timed}. No time counts twice: what two of the sum "
        "touch, the higher rank has."
    )


def at_night(view: View) -> Iterator[str]:
    """Where no working hours are declared, what wait counts too, of recordings of more than a day."""
    order, saved = view.analysis.order, _sum(one.wait for one in _listed(view.analysis) if one.counts)
    is_declared = view.workflow is not None and view.workflow.calendar is not None
    if not is_declared and saved.high_ms and order.ended_ms - order.begun_ms > DAY:
        yield (
            "No working hours are declared, so the wait counts nights, weekends and holidays too, in which perhaps "
            "nobody was there. Declare a calendar in the workflow file to leave out what cannot be saved of them."
        )


def _summary_row(one: Opportunity, ranks: Mapping[str, int], view: View) -> list[Markdown]:
    order = view.analysis.order
    share, n = one.proposal.share, view.timed
    baselines = _by_case(one.claims, order)
    instead = f" *(instead of {ranks[one.instead_of]})*" if one.instead_of is not None else ""
    saved = [
        _per_case(baselines.work, share.low, share.high, n, worked),
        _per_case(baselines.wait, share.low_of_wait, share.high, n, duration),
        saved_range(one.work, worked),
        saved_range(one.wait, duration),
    ]
    return row(
        str(ranks[one.id]),
        f"{md(view.says(one.proposal.title))}{instead}",
        one.proposal.kind,
        *(saved if one.gains != "not known" else [NOT_KNOWN] * len(saved)),
    )


def _per_case(
    spent: Sequence[int], low: float, high: float, n: int, told: Callable[[int | None], str]
) -> str:
    """The mean over all n cases; with few cases, each case that has something to save."""
    if n >= FEW:
        return saved_range(Saving(round(sum(spent) * low / n), round(sum(spent) * high / n)), told)
    each = [saved_range(Saving(round(one * low), round(one * high)), told) for one in spent if one]
    return "; ".join(each) or "none"


def _sum(savings: Iterable[Saving]) -> Saving:
    rows = list(savings)
    return Saving(sum(one.low_ms for one in rows), sum(one.high_ms for one in rows))


def saved_range(saving: Saving, told: Callable[[int | None], str]) -> str:
    """`told` says a length: `worked` where it is work."""
    if not saving.high_ms:
        return "none"
    low, high = told(saving.low_ms) if saving.low_ms else "0", told(saving.high_ms)
    return high if low == high else f"{low} to {high}"


# One opportunity


def _opportunity(view: View, one: Opportunity) -> Blocks:
    baselines = _by_case(one.claims, view.analysis.order)
    proposal = one.proposal
    steps = listed([_step(view, activity) for activity in proposal.activities], MOST_NAMED)
    seen = f"{view.of_all(proposal.cases)}: {first_named(proposal.cases)}"
    lines = [
        f"**What:** {proposal.kind}, at {steps}.",
        f"**Why:** {md(view.says(proposal.why))} Seen in {seen}. {view.cite(proposal.evidence)}",
        f"**Baseline, recorded:** {_baseline(view, one, baselines)}",
        f"**Saving, assumed:** {_saving(one)} {' '.join(map(md, proposal.assumptions))}",
        f"**Volume:** {_volume(view, one)}",
        f"**Risk:** {md(proposal.risk)}",
        f"**Against it:** {' '.join(map(md, _against(view, one)))}",
        f"**Does a person decide?** {_who_decides(view, one)}",
        f"**Measure afterwards:** {md(view.says(proposal.measure))}",
    ]
    return [bullets(lines)]


def _step(view: View, activity: str) -> str:
    before = view.before(activity)
    return f"{in_quotes(view.title(activity))}{f' (renamed from {quoted(before)})' if before else ''}"


def _against(view: View, one: Opportunity) -> Iterator[str]:
    yield from one.proposal.against
    for other in view.analysis.opportunities:
        title = in_quotation_marks(view.says(other.proposal.title))
        if other.id == one.instead_of:
            yield f"It contradicts {title}, which counts in its place."
        if other.instead_of == one.id:
            yield f"It contradicts {title}, which saves less."


def _volume(view: View, one: Opportunity) -> str:
    """As recorded, and per week when that is known."""
    analysis = view.analysis
    volume = volume_of(one, analysis.order, analysis.assumptions)
    seen = f"{volume.cases} of {view.all} as recorded."
    if volume.per_week is None:
        return f"{seen} Per week not known: {_why_not_per_week(view)}."
    source = "assumed from the declared number" if volume.declared else "if all of them were recorded"
    saved = [
        f"{saved_range(saving, told)} of {part}"
        for part, told, saving in (
            ("work", worked, volume.in_a_week(one.work)),
            ("wait", duration, volume.in_a_week(one.wait)),
        )
        if saving is not None and saving.high_ms
    ]
    each = f", which would save {listed(saved)} a week" if saved else ""
    return f"{seen} About {volume.per_week:.2g} per week, {source}{each}."


def _why_not_per_week(view: View) -> str:
    n, timed = len(view.analysis.cases), view.analysis.order.timed_cases
    if n < FEW:
        return f"{view.all} {'is' if n == 1 else 'are'} too few"
    if timed < FEW:
        return f"of {view.cases(n - timed)} no time is"
    return "less than a week was recorded"


def _saving(one: Opportunity) -> str:
    share = one.proposal.share
    if not one.touches_time:
        return "not known." if share.high else "none."
    low, high = declared_percent(share.low), declared_percent(share.high)
    of = f"{low} to {high} of the baseline"
    if share.moves and one.wait_baseline_ms:
        of = f"{low} to {high} of the work, {declared_percent(share.low_of_wait)} to {high} of the wait"
    return f"{of}: work {saved_range(one.work, worked)}, wait {saved_range(one.wait, duration)}."


def _baseline(view: View, one: Opportunity, baselines: Baselines) -> str:
    if not one.touches_time:
        return "not known: no work or wait is." if one.proposal.share.high else "none: it is not about time."
    if not baselines.cases:
        return f"none of its own.{_left_out(one)}"
    most = view.facts.at_most(*one.proposal.activities)
    spent = [
        f"{bound}{told(length)} of {part} (per case {spread(summarise(values), told=told)})"
        for part, told, bound, length, values in (
            ("work", worked, "", one.work_baseline_ms, filter(None, baselines.work)),
            ("wait", duration, most, one.wait_baseline_ms, filter(None, baselines.wait)),
        )
        if length
    ]
    which = f"{view.of_all(baselines.cases)}: {first_named(baselines.cases)}"
    return f"{listed(spent)}, in {which}.{_left_out(one)}"


def _left_out(one: Opportunity) -> str:
    """The recorded time that is not in the baselines; the two add up to all of it."""
    clock, rest = one.proposal.clock_ms, one.proposal.rest_ms
    why = [
        *(
            [f"{duration(rest)} passed while the cases were complete, until they were taken up again"]
            if rest
            else []
        ),
        *([f"up to {duration(clock)} may be made by a clock that jumped ahead"] if clock else []),
        *([f"{duration(one.elsewhere_ms)} counts at a higher rank"] if one.elsewhere_ms else []),
    ]
    claims = one.proposal.claims
    what = listed([name for name, times in (("work", claims.work), ("wait", claims.wait)) if times])
    of = f"{duration(one.recorded_ms)}{f' of {what}' if what else ''}"
    return f" Left out of {of} recorded there: {listed(why)}." if why else ""


def _who_decides(view: View, one: Opportunity) -> str:
    if view.workflow is None:
        return "Not known: no workflow file says which steps are a judgement."
    judged = [view.title(activity) for activity in one.proposal.activities if view.is_judgement(activity)]
    if judged:
        return f"Yes. A judgement of a person {DECLARED}: {listed(judged)}. It can be prepared, not replaced."
    if one.proposal.person_decides:
        return (
            "No step of it is declared as a judgement. As proposed it finds, shows or prepares, and leaves to a person "
            "what to do."
        )
    return "No step of it is declared as a judgement. What it cannot settle still goes to a person."
