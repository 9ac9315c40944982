"""A step that a person renamed in the SOP."""

from ledgerium_cli.build import Drawn
from ledgerium_cli.documents.content import bytes_of

from .make import analysed, nine_orders, sales_order


def test_the_name_that_a_person_gave_to_a_step_is_its_name_wherever_the_sop_speaks_of_it(tmp_path):
    analysis = analysed(*nine_orders(), workflow=sales_order())

    def build():
        drawn = Drawn(analysis, tmp_path)
        assert not drawn.kept.merged.conflicts
        for name in ("sop.md", "sop.base.md"):
            (tmp_path / name).write_bytes(bytes_of(drawn.documents[name]))
        return (tmp_path / "sop.md").read_text("utf-8")

    first = build()
    theirs = first.replace("### 3. Run the credit check", "### 3. Ask <the> bank").replace(
        "- Time: work", "- Careful. Time: work", 1
    )
    (tmp_path / "sop.md").write_text(theirs, "utf-8")
    named = build()
    assert "### 3. Ask <the> bank\n" in named
    assert named.count("Run the credit check") == named.count("Run the credit check was not seen") + 1
    assert '"title": "Ask \\u003cthe\\u003e bank", "name": "Run the credit check"' in named
    assert "go on with “Ask \\<the\\> bank” (7)" in named
    assert 's3["3 Ask #60;the#62; bank"]' in named
    assert build() == named
    (tmp_path / "sop.md").write_text(
        named.replace("### 3. Ask <the> bank", "### 3. Run the credit check"), "utf-8"
    )
    assert "bank" not in build()


def test_the_name_that_a_person_gave_to_a_step_is_no_guess(tmp_path):
    analysis = analysed(*nine_orders())
    drawn = Drawn(analysis, tmp_path)
    for name in ("sop.md", "sop.base.md"):
        (tmp_path / name).write_bytes(bytes_of(drawn.documents[name]))
    edited = (
        bytes_of(drawn.documents["sop.md"]).decode().replace("### 1. Save the order *", "### 1. Enter it *")
    )
    (tmp_path / "sop.md").write_text(edited, "utf-8")
    sop = Drawn(analysis, tmp_path).kept.merged.text
    assert "“Enter it”" in sop
    assert "“Save the order”" not in sop
