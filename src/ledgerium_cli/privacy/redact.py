"""Makes copies of recordings without what should not be there. The same input and key give the same bytes."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.place import Place
from ledgerium_cli.output.write import write_documents
from ledgerium_cli.privacy.clean import Masking, clean
from ledgerium_cli.privacy.lines import (
    Line,
    dumps,
    encoded,
    first_case_form,
    is_in_the_format,
    lines_of,
)
from ledgerium_cli.privacy.persons import Record, renamed, with_pseudonym
from ledgerium_cli.privacy.team import find_team, key_beside, load_team, new_key, write_team
from ledgerium_cli.privacy.tokens import Token, TokenKind, tokens
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import STANDARD_INPUT, find_traces, folders_of, no_recording, read_trace
from ledgerium_cli.recording.read import read_recording


@dataclass(frozen=True, slots=True)
class Redacted:
    """The redacted copy of one recording."""

    text: str
    actor: str
    """The person's name in the original recording."""
    redactions: int
    """The number of pieces masked or removed in this copy."""


@dataclass(frozen=True, slots=True)
class Written:
    files: tuple[Path, ...]
    redactions: int
    problems: tuple[Problem, ...]
    new_team: Path | None
    """The team file, if one had to be made."""
    key_beside: Path | None
    """A team file in the folder of the copies: whoever sends the folder would send the key."""


@dataclass(slots=True, eq=False)
class _UsedToken:
    """A token function that remembers whether it was used."""

    token: Token
    is_any: bool = False

    def __call__(self, kind: TokenKind, piece: str) -> str:
        self.is_any = True
        return self.token(kind, piece)


def redact_files(
    names: Sequence[str], output: Place, *, own_team: Path, team: Path | None = None, pseudonyms: bool = False
) -> Written:
    """Write a redacted copy of every recording that the names mean.

    `output` is a file if a single recording is named or the name is that of a recording, else a folder, in which the
    copies of what stands in a named folder stand as they do there. The key for
    tokens is that of `team`, else of the team file beside the traces, else of `own_team`; a key is made only if a token
    is needed.

    Raises NoRecording, TeamFileError, and OutputError when a copy would overwrite its original.
    """
    traces = find_traces(names)
    files = traces.files
    team_file = find_team(team, folders_of(files), own_team)
    known = load_team(team_file) if team is not None or os.path.exists(team_file) else None
    key = known.token_key if known is not None else new_key()
    token = _UsedToken(tokens(key))
    copies: dict[str, Redacted] = {}
    problems = [*traces.not_read]
    for file in files:
        copy, found = redact(read_trace(file), file, token, pseudonyms=pseudonyms)
        problems += found
        if copy is not None:
            copies[file] = copy
    if not copies:
        raise no_recording(problems)
    paths = _paths(copies, names, output, token if pseudonyms else None)
    _check_paths(paths, [*map(Path, files), team_file])
    is_made = known is None and token.is_any
    if is_made:
        write_team(team_file, key)
    written = _write({path: copies[file].text for file, path in paths.items()})
    redactions = sum(copy.redactions for copy in copies.values())
    made, beside = team_file if is_made else None, key_beside(written, team_file)
    return Written(tuple(written), redactions, tuple(problems), made, beside)


def redact(
    data: bytes, name: str, token: Token, *, pseudonyms: bool = False
) -> tuple[Redacted | None, list[Problem]]:
    """The redacted copy of one recording, and problems to report.

    `name` is the file name used in problems. Lines that the format still refuses after cleaning are left out. The
    copy is sealed if the recording was. It is None when no event is left.
    """
    recording, problems = read_recording(data, name)
    lines = list(lines_of(data))
    copy = _Copy(name, Masking(first_case_form(lines), token), pseudonyms)
    for line in lines:
        copy.take(line)
    if copy.events == 0:
        return None, problems
    return copy.finish(sealed=recording is not None and recording.sealed), copy.problems


