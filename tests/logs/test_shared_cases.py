"""Logs that are built together: a case of both is one case, and that is told; alike numbers may be chance."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledgerium_cli.cli.app import app
from ledgerium_cli.errors import LedgeriumError, OutputError
from ledgerium_cli.load import Loaded, load

from .make import at

JANUARY = (("1", "Enter", 0), ("1", "Ship", 50), ("2", "Enter", 10), ("2", "Ship", 60), ("3", "Enter", 20))
FEBRUARY = (
    ("1", "Enter", 1000),
    ("1", "Ship", 1050),
    ("2", "Enter", 1010),
    ("3", "Ship", 1020),
    ("4", "Enter", 1100),
)


def built(folder: Path, *logs: tuple[tuple[str, str, int], ...], strict: bool = False) -> Loaded:
    files = []
    for number, rows in enumerate(logs):
        file = folder / f"{number}.csv"
        told = "".join(f"{case},{what},{at(second)}\n" for case, what, second in rows)
        file.write_text(f"case,activity,timestamp\n{told}")
        files.append(str(file))
    return load(files, strict=strict)


def test_cases_that_begin_anew_in_the_second_log_may_be_others_with_the_same_number(tmp_path: Path) -> None:
    found = built(tmp_path, JANUARY, FEBRUARY)
    assert len(found.analysis.cases) == 4
    [problem] = found.problems
    assert problem.what.startswith("3 cases stand in 0.csv@")
    assert "1 first, and count as one case each; 2 of them begin anew after all was over." in problem.what
    assert problem.remedy == (
        "If only their numbers are the same, import the logs with --apart, and build from what that writes."
    )
    with pytest.raises(LedgeriumError, match="begin anew"):
        built(tmp_path, JANUARY, FEBRUARY, strict=True)


@pytest.mark.parametrize(
    "second",
    [
        tuple((case, "Bill", second) for case, _, second in FEBRUARY),  # they go on where the first log ends
        tuple((case, what, second - 970) for case, what, second in FEBRUARY),  # at the same time
    ],
)
def test_cases_that_go_on_in_the_second_log_are_told_and_no_problem(
    second: tuple[tuple[str, str, int], ...], tmp_path: Path
) -> None:
    found = built(tmp_path, JANUARY, second, strict=True)
    assert found.problems == ()
    assert any(line.startswith("3 cases stand in") for line in found.about_input)


def test_logs_without_a_common_case_say_nothing(tmp_path: Path) -> None:
    found = built(tmp_path, JANUARY, tuple((f"F{case}", *rest) for case, *rest in FEBRUARY))
    assert (found.joined, found.problems) == (None, ())


def test_apart_they_are_cases_of_their_own_called_after_their_files(tmp_path: Path) -> None:
    built(tmp_path, JANUARY, FEBRUARY)
    files = [str(tmp_path / f"{number}.csv") for number in (0, 1)]
    run = CliRunner().invoke(app, ["import", "--apart", "-q", *files, "-o", str(tmp_path / "apart")])
    assert run.exit_code == 0, run.output
    found = load(run.stdout.split())
    assert [case.id for case in found.analysis.cases] == ["0/1", "0/2", "0/3", "1/1", "1/2", "1/3", "1/4"]
    assert (found.joined, found.problems) == (None, ())


def imported(folder: Path, *arguments: str) -> list[str]:
    run = CliRunner().invoke(app, ["import", "--apart", "-q", *(str(folder / one) for one in arguments)])
    assert run.exit_code == 0, run.output
    return run.stdout.split()


def csv(folder: Path, *names: str) -> None:
    for place, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"case,activity,timestamp\n1,Enter,{at(place)}\n1,Ship,{at(place + 5)}\n")


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["north/orders.csv", "south/orders.csv"], ["north-orders", "south-orders"]),
        (["a/x/orders.csv", "b/x/orders.csv", "a/x/bills.csv"], ["a-x-orders", "b-x-orders", "bills"]),
        (["orders.csv", "orders.txt", "Bills.csv"], ["orders.csv", "orders.txt", "Bills"]),
        (["a/orders.csv", "b/ORDERS.csv"], ["a-orders", "b-ORDERS"]),
    ],
)
def test_logs_of_one_name_are_kept_in_files_of_their_own_with_cases_of_their_own(
    names: list[str], called: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv(tmp_path, *names)
    monkeypatch.chdir(tmp_path)
    files = imported(Path(), *names, names[0], "-o", "apart")
    assert files == [f"apart/{name}.log.parquet" for name in called]
    assert imported(Path(), *reversed(names), "-o", "apart") == files[::-1]
    found = load(["apart"])
    assert {case.id for case in found.analysis.cases} == {f"{name}/1" for name in called}
    assert (found.joined, found.problems) == (None, ())


def test_cases_of_a_log_are_called_after_the_name_that_a_person_gave_it(tmp_path: Path) -> None:
    csv(tmp_path, "north/orders.csv", "south/orders.csv")
    for name in ("north", "south"):
        run = [
            "import",
            "--apart",
            str(tmp_path / name / "orders.csv"),
            "-o",
            str(tmp_path / f"{name}.log.parquet"),
        ]
        assert CliRunner().invoke(app, run).exit_code == 0
    assert [case.id for case in load([str(tmp_path)]).analysis.cases] == ["north/1", "south/1"]


def test_logs_that_names_do_not_tell_apart_are_refused_and_none_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv(tmp_path, "a/orders.csv", "b/orders.csv", "a-orders.csv")
    monkeypatch.chdir(tmp_path)
    names = ["a/orders.csv", "b/orders.csv", "a-orders.csv"]
    with pytest.raises(OutputError, match=r"is what both a/orders\.csv and a-orders\.csv would be called"):
        CliRunner().invoke(app, ["import", *names, "-o", "kept"], catch_exceptions=False)
    assert not Path("kept").exists()
