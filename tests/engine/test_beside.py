"""A second process does what it is asked, or leaves it to the first: nothing hangs on it but time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ledgerium_cli.cases.model import Case
from ledgerium_cli.cases.reduce import case_of
from ledgerium_cli.engine import beside, operations
from ledgerium_cli.engine.beside import Beside, for_so_many
from ledgerium_cli.engine.operations import group_by_case, map_all, reduce_cases
from ledgerium_cli.errors import OutputError
from ledgerium_cli.meanwhile import at_its_turn

from ..ctrl_c import hears_ctrl_c
from ..properties.recordings import DECLARED, from_the_generator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no second process")
here = os.getpid()


def nobody_left() -> bool:
    return not multiprocessing.active_children()


def test_what_is_asked_for_is_done_elsewhere() -> None:
    who = Beside(1)(os.getpid)
    assert who() != here
    assert nobody_left()


def test_what_another_process_could_not_do_is_done_here() -> None:
    assert Beside(1)(lambda: _here_or_die())() == here
    assert Beside(1)(lambda: (os.getpid(), lambda: None))()[0] == here  # a function is not pickled
    assert nobody_left()


def _here_or_die() -> int:
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_a_process_that_is_killed_while_it_tells_is_not_believed() -> None:
    def much() -> bytes:
        if os.getpid() != here:
            signal.setitimer(signal.ITIMER_REAL, 0.2)  # the pipe is full before
        return b"x" * 10_000_000

    begun = Beside(1)(much)
    time.sleep(0.5)
    assert begun() == b"x" * 10_000_000
    assert nobody_left()


def test_an_error_is_the_one_that_it_would_have_been() -> None:
    def full() -> None:
        raise OutputError("No room.")

    with pytest.raises(OutputError, match="No room"):
        Beside(1)(full)()


def test_what_nobody_waits_for_is_ended() -> None:
    begun = Beside(1)(lambda: time.sleep(60))
    assert not nobody_left()
    del begun
    assert nobody_left()


def test_every_process_puts_its_part_of_the_cases_together(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = group_by_case(map_all(from_the_generator(3), DECLARED))
    expected = reduce_cases(shares, DECLARED)
    made_here: list[Case] = []

    def case_here(*of: Any) -> Case:
        made_here.append(case_of(*of))
        return made_here[-1]

    monkeypatch.setattr(operations, "case_of", case_here)
    found = reduce_cases(shares, DECLARED, Beside(1))
    assert found == expected
    assert 0 < len(made_here) == (len(expected) + 1) // 2 < len(expected)
    shapes = {id(timed.step.shape) for case in expected for timed in case.steps}
    assert {id(timed.step.shape) for case in found for timed in case.steps} <= shapes  # shared, as before
    assert nobody_left()


def test_little_is_done_at_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "cores", lambda: 4)
    assert for_so_many(beside.WORTH_A_PROCESS - 1) is at_its_turn
    assert for_so_many(beside.WORTH_A_PROCESS).others == 3


def test_where_nothing_is_done_meanwhile_it_is_done_elsewhere_at_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "cores", lambda: 4)
    of_many = for_so_many(beside.MOST_IN_TWO + 1)
    monkeypatch.setattr(beside, "cores", lambda: 1)
    for who in (of_many, for_so_many(beside.WORTH_A_PROCESS)):
        assert who.others == 0
        asked = who(os.getpid)
        assert nobody_left()  # nobody has begun
        assert asked() != here
        assert nobody_left()


ASKS = (
    "import os, time\nfrom ledgerium_cli.engine.beside import Beside\n"
    "begun = Beside(1)(lambda: time.sleep(60))\nprint(begun._process.pid, flush=True)\nbegun()\n"
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_one_that_asked(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ASKS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=hears_ctrl_c,
    ) as asking:
        assert asking.stdout is not None
        worker = int(asking.stdout.readline())
        asking.send_signal(how)
        assert asking.stdout.read() == ""  # at its end only when nobody holds it any more
        assert asking.wait(10) != 0
    assert not Path(f"/proc/{worker}/cmdline").exists() or not Path(f"/proc/{worker}/cmdline").read_bytes()