@dataclass(slots=True)
class _Copy:
    """Builds the copy of one file line by line."""

    name: str
    masking: Masking
    pseudonyms: bool
    kept: list[str] = field(default_factory=list)
    events: int = 0
    redactions: int = 0
    actor: str = ""
    seal: Record | None = None
    problems: list[Problem] = field(default_factory=list)

    def take(self, line: Line) -> None:
        kind = line.record.get("kind") if line.record is not None else None
        if self.seal is not None:
            self._leave_out(line, "A line stands after the seal.")
        elif kind == "seal":
            self.seal = line.record
        elif kind == "header" and self.kept:
            self._leave_out(line, "A header stands inside the file.")
        else:
            self._keep(line)

    def _keep(self, line: Line) -> None:
        record = line.record
        if record is not None and record.get("kind") == "header":
            self.actor = str(record.get("actor"))
            if self.pseudonyms and self.masking.token is not None:
                record = with_pseudonym(record, self.masking.token)
        renamed = record != line.record
        cleaned, found = clean(record, self.masking) if record is not None else ({}, [])
        is_changed = renamed or bool(found) or bool(line.found)
        raw = encoded(cleaned) if is_changed else line.raw
        if not is_in_the_format(raw):
            self._leave_out(line, "The line is not of trace format 1.")
            return
        self.kept.append(raw.decode())
        self.events += record is None or record.get("kind") != "header"
        self.redactions += renamed + len(found) + len(line.found)

    def _leave_out(self, line: Line, what: str) -> None:
        self.problems.append(Problem(self.name, line.number, what, "It is not in the copy."))

    def finish(self, *, sealed: bool) -> Redacted:
        body = "".join(f"{line}\n" for line in self.kept)
        if sealed and self.seal is not None:
            return Redacted(body + self._new_seal(self.seal, body), self.actor, self.redactions)
        if self.seal is not None:
            what = "The seal does not fit the lines: the file was changed after it was saved."
            self.problems.append(Problem(self.name, None, what, "The copy has none, and documents say so."))
        return Redacted(body, self.actor, self.redactions)

    def _new_seal(self, seal: Record, body: str) -> str:
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        redactions = seal.get("redactions", 0) + self.redactions
        return f"{dumps({**seal, 'count': self.events, 'sha256': sha256, 'redactions': redactions})}\n"


def _paths(
    copies: Mapping[str, Redacted], names: Sequence[str], output: Place, token: Token | None
) -> dict[str, Path]:
    """Where each copy is written. With `token` file names do not contain the actor's name."""
    one_named = [*copies] == [*names] and len(copies) == 1 and not output.is_folder
    if one_named or output.is_one_file(".jsonl", "recordings", len(copies)):
        return dict.fromkeys(copies, output.path)
    folders = [Path(name) for name in names if os.path.isdir(name)]
    every = sorted({copy.actor for copy in copies.values()})
    paths = {}
    for file, copy in copies.items():
        *around, name = _below(file, folders).parts
        if token is not None:
            name = _without_person(name, copy.actor, token)
            for actor in every:  # a folder may be called after whoever else recorded
                around = [_without_person(one, actor, token) for one in around]
        paths[file] = output.path.joinpath(*around, name)
    return paths


def _below(file: str, folders: Sequence[Path]) -> Path:
    """Where the recording stands in the named folder that it was found in; its name where it was named itself."""
    if file == STANDARD_INPUT:
        return Path("recording.jsonl")
    path = Path(file)
    around = [folder for folder in folders if path.is_relative_to(folder)]
    return path.relative_to(max(around, key=lambda one: len(one.parts))) if around else Path(path.name)


def _without_person(name: str, actor: str, token: Token) -> str:
    return str(renamed(name, actor, f"person-{token('person', actor)}"))


def _write(texts: Mapping[Path, str]) -> list[Path]:
    """Writes the copies, those of one folder together."""
    by_folder: dict[Path, dict[str, str]] = {}
    for path, text in texts.items():
        by_folder.setdefault(path.parent, {})[path.name] = text
    return [path for folder, own in by_folder.items() for path in write_documents(folder, own)]


def _check_paths(paths: Mapping[str, Path], inputs: Iterable[Path]) -> None:
    for path, count in Counter(paths.values()).items():
        if count > 1:
            raise OutputError(f"{path}: {count} traces would be copied to this file. Redact them one by one.")
    taken = {file.resolve() for file in inputs}
    for path in paths.values():
        if path.resolve() in taken:
            raise OutputError(
                f"{path}: the copy would overwrite what it is made of. Name another place with -o."
            )
