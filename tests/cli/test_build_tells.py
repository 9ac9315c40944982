"""What a build says of the work itself, beside the documents that it writes."""

from __future__ import annotations

import json
from pathlib import Path

from ..command import ledgerium


def _event(kind: str, session: str, at: int, target: str = "button.btn") -> dict[str, object]:
    return {
        "useraleVersion": "2.4.0", "logType": "raw", "type": kind, "target": target, "path": [target],
        "clientTime": 1_700_000_000_000 + at, "pageUrl": "https://e.example/orders", "pageTitle": "Orders",
        "userId": "ana", "sessionID": session,
    }  # fmt: skip


def _built(folder: Path, *events: dict[str, object]) -> list[str]:
    (folder / "log.json").write_text(json.dumps(events))
    return ledgerium("build", "log.json", cwd=folder).stderr.splitlines()


def test_recordings_without_a_case_and_acts_without_a_name_are_told(tmp_path: Path) -> None:
    done = _event("click", "s1", 0), _event("change", "s1", 5_000, "input#city"), _event("click", "s1", 9_000)
    lines = _built(tmp_path, *done, _event("load", "s2", 60_000, "document"))
    assert lines[-3] == "1 recording, 1 case, 1 step. Open ledgerium-out/report.html first."
    assert lines[-2].startswith("1 more recording holds no case (log.json (ana-")
    assert lines[-1].startswith("Without a name: the control of 1 of 2 acts, in “Fill in fields”. ")


def test_nothing_is_told_where_there_is_nothing_to_tell(tmp_path: Path) -> None:
    lines = _built(tmp_path, _event("click", "s1", 0, "button#save"))
    assert lines[-1] == "1 recording, 1 case, 1 step. Open ledgerium-out/report.html first."
