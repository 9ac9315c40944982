"""A cluster gives what this machine gives: real Spark, Spark Connect and Dask where they are there."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from generate import generate
from ledgerium_cli.engine.cluster import Mapper, Reducer, Row, cases_on
from ledgerium_cli.engine.local import map_files
from ledgerium_cli.engine.named import cluster_of
from ledgerium_cli.engine.operations import conclude, finish
from ledgerium_cli.errors import UsageError
from ledgerium_cli.findings.filters import parse_conditions

from ..command import printed
from ..generated.known.numbers import ADDED
from ..generated.offices import THREE_MONTHS, WORKFLOW

ROOT = Path(__file__).parents[2]
OTHER_ZONE = "America/St_Johns"
"""Half an hour off, so that an engine that reads times shows it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders with recordings that overlap, one saved twice, one that is none, and a name that looks like a pattern."""
    folder = tmp_path_factory.mktemp("orders [1]")
    for name, data in generate(orders=14, seed=5, people=3).recordings.items():
        (folder / name).write_bytes(data)
    first = min(folder.iterdir())
    (folder / "copy.jsonl").write_bytes(first.read_bytes())
    (folder / "none.jsonl").write_bytes(b"nothing\n")
    shutil.copy(ROOT / "examples" / "generated" / "workflow.toml", folder)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(map(str, folder.glob("*.jsonl")))


class Shuffled:
    """A `Cluster` in this process that gives nothing back in the order in which it got it."""

    def map(self, files: Sequence[str], mapper: Mapper) -> None:
        self._rows = [row for file in files for row in mapper(file, Path(file).read_bytes())]
        random.Random(1).shuffle(self._rows)

    def heads(self) -> list[tuple[str, bytes]]:
        return [(file, packed) for file, case, packed in self._rows if case is None]

    def contents(self, files: Sequence[str]) -> list[tuple[str, bytes]]:
        return [(file, Path(file).read_bytes()) for file in files]

    def reduce(self, without: Sequence[str], more: Sequence[Row], reducer: Reducer) -> Iterator[bytes]:
        cases: dict[str, list[bytes]] = defaultdict(list)
        for _, case, packed in [*more, *(row for row in self._rows if row[0] not in without)]:
            if case is not None:
                cases[case].append(packed)
        return (reducer(packed) for packed in cases.values())


@pytest.mark.parametrize("asked", [(), ("held",), ("actor=Ana",)])
def test_whatever_order_a_cluster_gives_things_in_the_analysis_is_the_same(
    folder: Path, asked: tuple[str, ...]
) -> None:
    conditions = parse_conditions(asked, ())
    here = map_files(files(folder), WORKFLOW)
    there = cases_on(Shuffled(), files(folder), WORKFLOW, conditions)
    assert there.problems == here.problems
    assert conclude(there.recordings, there.cases, WORKFLOW, conditions=conditions) == finish(
        here.mapped, WORKFLOW, conditions=conditions
    )


def test_a_recording_that_is_left_out_is_not_reduced(folder: Path) -> None:
    here = map_files(files(folder), WORKFLOW)
    conditions = parse_conditions((), (f"recording={here.mapped[0].recording.id}",))
    there = cases_on(Shuffled(), files(folder), WORKFLOW, conditions)
    assert conclude(there.recordings, there.cases, WORKFLOW, conditions=conditions) == finish(
        here.mapped, WORKFLOW, conditions=conditions
    )


def test_without_a_workflow_file_a_cluster_is_refused_with_what_to_do(folder: Path) -> None:
    with pytest.raises(UsageError, match="ledgerium init"):
        cases_on(Shuffled(), files(folder), None)


LOG = """case,activity,actor,start,end
SO-1041,Pack,Cleo,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z
SO-1041,Ship,Cleo,2026-03-02T09:00:00Z,2026-03-02T09:05:00Z
L-2,Ship,Cleo,2026-03-02T09:05:00Z,2026-03-02T09:06:00Z
L-2,Pack,,2026-03-02T09:01:00Z,
L-2,Pack,,2026-03-32T09:01:00Z,
"""


@pytest.mark.parametrize("beside", [False, True])
def test_a_log_is_read_here_and_reduced_there_also_beside_recordings(
    folder: Path, tmp_path: Path, beside: bool
) -> None:
    (tmp_path / "orders.csv").write_text(LOG)
    given = [str(tmp_path / "orders.csv"), *(files(folder) if beside else ())]
    workflow = WORKFLOW if beside else None
    here = map_files(given, workflow)
    there = cases_on(Shuffled(), given, workflow)
    assert {*there.problems} == {*here.problems} != set()
    assert there.sources == here.sources
    assert conclude(there.recordings, there.cases, workflow) == finish(here.mapped, workflow)


def test_an_engine_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"no engine 'sparc'.*spark and dask"):
        cluster_of("sparc")


@pytest.fixture(scope="module")
def logs(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A log of 9,119 activity instances and a small one."""
    folder = tmp_path_factory.mktemp("logs")
    purchasing = public_data / "event-logs/purchasing/purchasing.csv.gz"
    small = (public_data / "event-logs/waiting-time/manual_log_1.csv").read_text("utf-8")
    (folder / "small.csv").write_text(re.sub(r"(:\d\d\.\d{3})(?=,|$)", r"\1Z", small, flags=re.M), "utf-8")
    return [purchasing, folder / "small.csv"]


