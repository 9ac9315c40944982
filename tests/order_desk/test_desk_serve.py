"""Starting and stopping the order desk."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from desk_client import DeskClient

from desk import start

SERVE = Path(__file__).parents[2] / "examples" / "order-desk" / "serve.py"


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def test_every_start_begins_with_the_same_state() -> None:
    with start(pace=0) as desk:
        DeskClient(desk).order()
    with start(pace=0) as desk:
        assert DeskClient(desk).order() == "SO-1042"


def test_stopped_desk_gives_its_ports_back() -> None:
    with start() as first:
        ports = [port_of(address) for address in (first.crm, first.erp, first.credit)]
    with start(*ports) as second:
        assert (second.crm, second.erp, second.credit) == (first.crm, first.erp, first.credit)


def test_taken_port_is_named_and_the_others_are_given_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} "):
            start(credit_port=port)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_command_prints_three_addresses_and_ends_on_sigterm() -> None:
    command = [sys.executable, str(SERVE), "--crm-port", "0", "--erp-port", "0", "--credit-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(3)]
        with urlopen(f"http://127.0.0.1:{port_of(lines[1])}/orders", timeout=10) as response:
            assert response.status == 200
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=10)
    assert [line.partition(".")[0] for line in lines] == ["http://crm", "http://erp", "http://credit"]
    assert (process.returncode, rest, errors) == (0, "", "")


def test_command_says_which_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, str(SERVE), "--crm-port", port, "--erp-port", "0", "--credit-port", "0"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert done.returncode == 1
    assert done.stderr.startswith(f"order desk: port {port} is not to be had")
    assert done.stdout == ""
