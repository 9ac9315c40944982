"""The browser extension that records: `ledgerium recorder`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli.cli.options import emit
from ledgerium_cli.recorder import Browser

WHAT = """The browser extension that records.

Where it is, to load it into a browser, and how recordings come into a folder of their own. Examples:

ledgerium recorder path

ledgerium recorder install-host recordings
"""
recorder = typer.Typer(help=WHAT, no_args_is_help=True)


@recorder.command()
def path(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Put a copy there, in place of an earlier one."),
    ] = None,
) -> None:
    """Print the folder of the extension.

    Choose it under *Load unpacked* in chrome://extensions. Example, with a copy of your own:

    ledgerium recorder path recorder
    """
    from ledgerium_cli.recorder.extension import find_extension, unpack

    found = find_extension() if folder is None else unpack(folder)
    emit(f"{found.resolve()}\n")


Browsers = Annotated[
    list[Browser] | None,
    typer.Option("--browser", "-b", help="Which browsers; all without it. May be given again."),
]


@recorder.command(name="install-host")
def install_host(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where recordings grow while they are made.")],
    browser: Browsers = None,
) -> None:
    """Let the recorder write into a folder while it records.

    Optional: it works the same without. Example:

    ledgerium recorder install-host recordings --browser chromium
    """
    from ledgerium_cli.recorder.install import install

    for manifest in install(folder, browser or list(Browser)):
        emit(f"{manifest}\n")


@recorder.command(name="uninstall-host")
def uninstall_host(browser: Browsers = None) -> None:
    """Take away what `install-host` put there.

    Recordings stay. Example:

    ledgerium recorder uninstall-host
    """
    from ledgerium_cli.recorder.install import uninstall

    for manifest in uninstall(browser or list(Browser)):
        emit(f"{manifest}\n")
