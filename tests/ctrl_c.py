"""A child process that a test interrupts."""

from __future__ import annotations

import signal


def hears_ctrl_c() -> None:
    """For `preexec_fn`: also where the tests run in the background of a shell, which makes them deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
