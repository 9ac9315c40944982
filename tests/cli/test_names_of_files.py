"""Names of files are bytes, and not all of them are text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from ledgerium_cli.against import check_against, with_places
from ledgerium_cli.between import read_side
from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.check.render import as_github
from ledgerium_cli.documents.check.sarif import as_sarif
from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.engine.store import Store
from ledgerium_cli.load import load
from ledgerium_cli.logs.keep import keep_logs
from ledgerium_cli.logs.model import Given
from ledgerium_cli.output.place import place_of
from ledgerium_cli.problems import Problem
from ledgerium_cli.recording.files import source_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system takes text only for a name")

WHOLE = Path(__file__).parents[1] / "recording" / "fixtures" / "whole.jsonl"
LOG = "Case ID,Activity,Start Timestamp,Complete Timestamp\n" + "".join(
    f"X,{activity},2026-03-02T{hour}:00:00Z,2026-03-02T{hour}:30:00Z\n"
    for activity, hour in (("A", 10), ("B", 12))
)


@pytest.fixture
def odd(tmp_path: Path) -> Callable[[bytes], Path]:
    """A file of that name, in a folder whose name is no UTF-8 either."""
    folder = tmp_path / os.fsdecode(b"nd\xff")
    folder.mkdir()
    return lambda name: folder / os.fsdecode(name)


def test_a_recording_of_any_name_is_read_and_its_documents_are_utf_8(odd: Callable[[bytes], Path]) -> None:
    file = odd(b"M\xfcller.jsonl")
    file.write_bytes(WHOLE.read_bytes())
    loaded = load([str(file.parent)])
    assert [one.file for one in loaded.sources.values()] == [str(file)]
    assert all(text.encode() for text in documents_of(loaded.analysis).values())


def test_what_is_wrong_with_it_is_told_with_its_bytes_escaped(odd: Callable[[bytes], Path]) -> None:
    file = odd(b"M\xfcller.jsonl")
    file.write_bytes(WHOLE.read_bytes() + b"{}\n")
    [problem] = load([str(file)]).problems
    assert problem.file.endswith("nd\\xff/M\\xfcller.jsonl")
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem


def test_a_log_of_any_name_is_read_kept_and_read_again(odd: Callable[[bytes], Path]) -> None:
    file, kept = odd(b"l\xff.csv"), odd(b"o\xfe.log.parquet")
    file.write_text(LOG, encoding="utf-8")
    [recording] = load([str(file)]).analysis.recordings
    assert recording.id.startswith("l\\xff.csv@")
    source = source_of(str(file))
    known = log_format(source)
    assert known is not None
    [one] = keep_logs([(source, known)], place_of(str(kept)), Given())
    assert (one.file, one.facts.source) == (kept, "l\\xff.csv")
    assert len(load([str(kept)]).analysis.cases) == 1
    assert msgspec.json.encode(read_side(str(kept), load).name)


def test_checks_name_it_for_programs(odd: Callable[[bytes], Path]) -> None:
    """A link has its bytes, as links have any; an annotation is text."""
    file, flow = odd(b"l\xff.csv"), odd(b"workflow.toml")
    file.write_text(LOG, encoding="utf-8")
    flow.write_text(
        'format = 1\nname = "Orders"\ncase = { pattern = "X" }\n[[activities]]\nid = "a"\ntitle = "A"\n',
        encoding="utf-8",
    )
    loaded = load([str(file)], flow)
    check = with_places(check_against(loaded), loaded)
    assert "nd%FF/l%FF.csv" in as_sarif(check)
    assert "nd\\xff/l\\xff.csv" in as_github(check)


def test_where_the_store_cannot_be_it_says_so_and_nothing_else_happens(odd: Callable[[bytes], Path]) -> None:
    store = Store(odd(b"x").parent, "rules")
    store.keep("content", b"packed")
    store.write()
    assert store.trouble is not None
    assert "nd\\xff/.ledgerium: nothing can be kept there" in store.trouble
