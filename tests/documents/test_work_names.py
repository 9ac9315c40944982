"""Recordings that say they are of different work do not become one process in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.work_names import called_differently
from ledgerium_cli.load import load
from ledgerium_cli.workflow.wire import Workflow

from .make import Take, analysed, nine_orders, sales_order

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"


def recorded(*called: str, workflow: Workflow | None = None) -> Analysis:
    """A recording of an order each, with what the person recording called the work."""
    return analysed(
        *(
            Take(f"r-{n}", "Ana", 100 * n)
            .fill(100 * n + 5, f"SO-100{n}")
            .press(100 * n + 9, f"SO-100{n}", "Save order")
            .recording(workflow=name)
            for n, name in enumerate(called)
        ),
        workflow=workflow,
    )


def test_every_document_says_by_which_names_recordings_call_their_work() -> None:
    documents = documents_of(recorded("Payroll", "Travel claims", "Payroll"))
    for name in ("sop.md", "report.md", "opportunities.md", "report.html"):
        text = " ".join(documents[name].split())
        assert "Called differently:" in text, name
        assert (
            "“Payroll” (2 recordings) and “Travel claims” (1 recording), and are told as one process." in text
        )
    assert documents["report.md"].startswith("# Payroll\n")


@pytest.mark.parametrize(
    "called", [("Payroll", "Payroll"), ("Payroll", "payroll "), ("Payroll", ""), ("", "")]
)
def test_one_name_is_one_work_whatever_its_capitals(called: tuple[str, ...]) -> None:
    assert called_differently(recorded(*called)) == ""


def test_a_workflow_file_declares_that_all_is_one_process() -> None:
    assert called_differently(recorded("Orders", "Sales orders", workflow=sales_order())) == ""


def test_whoever_builds_is_told_too(tmp_path: Path) -> None:
    for recording in EXAMPLE.glob("*.jsonl"):
        text = recording.read_text("utf-8")
        of_ben = text.replace('"workflow":"Sales order processing"', '"workflow":"Credit holds"')
        (tmp_path / recording.name).write_text(of_ben if recording.name.startswith("ben") else text, "utf-8")
    told = "“Sales order processing” (2 recordings) and “Credit holds” (1 recording)"
    assert any(told in line for line in load([str(tmp_path)], keep=False).about_input)


@pytest.mark.parametrize(
    ("declared", "wrong", "several"),
    [
        ('name = "delivery"', "deliverys", "deliveries"),
        ('name = "box"', "boxs", "boxes"),
        ('name = "survey"', "surveies", "surveys"),
        ('name = "Vorgang"\nplural = "Vorgänge"', "Vorgangs", "Vorgänge"),
    ],
)
def test_several_cases_are_called_by_the_plural_of_their_name(
    declared: str, wrong: str, several: str
) -> None:
    found = analysed(*nine_orders(), workflow=sales_order(**{'name = "order"': declared}))
    for name, document in documents_of(found).items():
        assert wrong not in document, name
    assert f"9 {several} in 2 recordings" in documents_of(found)["report.md"].replace("\u00a0", " ")
    assert f'"case_plural":"{several}"' in documents_of(found)["report.html"]
