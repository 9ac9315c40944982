"""The command as people and jobs run it: a process of its own, with the settings of nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any


def ledgerium(
    *arguments: object, cwd: Any = None, given: Any = None, text: bool = True, **environment: str
) -> subprocess.CompletedProcess[Any]:
    """`given` is what it reads from standard input; with `text` false that and what it prints are bytes."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LEDGERIUM_") and name != "GITHUB_STEP_SUMMARY"
    }
    return subprocess.run(
        [sys.executable, "-m", "ledgerium_cli", *map(str, arguments)],
        cwd=cwd,
        input=given,
        env=own | environment,
        capture_output=True,
        text=text,
        check=False,
    )


def printed(*arguments: object, cwd: Any = None) -> str:
    """What it prints when it does not fail."""
    ran = ledgerium(*arguments, cwd=cwd)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
