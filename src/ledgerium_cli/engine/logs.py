"""Recognises event logs beside recordings, and maps them, whether Ledgerium or another program wrote the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from ledgerium_cli.errors import ImportRefused, UsageError
from ledgerium_cli.imports.formats import format_of as format_of_recorder
from ledgerium_cli.logs import parquet_rows
from ledgerium_cli.logs.file import SUFFIX, facts_in, open_log
from ledgerium_cli.logs.formats import Format, format_of
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.opened import head, name_of, on_disk
from ledgerium_cli.logs.read import Log, read_log
from ledgerium_cli.logs.steps import columns_asked, ids_of, map_log
from ledgerium_cli.logs.table import EmptyLog
from ledgerium_cli.recording.files import Source
from ledgerium_cli.steps.mapped import MappedFile
from ledgerium_cli.workflow.wire import Workflow


def log_format(source: Source) -> Format | None:
    """The format of a log; None for a recording of any recorder, and for an unknown format. Raises NoRecording for
    a file that cannot be read."""
    beginning = head(source)
    return format_of(beginning) if format_of_recorder(beginning) is None else None


def refuse_logs(files: Sequence[str], command: str) -> None:
    """Raises UsageError when one of the files, which should all be recordings, is an event log."""
    for file in files:
        if log_format(Source(file)) is not None:
            raise UsageError(
                f"{file}: this is an event log; `ledgerium {command}` is for recordings. Name those alone."
            )


def map_log_file(
    source: Source, format: Format, workflow: Workflow | None, beside: Iterable[str] = ()
) -> MappedFile:
    """Maps a log that can be read without options. `beside` are the names of activities in other logs. Raises
    ImportRefused, which names the import command, for any other."""
    try:
        with _opened(source, format, Given(keep=columns_asked(workflow))) as log:
            names = log.activities()
            mapped = map_log(log.facts, log.instances(), {*names, *beside}, workflow)
            return MappedFile(source.file, log.problems, mapped, tuple(names))
    except EmptyLog:
        raise
    except ImportRefused as error:
        written = f"{name_of(source).split('.')[0]}{SUFFIX}"
        raise ImportRefused(
            f"{error}\nOptions are for `ledgerium import {source.file} -o {written}`; build from what it writes."
        ) from error


def with_other_ids(names: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The files of the logs, of those by file, that name an activity as another log does but for case or punctuation:
    mapped beside each other, its ids tell these apart."""
    every = ids_of({name for own in names.values() for name in own})
    for file, own in names.items():
        if any(every[name] != short for name, short in ids_of(own).items()):
            yield file


def _opened(source: Source, format: Format, given: Given) -> AbstractContextManager[Log]:
    if format.kind == parquet_rows.KIND:
        with on_disk(source) as file:
            facts = facts_in(file)
        if facts is not None:
            return open_log(source, facts, given.keep)
    return read_log(source, format, given)
