"""What many recordings cost, as multiples of a warm read of their bytes measured side by side.

    python benchmarks/scale.py [--events 10000 100000 1000000] [--rounds 3]

Months of a generated office follow each other: the same work at other times, on other orders. Every way of reading
them runs in turn; the table shows medians. `all numbers` is from files to the analysis, `all documents` what
`ledgerium build` does, with its start.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples" / "generated"))
from generate import Options, generate  # noqa: E402
from ledgerium_cli.engine.local import map_files  # noqa: E402
from ledgerium_cli.engine.operations import finish  # noqa: E402
from ledgerium_cli.recording.files import find_traces  # noqa: E402
from ledgerium_cli.workflow.load import load_workflow  # noqa: E402

WORKFLOW = ROOT / "examples" / "generated" / "workflow.toml"
MONTH_MS = 28 * 24 * 3_600_000
ORDERS = 60
_ORDER = re.compile(rb"SO-(\d+)")
_TIME = re.compile(rb'"(utc_ms|start_ms)":(\d+)')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(
        "| events | files | MB | read, s | DuckDB count | map, one core | all numbers | all documents | events/s |"
    )
    print("| ---: " * 9 + "|")
    for events in given.events:
        with tempfile.TemporaryDirectory() as folder:
            print(row(Path(folder), events, given.rounds), flush=True)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"\nThe largest process took {peak // 1024} MB.")
    return 0


def row(folder: Path, events: int, rounds: int) -> str:
    made = write_months(folder, events)
    shutil.copy(WORKFLOW, folder / "workflow.toml")
    files, workflow = find_traces([str(folder)]), load_workflow(WORKFLOW)
    ways: dict[str, Callable[[], object]] = {
        "read": lambda: [Path(file).read_bytes() for file in files],
        "duckdb": lambda: counted(folder),
        "map": lambda: map_files(files, workflow, workers=1),
        "numbers": lambda: finish(map_files(files, workflow).mapped, workflow),
        "documents": lambda: subprocess.run(
            [sys.executable, "-m", "ledgerium_cli", "build", "-q", folder, "-o", folder / "out"],
            check=True,
            stdout=subprocess.DEVNULL,
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - began)
    took = {name: statistics.median(found) for name, found in times.items()}
    size = sum(Path(file).stat().st_size for file in files)
    multiples = " | ".join(
        f"{took[name] / took['read']:.1f}" for name in ("duckdb", "map", "numbers", "documents")
    )
    rate = made / took["numbers"]
    return (
        f"| {made:,} | {len(files):,} | {size / 1e6:.1f} | {took['read']:.3f} | {multiples} | {rate:,.0f} |"
    )


def counted(folder: Path) -> list[tuple[str, int]]:
    """What reading alone costs there, without any check of what is read."""
    found = duckdb.execute(
        "SELECT kind, count(*) FROM read_json(?, format = 'newline_delimited', union_by_name = true) GROUP BY kind",
        [f"{folder}/*.jsonl"],
    )
    return found.fetchall()


def write_months(folder: Path, events: int) -> int:
    """At least so many events, in recordings sealed anew; how many there are."""
    month = generate(orders=ORDERS, seed=7, people=5, options=Options(cut_off=0)).recordings
    written = 0
    for number, (name, data) in enumerate(_endless(month)):
        later = number // len(month)
        if written >= events:
            break
        (folder / f"{later}-{name}").write_bytes(moved(data, later))
        written += data.count(b"\n") - 2
    return written


def _endless(month: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    while True:
        yield from month.items()


def moved(data: bytes, months: int) -> bytes:
    """A recording some months later, on other orders."""
    body = data[: data.rindex(b'{"kind":"seal"')]
    body = _TIME.sub(lambda found: b'"%b":%d' % (found[1], int(found[2]) + months * MONTH_MS), body)
    body = _ORDER.sub(lambda found: b"SO-%d" % (int(found[1]) + months * ORDERS), body)
    body = body.replace(b'"recording":"', b'"recording":"%d-' % months, 1)
    count, digest = body.count(b"\n") - 1, hashlib.sha256(body).hexdigest().encode()
    return body + b'{"kind":"seal","count":%d,"sha256":"%b","redactions":0}\n' % (count, digest)


if __name__ == "__main__":
    raise SystemExit(main())
