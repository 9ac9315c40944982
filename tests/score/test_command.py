"""`ledgerium score` in a shell and in CI."""

import json
from functools import partial

from ..command import ledgerium
from .sops import BAD, GOOD

run = partial(ledgerium, "score", text=False)


def test_it_tells_several_files_one_after_the_other_and_fails_below_the_least(tmp_path):
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "bad.md").write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    both = run("good.md", "bad.md", "--min", "90", "--format", "json", cwd=tmp_path)
    assert both.returncode == 1
    assert [(one["file"], one["total"]) for one in json.loads(both.stdout)["scores"]] == [
        ("good.md", 96),
        ("bad.md", 0),
    ]
    assert run("good.md", "--min", "96", cwd=tmp_path).returncode == 0
    assert run("good.md", "--min", "97", "-o", "score.md", "--format", "md", cwd=tmp_path).returncode == 1
    assert "| Machine use | 4 | 0 of 3 | nothing yet |" in (tmp_path / "score.md").read_text("utf-8")


def test_it_reads_standard_input(tmp_path):
    told = run("-", cwd=tmp_path, given=GOOD.encode()).stdout.decode()
    assert told.startswith("-: 96 of 100\n  Purpose        3 of 3  a purpose")
    assert "next: Every step has an id of its own that stays" in told


def test_what_is_no_text_is_named_with_what_to_do(tmp_path):
    (tmp_path / "sop.docx").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    ran = run("sop.docx", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.decode() == (
        "ledgerium: sop.docx: is not UTF-8 text. Export the SOP as Markdown, or save it as UTF-8.\n"
    )
    assert run("gone.md", cwd=tmp_path).returncode == 2


def test_hostile_words_of_an_sop_stay_words(tmp_path):
    hostile = GOOD.replace(
        "- **Order clerk**:", "- Idle \x1b[31m \\<b>|one|: enters the order.\n- **Order clerk**:"
    )
    (tmp_path / "sop.md").write_text(hostile)
    told = run("sop.md", cwd=tmp_path).stdout.decode()
    assert "in no step: Idle" in told
    assert "\x1b" not in told
    in_markdown = run("sop.md", "--format", "md", cwd=tmp_path).stdout.decode()
    assert r"\<b\>\|one\|" in in_markdown
    assert "<b>" not in in_markdown
