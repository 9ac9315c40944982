"""What this project did not write, and is checked against: a folder of logs, and pm4py."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from types import ModuleType

import pytest

VARIABLE = "LEDGERIUM_TEST_DATA"
USUAL = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def public_data() -> Path:
    """Skips where it is not in its usual place; fails where somebody names a folder that is not there."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else USUAL
    if named and not folder.is_dir():
        pytest.fail(f"{VARIABLE} names {folder}, which is no folder.")
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; {VARIABLE} can name another folder.")
    return folder


@pytest.fixture(scope="session")
def pm4py() -> ModuleType:
    """Without what it and its libraries warn of while they are imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py as module
    return module
