"""A log that does not say who did a step, or in which system: what depends on it is not known, never zero."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ledgerium_cli.build import documents_of
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load
from ledgerium_cli.tables.query import ask
from ledgerium_cli.tables.rows import Asked

from .make import at


def analysed(folder: Path, log: str) -> Analysis:
    file = folder / "orders.csv"
    file.write_text(log)
    return load([str(file)], model=True).analysis


def answer(analysis: Analysis, query: str) -> list[tuple[object, ...]]:
    return ask(Asked(analysis, lambda: ()), query).rows


def test_hand_offs_and_system_switches_are_not_known_where_a_log_names_nobody_and_no_system(
    tmp_path: Path,
) -> None:
    rows = "".join(f"{case},{step},{at(place)}\n" for case in "ABC" for place, step in enumerate(("x", "y")))
    found = analysed(tmp_path, f"case,activity,timestamp\n{rows}D,x,{at(9)}\n")
    documents = documents_of(found)
    report = documents["report.md"].split("## Hand-offs and system switches")[1].split("\n## ")[0]
    assert "Not known: who did both steps is told at 0 of 3 moves from one step to the next." in report
    assert "Not known: by whom and in which systems both steps were done is told at 0 of 3 moves" in report
    assert "Seen" not in report
    assert re.search(r"\| x \| y \| 3 \| 3 \|[^|]*\|[^|]*\| not known \|", documents["report.md"])
    numbers = json.loads(documents["analysis.json"])
    for changes in (numbers["hand_offs"], numbers["system_switches"]):
        assert changes == {
            "count": None, "cases": None, "of_cases": 0, "per_case": None, "most": None, "moves": 3, "known": 0,
        }  # fmt: skip
    path = next(one for one in numbers["paths"] if (one["source"], one["target"]) == ("x", "y"))
    assert (path["hand_offs"], path["system_switches"]) == (None, None)
    assert answer(found, "SELECT DISTINCT hand_off, system_switch FROM paths") == [(None, None)]
    assert answer(found, "SELECT DISTINCT actors FROM cases") == [(None,)]


def test_hand_offs_are_counted_where_a_log_says_who_and_the_other_moves_stand_beside_them(
    tmp_path: Path,
) -> None:
    found = analysed(tmp_path, (
        "case,activity,timestamp,resource,system\n"
        f"A,x,{at(0)},Ana,crm\nA,y,{at(1)},Ben,crm\nA,z,{at(2)},,erp\n"
        f"B,x,{at(3)},,crm\nB,y,{at(4)},,erp\n"
        f"C,x,{at(5)},Ana,crm\nC,z,{at(6)},Ana,erp\n"
    ))  # fmt: skip
    report = documents_of(found)["report.md"]
    assert (
        "Seen: 1, in 1 of 2 cases, at most 1 in one. Not counted: 2 of 4 moves, at which it is not told who did both "
        "steps." in report
    )
    assert (
        "Seen: 1, in 1 of 2 cases, at most 1 in one. Not counted: 2 of 4 moves, at which it is not told by whom and"
        in report
    )
    assert re.search(r"\| x \| y \| 2 \| 2 \|[^|]*\|[^|]*\| 1 of 1 known \|", report)
    assert "hand-off 1 of 1 known" in documents_of(found)["map.dot"]
    query = "SELECT case_id, hand_off, system_switch FROM paths ORDER BY case_id, source_step"
    assert answer(found, query) == [
        ("A", True, False), ("A", None, None), ("B", None, None), ("C", False, True),
    ]  # fmt: skip


def test_nobody_is_seen_to_work_elsewhere_while_a_case_waits_where_the_log_names_nobody(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f"{case},{step},{at(start)},{at(start + 9)}\n"
        for case, starts in (("A", (0, 60)), ("B", (20, 40)))
        for step, start in zip("xy", starts, strict=True)
    )
    report = documents_of(analysed(tmp_path, f"case,activity,start,end\n{rows}"))["report.md"]
    waits = report.split("## Where cases wait")[1].split("\n## ")[0]
    assert waits.count("| not known | not known |") == 2


def test_what_is_found_by_who_did_it_is_not_said_to_have_been_looked_for_in_vain(tmp_path: Path) -> None:
    named, nobody = (tmp_path / name for name in ("named", "nobody"))
    told = []
    for folder, who in ((named, "Ana"), (nobody, "")):
        folder.mkdir()
        row = f"A,x,{at(0)},{at(5)},{who}\nA,y,{at(60)},{at(70)},{who}\n"
        told.append(
            documents_of(analysed(folder, f"case,activity,start,end,resource\n{row}"))["opportunities.md"]
        )
    for what in (
        "A wait between steps, of a cause that the recordings show",
        "Cases that wait for a busy person, where others do the same work",
        "A step that people come back to from other work, though the next case had been ready",
    ):
        assert f"- {what}: not found, because" in told[0]
        assert f"- {what}: cannot be found, because nobody is named who did the steps." in told[1]


def test_a_largest_wait_of_which_nothing_tells_the_cause_is_not_passed_over(tmp_path: Path) -> None:
    """The headline of the report is about it, and no opportunity."""
    rows = f"A,x,{at(0)},{at(5)},Ana\nA,y,{at(60)},{at(70)},\nA,z,{at(71)},{at(72)},Ana\n"
    text = documents_of(analysed(tmp_path, f"case,activity,start,end,resource\n{rows}"))["opportunities.md"]
    assert (
        "- Why cases wait longest for “y”, 98 % of all wait between steps: not found; of all of it, 55 s, it is "
        "not known who did the step." in text
    )
    known = rows.replace(f"{at(70)},", f"{at(70)},Ana")
    (tmp_path / "other").mkdir()
    other = analysed(tmp_path / "other", f"case,activity,start,end,resource\n{known}")
    assert "Why cases wait longest" not in documents_of(other)["opportunities.md"]
