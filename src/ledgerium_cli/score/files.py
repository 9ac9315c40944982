"""Reads and scores files of SOPs, whatever program saved them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ledgerium_cli.encoding import decoded
from ledgerium_cli.errors import UsageError
from ledgerium_cli.recording.files import STANDARD_INPUT
from ledgerium_cli.score.judge import score_sop
from ledgerium_cli.score.told import Scored


def score_files(paths: Sequence[Path], standard_input: Callable[[], bytes]) -> list[Scored]:
    """Scores each file. Raises UsageError for one that cannot be read as text."""
    return [Scored(str(path), score_sop(_text(path, standard_input))) for path in paths]


def _text(path: Path, standard_input: Callable[[], bytes]) -> str:
    try:
        data = standard_input() if str(path) == STANDARD_INPUT else path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Name an SOP in Markdown.") from error
    text = decoded(data)
    if text is None:
        raise UsageError(f"{path}: is not UTF-8 text. Export the SOP as Markdown, or save it as UTF-8.")
    return text
