"""Locates the bundled browser extension and copies it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from ledgerium_cli.errors import OutputError

_PACKED = Path(__file__).parent / "extension"
"""In an installed package, where `pyproject.toml` puts it."""
_IN_CLONE = Path(__file__).parents[3] / "recorder-extension"


def find_extension() -> Path:
    """The folder that Chromium loads by *Load unpacked*."""
    return _PACKED if _PACKED.is_dir() else _IN_CLONE


def unpack(folder: Path) -> Path:
    """Copies the extension into `folder`, replacing an earlier copy; the replacement is atomic.

    Raises OutputError when the folder holds anything else, or cannot be written.
    """
    if folder.exists() and not _is_copy(folder):
        raise OutputError(
            f"{folder}: is there already and is no copy of the recorder. Name another folder, or empty it."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".ledgerium-", dir=folder.parent))
        try:
            shutil.copytree(find_extension(), aside / "new")
            if folder.exists():
                folder.replace(aside / "old")
            (aside / "new").replace(folder)
        except OSError:
            if (aside / "old").exists() and not folder.exists():
                (aside / "old").replace(folder)
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{folder}: cannot be written ({reason}). Make room or name another folder."
        ) from error
    return folder


def _is_copy(folder: Path) -> bool:
    """Whether it is an empty folder, or one with the recorder's manifest."""
    if not folder.is_dir():
        return False
    if not os.listdir(folder):
        return True
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        own = json.loads((find_extension() / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("key") == own["key"]
