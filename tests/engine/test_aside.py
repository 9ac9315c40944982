"""What does not fit into memory waits in files, and nothing that is said changes by that."""

from __future__ import annotations

import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as with_values

from generate import generate
from ledgerium_cli import build
from ledgerium_cli.build import begun_documents, documents_of, made_anew
from ledgerium_cli.cases.packed import Table, pack_case, unpack_case
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.engine import cases_aside, operations
from ledgerium_cli.engine.aside import MappedAside, Room
from ledgerium_cli.engine.beside import Apart, Beside
from ledgerium_cli.engine.cases_aside import in_order
from ledgerium_cli.engine.local import map_files
from ledgerium_cli.engine.operations import cases_of, finish, map_all
from ledgerium_cli.engine.scratch import Scratch
from ledgerium_cli.engine.store import Store, rules_of
from ledgerium_cli.errors import OutputError
from ledgerium_cli.findings.filters import Condition
from ledgerium_cli.meanwhile import Meanwhile, at_its_turn
from ledgerium_cli.output.write import write_documents
from ledgerium_cli.recording.model import Recording
from ledgerium_cli.steps.mapped import Mapped
from ledgerium_cli.workflow.wire import Workflow

from ..generated.offices import WORKFLOW
from ..properties.recordings import DECLARED, always, from_the_generator
from ..properties.strategies import several_recordings

ANY_RECORDINGS = several_recordings() | st.sampled_from([from_the_generator(seed) for seed in range(8)])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Twenty orders, of which some people recorded two at once."""
    folder = tmp_path_factory.mktemp("orders")
    for name, data in generate(orders=20, seed=5, people=3).recordings.items():
        (folder / name).write_bytes(data)
    return sorted(map(str, folder.iterdir()))


def put_aside(mapped: Sequence[Mapped]) -> Sequence[Mapped]:
    room = Room(most_steps=0)
    kept = [room.keep(one) for one in mapped]
    return room.in_order(kept)


@always(60)
@given(ANY_RECORDINGS, st.sampled_from([None, DECLARED]), st.booleans())
def test_cases_are_the_same_from_memory_and_from_files(
    recordings: list[Recording], workflow: Workflow | None, timed: bool
) -> None:
    """Also when the first recording tells no times."""
    recordings = [with_values(recordings[0], timed=timed), *recordings[1:]]
    mapped = map_all(recordings, workflow)
    waiting = put_aside(mapped)
    assert [*waiting] == mapped
    assert [waiting[place] for place in range(len(mapped))] == mapped
    held, found = finish(mapped, workflow).cases, finish(waiting, workflow).cases
    assert [*found] == [*held]
    assert [found[place] for place in range(len(held))] == [*held]
    assert [*found[1:]] == [*held[1:]]


@always(60)
@given(ANY_RECORDINGS)
def test_a_case_comes_back_from_its_bytes(recordings: list[Recording]) -> None:
    table = Table()
    for case in cases_of(recordings, DECLARED):
        assert unpack_case(pack_case(case, table), table) == case


@always(30)
@given(ANY_RECORDINGS, st.randoms(use_true_random=False))
def test_cases_that_come_in_any_order_are_put_in_theirs(
    recordings: list[Recording], any_order: Random
) -> None:
    cases = [*cases_of(recordings, DECLARED)]
    shuffled = any_order.sample(cases, len(cases))
    assert [*in_order(shuffled)] == [*in_order(shuffled, most_steps=0)] == cases


@pytest.mark.parametrize(
    ("steps_together", "who"),
    [
        (1, at_its_turn),
        (100, at_its_turn),
        (10**6, at_its_turn),
        (100, Apart()),
        (100, Beside(1)),
        (10**6, Beside(3)),
    ],
)
def test_every_document_is_the_same_from_memory_and_from_files(
    files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    steps_together: int,
    who: Meanwhile,
) -> None:
    """However many processes have a part in it."""
    held = map_files(files, WORKFLOW)
    waiting = map_files(files, WORKFLOW, room=Room(tmp_path, most_steps=50))
    assert isinstance(waiting.mapped, MappedAside)
    expected = documents_of(finish(held.mapped, WORKFLOW))
    monkeypatch.setattr(cases_aside, "STEPS_TOGETHER", steps_together)
    monkeypatch.setattr(operations, "for_so_many", lambda *_, **__: who)
    assert documents_of(finish(waiting.mapped, WORKFLOW)) == expected
    assert documents_of(finish(held.mapped, WORKFLOW)) == expected
    assert [*tmp_path.iterdir()] == [tmp_path / ".gitignore"]


@pytest.mark.parametrize("others", [0, 1])
def test_analysis_json_may_be_begun_while_the_others_are_made(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    analysis = finish(map_files(files, WORKFLOW, room=Room(most_steps=50)).mapped, WORKFLOW)
    monkeypatch.setattr(build, "for_so_many", lambda *_, **__: Beside(others) if others else at_its_turn)
    begun = begun_documents(analysis, tmp_path).documents
    assert [*begun] == ["analysis.json"] * others
    write_documents(tmp_path, {**made_anew(View(analysis)).documents, **begun})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == documents_of(analysis)


def test_what_was_mapped_before_waits_in_files_too(files: list[str], tmp_path: Path) -> None:
    for _ in range(2):
        store = Store(tmp_path, rules_of(WORKFLOW))
        found = map_files(files, WORKFLOW, store=store, room=Room(most_steps=10))
        assert [*found.mapped] == [*map_files(files, WORKFLOW).mapped]


def test_filters_leave_the_same_cases(files: list[str]) -> None:
    held, waiting = map_files(files, WORKFLOW), map_files(files, WORKFLOW, room=Room(most_steps=0))
    for condition in (Condition("held", "", keep=True), Condition("variant", "1", keep=False)):
        one, other = (
            finish(mapped, WORKFLOW, conditions=[condition]) for mapped in (held.mapped, waiting.mapped)
        )
        assert 0 < len(other.cases) < len(finish(held.mapped, WORKFLOW).cases)
        assert [*other.cases] == [*one.cases]
        assert [*other.cases[:2]] == [*one.cases[:2]]
        assert documents_of(other) == documents_of(one)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_named_with_a_remedy(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    with files_of_at_most(10_000), pytest.raises(OutputError, match=r"cannot be kept there .*Make room"):
        scratch.add(b"x" * 2_000_000)


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "is not there")
    place = scratch.add(b"kept")
    assert scratch.read(place, 4) == b"kept"


def test_what_is_kept_is_read_where_a_system_reads_only_from_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for absent in ("pread", "pwrite"):
        monkeypatch.delattr(os, absent, raising=False)
    scratch = Scratch(tmp_path)
    texts = [str(number).encode() * 1000 for number in range(1000)]
    places = [scratch.add(text) for text in texts]
    with ThreadPoolExecutor(2) as readers:
        found = list(readers.map(lambda at, text: scratch.read(at, len(text)), places[::-1], texts[::-1]))
    assert found == texts[::-1]


def test_nothing_is_left_of_a_process_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom ledgerium_cli.engine.scratch import Scratch\n"
        "scratch = Scratch(Path(sys.argv[1]))\nscratch.add(b'x' * 2_000_000)\nprint('kept', flush=True)\ntime.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "kept\n"
        os.kill(keeper.pid, signal.SIGKILL)
    assert not [*tmp_path.iterdir()]


def test_a_file_is_given_back_when_nobody_holds_it() -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    waiting = put_aside(map_all(from_the_generator(1), DECLARED))
    assert len(os.listdir("/proc/self/fd")) == before + 1
    del waiting
    assert len(os.listdir("/proc/self/fd")) == before
