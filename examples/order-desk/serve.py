"""Serve the order desk until Ctrl-C or SIGTERM: `python examples/order-desk/serve.py`."""

import argparse
import signal
import sys
import threading

from desk import start


def options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Serve a CRM, an ERP and a credit desk on this machine.")
    hint = "%(default)s unless told; 0 takes a free port"
    for system, port in (("crm", 8801), ("erp", 8802), ("credit", 8803)):
        parser.add_argument(f"--{system}-port", type=port_number, default=port, metavar="PORT", help=hint)
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a port."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def main(arguments: list[str]) -> int:
    """Start, print the addresses, serve; 1 where a port is taken."""
    chosen = options(arguments)
    try:
        desk = start(chosen.crm_port, chosen.erp_port, chosen.credit_port)
    except OSError as error:
        print(f"order desk: {error}; see --help for other ports", file=sys.stderr)
        return 1
    with desk:
        stop = stop_signal()
        print(desk.crm, desk.erp, desk.credit, sep="\n", flush=True)
        while not stop.wait(0.5):  # a wait without end would not see Ctrl-C on Windows
            pass
    return 0


def stop_signal() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
