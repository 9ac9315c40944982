"""The native messaging host: the browser starts it and sends lines, which it puts on the disk.

    python -m ledgerium_cli.recorder.host FOLDER

A message is JSON behind its length, four bytes in the machine's order. Each is answered when it is on the disk:

    {"open": RECORDING, "text": LINES}     the file as it is until now, in place of what stood there
    {"append": RECORDING, "text": LINES}   whole lines to put behind
    {"finish": RECORDING, "text": LINES}   the whole file with its seal
    answers: {"lines": N} or {"error": WHAT}

Killed at any moment the file holds every line that was answered for, whole; a line that was just being written
may be cut off, which readers pass over, and the next `open` replaces it. Only the standard library is imported,
because the browser waits for the start.
"""

from __future__ import annotations

import json
import os
import re
import struct
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

LARGEST = 64 * 1024 * 1024
"""In bytes, the limit of browsers for a message."""
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class Refused(Exception):
    """A request that is refused, with a message for the person."""


def serve(folder: Path, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests until the browser closes the pipe."""
    while (message := _read(requests)) is not None:
        try:
            answer: dict[str, object] = {"lines": _obey(folder, message)}
        except Refused as refused:
            answer = {"error": str(refused)}
        except OSError as error:
            answer = {"error": f"{folder}: cannot be written ({error.strerror or error})."}
        data = json.dumps(answer).encode()
        answers.write(struct.pack("=I", len(data)) + data)
        answers.flush()


def _read(requests: BinaryIO) -> object:
    """The next message; None at the end, also when the browser died in the middle of one."""
    head = requests.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack("=I", head)
    if length > LARGEST:
        return None
    data = requests.read(length)
    if len(data) < length:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return {}


def _obey(folder: Path, message: object) -> int:
    if not isinstance(message, dict) or not isinstance(text := message.get("text"), str):
        raise Refused("The message is none that this host knows.")
    for verb, put in (("open", _replace), ("append", _append), ("finish", _replace)):
        if isinstance(recording := message.get(verb), str):
            if not IDENTIFIER.fullmatch(recording):
                raise Refused("The recording has a name that no file can have.")
            if text and not text.endswith("\n"):
                raise Refused("The last line is not whole.")
            return put(_own(folder / f"{recording}.jsonl", recording), text)
    raise Refused("The message is none that this host knows.")


def _own(file: Path, recording: str) -> Path:
    """The file, if it belongs to this recording or does not exist; files of others are never overwritten. Raises
    Refused."""
    try:
        with file.open("rb") as opened:
            first = json.loads(opened.readline(LARGEST))
    except FileNotFoundError:
        return file
    except ValueError:
        first = None
    if not isinstance(first, dict) or first.get("recording") != recording:
        raise Refused(f"{file}: is there already and is no recording of this name. Move it away.")
    return file


def _replace(file: Path, text: str) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".ledgerium-", dir=file.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(aside, file)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return text.count("\n")


def _append(file: Path, text: str) -> int:
    # Not mode "a": an append without an open before must fail. Unbuffered, so that a failed write is not retried.
    with file.open("r+b", buffering=0) as opened:
        whole = opened.seek(0, os.SEEK_END)
        rest = memoryview(text.encode())
        try:
            while rest:
                rest = rest[opened.write(rest) :]
            os.fsync(opened.fileno())
        except OSError:
            opened.truncate(whole)  # leave no partial line when the disk is full
            raise
    return text.count("\n")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
