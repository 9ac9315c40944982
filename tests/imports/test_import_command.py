import gzip
import hashlib

import pytest

from ..command import ledgerium

LOG = """timeStamp,userID,targetApp,eventType,url,target.name,target.value
2026-03-04T08:00:00Z,ana,Chrome,clickButton,https://e.example/new,save,Doe
"""


def test_a_log_becomes_a_trace_that_is_a_recording_like_any_other(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    ran = ledgerium("import", "log.csv", "-o", "trace.jsonl", "--actor", "Clerk", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "trace.jsonl\n")
    assert ran.stderr == "1 recording, 2 events; 1 value dropped: 1 of target.value.\n"
    assert ledgerium("validate", "trace.jsonl", cwd=tmp_path).stderr == "1 recording, 2 events, 0 problems.\n"


def test_the_same_log_gives_the_same_bytes_in_a_folder_under_the_name_of_the_recording(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    first = ledgerium("import", "-q", "log.csv", "-o", "out", cwd=tmp_path)
    [file] = [tmp_path / line for line in first.stdout.splitlines()]
    before = file.read_bytes()
    ledgerium("import", "-q", "log.csv", "-o", "out", cwd=tmp_path)
    assert file.name.startswith("ana-20260304T080000-")
    assert file.read_bytes() == before


def test_what_is_packed_is_the_same_recording_imported_or_built(tmp_path):
    for folder, content in (("plain", LOG.encode()), ("packed", gzip.compress(LOG.encode(), mtime=0))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ("log.csv.gz" if folder == "packed" else "log.csv")).write_bytes(content)
    ran = ledgerium("import", "-q", "packed/log.csv.gz", "-o", "packed.jsonl", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    ledgerium("import", "plain/log.csv", "-o", "plain.jsonl", cwd=tmp_path)
    packed, plain = ((tmp_path / f"{one}.jsonl").read_text() for one in ("packed", "plain"))
    assert packed.replace("log.csv.gz", "log.csv").splitlines()[:-1] == plain.splitlines()[:-1]
    built = ledgerium("report", "packed/log.csv.gz", cwd=tmp_path)
    assert (built.returncode, "1 case" in built.stdout) == (0, True)


def test_what_is_packed_and_cut_off_is_refused(tmp_path):
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(LOG.encode())[:-12])
    ran = ledgerium("import", "log.csv.gz", "-o", "trace.jsonl", cwd=tmp_path)
    assert ran.returncode != 0
    assert ran.stderr == "ledgerium: log.csv.gz: the file is cut off, or damaged. Copy it again.\n"


def test_what_cannot_be_imported_is_named_with_what_can(tmp_path):
    (tmp_path / "log.csv").write_text("a,b\n1,2\n")
    ran = ledgerium("import", "log.csv", "-o", "trace.jsonl", cwd=tmp_path)
    assert ran.returncode == 9
    assert ran.stderr.startswith("ledgerium: log.csv: no format that is known. Known are: RPA UI Logger CSV")


def test_a_log_is_never_overwritten(tmp_path):
    (tmp_path / "log.jsonl").write_text(LOG)
    ran = ledgerium("import", "log.jsonl", "-o", "log.jsonl", cwd=tmp_path)
    assert ran.returncode == 6
    assert (tmp_path / "log.jsonl").read_text() == LOG


def test_two_recordings_do_not_go_into_one_file(tmp_path):
    (tmp_path / "log.csv").write_text(LOG + LOG.splitlines()[1].replace("ana", "ben") + "\n")
    ran = ledgerium("import", "log.csv", "-o", "trace.jsonl", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (6, "")
    assert (
        "trace.jsonl: is the name of one file, and there are 2 recordings. For a folder of that name"
        in ran.stderr
    )
    assert not (tmp_path / "trace.jsonl").exists()
    ran = ledgerium("import", "-q", "log.csv", "-o", "trace.jsonl/", cwd=tmp_path)
    assert len(ran.stdout.splitlines()) == 2
    assert all(line.startswith("trace.jsonl/") for line in ran.stdout.splitlines())


def test_a_file_of_another_kind_is_taken_for_no_folder(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    ran = ledgerium("import", "log.csv", "-o", "trace.json", cwd=tmp_path)
    assert ran.returncode == 6
    assert ran.stderr == (
        "ledgerium: trace.json: is the name of a file, and recordings are written to files that end in .jsonl. "
        "Name one, where there is one to write. For a folder of that name write trace.json/\n"
    )


def test_a_folder_is_no_file_to_import(tmp_path):
    (tmp_path / "logs.d").mkdir()
    ran = ledgerium("import", "logs.d", "-o", "out", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (
        3,
        "ledgerium: logs.d: is a folder. Name the files in it: logs.d/*\n",
    )


def test_a_log_is_built_from_directly_where_nothing_has_to_be_said(tmp_path):
    (tmp_path / "log.csv").write_text(LOG + LOG.splitlines()[1].replace("ana", "ben") + "\n")
    ran = ledgerium("steps", "log.csv", "--format", "csv", cwd=tmp_path)
    assert ran.returncode == 0
    assert [line.split(",")[0].split("-")[0] for line in ran.stdout.splitlines()[1:]] == ["ana", "ben"]
    assert "log.csv: 2 values were dropped. No document needs them." in ran.stderr
    piped = ledgerium("steps", "-q", "-", "--format", "csv", given=(tmp_path / "log.csv").read_text())
    assert piped.stdout == ran.stdout


def test_a_log_about_which_something_has_to_be_said_is_not_built_from(tmp_path):
    (tmp_path / "log.csv").write_text(LOG.replace("00Z", "00"))
    ran = ledgerium("build", "log.csv", cwd=tmp_path)
    assert ran.returncode == 9
    assert "--time-zone" in ran.stderr
    assert "Options are for `ledgerium import`; build from what it writes." in ran.stderr


def test_documents_lead_to_the_file_that_was_imported_and_call_it_neither_recorded_nor_sealed(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    digest = hashlib.sha256(LOG.encode()).hexdigest()[:12]
    ledgerium("import", "-q", "log.csv", "-o", "trace.jsonl", cwd=tmp_path)
    for file in ("log.csv", "trace.jsonl"):
        ledgerium("build", "-q", file, "-o", "out", cwd=tmp_path)
        report, sop = ((tmp_path / "out" / name).read_text() for name in ("report.md", "sop.md"))
        [told] = [line for line in report.splitlines() if line.startswith("| R1 |")]
        assert told.endswith(f"| not sealed, SHA-256 `{digest}` | imported from log.csv |")
        [told] = [line for line in sop.splitlines() if line.startswith("| R1 |")]
        assert told.endswith(f"| no: imported from log.csv | `{digest}` |")
        for text in (report, sop):
            assert "its numbers are of the events that `ledgerium import` writes." in text
        asked = "SELECT source_row FROM events WHERE event = 2"
        ran = ledgerium("sql", "-q", file, "--format", "csv", "-c", asked, cwd=tmp_path)
        row = int(ran.stdout.splitlines()[1])
        assert "clickButton" in LOG.splitlines()[row - 1]


def test_values_that_were_dropped_on_purpose_are_no_problem_for_strict(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    ran = ledgerium("build", "log.csv", "--strict", cwd=tmp_path)
    assert (ran.returncode, (tmp_path / "ledgerium-out" / "sop.md").exists()) == (0, True)
    assert "log.csv: 1 value was dropped. No document needs them." in ran.stderr


@pytest.mark.parametrize(
    ("text", "output"),
    [
        (LOG + LOG.splitlines()[1].replace("2026", "never"), "trace.jsonl"),
        ("case,activity,timestamp\nA,Check,2026-01-01T10:00Z\nA,Send,never\n", "out.log.parquet"),
    ],
)
def test_a_strict_import_writes_nothing_of_a_file_in_which_something_is_wrong(tmp_path, text, output):
    (tmp_path / "log.csv").write_text(text)
    ran = ledgerium("import", "log.csv", "-o", output, "--strict", cwd=tmp_path)
    assert (ran.returncode, (tmp_path / output).exists()) == (4, False)
    assert "Nothing was written, since --strict allows no problem." in ran.stderr
    assert ledgerium("import", "log.csv", "-o", output, cwd=tmp_path).returncode == 0


FLOW = """{"title": "Enter", "steps": [
    {"type": "click", "selectors": [["aria/Save"]], "target": "main", "offsetX": 1, "offsetY": 1},
    {"type": "click", "selectors": [["aria/Send"]], "target": "main", "offsetX": 1, "offsetY": 1}]}"""
ROWS = """timeStamp,userID,targetApp,eventType,url,target.name,target.value
2026-03-04T08:00:00Z,ana,,clickButton,,save,
2026-03-04T08:00:09Z,ana,Chrome,clickButton,https://e.example/new,send,
2026-03-04T08:00:19Z,ana,,clickButton,,close,
"""


@pytest.mark.parametrize(("text", "systems"), [(FLOW, set()), (ROWS, {"e.example"})])
def test_no_system_is_made_up_where_a_recording_tells_no_address(tmp_path, text, systems):
    (tmp_path / "it").write_text(text)
    told = ("--recorded-at", "2026-03-01T08:00Z", "--actor", "ana")
    ledgerium("import", "it", "-o", "trace.jsonl", *told, cwd=tmp_path)
    assert ledgerium("validate", "trace.jsonl", cwd=tmp_path).returncode == 0
    ran = ledgerium("build", "-q", "trace.jsonl", "-o", "out", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    asked = "SELECT DISTINCT system FROM events WHERE system IS NOT NULL"
    found = ledgerium("sql", "-q", "trace.jsonl", "-c", asked, "--format", "csv", cwd=tmp_path).stdout
    assert {*found.split()[1:]} == systems
    for name in ("sop.md", "report.md", "opportunities.md", "map.dot", "analysis.json"):
        assert "unknown" not in (tmp_path / "out" / name).read_text("utf-8")
    sop = (tmp_path / "out" / "sop.md").read_text("utf-8")
    assert "**ana** in a system that the recording does not name" in sop
