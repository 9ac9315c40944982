"""How well cases are found in work that names none, against recordings with known cases.

    python benchmarks/segmentation.py [--write]

Time is hidden: every event is a second after the one before, so that no gap can give a case away. `--write` puts the
tables into docs/segmentation.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks" / "work"), str(ROOT / "src")]
from held_out_logs import HELD_OUT  # noqa: E402
from work_logs import TRIED, Family, Log  # noqa: E402

from ledgerium_cli.imports.acts import Given  # noqa: E402
from ledgerium_cli.imports.ui_logger import read  # noqa: E402
from ledgerium_cli.recording.model import Event, Shown  # noqa: E402
from ledgerium_cli.recording.read import read_recording  # noqa: E402
from ledgerium_cli.steps.divide import divided_by_signs  # noqa: E402
from ledgerium_cli.steps.routines.find import find_routine  # noqa: E402
from ledgerium_cli.steps.routines.symbols import symbols_of  # noqa: E402
from ledgerium_cli.workflow.load import parse_workflow  # noqa: E402

DATA = Path(os.environ.get("LEDGERIUM_TEST_DATA") or ROOT.parent / "shared" / "data")
SIZES = (6, 25, 60)
SEEDS = range(5)
PAGE = ROOT / "docs" / "segmentation.md"
THREE_LINES = """format = 1
name = "Student records"
case = { starts_with = [{ control = "cell", element = "^A$" }], ends_with = [{ element = "^Submit$" }] }
"""
Label = int | str | None


@dataclass(frozen=True)
class Score:
    """Of one recording, each from 0 to 1."""

    boundary: float
    """F1 of the places where a case begins."""
    exact: float
    """Share of the true cases that were found with just their acts."""
    likeness: float
    """Mean over the true cases of 1 - edit distance / length of the longer, to the case that shares most acts."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    text = "\n".join([*real(), "", *made_up("Looked at while the method was made", TRIED), "",
                      *made_up("Held out: measured when it was done", HELD_OUT)])  # fmt: skip
    if parser.parse_args().write:
        begin, end = "<!-- measured -->\n", "<!-- end -->"
        page = PAGE.read_text("utf-8")
        before, after = page.partition(begin)[0], page.partition(end)[2]
        PAGE.write_text(f"{before}{begin}{text}\n{end}{after}", "utf-8")
    else:
        print(text)
    return 0


def real() -> Iterable[str]:
    """The student records, without and with three lines of workflow file."""
    folder = DATA / "ui-logs" / "student-record"
    yield "| student records (50 cases, 2,409 rows) | boundary F1 | exact cases | likeness |"
    yield "| --- | --- | --- | --- |"
    if not folder.is_dir():
        yield f"| *{folder.name} is not there* | | | |"
        return
    events, truth = student_records(folder)
    workflow = parse_workflow(THREE_LINES, "three lines")
    told = divided_by_signs(events, workflow.case, workflow.systems)
    assert told is not None
    yield row("without a workflow file", [score(events, truth, labels(events))])
    yield row("with one of three lines", [score(events, truth, told.case_of)])


def student_records(folder: Path) -> tuple[Sequence[Event], list[int | None]]:
    """Events a second apart, and the true case of each; None for what the log has no row of."""
    data = (folder / "student-record.csv").read_bytes()
    [imported] = read(data, "student-record.csv", Given()).recordings
    recording, _ = read_recording(imported.trace, "student-record.csv")
    assert recording is not None
    with (folder / "true-cases.csv").open(encoding="utf-8") as file:
        by_row = {int(line["row"]): int(line["case"]) for line in csv.DictReader(file)}
    with (folder / "student-record.csv").open(encoding="utf-8-sig") as file:
        times = [line["timeStamp"] for line in csv.DictReader(file)]
    in_order = iter(
        [by_row[number] for number in sorted(range(len(times)), key=lambda number: times[number])]
    )
    truth = [next(in_order) if event.is_input else None for event in recording.events]
    return [hidden(event, number) for number, event in enumerate(recording.events)], truth


def hidden(event: Event, number: int) -> Event:
    return Event(
        seq=event.seq,
        at_ms=number * 1000,
        shown=Shown(event.kind, event.element),
        tab=event.tab,
        page=event.page,
    )


def made_up(title: str, families: Sequence[Family]) -> Iterable[str]:
    yield f"| {title} | boundary F1, {', '.join(map(str, SIZES))} cases | exact cases | likeness |"
    yield "| --- | --- | --- | --- |"
    every: list[list[Score]] = []
    for family in families:
        by_size = [[one_of(family, size, seed) for seed in SEEDS] for size in SIZES]
        every += by_size
        told = (family.__doc__ or "").split(":")[0].split(";")[0].strip().rstrip(".")
        yield row(f"{family.__name__.replace('_', ' ')}: {told[:1].lower()}{told[1:]}", *by_size)
    yield row("**all**", [one for scores in every for one in scores])


def one_of(family: Family, size: int, seed: int) -> Score:
    log = Log(Random(f"{family.__name__} {size} {seed}"))
    family(log, size)
    return score(log.events, log.truth, labels(log.events))


def labels(events: Sequence[Event]) -> Sequence[int]:
    found = find_routine(events)
    return found.case_of if found is not None else [0] * len(events)


def row(name: str, *scores: Sequence[Score]) -> str:
    every = [one for some in scores for one in some]
    boundary = ", ".join(f"{statistics.fmean(one.boundary for one in some):.2f}" for some in scores)
    exact, likeness = (
        statistics.fmean(values) for values in zip(*((one.exact, one.likeness) for one in every), strict=True)
    )
    return f"| {name} | {boundary} | {exact:.2f} | {likeness:.2f} |"


def score(events: Sequence[Event], truth: Sequence[Label], told: Sequence[int]) -> Score:
    """Other work, which belongs to no case, is left out: it makes no difference on which side of it a case ends."""
    spelled = symbols_of(events, [None] * len(events))
    rows = [
        (true, found, symbol)
        for true, found, symbol in zip(truth, told, spelled, strict=True)
        if true is not None
    ]
    begins, found_begins = (
        {index for index, (before, after) in enumerate(pairwise(one), start=1) if before != after}
        for one in ([row[0] for row in rows], [row[1] for row in rows])
    )
    both = len(begins) + len(found_begins)
    acts, found_acts = _acts(row[0] for row in rows), _acts(row[1] for row in rows)
    exact = {tuple(own) for own in found_acts.values()}
    like = []
    for own in acts.values():
        nearest, _ = Counter(rows[index][1] for index in own).most_common(1)[0]
        like.append(likeness([rows[i][2] for i in own], [rows[i][2] for i in found_acts[nearest]]))
    return Score(
        2 * len(begins & found_begins) / both if both else 1.0,
        statistics.fmean(tuple(own) in exact for own in acts.values()),
        statistics.fmean(like),
    )


def _acts(of_each: Iterable[Label]) -> dict[Label, list[int]]:
    acts: dict[Label, list[int]] = defaultdict(list)
    for index, label in enumerate(of_each):
        acts[label].append(index)
    return acts


def likeness(one: Sequence[object], other: Sequence[object]) -> float:
    """1 - Levenshtein distance / the longer length."""
    if one == other:
        return 1.0
    before = list(range(len(other) + 1))
    for index, symbol in enumerate(one, start=1):
        current = [index]
        for place, against in enumerate(other, start=1):
            current.append(min(current[-1] + 1, before[place] + 1, before[place - 1] + (symbol != against)))
        before = current
    return 1 - before[-1] / max(len(one), len(other))


if __name__ == "__main__":
    sys.exit(main())
