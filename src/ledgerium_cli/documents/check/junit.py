"""The result of a check as JUnit XML: a test for each deviation, each threshold and whatever else calls for a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal
from xml.etree import ElementTree

from ledgerium_cli.documents.check.lines import deviation_line, limit_line
from ledgerium_cli.documents.check.notes import Note, notes_of
from ledgerium_cli.findings.checks import Check, Found, Limit
from ledgerium_cli.output.text import plain


def as_junit(check: Check) -> str:
    """Accepted deviations are skipped tests with the reason, warnings are skipped tests, other notes are properties.
    Test names are unique, since programs that read JUnit would merge equal ones."""
    notes = notes_of(check)
    # Each threshold is a test of its own.
    failing = [one for one in notes if one.level == "error" and one.kind != "threshold"]
    tests = [*_tests(check), *_of_notes(failing, "failure")]
    if not tests and check.cases:
        tests = [_test("ledgerium", "no deviation")]
    tests += _of_notes([one for one in notes if one.level == "warning"], "skipped")
    failures = sum(one.find("failure") is not None for one in tests)
    skipped = sum(one.find("skipped") is not None for one in tests)
    counts = {"tests": str(len(tests)), "failures": str(failures), "errors": "0"}
    name = plain(check.workflow.name or "ledgerium check")
    suite = ElementTree.Element("testsuite", {"name": name, **counts, "skipped": str(skipped)})
    properties = ElementTree.SubElement(suite, "properties")
    for note in notes:
        if note.level == "note":
            ElementTree.SubElement(properties, "property", name=note.kind, value=plain(note.text))
    suite.extend(tests)
    root = ElementTree.Element("testsuites", {"name": "ledgerium check", **counts})
    root.append(suite)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _tests(check: Check) -> Iterator[ElementTree.Element]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in check.found:
        seen[same := (str(one.deviation.kind), one.deviation.case, one.deviation.activity)] += 1
        yield _test_of(one, seen[same], check)
    yield from map(_limit_test, check.limits)


def _test_of(one: Found, nth: int, check: Check) -> ElementTree.Element:
    deviation, fails = one.deviation, check.fails(one)
    test = _test(deviation.kind, _numbered(f"{deviation.case}: {check.called(deviation.activity)}", nth))
    kind = "failure" if fails else "skipped"
    judged = " Accepted by nobody: by a declared share all are judged together."
    why = judged if one.accepted is None and not fails else ""
    ElementTree.SubElement(test, kind, message=plain(f"{deviation_line(one)}{why}"))
    return test


def _limit_test(one: Limit) -> ElementTree.Element:
    test = _test("threshold", one.threshold.metric)
    if one.met is not True:
        kind = "failure" if one.met is False else "skipped"
        ElementTree.SubElement(test, kind, message=plain(limit_line(one)))
    return test


def _of_notes(notes: Sequence[Note], outcome: Literal["failure", "skipped"]) -> Iterator[ElementTree.Element]:
    seen: Counter[str] = Counter()
    for note in notes:
        seen[note.kind] += 1
        test = _test("ledgerium", _numbered(note.kind, seen[note.kind]))
        ElementTree.SubElement(test, outcome, message=plain(note.text))
        yield test


def _test(classname: str, name: str) -> ElementTree.Element:
    return ElementTree.Element("testcase", classname=plain(classname), name=plain(name))


def _numbered(name: str, nth: int) -> str:
    return name if nth == 1 else f"{name} ({nth})"
