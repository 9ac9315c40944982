"""What people write into the SOP while a build runs, and after one that was killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledgerium_cli import build
from ledgerium_cli.build import Drawn
from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.folder import standing_in
from ledgerium_cli.documents.merge.keep import keep_edits
from ledgerium_cli.errors import OutputError
from ledgerium_cli.load import load
from ledgerium_cli.output.write import write_documents

from .make import BASE

RECORDINGS = Path(__file__).parents[3] / "examples/ci-demo/before/recordings"
SECOND = BASE.replace("Press “Save order”.", "Press “Keep order”.")
THIRD = BASE.replace("Press “Save order”.", "Press “Store order”.")
KILLED = """
import os, sys
from pathlib import Path
from ledgerium_cli.output.write import write_documents
folder, after, sop, base = sys.argv[1:]
left, replace = int(after), Path.replace
def killed(self, target):
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    return replace(self, target)
Path.replace = killed
write_documents(Path(folder), {"sop.md": sop, "report.md": "new", "sop.base.md": base})
"""


def write(folder, new):
    found = standing_in(folder)
    kept = keep_edits("sop.md", found.theirs, found.base, new)
    write_documents(folder, {"sop.md": kept.content, "sop.base.md": base_of(new)})
    return kept


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("edit", ["", "\nAsk Ben."])
def test_a_kill_after_any_document_is_put_in_its_place_changes_nothing_of_the_next_build(
    tmp_path, after, edit
):
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    for folder in (killed, whole):
        write(folder, BASE)
        (folder / "sop.md").write_text(BASE.replace("## Roles", f"By phone.{edit}\n\n## Roles"))
    found = standing_in(killed)
    second = keep_edits("sop.md", found.theirs, found.base, SECOND).content.decode()
    command = [sys.executable, "-c", KILLED, str(killed), str(after), second, base_of(SECOND)]
    assert subprocess.run(command, check=False).returncode == 9
    if after:
        write(whole, SECOND)
    third = write(killed, THIRD)
    assert (third.content, third.merged.conflicts) == (write(whole, THIRD).content, ())
    assert (killed / "sop.base.md").read_bytes() == (whole / "sop.base.md").read_bytes()
    assert not [*killed.glob(".ledgerium-*")]


def test_what_is_saved_while_documents_are_drawn_is_kept(tmp_path, monkeypatch):
    analysis = load([str(RECORDINGS)], keep=False).analysis
    sop, said = tmp_path / "sop.md", ["Saved meanwhile.", "Saved once more."]
    write_documents(tmp_path, Drawn(analysis, tmp_path).documents)
    render = build.render_html

    def drawing(*given):
        if said:
            sop.write_text(f"{sop.read_text()}\n{said.pop()}\n")
        return render(*given)

    monkeypatch.setattr(build, "render_html", drawing)
    drawn = Drawn(analysis, tmp_path)
    write_documents(tmp_path, drawn.documents, drawn.late)
    for name in ("sop.md", "report.html"):
        text = (tmp_path / name).read_text()
        assert "Saved meanwhile." in text
        assert "Saved once more." in text
    assert drawn.documents["sop.md"] == sop.read_bytes()


def test_a_document_that_is_saved_without_end_is_left_as_it_is(tmp_path):
    write(tmp_path, BASE)
    with pytest.raises(OutputError, match=r"again and again.*build again"):
        write_documents(tmp_path, {"sop.md": "new"}, lambda: {"sop.md": "newer"})
    assert (tmp_path / "sop.md").read_text() == BASE
    assert sorted(file.name for file in tmp_path.iterdir()) == ["sop.base.md", "sop.md"]
