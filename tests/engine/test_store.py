"""A recording is work done once, and a store never changes what comes out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from generate import generate
from ledgerium_cli.engine import local, pool, store
from ledgerium_cli.engine.local import MappedFiles, map_files
from ledgerium_cli.engine.store import Store, rules_of
from ledgerium_cli.load import load
from ledgerium_cli.mining import discover
from ledgerium_cli.output.names import KEPT_FOLDER
from ledgerium_cli.recording.files import Source, find_traces
from ledgerium_cli.workflow.load import parse_workflow, template_text
from ledgerium_cli.workflow.wire import Workflow

from ..ctrl_c import hears_ctrl_c
from ..generated.offices import WORKFLOW

Mapped = list[str]
"""Names of the files that were mapped anew."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name, data in generate(orders=4, seed=5, people=3).recordings.items():
        (folder / name).write_bytes(data)
    (folder / "none.jsonl").write_bytes(b"nothing\n")
    return folder


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Mapped:
    names: Mapped = []
    packed = pool._packed

    def counted(source: Source, workflow: Workflow | None) -> pool.Packed:
        names.append(Path(source.file).name)
        return packed(source, workflow)

    monkeypatch.setattr(pool, "_packed", counted)
    return names


def mapped(folder: Path, workflow: Workflow = WORKFLOW, *, kept: bool = True) -> MappedFiles:
    own = Store(folder, rules_of(workflow)) if kept else None
    return map_files(find_traces([str(folder)]).files, workflow, workers=1, store=own)


def names(folder: Path) -> Mapped:
    return sorted(file.name for file in folder.glob("*.jsonl"))


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / KEPT_FOLDER).rglob("*.parquet"))


def test_an_unchanged_folder_is_not_mapped_again_and_says_the_same(folder: Path, anew: Mapped) -> None:
    first = mapped(folder)
    assert sorted(anew) == names(folder)
    assert mapped(folder) == first == mapped(folder, kept=False)
    assert len(anew) == 2 * len(names(folder))  # the first time, and without the store


def test_one_more_recording_costs_one(folder: Path, anew: Mapped) -> None:
    mapped(folder)
    more = next(iter(generate(orders=1, seed=9, people=1).recordings.values()))
    (folder / "more.jsonl").write_bytes(more.replace(b'"recording":"', b'"recording":"more-', 1))
    anew.clear()
    assert mapped(folder) == mapped(folder, kept=False)
    assert anew[: -len(names(folder))] == ["more.jsonl"]


