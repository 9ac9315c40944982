"""The shipped example: its documents are those that its recordings give, and say what happened."""

import json
from pathlib import Path

import pytest

from ledgerium_cli.build import made_anew
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.load import load
from ledgerium_cli.output.content import bytes_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "sales-order"
COMMITTED = EXAMPLE / "ledgerium-out"


@pytest.fixture(scope="module")
def documents():
    loaded = load([str(EXAMPLE)], model=True)
    assert loaded.problems == ()
    assert loaded.folder == COMMITTED
    anew = made_anew(View(loaded.analysis, loaded.recordings_at_hand)).documents
    return {name: bytes_of(content).decode() for name, content in anew.items()}


@pytest.mark.parametrize(
    "name",
    [
        "sop.md",
        "sop.base.md",
        "map.dot",
        "map.svg",
        "report.md",
        "opportunities.md",
        "report.html",
        "analysis.json",
    ],
)
def test_the_committed_documents_are_those_of_the_recordings(documents, name):
    committed = (COMMITTED / name).read_text("utf-8")
    assert documents[name] == committed, "run `./dev golden` and read the diff"


def test_what_happened_was_found(documents):
    analysis = json.loads(documents["analysis.json"])
    cases = {case["id"]: case for case in analysis["cases"]}
    assert list(cases) == [f"SO-{number}" for number in range(1042, 1052)]
    assert {case for case, found in cases.items() if found["held"]} == {"SO-1045", "SO-1048"}
    assert {case for case, found in cases.items() if not found["complete"]} == {"SO-1048"}
    [released] = cases["SO-1045"]["holds"]
    [kept] = cases["SO-1048"]["holds"]
    assert released["end"] is not None
    assert kept["end"] is None
    assert [(one["kind"], one["case"], one["activity"]) for one in analysis["deviations"]] == [
        ("missing step", "SO-1046", "credit-check")
    ]
    assert {case for case, found in cases.items() if found["paused_ms"]} == {"SO-1049"}
    again = {case for case, found in cases.items() if found["variant"].count("enter-order") > 1}
    assert again == {"SO-1043", "SO-1044", "SO-1047"}
    assert analysis["metrics"]["hold_rate"]["held"] == 2
    assert analysis["metrics"]["hold_rate"]["n"] == 9
    assert analysis["metrics"]["credit_check_wait"]["without"] == ["SO-1046"]
    assert "Called the customer" in documents["sop.md"]


def test_the_three_opportunities_of_sales_order_processing_are_found(documents):
    found = {one["rule"] for one in json.loads(documents["analysis.json"])["opportunities"]}
    assert {"check-on-entry", "check-automatically", "escalate-stalled"} <= found


def test_an_alert_claims_what_the_one_late_order_waited_beyond_two_minutes(documents):
    """SO-1048 is open, and past the target by its age alone: it was seen to wait for 14 seconds."""
    analysis = json.loads(documents["analysis.json"])
    [alert] = [one for one in analysis["opportunities"] if one["rule"] == "escalate-stalled"]
    waited = analysis["metrics"]["credit_check_wait"]["by_case_ms"]
    assert [case for case, ms in waited.items() if ms > 120_000] == ["SO-1045"]
    assert alert["wait_baseline_ms"] == waited["SO-1045"] - 120_000
    assert alert["cases"] == ["SO-1045", "SO-1048"]


def test_without_the_workflow_file_the_steps_are_still_those_of_the_work(tmp_path):
    for file in EXAMPLE.glob("*.jsonl"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    analysis = load([str(tmp_path)]).analysis
    assert [case.id for case in analysis.cases] == [f"SO-{number}" for number in range(1042, 1052)]
    assert analysis.variants[0].activities == (
        "save-the-order-erp-localhost-8802",
        "validate-the-order-erp-localhost-8802",
        "run-the-credit-check-credit-localhost-8803",
        "confirm-the-order-erp-localhost-8802",
        "release-the-order-erp-localhost-8802",
    )
    assert all(one.activity.decided_by == "guess" for one in analysis.activities)
    assert {case.held for case in analysis.cases} == {True, None}


def test_the_template_fits_the_example_without_being_fitted_to_it():
    template = Path(__file__).parents[1] / "src/ledgerium_cli/workflow/templates/sales-order.toml"
    by_template = load([str(EXAMPLE)], template).analysis
    fitted = load([str(EXAMPLE)]).analysis
    assert [case.variant for case in by_template.cases] == [case.variant for case in fitted.cases]
    assert [case.held for case in by_template.cases] == [case.held for case in fitted.cases]
    assert [case.parts for case in by_template.cases] == [case.parts for case in fitted.cases]
