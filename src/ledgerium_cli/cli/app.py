"""`ledgerium`: the command line. A command parses, calls one library function and prints.

Commands import the library where they use it, so that `--help` is there at once.
"""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from ledgerium_cli import __version__
from ledgerium_cli.cli import (
    build,
    check,
    diff,
    documents,
    export,
    files,
    imports,
    inspect,
    privacy,
    score,
    settings,
    sql,
)
from ledgerium_cli.cli.options import tell
from ledgerium_cli.cli.recorder import recorder
from ledgerium_cli.errors import LedgeriumError, SettingsError

app = typer.Typer(
    name="ledgerium",
    help="Turn recordings of browser work into documents that are true.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(build.build)
app.command()(check.check)
app.command()(diff.diff)
app.command()(documents.sop)
app.command(name="map")(documents.map_)
app.command()(documents.report)
app.command()(documents.opportunities)
app.command()(score.score)
app.command()(export.export)
app.command()(inspect.mine)
app.command()(inspect.steps)
app.command()(sql.sql)
app.command(name="import")(imports.import_)
app.command()(inspect.validate)
app.command()(privacy.lint)
app.command()(privacy.redact)
app.command()(files.init)
app.command()(files.schema)
app.command()(settings.config)
app.add_typer(recorder, name="recorder")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ledgerium {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="FILE", help="Settings; by default the nearest ledgerium.toml upwards."
        ),
    ] = None,
    no_config: Annotated[
        bool, typer.Option("--no-config", help="No settings, neither of a file nor of the environment.")
    ] = False,
) -> None:
    context.obj = asked = settings.asked(app.registered_commands, config, ignored=no_config)
    try:
        context.default_map = asked.defaults(context.invoked_subcommand)
    except SettingsError:
        if not {"-h", "--help"} & {*sys.argv}:  # who needs help gets it
            raise


def main() -> None:
    """Run the command line. Exit codes stand in `docs/commands.md`."""
    # Recordings are many small values without circles: looking for some after every 700 of them takes a third of the
    # time of a large build.
    gc.set_threshold(100_000, 50, 50)
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough, such as `head`, ends the run quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except LedgeriumError as error:
        for line in str(error).splitlines():
            tell(f"ledgerium: {line}")
        sys.exit(error.exit_code)
    except Exception:  # a bug: shown where it is, with a code that no check uses
        traceback.print_exc()
        sys.exit(LedgeriumError.exit_code)
