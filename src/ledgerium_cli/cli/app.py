"""`ledgerium`: the command line. Each command parses its options, calls one library function and prints.

Commands import the library inside their functions, so that `--help` is fast.
"""

from __future__ import annotations

import errno
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ledgerium_cli import __version__
from ledgerium_cli.cli import (
    build,
    check,
    diff,
    documents,
    export,
    files,
    git,
    imports,
    inspect,
    privacy,
    score,
    settings,
    sql,
)
from ledgerium_cli.cli.options import buffer_standard_output, emit, no_room, tell
from ledgerium_cli.cli.recorder import recorder
from ledgerium_cli.errors import LedgeriumError, SettingsError

if TYPE_CHECKING:
    from typer.models import CommandInfo

app = typer.Typer(
    name="ledgerium",
    help="Turn recordings of browser work into documents that are true.",
    epilog="Begin with: ledgerium build trace.jsonl. Each command tells more, with examples: ledgerium build --help",
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
app.command()(git.merge_driver)
app.command()(files.init)
app.command()(files.schema)
app.command()(settings.config)
app.add_typer(recorder, name="recorder")
NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
"""The disk, the file or the share of it is full."""
COMMANDS = (*app.registered_commands,)


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"ledgerium {__version__}\n")
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
            "--config", metavar="FILE", help="Of settings; by default the nearest ledgerium.toml upwards."
        ),
    ] = None,
    no_config: Annotated[
        bool, typer.Option("--no-config", help="No settings, neither of a file nor of the environment.")
    ] = False,
) -> None:
    context.obj = asked = settings.asked(COMMANDS, config, ignored=no_config)
    try:
        context.default_map = asked.defaults(context.invoked_subcommand)
        for warning in asked.misspelt():
            tell(f"ledgerium: {warning}")
    except SettingsError:
        if not {"-h", "--help"} & {*sys.argv}:  # help is shown despite invalid settings
            raise


def _make_only(named: str) -> None:
    """Register only the command that is named first, if it is one: setting up all of them takes as long as starting
    Python. `config` needs all of them."""
    alone = [one for one in COMMANDS if named != "config" and named in (one.name, _called(one))]
    app.registered_commands = alone or [*COMMANDS]


def _called(command: CommandInfo) -> str | None:
    return getattr(command.callback, "__name__", None) if command.name is None else None


def _end_with(error: LedgeriumError) -> NoReturn:
    for line in str(error).splitlines():
        tell(f"ledgerium: {line}")
    sys.exit(error.exit_code)


def main() -> None:
    """Run the command line, and exit with the code of the error, if any."""
    if hasattr(signal, "SIGPIPE"):
        # When the reader closes the pipe, as `head` does, end quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    buffer_standard_output()
    _make_only(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        app()
    except LedgeriumError as error:
        _end_with(error)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _end_with(no_room(error))
        # a bug: show the traceback, with an exit code that no check uses
        traceback.print_exc()
        sys.exit(LedgeriumError.exit_code)
