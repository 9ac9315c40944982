"""Every error that ends a run, each with its exit code. The codes stand in `docs/commands.md`."""

from __future__ import annotations


class LedgeriumError(Exception):
    """Ends the run with one line on stderr that says what happened, where, and what to do next."""

    exit_code = 70


class UsageError(LedgeriumError):
    """What was asked for means nothing: a filter that no recording shows, a query that does more than read."""

    exit_code = 2


class NoRecording(LedgeriumError):
    """Nothing that was named holds a recording."""

    exit_code = 3


class StrictProblems(LedgeriumError):
    """`--strict` was given and the input has problems."""

    exit_code = 4


class WorkflowFileError(LedgeriumError):
    """The workflow file cannot be read or contradicts itself."""

    exit_code = 5


class OutputError(LedgeriumError):
    """The documents, or what waits in files meanwhile, cannot be written, or hold a conflict of git; what stood there
    is whole."""

    exit_code = 6


class DrawingError(LedgeriumError):
    """The map cannot be drawn."""

    exit_code = 7


class TeamFileError(LedgeriumError):
    """The team's file cannot be read, or it is not clear which one is meant."""

    exit_code = 8


class ImportRefused(LedgeriumError):
    """A file of another program cannot be imported as it is, or not without being told more."""

    exit_code = 9


class EditConflict(LedgeriumError):
    """What people changed in the SOP and what is observed now differ; both stand in it, all documents are written."""

    exit_code = 10


class SettingsError(LedgeriumError):
    """A settings file cannot be read, or it or the environment sets what is no setting or no value of it."""

    exit_code = 11