def test_where_nothing_is_kept_yet_no_file_is_read_to_see_whether_it_is_known(
    folder: Path, anew: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(local, "contents_of", None)
        first = mapped(folder)
    assert mapped(folder) == first
    assert len(anew) == len(names(folder))


def _overlapping(folder: Path) -> None:
    """Two recordings that one actor made at the same time."""
    ana = min(folder.glob("*.jsonl")).read_bytes()
    again = ana.replace(b'"recording":"', b'"recording":"again-', 1)
    (folder / "again.jsonl").write_bytes(again.replace(b"SO-1", b"SO-2"))


def test_what_an_actor_recorded_at_the_same_time_is_not_mapped_again_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _overlapping(folder)
    first = mapped(folder)
    with monkeypatch.context() as patch:
        patch.setattr(local, "map_recordings", None)
        assert mapped(folder) == first
    (folder / "again.jsonl").unlink()
    assert mapped(folder) == mapped(folder, kept=False) != first


def _rows(folder: Path) -> int:
    [(rows,)] = duckdb.sql(f"SELECT count(*) FROM '{folder}/{KEPT_FOLDER}/**/*.parquet'").fetchall()
    return int(rows)


def test_what_a_build_has_no_use_for_is_dropped_once_it_is_more_than_what_it_used(
    folder: Path, anew: Mapped
) -> None:
    mapped(folder)
    rows, kept = _rows(folder), min(folder.glob("ana*.jsonl"))
    (folder / "none.jsonl").unlink()
    mapped(folder)
    assert _rows(folder) == rows
    for file in {*folder.glob("*.jsonl")} - {kept}:
        file.unlink()
    first = mapped(folder)
    assert _rows(folder) == 1
    anew.clear()
    assert mapped(folder) == first
    assert anew == []


def test_other_content_of_the_same_size_and_date_is_noticed(folder: Path, anew: Mapped) -> None:
    mapped(folder)
    file = min(folder.glob("*.jsonl"))
    before, data = file.stat(), file.read_bytes()
    file.write_bytes(data.replace(b'"tab":1', b'"tab":2', 1))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    anew.clear()
    mapped(folder)
    assert anew == [file.name]


@pytest.mark.parametrize("files", [0, 1, 2, 7])
def test_a_content_is_the_same_however_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    monkeypatch.setattr(store, "BLOCK", 8)
    monkeypatch.setattr(store, "FILES_TOGETHER", 2)
    datas = [bytes(range(length)) for length in (0, 7, 8, 9, 16, 17, 0)][:files]
    for number, data in enumerate(datas):
        (tmp_path / f"{number}").write_bytes(data)
    sources = [Source(str(tmp_path / f"{number}")) for number in range(files)]
    gone, held = Source(str(tmp_path / "gone")), Source("-", b"held")
    expected = [*map(store.content_of, datas), None, store.content_of(b"held")]
    for workers in (1, 2, 3):
        assert store.contents_of([*sources, gone, held], workers) == expected


def test_a_file_that_moved_is_named_where_it_is_now(folder: Path, anew: Mapped) -> None:
    mapped(folder)
    (folder / "none.jsonl").rename(folder / "other.jsonl")
    anew.clear()
    assert {Path(one.file).name for one in mapped(folder).problems} >= {"other.jsonl"}
    assert anew == []


def test_a_changed_rule_maps_anew_and_the_old_rules_are_still_known(folder: Path, anew: Mapped) -> None:
    other = parse_workflow(f"{template_text('sales-order')}\n[settings]\nidle_after_s = 7\n", "t")
    mapped(folder)
    assert mapped(folder, other) == mapped(folder, other, kept=False) != mapped(folder)
    anew.clear()
    mapped(folder)
    mapped(folder, other)
    assert anew == []


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _damaged(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 0xFF
    file.write_bytes(data)


def _foreign(file: Path) -> None:
    file.unlink()
    duckdb.execute(f"COPY (SELECT 1 AS content, 2 AS packed) TO '{file}' (FORMAT parquet)")


def _other_bytes(file: Path) -> None:
    """As it should be, but of what is packed."""
    duckdb.execute(f"CREATE OR REPLACE TABLE kept AS SELECT * FROM '{file}'")
    duckdb.execute("UPDATE kept SET packed = 'no'::BLOB, crc32 = ?", [zlib.crc32(b"no")])
    duckdb.execute(f"COPY kept TO '{file}' (FORMAT parquet)")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [_cut_off, _damaged, _foreign, _other_bytes, _a_folder, Path.unlink])
def test_a_damaged_store_is_as_good_as_none(folder: Path, harm: Callable[[Path], None]) -> None:
    first = mapped(folder)
    for file in kept_files(folder):
        harm(file)
    assert mapped(folder) == first
    assert mapped(folder) == first


def test_git_is_told_to_ignore_it(folder: Path) -> None:
    mapped(folder)
    assert (folder / KEPT_FOLDER / ".gitignore").read_text() == "*\n"


def test_many_small_additions_do_not_become_many_files(
    folder: Path, anew: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WRITE_AT", 1)
    mapped(folder)
    assert 1 <= len(kept_files(folder)) <= store.MOST_SMALL
    anew.clear()
    mapped(folder)
    assert anew == []


def test_what_is_large_is_not_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WRITE_AT", 1)
    monkeypatch.setattr(store, "SMALL", 1)
    monkeypatch.setattr(store, "MOST_SMALL", 1)
    mapped(folder)
    assert len(kept_files(folder)) == _rows(folder) > store.MOST_SMALL


def test_what_two_builds_kept_at_once_is_kept_once_when_files_are_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_SMALL", 1)
    one, other = Store(tmp_path, "rules"), Store(tmp_path, "rules")
    for place, content in ((one, "a"), (one, "b"), (other, "b"), (other, "c")):
        place.keep(content, content.encode())
    one.write()
    other.write()
    assert _rows(tmp_path) == 3
    assert dict(Store(tmp_path, "rules").read("abc")) == {"a": b"a", "b": b"b", "c": b"c"}


def test_of_many_sets_of_rules_the_last_ones_are_kept(folder: Path) -> None:
    for seconds in range(1, store.MOST_RULES + 3):
        text = f"{template_text('sales-order')}\n[settings]\nidle_after_s = {seconds}\n"
        mapped(folder, parse_workflow(text, "t"))
    assert len({file.parent for file in kept_files(folder)}) == store.MOST_RULES


def test_two_builds_at_once_do_not_harm_each_other(folder: Path) -> None:
    alone = mapped(folder, kept=False)
    with ThreadPoolExecutor(4) as several:
        assert all(found == alone for found in several.map(lambda _: mapped(folder), range(8)))
    assert mapped(folder) == alone
    assert not [file for file in (folder / KEPT_FOLDER).rglob("*") if file.suffix.strip(".").isdigit()]


def test_where_nothing_can_be_kept_the_work_is_done_all_the_same(folder: Path) -> None:
    (folder / KEPT_FOLDER).write_text("in the way")
    own = Store(folder, rules_of(WORKFLOW))
    found = map_files(find_traces([str(folder)]).files, WORKFLOW, workers=1, store=own)
    assert found == mapped(folder, kept=False)
    assert own.trouble is not None
    assert "the next build maps all anew" in own.trouble


@pytest.mark.skipif(not Path("/proc").exists(), reason="counts the processes of Linux")
def test_what_was_mapped_before_ctrl_c_is_kept(folder: Path) -> None:
    for number in range(4):
        for file in list(folder.glob("*-*.jsonl")):
            data = file.read_bytes().replace(b'"recording":"', b'"recording":"%d-' % number, 1)
            (folder / f"{number}{file.name}").write_bytes(data)
    script = (
        "import sys, time\nfrom ledgerium_cli.engine.local import map_files\n"
        "from ledgerium_cli.engine.store import Store, rules_of\nfrom pathlib import Path\n"
        "def told(now):\n"
        "    print(now.files, flush=True)\n"
        "    time.sleep(60 * (now.files == now.of_files - 1))\n"
        "files = sorted(str(one) for one in Path(sys.argv[1]).glob('*.jsonl'))\n"
        "map_files(files, None, workers=1, told=told,\n"
        "          store=Store(Path(sys.argv[1]), rules_of(None)))\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    mapped_before = len(names(folder)) - 1
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=hears_ctrl_c
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) == mapped_before:
                break
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) != 0
    (rows,) = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?)", [[str(file) for file in kept_files(folder)]]
    ).fetchall()
    assert rows == (mapped_before,)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe that has a name")
