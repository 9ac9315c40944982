"""Options that several commands share, and functions for their output."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from inspect import Parameter, Signature, signature
from io import RawIOBase
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Self, TextIO, get_type_hints

import typer

from ledgerium_cli.errors import OutputError, UsageError
from ledgerium_cli.output.place import STANDARD_OUTPUT, one_file

if TYPE_CHECKING:
    from ledgerium_cli.engine.local import Progress
    from ledgerium_cli.load import Loaded
    from ledgerium_cli.output.content import Content
    from ledgerium_cli.problems import Problem
    from ledgerium_cli.unchanged import Wanted

SHORT_S = 1
"""Seconds after which progress is shown."""

Traces = Annotated[
    list[str],
    typer.Argument(
        metavar="TRACE...", help="Recordings: files, folders, quoted globs, or - for standard input."
    ),
]
TracesOrLogs = Annotated[
    list[str],
    typer.Argument(
        metavar="TRACE...",
        help="Recordings and event logs: files, folders, quoted globs, or - for standard input.",
    ),
]
WorkflowFile = Annotated[
    Path | None,
    typer.Option(
        "--workflow",
        "-w",
        metavar="FILE",
        help="What the team declares of its process; by default workflow.toml beside the traces.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict/--no-strict", help="Stop when anything is wrong with the input."),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet/--no-quiet", "-q", help="Say nothing but errors on standard error."),
]


OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", parser=one_file, help="Where to write; by default standard output."
    ),
]
Noise = Annotated[
    float | None,
    typer.Option(
        "--noise", min=0, max=1, metavar="SHARE",
        help="Leave paths out of the model that are rarer than this share of the most frequent; "
        "0: it fits every case. By default what balances fitness and precision.",
    ),
]  # fmt: skip
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="WHAT",
        help="Only the cases of which it is true: actor=Ana, activity=, system=, case=, variant=, recording=, "
        "path='A > B', since=2026-03-01, until=, longer=2h, shorter=, held, rework, deviates, complete. May be given "
        "again: several of one kind mean any of them.",
    ),
]
Except = Annotated[
    list[str] | None,
    typer.Option("--except", metavar="WHAT", help="Without the cases of which it is true; as --only."),
]
NoStore = Annotated[
    bool,
    typer.Option(
        "--no-store/--store",
        help="Map all recordings anew, and keep nothing in .ledgerium for next time.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Work on a cluster in place of this machine: spark or dask, or with its address spark=sc://host, "
        "dask=tcp://host:8786.",
    ),
]


@dataclass(frozen=True, slots=True)
class Input:
    """Which recordings a command is about, and how to read them."""

    traces: list[str]
    workflow: Path | None
    only: list[str] | None
    without: list[str] | None
    strict: bool
    quiet: bool
    no_store: bool = False
    engine: str | None = None

    def load(self, *, model: bool = False, noise: float | None = None) -> Loaded:
        """Load the traces; problems go to standard error."""
        [loaded] = self.load_each([self], model=model, noise=noise)
        return loaded

    def load_each(
        self, each: Sequence[Input], *, model: bool = False, noise: float | None = None
    ) -> list[Loaded]:
        """The same for several selections of cases from traces that are read once. The inputs in `each` must agree
        on recordings."""
        from ledgerium_cli.findings.filters import parse_conditions
        from ledgerium_cli.load import analysed, read

        gc.disable()  # a command is short and makes hardly any cycles: saves a third of its time
        asked = [parse_conditions(one.only or (), one.without or ()) for one in each]
        keep = not self.no_store
        with progress_bar(quiet=self.quiet) as told:
            found = read(
                self.traces,
                self.workflow,
                strict=self.strict,
                keep=keep,
                told=told,
                conditions=asked[0],
                engine=self.engine,
            )
        loaded = [analysed(found, one, model=model, noise=noise, keep=keep) for one in asked]
        self.tell_all(dict.fromkeys(line for one in loaded for line in one.about_input))
        if found.notice is not None:
            self.tell_all([found.notice])
        return loaded

    def wanted(self, output: Path | None, *, fresh: bool) -> Wanted | None:
        """The requested build, if an earlier one may have made the same."""
        from ledgerium_cli.unchanged import wanted

        if self.no_store or self.engine is not None:
            return None
        return wanted(self.traces, self.workflow, output, [replace(self, quiet=False), fresh])

    def tell_all(self, lines: Iterable[str]) -> None:
        for line in () if self.quiet else lines:
            tell(line)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Files, events, rate and time left, shown on a terminal while the work runs."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    began = monotonic()
    with ExitStack() as opened:
        bar: Bar | None = None

        def told(now: Progress) -> None:
            nonlocal bar
            if bar is None and monotonic() - began > SHORT_S:
                bar = opened.enter_context(Bar(now.of_files))
            if bar is not None:
                bar.show(now, monotonic() - began)

        yield told


class Bar:
    """A progress bar drawn with Rich, imported only for long work."""

    def __init__(self, files: int) -> None:
        from rich import progress
        from rich.console import Console

        columns = (
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("files, {task.fields[events]:,} events, {task.fields[rate]:,} a second,"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("left"),
        )
        self._progress = progress.Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("", total=files, events=0, rate=0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, now: Progress, seconds: float) -> None:
        self._progress.update(
            self._task, completed=now.files, events=now.events, rate=round(now.events / seconds)
        )


def reads_recordings(command: Callable[..., None], named: object = TracesOrLogs) -> Callable[..., None]:
    """A decorator for commands that read recordings and logs: adds their shared arguments and options, and passes
    them as one `Input`. `named` is the annotation of the traces."""

    def with_options(
        traces: TracesOrLogs,
        workflow: WorkflowFile = None,
        only: Only = None,
        without: Except = None,
        strict: Strict = False,
        quiet: Quiet = False,
        no_store: NoStore = False,
        engine: Engine = None,
        **own: object,
    ) -> None:
        command(Input(traces, workflow, only, without, strict, quiet, no_store, engine), **own)

    shared = [*signature(with_options).parameters.values()][:-1]
    _, *own = signature(command).parameters.values()
    ordered = [*shared[:2], *own, *shared[2:]]
    parameters = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in ordered]
    hints = get_type_hints(with_options, include_extras=True) | get_type_hints(command, include_extras=True)
    hints["traces"] = named
    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    with_options.__annotations__ = {one.name: hints[one.name] for one in parameters}
    typed = [one.replace(annotation=hints[one.name]) for one in parameters]
    with_options.__signature__ = Signature(typed)  # type: ignore[attr-defined]
    return with_options


def only_recordings(traces: Sequence[str], command: str) -> None:
    """Raises UsageError if there is an event log among them, NoRecording for a name that matches nothing."""
    from ledgerium_cli.recording.files import find_traces

    others = [
        file for file in find_traces(traces).files if not file.endswith(".jsonl") and Path(file).is_file()
    ]
    if others:
        from ledgerium_cli.engine.logs import refuse_logs

        refuse_logs(others, command)


def tell_problems(problems: Iterable[Problem]) -> None:
    from ledgerium_cli.problems import in_short

    for line in in_short(problems):
        tell(line)


def tell(text: str) -> None:
    """Print a line to standard error, without control characters for the terminal or commands for a runner."""
    from ledgerium_cli.output.text import log_line
    from ledgerium_cli.problems import as_text

    if sys.stderr is None:  # closed
        return
    try:
        print(log_line(as_text(text)), file=sys.stderr)
    except OSError:  # there is nowhere left to report it
        _give_up(sys.stderr)


def buffer_standard_output() -> None:
    """Make every write to standard output whole, or fail. Where Python was asked not to buffer, as containers ask with
    PYTHONUNBUFFERED, a write to the raw file may take a part and says so only by its count, which nothing that prints
    looks at; one to a pipe that a parent made non-blocking may take nothing until its reader comes."""
    if sys.stdout is None:
        return
    with suppress(OSError, AttributeError):  # what never blocks; and Windows before Python 3.12
        os.set_blocking(sys.stdout.fileno(), True)
    if isinstance(sys.stdout.buffer, RawIOBase):
        encoding, errors = sys.stdout.encoding, sys.stdout.errors
        sys.stdout = open(sys.stdout.fileno(), "w", encoding=encoding, errors=errors, closefd=False)  # noqa: SIM115


def emit(product: Content) -> None:
    """Write to standard output, in UTF-8 with LF on every platform and in every locale. Raises OutputError when that
    fails."""
    if sys.stdout is None:
        raise OutputError("standard output is closed. Open it, or name a file with -o.")
    if isinstance(product, str):
        product = product.encode(errors="surrogateescape")  # file names may be any bytes
    with _printing():
        sys.stdout.flush()
    for piece in (product,) if isinstance(product, bytes) else product.pieces():
        with _printing():
            sys.stdout.buffer.write(piece)
    with _printing():
        sys.stdout.buffer.flush()


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _give_up(sys.stdout)
        raise OutputError(f"standard output cannot be written ({error.strerror}). Make room.") from error


def no_room(error: OSError) -> OutputError:
    """Typer may have printed, or a library written what does not fit into memory."""
    from tempfile import gettempdir

    _give_up(sys.stdout)
    return OutputError(
        f"standard output, or what waits in {gettempdir()} meanwhile, cannot be written ({error.strerror}). Make room, "
        "or name another folder with TMPDIR."
    )


def _give_up(stream: TextIO) -> None:
    """Redirect the stream to nowhere, since Python would report the buffered output as an error again at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def keep_off_terminal(format: str, output: Path | None) -> None:
    """Raises UsageError before the work if binary output would go to a terminal."""
    to_terminal = (
        str(output or STANDARD_OUTPUT) == STANDARD_OUTPUT and sys.stdout is not None and sys.stdout.isatty()
    )
    if format == "parquet" and to_terminal:
        raise UsageError("Parquet is no text for a terminal. Name a file with -o, or redirect it.")


def write(product: Content, output: Path | None) -> None:
    """Write to the named file or, without one or for `-`, to standard output."""
    from ledgerium_cli.output.write import write_documents

    if output is None or str(output) == STANDARD_OUTPUT:
        emit(product)
    else:
        write_documents(output.parent, {output.name: product})
