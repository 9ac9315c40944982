"""A set of documents is written whole or not at all."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledgerium_cli.engine.beside import Beside
from ledgerium_cli.errors import OutputError
from ledgerium_cli.meanwhile import at_its_turn
from ledgerium_cli.output.content import Streamed
from ledgerium_cli.output.write import begin, write_documents

WRITE = """
import sys
from pathlib import Path
from ledgerium_cli.output.write import write_documents
letter, folder = sys.argv[1:]
while True:
    write_documents(Path(folder), {name: letter * 400_000 for name in ("a.md", "b.md", "c.md")})
"""


def test_documents_are_written_with_line_feeds_and_other_files_are_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    assert write_documents(tmp_path, {"sop.md": "ä\n"}) == [tmp_path / "sop.md"]
    assert (tmp_path / "sop.md").read_bytes() == "ä\n".encode()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.txt", "sop.md"]


by_anybody = pytest.mark.parametrize("meanwhile", [at_its_turn, Beside(1)])
"""At its turn, or by a process that began before."""


@by_anybody
def test_what_was_begun_is_put_in_its_place(tmp_path, meanwhile):
    begun = begin(tmp_path / "out", Streamed(lambda: iter([b"wh", b"ole"])), meanwhile)
    write_documents(tmp_path / "out", {"a.md": "a", "b.json": begun})
    found = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert found == {"a.md": b"a", "b.json": b"whole"}
    assert b"".join(begun.pieces()) == b"whole"  # still


@by_anybody
def test_what_was_begun_and_is_given_up_leaves_nothing(tmp_path, meanwhile):
    begun = begin(tmp_path, Streamed(lambda: iter([b"whole"])), meanwhile)
    assert [*tmp_path.iterdir()]
    del begun
    assert not [*tmp_path.iterdir()]


def test_what_cannot_be_begun_is_written_at_its_turn(tmp_path):
    (tmp_path / "out").write_text("")
    whole = Streamed(lambda: iter([b"whole"]))
    begun = begin(tmp_path / "out", whole, at_its_turn)
    assert begun is whole
    with pytest.raises(OutputError, match=r"out: cannot be written"):
        write_documents(tmp_path / "out", {"a.json": begun})


@by_anybody
def test_a_disk_that_fills_up_leaves_the_old_documents_whole(tmp_path, meanwhile):
    write_documents(tmp_path, {"a.md": "old a", "b.md": "old b"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        large = begin(tmp_path, Streamed(lambda: iter([b"x" * 20_000])), meanwhile)
        with pytest.raises(OutputError, match=r"cannot be written .*Make room"):
            write_documents(tmp_path, {"a.md": "new a", "b.md": large})
        del large
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.md": "old a", "b.md": "old b"}


def test_a_folder_that_is_a_file_is_named_with_a_remedy(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match=r"out: cannot be written .*name another folder"):
        write_documents(tmp_path / "out", {"a.md": ""})


@pytest.mark.parametrize("after", [0.05, 0.11, 0.17, 0.23])
def test_a_kill_at_any_moment_leaves_every_document_whole_and_the_next_build_cleans_up(tmp_path, after):
    write_documents(tmp_path, dict.fromkeys(("a.md", "b.md", "c.md"), "o" * 400000))
    writer = subprocess.Popen([sys.executable, "-c", WRITE, "n", str(tmp_path)])
    while not list(tmp_path.glob(".ledgerium-*")):
        assert writer.poll() is None
    time.sleep(after)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    for name in ("a.md", "b.md", "c.md"):
        assert (tmp_path / name).read_text() in ("o" * 400_000, "n" * 400_000)
    write_documents(tmp_path, {"a.md": "after"})
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.md", "b.md", "c.md"]


def test_a_document_that_is_a_link_is_written_where_it_leads_and_keeps_who_may_read_it(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    target, out = tmp_path / "elsewhere" / "sop.md", tmp_path / "out"
    target.write_text("old")
    target.chmod(0o600)
    out.mkdir()
    (out / "sop.md").symlink_to(target)
    (out / "report.md").symlink_to("not-there-yet.md")
    write_documents(out, {"sop.md": "new", "report.md": "report", "a.md": "a"})
    assert (out / "sop.md").readlink() == target
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o600)
    assert (out / "not-there-yet.md").read_text() == "report"
    assert [file.name for file in target.parent.iterdir()] == ["sop.md"]
    assert sorted(file.name for file in out.iterdir()) == ["a.md", "not-there-yet.md", "report.md", "sop.md"]


def test_what_is_no_file_is_left_as_it_is(tmp_path):
    os.mkfifo(tmp_path / "sop.md")
    with pytest.raises(OutputError, match=r"sop.md is no file"):
        write_documents(tmp_path, {"a.md": "a", "sop.md": "new"})
    assert [file.name for file in tmp_path.iterdir()] == ["sop.md"]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_an_error_while_documents_go_to_their_places_puts_the_old_ones_back(
    tmp_path, monkeypatch, error, fails_at
):
    write_documents(tmp_path, {"a.md": "old a", "c.md": "old c"})
    replace, calls = Path.replace, iter(range(1, 100))

    def failing(self, target):
        if next(calls) == fails_at:
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_documents(tmp_path, {"a.md": "new a", "b.md": "new b", "c.md": "new c"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.md": "old a", "c.md": "old c"}


def test_what_cannot_be_put_back_is_named(tmp_path, monkeypatch):
    write_documents(tmp_path, {"a.md": "old a", "b.md": "old b"})
    replace, calls = Path.replace, iter(range(1, 100))

    def failing(self, target):
        if next(calls) > 1:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputError, match=r"a\.md: new already, all else is as it was"):
        write_documents(tmp_path, {"a.md": "new a", "b.md": "new b"})


def test_only_what_nobody_holds_any_more_is_removed(tmp_path):
    holds = (
        "import sys; from pathlib import Path; from ledgerium_cli.output.staging import Staging; "
        "staging = Staging(Path(sys.argv[1])); print(staging.path, flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holds, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        held = Path(other.stdout.readline().strip())
        # as another host or container would call it: its number says nothing here
        held = held.rename(held.with_name(".ledgerium-999999-other"))
        unlocked = tmp_path / ".ledgerium-1-unlocked"
        unlocked.mkdir()
        (unlocked / "a.md").write_text("half")
        write_documents(tmp_path, {"a.md": "a"})
        assert held.exists()
        assert unlocked.exists()
        other.kill()
    os.utime(unlocked, (0, 0))
    write_documents(tmp_path, {"a.md": "a"})
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