@pytest.mark.parametrize("name", ["late.jsonl", "late"])
def test_a_pipe_among_recordings_is_read_once(folder: Path, tmp_path: Path, name: str) -> None:
    mapped(folder)
    one = next(folder.glob("*-*.jsonl"))
    late = one.read_bytes().replace(b'"recording":"', b'"recording":"late-', 1)
    os.mkfifo(tmp_path / name)
    with ThreadPoolExecutor(1) as writing:
        writing.submit((tmp_path / name).write_bytes, late)
        files = find_traces([str(folder), str(tmp_path / name)]).files
        found = map_files(files, WORKFLOW, store=Store(folder, rules_of(WORKFLOW)))
    known = {one.recording.id for one in mapped(folder, kept=False).mapped}
    (piped,) = {one.recording.id for one in found.mapped} - known
    assert piped.startswith("late-")
    assert found.sources[piped].read() == late


# ------------------------------------------------------------------------------------------------- building


def test_a_small_build_without_a_model_leaves_no_store_behind(folder: Path) -> None:
    load([str(folder)])
    assert not (folder / KEPT_FOLDER).exists()


def test_an_unchanged_process_is_not_mined_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load([str(folder)], model=True)
    monkeypatch.setattr(discover, "_inductive_miner", None)
    assert load([str(folder)], model=True) == first
    (kept,) = (folder / KEPT_FOLDER / "models").iterdir()
    kept.write_bytes(b"{}")
    with pytest.raises(TypeError):  # mines anew
        load([str(folder)], model=True)


def test_a_large_build_keeps_a_store_unless_it_is_told_not_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WORTH_A_STORE", 1)
    load([str(folder)], keep=False)
    assert not (folder / KEPT_FOLDER).exists()
    first = load([str(folder)])
    assert kept_files(folder)
    assert load([str(folder)]) == first
