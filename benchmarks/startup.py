"""How long a person waits, as multiples of `python -c pass` measured side by side.

    python benchmarks/startup.py [--runs 15]

Every command runs in turn, again and again, so that what else the machine does falls on all of them alike;
the table shows medians. What Python compiles is kept in a folder of the run, so that all of it is warm
whatever the environment says. The bounds are those that the project set itself; 1 is returned when one is broken.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples" / "generated"))
from generate import Options, generate  # noqa: E402

BARE_TYPER = """
import typer
app = typer.Typer()
@app.command()
def one(): ...
@app.command()
def two(): ...
app()
"""
PLAIN = Options(**dict.fromkeys(Options.__dataclass_fields__, 0) | {"tasks_per_recording": 1_000})


@dataclass(frozen=True)
class Timed:
    name: str
    command: list[str]
    times: list[float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        timed = commands(Path(folder))
        warm = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        warm.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(runs + 1):
            for one in timed.values():
                one.times.append(seconds(one.command, warm))
        return report({key: statistics.median(one.times[1:]) for key, one in timed.items()}, timed)


def commands(folder: Path) -> dict[str, Timed]:
    straight, several = folder / "straight", folder / "several"
    for target, options in ((straight, PLAIN), (several, replace(PLAIN, hurdles=1))):
        target.mkdir()
        made = generate(orders=9, seed=1, people=1, options=options).recordings
        for name, data in made.items():
            (target / name).write_bytes(data)
        (target / "workflow.toml").write_bytes(
            (ROOT / "examples" / "generated" / "workflow.toml").read_bytes()
        )
        events = sum(data.count(b"\n") - 2 for data in made.values())
        print(f"{target.name}: {len(made)} recording(s), {events} events")
    python, ledgerium = [sys.executable, "-c"], [sys.executable, "-m", "ledgerium_cli"]
    pm4py = "import os; os.environ['PM4PY_ENABLE_INTERNAL_IMPORTS'] = 'False'; import pm4py"
    named = {
        "pass": ("python -c pass", [*python, "pass"]),
        "typer": ("help of a bare Typer application", [*python, BARE_TYPER, "--help"]),
        "help": ("ledgerium --help", [*ledgerium, "--help"]),
        "build": ("ledgerium build, one variant", [*ledgerium, "build", str(straight)]),
        "import": ("import pm4py", [*python, "import pm4py"]),
        "light": ("import pm4py, as it is imported here", [*python, pm4py]),
        "mined": ("ledgerium build, a model to mine", [*ledgerium, "build", str(several)]),
    }
    return {key: Timed(name, command, []) for key, (name, command) in named.items()}


def seconds(command: list[str], environment: dict[str, str]) -> float:
    before = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - before


def report(median: dict[str, float], timed: dict[str, Timed]) -> int:
    print("\n| command | median, ms | × python -c pass |\n| --- | ---: | ---: |")
    for key, one in timed.items():
        print(f"| {one.name} | {1000 * median[key]:.0f} | {median[key] / median['pass']:.1f} |")
    bounds = {
        "help no slower than a bare Typer application's": median["help"] / median["typer"] <= 1,
        "build of one variant within 25 × python -c pass": median["build"] / median["pass"] <= 25,
        "build with a model within import pm4py + 0.5 s": median["mined"] <= median["import"] + 0.5,
    }
    print()
    for name, kept in bounds.items():
        print(f"{'kept  ' if kept else 'BROKEN'} {name}")
    return 0 if all(bounds.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