@pytest.mark.cluster
def test_dask_writes_the_documents_that_this_machine_writes(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    assert_same_documents(folder, engine="dask", to=tmp_path)


@pytest.mark.cluster
def test_dask_writes_the_documents_of_logs_that_this_machine_writes(logs: list[Path], tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    assert_same_documents(*logs, engine="dask", to=tmp_path)


@pytest.fixture(scope="module")
def spark() -> Path:
    """The home of Spark."""
    pyspark = pytest.importorskip("pyspark", reason="needs the extra spark")
    if shutil.which("java") is None:
        pytest.skip("needs a Java (Debian: apt-get install default-jre-headless)")
    return Path(pyspark.__file__).parent


@pytest.mark.cluster
def test_spark_writes_the_documents_that_this_machine_writes(
    folder: Path, tmp_path: Path, spark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spark-defaults.conf").write_text(f"spark.sql.session.timeZone {OTHER_ZONE}\n")
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    assert_same_documents(folder, engine="spark=local[2]", to=tmp_path)


@pytest.mark.trials
@pytest.mark.cluster
def test_spark_writes_the_documents_of_two_thousand_recordings(tmp_path: Path, spark: Path) -> None:
    """The office whose every number `tests/generated` knows."""
    made = generate(orders=2_400, seed=7, people=5, options=THREE_MONTHS).recordings
    assert len(made) >= 2_000
    folder = tmp_path / "office"
    folder.mkdir()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    declared = (ROOT / "examples" / "generated" / "workflow.toml").read_text("utf-8")
    (folder / "workflow.toml").write_text(declared + ADDED, "utf-8")
    assert_same_documents(folder, engine="spark=local[2]", to=tmp_path)


@pytest.fixture(scope="module")
def connect(spark: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark Connect server."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("connect") / "log"
    with log.open("wb") as out:
        server = started(spark, port, out)
    try:
        wait_for(port, server, log)
        yield f"sc://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


def started(spark: Path, port: int, out: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            spark / "bin" / "spark-submit", "--master", "local[2]",
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
            "--conf", f"spark.connect.grpc.binding.port={port}",
            "--conf", f"spark.sql.session.timeZone={OTHER_ZONE}",
            "spark-internal",
        ],
        env=os.environ | {"SPARK_HOME": str(spark), "PYSPARK_PYTHON": sys.executable},
        stdout=out,
        stderr=subprocess.STDOUT,
    )  # fmt: skip


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"no server: {log.read_text()}")


@pytest.mark.cluster
def test_spark_connect_reads_a_folder_by_its_address(folder: Path, tmp_path: Path, connect: str) -> None:
    pytest.importorskip("grpc", reason="needs the extra spark")
    plain = tmp_path / "orders"
    shutil.copytree(folder, plain)
    workflow = folder / "workflow.toml"
    there = documents(
        f"file://{plain}", "-w", str(workflow), "--engine", f"spark={connect}", to=tmp_path / "there"
    )
    here = documents(str(plain), to=tmp_path / "here")
    without_events = [b'"by_recording":{}' in one.pop("report.html") for one in (there, here)]
    assert without_events == [True, False]  # what stands at the address only the cluster can read
    assert there == here


@pytest.mark.cluster
def test_spark_connect_writes_the_documents_of_logs_that_this_machine_writes(
    logs: list[Path], tmp_path: Path, connect: str
) -> None:
    pytest.importorskip("grpc", reason="needs the extra spark")
    assert_same_documents(*logs, engine=f"spark={connect}", to=tmp_path)


def assert_same_documents(*given: Path, engine: str, to: Path) -> None:
    names = [str(one) for one in given]
    assert documents(*names, "--engine", engine, to=to / "there") == documents(*names, to=to / "here")


def documents(*arguments: str, to: Path) -> dict[str, bytes]:
    printed("build", "-q", "--no-store", *arguments, "-o", to)
    return {path.name: path.read_bytes() for path in to.iterdir()}
