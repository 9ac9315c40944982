"""Names the output files of logs that are written into one folder: unique and independent of the order of the logs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ledgerium_cli.errors import OutputError
from ledgerium_cli.logs.file import SUFFIX
from ledgerium_cli.logs.opened import name_of, stem_of
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.files import Source


def each_once(sources: Iterable[Source]) -> list[Source]:
    """The sources in order, without duplicates of the same file."""
    return list({os.path.realpath(source.file): source for source in sources}.values())


def files_in(folder: Path, sources: Sequence[Source]) -> dict[Source, Path]:
    """The output file of each source, named after it. When several sources share a name, the extension is added,
    else as many parent folders as it takes: `north-orders`.

    Raises OutputError when names and folders, as they were given, do not tell two sources apart.
    """
    alike: dict[str, list[Source]] = {}
    for source in sources:
        alike.setdefault(stem_of(source).casefold(), []).append(source)
    names: dict[str, Source] = {}
    files = {}
    for source in sources:
        name = _name(source, alike[stem_of(source).casefold()])
        if (other := names.setdefault(name.casefold(), source)) is not source:
            raise OutputError(
                f"{folder / name}{SUFFIX}: is what both {other.file} and {source.file} would be called. Import one by "
                f"one, each to a name of its own: -o NAME{SUFFIX}"
            )
        files[source] = folder / f"{name}{SUFFIX}"
    return files


def _name(source: Source, alike: Sequence[Source]) -> str:
    if len(alike) == 1:
        return stem_of(source)
    if _differ(map(name_of, alike), alike):
        return name_of(source)
    most = max(len(_folders(one)) for one in alike)
    enough = (count for count in range(1, most) if _differ((_within(one, count) for one in alike), alike))
    return _within(source, next(enough, most))


def _differ(names: Iterable[str], sources: Sequence[Source]) -> bool:
    """Whether the names are unique, also on file systems that ignore case."""
    return len({name.casefold() for name in names}) == len(sources)


def _within(source: Source, count: int) -> str:
    return "-".join([*_folders(source)[-count:], stem_of(source)])


def _folders(source: Source) -> list[str]:
    return [part for part in Path(source.file).parent.parts if part not in (os.sep, os.pardir)]


def name_in(file: Path) -> str:
    """The name of an output file without its suffix."""
    return as_text(file.name.removesuffix(SUFFIX) if file.name.endswith(SUFFIX) else file.stem)
