"""The JSON Schema of `ledgerium.toml`, derived from the commands."""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.settings.options import Option, Options, shared_options
from ledgerium_cli.settings.values import TEXT

ANY_TEXT: dict[str, object] = {"type": "string", "pattern": TEXT}


def settings_schema(commands: Options) -> dict[str, object]:
    tables = {name: _table(options) for name, options in sorted(commands.items())}
    whole = _table(shared_options(commands))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ledgerium settings: ledgerium.toml, or [tool.ledgerium] of pyproject.toml",
        **whole,
        "properties": {**_properties(shared_options(commands)), **tables},
    }


def _table(options: Iterable[Option]) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "properties": _properties(options)}


def _properties(options: Iterable[Option]) -> dict[str, object]:
    return {one.key: {"description": one.help, **_value(one)} for one in options}


def _value(option: Option) -> dict[str, object]:
    match option.kind:
        case "flag":
            return {"type": "boolean"}
        case "number" | "whole":
            limits = {"minimum": option.least, "maximum": option.most}
            return {
                "type": "integer" if option.kind == "whole" else "number",
                **{name: one for name, one in limits.items() if one is not None},
            }
        case "texts":
            return {"type": "array", "items": ANY_TEXT}
    return {"enum": [*option.choices]} if option.choices else ANY_TEXT
