"""The extension that records: `ledgerium recorder path`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli.cli.options import emit

recorder = typer.Typer(help="The browser extension that records.", no_args_is_help=True)


@recorder.callback()
def _recorder() -> None:
    pass


@recorder.command()
def path(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Put a copy there, in place of an earlier one."),
    ] = None,
) -> None:
    """Print the folder to choose under *Load unpacked* in chrome://extensions."""
    from ledgerium_cli.recorder.extension import find_extension, unpack

    found = find_extension() if folder is None else unpack(folder)
    emit(f"{found.resolve()}\n")
