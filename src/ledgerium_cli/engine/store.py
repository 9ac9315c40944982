"""A cache of mapped recordings by the content of their files, so that each recording is mapped once.

It stands in `.ledgerium/` beside the documents, holds nothing that the recordings do not say, and may be deleted at any
time. `mapped/` has a folder for each set of rules with a few Parquet files; a row holds the hash of a file's content
and the result of mapping it.

A file is written under another name and renamed, so that several builds can share a store; a file that cannot be
read counts as missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ledgerium_cli import __version__
from ledgerium_cli.output.names import KEPT_FOLDER
from ledgerium_cli.problems import as_text
from ledgerium_cli.recording.files import STANDARD_INPUT, Source
from ledgerium_cli.sql import quoted
from ledgerium_cli.workflow.wire import Workflow

if TYPE_CHECKING:
    import duckdb

WORTH_A_STORE = 4_000_000
"""Bytes of recordings from which a store is worth its cost."""
WRITE_AT = 32_000_000
"""Bytes that are buffered before they are written: the most that is lost when a build is killed."""
SMALL = 2_000_000
"""Bytes. Larger files of the store are not joined with others, so that nothing is rewritten again and again."""
MOST_SMALL = 8
"""The most small files of one set of rules; when there are more, they are joined."""
ROWS_TOGETHER = 2_048
"""Rows in a row group, the fewest that DuckDB can hold in memory to read or write; with large recordings about fifty
megabytes."""
MOST_RULES = 3
"""The number of sets of rules kept, the most recently used ones."""
BLOCK = 1 << 20
"""Bytes of a large file read at a time."""
FILES_TOGETHER = 256
"""Files in one task of a thread: handing over a small file costs more than reading it."""
MAPS = ("engine", "cases", "recording", "steps", "workflow", "privacy", "composed.py", "problems.py")
"""The parts of this program that the result of mapping depends on."""


def is_worth_a_store(files: Iterable[str]) -> bool:
    """Whether there is enough to read. Little is mapped again faster than a store is opened, and needs no folder."""
    sizes = (os.path.getsize(one) for one in files if one != STANDARD_INPUT and os.path.isfile(one))
    return any(held >= WORTH_A_STORE for held in accumulate(sizes))  # stops at the first files that suffice


def content_of(data: bytes) -> str:
    """A 128-bit hash of a content. It need not resist forgery: whoever can forge a recording in the folder can
    replace it too."""
    import xxhash

    return xxhash.xxh3_128_hexdigest(data)


def content_of_file(file: str | Path, block: bytearray | None = None) -> str | None:
    """The same hash of a file, read block by block into `block` (a buffer to reuse). None when it cannot be read."""
    import xxhash

    found = xxhash.xxh3_128()
    view = memoryview(block if block is not None else bytearray(BLOCK))
    try:
        with open(file, "rb", buffering=0) as opened:
            while length := opened.readinto(view):
                found.update(view[:length])
    except OSError:
        return None
    return found.hexdigest()


def contents_together(contents: Sequence[str]) -> list[str]:
    """A key for each of several recordings that were mapped together, made of the hashes of all their contents."""
    whole = "".join(contents)
    return [content_of(f"{whole}{place}".encode()) for place in range(len(contents))]


def contents_of(sources: Sequence[Source], workers: int) -> list[str | None]:
    """The hashes of all files, always read anew: modification times are not trusted. None for a file that cannot be
    read."""
    from concurrent.futures import ThreadPoolExecutor

    together = max(1, min(FILES_TOGETHER, -(-len(sources) // workers)))
    batches = [sources[at : at + together] for at in range(0, len(sources), together)]
    with ThreadPoolExecutor(workers) as pool:
        return [*chain.from_iterable(pool.map(_contents, batches))]


def _contents(sources: Sequence[Source]) -> list[str | None]:
    block = bytearray(BLOCK)
    return [
        content_of(one.held) if one.held is not None else content_of_file(one.file, block) for one in sources
    ]


def rules_of(workflow: Workflow | None) -> str:
    """A hash of everything but the recording that mapping depends on: the declared rules and the program itself."""
    known = msgspec.json.encode([sys.byteorder, program(*MAPS), workflow])
    return hashlib.sha256(known).hexdigest()[:16]


@lru_cache(maxsize=4)
def program(*parts: str) -> str:
    """A hash of parts of this program's source, so that results of another version are not used."""
    package = Path(__file__).parents[1]
    files = sorted(file for name in parts for file in [*package.glob(name), *package.glob(f"{name}/**/*.py")])
    digest = hashlib.sha256(__version__.encode())
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def made_root(root: Path) -> None:
    """Create the folder with a `.gitignore` that keeps all of it out of git."""
    root.mkdir(parents=True, exist_ok=True)
    ignore = root / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")


