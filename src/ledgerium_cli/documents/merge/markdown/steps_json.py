"""The JSON of the SOP: how it is laid out, and the steps that it tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ledgerium_cli.output.text import json_escapes

_ESCAPES = json_escapes("`<>&~")
"""Escapes for what could end the code block, or has a meaning when it is shown as HTML."""


def one_step_a_line(head: Mapping[str, object], steps: Iterable[object]) -> list[str]:
    """The lines of an object with the keys of `head` and, last, the steps: changing one step changes one line."""
    keys = "".join(f"{_json(key)}: {_json(value)}, " for key, value in head.items())
    return [f'{{{keys}"steps": [', *",\n".join(f"  {_json(step)}" for step in steps).split("\n"), "]}"]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)


def block_in(generated: str) -> str:
    """The block for programs, without parsing the document."""
    _, begins, below = generated.rpartition("```json\n")
    told, end, _ = below.partition("\n```")
    return f"{begins}{told}{end}"


def steps_told_in(source: str) -> list[dict[str, str]]:
    """The steps in a block of JSON; none from anything else."""
    if not source.startswith("```json\n"):
        return []
    try:
        steps = json.loads(source.removeprefix("```json\n").removesuffix("```"))["steps"]
        return [step for step in steps if isinstance(step["id"], str) and isinstance(step["title"], str)]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
