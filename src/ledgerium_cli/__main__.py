"""`python -m ledgerium_cli` is `ledgerium`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line. Exit codes stand in `docs/commands.md`."""
    # Modules and recordings are many small values without circles: looking for some after every 700 of them takes a
    # third of the time of a large build, and a tenth of the start.
    gc.set_threshold(100_000, 50, 50)
    from ledgerium_cli.cli import app

    app.main()


if __name__ == "__main__":
    main()
