"""What GitHub shows of a step of a job, and what its log has."""

from types import SimpleNamespace

from ledgerium_cli.documents.check.render import FORMATS, by_weight
from ledgerium_cli.documents.github import workflow_commands
from ledgerium_cli.findings.checks import check_cases
from ledgerium_cli.recording.places import Place

from .make import Take, analysed, sales_order


def found(kind, activity, lost=None):
    return SimpleNamespace(deviation=SimpleNamespace(kind=kind, activity=activity), lost_ms=lost)


def test_ten_of_each_level_are_annotations_and_the_tenth_tells_of_the_rest_in_the_log():
    errors = [("error", None, f"SO-{n}: missing step") for n in range(12)]
    warnings = [("warning", None, f"Not whole: {n}") for n in range(10)]
    lines = workflow_commands([*warnings, *errors], ["Failed: 12 cases."]).splitlines()
    assert lines[:9] == [f"::error title=Ledgerium::SO-{n}: missing step" for n in range(9)]
    assert lines[9] == "::error title=Ledgerium::3 more errors: the log of this step has each."
    assert lines[10:20] == [f"::warning title=Ledgerium::Not whole: {n}" for n in range(10)]
    assert lines[20:] == [*(f"SO-{n}: missing step" for n in (9, 10, 11)), "Failed: 12 cases."]


def test_what_was_read_from_standard_input_stands_beside_no_file():
    told = workflow_commands([("error", Place("-", 3), "SO-1: missing step")], [])
    assert told == "::error title=Ledgerium::SO-1: missing step\n"


def test_no_name_of_a_case_is_a_command_in_the_log():
    told = workflow_commands([], [" ::stop-commands::x: extra step", "A ##[error]x: extra step"])
    assert told == "Ledgerium: ::stop-commands::x: extra step\nA ## [error]x: extra step\n"


def test_each_kind_of_deviation_and_activity_comes_before_the_second_of_any():
    given = [
        *(found("extra step", "call", lost) for lost in (1, 3, 2)),
        found("missing step", "validate"),
        *[found("missing step", "credit-check")] * 2,
        found("forbidden combination", "hand-off"),
    ]
    assert [(one.deviation.activity, one.lost_ms) for one in by_weight(given)] == [
        ("hand-off", None), ("credit-check", None), ("validate", None), ("call", 3),
        ("credit-check", None), ("call", 2), ("call", 1),
    ]  # fmt: skip


def test_a_threshold_that_is_missed_is_shown_however_many_deviations_there_are():
    takes = [Take(f"r{n}", "Ana").press(0, f"SO-{2000 + n}", "Confirm order") for n in range(12)]
    declared = sales_order('[[thresholds]]\nmetric = "conforming_steps"\nshare = 0.9\n')
    check = check_cases(analysed(*takes, workflow=declared), declared, [])
    first = FORMATS["github"](check).splitlines()[0]
    assert first.startswith("::error title=Ledgerium::conforming_steps: ")
