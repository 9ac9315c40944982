"""The names that people give to steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ledgerium_cli.output.text import plain


def renamed(title: str, given: str | None) -> str | None:
    """The name that people gave to a step; None if there is none, or it equals the title."""
    return given if given is not None and plain(given) not in ("", plain(title)) else None


def names_apart(given: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """The given names by step id; a name that another step also has is followed by the step's former title."""
    used = Counter(plain(name) for name in {**titles, **given}.values())
    return {one: name if used[plain(name)] == 1 else f"{name} ({titles[one]})" for one, name in given.items()}
