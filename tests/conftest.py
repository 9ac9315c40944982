"""Settings for every test, and the folders that are no packages but hold what tests use."""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# jsonschema takes it where it is there, and it builds grammars of addresses for a second; no schema here has any.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "examples" / "generated"), str(ROOT / "examples" / "order-desk")]

if sys.dont_write_bytecode:
    # As in many containers, where each command that a test starts would compile all of Ledgerium again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")

settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same every time")


@pytest.fixture
def golden() -> Callable[[str, Path], None]:
    """Compares a text with the file that was reviewed; `./dev golden` writes it instead."""

    def compare(text: str, reviewed: Path) -> None:
        if os.environ.get("LEDGERIUM_REWRITE_GOLDEN") == "1":
            reviewed.write_text(text, encoding="utf-8")
        assert text == reviewed.read_text(encoding="utf-8"), "run `./dev golden` and read the diff"

    return compare


@pytest.fixture(scope="session")
def public_data() -> Path:
    """Logs and recordings that this project did not write. Skips where they are not in their usual place; fails where
    somebody names a folder that is not there."""
    variable = "LEDGERIUM_TEST_DATA"
    named = os.environ.get(variable)
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if named and not folder.is_dir():
        pytest.fail(f"{variable} names {folder}, which is no folder.")
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; {variable} can name another folder.")
    return folder


@pytest.fixture(scope="session")
def pm4py() -> ModuleType:
    """A judge that this project did not write, without what it and its libraries warn of while they are imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py as module
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.add_marker("golden")
