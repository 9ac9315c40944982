"""How long a log takes from file to directly-follows, variants and times: Ledgerium beside pm4py and r4pm.

.venv/bin/python benchmarks/logs.py [EVENTS]

A made-up log with a time per event, as CSV, Parquet and XES, packed and not. Each program reads the file by itself, in
a process of its own whose start does not count; the counts must be the same. What is not installed is not measured:
r4pm (with polars; it reads XES only), and pyarrow, which pandas needs to read Parquet. Prints a table of medians: the
seconds of Ledgerium, and how many times as long the others take, on the clock and in time of processors.
"""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

import duckdb

ROUNDS = 3
MISSING = ("No module named 'r4pm'", "r4pm.df requires polars", "Unable to find a usable engine")

OURS = """
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.read import read_log
from ledgerium_cli.logs.summary import summary_of
from ledgerium_cli.recording.files import Source
begin()
source = Source(file)
with read_log(source, log_format(source), Given()) as log:
    found = summary_of(log.tables)
end({"paths": sum(one.between.n for one in found.paths), "edges": len(found.paths), "variants": len(found.variants),
     "cases": found.cycle.n})
"""
PM4PY = """
import warnings
warnings.simplefilter("ignore")
import pandas, pm4py
begin()
if "xes" not in file:
    rows = pandas.read_csv(file) if file.endswith(".csv") else pandas.read_parquet(file)
    frame = pm4py.format_dataframe(rows, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
else:
    frame = pm4py.read_xes(file)
graph, _, _ = pm4py.discover_dfg(frame)
pm4py.discover_performance_dfg(frame)
variants = pm4py.get_variants(frame)
pm4py.get_all_case_durations(frame)
end({"paths": sum(graph.values()), "edges": len(graph), "variants": len(variants), "cases": sum(variants.values())})
"""
R4PM = """
import r4pm
from collections import Counter
begin()
frame, _ = r4pm.df.import_xes(file)
names = frame.group_by("case:concept:name", maintain_order=True).agg("concept:name")["concept:name"].to_list()
variants = Counter(map(tuple, names))
graph = Counter()
for activities, n in variants.items():
    for pair in zip(activities, activities[1:]):
        graph[pair] += n
end({"paths": sum(graph.values()), "edges": len(graph), "variants": len(variants), "cases": sum(variants.values())})
"""
AROUND = """
import json, sys, time
file = sys.argv[1]
def begin():
    global wall, cpu
    wall, cpu = time.perf_counter(), time.process_time()
def end(counts):
    print(json.dumps({"s": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "counts": counts}))
"""


def rows(events: int) -> Iterator[tuple[str, str, str, str]]:
    random, number, case = Random(7), 0, 0
    while number < events:
        case += 1
        at, step = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(30_000_000)), 0
        for _ in range(min(random.randint(4, 14), events - number)):
            step = min(19, step + random.choice((0, 1, 1, 1, 2)))
            at += timedelta(milliseconds=random.randrange(1, 7_200_000))
            number += 1
            yield f"C{case}", f"Activity {step}", f"Person {random.randrange(30)}", at.isoformat()


def write_logs(events: int, folder: Path) -> list[Path]:
    as_csv, as_parquet, as_xes, last = folder / "log.csv", folder / "log.parquet", folder / "log.xes", None
    packed = folder / "log.xes.gz"
    with as_csv.open("w", newline="") as plain, as_xes.open("w") as xml:
        writer = csv.writer(plain, lineterminator="\n")
        writer.writerow(("case_id", "activity", "resource", "timestamp"))
        xml.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2023" xmlns="http://www.xes-standard.org/">'
        )
        for case, activity, actor, at in rows(events):
            writer.writerow((case, activity, actor, at))
            if case != last:
                xml.write("</trace>\n" if last is not None else "\n")
                xml.write(f'<trace><string key="concept:name" value="{case}"/>\n')
            last = case
            xml.write(
                f'<event><string key="concept:name" value="{activity}"/><string key="org:resource" value="{actor}"/>'
                f'<date key="time:timestamp" value="{at}"/></event>\n'
            )
        xml.write("</trace></log>\n")
    with as_xes.open("rb") as plain_xes, gzip.open(packed, "wb", 6) as gz:
        shutil.copyfileobj(plain_xes, gz)
    read = f"read_csv('{as_csv}', header = true, all_varchar = true)"
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CAST(timestamp AS TIMESTAMPTZ) AS timestamp) FROM {read}) TO '{as_parquet}'"
    )
    return [as_csv, as_parquet, as_xes, packed]


def measure(program: str, file: Path) -> dict[str, object] | None:
    """None where it is not installed."""
    ran = subprocess.run(
        [sys.executable, "-c", AROUND + program, str(file)], capture_output=True, text=True, check=False
    )
    if any(one in ran.stderr for one in MISSING):
        return None
    if ran.returncode:
        raise SystemExit(ran.stderr)
    found: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return found


def measured(file: Path) -> dict[str, tuple[float, float]]:
    """Medians of time on the clock and of processors, in seconds, by program."""
    programs = {"Ledgerium": OURS, "pm4py": PM4PY} | ({"r4pm": R4PM} if "xes" in file.name else {})
    times: dict[str, list[tuple[float, float]]] = {}
    counts: dict[str, object] = {}
    for _ in range(ROUNDS):  # in turns, since other work on the machine comes and goes
        for name, program in programs.items():
            if (found := measure(program, file)) is not None:
                times.setdefault(name, []).append((float(str(found["s"])), float(str(found["cpu"]))))
                counts[name] = found["counts"]
    assert len({json.dumps(one, sort_keys=True) for one in counts.values()}) == 1, counts
    print(f"{file.name}: {counts['Ledgerium']}", file=sys.stderr)
    return {
        name: (median(wall for wall, _ in own), median(cpu for _, cpu in own)) for name, own in times.items()
    }


def cells(name: str, found: dict[str, tuple[float, float]]) -> str:
    if name not in found:
        return "–"
    (wall, cpu), (our_wall, our_cpu) = found[name], found["Ledgerium"]
    return f"{wall / our_wall:.1f}, {cpu / our_cpu:.1f}"


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| file | Ledgerium, s | pm4py, times as long | r4pm, times as long |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as aside:
        for file in write_logs(events, Path(aside)):
            found = measured(file)
            wall, cpu = found["Ledgerium"]
            kind = file.name.removeprefix("log.")
            print(
                f"| {kind} | {wall:.2f}, {cpu:.2f} | {cells('pm4py', found)} | {cells('r4pm', found)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
