"""Reads from the commands which options a settings file or the environment may set, so that nothing is declared
twice."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from typer.models import OptionInfo

from ledgerium_cli.output.place import Place, one_file, one_folder, place_of

ONE_RUN = frozenset({"at", "check", "force", "fresh", "from", "query", "recorded-at", "table", "where"})
"""Options that cannot be settings, since they say what one run is about or what it may destroy."""
SHARED = ("engine", "except", "no-store", "only", "quiet", "strict", "workflow")
"""Options that mean the same for every command that has them, so they may stand above all tables."""
Kind = Literal["flag", "number", "path", "text", "texts", "whole"]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command, as a setting."""

    key: str
    """The long name without dashes: `no-store`."""
    argument: str
    """The name of the Python argument: `no_store`."""
    kind: Kind
    help: str
    default: object = None
    choices: tuple[str, ...] = ()
    is_one_file: bool = False
    """Whether it is the path of a file, never of a folder."""
    is_standard: bool = True
    """Whether `-` means standard input or output."""
    least: float | None = None
    most: float | None = None


Options = Mapping[str, tuple[Option, ...]]
"""By the name of the command."""


def options_of(command: Callable[..., Any]) -> tuple[Option, ...]:
    """The settings of a command, sorted by key."""
    hints = get_type_hints(command, include_extras=True)
    found = [
        _option(name, hints[name], one.default) for name, one in inspect.signature(command).parameters.items()
    ]
    return tuple(
        sorted((one for one in found if one and one.key not in ONE_RUN), key=lambda option: option.key)
    )


def shared_options(commands: Options) -> tuple[Option, ...]:
    """The options in SHARED, each once."""
    each = {one.key: one for options in commands.values() for one in options if one.key in SHARED}
    return tuple(each[key] for key in sorted(each))


def _option(name: str, hint: Any, default: object) -> Option | None:
    info = next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, OptionInfo)), None)
    if info is None:
        return None
    names = (str(info.default), *(info.param_decls or ()))  # in Annotated, `default` holds the first name
    long = next(text for text in names if text.startswith("--"))
    kind, choices = _kind(hint.__origin__)
    return Option(
        long.partition("/")[0].removeprefix("--"),
        name,
        kind,
        info.help or "",
        None if default is inspect.Parameter.empty else default,
        choices,
        info.parser is one_file,
        info.parser not in (one_folder, place_of),
        info.min,
        info.max,
    )


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(annotation) in (Union, types.UnionType):
        [annotation] = (one for one in get_args(annotation) if one is not type(None))
    if get_origin(annotation) is Literal:
        return "text", get_args(annotation)
    kinds: dict[Any, Kind] = {
        bool: "flag",
        float: "number",
        int: "whole",
        Path: "path",
        Place: "path",
        str: "text",
    }
    return ("texts", ()) if get_origin(annotation) is list else (kinds[annotation], ())