class Store:
    """The cache for one set of rules. Never raises: when it cannot be used, everything is mapped anew."""

    def __init__(self, beside: Path, rules: str) -> None:
        self._root = beside / KEPT_FOLDER
        self._folder = self._root / "mapped" / rules
        self._waiting: dict[str, bytes] = {}
        self._bytes = 0
        self._wanted: set[str] = set()
        self.trouble: str | None = None
        """Why nothing could be stored, as a message for the person."""

    def read(self, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """The stored results for the wanted hashes, as (hash, packed result)."""
        missing = set(wanted)
        self._wanted |= missing
        for file in self._files() if missing else ():
            yield from self._rows(file, missing)

    @property
    def holds_something(self) -> bool:
        return bool(self._files())

    def keep(self, content: str, packed: bytes) -> None:
        self._wanted.add(content)
        if self.trouble is None:
            self._waiting[content] = packed
            self._bytes += len(packed)
            if self._bytes >= WRITE_AT:
                self.write()

    def write(self) -> None:
        """Write what is buffered to the disk."""
        waiting, self._waiting, self._bytes = self._waiting, {}, 0
        if not waiting:
            return
        try:
            self._begin()
            self._write_rows(waiting)
            small = [one for one in self._files() if one.stat().st_size < SMALL]
            if len(small) > MOST_SMALL:
                self._join(small)
        except _failures() as error:
            reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
            self.trouble = as_text(
                f"{self._root}: nothing can be kept there ({reason}); the next build maps all anew."
            )

    def tidy(self) -> None:
        """Drop rows that this build did not use (deleted or changed recordings) once the store holds more than twice
        what the build used. That way two builds of parts of a folder, in turn, do not drop each other's rows."""
        files = self._files()
        if not self._wanted or self.trouble is not None or not files:
            return
        with suppress(*_failures()):
            names = [str(file) for file in files]
            [(held,)] = _database().execute("SELECT count(*) FROM read_parquet(?)", [names]).fetchall()
            if held > 2 * len(self._wanted):
                self._join(files, self._wanted)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.parquet"))

    def _rows(self, file: Path, missing: set[str]) -> Iterator[tuple[str, bytes]]:
        query = "SELECT content, packed, crc32 FROM read_parquet(?) WHERE content IN (SELECT unnest(?::VARCHAR[]))"
        try:
            rows = _database().execute(query, [str(file), [*missing]])
            while chunk := rows.fetchmany(64):
                for content, packed, crc32 in chunk:
                    if content in missing and isinstance(packed, bytes) and zlib.crc32(packed) == crc32:
                        missing.discard(content)
                        yield content, packed
        except _failures():
            with suppress(OSError):  # damaged, or not a file of the store
                file.unlink()

    def _begin(self) -> None:
        made_root(self._root)
        self._folder.mkdir(parents=True, exist_ok=True)
        os.utime(self._folder)
        used = sorted(self._folder.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in used[:-MOST_RULES]:
            shutil.rmtree(old, ignore_errors=True)

    def _write_rows(self, rows: dict[str, bytes]) -> None:
        contents = sorted(rows)
        packed = [rows[one] for one in contents]
        query = "SELECT unnest(?::VARCHAR[]) AS content, unnest(?::BLOB[]) AS packed, unnest(?::UINTEGER[]) AS crc32"
        self._copy(query, [contents, packed, [zlib.crc32(one) for one in packed]], "".join(contents))

    def _join(self, files: Sequence[Path], only: Collection[str] | None = None) -> None:
        """Join files into one, streaming rows since they may not fit into memory. Rows that two builds both wrote
        are kept once."""
        names = [str(file) for file in files]
        query = f"SELECT content, packed, crc32 FROM {_ROWS} WHERE (content, filename) IN ({_ONCE})"
        values = [names, names]
        if only is not None:
            query, values = f"{query} AND content IN (SELECT unnest(?::VARCHAR[]))", [*values, sorted(only)]
        self._copy(query, [*values], "".join(names))
        for file in files:
            file.unlink(missing_ok=True)

    def _copy(self, query: str, values: list[object], identity: str) -> None:
        """Write the rows of a query as a file of the store, atomically."""
        name = content_of(identity.encode("utf-8", "surrogateescape"))[:16]
        aside = self._folder / f"{name}.{os.getpid()}"
        try:
            written = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_TOGETHER}"
            _database().execute(f"COPY ({query}) TO {quoted(str(aside))} ({written})", values)
            os.replace(aside, self._folder / f"{name}.parquet")
        finally:
            aside.unlink(missing_ok=True)


_ROWS = "read_parquet(?, filename = true)"
_ONCE = f"SELECT content, min(filename) FROM {_ROWS} GROUP BY content"


def _database() -> duckdb.DuckDBPyConnection:
    """A new connection for each use, since none may be shared between threads."""
    import duckdb

    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})


def _failures() -> tuple[type[Exception], ...]:
    """The exceptions of the disk and of DuckDB."""
    import duckdb

    return OSError, duckdb.Error
