"""Becomes the command, as `python -m ledgerium_cli` does, whenever a test asks for it: in a process of its own each
time, but without the second in which that imports its libraries. Requests come through the socket of the given number.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import select
import socket
import sys
import threading
from collections import Counter
from contextlib import suppress
from importlib import import_module

MOST_BYTES = 1 << 20
"""Of a request."""


def hold() -> None:
    """Import what the command imports, sooner or later."""
    import duckdb  # noqa: F401

    import ledgerium_cli
    from ledgerium_cli.mining.discover import _inductive_miner

    for one in pkgutil.walk_packages(ledgerium_cli.__path__, "ledgerium_cli."):
        if not one.name.endswith("__main__"):
            import_module(one.name)
    _inductive_miner(Counter({(1, 2): 1, (2, 1): 1}), 0, search=True)
    gc.freeze()


def wait() -> None:
    """Return in a process that a test asked for, as it asked; end when standard input does, with the tests."""
    listening = socket.socket(fileno=int(sys.argv[1]))
    while True:
        if 0 in select.select([listening, 0], [], [])[0]:
            sys.exit()
        with listening.accept()[0] as requests:
            asked, descriptors, *_ = socket.recv_fds(requests, MOST_BYTES, 4)
        if os.fork() == 0:
            break
        for one in descriptors:
            os.close(one)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    listening.close()
    *standard, answer = descriptors
    for place, one in enumerate(standard):
        os.dup2(one, place)
        os.close(one)
    if command := os.fork():
        for place in range(3):
            os.close(place)
        ended = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        os.write(answer, str(ended).encode())
        os._exit(0)
    os.close(answer)
    told = json.loads(asked)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["environment"])
    sys.argv = ["ledgerium", *told["arguments"]]
    sys.path[0] = told["folder"]


def end_with(code: int) -> None:
    """End as Python does, but leave the memory to the system: to take apart all that was imported takes longer than
    many a command."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    hold()
    wait()
    try:
        runpy.run_module("ledgerium_cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, int):
            end_with(end.code)
        raise
