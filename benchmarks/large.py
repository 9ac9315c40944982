"""What more recordings than fit into memory cost: `ledgerium build` of all, and the memory of all its processes.

    python benchmarks/large.py [--events 10000000] [--folder FOLDER] [--write docs/scale.md]

Recordings of about 500 events: months of a generated office follow each other, the same work at other times, on other
orders. They stay in the folder, so that a second run need not write them again. Memory is the proportional set size
of the process and its workers (what they share counts once), looked at every half second.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples" / "generated"))
from generate import Options, generate  # noqa: E402

WORKFLOW = ROOT / "examples" / "generated" / "workflow.toml"
ORDERS = 240
TASKS = 60
"""In a recording: about 500 events."""
DAY_MS = 86_400_000
MARK = "<!-- made by benchmarks/large.py -->"
_MOVES = re.compile(rb'(?<="utc_ms":)\d+|(?<="start_ms":)\d+|(?<=SO-)\d+')


@dataclass(frozen=True)
class Template:
    """A recording, to be written at other times and on other orders."""

    text: bytes
    """With a place for each number."""
    numbers: tuple[int, ...]
    is_time: tuple[bool, ...]

    def moved(self, months: int, month_ms: int) -> bytes:
        step = {True: months * month_ms, False: months * ORDERS}
        shifts = [step[time] for time in self.is_time]
        values = [number + shift for number, shift in zip(self.numbers, shifts, strict=True)]
        body: bytes = self.text.replace(b"@month@", b"%d" % months, 1) % tuple(values)
        count, digest = body.count(b"\n") - 1, hashlib.sha256(body).hexdigest().encode()
        return body + b'{"kind":"seal","count":%d,"sha256":"%b","redactions":0}\n' % (count, digest)


def template(data: bytes) -> Template:
    body = data[: data.rindex(b'{"kind":"seal"')].replace(b"%", b"%%")
    body = body.replace(b'"recording":"', b'"recording":"@month@-', 1)
    found = [one for one in _MOVES.finditer(body) if one[0]]
    text = _MOVES.sub(lambda one: b"%d" if one[0] else b"", body)
    return Template(
        text,
        tuple(int(one[0]) for one in found),
        tuple(body[one.start() - 3 : one.start()] != b"SO-" for one in found),
    )


def write_office(folder: Path, events: int) -> tuple[int, int]:
    """At least so many events; how many there are, and in how many files."""
    month = generate(
        orders=ORDERS, seed=7, people=5, options=Options(cut_off=0, tasks_per_recording=TASKS)
    ).recordings
    times = [int(one) for data in month.values() for one in re.findall(rb'"utc_ms":(\d+)', data)]
    month_ms = -(-(max(times) - min(times)) // (7 * DAY_MS)) * 7 * DAY_MS + 7 * DAY_MS
    templates = {name: (template(data), data.count(b"\n") - 2) for name, data in month.items()}
    written = files = 0
    for later, name in _endless([*templates]):
        if written >= events:
            break
        one, own = templates[name]
        file = folder / f"{later // 100:04d}" / f"{later}-{name}"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(one.moved(later, month_ms))
        written += own
        files += 1
    return written, files


def _endless(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    later = 0
    while True:
        yield from ((later, name) for name in names)
        later += 1


class Memory(threading.Thread):
    """Megabytes of a process and of all below it, at most."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.together, self.alone, self.files = process, 0.0, 0.0, 0.0

    def run(self) -> None:
        while Path(f"/proc/{self.process}").exists():
            own = [_megabytes(one) for one in _family(self.process)]
            self.together, self.alone = max(self.together, sum(own)), max(self.alone, own[0] if own else 0)
            self.files = max(self.files, _waiting(self.process))
            time.sleep(0.5)


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(one for child in children for one in _family(int(child)))]


def _megabytes(process: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0


def _waiting(process: int) -> float:
    """Of files without a name."""
    size = 0
    try:
        for one in Path(f"/proc/{process}/fd").iterdir():
            if "(deleted)" in str(one.readlink()):
                size += one.stat().st_size
    except OSError:
        pass
    return size / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    events, files = write_office(folder, given.events)
    print(f"{events:,} events in {files:,} files", flush=True)
    line = measured(folder, events, files)
    print(line)
    if given.write is not None:
        text = given.write.read_text("utf-8")
        given.write.write_text(text.replace(MARK, f"{line}\n{MARK}", 1), "utf-8")
    return 0


def measured(folder: Path, events: int, files: int) -> str:
    size, began = 0, time.perf_counter()
    for file in folder.glob("*/*.jsonl"):
        size += len(file.read_bytes())
    read = time.perf_counter() - began
    out = folder / "out"
    command = [
        sys.executable,
        "-m",
        "ledgerium_cli",
        "build",
        "--no-store",
        "-o",
        str(out),
        str(folder),
        "-w",
        str(WORKFLOW),
    ]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as build:
        memory = Memory(build.pid)
        memory.start()
        _, told = build.communicate()
    took = time.perf_counter() - began
    if build.returncode:
        raise SystemExit(told[-2000:])
    print(told[-600:])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cases, steps = (re.search(rf"([\d,]+) {what}s?\b", told)[1] for what in ("case", "step"))  # type: ignore[index]
    cells = [
        f"{events:,}", f"{files:,}", f"{size / 1e9:.2f}", cases, steps, f"{read:.0f}",
        f"{took:.0f}", f"{used.ru_utime + used.ru_stime:.0f}", f"{events / took:,.0f}", f"{memory.alone:.0f}",
        f"{memory.together:.0f}", f"{memory.files / 1000:.2f}", f"{(out / 'analysis.json').stat().st_size / 1e9:.2f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
