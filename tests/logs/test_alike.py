"""Names of a log that differ in upper and lower case or blanks only may mean the same, and are not joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledgerium_cli.load import Loaded, load
from ledgerium_cli.logs.alike import alike

from .keep import keep
from .make import at

SPELT = ("Check", "CHECK", "Ship order", "ShipOrder", "Enter")


def log_of(activities: tuple[str, ...], people: tuple[str, ...]) -> str:
    rows = "".join(
        f"SO-1,{activity},{at(place * 60)},{people[place % len(people)]}\n"
        for place, activity in enumerate(activities)
    )
    return f"case,activity,time,resource\n{rows}"


def test_they_are_told_when_a_log_is_imported_and_when_it_is_built_and_stay_apart(tmp_path: Path) -> None:
    kept = keep(tmp_path, log_of(SPELT, ("Ana Li", "ana  li")))
    imported = [str(one) for one in kept.problems]
    built = load([str(kept.file)])
    for told in (imported, [str(one) for one in built.problems]):
        activity, person = (one for one in told if "Perhaps the same" in one)
        assert (
            "same activity, since only case or blanks differ: 'CHECK' and 'Check'; 'Ship order' and 'ShipOrder'."
            in activity
        )
        assert "same person, since only case or blanks differ: 'Ana Li' and 'ana␣␣li'." in person
    assert len(built.analysis.activities) == len(SPELT)


def in_two(folder: Path, one: tuple[str, ...], other: tuple[str, ...]) -> Loaded:
    for name, activities, person in (("a", one, "Ana"), ("b", other, "ANA")):
        (folder / f"{name}.csv").write_text(log_of(activities, (person,)).replace("SO-1", f"SO-{name}"))
    return load([str(folder / "a.csv"), str(folder / "b.csv")])


def test_so_they_are_of_two_logs(tmp_path: Path) -> None:
    """Each log by itself makes the same id of its name."""
    found = in_two(tmp_path, ("Check", "Ship"), ("CHECK", "Ship"))
    assert [one.activity.title for one in found.analysis.activities] == ["Check", "CHECK", "Ship"]
    told = [str(one) for one in found.problems]
    assert any("'CHECK' and 'Check'" in one for one in told)
    assert any("'ANA' and 'Ana'" in one for one in told)


def test_one_name_is_one_activity_though_only_one_of_two_logs_spells_it_otherwise_too(tmp_path: Path) -> None:
    found = in_two(tmp_path, ("Check", "CHECK", "Ship"), ("Check", "Ship"))
    cases = {one.activity.title: len(one.cases) for one in found.analysis.activities}
    assert cases == {"Check": 2, "CHECK": 1, "Ship": 2}


def test_an_activity_that_a_workflow_file_declares_is_one(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(log_of(("Check", "CHECK"), ("Ana",)))
    (tmp_path / "workflow.toml").write_text(
        'format = 1\nname = "Orders"\n[[activities]]\nid = "check"\ntitle = "Check"\n'
    )
    assert load([str(tmp_path / "log.csv")]).problems == ()


@pytest.mark.parametrize("names", [["Check", "Check 2"], ["Check", "Check"], ["", " "], ["Müller", "Muller"]])
def test_other_names_are_not(names: list[str]) -> None:
    assert alike(names) == []


def test_of_many_the_first_are_named(tmp_path: Path) -> None:
    kept = keep(
        tmp_path, log_of(tuple(f"{word}{n}" for n in range(5) for word in ("Step", "step")), ("Ana",))
    )
    [problem] = kept.problems
    assert "'Step2' and 'step2'; 2 more." in str(problem)
