"""Every error that ends a run, each with its exit code. `docs/commands.md` lists the codes."""

from __future__ import annotations


class LedgeriumError(Exception):
    """Ends the run with one line on stderr that says what happened, where, and what to do next."""

    exit_code = 70


class UsageError(LedgeriumError):
    """The request makes no sense, e.g. a filter that matches no recording, or a query that does more than read."""

    exit_code = 2


class NoRecording(LedgeriumError):
    """No recording was found in the given files."""

    exit_code = 3


class StrictProblems(LedgeriumError):
    """`--strict` was given and the input has problems."""

    exit_code = 4


class WorkflowFileError(LedgeriumError):
    """The workflow file cannot be read or contradicts itself."""

    exit_code = 5


class OutputError(LedgeriumError):
    """The documents or temporary files cannot be written, or the SOP holds a git merge conflict. Existing documents are
    left whole."""

    exit_code = 6


class DrawingError(LedgeriumError):
    """The map cannot be drawn."""

    exit_code = 7


class TeamFileError(LedgeriumError):
    """The team file cannot be read, or more than one could be meant."""

    exit_code = 8


class ImportRefused(LedgeriumError):
    """A file of another program cannot be imported, or not without more information from the person."""

    exit_code = 9


class EditConflict(LedgeriumError):
    """An edit of the SOP conflicts with what is now observed. Both stand in the SOP; all documents are written."""

    exit_code = 10


class SettingsError(LedgeriumError):
    """A settings file cannot be read, or it or the environment sets an unknown setting or an invalid value."""

    exit_code = 11
