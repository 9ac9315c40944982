"""Many files by several processes give what one process gives."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from generate import generate
from ledgerium_cli.engine.local import Progress, map_files
from ledgerium_cli.engine.operations import finish, map_all
from ledgerium_cli.errors import NoRecording
from ledgerium_cli.recording.read import read_recording

from ..generated.offices import WORKFLOW


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve orders, one recording saved twice, one file that is none, one cut off."""
    folder = tmp_path_factory.mktemp("orders")
    generated = generate(orders=12, seed=5, people=3)
    for name, data in generated.recordings.items():
        (folder / name).write_bytes(data)
    first = min(folder.iterdir())
    (folder / "copy.jsonl").write_bytes(first.read_bytes())
    (folder / "none.jsonl").write_bytes(b"nothing\n")
    return folder


def files(folder: Path) -> list[str]:
    return sorted(map(str, folder.iterdir()))


def test_several_processes_give_what_one_gives(folder: Path) -> None:
    alone, shared = (map_files(files(folder), WORKFLOW, workers=workers) for workers in (1, 2))
    assert shared == alone
    assert finish(shared.mapped, WORKFLOW) == finish(alone.mapped, WORKFLOW)
    assert any("also stands in" in one.what for one in shared.problems)
    assert any(one.file.endswith("none.jsonl") for one in shared.problems)


def test_files_give_what_their_recordings_give(folder: Path) -> None:
    read = (read_recording(path.read_bytes(), path.name)[0] for path in sorted(folder.iterdir()))
    by_id = {one.id: one for one in read if one is not None}
    assert list(map_files(files(folder), WORKFLOW).mapped) == map_all(list(by_id.values()), WORKFLOW)


def test_the_order_of_the_files_does_not_matter(folder: Path) -> None:
    backwards = map_files(files(folder)[::-1], WORKFLOW)
    assert backwards.mapped == map_files(files(folder), WORKFLOW).mapped


def test_progress_is_told_file_by_file(folder: Path) -> None:
    told: list[Progress] = []
    found = map_files(files(folder), WORKFLOW, told=told.append)
    assert [one.files for one in told] == list(range(1, len(files(folder)) + 1))
    assert told[-1].of_files == len(files(folder))
    assert told[-1].events >= sum(one.recording.events for one in found.mapped)


def test_an_unreadable_file_ends_all_processes(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="is a folder"):
        map_files([*files(folder), str(tmp_path)], WORKFLOW, workers=2)
    for process in multiprocessing.active_children():
        process.join(10)
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads the processes of Linux")
def test_no_process_outlives_a_parent_that_is_killed() -> None:
    script = (
        "import sys, time\nfrom concurrent.futures import ProcessPoolExecutor\n"
        "from ledgerium_cli.engine import pool\n"
        "workers = ProcessPoolExecutor(2, initializer=pool._begin, initargs=(None,))\n"
        "print(*workers.map(abs, [1, 2]), flush=True)\n"
        "print(*workers._processes, flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        workers = parent.stdout.readline().split()
        parent.kill()
        assert parent.stdout.read() == ""  # at its end only when no worker holds it any more
    assert len(workers) == 2
