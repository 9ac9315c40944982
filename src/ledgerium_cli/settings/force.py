"""Which settings apply to a command: the environment overrides the file, and a setting for one command overrides one
for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledgerium_cli.errors import SettingsError
from ledgerium_cli.settings.file import ALL, Found, Set, Values, read_values
from ledgerium_cli.settings.options import Option, Options, shared_options
from ledgerium_cli.settings.values import from_environment

PREFIX = "LEDGERIUM_"
LIKELY = 0.8
"""How alike a variable that nothing reads and one that sets something are, at least, to be taken for a slip."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings from files and the environment. The command line overrides them."""

    commands: Options
    file: Found | None
    values: Values
    environment: Mapping[str, str]

    def of(self, command: str) -> dict[str, Set]:
        """The settings of a command, by key. Raises SettingsError for an invalid value of a variable."""
        options = self.commands.get(command, ())
        above = {one.key: self.values.get(ALL, {}).get(one.key) for one in options}
        found = {key: value for key, value in above.items() if value is not None}
        return {**found, **self.values.get(command, {}), **self._variables(options, command)}

    def of_all(self) -> dict[str, Set]:
        """The settings for all commands together."""
        return {**self.values.get(ALL, {}), **self._variables(shared_options(self.commands), ALL)}

    def of_one(self, command: str) -> dict[str, Set]:
        """The settings for this command alone."""
        own = self._variables(self.commands[command], command, shared=False)
        return {**self.values.get(command, {}), **own}

    def misspelt(self) -> Iterator[tuple[str, str]]:
        """Variables that set nothing, each with the one that it is likely to stand for. Others with our prefix may be
        anybody's."""
        common = {one.key for one in shared_options(self.commands)}
        known = {
            name
            for command, options in self.commands.items()
            for option in options
            for name in variables(option, command, shared=option.key in common)
        }
        for given in sorted(name for name, text in self.environment.items() if text and name not in known):
            if (near := _nearest(given, known)) is not None:
                yield given, near

    def _variables(self, options: tuple[Option, ...], command: str, *, shared: bool = True) -> dict[str, Set]:
        faults, found = [], {}
        common = {one.key for one in shared_options(self.commands)} if shared else ()
        for option in options:
            for name in variables(option, command, shared=option.key in common):
                if text := self.environment.get(name):
                    try:
                        found[option.key] = Set(from_environment(option, text), name)
                    except ValueError as fault:
                        faults.append(f"{name}: {fault}.")
        if faults:
            raise SettingsError("\n".join(faults))
        return found


def variables(option: Option, command: str, *, shared: bool) -> Iterator[str]:
    """The variables that set an option, in order of increasing precedence."""
    key = option.key.replace("-", "_").upper()
    if shared:
        yield f"{PREFIX}{key}"
    if command != ALL:
        yield f"{PREFIX}{command.upper()}_{key}"


def _nearest(given: str, known: Iterable[str]) -> str | None:
    """Without the prefix, which all have."""
    from difflib import get_close_matches

    names = sorted(name.removeprefix(PREFIX) for name in known)
    near = get_close_matches(given.removeprefix(PREFIX), names, n=1, cutoff=LIKELY)
    return f"{PREFIX}{near[0]}" if near else None


def settings_of(commands: Options, file: Found | None, environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError."""
    values = read_values(file, commands) if file is not None else {}
    ours = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    return Settings(commands, file, values, ours)
