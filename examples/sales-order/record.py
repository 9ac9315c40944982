"""Make the recordings of this example: two people process sales orders, each with the recorder running.

    python examples/sales-order/record.py [-o examples/sales-order] [--pace 0.05]

Starts the order desk (ports 8801 to 8803, the next order is SO-1042) and, in a Chromium of their own each,
Ana (order management, `people/ana.py`) and Ben (credit reviewer, `people/ben.py`). They work as slowly as
people do, for about 23 minutes, and know of each other only what the order desk shows them.

Each recording is written as `<recording id>.jsonl`, the name that the recorder gives it. `--pace` is a factor
on all human times. Lower paces are for trying the script only: a published recording is made at pace 1.

Needs Playwright and Chromium, as `tests/browser` does.
"""

import argparse
import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "order-desk"))
from desk import start

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "browser"))
from people.ana import Ana
from people.ben import Ben
from people.person import Office, Person, SomebodyFailedError
from recorder import RecorderBrowser

HERE = Path(__file__).resolve().parent
PORTS = (8801, 8802, 8803)
PEOPLE: tuple[type[Person], ...] = (Ana, Ben)


def main(arguments: list[str]) -> int:
    """Record; 1 where somebody could not finish the work, or the order desk could not start."""
    chosen = options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nobody works on alone
    chosen.out.mkdir(parents=True, exist_ok=True)
    try:
        desk = start(*PORTS)
    except OSError as error:
        print(f"record: {error}", file=sys.stderr)
        return 1
    with desk:
        return record(Office(desk.crm, desk.erp, desk.credit), chosen.out, chosen.pace)


def options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Record two people at the order desk, in real time.")
    parser.add_argument("-o", "--out", type=Path, default=HERE, help="folder for the files (%(default)s)")
    parser.add_argument("--pace", type=float, default=1.0, help="factor on all human times; below 1: to try")
    return parser.parse_args(arguments)


def record(office: Office, out: Path, pace: float) -> int:
    """Let everybody work at the same time, each in a process: Playwright wants a thread to itself."""
    processes = multiprocessing.get_context(
        "spawn"
    )  # forked, they would share the desk's threads and sockets
    alarm = processes.Event()
    team = [processes.Process(target=work, args=(person, office, out, pace, alarm)) for person in PEOPLE]
    for member in team:
        member.start()
    try:
        return wait_for_all(team, alarm.set)
    finally:
        alarm.set()
        for member in team:
            member.join()


def wait_for_all(team: Sequence[BaseProcess], give_up: Callable[[], None]) -> int:
    """Wait until everybody is done. Where one cannot go on, the others need not."""
    busy = list(team)
    while busy:
        wait([member.sentinel for member in busy])
        busy = [member for member in busy if member.exitcode is None]
        if any(member.exitcode for member in team):
            give_up()
    return int(any(member.exitcode for member in team))


def work(person: type[Person], office: Office, out: Path, pace: float, alarm: Event) -> None:
    """One person's day, in a new browser."""
    sites = [f"{address}/*" for address in office]
    try:
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as profile,
            RecorderBrowser(profile, sites) as browser,
        ):
            person(browser, office, out, pace, alarm).day()
            if browser.errors:
                raise RuntimeError(f"scripts failed in {person.__name__}'s browser: {browser.errors}")
    except SomebodyFailedError:
        sys.exit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
