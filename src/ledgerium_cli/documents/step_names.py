"""How people call steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ledgerium_cli.output.text import plain


def renamed(title: str, given: str | None) -> str | None:
    """The name that people gave to a step, where it is one and not the title that it has."""
    return given if given is not None and plain(given) not in ("", plain(title)) else None


def told_apart(given: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """Names that people gave, by the ids of steps: one that another step has too is told with the title that the step
    had before."""
    used = Counter(plain(name) for name in {**titles, **given}.values())
    return {one: name if used[plain(name)] == 1 else f"{name} ({titles[one]})" for one, name in given.items()}
