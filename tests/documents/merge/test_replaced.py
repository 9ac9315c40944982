"""A word that people replace in `sop.md` and in the workflow file at once, as with “replace in all files”."""

import pytest

from ledgerium_cli.load import load

from .folder import EXAMPLE, RECORDED, Folder, built_of

WORKFLOW = (EXAMPLE / "workflow.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Order management", "Inside sales"),
        ("Credit desk", "Credit portal"),
        ("Run the credit check", "Check the credit limit"),
    ],
)
def test_with_another_recording_it_is_the_build_that_says_so(tmp_path, was, now):
    folder = Folder(tmp_path)
    sop = built_of(folder, RECORDED[:1])["sop.md"]
    (tmp_path / "sop.md").write_text(sop.replace(was, now), "utf-8")
    (tmp_path / "workflow.toml").write_text(WORKFLOW.replace(was, now), "utf-8")
    folder.analysis = load(RECORDED[::2], tmp_path / "workflow.toml").analysis
    sop = folder.build()
    assert "Conflict at" not in sop
    assert was not in sop.partition("## Revisions")[0]
    assert "*(edited)*" not in sop[sop.index("## Document control") :]
    assert folder.build() == sop
