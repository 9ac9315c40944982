"""`sop.md`: the procedure as observed, with its evidence. Sections follow EPA QA/G-6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli import __version__
from ledgerium_cli.documents.condition import imported_evidence, origin
from ledgerium_cli.documents.heading import heading
from ledgerium_cli.documents.merge.text.wording import ADDED, CONTROL, EDITED, MADE, NO_WORKFLOW, REVISIONS
from ledgerium_cli.documents.report.targets import at_most
from ledgerium_cli.documents.sop.content import usual, version_of
from ledgerium_cli.documents.sop.edits import People
from ledgerium_cli.documents.sop.exceptions import exceptions
from ledgerium_cli.documents.sop.learning import learning
from ledgerium_cli.documents.sop.outside import outside
from ledgerium_cli.documents.sop.procedure import procedure
from ledgerium_cli.documents.sop.programs import for_programs
from ledgerium_cli.documents.sop.revisions.section import revisions
from ledgerium_cli.documents.sop.roles import roles
from ledgerium_cli.documents.sop.sentences import BROKEN, CONTACT, NOT_SEEN, VERSION, through
from ledgerium_cli.documents.view.ends import any_of
from ledgerium_cli.documents.view.model import DECLARED, View, by_mark, stated
from ledgerium_cli.documents.view.nameless import nameless
from ledgerium_cli.documents.view.perhaps import judged_of, perhaps_broken, unseen_begin
from ledgerium_cli.documents.view.program_names import program_names
from ledgerium_cli.documents.view.ways import filled_sometimes
from ledgerium_cli.documents.words import (
    COUNTED_ONCE,
    MOST_NAMED,
    NEVER,
    count,
    declared_percent,
    first_named,
    listed,
)
from ledgerium_cli.output.text import Markdown, bullets, md, quoted, row, table, table_of_first
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.workflow.ends import required_in
from ledgerium_cli.workflow.wire import Activity, Target

MOST_EXAMPLES = 3
NOT_STATED = "Nobody has stated it yet."
BRACKETS = (
    f"Brackets name a recording, as listed in “{MADE}”, and its events: what has brackets can be looked up, by a click "
    "on them in `report.html`, or by `ledgerium sql` with the name of the recording: "
    "`SELECT * FROM events WHERE recording = 'NAME' AND event = 20`."
)
BRACKETS_OF_LOG = (
    f"Brackets name a log, as listed in “{MADE}”, and its rows: what has brackets can be looked up, by a click on them "
    "in `report.html`."
)


def render_sop(view: View, previous: str | None = None, people: People | None = None) -> str:
    """The SOP as Markdown. Each statement is cited, marked as declared by a person, or absent.

    `previous` is what the last build generated, from which the revisions continue. `people` are the edits: they are
    part of the version, but their words are not in the result.
    """
    people = people or People()
    version = version_of(view, people.now)
    sections = [
        _title(view), _control(view, version), _purpose(view), _scope(view), roles(view), _systems(view),
        procedure(view), _must_hold(view), exceptions(view), outside(view), _completion(view), learning(view),
        _sources(view), for_programs(view, version),
    ]  # fmt: skip
    body = "\n\n".join(section for section in sections if section)
    return f"{body}\n\n{revisions(view, version, body, previous, people)}\n"


def _title(view: View) -> str:
    blocks = heading("Standard operating procedure, as observed", view, times=False)
    told = (
        f"What a person wrote into the workflow file is marked {DECLARED}; all else was observed"
        if view.workflow is not None
        else "What is told here was observed"
    )
    blocks.append(
        f"{told}. What people wrote into this document is marked {EDITED} or {ADDED}, and “{MADE}” names the parts "
        "that are theirs."
    )
    blocks.append(BRACKETS if view.sources.has_recordings else BRACKETS_OF_LOG)
    return "\n\n".join(blocks)


def _control(view: View, version: str) -> str:
    """Only what somebody declared."""
    lines = []
    if view.workflow is not None:
        document = view.workflow.document
        rows = (
            ("Owner", view.workflow.owner), ("Approver", document.approver),
            ("Effective from", document.effective), ("Review by", document.review),
            (CONTACT.removesuffix(": "), document.contact),
        )  # fmt: skip
        lines = [f"{what}: {stated(who)}" for what, who in rows if who is not None]
    lines.append(
        f"{VERSION}`{version}`, based on {view.scope}. “{REVISIONS}” gets a row when the procedure says "
        "something else, not when only counts and times change."
    )
    return f"## {CONTROL}\n\n{bullets(lines)}"


def _purpose(view: View) -> str:
    purpose = view.workflow.purpose if view.workflow is not None else None
    return f"## Purpose\n\n{stated(purpose) if purpose else _not_stated(view, 'purpose')}"


def _not_stated(view: View, what: str) -> str:
    if view.workflow is None:
        return f"{NOT_STATED} Declare `{what}` in a workflow file: `ledgerium init --from` drafts one."
    return f"{NOT_STATED} Add `{what}` to the workflow file."


def _scope(view: View) -> str:
    scope = view.workflow.scope if view.workflow is not None else None
    lines: list[str] = [stated(scope)] if scope else []
    if gaps := bullets(_not_seen(view)):
        lines += ["What was not seen:", gaps]
    return "\n\n".join(["## Scope", *(lines or [_not_stated(view, "scope")])])


def _not_seen(view: View) -> Iterator[str]:
    for activity in view.declared.values():
        if activity.id not in view.looks:
            whose = f" for {quoted(activity.role)}" if activity.role is not None else ""
            yield f"{quoted(activity.title)} is declared{whose}, but no recording shows it."
    if cut_off := [
        view.cite.labels[one.id] for one in view.analysis.recordings if one.condition.seal == "missing"
    ]:
        one, its = (
            ("Recording", "its last event") if len(cut_off) == 1 else ("Recordings", "their last events")
        )
        was = "was" if len(cut_off) == 1 else "were"
        yield f"{one} {listed(cut_off, MOST_NAMED)} {was} cut off: what came after {its} is not known."
    yield from view.in_no_order("left out where steps follow each other")
    yield from _not_named(view)
    yield from _not_shown(view)
    yield from _not_kept(view)
    yield from _not_decided(view)
    if view.sources.has_logs:
        yield "What is done within a step: a log holds activities only, no clicks, pages or messages."


def _not_named(view: View) -> Iterator[str]:
    if (found := nameless(view)) is not None:
        where = listed([quoted(view.called(one)) for one in found.activities], MOST_NAMED)
        yield (
            f"The control of {found.counted}, in {where}: what recorded them could read no name of it. "
            "Who knows it writes it into the step."
        )


def _not_shown(view: View) -> Iterator[str]:
    if (found := program_names(view)) is not None:
        where = listed([quoted(view.called(one)) for one in found.activities], MOST_NAMED)
        names = listed([*map(quoted, found.names[:MOST_EXAMPLES])])
        such = f"Names such as {names} look" if len(found.names) > 1 else f"The name {names} looks"
        ids = "ids" if len(found.names) > 1 else "an id"
        yield (
            f"What the screen calls some controls, in {where}. {such} like {ids} of the page's program. "
            "Who knows the control writes its name into the step."
        )


def _not_kept(view: View) -> Iterator[str]:
    """Our own recorder never keeps what was typed; imports from other programs leave it out and usually count it."""
    recordings = [one for one in view.analysis.recordings if one.log is None]
    imported = [one for one in recordings if one.is_imported]
    ours = len(imported) < len(recordings)
    if ours:
        yield "What was typed or chosen: the recorder does not keep it."
    if imported:
        also = " in recordings of other programs" if ours else ""
        yield f"What was typed or chosen{also}: {_dropped(view, imported)}."


def _not_decided(view: View) -> Iterator[str]:
    """Where people filled in a field only sometimes, a note that no recording shows why."""
    ways = {
        found.activity.id: [*map(filled_sometimes, usual(view.ways(found.activity.id)))]
        for found in view.analysis.activities
    }
    at = [quoted(view.called(activity)) for activity, own in ways.items() if any(own)]
    fields = dict.fromkeys(name for own in ways.values() for names in own for name in names)
    if at:
        yield (
            f"Why {listed([*map(quoted, fields)], MOST_EXAMPLES)} {'was' if len(fields) == 1 else 'were'} filled in "
            f"only sometimes, at {listed(at, MOST_NAMED)}: the step says how often."
        )


def _dropped(view: View, imported: Sequence[RecordingFacts]) -> str:
    """How many values were left out, if all recordings say."""
    labels = listed([view.cite.labels[one.id] for one in imported], MOST_NAMED)
    one = len(imported) == 1
    known = [one.condition.dropped for one in imported if one.condition.dropped is not None]
    n = sum(known)
    if len(known) == len(imported) and not n:
        return f"{labels} {'has' if one else 'have'} none of it"
    dropped = (
        f"{count(n, 'value')} {'was' if n == 1 else 'were'}" if len(known) == len(imported) else "it was"
    )
    return f"{dropped} left out when {labels} {'was' if one else 'were'} imported"


def _systems(view: View) -> str:
    """The systems in which more was done than to navigate, and those to which the procedure sends its reader."""
    used: dict[str, list[str]] = {}
    for found in view.analysis.activities:
        told = (one.system for way in usual(view.ways(found.activity.id)) for one in way.actions)
        worked = (host for look in view.looks[found.activity.id] for host in look.shape.used_in)
        for host in filter(None, (*worked, *told)):
            used.setdefault(host, []).append(view.called(found.activity.id))
    rows = [
        [view.system(host), md(host), Markdown("; ".join(md(title) for title in dict.fromkeys(titles)))]
        for host, titles in used.items()
    ]
    known = table(["System", "Address", "Seen in use for"], rows) if rows else "No system was named."
    lines = ["## Before you start", "", known]
    if view.workflow is not None and view.workflow.prerequisites:
        lines += ["", bullets(map(stated, view.workflow.prerequisites))]
    return "\n".join(lines)


def _must_hold(view: View) -> str:
    """Through which steps each case goes, and the combinations declared never to happen, and whether they did."""
    lines = [*_every_case(view)]
    declared = view.workflow.never if view.workflow is not None else ()
    while_held = {never.activity for never in declared if never.condition == "hold_open"}
    for never in declared:
        beside = never.condition == "check_breached" and never.activity in while_held
        broken = {one.case for one in view.broken(never.activity, never.condition)}
        perhaps = perhaps_broken(view, never)
        if never.condition == "hold_open" and (doubt := unseen_begin(view.analysis.metrics.hold_rate)):
            perhaps += f"; but {doubt}"
        rule = f"- Never {quoted(view.called(never.activity))} {NEVER[never.condition]}: {stated(never.why)}"
        kept = (
            f"{BROKEN}{len(broken)} of {view.cases(judged_of(view, never))} in which it was done"
            f"{f': {first_named(sorted(broken))}' if broken else ''}"
            f"{perhaps}."
            f"{f' {COUNTED_ONCE}' if beside else ''}"
        )
        came = "came further than to try it" if never.activity in view.looks else "came to it"
        done = view.facts.done_in[never.activity]
        lines.append(f"{rule}{kept if done else f'{NOT_SEEN}no {view.case} {came}.'}")
    return "\n".join(["## Rules that must hold", "", *lines]) if lines else ""


def _every_case(view: View) -> Iterator[str]:
    workflow = view.workflow
    if workflow is None or not (workflow.ordered or required_in(workflow)):
        return
    required = required_in(workflow)
    steps = [
        f"{quoted(view.called(one.id))}{_unless(one, one.id in required)}" for one in workflow.activities
    ]
    how = "these steps in this order" if workflow.ordered else "these steps, in any order"
    if steps:
        yield f"- {through(view.case)}{how}: {listed(steps)}. {DECLARED}"


def _unless(activity: Activity, is_required: bool) -> str:
    """When a case goes without an activity; empty for never."""
    if is_required:
        return ""
    return " (or another end)" if activity.required else " (where needed)"


def _completion(view: View) -> str:
    targets = [
        f"Target: {_metric(view, one.metric)} {_bound(one)} {DECLARED}"
        for one in (view.workflow.targets if view.workflow is not None else ())
    ]
    return "\n\n".join(["## Completion", *_ends(view), *targets])


def _bound(target: Target) -> str:
    return (
        at_most(target.minutes)
        if target.minutes is not None
        else f"at most {declared_percent(target.share or 0)}"
    )


def _ends(view: View) -> Iterator[str]:
    """When a case is complete, and which were not."""
    marked, handed_on = view.facts.marked, view.facts.done_by_mark
    by_mark_only = f"{first_named(marked)}, which {by_mark(len(marked))}"
    if not view.ends:
        known = f", but for {by_mark_only}" if marked else ""
        yield f"No end is declared: which cases are complete is not known{known}."
        return
    end = any_of(view.ends, lambda activity: quoted(view.called(activity)))
    still_open = view.analysis.metrics.open_cases.cases
    seen = view.facts.counted
    told = f", in {len(handed_on)} of them only as a mark of the person recording ({first_named(handed_on)})"
    yield (
        f"The {view.case} is complete when {end} is done {DECLARED}: seen "
        f"for {view.of_all(seen)}{told if handed_on else ''}."
    )
    if marked:
        yield f"Ended before it, neither complete nor open: {by_mark_only}."
    if still_open:
        yield f"Still open at the end of the recordings: {first_named(still_open)}."


def _metric(view: View, metric: str) -> Markdown:
    titles = {one.id: one.title for one in (view.workflow.metrics if view.workflow is not None else ())}
    return md(titles.get(metric, {"hold_rate": "hold rate"}.get(metric, "cycle time")))


def _sources(view: View) -> str:
    recordings = view.analysis.recordings
    rows = (
        row(
            view.cite.labels[one.id], md(one.id),
            md(one.actor) if one.log is None else f"{one.log} log",
            view.began(one),
            str(one.events), _sealed(one), f"`{(one.source_sha256 or one.sha256)[:12]}`",
        )
        for one in recordings
    )  # fmt: skip
    head = ["", "Recording", "Recorded by", view.in_zone("Start"), "Events", "Sealed", "SHA-256"]
    rules = f"the workflow file {quoted(view.workflow.name)}" if view.workflow is not None else NO_WORKFLOW
    kind = "recording" if view.sources.has_recordings else "log"
    which = f"this {kind}" if len(recordings) == 1 else f"these {kind}s"
    blocks = [f"By Ledgerium {__version__} from {which} and {rules}."]
    if imported := imported_evidence(view):
        blocks.append(imported)
    return "\n\n".join([f"## {MADE}", *blocks, *table_of_first(head, rows, {4}, len(recordings))])


def _sealed(one: RecordingFacts) -> Markdown:
    """Whether the recording is sealed; an imported one is not, since its seal is only that of the conversion."""
    if one.is_imported:
        return Markdown(f"no: {origin(one)}")
    if one.log is not None:
        return Markdown("no: logs have no seal")
    return Markdown("yes" if one.sealed else "no")
