"""The file that a team shares: the key of its tokens, and initial settings of its recorders."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledgerium_cli.errors import OutputError, TeamFileError

FILE_NAME = "ledgerium-team.json"


class TeamFile(BaseModel):
    """`ledgerium-team.json`. The recorder writes and reads the same file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, regex_engine="python-re")

    ledgerium_team: Annotated[int, Field(ge=1, le=1)]
    """The version of the file format."""
    token_key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$(?!\n)", repr=False)]
    """A secret: whoever has it can try out which number a token stands for."""
    workflow: Annotated[str, Field(max_length=200)] = ""
    case_example: Annotated[str, Field(max_length=60)] = ""
    naming: Literal["", "known_words"] = ""
    sites: Annotated[tuple[Annotated[str, Field(max_length=300)], ...], Field(max_length=100)] = ()


def find_team(given: Path | None, folders: Iterable[Path], own: Path) -> Path:
    """The named file, else the one beside the traces, else the person's own, which may not exist yet.

    A team file is never created beside the traces, since that folder gets committed, packed and sent. Raises
    TeamFileError when the traces are beside different ones.
    """
    if given is not None:
        return given
    there = [file for folder in folders if (file := folder / FILE_NAME).exists()]
    if len(there) > 1:
        names = ", ".join(sorted(map(str, there)))
        raise TeamFileError(f"The traces stand beside several team files ({names}). Name one with --team.")
    return there[0] if there else own


def key_beside(copies: Iterable[Path], file: Path) -> Path | None:
    """A team file, `file` or another, in a folder of the copies: whoever sends the folder would send the key."""
    for folder in dict.fromkeys(copy.parent for copy in copies):
        for key in (file, folder / FILE_NAME):
            if os.path.exists(key) and key.resolve().parent == folder.resolve():
                return key
    return None


def load_team(file: Path) -> TeamFile | None:
    """None where no file stands yet. Raises TeamFileError when it cannot be read or is invalid, or none can stand
    there."""
    remedy = "Take the file as the recorder or `ledgerium redact` wrote it, or name another with --team."
    try:
        return TeamFile.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TeamFileError(f"{file}: cannot be read ({error.strerror}). {remedy}") from error
    except ValidationError as wrong:
        faults = wrong.errors(include_url=False, include_input=False)
        lines = [
            f"{file}: {'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}. {remedy}"
            for fault in faults
        ]
        raise TeamFileError("\n".join(lines)) from None  # the cause would show the key


def new_key() -> str:
    return secrets.token_hex(32)


def write_team(file: Path, key: str) -> None:
    """Write a team file with a new key, readable by its owner only; never overwrites a file. Raises OutputError."""
    text = json.dumps({"ledgerium_team": 1, "token_key": key}, indent=2)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
                opened.write(f"{text}\n")
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:
            file.unlink(missing_ok=True)  # a partial key would be refused from then on
            raise
    except OSError as error:
        raise OutputError(
            f"{file}: cannot be written ({error.strerror}). Name another place with --team."
        ) from error
