"""The result of a check as text, Markdown, JSON, GitHub workflow commands, or JUnit XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from xml.etree import ElementTree

from ledgerium_cli.documents.analysis.render import filter_json
from ledgerium_cli.documents.condition import what_is_wrong
from ledgerium_cli.documents.github import Annotation, workflow_commands
from ledgerium_cli.documents.words import count, declared_percent, duration, listed, percent_against
from ledgerium_cli.findings.checks import Check, Found, Limit, OfNoCase
from ledgerium_cli.findings.statistics import FEW
from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.output.text import Markdown, md, plain, row, table_of_first
from ledgerium_cli.workflow.accepted import Accepted

MOST_CASES = 8
NOTHING_CHECKED = "Passed: there is no recording, so nothing was checked."


def as_text(check: Check) -> str:
    return "".join(f"{plain(line)}\n" for line in [*_lines(check), headline(check)])


def headline(check: Check) -> str:
    if not check.cases:
        return NOTHING_CHECKED
    limits = [one for one in check.limits if one.met is False]
    accepted = len(check.found) - len(check.open)
    return (
        f"{'Passed' if check.passed else 'Failed'}: {count(check.cases, 'case')} against {check.workflow.name}: "
        f"{count(len(check.open), 'deviation')}, {accepted} accepted, {count(len(limits), 'threshold')} missed."
    )


def _lines(check: Check) -> Iterator[str]:
    yield from (deviation_line(one) for one in check.found)
    yield from map(limit_line, check.limits)
    yield from map(expired_line, check.expired)
    yield from of_no_case_lines(check)
    yield from not_whole_lines(check)
    yield from filter_lines(check)
    yield from draft_lines(check)
    yield conforming_line(check)
    if check.fitness is not None and check.fitness.value is not None:
        yield f"Fitness with the declared workflow, by alignment: {check.fitness.value:.3f}."


def conforming_line(check: Check) -> str:
    (cases, of_cases), (steps, of_steps) = check.conforming_cases, check.conforming_steps
    return f"As declared or accepted: {cases} of {count(of_cases, 'case')}, {steps} of {count(of_steps, 'step')}."


def draft_lines(check: Check) -> Iterator[str]:
    if check.workflow.draft:
        yield (
            "Draft: the workflow file is one that nobody has confirmed, made from such cases; that they conform to it "
            "says nothing."
        )


def filter_lines(check: Check) -> list[str]:
    return [str(check.filtered)] if check.filtered is not None else []


def not_whole_lines(check: Check) -> Iterator[str]:
    for one in check.not_whole[:MOST_CASES]:
        yield f"Not whole: {one.id}: {what_is_wrong(one)}. What is missing there may be what is missing here."
    if (rest := len(check.not_whole) - MOST_CASES) > 0:
        yield f"Not whole: {count(rest, 'more recording')}."
    if check.not_read:
        files = count(check.not_read, "file holds", "files hold")
        yield f"Not read: {files} no recording that could be read. What was to be in there was not checked."


def deviation_line(one: Found) -> str:
    deviation = one.deviation
    lost = f" It took {duration(one.lost_ms)}." if one.lost_ms is not None else ""
    who = (
        f" Accepted by {one.accepted.who} until {one.accepted.until}: {one.accepted.why}"
        if one.accepted
        else ""
    )
    return f"{deviation.case}: {deviation.kind}: {deviation.reason}{lost}{who} [{evidence_text(one)}]"


def evidence_text(one: Found) -> str:
    return "; ".join(
        f"{own.recording}: {', '.join(map(str, own.events[:3]))}{' …' if len(own.events) > 3 else ''}"
        for own in one.deviation.evidence
    )


def limit_line(one: Limit) -> str:
    metric, is_time = one.threshold.metric, one.threshold.minutes is not None
    bound_words = duration(round(one.bound)) if is_time else declared_percent(one.bound)
    name = f"90th percentile of {metric}" if is_time else metric
    bound = f"{'at most' if is_time or metric == 'hold_rate' else 'at least'} {bound_words}"
    if one.met is None or one.value is None:
        why = "it takes five" if 0 < one.n < FEW else "nothing could tell"
        return f"{name}: not judged, {bound} is declared ({_basis(one)}; {why})."
    value = duration(round(one.value)) if is_time else percent_against(one.value, one.bound)
    by = f" by {duration(round(one.value - one.bound))}" if is_time and value == bound_words else ""
    return f"{name}: {value} ({_basis(one)}), {bound} is declared: {'met' if one.met else f'missed{by}'}."


def _basis(one: Limit) -> str:
    """n, or for shares the count and n."""
    if one.threshold.minutes is not None or one.value is None:
        return f"n = {one.n}"
    return f"{round(one.value * one.n)} of {one.n}"


def expired_line(one: Accepted) -> str:
    return f"Expired on {one.until}: {_acceptance(one)}."


def _acceptance(one: Accepted) -> str:
    case = f" in {one.case}" if one.case is not None else ""
    return f"{one.kind} of {one.activity}{case}, accepted by {one.who}"


def of_no_case_lines(check: Check) -> Iterator[str]:
    """Those that are perhaps misspelt each by itself; the others may be of other recordings."""
    yield from map(misspelt_line, check.misspelt)
    others = [str(one.accepted.case) for one in check.of_no_case if one.near is None]
    if others:
        named = listed([*dict.fromkeys(others)], MOST_CASES)
        yield f"Covers nothing here: what was accepted in {named}, since no such case was checked."


def misspelt_line(one: OfNoCase) -> str:
    return (
        f"Covers nothing: {_acceptance(one.accepted)}, since no such case was checked. If {one.near} is meant, write "
        "it so."
    )


def as_md(check: Check) -> str:
    blocks = [f"## {md(headline(check))}"]
    if check.found:
        by_kind = sorted(check.found, key=lambda one: (one.deviation.kind, one.deviation.activity))
        rows = [
            _row([*own])
            for _, own in groupby(by_kind, key=lambda one: (one.deviation.kind, one.deviation.activity))
        ]
        head = ["Deviation", "Activity", "Cases", "Accepted", "Time lost", "First seen in events"]
        blocks += table_of_first(head, rows, set())
    told = [
        *map(limit_line, check.limits),
        *map(expired_line, check.expired),
        *of_no_case_lines(check),
        *not_whole_lines(check),
        *filter_lines(check),
        *draft_lines(check),
        conforming_line(check),
    ]
    blocks.append("\n".join(f"- {md(line)}" for line in told))
    return "\n\n".join(blocks) + "\n"


def _row(own: list[Found]) -> list[Markdown]:
    deviation = own[0].deviation
    lost = [one.lost_ms for one in own if one.lost_ms is not None]
    cases = [*dict.fromkeys(one.deviation.case for one in own)]
    accepted = sum(one.accepted is not None for one in own)
    return row(
        md(deviation.kind),
        md(deviation.activity),
        md(f"{len(cases)}: {listed(cases, MOST_CASES)}"),
        str(accepted),
        duration(sum(lost)) if lost else "–",
        md(evidence_text(own[0])),
    )


def as_json(check: Check) -> str:
    told = {
        "format": 1,
        "passed": check.passed,
        "workflow": check.workflow.name or None,
        "draft": check.workflow.draft,
        "filter": filter_json(check.filtered),
        "cases": check.cases,
        "conforming": {
            "cases": dict(zip(("met", "n"), check.conforming_cases, strict=True)),
            "steps": dict(zip(("met", "n"), check.conforming_steps, strict=True)),
        },
        "deviations": [
            {
                "kind": one.deviation.kind,
                "case": one.deviation.case,
                "activity": one.deviation.activity,
                "reason": str(one.deviation.reason),
                "lost_ms": one.lost_ms,
                "accepted": one.accepted,
                "evidence": [
                    {"recording": own.recording, "events": own.events} for own in one.deviation.evidence
                ],
            }
            for one in check.found
        ],
        "thresholds": [
            {
                "metric": one.threshold.metric,
                "statistic": "p90_ms" if one.threshold.minutes is not None else "share",
                "bound": one.bound,
                "value": one.value,
                "n": one.n,
                "met": one.met,
            }
            for one in check.limits
        ],
        "expired": check.expired,
        "of_no_case": [{"accepted": one.accepted, "near": one.near} for one in check.of_no_case],
        "not_whole": [{"recording": one.id, "why": what_is_wrong(one)} for one in check.not_whole],
        "not_read": check.not_read,
        "fitness": check.fitness.value if check.fitness is not None else None,
    }
    return written(told).decode()


def as_github(check: Check) -> str:
    """GitHub workflow commands: an error for everything that fails the check, a warning for an acceptance that expired
    or is misspelt."""
    told: list[Annotation] = [
        ("error" if check.each_counts else "warning", one.place, deviation_line(one)) for one in check.open
    ]
    told += [("error", check.declared_in, limit_line(one)) for one in check.limits if one.met is False]
    told += [("warning", check.accepted_in, expired_line(one)) for one in check.expired]
    told += [("warning", check.accepted_in, misspelt_line(one)) for one in check.misspelt]
    return workflow_commands(told, " ".join([headline(check), *filter_lines(check)]))


def as_junit(check: Check) -> str:
    """A test for each deviation and threshold; accepted deviations are skipped tests with the reason. Test names are
    unique, since programs that read JUnit would merge equal ones."""
    seen: Counter[tuple[str, str, str]] = Counter()
    tests = []
    for one in check.found:
        seen[same := (str(one.deviation.kind), one.deviation.case, one.deviation.activity)] += 1
        tests.append(_test_of(one, seen[same], fails=check.each_counts))
    tests += [_limit_test(one) for one in check.limits]
    if not tests:
        tests = [_test_of_none(check)]
    failures = sum(one.find("failure") is not None for one in tests)
    skipped = sum(one.find("skipped") is not None for one in tests)
    counts = {"tests": str(len(tests)), "failures": str(failures), "errors": "0"}
    name = plain(check.workflow.name or "ledgerium check")
    suite = ElementTree.Element("testsuite", {"name": name, **counts, "skipped": str(skipped)})
    for line in filter_lines(check):
        properties = ElementTree.SubElement(suite, "properties")
        ElementTree.SubElement(properties, "property", name="filter", value=plain(line))
    suite.extend(tests)
    root = ElementTree.Element("testsuites", {"name": "ledgerium check", **counts})
    root.append(suite)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _test_of(one: Found, nth: int, *, fails: bool) -> ElementTree.Element:
    deviation = one.deviation
    name = f"{deviation.case}: {deviation.activity}" + (f" ({nth})" if nth > 1 else "")
    test = ElementTree.Element("testcase", classname=plain(deviation.kind), name=plain(name))
    kind = "failure" if one.accepted is None and fails else "skipped"
    judged = " Accepted by nobody: by a declared share all are judged together."
    why = judged if one.accepted is None and not fails else ""
    ElementTree.SubElement(test, kind, message=plain(f"{deviation_line(one)}{why}"))
    return test


def _test_of_none(check: Check) -> ElementTree.Element:
    """A placeholder test, for programs that take a report without tests as a failure."""
    if check.cases:
        return ElementTree.Element("testcase", classname="ledgerium", name="no deviation")
    test = ElementTree.Element("testcase", classname="ledgerium", name="no recording")
    ElementTree.SubElement(test, "skipped", message=NOTHING_CHECKED)
    return test


def _limit_test(one: Limit) -> ElementTree.Element:
    test = ElementTree.Element("testcase", classname="threshold", name=one.threshold.metric)
    if one.met is not True:
        kind = "failure" if one.met is False else "skipped"
        ElementTree.SubElement(test, kind, message=plain(limit_line(one)))
    return test


FORMATS: Mapping[str, Callable[[Check], str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_md,
    "github": as_github,
    "junit": as_junit,
}
