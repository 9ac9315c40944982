"""The result of a check as SARIF 2.1.0 for code scanning: one rule for each kind of finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

import msgspec

from ledgerium_cli import __version__
from ledgerium_cli.documents.check.lines import deviation_line
from ledgerium_cli.documents.check.notes import Note, notes_of
from ledgerium_cli.findings.checks import Check, Found
from ledgerium_cli.output.json_pieces import written
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.files import STANDARD_INPUT
from ledgerium_cli.recording.places import Place

RULES = {
    "missing-step": "A step that the declared workflow requires was not seen.",
    "extra-step": "A step was seen that the declared workflow does not have.",
    "out-of-order": "A step came before one that should have come first.",
    "too-often": "A step was performed more often than declared.",
    "forbidden-combination": "A step went through under a condition under which it never must.",
    "threshold": "A number misses the threshold that is declared for it.",
    "expired-acceptance": "An acceptance ended before the recordings did.",
    "misspelt-acceptance": "An acceptance names a case that is spelt otherwise, and covers nothing.",
    "not-whole": "A recording is not whole: what is missing there may be what is missing in a case.",
    "perhaps-twice": "A recording shows what another one shows, and may count twice.",
    "clocks": "Clocks of two people disagree, so that the order of what they did is not certain.",
    "hold-sign": "Holds were released and none was seen to begin: their sign may read otherwise by now.",
    "case-rule": "Nothing in a recording shows a case as the workflow file declares it.",
    "never-seen": "A required step was seen in no case, and none is known to have come to a declared end without it.",
    "demands-nothing": "The workflow file requires no step and no order, and forbids nothing.",
    "draft": "The workflow file is a draft that nobody has confirmed.",
}
"""Descriptions by rule id, in order."""
IDS = [*RULES]
Json = dict[str, object]


def as_sarif(check: Check) -> str:
    """An accepted deviation is a suppressed result with the reason. The same deviation of the same case has the same
    fingerprint in every run, wherever its file is. A note about a file that calls for a look is a result there, any
    other a notification of the run."""
    notes = notes_of(check)
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Ledgerium",
                        "version": __version__,
                        "rules": [
                            {"id": rule, "shortDescription": {"text": text}} for rule, text in RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [*_deviations(check), *_about_files(notes)],
                "invocations": [
                    {"executionSuccessful": True, "toolExecutionNotifications": [*_about_the_run(notes)]}
                ],
            }
        ],
    }
    return written(log).decode()


def _deviations(check: Check) -> Iterator[Json]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in check.found:
        deviation = one.deviation
        same = (str(deviation.kind), deviation.case, deviation.activity)
        seen[same] += 1
        level = "error" if check.each_counts or check.fails(one) else "warning"
        result = _result(
            deviation.kind.replace(" ", "-"), level, deviation_line(one), (*same, str(seen[same]))
        )
        yield {**result, **_where(one.place), **_suppressed(one)}


def _about_files(notes: Sequence[Note]) -> Iterator[Json]:
    for note in notes:
        if _is_result(note):
            result = _result(_rule(note), note.level, note.text, note.same or (note.text,))
            yield {**result, **_where(note.place)}


def _about_the_run(notes: Sequence[Note]) -> Iterator[Json]:
    for note in notes:
        if not _is_result(note):
            yield {
                "descriptor": {"id": _rule(note)},
                "level": note.level,
                "message": {"text": plain(note.text)},
            }


def _is_result(note: Note) -> bool:
    return note.level == "error" or (note.level == "warning" and note.place is not None)


def _rule(note: Note) -> str:
    return note.kind.replace(" ", "-")


def _result(rule: str, level: str, text: str, same: tuple[str, ...]) -> Json:
    fingerprint = sha256(msgspec.json.encode((rule, *same))).hexdigest()
    return {
        "ruleId": rule,
        "ruleIndex": IDS.index(rule),
        "level": level,
        "message": {"text": plain(text)},
        "partialFingerprints": {"ledgerium/v1": fingerprint},
    }


def _suppressed(one: Found) -> Json:
    if one.accepted is None:
        return {}
    reason = f"{one.accepted.who}, until {one.accepted.until}: {one.accepted.why}"
    return {"suppressions": [{"kind": "external", "justification": plain(reason)}]}


def _where(place: Place | None) -> Json:
    if place is None or place.file == STANDARD_INPUT:
        return {}
    path = PurePath(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
    region: Json = {"region": {"startLine": place.line}} if place.line is not None else {}
    return {"locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, **region}}]}
