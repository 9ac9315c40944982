"""Shows settings as text and as JSON, for `ledgerium config`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from ledgerium_cli.output.text import plain
from ledgerium_cli.settings.file import Set
from ledgerium_cli.settings.force import Settings
from ledgerium_cli.settings.options import shared_options

DEFAULT = "default"


class Shown(NamedTuple):
    command: str | None
    """None for all commands."""
    key: str
    value: object
    """None if not set."""
    origin: str


def shown_of(settings: Settings, command: str) -> list[Shown]:
    """Every setting of a command."""
    found = settings.of(command)
    return [
        _shown(command, one.key, found.get(one.key, Set(one.default, DEFAULT)))
        for one in settings.commands[command]
    ]


def shown_of_all(settings: Settings) -> list[Shown]:
    """Every setting that all commands share, then those set for a single command."""
    found = settings.of_all()
    shared = [
        _shown(None, one.key, found.get(one.key, Set(one.default, DEFAULT)))
        for one in shared_options(settings.commands)
    ]
    own = [
        _shown(command, key, one)
        for command in settings.commands
        for key, one in sorted(settings.of_one(command).items())
    ]
    return [*shared, *own]


def _shown(command: str | None, key: str, one: Set) -> Shown:
    return Shown(command, key, one.value, one.origin)


def as_text(shown: Sequence[Shown]) -> str:
    """Columns: the setting, its value as in TOML, what set it."""
    rows = [
        (f"{one.command}.{one.key}" if one.command else one.key, plain(_value_text(one)), plain(one.origin))
        for one in shown
    ]
    widths = [max(len(row[at]) for row in rows) for at in (0, 1)]
    return "".join(f"{name:{widths[0]}}  {said:{widths[1]}}  {origin}\n" for name, said, origin in rows)


def _value_text(one: Shown) -> str:
    return "-" if one.value is None else json.dumps(one.value, ensure_ascii=False, default=str)


def as_json(shown: Sequence[Shown]) -> str:
    """An array of objects: `command` (null: all), `setting`, `value` (null: not set), `from`."""
    rows = [
        {"command": one.command, "setting": one.key, "value": one.value, "from": one.origin} for one in shown
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False, default=str) + "\n"
