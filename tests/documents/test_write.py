"""A set of documents is written whole or not at all."""

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from ledgerium_cli.documents.write import write_documents
from ledgerium_cli.errors import OutputError

WRITE = """
import sys
from pathlib import Path
from ledgerium_cli.documents.write import write_documents
letter, folder = sys.argv[1:]
while True:
    write_documents(Path(folder), {name: letter * 400_000 for name in ("a.md", "b.md", "c.md")})
"""


def test_documents_are_written_with_line_feeds_and_other_files_are_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    assert write_documents(tmp_path, {"sop.md": "ä\n"}) == [tmp_path / "sop.md"]
    assert (tmp_path / "sop.md").read_bytes() == "ä\n".encode()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.txt", "sop.md"]


def test_a_disk_that_fills_up_leaves_the_old_documents_whole(tmp_path):
    write_documents(tmp_path, {"a.md": "old a", "b.md": "old b"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(OutputError, match=r"cannot be written .*Make room"):
            write_documents(tmp_path, {"a.md": "new a", "b.md": "x" * 20_000})
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
