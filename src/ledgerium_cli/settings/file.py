"""Finds and reads a settings file: text in, values with the places that set them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ledgerium_cli.by_hand import text_by_hand
from ledgerium_cli.errors import SettingsError
from ledgerium_cli.settings.options import ONE_RUN, Option, Options, shared_options
from ledgerium_cli.settings.values import from_file

FILE_NAME = "ledgerium.toml"
PROJECT_NAME = "pyproject.toml"
ALL = ""
"""Key for the settings above all tables, used like the name of a command."""
STANDARD = "-"
"""Standard input or output, which is not a path."""


class Set(NamedTuple):
    """A value and what set it: `ledgerium.toml:3`, `LEDGERIUM_QUIET`."""

    value: object
    origin: str


Values = Mapping[str, Mapping[str, Set]]
"""By command (or ALL), then by key."""


@dataclass(frozen=True, slots=True)
class Found:
    """A settings file and its text."""

    path: Path
    """Relative to the working directory if it was searched for."""
    text: str

    @property
    def table(self) -> tuple[str, ...]:
        return ("tool", "ledgerium") if self.path.name == PROJECT_NAME else ()


def find_file() -> Found | None:
    """The nearest settings file from the working directory upwards, at most up to the root of the repository.

    In one folder `ledgerium.toml` takes precedence over `[tool.ledgerium]` in `pyproject.toml`. Outside a repository
    only the working directory is searched. Raises SettingsError when a file cannot be read.
    """
    try:
        here = Path.cwd()
    except OSError:  # the working directory was deleted
        return None
    above = [here, *here.parents]
    root = next((at for at, folder in enumerate(above) if (folder / ".git").exists()), 0)
    for up in range(root + 1):
        folder = Path(*[".."] * up)
        for name in (FILE_NAME, PROJECT_NAME):
            if (folder / name).is_file() and (found := _opened(folder / name)):
                return found
    return None


def found_at(path: Path) -> Found:
    """Raises SettingsError when the file cannot be read."""
    return Found(path, text_by_hand(path, SettingsError))


def _opened(path: Path) -> Found | None:
    found = found_at(path)
    return found if path.name == FILE_NAME or _has_table(found) else None


def _has_table(found: Found) -> bool:
    """Whether a project file has our table. A file that does not mention it is not parsed, so it may be broken."""
    return "ledgerium" in found.text and _table(found) is not None


def read_values(found: Found, commands: Options) -> Values:
    """What the file sets; paths in it are relative to its folder.

    Raises SettingsError with all faults, one a line.
    """
    faults: list[str] = []
    values: dict[str, dict[str, Set]] = {}
    table = _table(found) or {}
    for command, key, value in _entries(table, commands):
        line = line_of(found.text, (*found.table, *filter(None, (command,))), key)
        place = _place(found, line)
        try:
            option = _option_named(command, key, commands)
            read = from_file(option, value)
        except ValueError as fault:
            faults.append(f"{place}: {'.'.join(filter(None, (command, key)))}: {fault}.")
        else:
            values.setdefault(command, {})[key] = Set(_placed(option, read, found.path.parent), place)
    for name, value in table.items():
        if isinstance(value, dict) and name not in commands:
            place = _place(found, line_of(found.text, (*found.table, name)))
            nearest = _nearest(name, commands)
            faults.append(f"{place}: [{name}]: there is no command of that name with settings{nearest}.")
    if faults:
        raise SettingsError("\n".join(faults))
    return values


def _place(found: Found, line: int | None) -> str:
    return f"{found.path}:{line}" if line else str(found.path)


def _table(found: Found) -> dict[str, object] | None:
    import tomllib

    try:
        table: object = tomllib.loads(found.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{found.path}: not TOML: {error}. Mend that line.") from error
    for name in found.table:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _entries(table: Mapping[str, object], commands: Options) -> Iterator[tuple[str, str, object]]:
    """(command, key, value) of each entry."""
    for name, value in table.items():
        if not isinstance(value, dict):
            yield ALL, name, value
        elif name in commands:
            yield from ((name, key, inner) for key, inner in value.items())


def _option_named(command: str, key: str, commands: Options) -> Option:
    """Raises ValueError with a remedy."""
    options = shared_options(commands) if command == ALL else commands[command]
    for option in options:
        if option.key == key:
            return option
    if command == ALL and key in commands:
        raise ValueError(f"is a command; write its settings under [{key}]")
    if key in ONE_RUN:
        raise ValueError("is for one run only; give it on the command line")
    having = [f"[{name}]" for name, other in commands.items() if any(one.key == key for one in other)]
    if command == ALL and having:
        raise ValueError(f"is not the same for every command; write it under {', '.join(having)}")
    names = [one.key for one in options]
    raise ValueError(f"there is no such setting{_nearest(key, names)}")


def _nearest(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(names), n=1, cutoff=0.7)
    return f"; perhaps it is {near[0]!r}" if near else "; `ledgerium schema settings` tells them all"


def _placed(option: Option, value: object, folder: Path) -> object:
    if option.kind != "path" or value == STANDARD:
        return value
    return f"{folder / str(value)}{'/' if str(value).endswith('/') else ''}"


def line_of(text: str, table: tuple[str, ...], key: str | None = None) -> int | None:
    """The line that sets a key or, without one, begins the table; None unless exactly one line seems to."""
    within: tuple[str, ...] = ()
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]\s*(#.*)?$", line):
            within = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if key is None and within == table:
                lines.append(number)
        elif (name := re.match(r"""\s*(["']?)([\w-]+)\1\s*=""", line)) and (*within, name[2]) == (
            *table,
            key,
        ):
            lines.append(number)
    return lines[0] if len(lines) == 1 else None
