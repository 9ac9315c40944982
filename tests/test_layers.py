"""What stands before the documents does without them."""

from pathlib import Path

import ledgerium_cli

PACKAGE = Path(ledgerium_cli.__file__).parent
BEFORE = (
    "imports", "logs", "recording", "workflow", "steps", "cases", "findings", "mining", "engine", "output", "tables",
    "privacy", "load.py", "words.py", "plural.py", "encoding.py",
)  # fmt: skip


def test_what_stands_before_the_documents_imports_nothing_of_them():
    files = [
        file
        for one in BEFORE
        for file in ((PACKAGE / one).rglob("*.py") if "." not in one else [PACKAGE / one])
    ]
    assert len(files) > 100
    knowing = [
        str(file.relative_to(PACKAGE))
        for file in files
        if "ledgerium_cli.documents" in file.read_text("utf-8")
    ]
    assert knowing == []
