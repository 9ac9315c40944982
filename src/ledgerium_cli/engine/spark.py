"""Runs the operations on Spark, with data frames and Arrow only, so that Spark Connect works too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerium_cli.engine.cluster import Mapper, Reducer, Row
from ledgerium_cli.recording.files import is_remote

if TYPE_CHECKING:
    import pyarrow

ROWS = "file string, case string, packed binary"
FILES_AT_ONCE = 64
"""Files in one Arrow batch: a worker holds that many in memory."""


class Spark:
    """A `Cluster` on Spark. A file without a scheme must have the same path on every machine; one with a scheme may
    be a folder (`s3a://bucket/recordings`), of which every .jsonl below it is read."""

    def __init__(self, url: str | None = None) -> None:
        """`url` is a master (`spark://…`, `local[2]`) or Spark Connect (`sc://…`); without one, what Spark is
        configured for, else all cores of this machine."""
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        made = SparkSession.builder.appName("ledgerium")
        if url is not None and url.startswith("sc://"):
            self._spark: Any = made.remote(url).getOrCreate()
        else:
            made = made.config("spark.ui.showConsoleProgress", "false")
            self._spark = (made.master(url) if url is not None else made).getOrCreate()
            self._spark.sparkContext.setLogLevel("ERROR")
        self._spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", FILES_AT_ONCE)
        self._name_of: dict[str, str] = {}
        self._rows: Any = None

    def map(self, files: Sequence[str], mapper: Mapper) -> None:
        self._name_of = {_path(file): file for file in files}
        mapped = self._read(files).mapInArrow(partial(_mapped, mapper), ROWS) if files else self._as_rows([])
        self._rows = mapped.persist()

    def heads(self) -> Iterator[tuple[str, bytes]]:
        for row in self._rows.where("case IS NULL").toLocalIterator():
            yield self._named(row.file), bytes(row.packed)

    def contents(self, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for row in self._read(files).toLocalIterator():
            yield self._named(row.path), bytes(row.content)

    def reduce(self, without: Sequence[str], more: Sequence[Row], reducer: Reducer) -> Iterator[bytes]:
        by_name = {self._named(row.file): row.file for row in self._rows.select("file").distinct().collect()}
        left_out = [(by_name[name],) for name in without if name in by_name]
        steps = self._rows.where("case IS NOT NULL")
        if left_out:
            steps = steps.join(self._spark.createDataFrame(left_out, "file string"), "file", "left_anti")
        if more:
            steps = steps.unionByName(self._as_rows(more))
        # A lambda, since Spark inspects type hints and fails on a partial function.
        cases = steps.groupBy("case").applyInArrow(lambda case: _reduced(reducer, case), "packed binary")
        for row in cases.toLocalIterator():
            yield bytes(row.packed)
        self._rows.unpersist()

    def _read(self, files: Sequence[str]) -> Any:
        """Read files with Spark's own reader: from this machine, a shared disk or object storage."""
        reader = self._spark.read.format("binaryFile").option("recursiveFileLookup", "true")
        if all(map(is_remote, files)):
            reader = reader.option("pathGlobFilter", "*.jsonl")
        return reader.load([_literal(_path(file)) for file in files]).select("path", "content")

    def _as_rows(self, rows: Sequence[Row]) -> Any:
        return self._spark.createDataFrame(list(rows), ROWS)

    def _named(self, uri: str) -> str:
        """The file name as the person gave it."""
        return self._name_of.get(_without_scheme(uri), uri)


def _path(file: str) -> str:
    return file if is_remote(file) else str(Path(file).resolve())


def _without_scheme(uri: str) -> str:
    """Spark gives the path of a local file as an unescaped URI that begins with `file:`."""
    return "/" + uri.removeprefix("file:").lstrip("/")


def _literal(path: str) -> str:
    """A path with escapes, since Spark reads some characters as a glob pattern."""
    return "".join(f"\\{char}" if char in "*?[]{}\\" else char for char in path)


def _mapped(mapper: Mapper, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        for path, content in zip(
            *(batch.column(name).to_pylist() for name in ("path", "content")), strict=True
        ):
            columns = zip(*mapper(path, content), strict=True)
            types = (pyarrow.string(), pyarrow.string(), pyarrow.binary())
            arrays = [pyarrow.array(column, of) for column, of in zip(columns, types, strict=True)]
            yield pyarrow.RecordBatch.from_arrays(arrays, ["file", "case", "packed"])


def _reduced(reducer: Reducer, case: pyarrow.Table) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table({"packed": [reducer(case.column("packed").to_pylist())]})
