"""Which part of the package knows which."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import ledgerium_cli

PACKAGE = Path(ledgerium_cli.__file__).parent
ARCHITECTURE = Path(__file__).parents[1] / "ARCHITECTURE.md"
BEFORE = (
    "imports", "logs", "recording", "workflow", "steps", "cases", "findings", "mining", "engine", "output", "tables",
    "privacy", "settings", "recorder", "load.py", "words.py", "plural.py", "quotation.py", "composed.py", "encoding.py",
    "errors.py", "problems.py", "meanwhile.py", "sql.py", "by_hand.py",
)  # fmt: skip
"""What stands before the documents, and does without them."""
MERGE = ("text", "markdown", "marks", "builds", "parts", "branches")
"""The folders of the merge, each of which knows those before it alone."""


def files_of(*parts: str) -> Iterator[Path]:
    for one in parts:
        yield from (PACKAGE / one).rglob("*.py") if "." not in one else [PACKAGE / one]


def knowing(name: str, *parts: str) -> list[str]:
    return [str(one.relative_to(PACKAGE)) for one in files_of(*parts) if name in one.read_text("utf-8")]


def test_what_stands_before_the_documents_imports_nothing_of_them():
    assert len([*files_of(*BEFORE)]) > 100
    assert knowing("ledgerium_cli.documents", *BEFORE) == []


def test_only_the_entry_point_imports_the_command_line():
    parts = {one.name for one in PACKAGE.iterdir()} - {"cli", "__pycache__", "py.typed", "schema"}
    assert knowing("ledgerium_cli.cli", *parts) == ["__main__.py"]


@pytest.mark.parametrize(("later", "earlier"), [(MERGE[at], MERGE[:at]) for at in range(1, len(MERGE))])
def test_a_folder_of_the_merge_imports_nothing_of_those_behind_it(later, earlier):
    folders = [f"documents/merge/{one}" for one in earlier]
    assert knowing(f"ledgerium_cli.documents.merge.{later}", *folders) == []


def test_the_architecture_names_every_part_of_the_package():
    tree = ARCHITECTURE.read_text("utf-8").split("```")[1]
    parts = {one.name for one in PACKAGE.iterdir()} - {
        "__init__.py",
        "__main__.py",
        "__pycache__",
        "py.typed",
    }
    left_out = [one for one in parts if (f"{one}/" if "." not in one else one) not in tree]
    assert left_out == []
