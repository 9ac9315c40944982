"""Data of other programs: `ledgerium import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from ledgerium_cli.cli.options import Quiet, Strict, emit, tell, tell_problems
from ledgerium_cli.errors import UsageError
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.output.place import Place, place_of
from ledgerium_cli.plural import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerium_cli.imports.acts import Given as GivenOfRecorder
    from ledgerium_cli.logs.formats import Format
    from ledgerium_cli.logs.model import Given
    from ledgerium_cli.recording.files import Source

_ROLES = get_args(Role)

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="Event logs, or what another recorder wrote, or - for standard input."
    ),
]
Out = Annotated[
    Place,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        parser=place_of,
        help="OUT.jsonl for one recording, OUT.log.parquet for one log, else a folder; OUT/ is always a folder.",
    ),
]
Actor = Annotated[
    str | None,
    typer.Option("--actor", metavar="NAME", help="Who recorded, where the file names one or none."),
]
TimeZone = Annotated[
    str | None,
    typer.Option("--time-zone", metavar="ZONE", help="Of times without one: an IANA name, Europe/Berlin."),
]
DateFormat = Annotated[
    str | None,
    typer.Option(
        "--date-format", metavar="FORMAT", help="Of a log: '%d/%m/%Y %H:%M:%S', seconds, milliseconds, excel."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=NAME",
        help=f"Of a log: {', '.join(_ROLES[:-1])} or {_ROLES[-1]}; 'time=DAYS + CLOCK' of two columns.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="NAME",
        help="Of a log: a further column that comes along, for signs of the workflow file.",
    ),
]
Nobody = Annotated[
    list[str] | None,
    typer.Option(
        "--nobody",
        metavar="NAME",
        help="Of a log: an actor that stands for nobody, such as Unassigned, in place of NA, NULL and others that "
        "programs write for an empty cell; '' for none.",
    ),
]
Apart = Annotated[
    bool,
    typer.Option(
        "--apart",
        help="Of a log: call its cases after the file that is written too, orders/4711, since another log has cases of "
        "the same names.",
    ),
]
Steps = Annotated[
    list[str] | None,
    typer.Option(
        "--step",
        metavar="NAME",
        help="Of a table with a row for each case: a column with the time of a step, which is called after it.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Of a CSV log that is not UTF-8: latin-1."),
]
CaseType = Annotated[
    str | None,
    typer.Option(
        "--case-type",
        metavar="TYPE",
        help="Of an object-centric log: the objects that are cases.",
    ),
]
RecordedAt = Annotated[
    str | None,
    typer.Option(
        "--recorded-at", metavar="TIME", help="Of a recording that tells no times: 2026-03-01T08:00Z."
    ),
]


def import_(
    files: Files,
    output: Out,
    actor: Actor = None,
    time_zone: TimeZone = None,
    date_format: DateFormat = None,
    column: Columns = None,
    step: Steps = None,
    keep: Keep = None,
    nobody: Nobody = None,
    apart: Apart = False,
    encoding: Encoding = None,
    case_type: CaseType = None,
    recorded_at: RecordedAt = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Make traces of what other programs recorded or logged.

    Typed values are left out, and counted. Prints the files that were written, one a line. Examples:

    ledgerium import ui-log.csv -o trace.jsonl

    ledgerium import orders.csv --time-zone Europe/Berlin -o orders.log.parquet
    """
    from ledgerium_cli.engine.logs import log_format
    from ledgerium_cli.imports.acts import Given as GivenOfRecorder
    from ledgerium_cli.logs.model import Given
    from ledgerium_cli.recording.files import source_of

    sources = [source_of(name) for name in files]
    logs = [(one, written_as) for one in sources if (written_as := log_format(one)) is not None]
    recorded = [one for one in sources if one not in [log for log, _ in logs]]
    written: list[Path] = []
    if recorded:
        written += _traces(recorded, output, GivenOfRecorder(actor, time_zone, recorded_at), strict, quiet)
    if logs:
        given = Given(
            _columns(column or ()),
            time_zone,
            date_format,
            encoding,
            case_type,
            tuple(step or ()),
            "",
            tuple(keep or ()),
            tuple(nobody or ()),
        )
        written += _logs(logs, output, given, apart=apart, strict=strict, quiet=quiet)
    emit("".join(f"{path}\n" for path in written))


def _traces(
    sources: list[Source], output: Place, given: GivenOfRecorder, strict: bool, quiet: bool
) -> tuple[Path, ...]:
    from ledgerium_cli.imports.files import import_files

    written = import_files(sources, output, given, strict=strict)
    if not quiet:
        tell_problems(written.problems)
        columns = ", ".join(f"{n} of {column}" for column, n in sorted(written.dropped.items()))
        dropped = f"{count(sum(written.dropped.values()), 'value')} dropped" + (
            f": {columns}." if columns else "."
        )
        tell(f"{count(len(written.files), 'recording')}, {count(written.events, 'event')}; {dropped}")
    return written.files


def _logs(
    logs: list[tuple[Source, Format]], output: Place, given: Given, *, apart: bool, strict: bool, quiet: bool
) -> list[Path]:
    from ledgerium_cli.documents.words import spread
    from ledgerium_cli.logs.keep import keep_logs

    kept = keep_logs(logs, output, given, apart=apart, strict=strict)
    for one in kept if not quiet else ():
        for problem in one.problems:  # at most a hundred
            tell(str(problem))
        columns = ", ".join(f"{role} is {name!r}" for role, name in one.facts.columns.items())
        tell(f"{one.facts.source}, {one.facts.kind}: {columns}.")
        told = one.summary
        tell(
            f"{count(one.facts.rows, 'row')}, {one.facts.left_out} left out; {count(told.cycle.n, 'case')} of "
            f"{count(len(told.variants), 'variant')}, {count(one.steps, 'step')} of "
            f"{count(one.activities, 'activity', 'activities')}; cycle time {spread(told.cycle)}."
        )
        if told.at_once:
            by = "sorting" in one.facts.columns
            order = (
                f"column {one.facts.columns['sorting']!r} says in which order"
                if by
                else "in the order of the rows"
            )
            starts = count(told.at_once, "step starts", "steps start")
            tell(f"{starts} at the time of the one before in its case: {order}.")
    return [one.file for one in kept]


def _columns(texts: Sequence[str]) -> dict[Role, str]:
    from ledgerium_cli.logs.model import columns_by_role

    try:
        return columns_by_role(texts)
    except ValueError as error:
        raise UsageError(f"--column {error}.") from None
