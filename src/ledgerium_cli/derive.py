"""Writes the files derived from the models: msgspec structs, JSON Schemas, and tables in the docs.

Run `python -m ledgerium_cli.derive` after any change of a format; a test fails when that was forgotten.

The structs accept and refuse the same input as the pydantic models (a property test checks this), decode about four
times as fast, and do not import pydantic.
"""

from __future__ import annotations

import ast
import inspect
import json
import types
import typing
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from ledgerium_cli.documents.analysis import cases_shape, models_shape, numbers_shape
from ledgerium_cli.documents.analysis import shape as analysis_shape
from ledgerium_cli.documents.analysis.shape import analysis_schema
from ledgerium_cli.documents.differences import shape as diff_shape
from ledgerium_cli.documents.differences.shape import diff_schema
from ledgerium_cli.recording import format as trace_format
from ledgerium_cli.score.rules import with_rules
from ledgerium_cli.tables.columns import TABLES
from ledgerium_cli.workflow import format as workflow_format

PACKAGE = Path(__file__).parent
DOCS = PACKAGE.parents[1] / "docs"
CONSTRAINTS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")


_END = r"$(?!\n)", r"\Z"
"""A pattern's end of text: as a JSON Schema spells it, and as Python matches it in half the time."""


def type_source(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """The Python source of a type, with the constraints of its pydantic field."""
    base = _bare_source(annotation)
    limits = {name: value for item in metadata for name, value in _limits(item)}
    if not limits:
        return base
    arguments = ", ".join(f"{name}={value!r}" for name, value in limits.items())
    if " | None" in base:
        raise TypeError(f"constraints on an optional type belong inside it: {annotation}")
    return f"Annotated[{base}, Meta({arguments})]"


def _bare_source(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        return type_source(inner, tuple(metadata))
    if origin is Literal:
        return f"Literal[{', '.join(repr(value) for value in get_args(annotation))}]"
    if origin is tuple:
        return f"tuple[{type_source(get_args(annotation)[0])}, ...]"
    if origin in (Union, types.UnionType):
        return " | ".join(type_source(member) for member in get_args(annotation))
    if annotation is type(None):
        return "None"
    if not isinstance(annotation, type):
        raise TypeError(f"cannot derive a struct from {annotation}")
    return annotation.__name__


def _limits(item: Any) -> typing.Iterator[tuple[str, Any]]:
    for part in item.metadata if isinstance(item, FieldInfo) else (item,):
        for name in CONSTRAINTS:
            if (value := getattr(part, name, None)) is not None:
                yield name, value if name != "pattern" else value.replace(*_END)


def struct_source(model: type[BaseModel], *, raw: bool = False) -> str:
    """The source of one model as a frozen struct; a `kind` with a single literal becomes the tag of the union. A model
    that extends another becomes a struct that extends the other's. With `raw`, nested records stay undecoded (`Raw`)
    and the pattern of identifiers is not checked."""
    parent = model.__mro__[1]
    inherited = parent.model_fields if issubclass(parent, BaseModel) else {}
    options = ["frozen=True", "forbid_unknown_fields=True", "kw_only=True"]
    lines = []
    for name, field in model.model_fields.items():
        if (
            name == "kind"
            and get_origin(field.annotation) is Literal
            and len(get_args(field.annotation)) == 1
        ):
            options.append(f'tag_field="kind", tag={get_args(field.annotation)[0]!r}')
            continue
        if name in inherited:
            continue
        if raw and _is_part(field.annotation):
            lines.append(f"    {name}: Raw{'' if field.is_required() else ' = NOTHING'}")
            continue
        source = type_source(field.annotation, tuple(field.metadata))
        source = source.replace(_IDENTIFIER, "str") if raw else source
        lines.append(f"    {name}: {source}{_default_source(field)}")
    if _is_kind_of_event(model):
        options += [] if inherited else ["omit_defaults=True"]  # writes the shortest equivalent line
        options += ["gc=False"] if raw else []  # subclasses inherit it
    elif "kind" not in model.model_fields:
        options.append("cache_hash=True")  # nested records and rules are dictionary keys
    base = _name(parent) if inherited else "Struct"
    return f"class {_name(model)}({base}, {', '.join(options)}):\n" + "\n".join(lines or ["    pass"])


def _is_kind_of_event(model: type[BaseModel]) -> bool:
    """Whether it is a base class of events that no line is decoded to."""
    return issubclass(model, trace_format.Event) and "kind" not in model.model_fields


def _name(model: type[BaseModel]) -> str:
    return f"_{model.__name__}" if _is_kind_of_event(model) else model.__name__


def _is_part(annotation: Any) -> bool:
    """Whether a field holds a nested record."""
    return any(
        isinstance(one, type) and issubclass(one, BaseModel) for one in (annotation, *get_args(annotation))
    )


def _default_source(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    if isinstance(field.default, BaseModel):
        return f" = {type(field.default).__name__}()"
    return f" = {field.default!r}"


def module_source(models: list[type[BaseModel]], source: str) -> str:
    head = (
        f'"""Derived from {source} by `python -m ledgerium_cli.derive`; do not edit."""\n\n'
        "from typing import Annotated, Literal\n\nfrom msgspec import Meta, Struct\n"
    )
    return "\n\n".join([head, *(struct_source(model) + "\n" for model in models)])


_IDENTIFIER = type_source(trace_format.Identifier)
((_, _PATTERN),) = _limits(get_args(trace_format.Identifier)[1])

RAW_HEAD = f'''"""Derived from format.py by `python -m ledgerium_cli.derive`; do not edit.

The events of `wire.py` with their parts as they stand in the line, to be decoded once for all lines that say the same.
"""

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

IDENTIFIER = {_PATTERN!r}
"""What a document is: to be checked once for each, since in every line that takes as long as all the rest."""
NOTHING = Raw()
"""A part that a line does not have."""
'''


def raw_source(models: Iterable[type[BaseModel]]) -> str:
    return "\n\n".join([RAW_HEAD, *(struct_source(model, raw=True) + "\n" for model in models)])


def models_of(module: types.ModuleType) -> list[type[BaseModel]]:
    """The models with fields defined in a module, in source order."""
    found = [item for item in vars(module).values() if isinstance(item, type) and issubclass(item, BaseModel)]
    return [model for model in found if model.model_fields]


def schema_source(adapter: TypeAdapter[Any], title: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return _json(schema | adapter.json_schema())


def described(schema: dict[str, Any], *modules: types.ModuleType) -> dict[str, Any]:
    """With what the modules say below the fields of their structs."""
    for module in modules:
        for struct in ast.parse(inspect.getsource(module)).body:
            if isinstance(struct, ast.ClassDef) and struct.name in schema["$defs"]:
                properties = schema["$defs"][struct.name]["properties"]
                for name, text in _said_below(struct):
                    properties[name] = {"description": " ".join(text.split())} | properties[name]
    return schema


def _said_below(struct: ast.ClassDef) -> typing.Iterator[tuple[str, str]]:
    """Fields that have a text below them."""
    for field, below in pairwise(struct.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, text


def _json(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def tables_page() -> str:
    """`docs/tables.md`: every table and column."""
    parts = [
        "# Tables",
        "What `ledgerium sql` opens in [DuckDB](https://duckdb.org). Times are UTC with milliseconds; lengths are\n"
        "whole milliseconds. [metrics.md](metrics.md) says how they are counted. The database has what stands here as\n"
        "comments: `SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal`.",
    ]
    for table in TABLES:
        rows = [f"| `{one.name}` | {one.type} | {one.meaning} |" for one in table.columns]
        parts += [f"## {table.name}", f"One row: {table.grain}.", "\n".join([
            "| column | type | meaning |", "| --- | --- | --- |", *rows,
        ])]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def derived_files() -> dict[Path, str]:
    """The text that every derived file should have, by path."""
    trace, workflow = models_of(trace_format), models_of(workflow_format)
    events = [model for model in trace if issubclass(model, trace_format.Event)]
    kinds = [model.__name__ for model in events if not _is_kind_of_event(model)]
    union = "\n\nEvent = (\n    " + "\n    | ".join(kinds) + "\n)\n"
    return {
        PACKAGE / "recording" / "wire.py": module_source(trace, "format.py")
        + union
        + "Line = Header | Event | Seal\n",
        PACKAGE / "recording" / "raw.py": raw_source(events) + union,
        PACKAGE / "workflow" / "wire.py": module_source(workflow, "format.py"),
        PACKAGE / "schema" / "trace-1.json": schema_source(
            TypeAdapter(trace_format.Line), "Ledgerium trace, format 1: one line"
        ),
        PACKAGE / "schema" / "workflow-1.json": schema_source(
            TypeAdapter(workflow_format.Workflow), "Ledgerium workflow file, format 1"
        ),
        PACKAGE / "schema" / "analysis-2.json": _json(
            described(analysis_schema(), analysis_shape, cases_shape, models_shape, numbers_shape)
        ),
        PACKAGE / "schema" / "diff-1.json": _json(described(diff_schema(), diff_shape)),
        DOCS / "tables.md": tables_page(),
        DOCS / "score.md": with_rules((DOCS / "score.md").read_text("utf-8")),
    }


def main() -> None:
    for path, text in derived_files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
