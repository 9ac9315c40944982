"""What many recordings cost, as multiples of a warm read of their bytes measured side by side.

    python benchmarks/scale.py [--events 10000 100000 1000000] [--rounds 3] [--one-file] [--pm4py]
                               [--write docs/scale.md]

Months of a generated office follow each other: the same work at other times, on other orders. Every way of reading
them runs in turn; the table shows medians. `all numbers` is from files to the analysis with nothing kept, `one more`
the same when all was kept before but one recording, `all documents` what `ledgerium build` does, with its start,
`unchanged` what it does on a folder that was built before. DuckDB and pm4py (with pandas, as an analyst writes it)
check nothing and give fewer numbers: steps, directly-follows with percentiles, variants and case times. `--one-file`
puts all into one recording. `--write` puts table and picture into the docs.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import itertools
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples" / "generated"))
from generate import Options, generate  # noqa: E402
from ledgerium_cli.engine.local import map_files  # noqa: E402
from ledgerium_cli.engine.operations import finish  # noqa: E402
from ledgerium_cli.engine.store import Store, rules_of  # noqa: E402
from ledgerium_cli.output.names import KEPT_FOLDER  # noqa: E402
from ledgerium_cli.recording.files import find_traces  # noqa: E402
from ledgerium_cli.workflow.load import load_workflow  # noqa: E402

WORKFLOW = ROOT / "examples" / "generated" / "workflow.toml"
MONTH_MS = 28 * 24 * 3_600_000
ORDERS = 60
_ORDER = re.compile(rb"SO-(\d+)")
_TIME = re.compile(rb'"(utc_ms|start_ms)":(\d+)')
MARK = "<!-- made by benchmarks/scale.py -->"
WAYS = {
    "duckdb": "DuckDB",
    "pm4py": "pandas, pm4py",
    "map": "map, one core",
    "numbers": "all numbers",
    "more": "one more",
    "documents": "all documents",
    "unchanged": "unchanged",
}


@dataclass(frozen=True)
class Row:
    events: int
    files: int
    megabytes: float
    seconds: dict[str, float]
    """By way; `read` is the warm read."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one-file", action="store_true")
    parser.add_argument("--pm4py", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    gc.disable()  # as every command does
    rows = []
    for events in given.events:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measured(Path(folder), events, given.rounds, one=given.one_file, pm4py=given.pm4py))
            print(table(rows[-1:]), flush=True)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"\n{table(rows)}\n\nThe largest process took {peak // 1024} MB.")
    if given.write is not None:
        head, *_ = given.write.read_text("utf-8").partition(MARK)
        note = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; the largest process took {peak // 1024} MB."
        given.write.write_text(f"{head}{MARK}\n\n{table(rows)}\n\n{note}\n", "utf-8")
        given.write.with_suffix(".svg").write_text(picture(rows), "utf-8")
    return 0


def measured(folder: Path, events: int, rounds: int, *, one: bool, pm4py: bool) -> Row:
    made = write_months(folder, events, one=one)
    shutil.copy(WORKFLOW, folder / "workflow.toml")
    files, workflow = find_traces([str(folder)]).files, load_workflow(WORKFLOW)
    last, *_ = sorted(files, key=os.path.getsize)
    months = itertools.count(1)

    def numbers(*, kept: bool) -> object:
        store = Store(folder, rules_of(workflow)) if kept else None
        return finish(map_files(files, workflow, store=store).mapped, workflow)

    def one_more() -> object:
        data = Path(last).read_bytes()
        Path(last).write_bytes(moved(data, next(months)))  # another content each time
        found = numbers(kept=True)
        Path(last).write_bytes(data)
        return found

    def build(*options: str | Path) -> object:
        command = [sys.executable, "-m", "ledgerium_cli", "build", "-q", folder, *options]
        return subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    ways: dict[str, Callable[[], object]] = {
        "read": lambda: [Path(file).read_bytes() for file in files],
        "duckdb": lambda: by_duckdb(folder),
        **({"pm4py": lambda: by_pm4py(files)} if pm4py else {}),
        "map": lambda: map_files(files, workflow, workers=1),
        "numbers": lambda: numbers(kept=False),
        "more": one_more,
        "documents": lambda: build("--no-store", "-o", folder / "out"),
        "unchanged": lambda: build("-o", folder / "kept"),
    }
    build("-o", folder / "kept")
    numbers(kept=True)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - began)
    shutil.rmtree(folder / KEPT_FOLDER, ignore_errors=True)
    size = sum(Path(file).stat().st_size for file in files)
    return Row(
        made, len(files), size / 1e6, {name: statistics.median(found) for name, found in times.items()}
    )


