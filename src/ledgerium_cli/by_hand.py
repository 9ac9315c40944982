"""Read files that people write by hand: workflow files, acceptances, settings."""

from __future__ import annotations

from pathlib import Path

from ledgerium_cli.errors import LedgeriumError


def text_by_hand(path: Path, refused: type[LedgeriumError]) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises `refused` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise refused(f"{path}: cannot be read ({error}). Check the file and its permissions.") from error
