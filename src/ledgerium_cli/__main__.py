"""`python -m ledgerium_cli` is `ledgerium`."""

from __future__ import annotations

import gc
import sys

STOPPED = 130
"""The exit code when Ctrl-C stops a command."""


def main() -> None:
    """Run the command line. `docs/commands.md` lists the exit codes."""
    # Modules and recordings are many small values without reference cycles: a garbage collection after every 700 of
    # them would take a third of the time of a large build, and a tenth of the time to start.
    gc.set_threshold(100_000, 50, 50)
    try:
        from ledgerium_cli.cli import app

        app.main()
    except KeyboardInterrupt:  # while modules are loaded
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
