"""Logs written as files."""

from __future__ import annotations

from pathlib import Path

from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.logs.keep import Kept, keep_logs
from ledgerium_cli.logs.model import Given
from ledgerium_cli.output.place import place_of
from ledgerium_cli.recording.files import Source

from .make import at

LOG = (
    f"case,activity,start,end,resource,system\nSO-1,Enter,{at(0)},{at(60)},Ana,CRM\nSO-1,Check,{at(300)},{at(400)},Ben,ERP\n"
    f"SO-2,Enter,{at(100)},{at(160)},Ana,CRM\n"
)


def keep(folder: Path, text: str = LOG, name: str = "orders.csv", to: str = "", **given: str) -> Kept:
    (folder / name).write_text(text)
    source = Source(str(folder / name))
    written_as = log_format(source)
    assert written_as is not None
    [kept] = keep_logs([(source, written_as)], place_of(str(folder / to)), Given(**given))
    return kept