def table(rows: Sequence[Row]) -> str:
    ways = [name for name in WAYS if name in rows[0].seconds]
    head = ["events", "files", "MB", "read, s", *(WAYS[name] for name in ways), "events/s"]
    lines = [f"| {' | '.join(head)} |", "| ---: " * len(head) + "|"]
    for one in rows:
        multiples = [f"{one.seconds[name] / one.seconds['read']:.1f}" for name in ways]
        rate = one.events / one.seconds["numbers"]
        cells = [f"{one.events:,}", f"{one.files:,}", f"{one.megabytes:.1f}", f"{one.seconds['read']:.3f}"]
        lines.append(f"| {' | '.join([*cells, *multiples, f'{rate:,.0f}'])} |")
    return "\n".join(lines)


def picture(rows: Sequence[Row]) -> str:
    """Seconds over events, both on logarithmic axes: a line at 45 degrees grows as the events do."""
    names = [name for name in ("read", *WAYS) if name in rows[0].seconds]
    xs = [math.log10(one.events) for one in rows]
    ys = [math.log10(one.seconds[name]) for one in rows for name in names]
    low, high = math.floor(min(ys)), math.ceil(max(ys))
    width, height, left, top = 560, 340, 60, 20

    def at(events: float, seconds: float) -> tuple[float, float]:
        across = (math.log10(events) - xs[0]) / max(xs[-1] - xs[0], 1e-9)
        return left + across * width, top + height * (high - math.log10(seconds)) / (high - low)

    colours = ["#888", "#0072b2", "#56b4e9", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#000"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 230}" height="{height + 70}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
    ]
    for power in range(low, high + 1):
        _, y = at(rows[0].events, 10.0**power)
        parts.append(f'<path d="M{left} {y:.1f}h{width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for one in rows:
        x, _ = at(one.events, 10.0**low)
        parts.append(f'<text x="{x:.1f}" y="{top + height + 20}" text-anchor="middle">{one.events:,}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 42}" text-anchor="middle">events</text>')
    for place, (name, colour) in enumerate(zip(names, colours, strict=False)):
        points = " ".join("{:.1f},{:.1f}".format(*at(one.events, one.seconds[name])) for one in rows)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = top + 12 + 20 * place
        parts.append(f'<path d="M{left + width + 20} {y - 4}h24" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{left + width + 52}" y="{y}">{WAYS.get(name, "warm read")}</text>')
    return "\n".join([*parts, "</svg>\n"])


ACTIVITY = """CASE
    WHEN element.name ILIKE 'save order' OR element.within.name ILIKE 'new order' THEN 'enter-order'
    WHEN element.name ILIKE '%validate%' THEN 'validate-order'
    WHEN element.name ILIKE '%credit check%' THEN 'credit-check'
    WHEN element.name ILIKE '%release%' THEN 'release'
    WHEN element.name ILIKE '%confirm%' THEN 'confirm-order'
    WHEN element.name ILIKE '%fulfil%' THEN 'hand-off' END"""


def by_duckdb(folder: Path) -> object:
    """Steps (runs of one activity in a case), directly-follows with percentiles, variants and case times in SQL."""
    database = duckdb.connect()
    database.execute(
        f"""
        CREATE TABLE events AS
        SELECT regexp_extract(page.route || ' ' || coalesce(page.heading, ''), 'SO-[0-9]+') AS of_case,
               utc_ms, seq, filename, {ACTIVITY} AS activity
        FROM read_json(?, format = 'newline_delimited', union_by_name = true, filename = true)
        WHERE kind NOT IN ('header', 'seal')""",
        [f"{folder}/*.jsonl"],
    )
    database.execute("""
        CREATE TABLE steps AS
        WITH known AS (
            SELECT *, row_number() OVER w - row_number() OVER own AS run
            FROM events WHERE of_case <> '' AND activity IS NOT NULL
            WINDOW w AS (PARTITION BY of_case ORDER BY utc_ms, seq),
                   own AS (PARTITION BY of_case, activity ORDER BY utc_ms, seq))
        SELECT of_case, activity, min(utc_ms) AS start, max(utc_ms) AS complete
        FROM known GROUP BY of_case, activity, run""")
    return [
        database.execute("""
            SELECT activity, following, count(*), median(gap), quantile_cont(gap, 0.9) FROM (
                SELECT activity, lead(activity) OVER w AS following, lead(start) OVER w - complete AS gap
                FROM steps WINDOW w AS (PARTITION BY of_case ORDER BY start)) GROUP BY ALL""").fetchall(),
        database.execute("""
            SELECT variant, count(*), median(cycle) FROM (
                SELECT of_case, list(activity ORDER BY start) AS variant, max(complete) - min(start) AS cycle
                FROM steps GROUP BY of_case) GROUP BY variant""").fetchall(),
        database.execute("SELECT of_case, max(utc_ms) - min(utc_ms) FROM events GROUP BY of_case").fetchall(),
    ]


def by_pm4py(files: Sequence[str]) -> object:
    import pandas  # type: ignore[import-untyped]
    import pm4py

    frames: list[Any] = [pandas.read_json(file, lines=True) for file in files]
    events = pandas.concat(frames)
    events = events[events["page"].notna() & events["element"].notna()]
    events["case:concept:name"] = events["page"].map(lambda page: page["route"]).str.extract(r"(SO-\d+)")
    events["concept:name"] = events["element"].map(lambda element: element.get("name"))
    events["time:timestamp"] = pandas.to_datetime(events["utc_ms"], unit="ms", utc=True)
    log = events.dropna(subset=["case:concept:name", "concept:name"]).sort_values("time:timestamp")
    return (
        pm4py.discover_dfg(log),
        pm4py.get_variants(log),
        pm4py.get_all_case_durations(log),
    )


def write_months(folder: Path, events: int, *, one: bool = False) -> int:
    """At least so many events, in recordings sealed anew; how many there are."""
    month = generate(orders=ORDERS, seed=7, people=5, options=Options(cut_off=0)).recordings
    written = 0
    lines: list[bytes] = []
    for number, (name, data) in enumerate(_endless(month)):
        later = number // len(month)
        if written >= events:
            break
        if one:
            lines += moved(data, later).splitlines(keepends=True)[1 if lines else 0 : -1]
        else:
            (folder / f"{later}-{name}").write_bytes(moved(data, later))
        written += data.count(b"\n") - 2
    if one:
        numbered = [
            lines[0],
            *(_SEQ.sub(b'"seq":%d' % at, line, count=1) for at, line in enumerate(lines[1:], 1)),
        ]
        (folder / "all.jsonl").write_bytes(sealed(b"".join(numbered)))
    return written


_SEQ = re.compile(rb'"seq":\d+')


def _endless(month: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    while True:
        yield from month.items()


def moved(data: bytes, months: int) -> bytes:
    """A recording some months later, on other orders."""
    body = data[: data.rindex(b'{"kind":"seal"')]
    body = _TIME.sub(lambda found: b'"%b":%d' % (found[1], int(found[2]) + months * MONTH_MS), body)
    body = _ORDER.sub(lambda found: b"SO-%d" % (int(found[1]) + months * ORDERS), body)
    return sealed(body.replace(b'"recording":"', b'"recording":"%d-' % months, 1))


def sealed(body: bytes) -> bytes:
    count, digest = body.count(b"\n") - 1, hashlib.sha256(body).hexdigest().encode()
    return body + b'{"kind":"seal","count":%d,"sha256":"%b","redactions":0}\n' % (count, digest)


if __name__ == "__main__":
    raise SystemExit(main())
