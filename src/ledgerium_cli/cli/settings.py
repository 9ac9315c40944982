"""Settings as defaults of the options of commands; `ledgerium config` shows them.

Typer can read variables itself, but names them after Python arguments, has none for all commands, and would let a
variable set options that must be given for each run (`--fresh`, `--version`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ledgerium_cli.cli.options import emit
from ledgerium_cli.errors import UsageError
from ledgerium_cli.output.place import Place

if TYPE_CHECKING:
    from typer.models import CommandInfo

    from ledgerium_cli.settings.file import Found
    from ledgerium_cli.settings.force import Settings
    from ledgerium_cli.settings.shown import Shown

COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Asked:
    """The settings that a run may need. They are read lazily, since most runs have none."""

    commands: Sequence[CommandInfo]
    named: Path | None
    """The settings file that the person named, if any."""
    ignored: bool
    environment: dict[str, str]

    @cached_property
    def file(self) -> Found | None:
        from ledgerium_cli.settings.file import find_file, found_at

        if self.named is not None:
            return found_at(self.named)
        return None if self.ignored else find_file()

    @cached_property
    def settings(self) -> Settings:
        """Raises SettingsError."""
        from ledgerium_cli.settings.force import settings_of
        from ledgerium_cli.settings.options import options_of

        callbacks = [(one.name, one.callback) for one in self.commands if one.callback is not None]
        of = {name or callback.__name__: options_of(callback) for name, callback in callbacks}
        declared = {name: options for name, options in of.items() if options and name != "config"}
        return settings_of(declared, self.file, self.environment)

    def defaults(self, command: str | None) -> dict[str, dict[str, object]] | None:
        """Defaults by Typer's names of the command and its options."""
        if command is None or (self.file is None and not self.environment):
            return None
        names = {one.key: one.argument for one in self.settings.commands.get(command, ())}
        return {command: {names[key]: one.value for key, one in self.settings.of(command).items()}}

    def misspelt(self) -> Iterator[str]:
        """What to tell of variables that set nothing and are likely to be meant as others. Raises SettingsError."""
        for name, near in self.settings.misspelt() if self.environment else ():
            yield f"{name} is not read by anything; perhaps it is {near}."


def asked(commands: Sequence[CommandInfo], named: Path | None, *, ignored: bool) -> Asked:
    """Raises UsageError when a settings file is named although settings are disabled."""
    if ignored and named is not None:
        raise UsageError("--config names a file of settings, and --no-config wants none. Leave one out.")
    ours = {name: text for name, text in os.environ.items() if name.startswith("LEDGERIUM_")}
    return Asked(commands, named, ignored, {} if ignored else ours)


def config(
    context: typer.Context,
    command: Annotated[
        str | None, typer.Argument(metavar="[COMMAND]", help="All settings of one command.")
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- ARGUMENT...]", help="The command line that it would be given."),
    ] = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="A table, or a JSON array.")
    ] = "text",
) -> None:
    """Print which settings are in force, and what set each.

    A file and its line, a variable, the command line or nothing. Without COMMAND what all commands share, and what is
    set for one. Examples:

    ledgerium config

    ledgerium config build -- recordings --strict
    """
    from ledgerium_cli.settings.shown import as_json, as_text, shown_of, shown_of_all

    settings: Settings = context.obj.settings
    if command is None:
        shown = shown_of_all(settings)
    elif command in settings.commands:
        shown = [*_with_line(context, command, line or [], shown_of(settings, command))]
    else:
        known = ", ".join(settings.commands)
        raise UsageError(f"There is no command {command!r} with settings. Choose one of: {known}.")
    emit(as_text(shown) if format == "text" else as_json(shown))


def away_from_defaults(context: typer.Context, keys: Collection[str]) -> list[Shown]:
    """Of some settings of the running command, those that are set by anything."""
    from ledgerium_cli.settings.shown import DEFAULT, shown_of

    settings: Settings = context.find_root().obj.settings
    shown = _as_parsed(context, settings, shown_of(settings, str(context.info_name)))
    return [one for one in shown if one.key in keys and one.origin != DEFAULT]


def _with_line(
    context: typer.Context, command: str, line: list[str], shown: Sequence[Shown]
) -> Iterator[Shown]:
    """The settings with the values that the command line overrides."""
    root: Any = context.find_root()
    root.default_map = context.obj.defaults(command)
    parsed = root.command.get_command(root, command).make_context(
        command, [*line], parent=root, resilient_parsing=not line
    )
    return _as_parsed(parsed, context.obj.settings, shown)


def _as_parsed(parsed: typer.Context, settings: Settings, shown: Sequence[Shown]) -> Iterator[Shown]:
    names = {one.key: one.argument for one in settings.commands[str(parsed.info_name)]}
    for one in shown:
        source = parsed.get_parameter_source(names[one.key])
        if source is not None and source.name == "COMMANDLINE":
            yield one._replace(value=_as_written(parsed.params[names[one.key]]), origin=COMMAND_LINE)
        else:
            yield one


def _as_written(value: object) -> object:
    """A value as a settings file has it: a path is a text."""
    path = value.path if isinstance(value, Place) else value
    return str(path) if isinstance(path, Path) else value
