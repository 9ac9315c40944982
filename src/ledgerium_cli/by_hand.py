"""Read files that people write by hand: workflow files, acceptances, settings."""

from __future__ import annotations

from pathlib import Path

from ledgerium_cli.errors import LedgeriumError


def text_by_hand(path: Path, refused: type[LedgeriumError]) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises `refused` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise refused(f"{path}: there is no such file. Check the name.") from error
    except IsADirectoryError as error:
        raise refused(f"{path}: is a folder. Name the file in it.") from error
    except OSError as error:
        raise refused(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise refused(f"{path}: is no text in UTF-8 (byte {error.start + 1}). Save it in UTF-8.") from error
