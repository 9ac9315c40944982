"""Asks `ready.py` to become the command: python tests/ask.py SOCKET ARGUMENT..., wherever a shell would start that."""

import json
import os
import signal
import socket
import sys


def ask(
    place: str, arguments: list[str], folder: str, environment: dict[str, str], standard: list[int]
) -> int:
    """The descriptor from which its exit code can be read. `standard` are its input, output and errors."""
    asked = {"arguments": arguments, "folder": folder, "environment": environment}
    from_end, end = os.pipe()
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as requests:
            requests.connect(place)
            socket.send_fds(requests, [json.dumps(asked).encode()], [*standard, end])
    finally:
        os.close(end)
    return from_end


if __name__ == "__main__":
    with open(ask(sys.argv[1], sys.argv[2:], os.getcwd(), dict(os.environ), [0, 1, 2])) as ended:
        for one in (0, 1):
            os.close(one)  # what stands before or behind it in a pipe hears of the command alone
        code = int(ended.read())
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)
