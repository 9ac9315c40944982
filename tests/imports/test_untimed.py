"""A recording of which only the order of events is known has no times: none is made of its one instant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.differences.render import as_text
from ledgerium_cli.documents.differences.side import side_of
from ledgerium_cli.findings.analysis import Analysis, find
from ledgerium_cli.findings.differences.compare import compare
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.devtools import read
from ledgerium_cli.load import NoCaseLeft, load

from ..findings.make import Did, case

PAGE = "https://desk.example/tickets/{}"
FLOW = """
format = 1
name = "Tickets"
ends_with = "close"
case = { name = "ticket", pattern = 'T-[0-9]+' }
[[activities]]
id = "hold"
title = "Put on hold"
belongs = [{ element = "hold" }]
[[activities]]
id = "close"
title = "Close"
belongs = [{ element = "close" }]
[[holds]]
kind = "query"
activity = "hold"
begins = [{ element = "hold" }]
ends = [{ element = "close" }]
[calendar]
hours = ["Mon-Fri 00:00-24:00"]
zone = "UTC"
"""


def recorded(folder: Path, number: int) -> Path:
    """A ticket that is put on hold and closed."""
    page = {"url": PAGE.format(f"T-{number}"), "title": f"Ticket T-{number}"}
    steps = [
        {"type": "navigate", "url": page["url"], "assertedEvents": [{"type": "navigation", **page}]},
        *(
            {
                "type": "click",
                "selectors": [[f'aria/{name}[role="button"]']],
                "assertedEvents": [{"type": "navigation", **page, "title": f"{page['title']} {name}"}],
            }
            for name in ("Hold", "Close")
        ),
    ]
    given = Given(actor="Ana", recorded_at="2026-03-02T08:00Z")
    found = read(json.dumps({"title": "Tickets", "steps": steps}).encode(), f"t{number}.json", given)
    file = folder / f"t{number}.jsonl"
    file.write_bytes(found.recordings[0].trace)
    return file


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    folder = tmp_path_factory.mktemp("untimed")
    (folder / "workflow.toml").write_text(FLOW, encoding="utf-8")
    for number in range(1, 7):
        recorded(folder, number)
    return load([str(folder)]).analysis


def test_nothing_of_it_is_zero(analysis: Analysis) -> None:
    assert [(one.variant, one.complete, one.cycle_ms) for one in analysis.cases][:1] == [
        (("hold", "close"), True, None)
    ]
    assert (analysis.metrics.cycle.n, analysis.metrics.counted) == (0, 6)
    assert (analysis.metrics.hold_rate.closed, analysis.metrics.hold_rate.time_to_release.n) == (6, 0)
    assert [(path.count, path.between.n) for path in analysis.paths if path.source and path.target] == [
        (6, 0)
    ]
    assert [(trend.periods, trend.untimed) for trend in analysis.trends] == [((), 6)] * 2
    assert analysis.working is not None
    assert (analysis.working.cycle.n, [one.cycle_ms for one in analysis.working.cases]) == (0, [None] * 6)


def test_documents_call_it_not_known(analysis: Analysis) -> None:
    documents = documents_of(analysis)
    assert "| Cycle time | not known | 6 complete tickets | Time per case |" in documents["report.md"]
    assert "Time to release, over closed holds only: not known." in documents["report.md"]
    assert "of such a recording only the order of the events is known" in documents["report.md"]
    assert "counts in no week and no month" in documents["report.md"]
    assert "none of which is finished" not in documents["sop.md"]
    assert "Released by Ana." in documents["sop.md"]
    for name in ("report.md", "sop.md"):
        assert " 0 s" not in documents[name]
    told = json.loads(documents["analysis.json"])
    assert {case["cycle_ms"] for case in told["cases"]} == {None}


def test_no_filter_by_length_takes_it(tmp_path: Path) -> None:
    file = recorded(tmp_path, 1)
    for length in ("longer=0s", "shorter=1h"):
        with pytest.raises(NoCaseLeft):
            load([str(file)], conditions=parse_conditions([length], []))


def test_a_filter_by_day_goes_by_the_day_that_was_given_and_says_so(tmp_path: Path) -> None:
    file = recorded(tmp_path, 1)
    kept = load([str(file)], conditions=parse_conditions(["since=2026-03-02"], [])).analysis
    assert "When a recording without times was made is as given." in documents_of(kept)["report.md"]
    with pytest.raises(NoCaseLeft):
        load([str(file)], conditions=parse_conditions(["since=2026-03-03"], []))


def test_a_comparison_with_recordings_that_have_times_says_that_they_are_not_known(
    analysis: Analysis,
) -> None:
    """Of work, wait and cycle time alike: 0 is said of none, nor that it was not seen."""
    timed = find((), (case("T-9", Did("hold", 0, 1), Did("close", 2, 3)),), None)
    told = as_text(compare(side_of(timed, "A"), side_of(analysis, "B")))
    for what in ("Cycle time (3 min 00 s (n = 1)", "Work per case (2 min 00 s (n = 1)"):
        assert f"{what} → not known)" in told
    assert "not seen" not in told
