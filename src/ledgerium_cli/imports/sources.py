"""Reads recordings of other recorders in place: their traces are held in memory and never written."""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.imports.acts import Given
from ledgerium_cli.imports.formats import format_of
from ledgerium_cli.logs.opened import head, whole
from ledgerium_cli.plural import count
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import Source

OF_LEDGERIUM = ".jsonl"
"""Files with this extension are not checked for other formats."""


def with_traces(sources: Iterable[Source]) -> tuple[list[Source], list[Problem]]:
    """The sources, with each file of another recorder replaced by the traces in it, and the problems found.

    Raises ImportRefused for a file that cannot be imported without options.
    """
    found: list[Source] = []
    problems: list[Problem] = []
    for source in sources:
        foreign = None
        if source.held is not None or not source.file.endswith(OF_LEDGERIUM):
            foreign = format_of(head(source))
        if foreign is None:
            found.append(source)
            continue
        content = whole(source)
        try:
            read = foreign.read(content, source.file, Given())
        except ImportRefused as error:
            raise ImportRefused(
                f"{error}\nOptions are for `ledgerium import`; build from what it writes."
            ) from error
        problems += [*read.problems, *_dropped(source.file, sum(read.dropped.values()))]
        one_only = len(read.recordings) == 1
        found += [
            Source(source.file if one_only else f"{source.file} ({one.recording})", one.trace)
            for one in read.recordings
        ]
    return found, problems


def _dropped(file: str, values: int) -> list[Problem]:
    dropped = count(values, "value was", "values were")
    told = Problem(file, None, f"{dropped} dropped.", "No document needs them.", is_intended=True)
    return [told] if values else []
