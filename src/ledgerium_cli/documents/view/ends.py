"""The declared ends of a case in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ledgerium_cli.output.text import Markdown, quoted
from ledgerium_cli.workflow.ends import End


def any_of(ends: Iterable[End], named: Callable[[str], Markdown]) -> Markdown:
    """`“Hand off”`, `“Hand off”, “Withdraw” or “Decide” with “Rejected”`; `named` gives the name of an activity in
    quotation marks."""
    told = [
        named(end.activity) + (f" with {quoted(end.outcome)}" if end.outcome is not None else "")
        for end in ends
    ]
    first = ", ".join(told[:-1])
    return Markdown(f"{first} or {told[-1]}" if first else told[-1])
