"""The command as people and jobs run it: a process of its own, with the settings of nobody."""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from .ask import ask


def ledgerium(
    *arguments: object, cwd: Any = None, given: Any = None, text: bool = True, **environment: str
) -> subprocess.CompletedProcess[Any]:
    """`given` is what it reads from standard input; with `text` false that and what it prints are bytes."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LEDGERIUM_") and name != "GITHUB_STEP_SUMMARY"
    }
    line = [*map(str, arguments)]
    if sys.platform == "linux" and not any(name.startswith("PYTHON") for name in environment):
        return _by_one_that_waits(line, os.path.abspath(cwd or os.curdir), given, text, own | environment)
    return subprocess.run(
        [sys.executable, "-m", "ledgerium_cli", *line],
        cwd=cwd,
        input=given,
        env=own | environment,
        capture_output=True,
        text=text,
        check=False,
    )


def printed(*arguments: object, cwd: Any = None) -> str:
    """What it prints when it does not fail."""
    ran = ledgerium(*arguments, cwd=cwd)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _by_one_that_waits(
    arguments: list[str], folder: str, given: Any, text: bool, environment: dict[str, str]
) -> subprocess.CompletedProcess[Any]:
    """The same, by a process that has imported everything already."""
    (read, into), (from_out, out), (from_err, err) = (os.pipe() for _ in range(3))
    try:
        from_end = ask(_waiting(), arguments, folder, environment, [read, out, err])
    finally:
        for one in (read, out, err):
            os.close(one)
    with ThreadPoolExecutor(4) as several:
        several.submit(_write, into, given.encode() if isinstance(given, str) else given or b"")
        told = [several.submit(_read, one) for one in (from_out, from_err, from_end)]
    printed, errors, ended = (one.result() for one in told)
    return subprocess.CompletedProcess(
        arguments, int(ended), *((one.decode() if text else one) for one in (printed, errors))
    )


def _write(descriptor: int, given: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as file:
        file.write(given)


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def in_shells() -> str:
    """What stands for `ledgerium` in the line of a shell."""
    python = [sys.executable]
    if sys.platform == "linux":
        return shlex.join([*python, "-IS", str(Path(__file__).with_name("ask.py")), _waiting()])
    return shlex.join([*python, "-m", "ledgerium_cli"])


@cache
def _waiting() -> str:
    """The socket at which a `ready.py` waits, until this process ends."""
    folder = tempfile.mkdtemp()
    place = f"{folder}/ready"
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(place)
        listening.listen()
        waiting = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("ready.py"), str(listening.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listening.fileno()],
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a process with threads should not fork
        )

    def stop() -> None:
        waiting.communicate()
        shutil.rmtree(folder)

    atexit.register(stop)
    return place
